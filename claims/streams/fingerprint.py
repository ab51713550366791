"""Hashes of what decides the result, rules and vocabularies: another hash may give other claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path

from claims.files.own_vocabulary import own_texts

# What turns a text into claims: the folders of the reading, whole, and the modules that they share.
_READING = (
    "files/own_vocabulary.py", "linking", "model.py", "names", "numbers", "pipeline", "reading", "syntax", "text",
)  # fmt: skip
# What turns whole papers into texts and results.
_WHOLE_PAPERS = ("documents", "tables")
# What tells under which conditions a result was obtained.
_CONDITIONS = ("store/conditions",)
# What makes of claims, and of what people say of them, what is shown.
_STORE = ("judging/review", "store")
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


def _code(places: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Give the code of some folders and modules of the package."""
    for place in places:
        found = files("claims").joinpath(place)
        if found.is_dir():
            yield from _walk(found, lambda path: path.endswith(".py"), f"{place}/")
        else:
            yield place, found.read_bytes()


def _is_vocabulary_of_reading(path: str) -> bool:
    return not path.endswith((".sql", ".py")) and path not in _REPORTING


def _walk(
    folder: Traversable, wanted: Callable[[str], bool], prefix: str = ""
) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        path = prefix + entry.name
        if entry.name.startswith((".", "__pycache__")):
            continue
        if entry.is_dir():
            yield from _walk(entry, wanted, f"{path}/")
        elif entry.is_file() and wanted(path):
            yield path, entry.read_bytes()
