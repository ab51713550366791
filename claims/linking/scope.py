"""Which of the places of a sentence each of its numbers belongs to."""

from __future__ import annotations

import re
from itertools import pairwise

from claims.linking.names import find_workload
from claims.linking.phrases import lower, words
from claims.linking.places import Place
from claims.linking.workloads import is_data
from claims.reading.rule import Reading
from claims.syntax.lexicon import metrics
from claims.syntax.sentence import Sentence

_CLAUSE = "VGOK;h("
_SIZE = frozenset({"model_size", "parameters", "compute", "compression", "sparsity", "context_length"})


def attach(
    sentence: Sentence, readings: list[Reading], found: list[Place], field: str
) -> list[tuple[str, ...] | None]:
    """Give each number the names that hold for it.

    Args:
        sentence: The sentence.
        readings: Its readings, in order.
        found: Its places, in order.
        field: ``hardware``, ``workloads`` or ``tasks``.

    Returns:
        For each reading the names, or None where the sentence says nothing about it.
    """
    places = [p for p in found if getattr(p, field)]
    if not places:
        return [None] * len(readings)
    amounts = sorted({r.token for r in readings})
    heads = [p for p in places if p.index < amounts[0] and p.preposition]
    if field == "tasks":  # "good at pose estimation while it runs at 14 FPS"
        heads = [p for p in heads if not _told_before(sentence, p, amounts[0])]
    # "on A and B, it is shown that on B ...": what is named again is what counts.
    heads = [
        p
        for i, p in enumerate(heads)
        if all(set(getattr(p, field)).isdisjoint(getattr(later, field)) for later in heads[i + 1 :])
    ]
    own: dict[int, list[Place]] = {}
    parallel: list[Place] = []  # "on A from 1% to 2%, and on B from 3% to 4%"
    for place in places:
        if not place.preposition:
            beside = place.index - 1 in amounts and not place.preposition  # "85.1% ImageNet accuracy"
            amount = place.index - 1 if beside else next((t for t in amounts if t > place.index), -1)
            own.setdefault(amount, []).append(place)
            continue
        before = [t for t in amounts if t < place.index]
        after = next((t for t in amounts if t > place.index), None)
        if before and after and _with_next(sentence.codes, before[-1], place, after):
            own.setdefault(after, []).append(place)
            parallel += [place] if any(p.preposition == place.preposition for p in heads) else []
        elif before and (field == "hardware" or not _elsewhere_told(sentence, before[-1], place.index)):
            own.setdefault(before[-1], []).append(place)
    alone = len(places) == 1 and not heads and not _aside(sentence, places[0])
    if field == "tasks" and places[0].preposition == "for":
        alone = False
    result: list[tuple[str, ...] | None] = []
    carried: list[Place] = []
    previous = -1
    for reading in readings:
        mine = own.get(reading.token, [])
        direct = bool(mine)
        if not mine:
            mine = _from_following(sentence, reading, amounts, own, previous) or []
        if not mine and field != "tasks" and (not heads or (carried and _ends(sentence, previous, reading))):
            mine, direct = carried, bool(heads)
        if not mine and alone and (field == "hardware" or _coordinated(sentence, reading, places[0], field)):
            mine = places
        if not direct and field == "hardware" and not heads and _elsewhere(reading):
            mine = []
        carried = [
            p for p in mine if not _aside(sentence, p) and not _distributed(sentence, reading, p, field)
        ]
        previous = reading.token
        names: list[str] = []
        at_head = _not_replaced(heads, mine, parallel, field) if direct else heads
        if field != "hardware":
            at_head = [p for p in at_head if not _elsewhere_now(sentence, p, reading)]
        for place in at_head + mine:
            values = getattr(place, field)
            names += [n for n in _share(sentence, reading, readings, place, values) if n not in names]
        result.append(tuple(names) or None)
    return result


