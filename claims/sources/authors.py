"""Names of authors as files keep them: lists, objects with their parts, or one text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from claims.sources.objects_in_text import object_in

_AND = re.compile(r"\s+(?:and|AND)\s+|\s*&\s+")
_ET_AL = re.compile(r",?\s*\bet al\b\.?$|^others$", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*(?:and\s+)?")
# Affiliations, numbers of them and identifiers of services stand behind names.
_ASIDE = re.compile(r"\s*\([^()]*\)")
_NESTED = 3
_INITIALS = re.compile(r"(?:\w\.[\s-]*){1,4}|[A-Z]{1,3}")
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
    "creator",
)
_GIVEN = ("given", "firstName", "first", "ForeName", "first_name", "givenName")
_MIDDLE = ("middle", "middleName", "middle_name")
_PARTICLE = ("non-dropping-particle", "dropping-particle")
_SUFFIX = ("suffix",)
_FAMILY = ("family", "lastName", "last", "LastName", "last_name", "familyName")


def author_names(value: object) -> tuple[str, ...]:
    """Return the names of authors.

    >>> author_names("Doe, Jane; Roe, Rick")
    ('Doe, Jane', 'Roe, Rick')
    >>> author_names("Doe, Jane and Roe, Rick"), author_names("Jane Doe, Rick Roe, and Mo Poe")
    (('Doe, Jane', 'Roe, Rick'), ('Jane Doe', 'Rick Roe', 'Mo Poe'))
    >>> author_names([{"given": "Jane", "family": "Doe"}, {"author": {"display_name": "Rick Roe"}}])
    ('Jane Doe', 'Rick Roe')
    >>> author_names("['Jane Doe', 'Rick Roe']"), author_names('[{"name": "Jane Doe"}]')
    (('Jane Doe', 'Rick Roe'), ('Jane Doe',))

    Args:
        value: A list of names or of objects, an object with such a list, or one text: a list as JSON or Python
            writes it, or names between semicolons, bars, ``and``, commas, or on lines of their own.
    """
    if isinstance(value, str):
        listed = object_in(value)
        return author_names(listed) if listed else tuple(_names_of_text(value))
    if isinstance(value, Mapping):
        return author_names(next((names for names in value.values() if isinstance(names, list)), None))
    if isinstance(value, (list, tuple)):
        return tuple(name for each in value if (name := _name_of(each)))
    return ()


def _names_of_text(text: str) -> Iterator[str]:
    for part in _split(_PARTS.sub(_from_parts, _without_asides(text))):
        name = _ET_AL.sub("", " ".join(part.split()).strip(",; "))
        if name:
            yield name


def _without_asides(text: str) -> str:
    """Return a text without what stands in parentheses, which may stand in others.

    >>> author_names("Jane Doe (1), Rick Roe (1 and 2) ((1) Larch, (2) Birch)"), author_names("Doe, Jane (57200)")
    (('Jane Doe', 'Rick Roe'), ('Doe, Jane',))
    """
    for _ in range(_NESTED):
        text = _ASIDE.sub("", text)
    return text


def _split(text: str) -> list[str]:
    for separator in (";", "|"):
        if separator in text:
            return text.split(separator)
    parts = _AND.split(text)
    if len(parts) == 1:
        return _lines(text) or _pairs(text) or ([text] if _is_turned_around(text) else _COMMA.split(text))
    *others, last = filter(str.strip, parts)
    if all(part.count(",") == 1 for part in others) and (
        "," in last or all(map(_begins_with_family, others))
    ):
        return parts  # each is turned around, but for a last one that is no person's
    return [name for part in parts for name in _COMMA.split(part)]


def _begins_with_family(text: str) -> bool:
    """Whether one word stands before the comma of a text, particles in small letters aside.

    >>> author_names("Doe, Jane and van Roe, Rick and Larch"), author_names("Jane Doe, Rick Roe and Mo Poe")
    (('Doe, Jane', 'van Roe, Rick', 'Larch'), ('Jane Doe', 'Rick Roe', 'Mo Poe'))
    """
    return all(word[0].islower() for word in text.partition(",")[0].split()[:-1])


def _lines(text: str) -> list[str]:
    """Return the lines of a text where each is a name; none where names only go on over lines."""
    lines = text.strip().splitlines()
    is_list = len(lines) > 1 and len({line.count(",") for line in lines}) == 1 and lines[0].count(",") < 2
    return lines if is_list and not any(line.rstrip().endswith(",") for line in lines) else []


def _pairs(text: str) -> list[str]:
    """Return the names of a text in which each is turned around, where initials or single words tell so.

    >>> author_names("Doe, J., van Roe, R.-M."), author_names("Doe, Jane, Roe, Rick"), author_names("Doe J, Roe R")
    (('Doe, J.', 'van Roe, R.-M.'), ('Doe, Jane', 'Roe, Rick'), ('Doe J', 'Roe R'))
    """
    parts = _COMMA.split(text.strip(" ,"))
    families, given = parts[::2], parts[1::2]
    if len(parts) < 4 or len(families) != len(given):
        return []
    are_initials = all(map(_INITIALS.fullmatch, given)) and not any(map(_INITIALS.fullmatch, families))
    if are_initials or all(len(part.split()) == 1 for part in parts):
        return [f"{family}, {first}" for family, first in zip(families, given, strict=True)]
    return []


def _from_parts(found: re.Match[str]) -> str:
    """Return a name that BibLaTeX writes in parts, turned around.

    >>> author_names("family=Roe, given=Rick, prefix=van, useprefix=true and Doe, Jane")
    ('van Roe, Rick', 'Doe, Jane')
    """
    parts = dict(part.strip().split("=", 1) for part in found[0].split(","))
    family = " ".join(filter(None, (parts.get("prefix"), parts["family"])))
    return ", ".join(filter(None, (family, parts.get("suffix"), parts.get("given"))))


def _is_turned_around(text: str) -> bool:
    """Whether a text is one name, family name first: a single word before its only comma.

    >>> _is_turned_around("Doe, Jane"), _is_turned_around("Jane Doe, Rick Roe")
    (True, False)
    """
    family, _, given = text.partition(",")
    return text.count(",") == 1 and len(family.split()) == 1 and len(given.split()) <= 2


def _name_of(value: object) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    if not isinstance(value, Mapping):
        return ""
    inner = value.get("author")
    if isinstance(inner, (Mapping, str)):
        return _name_of(inner)
    whole = _first(value, _WHOLE)
    parts = (_GIVEN, _MIDDLE, _PARTICLE, _FAMILY, _SUFFIX)
    return whole or " ".join(filter(None, (_first(value, keys) for keys in parts)))


def _first(value: Mapping[str, Any], keys: tuple[str, ...]) -> str:
    for key in keys:
        found = value.get(key)
        if isinstance(found, list) and all(isinstance(part, str) for part in found):
            found = " ".join(found)
        if isinstance(found, str):
            return " ".join(found.split())
    return ""
