"""Find numbers with their units and ranges in clean text: one pass that quantities and claims share."""

from __future__ import annotations

import math
import re
from bisect import bisect_right

from claims.numbers.atoms import Atom, read_atom
from claims.numbers.intervals import LETTERS, Interval, intervals
from claims.numbers.lists import share_units
from claims.numbers.numerals import ASCII_NUMERAL_START, NUMERAL_START
from claims.numbers.quantity import Quantity
from claims.numbers.ranges import extend_to_range, join_subunits
from claims.numbers.reader import bare_number, read_number
from claims.numbers.spelled import FACTORS, MARKERS, PHRASES, number_words, spelled_out
from claims.numbers.units import to_base
from claims.text.siunitx import BEGINNING
from claims.text.substrings import Substrings

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_UNCERTAIN = re.compile(r"(?P<open>\(\s{0,6})?(?:±|\+\s?/\s?-)\s?-?\Z")
_NO_SIGN = re.compile(r"[\w)\]%]")
_OVER_A_LETTER = re.compile(r"\s?/\s?[A-Za-z](?![A-Za-z])")
# What a numeral that begins with its point stands behind: .5, -.5.
_BEFORE_POINT = frozenset(" \t\n\r\f\v(=+-–$<>~≈≤≥±,[{")
_NEAR = 90
_BESIDE = 14
_STOP = re.compile(r"[.;!?]\s")


def scan(text: str) -> list[Quantity]:
    """Find the quantities of clean text, in order and without overlap.

    Args:
        text: Clean text (see :func:`claims.text.markup.clean`).

    Returns:
        Quantities with ``bound`` left at ``exact``. A number that no float holds is left out (see :func:`refusals`).
    """
    return [as_quantity(text, atom) for atom in find_atoms(text)]


def find_atoms(text: str, *, words: bool = True) -> list[Atom]:
    """Find what :func:`scan` gives, as atoms, which may still be changed.

    Args:
        text: Clean text.
        words: False where number words before their markers are of no interest (three times).
    """
    return [atom for atom in _all_atoms(text, words) if refusal(atom) is None]


def refusals(text: str) -> list[tuple[str, str]]:
    """Return the numbers of clean text that are refused, and why: they are written, and nothing can hold them.

    >>> refusals("It is 1e999x faster.")
    [('1e999x', 'no float holds this number')]
    """
    found = ((a, refusal(a)) for a in _all_atoms(text, words=True))
    return [(text[a.start : a.end], reason) for a, reason in found if reason is not None]


# What is smaller is finite in any unit, but for one that is a logarithm: 9000 dBm.
_LARGE, _LOGARITHM = 1e200, "dBm"


def refusal(number: Atom | Quantity) -> str | None:
    """Return why a number cannot be worked with, or None: the one place that keeps infinity out."""
    if number.minus is None and number.plus is None and _is_usual(number.lo) and _is_usual(number.hi):
        return None if number.kind != "measure" or _LOGARITHM not in number.unit else _in_base_units(number)
    values = [v for v in (number.lo, number.hi, number.minus, number.plus) if v is not None]
    if not all(map(math.isfinite, values)):
        return "no float holds this number"
    return None if number.kind != "measure" else _in_base_units(number)


def _is_usual(value: float | None) -> bool:
    return value is None or -_LARGE <= value <= _LARGE


def _in_base_units(number: Atom | Quantity) -> str | None:
    """Return why a measure cannot be worked with, whose values a float holds."""
    values = [v for v in (number.lo, number.hi, number.minus, number.plus) if v is not None]
    if all(map(_is_usual, values)) and _LOGARITHM not in number.unit:
        return None
    if all(math.isfinite(to_base(value, number.unit)[0]) for value in values):
        return None
    return "no float holds this number in base units"


# What tells numbers that have no digits, and the intervals beside numbers: most texts hold none of it.
_SOUGHT = Substrings(PHRASES, MARKERS, FACTORS, LETTERS)


