r"""Undo LaTeX, HTML entities and lost mark-up without moving a character.

Every step replaces a stretch of text by one of the same length: the symbol that
was meant, padded with spaces. An offset into the clean text therefore is an
offset into the source, and no map between the two has to be kept.

The symbol stands at the right end of its stretch (``\times`` becomes five spaces
and ``×``), so that the end of a quantity is the end of its mark-up too.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass

from claims.text import siunitx

CURRENCY = "¤"
"""Stands for a dollar sign that means money, once the dollar signs of LaTeX are gone."""

_SYMBOLS = {
    "times": "×", "texttimes": "×", "sim": "~", "approx": "~", "simeq": "~", "thicksim": "~", "pm": "±", "mp": "±",
    "leq": "≤", "le": "≤", "lesssim": "≤", "geq": "≥", "ge": "≥", "gtrsim": "≥", "lt": "<", "gt": ">",
    "leqslant": "≤", "geqslant": "≥", "ll": "<", "gg": ">", "cdot": "·", "to": "→", "rightarrow": "→",
    "uparrow": "↑", "downarrow": "↓", "percent": "%", "degree": "°", "circ": "°", "textasciitilde": "~",
    "textgreater": ">", "textless": "<", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "Delta": "Δ",
    "epsilon": "ε", "lambda": "λ", "sigma": "σ", "Omega": "Ω", "ell": "ℓ",
}  # fmt: skip

_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "nbsp": " ", "times": "×", "sim": "~", "asymp": "~", "le": "≤",
             "ge": "≥", "plusmn": "±", "minus": "-", "ndash": "–", "mdash": "—", "quot": '"', "apos": "'",
             "micro": "μ", "mu": "μ", "percnt": "%", "deg": "°"}  # fmt: skip

_CHARACTERS = dict(
    zip(
        "−‐‑∼～％µ≃≈≲≳⩽⩾≦≧✕✖⨯∕⁄∙⋅\u2126\u212a\u212b"
        "\u00a0\u2009\u202f\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u200a\u3000“”‘’＋＜＞",
        "---~~%μ~~≤≥≤≥≤≥×××//··ΩKÅ            \"\"''+<>",
        strict=True,
    )
)
# Twenty times as fast as str.translate, which looks up each character.
_CHARACTER = re.compile("[" + "".join(_CHARACTERS) + "]")

_Replace = Callable[[re.Match[str]], str] | str


@dataclass(frozen=True, slots=True)
class Step:
    """One small repair: a pattern, and what stands for each of its matches, so that no length changes.

    Attributes:
        name: What the step undoes.
        mark: A text without it has nothing to undo, which is found out the sooner the fewer characters it has.
        pattern: Where it applies.
        replace: Gives text of the same length as the match, or is that text.
    """

    name: str
    mark: str
    pattern: re.Pattern[str]
    replace: _Replace


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _symbol(match: re.Match[str]) -> str:
    return _SYMBOLS[match[1]].rjust(len(match[0]))


def _entity(match: re.Match[str]) -> str:
    character = _ENTITIES.get(match[1]) or html.unescape(match[0])
    if len(character) != 1 or not character.isprintable():
        return match[0] if len(character) != 1 else _blank(match)
    character = _CHARACTERS.get(character, character)
    before = match.string[match.start() - 1 : match.start()]
    if character.isalpha() and before.isalpha():
        return character.ljust(len(match[0]))  # the second letter of a unit: k&#937;
    return character.rjust(len(match[0]))


def _raised(match: re.Match[str]) -> str:
    return f"^{match[1]}".ljust(len(match[0]))


def _lowered(match: re.Match[str]) -> str:
    return match[1].ljust(len(match[0]))


def _exponent(match: re.Match[str]) -> str:
    return f"^{match[1]}".ljust(len(match[0]))


def _plain_character(match: re.Match[str]) -> str:
    return _CHARACTERS[match[0]]


def _micro(match: re.Match[str]) -> str:
    return "μ".rjust(len(match[0]))


_LONGEST_FIRST = "|".join(sorted(_SYMBOLS, key=len, reverse=True))
LATEX_STEPS: tuple[Step, ...] = (
    Step(
        "tie between thousands", "~",
        re.compile(r"~(?=\d{3}(?![\d.%x×$\\]))(?:(?<=(?<![\d.])\d~)|(?<=(?<![\d.])\d\d~)|(?<=(?<![\d.])\d\d\d~)(?=0))"),
        _blank,
    ),
    Step("sign alone in a formula", "$-$", re.compile(r"\$-\$(?=\.?\d)"), lambda m: "-".rjust(len(m[0]))),
    Step("number with unit", "\\", siunitx.PATTERN, siunitx.plain),
    Step("escaped dollar sign", "\\$", re.compile(r"\\\$"), lambda m: CURRENCY + " "),
    Step(
        "formula of one symbol",
        "$",
        re.compile(r"\$\s{0,2}\\(?:sim|approx|times|pm|[lg](?:eq?|t))\s{0,2}\$"),
        lambda m: m[0].replace("$", " "),
    ),
    Step(
        # A formula does not end in a space with a digit after its dollar sign: "from $0.05 to $0.01".
        "dollar sign before the first of two amounts",
        "$",
        re.compile(r"\$(?=\s?\d[\d.,]{0,20}+(?:[KMBkmb]|bn|mn)?(?:[\s/][^$\\]{0,60}(?<=[\s(])|\s?[-–—]\s?|\s[^$\\]{0,60}-\s)\$\s?\d)"),
        lambda m: CURRENCY,
    ),
    Step(
        "lone dollar sign before an amount",
        "$",
        re.compile(r"\$(?=\s?\d[\d.,]{0,20}+(?:\s?[-–—]\s?\d[\d.,]{0,20}+(?=\s?(?:[KMBk]\b|[mb]illion|thousand)|\sper\b))?\s?(?:(?:[KMBkmb]|bn|mn)\b|per\b|[mb]illion|thousand|USD|dollars|[\s,;)./]|$)[^$]{0,400}\Z)"),
        lambda m: CURRENCY,
    ),
    Step("tie between formulas", "$~$", re.compile(r"(?<=\$)~(?=\$)"), _blank),
    Step(
        "fraction", "frac", re.compile(r"\\[dt]?frac\{(\d{1,4})\}\{(\d{1,4})\}"),
        lambda m: " " * (m.start(1) - m.start()) + f"{m[1]}/{m[2]}".ljust(m.end() - m.start(1)),
    ),
    Step("formula in parentheses", "\\", re.compile(r"\\[()\[\]]"), _blank),
    Step("escaped character", "\\", re.compile(r"\\([%&#_{}])"), lambda m: " " + m[1]),
    Step("comma between thousands", "\\!", re.compile(r"(?<=\d),\\!(?=\d{3}(?!\d))"), lambda m: ",,,"),
    Step("thousands separator", "{,}", re.compile(r"(?<=\d)\{,\}(?=\d)"), lambda m: ",,,"),
    Step(
        "thin space between thousands",
        "\\",
        re.compile(r"\\[,;:! ](?=\d{3}(?!\d))(?:(?<=(?<![\d.])\d..)|(?<=(?<![\d.])\d\d..)|(?<=(?<![\d.])\d\d\d..))"),
        lambda m: ",,",
    ),
    # What is left of one would be read as the number below the line.
    Step(
        "fraction in LaTeX",
        "frac",
        re.compile(r"\\[dt]?frac\s?\{[^{}\n]{0,40}\}\s?\{[^{}\n]{0,40}\}"),
        _blank,
    ),
    Step(
        "degree sign",
        "circ",
        re.compile(r"\^\s?\{?\s?\\circ(?![A-Za-z])\s?\}?(?:\s?\$?\s?(?=[CF](?![A-Za-z])))?"),
        lambda m: "°".rjust(len(m[0])),
    ),
    Step("exponent in braces", "^{", re.compile(r"\^\{\s{0,3}([-+]?\d{1,4})\s{0,3}\}"), _exponent),
    Step(
        "micro sign",
        "mu",
        re.compile(r"(?:\$\\|\\)(?:text|up)?mu\s{0,3}\$?\s{0,3}(?:\\(?:text|mathrm|rm)\s?\{)?(?=[A-Za-z])"),
        _micro,
    ),
    Step(
        # "\times" read by a program to which "\t" is a tab.
        "times sign without its backslash",
        "imes",
        re.compile(r"[ \t]imes(?![A-Za-z])(?<=[\d$].imes)"),
        lambda m: "×".rjust(len(m[0])),
    ),
    Step("LaTeX symbol", "\\", re.compile(rf"\\({_LONGEST_FIRST})(?![A-Za-z])"), _symbol),
    Step("LaTeX spacing", "\\", re.compile(r"\\[,;:! ]|\\q?quad(?![A-Za-z])|\\xspace(?![A-Za-z])"), _blank),
    Step(
        "font command",
        "\\",
        re.compile(
            r"(?:\{\\|\\)(?:text(?:bf|it|tt|sc|rm|sf|sl|up|normal)?|math(?:bf|it|tt|sf|rm|cal|bb|frak|scr)|emph|bf|it|tt|em"
            r"|rm|sf|sc|underline|boldsymbol|operatorname|url|href|footnotesize|small|mbox|hbox)\*?(?![A-Za-z])\s?\{?"
        ),
        _blank,
    ),
    Step("tie between number and unit", "~", re.compile(r"~(?<=[\d%$]~)(?=[\s$\\]{0,8}[A-Za-zμ%×])"), _blank),
    Step("dollar sign or brace", "", re.compile(r"[${}]"), " "),
)  # fmt: skip

_TAG = "(?:jats:|mml:)?"
# The elements of abstracts in HTML and JATS; what else stands between < and > is a formula.
_ELEMENTS = (
    "(?:jats|mml):[a-z-]{1,24}|[biupa]|em|strong|span|div|br|hr|sup|sub|small|tt|code|font|h[1-6]|ul|ol|li|sec|title|abstract"
    "|italic|bold|underline|monospace|sc|ext-link|xref|inline-formula|tex-math"
)
# 10/sup -3/, the 3/sup rd/, H/sub 2/O, /spl mu/s
_BETWEEN_SLASHES = re.compile(
    r"/(?:sup\s(?P<raised>[-+−–]?\d{1,3})|(?<=\d/)sup\s(?P<ordinal>st|nd|rd|th)|sub\s(?P<lowered>\d{1,3})"
    r"|spl\s(?P<symbol>mu|Omega|deg|plusmn|times|sim|ge|le|alpha|beta))/"
)


def _slashed(match: re.Match[str]) -> str:
    name = match["symbol"]
    if name is not None:
        return (_SYMBOLS.get(name) or {"mu": "μ", "deg": "°", "plusmn": "±"}[name]).rjust(len(match[0]))
    raised = match["raised"]
    shown = match["ordinal"] or match["lowered"] if raised is None else f"^{raised}"
    return shown.ljust(len(match[0]))


PLAIN_STEPS: tuple[Step, ...] = (
    Step(
        "entity between thousands",
        "&",
        re.compile(
            r"&(?<=\d&)(?:nbsp|(?:thin|en|em)sp|#160|#8201|#8239|#x[aA]0|#x20(?:09|2[fF]));(?=\d{3}(?![\d.]))"
        ),
        lambda m: "," * len(m[0]),
    ),
    Step("HTML entity", "&", re.compile(r"&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[A-Za-z]{2,8}\d{0,2});"), _entity),
    Step(
        "raised number",
        "<",
        re.compile(rf"<{_TAG}sup>\s{{0,2}}([-+−–]?\d{{1,3}})\s{{0,2}}</{_TAG}sup>"),
        _raised,
    ),
    Step(
        "raised degree sign",
        "<",
        re.compile(rf"<{_TAG}sup>\s{{0,9}}[°º]\s{{0,9}}</{_TAG}sup>"),
        lambda m: "°".rjust(len(m[0])),
    ),
    Step(
        "lowered number",
        "<",
        re.compile(rf"<{_TAG}sub>\s{{0,2}}(\d{{1,3}})\s{{0,2}}</{_TAG}sub>"),
        _lowered,
    ),
    Step(
        "unit in brackets",
        "[",
        re.compile(
            r"\[(?:(?<=\d\[)|(?<=\d\s\[)|(?<=\d\s\s\[))([A-Za-zμ%°]{1,4}(?:/[a-zμ]{1,3}(?:\^?[23])?)?)\](?!\()"
        ),
        lambda m: m[0].replace("[", " ").replace("]", " "),
    ),
    Step("mark-up between slashes", "/", _BETWEEN_SLASHES, _slashed),
    # A heading ends a sentence, as a full stop does.
    Step(
        "end of a heading",
        "<",
        re.compile(rf"(?<=[\w)])</{_TAG}(?:title|h[1-6])>"),
        lambda m: ".".ljust(len(m[0])),
    ),
    Step("tag", "<", re.compile(rf"</?(?:{_ELEMENTS})(?:\s[^<>]{{0,200}})?/?>"), _blank),
    # "Navier--Stokes" is one name.
    Step(
        "dash",
        "--",
        # What stands before is asked behind two of them: a search skips to signs that a pattern begins with.
        re.compile(r"--(?:(?<=\D\s--)-?(?=\s\D)|(?<=[a-z)\]]--)-?(?=[a-z(]))"),
        lambda m: "—".ljust(len(m[0])),
    ),
    Step("emphasis", "*", re.compile(r"\*\*(?:(?<!\d\*\*)|(?!\d))"), _blank),
    Step("glyph without a character", "(cid:", re.compile(r"\(cid:\d{1,5}\)"), _blank),
)


def clean(text: str) -> str:
    r"""Return the text with mark-up undone, character for character in the same places.

    Args:
        text: Any text, as the source gives it.

    Returns:
        Text of the same length.

    >>> clean(r"a $2.9\times \sim 12.5\times$ gain")
    'a  2.9     ×    ~ 12.5     ×  gain'
    >>> clean(r"73.62\% top-1 &lt; 2%")
    '73.62 % top-1    < 2%'
    """
    if not text.isascii():
        text = _CHARACTER.sub(_plain_character, text)
    for step in (*PLAIN_STEPS, *LATEX_STEPS) if _has_latex(text) else PLAIN_STEPS:
        if step.mark in text:
            text = step.pattern.sub(step.replace, text)
    return text


def clean_and_explain(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Like :func:`clean`, and name each step that changed something with the stretch it changed.

    Args:
        text: Any text, as the source gives it.

    Returns:
        The clean text, and pairs of a step's name and the text that it replaced, in order of application.

    >>> clean_and_explain("5 &times; 3")
    ('5       × 3', [('HTML entity', '&times;')])
    """
    done: list[tuple[str, str]] = []
    plain = _CHARACTER.sub(_plain_character, text)
    if plain != text:
        done.append(("typographic character", "".join(a for a, b in zip(text, plain, strict=True) if a != b)))
    for step in (*PLAIN_STEPS, *(LATEX_STEPS if _has_latex(plain) else ())):
        done += [(step.name, m[0]) for m in step.pattern.finditer(plain)]
        plain = step.pattern.sub(step.replace, plain)
    return plain, done


def _has_latex(text: str) -> bool:
    """True if LaTeX may stand in a text: most have none of these characters."""
    return "$" in text or "\\" in text or "~" in text or "{" in text or "}" in text
