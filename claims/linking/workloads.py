"""What numbers apply to: datasets, benchmarks, models, kernels and tasks, by name or by description."""

from __future__ import annotations

import re
from functools import cache

from claims.linking.names import find_workload
from claims.linking.phrases import words
from claims.names.entries import resolve_workload, workloads
from claims.names.mentions import spellings, workload_names

_STRONG = re.compile(r"[A-Z].*[A-Z\d]|[A-Za-z]+-?\d|[a-z][A-Z]")
_CAPITAL = re.compile(r"[A-Z]|\d+[A-Z]?$|[a-z]+[A-Z]")


def workload_name(text: str, preposition: str, *, near: bool = False) -> str | None:
    """Return the name of the workload in a noun phrase.

    Args:
        text: A noun phrase without articles, in one line.
        preposition: The word before it; after "on" any name counts, after others only what looks like one.
        near: True where a number stands right before the preposition: "3.8x for Viterbi".

    Returns:
        The name, without the general noun beside it; None where the phrase names none.

    >>> workload_name("standard ICDAR 2013 benchmark", "on")
    'ICDAR 2013'
    >>> workload_name("average", "on") is None
    True
    """
    kinds = words("workload", "heads")
    short = _SHORT.search(text)
    if short:
        text = text[short.start() + 1 :].replace(")", "", 1)
    known = find_workload(text)
    alone = known is not None and (not known[2] or text.split()[-1].lower() in kinds)
    if known and alone and known[1] != "task" and (known[1] != "kernel" or preposition in _PLACES):
        return known[0]
    listed = text.split()
    first = None
    if not text.islower():
        first = next((i for i, w in enumerate(listed) if _CAPITAL.match(w) and not w[0].isdigit()), None)
    if first is None:
        return _unnamed(listed)
    last = first
    while last + 1 < len(listed) and (_CAPITAL.match(listed[last + 1]) or listed[last + 1] in _WITHIN):
        last += 1
    while last > first and listed[last] in {"of", "to"}:
        last -= 1
    name = listed[first : last + 1]
    if all(_no_name(w) for w in name) or _ADJECTIVE.search(name[-1]):
        return None
    rest = [w.lower() for w in listed[last + 1 :]]
    head = rest[-1] if rest else name[-1].lower() if len(name) > 1 else ""
    headed = head in kinds
    if rest and not headed:
        return None
    strong = any(_STRONG.search(w) and not _no_name(w) for w in name)
    if head == "data" and not strong:
        return None
    found = " ".join(name)
    if headed and not strong:
        words_of_it = listed[first:]
        while len(words_of_it) > len(name) and words_of_it[-1].lower() in kinds:
            words_of_it.pop()
        found = " ".join(words_of_it)  # the Chinese character dataset
    if preposition == "to" and not (headed and head in _DATA):
        return None
    if preposition in {"on", "across"} or (headed and head in _DATA):
        return found if strong or headed or preposition == "on" else None
    if preposition in {"with", "through", "via", "from"} and not (strong and any(c.isdigit() for c in found)):
        return None
    acronym = len(name) == 1 and name[0].rstrip("s").isupper() and not any(c.isdigit() for c in name[0])
    if near and preposition in {"for", "in"} and not rest:
        return found
    if strong and not acronym:
        return found
    if not strong and len(name) > 1 and not rest and preposition in {"for", "in"}:
        return found
    return None


def _unnamed(listed: list[str]) -> str | None:
    """The visual wake words dataset: a name in small letters."""
    vague = words("workload", "vague")
    if len(listed) < 3 or listed[-1] not in {"dataset", "corpus"} or any(w.lower() in vague for w in listed):
        return None
    return " ".join(listed[:-1])


_PLACES = frozenset({"on", "for", "in", "of", "across"})
_WITHIN = frozenset({"of", "to", "medium", "small", "base", "large", "tiny"})
_SHORT = re.compile(r"\((?=[A-Z][\w-]{1,12}\))")
_ADJECTIVE = re.compile(
    r"-(?:based|aware|native|optimized|level|like|style|oriented|driven|guided|specific|enabled|only)$"
)
_FORMAT = re.compile(r"\d+\s?nm$|^(?:FP|BF|INT|UINT|NF|W\d+A|TF)\d+$|^\d+-?bit$", re.IGNORECASE)
_DATA = frozenset(
    {"dataset", "datasets", "data", "benchmark", "benchmarks", "challenge", "corpus", "suite", "leaderboard"}
)


def _no_name(word: str) -> bool:
    return "@" in word or word.strip("()") in words("workload", "not_names") or bool(_FORMAT.search(word))


def of_objects(text: str) -> bool:
    """True for a description of what was worked on, which counts only beside a number and where nothing is named."""
    return text.rsplit(" ", 1)[-1].lower() in words("workload", "objects")


