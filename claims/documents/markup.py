"""Text with its look out of an element of HTML, JATS or TEI."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from claims.documents.model import Run, RunKind, Script

# What is nested deeper than this gives its bare text: no page that people read goes so far.
MAX_DEPTH = 120

_SKIPPED = frozenset(
    {"annotation", "annotation-xml", "script", "style", "svg", "label", "object-id", "graphic", "tex-math"}
)
_BOLD = frozenset({"b", "strong", "bold"})
_BLOCKS = frozenset(
    {"p", "div", "tr", "td", "th", "li", "br", "break", "title", "sec", "list-item", "row", "cell", "lb"}
)
_MATH_LEAVES = frozenset({"mi", "mn", "mo", "mtext", "ms"})
_MATH = _MATH_LEAVES | {
    "semantics", "mrow", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mfrac", "mspace", "mstyle",
}  # fmt: skip
_SCRIPTS: dict[str, tuple[Script, ...]] = {
    "msub": ("", "sub"), "msup": ("", "sup"), "msubsup": ("", "sub", "sup"), "munder": ("", "sub"), "mover": ("",),
    "munderover": ("", "sub", "sup"),
}  # fmt: skip
_INVISIBLE = re.compile("[\u200b\u2060-\u2064\ufeff\u00ad]")
# LaTeXML leaves the colour behind a command that it does not know: "\rowcolor" + "gray!20 Method".
_COLOUR = re.compile(
    r"^\s*(?:\[[^\]]{0,40}\])?(?:[A-Za-z]+(?:![\d.]+)?(?:![a-z]+)?(?=\s|$)|[a-z]+!\d{1,2}(?=[A-Z]))\s*"
)
# Most elements say nothing of how their content looks.
_NEUTRAL = frozenset(
    {"span", "td", "th", "p", "div", "a", "em", "i", "italic", "tr", "cell", "entry", "semantics", "mrow"}
)
_TELLING = re.compile("note|cite|bold|font_medium|underline")
_TOLD_BY_CLASS = frozenset({"math", "span", "td", "th", "cite", "b", "strong", "sub", "sup", "u"})
_LOOKS = re.compile("note|cite|bold|font_medium|underline|ERROR")
_NUMBER = re.compile(r"[-−]?[\d.]+")
_SMALLER = re.compile(r"font-size:\s*(?:[1-7]\d(?:\.\d+)?%|smaller)")


class _Look(NamedTuple):
    bold: bool = False
    underline: bool = False
    script: Script = ""
    small: bool = False
    kind: RunKind = "text"
    math: bool = False


_PLAIN = _Look()
_PRINTED = 5
"""Fields of a look that its runs have too; a formula is printed like what stands around it."""
_Pieces = list[tuple[_Look, str]]


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace; empty for comments and the like."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    return tag.rpartition("}")[2] if tag[0] == "{" else tag


def runs_of(element: Any, *, without: frozenset[str] = frozenset()) -> tuple[Run, ...]:
    """Return the text of an element as runs of one look each.

    Args:
        element: An element of lxml.
        without: Names of elements, and classes, that are left out.
    """
    text = element.text
    if (
        text
        and not len(element)
        and not without
        and local_name(element) in _BLOCKS
        and not element.get("style")
    ):
        classes = element.get("class")
        if not classes or not _LOOKS.search(classes):  # most cells hold nothing but a number
            return (Run(f" {_visible(text)} "),)
    out: _Pieces = []
    _walk(element, _PLAIN, out, 0, without)
    return _as_runs(out)


def bare_text(element: Any) -> str:
    """Return the text of an element whatever it is called, with one blank for all white space."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def text_of(element: Any, *, without: frozenset[str] = frozenset()) -> str:
    """Return the text of an element with citations, without notes, with one blank for all white space."""
    runs = runs_of(element, without=without)
    texts = [_plain(r) if r.script else r.text for r in runs if r.kind != "note"]
    return " ".join("".join(texts).split())


def _plain(run: Run) -> str:
    """Give a raised or lowered number the sign that tells it from what it stands at."""
    if run.script == "sup" and run.text.strip().lstrip("-−").isdigit():
        return f"^{run.text}"
    return run.text


def _visible(text: str) -> str:
    return text if text.isascii() else _INVISIBLE.sub("", text)


def _as_runs(pieces: _Pieces) -> tuple[Run, ...]:
    """Return pieces as runs, of which no two in a row look the same."""
    out: list[Run] = []
    texts: list[str] = []
    before = _PLAIN
    for look, piece in pieces:
        text = _visible(piece)
        if not text:
            continue
        if look is not before and texts and look[:_PRINTED] != before[:_PRINTED]:
            out.append(_run(texts, before))
            texts = []
        texts.append(text)
        before = look
    if texts:
        out.append(_run(texts, before))
    return tuple(out)


def _run(texts: list[str], look: _Look) -> Run:
    return Run("".join(texts), look.bold, look.underline, look.script, look.small, look.kind)


class _Sense(NamedTuple):
    """What the name and the classes of an element tell of how it is walked."""

    skipped: bool
    neutral: bool
    before: bool
    behind: bool
    error: bool


