"""Names that a paper coins for what is its own: in its title, behind "we propose", "called" and "our"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from claims.names.entries import workload_kin
from claims.tables.glossary import is_spelled_by
from claims.tables.sought import Sought
from claims.tables.squeezed import squeezed
from claims.tables.vocabulary import exact_words, metric_named, words

if TYPE_CHECKING:
    from claims.documents.model import Document

NAME = r"[A-Z][\w+.*-]*[\w+*]|[a-z]+[A-Z][\w+-]*\w|[a-z]+\d[\w-]*[A-Z]\w*"
NAMES = rf"(?:{NAME})(?:[ -](?:{NAME}|\d[\w.]*))?"

_IN_TITLE = re.compile(rf"(?<![\w-])(?:{NAME})")
_PARTS = re.compile(r"[\s\-–]")
_WITH_DIGIT = re.compile(r"[A-Za-z]-?\d|\d[A-Za-z]")
_LONGEST_SENTENCE = 200
_MEANS = re.compile(r":|\b(?:with|via|using|through|by)\b")
_LENGTHS = range(3, 7)
_CLASS = re.compile(r"([A-Z][A-Za-z]?[A-Z]+)s?$")
_PROPOSED = Sought(
    r"\b(?:[Ww]e|this (?:paper|work)|This (?:paper|work)|[Tt]his study"
    r"|and(?=\s(?:propose|introduce)\s))\s(?:\w+ly\s|then\s|also\s|further\s|first\s)?"
    r"(?:propose|introduce|present|develop|design|build|release|describe)s?d?\b"
    r"(?P<after>[^.;]{0,120})"
)
_PLAIN = Sought(
    r"\b(?:propose|introduce|present)\s(?P<name>[A-Z][a-z]{2,14}|[A-Z][a-z]+[A-Z]\w+(?:-\w+)?)(?=[,;]|\.\s|\.$|\s\(|\s(?:an?|the|which|that)\b|:)"
)
# What is made is no name of the paper's unless an abbreviation tells that it is one.
_MADE = Sought(
    r"\b[Ww]e\s(?:[a-z-]+\s){0,8}?(?:add|insert|train|use|apply|devise|create|adapt|mitigate|show)s?d?\b(?P<after>[^.;]{0,120})"
)
_CALLED_OURS = re.compile(
    r"(?P<name>[A-Z][\w-]{3,}(?: [A-Z][\w-]*)?)\s?[(\[]\s?(?i:ours?|proposed|this work)\s?[)\]]"
)
_SHORT_BEHIND = re.compile(r"(?P<words>[^.;,()]{0,30})\((?P<name>[A-Z][\w-]{1,12})\)")
_SHORT_FORM = re.compile(r"(?<=[a-z]\s)\(([A-Z][\w-]{1,12})\)")
_APPOSED = Sought(
    r"\b(?:model|system|method|framework|network|approach|agent|algorithm|tool|encoder|loss|detector),\s"
    rf"(?P<name>{NAMES})(?=[,.])"
)
_CALLED = Sought(
    r"\b(?:called|named|dubbed|termed|denoted(?: as)?"
    r"|refer(?:red)? to (?:(?:it|them|this|our|the)\s(?:[a-z]+\s){0,2})?as"
    r"|(?:call|term|name|dub)\s(?:it|them|(?:this|our|the)\s(?:[a-z]+\s){0,2}[a-z]+)(?:\sas)?"
    rf"|coined)\s(?:the\s)?[“‘\"']?(?P<name>{NAMES})"
)
# What is called by words, with what is short for them in brackets.
_CALLED_AT_LENGTH = Sought(
    r"\b(?:called|named|dubbed|termed|coined)\s(?:the\s|an?\s)?[“‘\"']?(?:[A-Za-z][\w-]*\s){1,7}\((?P<name>[A-Z][\w-]{1,14})\)"
)
_OUR = Sought(
    r"\b[Oo]ur\s(?:proposed\s|novel\s|method,?\s|model,?\s|approach,?\s|system,?\s"
    rf"|framework,?\s)*(?P<name>{NAMES})"
)

_OUR_OWN = Sought(
    r"\b(?:[Oo]ur|[Tt]he proposed|[Oo]ur proposed)\s(?:method,?\s|model,?\s|approach,?\s|system,?\s|framework,?\s)?"
    r"(?P<name>[A-Z][\w+-]*(?:\s[A-Z\d][\w+.-]*){0,3})"
)
# What is proposed is named before these.
_ONWARD = re.compile(
    r"\b(?:based|using|with|for|that|which|on|over|to|by|in|built|trained|via|where|from|against|of|upon|within)\b"
)
IS_DATA = re.compile(
    r"(?i)\b(?:data\s?set|corpus|benchmark|leaderboard|test ?set|test suite|challenge|collection of)\b"
)

IS_BENCHMARK = re.compile(
    r"(?i)^(?:(?!\b(?:for|of|on|at|via|with|from|to|in|by)\b)[^,:])*?\b(?:benchmark|data\s?set|corpus"
    r"|leaderboard|test\s?suite|testbed|collection|challenge)s?\b(?=\s*(?:$|for\b|of\b|to\b|with\b"
    r"|from\b|in\b|on\b|:|,|towards?\b))"
)
# What a title says behind these is the field, and no name of the paper's own; means ("via", "with") may be.
FIELD = re.compile(r"\s(?:for|of|in|on|to|under|from)\s(?:(?!\s(?:via|with|using|through|by)\s).)*")


@cache
def evaluates() -> re.Pattern[str]:
    """Return what matches the beginning of a title that tries what others made: evaluating X, an analysis of Y."""
    ways = sorted(words("evaluating"))
    begun = "|".join(sorted({*ways, *words("evaluates")}, key=lambda w: (-len(w), w)))
    return re.compile(rf"(?i)^(?:an? |the )?(?:{begun})\b(?!\sand\s(?!{'|'.join(ways)})\w+ing\b)")


def proposals(document: Document, text: str) -> str:
    """Return what stands behind "we propose", as far as it names what is proposed, and behind "our", one a line."""
    beginning = (document.abstract or document.text()[:3000]) + "\n" + document.text()[:12000]
    found = [_ONWARD.split(m["after"])[0] for m in _PROPOSED.finditer(beginning)]
    found += [m["name"] for m in _OUR_OWN.finditer(text)]
    return "\n".join(dict.fromkeys(found))


def is_common(name: str, text: str) -> bool:
    """True for words that the paper writes small too: zero-shot, speaker consistency."""
    parts = re.split(r"[\s-]", name)
    plain = all(part[:1].isupper() and part[1:].islower() for part in parts)
    return plain and stands_in(name.lower(), text)


def stands_in(words: str, text: str) -> bool:
    """True where a text holds some words, and neither begins nor ends within one of its own."""
    at = text.find(words)
    while at >= 0:
        end = at + len(words)
        if not (text[at - 1 : at].isalnum() or text[end : end + 1].isalnum()):
            return True
        at = text.find(words, end)
    return False


def begins_in(words: str, text: str) -> bool:
    """True where a text holds some words that begin where one of its own does."""
    at = text.find(words)
    while at > 0 and text[at - 1].isalnum():
        at = text.find(words, at + 1)
    return at >= 0


def is_name(word: str) -> bool:
    """True for what looks like a name: two capitals, a capital inside, a digit."""
    if "-to-" in word.casefold() or word.partition(" ")[0] in exact_words("no_name"):
        return False  # speech-to-text, end-to-end; Algorithm 1
    capitals, digits = sum(c.isupper() for c in word), sum(c.isdigit() for c in word[1:])
    return word not in exact_words("no_data") and (
        capitals >= 2 or (digits > 0 and any(c.isalpha() for c in word))
    )


def _is_new(name: str) -> bool:
    """True for what looks like the name of a system, of no metric, and is not known."""
    return _is_coined(name) and name.rstrip("s") not in exact_words("technique") and known_as(name) is None


def _is_coined(name: str) -> bool:
    """True for names of which a part looks neither like a plain word nor like a class of systems.

    DTW-Align and WeSCon are, Stage-Wise, SpeechLLM and LLM-based are not.
    """
    if name.rpartition("-")[2].casefold() in words("compound_ends"):
        return False
    coined = _WITH_DIGIT.search(name) or any(
        sum(map(str.isupper, class_in(part)[0])) >= 2 for part in _PARTS.split(name)
    )
    return bool(coined) and is_name(name) and metric_named(name) is None


def class_in(part: str) -> tuple[str, str]:
    """Return what is left of a part of a name, and the kind of the task or class of models that it ends with.

    >>> class_in("SpeechLLMs")
    ('Speech', 'model')
    """
    found = _CLASS.search(part)
    entry = workload_kin(found[1]) if found else None
    if found is None or entry is None or not (entry.generic or entry.kind in {"kernel", "task"}):
        return part, ""
    return part[: found.start()], entry.kind


def coined_names(document: Document, text: str) -> tuple[set[str], set[str]]:
    """Return the names that a paper gives to its systems, and those that it gives to its data."""
    abstract, beginning = document.abstract or document.text()[:3000], document.text()[:12000]
    systems: set[str] = set()
    data: set[str] = set()
    for name, is_data in _own_names(document.title, abstract, beginning):
        if not is_common(name, text):
            (data if is_data and known_as(name) != "model" else systems).add(name)
    return systems, data


def called_ours(document: Document, text: str) -> Iterator[str]:
    """Yield the names that a cell of a table calls the paper's, "Ladder (ours)": others may give them alone."""
    cells = (cell.text for table in document.tables for row in table.rows for cell in row)
    for m in (_CALLED_OURS.fullmatch(each) for each in cells if each.endswith((")", "]"))):
        if m is None or metric_named(m["name"]) is not None or known_as(m["name"]) is not None:
            continue
        plain = m["name"].isalpha() and m["name"][1:].islower()
        if _is_new(m["name"]) or (
            plain and m["name"] not in exact_words("no_name") and not is_common(m["name"], text)
        ):
            yield m["name"]


