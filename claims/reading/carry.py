"""Numbers that say nothing of their own: they take over what the number before them says, or the nearest metric."""

from __future__ import annotations

import re

from claims.model import Quantity, Role
from claims.numbers.units import unit_dimension
from claims.reading.nouns import unknown_after
from claims.reading.rule import Reading, absolute, change, each_member, level, metric_at
from claims.reading.units import takes_number
from claims.syntax.lexicon import metrics
from claims.syntax.sentence import Sentence

CARRIED = "carried"
NEAREST = "nearest metric"

# "FID of 2.80 on A and 3.37 on B", not "FID of 2.80 in 15 steps".
_NUMBER_GAP = re.compile(r"[^bi@h]{0,30}?[&,(>][^bi@h]{0,30}")
_CONDITION = re.compile(r"@[wqsjMo]{0,30}\Z")


def carried(sentence: Sentence, index: int, before: list[Reading]) -> list[Reading]:
    """Read a number like the one before it: "2.9x for A and 4.7x for B", "up to 3x (2x on average)".

    Args:
        sentence: The sentence.
        index: Index of the number that no rule has read.
        before: Readings of the sentence, in order of their tokens.

    Returns:
        Readings with the metric and the direction of the nearest reading to the left of the same kind of number,
        where no verb of change stands in between; else none.
    """
    codes = sentence.codes
    readings: list[Reading] = []
    start = sentence.tokens[index].start
    if _SPREAD.search(sentence.text, max(sentence.start, start - 70), start) or _SETTING.match(
        sentence.text, sentence.tokens[index].end
    ):
        return readings
    covered = max((max(r.token, r.last) for r in before if r.token < index), default=0)
    for k, quantity in enumerate(sentence.tokens[index].quantities):
        for model in reversed(before):
            if model.token >= index:
                continue
            gap = codes[model.token + 1 : index]
            if len(gap) > 30 or (";" in gap and not _NEXT_OF_LIST.search(codes, model.token, index + 2)):
                return readings
            if _in_other_parenthesis(codes, model.token, index) and model is not before[0]:
                continue  # "48.1% on A (a 9.6% gain) and 55.0% on B"
            if not (_same_kind(model, quantity) or _unit_left_out(sentence, model, quantity, index)):
                if not (quantity.kind == "ratio" and _of_level(sentence, model, index)):
                    continue
                readings.append(_times_level(model, quantity, index, k, before))
                break
            reached = _reached(sentence, model, index, k)
            if reached is not None:
                readings += reached
                break
            if _stands_alone(sentence, model, quantity, index, gap):
                return readings
            if any(c in "VNO" for c in codes[covered + 1 : index]):
                if not (model.form == "level" and _BASELINE_LEVEL.search(codes, 0, index)):
                    return readings
                like = _like(model, quantity, index, k)
                like.role = "background"
                readings.append(like)
                break
            if quantity.kind == "percent" and model.form != "share" and _is_part(codes[index + 1 :], gap):
                return readings
            like = _like(model, quantity, index, k)
            if codes[index + 1 : index + 4] == "(M)":
                like = _renamed(sentence, like, index + 2)
            elif model.form == "share" and codes[index + 1 : index + 2] == codes[covered] == "M":
                like = _renamed(sentence, like, index + 1)  # "21% parameters and 16% FLOPs"
            elif model.form in {"percent", "points", "ratio"} and (
                own := _in_another(sentence, model, index)
            ):
                like.metric, like.metric_span = "other", own
                like.form = "percent" if like.form == "points" and quantity.kind == "percent" else like.form
            if model.form == "level" and quantity.text.startswith("+"):
                # "reaches 94.2% (+1.8% over the baseline)"
                like.form, like.change = "points", "increase"
            elif model.form == "level":
                theirs = _BASELINE_LEVEL.search(codes, 0, index) is not None
                like.role = "background" if theirs else _role(codes, index, like.role)
            readings.append(_in_points(sentence, like))
            break
    return readings


def _reached(sentence: Sentence, model: Reading, index: int, member: int) -> list[Reading] | None:
    """Read what is reached after a gain: improves on A by 7% and ACHIEVES 96% on B; None where nothing is."""
    quantity = sentence.tokens[index].quantities[member]
    if quantity.kind != "percent" or quantity.lo < _HALF or model.change != "increase":
        return None
    if not (model.form == "points" or model.metric == "performance") or not _stated(sentence, index):
        return None
    if model.form != "points":
        return []
    return [_made(level(sentence, index, member, model.metric, model.metric_span), CARRIED, 0.88)]


