"""What the links of one sentence share: its comparisons and places, looked up once."""

from __future__ import annotations

from functools import cached_property

from claims.linking.comparisons import Comparison, comparisons
from claims.linking.document import DATA, Document
from claims.linking.kinds import named_data
from claims.linking.phrases import Phrase
from claims.linking.places import Place, places
from claims.linking.scope import attach
from claims.linking.view import View
from claims.reading.match import Reading


class Context:
    """A sentence with claims, and what finders ask of it.

    Attributes:
        document: The abstract.
        view: The sentence.
        readings: Its readings, in order.
    """

    def __init__(self, document: Document, view: View, readings: list[Reading]) -> None:
        self.document = document
        self.view = view
        self.readings = readings

    @cached_property
    def comparisons(self) -> list[Comparison]:
        """What the sentence compares with."""
        return comparisons(self.view, self.readings)

    @cached_property
    def taken(self) -> list[Phrase]:
        """Phrases that name what is compared with, and nothing else."""
        return [phrase for comparison in self.comparisons for phrase in comparison.phrases]

    @cached_property
    def places(self) -> list[Place]:
        """Where the sentence says that its numbers hold."""
        return places(self.view, self.taken, self.document.systems)

    @cached_property
    def hardware(self) -> list[tuple[str, ...]]:
        """Hardware of the places of each number."""
        return attach(self.view, self.readings, self.places, "hardware")

    @cached_property
    def workloads(self) -> list[tuple[str, ...]]:
        """Workloads of the places of each number."""
        return attach(self.view, self.readings, self.places, "workloads")

    @cached_property
    def tasks(self) -> list[tuple[str, ...]]:
        """Tasks of the places of each number."""
        return attach(self.view, self.readings, self.places, "tasks")

    @cached_property
    def objects(self) -> tuple[str, ...]:
        """Data that the sentence names elsewhere than in a place."""
        if any(self.workloads):
            return ()
        view, systems = self.view, self.document.systems
        if not self.document.hints[view.index] & DATA:
            return ()
        return tuple(
            dict.fromkeys(
                name
                for at, name in named_data(view.text, view.start, view.end)
                if name.lower() not in systems and not any(p.start <= at < p.end for p in self.taken)
            )
        )

    @cached_property
    def in_own_part(self) -> bool:
        """True where the paper has begun to speak of its own work."""
        return self.view.index >= self.document.own_part
