"""BibTeX and BibLaTeX, as reference managers and publishers write it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

from claims.model import Paper
from claims.sources.format import Format, Head, Source
from claims.sources.records import Record, papers_from

_ENTRY = re.compile(r"^@\s*\w+\s*[{(]", re.MULTILINE)
_BRACES = re.compile(r"[{}]")
# What only orders things or is a paper's text: braces in it are LaTeX, and stay.
_TEXTS = frozenset({"abstract"})

# LaTeX that a program has taken for plain text, and escaped: \$\textbackslash times\$ for $\times$.
_TWICE = re.compile(r"\\textbackslash(?:\{\}|\s|(?=\W))")
_ESCAPED = re.compile(r"\\([$%&#_{}])|\\textasciicircum(?:\{\}|\s|(?=\W))|\\textasciitilde(?:\{\}|\s|(?=\W))")


def escaped_once(text: str) -> str:
    r"""Return LaTeX as it was before a reference manager escaped it as plain text; other text as it is.

    >>> escaped_once(r"2.4\$\textbackslash times\$ faster, 31\textbackslash\% less")
    '2.4$\\times$ faster, 31\\% less'
    >>> escaped_once(r"it cuts energy by 31\%")
    'it cuts energy by 31\\%'
    """
    if not _TWICE.search(text):
        return text
    once = _ESCAPED.sub(lambda found: found[1] or ("^" if "circum" in found[0] else "~"), text)
    return _TWICE.sub(lambda _: "\\", once)


def _records(source: Source) -> Iterator[Record]:
    from bibtexparser.entrypoint import parse_string  # noqa: PLC0415 - not needed for the other formats

    # What is wrong with an entry becomes a reject below.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = parse_string(source.whole().decode("utf-8", "replace"))
    for entry in library.entries:
        fields = {
            field.key.casefold(): escaped_once(value)
            if field.key.casefold() in _TEXTS
            else _BRACES.sub("", value)
            for field in entry.fields
            if isinstance(value := field.value, str)
        }
        place = f"line {(entry.start_line or 0) + 1}"
        yield place, {"key": entry.key, **_dated(fields)}, entry.raw or entry.key
    for block in library.failed_blocks:
        reason = str(block.error).splitlines()[0] if str(block.error) else "it does not end"
        source.reject(f"line {(block.start_line or 0) + 1}", f"broken entry ({reason})", block.raw or "")


def _dated(fields: dict[str, str]) -> dict[str, str]:
    """Return fields with a date made of year and month, where there is none."""
    if "date" not in fields and "year" in fields and "month" in fields:
        return {**fields, "date": f"{fields['month']} {fields['year']}"}
    return fields


def _read(source: Source) -> Iterator[Paper]:
    return papers_from(source, _records(source))


def _sniff(head: Head) -> float:
    return 0.9 if _ENTRY.search("\n".join(head.lines[:400])) else 0.0


FORMAT = Format("bibtex", "BibTeX and BibLaTeX, as reference managers export them", _sniff, _read)
