"""What a construction is: a pattern, what it says, and examples that keep both honest, from ``schema/``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple, cast, get_args

from claims.errors import ClaimsError
from claims.model import Role
from claims.numbers.quantity import Quantity, QuantityKind
from claims.numbers.units import unit_dimension
from claims.reading.match import Answer, Match, Named, Refused, Says
from claims.reading.readers import READERS, Reader
from claims.syntax.cues import Cue, cue, cues, place
from claims.syntax.grammar import amounts, compile_pattern, needed
from claims.syntax.number_tokens import kinds_of
from claims.syntax.sentence import Sentence
from claims.syntax.tokens import Direction
from claims.syntax.vocabulary import load, metrics

FILES = ("changes.toml", "levels.toml")
"""In the order in which their constructions are tried."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text, and the fields of the claims that it must give, in order."""

    text: str
    claims: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Construction:
    """A way to state claims.

    Attributes:
        name: Names it; ``Claim.rule``.
        description: One line for people.
        pattern: Where it applies, in the language of :mod:`claims.syntax.grammar`. ``amount`` is the number, ``metric``
            the word that names its metric, ``change`` the word of change.
        says: What the number says, see :class:`claims.reading.match.Match`; empty where a reader tells, or it refuses.
        refuse: Why the number is no claim; empty where it is one.
        reader: What looks further than a pattern can, None for most.
        kinds: Kinds of quantity that it takes.
        dimensions: Dimensions of units that it takes; empty for all.
        of: Metrics that it takes; empty for all.
        not_of: Metrics that it leaves alone.
        cues: What has to stand by the number, or in it.
        unless: What must not stand there.
        named: The metric, where no token names it.
        direction: Where the metric goes, where no word of change says so.
        role: ``background`` where the number is never the paper's own result.
        reads: Sentences that it must read, with what they must give.
        leaves: Look-alikes that no construction may read.
        compiled: The pattern over codes.
        needed: Codes that a sentence must have.
        file: File of ``schema/`` that it stands in.
    """

    name: str
    description: str
    pattern: str
    says: Says | None
    refuse: str
    reader: Reader | None
    kinds: frozenset[str]
    dimensions: frozenset[str]
    of: frozenset[str]
    not_of: frozenset[str]
    cues: tuple[Cue, ...]
    unless: tuple[Cue, ...]
    named: Named | None
    direction: Direction | None
    role: Role | None
    reads: tuple[Example, ...]
    leaves: tuple[str, ...]
    compiled: re.Pattern[str]
    needed: frozenset[str]
    file: str

    def matches(self, codes: str) -> list[re.Match[str]]:
        """Return the places where the pattern matches, by the number that it is about."""
        found: list[re.Match[str]] = []
        m = self.compiled.search(codes)
        while m is not None:
            found.append(m)
            m = self.compiled.search(codes, m.start("amount") + 1)
        return found

    def answer(self, sentence: Sentence, m: re.Match[str]) -> Answer:
        """Tell what the number says of which the pattern has matched."""
        at = m.start("amount")
        if not self._takes(sentence, at):
            return None
        if self.reader is not None:
            answer = self.reader(sentence, m)
            if isinstance(answer, Match) and answer.role != self.role:
                return replace(answer, role=self.role)
            return answer
        groups = m.groupdict()
        name = m.start("metric") if groups.get("metric") else None
        metric = sentence.tokens[name].metrics[0] if name is not None else ""
        if metric in self.not_of or (self.of and metric not in self.of):
            return None
        if self.says is None:
            return Refused(self.refuse)
        word = m.start("change") if groups.get("change") else None
        return Match(at, self.says, name, word, self.named, self.direction, self.role)

    def _takes(self, sentence: Sentence, at: int) -> bool:
        quantity: Quantity = sentence.tokens[at].quantities[0]
        if quantity.kind not in self.kinds:
            return False
        if self.dimensions and (unit_dimension(quantity.unit) or "") not in self.dimensions:
            return False
        text, start, end, floor = sentence.text, quantity.start, sentence.tokens[at].end, sentence.start
        for each in self.cues:
            if each.found(text, start, end, floor) is None:
                return False
        return not self.unless or all(each.found(text, start, end, floor) is None for each in self.unless)


@cache
def constructions() -> tuple[Construction, ...]:
    """Return the constructions in the order in which they are tried: the first that reads a number keeps it.

    Raises:
        ClaimsError: One of them is not as it must be; names file, line and remedy.
    """
    made: list[Construction] = []
    for file in FILES:
        for number, row in enumerate(load(file)["construction"]):
            where = f"{place(file, 'construction', number)}: construction {row.get('name', '')!r}"
            if any(each.name == row.get("name") for each in made):
                raise ClaimsError(f"{where} stands there twice; give one of them another name")
            made.append(_construction(row, where, file))
    return tuple(made)


def possible(codes: str, quantities: Sequence[Quantity], file: str) -> list[Construction]:
    """Return the constructions of a file that may read a number of a sentence, in their order.

    Args:
        codes: The codes of the sentence.
        quantities: The first number of each list of numbers in it.
        file: One of :data:`FILES`.
    """
    needs = _needs()[file]
    left = 0
    for quantity in quantities:
        taking = needs.by_kind.get(quantity.kind, 0)
        if quantity.kind == "measure":
            taking &= needs.by_dimension.get(unit_dimension(quantity.unit) or "", needs.of_any_dimension)
        left |= taking
    for code, needing in needs.by_code.items():
        if code not in codes:
            left &= ~needing
    found = needs.known.get(left)
    if found is None:
        found = needs.known[left] = [each for place, each in enumerate(needs.listed) if left >> place & 1]
    return found


