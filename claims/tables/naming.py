"""What the sentences of a paper that name a table say is measured in it."""

from __future__ import annotations

import re
from collections import defaultdict

from claims.documents.model import Document
from claims.tables.caption_metric import metrics_in
from claims.tables.vocabulary import HeadMetric

_NAMED = re.compile(r"\bTab(?:le|\.|s\.|les)\s?~?(?P<number>[A-Z]?\.?\d{1,2}|[IVX]{1,5})\b")
_NUMBER = re.compile(r"[A-Z]?\.?\d{1,2}\b|\b[IVXivx]{1,5}\b")
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z(])")
_LONGEST = 600
_BEGINNING = 40  # a sentence about a table names it at once, and then says what it shows


class Naming:
    """The sentences of a paper that begin by naming one of its tables."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: dict[str, list[str]] | None = None

    def metric(self, label: str) -> tuple[HeadMetric | None, str | None]:
        """Return the metric that sentences about a table name, and its words; none where they name several.

        Args:
            label: The table's label.
        """
        number = _NUMBER.search(label)
        if self._found is None:
            self._found = self._sentences()
        sentences = self._found.get(number[0].upper(), []) if number else []
        found = {key: each for s in sentences for key, each in metrics_in(s).items()}
        return next(iter(found.values())) if len(found) == 1 else (None, None)

    def _sentences(self) -> dict[str, list[str]]:
        out: dict[str, list[str]] = defaultdict(list)
        for section in self._document.sections:
            for paragraph in section.paragraphs:
                if "Tab" not in paragraph.text:
                    continue
                for sentence in _END.split(paragraph.text):
                    named = list(_NAMED.finditer(sentence))
                    alone = len({m["number"] for m in named}) == 1 and len(sentence) <= _LONGEST
                    if alone and named[0].start() <= _BEGINNING:
                        out[named[0]["number"].upper()].append(sentence[named[0].end() :])
        return out
