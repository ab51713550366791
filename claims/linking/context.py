"""What the links of one sentence share: its comparisons and places, looked up once."""

from __future__ import annotations

from claims.linking.comparisons import Comparison, comparisons
from claims.linking.dealing import Dealing
from claims.linking.evaluation import Evaluation
from claims.linking.places import Place, places
from claims.linking.scope import attach
from claims.reading.match import Reading
from claims.syntax.phrases.document import Document
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
        hardware: Hardware of the places of each number.
        workloads: Workloads of the places of each number.
        tasks: Tasks of the places of each number.
        in_own_part: True where the paper has begun to speak of its own work.
    """

    __slots__ = (
        "comparisons", "dealing", "document", "evaluation", "hardware", "in_own_part", "places", "readings", "tasks",
        "tokens", "view", "workloads",
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
        self.dealing = Dealing(view, readings)
        self.hardware = attach(view, readings, self.places, "hardware", self.dealing)
        self.workloads = attach(view, readings, self.places, "workloads", self.dealing)
        self.tasks = attach(view, readings, self.places, "tasks", self.dealing)
        self.in_own_part = view.index >= document.own_part
