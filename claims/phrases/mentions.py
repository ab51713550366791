"""What is known of a noun phrase whatever looks at it: its name, its kind, how it hangs on its sentence."""

from __future__ import annotations

from typing import NamedTuple

from claims.phrases.chunks import BETTERED, LETTERS, Chunk, group_names
from claims.phrases.phrase_kinds import KINDS, NUMBER, marking_words
from claims.phrases.structure import Phrases
from claims.phrases.words import Words

_CLASSES = {
    **dict.fromkeys(("named hardware", "hardware"), 1),
    **dict.fromkeys(("named dataset", "dataset", "named model", "model", "named kernel", "kernel"), 2),
    **dict.fromkeys(("named task", "task", "shared name", "name"), 2),
    **dict.fromkeys(("prior", "system", "known system"), 3),
}
_CLASS = [_CLASSES.get(name, 0) for name in KINDS]
_COMPARISON = 3
_COMPARED = frozenset(group_names().index(name) for name in ("than", "over", "compared"))
_STUDY = NUMBER["study"]
_MEASURE = NUMBER["measure"]
_SETTINGS = frozenset(NUMBER[name] for name in KINDS if _CLASSES.get(name) in {1, 2} and name != "name")
_AROUND = 20_000
"""Characters on each side of a name in which it is counted: more than any of these abstracts has."""


class Mention(NamedTuple):
    """What is known of a noun phrase whatever number looks at it.

    Attributes:
        name: Its words, without articles.
        start: Offset of the phrase.
        hangs: Group of its preposition (from 1; 0 without one), kind, tie, class, and 1 where a name stands in it:
            what is weighed of how it stands to a number, whatever number that is.
        traits: What is weighed of it by itself, how often it stands in the abstract (see :meth:`Mentions.of`)
    """

    name: str
    start: int
    hangs: tuple[int, int, int, int, int]
    traits: tuple[int, ...]

    @property
    def kind(self) -> int:
        """Number of its kind."""
        return self.hangs[1]

    @property
    def group(self) -> int:
        """Group of its preposition; -1 without one."""
        return self.hangs[0] - 1

    @property
    def tie(self) -> int:
        """How it hangs on its sentence."""
        return self.hangs[2]

    @property
    def end(self) -> int:
        """Offset after the phrase."""
        return self.start + len(self.name)

    @property
    def is_setting(self) -> bool:
        """True for hardware and for what a number may apply to."""
        return self.kind in _SETTINGS

    @property
    def is_compared(self) -> bool:
        """True for a system that something may be compared with."""
        return self.hangs[3] == _COMPARISON and self.kind != _MEASURE


class Mentions:
    """The noun phrases of one abstract, as links see them."""

    def __init__(self, text: str, title: str) -> None:
        self._text = text
        self._title = title
        self._names: dict[str, tuple[int, int]] = {}

    def of(self, structure: Phrases) -> list[Mention | None]:
        """Return what is known of each noun phrase; None for one that names nothing that may be linked."""
        words = structure.words
        return [
            None
            if chunk.tie == LETTERS or kind == _STUDY or _is_letter(words, chunk)
            else self._mention(words, chunk, kind)
            for chunk, kind in zip(structure.chunks, structure.kinds, strict=True)
        ]

    def _mention(self, words: Words, chunk: Chunk, kind: int) -> Mention:
        first, last, _, group, _, _, tie = chunk
        codes = words.codes
        lows = words.lows[first : last + 1]
        while first < last and codes[first] in "dru":
            first += 1
        start = words.starts[first]
        name = words.text[start : words.ends[last]]
        prior = not marking_words("prior").isdisjoint(lows)
        own = not marking_words("own").isdisjoint(lows)
        plural = codes[last] == "n" and lows[-1].endswith("s")
        compared = tie == BETTERED or group in _COMPARED
        hangs = (group + 1, kind, tie, _COMPARISON if compared else _CLASS[kind],
                 int(codes.find("N", first, last + 1) >= 0))  # fmt: skip
        traits = (*self._counted(name, start), int(prior), int(own), int(plural), min(last - first, 3), kind)
        return Mention(name, start, hangs, traits)

    def _counted(self, name: str, start: int) -> tuple[int, int]:
        """Return how often a name stands in the abstract, as far as it is weighed, and whether the title has it."""
        known = self._names.get(name)
        if known is None:
            text = self._text
            if len(text) <= _AROUND:
                found = text.count(name)
            else:
                found = text.count(name, max(0, start - _AROUND), start + _AROUND)
            mentions = min(found, 3) - 1 if found else 0
            self._names[name] = known = (mentions, int(name in self._title))
        return known

    def own(self, name: str, rank: int) -> Mention:
        """Return the name of one of the paper's own systems as a phrase; its place among them stands for its length.

        Args:
            name: The name, which stands in the text.
            rank: Its place among them.
        """
        start = self._text.find(name)
        kind = NUMBER["own system"]
        return Mention(
            name, start, (0, kind, 0, 0, 1), (*self._counted(name, start), 0, 0, 0, min(rank, 3), kind)
        )


def _is_letter(words: Words, chunk: Chunk) -> bool:
    """True for one letter, which is a unit or a variable."""
    return chunk.first == chunk.last and words.ends[chunk.last] - words.starts[chunk.first] == 1
