"""What the links of one sentence share: its comparisons and places, looked up once."""

from __future__ import annotations

from claims.linking.comparisons import Comparison, comparisons
from claims.linking.evaluation import Evaluation
from claims.linking.scope import attach, owned
from claims.reading.match import Reading
from claims.syntax.phrases.cue_words import words
from claims.syntax.phrases.dealt_lists import Dealing
from claims.syntax.phrases.document import Document
from claims.syntax.phrases.places import Place, places
from claims.syntax.phrases.view import View


class Context:
    """A sentence with claims, and what finders ask of it.

    Attributes:
        document: The abstract.
        dealing: How it deals out lists of names to its numbers.
        evaluation: What it tells of once for all of its results.
        view: The sentence.
        readings: Its readings, in order.
        tokens: Indices of their tokens, each once, in order.
        comparisons: What the sentence compares with.
        places: Where the sentence says that its numbers hold.
        own: The places that belong to one number, or one list of numbers, by their tokens.
        hardware: Hardware of the places of each number.
        workloads: Workloads of the places of each number.
        tasks: Tasks of the places of each number.
        settled: For each number, true where its own words say what it holds for.
        in_own_part: True where the paper has begun to speak of its own work.
    """

    __slots__ = (
        "comparisons", "dealing", "document", "evaluation", "hardware", "in_own_part", "own", "places", "readings",
        "settled", "tasks", "tokens", "view", "workloads",
    )  # fmt: skip

    def __init__(
        self, document: Document, evaluation: Evaluation, view: View, readings: list[Reading]
    ) -> None:
        self.document = document
        self.evaluation = evaluation
        self.view = view
        self.readings = readings
        self.tokens = sorted({reading.token for reading in readings})
        self.comparisons: list[Comparison] = comparisons(view, readings)
        taken = [phrase for found in self.comparisons for phrase in found.phrases]
        self.places: list[Place] = places(view, taken, document.systems)
        self.dealing = Dealing(view, self.tokens)
        self.own = owned(view, readings, self.places, self.dealing)
        self.hardware, self.workloads, self.tasks = [
            attach(view, readings, self.places, self.own, self.dealing, kind)
            for kind in ("hardware", "workloads", "tasks")
        ]
        self.settled = [
            any(p.settles and p.preposition in words("on") for p in self.own.get(r.token, ()))
            for r in readings
        ]
        self.in_own_part = view.index >= document.own_part

    def share(self, i: int, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return one number's share of a list of names, see :meth:`.Dealing.share`."""
        reading = self.readings[i]
        return self.dealing.share(reading.token, reading.member, names)
