"""Names of what a paper presents: its system, its benchmark, its data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claims.syntax.phrases.cue_words import cue, words
from claims.syntax.phrases.hints import Hints
from claims.syntax.phrases.things import hardware_name

_NAME = r"(?:[A-Z]|[a-z]{1,3}[A-Z])[\w.+*-]{1,30}"
_TITLE_NAME = re.compile(rf"\s{{0,3}}((?:{_NAME})(?:\s(?:{_NAME}|\d[\w.]{{0,4}})){{0,2}})\s?:\s")
_QUOTE = r"[\"'`“”*]{0,3}"
_STRONG = re.compile(r"[A-Z]\S{0,30}[A-Z\d]\S{0,20}")
_LETTERS = re.compile(r"\s?\(([A-Z][\w-]{1,12})\)")
_NAMED = re.compile(rf",?\s+{_QUOTE}({_NAME})(?![\w-]){_QUOTE}")
_WORDS = re.compile(rf"\s+({_NAME}(?:\s{_NAME}){{1,3}})(?![\w-])")
_LONG_FORM = re.compile(r"[^.;:(]{3,90}\(\s{0,2}([A-Z][\w-]{1,15}|[a-z]{1,2}[A-Z][\w-]{1,15})\s?\)")
_DESCRIPTION = re.compile(r"[^.;:(,]{3,90}(?=,\s)")
_OWN_DESCRIPTION = re.compile(
    rf"(?:\s[a-z-]{{3,20}}){{1,3}},\s(?:[^.;:,()]{{3,90}}\()?{_QUOTE}({_NAME})(?=\s?[,()])"
)
_SMALL = re.compile(r"(?:\s[a-z][a-z-]{0,15}){0,4}(?=\s)")
_LOW_WORD = re.compile("[a-z]+")
_ENDS_NAME = re.compile(r"\s?[,:;()]|\s[-–—]{1,3}\s|\.\s|\.?$")
_WORD = re.compile(r"\s+([a-z]+)")
_APPOSITION_ENDS = re.compile(r"[.;:]")
_BENCH = re.compile(r"(?:Bench|BENCH)(?:mark)?(?:[-+\d][\w+.-]*)?$")
_NEAR = 9  # words


def presented(text: str, low: str, title: str, hints: Hints) -> list[str]:
    """Return the names of what a paper presents, that of its title first.

    Args:
        text: Clean text of the abstract.
        low: The same in small letters.
        title: Title of the paper, or an empty string.
        hints: Where cues may stand in it.
    """
    names = _of_title(title, text)
    presents, calls, own = ([m.end() for m in hints.found(name)] for name in ("presents", "calls", "own"))
    found = [(at, _abbreviated(text, low, at)) for at in presents]
    found += [(at, _apposed(text, at)) for at in presents]
    found += [(at, _called(text, at)) for at in calls]
    found.sort(key=lambda each: each[0])
    for at in own:
        found += [(at, _called(text, at)), (at, _own_apposed(text, at))]
    found += [(at, _repeated(text, at, title)) for at in calls]
    names += [name for _, name in found if name and name not in words("no_name") and not hardware_name(name)]
    return list(dict.fromkeys(names))


def _of_title(title: str, text: str) -> list[str]:
    """Return the name before the colon of a title, and the letters that stand for it in the abstract.

    Where the abstract does not have it, only what can hardly be a word is a name.
    """
    m = _TITLE_NAME.match(title)
    if m is None:
        return []
    at = text.find(m[1])
    if at < 0:
        return [m[1]] if _STRONG.fullmatch(m[1]) else []
    letters = _LETTERS.match(text, at + len(m[1]))
    return [letters[1], m[1]] if letters else [m[1]]


def _called(text: str, at: int) -> str | None:
    """We present X, a scheduler; a framework called X that ..."""
    m = _NAMED.match(text, _past_article(text, at))
    if m is None:
        return None
    name = m[1].rstrip(".*")
    if name.rpartition("-")[2] in words("adjective_ends"):
        return None  # a GPU-BASED planner
    return name if name != m[1] or _ends(text, m.end()) else None


def _apposed(text: str, at: int) -> str | None:
    """We propose a novel planner, X, to ..."""
    m = _DESCRIPTION.match(text, at)
    return _called(text, m.end()) if m and words("means").isdisjoint(m[0].split()) else None


def _own_apposed(text: str, at: int) -> str | None:
    """Our method, X, plans ...; our method, chains of boards (CB), plans ..."""
    m = _OWN_DESCRIPTION.match(text, at)
    return m[1] if m else None


def _repeated(text: str, at: int, title: str) -> str | None:
    """We introduce the Sparse Cache Filter approach: a name of several words, which the title has as well."""
    m = _WORDS.match(text, _past_description(text, at))
    spelled = m is not None and m[1].lower() in title.lower() and not text.startswith("(", m.end() + 1)
    return m[1] if m and spelled else None  # its letters do not follow


def _ends(text: str, at: int) -> bool:
    """True where a name may end at an offset, as what follows tells."""
    word = _WORD.match(text, at)
    return _ENDS_NAME.match(text, at) is not None or (word is not None and word[1] in words("after_name"))


def _past_description(text: str, at: int) -> int:
    """Return the offset after an article and some small words: A NOVEL Sparse Filter."""
    m = _SMALL.match(text, at)
    return m.end() if m else at


def _past_article(text: str, at: int) -> int:
    word = _WORD.match(text, at)
    return word.end() if word and word[1] in words("determiner") else at


def _abbreviated(text: str, low: str, at: int) -> str | None:
    """We propose a load unit mover (LUM); not: a planner for multi-agent pathfinding (MAPF)."""
    m = _LONG_FORM.match(text, at)
    if m is None or not words("means").isdisjoint(low[at : m.end()].split()):
        return None
    listed = _LOW_WORD.findall(low, at, m.start(1))
    cut = max((k for k, word in enumerate(listed) if word in words("task_ahead")), default=len(listed))
    return None if "".join(word[0] for word in listed[cut + 1 :])[:2] == m[1][:2].lower() else m[1]


def own_data(text: str, title: str, names: list[str]) -> tuple[str, ...]:
    """Return those of the names of what a paper presents that name a benchmark, which its numbers apply to.

    Args:
        text: Clean text of the abstract.
        title: Title of the paper, or an empty string.
        names: The names, that of the title first.
    """
    benches = cue("test_benches").search(text) is not None  # of circuits
    found = tuple(
        name for name in names if (_BENCH.search(name) and not benches) or any(_is_measure(text, name))
    )
    if found or not names or not title.startswith(names[0]):
        return found
    subtitle = title[len(names[0]) :].lower().strip(": ").split()[:_NEAR]
    return (names[0],) if _nouns(subtitle, words("measure_nouns") | words("one_dataset")) else ()


def _is_measure(text: str, name: str) -> Iterator[bool]:
    """Yield for each place of a name whether it is called a benchmark there: "X, a new large benchmark"."""
    at = text.find(name)
    while at >= 0:
        at += len(name)
        after = _APPOSITION_ENDS.split(text[at : at + 120].lower(), maxsplit=1)[0].replace(",", " ")
        listed = after.split()[:_NEAR]
        if listed and listed[0] in words("apposition"):
            yield _nouns(listed, words("measure_nouns") | words("one_dataset"))
        else:
            yield _nouns(listed[:1], words("measure_nouns"))
        at = text.find(name, at)


def _nouns(listed: list[str], nouns: frozenset[str]) -> bool:
    """True where one of some nouns stands in a row of words before any preposition."""
    for word in listed:
        if word in nouns:
            return True
        if word in words("preposition"):
            return False
    return False
