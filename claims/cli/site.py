"""``claims site``: boards, papers and charts as static pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claims.cli.options import DEFAULT_DATABASE, Database, workers
from claims.cli.streams import shown_if_possible
from claims.files.escaping import for_terminal

if TYPE_CHECKING:
    from claims.site.build import Built

EXAMPLES = """
Examples:

  [bold]claims site public/[/]

  [bold]claims site public/ --db survey.duckdb --title "Energy of inference"[/]

  [bold]claims site public/ --url https://example.org/claims/[/]   with a sitemap

  [bold]claims site --serve[/]   a look at it in the browser
"""


def site(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder; an earlier site in it is replaced.")
    ] = Path("site"),
    db: Database = DEFAULT_DATABASE,
    title: Annotated[str, typer.Option(metavar="TEXT", help="Title of the site.")] = "Claims of papers",
    url: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Where the site will be: for the sitemap and the feed.", show_default=False
        ),
    ] = None,
    least: Annotated[
        int,
        typer.Option(
            min=1, metavar="N", help="Papers that have to have results for what gets a page of its own."
        ),
    ] = 3,
    serve: Annotated[
        bool, typer.Option("--serve", help="Then serve it on this machine until Ctrl-C.")
    ] = False,
    port: Annotated[
        int, typer.Option(min=0, max=65535, metavar="N", help="Port of --serve; 0 for any that is free.")
    ] = 8000,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs",
            "-j",
            min=0,
            metavar="N",
            help="Processes that make pages. The site is the same for any number.",
            show_default="all cores",
        ),
    ] = 0,
) -> None:
    """Write a site of static pages to browse the database.

    A page for each metric, dataset, piece of hardware and baseline that enough papers have results for, with its
    boards, charts and downloads; a page for each paper, with its claims marked in the abstract; search. The pages
    need no server and nothing from elsewhere: open [italic]index.html[/], or put the folder on any web host.
    """
    from claims.site.build import Wanted, build  # noqa: PLC0415
    from claims.site.serve import serve as serve_folder  # noqa: PLC0415

    built = build(Path(db), folder, Wanted(title=title, url=url, least=least, jobs=workers(jobs)))
    with shown_if_possible():
        _show(built, folder, with_sitemap=url is not None)
    if serve:
        serve_folder(folder, port, lambda address: print(f"Open {address} (Ctrl-C ends it)", flush=True))


def _show(built: Built, folder: Path, *, with_sitemap: bool) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(title=Text(for_terminal(f"Site in {folder}")), title_justify="left", show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, number in {
        **{f"pages of kind {kind}": number for kind, number in built.subjects.items()},
        "pages of papers": built.papers,
        "boards": built.boards,
        "files": built.files,
    }.items():
        table.add_row(name, f"{number:,}")
    table.add_row("MB", f"{built.bytes / 1e6:,.1f}")
    console = Console(highlight=False)
    console.print(table)
    console.print(f"Open {for_terminal(str(folder / 'index.html'))}", soft_wrap=True, markup=False)
    if not with_sitemap:
        console.print("No sitemap: it needs to know where the site will be (--url).", soft_wrap=True)
