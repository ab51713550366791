"""Numbers that belong to a name of the vocabularies: 20 Newsgroups, VQA 2.0, RTX 4090; and devices that are counted."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from claims.files.kept import kept
from claims.files.own_vocabulary import texts

_FILES = ("hardware.csv", "workloads.csv", "vendors.csv")
_NUMBER = re.compile(r"\d[\d.]*")
_WORD_BEFORE = re.compile(r"[^\s(),;:\"]{2,24}\s\Z")
_WORD_BEHIND = re.compile(r"\s([^\s(),;:.\"]{2,24})")
_LONGEST = 26


def in_a_name(text: str, start: int, end: int) -> bool:
    """Tell whether a number belongs to a name, by the word beside it.

    Args:
        text: Clean text.
        start: Offset of the number.
        end: Offset after it.

    >>> in_a_name("the 20 Newsgroups corpus", 4, 6), in_a_name("the 20 people", 4, 6)
    (True, False)
    """
    number = text[start:end]
    if _NUMBER.fullmatch(number) is None:
        return False
    before = _WORD_BEFORE.search(text, max(0, start - _LONGEST), start)
    if before and _has_capital(before[0]) and f"{before[0].strip()} {number}".casefold() in _pairs():
        return True
    behind = _WORD_BEHIND.match(text, end)
    return behind is not None and _has_capital(behind[1]) and f"{number} {behind[1]}".casefold() in _pairs()


def device_begins(text: str, position: int) -> bool:
    """Tell whether the name of a device or of its maker begins at a place: 8x NVIDIA A100 are so many of them.

    Args:
        text: Clean text.
        position: Offset behind the sign.

    >>> device_begins("8x NVIDIA A100", 2), device_begins("8x BERT", 2)
    (True, False)
    """
    if not text[position : position + 2].strip()[:1].isupper():
        return False
    word = _DEVICE.match(text, position)
    return word is not None and word[1] in _devices()


_DEVICE = re.compile(r"\s?([A-Za-z][A-Za-z0-9]+)")


def _has_capital(word: str) -> bool:
    return word.lower() != word


@cache
def _pairs() -> frozenset[str]:
    return frozenset(_named()[0])


@cache
def _devices() -> frozenset[str]:
    return frozenset(_named()[1])


@cache
def _named() -> tuple[list[str], list[str]]:
    material = "\0".join(text.content for file in _FILES for text in texts(file))
    return kept("numbers of names", material, _made, __file__)


def _made() -> tuple[list[str], list[str]]:
    """Return each number of a name with the word beside it, and the words that devices begin with."""
    from claims.names.entries import hardware, vendors, workloads  # noqa: PLC0415 - takes a moment

    aliases = [entry.aliases for entry in hardware() if not entry.generic] + [
        entry.aliases for entry in workloads() if entry.kind != "task"
    ]
    names = [re.split(r"[\s-]", alias.text) for some in aliases for alias in some]
    pairs = {
        f"{one} {two}".casefold()
        for words in names
        for one, two in pairwise(words)
        if (_NUMBER.fullmatch(one) or _NUMBER.fullmatch(two)) and _has_capital(one + two)
    }
    makers = {maker for spellings in vendors().values() for maker in spellings}
    # No ASIC and FPGA: a 3x FPGA speedup is one.
    devices = {
        word for entry in hardware() if not (word := entry.name.split()[0]).isalpha() or not word.isupper()
    }
    return sorted(pairs), sorted(w for w in makers | devices if w.isalnum() and w[0].isupper())
