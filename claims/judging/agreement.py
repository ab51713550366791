"""When two values of a field mean the same: numbers but for rounding, units but for spelling, names leniently."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

AnyClaim = Mapping[str, Any]

CORE = ("form", "metric", "change", "bound", "statistic")
LINKS = ("role", "baseline", "hardware", "workload")
PLAIN = (*CORE, "polarity", "unit", "role")
NAMES = ("subject", "baseline", "hardware", "workload")
FIELDS = (*PLAIN, *NAMES)
"""The fields that are compared, in the order in which they are shown."""

_TOLERANCE = 1e-6
_WORD = re.compile(r"[a-z0-9.+]+")
_EMPTY_WORDS = frozenset({"the", "a", "an", "its", "their", "our", "other", "existing", "of", "on", "and"})

_SPELLINGS: dict[str, tuple[str, ...]] = {
    "1": ("", "dimensionless"),
    "x": ("times",),
    "percent": ("%",),
    "usd": ("$",),
    "s": ("sec", "second", "seconds"),
    "min": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "token/s": ("tokens/s",),
    "token/j": ("tokens/j",),
    "frame/s": ("frames/s", "fps"),
    "flop/s": ("flops",),
    "gflop/s": ("gflops",),
    "tflop/s": ("tflops",),
    "pflop/s": ("pflops", "petaflop/s"),
    "mm^2": ("mm2", "mm**2"),
    "mac/cycle": ("mac/clk",),
}
_UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings}


def same_name(a: str | None, b: str | None) -> bool:
    """Return whether two names mean the same: one in the other, or half of their words in common.

    >>> same_name("the dense model", "Dense model"), same_name("GPU", "an A100 GPU"), same_name("GPU", None)
    (True, True, False)
    """
    left, right = _words(a), _words(b)
    if not left or not right:
        return not left and not right
    one, other = "".join(left), "".join(right)
    if one in other or other in one:
        return True
    return 2 * len({*left} & {*right}) >= max(len({*left}), len({*right}))


def _words(name: str | None) -> list[str]:
    return [word for word in _WORD.findall((name or "").lower()) if word not in _EMPTY_WORDS]


def same_names(a: Sequence[str] | None, b: Sequence[str] | None) -> bool:
    """Return whether each name of either list means the same as some name of the other.

    >>> same_names(["A100"], ["NVIDIA A100 GPU"]), same_names(["A100", "H100"], ["A100"])
    (True, False)
    """
    left, right = a or (), b or ()
    return all(any(same_name(x, y) for y in right) for x in left) and all(
        any(same_name(x, y) for x in left) for y in right
    )


def same_unit(a: str | None, b: str | None) -> bool:
    """Return whether two spellings mean the same unit.

    >>> same_unit("frame/s", "FPS"), same_unit("ms", "s")
    (True, False)
    """
    return _unit(a) == _unit(b)


def _unit(spelling: str | None) -> str:
    bare = (spelling or "").strip().lower().replace(" ", "")
    return _UNITS.get(bare, bare)


def same_number(a: float | None, b: float | None) -> bool:
    """Return whether two numbers are equal but for rounding; an open end equals only an open end."""
    if a is None or b is None:
        return a is b
    return abs(a - b) <= _TOLERANCE * max(1.0, abs(a), abs(b))


def _same_value(a: Any, b: Any) -> bool:
    return (a or None) == (b or None)


_SAME: dict[str, Callable[[Any, Any], bool]] = {
    **dict.fromkeys(PLAIN, _same_value),
    "unit": same_unit,
    "subject": same_name,
    "baseline": same_name,
    "hardware": same_names,
    "workload": same_names,
}


def agrees(name: str, annotated: AnyClaim, extracted: AnyClaim) -> bool:
    """Return whether two claims agree in a field."""
    return _SAME[name](annotated.get(name), extracted.get(name))


def core_agrees(annotated: AnyClaim, extracted: AnyClaim) -> bool:
    """Return whether two claims agree in form, metric, change, bound and statistic."""
    return all(agrees(name, annotated, extracted) for name in CORE)


def links_agree(annotated: AnyClaim, extracted: AnyClaim) -> bool:
    """Return whether two claims agree in role, baseline, hardware and workload."""
    return all(agrees(name, annotated, extracted) for name in LINKS)


def names_of(claim: AnyClaim, name: str) -> list[str]:
    """Return the names that a field holds: none, its one, or all of its list."""
    value = claim.get(name)
    return [value] if isinstance(value, str) else list(value or ())
