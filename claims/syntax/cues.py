"""Cues: what the words beside a number say of it, as lists of phrases in ``schema/cues.toml``.

A phrase is words with blanks between them. ``solv*`` stands for all words that begin so, ``a|an`` for either,
``the?`` for a word that may be missing, ``_`` for any word. ``gap`` is the number of other words that may stand between
a phrase and the number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from claims.errors import ClaimsError
from claims.files.compiled import compiled
from claims.files.own_vocabulary import texts
from claims.syntax.vocabulary import source

FILE = "cues.toml"
_SIDES = ("before", "after", "is", "within")
_REACH = 90
_LONG_WORD = 16
_BLANK = r"[\s-]{1,8}"
# What ends a word that may be missing at the beginning of a phrase.
_LEADING = rf"{_BLANK})?"
_OTHER = r"[^\s,;:()-][^\s,;:()]{0,29}"
_LETTER_OR_SIGN = re.compile(r"[\w@-]+")


@dataclass(frozen=True, slots=True)
class Cue:
    """Phrases that say the same of a number.

    Attributes:
        name: What constructions call it.
        description: One line for people.
        side: ``before`` or ``after`` the number; ``is`` for the words themselves; ``within`` for some of them.
        pattern: What the phrases match.
        reach: How many characters before a number are looked at.
        matches: Examples with the number as ``#``, which the tests try.
        leaves: Look-alikes.
    """

    name: str
    description: str
    side: str
    pattern: re.Pattern[str]
    reach: int
    matches: tuple[str, ...]
    leaves: tuple[str, ...]

    def stands_by(self, text: str, start: int, end: int, floor: int = 0) -> bool:
        """Tell whether one of the phrases stands by a stretch of a text.

        Args:
            text: Clean text.
            start: Where the number, or another stretch, begins.
            end: Where it ends.
            floor: Where to stop looking to the left: the start of the sentence.
        """
        return self.found(text, start, end, floor) is not None

    def found(self, text: str, start: int, end: int, floor: int = 0) -> re.Match[str] | None:
        """Return where that phrase stands; see :meth:`stands_by`."""
        if self.side == "before":
            return self.pattern.search(text, max(floor, start - self.reach), start)
        if self.side == "after":
            return self.pattern.match(text, end)
        if self.side == "within":
            return self.pattern.search(text, start, end)
        return self.pattern.fullmatch(text, start, end)


@cache
def cues() -> dict[str, Cue]:
    """Return the cues of ``schema/cues.toml`` by name.

    Raises:
        ClaimsError: One of them is not as it must be; names file, line and remedy.
    """
    placed: dict[str, tuple[str, dict[str, Any]]] = {}
    for text in texts(FILE):
        for where, row in text.tables("cue"):
            name = row.get("name", "")
            if text.own:
                placed[name] = (where, _with_phrases(row, placed, where))
            elif name in placed:
                raise ClaimsError(f"{where}: cue {name!r} stands there twice; merge the two")
            else:
                placed[name] = (where, row)
    return {name: _cue(row, where) for name, (where, row) in placed.items()}


def _with_phrases(
    row: dict[str, Any], placed: dict[str, tuple[str, dict[str, Any]]], where: str
) -> dict[str, Any]:
    """Return a cue with the phrases that a row of one's own adds to it; its own examples have to hold."""
    known = placed.get(row.get("name", ""), ("", {}))[1]
    if not known:
        names = ", ".join(sorted(placed))
        raise ClaimsError(f"{where}: no cue is called {row.get('name')!r}; add phrases to one of {names}")
    if more := sorted(set(row) - {"name", "phrases", "matches", "leaves"}):
        raise ClaimsError(
            f"{where}: {more[0]!r} is told in schema/{FILE}; give name, phrases, matches and leaves"
        )
    for field in ("phrases", "matches"):
        if not row.get(field) or not _is_texts(row[field]):
            raise ClaimsError(f'{where}: a cue needs {field!r}; write {field} = ["...", "..."]')
    both = {
        **known,
        **{field: [*known.get(field, ()), *row.get(field, ())] for field in ("phrases", "matches", "leaves")},
    }
    made = _cue(both, where)
    for field, holds in (("matches", True), ("leaves", False)):
        for example in row.get(field, ()):
            before, number, after = (*example.split("#"), "", "")[:3]
            if not number:
                raise ClaimsError(f"{where}: example {example!r} has no number; put it between two #")
            if made.stands_by(before + number + after, len(before), len(before) + len(number)) is not holds:
                told = "is not found" if holds else "is found"
                raise ClaimsError(
                    f"{where}: the example {example!r} of {field!r} {told}; change a phrase or the example"
                )
    return both


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)


