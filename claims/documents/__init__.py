"""Whole papers out of files: sections, paragraphs and tables, whatever the format."""

from __future__ import annotations

import re
from pathlib import Path

from claims.documents.html import read_html
from claims.documents.model import Document

_ARXIV = re.compile(r"(?<![\d.])(\d{4}\.\d{4,5})(?:v\d+)?(?![\d])")


def read_document(path: str | Path) -> Document:
    """Read a whole paper."""
    file = Path(path)
    data = file.read_bytes()
    found = _ARXIV.search(file.name)
    document = Document(id=f"arXiv:{found[1]}" if found else file.name, format="html", source=str(path), arxiv_id=found[1] if found else None)
    read_html(data, document)
    return document
