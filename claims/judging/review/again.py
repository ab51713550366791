"""Find a number again when its text has changed: by the sentence that it stood in."""

from __future__ import annotations

import difflib
import re

from claims.text.markup import clean
from claims.text.segmentation import sentence_spans

Span = tuple[int, int]

OPEN, CLOSE = "⟦", "⟧"
"""The marks around the number that a sentence is shown for."""

_LEAST_ALIKE = 0.75
_TIMES = {"×": "x", "✕": "x", "⨯": "x"}
_WORD = re.compile(r"[^\W_]+")


def nth_place(text: str, quote: str, occurrence: int) -> Span | None:
    """Return where a quote stands in a text, counted from 0 and overlapping; None where it does not.

    >>> nth_place("2x faster, 2x smaller", "2x", 1)
    (11, 13)
    """
    at = -1
    for _ in range(occurrence + 1):
        at = text.find(quote, at + 1) if quote else -1
        if at < 0:
            return None
    return at, at + len(quote)


def sentence_around(text: str, span: Span) -> Span:
    """Return the sentence that holds a stretch of a text."""
    spans = sentence_spans(clean(text))
    start, end = next((each for each in spans if each[0] <= span[0] < each[1]), (0, len(text)))
    return start, start + len(text[start:end].rstrip())


def marked(text: str, sentence: Span, span: Span) -> str:
    """Return a sentence of a text with the number in it between ``⟦`` and ``⟧``.

    >>> marked("Fast. It is 2x faster.", (6, 22), (12, 14))
    'It is ⟦2x⟧ faster.'
    """
    (start, end), (low, high) = sentence, span
    return f"{text[start:low]}{OPEN}{text[low:high]}{CLOSE}{text[high : max(end, high)]}"


def unmarked(sentence: str) -> tuple[str, Span] | None:
    """Return a sentence without its marks, and where the number stands in it; None where it has no marks.

    >>> unmarked("It is ⟦2x⟧ faster.")
    ('It is 2x faster.', (6, 8))
    """
    before, opened, rest = sentence.partition(OPEN)
    number, closed, after = rest.partition(CLOSE)
    if not (opened and closed and number):
        return None
    return before + number + after, (len(before), len(before) + len(number))


def find_again(text: str, sentence: str) -> Span | None:
    r"""Return where a number stands in a text that is not the one in which it was looked at.

    White space, mark-up, case and signs may differ; where the words of the sentence do, it has to be much like one
    of the text, and to hold the number as often.

    Args:
        text: The text of today.
        sentence: The sentence that it stood in, with the number between its marks.

    Returns:
        Start and end, or None where it no longer stands there, or in more places than one.

    >>> new = r"We cut costs.  It runs 2.4$\times$ faster than vLLM."
    >>> new[slice(*find_again(new, "It runs ⟦2.4x⟧ faster than vLLM."))]
    '2.4$\\times$'
    """
    found = unmarked(sentence)
    if found is None:
        return None
    told, (start, end) = found
    plain, places = _bare(text)
    bare, told_places = _bare(told)
    number = _bare(told[start:end])[0]
    if not number or not bare:
        return None
    before = sum(place < start for place in told_places)
    starts = _all(plain, bare)
    if len(starts) == 1:
        return _span(text, places, starts[0] + before, len(number))
    if starts:
        return None  # the same sentence twice: nothing tells which
    return _in_a_sentence_like(text, told, number, _whole_numbers(bare, number), before)


def _in_a_sentence_like(
    text: str, sentence: str, number: str, in_told: list[int], before: int
) -> Span | None:
    words = _words(sentence)
    best: tuple[float, Span] | None = None
    rivals = 0
    for start, end in sentence_spans(clean(text)):
        alike = difflib.SequenceMatcher(None, words, _words(text[start:end]), autojunk=False).ratio()
        if alike < _LEAST_ALIKE:
            continue
        plain, places = _bare(text[start:end])
        found = _whole_numbers(plain, number)
        if len(found) != len(in_told) or before not in in_told:
            continue
        low, high = _span(text[start:end], places, found[in_told.index(before)], len(number))
        rivals += 1
        if best is None or alike > best[0]:
            best = alike, (start + low, start + high)
    return best[1] if best is not None and rivals == 1 else None


def _whole_numbers(plain: str, number: str) -> list[int]:
    """Return where a number stands that is no part of a longer one: 2.4 is not in 12.4."""
    return [
        at
        for at in _all(plain, number)
        if not (at and plain[at - 1] in "0123456789." and number[0].isdigit())
        and not (number[-1].isdigit() and plain[at + len(number) : at + len(number) + 1].isdigit())
    ]


def _bare(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of a text without mark-up, and where each stands."""
    plain = clean(text)
    kept, places = [], []
    for at, sign in enumerate(plain):
        if sign.isalnum() or sign in _TIMES or (sign == "." and plain[at + 1 : at + 2].isdigit()):
            kept.append(_TIMES.get(sign) or (sign.lower() if len(sign.lower()) == 1 else sign))
            places.append(at)
    return "".join(kept), places


def _span(text: str, places: list[int], first: int, length: int) -> Span:
    """Return the stretch of the source that some bare characters come from, with the signs that end a number."""
    start, last = places[first], places[first + length - 1] + 1
    plain = clean(text)
    while last < len(plain) and (plain[last] in "%" or (plain[last] == " " and text[last] != " ")):
        last += 1
    while last > start and text[last - 1] == " ":
        last -= 1
    return start, last


def _all(text: str, part: str) -> list[int]:
    found, at = [], text.find(part)
    while at >= 0:
        found.append(at)
        at = text.find(part, at + 1)
    return found


def _words(text: str) -> list[str]:
    return _WORD.findall(clean(text).lower())
