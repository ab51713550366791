"""Texts that nobody would write: joins of fragments, and golden abstracts with something done to them."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

import orjson

GOLDEN = Path(__file__).parents[2] / "golden"

FRAGMENTS: dict[str, tuple[str, ...]] = {
    "numbers": (
        "5", "2.5", "0", "-0", "73", "1,200", "1e999", "1e308", "1e-320", "1e-999", "10^{400}", "10^{99999}", "10^{-5}",
        ".5", "999999999999999", "two", "twice", "half", "400", "0.0", "1/2", "\\frac{1}{0}", "8e^{-5}", "3.2 ± 0.1",
        "1e308 million", "2024", "a third", "tenfold", "3-4", "573%~10", "2x double", "-", "1K", "5 ± 1e999",
        "less than a second", "first place", "9 out of 10", "GB", "9000 dBm", "-3", "+4", "10-20",
    ),
    "units": (
        "x", "×", "%", "\\%", " ms", " hours", " GB", " tokens/s", " TFLOPS", " times", "-fold", " percent", " points",
        " orders of magnitude", " W", "mJ", " °C", " dBm", " percentage points", "K", "$\\times$", " FPS", "s",
        " GPU hours", " degC", " years", "/J",
    ),
    "metrics": (
        "latency", "accuracy", "speedup", "FPS", "energy", "TFLOPS", "error rate", "throughput", "memory", "F1", "mAP",
        "BLEU", "parameters", "cost", "performance", "speed", "perplexity",
    ),
    "cues": (
        " faster than ", " than X ", " of ", " by ", " and ", " or ", " to ", " from ", " compared to ", " both ",
        " less ", " reduces ", " improves ", " up to ", " at least ", " on ", " on an A100 ", " while ",
        " respectively", " with ", " in ", " is ", " over ", " achieves ", " outperforms ", " on average ", ", ", ". ",
        "; ", ": ",
        " between ", " only ", " for ImageNet ", " using ", " vs. ", " as much as ", " its ", " the ", " tenfolds ",
        " A100 ", " compared with ", " X ",
    ),
    "names": (
        "Foo", "Barnet-2", "ImageNet", "the Baz dataset", "our method", "A100 GPUs", "LRU", "the baseline", "Sys (LUM)",
        "the best model", "existing methods",
    ),
    "scenes": (
        "We evaluate on ", "We present Foo, ", "Our system, Foo, ", "In experiments on ", "Compared with ",
        "We compare ", "On an A100, ", "For each dataset, ", "For example, ",
    ),
    "brackets": ("(", ")", "[", "]", "{", "}", "()", "([", "<", ">"),
    "signs": ("$", "^", "_", "~", "\\", "&", "/", "+", "=", "#", "|", "*", "-", "–", "—", "±", "≈", "≥", "...", "'",
              '"'),
    "mark-up": (
        "\\textbf{", "\\times", "\\sim", "$~$", "&lt;", "&times;", "**", "(cid:3)", "{,}", "^{", "\\mu", "\\$", "\n",
        "\n\n", "\t", "\u00a0", "\u202e", "\x00", "\ud800", "é", "µ", "３", "²", "ſ", "İ", "\\frac{", "\\text{ms}", "~",
    ),
}  # fmt: skip
"""What texts are joined of, by kind."""

_MOST_FRAGMENTS = 24
ALL = tuple(fragment for kind in FRAGMENTS.values() for fragment in kind)


@cache
def golden_texts() -> tuple[str, ...]:
    """Return the abstracts of the golden corpora."""
    paths = (
        path for path in sorted(GOLDEN.glob("*/*.jsonl")) if path.parent.name not in {"accepted", "reports"}
    )
    records = (orjson.loads(line) for path in paths for line in path.read_bytes().splitlines())
    return tuple(record["abstract"] for record in records if "abstract" in record)


def joined(draw: random.Random) -> str:
    """Return a join of fragments, with a space here and there."""
    number = draw.randint(1, _MOST_FRAGMENTS)
    return "".join(draw.choice(ALL) + draw.choice(("", " ", " ")) for _ in range(number))


def mutated(draw: random.Random) -> str:
    """Return a text of the golden corpora in which something is changed, from one place up to a few."""
    text = draw.choice(golden_texts())
    for _ in range(draw.randint(1, 5)):
        text = draw.choice(_CHANGES)(text, draw)
    return text


def _insert(text: str, draw: random.Random) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + draw.choice(ALL) + text[at:]


def _replace_digits(text: str, draw: random.Random) -> str:
    places = [i for i, c in enumerate(text) if c.isdigit()]
    if not places:
        return _insert(text, draw)
    at = draw.choice(places)
    return text[:at] + draw.choice(FRAGMENTS["numbers"]) + text[at + 1 :]


def _drop(text: str, draw: random.Random) -> str:
    at = draw.randint(0, len(text))
    return text[:at] + text[at + draw.randint(1, 12) :]


def _repeat(text: str, draw: random.Random) -> str:
    at = draw.randint(0, len(text))
    stretch = text[at : at + draw.randint(1, 30)]
    return text[:at] + stretch * draw.randint(2, 4) + text[at + len(stretch) :]


def _swap(text: str, draw: random.Random) -> str:
    words = text.split(" ")
    one, two = draw.randrange(len(words)), draw.randrange(len(words))
    words[one], words[two] = words[two], words[one]
    return " ".join(words)


def _cross(text: str, draw: random.Random) -> str:
    other = draw.choice(golden_texts())
    return text[: draw.randint(0, len(text))] + other[draw.randint(0, len(other)) :]


def _character(text: str, draw: random.Random) -> str:
    at = draw.randint(0, len(text))
    return (
        text[:at]
        + chr(draw.choice((draw.randrange(0x80), draw.randrange(0x3000), draw.randrange(0x11000))))
        + text[at + 1 :]
    )


_CHANGES = (_insert, _insert, _replace_digits, _replace_digits, _drop, _repeat, _swap, _cross, _character)
