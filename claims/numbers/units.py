"""Units: what they are, through pint, and how they convert to base units.

The definitions are data: ``schema/units.txt``. How papers spell units is another matter, see
:mod:`claims.numbers.unit_names`, whose verbs are given here too. pint is imported when the first unit is converted,
since that takes longer than reading a page of abstracts.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from claims.errors import ClaimsError
from claims.files.kept import kept
from claims.files.own_vocabulary import Text, texts
from claims.numbers.numerals import without_noise
from claims.numbers.unit_names import (
    CURRENCY_PATTERN,
    SPELLINGS,
    UNIT_PATTERN,
    VOCABULARY,
    Part,
    canonical_parts,
)
from claims.numbers.unit_spelling import canonical_unit, spell

if TYPE_CHECKING:
    import pint

__all__ = [
    "CURRENCY_PATTERN",
    "UNIT_PATTERN",
    "canonical_unit",
    "convert",
    "parse_unit",
    "pint_quantity",
    "registry",
    "to_base",
    "unit_dimension",
]


# All that is handed to pint: it would also evaluate arithmetic, however long that takes.
_NAME = r"[^\W\d_][\w]{0,40}(?:(?:\^|\*\*)-?\d(?:\.\d{1,6})?)?"
# A name, and what it is: a dimension of its own, or numbers, names and signs between them, which pint evaluates.
_DEFINITION = re.compile(
    rf"{_NAME}\s*=\s*(?:\[[a-z_]{{1,40}}\]|[\d.eE+-]{{1,20}}(?:\s*[*/]\s*{_NAME}){{0,6}}|{_NAME}(?:\s*[*/]\s*{_NAME}){{0,6}})"
    rf"(?:\s*=\s*{_NAME}){{0,6}}"
)
_PINT_SYNTAX = re.compile(rf"(?:1/)?{_NAME}(?:[*/]{_NAME}){{0,6}}")


@cache
def registry() -> pint.UnitRegistry[Any]:
    """Return the pint registry with the units of ``schema/units.txt``, made when first asked for.

    It takes the place of pint's own definitions: a bit, a cycle, a degree and each thing that is counted have
    a dimension of their own.
    """
    import pint  # noqa: PLC0415 - importing it costs more than reading a page of abstracts

    ours, *own = texts("units.txt")
    units: pint.UnitRegistry[Any] = pint.UnitRegistry(
        ours.content.splitlines(), autoconvert_offset_to_baseunit=True
    )
    for text in own:
        _define(units, text)
    for (table, name), where in VOCABULARY["own"].items():
        row = VOCABULARY[table][name]
        for meaning in row if table == "dimensions" else [row.get("as", name)]:
            for part, _ in canonical_parts(meaning.replace(_COUNT, "token")):
                if part not in units:
                    raise ClaimsError(
                        f"{where}: {part!r} is no unit; define it in units.txt beside this file"
                    )
    return units


def _define(units: pint.UnitRegistry[Any], text: Text) -> None:
    """Add the definitions of one's own, line by line: a name that is there stays what it is."""
    for number, written in enumerate(text.content.splitlines(), start=1):
        line = written.split("#")[0].strip()
        name = line.split("=")[0].strip()
        if not line:
            continue
        where = f"{text.label}:{number}"
        if not _DEFINITION.fullmatch(line):
            raise ClaimsError(f"{where}: {line!r} defines no unit; write: wafer = 300 * die, or: die = [die]")
        if name in units:
            raise ClaimsError(f"{where}: {name!r} is a unit already; take another name")
        try:
            units.define(line)
            units.get_base_units(units.Unit(name))
        except Exception as error:  # whatever pint's parser raises
            reason = " ".join(str(error).split())
            raise ClaimsError(
                f"{where}: {line!r} defines no unit: {reason}; use units of schema/units.txt"
            ) from None


def check_units() -> None:
    """Define all units, once for the same definitions.

    Raises:
        ClaimsError: One of one's own defines none; names file, line and remedy.
    """
    kept("checked", _definitions(), lambda: registry() is not None, __file__)


