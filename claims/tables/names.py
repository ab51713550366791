"""Names that a paper gives in its own words: its systems, its data sets, what its abbreviations stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from claims.names.entries import DATA
from claims.tables.coined import (
    FIELD,
    IS_BENCHMARK,
    IS_DATA,
    NAMES,
    called_ours,
    coined_names,
    evaluates,
    initials_of,
    is_common,
    is_name,
    known_as,
    proposals,
    variants_of,
)
from claims.tables.glossary import spelled_out
from claims.tables.recurring import Reached
from claims.tables.sought import Sought
from claims.tables.squeezed import holds_any, squeezed, stands_alone
from claims.tables.vocabulary import HeadMetric, exact_words, metric_begun, metric_named, words

if TYPE_CHECKING:
    from claims.documents.model import Document

_DATASET_AFTER = re.compile(
    rf"\b(?P<name>{NAMES})(?:\s?\[[\d, ]+\]|\s\([^()]{{1,60}}\))?\s(?:(?:speech|audio|text|video|image"
    r"|benchmark|evaluation|validation|"
    r"multilingual|test|dev|english|chinese|mandarin)[\s-]){0,2}"
    r"(?i:data\s?sets?|corpus|corpora|benchmarks?|test\s?sets?|testsets?|(?:dev|val|validation) sets?|leaderboard"
    r"|challenge|collection|eval sets?|suite)$"
)
_DATA_WORD = Sought(
    r"(?i)\b(?:data\s?sets?|corpus|corpora|benchmarks?|test\s?sets?|testsets?|(?:dev|val|validation) sets?|leaderboard"
    r"|challenge|collection|eval sets?|suite)\b"
)
_FARTHEST = 140
_DATASET_BEFORE = Sought(
    r"\b(?:evaluated?|evaluations?|evaluating|experiments?|results?|tested|performance|WER|accuracy"
    r"|trained|benchmarks?|datasets?|corpora)\b"
    rf"[^.;:]{{0,30}}?\b(?:on|of|for|:|including|like|such as"
    rf"|namely)\s(?:the\s)?(?P<names>(?:{NAMES})(?:(?:,|,? and|;)\s(?:the\s)?(?:{NAMES}))*)"
)
_DATASET_OF = Sought(
    rf"\b(?:test|validation|dev|development|evaluation)[\s-]?(?:sets?|splits?)\sof\s(?:the\s)?(?P<name>{NAMES})"
)
_SHORT = re.compile(r"\((?P<short>[A-Za-z][\w.-]{1,12})\)")
_ADJECTIVE = re.compile(
    r"(?i)-(?:based|specific|trained|style|like|level|aware|related|only|modal|lingual)$|^zero-shot"
)
_LONGEST_CAPTION = 1000
_SENTENCE = 240
_TWO = re.compile(r"(?<![\w-])[A-Z]{2}(?![\w-])")
_SHORT_NAME = 3
_PLURAL = re.compile(r"[A-Z]s$")
_SIZE = re.compile(r"(?i)[\s-](?:tiny|small|base|medium|large|xl|[\d.]+[bm])$")


MetricElsewhere = Callable[[str, tuple[str, ...], str | None], tuple[HeadMetric, str] | None]
"""Tells the metric of a table on some data sets and a split of them, and its words, by the rest of the paper."""


def _nothing(table: str, datasets: tuple[str, ...], split: str | None) -> None:
    """Tell no metric."""


@dataclass(frozen=True)
class Names:
    """Names of one paper.

    Attributes:
        title: Names of its systems in the title, in small letters without separators.
        own: Names of its systems anywhere.
        datasets: Names of data sets, as written.
        benchmark: True for a paper about a benchmark or data set, whose systems are all of others.
        heading: The title.
        long_forms: What abbreviations stand for.
        proposals: What stands behind "we propose" and "our".
        variants: Names of its systems with a part left out, in small letters without separators.
        meanings: Of what abbreviations stand for, what gives them their letters.
        reached: Figures of its systems in its tables, where these have been read once.
        elsewhere: Asked for what its other tables measure on some data, where these have been read once.
        initials: Names of its systems that are two capitals, which mean it only as words of their own.
    """

    title: frozenset[str]
    own: frozenset[str]
    datasets: frozenset[str]
    benchmark: bool
    heading: str
    long_forms: dict[str, str]
    proposals: str = ""
    variants: frozenset[str] = frozenset()
    meanings: Mapping[str, str] = field(default_factory=dict)
    reached: Reached = field(default_factory=Reached)
    elsewhere: MetricElsewhere = _nothing
    initials: frozenset[str] = frozenset()

    def dataset_spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the places of names of data sets that the paper calls so."""
        if not self.datasets:
            return
        last = 0
        for m in _any_as_written(self.datasets).finditer(text):
            if m.start() >= last:
                yield m.span()
                last = m.end()

    def names_own(self, text: str) -> bool:
        """True where a text holds the name of one of the paper's systems."""
        if holds_any(self.own, text):
            return True
        return bool(self.initials) and not self.initials.isdisjoint(_TWO.findall(text))

    def introduces(self, text: str) -> bool:
        """True where the paper says of the name that a text begins with that it proposes it, or that it is its own."""
        name = _SIZE.sub("", text.partition("(")[0].strip())
        if len(name) <= _SHORT_NAME or not name[0].isupper() or name.casefold() in words("own"):
            return False
        return stands_alone(name, self.proposals)

    def titled(self, text: str) -> bool:
        """True where the title holds each longer word of a text, and at least one of them begins with a capital."""
        heading = self.heading.casefold()
        parts = re.findall(r"[A-Za-z][\w+]{3,}", text)
        return (
            bool(parts)
            and any(w[0].isupper() for w in parts)
            and all(w.casefold().rstrip("s") in heading for w in parts)
        )

    def in_title(self, text: str) -> bool:
        """True where a text holds a name that the title gives."""
        return holds_any(self.title, text)


