"""Candidates: the noun phrases that may be what a number is linked to, each with its relation and its features."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import accumulate
from math import prod
from typing import NamedTuple

from claims.linking.document import Document
from claims.linking.hints import BIT
from claims.linking.relations import (
    EVALUATION,
    HOSTING,
    OWN,
    PARENTHESES,
    PLACES,
    PROPOSED,
    RESULT,
    TITLE,
    UNALIGNED,
    alignment,
    place,
    relation_name,
)
from claims.syntax.chunks import BETTERED, LETTERS, TIES, Chunk, group_names
from claims.syntax.phrase_kinds import KINDS, NUMBER, marking_words
from claims.syntax.structure import Phrases, Structure
from claims.syntax.vocabulary import load, metrics
from claims.syntax.words import Span, Words

FIELDS = ("subject", "baseline", "hardware", "workload")
"""The fields that are linked; what stands for one is its place in this tuple."""

METRIC = len(FIELDS)
"""Behind them stands the phrase that names the metric, which is read a second time in the same way."""

FORMS = ("ratio", "percent", "points", "level", "share", "count", "rank")
_FORM = {form: number for number, form in enumerate(FORMS)}


class Number(NamedTuple):
    """What candidates need to know of a number.

    Attributes:
        start: Its offset.
        end: The offset after it.
        form: Its form.
        metric: Id of its metric.
    """

    start: int
    end: int
    form: str
    metric: str


class Candidate:
    """A noun phrase that a number may be linked to.

    Attributes:
        name: Its words, without articles.
        kind: Number of its kind.
        place: Where it stands, see :data:`claims.linking.relations.PLACES`.
        group: Group of its preposition.
        tie: How it hangs on its sentence.
        start: Offset of the phrase.
        is_near: True where it stands in the number's own sentence.
        traits: What is weighed of it whatever number looks at it, as one number: see :func:`of_traits`.
        stand: What is weighed of how it stands to the number, as one number: see :func:`of_stand`.
        rank: What it has to stand against, as a value of its template.
    """

    __slots__ = ("group", "is_near", "kind", "name", "place", "rank", "stand", "start", "tie", "traits")

    def __init__(self, phrase: _Phrase, where: int, rank: int, stand: int) -> None:
        self.name = phrase.name
        self.kind = phrase.kind
        self.group = phrase.group - 1
        self.tie = phrase.tie
        self.start = phrase.start
        self.traits = phrase.traits
        self.place = where
        self.is_near = where < EVALUATION
        self.rank = rank
        self.stand = stand

    @property
    def features(self) -> tuple[int, ...]:
        """Its value in each of :data:`TEMPLATES`, as its place in a column of weights, in any order."""
        return (*of_stand(self.stand), *of_traits(self.traits), of_rank(self.rank))

    @property
    def relation(self) -> str:
        """The name of its relation."""
        return relation_name(self.place, self.group, self.tie)


_KINDS = len(KINDS)
_TIES = len(TIES)
_PLACES = len(PLACES)
_FORMS = len(FORMS)
_GROUPS = 17  # those of prepositions, and none
METRIC_GROUPS = ("time and rate", "energy and cost", "memory and compute", "quality", "other")
_METRICS = len(METRIC_GROUPS)
_SAID = _FORMS * _METRICS
_APART = 3 * 2
_SEEN = 3 * 2
_SHAPES = 2 * 2 * 2 * 4

TEMPLATES: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("place, preposition", (_PLACES, _GROUPS)),
    ("place, kind", (_PLACES, _KINDS)),
    ("preposition, kind", (_GROUPS, _KINDS)),
    ("tie, kind", (_TIES, _KINDS)),
    ("tie, place", (_TIES, _PLACES)),
    ("form, kind", (_FORMS, _KINDS)),
    ("form, place", (_FORMS, _PLACES)),
    ("form, preposition", (_FORMS, _GROUPS)),
    ("metric, kind", (len(METRIC_GROUPS), _KINDS)),
    ("alignment, rival, named rival, place", (3, 3, 2, _PLACES)),
    ("clauses apart, member, kind", (3, 2, _KINDS)),
    ("mentions, in title, kind", (3, 2, _KINDS)),
    ("prior, own, plural, length", (2, 2, 2, 4)),
    ("place, preposition, class, named", (_PLACES, _GROUPS, 4, 2)),
)
"""What a candidate is weighed by: each template joins some properties, and has a weight for each of their values."""


OFFSETS: tuple[int, ...] = (*accumulate((prod(sizes) for _, sizes in TEMPLATES), initial=0),)
"""Where the values of each template begin in a column of weights, and the length of the column."""

_GROUP_OF: dict[str, int] = {}


def _metric_group(metric: str) -> int:
    if not _GROUP_OF:
        _GROUP_OF.update({row.id: METRIC_GROUPS.index(row.group) for row in metrics().values()})
    return _GROUP_OF[metric]


class _Phrase:
    """What is known of a noun phrase whatever number looks at it.

    Attributes:
        name: Its words, without articles.
        kind: Number of its kind.
        group: Group of its preposition, counted from 1; 0 without one.
        tie: How it hangs on its sentence.
        start: Offset of the phrase.
        rivalry: Number of the class of what it may be.
        named: True where a name stands in it.
        traits: See :class:`Candidate`.
        hangs: What :func:`of_stand` needs of it, as one number.
    """

    __slots__ = ("group", "hangs", "kind", "name", "named", "rivalry", "start", "tie", "traits")

    def __init__(
        self,
        name: str,
        start: int,
        kind: int,
        group: int,
        tie: int,
        seen: int,
        shape: int,
        rivalry: int,
        named: bool,
    ) -> None:
        self.name = name
        self.start = start
        self.kind = kind
        self.group = group
        self.tie = tie
        self.rivalry = rivalry
        self.named = named
        hangs = (kind * _GROUPS + group) * _TIES + tie
        self.hangs = (hangs * 4 + rivalry) * 2 + named
        self.traits = (hangs * _SEEN + seen) * _SHAPES + shape


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
MEASURE = NUMBER["measure"]
_SETTINGS = frozenset(NUMBER[name] for name in KINDS if _CLASSES.get(name) in {1, 2} and name != "name")
_MOST_FAR = 32
"""Phrases of the title and of sentences without numbers, and as many of earlier numbers' sentences: among 90,000
abstracts none has 31 of both, and a text without end would make each number look at all of it."""
_AROUND = 20_000
"""Characters on each side of a name in which it is counted: more than any of these abstracts has."""
_FAR = frozenset(range(1, 12)) | {NUMBER["name"], NUMBER["shared name"]}
"""Kinds that count in sentences without numbers."""


class _Scene(NamedTuple):
    """What a sentence without the number names: its number, its place as relations call it, its phrases."""

    sentence: int
    place: int
    phrases: list[_Phrase]


class Candidates:
    """The candidates of the numbers of one abstract; each sentence is taken apart once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._own = frozenset(name.lower() for name in document.names)
        self._scenes: list[_Scene] = []
        self._looked = 0
        self._results: list[_Scene] = []
        self._names: dict[str, int] = {}
        self._prior = marking_words("prior")
        self._said_own = marking_words("own")

    def of(self, index: int, numbers: Sequence[Number]) -> list[list[Candidate]]:
        """Return the candidates of each number of a sentence.

        The sentences of an abstract come in their order: what one names may be meant in a later one.

        Args:
            index: Number of the sentence.
            numbers: Its numbers in order, without those that overlap.
        """
        document = self._document
        structure = Structure(
            document.text, document.spans[index], [(n.start, n.end) for n in numbers], self._own
        )
        phrases = self._phrases(structure)
        scenes = [*self._evaluated(index), *self._results]
        result: list[list[Candidate]] = []
        for value, number in zip(structure.words.values, numbers, strict=True):
            rivals = _Rivals()
            said = _said(number)
            found = list(_near(structure, phrases, value, said, rivals))
            known = {candidate.name for candidate in found}
            found += [c for c in _far(scenes, said, index, rivals) if c.name not in known]
            result.append(found)
        settings = [p for p in phrases if p is not None and p.kind in _SETTINGS]
        if settings:
            self._results.append(_Scene(index, RESULT, settings[:_MOST_FAR]))
            while _size(self._results) > _MOST_FAR:
                del self._results[0]
        return result

    def _phrases(self, structure: Phrases) -> list[_Phrase | None]:
        """Return what is known of each noun phrase; None for one that names nothing that may be linked."""
        words = structure.words
        return [
            None if chunk.tie == LETTERS or kind == _STUDY else self._phrase(words, chunk, kind)
            for chunk, kind in zip(structure.chunks, structure.kinds, strict=True)
        ]

    def _phrase(self, words: Words, chunk: Chunk, kind: int) -> _Phrase:
        first, last, _, group, _, _, tie = chunk
        codes = words.codes
        lows = words.lows[first : last + 1]
        while first < last and codes[first] in "dru":
            first += 1
        start = words.starts[first]
        name = words.text[start : words.ends[last]]
        prior = not self._prior.isdisjoint(lows)
        own = not self._said_own.isdisjoint(lows)
        plural = codes[last] == "n" and lows[-1].endswith("s")
        shape = ((prior * 2 + own) * 2 + plural) * 4 + min(last - first, 3)
        compared = tie == BETTERED or group in _COMPARED
        return _Phrase(
            name, start, kind, group + 1, tie, self._counted(name, start), shape,
            _COMPARISON if compared else _CLASS[kind], codes.find("N", first, last + 1) >= 0,
        )  # fmt: skip

    def _counted(self, name: str, start: int) -> int:
        """Return how often a name stands in the abstract, at most thrice, and whether the title does: one number."""
        known = self._names.get(name)
        if known is None:
            found = self._document.text.count(name, max(0, start - _AROUND), start + _AROUND)
            mentions = max(0, min(found, 3) - 1)
            self._names[name] = known = mentions * 2 + (name in self._document.title)
        return known

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
            yield self._scene(-1, TITLE, document.title, (0, head + 1))
        if names:
            yield _Scene(-1, PROPOSED, [self._named(name, i) for i, name in enumerate(names[:3])])

    def _named(self, name: str, rank: int) -> _Phrase:
        """Return the name of one of the paper's own systems as a phrase; its place among them stands for its length."""
        start = self._document.text.find(name)
        return _Phrase(
            name, start, NUMBER["own system"], 0, 0, self._counted(name, start), rank, 0, named=True
        )

    def _scene(self, index: int, where: int, text: str, span: Span) -> _Scene:
        structure = Phrases(text, span, (), self._own)
        named = [
            p
            for p in self._phrases(structure)
            if p is not None and (p.kind in _FAR or (p.rivalry == _COMPARISON and p.kind != MEASURE))
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
        self.named = [False] * 4

    def add(self, phrase: _Phrase, where: int) -> None:
        """Take in a phrase of the number's own sentence."""
        level = 2 if where in _CLOSE else 1
        self.level[phrase.rivalry] = max(self.level[phrase.rivalry], level)
        self.named[phrase.rivalry] |= phrase.named

    def rank(self, phrase: _Phrase, where: int, aligned: int) -> int:
        """Return what a phrase has to stand against, as the value of a template."""
        level = 0 if where in _CLOSE else self.level[phrase.rivalry]
        named = not phrase.named and self.named[phrase.rivalry]
        return ((aligned * 3 + level) * 2 + named) * _PLACES + where


def _near(
    structure: Structure, phrases: list[_Phrase | None], value: int, said: int, rivals: _Rivals
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
            rank = rivals.rank(phrase, where, aligned)
            apart = min(abs(structure.clauses[chunk.first] - clause), 2)
            yield _candidate(phrase, said, where, rank, apart * 2 + (chunk.member > 0))


_CLOSE = frozenset({OWN, PARENTHESES, HOSTING})


def _far(scenes: Iterable[_Scene], said: int, index: int, rivals: _Rivals) -> Iterator[Candidate]:
    """Yield the candidates of the title and of earlier sentences."""
    for scene in scenes:
        apart = 1 if scene.sentence == index - 1 else 2
        for phrase in scene.phrases:
            rank = rivals.rank(phrase, scene.place, 0)
            yield _candidate(phrase, said, scene.place, rank, apart * 2)


(_O0, _O1, _O2, _O3, _O4, _O5, _O6, _O7, _O8, _O9, _O10, _O11, _O12, _O13, _) = OFFSETS


def _candidate(phrase: _Phrase, said: int, where: int, rank: int, apart: int) -> Candidate:
    """Return a phrase as a candidate of a number.

    Args:
        phrase: The phrase.
        said: What is weighed of the number itself: its form, and the group of its metric.
        where: Where the phrase stands.
        rank: What it has to stand against.
        apart: How many clauses are between, and whether it is a further member of a series.
    """
    return Candidate(phrase, where, rank, ((phrase.hangs * _APART + apart) * _PLACES + where) * _SAID + said)


def _said(number: Number) -> int:
    return _FORM[number.form] * _METRICS + _metric_group(number.metric)


def of_stand(stand: int) -> tuple[int, ...]:
    """Return the places in a column of weights of how a candidate stands to its number."""
    rest, said = divmod(stand, _SAID)
    form, metric = divmod(said, _METRICS)
    rest, where = divmod(rest, _PLACES)
    rest, apart = divmod(rest, _APART)
    rest, rivalry = divmod(rest, 4 * 2)
    kind, group, tie = _kind_group_tie(rest)
    return (
        _O0 + where * _GROUPS + group,
        _O1 + where * _KINDS + kind,
        _O4 + tie * _PLACES + where,
        _O5 + form * _KINDS + kind,
        _O6 + form * _PLACES + where,
        _O7 + form * _GROUPS + group,
        _O8 + metric * _KINDS + kind,
        _O10 + apart * _KINDS + kind,
        _O13 + (where * _GROUPS + group) * 4 * 2 + rivalry,
    )


def of_traits(traits: int) -> tuple[int, ...]:
    """Return the places in a column of weights of what a candidate is by itself."""
    rest, shape = divmod(traits, _SHAPES)
    rest, seen = divmod(rest, _SEEN)
    kind, group, tie = _kind_group_tie(rest)
    return _O2 + group * _KINDS + kind, _O3 + tie * _KINDS + kind, _O11 + seen * _KINDS + kind, _O12 + shape


def of_rank(rank: int) -> int:
    """Return the place in a column of weights of what a candidate has to stand against."""
    return _O9 + rank


def _kind_group_tie(hangs: int) -> tuple[int, int, int]:
    rest, tie = divmod(hangs, _TIES)
    kind, group = divmod(rest, _GROUPS)
    return kind, group, tie


def group_name(group: int) -> str:
    """Return the name of a group of prepositions; empty for none."""
    return group_names()[group] if group >= 0 else ""
