"""Whether a row may be taken: its quote, its names and its number against the text of its paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from claims.errors import ClaimsError
from claims.judging.review.again import Span, find_again, marked, nth_place, sentence_around
from claims.judging.review.conflicts import Said
from claims.judging.review.correction import Correction, PaperText, Problem, SheetRow
from claims.judging.review.fields import CORRECTABLE, NAMES, equal, value_of
from claims.names.near import near_matches
from claims.numbers.quantities import quantities
from claims.numbers.units import parse_unit
from claims.reading.units import in_unit
from claims.syntax.vocabulary import metrics
from claims.text.markup import clean

_SHOWN = 60


class _RefusedError(Exception):
    """A row that is not taken; the text says why, and what helps."""


def verified(
    row: SheetRow,
    paper: PaperText,
    claim: Mapping[str, Any] | None,
    *,
    free: bool = False,
) -> Correction | Problem | None:
    """Check a row of a sheet against its paper.

    Args:
        row: The row.
        paper: The paper that it names.
        claim: The fields of the claim of the rules at that place, with ``start``, ``end``, ``sentence_start`` and
            ``sentence_end``; None where they give none.
        free: Allow names that do not stand in the text, in all rows.

    Returns:
        What may be taken; what is wrong with it; None where the row says nothing.
    """
    try:
        return _verified(row, paper, claim, free or row.free)
    except _RefusedError as error:
        return Problem(place=row.place, reason=str(error))


def said_in(row: SheetRow) -> Said | Problem | None:
    """Return what a row says of the claim that its sheet shows; its text is not looked at.

    Returns:
        None where it says nothing.
    """
    try:
        was, changed = _was_and_changed(row, None)
    except _RefusedError as error:
        return Problem(place=row.place, reason=str(error))
    if was is None or not (row.verdict or changed):
        return None
    at = row.at or datetime.min
    return Said(
        row.by, at, row.verdict or "changed", tuple(changed), {**was, **changed}, row.paper, row.place
    )


def _was_and_changed(
    row: SheetRow, claim: Mapping[str, Any] | None
) -> tuple[dict[str, Any] | None, dict[str, Any]]:
    """Return what was read, as the sheet or the rules have it, and the fields that the row gives another value."""
    read, given = _values(row.read or {}), _values(row.values)
    was = read or ({name: claim[name] for name in CORRECTABLE} if claim is not None else None)
    return was, {
        name: value for name, value in given.items() if was is None or not equal(was.get(name), value)
    }


def _verified(
    row: SheetRow, paper: PaperText, claim: Mapping[str, Any] | None, free: bool
) -> Correction | None:
    was, changed = _was_and_changed(row, claim)
    if not row.verdict and (not changed or (was is None and not row.values)):
        return None
    if row.verdict == "right" and changed:
        raise _RefusedError(f"verdict is right, and {', '.join(changed)} changed: write wrong, or nothing")
    if row.verdict == "no_claim" and changed and row.read is not None:
        raise _RefusedError(f"verdict is no claim, and {', '.join(changed)} changed: one of the two")
    span, state = _place(row, paper, claim)
    verdict = row.verdict or ("missed" if was is None else "changed")
    if was is None or verdict == "missed":
        if verdict not in ("missed", "wrong", "changed"):
            raise _RefusedError(
                f"verdict is {verdict.replace('_', ' ')}, but the rules read no claim at {_short(row.quote)}: "
                "give metric and number for one that they have missed"
            )
        verdict, was = "missed", None
        now = changed = _of_missed(row.quote, _values(row.values))
    elif verdict == "no_claim":
        now, changed = was, {}
    elif verdict == "changed" and not changed:
        return None
    else:
        now = {**was, **changed}
    if state == "placed":
        _check_values(row, paper, now, changed, free=free)
    around, sentence = _sentence(row, paper, claim, span, state)
    return Correction(
        row=row, paper=paper, verdict=verdict, fields=tuple(n for n in CORRECTABLE if n in changed), was=was,
        now=now, sentence=sentence, digest=_digest(row, paper, state), span=span, sentence_span=around,
        state=state,
    )  # fmt: skip


def _digest(row: SheetRow, paper: PaperText, state: str) -> int:
    return paper.digest if state == "placed" or row.digest is None else row.digest


def _sentence(
    row: SheetRow, paper: PaperText, claim: Mapping[str, Any] | None, span: Span | None, state: str
) -> tuple[Span | None, str]:
    """Return where the sentence stands, where no claim tells, and the sentence that was looked at."""
    if span is None:
        return None, row.sentence
    if state == "moved":
        return sentence_around(paper.abstract, span), row.sentence
    if claim is None:
        around = sentence_around(paper.abstract, span)
        return around, marked(paper.abstract, around, span)
    return None, marked(paper.abstract, (claim["sentence_start"], claim["sentence_end"]), span)


def _values(given: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {name: value_of(name, given[name]) for name in CORRECTABLE if name in given}
    except ValueError as error:
        raise _RefusedError(str(error)) from error


def _place(row: SheetRow, paper: PaperText, claim: Mapping[str, Any] | None) -> tuple[Span | None, str]:
    """Return where the number stands today, and whether it stands where it was looked at."""
    same_text = row.digest is None or row.digest == paper.digest
    if claim is not None and same_text:
        return (claim["start"], claim["end"]), "placed"
    span = nth_place(paper.abstract, row.quote, row.occurrence)
    if span is not None and same_text:
        return span, "placed"
    if not row.sentence:
        where = f" {row.occurrence + 1} times" if row.occurrence else ""
        raise _RefusedError(
            f"the quote {_short(row.quote)} does not stand{where} in {paper.paper_id}: copy it from the abstract"
        )
    span = find_again(paper.abstract, row.sentence)
    return span, "stale" if span is None else "moved"


def _of_missed(quote: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return all fields of a claim of which somebody has given some."""
    if "metric" not in given:
        raise _RefusedError(
            "no claim of the rules stands there: give its metric, and what else is known of it"
        )
    number = _numbers_in(quote)
    lo = given.get("lo", number[0][0] if number else None)
    if lo is None:
        raise _RefusedError(f"no number is read in {_short(quote)}: give lo, hi and unit")
    first = next((each for each in number if each[0] == lo), None)
    unit = given.get("unit") or (first[2] if first else "1")
    form = given.get("form") or {"x": "ratio", "percent": "percent"}.get(unit, "level")
    metric = metrics().get(given["metric"])
    change = given.get("change")
    if change is None:
        moves = form in ("ratio", "percent", "points") and metric is not None
        change = ("increase" if metric and metric.better == "more" else "decrease") if moves else "none"
    usual = {
        "form": form, "lo": lo, "hi": first[1] if first and "lo" not in given else lo, "unit": unit,
        "metric_text": None, "change": change, "polarity": "neutral" if change == "none" else "better",
        "bound": "exact", "statistic": None, "subject": None, "baseline": None, "hardware": [], "workload": [],
        "role": "result",
    }  # fmt: skip
    whole = {**usual, **given}
    return {name: whole[name] for name in CORRECTABLE}


