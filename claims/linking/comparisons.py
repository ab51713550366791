"""The comparisons of a sentence: over X, compared with X, outperforms X, of the teacher."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.linking.anchor import Anchor
from claims.linking.likeness import likeness, starting_points
from claims.linking.names import find_workload
from claims.linking.parts import part_of
from claims.linking.phrases import in_line, is_size, lower, noun_phrase, phrase_list, proper, words
from claims.linking.referents import meant, of_what, prior
from claims.reading.rule import Reading
from claims.syntax.sentence import Sentence


def anchors(sentence: Sentence, readings: list[Reading]) -> list[Anchor]:
    """Find what a sentence compares with.

    Args:
        sentence: The sentence.
        readings: Its readings, in order; may be empty.

    Returns:
        Anchors in the order of their places.
    """
    codes = sentence.codes
    found: list[Anchor] = []
    for i, code in enumerate(codes):
        if code == "y":
            anchor = _named(sentence, i, wide=True) if lower(sentence, i).startswith("relative to") else None
        elif code == ">" and lower(sentence, i) == "against" and found and found[-1].index == i:
            continue
        elif code == ">":
            anchor = _comparator(sentence, i)
        elif code in "NA" and lower(sentence, i).endswith((" over", " upon", " than", " to")):
            anchor = _named(sentence, i, _past_preposition(codes, i + 1))
        elif code == "A" and lower(sentence, i) in {"below", "above", "behind"}:
            of = _THAT_OF.match(codes, i + 1)
            if of and lower(sentence, i + 1) in {"that", "those"}:
                anchor = _named(sentence, i, of.end())
            else:
                anchor = _named(sentence, i) if codes[i - 1 : i] == "Q" else None  # "2 points above X"
        elif code == "O":
            anchor = _outperformed(sentence, i)
        elif (code == "t" and i and codes[i - 1] in "NQ") or (code in "fn" and i and codes[i - 1] == "N"):
            anchor = _gain_to(sentence, i)
        elif code == "w" and i + 1 < len(codes):
            if lower(sentence, i) not in _CUES:
                continue
            if lower(sentence, i) == "upon":
                anchor = _named(sentence, i) if codes[i - 1 : i] == "N" else None
            else:
                anchor = likeness(sentence, i) or _set_against(sentence, i) or _bested(sentence, i)
        elif code == "V":
            anchor = _improved(sentence, i)
        elif code == "&" or (code == "," and codes[i - 1 : i] in {"Q", "U", "Z"}):
            anchor = _second_margin(sentence, i, found)
        else:
            continue
        if anchor is not None:
            found.append(replace(anchor, relation=_relation(code, anchor, lower(sentence, i))))
    if readings and not found:
        found += [replace(anchor, relation="starting point") for anchor in starting_points(sentence)]
    for index in {r.token for r in readings}:
        anchor = part_of(sentence, index)
        if anchor is not None:
            found.append(replace(anchor, relation="whose part"))
    found.sort(key=lambda a: a.index)
    return found


_RELATIONS = {
    "O": "outperform", "N": "gain over", "A": "comparative", "t": "gain to", "f": "gain to", "n": "gain to",
    "V": "improve by", "&": "second margin", ",": "second margin",
}  # fmt: skip


def _relation(code: str, anchor: Anchor, word: str) -> str:
    """Return the name of the way in which a comparison is said."""
    if code in _RELATIONS:
        return _RELATIONS[code]
    if anchor.equal:
        return "likeness"
    if code in ">y":
        return "compared with" if anchor.wide else in_line(word)
    return "outperform" if anchor.verb else "compared with"


_THAT_OF = re.compile(r"[wK]o")
_CUES = frozenset(
    {"compare", "comparing", "benchmark", "benchmarked", "match", "matches", "matching", "dominate", "dominates",
     "dominating", "outwit", "outwits", "outwitting", "like", "unlike", "as", "superior", "comparable", "par",
     "similar", "same", "parity", "close", "comparably", "competitive", "upon"}
)  # fmt: skip
"""Words at which a comparison may begin, beside those of the vocabulary of words."""


def _comparator(sentence: Sentence, i: int) -> Anchor | None:
    codes = sentence.codes
    word = in_line(lower(sentence, i))
    if i and word == "than" and lower(sentence, i - 1) in words("comparison", "not_before_than"):
        return None
    wide = word in words("comparison", "wide")
    if word in {"over", "against", "with respect to", "w.r.t", "beyond"}:
        before = set(codes[max(0, i - 12) : i])
        compares = word == "against" and _EVALUATES.search(sentence.words(max(0, i - 12), i - 1)) is not None
        kinds = {"over": "QUZANOM", "with respect to": "QUZANOV"}.get(word, "QUZANO")
        if i > 1 and not compares and not before & set(kinds):
            return None
    if codes[i + 1 : i + 2] in {"Q", "U", "Z", "q"} and not (
        codes[i + 1] == "Z" and is_size(sentence, i + 1)
    ):
        return _whose_level(sentence, i)
    if (theirs := _ITS_LEVEL_OF.match(codes, i + 1)) and (
        codes[i + 1] == "M" or lower(sentence, i + 1) == "the"
    ):
        # "compared to the 34% accuracy of X", "compared to errors of over 28% for X"
        return _named(sentence, i, theirs.end(), wide=wide)
    return _named(sentence, i, _past_preposition(codes, i + 1), wide=wide)


_LEVEL_OF = re.compile(r"[qsj]{0,2}[QUZ]w?[ro]")
_ITS_LEVEL_OF = re.compile(r"w[qsj]{0,2}[QUZ]w?M[ro]|w?Mo[qsj]{0,2}[QUZ]w?[ro]")


def _whose_level(sentence: Sentence, i: int) -> Anchor | None:
    """3 hours, compared with 2 DAYS FOR X; 92% versus 85% OF X: the level's owner is compared with."""
    m = _LEVEL_OF.match(sentence.codes, i + 1)
    anchor = _named(sentence, i, m.end()) if m else None
    if anchor is None or len(anchor.phrases) > 1:
        return None
    text = anchor.text
    workload = find_workload(text)
    if workload and workload[1] in {"benchmark", "dataset"}:
        return None
    return anchor if prior(text) or proper(text) else None


