"""Names that a paper gives in its own words: its systems, its data sets, what its abbreviations stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claims.names.entries import resolve_workload
from claims.tables.vocabulary import exact_words, metric_begun, metric_named, spelled

if TYPE_CHECKING:
    from claims.documents.model import Document

_NAME = r"[A-Z][\w+.*-]*[\w+*]|[a-z]+[A-Z][\w+-]*\w|[a-z]+\d[\w-]*[A-Z]\w*"
_NAMES = rf"(?:{_NAME})(?:[ -](?:{_NAME}|\d[\w.]*))?"
_DATASET_AFTER = re.compile(
    rf"\b(?P<name>{_NAMES})(?:\s?\[[\d, ]+\]|\s\([^()]{{1,60}}\))?\s(?:(?:speech|audio|text|video|image"
    r"|benchmark|evaluation|validation|"
    r"multilingual|test|dev|english|chinese|mandarin)[\s-]){0,2}"
    r"(?i:data\s?sets?|corpus|corpora|benchmarks?|test\s?sets?|testsets?|dev sets?|leaderboard|challenge"
    r"|collection|eval sets?|suite)$"
)
_DATA_WORD = re.compile(
    r"(?i)\b(?:data\s?sets?|corpus|corpora|benchmarks?|test\s?sets?|testsets?|dev sets?|leaderboard|challenge"
    r"|collection|eval sets?|suite)\b"
)
_FARTHEST = 140
_DATASET_BEFORE = re.compile(
    r"\b(?:evaluated?|evaluations?|evaluating|experiments?|results?|tested|performance|WER|accuracy"
    r"|trained|benchmarks?|datasets?|corpora)\b"
    rf"[^.;:]{{0,30}}?\b(?:on|of|for|:|including|like|such as"
    rf"|namely)\s(?:the\s)?(?P<names>(?:{_NAMES})(?:(?:,|,? and|;)\s(?:the\s)?(?:{_NAMES}))*)"
)
_DATASET_OF = re.compile(
    rf"\b(?:test|validation|dev|development|evaluation)[\s-]?(?:sets?|splits?)\sof\s(?:the\s)?(?P<name>{_NAMES})"
)
_PROPOSED = re.compile(
    r"\b(?:[Ww]e|this (?:paper|work)|This (?:paper|work)|[Tt]his study)\s(?:\w+ly\s|then\s|also\s"
    r"|further\s|first\s)?(?:propose|introduce|present|develop|design|build|release|describe)s?d?\b"
    r"(?P<after>[^.;]{0,120})"
)
_PLAIN = re.compile(
    r"\b(?:propose|introduce|present)\s(?P<name>[A-Z][a-z]{2,14})(?=,|\s\(|\s(?:an?|the|which|that)\b|:)"
)
_CALLED = re.compile(
    r"\b(?:called|named|dubbed|termed|denoted(?: as)?|refer(?:red)? to (?:it )?as"
    rf"|coined)\s(?:the\s)?(?:“|\")?(?P<name>{_NAMES})"
)
_OUR = re.compile(
    r"\b[Oo]ur\s(?:proposed\s|novel\s|method,?\s|model,?\s|approach,?\s|system,?\s"
    rf"|framework,?\s)*(?P<name>{_NAMES})"
)
_IS_DATA = re.compile(
    r"(?i)\b(?:data\s?set|corpus|benchmark|leaderboard|test ?set|test suite|challenge|collection of)\b"
)
_SHORT = re.compile(r"\((?P<short>[A-Za-z][\w.-]{1,12})\)")
_IS_BENCHMARK = re.compile(
    r"(?i)^(?:(?!\b(?:for|of|on|via|with|from|to|in|by)\b)[^,:])*?\b(?:benchmark|data\s?set|corpus"
    r"|leaderboard|test\s?suite|testbed|collection|challenge)s?\b(?=\s*(?:$|for\b|of\b|to\b|with\b"
    r"|from\b|in\b|on\b|:|,|towards?\b))"
)
_EVALUATES = re.compile(
    r"(?i)^(?:a |an |the )?(?:evaluating|benchmarking|assessing|measuring|probing|auditing|evaluation"
    r"|benchmark|survey|assessment|comparison|comparative|how|do|does|can|are|is|what|which"
    r"|systematic)\b"
)
# What a title says behind these is the field, and no name of the paper's own; means ("via", "with") may be.
_FIELD = re.compile(r"\s(?:for|of|in|on|to|under|from)\s(?:(?!\s(?:via|with|using|through|by)\s).)*")
_ADJECTIVE = re.compile(
    r"(?i)-(?:based|specific|trained|style|like|level|aware|related|only|modal|lingual)$|^zero-shot"
)
_LONGEST_CAPTION = 1000


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
    """

    title: frozenset[str]
    own: frozenset[str]
    datasets: frozenset[str]
    benchmark: bool
    heading: str
    long_forms: dict[str, str]

    def dataset_spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the places of names of data sets that the paper calls so."""
        if not self.datasets:
            return
        last = 0
        for m in self._pattern.finditer(text):
            if m.start() >= last:
                yield m.span()
                last = m.end()

    @property
    def _pattern(self) -> re.Pattern[str]:
        found = self.__dict__.get("_compiled")
        if found is None:
            ordered = sorted(self.datasets, key=lambda n: (-len(n), n))
            found = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, ordered)) + r")(?![A-Za-z0-9])")
            self.__dict__["_compiled"] = found
        return found

    def names_own(self, text: str) -> bool:
        """True where a text holds the name of one of the paper's systems."""
        key = squeezed(text)
        return any(name in key for name in self.own)

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
        key = squeezed(text)
        return any(name in key for name in self.title)


