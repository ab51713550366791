"""One number at a place: currency, sign, numeral, uncertainty, unit, in this order."""

from __future__ import annotations

import re
from typing import NamedTuple

from claims.names.trie import alternation
from claims.numbers.around import any_of, words_of_list
from claims.numbers.atoms import Atom, read_atom, stands_alone, take_rate
from claims.numbers.letters import letter_unit
from claims.numbers.number_words import MAGNITUDES
from claims.numbers.numerals import PLAIN, Numeral, numeral_at, without_noise
from claims.numbers.qualifiers import BELOW
from claims.numbers.uncertainties import PLUS_MINUS, Uncertainty, may_follow, uncertainty_at
from claims.numbers.unit_names import SMALL_WORDS, SPELLINGS
from claims.numbers.unit_spelling import canonical_unit
from claims.numbers.units import factor_between
from claims.text.markup import CURRENCY

_CODES = alternation({sign.replace("$", money) for sign in SPELLINGS.before for money in ("$", CURRENCY)})
_MONEY = re.compile(rf"(?<![A-Za-z])(?P<code>{_CODES})\s{{0,3}}\Z")
_MONEY_ENDS = frozenset("$€£¥￥₹₩₽₪₺₿.DRPYFKNsl" + CURRENCY)
_LONGEST_MONEY = 14
_MONEY_MAGNITUDE = re.compile(r"(?:\s(?P<word>[MBKkm]|bn|mn)|(?P<glued>[mbt]))(?![\w/])")
_FACTOR_BEFORE = re.compile(r"(?:[\d)\]}%]|\b[A-Za-z])\s{0,14}×\Z")
_NO_SIGN = re.compile(r"[\w)\]%]")
_EITHER_WAY = re.compile(r"\+\s?/?\s?-\Z")
_DASH = "–"
_NO_QUALITY = "".join(f"(?<!{word} )" for word in words_of_list("qualities"))
_SIGN_WORD = re.compile(rf"{_NO_QUALITY}(?<![A-Za-z-])(?:{any_of('negative')})\s\Z", re.IGNORECASE)
_LONGEST_SIGN = 16
# a potential of – 70 mV
_SIGN_APART = re.compile(rf"(?:(?:\A|[\s(])(?:{SMALL_WORDS})\s|[=<>≤≥(]\s?)(?P<sign>[-–])\s\Z")
_SUBSCRIPT = "_ "


class Found(NamedTuple):
    """What stands at the place of a numeral.

    Attributes:
        atom: The number with its unit; None where the digits are none.
        end: Offset after all that was read.
    """

    atom: Atom | None
    end: int


def read_number(text: str, start: int, *, signed: bool = True, floor: int = 0) -> Found | None:
    """Read the number whose digits begin at a place.

    Args:
        text: Clean text.
        start: Offset of the first digit, or of the point before it.
        signed: False where a sign before it is no sign of the number, but the dash of a range.
        floor: Where the number before ends: nothing before that belongs to this one.

    Returns:
        The number and where the search goes on; None where no numeral begins there.
    """
    numeral = numeral_at(text, start)
    if numeral is None:
        return None
    if text[start - 2 : start] == _SUBSCRIPT:  # the brace of a subscript is blank: m_{1}
        return Found(None, numeral.end)
    unsure, end, value = None, numeral.end, numeral.value
    may_be_unsure = may_follow(text, end)
    if numeral.letter and (unit := letter_unit(text, end - 1)):
        atom: Atom | None = Atom(start, end - 1, unit.end, float(numeral.digits), "measure", unit.unit)
    else:
        unsure = uncertainty_at(text, numeral, start) if may_be_unsure else None
        if unsure is not None:
            end, value = unsure.end, without_noise(value * unsure.scale)
        atom = read_atom(text, start, end, value)
    if atom is None or (atom.kind == "number" and text[start - len(BELOW) : start].lower() == BELOW):
        return Found(None, numeral.end)
    atom.scale, atom.letter = numeral.scale, numeral.letter
    _money(text, atom, numeral, floor)
    if signed:
        _sign(text, atom, floor)
    if unsure is not None:
        _unsure(atom, unsure, value)
    elif may_be_unsure or atom.end != end:
        _unsure_behind(text, atom)
    return Found(atom, atom.end)


def bare_number(text: str, start: int) -> Atom | None:
    """Read what most numbers are, digits of nothing between two words; None where :func:`read_number` has to look.

    Args:
        text: Clean text.
        start: Offset of the first digit.
    """
    before = text[max(0, start - 4) : start]
    if before[-1:] != " " or before[-2:] == _SUBSCRIPT or before.rstrip()[-1:] in _MONEY_ENDS:
        return None
    m = PLAIN.match(text, start)
    if m is None or may_follow(text, m.end()) or not stands_alone(text, m.end()):
        return None
    return Atom(start, m.end(), m.end(), float(m[0]), "number", "1")


