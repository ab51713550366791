"""Which of the places of a sentence each of its numbers belongs to."""

from __future__ import annotations

from claims.reading.match import Reading
from claims.syntax.grammar import compile_pattern
from claims.syntax.phrases.cue_words import metrics_that, words
from claims.syntax.phrases.dealt_lists import Dealing
from claims.syntax.phrases.places import Place
from claims.syntax.phrases.things import find_workload
from claims.syntax.phrases.view import View
from claims.syntax.vocabulary import metrics

_NEW_VERB = compile_pattern("AND [STATISTIC ONLY]{0,2} [VERB ACHIEVE OUTPERFORM]")


def owned(
    view: View, readings: list[Reading], found: list[Place], dealing: Dealing
) -> dict[int, list[Place]]:
    """Return the places that belong to one number each, or to one list of numbers, by their tokens.

    Args:
        view: The sentence.
        readings: Its readings, in order.
        found: Its places, in order.
        dealing: How the sentence deals out lists of names.
    """
    amounts = sorted({reading.token for reading in readings})
    own: dict[int, list[Place]] = {}
    for place in found:
        amount = _amount_of(view, place, amounts)
        for each in dealing.together(amount, place.listed) if amount is not None else ():
            own.setdefault(each, []).append(place)
    return own


def attach(
    view: View,
    readings: list[Reading],
    found: list[Place],
    own: dict[int, list[Place]],
    dealing: Dealing,
    kind: str,
) -> list[tuple[str, ...]]:
    """Give each number of a sentence the names that hold for it.

    Args:
        view: The sentence.
        readings: Its readings, in order.
        found: Its places, in order.
        own: Those that belong to one number each, as :func:`owned` tells.
        dealing: How the sentence deals out lists of names.
        kind: ``hardware``, ``workloads`` or ``tasks``.

    Returns:
        The names for each reading.
    """
    named = [place for place in found if place.names(kind)]
    if not named:
        return [()] * len(readings)
    amounts = sorted({reading.token for reading in readings})
    heads = [place for place in named if place.index < amounts[0]]
    alone = [] if heads else named
    telling: dict[int, list[Place]] = {}
    for token, places in own.items():
        told = [place for place in places if place.names(kind) or (kind != "hardware" and place.settles)]
        telling |= {token: told} if told else {}
    stop = "nothing" if kind == "hardware" else "predicate"
    result, carried, previous = [], list[Place](), 0
    for reading in readings:
        beside = carried if not view.crosses(previous + 1, reading.token, "coordination") else []
        mine = telling.get(reading.token, [])
        if not mine and (kind != "hardware" or _depends_on_hardware(reading)):
            mine = beside or _from_following(view, reading.token, amounts, telling)
            if not mine and kind != "tasks":
                same = not _is_beyond(view, previous + 1, reading.token)
                mine = (carried if same else []) or [
                    place for place in alone if not view.crosses(reading.token, place.index, stop)
                ]
        carried = mine
        previous = reading.token
        told = [place for place in mine if place.names(kind)]
        holding = told if told and _replaces(told, heads, kind) else heads + told
        names = [
            name for place in holding for name in place.share(kind, reading.token, reading.member, dealing)
        ]
        result.append(tuple(dict.fromkeys(names)))
    return result


def _is_beyond(view: View, first: int, last: int) -> bool:
    """True where a clause begins from one token up to another, and not one on what stands before it: WHICH is."""
    return any(
        view.code(k) == ";" or (view.code(k) == "K" and view.words[k] not in words("relative"))
        for k in range(first, last)
    )


def _depends_on_hardware(reading: Reading) -> bool:
    """False for a metric that hardware matters to only where it stands right beside the number."""
    return reading.metric not in metrics_that("machine_free") and metrics()[reading.metric].scale != "percent"


def _replaces(mine: list[Place], heads: list[Place], kind: str) -> bool:
    """True where a number has a place of the kind at the head of its sentence: "on COCO it is 40%, on KITTI 70%"."""
    models = [{_is_model(name) for place in some for name in place.names(kind)} for some in (mine, heads)]
    return models[0] == models[1]


def _is_model(name: str) -> bool:
    known = find_workload(name)
    return known is not None and known[1] == "model"


def _amount_of(view: View, place: Place, amounts: list[int]) -> int | None:
    """Return the number that a place belongs to: the one before it, unless a clause of the next begins with it."""
    before = max((amount for amount in amounts if amount < place.index), default=None)
    after = min((amount for amount in amounts if amount > place.index), default=None)
    if before is None:
        return None
    beyond = view.crosses(before, place.index, "clause")
    opens = beyond or view.code(place.index - 1) in {"&", ","}
    if after is not None and opens:
        return after
    return None if beyond or _NEW_VERB.search(view.codes, before, place.index) else before


def _from_following(view: View, token: int, amounts: list[int], own: dict[int, list[Place]]) -> list[Place]:
    """Take the places after the next number, where nothing new begins between: "2x and 3x more on A"."""
    for amount in amounts:
        if amount > token:
            if view.crosses(token + 1, amount, "aside"):
                return []
            if behind := [place for place in own.get(amount, ()) if place.index > amount]:
                return behind
    return []
