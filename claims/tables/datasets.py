"""Names of data sets in heads, rows and captions: those of the vocabularies, those that the paper calls so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from claims.names.entries import DATA, WorkloadEntry, workload_kin
from claims.names.mentions import workload_names
from claims.syntax.vocabulary import load
from claims.tables.vocabulary import exact_words, metric_named, spelled, words

if TYPE_CHECKING:
    from claims.tables.names import Names

_PART = re.compile(r"[A-Za-z0-9τ][\w+'!&.]*")
_TAIL = re.compile(r"(?:[-_][A-Za-z0-9.]+)+")
_PLUSES = re.compile(r"\+{1,2}(?![\w+])")
_BEFORE_NAME = re.compile(r"(?<![\w-])(?P<word>[A-Z][a-z]{2,})-$")
_PAIR = re.compile(
    r"(?<![\w-])([A-Za-z]{2,3})\s?(?:-|–|→|⇒|↔|->|>|2|-to-|\\rightarrow)\s?([A-Za-z]{2,3})(?![\w])"
)
_SPOKEN_PAIR = re.compile(
    r"(?<![\w-])([A-Z][a-z]{3,})(?:\s?(?:→|⇒|↔|->|–|-)\s?|-to-)([A-Z][a-z]{3,})(?![\w-])"
)
_JOIN = re.compile(r"[-–→⇒↔>2\\]")  # what stands in every pair
_OF_SIZE = re.compile(r"[-_]\d+(?:\.\d+)?[BM]\b")
_APART = re.compile(r"[\s_\-–.!']")
_MOST_PARTS = 5
_BEGINNING = 4
_BEFORE = 12
_MEASURED_ON = re.compile(r"\bon\s(?:the\s)?$")


@dataclass(frozen=True, slots=True)
class Found:
    """Data sets in a text.

    Attributes:
        names: As they are written.
        spans: Where they stand.
        weak: True where all of them are languages, pairs of languages or kinds of tasks, which name no data set.
    """

    names: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    weak: bool = False


@cache
def _known() -> dict[str, frozenset[str]]:
    """Return the spellings of each name, by the name in small letters without separators."""
    out: dict[str, set[str]] = {}
    for names in load("table_datasets.toml").values():
        for name in names:
            out.setdefault(_squeezed(name), set()).add(name.replace(" ", ""))
    return {key: frozenset(found) for key, found in out.items()}


@cache
def _beginnings() -> frozenset[str]:
    """Return what the squeezed names begin with: most words of a table begin no name."""
    return frozenset(key[:_BEGINNING] for key in _known())


@lru_cache(maxsize=4096)
def known_names(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return the places of names that the vocabulary of workloads knows, each with its kind."""
    return tuple((a, b, entry.kind) for a, b, entry in known_entries(text))


@lru_cache(maxsize=4096)
def known_entries(text: str) -> tuple[tuple[int, int, WorkloadEntry], ...]:
    """Return the places of names that the vocabulary of workloads knows, each with its entry."""
    found = ((a, b, workload_kin(text[a:b])) for a, b in workload_names().spans(text))
    return tuple((a, b, entry) for a, b, entry in found if entry is not None)


def _squeezed(text: str) -> str:
    return _APART.sub("", text).casefold()


def _is_common(name: str) -> bool:
    """True for names that are words or two or three letters too: they count only where they stand alone."""
    return (
        len(name) <= 3
        or (name.isalpha() and name[1:].islower())
        or (name.isalpha() and name.isupper() and len(name) <= 4)
    )


def find_datasets(text: str, names: Names, *, running: bool = False) -> Found:
    """Return the data sets that a text names.

    Args:
        text: A head, a label or a caption.
        names: What the paper says of its names.
        running: True for running text, where a short name may mean anything.
    """
    spans = list(names.dataset_spans(text))
    spans += [s for s in _from_vocabulary(text, running) if not _overlaps(s, spans)]
    for a, b, kind in known_names(text):
        if kind in DATA and not _overlaps((a, b), spans):
            spans.append((a, b))
    spans = [each for s in sorted(spans) if not _OF_SIZE.search(text[slice(*(each := _whole(text, s)))])]
    spans = [s for s in spans if not any(a <= s[0] and s[1] <= b and (a, b) != s for a, b in spans)]
    strong = any(not _is_task(text[a:b]) for a, b in spans)
    joined = _JOIN.search(text) is not None
    for m in _PAIR.finditer(text) if joined else ():
        codes = exact_words("language_code")
        if m[1].lower() in codes and m[2].lower() in codes and not _overlaps(m.span(), spans):
            spans.append(m.span())
    for m in _SPOKEN_PAIR.finditer(text) if joined and not running else ():
        spoken = {m[1].casefold(), m[2].casefold()} <= words("language")
        if spoken and not _overlaps(m.span(), spans):
            spans.append(m.span())
    if not spans and not running:
        spans = _language_or_task(text)
    spans.sort()
    return Found(tuple(text[a:b] for a, b in spans), tuple(spans), bool(spans) and not strong)