def _made(reading: Reading, rule: str, base: float) -> Reading:
    """Name the rule that a reading is made by: one without a pattern, which used no token but the number."""
    reading.rule, reading.base, reading.first, reading.last = rule, base, reading.token, reading.token
    return reading


def _stands_alone(sentence: Sentence, model: Reading, quantity: Quantity, index: int, gap: str) -> bool:
    """True where a number tells of something else than the one before it, close as they stand."""
    if quantity.kind in {"number", "measure"} and "M" in gap[-4:]:
        return True
    if model.metric == "other" and _OWN_METRIC.search(gap):
        return True  # "the number of obstacles up to 27% and the execution time up to 15%"
    if quantity.kind == "number":
        return not takes_number(model.metric, quantity.lo) or not _NUMBER_GAP.fullmatch(gap)
    if quantity.kind == "measure":
        return (
            _CONDITION.search(gap) is not None
            or _measures_a_scene(sentence, index)
            or (gap == "r" and _each_for_each(sentence, model, index))
        )
    start = sentence.tokens[index].start
    return quantity.kind == "percent" and bool(_BUDGET.search(sentence.text, max(0, start - 60), start))


def _is_part(behind: str, gap: str) -> bool:
    """True for 5% of the pixels, not for "from the 77% of prior work"."""
    return behind.startswith("o") and "f" not in gap[-3:]


# "79.9% with a standard deviation of 0.2%"
_SPREAD = re.compile(
    r"\b(?:standard deviations?|std\.?|SDs?|variances?|confidence intervals?|standard errors?)(?:\s{1,3}of)?"
    r"(?:\s{1,3}\w{1,20}){0,2}\s{0,3}[=:]?\s{0,3}(?:[\d.]{1,8}\s?[a-zA-Z%]{0,4}\s{1,3}and\s{1,3})?\Z",
    re.IGNORECASE,
)


# "0.6% on A; 3.5% on B; and 6.9% on C"
_NEXT_OF_LIST = re.compile(r"[QU]n[wMZh]{1,9};&?[QU]n\Z")
_OWN_METRIC = re.compile(r"[&,]w{0,2}M[qsj]{0,2}\Z")
_HALF = 50
# "at the extreme budget of 15%"
_BUDGET = re.compile(
    r"\b(?:at|under|with|given)\s(?:[\w-]{1,20}\s){0,4}(?:budgets?|thresholds?|constraints?)\sof\s{1,3}\Z",
    re.IGNORECASE,
)


# "under the 1%, 5% and 10% settings"
_SETTING = re.compile(
    r"\s{1,3}(?:[\w-]{1,30}\s{1,3}){0,2}(?:budgets?|settings?|splits?|protocols?|subsets?|regimes?|overlap|missingness"
    r"|(?<!with )(?<!without )(?<!under )(?:noise|corruptions?|occlusions?|outliers))\b"
)


def _in_other_parenthesis(codes: str, model: int, index: int) -> bool:
    """True where a parenthesis around the model closes before the number."""
    before, gap = codes[max(0, model - 12) : model], codes[model:index]
    return ")" in gap and "(" not in gap[: gap.index(")")] and before.rfind("(") > before.rfind(")")


def _in_another(sentence: Sentence, model: Reading, index: int) -> tuple[int, int] | None:
    """Find the property of its own that a repeated gain names: "8% in correctness and 6% IN COHESION"."""
    named_behind = model.metric_span is not None and model.metric_span[0] > model.quantity.end
    if not named_behind or sentence.codes[index + 1 : index + 2] != "i":
        return None
    return unknown_after(sentence, index)


def _renamed(sentence: Sentence, reading: Reading, name: int) -> Reading:
    """Give a repeated claim a metric of its own: "improves by 1.9% (AUC) AND 7.8% (F1)"."""
    metric, span = metric_at(sentence, name)
    if reading.form in {"level", "share"}:
        reading.metric, reading.metric_span = metric, span
        return reading
    better = (reading.change == "increase") == (metrics()[reading.metric].better == "more")
    own = change(sentence, reading.token, reading.member, metric, span, "better" if better else "worse")
    own.rule, own.base, own.first, own.last, own.carried = (
        CARRIED,
        reading.base,
        reading.first,
        reading.last,
        True,
    )
    return own


