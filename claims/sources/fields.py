"""The names that files give to the fields of a paper, brought to ours; data in ``schema/record_fields.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache, lru_cache
from importlib import resources
from typing import Any, NamedTuple

from claims.errors import ClaimsError
from claims.sources.objects_in_text import object_in

_FILE = "record_fields.toml"
# What a value may stand in alone: OpenReview, XML as objects, databases of documents ($oid, $date).
_BOXES = ("value", "#text")
_TYPED_BOX = "$"
_ADDRESS = "address"
# Longer texts are abstracts.
_LONGEST_SAYING = 60
_TYPE = re.compile(r"_(?:s|ss|t|txt|dt)$")
_SEPARATORS = re.compile(r"[\s_-]+")


class Path(NamedTuple):
    """Where a record keeps something: its own name for a field, and the names below it."""

    name: str
    below: tuple[str, ...]


class _Names(NamedTuple):
    fields: dict[str, tuple[tuple[str, ...], ...]]
    identifiers: dict[str, tuple[tuple[str, ...], ...]]
    addresses: tuple[tuple[str, ...], ...]
    containers: tuple[str, ...]
    wrappers: frozenset[str]
    no_abstract: frozenset[str]


def fold(name: str) -> str:
    """Return a name without case, blanks, hyphens and underscores, and without the type that Solr puts behind it.

    >>> fold("Publication Date") == fold("publication_date") == fold("publicationDate") == fold("publicationDate_s")
    True
    """
    return _SEPARATORS.sub("", _TYPE.sub("", name)).casefold()


@cache
def _names() -> _Names:
    text = (resources.files("claims.schema") / _FILE).read_text("utf-8")
    try:
        data = tomllib.loads(text)
        return _Names(
            {field: _paths(names) for field, names in data["fields"].items()},
            {scheme: _paths(names) for scheme, names in data["identifiers"].items()},
            _paths(data["addresses"]["names"]),
            tuple(data["containers"]["paths"]),
            frozenset(map(fold, data["wrappers"]["names"])),
            frozenset(map(_bare, data["no_abstract"]["texts"])),
        )
    except (tomllib.TOMLDecodeError, KeyError, AttributeError) as error:
        raise ClaimsError(
            f"schema/{_FILE}: {error}; it needs fields, identifiers, addresses, containers, wrappers, no_abstract"
        ) from error


def _bare(text: str) -> str:
    return text.strip(" []().").casefold()


def says_no_abstract(text: str) -> bool:
    """Return whether a text stands where an abstract would, and says that there is none.

    >>> says_no_abstract("[No abstract available]"), says_no_abstract("No abstract is too short.")
    (True, False)
    """
    return len(text) < _LONGEST_SAYING and _bare(text) in _names().no_abstract


def _paths(names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(map(fold, name.split("."))) for name in names)


def containers() -> tuple[str, ...]:
    """Return the paths at which JSON documents keep their list of records."""
    return _names().containers


def field_names() -> tuple[str, ...]:
    """Return our names of the fields that are read."""
    return tuple(_names().fields)


def is_abstract(name: str) -> bool:
    """Return whether a column or key of this name holds abstracts.

    >>> is_abstract("Abstract Note"), is_abstract("title")
    (True, False)
    """
    return any(path == (fold(name),) for path in _names().fields["abstract"])


def holds_abstract(record: Mapping[str, Any], chosen: tuple[tuple[str, str], ...] = ()) -> bool:
    """Return whether a record has a field for an abstract, by itself or in what it wraps.

    >>> holds_abstract({"paper": {"id": 1, "summary": "A tiny cache."}}), holds_abstract({"paper": 1})
    (True, False)
    """
    return _may_hold_abstract(tuple(_unwrapped(record, chosen)), chosen)


def _unwrapped(record: Mapping[str, Any], chosen: tuple[tuple[str, str], ...]) -> Mapping[str, Any]:
    """Return a record with the fields of what it wraps: replies put papers into ``paper``, ``attributes``, ``data``."""
    for key in _wrappers_among(tuple(record)):
        inner = record[key]
        if isinstance(inner, Mapping) and _may_hold_abstract(tuple(inner), chosen, fold(key)):
            return {**record, **inner}
    return record


@lru_cache(maxsize=256)
def _wrappers_among(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Return the keys that may hold a whole record."""
    return tuple(key for key in keys if fold(key) in _names().wrappers)


@lru_cache(maxsize=256)
def _may_hold_abstract(keys: tuple[str, ...], chosen: tuple[tuple[str, str], ...], wrapper: str = "") -> bool:
    """Tell whether one of the keys, those of a wrapper, is a name of abstracts, or the one that the user says."""
    names = {fold(name.partition(".")[0]) for field, name in chosen if field == "abstract"}
    paths = _names().fields["abstract"]
    names |= {path[0] for path in paths} | {path[1] for path in paths if path[0] == wrapper}
    return any(fold(key) in names for key in keys)


