"""What all formats of an export have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from claims.report.exports.about import About
from claims.report.exports.folder import Staging


@dataclass(frozen=True, slots=True)
class Format:
    """A format that a database can be written in.

    Attributes:
        name: What ``--format`` calls it.
        description: What it is and which files it has, on one line.
        write: Writes its files.
    """

    name: str
    description: str
    write: Callable[[duckdb.DuckDBPyConnection, About, Staging], None]
