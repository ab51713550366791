"""What may differ between results of one metric, and the words that tell it: data of ``schema/leaderboards.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from claims.errors import ClaimsError
from claims.syntax.vocabulary import load

FILE = "leaderboards.toml"
_PLACES = ("metric", "workload", "baseline", "hardware", "near", "sentence", "title")
LINKS = ("workload", "hardware")
_TOPIC = "topic:"
TOKEN = re.compile(r"[a-z]+|[0-9]+|→")


@dataclass(frozen=True, slots=True)
class Value:
    """What a facet may be.

    Attributes:
        facet: The facet's place among all facets.
        name: What headings say.
        metrics: Metrics that it is for; none for all of the facet.
        of: The data set that it is for; "" for any.
    """

    facet: int
    name: str
    metrics: frozenset[str]
    of: str


@dataclass(frozen=True, slots=True)
class Facet:
    """What may differ between two results of one metric.

    Attributes:
        number: Its place among all facets.
        name: ``dataset``, ``measure``, ``setting``, ...
        metrics: Ids of metrics and ``topic:NAME`` that it matters for.
        forms: ``level`` where factors have nothing to do with it; none for both.
        where: Where its words are looked for, in this order.
        link: The field of a claim that tells it; "" where words do.
        silent: What a heading says where nothing is told.
        unknown: Whether silence means that it is not known.
    """

    number: int
    name: str
    metrics: frozenset[str]
    forms: frozenset[str]
    where: tuple[str, ...]
    link: str
    silent: str
    unknown: bool


@cache
def facets() -> tuple[Facet, ...]:
    """Return all facets, in the order of headings.

    Raises:
        ClaimsError: The file has a mistake; names facet and remedy.
    """
    return tuple(_facet(number, raw) for number, raw in enumerate(vocabulary()["facet"]))


def facets_of(metric: str, topic: str | None, *, is_level: bool) -> tuple[Facet, ...]:
    """Return the facets that matter for levels or for factors of a metric."""
    form = "level" if is_level else "factor"
    return tuple(
        facet
        for facet in facets()
        if {metric, f"{_TOPIC}{topic}"} & facet.metrics and (not facet.forms or form in facet.forms)
    )


@cache
def values_by_words() -> dict[tuple[str, ...], tuple[Value, ...]]:
    """Return the values that words stand for; the last word also with a plural s."""
    found: dict[tuple[str, ...], list[Value]] = {}
    for number, raw in enumerate(vocabulary()["facet"]):
        for value in raw.get("value", ()):
            made = Value(number, value["name"], frozenset(value.get("metrics", ())), value.get("of", ""))
            for words in value["words"]:
                tokens = tuple(TOKEN.findall(words.lower()))
                found.setdefault(tokens, []).append(made)
                found.setdefault((*tokens[:-1], f"{tokens[-1]}s"), []).append(made)
    return {tokens: tuple(values) for tokens, values in found.items()}


@cache
def vocabulary() -> Mapping[str, Any]:
    """Return the file as it is: ``sure``, ``full`` and ``asked`` are tables of it, ``facet`` its list."""
    return load(FILE)


def _facet(number: int, raw: Mapping[str, Any]) -> Facet:
    where, link, name = tuple(raw.get("where", ())), raw.get("link", ""), raw.get("name", "?")
    wrong = [place for place in where if place not in _PLACES] + [link] * (link not in ("", *LINKS))
    if wrong or bool(where) == bool(link):
        known = ", ".join(dict.fromkeys((*_PLACES, *LINKS)))
        raise ClaimsError(f"schema/{FILE}: facet {name!r}: write where or link, one of them, with {known}")
    silent, unknown = raw.get("silent", ""), raw.get("unknown", False)
    metrics, forms = frozenset(raw["metrics"]), frozenset(raw.get("forms", ()))
    return Facet(number, name, metrics, forms, where, link, silent, unknown)