def squeezed(text: str) -> str:
    """Return a text in small letters without separators."""
    return spelled(text).replace(" ", "").casefold()


def _is_common(name: str, text: str) -> bool:
    """True for words that the paper writes small too: zero-shot, speaker consistency."""
    parts = re.split(r"[\s-]", name)
    plain = all(part[:1].isupper() and part[1:].islower() for part in parts)
    return plain and _stands_in(name.lower(), text)


def _stands_in(words: str, text: str) -> bool:
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            return True
        at = text.find(words, end)
    return False


def _is_name(word: str) -> bool:
    """True for what looks like a name: two capitals, a capital inside, a digit."""
    if "-to-" in word.casefold() or word.partition(" ")[0] in exact_words("no_name"):
        return False  # speech-to-text, end-to-end; Algorithm 1
    capitals, digits = sum(c.isupper() for c in word), sum(c.isdigit() for c in word[1:])
    return word not in exact_words("no_data") and (
        capitals >= 2 or (digits > 0 and any(c.isalpha() for c in word))
    )


def read_names(document: Document) -> Names:
    """Read the names of a paper out of its title and text."""
    captions = "\n".join(t.caption[:_LONGEST_CAPTION] for t in document.tables)
    text = (captions + "\n" + document.text())[:120_000]
    long_forms = _long_forms(text[:60_000])
    data = _datasets(text) | {
        short
        for short, long in long_forms.items()
        if _IS_DATA.search(long) and _is_name(short) and not _is_model(short)
    }
    systems, own_data = _own(document, text)
    systems |= {s for s, long in long_forms.items() if _is_headline(s, long, document.title, text)}
    data |= own_data
    own = {squeezed(n) for n in systems} - {squeezed(d) for d in data}
    own = {n for n in own if len(n) > 2}
    own |= {n[:-1] for n in own if len(n) > 5 and n.endswith("s")}
    title = squeezed(document.title)
    in_title = {n for n in own if n in title} | {
        squeezed(s) for s, long in long_forms.items() if _is_headline(s, long, document.title, text)
    }
    return Names(
        frozenset(in_title & own),
        frozenset(own),
        frozenset(data),
        _is_about_data(document.title, has_data=bool(own_data), has_systems=bool(own)),
        document.title,
        long_forms,
    )


