"""Vocabularies of one's own: a folder whose files add to those of ``schema/``, in the same shapes.

``CLAIMS_VOCABULARY`` names the folder. A process has one vocabulary, from the first text that it reads to its end;
the processes that it starts have the same.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from claims.errors import ClaimsError, expect
from claims.files.kept import kept

VARIABLE = "CLAIMS_VOCABULARY"
FILES = (
    "hardware.csv", "vendors.csv", "workloads.csv", "baselines.csv", "hub_datasets.csv",
    "metrics.toml", "cues.toml", "units.txt", "unit_names.toml",
)  # fmt: skip
"""What a folder may hold."""

_LONGEST = 20_000_000
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column \d+|end of document)\)$")


@dataclass(frozen=True, slots=True)
class Text:
    """A file of a vocabulary.

    Attributes:
        label: What errors call it: ``schema/hardware.csv``, or the path of a file of one's own.
        content: What it holds.
        own: Whether it adds to one of ``schema/``.
    """

    label: str
    content: str
    own: bool = False

    def toml(self) -> dict[str, Any]:
        """Return what it holds as TOML, which nobody changes.

        Raises:
            ClaimsError: It is no valid TOML; names file and line.
        """
        try:
            return kept("toml", self.content, lambda: tomllib.loads(self.content))
        except tomllib.TOMLDecodeError as error:
            reason = str(error)
            place = _PLACE.search(reason)
            line = int(place["line"]) if place and place["line"] else self.content.count("\n") + 1
            told = reason[: place.start()] if place else reason
            raise ClaimsError(
                f"{self.label}:{line}: no valid TOML: {told[:1].lower()}{told[1:]}; mend this line or the one before"
            ) from None

    def tables(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield the tables of an array in TOML, each with its place: ``schema/cues.toml:12``.

        Raises:
            ClaimsError: It is no valid TOML, or holds something else; names file and line.
        """
        content = self.toml()
        lines = [
            number
            for number, line in enumerate(self.content.splitlines(), start=1)
            if line.split("#")[0].strip() == f"[[{name}]]"
        ]
        rows = content.get(name, [])
        if self.own and (set(content) - {name} or not isinstance(rows, list)):
            raise ClaimsError(
                f"{self.label}: holds {', '.join(content)}; write a table [[{name}]] for each row"
            )
        for place, row in enumerate(rows):
            yield f"{self.label}:{lines[place]}" if place < len(lines) else self.label, row

    def line_of(self, pattern: str) -> str:
        """Return the place of the first line that matches a pattern; the file alone where none does."""
        for number, line in enumerate(self.content.splitlines(), start=1):
            if re.match(pattern, line):
                return f"{self.label}:{number}"
        return self.label


def texts(name: str) -> tuple[Text, ...]:
    """Return a file of ``schema/``, and the one of that name in the folder of one's own.

    Raises:
        ClaimsError: There is no such folder, it holds what is no vocabulary, or a file cannot be read.
    """
    ours = Text(f"schema/{name}", (resources.files("claims.schema") / name).read_text("utf-8"))
    own = next((text for text in own_texts() if Path(text.label).name == name), None)
    return (ours, own) if own is not None else (ours,)


@cache
def own_texts() -> tuple[Text, ...]:
    """Return the files of the folder of one's own, by name.

    Raises:
        ClaimsError: There is no such folder, it holds what is no vocabulary, or a file cannot be read.
    """
    named = os.environ.get(VARIABLE)
    if not named:
        return ()
    folder = Path(named)
    if folder.is_relative_to(here := Path.cwd()):  # as it was most likely given
        folder = folder.relative_to(here)
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        raise ClaimsError(
            f"{folder}: no folder with vocabularies: {error.strerror}; name one with --vocabulary or {VARIABLE}"
        ) from None
    found = []
    for name in names:
        path = folder / name
        if name in FILES:
            found.append(Text(str(path), _content(path), own=True))
        elif path.suffix in (".csv", ".toml", ".txt") and not name.startswith("."):
            raise ClaimsError(
                f"{path}: is no vocabulary; call it one of {', '.join(FILES)}, or move it elsewhere"
            )
    if not found:
        raise ClaimsError(f"{folder}: holds no vocabulary; put there one of {', '.join(FILES)}")
    return tuple(found)


def use_folder(folder: str | os.PathLike[str]) -> None:
    """Let the files of a folder add to the vocabularies, in this process and those that it starts.

    Args:
        folder: Holds one or more of :data:`FILES`.

    Raises:
        ClaimsError: There is no such folder, it holds what is no vocabulary, or this process has read texts with
            other vocabularies.
    """
    expect("use_vocabulary", "a path", folder, str, os.PathLike)
    path = str(Path(folder).absolute())
    if own_texts.cache_info().currsize:
        if os.environ.get(VARIABLE) == path:
            return
        raise ClaimsError(
            f"{folder}: vocabularies are in use already; name the folder before the first text is read, "
            f"or in {VARIABLE}"
        )
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = path
    try:
        own_texts()
    except ClaimsError:
        del os.environ[VARIABLE]
        if before is not None:
            os.environ[VARIABLE] = before
        raise


def _content(path: Path) -> str:
    try:
        if not path.is_file():
            raise ClaimsError(f"{path}: is no file")
        if path.stat().st_size > _LONGEST:
            raise ClaimsError(f"{path}: is larger than {_LONGEST // 1_000_000} MB; a vocabulary is not")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ClaimsError(f"{path}:{line}: is no UTF-8; save it in that encoding") from None
    except OSError as error:
        raise ClaimsError(f"{path}: cannot be read: {error.strerror}") from None
