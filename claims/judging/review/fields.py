"""The fields of a claim that people may put right, and how their values stand in the cells of a sheet."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from claims.model import Bound, Change, Form, Polarity, Role

CORRECTABLE = (
    "form", "lo", "hi", "unit", "metric", "metric_text", "change", "polarity", "bound", "statistic", "subject",
    "baseline", "hardware", "workload", "role",
)  # fmt: skip
"""The fields of ``docs/claim-model.md`` that a correction may change, in its order."""

LISTS = frozenset({"hardware", "workload"})
NUMBERS = frozenset({"lo", "hi"})
NAMES = ("metric_text", "subject", "baseline", "hardware", "workload")
"""The fields whose values are words of the paper."""

CORE = frozenset(CORRECTABLE) - {"subject", "baseline", "hardware", "workload"}
"""The fields that the confidence of a claim speaks of; the others have one of their own."""

MAY_BE_EMPTY = frozenset({"hi", "metric_text", "statistic", "subject", "baseline", *LISTS})

CHOICES: Mapping[str, tuple[str, ...]] = {
    "form": get_args(Form),
    "change": get_args(Change),
    "polarity": get_args(Polarity),
    "bound": get_args(Bound),
    "role": get_args(Role),
    "statistic": ("mean", "geomean", "median", "max", "min", "p50", "p90", "p95", "p99"),
}
"""The values that a field may have, where they are few."""

VERDICTS = ("right", "wrong", "no_claim", "missed", "changed")
"""What somebody may say of a claim."""

EMPTY = "-"
"""What stands in a cell for: there is none."""


@cache
def spellings_of_verdicts() -> Mapping[str, str]:
    """Return the verdicts by what people write for them."""
    return {
        **{verdict: verdict for verdict in VERDICTS},
        "no claim": "no_claim", "no-claim": "no_claim", "none": "no_claim", "ok": "right", "yes": "right",
        "true": "right", "no": "wrong", "false": "wrong", "undo": "undo",
    }  # fmt: skip


def value_of(name: str, given: object) -> Any:
    """Return the value of a field out of a cell of a sheet, or out of JSON.

    Args:
        name: One of :data:`CORRECTABLE`.
        given: Text of a cell; of JSON also a number, a list or None.

    Returns:
        Text, number, list of texts, or None.

    Raises:
        ValueError: It is no value of that field; the text says what it must be.

    >>> value_of("hardware", "A100; H100"), value_of("lo", "2,400"), value_of("lo", "98,6"), value_of("baseline", "-")
    (['A100', 'H100'], 2400.0, 98.6, None)
    """
    if name in LISTS:
        return _names(name, given)
    if given is None or (isinstance(given, str) and given.strip() in ("", EMPTY)):
        if name not in MAY_BE_EMPTY:
            raise ValueError(f"{name} is empty, which it must not be")
        return None
    if name in NUMBERS:
        return _number(name, given)
    if not isinstance(given, str):
        raise ValueError(f"{name} is {given!r}, which is no text")
    text = given.strip()
    choices = CHOICES.get(name)
    if choices and text not in choices:
        raise ValueError(f"{name} is {text!r}: give one of {', '.join(choices)}")
    return text


def _names(name: str, given: object) -> list[str]:
    if given is None:
        return []
    if isinstance(given, str):
        given = given.split(";") if given.strip() != EMPTY else []
    if not isinstance(given, list | tuple) or not all(isinstance(each, str) for each in given):
        raise ValueError(f"{name} is {given!r}: give names with ; between them")
    return [each.strip() for each in given if each.strip()]


_THOUSANDS = re.compile(r"-?[1-9]\d{0,2}(,\d{3})+(\.\d+)?")


def _number(name: str, given: object) -> float:
    text = str(given).strip().replace("\u2212", "-")
    # 2,400 is a number with thousands, 98,6 what a spreadsheet of other countries makes of 98.6
    text = text.replace(",", "" if _THOUSANDS.fullmatch(text) else ".")
    try:
        number = float(text)
    except ValueError as error:
        raise ValueError(f"{name} is {given!r}, which is no number") from error
    if not math.isfinite(number):
        raise ValueError(f"{name} is {given!r}, which is no number")
    return number


def cell_of(value: object) -> str:
    """Return what stands in the cell of a sheet for a value; :func:`value_of` reads it again.

    >>> cell_of(["A100", "H100"]), cell_of(2.0), cell_of(None)
    ('A100; H100', '2', '')
    """
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def equal(a: object, b: object) -> bool:
    """Return whether two values of a field are the same."""
    if isinstance(a, list | tuple) or isinstance(b, list | tuple):
        return _listed(a) == _listed(b)
    if isinstance(a, float | int) and isinstance(b, float | int):
        return math.isclose(a, b, rel_tol=1e-9)
    return bool(a == b)


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
