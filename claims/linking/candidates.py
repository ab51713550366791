"""Candidates: the noun phrases that may be what a number is linked to, each with its relation and its features."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from claims.linking.features import RANK, STAND, TRAITS, said_of
from claims.linking.relations import (
    EVALUATION,
    HOSTING,
    OWN,
    PARENTHESES,
    PROPOSED,
    RESULT,
    TITLE,
    UNALIGNED,
    alignment,
    place,
    relation_name,
)
from claims.phrases.chunks import SUBJECT
from claims.phrases.document import Document
from claims.phrases.hints import BIT
from claims.phrases.mentions import Mention, Mentions
from claims.phrases.phrase_kinds import NUMBER
from claims.phrases.structure import Phrases, Structure
from claims.phrases.words import Span
from claims.reading.match import Reading
from claims.syntax.vocabulary import load


class Candidate(NamedTuple):
    """A noun phrase that a number may be linked to.

    Attributes:
        phrase: The phrase.
        place: Where it stands, see :data:`claims.linking.relations.PLACES`.
        stand: What is weighed of how it stands to the number, see :data:`.STAND`.
        rank: What it has to stand against, see :data:`.RANK`.
    """

    phrase: Mention
    place: int
    stand: tuple[int, ...]
    rank: tuple[int, int, int, int]

    @property
    def name(self) -> str:
        """Its words, without articles."""
        return self.phrase.name

    @property
    def is_near(self) -> bool:
        """True where it stands in the number's own sentence."""
        return self.place < EVALUATION

    @property
    def is_subject(self) -> bool:
        """True for the subject of a verb of the number's own sentence."""
        return self.is_near and self.phrase.tie == SUBJECT

    @property
    def features(self) -> list[int]:
        """Its value in each of the templates, as its place in a column of weights, in any order."""
        return [*STAND.places(self.stand), *TRAITS.places(self.phrase.traits), *RANK.places(self.rank)]

    @property
    def relation(self) -> str:
        """The name of its relation."""
        return relation_name(self.place, self.phrase.group, self.phrase.tie)


_MOST_FAR = 32
"""Phrases of the title and of sentences without numbers, and as many of earlier numbers' sentences: among 90,000
abstracts none has 31 of both, and a text without end would make each number look at all of it."""
_FAR = frozenset(range(1, 12)) | {NUMBER["name"], NUMBER["shared name"]}
"""Kinds that count in sentences without numbers."""


class _Scene(NamedTuple):
    """What a sentence without the number names: its number, its place as relations call it, its phrases."""

    sentence: int
    place: int
    phrases: list[Mention]


class Candidates:
    """The candidates of the numbers of one abstract; each sentence is taken apart once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._own = frozenset(name.lower() for name in document.names)
        self._scenes: list[_Scene] = []
        self._looked = 0
        self._results: list[_Scene] = []
        self._mentions = Mentions(document.text, document.title)

    def of(self, index: int, readings: Sequence[Reading]) -> list[list[Candidate]]:
        """Return the candidates of each number of a sentence.

        The sentences of an abstract come in their order: what one names may be meant in a later one.

        Args:
            index: Number of the sentence.
            readings: Its readings in the order of their numbers, which do not overlap.
        """
        document = self._document
        numbers = [(reading.quantity.start, reading.quantity.end) for reading in readings]
        structure = Structure(document.text, document.spans[index], numbers, self._own)
        phrases = self._mentions.of(structure)
        scenes = [*self._evaluated(index), *self._results]
        result: list[list[Candidate]] = []
        for value, reading in zip(structure.words.values, readings, strict=True):
            rivals = _Rivals()
            said = said_of(reading.form, reading.metric)
            found = list(_near(structure, phrases, value, said, rivals))
            known = {candidate.phrase.name for candidate in found}
            found += [c for c in _far(scenes, said, index, rivals) if c.phrase.name not in known]
            result.append(found)
        settings = [p for p in phrases if p is not None and p.is_setting]
        if settings:
            self._results.append(_Scene(index, RESULT, settings[:_MOST_FAR]))
            while _size(self._results) > _MOST_FAR:
                del self._results[0]
        return result

    def _evaluated(self, before: int) -> list[_Scene]:
        """Return the title and the sentences without numbers that tell of the paper's own evaluation.

        Args:
            before: Only sentences before this one, which stands behind those of earlier calls.
        """
        document = self._document
        if not self._looked:
            self._scenes += self._titled()
            self._looked = document.own_part
        for index in range(self._looked, before):
            span = document.spans[index]
            if (
                index not in document.claiming
                and document.hints[index] & BIT["trial"]
                and _trial().search(document.low, *span)
            ):
                scene = self._scene(index, EVALUATION, document.text, span)
                if scene.phrases and _size(self._scenes) + len(scene.phrases) <= _MOST_FAR:
                    self._scenes.append(scene)
        self._looked = max(self._looked, before)
        return self._scenes

    def _titled(self) -> Iterator[_Scene]:
        """Yield what stands before a colon of the title, and the names of the paper's own systems."""
        document = self._document
        names = [name for name in document.names if name in document.text]
        head = document.title.find(":")
        if head > 0:
            scene = self._scene(-1, TITLE, document.title, (0, head + 1))
            yield scene._replace(phrases=[p for p in scene.phrases if self._may_be_meant(p.name)])
        if names:
            yield _Scene(-1, PROPOSED, [self._mentions.own(name, i) for i, name in enumerate(names[:3])])

    def _may_be_meant(self, name: str) -> bool:
        """False for a word of the title with nothing but a capital that the abstract never says: "Larch: ..."."""
        return not (name.isalpha() and name.istitle()) or name in self._document.text

    def _scene(self, index: int, where: int, text: str, span: Span) -> _Scene:
        structure = Phrases(text, span, (), self._own)
        named = [
            p for p in self._mentions.of(structure) if p is not None and (p.kind in _FAR or p.is_compared)
        ]
        return _Scene(index, where, named)


