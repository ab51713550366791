"""Time in proportion to the text, whatever is repeated in it: a search for the worst joins of fragments."""

from __future__ import annotations

import gc
import math
import random
import re
import time
from collections.abc import Callable, Iterator

from benchmarks.torture import Effort, Outcome, Part
from benchmarks.torture.texts import FRAGMENTS
from claims.numbers.quantities import quantities
from claims.pipeline import extract

UNITS = 1_000
ALLOWED = 1.25
"""The exponent of the time over the length; a clock that others disturb has one of its own."""
SHORT, TIMES = 6_000, 4
_QUICK = 0.02
_AGAIN = 3
_FIXED = 20_260_101

Work = Callable[[str], object]

KNOWN = (
    "latency of 5 ms and faster than X 5 ms, ", "TFLOPS both [than X 5 ", "less tenfolds ",
    "than X 73\\% 3-4 ^ $ less , ", "speedup GB A100 2x double ", "1.2x and ", "latency, energy and ", "$5 ",
    "([{", "to-", "It is 2x faster. ",
    "It is 2x faster than X1 on A100. ", "a 1.001x ", "orders of ", "half the two ", "\\frac{1}{", "<", "5 \n",
)  # fmt: skip
"""Texts that had taken long once, and their like."""


VARIED_KNOWN = (
    "We evaluate on Foo and Bar. It is 2x faster. ", "We present Foo, which is 2.1x faster than Sys on Data. ",
    "Our Foo takes 3 ms on the Bar dataset, and the Baz method 5 ms. ", "On Foo Bar reaches an accuracy of 71.2%. ",
)  # fmt: skip
"""The same, where each repetition has names and numbers of its own."""

Text = Callable[[str, int], str]
_NAME = re.compile(r"\b[A-Z][A-Za-z]*\b")
_DIGITS = re.compile(r"[0-9]+")


def repeated(unit: str, length: int) -> str:
    """Return a text of about a length that says the same over and over."""
    return unit * max(1, length // len(unit))


def varied(unit: str, length: int) -> str:
    """Return the same with other names and numbers each time, so that nothing is remembered from the last one."""
    pieces = []
    for turn in range(max(1, length // (len(unit) + 2))):
        ending = "".join(chr(97 + int(digit)) for digit in str(turn))
        named = _NAME.sub(lambda name: name[0] + ending, unit)  # noqa: B023
        pieces.append(
            _DIGITS.sub(lambda digits: str((int(digits[0]) + 7 * turn) % 10 ** len(digits[0])), named)  # noqa: B023
        )
    return "".join(pieces)


def seconds(work: Work, text: str) -> float:
    """Return the processor time of a call."""
    gc.disable()
    try:
        begin = time.process_time()
        work(text)
        return time.process_time() - begin
    finally:
        gc.enable()


def exponent(
    work: Work,
    unit: str,
    *,
    text: Text = repeated,
    short: int = SHORT,
    longest: int = SHORT * TIMES,
    allowed: float = ALLOWED,
) -> float:
    """Return how the time grows with the length of repetitions of a unit: 1 in proportion, 2 in the square.

    What looks worse than allowed is measured again, the best of a few, and on longer texts: a first look is
    easily disturbed.

    Args:
        work: What takes the time.
        unit: What is repeated.
        text: Makes a text of it.
        short: Characters of the shorter text.
        longest: Characters that the shorter text may have in the end.
        allowed: An exponent that is good enough.
    """
    found = _exponent(work, text, unit, short, 1)
    while found > allowed and short <= longest:
        found = min(found, _exponent(work, text, unit, short, _AGAIN))
        if found > allowed and short < longest:
            found = _exponent(work, text, unit, short * TIMES, 1)
        short *= TIMES
    return found


def _exponent(work: Work, text: Text, unit: str, short: int, again: int) -> float:
    one, many = text(unit, short), text(unit, short * TIMES)
    long = min(seconds(work, many) for _ in range(again))
    if long < _QUICK:
        return 0.0
    return math.log(long / min(seconds(work, one) for _ in range(again))) / math.log(len(many) / len(one))


def drawn_unit(draw: random.Random) -> str:
    """Return a join of 3 to 8 fragments of all kinds, with blanks here and there."""
    kinds = list(FRAGMENTS.values())
    pieces = (
        draw.choice(draw.choice(kinds)) + draw.choice(("", " ", " ")) for _ in range(draw.randint(3, 8))
    )
    return "".join(pieces)


def _search(work: Work, what: str, units: list[str], text: Text = repeated) -> Outcome:
    work("A warm-up: it is 2x faster than LRU on an A100, and takes 5 ms. " * 20)
    found = [(exponent(work, unit, text=text), unit) for unit in units]
    worst = max(value for value, _ in found)
    slow = [
        f"exponent {value:.2f}: {unit!r} {text.__name__}"
        for value, unit in sorted(found)[::-1]
        if value > ALLOWED
    ]
    return Outcome(what, len(units), slow, f"worst exponent {worst:.2f}")


def _title(text: str) -> object:
    return extract("We evaluate Foo. It is 2x faster than Bar on Baz.", title=text)


def _run(effort: Effort) -> Iterator[Outcome]:
    yield _search(extract, "what was slow once", list(KNOWN))
    yield _search(extract, "what was slow once, with other names each time", list(VARIED_KNOWN), varied)
    for what, seed in (("a fixed seed", _FIXED), ("a fresh seed", effort.seed)):
        draw = random.Random(seed)
        units = [drawn_unit(draw) for _ in range(effort.share(UNITS))]
        yield _search(extract, f"joins of 3 to 8 fragments, {what}", units)
    draw = random.Random(effort.seed)
    units = [drawn_unit(draw) for _ in range(effort.share(UNITS // 4))]
    yield _search(extract, "the same, with other names each time", units, varied)
    yield _search(_title, "the same, as titles", units[: effort.share(UNITS // 10)])
    yield _search(quantities, "the same, quantities alone", units)


PART = Part("growth", "time is in proportion to the text", _run)
