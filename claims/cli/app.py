"""The command line with all its commands: for its documentation and tests."""

from __future__ import annotations

from claims.cli.program import program

app = program()
