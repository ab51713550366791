"""What ties a number to the names of its abstract."""

from __future__ import annotations

from dataclasses import dataclass, field

from claims.model import Role

Named = tuple[str | None, str]
"""A name, and the relation that gives it; None and nothing where there is none."""

OWN_SYSTEM = "own system"
"""Relation of a system that the paper presents, and the kind of a phrase that names it."""


@dataclass(slots=True)
class Links:
    """The fields of a claim that other places of its abstract decide.

    Attributes:
        subject: Name of the system that has the value.
        baseline: What it is compared with.
        hardware: Where it was obtained.
        workload: What it applies to.
        role: ``result`` or ``background``.
        relations: For each field that is given, the name of the relation that gave it, see ``schema/linking.toml``.
    """

    subject: str | None = None
    baseline: str | None = None
    hardware: tuple[str, ...] = ()
    workload: tuple[str, ...] = ()
    role: Role = "result"
    relations: dict[str, str] = field(default_factory=dict, compare=False)