class _Needs(NamedTuple):
    """The constructions of a file, and sets of them as bits: their places.

    Attributes:
        listed: The constructions.
        by_code: For each code those that need it.
        by_kind: For each kind of quantity those that take it.
        by_dimension: For each dimension of units those that take it; others take all.
        of_any_dimension: Those that take any.
        known: Those that some bits stand for, filled in as sentences ask.
    """

    listed: list[Construction]
    by_code: dict[str, int]
    by_kind: dict[str, int]
    by_dimension: dict[str, int]
    of_any_dimension: int
    known: dict[int, list[Construction]]


@cache
def _needs() -> dict[str, _Needs]:
    """Return what is known of the constructions of each file."""
    found: dict[str, _Needs] = {}
    for file in FILES:
        listed = [each for each in constructions() if each.file == file]
        any_dimension = _bits(listed, lambda each: ("",) if not each.dimensions else ()).get("", 0)
        by_dimension = _bits(listed, lambda each: each.dimensions)
        found[file] = _Needs(
            listed,
            _bits(listed, lambda each: each.needed),
            _bits(listed, lambda each: each.kinds),
            {dimension: bits | any_dimension for dimension, bits in by_dimension.items()},
            any_dimension,
            {},
        )
    return found


def _bits(listed: list[Construction], told: Callable[[Construction], Iterable[str]]) -> dict[str, int]:
    """Return for each word that is told of constructions the bits of those of which it is."""
    found: dict[str, int] = {}
    for place_in_file, each in enumerate(listed):
        for word in told(each):
            found[word] = found.get(word, 0) | 1 << place_in_file
    return found


_TEXTS = ("name", "description", "pattern")
_CHOICES: dict[str, tuple[str, ...]] = {
    "says": get_args(Says), "reader": tuple(READERS), "direction": get_args(Direction), "role": get_args(Role),
}  # fmt: skip
_LISTS = ("kinds", "dimensions", "of", "not_of", "cues", "unless", "reads", "leaves")
_FIELDS = frozenset({*_TEXTS, *_CHOICES, *_LISTS, "refuse", "metric"})


def _construction(row: dict[str, Any], where: str, file: str) -> Construction:
    _check(row, where)
    try:
        compiled = compile_pattern(row["pattern"])
    except (ValueError, re.error) as error:
        raise ClaimsError(f"{where}: {error}; mend its pattern") from None
    if "amount" not in compiled.groupindex:
        raise ClaimsError(f"{where}: no :amount in its pattern; mark the number")
    return Construction(
        name=row["name"], description=row["description"], pattern=row["pattern"],
        says=row.get("says"), refuse=row.get("refuse", ""), reader=READERS.get(row.get("reader", "")),
        kinds=frozenset(row.get("kinds", kinds_of(amounts(compiled)))), dimensions=frozenset(row.get("dimensions", ())),
        of=frozenset(row.get("of", ())), not_of=frozenset(row.get("not_of", ())),
        cues=tuple(map(cue, row.get("cues", ()))), unless=tuple(map(cue, row.get("unless", ()))),
        named=Named(row["metric"]) if "metric" in row else None, direction=row.get("direction"),
        role=row.get("role"), reads=tuple(map(_example, row.get("reads", ()))), leaves=tuple(row.get("leaves", ())),
        compiled=compiled, needed=needed(compiled), file=file,
    )  # fmt: skip


def _check(row: dict[str, Any], where: str) -> None:
    if unknown := set(row) - _FIELDS:
        raise ClaimsError(
            f"{where}: no field is called {min(unknown)!r}; there are {', '.join(sorted(_FIELDS))}"
        )
    for name in _TEXTS:
        if not row.get(name):
            raise ClaimsError(f"{where}: it needs {name!r}; add it")
    if sum(name in row for name in ("says", "reader", "refuse")) != 1:
        raise ClaimsError(
            f"{where}: it needs one of 'says', 'reader' and 'refuse'; add it or leave the others out"
        )
    for name, choices in _CHOICES.items():
        if name in row and row[name] not in choices:
            raise ClaimsError(
                f"{where}: {name} {row[name]!r} is none of {', '.join(choices)}; write one of them"
            )
    _check_each(row, where, "kinds", get_args(QuantityKind))
    for field in ("cues", "unless"):
        _check_each(row, where, field, tuple(cues()))
    _check_each({"metric": [row.get("metric", "unit")]}, where, "metric", ("unit", *metrics()))
    for field in ("of", "not_of"):
        _check_each(row, where, field, tuple(metrics()))


def _check_each(row: dict[str, Any], where: str, field: str, known: tuple[str, ...]) -> None:
    for value in row.get(field, ()):
        if value not in known:
            raise ClaimsError(f"{where}: {field} {value!r} is none of {', '.join(known)}; write one of them")


def _example(row: dict[str, Any]) -> Example:
    if "claims" in row:
        return Example(row["text"], tuple(cast("list[dict[str, Any]]", row["claims"])))
    return Example(row["text"], ({name: value for name, value in row.items() if name != "text"},))