def task_name(text: str, *, beside: bool = False) -> str | None:
    """Return a phrase that describes a task: "abuse target prediction"; None for any other.

    Args:
        text: A noun phrase without articles, in one line.
        beside: True right behind a number, where what was worked on counts too: 2x for heterogeneous models.
    """
    text = _ACRONYM.sub("", text)
    listed = text.split()
    vague = words("workload", "vague")
    while listed and listed[0].lower() in vague:
        listed = listed[1:]
    known = find_workload(text)
    if known and known[1] == "task" and not known[2]:
        return known[0] if len(listed) < 2 else " ".join(listed)
    first, last = (listed[0].lower(), listed[-1].lower()) if listed else ("", "")
    beside = beside and not (
        first in words("workload", "plain") or first.endswith("ing") or _DIGIT.search(text)
    )
    if not 1 < len(listed) < 6 or not (last in words("workload", "tasks") or (beside and of_objects(last))):
        return None
    if listed[-1] in {"inference", "generation", "applications"} and text.islower():
        return None
    return " ".join(listed)


_DIGIT = re.compile(r"\d")
_ACRONYM = re.compile(r"\s?\([A-Z][\w-]{1,9}\)")


_LETTERS = re.compile("[A-Za-z]+")
_ONLY_LETTERS = bytes(
    code if chr(code).isascii() and chr(code).isalpha() else ord(" ") for code in range(256)
)
_EVERYWHERE = frozenset({"The", "the", "One", "com"})
# Letters of a plural or a version may stand right behind a name: ImageNetV2.
_ENDINGS = ("", "s", "v", "V", "b", "B")


@cache
def _data_words() -> frozenset[bytes]:
    """Return letters of which each name of a dataset or a benchmark has some; few sentences have any of them."""
    found: set[str] = set()
    for entry in workloads():
        if entry.kind not in {"dataset", "benchmark"}:
            continue
        for shown in {s for alias in entry.aliases for s in spellings(alias) if not s.islower()}:
            runs = _LETTERS.findall(shown)
            telling = max(range(len(runs)), key=lambda i: _rarity(runs[i]))
            # What stands between two runs may be left out: "ImageNet" for "Image Net".
            for first in range(telling + 1):
                for last in range(telling, len(runs)):
                    letters = "".join(runs[first : last + 1])
                    found.update(
                        letters + ending for ending in (_ENDINGS if last == len(runs) - 1 else ("",))
                    )
    return frozenset(letters.encode() for letters in found)


def _rarity(letters: str) -> tuple[bool, bool, int]:
    """Order letters of a name by how much they tell: names have capitals, and single letters are anywhere."""
    return len(letters) > 1 and letters not in _EVERYWHERE, not letters.islower(), len(letters)


def is_data(name: str) -> bool:
    """True for the name of a dataset or a benchmark of the vocabulary."""
    known = find_workload(name)
    return known is not None and known[1] in {"dataset", "benchmark"}


def is_kernel(name: str) -> bool:
    """True for the name of a kernel, which is a part of what is measured and no setting of its own."""
    known = find_workload(name)
    return known is not None and known[1] == "kernel"


def named_data(text: str, low: str, start: int, end: int) -> tuple[str, ...]:
    """Return the datasets and benchmarks that a stretch of text names, in order, each once.

    Args:
        text: The clean text of an abstract.
        low: The same in small letters.
        start: Where the stretch begins.
        end: Where it ends.
    """
    found = []
    # Several times as fast as a regular expression that finds the letters.
    letters = text[start:end].encode("ascii", "replace").translate(_ONLY_LETTERS).split()
    some = not _data_words().isdisjoint(letters)
    for first, last in workload_names().spans(text, start, end) if some else ():
        name = text[first:last]
        entry = resolve_workload(name)
        if entry is None or entry.kind not in {"dataset", "benchmark"} or name.islower():
            continue
        if not _COMPARED.search(text, start, first):
            found.append((first, name))
    headed = _HEADED.finditer(text, start, end) if any(low.find(h, start, end) >= 0 for h in _HEADS) else ()
    for m in headed:
        if not _no_name(m[1]) and all(m[1] not in n and n not in m[1] for _, n in found):
            found.append((m.start(), m[1]))
    return tuple(dict.fromkeys(n for _, n in sorted(found)))


_COMPARED = re.compile(r"\b(?:than|compared (?:to|with)|over|like|unlike)\s(?:the\s)?\Z")
_HEADS = ("benchmark", "dataset", "test suite")
_HEADED = re.compile(
    r"(?<![\w-])([A-Z][A-Za-z]{0,30}[A-Z\d][\w.-]{0,40}(?=\s(?:benchmark(?:\ssuites?)?|dataset|test\ssuite)\b)"
    # "the Honda Research Institute Driving Dataset (HDD)"
    r"|(?:[A-Z][\w-]{1,30}\s){2,6}(?:Dataset|Benchmark)\b(?:\s?\([A-Z][\w-]{1,12}\))?)"
)
