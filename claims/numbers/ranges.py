"""Two numbers that are one: ranges (10-20 ms, between 5 and 7%), and two units of one length (5 ft 2 in)."""

from __future__ import annotations

import re

from claims.numbers.around import any_of, words_of_list
from claims.numbers.atoms import Atom
from claims.numbers.numerals import power_of_ten, without_noise
from claims.numbers.reader import read_number
from claims.numbers.unit_names import VOCABULARY
from claims.numbers.units import factor_between

_JOINT = re.compile(
    r"(?:\s{0,24}-?\s{1,8}(?P<to>to)\s{1,8}"
    rf"|\s{{0,24}}(?:-{{1,3}}|–|—|~|\.{{2,3}}|…|\b(?:{any_of('range_ends')})\b)\s{{0,8}})"
    r"~?\s{0,3}(?:(?:US)?[$€£¥¤]\s?)?(?:(?<!-)(?P<sign>[-+–](?=\.?\d)))?(?=\.?\d)"
)
# How it begins, after so many blanks at most; and the number whose sign was lost.
_BEGINNINGS = frozenset("-–—~.…0123456789").union(word[0] for word in ("to", *words_of_list("range_ends")))
_BLANKS = 32
# A range whose sign was lost with the mark-up: is 2.3 107.4x faster, gains of 1 4% over; not 3.1% 4.6% and 2.7%
_SIGN_LOST = re.compile(r"\s{1,3}(?=\d[\d.]{0,6}\s?(?:[x×%]|\\%|times\b)(?!\w|\s?and\b|,))")
_WORD_BEFORE = re.compile(r"[a-z]\s\Z")
_BETWEEN = re.compile(rf"(?:\bbetween|\bfrom)\s+(?:(?:{any_of('range_hedges')}) |~\s?)?\Z")
# After these words "from A to B" spans cases; elsewhere it tells a change from one value to another.
_SPANNING = re.compile(
    rf"(?:(?:{any_of('spanning')})\w*(?:\s+[a-z]+){{0,3}}|(?:{any_of('keeping')})\w*(?:\s+[\w-]+){{1,3}}"
    rf"|span\w*|{any_of('spans')})\s+(?:from|between)\s+\Z"
)
# "from an AUROC of 93% to 97%"
_FROM_ONE = re.compile(r"(?<!ranging\s)\bfrom\s(?:[\w-]{1,20}\s){1,4}of\s\Z")
_TO_MORE = re.compile(r"\s+(?:down\s+)?to\b")
_AND_FROM = re.compile(r"\band\s{1,3}from\s{1,3}\Z")
_RANGING = re.compile(rf"\b(?:{any_of('ranges')})\s{{1,3}}from\s[^;]{{1,140}}\Z")
_REACH = 40
_FAR_ABOVE = 5
_HIGH, _HIGH_PERCENT, _HIGH_SCORE, _HIGH_SHARE, _ALL = 75, 40, 15, 0.5, 100
"""From where on a number far above the one before it is what that one leads to."""
_COMPARED = re.compile(rf"\s(?:{any_of('comparatives')})\b")
_MOVED = re.compile(
    rf"\b(?:{any_of('leading_up')})\w*(?:\s[\w@-]{{1,20}}){{0,4}}\s\Z",
    re.IGNORECASE,
)
# from 3×4×4 to 40×40: one of several sides
_SIDE = re.compile(r"\d\s?[×x]\s?\Z")
_DASHES = frozenset({"-", "--", "---", "–", "–-", "- -"})
_ALONE = frozenset({"rank", "part"})


def extend_to_range(text: str, atom: Atom) -> None:
    """Extend an atom by the upper end of a range where one follows.

    Args:
        text: Clean text.
        atom: The atom that may be the lower end.
    """
    ahead = text[atom.end : atom.end + _BLANKS + 1].lstrip()[:1]
    if ahead not in _BEGINNINGS and (ahead.isascii() or not ahead.isdecimal()):
        return
    m = _JOINT.match(text, atom.end)
    lost = _lost_sign(text, atom) if m is None else None
    m = m or lost
    if (
        m is None
        or atom.kind in _ALONE
        or atom.minus is not None
        or _SIDE.search(text, max(0, atom.start - 4), atom.start)
    ):
        return
    said = m.groupdict()
    silent = " " if lost else "-"
    joint = "to" if said.get("to") else text[atom.end : m.end()].strip().strip(" $€£¥¤+") or silent
    lead = text[max(0, atom.start - _REACH) : atom.start]
    between = _BETWEEN.search(lead)
    kind_of_lead = between[0].split()[0] if between else ""
    if joint.startswith("and") and kind_of_lead != "between":
        return
    found = read_number(text, m.end(), signed=said.get("sign") is not None, floor=atom.end)
    other = found.atom if found else None
    if other is None or other.kind in _ALONE or other.minus is not None:
        return
    if joint.startswith("to") and _tells_change(text, atom, other, kind_of_lead, lead):
        return
    _join(text, atom, other, joint, kind_of_lead)


def _lost_sign(text: str, atom: Atom) -> re.Match[str] | None:
    """Return the blanks between two numbers where the sign of a range stood, behind a word; None elsewhere."""
    if atom.kind not in _LOSING or not _WORD_BEFORE.search(text, max(0, atom.start - 2), atom.start):
        return None
    return _SIGN_LOST.match(text, atom.end)


_LOSING = frozenset({"number", "ratio", "percent"})