def _own(document: Document, text: str) -> tuple[set[str], set[str]]:
    """Return the names that a paper gives to its systems, and those that it gives to its data."""
    abstract, beginning = document.abstract or document.text()[:3000], document.text()[:12000]
    systems: set[str] = set()
    data: set[str] = set()
    for name, is_data in _own_names(document.title, abstract, beginning):
        if not _is_common(name, text):
            (data if is_data and not _is_model(name) else systems).add(name)
    return systems, data


def _is_headline(short: str, long: str, title: str, text: str) -> bool:
    """True for an abbreviation of the words that a title begins with."""
    head = squeezed(_FIELD.sub(" ", title))
    return (
        len(long.split()) > 1 and squeezed(long) in head and _is_name(short) and not _is_common(short, text)
    )


def _is_about_data(title: str, *, has_data: bool, has_systems: bool) -> bool:
    """True for a paper about a benchmark or data set, or one that only evaluates systems of others."""
    parts = [title, *title.split(":")]
    says_so = any(_IS_BENCHMARK.search(p.strip()) or _EVALUATES.search(p.strip()) for p in parts)
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


def _own_names(title: str, abstract: str, beginning: str) -> Iterator[tuple[str, bool]]:
    """Yield names that the paper gives to what is its own, and whether that is data."""
    yield from _names_of_title(title)
    text = abstract + "\n" + beginning
    for m in _PROPOSED.finditer(text):
        after = m["after"]
        name = next((n for n in re.finditer(_NAMES, after) if _is_new(n[0])), None)
        if name is None:
            continue
        is_data = bool(
            _IS_DATA.search(after[name.end() : name.end() + 60]) or _IS_DATA.search(after[: name.start()])
        )
        yield name[0], is_data
        short = re.match(r"[^.;,()]{0,30}\(([A-Z][\w-]{1,12})\)", after[name.end() :])
        if short and not _known(short[1]):
            yield short[1], is_data
    for m in _PLAIN.finditer(text):
        if m["name"] not in exact_words("no_name") and not _known(m["name"]):
            yield m["name"], bool(_IS_DATA.search(text[m.end() : m.end() + 40]))
    for pattern in (_CALLED, _OUR):
        for m in pattern.finditer(text):
            if _is_name(m["name"]) and not _known(m["name"]):
                yield m["name"], bool(_IS_DATA.search(text[m.end() : m.end() + 30]))


def _names_of_title(title: str) -> Iterator[tuple[str, bool]]:
    head, colon, tail = title.partition(":")
    if colon and len(head.split()) <= 4 and not re.search(r"(?i)^(?:towards?|on|a|an|the)\s", head):
        about = tail.strip()
        yield (
            head.strip(),
            bool(_IS_BENCHMARK.search(about) or _IS_DATA.search(head) or _EVALUATES.search(about)),
        )
    for m in re.finditer(_NAME, title):
        if _is_name(m[0]) and metric_named(m[0]) is None and (not _known(m[0]) or m.start() == 0):
            yield m[0], bool(_IS_DATA.search(title[m.end() : m.end() + 30]))


def _is_new(name: str) -> bool:
    return _is_name(name) and metric_named(name) is None and not _known(name)


def _is_model(name: str) -> bool:
    entry = resolve_workload(name)
    return entry is not None and entry.kind == "model"


def _known(name: str) -> bool:
    return resolve_workload(name) is not None


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
        if _is_name(name) and metric_named(name) is None and metric_begun(name) is None:
            found.add(name.removeprefix("The ").removeprefix("Our "))
    for m in _DATASET_OF.finditer(text):
        if _is_new(m["name"]):
            found.add(m["name"])
    for m in _DATASET_BEFORE.finditer(text):
        for each in re.split(r",? and |[,;] ", m["names"]):
            name = each.removeprefix("the ").strip()
            if (
                _is_name(name)
                and metric_named(name) is None
                and (entry := resolve_workload(name))
                and entry.kind in {"dataset", "benchmark"}
            ):
                found.add(name)
    return {
        n
        for n in found
        if ((entry := resolve_workload(n)) is None or entry.kind in {"dataset", "benchmark"})
        and not _ADJECTIVE.search(n)
        and not _is_common(n, text)
    }