def _not_replaced(heads: list[Place], mine: list[Place], parallel: list[Place], field: str) -> list[Place]:
    """Return the places at the head of a sentence that hold for a number beside those of its own."""
    if field == "hardware" or (field == "workloads" and _instead(heads, mine)):
        return []
    replaced = {place.preposition for place in mine if place in parallel}
    return [place for place in heads if place.preposition not in replaced]


def _elsewhere_now(sentence: Sentence, head: Place, reading: Reading) -> bool:
    """True where a later clause opens with a place of its own, named or not: "while in the real world, it"."""
    return _NEW_SCENE.search(sentence.codes, head.last, reading.token) is not None


_NEW_SCENE = re.compile(r"[K;][inr][wM]{1,6},")


def _instead(heads: list[Place], mine: list[Place]) -> bool:
    """True where a number has data of its own, and needs none of the data that opens the sentence."""
    names = {name for place in heads for name in place.workloads}
    own = {name for place in mine for name in place.workloads}
    listed = any(not place.preposition for place in mine)  # "on A (90%), B (95%) and C (89%)"
    means = listed and all(place.preposition == "with" for place in heads)  # "with A, it has 85% B accuracy"
    return (
        not names.isdisjoint(own)
        or means
        or (all(map(is_data, names)) and (listed or any(map(is_data, own))))
    )


def _from_following(
    sentence: Sentence, reading: Reading, amounts: list[int], own: dict[int, list[Place]], previous: int
) -> list[Place] | None:
    """Take the places after the next number, where the two are coordinated: "2x and 3x more on A"."""
    codes = sentence.codes
    for t in amounts:
        if t <= reading.token:
            continue
        gap = codes[reading.token + 1 : t]
        if any(c in gap for c in _CLAUSE) or not any(c in gap for c in "&,/t"):
            return None
        if gap.strip("qsj") == "t":  # "from 7.1 to 3.2 on A"
            return own.get(t)
        if 0 <= previous < reading.token and not any(c in codes[previous + 1 : reading.token] for c in "&,"):
            return None
        behind = [place for place in own.get(t, ()) if place.index > t or not place.preposition]
        if behind:
            return behind
    return None


def _told_before(sentence: Sentence, place: Place, amount: int) -> bool:
    """True for a place of a clause that is over before the first number: it does A WHILE it does B."""
    codes = sentence.codes
    begins = next((k for k in range(place.last, amount) if codes[k] == "K"), None)
    if begins is None or lower(sentence, begins) not in {"while", "whereas"}:
        return False
    return any(c in "VGO" for c in codes[: place.index])


def _ends(sentence: Sentence, previous: int, reading: Reading) -> bool:
    """True for the second number of a transition: from 35.2% TO 9.1%."""
    return 0 <= previous < reading.token and sentence.codes[previous + 1 : reading.token].strip("qsj") == "t"


def _with_next(codes: str, before: int, place: Place, after: int) -> bool:
    """True where a clause begins between the number before a place and the place, and none behind it."""
    if _PREPOSED.fullmatch(codes, before + 1, place.index) and not set(codes[place.last : after]) & set(
        "KVO;&,"
    ):
        # "95% on A, and on B 78%", "to 6.3% on A, and on B with fewer labels from 35.2% to 9.1%"
        return after - place.last < (10 if codes[after - 1] == "f" else 6)
    if _CLAUSE_WITH_PLACE.search(codes, before + 1, place.index) and _CLAUSE_OF_NEXT.match(
        codes, place.last + 1, after
    ):
        return True  # "is 40% smaller on A, and on B, it saves 70%"
    return any(c in "K;" for c in codes[before : place.index]) and not any(
        c in "K;" for c in codes[place.last : after]
    )


_CLAUSE_WITH_PLACE = re.compile(r"(?:,&|[K;])\Z")
_CLAUSE_OF_NEXT = re.compile(r",[^QUZ;,]{1,6}[GVO=][^K;]{0,6}\Z")
_PREPOSED = re.compile(r"(?:[^KVO;&,]{0,8}[&,]{1,2})")
_NEW_VERB = re.compile(r"&[sj]{0,2}[VGO]")


