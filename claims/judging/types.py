"""Whether the fields of a claim that somebody has written are of the types that a claim has."""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from claims.model import Claim

_LONGEST_SHOWN = 60
_LARGEST = 2**53  # what a floating-point number holds exactly


@cache
def _hints() -> Mapping[str, Any]:
    return get_type_hints(Claim)


def misfit(name: str, value: object) -> str | None:
    """Return what is wrong with the value of a field, or None where it is of the field's type.

    >>> misfit("lo", "2.4"), misfit("hi", None), misfit("hardware", ["A100"])
    ("'lo' is '2.4', which is no number", None, None)
    """
    wanted = _misses(value, _hints()[name])
    if wanted is None:
        return None
    shown = repr(value)
    shown = shown if len(shown) <= _LONGEST_SHOWN else f"{shown[:_LONGEST_SHOWN]}…"
    return f"{name!r} is {shown}, which is no {wanted}"


def _misses(value: object, hint: Any) -> str | None:
    """Return the name of the type that a value is not of."""
    if isinstance(hint, types.UnionType) or get_origin(hint) is Union:
        return None if value is None else _misses(value, get_args(hint)[0])
    if hint is int:
        is_one = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LARGEST
        return None if is_one else "whole number"
    if hint is float:
        is_one = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        return None if is_one else "number"
    if get_origin(hint) is tuple:
        is_one = isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)
        return None if is_one else "list of texts"
    if get_origin(hint) is Mapping:
        inside = get_args(hint)[1]
        is_one = isinstance(value, Mapping) and all(_misses(each, inside) is None for each in value.values())
        return None if is_one else "object"
    assert hint is str or get_origin(hint) is Literal
    return None if isinstance(value, str) else "text"