def _in_points(sentence: Sentence, reading: Reading) -> Reading:
    """By 15% relative (1.2% ABSOLUTE): the second number is not relative like the first."""
    scale = metrics()[reading.metric].scale
    if reading.form == "percent" and scale == "percent" and absolute(sentence, reading.token):
        reading.form = "points"
    return reading


def _role(codes: str, index: int, role: Role | None) -> Role | None:
    """Tell a level of a list from its neighbours: "0.53 vs 0.35", "6.2% -> 9.6% on A and 2.4% -> 4.1% on B"."""
    if codes[index - 1] == "t":
        return "result"
    lead = codes[:index].rstrip("qsj")
    return "background" if lead.endswith((">", "f", "fw")) or codes[index + 1 : index + 2] == "t" else role


# "outperforming the best baseline (39.0%)"
# "outperforming the baselines of A (66.3%) and B (55.4%)"
_BASELINE_LEVEL = re.compile(r"O(?:[wNoj&,]{0,12}(?:\([QU]\)[wj&,]{1,6}){0,3}\([qs]*|w?)\Z")


def before_list(sentence: Sentence, index: int, readings: list[Reading]) -> list[Reading]:
    """Read a number like the next one where the two are coordinated: "1.8% (36 tiles) and 1.1% (64 tiles) loss".

    Args:
        sentence: The sentence.
        index: Index of a number that no rule has read.
        readings: Readings of the sentence, in order.

    Returns:
        Readings like those of the next number, or none where more than a parenthesis and a conjunction lie between.
    """
    following = next((r for r in readings if r.token > index), None)
    if following is None or not _COORDINATED.fullmatch(sentence.codes, index + 1, following.token):
        return []
    return [
        _like(following, quantity, index, k)
        for k, quantity in enumerate(sentence.tokens[index].quantities)
        if _same_kind(following, quantity)
    ]


_COORDINATED = re.compile(r"(?:\([^()]{1,10}\))?(?:,&?|&)[qsw]{0,2}")


def in_parentheses(sentence: Sentence, index: int, before: list[Reading]) -> list[Reading]:
    """Read a number in parentheses right after what it repeats: "61% lower latency (30% on average)".

    Args:
        sentence: The sentence.
        index: Index of the number.
        before: Readings so far, in order.

    Returns:
        Readings like that of the number before, or none where the parenthesis does not follow it closely or has
        words of its own.
    """
    codes = sentence.codes
    opening = codes.rfind("(", 0, index)
    if opening < 0 or ")" in codes[opening:index] or any(c not in "qswj" for c in codes[opening + 1 : index]):
        return []
    closing = codes.find(")", index)
    if codes[index + 1 : index + 2] not in {*"),s;nrwo/", ""} or "M" in codes[index : max(closing, index)]:
        return []
    if codes[closing + 1 : closing + 2] == "M" and "overhead" in sentence.words(closing + 1, closing + 1):
        return []  # "negligible (<1%) performance overhead"
    models = [
        r
        for r in before
        if r.token < opening and (opening - max(r.last, r.token) <= 4 or r.token == opening - 1)
    ]
    readings = []
    for k, quantity in enumerate(sentence.tokens[index].quantities):
        for model in reversed(models):
            if _same_kind(model, quantity) and model.form != "level":
                readings.append(_in_points(sentence, _like(model, quantity, index, k)))
                break
            if quantity.kind == "ratio" and model.form == "level" and model.quantity.kind == "measure":
                readings.append(_times_level(model, quantity, index, k, models))
                break
            if (
                quantity.kind == "measure"
                and model.form == "percent"
                and _measures(model.metric, quantity.unit)
            ):
                like = _like(model, quantity, index, k)
                like.form, like.unit = "points", quantity.unit
                readings.append(like)
                break
    return readings


def _times_level(
    model: Reading, quantity: Quantity, index: int, member: int, readings: list[Reading]
) -> Reading:
    """36 tokens/J (1,047x of GPU): how many times the baseline's level."""
    reading = _like(model, quantity, index, member)
    reading.form, reading.change, reading.unit = "ratio", "increase", "x"
    first = next((r for r in readings if r.rule == "from" and r.metric == model.metric), None)
    if first is not None and first.unit == model.unit and first.quantity.lo > model.quantity.lo:
        reading.change = "decrease"  # "drops from 230 ms to 12 ms (19x)"
    return reading


_THAT_OF = re.compile(r"\s{1,8}(?:that|those|the\s{1,8}\w{1,30}|of)\b")


