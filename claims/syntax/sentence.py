"""A sentence as rules see it: tokens with coordinated lists put together, and the questions they ask of it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from claims.numbers.quantity import Quantity
from claims.syntax.cues import cue
from claims.syntax.lexicon import Lexicon
from claims.syntax.tokens import Entry, ListToken, Token

_ACRONYM = re.compile(r"(?<=[MwUs])\([wM]\)")
_DEVICE = re.compile(r"[A-Z]{1,2}PUs?|FPGAs?|MCUs?")
_COMPOUND = re.compile(r"MM+")
# These say least where they stand last: "recall score" is recall, "latency performance" latency.
_PALE = frozenset({"score", "performance", "efficiency", "other"})
_QUANTITIES = re.compile(r"([QU])(?:(?:,&?|&|/)[qsj]{0,2}[QU])+|Z(?:(?:,&?|&|/)[qsj]{0,2}Z)+")
# "6.0%, 1.2% lower than A" is a value and how much better it is
_VALUE_AND_GAIN = re.compile(r"[QUZ],[QUZ]A(?:w{0,2}>|w[QUZ])")
_METRICS = re.compile(r"M(?:(?:,&?|&|/)M)+")
_HEDGES = "qsj"
_FACTORED = re.compile("b[qsj]{0,2}Z")


class Sentence:
    """One sentence that holds a quantity.

    Attributes:
        text: The whole clean text; all offsets point into it.
        start: Offset of the sentence.
        end: Offset after it.
        tokens: Tokens, coordinated lists of quantities or metrics as one token each.
        codes: The codes of the tokens, joined: one character for each token.
        index: Number of the sentence in its text.
    """

    __slots__ = ("codes", "end", "index", "start", "text", "tokens")

    def __init__(
        self, text: str, start: int, end: int, found: list[Quantity], lexicon: Lexicon, index: int = 0
    ) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.index = index
        tokens = lexicon.tokens(text, start, end, found)
        codes = "".join([t.code for t in tokens])
        if "(" in codes:
            tokens, codes = _without_acronyms(text, tokens, codes)
        if len(found) > 1:
            tokens, codes = _joined(tokens, codes, _QUANTITIES)
        if "MM" in codes:
            tokens, codes = _compounded(text, tokens, codes)
        if codes.count("M") > 1:
            tokens, codes = _joined(tokens, codes, _METRICS)
        if "Z" in codes and "b" in codes:
            codes = _with_factors(text, tokens, codes)
        self.tokens = tokens
        self.codes = codes

    def words(self, first: int, last: int) -> str:
        """Return the text from one token to another, both included."""
        return self.text[self.tokens[first].start : self.tokens[last].end]

    def left(self, index: int, wanted: str, stop: str = "K;", reach: int = 16) -> int | None:
        """Find the nearest token of a kind to the left.

        Args:
            index: Where the search begins (that token itself is not looked at).
            wanted: Codes that are looked for.
            stop: Codes that end the search.
            reach: How many tokens are looked at.

        Returns:
            Index of the token, or None.
        """
        codes = self.codes
        for i in range(index - 1, max(-1, index - 1 - reach), -1):
            if codes[i] in wanted:
                return i
            if codes[i] in stop:
                return None
        return None

    def right(self, index: int, wanted: str, stop: str = "K;", reach: int = 8) -> int | None:
        """Find the nearest token of a kind to the right; see :meth:`left`."""
        codes = self.codes
        for i in range(index + 1, min(len(codes), index + 1 + reach)):
            if codes[i] in wanted:
                return i
            if codes[i] in stop:
                return None
        return None

    def entry(self, index: int) -> Entry:
        """Return what the token at an index means."""
        entry = self.tokens[index].entry
        assert entry is not None, "only words of the vocabulary have a meaning"
        return entry


def _with_factors(text: str, tokens: list[Token], codes: str) -> str:
    """Make a ratio of a bare number after "by a factor of"; the words "factor of" belong to the number."""
    for m in _FACTORED.finditer(codes):
        by, at = tokens[m.start()], m.end() - 1
        token = tokens[at]
        factor = cue("factor").found(text, by.start, tokens[at - 1].end)
        if (
            factor is None
            or cue("within").stands_by(text, by.start, by.end)
            or text[token.end : token.end + 1] == "/"
        ):
            continue  # "is optimal within a factor of two", "by a factor of 1/n"
        start = factor.start()
        assert isinstance(token, ListToken), "numbers have lists"
        starts = [quantity.start for quantity in token.quantities]
        if start >= tokens[at - 1].start:
            starts[0] = start
        token.quantities = [
            replace(quantity, start=begin, text=text[begin : quantity.end], unit="x", kind="ratio")
            for begin, quantity in zip(starts, token.quantities, strict=True)
        ]
        token.code = "Q"
        codes = codes[:at] + "Q" + codes[at + 1 :]
    return codes


def _without_acronyms(text: str, tokens: list[Token], codes: str) -> tuple[list[Token], str]:
    """Drop an acronym in parentheses after the words that it stands for: mean absolute error (MAE)."""
    drop: set[int] = set()
    for m in _ACRONYM.finditer(codes):
        inside = tokens[m.start() + 1]
        if not _DEVICE.fullmatch(text, inside.start, inside.end):  # "31 FPS (CPU)"
            drop.update(range(m.start(), m.end()))
    if not drop:
        return tokens, codes
    kept = [t for i, t in enumerate(tokens) if i not in drop]
    return kept, "".join([t.code for t in kept])


def _compounded(text: str, tokens: list[Token], codes: str) -> tuple[list[Token], str]:
    """Take metrics side by side for one: the last is the head (storage latency), unless it says little.

    What says how it is counted says most: pass@1 accuracy.
    """
    result: list[Token] = []
    position = 0
    for m in _COMPOUND.finditer(codes):
        members = tokens[m.start() : m.end()]
        named = [t for t in members if t.metrics[0] not in _PALE] or members
        head = next((t for t in named if "@" in text[t.start : t.end]), named[-1])
        head.start, head.end = members[0].start, members[-1].end
        assert isinstance(head, ListToken), "metrics have lists"
        head.spans = [(head.start, head.end)]
        result += [*tokens[position : m.start()], head]
        position = m.end()
    result += tokens[position:]
    return result, "".join([t.code for t in result])


def _joined(tokens: list[Token], codes: str, pattern: re.Pattern[str]) -> tuple[list[Token], str]:
    """Put the members of coordinated lists together in their first token."""
    result: list[Token] = []
    position = 0
    for m in pattern.finditer(codes):
        members = [i for i in range(m.start(), m.end()) if codes[i] in "QUZM"]
        runs = _alike(tokens, members)
        if codes[m.start()] == "Z" and "/" in m[0] and "." not in tokens[members[0]].quantities[0].text:
            continue  # CROHME 2014/2016
        if (
            pattern is _QUANTITIES
            and _VALUE_AND_GAIN.match(codes, m.start())
            and tokens[members[0]].quantities[0].kind != "ratio"
        ):
            continue
        for run in runs:
            if len(run) < 2:
                continue
            result += tokens[position : run[0]]
            head = tokens[run[0]]
            assert isinstance(head, ListToken), "quantities and metrics have lists"
            hedges = [[t for t in tokens[before + 1 : i] if t.code in _HEDGES] for before, i in pairwise(run)]
            head.join([tokens[i] for i in run[1:]], hedges)
            result.append(head)
            position = run[-1] + 1
    if not position:
        return tokens, codes
    result += tokens[position:]
    return result, "".join([t.code for t in result])


def _alike(tokens: list[Token], members: list[int]) -> list[list[int]]:
    """Split a list where one kind of number ends and another begins: 2x and 5 ms, 88% and 2 points are no lists."""
    runs: list[list[int]] = []
    for i in members:
        if runs and _kind(tokens[i]) == _kind(tokens[runs[-1][-1]]):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _kind(token: Token) -> str:
    if token.code == "U":
        return token.quantities[0].unit
    return "point" if token.code == "Q" and token.quantities[0].kind == "point" else token.code
