"""Numbers that are no quantities: where something stands, when it was, what it is called.

Knows the text around a number only. What it leaves is a quantity. The patterns are data:
``schema/no_quantities.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from claims.files.compiled import compiled
from claims.files.own_vocabulary import texts
from claims.numbers.named import in_a_name
from claims.numbers.quantity import Quantity, QuantityKind

_DATA: dict[str, Any] = texts("no_quantities.toml")[0].toml()
_PART = re.compile(r"<<([a-z_]+)>>")


def _compiled(pattern: str) -> re.Pattern[str]:
    return compiled(_PART.sub(lambda m: _DATA["parts"][m[1]], pattern))


class _Kind(NamedTuple):
    """A kind of stretch whose numbers are no quantities.

    Attributes:
        kind: What the numbers are.
        pattern: What it looks like.
        gate: What it has somewhere at the least.
        unless: What must not end before it.
    """

    kind: QuantityKind
    pattern: re.Pattern[str]
    gate: re.Pattern[str]
    unless: re.Pattern[str] | None

    def found(self, text: str, low: int, high: int) -> Iterator[Mention]:
        """Yield where it stands between two offsets."""
        for m in self.pattern.finditer(text, low, high):
            if self.unless is None or not self.unless.search(text, max(0, m.start() - _BEFORE), m.start()):
                yield Mention(*m.span(), self.kind)


KINDS = tuple(
    _Kind(
        row["kind"],
        _compiled(row["pattern"]),
        compiled(row["gate"] if "gate" in row else "|".join(map(re.escape, row["needs"]))),
        _compiled(rf"(?:{row['unless']})\Z") if "unless" in row else None,
    )
    for row in _DATA["mention"]
)
"""Kinds of what is no quantity."""


class _Beside(NamedTuple):
    """What stands right beside a number that is none.

    Attributes:
        kind: What the number is.
        number: What it looks like itself.
        before: What ends before it.
        behind: What begins behind it.
    """

    kind: QuantityKind
    number: re.Pattern[str]
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None

    def holds(self, text: str, start: int, end: int) -> bool:
        return (
            self.number.fullmatch(text, start, end) is not None
            and (self.before is None or self.before.search(text, max(0, start - _LEAD), start) is not None)
            and (self.behind is None or self.behind.match(text, end) is not None)
        )


BESIDE = tuple(
    _Beside(
        row["kind"],
        _compiled(row.get("number", ".*")),
        _compiled(rf"(?:{row['before']})\Z") if "before" in row else None,
        _compiled(row["behind"]) if "behind" in row else None,
    )
    for row in _DATA["beside"]
)
"""Kinds of numbers that are none by what stands right beside them."""
_LEAD, _BEFORE, _BEHIND = 24, 60, 40
"""How far around a number its surroundings are looked at."""


class Mention(NamedTuple):
    """A stretch of text whose numbers are no quantities."""

    start: int
    end: int
    kind: QuantityKind


def mentions(text: str, numbers: Iterable[tuple[int, int]]) -> list[Mention]:
    """Find the stretches of clean text whose numbers are no quantities, in order and without overlap.

    Args:
        text: Clean text.
        numbers: Where the numbers stand of which it is asked, in order.

    >>> [m.kind for m in mentions("as Miller et al. (2011) show in Fig. 3 at 2 pm", [(18, 22), (37, 38), (42, 43)])]
    ['reference', 'reference', 'clock']
    """
    windows: list[tuple[int, int]] = []
    for start, end in numbers:
        low = max(0, start - _BEFORE)
        if windows and low <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end + _BEHIND)
        else:
            windows.append((low, end + _BEHIND))
    found: list[Mention] = []
    for low, high in windows:
        around = text[low:high]
        for each in KINDS:
            if each.gate.search(around):
                found += each.found(text, low, high)
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def kind_of_mention(
    text: str, number: Quantity, found: list[Mention], starts: list[int]
) -> QuantityKind | None:
    """Tell what a number is, where it is no quantity.

    Args:
        text: Clean text.
        number: The number.
        found: What :func:`mentions` gives.
        starts: The offsets of these.

    Returns:
        Its kind, None for a quantity.
    """
    start, end = number.start, number.end
    at = bisect_right(starts, end - 1) - 1
    if at >= 0 and start < found[at].end:
        return found[at].kind
    if number.kind == "measure":
        return None
    for each in BESIDE:
        if each.holds(text, start, end):
            return each.kind
    return "identifier" if in_a_name(text, start, end) else None
