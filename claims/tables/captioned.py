"""Whose a system is by what the caption says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from claims.tables.caption import Caption
from claims.tables.coined import stands_in
from claims.tables.label import Label
from claims.tables.model import Own

_PLURAL = re.compile(r"(?<=[a-z]{3})s\b")
_OURS = re.compile(r"\b[Oo]ur\s(?:proposed\s|best\s|own\s)?(?P<name>[A-Z][\w+-]*[A-Z0-9][\w+-]*)")
_ON = re.compile(r"\bon\s(?:the\s)?$")
_WORDS = re.compile(r"[\w+-]+")
_SHORT_NAME = 3


def called_ours(labels: Mapping[int, Label], found: Mapping[int, Own], caption: Caption) -> list[int]:
    """Return the lines with a name that the caption calls the paper's ("our SFT models"), where not all have it."""
    called = {m["name"] for m in _OURS.finditer(caption.text)}
    lines = [
        line
        for line, label in labels.items()
        if found[line] == "baseline" and not label.cites and called & set(_WORDS.findall(label.text))
    ]
    return lines if len(lines) < len(labels) else []


def captioned(lines: Sequence[int], labels: Mapping[int, Label], caption: Caption) -> list[int]:
    """Return the lines that the caption begins with, of several one: results of X on Y, X against others."""
    first = _in_singular(caption)
    names = {labels[line].text for line in lines if len(labels[line].text) > _SHORT_NAME}
    named = [n for n in names if stands_in(n.casefold(), first) and not _is_on(n.casefold(), first)]
    return [line for line in lines if labels[line].text == named[0]] if len(named) == 1 < len(names) else []


def _in_singular(caption: Caption) -> str:
    """Return the first sentence of a caption in small letters, its words without the "s" of several."""
    return _PLURAL.sub("", caption.first.casefold())


def _is_on(name: str, text: str) -> bool:
    """True where a caption says that something was measured on what has a name: results on Foo."""
    return _ON.search(text[: text.find(name)]) is not None


def is_by(text: str, caption: Caption) -> bool:
    """True where a caption tells what was reached by a system: gains achieved by hybrid models."""
    at = _in_singular(caption).find(text.casefold())
    return at > 0 and caption.first[:at].rstrip().endswith(" by")
