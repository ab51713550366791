"""When Python looks for objects that hold each other."""

from __future__ import annotations

COLLECT_AFTER = 50_000
"""New objects after which Python looks for cycles among them: papers and claims have none, and looking takes time."""
