"""What a match means: form, metric, direction and unit of each number are decided here and nowhere else.

The conventions are those of docs/claim-model.md: 1, 16 and 25 tell percent from points, 12 speed from time, 26 lets
a unit win over words. What is known of a metric, and what a benchmark is scored in, is data (``schema/metrics.toml``,
``schema/benchmarks.toml``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from claims.model import Change, Form
from claims.numbers.quantity import Quantity
from claims.reading.benchmarks import names_scored_benchmark
from claims.reading.match import Match, Named, Reading, Span
from claims.reading.units import LONG, YEARS, in_unit, is_scored, takes_number, time_metric, unit_of_level
from claims.syntax.cues import cue
from claims.syntax.grammar import compile_pattern
from claims.syntax.sentence import Sentence
from claims.syntax.tokens import Direction, Entry
from claims.syntax.vocabulary import less_is_better, metrics

_RELATIVE_BEFORE = re.compile(r"y[^QUZ;KVO,]{0,6}\Z")
_RELATIVE_BEHIND = re.compile(r"[^(,;Q]{0,3}y")
_OF_IT = compile_pattern("(?:COMMA? RESPECTIVELY COMMA?)? OF")
_TO = compile_pattern(r"TO HEDGE{0,3}\Z")
_RATIOS = frozenset({"ratio", "magnitude"})
_UNNAMED = frozenset({"performance", "score", "other"})
_PALE = frozenset({"performance", "efficiency"})
"""They name no metric where a unit does."""
_LARGEST_GAIN_IN_POINTS = 100
_LARGEST_USUAL_GAIN = 40
_LEAST_IN_PERCENT = 0.2


def meaning(sentence: Sentence, match: Match) -> tuple[Reading, ...] | None:
    """Read each number of a match.

    Args:
        sentence: The sentence.
        match: What a construction has found in it.

    Returns:
        One reading for each number; None where a number cannot say such a thing of such a metric: an accuracy of 3 s, a
        speedup of 3 (of what?), performance in kilograms.
    """
    readings: list[Reading] = []
    quantities = sentence.tokens[match.token].quantities
    for member, quantity in enumerate(quantities):
        named = _named(sentence, match, member, len(quantities))
        says = match.says
        if (says == "level" and quantity.text.startswith("+")) or says == "change":
            reading = _change(sentence, match, member, named)
        elif quantity.kind == "percent" and quantity.lo < 0:
            reading = _fall(sentence, match, member, named)
        elif says in {"count", "rank"}:
            reading = _plain(match, quantity, member, named)
        else:
            reading = _standing(sentence, match, member, named)
        if reading is None:
            return None
        readings.append(reading)
    return tuple(readings)


def _fall(sentence: Sentence, match: Match, member: int, named: Named) -> Reading | None:
    """Read a percentage below zero that something is said to be: latency IS -30%."""
    reading = _change(sentence, replace(match, word=None, direction="down"), member, named)
    if reading is None:
        return None
    low, high = sorted(abs(end) for end in (reading.quantity.lo, reading.quantity.hi) if end is not None)
    return replace(reading, quantity=replace(reading.quantity, lo=low, hi=high))


def like(sentence: Sentence, model: Reading, quantity: Quantity, token: int, member: int) -> Reading:
    """Read a number as the one that it goes on from: the same metric and direction, and the same form unless it says.

    Args:
        sentence: The sentence.
        model: What that number says.
        quantity: The number.
        token: Index of its token.
        member: Its place in that token's list.
    """
    unit = model.unit if quantity.unit in {"1", "percent", "x"} else quantity.unit
    form = model.form
    if form == "level" and quantity.unit == "1" and model.unit in {"1", "percent"}:
        unit = unit_of_level(model.metric, quantity)
    if form == "points" and quantity.kind == "percent" and sentence.codes.startswith("y", token + 1):
        form = "percent"
    return replace(
        model, quantity=quantity, token=token, member=member, form=form, unit=unit, first=token, last=token,
        carried=True, since=None,
    )  # fmt: skip


def of_metric(sentence: Sentence, reading: Reading, named: Named) -> Reading:
    """Read a number of what nobody names as one of a metric that stands close; a gain by convention 16."""
    if reading.change == "none":
        unit = unit_of_level(named.metric, reading.quantity) if reading.form == "level" else reading.unit
        return replace(reading, metric=named.metric, metric_span=named.span, unit=unit)
    form, unit = _form_of_change(sentence, reading.token, reading.quantity, named)
    change = reading.change if reading.says in {"up", "down"} else _movement(sentence, named, reading.says)
    return replace(reading, metric=named.metric, metric_span=named.span, form=form, unit=unit, change=change)


def span_of(sentence: Sentence, index: int) -> Span:
    """Return where the token at an index stands."""
    token = sentence.tokens[index]
    return token.start, token.end


def _named(sentence: Sentence, match: Match, member: int, members: int) -> Named:
    """Find what a number is a number of: the word of change owns it, a name tells it, or words of no vocabulary."""
    quantity = sentence.tokens[match.token].quantities[member]
    by_unit = time_metric(sentence, quantity.unit) if quantity.kind == "measure" else None
    entry = of_word = None
    if match.word is not None:
        entry = sentence.entry(match.word)
        of_word = Named(entry.metric, span_of(sentence, match.word)) if entry.metric else None
    if entry and of_word and entry.owner:
        return Named(by_unit, of_word.span) if by_unit and of_word.metric == "speed" else of_word
    if match.name is not None:
        token = sentence.tokens[match.name]
        at = member if len(token.metrics) == members else 0
        return Named(token.metrics[at], token.spans[at])
    if entry and of_word and entry.code != "O":
        return of_word
    if by_unit and match.says == "change":
        return Named(by_unit)  # "900 tokens/s, 300 tokens/s higher"
    if match.named is not None:
        return Named(by_unit or "other") if match.named.metric == "unit" else match.named
    if entry is None or not _is_of_performance(entry):
        return Named("other")
    if entry.code == "O" and quantity.kind == "point":
        return Named("score")  # "improves over prior models by 18 points"
    return Named("performance", of_word.span if of_word else None)


def _is_of_performance(entry: Entry) -> bool:
    """True for words that tell a change of performance where they name nothing: improves, degrades, a 3% increase."""
    if entry.code == "N":
        return entry.direction in {"better", "up"}
    return entry.direction == "better"


# --- changes ---------------------------------------------------------------------------------------


def _change(sentence: Sentence, match: Match, member: int, named: Named) -> Reading | None:
    quantity = sentence.tokens[match.token].quantities[member]
    if not _can_change(quantity, named.metric) or _is_of_things(sentence, match, quantity):
        return None
    direction: Direction = match.direction or "up"
    if match.word is not None:
        entry = sentence.entry(match.word)
        direction = entry.direction
        if entry.metric == "speed" != named.metric:
            direction = "better" if direction == "up" else "worse"  # "5 ms faster"
    form, unit = _form_of_change(sentence, match.token, quantity, named)
    return Reading(
        quantity=quantity, token=match.token, member=member, form=form, metric=named.metric, metric_span=named.span,
        change=_movement(sentence, named, direction), unit=unit, says=direction, role=match.role,
    )  # fmt: skip


def _can_change(quantity: Quantity, metric: str) -> bool:
    """False for bare numbers of what has a unit or none at all (3 speedups), and for performance in kilograms."""
    if quantity.kind == "part":
        return quantity.unit == "percent"  # 6 of 9 larger ones are no change
    if quantity.kind == "number":
        return is_scored(metric)
    return quantity.kind != "measure" or in_unit(metric, quantity.unit) == metric


def _is_of_things(sentence: Sentence, match: Match, quantity: Quantity) -> bool:
    """True for whole numbers that no gain has: on 12 DATASETS, on 7B models, until 2030; not for 3 absolute BLEU."""
    if quantity.kind != "number" or quantity.lo != int(quantity.lo) or "." in quantity.text:
        return False
    if quantity.text[-1].isalpha() or quantity.lo in YEARS:
        return True
    at, name = match.token, match.name or 0
    of_metric = name > at and not sentence.codes[at + 1 : name].strip("wy")
    return sentence.codes.startswith("w", at + 1) and not of_metric


def _form_of_change(sentence: Sentence, index: int, quantity: Quantity, named: Named) -> tuple[Form, str]:
    if quantity.kind in _RATIOS:
        return "ratio", "x"
    percent = metrics()[named.metric].scale == "percent"
    if quantity.kind == "percent":
        in_points = percent and max(quantity.lo, quantity.hi or 0) <= _LARGEST_GAIN_IN_POINTS
        if (
            in_points
            and named.span
            and cue("number of").stands_by(sentence.text, *named.span, sentence.start)
        ):
            in_points = False  # "reduces the number of false positives by 41%"
        if _may_be_in_points(sentence, quantity, named):
            in_points = names_scored_benchmark(sentence)
        if metrics()[named.metric].scale == "score" and sentence.codes[max(0, index - 2) : index] == "Q,":
            in_points = True  # "scores 77%, 19% higher": what a gain stands beside is a score in percent
        if _says_points(sentence, index) or (in_points and not _relative(sentence, index)):
            return "points", "percent"
        return "percent", "percent"
    if quantity.kind == "part":
        return "percent", "percent"
    scoreless = quantity.kind == "point" and named.metric in _UNNAMED
    if quantity.unit == "1" and (percent or scoreless) and quantity.lo >= _LEAST_IN_PERCENT:
        return "points", "percent"
    return "points", quantity.unit


def _may_be_in_points(sentence: Sentence, quantity: Quantity, named: Named) -> bool:
    """True for a small gain of nothing named: outperforms B by 2.3%, but no 2.3% performance gain."""
    if named.metric != "performance" or quantity.lo > _LARGEST_USUAL_GAIN:
        return False
    # "performance" itself is named, and not only that something is outperformed
    return not any(token.code == "M" and named.span in token.spans for token in sentence.tokens)


def _says_points(sentence: Sentence, index: int) -> bool:
    """True for 3 percentage points, and for an absolute gain of 3%."""
    token = sentence.tokens[index]
    if sentence.codes.startswith("y", index + 1):
        return False  # "3% absolute and 15% RELATIVE"
    if any("point" in quantity.text for quantity in token.quantities):
        return True
    near = sentence.tokens[max(0, index - 4) : index + 4]
    return any(
        each.code == "w" and cue("absolute").stands_by(sentence.text, each.start, each.end) for each in near
    )


def _relative(sentence: Sentence, index: int) -> bool:
    """True where "relative" stands close before a number, or in the phrase that it begins."""
    lead = _RELATIVE_BEFORE.search(sentence.codes, max(0, index - 8), index)
    return (lead or _RELATIVE_BEHIND.match(sentence.codes, index + 1)) is not None


def _movement(sentence: Sentence, named: Named, direction: Direction) -> Change:
    """Return where a metric goes: words like "improves" leave it to the metric which way is better."""
    if direction in {"up", "down"}:
        return "increase" if direction == "up" else "decrease"
    less = metrics()[named.metric].better == "less"
    if named.metric == "other" and named.span:
        less = less_is_better().search(sentence.text, *named.span) is not None
    return "increase" if (direction == "better") != less else "decrease"


# --- what stands ------------------------------------------------------------------------------------


def _plain(match: Match, quantity: Quantity, member: int, named: Named) -> Reading:
    form: Form = "rank" if match.says == "rank" else "count"
    return Reading(
        quantity=quantity, token=match.token, member=member, form=form, metric=named.metric, metric_span=named.span,
        change="none", unit="1", role=match.role,
    )  # fmt: skip


def _standing(sentence: Sentence, match: Match, member: int, named: Named) -> Reading | None:
    """Read an achieved level, a share, a ratio to a baseline, or an overhead."""
    quantity = sentence.tokens[match.token].quantities[member]
    metric = _measured(sentence, quantity, named)
    bare = quantity.kind == "number" and match.says != "amount"
    if quantity.kind == "point" and not is_scored(named.metric) and named.metric not in _UNNAMED:
        return None  # "100 points in time"
    if quantity.kind == "part" and quantity.unit != "percent" and match.says == "share":
        return None  # 8/7 is no part of anything
    if metric is None or (bare and (_counts(sentence, match.token) or not takes_number(metric, quantity.lo))):
        return None
    if metric != named.metric and named.metric in _PALE:
        named = Named(metric)  # "real-time performance (33 FPS)", "efficient, requiring only 9 s"
    form: Form = "level"
    change: Change = "none"
    if quantity.kind in _RATIOS:
        form, change = "ratio", "increase"
    elif _is_overhead(sentence, quantity, named):  # conventions 4 and 19
        form, change = "percent" if quantity.kind == "percent" else "points", "increase"
    elif _is_share(sentence, match, quantity, Named(metric, named.span)):
        if match.says == "level" and _tells_nothing(sentence, match):
            return None
        form = "share"
    return Reading(
        quantity=quantity, token=match.token, member=member, form=form, metric=metric, metric_span=named.span,
        change=change, unit=unit_of_level(metric, quantity) if form == "level" else quantity.unit, role=match.role,
        since=_moved_from(sentence, match, member),
    )  # fmt: skip


def _tells_nothing(sentence: Sentence, match: Match) -> bool:
    """True for a percentage of what has no percentages, and of nobody's: predicts the LATENCY (98%)."""
    at = match.token
    if match.name is None or match.name > at or _OF_IT.match(sentence.codes, at + 1):
        return False
    return match.since is not None or not _TO.search(sentence.codes, 0, at)