@lru_cache(maxsize=4096)
def parse_unit(canonical: str) -> pint.Unit:
    """Return pint's unit for a spelling of :func:`canonical_unit`, or for any that it understands.

    Args:
        canonical: ``token/s``, ``mm^2``, ``percent``, ``1``.

    Raises:
        ClaimsError: If it is no known unit.
    """
    units = registry()
    if canonical.strip() in {"", "1"}:
        return units.Unit("")
    for spelled in (str, canonical_unit):
        spelling = spelled(canonical)
        if spelling is not None and _PINT_SYNTAX.fullmatch(spelling):
            try:
                return units.parse_units(spelling)
            except Exception:  # whatever pint's tokenizer and parser raise
                continue
    raise ClaimsError(
        f"unknown unit {canonical!r}: define it in schema/units.txt, spell it in schema/unit_names.toml"
    )


@dataclass(frozen=True, slots=True)
class _Base:
    """How a unit converts: ``value * factor`` is in ``unit``; factor is None where that does not do it."""

    factor: float | None
    unit: str
    dimension: str | None


_MOST_DBM = 3000.0
"""More is no power that a float holds in watts."""


def to_base(value: float, unit: str) -> tuple[float, str]:
    """Convert to the base unit of the unit's dimension.

    Args:
        value: A number in ``unit``.
        unit: A spelling of :func:`canonical_unit`: ``ms``, ``TFLOP/s``, ``degC``, ``percent``.

    Returns:
        The number in base units, and their name: ``(0.0171, "s")``. Percent become a plain fraction, dB stay.
        Infinite where no float is large enough.

    Raises:
        ClaimsError: If it is no known unit.

    >>> to_base(0.31, "sample/kJ")
    (0.00031, 'sample/J')
    """
    base = _base(unit)
    if base.factor is not None:
        return without_noise(value * base.factor), base.unit
    if unit == "dBm" and value > _MOST_DBM:  # a text may well speak of 9000 dBm
        return math.inf, base.unit
    try:
        return without_noise(float(pint_quantity(value, unit).to(base.unit).magnitude)), base.unit
    except OverflowError:
        return math.inf, base.unit


def factor_between(unit: str, other: str) -> float | None:
    """Return how many of the other unit one unit is; None where they measure different things, or one has an offset.

    >>> factor_between("s", "ms"), factor_between("s", "m"), factor_between("degC", "K")
    (1000.0, None, None)
    """
    if {unit, other} & {"degC", "degF", "dBm"}:
        return None
    (one, base), (more, other_base) = to_base(1.0, unit), to_base(1.0, other)
    return without_noise(one / more) if base == other_base and more else None


def pint_quantity(value: float, unit: str) -> Any:
    """Return a ``pint.Quantity`` of :func:`registry`.

    Args:
        value: A number in ``unit``.
        unit: A spelling of :func:`canonical_unit`, ``x``, ``percent`` or ``1``.

    Raises:
        ClaimsError: If it is no known unit.
    """
    return registry().Quantity(value, parse_unit(unit))


def convert(value: float, unit: str, other: str) -> float:
    """Return a number in another unit of the same dimension.

    Args:
        value: A number in ``unit``.
        unit: A spelling of :func:`canonical_unit`, ``x``, ``percent`` or ``1``.
        other: The unit wanted.

    Raises:
        ClaimsError: If one of them is no known unit, or they differ in dimension.

    >>> convert(90.0, "min", "h"), convert(25.0, "degC", "K")
    (1.5, 298.15)
    """
    number, wanted = pint_quantity(value, unit), parse_unit(other)
    if number.units.dimensionality != wanted.dimensionality:
        raise ClaimsError(f"{unit!r} does not convert to {other!r}: they measure different things")
    return without_noise(float(number.to(wanted).magnitude))


def unit_dimension(canonical: str) -> str | None:
    """Return the name that ``schema/unit_names.toml`` gives a unit's dimension, or None.

    Args:
        canonical: A spelling of :func:`canonical_unit`.

    >>> unit_dimension("MAC/cycle"), unit_dimension("token/J"), unit_dimension("percent")
    ('compute rate', 'energy efficiency', None)
    """
    try:
        return _base(canonical).dimension
    except ClaimsError:
        return None


