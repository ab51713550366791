"""A number with its unit as it stands in a text, claim or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from claims.model import Bound
from claims.numbers.unit_spelling import canonical_unit
from claims.numbers.units import convert, pint_quantity

QuantityKind = Literal[
    "ratio", "percent", "point", "measure", "number", "rank", "magnitude", "part", "count", "unresolved",
    "reference", "date", "clock", "version", "identifier",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit as it stands in a text, claim or not.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        text: The characters between them.
        lo: The number as written; the lower end of a range.
        hi: The upper end of a range, else equal to ``lo``; None where open (``several orders of magnitude``).
        unit: ``x`` for a ratio, ``percent``, ``1`` for a plain number, else a unit in the spelling of
            :func:`claims.numbers.units.canonical_unit`.
        kind: ``ratio`` (2.4x, twice, 3-fold), ``percent``, ``point`` (2 points), ``measure`` (23.1 ms), ``count``
            (10 000 samples), ``number``, ``rank`` (1st place), ``magnitude`` (two orders of magnitude), ``part``
            (9 out of 10, half), ``unresolved`` (a number whose unit is not understood, and so left out: 5 mg/foo).
            Where everything is asked for, also what says how much of nothing: ``reference`` (Fig. 3, [14], Miller
            2011), ``date``, ``clock`` (2 pm), ``version``, ``identifier`` (Windows 10, a DOI, an index of a formula).
        bound: What a qualifier beside it makes of it: ``up_to``, ``at_least``, ``less_than``, ``approx``; else
            ``exact``.
        uncertainty: How far the number may be off to both sides alike, in the same unit: the number after a plus-minus
            sign, the digits in 3.9071(6), a standard deviation.
        minus: How far it may lie below; differs from ``plus`` in 17.3^{+0.4}_{-0.2}.
        plus: How far it may lie above.
        interval: Both ends of the interval that stands beside it, of confidence or between quartiles.
    """

    start: int
    end: int
    text: str
    lo: float
    hi: float | None
    unit: str
    kind: QuantityKind
    bound: Bound = "exact"
    uncertainty: float | None = None
    minus: float | None = None
    plus: float | None = None
    interval: tuple[float, float] | None = None

    @property
    def quantity(self) -> Any:
        """The number as a ``pint.Quantity`` (its lower end for a range), a percentage as pint's ``percent``."""
        return pint_quantity(self.lo, self.unit)

    def to(self, unit: str) -> Quantity:
        """Return the same quantity in another unit: number, range, uncertainty and interval.

        Args:
            unit: A unit of the same dimension, in any spelling that :func:`claims.numbers.units.parse_unit` takes.

        Raises:
            ClaimsError: If it is no known unit, or one of another dimension.
        """

        def there(value: float | None) -> float | None:
            return None if value is None else convert(value, self.unit, unit)

        def width(value: float | None) -> float | None:
            return (
                None
                if value is None
                else convert(self.lo + value, self.unit, unit) - convert(self.lo, self.unit, unit)
            )

        low, high = there(self.lo), there(self.hi)
        assert low is not None, "a quantity has a number"
        ends = self.interval and (
            convert(self.interval[0], self.unit, unit),
            convert(self.interval[1], self.unit, unit),
        )
        return replace(
            self, lo=low, hi=high, unit=canonical_unit(unit) or unit, uncertainty=width(self.uncertainty),
            minus=width(self.minus), plus=width(self.plus), interval=ends,
        )  # fmt: skip
