"""The metric that a caption says of all cells for which no head names one.

A name in running text may mean anything: RL is reinforcement learning, and a recall of emotions is none. So a name
counts by what stands around it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claims.names.entries import is_data_set
from claims.numbers.units import canonical_unit
from claims.tables.form import fits
from claims.tables.glossary import meant, measured
from claims.tables.vocabulary import (
    MAX_WORDS,
    HeadMetric,
    exact_words,
    is_modifier,
    may_end,
    metric_begun,
    metric_named,
    spelled,
    words,
)

Meaning = Callable[[str], str | None]

_WORD = re.compile(r"[^\s()\[\],;:|/→“”\"↑↓]+")
_NEXT = re.compile(r"\s*(?P<sign>[(\[][^()\[\]]{1,12}[)\]]|[↑↓%,.;:)\]/–—-])|\s+(?P<word>[\w'’-]+)")
_MEASURED = re.compile(
    r"[(\[]\s?(?:in )?\\?%|[(\[]\s?(?:[↑↓]|\\uparrow|\\downarrow|in |[a-z]{1,3}\s?[)\]])|[↑↓%]"
)
# "WER and CER (%)": what is said of the last name holds for the first.
_LISTED = re.compile(r"\s?(?:/|,|&|and)\s?(?P<name>[\w@.+-]+)\s?[(\[]")
_PERCENT = re.compile(r"\s?[(\[]\s?\\?%")
_IN_UNIT = re.compile(r"\bin (?P<unit>[A-Za-zµμ]{1,14}(?:/[a-z]{1,6})?)\b")
_ON = re.compile(r"\b(?:on|for|of|in)\b")
_BEHIND = re.compile(r"([^()]+?)\s?\(([^()]+)\)")
_SHORT_BEHIND = re.compile(
    r"\b([A-Z][\w@-]{0,20}[A-Z1-9][\w@-]{0,20})\s\(([A-Z][\w@-]{0,20}[A-Z1-9][\w@-]{0,20})\)"
)
_CLOSES = re.compile(r"(?:,?\s?(?:in\s)?\\?%)?\s?[)\]]")  # "(accuracy, %)" says nothing else
_IN_BRACKETS = re.compile(r"\s?\((?:[a-z]+\s){0,2}")
_SLASH = re.compile(r"\s{0,4}(?:\([^()/]{1,8}\))?\s{0,4}/\s{0,4}(?:[a-z-]{1,20}\s){0,3}")
_UNIT = re.compile(r"\s*\([^()/]{1,8}\)")
_SAID_IN_BRACKETS = re.compile(r"\bin (?:parenthes[ie]s|(?:round |square )?brackets|parens)\b")
_SENTENCE_END = re.compile(r"[.;]\s")
_COORDINATED = re.compile(r"\s?(?:\([^()]{1,12}\))?\s?(?:,|,?\s?and|,?\s?&|/)\s?")
_AMOUNT = re.compile(r"(?<![\w-])\d[\d.,]*\s?(?:\\?%|[x×])[\s-]$")
_LONGEST_AMOUNT = 12
# What a metric is said to be taken for, by names that need be no data sets': WER for ASR, accuracy for ER and IC.
_FOR = re.compile(
    r"\.?\s?(?:\((?:in\s)?[%↓↑\\, ]{1,4}\)\s)?(?P<bracket>\((?:for\s)?|(?:for|on|in)\s(?:the\s)?)"
    r"(?P<names>[A-Za-z][\w+.-]*\w(?:(?:,\s(?:and\s)?|\s(?:and|&)\s)[A-Za-z][\w+.-]*\w)*)(?=[\s,.;)]|$)"
)
_NAMES_AND = re.compile(r",\s(?:and\s)?|\s(?:and|&)\s")
# Two kinds of data for two metrics: CER/WER on Chinese/English.
_PAIR = re.compile(r"[^/.;]{0,60}?\s(?:for|on|in)\s(?:the\s)?([A-Z]\w+)\s?/\s?([A-Z]\w+)")
_NAMED_BEFORE = re.compile(r"(?<![\w-])(?P<name>[A-Z][\w.+-]{0,30}[A-Z\d][\w+-]{0,30})(?:\s\(|:\s)$")
_SEVERAL = 2
_SHORTEST = 2
_BEGINNING = 4
_NEAREST = 4
_BRACKETED_NAME = re.compile(r"\s*[(\[]\s?[A-Z][\w@.+-]{1,11}s?\s?[)\]]")


@dataclass(frozen=True, slots=True)
class _Mention:
    metric: HeadMetric
    start: int
    end: int
    text: str

    @property
    def short(self) -> bool:
        """True for an abbreviation: a word with capitals behind its first letter, or figures."""
        return " " not in self.text and any(c.isupper() or c.isdigit() for c in self.text[1:])


def caption_metric(
    sentences: Sequence[str], meaning: Meaning | None = None
) -> tuple[HeadMetric | None, str | None]:
    """Return the metric of a caption's first sentence that names one, and its words.

    Of several it is the surest, then the first.

    Args:
        sentences: The sentences of the caption that may name it, tidied.
        meaning: Tells what the paper says that an abbreviation stands for.
    """
    for number, sentence in enumerate(sentences):
        told = not number or words("tells_measure") & set(re.findall(r"[a-z]+", sentence.casefold()))
        found = [
            (-sure, m.start, m)
            for m in _mentions(sentence, meaning)
            if (sure := _sureness(m, sentence)) > 0 and (told or _in_percent(m, sentence))
        ]
        if found:
            best = min(found, key=lambda each: each[:2])[2]
            first = next(m for _, _, m in found if m.metric.id == best.metric.id)
            return first.metric, first.text
    return None, None


@dataclass(frozen=True, slots=True)
class DataMetric:
    """A metric that a caption gives for some data: perplexity on C4, accuracy on all others.

    Attributes:
        metric: The metric.
        text: The words that name it.
        data: Names of the data; none where it holds for all that no other metric is given for.
    """

    metric: HeadMetric
    text: str
    data: tuple[str, ...]


def metrics_by_data(
    sentence: str, find_data: Callable[[str], Sequence[tuple[int, int]]]
) -> tuple[DataMetric, ...]:
    """Return the metrics of a caption that gives several, each with the data that stand behind it; else none.

    Args:
        sentence: A sentence of the caption.
        find_data: Tells where names of data stand in it.
    """
    found = [
        m
        for m in _mentions(sentence)
        if _sureness(m, sentence) > 0 or (m.metric.strong and m.short and _named_behind(sentence, m.end))
    ]
    if len({m.metric.id for m in found}) < _SEVERAL:
        return ()
    behind: dict[int, list[str]] = {i: [] for i in range(len(found))}
    for start, end in find_data(sentence):
        bracketed = next(
            (i for i, m in enumerate(found) if _IN_BRACKETS.fullmatch(sentence[end : m.start])), -1
        )
        if bracketed >= 0:
            behind[bracketed].append(sentence[start:end])
            continue
        before = [i for i, m in enumerate(found) if m.end <= start]
        if before and _ON.search(sentence[found[before[-1]].end : start]):
            behind[before[-1]].append(sentence[start:end])
    for i, m in enumerate(found):
        known = {name.rstrip(".") for name in behind[i]}
        named = _named_behind(sentence, m.end) or ([] if known else _named_before(sentence, m))
        behind[i] += [name for name in named if name not in known]
    for i, (one, other) in enumerate(itertools.pairwise(found)):
        pair = _PAIR.match(sentence, other.end)
        if pair and not behind[i] and _SLASH.fullmatch(sentence, one.end, other.start):
            behind[i], behind[i + 1] = [pair[1]], [pair[2]]
    for i in reversed(range(len(found) - 1)):
        if not behind[i] and _COORDINATED.fullmatch(sentence[found[i].end : found[i + 1].start]):
            behind[i] = behind[i + 1]  # precision and recall on X: both are
    if sum(not names for names in behind.values()) > 1 or not any(behind.values()):
        return ()
    if len({tuple(names) for names in behind.values()}) == 1:
        return ()
    return tuple(DataMetric(m.metric, m.text, tuple(behind[i])) for i, m in enumerate(found))


def _named_behind(sentence: str, at: int) -> list[str]:
    """Return what a metric is taken for by the words behind it: names, tasks, languages; in brackets no others."""
    told = _FOR.match(sentence, at)
    found = _NAMES_AND.split(told["names"].rstrip(".")) if told else []
    kinds = words("task") | words("language")
    loose = told is not None and told["bracket"][0] != "("
    return [
        name
        for name in found
        if spelled(name).casefold() in kinds
        or (loose and name[0].isupper() and name not in exact_words("no_name") and metric_named(name) is None)
    ]


def _named_before(sentence: str, mention: _Mention) -> list[str]:
    """Return what looks like a name before a metric: on Foo-X (accuracy) and Bar-Y (F1); ASR: WER, TTS: MOS."""
    named = _NAMED_BEFORE.search(sentence, 0, mention.start)
    told = named and (named[0].endswith(": ") or sentence[mention.end : mention.end + 1] == ")")
    return [named["name"]] if named and told else []


def _mentions(sentence: str, meaning: Meaning | None = None) -> Sequence[_Mention]:
    """Return the names of metrics in a sentence, of those that begin together the longest."""
    told = meaning is not None and any(meaning(m[0].rstrip(".,")) for m in _WORD.finditer(sentence))
    return tuple(_find(sentence, meaning)) if meaning is not None and told else _plain_mentions(sentence)


@lru_cache(maxsize=1024)
def _plain_mentions(sentence: str) -> Sequence[_Mention]:
    return tuple(_find(sentence, _nothing))


@lru_cache(maxsize=16384)
def _may_begin(word: str) -> bool:
    """True for a word that names a metric alone, or with any word behind it."""
    text = word.rstrip(" .,")
    return metric_named(text) is not None or metric_begun(text) is not None or is_modifier(word)


def _nothing(short: str) -> None:
    """Say that no abbreviation stands for anything."""


def _find(sentence: str, meaning: Meaning) -> Iterator[_Mention]:
    found = list(_WORD.finditer(sentence))
    ends_name = [may_end(word[0].rstrip(".,")) for word in found]
    begins = [meaning is not _nothing or _may_begin(word[0]) for word in found]
    i = 0
    while i < len(found):
        if not (begins[i] or True in ends_name[i + 1 : i + MAX_WORDS]):
            i += 1  # no name of a metric begins here
            continue
        last = i
        while last + 1 < min(len(found), i + MAX_WORDS) and found[last + 1].start() == found[last].end() + 1:
            last += 1
        any_end = last > i and is_modifier(found[i][0])
        ends = [j for j in range(last, i, -1) if any_end or ends_name[j]]
        named = (_named(sentence, found[i : j + 1]) for j in (*ends, i))
        mention = _as_meant(next((m for m in named if m), None), found[i], meaning)
        if mention is not None:
            if not is_data_set(mention.text):  # results on GLUE
                yield mention
            while i + 1 < len(found) and found[i + 1].start() < mention.end:
                i += 1
        i += 1


def _as_meant(mention: _Mention | None, word: re.Match[str], meaning: Meaning) -> _Mention | None:
    """Return what is named where some words begin, by what the paper says that the first of them stands for."""
    short = word[0].rstrip(".,") if mention is None else mention.text
    long = meaning(short) if " " not in short and short != short.lower() else None
    if long is None:
        return mention
    metric = meant(mention.metric, short, long) if mention else measured(long)
    return _Mention(metric, word.start(), word.start() + len(short), short) if metric else None


def _named(sentence: str, found: Sequence[re.Match[str]]) -> _Mention | None:
    """Return the metric that some words in a row name, where no fewer words at their end do."""
    start, text = found[0].start(), sentence[found[0].start() : found[-1].end()].rstrip(" .,")
    if len(text) < _SHORTEST or text.endswith("-"):
        return None
    metric = metric_named(text)
    last = found[-1][0].rstrip(".,")
    if metric is not None and len(found) > 1 and last != last.lower() and metric_named(last) == metric:
        return None if metric.strong else _Mention(metric, start, start + len(text), text)
    if metric is None and len(found) == 1 and (begun := metric_begun(text)):
        return _Mention(begun[0], start, start + len(text), text[: begun[1]])
    return _Mention(metric, start, start + len(text), text) if metric is not None else None


def slashed_metrics(text: str) -> str:
    """Return the metrics of a text between which stand slashes, with their units; empty where none do.

    >>> slashed_metrics("Test accuracy (%) / training time (s) on five sets")
    'Test accuracy (%) / training time (s)'
    >>> slashed_metrics("We report PSNR / SSIM / LPIPS.")
    'PSNR / SSIM / LPIPS'
    """
    start = end = -1
    for before, after in itertools.pairwise(_mentions(text) if "/" in text else ()):
        if _SLASH.fullmatch(text, before.end, after.start):
            start, end = (before.start if start < 0 else start), after.end
        elif start >= 0:
            break
    unit = _UNIT.match(text, end) if start >= 0 else None
    return text[start : unit.end() if unit else end] if start >= 0 else ""


@lru_cache(maxsize=4096)
def two_metrics(text: str) -> str:
    """Return the two metrics of a head like "CER (WER)", between them a slash; empty where it names no two."""
    found = _BEHIND.fullmatch(text)
    return f"{found[1]}/{found[2]}" if found and metric_named(found[1]) and metric_named(found[2]) else ""


def bracketed_metrics(text: str) -> str:
    """Return the two metrics of a caption of which one stands in brackets behind the other, between them a slash.

    >>> bracketed_metrics("WER (CER) on the word error rate (WER) benchmark")
    'WER/CER'
    >>> bracketed_metrics("All in EER (%), min t-DCF in parentheses")
    'EER/t-DCF'
    """
    for m in _SHORT_BEHIND.finditer(text):
        first, second = metric_named(m[1]), metric_named(m[2])
        if first is not None and second is not None and first.id != second.id:
            return f"{m[1]}/{m[2]}"
    said = _SAID_IN_BRACKETS.search(text)
    named = _mentions(text) if said else ()
    found = [m for m in named if _sureness(m, text) > 0 or (m.metric.strong and m.short)]
    before = [m for m in found if said and m.end <= said.start()]
    if said and len(before) == _SEVERAL and not _SENTENCE_END.search(text, before[-1].end, said.start()):
        return f"{before[0].text}/{before[1].text}"
    return ""


def metrics_in(sentence: str, meaning: Meaning | None = None) -> dict[str, tuple[HeadMetric, str]]:
    """Return what a sentence says is measured: by the id of each metric, its first name.

    Args:
        sentence: The sentence.
        meaning: Tells what the paper says that an abbreviation stands for.
    """
    found: dict[str, tuple[HeadMetric, str]] = {}
    for m in _mentions(sentence, meaning):
        if _sureness(m, sentence) > 0:
            found.setdefault(m.metric.id, (m.metric, m.text))
    return found


def _in_percent(mention: _Mention, sentence: str) -> bool:
    """True for an abbreviation that a sign of percent stands behind, which says what values are: all in EER (%)."""
    return mention.short and mention.metric.strong and _PERCENT.match(sentence, mention.end) is not None


def _has_unit(metric: HeadMetric, sign: str) -> bool:
    """True where brackets hold a unit of the metric: GPU memory (GB)."""
    unit = canonical_unit(sign.strip("()[] ").removeprefix("in ")) if sign[:1] in "([" else None
    return unit is not None and fits(metric, unit)


def _told_in_unit(mention: _Mention, sentence: str) -> bool:
    """True where a unit of the metric stands further behind: the time of a step in ms."""
    units = (canonical_unit(m["unit"]) for m in _IN_UNIT.finditer(sentence, mention.end))
    return any(unit is not None and fits(mention.metric, unit) for unit in units)


def _is_measure(mention: _Mention) -> bool:
    """True for what is said of nothing but values: the mean absolute error."""
    first, *rest = spelled(mention.text).casefold().split(" ")
    qualified = first in words("modifier") or first in words("relative")
    return (
        bool(rest)
        and (mention.metric.strong or (qualified and len(rest) > 1))
        and mention.metric.id in exact_words("spoken_metrics")
    )


def _is_varied(sentence: str, at: int) -> bool:
    """True where several kinds of a thing are spoken of: under different noise types and SNRs."""
    before = re.findall(r"[\w-]+", sentence[:at].casefold())[-_NEAREST:]
    last = max((i for i, word in enumerate(before) if word in words("several")), default=-1)
    return last >= 0 and not words("link_behind_metric").intersection(before[last + 1 :]) - {"and", "or"}


def _sureness(mention: _Mention, sentence: str) -> int:
    """Return how sure a name means what is measured: 0 not at all, 1 likely, 2 surely, 3 where it says nothing else."""
    behind = _NEXT.match(sentence, mention.end)
    if (behind and _has_unit(mention.metric, behind["sign"] or "")) or _told_in_unit(mention, sentence):
        return 2
    amount = _AMOUNT.search(sentence, max(0, mention.start - _LONGEST_AMOUNT), mention.start)
    if amount or _is_varied(sentence, mention.start):
        return 0  # at 20% sparsity, at several SNRs
    alone = sentence[max(0, mention.start - 1) : mention.start] in {"(", "["}
    told = mention.metric.id not in exact_words("no_evidence") and mention.metric.id != "score"
    if alone and told and _CLOSES.match(sentence, mention.end):
        return 3
    if mention.metric.id in exact_words("no_evidence"):
        return 0
    sign, word = (behind["sign"] or "", (behind["word"] or "").casefold()) if behind else ("", "")
    before = re.findall(r"[\w'’-]+", sentence[: mention.start])
    listed = _LISTED.match(sentence, mention.end)
    measured = (
        _MEASURED.match(sign) is not None
        or (listed is not None and metric_named(listed["name"]) is not None)
        or _BRACKETED_NAME.match(sentence, mention.end) is not None
        or word in words("behind_metric")
        or (bool(before) and before[-1].casefold() in words("before_metric"))
    )
    key = spelled(mention.text).casefold()
    named = mention.short
    if mention.start == 0 and word in words("of_amount") and mention.metric.id in exact_words("amounts"):
        return 1
    if key.removesuffix("s") in words("compared"):
        return 1  # however loosely it may be used, a speedup is measured
    if mention.metric.id in exact_words("loose_metrics") and not named and not _is_measure(mention):
        return 0
    if key in words("loose") or key in words("task") or mention.text in exact_words("ambiguous"):
        told = word in words("behind_metric") and key not in words("task")
        return 1 if _MEASURED.match(sign) or told else 0
    if measured:
        return 2
    if word and word not in words("link_behind_metric"):
        return 1 if named and word not in words("no_measure") else 0
    if named:
        return 1
    return 1 if not word or len(before) < _BEGINNING or word in words("link_behind_metric") else 0