def _of_level(sentence: Sentence, model: Reading, index: int) -> bool:
    """True for "249,960 tokens/s, which is 5,555 times the rate of a GPU"."""
    if model.form != "level" or model.quantity.kind != "measure":
        return False
    return _THAT_OF.match(sentence.text, sentence.tokens[index].end) is not None


def _measures(metric: str, unit: str) -> bool:
    return unit_dimension(unit) in metrics()[metric].units


def _each_for_each(sentence: Sentence, model: Reading, index: int) -> bool:
    """True for "1, 2 and 3 ms for 8, 16 AND 32 MB inputs": as many settings as values."""
    settings = len(sentence.tokens[index].quantities)
    return settings > 1 and settings == len(sentence.tokens[model.token].quantities)


def _measures_a_scene(sentence: Sentence, index: int) -> bool:
    """True for a measure of what results were obtained in or at: a region OF 6 m, 0.5 m AWAY, in 9 ns STEPS."""
    token = sentence.tokens[index]
    before = sentence.text[max(sentence.start, token.start - 30) : token.start]
    return (
        _SCENE_BEFORE.search(before) is not None or _SCENE_AFTER.match(sentence.text, token.end) is not None
    )


_SCENE_BEFORE = re.compile(
    r"(?:\b(?:within|under)|\b(?:regions?|areas?|volumes?|workspaces?|rooms?|distances?|windows?|radius)\s{1,3}of)"
    r"(?:\s{1,3}[\d.]{1,6}\s?m?\s{0,3}[x×])?\s{1,3}\Z",
    re.IGNORECASE,
)
_SCENE_AFTER = re.compile(
    r"[\s-]{1,3}(?:away\b|apart\b|(?:[a-z]{1,20}\s{1,3}){0,2}(?:steps?|intervals?|increments?|windows?|segments?)\b)"
)


def nearest(sentence: Sentence, index: int) -> list[Reading]:
    """Read a ratio or percentage by the nearest metric of its clause; the weakest of all rules.

    Args:
        sentence: The sentence.
        index: Index of a number that no rule has read.

    Returns:
        Readings, or none where the clause names no metric.
    """
    token = sentence.tokens[index]
    kind = token.quantities[0].kind
    if kind not in {"ratio", "percent", "magnitude"} or _SETTING.match(sentence.text, token.end):
        return []
    before = sentence.text[max(sentence.start, token.start - 60) : token.start]
    if kind == "percent" and (_BUDGET.search(before) or _for_some(sentence.codes, index)):
        return []
    if kind == "ratio" and _REPEATED.search(before):
        return []  # "is measured twice"
    if kind == "percent" and _stated(sentence, index):
        # "achieves 52.5% on A": what is achieved in percent is a quality, and mostly accuracy
        stated = each_member(level, sentence, index, "accuracy", None)
        return [_made(reading, NEAREST, 0.6) for reading in stated]
    word = sentence.left(index, "VNAO", "K;QU", 10)
    left = sentence.left(index, "M", "K;QU", 9)
    if left is not None and kind == "percent" and _of_others(sentence.codes, left, index):
        return []
    right = sentence.right(index, "M", "K;QU,", 6)
    name = left if left is not None else right
    gain = _signed_gain(sentence, index) if name is None else None
    readings = []
    span: tuple[int, int] | None
    for k in range(len(token.quantities)):
        if name is not None:
            metric, span = sentence.tokens[name].metrics[0], sentence.tokens[name].spans[0]
        elif gain is not None:
            metric, span, word = gain
        elif kind in {"ratio", "magnitude"} and (
            word is not None or sentence.codes[index + 1 : index + 2] == ">"
        ):
            # "cuts the requirements 10-fold": of what, is said in words that no vocabulary has
            unnamed = word is not None and sentence.entry(word).direction == "down"
            metric, span = "other" if unnamed else "performance", None
        else:
            return []
        quality = metrics()[metric].scale == "percent" or metric == "performance"
        high = quality and token.quantities[k].lo >= _HALF
        if word is not None and high and kind == "percent" and sentence.codes[index - 1] == "(":
            reading = level(sentence, index, k, metric, span)  # "recall drops in dense tissue (67.9%)"
        elif word is not None:
            entry = sentence.entry(word)
            if entry.owner and entry.metric:
                metric = entry.metric
            reading = change(sentence, index, k, metric, span, entry.direction)
        elif kind == "percent" and not metrics()[metric].scale:
            return []
        else:
            reading = level(sentence, index, k, metric, span)
        readings.append(_made(reading, NEAREST, 0.5))
    return readings


