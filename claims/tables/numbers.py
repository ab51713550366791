"""The numbers of a cell: values, what stands after ±, differences, signs, arrows and units.

A cell either holds numbers and what belongs to numbers, or it holds words: ``LLaMA 7B`` and ``AP50`` are words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from claims.numbers.numerals import without_noise
from claims.numbers.units import canonical_unit
from claims.tables.durations import seconds_of
from claims.tables.spellings import plain

if TYPE_CHECKING:
    from claims.documents.model import Cell, Run

Direction = Literal["up", "down", "same", ""]

_FIGURE = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+(?:[ \u2009\u202f]\d{3}(?!\d))*)?|\.\d+"
_TOKEN = re.compile(
    rf"""
    (?P<number>(?P<money>[$€£]\s?)?(?P<figure>{_FIGURE})(?P<exponent>[eE][-+−–]?\d+)?
        (?:\s?[×⋅·x*]\s?10\s?\^?\s?(?P<power>[-−–]?\d+))?)
  | (?P<times>[×✕](?!\s?\d))
  | (?P<pm>±|\+/[-−–]|\\pm|\+-)
  | (?P<arrow>[↑↓↔⇑⇓▲▼△▽⬆⬇↗↘→⟶])
  | (?P<sign>[-+−–])
  | (?P<percent>%|\\%|‰)
  | (?P<open>[(\[{{])
  | (?P<close>[)\]}}])
  | (?P<between>[/|;,:])
  | (?P<about>[~≈∼<>≤≥])
  | (?P<mark>[*†‡§¶♠♣♦♥★☆∗⋆⋄◇•◦°∘^'"′#]+)
  | (?P<word>[A-Za-zµμΩ°][A-Za-zµμΩ°²³/.^·]*)
  | (?P<blank>\s+)
    """,
    re.VERBOSE,
)
_MAGNITUDES = {
    "k": 1e3, "K": 1e3, "M": 1e6, "m": 1e6, "B": 1e9, "b": 1e9, "G": 1e9, "T": 1e12, "Mn": 1e6, "mil": 1e6,
}  # fmt: skip
_EMPTY = re.compile(r"(?i)[-−–—―/\\.\s*†‡]*|n\.?/?a\.?|none|nan|oom|oot|n\.?r\.?|tbd|--+|⁻|\?|◦|•")
_DIRECTIONS: dict[str, Direction] = {"↑": "up", "⇑": "up", "▲": "up", "△": "up", "⬆": "up", "↗": "up",
                                    "↓": "down", "⇓": "down", "▼": "down", "▽": "down", "⬇": "down", "↘": "down",
                                    "↔": "same", "→": "same", "⟶": "same"}  # fmt: skip
_BLANKS = re.compile(r"\s+")
_BOLD_DIGITS = re.compile("[\U0001d7ce-\U0001d7ff]")


class Number(NamedTuple):
    """A number of a cell.

    Attributes:
        quote: How it is written, with sign, currency, ± part, suffix and unit.
        value: The number with its magnitude multiplied out, with its sign.
        uncertainty: What stands after ±, None where nothing does.
        unit: ``percent``, ``x`` or a unit of :func:`claims.numbers.units.canonical_unit`; None where none is written.
        decimals: Digits after its point.
        signed: True where a plus or minus stands before it.
        arrow: Where the arrow at it points, empty where there is none.
        bracketed: True where it stands in brackets behind another.
        raised: ``sub`` or ``sup`` where it is lowered or raised.
        bold: True where it is bold.
        scaled: True where a magnitude (k, M, B) was multiplied out.
        spread: True where its deviation stands behind it in brackets.
        plain: True where it has no sign, unit or company, at most a deviation behind ±.
        pair: It and the number in brackets, where that was taken for its deviation.
        of: What it is counted out of, None where nothing tells.
    """

    quote: str
    value: float
    uncertainty: float | None = None
    unit: str | None = None
    decimals: int = 0
    signed: bool = False
    arrow: Direction = ""
    bracketed: bool = False
    raised: str = ""
    bold: bool = False
    scaled: bool = False
    spread: bool = False
    plain: bool = False
    pair: tuple[Number, ...] = ()
    of: float | None = None

    @property
    def is_difference(self) -> bool:
        """True where its looks say that it is a change and no level."""
        return (
            bool(self.arrow and (self.bracketed or self.raised))
            or (self.signed and self.quote.lstrip()[:1] == "+")
            or bool(self.signed and (self.bracketed or self.raised))
        )


def is_empty(text: str) -> bool:
    """True for cells that hold no word and no number: empty ones, dashes, ``N/A``, ticks."""
    return len(text) < 12 and _EMPTY.fullmatch(text) is not None


# Letters behind figures that make names of them: experiment 2A, panel 3C.
_NO_UNITS = frozenset(["A", "C", "F", "K", "N", "V", "L", "l", "a", "d", "c", "g", "Q"])


@lru_cache(maxsize=4096)
def _unit(word: str) -> str | None:
    return None if word in _NO_UNITS else canonical_unit(word.rstrip("."))


class _Reader:
    """Reads the tokens of one cell from left to right."""

    def __init__(self, text: str, shown: str, runs: list[tuple[int, Run]]) -> None:
        self.text = text
        self.shown = shown  # as the cell has it, equally long
        self.runs = runs
        self.found: list[Number] = []
        self.sign = ""
        self.arrow: Direction = ""
        self.pm = False
        self.depth = 0
        self.interval = False
        self.begin = 0
        self.sign_end = 0
        self.words = False
        self.ends: list[int] = []
        self.before_blank = True

    def run_at(self, offset: int) -> Run:
        at = self.runs[0][1]
        for start, run in self.runs:
            if start > offset:
                break
            at = run
        return at

    def take(self, m: re.Match[str]) -> None:
        kind = m.lastgroup or ""
        if kind in {"money", "figure", "exponent", "power"}:
            kind = "number"
        getattr(self, f"take_{kind}", self.take_nothing)(m)

    def take_nothing(self, m: re.Match[str]) -> None:
        pass

    def take_pm(self, m: re.Match[str]) -> None:
        self.pm = True

    def take_arrow(self, m: re.Match[str]) -> None:
        direction = _DIRECTIONS[m[0]]
        if self.found and not self.sign and self._closes(m):
            self.found[-1] = self.found[-1]._replace(arrow=self.found[-1].arrow or direction)
        else:
            self.arrow = direction

    def _closes(self, m: re.Match[str]) -> bool:
        """True where an arrow belongs to the number before it: nothing but its own end or a bracket follows."""
        rest = self.text[m.end() :].lstrip()
        return not rest or rest[0] in ")]|/;,("

    def take_sign(self, m: re.Match[str]) -> None:
        self.sign = "-" if m[0] in "-−–" else "+"
        self.sign_end = m.end()
        self.begin = m.start()

    def take_between(self, m: re.Match[str]) -> None:
        self.sign = ""  # a dash that says that a number is missing

    def take_times(self, m: re.Match[str]) -> None:
        if not self.found or self.found[-1].unit is not None:
            self.words = True
            return
        quote = self.shown[self._start(-1) : m.end()].strip()
        self.found[-1] = self.found[-1]._replace(unit="x", quote=quote)

    def take_percent(self, m: re.Match[str]) -> None:
        if not self.found:
            return
        for i in range(len(self.found) - 1, -1, -1):
            number = self.found[i]
            if self.depth and not number.bracketed:
                break
            if number.unit is None and not (i < len(self.found) - 1 and self.found[i + 1].bracketed is False):
                end = m.end() if i == len(self.found) - 1 else 0
                quote = self.shown[self._start(i) : end] if end and not number.bracketed else number.quote
                self.found[i] = number._replace(unit="percent", quote=quote.strip())
            else:
                break

    def _start(self, i: int) -> int:
        return self.ends[i]

    def take_open(self, m: re.Match[str]) -> None:
        self.depth += 1
        self.interval = self.interval or m[0] == "["

    def take_close(self, m: re.Match[str]) -> None:
        self.depth = max(0, self.depth - 1)

    def take_word(self, m: re.Match[str]) -> None:
        word = m[0]
        # "4-gram" is a word; a minus between a number and a unit is none.
        compound = self.sign and self.sign_end == m.start() and self.text[self.begin - 1].isdigit()
        if not self.found or self.words or compound:
            self.words = True
            return
        last = self.found[-1]
        glued = m.start() > 0 and not self.text[m.start() - 1].isspace()
        if (
            word in _MAGNITUDES
            and last.unit is None
            and not last.scaled
            and (glued or word in {"M", "B", "K"})
        ):
            quote = self.shown[self._start(-1) : m.end()].strip()
            self.found[-1] = last._replace(
                value=without_noise(last.value * _MAGNITUDES[word]), scaled=True, quote=quote
            )
        elif word in {"x", "X"} and last.unit is None:
            self.found[-1] = last._replace(unit="x", quote=self.shown[self._start(-1) : m.end()].strip())
        elif last.unit is None and (unit := _unit(word)):
            self.found[-1] = last._replace(unit=unit, quote=self.shown[self._start(-1) : m.end()].strip())
        else:
            self.words = True

    def take_number(self, m: re.Match[str]) -> None:
        figure = "".join(m["figure"].replace(",", "").split())
        value = float(figure)
        if m["exponent"]:
            value = float(figure + m["exponent"].replace("−", "-").replace("–", "-"))
        if m["power"]:
            value = _times_ten(value, m["power"])
        run = self.run_at(m.start())
        if self.pm:
            self._uncertain(abs(value), m.end())
            return
        if self._is_mark(run, figure, m):
            return
        if (
            run.script == "sub"
            and not self.sign
            and not self.arrow
            and self.found
            and self.found[-1].uncertainty is None
        ):
            self._uncertain(value, None)
            return
        start = self.begin if self.sign else m.start()
        self.found.append(
            Number(
                quote=self.shown[start : m.end()].strip(), value=-value if self.sign == "-" else value,
                decimals=len(figure.partition(".")[2]), signed=bool(self.sign), arrow=self.arrow,
                bracketed=bool(self.found) and (self.depth > 0 or self._changes(start, m)), raised=run.script,
                bold=run.bold,
                unit="USD" if m["money"] and m["money"][0] == "$" else None,
            )
        )  # fmt: skip
        self.ends.append(start)
        self.sign, self.arrow = "", ""

    def _changes(self, start: int, m: re.Match[str]) -> bool:
        """True for a signed number right behind another one, which tells how that has changed: 12.1 -0.4."""
        close = not self.text[self.sign_end : m.start()].strip() and self.text[start - 1 : start].isspace()
        return bool(self.sign) and close and self.sign_end == m.start()

    def _is_mark(self, run: Run, figure: str, m: re.Match[str]) -> bool:
        """True for a raised footnote number, and for a lone figure that is left of a broken line."""
        if not self.found:
            return False
        raised = run.script == "sup" and not self.sign and not self.arrow and "." not in figure
        before = self.text[: m.start()]
        lone = before[-1:].isspace() and not before.rstrip().endswith(("/", "|", ",", ";", ":"))
        bare = self.depth == 0 and not self.sign and not self.arrow
        lost = lone and bare and len(figure) == 1 and self.found[-1].decimals > 0
        return raised or lost

    def _uncertain(self, value: float, end: int | None) -> None:
        self.pm = False
        if not self.found:
            return
        last = self.found[-1]
        quote = self.shown[self._start(-1) : end].strip() if end else last.quote
        if last.uncertainty is None and not last.bracketed:
            self.found[-1] = last._replace(uncertainty=value, quote=quote)


def _times_ten(value: float, power: str) -> float:
    exponent = int(power.replace("−", "-").replace("–", "-")[:6])
    return value * 10.0**exponent if abs(exponent) < 300 else value


def read_numbers(cell: Cell) -> tuple[Number, ...] | None:
    """Return the numbers of a cell, None where it holds words; none at all where it is empty."""
    text = cell.text
    if len(cell.runs) == 1:
        run = cell.runs[0]
        if run.kind == "text" and not run.script and (bare := _bare(text, run.bold)):
            return bare
    if is_empty(text):
        return ()
    if len(text) > 120 or not any(map(str.isdigit, text)):
        return None
    seconds = seconds_of(text) if text[-1].isalpha() or ":" in text else None
    if seconds is not None:
        return (Number(quote=text, value=seconds, unit="s", bold=cell.runs[0].bold),)
    return _numbers_of(tuple([r for r in cell.runs if r.kind == "text"]))


# What most cells of results hold.
_BARE = re.compile(r"(\d+(?:\.(\d+))?)(?:\s?±\s?(\d+(?:\.\d+)?))?", re.ASCII)


@lru_cache(maxsize=16384)
def _bare(text: str, bold: bool) -> tuple[Number, ...]:
    """Return the number of a cell that holds nothing else but what stands after ±, none for other cells."""
    found = _BARE.fullmatch(text)
    if found is None:
        return ()
    figure, behind_point, deviation = found.groups("")
    uncertainty = float(deviation) if deviation else None
    return (Number(text, float(figure), uncertainty, decimals=len(behind_point), bold=bold, plain=True),)


@lru_cache(maxsize=16384)
def _numbers_of(runs: tuple[Run, ...]) -> tuple[Number, ...] | None:
    placed: list[tuple[int, Run]] = []
    text = ""
    for run in runs:
        if run.script and text[-1:].isdigit():
            text += " "  # what is lowered or raised is a number of its own
        placed.append((len(text), run))
        text += _BOLD_DIGITS.sub(_plain_digit, _BLANKS.sub(" ", run.text))
    shown, text = text, plain(text)
    reader = _Reader(text, shown, placed)
    position = 0
    while position < len(text):
        m = _TOKEN.match(text, position)
        if m is None:
            return None
        reader.take(m)
        position = m.end()
        if reader.words:
            return None
    if not reader.found or _is_range(text):
        return None
    return tuple(_without_intervals(reader.found, reader.interval, text))


def _plain_digit(m: re.Match[str]) -> str:
    return str((ord(m[0]) - 0x1D7CE) % 10)


_RANGE = re.compile(
    r"\s*[\[(]?[\d.,]+(?:\s?[kKMBG%])?(?:[-–—:]|\s[-–—:]\s)[\d.,]+\s?\S{0,3}[\])]?\s*"
    r"|\s*[\[(]\s?[-−–+]?[\d.]+\s?[,;]\s?[-−–+]?[\d.]+\s?[\])]\s*"
)
_SMALL = 0.34  # what is larger beside a number is no deviation of it
_INTERVAL = re.compile(r"[(\[]\s?[-−–+]?[\d.]+%?\s?(?:[,;–—-]|to)\s?[-−–+]?[\d.]+%?\s?[)\]]")


def _is_range(text: str) -> bool:
    return _RANGE.fullmatch(text) is not None


def _without_intervals(found: list[Number], square: bool, text: str) -> list[Number]:
    """Leave out the ends of an interval in brackets, deviations in brackets, and how many of how many a share is."""
    inside = [n for n in found if n.bracketed]
    if inside and (_INTERVAL.search(text) or _is_share(found)):
        return [n for n in found if not n.bracketed]
    if len(found) == 3 and _is_share([found[2], *found[:2]]):
        return found[2:]
    if square and len(found) == 2 and inside and not found[1].decimals and found[0].decimals:
        return found[:1]  # a reference that is written as text
    pairs = list(zip(found[::2], found[1::2], strict=False))
    if len(found) % 2 == 0 and all(map(_deviates, *zip(*pairs, strict=True))):
        return [a._replace(uncertainty=b.value, spread=True, pair=(a, b)) for a, b in pairs]
    return found


def _deviates(first: Number, second: Number) -> bool:
    """True for a small number in brackets behind another one."""
    plain_pair = second.bracketed and not first.bracketed and not (second.is_difference or second.signed)
    fractions = second.unit is None and first.decimals and second.decimals
    return bool(plain_pair and fractions and 0 <= second.value < _SMALL * abs(first.value))


def _is_share(found: list[Number]) -> bool:
    """True for a percentage with what it is a share of: 85.2 (172/202)."""
    if (
        len(found) != 3
        or found[0].bracketed == found[1].bracketed
        or found[1].bracketed != found[2].bracketed
    ):
        return False
    share, part, whole = (n.value for n in found)
    return whole > 0 and abs(100 * part / whole - share) < 1
