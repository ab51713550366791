"""Numbers that are no quantities: where something stands, when it was, what it is called.

Knows the text around a number only. What it leaves is a quantity.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from claims.model import QuantityKind

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|Sept?(?:ember|\.)?"
    r"|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_YEAR = r"(?:1[5-9]|20|21)\d\d"
_NUMBER = r"\(?[A-Z]?\d{1,4}(?:\.\d{1,3}){0,3}[a-z]?\)?(?![\w%]|\.\d|\s?[×%])"
_THINGS = (
    r"(?:Figures?|Figs?\.?|Tables?|Tab\.|Sections?|Sect?s?\.|Equations?|Eqn?s?\.?|Chapters?|Chap\.|Appendix|Appendices"
    r"|References?|Refs?\.?|Theorems?|Thm\.|Lemmas?|Algorithms?|Alg\.|Definitions?|Propositions?|Corollary|Corollaries|Examples?"
    r"|Exercises?|Pages?|pp?\.|Volumes?|Vols?\.|Nos?\.|Number|Issue|Lines?|Scheme|Footnote|Box|Panels?|Articles?|Paragraphs?|Part"
    r"|Phase|Stage|Step|Type|Grade|Class|Category|Group|Experiment|Study|Protocol|Version|Day|Room|Chapter|Rule|Lecture|Question|Track"
    r"|Supplementary\s(?:Figures?|Tables?|Figs?\.?)|Extended\sData\s(?:Fig\.?|Figure|Table))"
)
_PATTERNS: tuple[tuple[QuantityKind, re.Pattern[str]], ...] = (
    # addresses and identifiers
    ("identifier", re.compile(r"\b(?:https?://|www\.)\S{1,300}|\b[\w.+-]{1,60}@[\w-]{1,60}\.[\w.-]{1,60}|\b10\.\d{4,9}/\S{1,120}")),
    ("identifier", re.compile(r"\barXiv:?\s?\d{4}\.\d{4,5}(?:v\d)?|\b\d{4}\.\d{5}v\d\b|\b\d{1,3}(?:\.\d{1,3}){3}\b", re.IGNORECASE)),
    ("identifier", re.compile(r"(?:\b(?:ID|IDs|ISBN|ISSN|PMID|PMCID|CAS|DOI|RRID|grant|patent|code|zip|room|phone|tel\.?|fax)(?:\s(?:no\.|nos\.|number|code)|:)?\s?[:#]?\s?|#\s?)[\dA-Z][\d-]{1,20}\b", re.IGNORECASE)),
    ("identifier", re.compile(r"(?:\+\d{1,3}[\s-])?\(?\b\d{3}\)?[\s-]\d{3}-\d{4}\b")),
    ("version", re.compile(r"\b(?:versions?|releases?|ver\.?|rev\.?|build|v\.?)\s?\d{1,4}(?:\.\d{1,4}){0,3}(?:[a-z]\d?)?\b|(?<![\d.])\d{1,3}(?:\.\d{1,4}){2,3}(?![\d.]\d)", re.IGNORECASE)),
    ("version", re.compile(r"\b(?:Python|CUDA|PyTorch|TensorFlow|Ubuntu|Java|Windows|Android|iOS|Linux|kernel|GCC|Clang|MATLAB|Node|HTTP|USB|Bluetooth|PCIe|DDR|ROS|OpenGL|Vulkan|SQL|ISO|IEEE|RFC|IEC|ANSI|ASTM|DIN|EN)[\s-]\d{1,5}(?:[.:-]\d{1,5}){0,3}\b")),
    ("identifier", re.compile(r"\b[1-9]-D\b|\b[248]K(?=\s(?:images?|videos?|resolution|displays?|UHD|frames?|content|TV|cameras?|monitors?)\b)")),
    # dates and times
    ("date", re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}(?![a-z])(?:,?\s{_YEAR})?|\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:\s?[-–]\s?\d{{1,2}})?(?:,?\s{_YEAR})?\b(?!\s?%)|\b{_MONTH},?\s{_YEAR}\b")),
    ("date", re.compile(rf"\b{_YEAR}-\d{{1,2}}-\d{{1,2}}\b|\b\d{{1,2}}/\d{{1,2}}/(?:\d\d){{1,2}}\b|\b{_YEAR}/\d{{1,2}}/\d{{1,2}}\b|\b\d{{1,2}}\.\d{{1,2}}\.{_YEAR}\b")),
    ("date", re.compile(rf"\b(?:the|early|late|mid)[\s-](?:(?:early|late|mid)[\s-])?(?:{_YEAR[:-2]}\d0|\d0)['’]?s\b|\b\d{{1,2}}(?:st|nd|rd|th)[\s-]century|\b{_YEAR}[-–/](?:{_YEAR}|\d\d)\b(?!\s?[a-zA-Z%°µμ]{{1,3}}\b)|\b\d{{1,4}}\s(?:BC|AD|BCE|CE)\b|\b(?:AD|Q[1-4]|FY)\s?\d{{1,4}}\b")),
    ("clock", re.compile(r"(?<![\d:.])\d{1,2}(?::[0-5]\d){1,2}(?![\d:])(?:\s?[ap]\.?m\b\.?)?|\b\d{1,2}\s?(?:[ap]m\b|[ap]\.m\.|[AP]M\b|o'clock)")),
    # places in a document, and marks that refer to one
    ("reference", re.compile(rf"(?<![A-Za-z])(?i:{_THINGS})\s{{0,2}}#?{_NUMBER}(?:\s?(?:,|;|-|–|and|&|or|to|,\sand)\s?{_NUMBER}){{0,6}}")),
    ("reference", re.compile(r"(?<=[A-Za-z.,;)\]'’])\s?\[\s?[1-9]\d{0,2}(?:\s?[,;–-]\s?\d{1,3}){0,12}\s?\](?!\s?(?:%|[a-zA-Zµμ]{1,2}\b(?!\s)))|\A\s?\[\d{1,3}\]")),
    ("reference", re.compile(rf"\b[A-Z][\w'’-]+(?:(?:\s(?:et\sal\.?,?|and|&)|,)\s?(?:[A-Z][\w'’-]+)?){{1,4}},?\s?\(?{_YEAR}[a-z]?\b\)?|\b[A-Z][a-z'’-]+\s\({_YEAR}[a-z]?\)|\({_YEAR}[a-z]?(?:[,;]\s?{_YEAR}[a-z]?){{0,3}}\)")),
    ("reference", re.compile(r"(?:(?<=\s)|\A)\(?\d{1,2}\)(?=\s[A-Za-z])|(?<=\s)\(\d{1,2}\)(?=[\s.,;]|\Z)")),
)  # fmt: skip
# Indices in the formulas of chemistry: Ca(NO3)2.
_INDEX = re.compile(r"[A-Za-z0-9]\)\Z")
_BARE_YEAR = re.compile(rf"{_YEAR}\Z")
_THING = re.compile(r"\s[a-z]{2,}s\b(?<!\bwas)(?<!\bhas)(?<!\bis)")
# A name in the middle of a sentence, and the number that belongs to it: Windows 10, Apollo 11.
_NAMED = re.compile(r"(?<=[a-z,)]\s)[A-Z][a-z]+[a-z]\s\Z")
# LLaVA 1.5: a name with capitals inside.
_CAMEL = re.compile(r"\b[A-Z][A-Za-z]*[a-z][A-Z][A-Za-z]*\s\Z|\b[A-Z]{2,}[a-z]+[A-Z]*[A-Za-z]*\s\Z")
_OF_A_NAME = re.compile(r"\d{1,2}(?:\.\d)?\Z")
# Industry 4.0, VQA 2.0
_EDITION = re.compile(r"(?<=[a-z,):]\s)[A-Z][A-Za-z]+\s\Z")
_POINT_ZERO = re.compile(r"[1-9]\.0\Z")
# 1/n, T^{2/3}, x^2/3
_OVER = re.compile(r"\s?/\s?(?:[A-Za-z](?![A-Za-z])|\\[a-z]|[α-ωϵ√(])")
_RAISED = re.compile(r"(?:[\^_]|\^\s?\d{1,2}\s?/|\\[dt]?frac)\s{0,14}\Z")


class Mention(NamedTuple):
    """A stretch of text whose numbers are no quantities."""

    start: int
    end: int
    kind: QuantityKind


def mentions(text: str) -> list[Mention]:
    """Find the stretches of clean text whose numbers are no quantities, in order and without overlap.

    >>> [m.kind for m in mentions("as Miller et al. (2011) show in Fig. 3 at 2 pm")]
    ['reference', 'reference', 'clock']
    """
    found = [Mention(*m.span(), kind) for kind, pattern in _PATTERNS for m in pattern.finditer(text)]
    kept: list[Mention] = []
    for each in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def kind_of_mention(
    text: str, start: int, end: int, found: list[Mention], starts: list[int]
) -> QuantityKind | None:
    """Tell what a number is, where it is no quantity.

    Args:
        text: Clean text.
        start: Offset of the number.
        end: Offset after it.
        found: What :func:`mentions` gives.
        starts: The offsets of these.

    Returns:
        Its kind, None for a quantity.
    """
    at = bisect_right(starts, end - 1) - 1
    if at >= 0 and start < found[at].end:
        return found[at].kind
    if _INDEX.search(text, max(0, start - 2), start):
        return "identifier"
    if end - start == 4 and _BARE_YEAR.match(text, start, end) and not _THING.match(text, end):
        return "date"
    if text[start:end].isdigit() and _NAMED.search(text, max(0, start - 24), start):
        return "identifier"
    if _OF_A_NAME.match(text, start, end) and _CAMEL.search(text, max(0, start - 24), start):
        return "identifier"
    if _POINT_ZERO.match(text, start, end) and _EDITION.search(text, max(0, start - 24), start):
        return "identifier"
    if _RAISED.search(text, max(0, start - 20), start) or (end - start == 1 and _OVER.match(text, end)):
        return "identifier"
    return None
