"""LaTeX sources as one text: files put together, comments taken out, macros of the preamble expanded.

Nothing outside the folder of a paper is ever read, and all that a source can repeat is bounded: how deep files include
each other, how often macros are expanded, how long the whole may grow.
"""

from __future__ import annotations

import re
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from claims.errors import ClaimsError
from claims.files.untrusted_tar import members, tar

MAX_SOURCE = 32 * 1024 * 1024
MAX_FILES = 4000
_MOST_INCLUDED = 400
_DEEPEST = 20
_MOST_EXPANSIONS = 50_000
_TEXT_SUFFIXES = frozenset({".tex", ".ltx", ".latex", ".bbl", ".sty", ".cls", ".tikz", ""})
_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*\n?[ \t]*")
_DEAD = re.compile(r"\\iffalse\b.*?\\fi\b|\\begin\{comment\}.*?\\end\{comment\}", re.DOTALL)
_INCLUDE = re.compile(
    r"\\(?:input|include|subfile|InputIfFileExists)\s*\{([^{}\n]{1,300})\}|\\input\s+([^\s\\{}]{1,300})"
)
_IMPORT = re.compile(r"\\(?:sub)?import\*?\s*\{([^{}\n]{0,200})\}\s*\{([^{}\n]{1,200})\}")
_DEFINITION = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand|newrobustcmd"
    r"|NewDocumentCommand)\*?\s*(?:\{\s*\\([A-Za-z@]+)\s*\}|\\([A-Za-z@]+))"
    r"\s*(?:\[(\d)\])?\s*(?:\[([^\]]*)\])?\s*(?=\{)"
)
_DEF = re.compile(r"\\(?:g|e|x)?def\s*\\([A-Za-z@]+)\s*((?:#\d)*)\s*(?=\{)")
_OPERATOR = re.compile(r"\\DeclareMathOperator\*?\s*\{\s*\\([A-Za-z@]+)\s*\}\s*(?=\{)")
_CONTROL = re.compile(r"\\([A-Za-z@]+)\*?")


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro that stands for other text.

    Attributes:
        body: What it stands for, with ``#1`` for its arguments.
        arguments: How many it takes.
        default: First argument where it is left out; None where it has to stand there.
    """

    body: str
    arguments: int = 0
    default: str | None = None


def read_folder(folder: Path) -> dict[str, str]:
    """Return the text files of a folder of sources by their path in it; links that lead out of it are left out."""
    root = folder.resolve()
    found: dict[str, str] = {}
    size = 0
    for path in sorted(folder.rglob("*")):
        if len(found) > MAX_FILES:
            break
        if (
            path.suffix.lower() not in _TEXT_SUFFIXES
            or not path.is_file()
            or not path.resolve().is_relative_to(root)
        ):
            continue
        size += path.stat().st_size
        if size > MAX_SOURCE:
            raise ClaimsError(f"{folder}: more than {MAX_SOURCE >> 20} MB of LaTeX; name the main file")
        found[path.relative_to(folder).as_posix()] = path.read_bytes().decode("utf-8", "replace")
    return found


def read_archive(path: Path) -> dict[str, str]:
    """Return the text files of a tar archive; what is no plain file, or lies outside of it, is left out."""
    found: dict[str, str] = {}
    size = 0
    try:
        with tar(path, "r|*") as archive:
            for i, member in enumerate(members(archive)):
                name = PurePosixPath(member.name)
                if i > MAX_FILES or size > MAX_SOURCE:
                    break
                if (
                    not member.isfile()
                    or name.is_absolute()
                    or ".." in name.parts
                    or name.suffix.lower() not in _TEXT_SUFFIXES
                ):
                    continue
                stream = archive.extractfile(member)
                data = stream.read(MAX_SOURCE - size + 1) if stream else b""
                size += len(data)
                found[str(name)] = data.decode("utf-8", "replace")
    except (tarfile.TarError, OSError) as error:
        raise ClaimsError(
            f"{path}: no archive that can be read: {error}; unpack it and name the folder"
        ) from error
    return found


def main_file(files: Mapping[str, str]) -> str | None:
    """Return the file that a paper begins with: it has a class and a beginning, and the most text of those that do."""
    candidates = [
        (
            ("\\begin{document}" in text) + ("\\documentclass" in text) + ("\\begin{abstract}" in text),
            "main" in name or "paper" in name,
            len(text),
            name,
        )
        for name, text in files.items()
        if name.endswith((".tex", ".ltx", ".latex"))
        and ("\\begin{document}" in text or "\\documentclass" in text)
    ]
    if candidates:
        return max(candidates)[3]
    plain = [name for name, text in files.items() if name.endswith(".tex") and "\\begin{tabular" in text]
    return plain[0] if len(plain) == 1 else next((n for n in files if n.endswith(".tex")), None)


def join_files(files: Mapping[str, str], main: str) -> str:
    """Return a file with what it includes in its places, comments taken out.

    A file that includes itself, or that is not there, gives nothing.
    """
    count = 0

    def include(name: str, stack: tuple[str, ...]) -> str:
        nonlocal count
        count += 1
        if name in stack or len(stack) > _DEEPEST or count > _MOST_INCLUDED:
            return ""
        text = _DEAD.sub(" ", _COMMENT.sub(r"\1", files[name]))

        def replace(m: re.Match[str]) -> str:
            wanted = (m[1] or m[2] or "").strip()
            found = _lookup(files, main, wanted)
            return include(found, (*stack, name)) if found else " "

        def imported(m: re.Match[str]) -> str:
            found = _lookup(files, main, m[1].strip().rstrip("/") + "/" + m[2].strip())
            return include(found, (*stack, name)) if found else " "

        return _IMPORT.sub(imported, _INCLUDE.sub(replace, text))

    return include(main, ())


def _lookup(files: Mapping[str, str], main: str, wanted: str) -> str | None:
    base = PurePosixPath(main).parent
    for path in (base / wanted, PurePosixPath(wanted.lstrip("./"))):
        parts: list[str] = []
        for part in path.parts:
            if part == "..":
                if not parts:
                    return None
                parts.pop()
            elif part not in {".", "/"}:
                parts.append(part)
        name = "/".join(parts)
        for each in (name, f"{name}.tex"):
            if each in files and each.rpartition(".")[2] not in {"sty", "cls"}:
                return each
    return None


def braces(text: str) -> dict[int, int]:
    """Return for each opening brace where the one is that closes it; those that nothing closes are left out."""
    out: dict[int, int] = {}
    open_at: list[int] = []
    for m in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if m[0] == "{":
            open_at.append(m.start())
        elif m[0] == "}" and open_at:
            out[open_at.pop()] = m.start()
    return out


def macros_of(*texts: str) -> dict[str, Macro]:
    """Return the macros that texts define and that stand for plain text."""
    found: dict[str, Macro] = {}
    for text in texts:
        closing = braces(text)
        for pattern in (_DEFINITION, _DEF, _OPERATOR):
            for m in pattern.finditer(text):
                end = closing.get(m.end())
                if end is None or end - m.end() > 4000:
                    continue
                body = text[m.end() + 1 : end]
                name = m[1] or (m[2] if pattern is _DEFINITION else "")
                if pattern is _DEFINITION:
                    macro = Macro(body, int(m[3] or 0), m[4])
                elif pattern is _DEF:
                    macro = Macro(body, m[2].count("#"))
                else:
                    macro = Macro(body)
                if name and f"\\{name}" not in body:
                    found[name] = macro
    return {name: macro for name, macro in found.items() if name not in _KEPT and "\\@" not in macro.body}


_KEPT = frozenset(
    [
        "caption",
        "label",
        "section",
        "subsection",
        "subsubsection",
        "paragraph",
        "textbf",
        "textit",
        "emph",
        "cite",
        "citet",
        "citep",
        "ref",
        "item",
        "begin",
        "end",
        "multicolumn",
        "multirow",
        "footnote",
        "title",
        "author",
        "abstract",
        "input",
        "include",
        "newcommand",
        "maketitle",
        "thefootnote",
        "arraystretch",
        "tabcolsep",
    ]
)


def expand(text: str, macros: Mapping[str, Macro]) -> str:
    """Return a text with macros replaced by what they stand for.

    After some ten thousand replacements, or where the text would grow beyond MAX_SOURCE, the rest stays as it is.
    """
    if not macros:
        return text
    budget = _MOST_EXPANSIONS
    size = 0
    out: list[str] = []
    pending = [
        (text, 0, 0)
    ]  # texts still to be read, the next last: from where on, and how deep in macros they are
    while pending:
        current, position, depth = pending.pop()
        start = position
        while m := _CONTROL.search(current, start):
            macro = macros.get(m[1])
            start = m.end()
            if macro is None or budget <= 0 or depth > _DEEPEST or size > MAX_SOURCE:
                continue
            replaced = _apply(current, m, macro)
            if replaced is None:
                continue
            budget -= 1
            body, end = replaced
            out.append(current[position : m.start()])
            size += m.start() - position + len(body)
            pending.append((current, end, depth))
            pending.append((body, 0, depth + 1))
            break
        else:
            out.append(current[position:])
    return "".join(out)


def _apply(text: str, m: re.Match[str], macro: Macro) -> tuple[str, int] | None:
    """Return what a macro at a place stands for and where its arguments end; None where they are not there."""
    end = m.start() + 1 + len(m[1])
    arguments: list[str] = []
    if macro.default is not None:
        option = re.compile(r"\s*\[([^\[\]]{0,300})\]").match(text, end)
        arguments.append(option[1] if option else macro.default)
        end = option.end() if option else end
    while len(arguments) < macro.arguments:
        found = argument(text, end)
        if found is None:
            return None
        arguments.append(found[0])
        end = found[1]
    if macro.arguments == 0:
        blank = re.compile(r"(?:\{\}|[ \t]+(?=[A-Za-z]))").match(text, end)
        if blank and blank[0] == "{}":
            end = blank.end()
    body = re.sub(
        r"#(\d)", lambda d: arguments[int(d[1]) - 1] if 0 < int(d[1]) <= len(arguments) else "", macro.body
    )
    return body, end


def argument(text: str, start: int) -> tuple[str, int] | None:
    """Return the argument that begins at a place, in braces or one sign, and where it ends."""
    m = re.compile(r"\s*").match(text, start)
    at = m.end() if m else start
    if at >= len(text):
        return None
    if text[at] != "{":
        control = _CONTROL.match(text, at)
        end = control.end() if control else at + 1
        return text[at:end], end
    depth = 0
    for brace in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, at, min(len(text), at + 60_000)):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return text[at + 1 : brace.start()], brace.end()
    return None
