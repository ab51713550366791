"""The generated parts of the documentation, each made from the program: its rules, data and comments."""

from __future__ import annotations

import inspect
import re
import textwrap
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from pathlib import Path
from typing import Any, get_args

import typer.main

import claims
from benchmarks.calibration import judged, judged_links, table
from benchmarks.scores import FIGURES
from claims.cli.app import app
from claims.judging.annotations import read_annotations
from claims.judging.score import extracted_now, score
from claims.model import Paper
from claims.reading import constructions
from claims.sources import FORMATS
from claims.sources.records import FIELDS
from claims.store.connection import reading
from claims.syntax.grammar import GROUPS
from claims.syntax.tokens import KINDS
from claims.text.markup import LATEX_STEPS, PLAIN_STEPS

_LINE = 118

SAMPLES = ("scored", "train", "seeds", "dev")


class NoSamplesError(Exception):
    """What is to be made needs the annotated samples, and they are not there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where things are.

    Attributes:
        root: The repository.
        database: A database of golden/in-the-wild.
        shared: The folder of annotated samples, None where it is not there or not wanted.
    """

    root: Path
    database: Path
    shared: Path | None


def _table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    cells = [[" ".join(str(cell).split()).replace("|", "\\|") for cell in row] for row in rows]
    lines = [titles, ["---"] * len(titles), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _code(text: object) -> str:
    fence = "``" if "`" in str(text) else "`"
    return f"{fence}{text}{fence}"


def _plain(help_text: str | None) -> str:
    """Return a help text with Rich's mark-up as Markdown."""
    text = re.sub(r"\[bold\](.*?)\[/\]", r"`\1`", help_text or "", flags=re.DOTALL)
    return re.sub(r"\[italic\](.*?)\[/\]", r"*\1*", text, flags=re.DOTALL).replace("\\[", "[")


# --- rules ---------------------------------------------------------------------------------------


def rules(place: Place, argument: str) -> str:
    """Every rule with its pattern and its examples."""
    parts: list[str] = []
    for rule in constructions():
        told = f"Refuses: {rule.refuse} · " if rule.refuse else ""
        parts += [
            f"## {rule.name}",
            f"{rule.description}.",
            f"{told}[`schema/{rule.file}`](../schema/{rule.file})",
            f"```text\n{rule.pattern}\n```",
        ]
        if rule.reads:
            rows = []
            for example in rule.reads:
                for number, fields in enumerate(example.claims):
                    shown = ", ".join(f"{name} {value}" for name, value in fields.items())
                    rows.append((example.text if not number else "", shown))
            parts.append(_table(["reads", "as"], rows))
        if rule.leaves:
            parts.append("Leaves alone: " + "; ".join(f"*{text.rstrip('.')}*" for text in rule.leaves) + ".")
    return "\n\n".join(parts)


def rule_list(place: Place, argument: str) -> str:
    """Names and descriptions of the rules, in order."""
    rows = ((f"[{r.name}](#{r.name.replace(' ', '-')})", r.description) for r in constructions())
    return _table(["rule", "reads"], rows)


def kinds(place: Place, argument: str) -> str:
    """The kinds of token of the rule language."""
    single = _table(["kind", "code"], ((name, _code(code)) for name, code in KINDS.items()))
    several = _table(["name", "stands for"], ((name, _code(source)) for name, source in GROUPS.items()))
    return f"{single}\n\n{several}"


# --- vocabularies --------------------------------------------------------------------------------


def metrics(place: Place, argument: str) -> str:
    """All metrics under their headings; ``ids`` leaves the aliases out."""
    rows = tomllib.loads((place.root / "schema/metrics.toml").read_text("utf-8"))["metric"]
    order = {group: number for number, group in reversed(list(enumerate(row["group"] for row in rows)))}
    parts: list[str] = []
    for group, members in groupby(sorted(rows, key=lambda r: order[r["group"]]), key=lambda r: r["group"]):
        mark = "###" if argument == "ids" else "##"
        parts.append(f"{mark} {group[0].upper()}{group[1:]}")
        if argument == "ids":
            parts.append(_table(
                ["metric", "better", "what it is"],
                ((_code(m["id"]), m["better"], m["description"]) for m in members),
            ))  # fmt: skip
            continue
        for metric in members:
            facts = [f"better: {metric['better']}"]
            facts += [f"scale: {metric['scale']}"] if metric.get("scale") else []
            facts += [f"named by units of {', '.join(metric['units'])}"] if metric.get("units") else []
            names = [*(_code(s) for s in metric.get("symbols", ())), *metric["aliases"]]
            parts.append(
                f"### {metric['id']}\n\n{metric['description']} ({'; '.join(facts)})\n\n{', '.join(names)}"
            )
    return "\n\n".join(parts)


def base_units(place: Place, argument: str) -> str:
    """The base units of each dimension."""
    dimensions = tomllib.loads((place.root / "schema/unit_names.toml").read_text("utf-8"))["dimensions"]
    rows = (
        (name, ", ".join(_code(unit.replace("{count}", "ITEM")) for unit in units))
        for name, units in dimensions.items()
    )
    return _table(["dimension", "base units"], rows)


def vocabulary_sizes(place: Place, argument: str) -> str:
    """How many entries each vocabulary has."""
    rows = []
    with reading(place.database) as connection:
        for name in ("metrics", "hardware", "workloads"):
            found = connection.execute(f"SELECT count(*), sum(len(aliases)) FROM {name}").fetchone() or (0, 0)
            rows.append((f"`{name}`", found[0], found[1]))
    return _table(["vocabulary", "entries", "further names"], rows)


# --- database ------------------------------------------------------------------------------------


def _comments(place: Place, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:

    with reading(place.database) as connection:
        return connection.execute(sql, parameters).fetchall()


def views(place: Place, argument: str) -> str:
    """The views of the database and what they mean."""
    found = _comments(place, "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY 1")
    return _table(["view", "holds"], ((_code(name), comment or "") for name, comment in found))


def macros(place: Place, argument: str) -> str:
    """The macros of the database: table macros first."""
    found = _comments(
        place,
        "SELECT function_name || '(' || array_to_string(parameters, ', ') || ')', comment "
        "FROM duckdb_functions() WHERE NOT internal AND function_type = ? ORDER BY 1",
        ["table_macro" if argument == "tables" else "macro"],
    )
    return _table(["macro", "gives"], ((_code(name), comment or "") for name, comment in found))


def tables(place: Place, argument: str) -> str:
    """The tables of the database, each with its columns."""
    found = _comments(place, "SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal ORDER BY 1")
    return "\n\n".join(f"### {name}\n\n{comment}\n\n{columns(place, name)}" for name, comment in found)


def columns(place: Place, argument: str) -> str:
    """The columns of one table or view."""
    found = _comments(
        place,
        "SELECT column_name, data_type, comment FROM duckdb_columns() "
        "WHERE table_name = ? ORDER BY column_index",
        [argument],
    )
    rows = (
        (_code(name), kind.lower().replace("varchar", "text"), comment or "") for name, kind, comment in found
    )
    return _table(["column", "type", "meaning"], rows)


# --- program -------------------------------------------------------------------------------------


def commands(place: Place, argument: str) -> str:
    """All commands with their first lines, linked to docs/commands.md."""
    group = typer.main.get_command(app)
    page = "docs/commands.md" if argument == "readme" else ""
    rows = (
        (f"[`claims {name}`]({page}#claims-{name})", _plain((command.help or "").split("\n\n")[0]))
        for name, command in group.commands.items()  # type: ignore[attr-defined]
    )
    return _table(["command", "what it does"], rows)


def options(place: Place, argument: str) -> str:
    """Description, arguments and options of one command."""
    command = typer.main.get_command(app).commands[argument]  # type: ignore[attr-defined]
    rows = []
    for option in command.params:
        is_option = option.opts[0].startswith("-")
        words = (
            ", ".join((*option.opts, *option.secondary_opts))
            if is_option
            else (option.metavar or option.name.upper()).strip("[]")
        )
        takes = f" {_takes(option)}" if is_option and _takes(option) else ""
        notes = [_plain(option.help)]
        if isinstance(option.show_default, str):
            notes.append(f"Default: {option.show_default}.")
        elif is_option and option.default not in (None, False, ()):
            notes.append(f"Default: {_code(getattr(option.default, 'value', option.default))}.")
        if option.envvar:
            notes.append(f"Environment: {_code(option.envvar)}.")
        rows.append((_code(words + takes), " ".join(notes)))
    text = "\n\n".join(
        textwrap.fill(part, _LINE, break_on_hyphens=False, break_long_words=False)
        for part in _plain(command.help).split("\n\n")
    )
    return f"{text}\n\n{_table(['argument or option', 'meaning'], rows)}"


def _takes(option: Any) -> str:
    """What an option is given: its placeholder, or the names that it may be."""
    kinds = get_args(option.type_descriptor.annotation) or (option.type_descriptor.annotation,)
    names = [
        str(m.value) for kind in kinds if isinstance(kind, type) and issubclass(kind, Enum) for m in kind
    ]
    return option.metavar or "|".join(names)


def further_pages(place: Place, argument: str) -> str:
    """The pages that the map does not name itself."""
    known = (place.root / "docs/index.md").read_text("utf-8").partition("<!-- made: further_pages -->")[0]
    found = [page for page in sorted((place.root / "docs").glob("*.md")) if f"({page.name})" not in known]
    titles = {page.name: page.read_text("utf-8").partition("\n")[0].lstrip("# ") for page in found}
    return "\n".join(f"- [{title}]({name})" for name, title in titles.items() if name != "index.md")


def formats(place: Place, argument: str) -> str:
    """The input formats."""
    return _table(["name", "what it is"], ((_code(f.name), f.about) for f in FORMATS.values()))


def record_fields(place: Place, argument: str) -> str:
    """The fields that are read of a record, with what they hold."""
    known = {
        "year": "Year of publication, where there is no date: it counts as its first day.",
        "month": "Month of that year: a name or number, also with days (`21--27 Jul`).",
        "day": "Day of that month.",
    }
    known |= dict(_attributes(Paper))
    return _table(["field", "holds"], ((_code(name), known[name]) for name in FIELDS))


def fields(place: Place, argument: str) -> str:
    """The attributes of Claim, Paper or Quantity."""
    return _table(
        ["attribute", "holds"], ((_code(n), text) for n, text in _attributes(getattr(claims, argument)))
    )


def _attributes(noun: type) -> list[tuple[str, str]]:
    doc = inspect.getdoc(noun) or ""
    section = doc.partition("Attributes:\n")[2]
    found = re.findall(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", section, re.MULTILINE)
    return [(name, _markdown(" ".join(text.split()))) for name, text in found]


def _markdown(text: str) -> str:
    text = re.sub(r":func:`(?:claims\.)?([\w.]+)`", r"`claims.\1`", text)
    return text.replace("``", "`")


def clean_up(place: Place, argument: str) -> str:
    """The steps that undo mark-up, in order."""
    return "\n".join(
        f"{number}. {step.name}" for number, step in enumerate((*PLAIN_STEPS, *LATEX_STEPS), start=1)
    )


# --- measured on the annotated samples -----------------------------------------------------------


def _gold(place: Place) -> list[Path]:
    """Return the annotated samples: what no rule has seen first, then what rules were learned from."""
    folder = place.shared / "gold" if place.shared else None
    if folder is None or not folder.is_dir():
        raise NoSamplesError
    return [file for name in SAMPLES if (file := folder / f"{name}.jsonl").exists()]


def scores(place: Place, argument: str) -> str:
    """Agreement with the annotated samples."""
    rows: list[list[object]] = []
    for file in _gold(place):
        papers = list(read_annotations(file, with_text=True))
        figures = score(papers, {paper.id: paper for paper in extracted_now(papers)}).figures()
        numbers = [f"{figures[f'{name}_f1']:.2f}" for name in FIGURES]
        rows.append([file.stem, len(papers), sum(len(paper.claims) for paper in papers), *numbers])
    return _table(["sample", "abstracts", "claims", *FIGURES], rows)


def calibration(place: Place, argument: str) -> str:
    """How often claims of each band of confidence are right."""
    return table({file.stem: judged(read_annotations(file, with_text=True)) for file in _gold(place)})


def link_calibration(place: Place, argument: str) -> str:
    """How often the links of each band of confidence are right, on the first sample."""
    return table(judged_links(read_annotations(_gold(place)[0], with_text=True)))


MADE: dict[str, Callable[[Place, str], str]] = {
    make.__name__: make
    for make in (
        rules, rule_list, kinds, metrics, base_units, vocabulary_sizes, views, macros, tables, columns,
        commands, options, further_pages, formats, record_fields, fields, clean_up, scores, calibration,
        link_calibration,
    )
}  # fmt: skip
