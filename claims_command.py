"""What the command ``claims`` runs: it answers Ctrl-C while the program itself is still being loaded."""

from __future__ import annotations

import sys


def main() -> int:
    """Load the command line and run it; see :func:`claims.cli.main`."""
    try:
        from claims.cli import main as run  # noqa: PLC0415 - takes long enough to be interrupted
    except KeyboardInterrupt:
        print("claims: interrupted; nothing was left half-written", file=sys.stderr)
        return 130
    return run()
