"""Numbers of tables: what a caption begins with."""

from __future__ import annotations

import re

_WORD = r"(?:supplementary |appendix |extended data )?(?:table|tab\.?)"
_NUMBER = r"(?:[A-Z]{1,2}\.?\s?)?\d+(?:\.\d+)*[a-z]?|[IVXL]+|[A-Z]"
_LABEL = re.compile(
    rf"\s*(?P<label>(?i:{_WORD})\s*(?P<number>{_NUMBER})\b(?:\s?\((?P<part>[a-z])\))?)\s*[:.|—–-]?\s*"
)
_PART = re.compile(r"\s*\(?(?P<part>[a-z])[).:]\s*")


def table_label(caption: str, tag: str) -> tuple[str, str]:
    """Split a caption into the label of the table and what follows.

    Args:
        caption: The whole caption.
        tag: The label as the source marks it, empty where it does not.

    >>> table_label("TABLE IV: Results on COCO", "")
    ('TABLE IV', 'Results on COCO')
    """
    found = _LABEL.match(caption)
    if found:
        return found["label"].strip(), caption[found.end() :]
    tag = tag.strip()
    if tag and caption.startswith(tag):
        return tag.rstrip(":. "), caption[len(tag) :].lstrip(" :.")
    return "", caption


def sub_label(caption: str, tag: str, whole: str) -> tuple[str, str]:
    """The same for a part of a table, whose caption begins with a letter: ``Table 1 (b)``."""
    found = _PART.match(tag or caption)
    if found:
        return f"{whole} ({found['part']})", _PART.sub("", caption, count=1)
    label, rest = table_label(caption, tag)
    return label or whole, rest
