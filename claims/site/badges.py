"""Badges: one small picture for each place on a board, for the page of a project."""

from __future__ import annotations

from lxml import etree

from claims.files.escaping import for_html
from claims.site.rows import shortened

_SVG = "http://www.w3.org/2000/svg"
_CHARACTER, _MARGIN, _HEIGHT = 7.0, 7, 22
_LONGEST = 48


def badge(left: str, right: str) -> bytes:
    """Return a badge as SVG.

    Args:
        left: What is ranked: Accuracy on ImageNet.
        right: Place and value: #1, 91.5%.
    """
    texts = [shortened(for_html(text), _LONGEST) for text in (left, right)]
    first, second = (round(len(text) * _CHARACTER + 2 * _MARGIN) for text in texts)
    width = first + second
    told = {"width": str(width), "height": str(_HEIGHT), "role": "img", "aria-label": ": ".join(texts)}
    root = etree.Element("svg", {"xmlns": _SVG, **told})
    etree.SubElement(root, "title").text = ": ".join(texts)
    ground = {"width": str(width), "height": str(_HEIGHT), "rx": "4", "fill": "#1f5f99"}
    etree.SubElement(root, "rect", ground)
    outline = f"M4 0h{first - 4}v{_HEIGHT}h-{first - 4}a4 4 0 0 1-4-4v-14a4 4 0 0 1 4-4z"
    etree.SubElement(root, "path", {"d": outline, "fill": "#3b4450"})
    letters = {"fill": "#fff", "font-family": "Verdana,DejaVu Sans,sans-serif", "font-size": "12"}
    group = etree.SubElement(root, "g", letters)
    for text, x, size in ((texts[0], _MARGIN, first), (texts[1], first + _MARGIN, second)):
        etree.SubElement(group, "text", x=str(x), y="15.5", textLength=str(size - 2 * _MARGIN)).text = text
    written: bytes = etree.tostring(root, encoding="utf-8")
    return written
