"""Under which conditions a result was obtained: data set, kind of measure, setting, kind of machine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from claims.model import LINKED
from claims.names.entries import DATA, resolve_hardware, resolve_workload
from claims.store.conditions.facets import LINKS, TOKEN, Facet, Value, values_by_words, vocabulary

_NEAR = 45  # characters to each side of a number that are beside it
_OTHER_MEMBER = 20  # characters that a number is further from what is said of the one before it in a list
_APART = re.compile(r",|;|\band\b")


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
    told = {name: [] if value is None and name in LINKS else value for name, value in row.items()}
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
        entry = next((found for found in before if found is not None and found.kind in DATA), None)
    return entry.name if entry is not None and entry.kind in DATA else None


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
    tokens, lengths, phrases = [*TOKEN.finditer(text.lower())], _lengths(), values_by_words()
    words = [token[0] for token in tokens]
    found: dict[int, list[tuple[int, int, Value]]] = {}
    for first, word in enumerate(words):
        for length in lengths.get(word, ()):
            for value in phrases.get(tuple(words[first : first + length]), ()):
                place = tokens[first].start(), tokens[min(first + length, len(tokens)) - 1].end(), value
                found.setdefault(value.facet, []).append(place)
    return found


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Return how many words the phrases have that begin with a word."""
    found: dict[str, set[int]] = {}
    for tokens in values_by_words():
        found.setdefault(tokens[0], set()).add(len(tokens))
    return {token: tuple(sorted(lengths)) for token, lengths in found.items()}


def _machine(hardware: Iterable[str]) -> str:
    kinds = {entry.kind for words in hardware if (entry := resolve_hardware(words)) is not None}
    return ", ".join(sorted(kinds))
