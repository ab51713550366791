"""Mine the classes of words from a corpus of abstracts: ``schema/word_classes.txt``.

``python -m benchmarks.word_classes CORPUS -o schema/word_classes.txt`` counts the contexts that each word stands in:
behind "can" or "we" stands a verb, between a determiner and "of" a noun, behind "more" an adjective. Words that the
corpus has too seldom are left to their endings. Names in capitals that many abstracts share are listed too: what one
paper proposes has a name of its own, so that a shared one is a field's, a dataset's or a known system's.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import polars as pl

WORDS = 16_000
"""Words that are kept, the most frequent ones."""

SHARED = 12
"""In how many abstracts a name must stand to be no paper's own."""

_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9'-]*|[.,;:()]|\d[\w.]*")
_NAME = re.compile(r"[A-Za-z]*[A-Z][A-Za-z]*[A-Z0-9][\w-]*|[A-Z][a-z]+(?:[A-Z]\w*)?")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SURE_BEFORE_VERB = _set("can could will would may might must should cannot we they")
_BEFORE_VERB = _SURE_BEFORE_VERB | _set(
    "which that it and also to not then significantly effectively consistently efficiently paper method approach model "
    "framework system algorithm"
)
_DETERMINERS = _set("the a an this these our its their each no any such")
_ENDS_PHRASE = _set("of is are has was were . , ; )")
_AFTER_NOUN = _ENDS_PHRASE | _set("to for in with that which and by on from have can (")
_BEFORE_ADJECTIVE = _set("is are more most very highly less be was were quite too so")


def count(abstracts: Iterable[str]) -> tuple[dict[str, list[int]], Counter[str]]:
    """Return for each word its uses as verb, noun, adjective and altogether; and for each name its abstracts."""
    uses: dict[str, list[int]] = {}
    names: Counter[str] = Counter()
    for text in abstracts:
        tokens = _TOKEN.findall(text)
        names.update({token for token in tokens if _NAME.fullmatch(token) and len(token) > 1})
        lows = [token.lower() for token in tokens]
        for before, word, after in zip([".", *lows], lows, [*lows[1:], "."], strict=False):
            if not word[0].isalpha():
                continue
            use = uses.setdefault(word, [0, 0, 0, 0])
            use[3] += 1
            if before in _SURE_BEFORE_VERB or (before in _BEFORE_VERB and after in _DETERMINERS):
                use[0] += 1
            elif before in _DETERMINERS:
                use[1 if after in _AFTER_NOUN else 2] += 1
            elif before in _BEFORE_ADJECTIVE and after not in {"of", "by"}:
                use[2] += 1
            elif after in _ENDS_PHRASE:
                use[1] += 1
    return uses, names


def word_class(word: str, use: list[int]) -> str:
    """Return the class of a word: noun, verb, either, adjective, adverb, participle or gerund."""
    verb, noun, adjective, _ = use
    known = verb + noun + adjective
    if word.endswith("ly") and noun < 0.4 * known:
        return "adverb"
    if known < 4:
        return ""
    if word.endswith("ing"):
        return "noun" if noun > 0.2 * known else "gerund"
    if word.endswith("ed"):
        return "participle" if noun < 0.5 * known else "noun"
    if adjective > 0.6 * known and adjective > 2 * verb:
        return "adjective"
    if verb > 0.75 * known:
        return "verb"
    if verb > 0.15 * known:
        return "either"
    return "noun" if noun >= 0.35 * known else "adjective"


def classes(abstracts: Iterable[str]) -> dict[str, list[str]]:
    """Return the words of each class in alphabetical order, and the shared names."""
    uses, names = count(abstracts)
    frequent = sorted(uses, key=lambda word: (-uses[word][3], word))[:WORDS]
    found: dict[str, list[str]] = {}
    for word in sorted(frequent):
        kind = word_class(word, uses[word])
        if kind:
            found.setdefault(kind, []).append(word)
    found["shared name"] = sorted(name for name, abstracts_with in names.items() if abstracts_with >= SHARED)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus", type=Path, help="a Parquet file with a column named abstract")
    parser.add_argument("-o", "--output", type=Path, default=Path("schema/word_classes.txt"))
    arguments = parser.parse_args()
    abstracts = pl.read_parquet(arguments.corpus, columns=["abstract"])["abstract"].drop_nulls().to_list()
    lines = ["# Made by: python -m benchmarks.word_classes. A class, and its words in alphabetical order."]
    for kind, words in classes(abstracts).items():
        lines += [f"[{kind}]", *_folded(words)]
    arguments.output.write_text("\n".join(lines) + "\n", "utf-8")


def _folded(words: list[str], width: int = 110) -> Iterable[str]:
    line = ""
    for word in words:
        if len(line) + len(word) + 1 > width:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
    yield line


if __name__ == "__main__":
    main()
