"""What the words of heads, rows and captions mean, ready for look-up.

The words are data: ``schema/table_heads.toml``, and ``schema/metrics.toml`` for those of running text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from claims.syntax.vocabulary import load, metrics

Better = Literal["more", "less", "none"]

_SEPARATORS = re.compile(r"[\s_\-–‐]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NUMBERED = re.compile(r"([A-Za-z]*[a-z][A-Z]{2,}) ?(?:\d{1,3}|[kK])")
MAX_WORDS = 6
_WORD = re.compile(r"[^\s()\[\],;:|/→]+")
_FOLLOWING = re.compile(r"\s([a-z]{3,})\b")
_SHORTEST_START = 4


@dataclass(frozen=True, slots=True)
class HeadMetric:
    """What a name of a metric stands for.

    Attributes:
        id: Id of the metric.
        better: Which way is better, ``none`` where neither is.
        unit: Unit of its values where none is written, empty where nothing tells.
        strong: True for a name that stands in ``table_heads.toml``, which names a metric also alone and in brackets.
    """

    id: str
    better: Better
    unit: str = ""
    strong: bool = False


@lru_cache(maxsize=16384)
def spelled(text: str) -> str:
    """Return a name with one blank for each run of blanks, hyphens and underscores."""
    return _SEPARATORS.sub(" ", text).strip()


@cache
def words(kind: str) -> frozenset[str]:
    """Return the words of a kind of ``schema/table_heads.toml``, in small letters, hyphens as blanks."""
    return frozenset(spelled(w).casefold() or w for w in load("table_heads.toml")["words"][kind])


@cache
def exact_words(kind: str) -> frozenset[str]:
    """Return the words of a kind as they are written."""
    return frozenset(load("table_heads.toml")["words"][kind])


@cache
def head_units() -> dict[str, str]:
    """Return the units that heads spell in ways of their own."""
    return dict(load("table_heads.toml")["units"])


@cache
def _names() -> tuple[dict[str, HeadMetric], dict[str, HeadMetric]]:
    """Return what names metrics: as written, and in any case."""
    cased: dict[str, HeadMetric] = {}
    folded: dict[str, HeadMetric] = {}
    known = metrics()
    for entry in load("table_heads.toml")["metric"]:
        base = known[entry["id"]]
        metric = HeadMetric(entry["id"], entry.get("better", base.better), entry.get("unit", ""), strong=True)
        cased |= dict.fromkeys(entry.get("exact", ()), metric)
        for name in entry["names"]:
            key = spelled(name)
            if key == key.lower() and len(key) > 2:
                folded.setdefault(key, metric)
            else:
                cased.setdefault(key, metric)
                if len(key) > 3:
                    folded.setdefault(key.casefold(), metric)
    for metric_row in known.values():
        metric = HeadMetric(metric_row.id, metric_row.better)
        for alias in metric_row.aliases:
            key = spelled(alias)
            if key != key.lower():
                cased.setdefault(key, metric)
            else:
                folded.setdefault(key, metric)
    return cased, folded


@cache
def _any_ending() -> tuple[str, ...]:
    return tuple(ending for ending, _ in _endings())


@cache
def _endings() -> tuple[tuple[str, HeadMetric], ...]:
    known = metrics()
    found = [
        (
            ending,
            HeadMetric(
                entry["id"],
                entry.get("better", known[entry["id"]].better),
                entry.get("unit", ""),
                strong=True,
            ),
        )
        for entry in load("table_heads.toml")["metric"]
        for ending in entry.get("endings", ())
    ]
    return tuple(sorted(found, key=lambda each: -len(each[0])))


@lru_cache(maxsize=16384)
def metric_named(name: str) -> HeadMetric | None:
    """Return the metric that a name as a whole stands for, None where it is none that is known.

    >>> metric_named("SPK-SIM").id, metric_named("W-F1").id, metric_named("Top-1 Acc.").id
    ('score', 'f1', 'accuracy')
    """
    cased, folded = _names()
    key = spelled(name)
    for each in (key, key.rstrip(".")):
        found = cased.get(each) or folded.get(each.casefold()) if each else None
        if found is None and len(each) > 2 and each.endswith("s"):
            found = cased.get(each[:-1]) or folded.get(each[:-1].casefold())
        if found is not None:
            return found
    if key.isalpha() and key.islower():
        return _by_ending(key)  # one plain word: nothing else can be told from it
    if (whole := _made_whole(key)) is not None:
        return folded[whole]
    parted = _CAMEL.sub(" ", key)
    if parted != key and parted.casefold() in folded:
        return folded[parted.casefold()]
    first, _, rest = key.partition(" ")
    if rest and first.casefold() in words("modifier"):
        return metric_named(rest)
    numbered = _NUMBERED.fullmatch(key)
    if numbered and (found := cased.get(numbered[1])) is not None:
        return found  # minADE20
    before, at, _ = key.partition("@")
    if at and before and " " not in key:
        return metric_named(before)
    return _by_ending(key)


def _by_ending(key: str) -> HeadMetric | None:
    """Return the metric that the last of one or two words ends with."""
    last = key.rpartition(" ")[2].rstrip(".")
    if last.endswith(_any_ending()) and key.count(" ") < 2:
        for ending, metric in _endings():
            if last.endswith(ending) and (len(last) > len(ending) or " " in key):
                return metric
    return None


def ends_by_chance(name: str) -> bool:
    """True for one word that names a metric by nothing but an ending that other names have too: FooAcc, BarSim."""
    cased, folded = _names()
    known = spelled(name) in cased or spelled(name).casefold() in folded
    ends = any(name.endswith(end) and len(name) > len(end) for end in exact_words("chance_endings"))
    return ends and not known and " " not in name


def _made_whole(name: str) -> str | None:
    """Return the one name that a word begins that a point cuts short."""
    if not _is_cut_short(name):
        return None
    start, known = name[:-1].casefold(), _names()[1]
    whole = (n for n in known if n.startswith(start) and n.isalpha() and len(n) > len(start) + 1)
    return next((n for n in whole if known[n].strong), None)


def _is_cut_short(name: str) -> bool:
    """True for a word that a point cuts short, of which enough is left to tell it: Natu., but not val. or mac."""
    start = name[:-1].casefold()
    known = start in words("split") or name.casefold() in words("average")
    return name.endswith(".") and len(start) >= _SHORTEST_START and " " not in name and not known


@cache
def _last_words() -> frozenset[str]:
    """Return the last words of all names of metrics, in small letters."""
    cased, folded = _names()
    return frozenset(name.rpartition(" ")[2].casefold().rstrip(".") for name in (*cased, *folded))


@lru_cache(maxsize=16384)
def may_end(word: str) -> bool:
    """True for a word that a name of several words, which names a metric, may end with.

    Several words of which the last one may not, and the first is no modifier, surely name none.
    """
    key = spelled(word)
    last = key.rpartition(" ")[2].rstrip(".")
    ends = {last, _CAMEL.sub(" ", last).rpartition(" ")[2]}
    ends |= {end[:-1] for end in ends if end.endswith("s")}
    known = any(end.casefold() in _last_words() for end in ends)
    return known or last.endswith(_any_ending()) or last[-1:].isdigit() or last[-1:] in {"k", "K"}


@lru_cache(maxsize=16384)
def is_modifier(word: str) -> bool:
    """True for a word before a name of a metric that changes nothing of what it names: mean, top-1."""
    return spelled(word).partition(" ")[0].casefold() in words("modifier")


@cache
def _beginnings() -> re.Pattern[str]:
    found = [re.escape(name) for name in load("table_heads.toml")["beginnings"]["names"]]
    return re.compile(
        rf"({'|'.join(sorted(found, key=lambda word: (-len(word), word)))})(?![A-Za-z]{{2}})(?=.)"
    )


@lru_cache(maxsize=16384)
def metric_begun(word: str) -> tuple[HeadMetric, int] | None:
    """Return the metric that a word begins with, and how much of the word names it: WER-zh, MOS-Q, F1M.

    >>> metric_begun("WER-zh")[0].id
    'wer'
    """
    found = _beginnings().match(word)
    if found is None:
        return None
    metric = metric_named(found[1].rstrip("@")) or metric_named(found[1] + "1")
    return (metric, found.end()) if metric else None


def find_metric(text: str) -> tuple[HeadMetric, tuple[int, int]] | None:
    """Return the metric that stands last in a text, of those that end there the longest, and its place.

    Abbreviations of heads win over the wide words of running text.
    """
    found = list(_WORD.finditer(text))
    alone = len(text.strip()) == 1
    best: tuple[bool, int, int, HeadMetric] | None = None
    for i in range(len(found)):
        any_end = len(found) > i + 1 and is_modifier(found[i][0])
        for j in range(min(len(found), i + MAX_WORDS), i, -1):
            if j > i + 1 and not (any_end or may_end(found[j - 1][0])):
                continue
            phrase = text[found[i].start() : found[j - 1].end()]
            metric = metric_named(phrase) if len(phrase) > 1 or alone else None
            begun = metric_begun(phrase) if metric is None and j == i + 1 else None
            if begun is not None:
                rank = (True, found[i].start() + begun[1], -found[i].start())
                if best is None or rank > (best[0], best[1], best[2]):
                    best = (*rank, begun[0])
                break
            if metric is not None and phrase.casefold() in words("vague") and phrase != text.strip():
                continue  # a word that says too little behind others: chunk size, test time
            if metric is not None and _is_qualifier(phrase, text[found[j - 1].end() :]):
                continue
            if metric is not None:
                rank = (metric.strong and phrase != phrase.lower(), found[j - 1].end(), -found[i].start())
                if best is None or rank > (best[0], best[1], best[2]):
                    best = (*rank, metric)
                break
    return (best[3], (-best[2], best[1])) if best else None


def _is_qualifier(phrase: str, behind: str) -> bool:
    """True for words of a metric that tell of what stands behind them: test-time proposals, accuracy drop."""
    following = _FOLLOWING.match(behind)
    return (
        following is not None
        and phrase == phrase.lower()
        and following[1] not in words("link_behind_metric") | words("behind_metric") | words("split")
    )
