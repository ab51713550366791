"""Find numbers with their units, ranges and qualifiers in clean text."""

from __future__ import annotations

import math
import re
from dataclasses import replace

from claims.model import Bound, Quantity
from claims.numbers.atoms import Atom, read_atom
from claims.numbers.numerals import ASCII_NUMERAL_START, NUMERAL, NUMERAL_START, power_of_ten, read_numeral
from claims.numbers.spelled import number_words, spelled_out
from claims.numbers.units import to_base, unit_dimension
from claims.text.markup import CURRENCY, clean

_RANGE = re.compile(r"\s{0,8}(?:-{1,3}|–|—|~|\.{2,3}|\bto\b|\bsim\b|\band\b)\s{0,8}~?\s{0,3}(?=[-+]?\.?\d)")
_PLUS_MINUS = re.compile(r"\s{0,3}\(?\s{0,3}(?:±|\+\s?/\s?-|\+-)\s{0,3}(?=\.?\d)")
_UNCERTAIN = re.compile(r"(?:±|\+\s?/\s?-)\s?-?\Z")
_BETWEEN = re.compile(r"(?:\bbetween|\bfrom)\s+(?:about |around |roughly |approximately |~\s?)?\Z")
# After these words "from A to B" spans cases; elsewhere it tells a change from one value to another.
_SPANNING = re.compile(
    r"(?:rang\w*(?:\s+[a-z]+){0,3}|(?:maintain|keep|retain|preserv)\w*(?:\s+[\w-]+){1,3}|var(?:y|ies|ied|ying)|span\w*|anywhere|everywhere|gains?|speed-?ups?|reductions?|savings?"
    r"|improvements?|loss(?:es)?|errors?)\s+(?:from|between)\s+\Z"
)  # fmt: skip
# "from an AUROC of 93% to 97%"
_FROM_ONE = re.compile(r"(?<!ranging\s)\bfrom\s(?:[\w-]{1,20}\s){1,4}of\s\Z")
_NO_SIGN = re.compile(r"[\w)\]%]")
_TO_MORE = re.compile(r"\s+(?:down\s+)?to\b")
_LIST_JOINT = re.compile(r"\s*(?:,\s*(?:and|or)?|and|or|/|&)\s*")
_QUALIFIER = re.compile(
    r"""
    (?: (?P<up_to>up\s?to|as\s+(?:much|high|many)\s+as|at\s+most|to\s+as\s+(?:much|high|low)\s+as)
      | (?P<at_least>over|more\s+than|at\s+least|greater\s+than|higher\s+than|above|beyond|no\s+less\s+than|>|≥
                    |exceed(?:s|ing))
      | (?P<less_than>less\s+than|under|below|within|fewer\s+than|lower\s+than|smaller\s+than|no\s+more\s+than|<|≤
                     |<\s?!)
      | (?P<approx>about|around|nearly|almost|approximately|roughly|close\s+to|circa|ca\.|~|≈|\bsim|approx\.?|some)
    )\s*(?:an?\s+|only\s+|the\s+)?[!$]?\s*\Z
    """,
    re.VERBOSE | re.IGNORECASE,
)
_QUALIFIER_REACH = 24
BELOW = "sub-"
"""A qualifier that is a part of its number: sub-second, sub-20 ms."""
_SIDE_JOINT = re.compile(r"\s?[x×]\s?")
_POWER_JOINT = re.compile(r"\s{0,9}\)?\s{0,9}[x×·]\s{0,9}")


def scan(text: str, *, phrases: bool = True, words: bool = True) -> list[Quantity]:
    """Find the quantities of clean text, in order and without overlap.

    Args:
        text: Clean text (see :func:`claims.text.markup.clean`).
        phrases: False if the text is known to hold no phrase that stands for a number
            (see :mod:`claims.numbers.prefilter`).
        words: False if it is known to hold no number words that count.

    Returns:
        Quantities with ``bound`` left at ``exact``. A number that no float holds is left out (see :func:`refusals`).
    """
    return [
        Quantity(
            start=a.start, end=a.end, text=text[a.start : a.end], lo=a.lo, hi=a.hi, unit=a.unit, kind=a.kind,
            uncertainty=a.uncertainty,
        )
        for a in _atoms(text, phrases, words)
        if _refusal(a) is None
    ]  # fmt: skip