_EVALUATES = re.compile(r"\b(?:compar|evaluat|benchmark|assess|test)", re.IGNORECASE)


def _past_preposition(codes: str, i: int) -> int:
    """Slower than ON an A100: what is compared with stands after the preposition."""
    return i + 1 if codes[i : i + 1] in {"n", "i", "r", "h"} else i


def _named(sentence: Sentence, i: int, begin: int | None = None, *, wide: bool = False) -> Anchor | None:
    begin = _past_count(sentence, i + 1 if begin is None else begin)
    phrases = meant(sentence, phrase_list(sentence, begin))
    if not phrases or _TIME.search(phrases[0].text) or _COUNTED.match(phrases[0].text):
        return None
    if _PARTICIPLE.fullmatch(phrases[0].text):
        return None  # "outperform those trained on more data"
    if lower(sentence, i) in {"vs", "versus"} and not (prior(phrases[0].text) or proper(phrases[0].text)):
        return None
    return Anchor(i, tuple(phrases), wide=wide)


def _past_count(sentence: Sentence, k: int) -> int:
    """Outperforms THREE existing approaches: the number is no part of the name."""
    if sentence.codes[k : k + 2] == "ww" and lower(sentence, k) in words("phrase", "numbers"):
        return k + 1 if prior(lower(sentence, k + 1)) else k
    return k


_PARTICIPLE = re.compile(r"[a-z]+ed")
# "on problems with over one million dependencies"
_COUNTED = re.compile(
    r"(?:[\d.,]+|(?:[a-z]+\s)?(?:hundred|thousand|million|billion)|two|three|four|five|six|ten)\s",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<!-)(?<!\breal )\b(?:years?|decades?|months?|days?|hours?|period|course|lifetime|time|range|runs|epochs)$",
    re.I,
)


