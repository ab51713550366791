"""What the links of one sentence share: its comparisons and places, looked up once."""

from __future__ import annotations

from claims.linking.comparisons import Comparison, comparisons
from claims.linking.document import Document
from claims.linking.places import Place, places
from claims.linking.scope import attach
from claims.phrases.noun_phrases import Phrase
from claims.phrases.things import named_data
from claims.phrases.view import View
from claims.reading.match import Reading


class Context:
    """A sentence with claims, and what finders ask of it.

    Attributes:
        document: The abstract.
        view: The sentence.
        readings: Its readings, in order.
        comparisons: What the sentence compares with.
        taken: Phrases that name what is compared with, and nothing else.
        places: Where the sentence says that its numbers hold.
        hardware: Hardware of the places of each number.
        workloads: Workloads of the places of each number.
        tasks: Tasks of the places of each number.
        in_own_part: True where the paper has begun to speak of its own work.
    """

    __slots__ = (
        "_objects", "comparisons", "document", "hardware", "in_own_part", "places", "readings", "taken", "tasks",
        "view", "workloads",
    )  # fmt: skip

    def __init__(self, document: Document, view: View, readings: list[Reading]) -> None:
        self.document = document
        self.view = view
        self.readings = readings
        self.comparisons: list[Comparison] = comparisons(view, readings)
        self.taken: list[Phrase] = [phrase for found in self.comparisons for phrase in found.phrases]
        self.places: list[Place] = places(view, self.taken, document.systems)
        self.hardware = attach(view, readings, self.places, "hardware")
        self.workloads = attach(view, readings, self.places, "workloads")
        self.tasks = attach(view, readings, self.places, "tasks")
        self.in_own_part = view.index >= document.own_part
        self._objects: tuple[str, ...] | None = None

    @property
    def objects(self) -> tuple[str, ...]:
        """Data that the sentence names elsewhere than in a place."""
        if self._objects is None:
            self._objects = self._named_elsewhere()
        return self._objects

    def _named_elsewhere(self) -> tuple[str, ...]:
        if any(self.workloads):
            return ()
        view, systems = self.view, self.document.systems
        hinted = self.document.hints[view.index]
        return tuple(
            dict.fromkeys(
                name
                for at, name in named_data(view.text, view.start, view.end, hinted)
                if name.lower() not in systems and not any(p.start <= at < p.end for p in self.taken)
            )
        )