def refusals(text: str) -> list[tuple[str, str]]:
    """Return the numbers of clean text that are refused, and why: they are written, and nothing can hold them.

    >>> refusals("It is 1e999x faster.")
    [('1e999x', 'no float holds this number')]
    """
    found = ((a, _refusal(a)) for a in _atoms(text, phrases=True, words=True))
    return [(text[a.start : a.end], reason) for a, reason in found if reason is not None]


# What is smaller is finite in any unit, but for one that is a logarithm: 9000 dBm.
_LARGE, _LOGARITHM = 1e200, "dBm"


def _refusal(number: Atom | Quantity) -> str | None:
    """Return why a number cannot be worked with, or None: the one place that keeps infinity out."""
    values = [v for v in (number.lo, number.hi, number.uncertainty) if v is not None]
    if not all(map(math.isfinite, values)):
        return "no float holds this number"
    if number.kind != "measure" or (max(map(abs, values)) <= _LARGE and _LOGARITHM not in number.unit):
        return None
    if all(math.isfinite(to_base(value, number.unit)[0]) for value in values):
        return None
    return "no float holds this number in base units"


def _atoms(text: str, phrases: bool, words: bool) -> list[Atom]:
    atoms = _numerals(text)
    if words:
        atoms = _merged(atoms, number_words(text))
    if phrases:
        atoms = _merged(atoms, spelled_out(text))
    _share_markers(text, atoms)
    return atoms


def quantities(text: str) -> list[Quantity]:
    r"""Find every number in a scientific text with its unit, range, uncertainty and qualifier.

    Works on any text, claim or not: ``5 mol/L``, ``300 K``, ``3.2 ± 0.1 mm``, ``10-20 ms``, ``2.40x``,
    ``two orders of magnitude``, ``36 tokens/J``.

    Args:
        text: The text as it stands in the source, LaTeX and HTML entities included.

    Returns:
        Quantities in order, with offsets into the text as given; ``quantity`` of each is a pint quantity.

    >>> [(q.text, q.lo, q.hi, q.unit, q.bound) for q in quantities("up to 3.09$\\times$ faster, below 5.2 mJ")]
    [('3.09$\\times$', 3.09, 3.09, 'x', 'up_to'), ('5.2 mJ', 5.2, 5.2, 'mJ', 'less_than')]
    """
    plain = clean(text)
    found = []
    for q in scan(plain):
        start, end = source_span(text, q.start, q.end)
        found.append(
            Quantity(
                start=start, end=end, text=text[start:end], lo=q.lo, hi=q.hi, unit=q.unit, kind=q.kind,
                bound="less_than" if q.text.lower().startswith(BELOW) else qualifier_before(plain, q.start),
                uncertainty=q.uncertainty,
            )
        )  # fmt: skip
    return [q for q in _multiplied(text, plain, found) if _refusal(q) is None]


def _multiplied(source: str, text: str, found: list[Quantity]) -> list[Quantity]:
    """Give sides one unit (20 x 30 mm), and an uncertain number its power of ten: (3.2 ± 0.1) × 10^-3 m."""
    for i in range(len(found) - 2, -1, -1):
        number, following = found[i], found[i + 1]
        joint = text[number.end : following.start]
        if (
            _POWER_JOINT.fullmatch(joint)
            and number.uncertainty is not None
            and following.text.startswith("10")
        ):
            power = following.lo
            start = number.start - (")" in joint and text[: number.start].endswith("("))
            found[i : i + 2] = [
                replace(
                    number, start=start, end=following.end, text=source[start : following.end],
                    kind=following.kind, lo=number.lo * power, hi=number.hi and number.hi * power, unit=following.unit,
                    uncertainty=number.uncertainty * power,
                )
            ]  # fmt: skip
        elif (
            _SIDE_JOINT.fullmatch(joint)
            and number.unit == "1"
            and following.kind == "measure"
            and unit_dimension(following.unit) == "length"
        ):
            found[i] = replace(number, kind=following.kind, unit=following.unit)
    return found


def qualifier_before(text: str, position: int) -> Bound:
    """Return what the qualifier that ends right before a position makes of the number there.

    Args:
        text: Clean text.
        position: Offset of the number.

    Returns:
        ``exact`` where there is none.
    """
    match = _QUALIFIER.search(text, max(0, position - _QUALIFIER_REACH), position)
    return match.lastgroup if match else "exact"  # type: ignore[return-value]


