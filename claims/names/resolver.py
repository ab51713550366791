"""Which entry of a vocabulary a mention names; what that takes is kept for the next command."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import Field, astuple
from typing import Any, ClassVar, Generic, NamedTuple, Protocol, TypeVar

from claims.files.kept import kept
from claims.files.own_vocabulary import texts
from claims.names import aliases, rows
from claims.names.aliases import SEPARATORS, Alias, fold


class Row(Protocol):
    """A row of a vocabulary: a dataclass with the names of a thing."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def name(self) -> str:
        """Its canonical name."""

    @property
    def aliases(self) -> tuple[Alias, ...]:
        """Its names, in all spellings."""


Entry = TypeVar("Entry", bound=Row)
"""A row of a vocabulary."""


class Known(NamedTuple):
    """What a vocabulary holds, made of texts, numbers, lists and tables, so that it can be kept.

    Attributes:
        rows: Its entries, each as the tuple of its cells.
        keys: The number of the entry that each key names.
        families: Keys that a model number or a size may follow.
        cases: Spellings of keys of which case matters.
        longest: Length of the longest key.
    """

    rows: list[tuple[Any, ...]]
    keys: dict[str, int]
    families: list[str]
    cases: dict[str, list[str]]
    longest: int


def known(file: str, read: Callable[[], tuple[Entry, ...]], module: str) -> Known:
    """Return what a vocabulary holds, from the last command where it has not changed.

    Args:
        file: Its name.
        read: Reads its entries.
        module: The file of the module that does so.
    """

    def make() -> tuple[Any, ...]:
        entries = read()
        keys: dict[str, int] = {}
        families: dict[str, None] = {}
        cases: dict[str, dict[str, None]] = {}
        for number, entry in enumerate(entries):
            for alias in entry.aliases:
                keys[alias.key] = number
                if alias.family:
                    families[alias.key] = None
                if alias.exact:
                    cases.setdefault(alias.key, {})[SEPARATORS.sub("", alias.text)] = None
        told = {key: list(spellings) for key, spellings in cases.items()}
        return (
            [astuple(entry) for entry in entries],
            keys,
            list(families),
            told,
            max(map(len, keys), default=0),
        )

    material = "\n".join(text.content for text in texts(file))
    return Known(*kept(file, material, make, module, __file__, aliases.__file__, rows.__file__))


def _entry_of(kind: Callable[..., Entry], row: tuple[Any, ...]) -> Entry:
    name, spellings, *cells = row
    return kind(name, tuple(Alias(*spelling) for spelling in spellings), *cells)


def entries(
    file: str, kind: Callable[..., Entry], read: Callable[[], tuple[Entry, ...]], module: str
) -> tuple[Entry, ...]:
    """Return the entries of a vocabulary.

    Args:
        file: Its name.
        kind: Makes an entry of its cells.
        read: Reads its entries.
        module: The file of the module that does so.
    """
    return tuple(_entry_of(kind, row) for row in known(file, read, module).rows)


class Resolver(Generic[Entry]):
    """Looks up the entry that a mention names."""

    def __init__(self, known: Known, kind: Callable[..., Entry]) -> None:
        self._rows, self._keys_of, families, self._cases, self._longest = known
        self._families = frozenset(families)
        self._kind: Callable[..., Entry] = kind
        self._made: dict[int, Entry] = {}

    def _entry(self, key: str) -> Entry:
        number = self._keys_of[key]
        if number not in self._made:  # most are never asked for
            self._made[number] = _entry_of(self._kind, self._rows[number])
        return self._made[number]

    def whole(self, mention: str) -> Entry | None:
        """Return the entry that has the mention as one of its spellings."""
        key = fold(mention)
        return self._entry(key) if key in self._keys_of else None

    def candidates(self, mention: str) -> Iterator[tuple[Entry, str, str]]:
        """Yield the entries named somewhere in a mention, each with the key that names it and what is behind that."""
        found = list(_WORD.finditer(mention := _TRADEMARK.sub(" ", mention)))
        words = [fold(m[0]) for m in found]
        cased = SEPARATORS.sub("", mention)
        for i in range(len(words)):
            for key, taken in self._keys(words[i:]):
                if key not in self._cases or any(text in cased for text in self._cases[key]):
                    yield self._entry(key), key, mention[found[i + taken - 1].end() :]

    def _keys(self, words: list[str]) -> Iterator[tuple[str, int]]:
        """Yield the keys that a row of words begins with, each with how many of the words it takes."""
        key = ""
        for taken, word in enumerate(words, 1):
            key += word
            if len(key) > self._longest + 1:
                break
            if key in self._keys_of:
                yield key, taken
            elif key.endswith("s") and key[:-1] in self._keys_of:
                yield key[:-1], taken
        rest = "".join(words)
        for size in range(min(len(rest), self._longest), 1, -1):
            if rest[:size] in self._families and _MODEL_NUMBER.match(rest, size):
                yield rest[:size], len(words)
                break


_WORD = re.compile(r"[^\s\-_–/(),;]+(?:/[^\s\-_–/(),;]{1,3}(?![^\s\-_–/(),;]))?")
_TRADEMARK = re.compile(r"\(R\)|®|\(TM\)|™")
_MODEL_NUMBER = re.compile(r"$|\d|[a-z]{1,3}\d|(?<=\d)")
