"""LaTeX of a cell, a caption or a paragraph as runs of text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from pylatexenc.latex2text import get_default_latex_context_db

from claims.documents.latex_source import argument
from claims.documents.model import Run, RunKind, Script
from claims.syntax.vocabulary import load

MAX_DEPTH = 40
_BLANKS = re.compile(r"\s+")
_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z@]+\*?)|\\(?P<sign>.)|(?P<brace>[{}])|(?P<script>[\^_])|(?P<plain>[^\\{}^_$~&]+)"
    r"|(?P<other>.)",
    re.DOTALL,
)

_COMMANDS = load("latex.toml")
_DROPPED: dict[str, int] = _COMMANDS["arguments"]
_SYMBOLS: dict[str, str] = _COMMANDS["symbols"]
_LOOKS: dict[str, frozenset[str]] = {kind: frozenset(names) for kind, names in _COMMANDS["looks"].items()}
_SIGNS = {
    "%": "%",
    "&": "&",
    "#": "#",
    "$": "$",
    "_": "_",
    "{": "{",
    "}": "}",
    ",": "",
    ";": " ",
    ":": " ",
    "!": "",
    " ": " ",
    "\\": " ",
    "/": "",
    "-": "",
    "\n": " ",
    "(": "",
    ")": "",
    "[": "",
    "]": "",
    "@": "",
}
_DINGS = {
    "51": "✓",
    "52": "✓",
    "53": "✗",
    "54": "✗",
    "55": "✗",
    "56": "✗",
    "72": "★",
    "73": "☆",
    "171": "↔",
    "115": "•",
}


@dataclass(frozen=True, slots=True)
class _Look:
    bold: bool = False
    underline: bool = False
    script: Script = ""
    small: bool = False
    kind: RunKind = "text"


@cache
def _symbol(name: str) -> str | None:
    """Return the sign that a command stands for, as pylatexenc knows it."""
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    spec = get_default_latex_context_db().get_macro_spec(name)
    found = getattr(spec, "simplify_repl", None)
    return found if isinstance(found, str) and "%" not in found and len(found) < 4 else None


class _Reader:
    def __init__(self) -> None:
        self.out: list[tuple[_Look, list[str]]] = []

    def add(self, text: str, look: _Look) -> None:
        if not text:
            return
        if self.out and self.out[-1][0] == look:
            self.out[-1][1].append(text)
        else:
            self.out.append((look, [text]))

    def tail(self) -> str:
        """Return the text that was read last."""
        return self.out[-1][1][-1].rstrip() if self.out else ""

    def runs(self) -> tuple[Run, ...]:
        """Return what was read."""
        return tuple(
            Run("".join(texts), look.bold, look.underline, look.script, look.small, look.kind)
            for look, texts in self.out
        )

    def read(self, text: str, look: _Look, depth: int) -> None:
        if depth > MAX_DEPTH:
            self.add(re.sub(r"\\[A-Za-z]+|[{}$]", " ", text), look)
            return
        looks = [look]
        position = 0
        while position < len(text):
            m = _TOKEN.match(text, position)
            if m is None:
                return
            position = m.end()
            kind = m.lastgroup
            if kind == "plain":
                self.add(
                    _BLANKS.sub(" ", m[0])
                    .replace("---", "—")
                    .replace("--", "–")
                    .replace("``", '"')
                    .replace("''", '"'),
                    looks[-1],
                )
            elif kind == "name":
                position = self.command(text, m, looks, depth)
            elif kind == "sign":
                position = self.sign(text, m, looks[-1])
            elif kind == "brace":
                if m[0] == "{":
                    looks.append(looks[-1])
                elif len(looks) > 1:
                    looks.pop()
            elif kind == "script":
                position = self.script(text, m, looks[-1], depth)
            elif m[0] in "~&":
                self.add(" ", looks[-1])

    def sign(self, text: str, m: re.Match[str], look: _Look) -> int:
        sign = m["sign"]
        if sign in "'`^\"~=.":
            found = argument(text, m.end())
            if found and len(found[0].strip("\\")) <= 1:
                self.add(_accented(sign, found[0]), look)
                return found[1]
            return m.end()
        if sign == "," and look.kind == "text" and text[m.end() : m.end() + 1].isdigit():
            return m.end()
        self.add(_SIGNS.get(sign, ""), look)
        if sign == "\\":
            option = re.compile(r"\*?\s?\[[^\]]{0,20}\]").match(text, m.end())
            return option.end() if option else m.end()
        return m.end()

    def script(self, text: str, m: re.Match[str], look: _Look, depth: int) -> int:
        found = argument(text, m.end())
        if found is None:
            return m.end()
        inner, end = found
        before = self.tail()[-1:]
        if m[0] == "^" and before.isdigit() and re.fullmatch(r"\s*[-−]?\d+\s*", inner) and self._power():
            self.add(f"^{inner.strip()}", look)
        else:
            self.read(inner, replace(look, script="sup" if m[0] == "^" else "sub"), depth + 1)
        return end

    def _power(self) -> bool:
        return bool(re.search(r"(?:^|\D)10$", self.tail()))

    def command(self, text: str, m: re.Match[str], looks: list[_Look], depth: int) -> int:
        name = m["name"]
        bare = name.rstrip("*")
        look = looks[-1]
        position = m.end()
        special = self.special(text, bare, position, look, depth)
        if special is not None:
            return special
        if name in _DROPPED or bare in _DROPPED:
            if bare in _LOOKS["notes"]:
                self.add("", replace(look, kind="note"))
            return _skip(text, position, _DROPPED.get(name, _DROPPED.get(bare, 0)))
        new = self.look_of(bare, look)
        if bare in _LOOKS["standing"]:
            looks[-1] = new
            return position
        if new is not look:
            found = argument(text, position)
            if found is None:
                return position
            self.read(found[0], new, depth + 1)
            return found[1]
        symbol = _symbol(bare)
        if symbol is not None:
            self.add(symbol, look)
            blank = re.compile(r"[ \t]+|\{\}").match(text, position)
            return blank.end() if blank else position
        return _skip(text, position, 0)

    def special(self, text: str, name: str, position: int, look: _Look, depth: int) -> int | None:
        """Read a command that is read in a way of its own; None where it is none of these."""
        if name in {"caption", "captionof", "subcaption"}:
            return position
        if name == "begin":
            return self.begin(text, position)
        if "cite" in name.lower() and name != "citenum":
            return self.cite(text, position, look)
        if name == "ding":
            found = argument(text, position)
            self.add(_DINGS.get(found[0].strip(), "") if found else "", look)
            return found[1] if found else position
        if name in {"num", "SI", "qty", "si", "unit"}:
            return self.siunitx(text, position, look, name)
        if name in {"frac", "tfrac", "dfrac", "sfrac", "nicefrac"}:
            return self.fraction(text, position, look, depth)
        return None

    def look_of(self, name: str, look: _Look) -> _Look:
        if name in _LOOKS["bold"]:
            return replace(look, bold=True)
        if name in _LOOKS["plain"]:
            return replace(look, bold=False)
        if name in _LOOKS["underline"]:
            return replace(look, underline=True)
        if name in {"textsuperscript", "textsubscript"}:
            return replace(look, script="sup" if name == "textsuperscript" else "sub")
        if name in _LOOKS["small"]:
            return replace(look, small=True)
        return look

    def cite(self, text: str, position: int, look: _Look) -> int:
        end = _skip(text, position, 1)
        self.add("[cited]", replace(look, kind="citation"))
        return end

    def begin(self, text: str, position: int) -> int:
        """Pass over the name of an environment, and over the columns of a tabular in a cell."""
        name = argument(text, position)
        if name is None:
            return position
        position = _skip(text, name[1], 0)
        if name[0].startswith(("tab", "array", "minipage", "adjustbox")):
            position = _skip(text, position, 2 if name[0] in {"tabular*", "tabularx"} else 1)
        self.add(" ", _Look())
        return position

    def siunitx(self, text: str, position: int, look: _Look, name: str) -> int:
        end = _skip(text, position, 0)
        for i in range(2 if name in {"SI", "qty"} else 1):
            found = argument(text, end)
            if found is None:
                return end
            if i == 0 and name not in {"si", "unit"}:
                self.add(found[0].replace("+-", "±").replace("\\pm", "±"), look)
            else:
                self.add(" " + re.sub(r"\\([A-Za-z]+)", r"\1", found[0]), look)
            end = found[1]
        return end

    def fraction(self, text: str, position: int, look: _Look, depth: int) -> int:
        first = argument(text, position)
        second = argument(text, first[1]) if first else None
        if first is None or second is None:
            return position
        self.read(first[0], look, depth + 1)
        self.add("/", look)
        self.read(second[0], look, depth + 1)
        return second[1]


def _accented(sign: str, letter: str) -> str:
    import unicodedata  # noqa: PLC0415

    marks = {
        "'": "\u0301",
        "`": "\u0300",
        "^": "\u0302",
        '"': "\u0308",
        "~": "\u0303",
        "=": "\u0304",
        ".": "\u0307",
    }
    return unicodedata.normalize("NFC", letter.strip("\\") + marks[sign])


def _skip(text: str, position: int, arguments: int) -> int:
    """Return where the options and some arguments of a command end."""
    option = re.compile(r"\s*(?:\([a-z]{0,4}\)|\[[^\[\]]{0,200}\])")
    found = option.match(text, position)
    while found:
        position = found.end()
        found = option.match(text, position)
    for _ in range(arguments):
        m = re.compile(r"\s*(?=\{)").match(text, position)
        each = argument(text, m.end()) if m else None
        if each is None:
            break
        position = each[1]
        found = option.match(text, position)
        position = found.end() if found else position
    return position


def runs_of_latex(text: str) -> tuple[Run, ...]:
    r"""Return a piece of LaTeX as runs of one look each.

    >>> [(r.text, r.bold) for r in runs_of_latex(r"\textbf{92.1} $\pm$ 0.3")]
    [('92.1', True), (' ± 0.3', False)]
    """
    reader = _Reader()
    reader.read(text, _Look(), 0)
    return reader.runs()


def text_of_latex(text: str) -> str:
    """Return a piece of LaTeX as text, with one blank for all white space."""
    return _BLANKS.sub(" ", "".join(_plain(r) for r in runs_of_latex(text) if r.kind != "note")).strip()


def _plain(run: Run) -> str:
    if run.kind == "citation":
        return "[cited]"
    return f"^{run.text}" if run.script == "sup" and run.text.strip().lstrip("-−").isdigit() else run.text