# The digits of an exponent stand further left in clean text.
_CLOSING = re.compile(r"[\d\s]{0,7}\}")


def source_span(source: str, start: int, end: int) -> tuple[int, int]:
    r"""Widen or narrow a span of clean text so that it does not cut mark-up of the source in two.

    Args:
        source: The text as given.
        start: Offset in the clean text, which is the same in the source.
        end: Offset after the span.

    Returns:
        Start and end in the source: closing braces and dollar signs opened inside belong to the span.

    >>> source_span(r"$10^{-5}$ J", 1, 7), source_span(r"3.09$\times$ up", 0, 11)
    ((1, 8), (0, 12))
    """
    inside = source[start:end]
    if inside.count("{") > inside.count("}") and (closing := _CLOSING.match(source, end)):
        end = closing.end()
    if inside.count("$") % 2 and source[end : end + 1] == "$":
        end += 1
    return start, end


def _numerals(text: str) -> list[Atom]:
    atoms: list[Atom] = []
    position = 0
    starts = ASCII_NUMERAL_START if text.isascii() else NUMERAL_START
    while begin := starts.search(text, position):
        start = begin.start()
        if text[start - 1 : start] == ".":
            start -= 1
        numeral = NUMERAL.match(text, start)
        if numeral is None:
            position = begin.end()
            continue
        if text[start - 2 : start] == "_ ":  # the brace of a subscript is blank: m_{1}
            position = numeral.end()
            continue
        value = read_numeral(numeral)
        sign = text[start - 1 : start]
        if sign and sign in "+-" and not _NO_SIGN.match(text[start - 2 : start - 1]):
            start -= 1
            value = -value if sign == "-" and value else value
        below = text[start - len(BELOW) : start].lower() == BELOW
        if below:
            start -= len(BELOW)
        atom = read_atom(text, start, numeral.end(), value)
        if atom is None or (atom.kind == "number" and (below or _in_formula(text, start, atom.end))):
            position = numeral.end()
            continue
        if _UNCERTAIN.search(text, max(0, start - 5), start):
            position = atom.end
            continue
        _prefixed(text, atom, atoms[-1].end if atoms else 0)
        _ranged(text, atom)
        atoms.append(atom)
        position = atom.end
    return atoms


_OVER_A_LETTER = re.compile(r"\s?/\s?[A-Za-z](?![A-Za-z])")


def _in_formula(text: str, start: int, end: int) -> bool:
    """True for a number without a unit that is a part of a formula: d+1, O(1/T)."""
    added = text[start - 1 : start] in {"+", "*"} and _NO_SIGN.match(text[start - 2 : start - 1]) is not None
    return added or (text[start - 1 : start] == "(" and _OVER_A_LETTER.match(text, end) is not None)


_DOLLARS = re.compile(r"\s?(?:USD|dollars)\b")


def _prefixed(text: str, atom: Atom, free: int) -> None:
    """Take in a currency or percent sign before the numeral, which may not be that of the number before."""
    before = text[max(free, atom.start - 2) : atom.start]
    if before.endswith((CURRENCY, CURRENCY + " ", "€", "£")):
        atom.start -= 2 if before.endswith(" ") else 1
        if atom.kind in {"number", "measure"}:
            atom.kind, atom.unit = "measure", "EUR" if before[-1] == "€" else "USD"
            if m := _DOLLARS.match(text, atom.end):
                atom.end = m.end()
    elif before.endswith("%") and atom.kind == "number" and not before[:-1].strip().isdigit():
        atom.start -= 1
        atom.kind, atom.unit = "percent", "percent"


def _second_range(text: str, start: int) -> bool:
    """True for the second range of a pair: "ranging from 1% to 5% on A AND FROM 3% to 9% on B"."""
    before = text[max(0, start - 160) : start]
    return _AND_FROM.search(before) is not None and _RANGING.search(before) is not None


_AND_FROM = re.compile(r"\band\s{1,3}from\s{1,3}\Z")
_RANGING = re.compile(r"\brang(?:es?|ed|ing)\s{1,3}from\s[^;]{1,140}\Z")


