"""Tools of others that find quantities in text, to be measured beside ours: those that are installed."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from importlib import import_module

Parse = Callable[[str], object]


def _quantulum3() -> Parse:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its classifier would make it slower still
        parse: Parse = import_module("quantulum3.parser").parse
    return parse


def _recognizers_text() -> Parse:
    english = import_module("recognizers_text").Culture.English
    recognizer = import_module("recognizers_number_with_unit").NumberWithUnitRecognizer(english)
    models = [
        getattr(recognizer, f"get_{kind}_model")() for kind in ("dimension", "currency", "temperature", "age")
    ]
    return lambda text: [model.parse(text) for model in models]


TOOLS: dict[str, Callable[[], Parse]] = {"quantulum3": _quantulum3, "Recognizers-Text": _recognizers_text}


class Tool:
    """A tool that is installed.

    Attributes:
        failed: On how many texts it failed the last time.
    """

    def __init__(self, parse: Parse) -> None:
        self._parse = parse
        self.failed = 0

    def read(self, texts: Sequence[str]) -> None:
        """Call the tool on each text."""
        self.failed = 0
        for text in texts:
            try:
                self._parse(text)
            except Exception:
                self.failed += 1


def installed() -> dict[str, Tool]:
    """Return the tools that can be loaded here."""
    found: dict[str, Tool] = {}
    for name, load in TOOLS.items():
        try:
            parse = load()
            parse("It takes 5 ms.")  # what is loaded at first use
        except Exception:  # an old tool fails in more ways than by its absence
            continue
        found[name] = Tool(parse)
    return found
