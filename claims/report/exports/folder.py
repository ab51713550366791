"""The folder of an export: its files take their names when all of them are whole, and nobody else's is replaced.

``export.json`` in it lists the files of each format with their hashes. What stands there and is not listed is not
ours: it is neither replaced nor removed.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import Any

import orjson

from claims.errors import ClaimsError
from claims.files.escaping import for_json
from claims.files.whole import folder_beside, locked_folder, whole_file

MANIFEST = "export.json"
_LONGEST_MANIFEST = 100_000_000

Files = dict[str, str]
"""Names below the folder, with ``/`` between their parts, and the SHA-256 of each."""


class Staging:
    """Where one format writes its files before they take their names.

    Attributes:
        left_out: How many rows the format cannot hold, by the reason.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.names: list[str] = []
        self.rows: dict[str, int] = {}
        self.left_out: Counter[str] = Counter()

    def file(self, name: str, rows: int | None = None) -> Path:
        """Return where a file is to be written.

        Args:
            name: Its name below the folder of the export, with ``/`` between its parts.
            rows: How many rows it will have.
        """
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.names.append(name)
        if rows is not None:
            self.rows[name] = rows
        return path

    def size(self, name: str) -> int:
        """Return the size of a file that was written, in bytes."""
        return (self._folder / name).stat().st_size

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file that was written."""
        return _digest(self._folder / name)


@contextmanager
def exclusive(folder: Path) -> Iterator[Path]:
    """Keep other exports out of a folder, which is made where there is none; give one within it to write into.

    Raises:
        ClaimsError: The folder cannot be written, or another export is writing it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked_folder(folder) as is_ours:
            if not is_ours:
                raise ClaimsError(f"{folder}: another export is writing it: try again when that has ended")
            with folder_beside(folder / "export") as staged:
                yield staged
    except OSError as error:
        raise ClaimsError(
            f"{error.filename or folder}: cannot be written: {error.strerror or error}"
        ) from error


def publish(folder: Path, staged: Path, formats: Mapping[str, Files], about: Mapping[str, Any]) -> None:
    """Give the files of an export their names, and remove those of the one before that are no more.

    Args:
        folder: The folder of the export.
        staged: Where they were written.
        formats: The files of each format.
        about: What is told of the export.

    Raises:
        ClaimsError: Something that is no file of an earlier export has one of the names.
        OSError: A name cannot be taken; the list of files tells that the export is not whole.
    """
    before = _listed(folder)
    ours = {name for files in before.values() for name in files}
    names = [name for files in formats.values() for name in files]
    for name in (*names, MANIFEST):
        _refuse_what_is_not_ours(folder, name, ours)
    after = {**before, **formats}
    # While names are taken, all that may be there is ours.
    between = {form: {**before.get(form, {}), **after[form]} for form in after}
    _write_manifest(folder, {**about, "whole": False, "formats": between})
    for name in names:
        _take_name(staged / name, folder / name)
    kept = {name for files in after.values() for name in files}
    for form in formats:
        for name, digest in before.get(form, {}).items():
            if name not in kept:
                _remove(folder, name, digest)
    _write_manifest(folder, {**about, "whole": True, "formats": after})


def _refuse_what_is_not_ours(folder: Path, name: str, ours: set[str]) -> None:
    path = folder / name
    for above in (folder / parent for parent in PurePosixPath(name).parents):
        if above != folder and os.path.lexists(above) and (above.is_symlink() or not above.is_dir()):
            raise ClaimsError(f"{above}: is in the way of a folder of the export: name another folder")
    if os.path.lexists(path) and name not in ours and not (name == MANIFEST and _manifest(folder)):
        raise ClaimsError(f"{path}: is no file of an earlier export, and stays: name another folder")


def _take_name(made: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(OSError):
        made.chmod(path.stat().st_mode & 0o777)
    made.replace(path)


def _remove(folder: Path, name: str, digest: str) -> None:
    """Remove a file of an earlier export that nobody has changed since, and the folders that it leaves empty."""
    path = folder / name
    if path.is_symlink() or not path.is_file() or _digest(path) != digest:
        return
    path.unlink()
    for parent in PurePosixPath(name).parents:
        if str(parent) != ".":
            with suppress(OSError):  # it holds something else
                (folder / parent).rmdir()


def _write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    with whole_file(folder / MANIFEST) as stream:
        stream.write(for_json(orjson.dumps(content, option=orjson.OPT_INDENT_2)) + b"\n")


def _listed(folder: Path) -> dict[str, Files]:
    """Return the files of earlier exports by format."""
    formats = _manifest(folder).get("formats")
    found = {
        str(form): {
            name: digest for name, digest in files.items() if isinstance(digest, str) and _is_below(name)
        }
        for form, files in (formats if isinstance(formats, dict) else {}).items()
        if isinstance(files, dict)
    }
    return found or _listed_by_croissant(folder)


def _listed_by_croissant(folder: Path) -> dict[str, Files]:
    """Return the files of an export of version 0.2, which had no list but its description."""
    described = _json(folder / "croissant.json").get("distribution")
    files = {
        entry["name"]: str(entry.get("sha256"))
        for entry in (described if isinstance(described, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get("name"), str) and _is_below(entry["name"])
    }
    return {"parquet": {**files, "croissant.json": ""}} if files else {}


def _is_below(name: str) -> bool:
    """Return whether a name leads to somewhere below the folder, whoever has written it."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\0" not in name and bool(path.parts)


def _manifest(folder: Path) -> dict[str, Any]:
    found = _json(folder / MANIFEST)
    return found if "formats" in found and "rules" in found else {}


def _json(path: Path) -> dict[str, Any]:
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _LONGEST_MANIFEST:
            return {}
        content = orjson.loads(path.read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return {}
    return content if isinstance(content, dict) else {}


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
