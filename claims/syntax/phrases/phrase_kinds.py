"""What kind of thing a noun phrase names: hardware, a dataset, a model, a system, a measure, nothing in particular."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache

from claims.names.entries import resolve_hardware, workload_kin
from claims.names.mentions import hardware_names, workload_names
from claims.syntax.phrases.chunks import Chunk
from claims.syntax.phrases.words import Words
from claims.syntax.vocabulary import load
from claims.syntax.word_classes import shared_names

KINDS = (
    "other", "named hardware", "hardware", "named dataset", "named model", "named kernel", "named task", "dataset",
    "model", "kernel", "task", "own system", "prior", "system", "measure", "study",
    "shared name", "name", "prior measure",
)  # fmt: skip
"""The kinds; what stands for one is its place in this tuple."""

NUMBER = {name: number for number, name in enumerate(KINDS)}

MEASURES = frozenset({NUMBER["measure"], NUMBER["prior measure"]})
"""The kinds of what is measured."""

_WORKLOADS = {
    "dataset": "named dataset",
    "benchmark": "named dataset",
    "model": "named model",
    "kernel": "named kernel",
    "task": "named task",
}


@cache
def _heads() -> dict[str, int]:
    heads: dict[str, int] = {}
    for kind, words in load("phrase_kinds.toml")["heads"].items():
        for word in words:
            heads.setdefault(word, NUMBER[kind])
    return heads


@cache
def _prior_words() -> frozenset[str]:
    """Return the words that mark a phrase as ``prior``, wherever they stand in it."""
    return frozenset(load("phrase_kinds.toml")["words"]["prior"])


@cache
def general_words() -> frozenset[str]:
    """Return the words before a noun that leave open which one it is: the PROPOSED method, the FINAL model."""
    return frozenset(load("phrase_kinds.toml")["words"]["general"])


def phrase_kinds(words: Words, phrases: Sequence[Chunk], own: frozenset[str]) -> list[int]:
    """Return the kind of each phrase of a sentence.

    Args:
        words: The sentence.
        phrases: Its noun phrases.
        own: Names of the paper's own systems in small letters.
    """
    heads, prior = _heads(), _prior_words()
    if prior.isdisjoint(words.lows):
        prior = frozenset()
    kinds = [_kind(words, phrase, own, heads, prior) for phrase in phrases]
    if not _SHARED.isdisjoint(kinds):
        _share_heads(phrases, kinds)
    return kinds


def _kind(
    words: Words, phrase: Chunk, own: frozenset[str], heads: Mapping[str, int], prior: frozenset[str]
) -> int:
    first, last = phrase.first, phrase.last
    lows = words.lows[first : last + 1]
    by_head = heads.get(lows[-1], 0)
    if own and not own.isdisjoint(lows):
        return _OWN
    is_prior = bool(prior) and not prior.isdisjoint(lows)
    if by_head == _MEASURE or "@" in lows[-1]:  # Hits@1 is a measure under whatever name
        return _PRIOR_MEASURE if is_prior else _MEASURE
    named = words.codes.find("N", first, last + 1)
    if named >= 0:
        inside = _named(words, named, last)
        if inside and not (by_head in _SYSTEMS and inside in _MACHINES):
            return inside
    if by_head == _PRIOR or is_prior:
        return _PRIOR
    if by_head or named < 0:
        return by_head
    return _SHARED_NAME if words.text[words.starts[last] : words.ends[last]] in shared_names() else _NAME


def _named(words: Words, first: int, last: int) -> int:
    """Return the kind of what the vocabularies name in a phrase, 0 where they name nothing in it."""
    text = words.text
    for at in range(first, last + 1):
        if words.codes[at] == "N":
            start = words.starts[at]
            stop = hardware_names().end_at(text, start)
            if stop is not None:
                return _hardware_kind(text[start:stop])
            stop = workload_names().end_at(text, start)
            if stop is not None:
                return _workload_kind(text[start:stop])
    return 0


@lru_cache(maxsize=16384)
def _hardware_kind(name: str) -> int:
    entry = resolve_hardware(name)
    return NUMBER["hardware" if entry is not None and entry.generic else "named hardware"]


@lru_cache(maxsize=16384)
def _workload_kind(name: str) -> int:
    entry = workload_kin(name)
    return NUMBER[_WORKLOADS[entry.kind]] if entry is not None else 0


_MEASURE, _PRIOR, _PRIOR_MEASURE = NUMBER["measure"], NUMBER["prior"], NUMBER["prior measure"]
_OWN, _NAME, _SHARED_NAME = NUMBER["own system"], NUMBER["name"], NUMBER["shared name"]
_SYSTEMS = frozenset({NUMBER["system"], NUMBER["prior"], NUMBER["kernel"]})
_MACHINES = frozenset({NUMBER["named hardware"], NUMBER["hardware"]})
_NAMES = frozenset({NUMBER["name"], NUMBER["shared name"], 0})


def _share_heads(phrases: Sequence[Chunk], kinds: list[int]) -> None:
    """Let names take the kind of what they are listed with: "the A, B and COCO datasets", "datasets such as A"."""
    by_series: dict[int, int] = {}
    for index in range(len(phrases) - 1, -1, -1):
        series = phrases[index].series
        kind = kinds[index]
        if kind in _SHARED:
            by_series.setdefault(series, kind)
        elif kind in _NAMES and kind and series in by_series:
            kinds[index] = by_series[series]
    for index, phrase in enumerate(phrases[1:], start=1):
        if phrase.tie == _EXAMPLE and kinds[index] in _NAMES and kinds[index] and kinds[index - 1] in _SHARED:
            kinds[index] = kinds[index - 1]


_EXAMPLE = 4
_SHARED = frozenset(NUMBER[name] for name in (
    "named hardware", "hardware", "named dataset", "named model", "named kernel", "named task", "dataset", "model",
    "kernel", "task"))  # fmt: skip


def kind_of_head(word: str) -> str:
    """Return the kind that the last word of a phrase tells; ``other`` where it tells none."""
    return KINDS[_heads().get(word, 0)]
