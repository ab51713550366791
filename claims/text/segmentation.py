"""Where sentences begin and end."""

from __future__ import annotations

import re

from claims.files.own_vocabulary import texts

_END = re.compile(
    r"""
    [.!?\n](?:
        (?<!\n)["')\]]{0,2}\s+(?=["'(\[]?[A-Z0-9¤\\~<>+-])   # a stop, space, and a beginning
      | (?<=[a-zA-Z)%]{2}\.)(?=[A-Z][a-z]+\s)                # a stop whose space was lost
      | (?<=\n)\s*\n
    )
    """,
    re.VERBOSE,
)
_WORDS: list[str] = texts("abbreviations.toml")[0].toml()["words"]
_ABBREVIATION = re.compile(
    rf"(?:\b(?:{'|'.join(map(re.escape, _WORDS))})|(?<![A-Za-z])[A-Z]|[.:;]\s\(?\d{{1,2}})\.\Z"
)
LONGEST_SENTENCE = 1500
"""The longest sentence of 90,000 abstracts is shorter. All that looks through a sentence is bounded by it."""
_LONGEST_ABBREVIATION = 12
_LONG_WORD = 7
# The last three letters of abbreviations; most sentences end in others.
_ENDINGS = frozenset(word[-3:] for word in _WORDS if word[-3:].islower())


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Split a text into sentences.

    Args:
        text: Clean text (see :func:`claims.text.markup.clean`).

    Returns:
        Start and end (exclusive) of each sentence, in order. The spans touch: together they are the whole text. None
        is longer than LONGEST_SENTENCE.

    >>> sentence_spans("It is 2x faster, e.g. On GPUs. We like it.")
    [(0, 31), (31, 42)]
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        stop = match.start() + 1
        if text[stop - 1] == "." and _is_abbreviation(text, stop):
            continue
        end = match.end()
        if end - start <= LONGEST_SENTENCE:
            spans.append((start, end))
        else:
            spans += _pieces(text, start, end)
        start = end
    if start < len(text):
        spans += _pieces(text, start, len(text))
    return spans


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut what is too long for a sentence: after a comma or semicolon, else at a space, else anywhere."""
    spans = []
    while end - start > LONGEST_SENTENCE:
        limit = start + LONGEST_SENTENCE
        least = start + LONGEST_SENTENCE // 2
        cut = max(text.rfind(", ", least, limit), text.rfind("; ", least, limit))
        if cut < 0:
            cut = text.rfind(" ", least, limit)
        stop = cut + 1 if cut >= 0 else limit
        spans.append((start, stop))
        start = stop
    return [*spans, (start, end)]


def _is_abbreviation(text: str, stop: int) -> bool:
    """True where the stop before an offset is that of an abbreviation."""
    if stop > _LONGEST_ABBREVIATION:
        ending = text[stop - 4 : stop - 1]
        if ending.isalpha() and ending.islower() and ending not in _ENDINGS:
            return False
        before = text[stop - 1 - _LONG_WORD : stop - 1]
        if before.isalpha() and before.islower():  # no abbreviation is as long, and most sentences end so
            return False
    return _ABBREVIATION.search(text, max(0, stop - _LONGEST_ABBREVIATION), stop) is not None