def _moved_from(sentence: Sentence, match: Match, member: int) -> float | None:
    """Return the value that a level moves from, where it is one number in the same unit."""
    if match.since is None:
        return None
    values, ends = sentence.tokens[match.since].quantities, sentence.tokens[match.token].quantities
    first = values[member if len(values) == len(ends) else 0]
    return first.lo if first.lo == first.hi and first.unit == ends[member].unit else None


def _counts(sentence: Sentence, index: int) -> bool:
    """True for whole numbers with words behind them: a success rate over 27 TRIALS, 12 SIMILARITY METRICS."""
    quantity = sentence.tokens[index].quantities[0]
    if quantity.lo != int(quantity.lo) or "." in quantity.text:
        return False
    behind = sentence.codes[index + 1 : index + 2]
    return behind == "w" or (behind == "M" and not metrics()[sentence.tokens[index + 1].metrics[0]].whole)


def _measured(sentence: Sentence, quantity: Quantity, named: Named) -> str | None:
    """Return the metric that a number is a value of: where word and unit disagree, the unit wins (convention 26)."""
    any_time = named.metric == "runtime" and named.span and cue("time").stands_by(sentence.text, *named.span)
    metric = in_unit(named.metric, quantity.unit)
    by_unit = metric != named.metric and quantity.unit in LONG  # "limited resources (200 GPU hours)"
    if quantity.kind == "measure" and metric and (any_time or by_unit):
        return time_metric(sentence, quantity.unit)
    return metric


def _is_overhead(sentence: Sentence, quantity: Quantity, named: Named) -> bool:
    if quantity.kind not in {"percent", "measure"} or named.span is None:
        return False
    return cue("overhead").stands_by(sentence.text, *named.span)


def _is_share(sentence: Sentence, match: Match, quantity: Quantity, named: Named) -> bool:
    if quantity.unit != "percent":
        return False
    known = metrics()[named.metric]
    if match.says == "share" or quantity.kind == "part" or not (known.scale or known.percent == "level"):
        return True
    if match.name is not None and match.name > match.token and named.metric == "performance":
        return sentence.codes[match.name + 1 : match.name + 2] == "o"  # "98% performance of full fine-tuning"
    return named.span is not None and cue("a part of").stands_by(sentence.text, *named.span)