def _tells_change(text: str, atom: Atom, other: Atom, kind_of_lead: str, lead: str) -> bool:
    """True where "to" leads from one value to another: each of the two is a number of its own."""
    if lead.endswith("(") and atom.kind == other.kind and other.kind in {"percent", "measure"}:
        return not _COMPARED.match(text, other.end)  # (44% to 71% shorter)
    if "point" in text[atom.start : atom.end]:
        return True  # "rises by 21 percentage points to 89%"
    if other.lo >= _FAR_ABOVE * abs(atom.lo) and _leads_to(lead, text, atom, other):
        return True  # "rose 3% to 91.2%"
    if atom.kind == other.kind == "percent" and _FROM_ONE.search(lead):
        return True
    if kind_of_lead != "from" or other.kind == "ratio":
        return False
    # "from 1 to 2 minutes to real-time": the range is what it starts from
    range_first = atom.kind == "number" and _TO_MORE.match(text, other.end)
    if range_first or _SPANNING.search(lead) or _second_range(text, atom.start):
        return False
    if atom.kind == "number":
        atom.kind, atom.unit = other.kind, other.unit
    return True


def _leads_to(lead: str, text: str, atom: Atom, other: Atom) -> bool:
    """True for "rose 3% TO 91.2%", "by 0.04 TO 0.91"; "improves by 5% to 50%" is a range."""
    m = _MOVED.search(lead)
    if m is None:
        return False
    by = m[0].rstrip().endswith("by")
    if atom.kind == "percent":
        return (_HIGH if by and other.kind != "number" else _HIGH_PERCENT) <= other.lo <= _ALL
    if atom.kind != other.kind or "." not in text[atom.start : atom.end]:
        return False
    if atom.kind == "number" and other.lo <= 1:
        return other.lo >= _HIGH_SHARE
    return other.lo >= _HIGH_SCORE and (atom.kind == "number" or atom.unit == other.unit == "dB")


def _second_range(text: str, start: int) -> bool:
    """True for the second range of a pair: "ranging from 1% to 5% on A AND FROM 3% to 9% on B"."""
    before = text[max(0, start - 160) : start]
    return _AND_FROM.search(before) is not None and _RANGING.search(before) is not None


def _join(text: str, atom: Atom, other: Atom, joint: str, lead: str) -> None:
    """Make a range of two atoms, unless their kinds or their order forbid it."""
    if atom.kind == "number" and other.kind != "number" and other.letter and atom.lo > other.lo:
        return
    low = atom.lo
    if atom.kind == other.kind == "measure" and atom.unit != other.unit:
        factor = factor_between(atom.unit, other.unit)
        if factor is None:
            return
        low = without_noise(low * factor)
    elif atom.kind not in {"number", other.kind} or (atom.kind == other.kind and atom.unit != other.unit):
        if other.kind != "number" or atom.kind == "number":
            return
        other.kind, other.unit = atom.kind, atom.unit
    low = low if atom.kind == other.kind or other.kind != "magnitude" else power_of_ten(low)
    if atom.kind in {"number", other.kind} and other.scale > 1 and abs(low) < 1000 and atom.scale == 1:
        low *= other.scale if atom.kind == "number" or atom.unit == other.unit else 1
    high = other.lo
    fallen = joint.startswith("to") and high < low <= 0
    if high < low and (lead == "between" or fallen or (joint in _DASHES and _descends(text, atom, other))):
        low, high = high, low
    if high <= low and joint != "~":
        return
    if joint in _DASHES and atom.kind == other.kind == "number" and _looks_like_name(text, atom, other):
        return
    atom.lo, atom.hi = min(low, high), max(low, high)
    atom.kind, atom.unit, atom.end = other.kind, other.unit, other.end


def _descends(text: str, atom: Atom, other: Atom) -> bool:
    """True for 90-60 °C: a range that goes down has a unit, and no blank on one side alone."""
    between = text[atom.end : other.start]
    return (
        other.kind in {"measure", "percent"}
        and atom.kind in {"number", other.kind}
        and between == between[::-1]
        and len(between) > 0
        and other.lo > 0
    )


def _looks_like_name(text: str, low: Atom, high: Atom) -> bool:
    return (
        high.end < len(text) and text[high.end] in "-:" and low.end - low.start == high.end - high.start == 4
    )


_SUBUNITS: dict[str, dict[str, float]] = VOCABULARY["subunits"]
_SUB_JOINT = re.compile(r"\s{0,4},?\s{0,4}(?:and\s)?")
_INCHES = re.compile(
    r"\s?,?\s?(?P<inches>\d{1,2}(?:\.\d{1,3})?)\s?(?:in|″|\"|'')"
    rf"(?![A-Za-z]|\s(?:{any_of('not_after_inches')})\b)"
)


def join_subunits(text: str, atoms: list[Atom]) -> None:
    """Make one number of two units of one size, in the smaller of them: 5 ft 2 in, 1 h 30 min.

    Args:
        text: Clean text.
        atoms: The atoms of the text in order, of which some are taken out.
    """
    i = 0
    while i < len(atoms):
        atom = atoms[i]
        smaller = _SUBUNITS.get(atom.unit) if atom.kind == "measure" and atom.lo == atom.hi else None
        if smaller is not None and float(atom.lo).is_integer():
            following = atoms[i + 1] if i + 1 < len(atoms) else None
            if atom.unit == "ft" and (m := _INCHES.match(text, atom.end)):
                atom.lo = atom.hi = atom.lo * 12 + float(m["inches"])
                atom.unit, atom.end = "inch", m.end()
                if following is not None and following.start < m.end():
                    del atoms[i + 1]
            elif (
                following is not None
                and following.kind == "measure"
                and following.unit in smaller
                and 0 <= following.lo < smaller[following.unit]
                and _SUB_JOINT.fullmatch(text, atom.end, following.start)
            ):
                atom.lo = atom.hi = without_noise(atom.lo * smaller[following.unit] + following.lo)
                atom.unit, atom.end = following.unit, following.end
                del atoms[i + 1]
                continue
        i += 1
