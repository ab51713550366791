"""Which of the comparisons of a sentence each of its numbers belongs to."""

from __future__ import annotations

import re

from claims.linking.anchor import Anchor
from claims.linking.phrases import lower, proper
from claims.linking.referents import prior
from claims.reading.rule import Reading
from claims.syntax.sentence import Sentence

CHANGES = frozenset({"ratio", "percent", "points"})
"""Forms that compare; a level or a share does so only where a comparison stands right beside it."""


def baselines(
    sentence: Sentence, readings: list[Reading], found: list[Anchor]
) -> list[tuple[str, str] | None]:
    """Give each number of a sentence what it is compared with.

    Args:
        sentence: The sentence.
        readings: Its readings, in order.
        found: Its anchors.

    Returns:
        A name and its relation for each reading, None where the sentence compares it with nothing.
    """
    strong = [a for a in found if not a.equal and a.only is None]
    result: list[tuple[str, str] | None] = []
    for n, reading in enumerate(readings):
        own = [a for a in found if a.only == reading.token]
        if own and (reading.form in {"share", "ratio"} or reading.form in CHANGES):
            result.append(_related(own[0], sentence, reading, readings))
            continue
        anchor = None
        if reading.form in CHANGES:
            anchor = _for_change(sentence, n, readings, strong)
            if anchor is None and not strong and not own:
                anchor = next(
                    (
                        a
                        for a in found
                        if a.equal
                        and (
                            a.anywhere
                            or a.index < reading.token
                            or not _clause(sentence, reading.token, a.index)
                        )
                    ),
                    None,
                )
                if anchor is None:
                    anchor = next((a for a in found if a.only is not None), None)
        elif reading.form in {"level", "share"} and reading.role != "background":
            anchor = _for_level(sentence, n, readings, strong)
        result.append(_related(anchor, sentence, reading, readings) if anchor else None)
    return result


def _related(
    anchor: Anchor, sentence: Sentence, reading: Reading, readings: list[Reading]
) -> tuple[str, str] | None:
    name = _member(anchor, sentence, reading, readings)
    return (name, anchor.relation) if name else None


_NEW_VERB = re.compile(r"&[sj]{0,2}[VGO]")


def _for_change(sentence: Sentence, n: int, readings: list[Reading], strong: list[Anchor]) -> Anchor | None:
    at = readings[n].token
    before = [a for a in strong if a.index < at]
    after = [a for a in strong if a.index > at and not a.margin]
    if after:
        first = after[0]
        between = [r.token for r in readings if at < r.token < first.index]
        if not between:
            if before and before[-1].margin and not any(before[-1].index < r.token < at for r in readings):
                return before[-1]
            if before and before[-1].verb and _NEW_VERB.search(sentence.codes, at, first.index):
                return before[-1]
            if not _other_clause(sentence, at, first):
                return first
        elif _in_relative_clause(sentence, at, between[0]):
            return None
        elif (
            _coordinated(sentence, at, first.index)
            or (not before and (first.wide or len(strong) == 1))
            or (before and first.wide and not before[-1].wide)
        ):
            return first
    if not before or _says_more(sentence, before[-1].index, at):
        return None
    return before[-1]


def _clause(sentence: Sentence, at: int, index: int) -> bool:
    """True where a clause begins between a number and an index."""
    return any(c in "VGOK;" for c in sentence.codes[at:index])


def _other_clause(sentence: Sentence, at: int, anchor: Anchor) -> bool:
    """True where another sentence-like clause with an own verb begins between a number and a comparison."""
    gap = sentence.codes[at : anchor.index]
    return len(gap) > 40 or (";" in gap and not anchor.wide)


def _in_relative_clause(sentence: Sentence, at: int, following: int) -> bool:
    """True where "that" or "which" holds a number and not the next one: "designs THAT save 3x, and"."""
    codes = sentence.codes
    opened = codes.rfind("K", 0, at)
    if opened < 0 or "&" not in codes[at:following] or lower(sentence, opened) not in {"that", "which"}:
        return False
    return opened > 0 and codes[opened - 1] not in "GV" and "K" in codes[at:following]


def _coordinated(sentence: Sentence, at: int, index: int) -> bool:
    return not any(c in sentence.codes[at:index] for c in "VGO;K")


def _says_more(sentence: Sentence, index: int, at: int) -> bool:
    """A comparison of its own: "an ADDITIONAL 23.5% reduction"."""
    start = sentence.tokens[index].end
    return "additional " in sentence.text[start : sentence.tokens[at].start].lower()


def _for_level(sentence: Sentence, n: int, readings: list[Reading], strong: list[Anchor]) -> Anchor | None:
    at = readings[n].token
    codes = sentence.codes
    for anchor in strong:
        if anchor.index > at:
            gap = codes[at + 1 : anchor.index]
            if anchor.margin:
                return None
            relative = gap.endswith("K") and anchor.verb and lower(sentence, anchor.index - 1) == "which"
            if any(c in (gap[:-1] if relative else gap) for c in "NVK;"):
                return None
            if not anchor.verb and any(at < r.token < anchor.index for r in readings):
                return None
            if "A" in gap and not gap.endswith("A"):
                return None
            word = lower(sentence, anchor.index)
            if word == "against" and readings[n].metric == "win_rate":
                return anchor
            if word in {"over", "against", "to"}:
                return None
            named = " " in anchor.text or prior(anchor.text) or proper(anchor.text)  # not "w.r.t. position"
            return anchor if named or word not in {"w.r.t", "with respect to"} else None
        earlier = [r.token for r in readings if anchor.index < r.token < at and r.role != "background"]
        improves = codes[anchor.index - 1 : anchor.index] == "N" and lower(sentence, anchor.index) == "over"
        verb = anchor.verb or improves  # "an improvement over X, achieving 92%"
        if (anchor.wide or improves) and (not earlier or (verb and _coordinated(sentence, earlier[0], at))):
            gap = codes[anchor.phrases[-1].last + 1 : at]
            if verb:
                if (
                    gap.count("G") == 1
                    and ",G" in gap
                    and "K" not in gap
                    and _is_gerund(sentence, anchor, at)
                ):
                    return anchor
                continue
            head = anchor.index == 0 or (codes[: anchor.index].strip("ws,") == "" and anchor.index < 6)
            if head and readings[n].form == "share":
                return anchor
            if head and gap.startswith(",") and "K" not in gap:
                return anchor
    return None


def _is_gerund(sentence: Sentence, anchor: Anchor, at: int) -> bool:
    start = anchor.phrases[-1].last + 1
    k = sentence.codes.find("G", start, at)
    return lower(sentence, k).endswith("ing")


def _member(anchor: Anchor, sentence: Sentence, reading: Reading, readings: list[Reading]) -> str | None:
    """Pick the name for one number of a list: "A, B and C, respectively"."""
    phrases = anchor.phrases
    if len(phrases) == 1:
        return phrases[0].text
    size = len(sentence.tokens[reading.token].quantities)
    if size == len(phrases):
        return phrases[reading.member].text
    last = phrases[-1].last
    if "z" not in sentence.codes[last : last + 16] and not (
        anchor.index < 3 and "z" in sentence.codes[last:]
    ):
        return anchor.text
    behind = anchor.index < reading.token
    tokens = sorted(
        {
            r.token
            for r in readings
            if (r.token > anchor.index) == behind and len(sentence.tokens[r.token].quantities) == 1
        }
    )
    if reading.token in tokens and len(tokens) == len(phrases):
        return phrases[tokens.index(reading.token)].text
    return None if size == 1 else anchor.text
