"""Times of a cell that are written in several units: 7m 30s, 02:41:10, 1d 4h."""

from __future__ import annotations

import re

_SECONDS = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0}
_PARTS = re.compile(
    r"(?:(?P<d>\d{1,3})\s?d(?:ays?)?)?[\s,]*(?:(?P<h>\d{1,3})\s?h(?:ours?|rs?)?)?[\s,]*"
    r"(?:(?P<m>\d{1,3})\s?m(?:in(?:utes)?)?)?[\s,]*(?:(?P<s>\d{1,2}(?:\.\d+)?)\s?s(?:ec(?:onds)?)?)?",
    re.ASCII,
)
_CLOCK = re.compile(r"(?P<h>\d{1,3}):(?P<m>[0-5]\d):(?P<s>[0-5]\d(?:\.\d+)?)", re.ASCII)
_LONGEST = 24


def seconds_of(text: str) -> float | None:
    """Return the seconds of a time in two units or more, None for any other text.

    >>> seconds_of("7m 30s"), seconds_of("02:41:10"), seconds_of("48h")
    (450.0, 9670.0, None)
    """
    if len(text) > _LONGEST:
        return None
    found = _CLOCK.fullmatch(text) or _PARTS.fullmatch(text)
    parts = {unit: number for unit, number in found.groupdict().items() if number} if found else {}
    if len(parts) < 2:
        return None
    return sum(float(number) * _SECONDS[unit] for unit, number in parts.items())