def cue(name: str) -> Cue:
    """Return one cue.

    Raises:
        ClaimsError: There is none of that name.
    """
    try:
        return cues()[name]
    except KeyError:
        raise ClaimsError(
            f"no cue is called {name!r}; schema/{FILE} lists them: {', '.join(cues())}"
        ) from None


def place(file: str, table: str, number: int) -> str:
    """Return file and line of one table of an array: ``schema/cues.toml, line 12``."""
    for line, text in enumerate(source(file).splitlines(), start=1):
        if text.strip() == f"[[{table}]]":
            number -= 1
            if number < 0:
                return f"schema/{file}, line {line}"
    return f"schema/{file}"


_FIELDS = {"name", "description", "side", "gap", "phrases", "cased", "matches", "leaves"}


def _cue(row: dict[str, Any], where: str) -> Cue:
    for name in ("name", "description", "side", "phrases", "matches"):
        if not row.get(name):
            raise ClaimsError(f"{where}: a cue needs {name!r}; add it")
    if unknown := set(row) - _FIELDS:
        raise ClaimsError(
            f"{where}: a cue has no field {min(unknown)!r}; it may have {', '.join(sorted(_FIELDS))}"
        )
    if row["side"] not in _SIDES:
        raise ClaimsError(f"{where}: side {row['side']!r} is none of {', '.join(_SIDES)}; write one of them")
    try:
        pattern = compile_phrases(
            row["phrases"], row["side"], row.get("gap", 0), cased=row.get("cased", False)
        )
    except ValueError as error:
        raise ClaimsError(f"{where}: {error}") from None
    words = max(len(phrase.split()) for phrase in row["phrases"]) + row.get("gap", 0)
    return Cue(
        row["name"],
        row["description"],
        row["side"],
        pattern,
        min(_REACH, (words + 1) * _LONG_WORD),
        tuple(row["matches"]),
        tuple(row.get("leaves", ())),
    )


def compile_phrases(phrases: list[str], side: str, gap: int = 0, *, cased: bool = False) -> re.Pattern[str]:
    """Compile the phrases of a cue.

    Args:
        phrases: See the head of this module.
        side: ``before``, ``after``, ``is`` or ``within``.
        gap: How many other words may stand between a phrase and the number.
        cased: True where capitals count.

    Returns:
        A pattern, with bounded repetitions only.

    Raises:
        ValueError: A phrase holds a sign that means nothing here.

    >>> compile_phrases(["account* for", "mak* up"], "before", gap=1).search("accounting for about ") is not None
    True
    """
    others = rf"(?:{_OTHER}\s{{1,8}}){{0,{gap}}}" if gap else ""
    body = "(?:" + "|".join(map(_phrase, phrases)) + ")"
    patterns = {
        "before": rf"(?<![\w-]){body}[\s,-]{{1,8}}{others}[(~∼≈<>]{{0,2}}\s{{0,2}}\Z",
        "after": rf"[\s-]{{0,8}}{others}{body}",
        "within": rf"(?<![A-Za-z_-]){body}",
        "is": body,
    }
    return compiled(patterns[side], 0 if cased else re.IGNORECASE)


def _phrase(phrase: str) -> str:
    made = ""
    for word in phrase.split():
        forms = "(?:" + "|".join(_word(form, phrase) for form in word.removesuffix("?").split("|")) + ")"
        optional = word.endswith("?")
        if made and not made.endswith(_LEADING):
            made += f"(?:{_BLANK}{forms})?" if optional else _BLANK + forms
        else:
            made += f"(?:{forms}{_LEADING}" if optional else forms
    return made


def _word(form: str, phrase: str) -> str:
    if form == "_":
        return _OTHER
    stem = form.removesuffix("*")
    if not _LETTER_OR_SIGN.fullmatch(stem):
        raise ValueError(
            f"phrase {phrase!r}: {form!r} is no word; letters, *, |, ? and _ mean something here"
        )
    return re.escape(stem) + (r"\w{0,20}" if form.endswith("*") else r"\b")
