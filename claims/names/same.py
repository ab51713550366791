"""Whether two names are those of one thing, however they are written."""

from __future__ import annotations

import re
from functools import lru_cache

_IDLE = frozenset({"the", "a", "an", "its", "their", "our", "other", "existing", "of", "on", "and"})


def same_thing(one: str, other: str) -> bool:
    """True where two names are likely those of one thing: one holds the other, or half of their words are shared.

    >>> same_thing("the A100 GPU", "A100"), same_thing("ImageNet", "COCO")
    (True, False)
    """
    if one == other:
        return True
    joined, words = _words(one)
    against, others = _words(other)
    if not joined or not against:
        return False
    return joined in against or against in joined or len(words & others) * 2 >= max(len(words), len(others))


_WORD = re.compile(r"[a-z0-9.+]+")


@lru_cache(maxsize=16384)
def _words(name: str) -> tuple[str, frozenset[str]]:
    """Return the words of a name that tell something: run together, and as a set."""
    words = [word for word in _WORD.findall(name.lower()) if word not in _IDLE]
    return "".join(words), frozenset(words)
