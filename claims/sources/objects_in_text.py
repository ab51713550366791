"""Lists and objects that a table holds as text: in JSON, or as Python shows them."""

from __future__ import annotations

import ast
from contextlib import suppress
from typing import Any

import orjson

# Longer texts would take Python long to look at.
_LONGEST = 200_000
_ENDS = {"[": "]", "{": "}"}


def object_in(text: str) -> Any:
    """Return the list or object that a text is, or None.

    >>> object_in('{"DOI": "10.1/x"}'), object_in("['Jane Doe', None]"), object_in("[1] We show")
    ({'DOI': '10.1/x'}, ['Jane Doe', None], None)
    """
    text = text.strip()
    end = _ENDS.get(text[:1])
    if end is None or text[-1] != end or len(text) > _LONGEST:
        return None
    with suppress(orjson.JSONDecodeError):
        return orjson.loads(text)
    with suppress(ValueError, SyntaxError, MemoryError, RecursionError):
        return ast.literal_eval(text)
    return None