@lru_cache(maxsize=8192)
def _sense(name: str, classes: str, without: frozenset[str]) -> _Sense:
    left_out = not name or name in _SKIPPED or name in without or not without.isdisjoint(classes.split())
    block = name in _BLOCKS
    return _Sense(
        skipped=left_out,
        neutral=name in _NEUTRAL and not (classes and _TELLING.search(classes)),
        before=block or "ltx_p" in classes or "ltx_tr" in classes or "ltx_td" in classes,
        behind=block,
        error="ltx_ERROR" in classes,
    )


def _walk(element: Any, look: _Look, out: _Pieces, depth: int, without: frozenset[str]) -> None:
    tag = element.tag
    name = tag if tag.__class__ is str and tag[0] != "{" else local_name(element)
    classes = element.get("class") or ""
    skipped, neutral, before, behind, error = _sense(name, classes, without)
    if skipped:
        return
    if depth > MAX_DEPTH:
        out.append((look, "".join(element.itertext())))
        return
    style = element.get("style")
    inner = look if neutral and style is None else _look(element, name, classes, style, look)
    if inner is None:
        return
    if inner.math:
        _walk_math(element, name, inner, out, depth, without)
        return
    if before:
        out.append((look, " "))
    text = element.text
    if text and not error:
        out.append((inner, text))
    coloured = False
    for child in element:
        text = child.text
        if not (coloured and text and not len(child) and not _COLOUR.sub("", text)):
            _walk(child, inner, out, depth + 1, without)
        tail = child.tail
        coloured = bool(text) and "color" in text and "ltx_ERROR" in (child.get("class") or "")
        if tail:
            out.append((inner, _COLOUR.sub("", tail) if coloured else tail))
    if behind:
        out.append((look, " "))


def _look(element: Any, name: str, classes: str, style: str | None, look: _Look) -> _Look | None:
    """Return how the content of an element looks, None where it is to be left out."""
    small = style is not None and _SMALLER.search(style) is not None
    if name in _TOLD_BY_CLASS:
        return _look_of_class(name, classes, small, look)
    return _look_of(element, name, classes, small, look)


@lru_cache(maxsize=8192)
def _look_of_class(name: str, classes: str, small: bool, look: _Look) -> _Look | None:
    """Return how the content of an element looks of which nothing but its name, classes and style tells it."""
    return _look_of({}, name, classes, small, look)


def _look_of(element: Any, name: str, classes: str, small: bool, look: _Look) -> _Look | None:
    if name == "math":
        return look._replace(math=True)
    if "ltx_note" in classes or name in {"fn", "note"}:
        return None
    if name == "cite" or "ltx_cite" in classes or _refers(element, name):
        return look._replace(kind="citation")
    if name == "xref" and element.get("ref-type") in {"table-fn", "fn"}:
        return look._replace(kind="note")
    if name in {"sub", "sup"}:
        return look._replace(script="sub" if name == "sub" else "sup")
    if name in _BOLD or "bold" in classes or "bold" in (element.get("rend") or ""):
        look = look._replace(bold=True)
    elif "font_medium" in classes or "font_upright ltx_font_medium" in classes:
        look = look._replace(bold=False)
    if name in {"u", "underline"} or "underline" in classes:
        look = look._replace(underline=True)
    return look._replace(small=True) if small else look


def _refers(element: Any, name: str) -> bool:
    return (name == "xref" and element.get("ref-type") == "bibr") or (
        name == "ref" and element.get("type") == "bibr"
    )


def _walk_math(
    element: Any, name: str, look: _Look, out: _Pieces, depth: int, without: frozenset[str]
) -> None:
    """Walk a formula: white space between its parts means nothing, and powers of numbers keep their sign."""
    if "bold" in (element.get("mathvariant") or "") or "bold" in (element.get("class") or ""):
        look = look._replace(bold=True)
    if name in _MATH_LEAVES:
        text = "".join(element.itertext()) if len(element) else element.text or ""
        out.append((look, text.strip("\n\t\r")))
        return
    if name == "mspace":
        out.append((look, " "))
        return
    parts = [(called, child) for child in element if (called := local_name(child)) and called not in _SKIPPED]
    if not parts and element.text:
        out.append((look, element.text))
    scripts = _SCRIPTS.get(name)
    for i, (called, part) in enumerate(parts):
        how = look
        if name == "mfrac" and i == 1:
            out.append((look, "/"))
        if scripts and i < len(scripts) and scripts[i]:
            if scripts[i] == "sup" and _is_number(parts[0][1]) and _is_number(part):
                out.append((look, "^"))
            else:
                how = _Look(look.bold, look.underline, scripts[i], look.small, look.kind, look.math)
        elif name in {"mover"} and i:
            continue
        if called in _MATH and depth < MAX_DEPTH and called not in without and _looks_plain(part):
            _walk_math(part, called, how, out, depth + 1, without)
        else:
            _walk(part, how, out, depth + 1, without)


def _looks_plain(element: Any) -> bool:
    return element.get("class") is None and element.get("style") is None


def _is_number(element: Any) -> bool:
    text = "".join(t for t in element.itertext() if t.strip()).strip()
    return bool(_NUMBER.fullmatch(text))