def _elsewhere_told(sentence: Sentence, at: int, index: int) -> bool:
    """True where another verb, or a word like "demonstrating", stands between a number and a place."""
    if _NEW_VERB.search(sentence.codes, at, index):
        return True
    said = sentence.text[sentence.tokens[at].end : sentence.tokens[index].start].lower().split()
    return not words("workload", "conclusions").isdisjoint(said)


def _coordinated(sentence: Sentence, reading: Reading, place: Place, field: str) -> bool:
    if field == "tasks" and place.index < reading.token:
        return False
    stop = "VGO;Kh" if field == "tasks" else "VGO;K"
    return not any(c in sentence.codes[reading.token : place.index] for c in stop)


def kernel(sentence: Sentence, reading: Reading) -> tuple[str, ...]:
    """Return the kernel named in the noun phrase of a number: 2.6x ATTENTION speedup, GEMV operations 3x.

    Args:
        sentence: The sentence.
        reading: One of its readings.
    """
    codes = sentence.codes
    last = max(reading.last, reading.token)
    first = reading.token
    while first > 0 and reading.token - first < 3 and codes[first - 1] == "w":
        first -= 1
    for k in (*range(reading.token + 1, last), *range(first, reading.token)):
        if codes[k] == "w":
            found = find_workload(sentence.words(k, k))
            if found and found[1] == "kernel":
                return (found[0],)
            if sentence.words(k, k).lower() in words("workload", "kernels"):
                return (sentence.words(k, k),)
    return ()


def _elsewhere(reading: Reading) -> bool:
    """True for metrics that do not depend on hardware, unless it is said right there."""
    return (
        reading.metric in _SIZE
        or reading.metric == "search_cost"
        or metrics()[reading.metric].scale == "percent"
    )


def _aside(sentence: Sentence, place: Place) -> bool:
    """True for a place in parentheses, which holds for nothing outside them."""
    opened = sentence.codes.rfind("(", 0, place.index)
    return opened >= 0 and ")" not in sentence.codes[opened : place.index]


def _distributed(sentence: Sentence, reading: Reading, place: Place, field: str) -> bool:
    size = len(sentence.tokens[reading.token].quantities)
    return size > 1 and size == len(getattr(place, field)) and "z" in sentence.codes[place.last :]


def _share(
    sentence: Sentence, reading: Reading, readings: list[Reading], place: Place, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Pick one number's share of a list: "70% and 73% for A and B, respectively"."""
    return share(sentence, reading, readings, values, sentence.codes[place.last :])


def share(
    sentence: Sentence, reading: Reading, readings: list[Reading], values: tuple[str, ...], after: str
) -> tuple[str, ...]:
    """Pick one number's share of a list of names as long as its list of numbers.

    Args:
        sentence: The sentence.
        reading: One of its readings.
        readings: All of them.
        values: The names.
        after: Codes of the tokens behind the names, where "respectively" may stand.

    Returns:
        One name, or all where nothing shares them out.
    """
    size = len(sentence.tokens[reading.token].quantities)
    if size == 1 and len(values) > 1 and "z" in after[:6]:
        # "by 4.9% (mAP), 4.7% (mAP) and 5.0% (AP) on A, B and C, respectively"
        tokens = sorted({r.token for r in readings})
        if len(tokens) == len(values) and _in_one_list(sentence.codes, tokens):
            return (values[tokens.index(reading.token)],)
    if size > 1 and size == len(values):
        same = len({r.metric for r in readings if r.token == reading.token}) == 1
        if "z" in after or (same and "z" not in sentence.codes):
            return (values[reading.member],)
    return values


_BETWEEN_MEMBERS = re.compile(r"(?:\([^()]{1,12}\))?(?:,&?|&)[qsj]{0,2}")


def _in_one_list(codes: str, tokens: list[int]) -> bool:
    """True where numbers follow each other with no more than a parenthesis and a conjunction between them."""
    return all(_BETWEEN_MEMBERS.fullmatch(codes, a + 1, b) for a, b in pairwise(tokens))
