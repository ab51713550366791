"""Candidates: the noun phrases that may be what a number is linked to, each with its relation and its features."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from claims.linking.features import FORMS, columns_of
from claims.linking.relations import BEFORE, HOSTING, OWN, PARENTHESES, PROPOSED, TITLE, place, relation_name
from claims.reading.match import Reading
from claims.syntax.phrases.chunks import SUBJECT
from claims.syntax.phrases.document import Document
from claims.syntax.phrases.mentions import Mention, mentions, own_mention
from claims.syntax.phrases.structure import Phrases, Structure


class Candidate(NamedTuple):
    """A noun phrase that a number may be linked to.

    Attributes:
        phrase: The phrase.
        place: Where it stands, see :data:`claims.linking.relations.PLACES`.
        stand: What is weighed of how it stands to the number: a value for each of
            :data:`claims.linking.features.PROPERTIES`.
    """

    phrase: Mention
    place: int
    stand: tuple[int, ...]

    @property
    def name(self) -> str:
        """Its words, without articles."""
        return self.phrase.name

    @property
    def is_near(self) -> bool:
        """True where it stands in the number's own sentence."""
        return self.place < TITLE

    @property
    def is_subject(self) -> bool:
        """True for the subject of a verb of the number's own sentence."""
        return self.is_near and self.phrase.tie == SUBJECT

    @property
    def features(self) -> list[int]:
        """Its value in each of the templates, as its place in a column of weights."""
        return columns_of(self.stand)

    @property
    def relation(self) -> str:
        """The name of its relation."""
        return relation_name(self.place, self.phrase.group, self.phrase.tie)


class Candidates:
    """The candidates of the numbers of one abstract; each sentence is taken apart once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._own = frozenset(name.lower() for name in document.names)
        self._titled = [*self._of_title(), *self._proposed()]

    def of(self, index: int, readings: Sequence[Reading]) -> list[list[Candidate]]:
        """Return the candidates of each number of a sentence.

        Args:
            index: Number of the sentence.
            readings: Its readings in the order of their numbers, which do not overlap.
        """
        document = self._document
        numbers = [(reading.quantity.start, reading.quantity.end) for reading in readings]
        structure = Structure(document.text, document.spans[index], numbers, self._own)
        phrases = mentions(structure)
        result: list[list[Candidate]] = []
        for value, reading in zip(structure.words.values, readings, strict=True):
            near = _near(structure, phrases, value)
            known = {phrase.name for phrase, _ in near}
            meant = [*near, *(each for each in self._titled if each[0].name not in known)]
            rivals, form = _Rivals(near), FORMS.index(reading.form)
            result.append(
                [
                    Candidate(phrase, where, (*phrase.hangs, form, where, *rivals.of(phrase, where)))
                    for phrase, where in meant
                ]
            )
        return result

    def _of_title(self) -> Iterator[tuple[Mention, int]]:
        """Yield what stands before a colon of the title, where that is no data that the paper presents."""
        title, data = self._document.title, self._document.own_data
        head = title.find(":")
        if head > 0:
            for phrase in mentions(Phrases(title, (0, head + 1), (), self._own)):
                if phrase is not None and phrase.name not in data and self._may_be_meant(phrase.name):
                    yield phrase, TITLE

    def _proposed(self) -> Iterator[tuple[Mention, int]]:
        """Yield the name of the paper's own system, the first that the abstract says."""
        text = self._document.text
        name = next((name for name in self._document.names if name in text), None)
        if name is not None:
            yield own_mention(name, text.find(name)), PROPOSED

    def _may_be_meant(self, name: str) -> bool:
        """False for a word of the title with nothing but a capital that the abstract never says: "Larch: ..."."""
        return not (name.isalpha() and name.istitle()) or name in self._document.text


def _near(structure: Structure, phrases: list[Mention | None], value: int) -> list[tuple[Mention, int]]:
    """Return the phrases of a number's own sentence, and where each stands."""
    at_list = structure.list_of(value)
    return [
        (phrase, place(structure, at_list, value, i))
        for i, phrase in enumerate(phrases)
        if phrase is not None
    ]


_CLOSE = frozenset({OWN, PARENTHESES, HOSTING})
"""Places of what is a number's own."""


class _Rivals:
    """What a sentence names that competes for one thing: how close to the number that is, and whether by name."""

    __slots__ = ("_level", "_named", "_subject")

    def __init__(self, near: Iterable[tuple[Mention, int]]) -> None:
        self._level = [0, 0, 0, 0]
        self._named = [False, False, False, False]
        self._subject = 0
        for phrase, where in near:
            if phrase.tie == SUBJECT and where == BEFORE and phrase.is_thing:
                self._subject = max(self._subject, 1 + phrase.is_named)
            of = phrase.rivalry
            self._level[of] = max(self._level[of], 2 if where in _CLOSE else 1)
            self._named[of] |= phrase.is_named

    def of(self, phrase: Mention, where: int) -> tuple[int, int]:
        """Return what a phrase has to stand against: ``rival`` and ``named rival``, see :data:`.PROPERTIES`."""
        if where >= TITLE:
            return self._subject, 0
        level = 0 if where in _CLOSE else self._level[phrase.rivalry]
        return level, int(self._named[phrase.rivalry] and not phrase.is_named)
