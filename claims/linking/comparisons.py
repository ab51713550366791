"""The comparisons of a sentence: over X, compared with X, outperforms X, of the teacher."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache

from claims.reading.match import Reading
from claims.syntax.grammar import compile_pattern
from claims.syntax.phrases.cue_words import words
from claims.syntax.phrases.noun_phrases import is_prior, meant, proper
from claims.syntax.phrases.row import Phrase
from claims.syntax.phrases.things import find_workload
from claims.syntax.phrases.view import View


@dataclass(slots=True)
class Comparison:
    """A place where a sentence names something that it compares with.

    Attributes:
        index: Index of the comparator's token.
        phrases: What is named there, in order.
        verb: True for the object of "outperforms".
        margin: True where "outperforms" has a number of its own, so that it says nothing of those before it.
        equal: True where equality is said (comparable to), which tells of no level what it is compared with.
        only: Index of the one number that it belongs to, or None.
        relation: Name of the relation, see ``schema/linking.toml``.
    """

    index: int
    phrases: tuple[Phrase, ...]
    verb: bool = False
    margin: bool = False
    equal: bool = False
    only: int | None = None
    relation: str = ""

    @property
    def text(self) -> str:
        """The names as one text."""
        shown = [phrase.text for phrase in self.phrases]
        return ", ".join(shown[:-1]) + " and " + shown[-1] if len(shown) > 1 else shown[0]


@dataclass(frozen=True, slots=True)
class Finder:
    """A way to name what is compared with.

    Attributes:
        relation: Its name in ``schema/linking.toml``, which says what it looks for, with examples.
        codes: Kinds of the token at which it begins.
        find: Reads the comparison at the index of such a token; sees those found before it in the sentence.
        cue: Class of the words at which it begins, where not at all of these kinds.
    """

    relation: str
    codes: str
    find: Callable[[View, int, list[Comparison]], Comparison | None]
    cue: str = ""

    def begins(self, word: str) -> bool:
        """True for a word at which it may begin."""
        return not self.cue or word in words(self.cue)


def comparisons(view: View, readings: Iterable[Reading]) -> list[Comparison]:
    """Find what a sentence compares with.

    Args:
        view: The sentence.
        readings: Its readings, in order; may be empty.

    Returns:
        Comparisons in the order of their places.
    """
    found: list[Comparison] = []
    without_cue, cue_words = _without_cue()
    begins = without_cue if cue_words.isdisjoint(view.words) else _BEGINNING
    for m in begins.finditer(view.codes):
        i, word = m.start(), view.words[m.start()]
        for finder in _BY_CODE[m[0]]:
            comparison = finder.find(view, i, found) if finder.begins(word) else None
            if comparison is not None:
                comparison.relation = finder.relation
                found.append(comparison)
                break
    whose = [_whose_part(view, token) for token in {reading.token for reading in readings}]
    found += [c for c in whose if c is not None]
    return sorted(found, key=lambda c: c.index)


def _object(view: View, i: int) -> tuple[Phrase, ...]:
    """Return what is named behind a comparator, nothing where it is a time or an amount: over two years."""
    i += view.code(i) in {"n", "i", "r", "h"}  # slower than ON an A100
    phrases = meant(view, view.phrases(i))
    if len(phrases) > 1 and view.code(phrases[-1].last + 1) in {"V", "G", "O", "="}:
        phrases.pop()  # "needing less than A, B runs anywhere": the subject of another clause
    if not phrases or phrases[0].head in words("data_nouns"):
        return ()  # on average OVER five data sets
    time = phrases[0].head in words("time") and phrases[0].text.lower() not in words("pace")
    participle = phrases[0].first == phrases[0].last and view.words[phrases[0].last].endswith("ed")
    return () if time or participle else tuple(phrases)  # those TRAINED on more data


_WHOSE_LEVEL = compile_pattern("WORD? HEDGE{0,2} FIGURE [WORD METRIC]{0,2} [FOR OF WITH BY]")
_NEXT_LEVEL = compile_pattern("CLOSE? COMMA? AND? HEDGE{0,2} FIGURE [WORD METRIC]{0,2} [FOR OF WITH BY]")


def _behind(view: View, i: int, _: list[Comparison]) -> Comparison | None:
    """Read the object of a comparator, or whose levels there are: 92% versus the 85% OF X and the 81% OF Y."""
    level = _WHOSE_LEVEL.match(view.codes, i + 1)
    phrases = _object(view, level.end() if level else i + 1)
    while level and phrases and (level := _NEXT_LEVEL.match(view.codes, phrases[-1].last + 1)):
        phrases += _object(view, level.end())[:1]
    return Comparison(i, phrases) if phrases else None


def _than(view: View, i: int, found: list[Comparison]) -> Comparison | None:
    return None if i and view.words[i - 1] in words("not_than") else _behind(view, i, found)


def _gain_over(view: View, i: int, found: list[Comparison]) -> Comparison | None:
    """Gains over X, better than X: the comparator is a part of the word of change."""
    ends = view.words[i].rsplit(" ", 1)[-1] in words("comparator_ends")
    apart = view.words[i] in words("apart_by") and view.code(i - 1) in {"Q", "U", "Z", "M"}
    return _behind(view, i, found) if ends or apart else None


_MARGIN = compile_pattern(
    "[^CLAUSE ACHIEVE VERB OUTPERFORM SEMICOLON QUANTITY MEASURE NUMBER]{0,8} BY HEDGE{0,3} FIGURE"
)


def _outperformed(view: View, i: int, _: list[Comparison]) -> Comparison | None:
    phrases = _object(view, i + 1)
    if not phrases:
        return None
    margin = _MARGIN.match(view.codes, phrases[-1].last + 1) is not None
    return Comparison(i, phrases, verb=True, margin=margin)


_BY_AMOUNT = compile_pattern("BY HEDGE{0,3} FIGURE")


def _second_margin(view: View, i: int, found: list[Comparison]) -> Comparison | None:
    """Outperforms A by 3.6%, B BY 9% AND C BY 15.6%: a further object, with the number after it."""
    if not found or not found[-1].margin or not view.crosses(max(found[-1].index, i - 6), i, "number"):
        return None
    phrase = view.phrase(i + 1)
    amount = _BY_AMOUNT.match(view.codes, phrase.last + 1) if phrase else None
    if phrase is None or amount is None or view.codes[phrase.last] == "M":
        return None
    return Comparison(i, (phrase,), margin=True, only=amount.end() - 1)


def _gain_to(view: View, i: int, _: list[Comparison]) -> Comparison | None:
    """A 3x speedup TO existing methods, a 15% improvement ON them."""
    phrases = _object(view, i + 1) if view.code(i - 1) in {"N", "Q"} else ()
    return Comparison(i, phrases) if phrases and is_prior(phrases[0].text) else None


_IMPROVED = compile_pattern(
    "VERB [^CLAUSE ACHIEVE QUANTITY MEASURE NUMBER SEMICOLON THAN AND]{0,14} BY HEDGE{0,3} FIGURE"
)


def _improved(view: View, i: int, _: list[Comparison]) -> Comparison | None:
    """Improves the recall of EXISTING EXTRACTORS by 7%, cuts the latency OF BIRCH by 42%; a known workload is none."""
    m = _IMPROVED.match(view.codes, i)
    named = [view.phrase(k) for k in range(i + 1, m.end() if m else 0) if view.codes[k] in "wM"]
    for phrase in filter(None, named):
        owned = proper(phrase.text) and view.codes[phrase.first - 2 : phrase.first] == "Mo"
        if m and (is_prior(phrase.text) or (owned and find_workload(phrase.text) is None)):
            return Comparison(i, (phrase,), only=m.end() - 1)
    return None


_TOWARDS = compile_pattern("[WORD METRIC NOUN ADJECTIVE AND OUTPERFORM RANK]{0,7} (?P<to>[TO WITH THAN])")
_AS, _AS_REACH = "as", 8  # tokens


def _towards(view: View, i: int, _: list[Comparison]) -> Comparison | None:
    """Comparable performance TO X, on par WITH X, the same accuracy AS X; we compare our approach TO X."""
    m = _TOWARDS.match(view.codes, i)
    near = view.words[i : i + _AS_REACH]
    to = m.start("to") if m else i + near.index(_AS) if _AS in near else 0
    phrases = meant(view, view.phrases(to + 1)) if to else []
    return Comparison(to, tuple(phrases), equal=True) if phrases else None


def _matched(view: View, i: int, _: list[Comparison]) -> Comparison | None:
    """MATCHES the quality of X, rivals X: the object of a verb of being as good."""
    phrases = _object(view, i + 1)
    if phrases and view.code(phrases[-1].last + 1) == "o":
        phrases = tuple(view.phrases(phrases[-1].last + 2))
    begins = bool(phrases) and view.words[i + 1] in words("determiner")
    if begins or any(proper(phrase.text) or is_prior(phrase.text) for phrase in phrases):
        return Comparison(i, phrases, equal=True)
    return None  # "pattern matching algorithms"


FINDERS = (
    Finder("compared with", ">y", _behind, "wide"),
    Finder("than", ">", _than),
    Finder("gain over", "NA", _gain_over),
    Finder("outperform", "O", _outperformed),
    Finder("gain to", "tfn", _gain_to),
    Finder("improve by", "V", _improved),
    Finder("second margin", "&,", _second_margin),
    Finder("set against", "w", _towards, "set_against"),
    Finder("likeness", "w", _towards, "likeness"),
    Finder("match", "w", _matched, "matching"),
)
"""Ways to name what is compared with, in the order in which they are tried at each token."""

_BY_CODE = {code: [f for f in FINDERS if code in f.codes] for finder in FINDERS for code in finder.codes}
_BEGINNING = re.compile(f"[{re.escape(''.join(_BY_CODE))}]")


@cache
def _without_cue() -> tuple[re.Pattern[str], frozenset[str]]:
    """Return the kinds of token at which some finder wants no word of a class, and the words that the others want."""
    codes = [code for code, finders in _BY_CODE.items() if not all(finder.cue for finder in finders)]
    listed = [words(finder.cue) for code in _BY_CODE.keys() - codes for finder in _BY_CODE[code]]
    return re.compile(f"[{re.escape(''.join(codes))}]"), frozenset().union(*listed)


_PART_OF = compile_pattern("CLOSE? [WORD METRIC NOUN QUALIFIER]{0,4} OF")
_TIMES_OF = compile_pattern("[WORD METRIC STATISTIC NOUN]{0,4} METRIC WORD? OF|(?:WORD|CLAUSE)? OF")


def _whose_part(view: View, token: int) -> Comparison | None:
    """Find what a number is so much of: as many as X, 1% of the TEACHER's FLOPs, 5 times the throughput of VLLM."""
    phrase = _as_much_as(view, token) or _part_of(view, token)
    return Comparison(token, (phrase,), only=token, relation="whose part") if phrase else None


