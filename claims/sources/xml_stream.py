"""Elements of XML, one after the other: no entity is resolved, nothing is fetched, nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from claims.files.untrusted_xml import SETTINGS
from claims.sources.failures import told_in_one_line
from claims.sources.format import Head, Source
from claims.sources.metered import Metered
from claims.sources.records import Record

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def is_xml(head: Head) -> bool:
    """Return whether a file begins as XML does."""
    return head.data.lstrip()[:1] == b"<"


def elements(source: Source, tag: str | tuple[str, ...]) -> Iterator[Element]:
    """Yield one element after the other, each complete, without keeping those before it.

    Raises:
        ClaimsError: The XML is broken.
    """
    from lxml import etree  # noqa: PLC0415 - not needed for the other formats

    with told_in_one_line(source.label, "broken XML", "fetch it again"):
        stream = Metered(source)
        for _, element in etree.iterparse(stream, events=("end",), tag=tag, **SETTINGS):
            stream.complete()
            yield element
            element.clear(keep_tail=True)
            while element.getprevious() is not None:
                del element.getparent()[0]


def whole_text(element: Element | None) -> str:
    """Return the text of an element as it is, its lines are part of what offsets point into; empty for no element."""
    return "".join(map(str, element.itertext())).strip() if element is not None else ""


def text(element: Element | None) -> str:
    """Return the text of an element on one line; empty where there is none."""
    return " ".join(whole_text(element).split())


def records(
    source: Source, tag: str | tuple[str, ...], record_of: Callable[[Element], Mapping[str, Any]]
) -> Iterator[Record]:
    """Yield place, fields and text of each element of a name.

    Args:
        source: The open file.
        tag: Name of the elements, or several.
        record_of: Gives the fields of one.
    """
    for element in elements(source, tag):
        record = {name: value for name, value in record_of(element).items() if value}
        yield f"line {element.sourceline}", record, None
