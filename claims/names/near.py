"""Names that somebody may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def near_matches(word: str, names: Iterable[str], *, limit: int = 4) -> str:
    """Return the names most like a word, as the end of an error line; ``""`` where none is near.

    >>> near_matches("latancy", ["latency", "energy", "accuracy"])
    '; near it: latency'
    """
    known = sorted(set(names))
    key = word.casefold()
    near = [name for name in known if key and key in name.casefold()][:limit]
    near += [name for name in difflib.get_close_matches(key, known, limit, 0.6) if name not in near]
    return f"; near it: {', '.join(near[:limit])}" if near else ""
