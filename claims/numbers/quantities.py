"""Every quantity of a scientific text: what the scan finds, made complete with what stands around each number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import zip_longest
from math import gcd

from claims.errors import expect
from claims.model import Bound
from claims.numbers.around import any_of
from claims.numbers.atoms import Atom, read_atom, take_rate
from claims.numbers.formulas import formulas, inside
from claims.numbers.number_words import PARTS_OF_A_UNIT, all_numbers_in_words, words_of
from claims.numbers.qualifiers import (
    BELOW,
    compares,
    end_of_qualifier,
    qualifier_after,
    qualifier_before,
    spans,
)
from claims.numbers.quantity import Quantity
from claims.numbers.ranges import extend_to_range, join_subunits
from claims.numbers.rates import rate_at
from claims.numbers.reader import take_sign_word
from claims.numbers.references import Mention, kind_of_mention, mentions
from claims.numbers.scan import as_quantity, find_atoms, merged, refusal, source_span
from claims.numbers.spelled import is_times, take_lower_end
from claims.numbers.unit_names import COUNTED, SPELLINGS, TIMES
from claims.numbers.unit_spelling import canonical_unit
from claims.numbers.units import unit_dimension
from claims.text.markup import clean


def quantities(text: str, *, everything: bool = False) -> list[Quantity]:
    r"""Find every number in a scientific text with its unit, range, uncertainty and qualifier.

    Works on any text, claim or not: ``5 mol/L``, ``300 K``, ``3.2 ± 0.1 mm``, ``10-20 ms``, ``2.40x``,
    ``two orders of magnitude``, ``36 tokens/J``, ``six weeks``, ``$0.15 per million tokens``.

    Args:
        text: The text as it stands in the source, LaTeX, HTML and entities included.
        everything: True to be given numbers that are no quantities as well: reference marks, numbers of figures and
            equations, dates, clock times, versions, identifiers. Their ``kind`` tells them apart.

    Returns:
        Quantities in order, with offsets into the text as given; ``quantity`` of each is a pint quantity.

    >>> [(q.text, q.lo, q.hi, q.unit, q.bound) for q in quantities("up to 3.09$\\times$ faster, below 5.2 mJ")]
    [('3.09$\\times$', 3.09, 3.09, 'x', 'up_to'), ('5.2 mJ', 5.2, 5.2, 'mJ', 'less_than')]
    """
    expect("quantities", "a text", text, str)
    plain = clean(text)
    if _GLUED_SIGN.search(plain):
        plain = _GLUED_SIDES.sub(lambda m: m[0].replace("x", "×"), plain)
    # Numbers in words are found everywhere below, but for a factor of two.
    atoms = find_atoms(plain, words="actor" in plain)
    if in_words := _in_words(plain):
        atoms = merged(atoms, in_words)
        join_subunits(plain, atoms)
    _share_sides(plain, atoms)
    _join_from_to(plain, atoms)
    for atom, following in zip_longest(atoms, atoms[1:]):
        _complete(plain, atom, following.start if following else len(plain))
    found = [as_quantity(plain, atom) for atom in atoms]
    found = _told_apart(text, plain, found, everything)
    ends = [0, *(q.end for q in found)]
    return list(_apart(_in_source(text, plain, q, end) for q, end in zip(found, ends, strict=False)))


def _in_source(text: str, plain: str, q: Quantity, floor: int) -> Quantity:
    """Give a quantity of clean text its bound, and its place in the source; the one before ends at the floor."""
    start, end = source_span(text, q.start, q.end)
    return replace(q, start=start, end=end, text=text[start:end], bound=_bound(plain, q, floor))


_AND_MORE = re.compile(r"\d\+(?!\s?/)")


def _bound(plain: str, q: Quantity, floor: int) -> Bound:
    if q.text.lower().startswith(BELOW):
        return "less_than"
    if _AND_MORE.search(q.text):
        return "at_least"
    before = qualifier_before(plain, q.start)
    if before not in {"exact", "approx"} and (
        compares(plain, floor, q.start)
        or (q.kind == "measure" and spans(plain, q.start))
        or (q.lo != q.hi and spans(plain, q.start, of_range=True))
    ):
        return "exact"
    return (
        before
        if before not in {"exact", "approx"}
        else (after if (after := qualifier_after(plain, q.end)) != "exact" else before)
    )


_FEW = 10


def _in_words(plain: str) -> list[Atom]:
    """Find numbers in words, with their units: a bare one counts where it cannot be an article or a pronoun."""
    atoms: list[Atom] = []
    for start, end, value in all_numbers_in_words(plain):
        atom = read_atom(plain, start, end, value)
        if atom is None or (atoms and start < atoms[-1].end) or not is_times(plain, atom):
            continue
        if atom.kind == "measure" and atom.unit in SPELLINGS.apart:
            continue  # a four bar linkage
        single = plain[start:end].isalpha()
        if atom.kind == "number" and plain[start:end].lower() == "one":
            continue
        if atom.kind == "number" and single and value <= _FEW and _counted(plain, atom) is None:
            continue
        if not take_lower_end(plain, atom):
            take_sign_word(plain, atom)
            extend_to_range(plain, atom)
        atoms.append(atom)
    if not _PARTS.isdisjoint(words_of(plain)):
        atoms += [atom for m in _HALF.finditer(plain) if (atom := _half(plain, m))]
    return sorted(atoms, key=lambda a: a.start)


_HALF = re.compile(
    rf"\b(?:(?<!and )(?<!and a )(?P<half>half)(?:(?:\sof)?\san?)?(?=[\s-][a-z])"
    rf"|(?P<part>{'|'.join(PARTS_OF_A_UNIT).replace(' ', '[ -]')})\san?(?=\s[a-z]))",
    re.IGNORECASE,
)
_PARTS = frozenset(part.split()[" " in part].encode() for part in PARTS_OF_A_UNIT)


def _half(plain: str, m: re.Match[str]) -> Atom | None:
    """Read half an hour, a quarter of a mile."""
    part = (m["half"] or m["part"]).lower().replace("-", " ")
    atom = read_atom(plain, m.start(), m.end(), PARTS_OF_A_UNIT[part])
    return atom if atom is not None and atom.kind == "measure" else None


_GLUED_SIGN = re.compile(r"x(?<=\dx)(?=\d)")
# 70x40x60 cm
_GLUED_SIDES = re.compile(
    r"(?<![\w.])\d{1,5}(?:\.\d{1,3})?(?:x\d{1,5}(?:\.\d{1,3})?){1,3}(?=[\s-]?(?:[nµμumck]?m|in(?:ch(?:es)?)?|pixels?|px)\b)"
)
_SIDE_JOINT = re.compile(r"\s{0,14}(?:[x×]|by)\s{0,9}")


def _share_sides(plain: str, atoms: list[Atom]) -> None:
    """Give sides one unit: 20 x 30 mm, 4 × 4 × 5 mm."""
    for i in range(len(atoms) - 2, -1, -1):
        side, following = atoms[i], atoms[i + 1]
        if side.kind == "ratio" and _TIMES.fullmatch(plain, side.numeral_end, following.start):
            joined = True  # 4 × 4 × 5 mm: the sign belongs to what follows
        else:
            joined = (
                side.kind == "number" and _SIDE_JOINT.fullmatch(plain, side.end, following.start) is not None
            )
        if (
            joined
            and following.kind == "measure"
            and following.start - side.end < _LONGEST_JOINT
            and unit_dimension(following.unit) in {"length", "pixels"}
        ):
            side.kind, side.unit = following.kind, following.unit
            side.end = min(side.end, side.numeral_end)
        elif joined and following.kind == "measure" and (power := _POWER.fullmatch(following.unit)):
            _share_power(atoms, i, power)


_POWER = re.compile(r"(?P<length>[a-zA-Z]{1,3}m|m|inch|ft)\^(?P<sides>[23])")


def _share_power(atoms: list[Atom], i: int, power: re.Match[str]) -> None:
    """Give sides the length that an area or a volume is made of: 2 × 2 × 2 cm^3."""
    sides = int(power["sides"])
    first = i + 2 - sides
    if first < 0 or any(atom.kind not in {"number", "ratio"} for atom in atoms[first : i + 1]):
        return
    for atom in atoms[first : i + 2]:
        atom.kind, atom.unit = "measure", power["length"]
    for atom in atoms[first : i + 1]:
        atom.end = min(atom.end, atom.numeral_end)


_TIMES = re.compile(r"\s{0,9}[x×]\s{0,9}")
_LONGEST_JOINT = 24
_TO = re.compile(r"\s{1,9}to\s{1,9}")
_FROM = re.compile(r"\bfrom\s{1,9}\Z")
# After these words two values are no range, but where something was and where it went.
_MOVES = re.compile(rf"\b(?:{any_of('moving')})\w*[^.;]{{0,80}}\Z", re.IGNORECASE)
_REACH, _FAR = 90, 220
_SECOND = re.compile(r"\bfrom\s[^;]{1,90}\sto\s[^;]{1,90}(?:,|\band)\s[^.;]{1,60}\Z")


def _moves(plain: str, end: int) -> bool:
    """True where something goes from one value to another: lifts A from 54.0 to 61.3 and B FROM 43.7 to 53.7."""
    if _MOVES.search(plain, max(0, end - _REACH), end):
        return True
    earlier = _SECOND.search(plain, max(0, end - _FAR), end)
    return (
        earlier is not None
        and _MOVES.search(plain, max(0, earlier.start() - _REACH), earlier.start()) is not None
    )


def _join_from_to(plain: str, atoms: list[Atom]) -> None:
    """Make a range of two values that something reaches from and to, unless it moves: from 20 to 90 ms after onset."""
    i = 0
    while i + 1 < len(atoms):
        low, high = atoms[i], atoms[i + 1]
        if (
            low.kind == high.kind != "percent"
            and low.unit == high.unit
            and low.lo == low.hi
            and high.lo == high.hi
            and low.lo < high.lo
            and high.start - low.end < _LONGEST_JOINT
            and _TO.fullmatch(plain, low.end, high.start)
            and _FROM.search(plain, max(0, low.start - 14), low.start)
            and not _moves(plain, low.start - 5)
        ):
            low.hi, low.end = high.lo, high.end
            del atoms[i + 1]
        i += 1


_FRACTION = re.compile(r"(?P<over>[1-9])/(?P<under>[2-9]|10)|(?P<one>1)/(?P<many>\d{2,4})")
# ⅔ of a mile
_OF_ONE = re.compile(r"\s(?:of\s)?an?(?=\s[a-z])")
_COUNTED_THING = re.compile(rf"[\s-]\s{{0,24}}(?P<thing>{COUNTED})(?![\w-])")
_PLURALS = frozenset({"people", "children", "mice", "vertices"})
_ACIDITY = re.compile(
    rf"(?<![A-Za-z])pH\s?(?:(?:values?\s)?(?:{any_of('acidity_verbs')})\s?(?:(?:{any_of('acidity_hedges')})\s)?)?\Z"
)
# What goes on behind a unit and was not understood: the unit is not whole.
_GOES_ON = re.compile(
    r"\s?[/·⋅]\s?(?:[A-Za-zµμ°Ω(]|\s{0,8}[α-ω])|\^|[·.\s]?[A-Za-zµμΩ]{1,5}(?:\s?\^\s?-\s?\d|⁻[¹²³⁴]|-[1-4](?![\w.%]))|\s?⁻[¹²³⁴]"
    rf"|\s(?!per\s(?:{any_of('no_rates')})\b)per\s[a-z]"
)


def _apart(found: Iterable[Quantity]) -> Iterator[Quantity]:
    """Yield the quantities that no earlier one has taken in, as "25 per million tokens" does the million."""
    end = 0
    for quantity in found:
        if quantity.start >= end:
            yield quantity
        end = max(end, quantity.end)


def _complete(plain: str, atom: Atom, following: int) -> None:
    """Read what a bare number counts or is over, and drop a unit that is only half read.

    Args:
        plain: Clean text.
        atom: The number, which is changed.
        following: Where the next number begins.
    """
    if atom.kind == "part" and (m := _FRACTION.fullmatch(plain, atom.start, atom.end)):
        over, under = int(m["over"] or m["one"]), int(m["under"] or m["many"])
        if under > 1 and gcd(over, under) == 1:  # 1/2 and 6/5 are numbers, 8/10 counts some of a whole
            atom.kind, atom.unit, atom.lo, atom.hi = "number", "1", over / under, over / under
    if atom.kind == "number" and 0 < atom.lo < 1:
        _part_of_a_unit(plain, atom)
    if atom.kind == "number":
        if rate := rate_at(plain, atom.end, slash=False):
            unit = canonical_unit(f"1/{rate.unit}")
            if unit is not None and "an" not in plain[atom.end : rate.end].split():
                atom.kind, atom.unit, atom.end = "measure", unit, rate.end
                atom.lo /= rate.many
                atom.hi = atom.hi and atom.hi / rate.many
        elif found := _counted(plain, atom) or _counted_each(plain, atom, following):
            atom.kind, (atom.unit, atom.end) = "count", found
            whole = atom.end
            take_rate(plain, atom, of_one=True)
            if atom.end > whole:
                atom.kind = "measure"
        elif m := _ACIDITY.search(plain, max(0, atom.start - 24), atom.start):
            atom.kind, atom.unit = "measure", "pH"
        return
    if atom.kind == "measure":
        take_rate(plain, atom, of_one=True)
    if atom.kind == "measure" and _GOES_ON.match(plain, atom.end):
        atom.kind, atom.unit, atom.end = "unresolved", "1", atom.numeral_end


def _part_of_a_unit(plain: str, atom: Atom) -> None:
    """Give a number below one the unit that it is a part of: 2/3 of a mile."""
    m = _OF_ONE.match(plain, atom.end)
    whole = read_atom(plain, atom.start, m.end(), atom.lo) if m else None
    if whole is not None and whole.kind == "measure":
        atom.kind, atom.unit, atom.end = whole.kind, whole.unit, whole.end


def _counted(plain: str, atom: Atom) -> tuple[str, int] | None:
    """Return the unit of what a bare number counts, and where its name ends: 5 images, but not 5 image attributes."""
    behind = end_of_qualifier(plain, atom.end)
    m = _COUNTED_THING.match(plain, behind)
    if m is None or not (atom.lo == 1 or m["thing"].endswith("s") or m["thing"].lower() in _PLURALS):
        return None
    unit = canonical_unit(m["thing"])
    if unit is None:
        return None
    return unit, m.end() if behind == atom.end else atom.end  # 20 or more patients


# 300 million primitive updates per second: what is counted each second has a word of its own.
_THING_EACH = re.compile(rf"\s[a-z-]{{3,16}}\s(?P<thing>{COUNTED})(?=\s?/\s?|\sper\s|\san?\s(?:{TIMES})\b)")


def _counted_each(plain: str, atom: Atom, following: int) -> tuple[str, int] | None:
    m = _THING_EACH.match(plain, atom.end, following)
    unit = canonical_unit(m["thing"]) if m and rate_at(plain, m.end()) else None
    return None if m is None or unit is None else (unit, m.end())


def _told_apart(text: str, plain: str, found: list[Quantity], everything: bool) -> list[Quantity]:
    """Give numbers that are no quantities their kind, and leave them out unless everything is asked for."""
    in_formulas: list[tuple[int, int]] | None = None
    apart = mentions(plain, [(q.start, q.end) for q in found if q.kind in _DOUBTFUL])
    # 5/10/20 mg has the look of a date, panels (120 GB) that of a reference, and a unit behind it.
    measured = [q for q in found if q.kind == "measure"] if apart else []
    apart = [m for m in apart if not any(_goes_beyond(q, m) for q in measured)]
    starts = [m.start for m in apart]
    kept: list[Quantity] = []
    for q in found:
        kind = None
        if q.kind in _DOUBTFUL or (apart and q.kind != "percent"):
            kind = kind_of_mention(plain, q, apart, starts)
            if kind is None and q.kind == "number":
                in_formulas = formulas(text) if in_formulas is None else in_formulas
                kind = "identifier" if inside(in_formulas, q.start) else None
        if refusal(q) is not None:
            continue
        if kind is None:
            kept.append(q)
        elif everything:
            kept.append(replace(q, kind=kind, unit="1"))
    return kept


def _goes_beyond(measure: Quantity, mention: Mention) -> bool:
    """True where a measure has its unit behind what looks like a date or a reference; Fig. 3 A has none."""
    sure = mention.kind == "date" or (mention.kind == "reference" and len(measure.unit) > 1)
    return sure and measure.start < mention.end < measure.end


_DOUBTFUL = frozenset({"number", "part", "measure", "rank", "count"})
