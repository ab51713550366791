"""What the shell offers for an argument: names of the vocabularies, of rules and formats, ids of papers.

It reads files of names as they are and loads no rules: an answer has to come before the next key is pressed. What
cannot be read offers nothing, and says nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from textwrap import shorten
from typing import Any

import typer

DEFAULT_DATABASE = Path("claims.duckdb")
"""The database that is meant where none is named."""

_MOST = 200
_WIDTH = 50


def metrics(incomplete: str) -> list[tuple[str, str]]:
    """Offer metrics."""
    found = _tables("metrics.toml", "metric")
    return _offered(((str(each["id"]), str(each.get("description", ""))) for each in found), incomplete)


def hardware(incomplete: str) -> list[tuple[str, str]]:
    """Offer hardware, and the vendors of it."""
    vendors = ((row["name"], "vendor") for row in _rows("vendors.csv"))
    devices = ((row["name"], f"{row['vendor']} {row['kind']}".strip()) for row in _rows("hardware.csv"))
    return _offered((*vendors, *devices), incomplete)


def baselines(incomplete: str) -> list[tuple[str, str]]:
    """Offer systems that papers compare with."""
    return _offered(((row["name"], row["kind"]) for row in _rows("baselines.csv")), incomplete)


def workloads(incomplete: str) -> list[tuple[str, str]]:
    """Offer data sets, models, kernels and tasks."""
    return _offered(((row["name"], row["kind"]) for row in _rows("workloads.csv")), incomplete)


def rules(incomplete: str) -> list[tuple[str, str]]:
    """Offer rules."""
    found = (each for name in ("changes.toml", "levels.toml") for each in _tables(name, "construction"))
    return _offered(((str(each["name"]), str(each.get("description", ""))) for each in found), incomplete)


def formats(incomplete: str) -> list[tuple[str, str]]:
    """Offer formats of input."""
    from claims.sources import FORMATS  # noqa: PLC0415 - loads all readers

    return _offered(((name, each.about) for name, each in FORMATS.items()), incomplete)


def fields(incomplete: str) -> list[tuple[str, str]]:
    """Offer fields of papers, for the name that files have for one."""
    from claims.sources.fields import field_names  # noqa: PLC0415

    return _offered(((f"{name}=", "") for name in field_names()), incomplete)


def exports(incomplete: str) -> list[tuple[str, str]]:
    """Offer formats of exports."""
    from claims.report.exports.export import FORMATS  # noqa: PLC0415

    return _offered(((name, "") for name in (*FORMATS, "all")), incomplete)


def services(incomplete: str) -> list[tuple[str, str]]:
    """Offer services that papers can be fetched from."""
    from claims.sources.fetching.collect import SERVICES  # noqa: PLC0415

    return _offered(((name, "") for name in SERVICES), incomplete)


def papers(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Offer the ids of papers in the database that the command line names."""
    named = context.params.get("db") or os.environ.get("CLAIMS_DB") or DEFAULT_DATABASE
    return _words(_paper_ids(Path(str(named)), incomplete))


def _paper_ids(path: Path, incomplete: str) -> Iterator[tuple[str, str]]:
    import duckdb  # noqa: PLC0415

    if not path.is_file():
        return
    config: dict[str, Any] = {"enable_external_access": False, "threads": 1}
    try:
        with duckdb.connect(str(path), read_only=True, config=config) as connection:
            # Whatever else has this name in somebody else's database is not asked.
            is_ours = connection.execute(
                "SELECT count(*) FROM system.main.duckdb_tables() WHERE schema_name = 'main' AND table_name = 'papers'"
            ).fetchone()
            if is_ours == (1,):
                yield from connection.execute(
                    "SELECT id, title FROM papers WHERE starts_with(id, ?) ORDER BY id LIMIT ?",
                    [incomplete, _MOST],
                ).fetchall()
    except (duckdb.Error, OSError):
        return


def _tables(file: str, name: str) -> list[dict[str, Any]]:
    import tomllib  # noqa: PLC0415 - no command needs it that is not asked what there is

    found: list[dict[str, Any]] = tomllib.loads(_schema(file)).get(name, [])
    return found


def _rows(file: str) -> Iterator[dict[str, str]]:
    import csv  # noqa: PLC0415

    yield from csv.DictReader(_schema(file).splitlines(keepends=True))


def _schema(file: str) -> str:
    from importlib.resources import files  # noqa: PLC0415

    return files("claims.schema").joinpath(file).read_text("utf-8")


def _offered(names: Iterable[tuple[str, str]], incomplete: str) -> list[tuple[str, str]]:
    """Return the names that begin so, in any case."""
    beginning = incomplete.casefold()
    found = dict.fromkeys(pair for pair in names if pair[0].casefold().startswith(beginning))
    return _words(found)


class _Word(str):
    """A name as bash takes it, which puts it into the line as it is; elsewhere as it is.

    The library offers only what begins as the word does that is being typed: of names that holds in any case, and
    whatever stands before their blanks.
    """

    _name: str

    def __new__(cls, name: str) -> _Word:
        is_bash = os.environ.get("_CLAIMS_COMPLETE", "").endswith("bash")
        word = super().__new__(
            cls, "".join(f"\\{c}" if c in _SPECIAL else c for c in name) if is_bash else name
        )
        word._name = name
        return word

    def startswith(self, beginning: str, *places: object) -> bool:  # type: ignore[override]
        return self._name.casefold().startswith(beginning.casefold())


def _words(names: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what is offered, with what it means on a line that no shell breaks."""
    found = (
        (_Word(name), shorten(about, _WIDTH, placeholder=" …")) for name, about in names if name.isprintable()
    )
    return list(islice(found, _MOST))


_SPECIAL = frozenset(" \t\"'\\$`&|;<>()*?[]#~!{}")
