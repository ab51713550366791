"""Rules for measures whose unit names the metric: runs at 22 FPS, within 60 seconds, 36 tokens/J."""

from __future__ import annotations

import re

from claims.numbers.units import unit_dimension
from claims.reading.rule import Reading, Rule, each_member, level, says
from claims.reading.units import dimension_metrics, time_metric
from claims.syntax.sentence import Sentence
from claims.syntax.tokens import Token

_RATES = frozenset(
    {"code length", "throughput", "frame rate", "compute rate", "energy efficiency", "area efficiency", "cost efficiency"}
)  # fmt: skip
"""Dimensions that are claims wherever they are not wanted but had."""
_AMOUNTS = frozenset({"energy", "energy per data", "power", "money", "carbon", "operations"})
"""Dimensions that are claims where a verb or a qualifier says so."""
_FEW_OPERATIONS = 100
_CHIP_AREAS = frozenset({"mm^2", "um^2"})

# "5 minutes of video", "a 10 s window", "3 years ago": how long something lasts, not how long it takes.
_EXTENT = re.compile(
    r"\s{0,2}(?:(?:of|long|worth|apart|old)\b|-[a-z]|windows?|periods?|intervals?|ago\b|ahead|later|in the future"
    r"|in advance|audio|videos?|clips?|segments?|recordings?|speech|data\b|frames?|granularity|horizon|prior|before"
    r"|after\b|time\s?(?:steps?|windows?)|each|exposures?|episodes?|timeouts?|delays?)",
    re.IGNORECASE,
)
_WANT = re.compile(
    r"\b(?:wants?|needs?|requirements?|must|should|budgets?|constraints?|limits?|targets?|if|sampl\w+|sensors?"
    r"|cameras?(?! (?:pose|motion))|videos?)\b",
    re.IGNORECASE,
)
_TAKES = re.compile(
    r"\b(?:tak\w+|complet\w+|finish\w*|run\w*|process\w*|solv\w+|train\w*|generat\w+|comput\w+|requir\w+|need\w*|render\w*"
    r"|reconstruct\w*|produc\w+|respon\w+|execut\w+|perform\w*|achiev\w+|converg\w+|expos\w+|configur\w+|find\w*|found"
    r"|recover\w*|detect\w*|creat\w+|build\w*|learn\w*|fine-?tun\w+|adapt\w*|optimi\w+|search\w*|deliver\w*|obtain\w*"
    r"|infer\w*|plan\w*|estimat\w+|simulat\w+|synthesi\w+|last\w*|spent|cost\w*|sampl\w+|decod\w+|predict\w*|reduc\w+"
    r"|return\w*|compil\w+|sort\w*|analy[sz]\w+|verif\w+|scan\w*|index\w*|pars(?:e|es|ing)|calculat\w+|evaluat\w+|deploy\w*|possible|capable|able|proof\w*|using|us(?:es|ed)|tim(?:e|es|ing))\b",
    re.IGNORECASE,
)
_REACH = 90
_RUNS = re.compile(
    r"\b(?:runs?|running|operat\w+|process\w*|real-?time|perform\w*|speeds?|estimat\w+|track\w*)\b"
    r"(?:\s{1,8}[\w-]{1,30}){0,4}\s{1,8}(?:at|over|of|up to|than|~)"
    r"\s*(?:about\s+|around\s+|over\s+|up to\s+|~\s?)?\Z",
    re.IGNORECASE,
)
_HANDLES = re.compile(
    r"\b(?:process\w*|handl\w+|support\w*|scal(?:e|es|ing)|extend\w*|reach\w*|sequences?|inputs?|texts?|contexts?)\b",
    re.IGNORECASE,
)
_TRAINED = re.compile(r"\b(?:train\w*|corpus|dataset|consum\w+|cost\w*|generat\w+)\b", re.IGNORECASE)