def _for_some(codes: str, index: int) -> bool:
    """True for labels FOR 10% OF the images, and for accuracy AT 90% sparsity."""
    before, after = codes[:index].rstrip("qsj")[-1:], codes[index + 1 : index + 2]
    return (before == "r" and after == "o") or (before == "@" and after in {"w", "M"})


_REPEATED = re.compile(
    r"\b(?:observed|measured|repeated|sampled|performed|run|executed|tested|visited|evaluated|recorded|conducted|viewed|called|asked|rotated"
    r"|scanned|imaged|shown|used|applied)\s{1,3}(?:(?:more than|over|about|at least|only|up to)\s{1,3})?\Z"
)


def _of_others(codes: str, name: int, index: int) -> bool:
    """True for a share of something that stands apart: to improve accuracy, 20% OF THE PIXELS are dropped."""
    return "," in codes[name:index] and codes[index + 1 : index + 2] == "o"


_FAR = 36
_ARROWS = {"↑": "+", "↓": "-"}


def _signed_gain(sentence: Sentence, index: int) -> tuple[str, tuple[int, int] | None, int] | None:
    """Return the metric of a percentage with a sign: surpasses all of them with +7.9%, improvements over X (+12%).

    Its words and the index of the word of change come with it.
    """
    token = sentence.tokens[index]
    before = sentence.text[max(0, token.start - 3) : token.start].rstrip()[-1:]
    sign = _ARROWS.get(before, token.quantities[0].text[:1])
    word = sentence.left(index, "VNAO", ";", _FAR)
    if word is None or sign not in "+-" or token.quantities[0].kind != "percent":
        return None
    if (sentence.entry(word).direction == "down") != (sign == "-"):
        return None
    name = sentence.right(index, "M", "K;", _FAR)
    if name is not None and "in terms of" in sentence.words(index + 1, name):
        return *metric_at(sentence, name), word
    return ("performance" if sentence.codes[word] in "ON" else "other"), None, word


_STATED = re.compile(
    r"\b(?:achiev\w+|attain\w*|reach\w*|obtain\w*|scor\w+|report\w*|(?:results?|performance|state-of-the-art)"
    r" (?:at|of))\s{1,8}(?:[\w-]{1,30}\s{1,8}){0,2}\Z",
    re.IGNORECASE,
)


def _stated(sentence: Sentence, index: int) -> bool:
    """True for "achieves 52.5% on A": a percentage that is achieved, and no word says of what."""
    token = sentence.tokens[index]
    if sentence.codes[index + 1 : index + 2] not in {*"n,&)z;>K(r", ""}:
        return False
    return _STATED.search(sentence.text, max(sentence.start, token.start - 60), token.start) is not None


def _like(model: Reading, quantity: Quantity, index: int, member: int) -> Reading:
    return Reading(
        quantity, index, member, model.form, model.metric, model.metric_span, model.change,
        model.unit if quantity.unit in {"1", "percent", "x"} else quantity.unit,
        rule=CARRIED, base=0.88, role=model.role, first=index, last=index, carried=True,
    )  # fmt: skip


def _unit_left_out(sentence: Sentence, model: Reading, quantity: Quantity, index: int) -> bool:
    """True for "1.12 bits per character on A and 1.05 ON B": a number close to the first is in its unit."""
    if quantity.kind != "number" or model.quantity.kind != "measure" or "." not in quantity.text:
        return False
    gap = sentence.codes[model.token + 1 : index]
    alike = 1 / 3 <= quantity.lo / model.quantity.lo <= 3 if model.quantity.lo > 0 else False
    return alike and "n" in gap and gap.endswith("&") and sentence.codes[index + 1 : index + 2] == "n"


def _same_kind(model: Reading, quantity: Quantity) -> bool:
    kind = model.quantity.kind
    if quantity.kind == "measure":
        dimensions = {unit_dimension(model.quantity.unit), unit_dimension(quantity.unit)}
        # "errors of 2 degrees and 3 cm"
        return kind == "measure" and (
            len(dimensions) == 1 or (model.metric == "error" and dimensions == {"angle", "length"})
        )
    if quantity.kind in {"ratio", "magnitude"}:
        return kind in {"ratio", "magnitude"}
    return kind == quantity.kind
