"""What is known of a noun phrase whatever looks at it: its name, its kind, how it hangs on its sentence."""

from __future__ import annotations

from typing import NamedTuple

from claims.numbers.unit_spelling import canonical_unit
from claims.numbers.units import unit_dimension
from claims.syntax.phrases.chunks import BETTERED, LETTERS, Chunk, group_names
from claims.syntax.phrases.cue_words import words as cue_words
from claims.syntax.phrases.phrase_kinds import KINDS, MEASURES, NUMBER, general_words
from claims.syntax.phrases.structure import Phrases
from claims.syntax.phrases.words import Words

_STUDY, _OWN, _PRIOR = NUMBER["study"], NUMBER["own system"], NUMBER["prior"]

SHAPES = ("a name", "words with a name", "one word", "two words", "more words")
"""What a phrase is made of, without articles and general words; what stands for one is its place in this tuple."""
_NAME, _WITH_NAME, _NAMELESS = range(3)
_LONG = 2
"""Words behind the first, as far as they are counted."""

_NO_THINGS = frozenset(NUMBER[name] for name in ("own system", "measure", "prior measure", "study"))

_RIVALRIES = {
    **dict.fromkeys(("named hardware", "hardware"), 1),
    **dict.fromkeys(("named dataset", "dataset", "named model", "model", "named kernel", "kernel"), 2),
    **dict.fromkeys(("named task", "task", "shared name", "name"), 2),
    **dict.fromkeys(("prior", "system"), 3),
}
_RIVALRY = [_RIVALRIES.get(name, 0) for name in KINDS]
_COMPARED = frozenset(group_names().index(name) for name in ("than", "over", "compared"))


class Mention(NamedTuple):
    """What is known of a noun phrase whatever number looks at it.

    Attributes:
        name: Its words, without articles.
        start: Offset of the phrase.
        hangs: Group of its preposition (from 1; 0 without one), kind, tie, and which of :data:`SHAPES`: what is
            weighed of how it stands to a number, whatever number that is.
        rivalry: What it competes for with others of its sentence: a machine (1), what is worked on (2), a comparison
            (3), nothing (0).
    """

    name: str
    start: int
    hangs: tuple[int, int, int, int]
    rivalry: int

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
    def is_named(self) -> bool:
        """True where a name stands in it."""
        return self.hangs[3] < _NAMELESS

    @property
    def is_thing(self) -> bool:
        """True for a phrase that says which thing it is of, and is no measure and not the paper's own name."""
        return self.hangs[3] != _NAMELESS and self.hangs[1] not in _NO_THINGS

    @property
    def is_told_apart(self) -> bool:
        """True for a name, and for two words or more that say which thing it is."""
        return self.hangs[3] not in (_NAMELESS, _NAMELESS + 1)

    @property
    def end(self) -> int:
        """Offset after the phrase."""
        return self.start + len(self.name)


def mentions(structure: Phrases) -> list[Mention | None]:
    """Return what is known of each noun phrase; None for one that names nothing that may be linked."""
    words = structure.words
    return [
        None
        if chunk.tie == LETTERS or kind == _STUDY or _is_letter(words, chunk) or _is_measure(words, chunk)
        else _mention(words, chunk, kind)
        for chunk, kind in zip(structure.chunks, structure.kinds, strict=True)
    ]


def _mention(words: Words, chunk: Chunk, kind: int) -> Mention:
    first, last, _, group, _, tie = chunk
    codes = words.codes
    while first < last and codes[first] in "dru":
        first += 1
        if codes[first - 1] == "u" and first < last and _is_unit(words, first):
            first += 1  # "a 10 GB file"
    if (
        first < last
        and words.lows[first] in cue_words("system_nouns")
        and codes[first + 1 : last + 1].strip("N") == ""
    ):
        first += 1  # "our tool FlakeStop"
    named = codes.find("N", first, last + 1) >= 0
    while named and kind not in MEASURES and words.lows[first] in cue_words("said_of_names") and first < last:
        first += 1  # "the LATEST Larch 3 Pro"
    start = words.starts[first]
    if named:
        shape = _NAME if first == last else _WITH_NAME
    else:
        general = general_words()
        shape = _NAMELESS + min(sum([low not in general for low in words.lows[first:last]]), _LONG)
    rivalry = _RIVALRY[_PRIOR] if tie == BETTERED or group in _COMPARED else _RIVALRY[kind]
    return Mention(words.text[start : words.ends[last]], start, (group + 1, kind, tie, shape), rivalry)


def own_mention(name: str, start: int) -> Mention:
    """Return the name of the paper's own system as a phrase.

    Args:
        name: The name.
        start: Where it stands in the text.
    """
    return Mention(name, start, (0, _OWN, 0, _NAME), _RIVALRY[_OWN])


def _is_letter(words: Words, chunk: Chunk) -> bool:
    """True for one letter, which is a unit or a variable."""
    return chunk.first == chunk.last and words.ends[chunk.last] - words.starts[chunk.first] == 1


def _is_measure(words: Words, chunk: Chunk) -> bool:
    """True for a number with its unit, which is no claim's own: we sort 1 TB."""
    return chunk.last > chunk.first and words.codes[chunk.last - 1] == "u" and _is_unit(words, chunk.last)


def _is_unit(words: Words, at: int) -> bool:
    """True for a unit of a dimension; things that are counted have none: 64 GPUs."""
    unit = canonical_unit(words.text[words.starts[at] : words.ends[at]])
    return unit is not None and unit_dimension(unit) is not None