def _measure(sentence: Sentence, m: re.Match[str]) -> list[Reading] | None:
    at = m.start("amount")
    token = sentence.tokens[at]
    unit = token.quantities[0].unit
    dimension = unit_dimension(unit)
    lead = _lead(sentence, at)
    hedged = any(c in "qsj" for c in sentence.codes[max(0, at - 2) : at])
    if dimension == "time":
        if not _takes_time(sentence, token, lead, hedged=hedged):
            return None
        metric = time_metric(sentence, unit, token.quantities[0].text)
    elif dimension in _RATES:
        wanted = _wanted(sentence, token)
        if lead == "r" or (wanted and lead != "o"):
            return None
        metric = dimension_metrics()[dimension]
        if wanted:
            readings = each_member(level, sentence, at, metric, None)
            for reading in readings:
                reading.role = "background"
            return readings
    elif dimension == "tokens":
        before = sentence.text[max(sentence.start, token.start - _REACH) : token.start]
        if lead in {"@", "r", "("} or not _HANDLES.search(before) or _TRAINED.search(before):
            return None
        metric = "context_length"
    elif dimension == "frequency":
        before = sentence.text[max(sentence.start, token.start - 50) : token.start]
        aside = _PROMPT.search(before) and sentence.codes[at + 1 : at + 2] == ")"
        if unit not in {"Hz", "kHz"} or not (aside or _RUNS.search(before)) or _wanted(sentence, token):
            return None
        metric = "frame_rate"
    elif dimension in _AMOUNTS or unit in _CHIP_AREAS:
        if not (lead and lead in "GjV=h@") and not hedged:
            return None
        if (lead in {"@", "h"} and dimension != "operations" and "/" not in unit) and not hedged:
            return None
        if unit == "OP" and token.quantities[0].lo < _FEW_OPERATIONS:
            return None  # "supports 11 operations"
        metric = dimension_metrics()[dimension or "area"]
    else:
        return None
    return each_member(level, sentence, at, metric, None)


def _lead(sentence: Sentence, at: int) -> str:
    """Return the code of the word that a measure hangs on, past its qualifiers and unknown words."""
    codes = sentence.codes
    i = at - 1
    while i >= 0 and codes[i] in "qswj" and at - i < 5:
        if codes[i] == "j":
            return "j"
        i -= 1
    return codes[i] if i >= 0 else ""


# "a 5-minute recording"
_ADJECTIVAL = re.compile(r"\d\s?-[a-zμ]")
_DEVICE = re.compile(r"\b(?:GPU|TPU)", re.IGNORECASE)


_BOUNDED = re.compile(
    r"\b(?:within|in (?:less|fewer) than|in under|in (?:only|just|about|around|approximately))\s+(?:about\s+|~\s?)?\Z",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:last|past|next|previous|recent|first|every|each|over|after|for)\s+(?:the\s+)?\Z", re.IGNORECASE
)


_TRAINED_FOR = re.compile(
    r"\b(?:train\w*|fine-?tun\w+|search\w*)(?:\s{1,8}(?!every|each)[\w-]{1,30}){0,6}\s{1,8}for\s{1,8}(?:(?:only|just|about|over|~)\s{1,8})?\Z",
    re.IGNORECASE,
)


# "runs in real time (30 ms)"
_PROMPT = re.compile(
    r"\b(?:real[\s-]time|fast|quickly|rapidly|low latency)\s{0,3}\(\s{0,3}[~<]?\s{0,3}\Z", re.IGNORECASE
)


def _takes_time(sentence: Sentence, token: Token, lead: str, *, hedged: bool) -> bool:
    before = sentence.text[max(sentence.start, token.start - _REACH) : token.start]
    trained = lead == "r" and _TRAINED_FOR.search(before) is not None
    if (
        lead == "("
        and _PROMPT.search(before)
        and sentence.codes[sentence.tokens.index(token) + 1 :][:1] == ")"
    ):
        return True
    if (
        not trained
        and not (lead and lead in "inGjV=")
        and not hedged
        and not _DEVICE.search(token.quantities[0].text)
    ):
        return False
    if _ADJECTIVAL.search(token.quantities[0].text):
        return False
    if _DEVICE.search(token.quantities[0].text):
        return True
    if _EXTENT.match(sentence.text, token.end):
        return False
    if trained:
        return True
    if _PAST.search(before):
        return False
    if _BOUNDED.search(before):
        return True
    return _TAKES.search(before) is not None


def _wanted(sentence: Sentence, token: Token) -> bool:
    return _WANT.search(sentence.text, max(sentence.start, token.start - 60), token.start) is not None


RULES: tuple[Rule, ...] = (
    Rule(
        name="measure",
        description="A unit that names its metric: runs at 22 FPS, within 60 seconds, 36 tokens/J",
        pattern="MEASURE:amount",
        produce=_measure,
        base=0.9,
        positive=(
            says("It runs at 22 FPS.", form="level", metric="frame_rate", unit="frame/s"),
            says(
                "Our method completes personalization in just 5 minutes.", metric="runtime", lo=5, unit="min"
            ),
            says("The board delivers 36 tokens/J.", form="level", metric="energy_efficiency", unit="token/J"),
        ),
        negative=(
            "a 10 Hz sensor",
            "a 5 mm gap",
            "We recorded 5 hours of speech.",
            "It predicts 3 seconds ahead.",
        ),
    ),
)