def _all_atoms(text: str, words: bool) -> list[Atom]:
    phrases, markers, factors, letters = _SOUGHT.places(text)
    apart = intervals(text, letters)
    atoms = _numerals(text, apart)
    if words and (markers or factors):
        atoms = merged(atoms, number_words(text, markers, factors))
    if phrases:
        atoms = merged(atoms, spelled_out(text, phrases))
    if not atoms:
        return atoms
    share_units(text, atoms)
    join_subunits(text, atoms)
    if apart:
        _attach(text, atoms, apart)
    if "[" in text:
        _bracketed(text, atoms)
    return atoms


def as_quantity(text: str, atom: Atom) -> Quantity:
    """Return an atom as a quantity of clean text."""
    return Quantity(
        start=atom.start, end=atom.end, text=text[atom.start : atom.end], lo=atom.lo, hi=atom.hi, unit=atom.unit,
        kind=atom.kind, uncertainty=atom.plus if atom.minus == atom.plus else None, minus=atom.minus, plus=atom.plus,
        interval=atom.interval,
    )  # fmt: skip


# The digits of an exponent stand further left in clean text.
_CLOSING = re.compile(r"\d{0,7}\s{0,7}\}")
# 5 m<sup>2</sup>, 5 cm/sup 3/, 10 [mm]
_AROUND = re.compile(r"<(?:jats:|mml:)?su[bp]>[^<>]{0,9}</[^<>]{1,12}>|/su[bp]\s[^/]{1,6}/|\[[^\[\]]{1,9}\]")


def source_span(source: str, start: int, end: int) -> tuple[int, int]:
    r"""Widen or narrow a span of clean text so that it does not cut mark-up of the source in two.

    Args:
        source: The text as given.
        start: Offset in the clean text, which is the same in the source.
        end: Offset after the span.

    Returns:
        Start and end in the source: closing braces, brackets, elements and dollar signs opened inside belong to the
        span, and so does the name of a macro around it.

    >>> source_span(r"$10^{-5}$ J", 1, 7), source_span(r"3.09$\times$ up", 0, 11)
    ((1, 8), (0, 12))
    >>> source_span(r"\SI{12}{\ms}", 4, 12)
    (0, 12)
    >>> source_span("5 m<sup>2</sup>", 0, 6), source_span("10 [mm]", 0, 6)
    ((0, 15), (0, 7))
    """
    if source[start - 1 : start] == "{" and "}{" in source[start:end]:
        macro = BEGINNING.search(source, max(0, start - 100), start)
        start = macro.start() if macro else start
    inside = source[start:end]
    if inside.count("{") > inside.count("}") and (closing := _CLOSING.match(source, end)):
        end = closing.end()
    if (inside.count("$") - inside.count("\\$")) % 2 and source[end : end + 1] == "$":
        end += 1
    opening = max(map(inside.rfind, "</["))
    if opening > 0 and (around := _AROUND.match(source, start + opening)):
        end = max(end, around.end())
    return start, end


def _numerals(text: str, apart: list[Interval]) -> list[Atom]:
    atoms: list[Atom] = []
    position, next_apart = 0, 0
    starts = ASCII_NUMERAL_START if _has_plain_digits(text) else NUMERAL_START
    is_sure = "±" not in text and "+" not in text
    while begin := starts.search(text, position):
        start = begin.start()
        while next_apart < len(apart) and apart[next_apart].end <= start:
            next_apart += 1
        if next_apart < len(apart) and apart[next_apart].start <= start:
            position = apart[next_apart].end
            continue
        if text[start + 1 : start + 2] == "D" and not text[start + 2 : start + 3].isalnum():
            position = start + 2  # 3D
            continue
        if text[start - 1 : start] == "." and text[start - 2 : start - 1] in _BEFORE_POINT:
            start -= 1
        atom = bare_number(text, start)
        if atom is not None:
            position = atom.end
        else:
            found = read_number(text, start, floor=atoms[-1].end if atoms else 0)
            position, atom = (begin.end(), None) if found is None else (found.end, found.atom)
        if atom is None or (atom.kind == "number" and _in_formula(text, atom.start, atom.end)):
            continue
        unsure = None if is_sure else _UNCERTAIN.search(text, max(0, atom.start - 12), atom.start)
        if unsure and (unsure["open"] or (atoms and start - atoms[-1].end < _BESIDE)):
            continue
        extend_to_range(text, atom)
        atoms.append(atom)
        position = max(position, atom.end)
    return atoms


