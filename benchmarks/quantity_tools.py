"""Other tools that find quantities in a text, to be measured beside ``claims.quantities``."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from importlib import import_module
from typing import Any

Parse = Callable[[str], Any]


def quantulum3() -> Parse:
    """Return the parser of quantulum3.

    Raises:
        ImportError: It is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its classifier would make it slower still
        parse: Parse = import_module("quantulum3.parser").parse
    return parse


def recognizers_text() -> Parse:
    """Return what finds numbers, percentages, dimensions, money and temperatures with Recognizers-Text.

    Raises:
        ImportError: It is not installed.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        numbers = import_module("recognizers_number")
        units = import_module("recognizers_number_with_unit")
    each = (
        numbers.recognize_number, numbers.recognize_percentage, units.recognize_dimension, units.recognize_currency,
        units.recognize_temperature,
    )  # fmt: skip

    def parse(text: str) -> list[Any]:
        return [found for recognize in each for found in recognize(text, "en-us")]

    return parse


TOOLS: dict[str, Callable[[], Parse]] = {"quantulum3": quantulum3, "Recognizers-Text": recognizers_text}
"""Each tool by its name; what makes its parser takes a moment."""