def _part_of(view: View, token: int) -> Phrase | None:
    kind = view.tokens[token].quantities[0].kind
    if kind in {"percent", "part"}:
        m = _PART_OF.match(view.codes, token + 1)
        return owner(view, m.end(), near=view.words[token - 1] in words("near")) if m else None
    m = _TIMES_OF.match(view.codes, token + 1) if kind in {"ratio", "magnitude"} else None
    phrase = view.phrase(m.end()) if m else None
    return phrase if phrase and (proper(phrase.text) or is_prior(phrase.text)) else None


def _as_much_as(view: View, token: int) -> Phrase | None:
    """Return what there is a multiple of: 3 times AS MANY bugs AS AFL, half AS MUCH memory AS Redis."""
    first, *near = view.words[token + 1 : token + 1 + _AS_REACH] or [""]
    if first != _AS or _AS not in near:
        return None
    phrases = _object(view, token + 3 + near.index(_AS))
    return phrases[0] if phrases else None


def owner(view: View, i: int, *, near: bool = False) -> Phrase | None:
    """Return whose property is named: the TEACHER's FLOPs, the FP16 BASELINE accuracy, the accuracy of X.

    Args:
        view: The sentence.
        i: Index of the token where the property begins.
        near: True where what stands there is itself what is come near to: nearly 90% of the TEACHER.

    Returns:
        What it is of; None where nobody's is named.
    """
    phrase = view.phrase(i)
    if phrase is None:
        return None
    whole = " ".join(view.said(phrase.first, phrase.last).split()).replace("’", "'")
    whose = whole.partition("'s ")[0]
    metric = view.codes.find("M", phrase.first, phrase.last + 1)
    if whose != whole:
        return replace(phrase, text=whose)
    if metric > phrase.first and view.words[metric - 1] in words("reference"):
        return replace(phrase, last=metric - 1, text=" ".join(view.said(phrase.first, metric - 1).split()))
    if near or is_prior(phrase.text):
        return phrase
    if metric >= 0 and view.code(phrase.last + 1) == "o":
        following = view.phrase(phrase.last + 2)
        return following if following and following.head not in words("time") else None
    return None
