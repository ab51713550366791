r"""Text of papers, files and databases, made so that it stays text where it is written: one function for each output.

What a terminal obeys, what turns the direction of letters, and what is no character at all is shown as Python writes
it (``\x1b``). Line breaks and tabs stay.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

# Controls of ASCII and of ISO 6429 (C1), marks of direction and of annotation, separators that some take for the end of
# a line, tags, and halves of surrogate pairs, as file names that are not UTF-8 have them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]|\r(?!\n)"
)
_UNSEEN_IN_JSON = re.compile(
    rb"\x7f|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf|\xef\xbf[\xb9-\xbb]"
    rb"|\xf3\xa0[\x80\x81][\x80-\xbf]"
)
_MARKDOWN = re.compile(
    r"[\\`*{}\[\]<>|$~@]|^#(?=[#\s])|(?<![^\W_])_|_(?![^\W_])|&(?=[#A-Za-z])|(?<=[A-Za-z]):(?=//)|(?<=\bwww)\.",
    re.IGNORECASE,
)
_LATEX = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}",
    ">": r"\textgreater{}", "|": r"\textbar{}", '"': r"\textquotedbl{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}  # fmt: skip
_FORMULA = re.compile("[=+@\t\r\n＝＋－＠-]")
_OPEN_SCHEMES = frozenset({"http", "https"})


def for_terminal(text: str) -> str:
    r"""Return a text that no terminal takes for a command, and that reads in the order in which it is written.

    >>> for_terminal("a \x1b]52;c;x\x07 b\u202e")
    'a \\x1b]52;c;x\\x07 b\\u202e'
    """
    return text if text.isascii() and text.isprintable() else _UNSEEN.sub(_shown, text)


def for_markdown(text: str) -> str:
    r"""Return a text that is neither mark-up, nor HTML, nor a link; line breaks become spaces.

    >>> for_markdown("<b>a</b> | [b](c) https://d.e f_g")
    '\\<b\\>a\\</b\\> \\| \\[b\\](c) https\\://d.e f_g'
    """
    return _MARKDOWN.sub(r"\\\g<0>", for_terminal(" ".join(text.split())))


def markdown_code(text: str) -> str:
    r"""Return a text as code within a cell: a bar ends a cell even there, and backticks are ended by as many.

    >>> markdown_code("a|b"), markdown_code("a``b")
    ('`a\\|b`', '``` a``b ```')
    """
    shown = for_terminal(" ".join(text.split())).replace("|", "\\|")
    fence = "`" * (max(map(len, re.findall("`+", shown)), default=0) + 1)
    return f"{fence} {shown} {fence}" if len(fence) > 1 else f"`{shown}`"


def markdown_link(text: str, address: str | None) -> str:
    r"""Return a text that leads to an address; the text alone where :func:`web_address` knows none.

    >>> markdown_link("A [b]", "https://a.org/x"), markdown_link("A", "javascript:alert(1)")
    ('[A \\[b\\]](https://a.org/x)', 'A')
    """
    safe = web_address(address)
    return f"[{for_markdown(text)}]({safe})" if safe else for_markdown(text)


def web_address(address: str | None) -> str | None:
    """Return an address of the web, without any sign that could end it in HTML or Markdown; None for all others.

    >>> web_address("https://arxiv.org/abs/2301.00001"), web_address("https://a.org/) <b"), web_address("data:,x")
    ('https://arxiv.org/abs/2301.00001', 'https://a.org/%29%20%3Cb', None)
    """
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return None
    if parts.scheme not in _OPEN_SCHEMES or not parts.netloc:
        return None
    return quote(for_terminal(parts.geturl()), safe="/:?#@!$&*+,;=%~-._")


def for_html(text: str) -> str:
    """Return a text whose characters HTML shows as they are; the templates escape what is mark-up."""
    return for_terminal(text)


def for_csv(text: str, *, excel: bool = False) -> str:
    """Return a text for a cell that the writer of CSV puts between quotes where it must.

    Args:
        text: The text.
        excel: Put ``'`` before what a spreadsheet would take for a formula.

    >>> for_csv("=1+1"), for_csv("=1+1", excel=True)
    ('=1+1', "'=1+1")
    """
    shown = for_terminal(text)
    return f"'{shown}" if excel and _FORMULA.match(shown) else shown


def for_latex(text: str) -> str:
    r"""Return a text that LaTeX sets as it is; line breaks become spaces.

    >>> for_latex(r"50% of \input{x}_1")
    '50\\% of \\textbackslash{}input\\{x\\}\\_1'
    """
    shown = for_terminal(" ".join(text.split()))
    return "".join(_LATEX.get(sign, sign) for sign in shown)


def for_json(encoded: bytes) -> bytes:
    r"""Return JSON that means the same, and is safe to show: what JSON may hold as it is becomes ``\u``.

    >>> for_json('"\x9b"'.encode())
    b'"\\u009b"'
    """
    if encoded.isascii() and b"\x7f" not in encoded:
        return encoded
    return _UNSEEN_IN_JSON.sub(_as_json, encoded)


def for_yaml(value: object) -> str:
    r"""Return a value as YAML that is safe to show: where it holds what is not to be seen, nothing but ASCII.

    >>> for_yaml({"name": "é"}), for_yaml({"name": "\u202e"})
    ('name: é\n', 'name: "\\u202E"\n')
    """
    import yaml  # noqa: PLC0415 - few outputs are YAML

    shown: str = yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=110)
    if _UNSEEN.search(shown):
        shown = yaml.safe_dump(value, sort_keys=False, allow_unicode=False, width=110)
    return shown


def _as_json(found: re.Match[bytes]) -> bytes:
    units = found[0].decode().encode("utf-16-be")
    return b"".join(b"\\u%04x" % int.from_bytes(units[i : i + 2]) for i in range(0, len(units), 2))


def _shown(found: re.Match[str]) -> str:
    number = ord(found[0])
    return (
        f"\\x{number:02x}"
        if number < 0x100
        else f"\\u{number:04x}"
        if number < 0x10000
        else f"\\U{number:08x}"
    )
