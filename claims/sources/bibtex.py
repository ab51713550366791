"""BibTeX and BibLaTeX, as reference managers and publishers write it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from claims.model import Paper
from claims.sources.format import Format, Head, Source, beginnings
from claims.sources.records import Record, papers_from

if TYPE_CHECKING:
    from bibtexparser.model import Entry
    from pylatexenc.latex2text import LatexNodes2Text

_ENTRY = re.compile(r"^@\s*\w+\s*[{(]", re.MULTILINE)
_BRACES = re.compile(r"[{}]")
# What only orders things or is a paper's text: braces in it are LaTeX, and stay.
_TEXTS = frozenset({"abstract"})
_PIECES = re.compile(r'[#"~{}]')
# What papers have in common with the volume that they stand in.
_DATES = frozenset({"date", "year", "month"})

# LaTeX that a program has taken for plain text, and escaped: \$\textbackslash times\$ for $\times$.
_TWICE = re.compile(r"\{\\textbackslash\}|\\textbackslash(?:\{\}|\s|(?=\W))")
_ESCAPED = re.compile(
    r"\\vphantom\{\\[{}]\}|\{\\textasciitilde\}|\{\\textasciicircum\}|\\([$%&#_{}])"
    r"|\\textasciicircum(?:\{\}|\s|(?=\W))|\\textasciitilde(?:\{\}|\s|(?=\W))"
)


def escaped_once(text: str) -> str:
    r"""Return LaTeX as it was before a reference manager escaped it as plain text; other text as it is.

    >>> escaped_once(r"2.4\$\textbackslash times\$ faster, 31\textbackslash\% less")
    '2.4$\\times$ faster, 31\\% less'
    >>> escaped_once(r"it cuts energy by 31\%")
    'it cuts energy by 31\\%'
    """
    if not _TWICE.search(text):
        return text
    once = _ESCAPED.sub(_unescaped, text)
    return _TWICE.sub(lambda _: "\\", once)


def _unescaped(found: re.Match[str]) -> str:
    if "vphantom" in found[0]:  # only balances braces
        return ""
    return found[1] or ("^" if "circum" in found[0] else "~")


def _records(source: Source) -> Iterator[Record]:
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415 - not needed for the other formats
    from bibtexparser.model import DuplicateBlockKeyBlock, Entry  # noqa: PLC0415

    # What is wrong with an entry becomes a reject below.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(source.whole().decode("utf-8", "replace"))
    # Libraries that were put together have entries of one key, which are no less papers for that.
    again = {
        id(block): entry
        for block in library.failed_blocks
        if isinstance(block, DuplicateBlockKeyBlock) and isinstance(entry := block.ignore_error_block, Entry)
    }
    entries = sorted((*library.entries, *again.values()), key=lambda entry: entry.start_line or 0)
    records = [
        {"key": entry.key, **{name: _value(name, text) for name, text in _texts(entry)}} for entry in entries
    ]
    _with_dates_of_volumes(records)
    for entry, record in zip(entries, records, strict=True):
        yield f"line {(entry.start_line or 0) + 1}", record, entry.raw or entry.key
    for block in library.failed_blocks:
        if id(block) in again:
            continue
        reason = str(block.error).splitlines()[0] if str(block.error) else "it does not end"
        source.reject(f"line {(block.start_line or 0) + 1}", f"broken entry ({reason})", block.raw or "")


def _texts(entry: Entry) -> Iterator[tuple[str, str]]:
    for field in entry.fields:
        # What stands in quotes and braces is what stands in them.
        if isinstance(field.value, str):
            yield field.key.casefold(), _without_braces(field.value.strip())


def _without_braces(text: str) -> str:
    """Return a text without a pair of braces around all of it.

    >>> _without_braces("{A {GPU} cache}"), _without_braces("{A} on {B}")
    ('A {GPU} cache', '{A} on {B}')
    """
    depth = 0
    for place, brace in ((found.start(), found[0]) for found in _BRACES.finditer(text)):
        depth += 1 if brace == "{" else -1
        if not depth:
            return text[1:-1] if text[0] == "{" and place == len(text) - 1 else text
    return text


def _value(name: str, text: str) -> str:
    if name in _TEXTS:
        return escaped_once(text)
    if name in _DATES:  # made of pieces: jul # "~12"
        return " ".join(_PIECES.sub(" ", text).split())
    return _BRACES.sub("", _letters(text) if "\\" in text else text)


def _letters(text: str) -> str:
    r"""Return a text with letters in place of their LaTeX; formulas stay.

    >>> _letters(r"Garc{\'\i}a on {\"U}ber $\alpha$ Stores \& Keys")
    'García on Über $\\alpha$ Stores & Keys'
    """
    return str(_latex().latex_to_text(text, tolerant_parsing=True))


@cache
def _latex() -> LatexNodes2Text:
    """Return what undoes LaTeX; making it takes longer than a title."""
    from pylatexenc.latex2text import LatexNodes2Text  # noqa: PLC0415 - few files need it

    return LatexNodes2Text(math_mode="verbatim", keep_comments=True, strict_latex_spaces=True)


def _with_dates_of_volumes(entries: list[dict[str, str]]) -> None:
    """Give entries that have no date that of what they stand in: BibTeX keeps it there alone (``crossref``)."""
    by_key = {entry["key"].casefold(): entry for entry in entries}
    for entry in entries:
        volume = by_key.get(entry.get("crossref", "").casefold())
        if volume is not None and not _DATES.intersection(entry):
            entry.update({name: volume[name] for name in _DATES.intersection(volume)})


def _read(source: Source) -> Iterator[Paper]:
    text = source.in_utf8()
    return papers_from(text, _records(text))


def _sniff(head: Head) -> float:
    return 0.9 if _ENTRY.search("\n".join(head.lines[:400])) else 0.0


FORMAT = Format(
    "bibtex",
    "BibTeX and BibLaTeX, as reference managers export them",
    _sniff,
    _read,
    beginnings(rb"^@\s*\w+\s*[{(]"),
)
