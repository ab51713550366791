"""The words of links: classes of cues, sets of stops and relations, as ``schema/linking.toml`` gives them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from claims.errors import ClaimsError
from claims.files.compiled import compiled
from claims.syntax.tokens import KINDS
from claims.syntax.vocabulary import load, metrics

FILE = "linking.toml"
FIELDS = ("subject", "baseline", "hardware", "workload")


@dataclass(frozen=True, slots=True)
class Cue:
    """A class of words that do the same.

    Attributes:
        words: The words, without those that stand for a family (``evaluat*``).
        pattern: Finds a word or a family of the class in a text.
        stems: What the first words of all that it finds begin with, in small letters.
        examples: Texts that hold one.
        lookalikes: Texts that hold none, though they look like it.
    """

    words: frozenset[str]
    pattern: re.Pattern[str]
    stems: frozenset[str]
    examples: tuple[str, ...]
    lookalikes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """What a number and a name have to do with each other.

    Attributes:
        field: The field of a claim that the name goes to.
        about: What its finder looks for, in one line.
        examples: Texts and the names that are found in them by this relation.
        lookalikes: Texts in which it finds nothing.
    """

    field: str
    about: str
    examples: tuple[tuple[str, tuple[str, ...]], ...]
    lookalikes: tuple[str, ...]


@cache
def cues() -> dict[str, Cue]:
    """Return the classes of words by name.

    Raises:
        ClaimsError: The file has a mistake; names file, line and remedy.
    """
    found = {}
    for name in _table("cue"):
        row = _row("cue", name, {"about": str, "words": list, "examples": list, "lookalikes": list})
        words = row["words"]
        twice = {word for word in words if words.count(word) > 1}
        if twice:
            raise _mistake("cue", name, f"{min(twice)!r} stands there twice; leave one out")
        found[name] = Cue(
            frozenset(word for word in words if "*" not in word),
            _pattern(words),
            frozenset(word.split()[0].rstrip("*").lower() for word in words),
            tuple(row["examples"]),
            tuple(row["lookalikes"]),
        )
    return found


@cache
def cue(name: str) -> re.Pattern[str]:
    """Return the pattern of a class of words, for texts in the letters of its words."""
    return cues()[name].pattern


@cache
def words(name: str) -> frozenset[str]:
    """Return the words of a class."""
    return cues()[name].words


@cache
def stops() -> dict[str, frozenset[str]]:
    """Return the named sets of kinds of token that end a search, as codes.

    Raises:
        ClaimsError: The file has a mistake; names file, line and remedy.
    """
    found = {}
    for name, kinds in _table("stops").items():
        unknown = [kind for kind in kinds if kind not in KINDS]
        if unknown:
            raise _mistake("stops", name, f"no kind of token is called {unknown[0]}; {', '.join(KINDS)} are")
        found[name] = frozenset(KINDS[kind] for kind in kinds)
    return found


@cache
def metrics_that(are: str) -> frozenset[str]:
    """Return the metrics of a list of ``schema/linking.toml``: those that are free of the machine, or contests.

    Raises:
        ClaimsError: The file names a metric that there is not; names file, line and remedy.
    """
    found: list[str] = _table("metrics")[are]
    unknown = [name for name in found if name not in metrics()]
    if unknown:
        raise _mistake("metrics", are, f"no metric is called {unknown[0]!r}; schema/metrics.toml has them")
    return frozenset(found)


@cache
def relations() -> dict[str, Relation]:
    """Return the relations by name.

    Raises:
        ClaimsError: The file has a mistake; names file, line and remedy.
    """
    found = {}
    for name in _table("relation"):
        row = _row("relation", name, {"field": str, "about": str, "examples": list, "lookalikes": list})
        if row["field"] not in FIELDS:
            raise _mistake("relation", name, f"field is {row['field']!r}; write one of {', '.join(FIELDS)}")
        examples = []
        for example in row["examples"]:
            if not isinstance(example, list) or len(example) < 2:
                raise _mistake(
                    "relation", name, 'an example is a list: ["its text", "a name", "a further name"]'
                )
            examples.append((example[0], tuple(example[1:])))
        found[name] = Relation(row["field"], row["about"], tuple(examples), tuple(row["lookalikes"]))
    return found


def _table(name: str) -> dict[str, Any]:
    found: dict[str, Any] = load(FILE).get(name, {})
    return found


def _row(table: str, name: str, keys: dict[str, type]) -> dict[str, Any]:
    """Return an entry of the file, if it has all keys, each with a value that is of its kind and not empty."""
    row: dict[str, Any] = _table(table)[name]
    for key, kind in keys.items():
        if not isinstance(row.get(key), kind) or not row[key]:
            what = "a line of text" if kind is str else "a list of texts"
            raise _mistake(table, name, f"{key} is missing or empty; give it {what}")
    unknown = sorted(row.keys() - keys.keys())
    if unknown:
        raise _mistake(table, name, f"nothing is called {unknown[0]!r}; the keys are {', '.join(keys)}")
    return row


def _mistake(table: str, name: str, what: str) -> ClaimsError:
    """Return the error for an entry, with the line where it begins."""
    heads = (f"[{table}.{name}]", f'[{table}."{name}"]', f"{name} =")
    line = next((n for n, text in enumerate(source().splitlines(), 1) if text.startswith(heads)), 1)
    return ClaimsError(f"schema/{FILE}:{line}: {table} {name!r}: {what}")


def source() -> str:
    """Return the file as it is written."""
    return (resources.files("claims.schema") / FILE).read_text("utf-8")


def _pattern(listed: list[str]) -> re.Pattern[str]:
    """Return the pattern of whole words.

    That nothing stands before a word is asked behind its first letter: a matcher that may look for that letter is
    several times as fast.
    """
    branches = []
    for letter in sorted({word[0] for word in listed}):
        rest = sorted((word[1:] for word in listed if word[0] == letter), key=len, reverse=True)
        sources = [re.escape(word).replace(r"\*", r"\w{0,9}").replace(r"\ ", r"\s{1,3}") for word in rest]
        branches.append(rf"{re.escape(letter)}(?<!\w.)(?:{'|'.join(sources)})(?!\w)")
    return compiled("|".join(branches))
