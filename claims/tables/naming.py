"""What the sentences of a paper that name a table say is measured in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from claims.documents.model import Document
from claims.tables.caption_metric import metrics_in
from claims.tables.vocabulary import HeadMetric, words

_NAMED = re.compile(r"\bTab(?:le|\.|s\.|les)\s?~?(?P<number>[A-Z]?\.?\d{1,2}|[IVX]{1,5})\b")
_NUMBER = re.compile(r"[A-Z]?\.?\d{1,2}\b|\b[IVXivx]{1,5}\b")
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z(])")
_LONGEST = 600
_BEGINNING = 40  # a sentence about a table mostly names it at once, and then says what it shows


def _says_it(text: str) -> bool:
    """True for words that name a metric in any sentence: abbreviations, names of several words, accuracy."""
    return text != text.lower() or " " in text or text in words("says_it")


class Naming:
    """The sentences of a paper that name one of its tables, by how surely they are about it.

    Sentences that begin by naming it go before those that name it anywhere, and these before those beside them.

    Args:
        document: The paper.
        meanings: What it says that its abbreviations stand for.
    """

    def __init__(self, document: Document, meanings: Mapping[str, str]) -> None:
        self._document, self._meanings = document, meanings
        self._found: list[dict[str, list[str]]] | None = None
        self._told: dict[tuple[str, bool], tuple[HeadMetric | None, str | None]] = {}

    def metric(self, label: str, *, loosely: bool = False) -> tuple[HeadMetric | None, str | None]:
        """Return the metric that sentences about a table name, and its words; none where they name several.

        Args:
            label: The table's label.
            loosely: True to ask all such sentences, not only those that begin by naming it.
        """
        key = (label, loosely)
        if key not in self._told:
            self._told[key] = self._metric(label, loosely=loosely)
        return self._told[key]

    def _metric(self, label: str, *, loosely: bool) -> tuple[HeadMetric | None, str | None]:
        number = _NUMBER.search(label)
        if self._found is None:
            self._found = self._sentences()
        if number is None:
            return None, None
        for sentences in self._found if loosely else self._found[:1]:
            about = sentences.get(number[0].upper(), [])
            found = {key: each for s in about for key, each in metrics_in(s, self._meanings.get).items()}
            if loosely:
                found = {key: each for key, each in found.items() if _says_it(each[1])}
            if found:
                return next(iter(found.values())) if len(found) == 1 else (None, None)
        return None, None

    def _sentences(self) -> list[dict[str, list[str]]]:
        begun, named_in, beside = (defaultdict[str, list[str]](list) for _ in range(3))
        for section in self._document.sections:
            for paragraph in section.paragraphs:
                if "Tab" not in paragraph.text:
                    continue
                sentences = _END.split(paragraph.text)
                of_all = {m["number"].upper() for m in _NAMED.finditer(paragraph.text)}
                for i, sentence in enumerate(sentences):
                    named = list(_NAMED.finditer(sentence))
                    if len({m["number"] for m in named}) != 1 or len(sentence) > _LONGEST:
                        continue
                    number = named[0]["number"].upper()
                    if named[0].start() <= _BEGINNING:
                        begun[number].append(sentence[named[0].end() :])
                    named_in[number].append(sentence)
                    if len(of_all) == 1:
                        beside[number] += [s for s in sentences[max(0, i - 1) : i + 2] if s is not sentence]
        return [begun, named_in, beside]
