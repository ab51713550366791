"""Run the examples of the documentation again and put in what they print today: ``make docs``.

Three kinds of places in README.md and docs/*.md are refreshed, and nothing else is touched:

- fenced blocks marked ``console``: each line that begins with ``$`` is run, what follows it is its output;
- fenced blocks marked ``pycon``: each ``>>>`` is run, what follows it is what Python shows;
- ``<!-- made: NAME -->`` up to ``<!-- end -->``: made by the function of that name in :mod:`docs.made`; with
  ``<!-- output: COMMAND -->`` instead, the output of a command that is Markdown itself.

The commands of a page run one after the other in a folder of their own that holds ``golden/``, what stands in
``docs/examples/``, and a database, ``claims.duckdb``, unless the page shows how that is made. Times, dates and hashes
of the rules differ from run to run: where nothing else differs, the page stays as it is. A page with ``<!-- in:
checkout -->`` has a copy of the program there, too, whose rules it may change. ``python -m docs.build --check``
changes nothing, and ends with status 1 where a page is out of date.
"""

from __future__ import annotations

import argparse
import doctest
import io
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from claims.cli import main as main_of_claims
from docs import metric_ids
from docs.made import MADE, NoSamplesError, Place

ROOT = Path(__file__).resolve().parents[1]

_BLOCK = re.compile(
    r"^```(?P<kind>console|pycon)\n(?P<body>.*?)^```$"
    r"|^<!-- (?P<what>made|output): (?P<name>.+?) -->\n(?P<text>.*?)^<!-- end -->$",
    re.MULTILINE | re.DOTALL,
)
MAKES_DATABASE = "claims run golden/in-the-wild/*.jsonl"

_IN_CHECKOUT = "<!-- in: checkout -->"
_LONGEST_RUN = 120
_COLUMNS = "100"