def _sign(text: str, atom: Atom, floor: int) -> None:
    """Take in the sign before a number, or the qualifier that is a part of it."""
    start = atom.start
    sign = text[max(floor, start - 1) : start]
    if sign and sign in "+-–":
        if _EITHER_WAY.search(text, max(0, start - 5), start):
            return
        if not _NO_SIGN.match(text[start - 2 : start - 1]) and (sign != _DASH or _opens(text, start - 1)):
            atom.start -= 1
            if sign != "+":
                _negate(atom)
    elif sign == " ":
        take_sign_word(text, atom, floor)
    elif sign == "×" and atom.kind == "number" and not _FACTOR_BEFORE.search(text, max(0, start - 16), start):
        atom.start, atom.kind, atom.unit = start - 1, "ratio", "x"  # a speedup of ×6
    if text[atom.start - len(BELOW) : atom.start].lower() == BELOW:
        atom.start -= len(BELOW)


def take_sign_word(text: str, atom: Atom, floor: int = 0) -> None:
    """Take in a sign in words before a measure or a percentage: minus 40 degrees, negative 3 V.

    Args:
        text: Clean text.
        atom: The number, which is changed.
        floor: Where the number before ends.
    """
    start = atom.start
    if atom.kind not in {"measure", "percent"}:
        return
    last, lead = text[start - 2 : start - 1], max(floor, start - _LONGEST_SIGN)
    if last in {"s", "e", "S", "E"} and (m := _SIGN_WORD.search(text, lead, start)):
        atom.start = m.start()
    elif last in {"-", _DASH} and (m := _SIGN_APART.search(text, lead, start)):
        atom.start = m.start("sign")
    else:
        return
    _negate(atom)


def _negate(atom: Atom) -> None:
    atom.lo = 0.0 - atom.lo
    atom.hi = 0.0 - atom.hi if atom.hi is not None else None


def _opens(text: str, dash: int) -> bool:
    """True for a dash that is a minus: nothing stands before it that it could tie the number to."""
    before = text[max(0, dash - 3) : dash]
    return not before or (
        before[-1] in " (=~<>≤≥" and not before.rstrip()[-1:].isdigit() and before.rstrip()[-1:] != "%"
    )


def _money(text: str, atom: Atom, numeral: Numeral, floor: int) -> None:
    """Take in a currency or percent sign before the numeral."""
    start = atom.start
    last = text[max(floor, start - 1) : start]
    if last == "%" and atom.kind == "number" and not text[start - 2 : start - 1].strip().isdigit():
        atom.start -= 1
        atom.kind, atom.unit = "percent", "percent"
        return
    if last.isspace():
        last = text[max(0, start - 4) : start].rstrip()[-1:]
    if last not in _MONEY_ENDS or not last:
        return
    m = _MONEY.search(text, max(floor, start - _LONGEST_MONEY), start)
    if m is None:
        return
    atom.start = m.start()
    if atom.kind not in {"number", "measure"}:
        return
    unit = canonical_unit(m["code"].replace(CURRENCY, "$")) or "USD"
    if atom.kind == "measure" and atom.unit != unit:
        atom.end = atom.numeral_end
        atom.lo = atom.hi = numeral.value
    atom.kind, atom.unit = "measure", unit
    if more := _MONEY_MAGNITUDE.match(text, atom.end):
        atom.scale = MAGNITUDES[(more["word"] or more["glued"]).lower()]
        atom.lo = atom.hi = without_noise(atom.lo * atom.scale)
        atom.end = more.end()
        atom.letter = True
    if more := _CODE.match(text, atom.end):
        atom.end = more.end()
    take_rate(text, atom)


_CODE = re.compile(rf"\s?(?:{any_of('money_behind')})\b")


def _unsure(atom: Atom, unsure: Uncertainty, value: float) -> None:
    """Give a number its uncertainty, in the unit that it came to have."""
    ratio = abs(atom.lo / value) if value and atom.kind != "magnitude" else 1.0
    atom.minus, atom.plus = without_noise(unsure.minus * ratio), without_noise(unsure.plus * ratio)
    if unsure.opened:
        atom.start -= 1


def _unsure_behind(text: str, atom: Atom) -> None:
    """Read an uncertainty behind the unit: 5 ms ± 0.1 ms, 91% (± 0.4%)."""
    m = PLUS_MINUS.match(text, atom.end) if may_follow(text, atom.end) else None
    numeral = numeral_at(text, m.end()) if m else None
    other = read_atom(text, m.end(), numeral.end, numeral.value) if m and numeral else None
    if m is None or other is None:
        return
    unsure = other.lo
    if other.kind == "percent" != atom.kind and atom.kind == "measure":
        unsure *= abs(atom.lo) / 100
    elif other.kind == atom.kind == "measure" and other.unit != atom.unit:
        factor = factor_between(other.unit, atom.unit)
        if factor is None:
            return
        unsure *= factor
    atom.minus = atom.plus = without_noise(unsure)
    if not m["open"]:
        atom.end = other.end
    elif text[other.end : other.end + 1] == ")":
        atom.end = other.end + 1
    if atom.kind == "number":
        atom.kind, atom.unit = other.kind, other.unit
