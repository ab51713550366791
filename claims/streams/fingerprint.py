"""Hashes of what decides the result, rules and vocabularies: another hash may give other claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path

from claims.own_vocabulary import own_texts

# What turns a text into claims: the folders of the reading, whole, and the modules that they share.
_READING = frozenset({
    "text", "numbers", "names", "syntax", "phrases", "reading", "linking", "confidence", "model.py",
    "own_vocabulary.py", "pipeline.py",
})  # fmt: skip
# What turns whole papers into texts and results.
_WHOLE_PAPERS = frozenset({"documents", "tables"})
# What tells under which conditions a result was obtained.
_CONDITIONS = frozenset({"conditions"})
# What makes of claims, and of what people say of them, what is shown.
_STORE = frozenset({"store", "review"})
# What is read off the claims afterwards, for reports and exports alone.
_REPORTING = frozenset({"leaderboards.toml", "families.toml", "hub_datasets.csv"})


@cache
def rules_fingerprint() -> str:
    """Return a hash (16 hex digits) of all code and data that turns a text into claims.

    It is taken from the installed files themselves, so nobody has to remember to raise a number. A change
    of a comment changes it too: that costs one extraction, while a change that goes unseen costs trust.
    """
    return _hash(_code(_READING), vocabulary_fingerprint())


@cache
def documents_fingerprint() -> str:
    """Return a hash (16 hex digits) of all code and data that turns whole papers into claims and results."""
    return _hash(_code(_WHOLE_PAPERS), rules_fingerprint())


@cache
def vocabulary_fingerprint() -> str:
    """Return a hash (16 hex digits) of the vocabularies and units that decide what is read, one's own among them."""
    own = ((Path(text.label).name, text.content) for text in own_texts())
    added = ((f"own {name}", content.encode()) for name, content in own if name not in _REPORTING)
    return _hash(chain(_walk(files("claims.schema"), _is_vocabulary_of_reading), added))


@cache
def conditions_fingerprint() -> str:
    """Return a hash (16 hex digits) of what decides under which conditions a result stands on a board."""
    words = _walk(files("claims.schema"), lambda path: path == "leaderboards.toml")
    return _hash(chain(_code(_CONDITIONS), words), vocabulary_fingerprint())


@cache
def shown_fingerprint() -> str:
    """Return a hash (16 hex digits) of what decides what is shown of papers, given their claims."""
    data = _walk(files("claims.schema"), lambda path: path.endswith((".sql", ".toml", ".csv")))
    return _hash(chain(_code(_STORE), data), _hash((), rules_fingerprint() + conditions_fingerprint()))


def _hash(contents: Iterable[tuple[str, bytes]], of_what_it_stands_on: str = "") -> str:
    digest = sha256(of_what_it_stands_on.encode())
    for path, content in contents:
        digest.update(path.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()[:16]


def _code(rooms: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    found = _walk(files("claims"), lambda path: path.split("/")[0] in rooms)
    return ((path, content) for path, content in found if path.endswith(".py"))


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