def _own_names(title: str, abstract: str, beginning: str) -> Iterator[tuple[str, bool]]:
    """Yield names that the paper gives to what is its own, and whether that is data."""
    yield from _names_of_title(title, abstract)
    text = abstract + "\n" + beginning
    for m in _PROPOSED.finditer(text):
        after = m["after"]
        name = _name_proposed(after)
        if name is None:
            continue
        is_data = bool(
            IS_DATA.search(after[name.end() : name.end() + 60]) or IS_DATA.search(after[: name.start()])
        )
        short = _SHORT_BEHIND.match(after, name.end())
        if short is None or not short["words"].strip().islower():
            yield (
                name[0],
                is_data,
            )  # else a part of what the abbreviation stands for: sparse LoRA experts (SLE)
        if short and known_as(short["name"]) is None:
            yield short["name"], is_data
    for m in _PLAIN.finditer(text):
        if m["name"] not in exact_words("no_name") and known_as(m["name"]) is None:
            yield m["name"], bool(IS_DATA.search(text[m.end() : m.end() + 40]))
    for m in _MADE.finditer(text):
        if (short := _SHORT_FORM.search(m["after"])) and _is_new(short[1]):
            yield short[1], False
    for pattern in (_CALLED, _CALLED_AT_LENGTH, _OUR, _APPOSED):
        for m in pattern.finditer(text):
            if _is_new(m["name"]):
                yield m["name"], bool(IS_DATA.search(text[m.end() : m.end() + 30]))