def _check_values(
    row: SheetRow, paper: PaperText, now: Mapping[str, Any], changed: Mapping[str, Any], *, free: bool
) -> None:
    if "metric" in changed and now["metric"] not in metrics():
        raise _RefusedError(
            f"no metric is called {now['metric']!r}{near_matches(now['metric'], metrics())}; "
            "`claims query 'FROM metrics'` lists them"
        )
    if "unit" in changed and now["unit"] != "x":
        try:
            parse_unit(now["unit"])
        except ClaimsError as error:
            raise _RefusedError(
                f"unit is {now['unit']!r}, which is none: as in ms, token/s, percent"
            ) from error
    if not free and changed.keys() & {"form", "metric", "unit"}:
        _check_measure(now)
    if now["hi"] is not None and now["hi"] < now["lo"]:
        raise _RefusedError(f"hi {now['hi']:g} is less than lo {now['lo']:g}: exchange them")
    if not free and changed.keys() & {"lo", "hi"}:
        _check_number(row.quote, now, changed)
    for name in NAMES:
        if name in changed and not free:
            _check_name(name, changed[name], paper)


def _check_measure(now: Mapping[str, Any]) -> None:
    metric, unit = now["metric"], now["unit"]
    if now["form"] == "level" and metric != "other" and in_unit(metric, unit) != metric:
        raise _RefusedError(
            f"no {metric} is measured in {unit!r}: correct the one that is wrong, or allow it with --free"
        )


def _check_number(quote: str, now: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    found = _numbers_in(quote)
    numbers = [value for lo, hi, _ in found for value in (lo, hi) if value is not None]
    for name in ("lo", "hi"):
        value = now[name]
        if name in changed and value is not None and not any(equal(value, each) for each in numbers):
            read = ", ".join(f"{each:g}" for each in dict.fromkeys(numbers)) or "no number"
            raise _RefusedError(
                f"{name} is {value:g}, but the quote {_short(quote)} says {read}: "
                "correct the one that is wrong, or allow it with --free"
            )


@lru_cache(maxsize=65536)
def _numbers_in(quote: str) -> list[tuple[float, float | None, str]]:
    return [(found.lo, found.hi, found.unit) for found in quantities(quote)]


def _check_name(name: str, value: Any, paper: PaperText) -> None:
    for words in [value] if isinstance(value, str) else value or ():
        if words in paper.abstract or words in paper.title:
            continue
        if _folded(words) not in _folded(f"{paper.abstract}\n{paper.title}"):
            raise _RefusedError(
                f"{name} is {_short(words)}, which does not stand in {paper.paper_id}: "
                "use its words, or allow others with --free"
            )


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return " ".join(clean(text).casefold().split())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return repr(line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…")
