"""The text of abstracts that are XML, as PubMed and Crossref give them, without what only sets it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claims.files.untrusted_xml import SETTINGS

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_JATS = re.compile(r"<(?:jats:\w|inline-formula\b|tex-math\b|mml:math\b)")
_NAMED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]\w{1,30};")
_NAMESPACES = 'xmlns:jats="jats" xmlns:mml="mml" xmlns:xlink="xlink"'
# Numbers read otherwise without them: 10<sup>5</sup>.
_KEPT = frozenset({"sup", "sub"})
_BLOCKS = frozenset({"p", "sec", "title", "list", "list-item", "disp-formula"})
# Publishers put a formula into a document of its own.
_DOCUMENT = re.compile(r"^.*\\begin\{document\}(.*)\\end\{document\}.*$", re.DOTALL)


def without_jats(text: str) -> str:
    r"""Return an abstract that is written in JATS as text; another text as it is.

    >>> without_jats("<jats:title>Abstract</jats:title><jats:p>It has 10<jats:sup>5</jats:sup> keys.</jats:p>")
    'It has 10<sup>5</sup> keys.'
    >>> without_jats('It is 2.4<inline-formula><tex-math>$\\times$</tex-math></inline-formula> faster.')
    'It is 2.4$\\times$ faster.'
    """
    if not _JATS.search(text):
        return text
    from lxml import etree  # noqa: PLC0415 - few texts need it

    whole = _NAMED.sub(lambda name: html.unescape(name[0]), text)
    root = etree.fromstring(
        f"<text {_NAMESPACES}>{whole}</text>".encode("utf-8", "replace"),
        etree.XMLParser(recover=True, remove_comments=True, remove_pis=True, **SETTINGS),
    )
    if root is None:
        return text
    titles = [each for each in root.iter() if _name(each) == "title"]
    # A heading over all of it says nothing; where there are several, they tell the parts.
    alone = titles[0] if len(titles) == 1 else None
    return marked_text(root, without=alone) or text


def marked_text(element: Element, without: Element | None = None) -> str:
    """Return the text of an element on one line, with what is set higher or lower marked as in HTML.

    Args:
        element: Of any XML.
        without: An element in it that is left out.
    """
    return " ".join("".join(_pieces(element, without)).split())


def _pieces(element: Element, without: Element | None) -> Iterator[str]:
    name = _name(element)
    if element is without or (name == "math" and _has_latex(element)):
        return
    if name == "tex-math":
        yield _DOCUMENT.sub(r"\1", element.text or "")
        return
    before, after = (
        (f"<{name}>", f"</{name}>") if name in _KEPT else (" ", " ") if name in _BLOCKS else ("", "")
    )
    yield before
    yield element.text or ""
    for child in element:
        yield from _pieces(child, without)
        yield child.tail or ""
    yield f":{after}" if name == "title" else after


def _has_latex(formula: Element) -> bool:
    """Whether a formula in MathML is there in LaTeX, too."""
    parent = formula.getparent()
    return parent is not None and any(_name(each) == "tex-math" for each in parent)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