@lru_cache(maxsize=8)
def _any_as_written(names: frozenset[str]) -> re.Pattern[str]:
    """Return what finds names in a text as they are written."""
    ordered = sorted(names, key=lambda n: (-len(n), n))
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, ordered)) + r")(?![A-Za-z0-9])")


def read_names(document: Document) -> Names:
    """Read the names of a paper out of its title and text."""
    captions = "\n".join(t.caption[:_LONGEST_CAPTION] for t in document.tables)
    text = (captions + "\n" + document.text())[:120_000]
    long_forms = _long_forms(text[:60_000])
    data = _datasets(text) | {
        short
        for short, long in long_forms.items()
        if IS_DATA.search(long)
        and is_name(short)
        and known_as(short) != "model"
        and metric_named(short) is None
    }
    systems, own_data = coined_names(document, text)
    systems |= {s for s, long in long_forms.items() if _is_headline(s, long, document.title, text)}
    of_title = set(initials_of(document.title, text))
    systems |= of_title
    systems |= set(called_ours(document, text))
    data |= own_data
    sized = {_SIZE.sub("", n) for n in systems if _SIZE.search(n)}
    systems |= {n for n in sized if is_name(n) and known_as(n) is None}
    own = {squeezed(n) for n in systems} - {squeezed(d) for d in data}
    own = {n for n in own if len(n) > 2}
    own |= {squeezed(n[:-1]) for n in systems if _PLURAL.search(n)} & {n[:-1] for n in own}
    title = squeezed(document.title)
    in_title = (
        {n for n in own if n in title}
        | {squeezed(n) for n in of_title}
        | {squeezed(s) for s, long in long_forms.items() if _is_headline(s, long, document.title, text)}
    )
    return Names(
        frozenset(in_title & own),
        frozenset(own),
        frozenset(data),
        _is_about_data(document.title, has_data=bool(own_data), has_systems=bool(own)),
        document.title,
        long_forms,
        proposals(document, text),
        frozenset(variants_of(own, text)),
        spelled_out(text[:60_000]),
        initials=frozenset(
            n for n in systems if _TWO.fullmatch(n) and _is_made(n, text, "proposes") and _names_nothing(n)
        ),
    )