def _overlaps(span: tuple[int, int], spans: list[tuple[int, int]]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in spans)


def _from_vocabulary(text: str, running: bool) -> list[tuple[int, int]]:
    parts = [m.span() for m in _PART.finditer(text)]
    known, begun = _known(), _beginnings()
    out: list[tuple[int, int]] = []
    i = 0
    while i < len(parts):
        a = parts[i][0]
        start = text[a : a + _BEGINNING]
        if len(start) < _BEGINNING or not start.isalnum():
            start = _squeezed(text[a : parts[min(len(parts), i + _MOST_PARTS) - 1][1]])
        start = start.casefold()[:_BEGINNING]
        if begun.isdisjoint([start[:n] for n in range(1, _BEGINNING + 1)]):
            i += 1
            continue
        for j in range(min(len(parts), i + _MOST_PARTS), i, -1):
            b = parts[j - 1][1]
            found = known.get(_squeezed(text[a:b]))
            if found and _fits(text, a, b, found, running):
                out.append((a, b))
                i = j
                break
        else:
            i += 1
    return out


def _fits(text: str, a: int, b: int, found: frozenset[str], running: bool) -> bool:
    written = text[a:b].rstrip(".")
    if any(c in ".;:" for c in written[:-1]) and " " in written:
        return False
    if all(_is_common(name) for name in found):
        rest = text[b:].strip(" -_(/)")
        alone = (
            not running
            and a == 0
            and (
                len(rest) < 2
                or not rest.islower()
                or spelled(rest).casefold() in words("split")
                or metric_named(rest) is not None
            )
        )
        told = running and _MEASURED_ON.search(text, max(0, a - _BEFORE), a) is not None and written.isalnum()
        return (alone or told) and re.sub(r"[\s]", "", written) in found
    if running and written.casefold() in words("plain_words") and written not in found:
        return False  # quality is no QuALITY
    return written[:1].isupper() or written[:1].isdigit() or written in found


def _whole(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Add what is joined to a name by hyphens: Spoken-SQuAD, MathVista_MINI."""
    start, end = _to_end(text, span)
    end = plus.end() if (plus := _PLUSES.match(text, end)) else end
    before = _BEFORE_NAME.search(text, 0, start)
    word = before["word"] if before else ""
    other = metric_named(word) or spelled(word).casefold() in words("split") | words("language")
    known = other or word.casefold() in exact_words("language_code")
    return (start - len(word) - 1, end) if word and not known else (start, end)


def _to_end(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Add what hangs on a name by a hyphen, unless it names a split: MathVista_MINI."""
    tail = _TAIL.match(text, span[1])
    if (
        tail
        and spelled(tail[0]).casefold() not in words("split")
        and spelled(tail[0]).split(" ")[0].casefold() not in words("split")
    ):
        return span[0], tail.end()
    return span


def _is_task(name: str) -> bool:
    return name.casefold() in words("task") or spelled(name).casefold() in words("language")


def _language_or_task(text: str) -> list[tuple[int, int]]:
    key = text.strip(" .:")
    if metric_named(key) is not None:
        return []
    folded = spelled(key).casefold()
    codes = exact_words("language_code")
    is_language = (
        folded in words("language")
        or key in codes
        or (key.isupper() and key.lower() in codes)
        or (key.istitle() and key.lower() in codes)
    )
    is_task = (key.isupper() and folded in words("task")) or (" " in folded and folded in words("task"))
    if is_language or is_task:
        at = text.find(key)
        return [(at, at + len(key))]
    task = re.match(r"[A-Z][A-Z0-9]{1,5}(?=\s?\()", key)
    if task and task[0].casefold() in words("task"):
        at = text.find(task[0])
        return [(at, at + len(task[0]))]
    return []
