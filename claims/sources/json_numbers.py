"""Numbers that are none: Python writes NaN and Infinity into JSON, which has no such things."""

from __future__ import annotations

import re

# Texts are passed over: what stands in one is what somebody has written.
_TEXT_OR_NO_NUMBER = re.compile(rb'("(?:[^"\\]|\\.)*")|-?\b(?:NaN|Infinity)\b')


def null_for_no_number(data: bytes) -> bytes:
    r"""Return JSON with null in place of numbers that are none; other bytes as they are.

    >>> null_for_no_number(b'{"year": NaN, "title": "NaN, -Infinity"}')
    b'{"year": null, "title": "NaN, -Infinity"}'
    """
    if b"NaN" not in data and b"Infinity" not in data:
        return data
    return _TEXT_OR_NO_NUMBER.sub(lambda found: found[1] or b"null", data)
