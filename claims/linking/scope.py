"""Which of the places of a sentence each of its numbers belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from claims.linking.places import Place
from claims.phrases.cue_words import metrics_that
from claims.phrases.things import find_workload
from claims.phrases.view import View
from claims.reading.match import Reading
from claims.syntax.grammar import compile_pattern
from claims.syntax.vocabulary import metrics

_NEW_VERB = compile_pattern("AND [STATISTIC ONLY]{0,2} [VERB ACHIEVE OUTPERFORM]")


def attach(view: View, readings: list[Reading], found: list[Place], kind: str) -> list[tuple[str, ...]]:
    """Give each number the names that hold for it.

    Args:
        view: The sentence.
        readings: Its readings, in order.
        found: Its places, in order.
        kind: ``hardware``, ``workloads`` or ``tasks``.

    Returns:
        The names for each reading.
    """
    named = [place for place in found if place.names(kind)]
    if not named:
        return [()] * len(readings)
    amounts = sorted({reading.token for reading in readings})
    heads = [place for place in named if place.index < amounts[0] and place.preposition]
    own: dict[int, list[Place]] = {}
    for place in named:
        amount = _amount_of(view, place, amounts, kind)
        if amount is not None:
            own.setdefault(amount, []).append(place)
    alone = named if len(named) == 1 and not heads and kind != "tasks" else []
    stop = "nothing" if kind == "hardware" else "predicate"
    result, carried, previous = [], list[Place](), 0
    for reading in readings:
        beside = carried if not view.crosses(previous + 1, reading.token, "coordination") else []
        mine = own.get(reading.token, [])
        if not mine and (kind != "hardware" or _depends_on_hardware(reading)):
            mine = beside or _from_following(view, reading.token, amounts, own)
            if not mine and kind != "tasks":
                mine = carried or [p for p in alone if not view.crosses(reading.token, p.index, stop)]
        carried = [place for place in mine if not _shared_out(view, reading, place.names(kind), place.last)]
        previous = reading.token
        holding = mine if mine and _replaces(mine, heads, kind) else heads + mine
        names = [
            name for place in holding for name in share(view, reading, tuple(place.names(kind)), place.last)
        ]
        result.append(tuple(dict.fromkeys(names)))
    return result


def _depends_on_hardware(reading: Reading) -> bool:
    """False for a metric that hardware matters to only where it stands right beside the number."""
    return reading.metric not in metrics_that("machine_free") and metrics()[reading.metric].scale != "percent"


def _replaces(mine: list[Place], heads: list[Place], kind: str) -> bool:
    """True where a number has a place of the kind at the head of its sentence: "on COCO it is 40%, on KITTI 70%"."""
    if kind == "hardware" or not mine:
        return bool(mine)
    models = [{_is_model(name) for place in some for name in place.names(kind)} for some in (mine, heads)]
    return models[0] == models[1]


def _is_model(name: str) -> bool:
    known = find_workload(name)
    return known is not None and known[1] == "model"


def _amount_of(view: View, place: Place, amounts: list[int], kind: str) -> int | None:
    """Return the number that a place belongs to: the one before it, unless a clause of the next begins with it."""
    before = max((amount for amount in amounts if amount < place.index), default=None)
    after = min((amount for amount in amounts if amount > place.index), default=None)
    if not place.preposition:  # "85.1% ImageNet accuracy"
        return place.index - 1 if before == place.index - 1 else after
    if before is None:
        return None
    opens = view.code(place.index - 1) in {"&", ","} or view.crosses(before, place.index, "clause")
    if after is not None and opens and not view.crosses(place.last + 1, after, "clause"):
        return after
    return None if kind != "hardware" and _NEW_VERB.search(view.codes, before, place.index) else before


def _from_following(view: View, token: int, amounts: list[int], own: dict[int, list[Place]]) -> list[Place]:
    """Take the places after the next number, where the two are coordinated: "2x and 3x more on A"."""
    for amount in amounts:
        if amount > token:
            if view.crosses(token + 1, amount, "aside") or not view.crosses(
                token + 1, amount, "coordination"
            ):
                return []
            if behind := [place for place in own.get(amount, ()) if place.index > amount]:
                return behind
    return []


def share(view: View, reading: Reading, names: tuple[str, ...], last: int = 0) -> tuple[str, ...]:
    """Pick one number's share of a list of names as long as its list of numbers.

    Args:
        view: The sentence.
        reading: One of its readings.
        names: The names.
        last: Index of the last token of the names, where they stand in the sentence.

    Returns:
        One name, or all where nothing shares them out.
    """
    return (names[reading.member],) if _shared_out(view, reading, names, last) else names


def _shared_out(view: View, reading: Reading, names: Sequence[str], last: int) -> bool:
    """True where a list of numbers has a list of names of the same length, and no other list is shared out."""
    respectively = "z" in view.codes[last:] or "z" not in view.codes
    return respectively and 1 < len(view.tokens[reading.token].quantities) == len(names)
