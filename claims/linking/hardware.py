"""Where numbers were obtained: names of hardware, and generic words that stand for it."""

from __future__ import annotations

import re
from functools import cache

from claims.linking.names import find_hardware
from claims.linking.phrases import table, words
from claims.names.mentions import hardware_names


@cache
def _others() -> re.Pattern[str]:
    """Return the pattern of words that stand for a platform, beside the vocabulary: testbed, earbud."""
    generic = sorted(table("hardware")["generic"], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(generic) + r")s?\b", re.IGNORECASE)


def names_hardware(text: str, low: str, start: int, end: int) -> bool:
    """True where a stretch of text may name hardware; a quick look before a close one.

    Args:
        text: The clean text of an abstract.
        low: The same in small letters.
        start: Where the stretch begins.
        end: Where it ends.
    """
    if any(hardware_names().spans(text, start, end)):
        return True
    return any(low.find(word, start, end) >= 0 for word in _others_low())


@cache
def _others_low() -> tuple[str, ...]:
    return tuple(word.lower() for word in table("hardware")["generic"])


def hardware_name(text: str) -> str | None:
    """Return the name of the hardware that a noun phrase stands for, None where it stands for something else.

    Args:
        text: A noun phrase without articles, in one line.

    >>> hardware_name("Xilinx VCU1525 FPGA card")
    'Xilinx VCU1525 FPGA card'
    >>> hardware_name("GPU memory") is None
    True
    """
    short = _SHORT.search(text)
    if short:
        behind = text[short.end() :].split()
        if find_hardware(short[1]) and (not behind or behind[0].lower() in words("hardware", "after")):
            return short[1]
        text = text.replace(short[0], "")
    span = find_hardware(text)
    if span is None:
        other = _others().search(text)
        span = other.span() if other else None
    if span is None:
        return None
    rest = text[span[1] :].split()
    allowed = words("hardware", "after")
    if not rest or rest[0].lower() in allowed or _NOUN.search(text, *span):
        return text[: span[1]]
    if all(w[0].isupper() or w[0].isdigit() or w.lower() in allowed for w in rest):
        return text
    return None


_NOUN = re.compile(
    r"\s(?:[A-Z]PUs?|FPGAs?|MCUs?|(?:MP)?SoCs?|boards?|cards?|devices?|phones?|servers?|processors?)$"
)
_SHORT = re.compile(r"\s?\(([A-Z][A-Za-z-]{1,9})\)")
