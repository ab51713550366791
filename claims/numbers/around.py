"""Words that stand around numbers, as pieces of patterns. They are data: ``schema/around_numbers.toml``."""

from __future__ import annotations

import re

from claims.errors import ClaimsError
from claims.files.own_vocabulary import texts

_TEXT = texts("around_numbers.toml")[0]
_LISTS = _TEXT.toml()


def words_of_list(name: str) -> list[str]:
    """Return the words of a list.

    Args:
        name: What ``schema/around_numbers.toml`` calls the list.

    Raises:
        ClaimsError: There is no such list, or it holds something else than words; names file and line.
    """
    words = _LISTS.get(name)
    if not isinstance(words, list) or not words or not all(isinstance(w, str) and w.strip() for w in words):
        where = _TEXT.line_of(rf"\s*{re.escape(name)}\s*=")
        raise ClaimsError(f'{where}: {name!r} is no list of words; write {name} = ["..."]')
    return words


def any_of(name: str) -> str:
    """Return the source of a pattern that matches any word of a list, the longest where several begin alike.

    Args:
        name: What ``schema/around_numbers.toml`` calls the list.

    Raises:
        ClaimsError: As :func:`words_of_list`.

    >>> any_of("negative")
    'negative|minus'
    """
    longest_first = sorted(words_of_list(name), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in longest_first)