@lru_cache(maxsize=256)
def _plan(keys: tuple[str, ...], chosen: tuple[tuple[str, str], ...]) -> dict[str, tuple[Path, ...]]:
    """Return where records with these keys keep each field, most likely place first."""
    # Of names that differ in case alone, the one in small letters, else the first.
    known = {fold(key): key for key in sorted(keys, key=lambda key: (key.islower(), -keys.index(key)))}
    names = _names()
    wanted: dict[str, Iterable[tuple[str, ...]]] = {
        **names.fields,
        **{f"identifier {scheme}": paths for scheme, paths in names.identifiers.items()},
        _ADDRESS: names.addresses,
    }
    plan = {
        field: tuple(Path(known[path[0]], path[1:]) for path in paths if path[0] in known)
        for field, paths in wanted.items()
    }
    for field, column in chosen:
        first, *below = column.split(".")
        plan[field] = (Path(known.get(fold(first), first), tuple(map(fold, below))),)
    return {field: paths for field, paths in plan.items() if paths}


def _value(record: Mapping[str, Any], path: Path) -> Any:
    value = record.get(path.name)
    if path.below and isinstance(value, str):
        value = object_in(value)
    for name in path.below:
        if isinstance(value, (list, tuple)):
            value = value[int(name)] if name.isdecimal() and int(name) < len(value) else None
        elif isinstance(value, Mapping):
            value = next((inner for key, inner in value.items() if fold(key) == name), None)
        else:
            return None
    return _unboxed(value)


def _unboxed(value: Any) -> Any:
    """Return a value without the object that some services put each into.

    >>> _unboxed({"value": 3}), _unboxed({"$oid": "65a"}), _unboxed({"InvertedIndex": {}})
    (3, '65a', {'InvertedIndex': {}})
    """
    if isinstance(value, dict) and len(value) == 1:
        [(name, inner)] = value.items()
        if name in _BOXES or name.startswith(_TYPED_BOX):
            return inner
    return value


def _is_gap(value: Any) -> bool:
    """Whether a value stands for none, as data frames have it: no number, no time."""
    return isinstance(value, (float, datetime)) and value != value  # noqa: PLR0124


def in_our_names(record: Mapping[str, Any], chosen: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    """Return the fields of a record under our names; every other one is left aside.

    A field that stands there under several names is taken from the first that holds something. Identifiers of
    other services come as ``identifier openalex`` and so on, all addresses as the list ``address``.

    >>> in_our_names({"paperId": "f00", "Title": "T", "ids": {"DOI": "10.1/x"}})
    {'id': 'f00', 'title': 'T', 'doi': '10.1/x', 'identifier s2': 'f00'}

    Args:
        record: Names and values as the source gives them.
        chosen: Pairs of a field and the name that the user says it has.
    """
    found: dict[str, Any] = {}
    record = _unwrapped(record, chosen)
    for field, paths in _plan(tuple(record), chosen).items():
        for path in paths:
            value = record.get(path.name)
            if path.below or isinstance(value, dict):
                value = _value(record, path)
            if value is None or (not isinstance(value, str) and _is_gap(value)):
                continue
            if field == _ADDRESS:  # each may tell another identifier
                found.setdefault(field, []).extend(value if isinstance(value, (list, tuple)) else [value])
                continue
            found[field] = value
            if value:  # an empty one may stand under another name, too
                break
    return found


def columns_read(names: tuple[str, ...], chosen: tuple[tuple[str, str], ...] = ()) -> dict[str, str]:
    """Return the columns of a table that hold a field of a paper, with the field that each holds first.

    >>> columns_read(("Title", "Abstract", "Venue"))
    {'Title': 'title', 'Abstract': 'abstract'}
    """
    found: dict[str, str] = {}
    for field, paths in _plan(names, chosen).items():
        for path in paths:
            found.setdefault(path.name, field)
    return {name: found[name] for name in names if name in found}


def check_chosen(pairs: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return what ``--map FIELD=NAME`` chooses.

    Raises:
        ClaimsError: A pair has no equals sign, or names a field that papers do not have.
    """
    chosen = []
    for pair in pairs:
        field, equals, name = pair.partition("=")
        if not equals or not name.strip() or field.strip() not in field_names():
            known = ", ".join(field_names())
            raise ClaimsError(f"--map {pair}: give FIELD=NAME, as in --map abstract=Text; fields are {known}")
        chosen.append((field.strip(), name.strip()))
    return tuple(chosen)
