"""The words of a sentence with the code of the class of each: what chunks, lists and clauses are made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate
from operator import sub

from claims.syntax.word_classes import code_of

# In a group, so that what it splits keeps the words as well as what stands between them.
_PIECES = (
    r"(state[- ]of[- ]the[- ]arts?|as well as|(?:e\.g|i\.e)\.?|vs\."
    r"|{begins}[{inside}]*(?:[./](?=[{letters}])[{inside}]*)*|\S)"
)
_WORD = re.compile(_PIECES.format(begins=r"[^\W_]", letters=r"\w", inside=r"\w*+@#²'’-"))
# The same for ASCII, where no letter need be looked up.
_ASCII_WORD = re.compile(
    _PIECES.format(begins="[A-Za-z0-9]", letters="A-Za-z0-9_", inside="A-Za-z0-9_*+@#'-")
)
Span = tuple[int, int]


class Words:
    """The words of one sentence, numbers that state something as one word each.

    Attributes:
        text: The clean text; all offsets point into it.
        starts: Offset of each word.
        ends: Offset after each word.
        lows: Each word in small letters, ``""`` for a number that states something.
        codes: Codes of their classes (:data:`claims.syntax.word_classes.CODES`), one character for each word.
        values: For each number that states something, the place of its word.
    """

    __slots__ = ("codes", "ends", "lows", "starts", "text", "values")

    def __init__(self, text: str, start: int, end: int, numbers: Sequence[Span] = ()) -> None:
        self.text = text
        starts: list[int] = []
        ends: list[int] = []
        lows: list[str] = []
        codes: list[str] = []
        values: list[int] = []
        position = start
        pattern = _ASCII_WORD if text.isascii() else _WORD
        for begin, stop in (*numbers, (end, end)):
            pieces = pattern.split(text[position:begin])
            if len(pieces) > 1:
                places = list(accumulate(map(len, pieces), initial=position))
                low, code, cut = zip(*map(_known.__getitem__, pieces[1::2]), strict=True)
                starts += places[1:-1:2]
                ends += map(sub, places[2::2], cut) if any(cut) else places[2::2]
                lows += low
                codes += code
            if begin < end:
                values.append(len(codes))
                starts.append(begin)
                ends.append(stop)
                lows.append("")
                codes.append("Q")
            position = stop
        if codes and codes[0] == "N":
            codes[0] = code_of(text[starts[0] : ends[0]], True)
        self.starts, self.ends, self.lows, self.values = starts, ends, lows, values
        self.codes = _settled("".join(codes))


class _Known(dict[str, tuple[str, str, int]]):
    """Words as written: each in small letters, the code of its class, how many characters at its end are none of it."""

    def __missing__(self, word: str) -> tuple[str, str, int]:
        cut = int(len(word) > 1 and word[-1] in "'’-/")
        shown = word[:-1] if cut else word
        known = shown.lower(), code_of(shown, False), cut
        if len(self) < _REMEMBERED:
            self[word] = known
        return known


_known = _Known()
_REMEMBERED = 60_000


# What stands before tells a noun from a verb where a word may be both.
_EITHER_NOUN = re.compile(r"(?<=[daPnNgQup>])m")
_NOMINAL = re.compile(r"l(?![lanNgpmzuQ])")
_THIRD_PERSON = re.compile(r"(?<=[nN])z(?=[dQtruPa])|(?<=N)z(?=[nN])")
_GERUND_NOUN = re.compile(r"(?<=[anNp])g(?=[Pc,;:)(bs.]|$)")
_GERUND_INSIDE = re.compile(r"(?<=[da])g(?=[nNga])")
_PAST_VERB = re.compile(r"(?<=[nN])p(?=[du]?[anN])|(?<=w)p")


def _settled(codes: str) -> str:
    """Settle the words that may be of two classes by their neighbours; the length stays."""
    if "l" in codes:
        codes = _NOMINAL.sub("n", codes).replace("l", "a")
    if "z" in codes:
        codes = _THIRD_PERSON.sub("v", codes).replace("z", "m")
    if "m" in codes:
        codes = _EITHER_NOUN.sub("n", codes).replace("m", "v")
    if "g" in codes:
        codes = _GERUND_INSIDE.sub("a", _GERUND_NOUN.sub("n", codes))
    return _PAST_VERB.sub("v", codes) if "p" in codes else codes