def _set_against(sentence: Sentence, i: int) -> Anchor | None:
    """We compare our approach TO the framework X; benchmarked WITH X."""
    if lower(sentence, i) not in {"compare", "comparing", "benchmark", "benchmarked"}:
        return None
    codes = sentence.codes
    for k in range(i + 1, min(len(codes), i + 7)):
        if codes[k] in "th":
            phrases = phrase_list(sentence, k + 1)
            return Anchor(k, tuple(phrases), wide=True) if phrases else None
        if codes[k] not in "wMN":
            return None
    return None


def _bested(sentence: Sentence, i: int) -> Anchor | None:
    """Pareto-DOMINATES X, MATCHES the quality of X with 20x less cost."""
    word = lower(sentence, i)
    equal = word in {"match", "matches", "matching"}
    if not equal and word not in {"dominate", "dominates", "dominating", "outwit", "outwits", "outwitting"}:
        return None
    phrases = of_what(sentence, phrase_list(sentence, i + 1))
    return Anchor(i, tuple(phrases), wide=True, verb=True, equal=equal) if phrases else None


def _outperformed(sentence: Sentence, i: int) -> Anchor | None:
    codes = sentence.codes
    k = i + 1
    while k < len(codes) and codes[k] == "w" and lower(sentence, k).endswith("ly"):
        k += 1
    if codes[k : k + 1] in {"Q", "U", "Z", "q", "b", "="}:
        k = _after_margin(codes, k)
        if k < 0:
            return None
    anchor = _named(sentence, i, k)
    if anchor is None:
        return None
    if lower(sentence, anchor.phrases[-1].last) in words("comparison", "arenas") and not prior(anchor.text):
        return None  # "improves on all metrics"
    margin = _MARGIN.match(codes, anchor.phrases[-1].last + 1) is not None or (
        k > i + 1 and codes[k - 1] in "QUZ"
    )
    return Anchor(i, anchor.phrases, wide=True, verb=True, margin=margin)


def _second_margin(sentence: Sentence, i: int, found: list[Anchor]) -> Anchor | None:
    """Outperforms A by 3.6%, B BY 9% AND C BY 15.6%: a further object, with the number after it."""
    codes = sentence.codes
    if not found or not found[-1].margin:
        return None
    if not any(c in "QUZ" for c in codes[max(found[-1].index, i - 6) : i]):
        return None
    phrase = noun_phrase(sentence, i + 1)
    m = _BY_AMOUNT.match(codes, phrase.last + 1) if phrase else None
    if phrase is None or m is None:
        return None
    if codes[phrase.first] in "GV" and "-" not in lower(sentence, phrase.first):
        return None  # "by 5%, REDUCING memory by 4x"
    parallel = lower(sentence, phrase.last) == lower(sentence, found[-1].phrases[-1].last)
    if codes[phrase.last] == "M" and not parallel and not prior(phrase.text):
        return None  # "by 5% and F1 by up to 10%"
    if lower(sentence, phrase.last) in words("comparison", "arenas"):
        return None  # "by 5% on A, the B TASK by 7%"
    return Anchor(i, (phrase,), margin=True, only=m.end() - 1)


_BY_AMOUNT = re.compile(r"b[qsj]{0,3}[QUZ]")
_MARGIN = re.compile(r"[^KGVO;QUZ]{0,8}b[qsj]{0,3}[QUZ]")


def _after_margin(codes: str, k: int) -> int:
    """Outperforms BY 1.6 TIMES previous implementations: return where the object begins, or -1."""
    m = _BY_AMOUNT.match(codes, k)
    return m.end() if m and codes[m.end() : m.end() + 1] in {"w", "M"} else -1


