"""Hashes of what decides the result, rules and vocabularies: another hash may give other claims."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from claims.own_vocabulary import own_texts

# What turns a text into claims: the folders of the reading, whole, and the modules that they share.
_READING = frozenset({
    "text", "numbers", "names", "syntax", "reading", "linking", "model.py", "own_vocabulary.py", "pipeline.py",
})  # fmt: skip
# What turns whole papers into texts and results.
_WHOLE_PAPERS = frozenset({"documents", "tables"})
# What is read off the claims afterwards, for reports and exports alone.
_REPORTING = frozenset({"leaderboards.toml", "families.toml", "hub_datasets.csv"})


@cache
def rules_fingerprint() -> str:
    """Return a hash (16 hex digits) of all code and data that turns a text into claims.

    It is taken from the installed files themselves, so nobody has to remember to raise a number. A change
    of a comment changes it too: that costs one extraction, while a change that goes unseen costs trust.
    """
    digest = sha256()
    for path, content in _walk(files("claims"), lambda path: path.split("/")[0] in _READING):
        if path.endswith(".py"):
            digest.update(path.encode() + b"\0" + content + b"\0")
    digest.update(vocabulary_fingerprint().encode())
    return digest.hexdigest()[:16]


@cache
def documents_fingerprint() -> str:
    """Return a hash (16 hex digits) of all code and data that turns whole papers into claims and results."""
    digest = sha256(rules_fingerprint().encode())
    for path, content in _walk(files("claims"), lambda path: path.split("/")[0] in _WHOLE_PAPERS):
        if path.endswith(".py"):
            digest.update(path.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()[:16]


@cache
def vocabulary_fingerprint() -> str:
    """Return a hash (16 hex digits) of the vocabularies and units that decide what is read, one's own among them."""
    digest = sha256()
    for path, content in _walk(files("claims.schema"), _is_vocabulary_of_reading):
        digest.update(path.encode() + b"\0" + content + b"\0")
    for text in own_texts():
        if (name := Path(text.label).name) not in _REPORTING:
            digest.update(b"own " + name.encode() + b"\0" + text.content.encode() + b"\0")
    return digest.hexdigest()[:16]


@cache
def conditions_fingerprint() -> str:
    """Return a hash (16 hex digits) of what decides under which conditions a result stands on a board."""
    digest = sha256(vocabulary_fingerprint().encode())
    for path in (files("claims") / "conditions.py", files("claims.schema") / "leaderboards.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _is_vocabulary_of_reading(path: str) -> bool:
    return not path.endswith((".sql", ".py")) and path not in _REPORTING


def _walk(
    folder: Traversable, wanted: Callable[[str], bool], prefix: str = ""
) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = prefix + entry.name
        if entry.name.startswith((".", "__pycache__")) or not wanted(path):
            continue
        if entry.is_dir():
            yield from _walk(entry, wanted, f"{path}/")
        elif entry.is_file():
            yield path, entry.read_bytes()
