"""Names of authors as files keep them: lists, objects with their parts, or one text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_AND = re.compile(r"\s+and\s+|\s*&\s+")
_ET_AL = re.compile(r",?\s*\bet al\b\.?$|^others$", re.IGNORECASE)
# One text in which each name is turned around ("Doe, Jane, Roe, Rick") cannot be told from one of plain names.
_COMMA = re.compile(r"\s*,\s+(?:and\s+)?")
_PARTS = re.compile(r"\bfamily=[^,;]+(?:,\s*[\w-]+=(?:(?! and )[^,;])+)*")
_WHOLE = (
    "name",
    "display_name",
    "displayName",
    "literal",
    "collectiveName",
    "fullName",
    "full_name",
    "raw_author_name",
)
_GIVEN = ("given", "firstName", "first", "ForeName", "first_name")
_PARTICLE = ("non-dropping-particle", "dropping-particle")
_SUFFIX = ("suffix",)
_FAMILY = ("family", "lastName", "last", "LastName", "last_name")


def author_names(value: object) -> tuple[str, ...]:
    """Return the names of authors.

    >>> author_names("Doe, Jane; Roe, Rick")
    ('Doe, Jane', 'Roe, Rick')
    >>> author_names("Doe, Jane and Roe, Rick"), author_names("Jane Doe, Rick Roe, and Mo Poe")
    (('Doe, Jane', 'Roe, Rick'), ('Jane Doe', 'Rick Roe', 'Mo Poe'))
    >>> author_names([{"given": "Jane", "family": "Doe"}, {"author": {"display_name": "Rick Roe"}}])
    ('Jane Doe', 'Rick Roe')

    Args:
        value: A list of names or of objects, or one text: names between semicolons, ``and``, or commas.
    """
    if isinstance(value, str):
        return tuple(_names_of_text(value))
    if isinstance(value, (list, tuple)):
        return tuple(name for each in value if (name := _name_of(each)))
    return ()


def _names_of_text(text: str) -> Iterator[str]:
    text = _PARTS.sub(_from_parts, text)
    if ";" in text:
        parts = text.split(";")
    else:
        parts = _AND.split(text)
        turned_around = len(parts) > 1 and all(part.count(",") == 1 for part in parts[:-1] if part)
        if not turned_around and not _one_turned_around(parts):
            parts = [name for part in parts for name in _COMMA.split(part)]
    for part in parts:
        name = _ET_AL.sub("", " ".join(part.split()).strip(",; "))
        if name:
            yield name


def _from_parts(found: re.Match[str]) -> str:
    """Return a name that BibLaTeX writes in parts, turned around.

    >>> author_names("family=Roe, given=Rick, prefix=van, useprefix=true and Doe, Jane")
    ('van Roe, Rick', 'Doe, Jane')
    """
    parts = dict(part.strip().split("=", 1) for part in found[0].split(","))
    family = " ".join(filter(None, (parts.get("prefix"), parts["family"])))
    return ", ".join(filter(None, (family, parts.get("suffix"), parts.get("given"))))


def _one_turned_around(parts: list[str]) -> bool:
    """Whether one text is one name, family name first: a single word before its only comma.

    >>> _one_turned_around(["Doe, Jane"]), _one_turned_around(["Jane Doe, Rick Roe"])
    (True, False)
    """
    if len(parts) != 1 or parts[0].count(",") != 1:
        return False
    family, _, given = parts[0].partition(",")
    return len(family.split()) == 1 and len(given.split()) <= 2


def _name_of(value: object) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    if not isinstance(value, Mapping):
        return ""
    inner = value.get("author")
    if isinstance(inner, (Mapping, str)):
        return _name_of(inner)
    whole = _first(value, _WHOLE)
    parts = (_GIVEN, _PARTICLE, _FAMILY, _SUFFIX)
    return whole or " ".join(filter(None, (_first(value, keys) for keys in parts)))


def _first(value: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    return next((" ".join(found.split()) for key in keys if isinstance(found := value.get(key), str)), "")