def _gain_to(sentence: Sentence, i: int) -> Anchor | None:
    """A 3x speedup TO existing methods, a 5% increase FROM the baseline."""
    phrases = phrase_list(sentence, i + 1)
    if not phrases:
        return None
    if sentence.codes[i] == "n":  # "a 15% improvement on existing methods"
        on = lower(sentence, i) == "on" and prior(phrases[0].text)
        arena = lower(sentence, phrases[-1].last) in words("comparison", "arenas")
        return Anchor(i, tuple(phrases)) if on and not arena else None
    if not prior(phrases[0].text):
        speedup = sentence.left(i, "N", "K;VG", 8)
        ratio = sentence.codes[i - 1] == "Q" and sentence.tokens[i - 1].quantities[0].kind == "ratio"
        if not (ratio and speedup is not None and sentence.entry(speedup).owner and proper(phrases[0].text)):
            return None
        return Anchor(i, tuple(phrases))  # "a speedup of 2000 times to Gurobi"
    return Anchor(i, tuple(phrases), equal="Q" not in sentence.codes[max(0, i - 5) : i])


def _improved(sentence: Sentence, i: int) -> Anchor | None:
    """Improves the recall of EXISTING EXTRACTORS by 7%, reduces the BASELINE'S memory by 2x."""
    codes = sentence.codes
    by = sentence.right(i, "b", "K;G>&", 16)
    if by is None or not set("QUZ") & set(codes[by : by + 4]):
        return None
    amount = next(k for k in range(by, by + 4) if codes[k] in "QUZ")
    for k in range(i + 1, by):
        token = sentence.tokens[k]
        if codes[k] in "QUZ":
            return None
        low = sentence.text[token.start : token.end + 14].lower()
        named = k == i + 1 and sentence.entry(i).direction == "better" and _is_system(sentence, k, by)
        if (named or prior(low.rstrip("-") or "x") or _indefinite(sentence, k)) and (
            k == i + 1 or codes[k - 1] in "owiMN" or k == i + 2
        ):
            phrase = noun_phrase(sentence, k)
            if phrase is None:
                return None
            inner = codes[phrase.first : phrase.last + 1]
            if inner.startswith("M"):
                return None
            return Anchor(i, (phrase,), margin=named, only=amount)
    return None


def _is_system(sentence: Sentence, k: int, by: int) -> bool:
    """True for the name of a system between the verb and the amount: improves FASTER R-CNN by 4.9%."""
    phrase = noun_phrase(sentence, k)
    if phrase is None or phrase.last != by - 1 or "M" in sentence.codes[phrase.first : by]:
        return False
    known = find_workload(phrase.text)
    listed = phrase.text.split()
    heads = words("comparison", "heads")
    if known:
        return known[1] == "model" and (not known[2] or listed[-1].lower() in heads)
    if listed[-1].lower() in heads:
        return proper(phrase.text)
    named = _NAMED_SYSTEM.fullmatch(listed[-1]) is not None and not listed[-1].endswith(
        ("Rate", "Score", "Acc")
    )
    return named or (proper(listed[-1]) and len(listed) > 1 and listed[-2].lower() in heads)


# FixMatch, DETR-R50; no LGRM or MPG, which may be anything
_NAMED_SYSTEM = re.compile(
    r"[A-Z][a-z]{1,20}[A-Z]\w{0,30}|[A-Z][\w.]{0,20}-?[\w.]{0,20}\d[\w.-]{0,20}|[A-Z]\w{0,20}-[A-Z]\w{0,20}"
)


def _indefinite(sentence: Sentence, k: int) -> bool:
    """True for any approach: boosts the performance of A DATA-DRIVEN APPROACH by 63%."""
    if lower(sentence, k) not in {"a", "an"} or sentence.codes[k - 1] != "o":
        return False
    phrase = noun_phrase(sentence, k)
    return phrase is not None and lower(sentence, phrase.last) in {
        "approach",
        "method",
        "baseline",
        "technique",
    }
