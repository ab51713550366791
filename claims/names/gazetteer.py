"""Long lists of names, found in running text together with what may stand right behind each of them.

One expression for ``re`` that holds ten thousand names takes half a second to make, and most of them are in no text
that is read. So an expression holds their first letters only, and where those stand in a text, the words that
follow are looked up. The patterns of what stands behind a name are compiled when a text first has such a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from claims.files.compiled import compiled
from claims.names.trie import alternation

# The first letters tell that most words of a text are no names. Names in small letters begin like many of those
# words, so that it takes more of their letters; each letter takes time to compile.
_LETTERS = 4
_SMALL_LETTERS = 9
_FIRST_LETTERS = re.compile(rf"(?:[^ a-z](?: ?\S){{0,{_LETTERS - 1}}}|\S(?: ?\S){{0,{_SMALL_LETTERS - 1}}})")
_GAP = r"\W?"
_SIGN = re.compile(r"\W")
# Behind each name where they are sorted: the longer of two comes first.
_END = "\U0010ffff"


class Shape(NamedTuple):
    """Names, and what makes a mention of them.

    Attributes:
        names: The names, with one blank for each separator.
        behind: Source of the pattern that has to match right behind a name, without groups that capture.
    """

    names: Iterable[str]
    behind: str


class Index(NamedTuple):
    """Names, ready to be looked up: made of texts, numbers, lists and tables, so that it can be kept.

    Attributes:
        behind: Sources of the patterns that have to match right behind names, one for each shape.
        names: The names by their first letters, each with the number of its shape.
        gate: Source of a pattern of the first letters of all names.
        cut: First letters that go on behind a blank or another sign.
        starts: First letters of the first words.
    """

    behind: list[str]
    names: dict[str, list[tuple[int, str]]]
    gate: str
    cut: list[str]
    starts: list[str]


def index(shapes: Sequence[Shape], prefixes: Iterable[str] = ()) -> Index:
    """Return names ready to be looked up.

    Args:
        shapes: All shapes, in the order in which they are tried.
        prefixes: What else a mention may begin with, for a class that overrides :meth:`Gazetteer.end`.
    """
    names: dict[str, list[tuple[int, str]]] = {}
    for rank, shape in enumerate(shapes):
        for name in sorted(shape.names):
            names.setdefault(name.partition(" ")[0][:_LETTERS], []).append((rank, name))
    every = {name for shape in shapes for name in shape.names}.union(prefixes)
    firsts = {m[0] for m in map(_FIRST_LETTERS.match, every) if m}
    cut = sorted({first[: m.start()] for first in firsts for m in _SIGN.finditer(first, 1)})
    starts = sorted({(first[0] + _SIGN.split(first[1:], maxsplit=1)[0])[:_LETTERS] for first in firsts})
    return Index([shape.behind for shape in shapes], names, alternation(firsts, gap=_GAP), cut, starts)


class Gazetteer:
    r"""Names in one or more shapes, and where they stand in a text.

    A mention has the first shape that fits, and of its names that fit the longest. (A blank goes before letters: where
    "New York" fits, a longer "NewYork City" is not tried.) Any one sign or none may take the place of a blank.

    >>> cities = Gazetteer(index([Shape(["Oslo", "New York"], r"(?: City)?\b")]))
    >>> list(cities.spans("From New-York City to Oslo"))
    [(5, 18), (22, 26)]
    """

    def __init__(self, names: Index, *, begins: str = r"(?<![\w@])") -> None:
        """Take the names.

        Args:
            names: What :func:`index` makes.
            begins: Source of a pattern without width that matches where a mention may begin.
        """
        self._behind, self._names, gate, cut, starts = names
        self._starts = frozenset(starts)
        signs = "".join(re.escape(start[0]) for start in starts if _SIGN.match(start))
        self._piece = re.compile(rf"\w+|[{signs}]" if signs else r"\w+")
        self._begins = _Begins(self)
        self._words: dict[str, dict[str, _Word]] = {}
        self._gate = compiled(rf"{begins}(?={gate})")
        self._cut = (begins, cut)
        self._gate_of_last: re.Pattern[str] | None = None

    def spans(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """Yield where each mention begins and ends, in order; they do not overlap.

        Args:
            text: The text.
            start: Where the first may begin.
            end: Where the text counts as ended; at its end where None.
        """
        end = len(text) if end is None else end
        begins, gate, at, last = self._begins, self._gate, start, start
        for word in text[start:end].split(" "):
            for place in begins[word]:
                if at + place >= last and gate.match(text, at + place, end):
                    stop = self.end(text, at + place, end)
                    if stop is not None:
                        yield at + place, stop
                        last = stop
            at += len(word) + 1

    def begins_in(self, text: str) -> tuple[int, ...]:
        """Return the offsets in a text without blanks at which a mention may begin, as its letters tell."""
        return tuple([m.start() for m in self._piece.finditer(text) if self._may_begin(m[0])])

    def _may_begin(self, word: str) -> bool:
        """True where a mention may begin with a word of letters, digits and underscores, or with a sign."""
        if self._starts.isdisjoint([word[:size] for size in range(1, _LETTERS + 1)]):
            return _SIGN.match(word) is not None
        return self._gate.match(word) is not None or self._last_gate.match(word) is not None

    @property
    def _last_gate(self) -> re.Pattern[str]:
        """The gate for names whose first letters go on in the next word."""
        if self._gate_of_last is None:
            begins, cut = self._cut
            self._gate_of_last = compiled(
                rf"{begins}(?:{alternation(cut, gap=_GAP)}){_GAP}\Z" if cut else r"(?!)"
            )
        return self._gate_of_last

    def end_at(self, text: str, start: int) -> int | None:
        """Return where the mention ends that begins at an offset, None where none does."""
        return self.end(text, start, len(text)) if self._gate.match(text, start) else None

    def end(self, text: str, start: int, end: int) -> int | None:
        """Return where the mention ends whose name begins at an offset, None where none does.

        Args:
            text: The text.
            start: The offset, whatever stands before it.
            end: Where the text counts as ended.
        """
        letters = text[start : start + _LETTERS]
        words = self._words.get(letters) or self._first_words(letters)
        found: list[tuple[int, str, int]] = []
        for first, word in words.items():
            if text.startswith(first, start, end):
                word.collect(text, start + len(first), end, found)
        for rank, _, stop in sorted(found):
            m = _compiled(self._behind[rank]).match(text, stop, end)
            if m:
                return m.end()
        return None

    def patterns(self) -> Iterator[re.Pattern[str]]:
        """Yield all patterns that a text may meet, so that each can be tried on texts that are hard for it."""
        yield from (self._gate, self._last_gate)
        yield from map(_compiled, self._behind)

    def _first_words(self, letters: str) -> dict[str, _Word]:
        """Return the first words of all names that may begin where some letters stand: few texts have them."""
        while letters and letters not in self._names:
            letters = letters[:-1]
        if letters in self._words:
            return self._words[letters]
        words = self._words[letters] = {}
        for size in range(1, len(letters) + 1):
            for rank, name in self._names.get(letters[:size], ()):
                first, *others = name.split(" ")
                word = words.setdefault(first, _Word())
                for other in others:
                    word = word.next.setdefault(other, _Word())
                word.names.append((rank, name + _END))
        return words


class _Begins(dict[str, tuple[int, ...]]):
    """What stands between two blanks, and where in it a mention may begin: each is looked at once."""

    def __init__(self, names: Gazetteer) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, text: str) -> tuple[int, ...]:
        found = self._names.begins_in(text)
        if len(text) <= _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[text] = found
        return found


_LONGEST_KNOWN, _MOST_KNOWN = 60, 100_000


class _Word:
    """A word of names: the names that end with it, each with its shape, and the words that may follow it."""

    __slots__ = ("names", "next")

    def __init__(self) -> None:
        self.names: list[tuple[int, str]] = []
        self.next: dict[str, _Word] = {}

    def collect(self, text: str, at: int, end: int, found: list[tuple[int, str, int]]) -> None:
        """Add each name that goes on from an offset, with the offset where it ends."""
        if self.names:
            found += [(rank, name, at) for rank, name in self.names]
        if self.next and at < end:
            sign = not (text[at].isalnum() or text[at] == "_")
            for letters, word in self.next.items():
                if sign and text.startswith(letters, at + 1, end):
                    word.collect(text, at + 1 + len(letters), end, found)
                elif text.startswith(letters, at, end):
                    word.collect(text, at + len(letters), end, found)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return compiled(source)