def _names_nothing(initials: str) -> bool:
    """True for two capitals that name neither a metric, a task, a language nor what many papers use."""
    known = exact_words("technique") | exact_words("no_data")
    codes = words("language_code") | words("task")
    return initials not in known and initials.casefold() not in codes and metric_named(initials) is None


def _is_headline(short: str, long: str, title: str, text: str) -> bool:
    """True for an abbreviation of the words that a title begins with."""
    head = squeezed(FIELD.sub(" ", title))
    shared = short.rstrip("s") in exact_words("technique")  # of many papers
    named = is_name(short) and not shared and not is_common(short, text)
    return len(long.split()) > 1 and squeezed(long) in head and named and _is_made(short, text)


def _is_made(short: str, text: str, kind: str = "makes") -> bool:
    """True where a sentence that explains an abbreviation speaks of what the paper does: "we propose sparse X (SX)".

    What others made is explained by what it is: "sparse autoencoders (SAEs) are widely used".

    Args:
        short: The abbreviation.
        text: The paper.
        kind: The kind of words that say so.
    """
    at = text.find(f"({short})")
    while at >= 0:
        start = max(text.rfind(". ", 0, at) + 1, at - _SENTENCE)
        end = text.find(". ", at, at + _SENTENCE)
        sentence = text[start : end if end >= 0 else at + _SENTENCE]
        if words(kind) & set(re.findall(r"[a-z]+", sentence.casefold())):
            return True
        at = text.find(f"({short})", at + 1)
    return False


def _is_about_data(title: str, *, has_data: bool, has_systems: bool) -> bool:
    """True for a paper about a benchmark or data set, or one that only evaluates systems of others."""
    parts = [title, *title.split(":")]
    says_so = any(IS_BENCHMARK.search(p.strip()) or evaluates().search(p.strip()) for p in parts)
    return says_so and (has_data or not has_systems)


def _long_forms(text: str) -> dict[str, str]:
    """Return what stands before abbreviations in brackets, up to seven words of it."""
    out: dict[str, str] = {}
    for m in _SHORT.finditer(text):
        words_before = re.findall(r"[A-Za-z][\w-]*", text[max(0, m.start() - 90) : m.start()])
        short = m["short"]
        wanted = max(2, sum(c.isupper() for c in short))
        found = words_before[-min(wanted, 7) :]
        if found and found[0][:1].casefold() == short[:1].casefold():
            out[short] = " ".join(found)
        elif words_before:
            out.setdefault(short, " ".join(words_before[-7:]))
    return out


def _before_words_of_data(text: str) -> Iterator[re.Match[str]]:
    """Yield names that a word for data sets stands behind: most of a text is far from any."""
    for word in _DATA_WORD.finditer(text):
        found = _DATASET_AFTER.search(text, max(0, word.start() - _FARTHEST), word.end())
        if found is not None:
            yield found


def _datasets(text: str) -> set[str]:
    found: set[str] = set()
    for m in _before_words_of_data(text):
        name = m["name"]
        if is_name(name) and metric_named(name) is None and metric_begun(name) is None:
            found.add(name.removeprefix("The ").removeprefix("Our "))
    for m in _DATASET_OF.finditer(text):
        if is_name(m["name"]) and metric_named(m["name"]) is None and known_as(m["name"]) is None:
            found.add(m["name"])
    for m in _DATASET_BEFORE.finditer(text):
        for each in re.split(r",? and |[,;] ", m["names"]):
            name = each.removeprefix("the ").strip()
            if is_name(name) and metric_named(name) is None and known_as(name) in DATA:
                found.add(name)
    return {
        n
        for n in found
        if known_as(n) in {None, *DATA}
        and n.casefold() not in words("task")
        and not _ADJECTIVE.search(n)
        and not is_common(n, text)
    }