def _ranged(text: str, atom: Atom) -> None:
    """Extend an atom by the upper end of a range, or by an uncertainty, where one follows."""
    if m := _PLUS_MINUS.match(text, atom.end):
        numeral = NUMERAL.match(text, m.end())
        if numeral and (other := read_atom(text, m.end(), numeral.end(), read_numeral(numeral))):
            atom.uncertainty = other.lo
            if "(" not in m[0]:
                atom.end = other.end
            if atom.kind == "number":
                atom.kind, atom.unit = other.kind, other.unit
        return
    m = _RANGE.match(text, atom.end)
    if m is None or atom.kind in {"rank", "part"}:
        return
    joint = m[0].strip()
    lead = text[max(0, atom.start - 40) : atom.start]
    between = _BETWEEN.search(lead)
    if joint.startswith("and") and not (between and between[0].startswith("between")):
        return
    position = m.end()
    sign = 1.0
    if text[position] in "+-":
        sign = -1.0 if text[position] == "-" else 1.0
        position += 1
    numeral = NUMERAL.match(text, position)
    if numeral is None:
        return
    other = read_atom(text, position, numeral.end(), sign * read_numeral(numeral) + 0.0)
    if other is None or other.kind in {"rank", "part"}:
        return
    if joint.startswith("to") and lead.endswith("(") and other.kind in {"percent", "measure"}:
        return
    if joint.startswith("to") and "point" in text[atom.start : atom.end]:
        return  # "rises by 21 percentage points to 89%"
    if joint.startswith("to") and atom.kind == other.kind == "percent" and _FROM_ONE.search(lead):
        return
    if joint.startswith("to") and between and between[0].startswith("from") and other.kind != "ratio":
        # "from 1 to 2 minutes to real-time": the range is what it starts from
        range_first = atom.kind == "number" and _TO_MORE.match(text, other.end)
        if not range_first and not _SPANNING.search(lead) and not _second_range(text, atom.start):
            if atom.kind == "number":
                atom.kind, atom.unit = other.kind, other.unit
            return
    if atom.kind == "number" and other.kind != "number" and numeral["letter"] and atom.lo > other.lo:
        return
    if atom.kind not in {"number", other.kind} or (atom.kind == other.kind and atom.unit != other.unit):
        if other.kind != "number" or atom.kind == "number":
            return
        other.kind, other.unit = atom.kind, atom.unit
    low = atom.lo if atom.kind == other.kind or other.kind != "magnitude" else power_of_ten(atom.lo)
    scale = numeral["letter"] or numeral["word"]
    if atom.kind == "number" and scale and low < 1000 and not _has_magnitude(text, atom):
        low *= read_numeral(numeral) / float(numeral["digits"].replace(",", ""))
    if other.lo <= low and joint != "~":
        return
    if joint in {"-", "–"} and atom.kind == other.kind == "number" and _looks_like_name(text, atom, other):
        return
    atom.lo, atom.hi = sorted((low, other.lo))
    atom.kind, atom.unit, atom.end = other.kind, other.unit, other.end


def _has_magnitude(text: str, atom: Atom) -> bool:
    return text[atom.numeral_end - 1].isalpha()


def _looks_like_name(text: str, low: Atom, high: Atom) -> bool:
    return (
        high.end < len(text) and text[high.end] in "-:" and low.end - low.start == high.end - high.start == 4
    )


def _merged(atoms: list[Atom], others: list[Atom]) -> list[Atom]:
    """Two lists in one, in order; where two overlap the first list's stays."""
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


def _share_markers(text: str, atoms: list[Atom]) -> None:
    """In a list ("1.2, 1.5 and 2.0x") the marker of a later member holds for the bare numbers before it."""
    for i in range(len(atoms) - 2, -1, -1):
        atom, following = atoms[i], atoms[i + 1]
        if atom.kind != "number" or following.kind not in {"ratio", "percent", "measure"}:
            continue
        if following.kind != "measure" and _has_magnitude(text, atom):
            continue  # "for 7B and 46%"
        joint = text[atom.end : following.start]
        if following.kind == "measure" and not (
            "." in text[atom.start : atom.end] or joint.strip() in {"and", "or"}
        ):
            continue
        year = 1900 <= atom.lo <= 2100 and following.lo < 1000  # "51.2% on CROHME 2016, and 53.9% on"
        if _LIST_JOINT.fullmatch(joint) and not year:
            atom.kind, atom.unit = following.kind, following.unit
