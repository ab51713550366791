"""Under which conditions a result was obtained: data set, kind of measure, setting, kind of machine.

What may differ between results of one metric, and the words that tell it, are data: ``schema/leaderboards.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from claims.errors import ClaimsError
from claims.model import LINKED
from claims.names.entries import resolve_hardware, resolve_workload
from claims.syntax.vocabulary import load

FILE = "leaderboards.toml"
_NEAR = 45  # characters to each side of a number that are beside it
_OTHER_MEMBER = 20  # characters that a number is further from what is said of the one before it in a list
_APART = re.compile(r",|;|\band\b")
_PLACES = ("metric", "workload", "baseline", "hardware", "near", "sentence", "title")
_LINKS = ("workload", "hardware")
_TOPIC = "topic:"
_DATASETS = ("dataset", "benchmark")  # kinds of workloads
_TOKEN = re.compile(r"[a-z]+|[0-9]+|→")


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


def condition_of(
    row: Mapping[str, Any], metric: str, over: Sequence[Facet], asked: str | None = None
) -> tuple[str, ...]:
    """Return the value of each facet for a result; ``""`` where nothing tells it.

    Args:
        row: Fields of a result: ``quote``, ``sentence``, ``title``, ``metric_text``, ``metric_name``, ``baseline``,
            ``workload``, ``hardware``.
        metric: Its metric.
        over: The facets that matter.
        asked: The data set that all results are known to be about; None where each tells its own.
    """
    datasets = [asked] if asked else datasets_of(row["workload"])
    dataset = datasets[0] if len(datasets) == 1 else ""
    sentence, quote = row["sentence"] or "", row["quote"] or ""
    number = max(0, sentence.find(quote)) + len(quote) // 2
    values = []
    for facet in over:
        if facet.link:
            values.append(", ".join(datasets) if facet.link == "workload" else _machine(row["hardware"]))
            continue
        for place in facet.where:
            position = number if place in ("near", "sentence") else 0
            found = _nearest(_text(row, place), position, facet, metric, dataset, place == "near")
            if found:
                break
        else:
            found = ""
        values.append(found)
    return tuple(values)


SEPARATOR = "\x1f"
"""Stands between the values of a condition where they are one text."""


def conditions_by_dataset(
    row: Mapping[str, Any], metric: str, over: Sequence[Facet]
) -> Iterator[tuple[str | None, str]]:
    """Yield the condition of a result as one text: by itself (None), and where each of its data sets is asked for.

    Args:
        row: As of :func:`condition_of`, with ``link_confidence``; names that are not sure are passed over.
        metric: Its metric.
        over: The facets that matter.
    """
    told = {name: [] if value is None and name in _LINKS else value for name, value in row.items()}
    leave_out_unsure(told, vocabulary()["sure"])
    datasets = datasets_of(told["workload"])
    for asked in (None, *datasets):
        if asked is None or len(datasets) > 1:
            condition = SEPARATOR.join(condition_of(told, metric, over, asked))
        yield asked, condition


def leave_out_unsure(row: dict[str, Any], sure: Mapping[str, float]) -> list[str]:
    """Empty the links of a result that are less sure than they must be, and return which."""
    confidence = row["link_confidence"] or {}
    there = ((name, confidence.get(name)) for name in LINKED if row[name])
    unsure: list[str] = [name for name, how_sure in there if how_sure is not None and how_sure < sure[name]]
    for name in unsure:
        row[name] = [] if isinstance(row[name], list) else None
    return unsure


def values_in(words: str, metric: str, over: Iterable[Facet]) -> dict[str, str]:
    """Return the values of facets that words name: ``keypoint AP`` has the measure ``keypoints``."""
    told = {facet.name: _nearest(words, 0, facet, metric, "", False) for facet in over if not facet.link}
    return {name: value for name, value in told.items() if value}


def datasets_of(workload: Iterable[str]) -> list[str]:
    """Return the data sets that a result names, by their usual names.

    >>> datasets_of(["MS-COCO", "object detection", "COCO test-dev", "ImageNet classification"])
    ['COCO', 'ImageNet']
    """
    return list(dict.fromkeys(name for words in workload if (name := _dataset(words)) is not None))


@lru_cache(maxsize=65536)
def _dataset(words: str) -> str | None:
    """Return the data set that words name; of a task that is named after one, that one. None where they name none."""
    entry = resolve_workload(words)
    if entry is not None and entry.kind == "task":
        parts = words.split()
        before = (resolve_workload(" ".join(parts[:cut])) for cut in range(len(parts) - 1, 0, -1))
        entry = next((found for found in before if found is not None and found.kind in _DATASETS), None)
    return entry.name if entry is not None and entry.kind in _DATASETS else None


def _nearest(text: str, position: int, facet: Facet, metric: str, dataset: str, is_near: bool) -> str:
    """Return what the mention nearest to a position tells of a facet; of equals the longest."""
    best, score = "", (_NEAR if is_near else len(text) + 1, 0)
    for start, end, value in _mentions(text).get(facet.number, ()):
        if value.of not in ("", dataset) or (value.metrics and metric not in value.metrics):
            continue
        away = min(abs(start - position), abs(end - position))
        if is_near and _APART.search(text, *sorted((position, start if start > position else end))):
            away += _OTHER_MEMBER
        new = (away, start - end)
        if new < score:
            best, score = value.name, new
    return best


def _text(row: Mapping[str, Any], place: str) -> str:
    if place == "metric":
        return " ; ".join(filter(None, (row["metric_text"], row["metric_name"])))
    if place in ("workload", "hardware"):
        return " ; ".join(row[place])
    found: str = row.get("sentence" if place == "near" else place) or ""
    return found


@lru_cache(maxsize=1024)
def _mentions(text: str) -> Mapping[int, Sequence[tuple[int, int, Value]]]:
    """Return all words of a text that tell something of a facet, by its number: where they stand, what they tell."""
    tokens, lengths, phrases = [*_TOKEN.finditer(text.lower())], _lengths(), _phrases()
    words = [token[0] for token in tokens]
    found: dict[int, list[tuple[int, int, Value]]] = {}
    for first, word in enumerate(words):
        for length in lengths.get(word, ()):
            for value in phrases.get(tuple(words[first : first + length]), ()):
                place = tokens[first].start(), tokens[min(first + length, len(tokens)) - 1].end(), value
                found.setdefault(value.facet, []).append(place)
    return found


@cache
def _phrases() -> dict[tuple[str, ...], tuple[Value, ...]]:
    """Return the values that words stand for; the last word also with a plural s."""
    found: dict[tuple[str, ...], list[Value]] = {}
    for number, raw in enumerate(vocabulary()["facet"]):
        for value in raw.get("value", ()):
            made = Value(number, value["name"], frozenset(value.get("metrics", ())), value.get("of", ""))
            for words in value["words"]:
                tokens = tuple(_TOKEN.findall(words.lower()))
                found.setdefault(tokens, []).append(made)
                found.setdefault((*tokens[:-1], f"{tokens[-1]}s"), []).append(made)
    return {tokens: tuple(values) for tokens, values in found.items()}


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Return how many words the phrases have that begin with a word."""
    found: dict[str, set[int]] = {}
    for tokens in _phrases():
        found.setdefault(tokens[0], set()).add(len(tokens))
    return {token: tuple(sorted(lengths)) for token, lengths in found.items()}


def _machine(hardware: Iterable[str]) -> str:
    kinds = {entry.kind for words in hardware if (entry := resolve_hardware(words)) is not None}
    return ", ".join(sorted(kinds))


@cache
def vocabulary() -> Mapping[str, Any]:
    """Return the file as it is: ``sure``, ``full`` and ``asked`` are tables of it, ``facet`` its list."""
    return load(FILE)


def _facet(number: int, raw: Mapping[str, Any]) -> Facet:
    where, link, name = tuple(raw.get("where", ())), raw.get("link", ""), raw.get("name", "?")
    wrong = [place for place in where if place not in _PLACES] + [link] * (link not in ("", *_LINKS))
    if wrong or bool(where) == bool(link):
        known = ", ".join(dict.fromkeys((*_PLACES, *_LINKS)))
        raise ClaimsError(f"schema/{FILE}: facet {name!r}: write where or link, one of them, with {known}")
    silent, unknown = raw.get("silent", ""), raw.get("unknown", False)
    metrics, forms = frozenset(raw["metrics"]), frozenset(raw.get("forms", ()))
    return Facet(number, name, metrics, forms, where, link, silent, unknown)
