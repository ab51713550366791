"""Whole papers out of files: sections, paragraphs and tables, whatever the format."""

from __future__ import annotations

from claims.documents.formats import is_document, is_whole_paper, read_document

__all__ = ["is_document", "is_whole_paper", "read_document"]
