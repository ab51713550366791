"""The tables of the tests: statements in SQL, hostile databases, hostile text in every command and format."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.torture import Effort, Outcome, Part

TABLES = {
    "questions in SQL": "test_questions.py",
    "hostile databases": "test_hostile_databases.py",
    "hostile text through every command and format": "test_hostile_text.py",
}
"""Modules of tests, each of which tries a whole kind, by what they try."""
_ROOT = Path(__file__).parents[2]
_COUNTS = re.compile(r"(\d+) (passed|failed|error)")


def outcome_of(what: str, said: str) -> Outcome:
    """Return what came of a module of tests, by what pytest said."""
    counts = {kind: int(number) for number, kind in _COUNTS.findall(said)}
    broken = [line for line in said.splitlines() if line.startswith(("FAILED", "ERROR"))]
    tried = sum(counts.values())
    return Outcome(what, tried, broken if tried else ["no test has run"])


def _run(effort: Effort) -> Iterator[Outcome]:
    for what, module in TABLES.items():
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-rfE", "-p", "no:cacheprovider", f"tests/{module}",
             f"--basetemp={effort.folder / 'pytest'}"],
            cwd=_ROOT, env={**os.environ, "CLAIMS_TORTURE": "1"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        yield outcome_of(what, done.stdout)


PART = Part("tables", "what strangers ask, send and write changes nothing and reaches nobody", _run)
