"""Figures as people write them."""

from __future__ import annotations


def number(value: float | None) -> str:
    """Return a factor or level with three digits that count: ``3.70``, ``46.2``, ``5,555``.

    >>> number(3.7037), number(46.21), number(5555.0), number(0.0261), number(99.9999999)
    ('3.70', '46.2', '5,555', '0.0261', '100')
    >>> number(10_000_000), number(5e11), number(0.00012), number(8e-11)
    ('10,000,000', '5e11', '0.00012', '8e-11')
    """
    if value is None:
        return ""
    size = abs(float(f"{value:.3g}"))
    if size >= 1e9 or 0 < size < 1:
        digits, _, power = f"{value:.3g}".partition("e")
        return f"{digits}e{int(power)}" if power else digits
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2
    return f"{value:,.{decimals}f}"


def interval(low: float, high: float | None) -> str:
    """Return both ends of a range, or the one number."""
    return number(low) if high is None else f"{number(low)} to {number(high)}"


def unit_sign(unit: str) -> str:
    """Return a unit as people write it after a number."""
    return {"percent": "%", "1": ""}.get(unit, unit)
