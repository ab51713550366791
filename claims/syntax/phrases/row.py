"""A sentence as a row of tokens, with the words of each in small letters."""

from __future__ import annotations

from dataclasses import dataclass

from claims.syntax.phrases.cue_words import stops
from claims.syntax.sentence import Sentence


@dataclass(slots=True)
class Phrase:
    """A noun phrase of a sentence.

    Attributes:
        first: Index of its first token.
        last: Index of its last token.
        start: Offset in the text.
        end: Offset after it.
        text: Its words, in one line.
    """

    first: int
    last: int
    start: int
    end: int
    text: str

    @property
    def head(self) -> str:
        """Its last word in small letters."""
        return self.text.rsplit(" ", 1)[-1].lower()


class Row:
    """A sentence and what is asked of its tokens.

    Attributes:
        text: The whole clean text; all offsets point into it.
        start: Offset of the sentence.
        end: Offset after it.
        index: Number of the sentence in its text.
        tokens: Its tokens.
        codes: Their codes, see :mod:`claims.syntax.tokens`.
        words: The words of each token in small letters and in one line.
        known: The noun phrases that were read already, by the index of the token where each was looked for.
    """

    __slots__ = ("codes", "end", "index", "known", "start", "text", "tokens", "words")

    def __init__(self, sentence: Sentence) -> None:
        text = sentence.text
        self.text = text
        self.start = sentence.start
        self.end = sentence.end
        self.index = sentence.index
        self.tokens = sentence.tokens
        self.codes = sentence.codes
        said = [text[t.start : t.end].lower() for t in sentence.tokens]
        self.words = [" ".join(word.split()) if " " in word or "\n" in word else word for word in said]
        self.known: dict[int, Phrase | None] = {}

    def said(self, first: int, last: int) -> str:
        """Return the text from one token to another, both included."""
        return self.text[self.tokens[first].start : self.tokens[last].end]

    def crosses(self, first: int, last: int, stop: str) -> bool:
        """True where a token of a named set of ``schema/linking.toml`` stands from one index up to another."""
        return not stops()[stop].isdisjoint(self.codes[max(first, 0) : last])

    def code(self, i: int) -> str:
        """Return the code of the token at an index, nothing outside the sentence."""
        return self.codes[i] if 0 <= i < len(self.codes) else ""

    def before_hedges(self, i: int) -> int:
        """Return the index of the token before a number and what qualifies it: X (NEARLY 84%)."""
        i -= 1
        while i > 0 and self.codes[i] in "qs":
            i -= 1
        return i

    def opening(self, i: int) -> int:
        """Return the index of the parenthesis that a number begins, -1 where it begins none: X (NEARLY 84%)."""
        before = self.before_hedges(i)
        return before if before >= 0 and self.codes[before] == "(" else -1

    def joined(self, i: int) -> bool:
        """True for a word that a hyphen joins with the word on either side."""
        return self.joined_left(i) or self.joined_right(i)

    def joined_left(self, i: int) -> bool:
        """True for a word that a hyphen joins with the word before it."""
        start = self.tokens[i].start
        return start > 1 and self.text[start - 1] == "-" and self.text[start - 2] != " "

    def joined_right(self, i: int) -> bool:
        """True for a word that a hyphen joins with the word after it."""
        return self.text[self.tokens[i].end : self.tokens[i].end + 1] == "-"