def _has_plain_digits(text: str) -> bool:
    """True for a text whose digits are those of ASCII, and no fraction is one character."""
    return text.isascii() or not any(map(str.isnumeric, _BEYOND_ASCII.findall(text)))


def _in_formula(text: str, start: int, end: int) -> bool:
    """True for a number without a unit that is a part of a formula: d+1, O(1/T)."""
    added = text[start - 1 : start] in {"+", "*"} and _NO_SIGN.match(text[start - 2 : start - 1]) is not None
    return added or (text[start - 1 : start] == "(" and _OVER_A_LETTER.match(text, end) is not None)


def merged(atoms: list[Atom], others: list[Atom]) -> list[Atom]:
    """Return two lists in one, in order; where two overlap the first list's stays."""
    if not others:
        return atoms
    both = sorted(
        [(a.start, 0, i, a) for i, a in enumerate(atoms)] + [(a.start, 1, i, a) for i, a in enumerate(others)]
    )
    kept: list[Atom] = []
    for _, _, _, atom in both:
        if kept and atom.start < kept[-1].end:
            continue
        kept.append(atom)
    return kept


def _attach(text: str, atoms: list[Atom], apart: list[Interval]) -> None:
    """Give each interval to the number before it."""
    ends = [atom.end for atom in atoms]
    for each in apart:
        number = bisect_right(ends, each.start)
        before = atoms[number - 1] if number else None
        if before is None or each.start - before.end > _NEAR or _STOP.search(text, before.end, each.start):
            continue
        if before.kind == "number":
            _unit_behind(text, before, each.end)
        if each.low is not None and each.high is not None:
            before.interval = before.interval or (min(each.low, each.high), max(each.low, each.high))
        elif each.half is not None and before.minus is None:
            before.minus = before.plus = each.half


_OPENS = re.compile(r"\s{0,3}\[\s{0,3}")
_PARTS = re.compile(r"\s{0,3}(?:,|;|-|–|to)\s{0,3}")
_CLOSES = re.compile(r"\s{0,3}\]")


def _bracketed(text: str, atoms: list[Atom]) -> None:
    """Make an interval of what stands in brackets behind a number that lies in it: 0.91 [0.88, 0.94]."""
    i = 0
    while i + 1 < len(atoms):
        number, low = atoms[i], atoms[i + 1]
        i += 1
        if not _OPENS.fullmatch(text, number.end, low.start) or low.kind not in {number.kind, "number"}:
            continue
        last, high = low, low.hi
        if low.hi == low.lo and i + 1 < len(atoms) and _PARTS.fullmatch(text, low.end, atoms[i + 1].start):
            last, high = atoms[i + 1], atoms[i + 1].lo
        exact = low.kind != "number" or "." in text[low.start : low.end]  # [3, 5] are references
        if (
            exact
            and high is not None
            and low.lo < high
            and low.lo <= number.lo <= high
            and _CLOSES.match(text, last.end)
        ):
            number.interval = number.interval or (low.lo, high)
            del atoms[i : i + 1 + (last is not low)]


def _unit_behind(text: str, atom: Atom, end: int) -> None:
    """Give a number the unit that stands behind its interval: 12.4 (SD 3.1) years."""
    measured = read_atom(text, atom.start, end, atom.lo)
    if measured is not None and measured.kind in {"measure", "percent"}:
        atom.kind, atom.unit, atom.end = measured.kind, measured.unit, measured.end
