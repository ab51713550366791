"""Which format a whole paper is in, told by its content, and its reader."""

from __future__ import annotations

import itertools
import re
import sys
import tarfile
from pathlib import Path

from claims.documents.docling import read_docling
from claims.documents.html import read_html
from claims.documents.jats import read_jats
from claims.documents.latex import read_latex, read_latex_text
from claims.documents.latex_source import macros_of
from claims.documents.model import Document
from claims.documents.tei import read_tei
from claims.errors import ClaimsError
from claims.files.untrusted_tar import members, tar
from claims.sources.keys import derive_id

_READERS = {"html": read_html, "jats": read_jats, "tei": read_tei, "docling": read_docling}
_ARXIV = re.compile(r"(?<![\d.])(\d{4}\.\d{4,5})(?:v\d+)?(?!\d)")
_HEAD = 64 * 1024
_MEMBERS = 200
MAX_DOCUMENT = 64 * 1024 * 1024
_HTML = re.compile(rb"(?i)<!doctype html|<html\b|<article\b|<table\b")
_LATEX = re.compile(
    rb"\\documentclass|\\begin\{(?:document|tabular|table|abstract)\}|\\(?:sub)*section\*?\{|\\input\{"
)


def sniff(path: Path) -> str | None:
    """Return the name of the format of a file or folder, None where it is no whole paper."""
    if path.is_dir():
        return "latex" if any(path.glob("*.tex")) or any(path.glob("*/*.tex")) else None
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head[:2] == b"\x1f\x8b":
        return "latex" if _is_tar_of_latex(path) else None
    return sniff_head(head, path.suffix)


def is_whole_paper(path: Path) -> bool:
    """True for a file or folder that holds a whole paper, and for ``-`` where standard input begins as one does.

    Nothing of standard input is taken.
    """
    if str(path) != "-":
        return is_document(path)
    peek = getattr(getattr(sys.stdin, "buffer", None), "peek", None)
    return peek is not None and sniff_head(peek()) is not None


def sniff_head(head: bytes, suffix: str = "") -> str | None:
    """Return the name of the format that a beginning fits, None where it is no whole paper."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if re.search(rb"<TEI\b[^>]*tei-c\.org", head[:4000]):
        return "tei"
    if (
        re.search(
            rb"<(?:article|pmc-articleset)\b[^>]*(?:article-type|dtd-version|xmlns:mml|xmlns:xlink)"
            rb"|<article\b[^>]*>\s*<(?:front|processing-meta)\b",
            head[:8000],
        )
        or b"JATS" in head[:1000]
    ):
        return "jats"
    if start[:1] == b"{" and re.search(rb'"schema_name"\s*:\s*"DoclingDocument"', head[:4000]):
        return "docling"
    if start[:1] == b"<" and _HTML.search(head):
        return "html"
    if suffix.lower() in {".tex", ".ltx", ".latex"} or (start[:1] in b"%\\" and _LATEX.search(head)):
        return "latex" if _LATEX.search(head) or suffix else None
    return None


def _is_tar_of_latex(path: Path) -> bool:
    """True for an archive with a file of LaTeX among its first members; others may hold abstracts."""
    try:
        with tar(path, "r|gz") as archive:
            return any(
                member.name.endswith(".tex") for member in itertools.islice(members(archive), _MEMBERS)
            )
    except (tarfile.TarError, OSError):
        return False


def is_document(path: str | Path) -> bool:
    """True for a file or folder that holds one whole paper."""
    return sniff(Path(path)) is not None


def read_document(path: str | Path) -> Document:
    """Read a whole paper.

    Args:
        path: A file, or a folder of LaTeX sources.

    Raises:
        ClaimsError: It is no whole paper, too large, or broken as a whole; names the file and the remedy.
    """
    file = Path(path)
    kind = sniff(file)
    if kind is None:
        raise ClaimsError(f"{path}: is no whole paper: no HTML, JATS, TEI, Docling JSON or LaTeX")
    found = _ARXIV.search(file.name) or _ARXIV.search(file.resolve().parent.name)
    arxiv = found[1] if found else None
    document = Document(
        id=f"arxiv:{arxiv}" if arxiv else file.name, format=kind, source=str(path), arxiv_id=arxiv
    )
    if kind == "latex":
        read_latex(file, document)
    else:
        _read_file(file, kind, document)
    if not (document.arxiv_id or document.doi) and (document.title or document.abstract):
        document.id = derive_id(title=document.title, abstract=document.abstract)
    return document


def read_document_bytes(data: bytes, name: str) -> Document:
    """Read a whole paper that came as a stream: nothing stands beside it that it could include.

    Args:
        data: All of it.
        name: What it is called.

    Raises:
        ClaimsError: It is no whole paper, too large, or broken as a whole.
    """
    kind = sniff_head(data[:_HEAD])
    if kind is None:
        raise ClaimsError(f"{name}: is no whole paper: no HTML, JATS, TEI, Docling JSON or LaTeX")
    if len(data) > MAX_DOCUMENT:
        raise ClaimsError(f"{name}: more than {MAX_DOCUMENT >> 20} MB; split it")
    document = Document(id=name, format=kind, source=name)
    if kind == "latex":
        text = data.decode("utf-8", "replace")
        read_latex_text(text, macros_of(text), document)
    else:
        _READERS[kind](data, document)
    if not document.doi and (document.title or document.abstract):
        document.id = derive_id(title=document.title, abstract=document.abstract)
    return document


def _read_file(file: Path, kind: str, document: Document) -> None:
    if file.stat().st_size > MAX_DOCUMENT:
        raise ClaimsError(f"{file}: more than {MAX_DOCUMENT >> 20} MB; split it")
    _READERS[kind](file.read_bytes(), document)
