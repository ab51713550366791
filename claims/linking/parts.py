"""Whose part or multiple a number is: 1% of the teacher's FLOPs, five times the throughput of vLLM."""

from __future__ import annotations

import re
from dataclasses import replace

from claims.linking.anchor import Anchor
from claims.linking.phrases import Phrase, in_line, lower, noun_phrase, phrase_list
from claims.linking.referents import prior
from claims.syntax.sentence import Sentence

_PART = re.compile(r"[)]?(?:(?:[wMN]{1,4}|q?)o|o)")
_TIMES = re.compile(r"(?:w?[wMsN]{0,3}M[w]{0,1}o|o)")


def part_of(sentence: Sentence, index: int) -> Anchor | None:
    """Find whose part or multiple a number is: 1% of the TEACHER's FLOPs, 5x the throughput of VLLM, 5x of GPU.

    Args:
        sentence: The sentence.
        index: Index of the number's token.

    Returns:
        The anchor of that number alone, None where it is of nothing named.
    """
    codes, text = sentence.codes, sentence.text
    token = sentence.tokens[index]
    kind = token.quantities[0].kind
    if kind in {"ratio", "magnitude"}:
        m = _TIMES.match(codes, index + 1)
        written = text[token.start : token.end]
        if m is None or not ("times" in written or any(c.isdigit() for c in written)):
            return None
        if m.end() - m.start() == 1 and not (
            "/" in text[token.start : token.end] or token.end - token.start < 12
        ):
            return None
        phrases = phrase_list(sentence, m.end())
        if m.end() - m.start() > 1 and lower(sentence, index + 1) not in {"the", "that"}:
            named = codes[index + 1] == "M" and phrases and prior(phrases[0].text)
            if not named:  # "1.5x efficiency of existing methods"
                return None
        if not phrases or (m.end() - m.start() == 1 and codes[phrases[0].first] == "M"):
            return None
        return Anchor(index, tuple(phrases), only=index)
    if kind not in {"percent", "part"}:
        return None
    m = _PART.match(codes, index + 1)
    if m is None or m.end() >= len(codes) or lower(sentence, m.end()) == "all":
        return None
    if index and codes[index - 1] == "q" and lower(sentence, index - 1).endswith("within"):
        near = noun_phrase(sentence, m.end())
        return Anchor(index, (near,), only=index) if near else None
    return _whose(sentence, index, m.end())


_REFERENCES = frozenset({"baseline", "model", "teacher", "original", "oracle"})
_POSSESSIVE = re.compile(r"(?:the |a |its )?([\w`' .+/-]{2,60}?)['’]s\b")


def _whose(sentence: Sentence, index: int, after: int) -> Anchor | None:
    text = sentence.text
    codes = sentence.codes
    if after >= len(codes):
        return None
    start = sentence.tokens[after].start
    m = _POSSESSIVE.match(text, start, min(sentence.end, start + 80))
    if m and len(m[1].split()) <= 6:
        first = next((k for k in range(after, len(codes)) if sentence.tokens[k].end >= m.end(1)), after)
        phrase = Phrase(after, first, m.start(1), m.end(1), in_line(m[1]))
        return Anchor(index, (phrase,), only=index)
    head = noun_phrase(sentence, after)
    if head is None:
        return None
    inner = codes[head.first : head.last + 1].find("M")
    if inner > 0 and lower(sentence, head.first + inner - 1) in _REFERENCES:
        # "90% of the FP16 BASELINE accuracy"
        end = sentence.tokens[head.first + inner - 1].end
        named = replace(head, last=head.first + inner - 1, end=end, text=in_line(text[head.start : end]))
        return Anchor(index, (named,), only=index)
    if prior(head.text):
        return Anchor(index, (head,), only=index)
    if sentence.words(after - 1, after - 1) == "of" and sentence.words(after - 2, after - 2) == "performance":
        return Anchor(index, (head,), only=index)
    if codes[head.last + 1 : head.last + 2] == "o" and "M" in codes[head.first : head.last + 1]:
        phrases = phrase_list(sentence, head.last + 2)
        if phrases and codes[phrases[0].first] != "M":
            return Anchor(index, tuple(phrases), only=index)
    return None