_Dimensionality = frozenset[tuple[str, float]]
_COUNT = "{count}"
_MEASURED = {
    "[length]", "[time]", "[mass]", "[current]", "[temperature]", "[substance]", "[luminosity]", "[angle]",
    "[information]", "[carbon]", "[level]",
}  # fmt: skip
"""Dimensions that are measured; money aside, all others belong to things that are counted."""
# The candela is the one base unit of the SI whose dimension has no entry in the vocabulary.
_UNLISTED = ("cd", "")


def _dimensionality(unit: pint.Unit) -> dict[str, float]:
    powers: dict[str, Any] = dict(unit.dimensionality)
    return {name: round(float(power), 6) for name, power in powers.items()}


@cache
def _counted() -> dict[str, str]:
    """Return the base unit of each dimension of a thing that is counted: ``{"[token]": "token", ...}``."""
    units: dict[str, str] = {}
    for name in SPELLINGS.canonical:
        unit = parse_unit(name)
        dimensions = list(unit.dimensionality.items())
        if len(dimensions) == 1 and dimensions[0][1] == 1:
            dimension = dimensions[0][0]
            if dimension not in _MEASURED and not dimension.startswith("[currency"):
                units[dimension] = str(registry().get_base_units(unit)[1])
    return units


@cache
def _bases() -> dict[_Dimensionality, tuple[str, str]]:
    """Return base unit and name of each dimension in the vocabulary."""
    table: dict[_Dimensionality, tuple[str, str]] = {}
    for name, bases in VOCABULARY["dimensions"].items():
        for base in bases:
            dimensions = _dimensionality(parse_unit(base.replace(_COUNT, "token")))
            if _COUNT in base:
                dimensions[_COUNT] = dimensions.pop("[token]")
            table.setdefault(frozenset(dimensions.items()), (base, name))
    return table


@lru_cache(maxsize=4096)
def _base(canonical: str) -> _Base:
    return _Base(*kept("base", f"{canonical} {_definitions()}", lambda: _worked_out(canonical), __file__))


@cache
def _definitions() -> str:
    """Return a hash of all that decides what a unit is."""
    listed = (*texts("units.txt"), *texts("unit_names.toml"))
    return blake2b("\0".join(text.content for text in listed).encode(), digest_size=16).hexdigest()


def _worked_out(canonical: str) -> tuple[float | None, str, str | None]:
    """Return the fields of :class:`_Base`, which takes pint."""
    unit = parse_unit(canonical)
    if "dBm" in canonical and canonical != "dBm":  # a logarithm in a product has no dimension
        return 1.0, canonical, None
    dimensions = _dimensionality(unit)
    base, name = _base_unit(dimensions)
    if canonical in {"degC", "degF", "dBm"}:
        return None, base, name
    factor: float = pint_quantity(1.0, canonical).to(parse_unit(base)).magnitude
    # Rounded to the digits that a float holds, so that 1 kWh/day does not become 41.66666666666671 W.
    return float(f"{factor:.15g}"), base, name


def _base_unit(dimensions: dict[str, float]) -> tuple[str, str | None]:
    if not dimensions:
        return "1", None
    table = _bases()
    if known := table.get(frozenset(dimensions.items())):
        return known
    counted = _counted()
    for thing in sorted(dimensions.keys() & counted.keys()):
        general = {(_COUNT if d == thing else d): power for d, power in dimensions.items()}
        if known := table.get(frozenset(general.items())):
            return known[0].replace(_COUNT, counted[thing]), known[1]
    # No name for it: energy as J where mass and area say so, the rest in the bases of what it is made of, so
    # that units of one dimension always get the same base unit.
    rest = dict(dimensions)
    parts: list[Part] = []
    mass, length = rest.get("[mass]", 0.0), rest.get("[length]", 0.0)
    if mass and length / mass >= 2:
        parts.append(("J", mass))
        rest |= {"[mass]": 0, "[length]": length - 2 * mass, "[time]": rest.get("[time]", 0) + 2 * mass}
    simple = {d: counted.get(d) or table.get(frozenset({(d, 1.0)}), _UNLISTED)[0] for d in rest}
    parts += [(simple[d], power) for d, power in sorted(rest.items()) if power]
    return spell(parts), None
