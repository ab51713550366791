"""Large patterns, compiled once for all commands: that takes half a second, and a hundredth where it was done before.

What is kept is the code of a pattern, which is numbers, and the matcher checks them before it takes them.
"""

from __future__ import annotations

import re
import sys
from array import array
from typing import Any

from claims.files.kept import is_off, kept

_Code = tuple[int, bytes, int, dict[str, int]]
"""Flags, code, number of groups, and the names of groups with their numbers."""

_MAKER = f"pattern {sys.implementation.name} {sys.hexversion:x}"


def compiled(source: str, flags: int = 0) -> re.Pattern[str]:
    """Return what ``re.compile`` would, sooner where an earlier command has compiled it.

    Args:
        source: A pattern of this program's own.
        flags: Flags of ``re``.

    Raises:
        re.error: It is no pattern.
    """
    flags = int(flags)
    if is_off():
        return re.compile(source, flags)
    try:
        return _pattern(source, kept(_MAKER, f"{flags} {source}", lambda: _code(source, flags)))
    except Exception:
        return re.compile(source, flags)


def _code(source: str, flags: int) -> _Code:
    compiler: Any = re._compiler  # type: ignore[attr-defined]
    tree = compiler._parser.parse(source, flags)
    code = array("I", compiler._code(tree, flags))
    return flags | tree.state.flags, code.tobytes(), tree.state.groups - 1, dict(tree.state.groupdict)


def _pattern(source: str, code: _Code) -> re.Pattern[str]:
    import _sre  # type: ignore[import-not-found]  # noqa: PLC0415 - not in every Python

    flags, numbers, groups, names = code
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    pattern: re.Pattern[str] = _sre.compile(
        source, flags, array("I", numbers).tolist(), groups, names, tuple(by_number)
    )
    return pattern
