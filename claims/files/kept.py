"""What takes long to work out and is always the same, kept for the next command in a file of the user's.

The file is never needed, and may go at any time. It stands in a folder that only its user may write to, and holds
nothing that is run: texts, numbers, lists and tables of them. What is not as it was written is worked out again.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

FOLDER_VARIABLE = "CLAIMS_CACHE"
"""Names another folder; where it is set and empty, nothing is kept."""

_HEAD = b"claims cache 1\n"
_DIGEST = 32
_MOST_BYTES = 32_000_000
_MOST = 1000
"""More, and what this command has no use for goes: it is of other versions."""

Value = TypeVar("Value")
_used: dict[bytes, Any] = {}
_is_new = False


def kept(what: str, material: str, make: Callable[[], Value], *modules: str) -> Value:
    """Return what is made of some material, from the file where it has that.

    Args:
        what: Names what it is.
        material: All data that the result depends on.
        make: Makes it: numbers, texts, bytes, lists, tuples and tables of them. Nobody changes it afterwards.
        modules: Files of the modules of this package whose code makes it: where one has changed, it is made again.
    """
    global _is_new
    if is_off():
        return make()
    try:
        code = b"".join(map(_hash_of, modules))
    except OSError:  # a package without its source
        return make()
    digest = blake2b(f"{what} {material}".encode("utf-8", "surrogatepass"), digest_size=16)
    digest.update(code)
    key = digest.digest()
    found = _used.get(key, _known().get(key))
    if found is None:
        found, _is_new = make(), True
    _used[key] = found
    value: Value = found
    return value


def is_off() -> bool:
    """True where nothing is kept."""
    return _file() is None


def keep() -> None:
    """Write what this process had to make, for the next one; where that cannot be done, nothing happens."""
    global _is_new  # noqa: PLW0603
    file = _file()
    if not _is_new or file is None:
        return
    _is_new = False
    with suppress(Exception):
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(file.parent.stat()):
            return
        known = _known()
        body = marshal.dumps({**known, **_used} if len(known) < _MOST else _used)
        beside = file.with_name(f"{file.name}.{os.getpid()}")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(_HEAD + blake2b(body, digest_size=_DIGEST).digest() + body)
            beside.replace(file)
        finally:
            beside.unlink(missing_ok=True)


@cache
def _hash_of(module: str) -> bytes:
    """Return a hash of the source of a module, which stands beside it where it is compiled: ``trie.cpython-311.so``."""
    file = Path(module)
    source = file.with_name(file.name.partition(".")[0] + ".py")
    return blake2b(source.read_bytes(), digest_size=16).digest()


@cache
def _file() -> Path | None:
    """Return the file, None where none is kept: another Python has another one."""
    if sys.implementation.name != "cpython" or not hasattr(os, "geteuid"):
        return None
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder is None:
        base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        folder = os.path.join(os.path.expanduser(base), "claims")  # noqa: PTH111, PTH118 - raises nothing
    if not os.path.isabs(folder):  # noqa: PTH117
        return None
    return Path(folder) / f"made-{sys.implementation.cache_tag}-{sys.hexversion:x}"


@cache
def _known() -> dict[bytes, Any]:
    """Return what the file holds, by the hash of what it was made of; nothing where it is not as it was written."""
    file = _file()
    try:
        if file is None or not _is_ours(file.parent.stat()):
            return {}
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as stream:
            status = os.fstat(descriptor)
            if not _is_ours(status) or not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
                return {}
            content = stream.read()
    except OSError:
        return {}
    at = len(_HEAD) + _DIGEST
    digest, body = content[len(_HEAD) : at], content[at:]
    if not content.startswith(_HEAD) or blake2b(body, digest_size=_DIGEST).digest() != digest:
        return {}
    try:
        found = marshal.loads(body)
    except (ValueError, EOFError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_ours(status: os.stat_result) -> bool:
    """True where nobody but the user of this process can have written."""
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
