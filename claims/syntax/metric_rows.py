"""The rows of ``schema/metrics.toml`` and of one's own beside them, and what is told of a mistake in one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from claims.errors import ClaimsError
from claims.files.own_vocabulary import texts
from claims.numbers.unit_names import VOCABULARY

FILE = "metrics.toml"

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_LISTS = frozenset({"units", "measured_in", "symbols", "beginnings", "endings", "aliases", "rates"})
_FLAGS = frozenset({"bare", "whole", "counted"})
_TEXTS = frozenset({"id", "group", "better", "scale", "otherwise", "percent", "description"})
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "better": ("more", "less"),
    "scale": ("percent", "score"),
    "percent": ("level",),
}
_ADDS = frozenset({"id", "aliases", "symbols"})
"""What a row may hold that adds words to a metric that is there."""


@cache
def metric_rows() -> tuple[dict[str, Any], ...]:
    """Return the rows of the metrics, those of ``schema/`` first.

    A row of one's own is a new metric, or adds words to one that is there. It comes after all others, so that no
    unit and no word that names one of them names it instead.

    Raises:
        ClaimsError: A row is not as it must be; names file, line and remedy.
    """
    rows: dict[str, dict[str, Any]] = {}
    for text in texts(FILE):
        for place, row in text.tables("metric"):
            if not text.own:
                if row["id"] in rows:
                    raise ClaimsError(f"{place}: metric {row['id']!r} stands there twice; merge the two")
                rows[row["id"]] = row
                continue
            _check_types(place, row)
            name = row["id"]
            words = _words(place, row, rows)
            if name in rows:
                if more := sorted(set(row) - _ADDS):
                    raise ClaimsError(
                        f"{place}: metric {name!r} is there; give id, aliases and symbols to add words, not {more[0]}"
                    )
                rows[name] = {**rows[name], **{key: [*rows[name].get(key, ()), *words[key]] for key in words}}
            else:
                rows[name] = {**_new(place, row, rows), **words}
    return tuple(rows.values())


def _check_types(place: str, row: dict[str, Any]) -> None:
    for name, value in row.items():
        if name not in _LISTS | _FLAGS | _TEXTS:
            known = ", ".join(sorted(_LISTS | _FLAGS | _TEXTS))
            raise ClaimsError(f"{place}: a metric has no field {name!r}; it may have {known}")
        if name in _LISTS and not (
            isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)
        ):
            raise ClaimsError(f'{place}: {name} is no list of texts; write it as {name} = ["...", "..."]')
        if name in _FLAGS and not isinstance(value, bool):
            raise ClaimsError(f"{place}: {name} is neither true nor false; write one of them")
        if name in _TEXTS and not isinstance(value, str):
            raise ClaimsError(f'{place}: {name} is no text; write it as {name} = "..."')
        if name in _CHOICES and value not in _CHOICES[name]:
            raise ClaimsError(
                f"{place}: {name} {value!r} is none of {', '.join(_CHOICES[name])}; write one of them"
            )
    if not _ID.fullmatch(row.get("id", "")):
        raise ClaimsError(
            f'{place}: a metric needs an id of small letters, digits and _; write id = "battery_life"'
        )


def _words(place: str, row: dict[str, Any], rows: Mapping[str, dict[str, Any]]) -> dict[str, list[str]]:
    """Return the words of a row as the vocabulary has them; they name no other metric."""
    words = {
        "aliases": [" ".join(alias.lower().replace("-", " ").split()) for alias in row.get("aliases", ())],
        "symbols": [symbol.strip() for symbol in row.get("symbols", ())],
    }
    for kind, spellings in words.items():
        for other in rows.values():
            if other["id"] != row["id"] and (taken := set(spellings) & set(other.get(kind, ()))):
                raise ClaimsError(
                    f"{place}: {min(taken)!r} names the metric {other['id']!r}; leave it out, or take a longer phrase"
                )
    return words


def _new(place: str, row: dict[str, Any], rows: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    for name in ("better", "aliases"):
        if not row.get(name):
            raise ClaimsError(f"{place}: the new metric {row['id']!r} needs {name!r}; add it")
    for name, dimension in _dimensions(row):
        if dimension not in VOCABULARY["dimensions"]:
            known = ", ".join(VOCABULARY["dimensions"])
            raise ClaimsError(f"{place}: {name} {dimension!r} is no dimension of units; use one of {known}")
    if row.get("otherwise", row["id"]) not in {*rows, row["id"]}:
        raise ClaimsError(
            f"{place}: otherwise {row['otherwise']!r} is no metric; `claims query 'FROM metrics'` lists them"
        )
    groups = dict.fromkeys(other["group"] for other in rows.values())
    if row.get("group", _group(row, rows)) not in groups:
        raise ClaimsError(
            f"{place}: group {row['group']!r} is none of {', '.join(groups)}; write one of them"
        )
    made = {"group": _group(row, rows), "description": row["id"].replace("_", " ").capitalize() + ".", **row}
    # A metric of which nothing is told but its name takes all units; else it would lose them to others.
    return (
        made
        if row.get("units") or row.get("measured_in") or row.get("scale")
        else made | {"measured_in": ["any"]}
    )


def _group(row: Mapping[str, Any], rows: Mapping[str, dict[str, Any]]) -> str:
    """Return the heading for a metric that names none: that of a metric with the same unit."""
    for other in rows.values():
        if set(other.get("units", ())) & {dimension for _, dimension in _dimensions(row)}:
            return str(other["group"])
    return "quality" if row.get("scale") else "other"


def _dimensions(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("units", dimension) for dimension in row.get("units", ()))
    yield from (("measured_in", dimension) for dimension in row.get("measured_in", ()) if dimension != "any")