def _size(scenes: Iterable[_Scene]) -> int:
    return sum(len(scene.phrases) for scene in scenes)


@cache
def _trial() -> re.Pattern[str]:
    """Return the pattern of words that tell of an evaluation."""
    return re.compile(r"\b(?:" + "|".join(load("phrase_kinds.toml")["words"]["evaluation"]) + ")")


class _Rivals:
    """What else a sentence names of a class: nothing (0), something (1), something of the number's own (2)."""

    __slots__ = ("level", "named")

    def __init__(self) -> None:
        self.level = [0, 0, 0, 0]
        self.named = [0] * 4

    def add(self, phrase: Mention, where: int) -> None:
        """Take in a phrase of the number's own sentence."""
        _, _, _, rivalry, named = phrase.hangs
        self.level[rivalry] = max(self.level[rivalry], 2 if where in _CLOSE else 1)
        self.named[rivalry] |= named

    def rank(self, phrase: Mention, where: int, aligned: int) -> tuple[int, int, int, int]:
        """Return what a phrase has to stand against, see :data:`.RANK`."""
        _, _, _, rivalry, named = phrase.hangs
        return (
            aligned,
            0 if where in _CLOSE else self.level[rivalry],
            self.named[rivalry] & (1 - named),
            where,
        )


def _near(
    structure: Structure, phrases: list[Mention | None], value: int, said: tuple[int, int], rivals: _Rivals
) -> Iterator[Candidate]:
    """Yield the candidates that stand in the number's own sentence."""
    at_list = structure.list_of(value)
    places = [
        place(structure, at_list, value, i) if phrase is not None else -1 for i, phrase in enumerate(phrases)
    ]
    for phrase, where in zip(phrases, places, strict=True):
        if phrase is not None:
            rivals.add(phrase, where)
    clause = structure.clauses[value]
    is_list = structure.lists[at_list].size > 1
    for phrase, where, chunk in zip(phrases, places, structure.chunks, strict=True):
        if phrase is not None:
            aligned = alignment(structure, at_list, value, chunk) if is_list else UNALIGNED
            apart = min(abs(structure.clauses[chunk.first] - clause), 2)
            stand = (*phrase.hangs, *said, where, apart, int(chunk.member > 0))
            yield Candidate(phrase, where, stand, rivals.rank(phrase, where, aligned))


_CLOSE = frozenset({OWN, PARENTHESES, HOSTING})


def _far(scenes: Iterable[_Scene], said: tuple[int, int], index: int, rivals: _Rivals) -> Iterator[Candidate]:
    """Yield the candidates of the title and of earlier sentences."""
    for scene in scenes:
        apart = 1 if scene.sentence == index - 1 else 2
        for phrase in scene.phrases:
            rank = rivals.rank(phrase, scene.place, 0)
            yield Candidate(phrase, scene.place, (*phrase.hangs, *said, scene.place, apart, 0), rank)