def _name_proposed(after: str) -> re.Match[str] | None:
    """Return the name of what is proposed: of the first thing that is named, not of what it is made with or for.

    Behind words that lead on to others only an abbreviation in brackets may still name it, unless it stands for these.
    """
    onward = [each.end() for each in _ONWARD.finditer(after)]
    for name in re.finditer(NAMES, after):
        if not _is_coined(name[0]):
            continue
        before = max((end for end in onward if end <= name.start()), default=-1)
        bracketed = after[name.start() - 1 : name.start()] == "("
        if before < 0 or (bracketed and not is_spelled_by(name[0], after[before : name.start() - 1].strip())):
            return name if _is_new(name[0]) else None
    return None


def _names_of_title(title: str, abstract: str) -> Iterator[tuple[str, bool]]:
    head, colon, tail = title.partition(":")
    if colon and len(head.split()) <= 4 and not re.search(r"(?i)^(?:towards?|on|a|an|the)\s", head):
        about = tail.strip()
        studies = evaluates().search(about) is not None and not _is_said_to_be(head.strip(), abstract)
        yield head.strip(), bool(IS_BENCHMARK.search(about) or IS_DATA.search(head) or studies)
    if title.isupper():
        return  # capitals tell no name from a word
    about = head + colon + FIELD.sub(" ", tail) if colon else FIELD.sub(" ", title)
    for m in _IN_TITLE.finditer(about):
        if _is_coined(m[0]) and (m.start() == 0 or known_as(m[0]) is None):
            yield m[0], bool(IS_DATA.search(about[m.end() : m.end() + 30]))


