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


_KINDS = "GPU|CPU|FPGA|TPU|NPU|MCU|ASIC"
# "FPGA-based experiments show", "up to 128 GPUs, it reduces"
_SCENE = re.compile(
    rf"\b(?P<based>{_KINDS})-based\s(?:experiment|evaluation|result|measurement|test|prototype|implementation)"
    rf"|\b(?:on|across|using|with|to|over)\s(?:[\w-]{{1,20}}\s){{0,5}}?\d[\d,]{{0,6}}\s(?P<many>(?:{_KINDS})s)\b"
)
# "44% of GPU energy consumption"
_OWNER = re.compile(rf"\s?(?:of|in)\s(?:the\s)?(?P<owner>{_KINDS})\s(?:energy|power|time|runtime)\b")


def scene(text: str, start: int, first: int) -> tuple[str, ...]:
    """Return the hardware that opens a sentence without a name of its own, before its first number.

    Args:
        text: The clean text of an abstract.
        start: Where the sentence begins.
        first: Where its first number begins.
    """
    m = _SCENE.search(text, start, first)
    return () if m is None else (m["based"] or m["many"],)


def owner(text: str, end: int) -> tuple[str, ...]:
    """Return the hardware whose energy, power or time a number is of.

    Args:
        text: The clean text of an abstract.
        end: Offset after the number.
    """
    m = _OWNER.match(text, end)
    return () if m is None else (m["owner"],)


_NOUN = re.compile(
    r"\s(?:[A-Z]PUs?|FPGAs?|MCUs?|(?:MP)?SoCs?|boards?|cards?|devices?|phones?|servers?|processors?)$"
)
_SHORT = re.compile(r"\s?\(([A-Z][A-Za-z-]{1,9})\)")
