"""What the search of a site looks through, as scripts: a page on a disk may load a script, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import orjson

from claims.files.escaping import for_json

NAMES_FILE = "search-names.js"
"""Metrics, boards, datasets, hardware, baselines and systems."""
PAPERS_FILE = "search-papers.js"
"""Titles of papers."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found.

    Attributes:
        name: What it is called.
        kind: What it is, for people: dataset, board, system.
        address: Where it is, from the root of the site.
        weight: Number of papers: the more, the earlier it is shown.
    """

    name: str
    kind: str
    address: str
    weight: int


def script(entries: Iterable[Entry], kinds: list[str]) -> bytes:
    """Return entries as a script that adds them to the list of the page.

    Args:
        entries: In any order; those with more papers come first.
        kinds: All kinds: an entry holds the number of its own.
    """
    rows = [
        [entry.name, kinds.index(entry.kind), entry.address, entry.weight]
        for entry in sorted(entries, key=lambda entry: (-entry.weight, entry.name, entry.address))
    ]
    found = for_json(orjson.dumps({"kinds": kinds, "entries": rows}))
    return b"(window.claimsFound = window.claimsFound || []).push(" + found + b");\n"