def variants_of(own: set[str], text: str) -> Iterator[str]:
    """Yield names, squeezed, that go on from one of the paper's and are called a version without something.

    >>> list(variants_of({"foonet"}, "FooNet-NS denotes the non-streaming version."))
    ['foonetns']
    """
    for at, kind in _places(text, words("version")) if own else ():
        start = max(text.rfind(". ", 0, at) + 1, at - _LONGEST_SENTENCE)
        end = text.find(". ", at + len(kind), at + _LONGEST_SENTENCE)
        sentence = text[start : end if end >= 0 else at + _LONGEST_SENTENCE]
        found = {word.casefold() for word in re.findall(r"[A-Za-z]+", sentence)}
        if kind in found and found & words("lack"):
            for m in re.finditer(NAME, sentence):
                name = squeezed(m[0])
                if name not in own and any(name.startswith(o) for o in own):
                    yield name


def _places(text: str, sought: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield where each of some words stands in a text, also within others."""
    for word in sought:
        at = text.find(word)
        while at >= 0:
            yield at, word
            at = text.find(word, at + len(word))


def _is_said_to_be(name: str, text: str) -> bool:
    """True where a text says of a name that it is a method or a tool: X, a framework for."""
    said = re.search(rf"{re.escape(name)}(?:,|\sis)\s(?:an?|the|our)\s(?P<what>[^.,;:]{{0,80}})", text)
    return said is not None and bool(words("system").intersection(_ONWARD.split(said["what"])[0].split()))


def initials_of(title: str, text: str) -> Iterator[str]:
    """Yield the abbreviations of a text that a title's words begin with: TVS, of Think, Verbalize, then Speak."""
    begun = [
        "".join(w[0].upper() for w in re.findall(r"[A-Za-z]+", part) if w.casefold() not in words("between"))
        for part in _MEANS.split(title)
    ]
    for name in dict.fromkeys(initials[:n] for initials in begun for n in _LENGTHS if len(initials) >= n):
        if stands_in(name, text) and known_as(name) is None and metric_named(name) is None:
            yield name


def known_as(name: str) -> str | None:
    """Return the kind of what a name is known for, None where it is not known.

    A task or a class of models that is a part of a name does not make it known: EMM-TTS, UASR-LLM.
    """
    entry = workload_kin(name)
    if entry is None:
        return None
    loose = entry.generic or entry.kind in {"kernel", "task"}
    if loose and not any(squeezed(alias.text) == squeezed(name) for alias in entry.aliases):
        return None
    if entry.kind == "model" and not any(squeezed(name).startswith(squeezed(a.text)) for a in entry.aliases):
        return None  # SDR-Zipformer is a name of its own
    return entry.kind