# What differs from run to run, and how wide the table around it is.
_CHANGING = (
    (re.compile(r"[ ─━-]{2,}"), " "),
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?\s+[\d.]+"), "<time>"),
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?"), "<time>"),
    (re.compile(r"(seconds\W{1,4})[\d.]+"), r"\1<time>"),
    (re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{16}\b"), "<hash>"),
)


class DocsError(Exception):
    """An example that cannot be run; says which page and why."""


def pages() -> list[Path]:
    """Return the pages of the documentation, README.md first."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@contextmanager
def workshop(*, with_database: bool = True) -> Iterator[Path]:
    """Make the folder whose copies the pages work in: golden/ and, for pages that do not make it, claims.duckdb."""
    with tempfile.TemporaryDirectory(prefix="claims-docs-") as name:
        folder = Path(name)
        shutil.copytree(ROOT / "golden", folder / "golden")
        if with_database:
            _run(f"{MAKES_DATABASE} --jobs 1", folder)
        yield folder


def refreshed(
    page: Path, folder: Path, *, shared: Path | None = None, after: Callable[[Path], None] | None = None
) -> str:
    """Return the text of a page as it should be today.

    Args:
        page: A page; it is not changed.
        folder: From :func:`workshop`.
        shared: The folder of annotated samples; without it, what is made from them stays as it is.
        after: Is given the folder in which the commands of the page have run, before that is gone.

    Raises:
        DocsError: An example ends with a traceback or does not end at all, or a name is unknown.
    """
    old = page.read_text("utf-8")
    with tempfile.TemporaryDirectory(prefix="claims-page-") as name:
        here = Path(name)
        shutil.copytree(folder / "golden", here / "golden")
        shutil.copytree(ROOT / "docs/examples", here, dirs_exist_ok=True)
        if f"$ {MAKES_DATABASE}\n" not in old:
            shutil.copy(folder / "claims.duckdb", here)
        if _IN_CHECKOUT in old:
            _check_out(here)
        python: dict[str, object] = {"__name__": "__main__"}
        place = Place(ROOT, folder / "claims.duckdb", shared)

        def new(block: re.Match[str]) -> str:
            try:
                if block["kind"] == "console":
                    return f"```console\n{_settled(block['body'], _console(block['body'], here))}```"
                if block["kind"] == "pycon":
                    return f"```pycon\n{_settled(block['body'], _pycon(block['body'], here, python))}```"
                make = _command(here) if block["what"] == "output" else _maker
                made = make(block["name"], place).strip("\n")
            except NoSamplesError:
                return block[0]
            except DocsError as error:
                line = old.count("\n", 0, block.start()) + 1
                raise DocsError(f"{page.relative_to(ROOT)}, line {line}: {error}") from error
            made = _settled(block["text"], f"\n{made}\n\n")
            return f"<!-- {block['what']}: {block['name']} -->\n{made}<!-- end -->"

        text = _BLOCK.sub(new, old)
        if after is not None:
            after(here)
        return text


def _check_out(folder: Path) -> None:
    """Put a copy of the program there, whose rules and vocabularies a page may change."""
    shutil.copytree(ROOT / "claims", folder / "claims")
    shutil.copytree(ROOT / "schema", folder / "schema")
    (folder / "claims" / "schema").symlink_to(Path("..", "schema"))


def _settled(old: str, new: str) -> str:
    """Return the new text, or the old one where they differ only in what always differs."""
    return old if _steady(old) == _steady(new) else new


def _steady(text: str) -> str:
    for pattern, stand_in in _CHANGING:
        text = pattern.sub(stand_in, text)
    return text


def _command(folder: Path) -> Callable[[str, Place], str]:
    return lambda command, place: _run(command, folder)


def _maker(name: str, place: Place) -> str:
    name, _, argument = name.partition(" ")
    if name not in MADE:
        raise DocsError(f"nothing makes {name!r}; there are {', '.join(sorted(MADE))}")
    return MADE[name](place, argument)


def _console(body: str, folder: Path) -> str:
    """Return a block with its commands and what they print; a backslash and ``<<'END'`` go on over lines."""
    parts: list[str] = []
    lines = iter(body.splitlines())
    for line in lines:
        if not line.startswith("$ "):
            continue
        command = [line]
        while command[-1].endswith("\\") or ("<<'END'" in command[0] and command[-1] != "END"):
            following = next(lines, None)
            if following is None:
                raise DocsError(f"{line}: ends in the middle")
            command.append(following)
        printed = _run("\n".join(command)[2:], folder)
        parts.append("\n".join([*command, *([printed] if printed else [])]))
    return "\n".join(parts) + "\n"


def _run(command: str, folder: Path) -> str:
    """Run a line of shell; return what it prints to either stream, without blanks at the ends."""
    call = _call_in(command, folder)
    printed = _bash(command, folder) if call is None else _claims(call, folder)
    if "extraction failed" in printed:
        raise DocsError(printed)
    return "\n".join(line.rstrip() for line in printed.splitlines()).strip("\n")


class _Call(NamedTuple):
    """A line of shell whose only call of claims can be made in this process.

    Attributes:
        before: What gives it its input, ``echo ...``; empty where nothing does.
        arguments: What stands behind ``claims``.
        behind: What becomes of what it prints: ``| head``, ``> file``, ``; echo``; empty where nothing does.
    """

    before: str
    arguments: list[str]
    behind: str


_WORD = r"""(?:'[^']*'|"[^"$`]*"|\\\n|[^'"\\|;&<>$`()#])*?"""
_LINE = re.compile(
    rf"(?P<before>(?:echo|cat)\s{_WORD}\|\s*)?claims\s(?P<call>{_WORD})(?P<behind>\s\d?>.*|\s?[|;&].*)?",
    re.DOTALL,
)


def _call_in(command: str, folder: Path) -> _Call | None:
    """Return the call of claims that a line of shell is, None where a shell is needed."""
    # The page has a program of its own, or the command a vocabulary, of which a process has one.
    if (folder / "claims").is_dir() or "--vocabulary" in command:
        return None
    line = _LINE.fullmatch(command)
    if line is None:
        return None
    words = shlex.split(line["call"].replace("\\\n", ""))
    found = [sorted(folder.glob(word)) if "*" in word and " " not in word else [] for word in words]
    names = [[str(path.relative_to(folder)) for path in paths] for paths in found]
    arguments = [name for word, each in zip(words, names, strict=True) for name in each or [word]]
    return _Call((line["before"] or "").rstrip("| "), arguments, line["behind"] or "")


def _claims(call: _Call, folder: Path) -> str:
    """Call the command line in this process: it starts a hundred times faster than in one of its own."""
    given = _bash(call.before, folder) if call.before else ""
    shown = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    told = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) if call.behind else shown
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    with (
        chdir(folder),
        redirect_stdout(shown),
        redirect_stderr(told),
        patch("sys.stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(given.encode())), encoding="utf-8")),
        patch.dict(os.environ, _environment(), clear=True),
    ):
        try:
            status = main_of_claims(call.arguments)
        except Exception as error:
            raise DocsError(f"claims {shlex.join(call.arguments)}: {traceback.format_exc()}") from error
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
    shown.seek(0)
    if not call.behind:
        return shown.read()
    told.seek(0)
    with tempfile.TemporaryDirectory(prefix="claims-call-") as name:
        (out := Path(name, "out")).write_text(shown.read(), "utf-8")
        (err := Path(name, "err")).write_text(told.read(), "utf-8")
        again = f"again() {{ cat {err} >&2; cat {out}; return {status}; }}; again "
        return _bash(again + call.behind, folder)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMS_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return kept | {
        "PATH": path, "COLUMNS": _COLUMNS, "NO_COLOR": "1", "TERM": "dumb", "TZ": "UTC", "LC_ALL": "C.UTF-8",
    }  # fmt: skip


def _bash(command: str, folder: Path) -> str:
    try:
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, env=_environment() | {"PYTHONPATH": str(folder)},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=_LONGEST_RUN, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise DocsError(f"{command}: still running after {_LONGEST_RUN} seconds") from error
    if "Traceback (most recent call last)" in done.stdout or done.returncode == 127:
        raise DocsError(f"{command}: {done.stdout.strip()}")
    return done.stdout


def _pycon(body: str, folder: Path, names: dict[str, object]) -> str:
    """Return a block of Python with what it shows today; ``names`` carries over from block to block."""
    parts: list[str] = []
    for example in doctest.DocTestParser().get_examples(body):
        first, *rest = example.source.rstrip("\n").split("\n")
        parts.append("\n".join([f">>> {first}", *(f"... {line}".rstrip() for line in rest)]))
        shown = io.StringIO()
        try:
            with redirect_stdout(shown), chdir(folder):
                exec(compile(example.source, "<example>", "single"), names)
        except Exception as error:
            if "Traceback" not in example.want:
                raise DocsError(f"{first}: {traceback.format_exception_only(error)[-1].strip()}") from error
            shown.write(
                "Traceback (most recent call last):\n    ...\n" + traceback.format_exception_only(error)[-1]
            )
        printed = shown.getvalue().rstrip("\n")
        parts += [printed] if printed else []
    return "\n".join(parts) + "\n"


def main() -> int:
    """Refresh all pages, or say which are out of date."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="change nothing; status 1 where a page is out of date"
    )
    parser.add_argument("names", nargs="*", help="only these pages: README.md docs/sql.md")
    arguments = parser.parse_args()
    beside = Path(os.environ.get("CLAIMS_SHARED", ROOT.parent / "shared"))
    shared = beside if beside.is_dir() and not arguments.check else None
    wanted = {Path(name).resolve() for name in arguments.names}
    status = 0
    if not wanted and metric_ids.MODULE.read_text("utf-8") != metric_ids.made():
        if arguments.check:
            print("docs: claims/names/metric_ids.py is out of date: make docs", file=sys.stderr)
            status = 1
        else:
            metric_ids.MODULE.write_text(metric_ids.made(), "utf-8")
            print("refreshed claims/names/metric_ids.py")
    with workshop() as folder:
        for page in pages():
            if wanted and page not in wanted:
                continue
            try:
                text = refreshed(page, folder, shared=shared)
            except DocsError as error:
                print(f"docs: {' '.join(str(error).split())}", file=sys.stderr)
                status = 2
                continue
            if text == page.read_text("utf-8"):
                continue
            if arguments.check:
                print(f"docs: {page.relative_to(ROOT)} is out of date: make docs", file=sys.stderr)
                status = status or 1
                continue
            page.write_text(text, "utf-8")
            print(f"refreshed {page.relative_to(ROOT)}")
    return status


if __name__ == "__main__":
    sys.exit(main())
