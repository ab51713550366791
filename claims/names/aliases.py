"""Spellings of the names in vocabularies, with marks that say what else holds (see :mod:`claims.names.entries`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from claims.errors import ClaimsError


@dataclass(frozen=True, slots=True)
class Alias:
    """One spelling of a name, with what its marks say.

    Attributes:
        text: The spelling.
        exact: True where case matters.
        ambiguous: True where it needs its vendor or a noun beside it.
        family: True where a model number or a size may follow.
    """

    text: str
    exact: bool = False
    ambiguous: bool = False
    family: bool = False

    @property
    def key(self) -> str:
        """The spelling without case, blanks and hyphens: equal keys are the same name."""
        return fold(self.text)


SEPARATORS = re.compile(r"[-\s_–]+")


def fold(text: str) -> str:
    """Return a text without case, blanks, hyphens and underscores.

    >>> fold("ResNet-50") == fold("resnet 50")
    True
    """
    return SEPARATORS.sub("", text).casefold()


_ALIAS = re.compile(r"(?P<marks>[=?]{0,2})(?P<text>[^=?*|].*?)(?P<family>\*?)")


def aliases_of(place: str, row: dict[str, str]) -> tuple[Alias, ...]:
    """Read a row's aliases; its name is one of them, and an alias equal to it may carry marks."""
    aliases: list[Alias] = []
    for cell in row["aliases"].split("|") if row["aliases"] else []:
        m = _ALIAS.fullmatch(cell.strip())
        if m is None:
            raise ClaimsError(f"{place}: alias {cell!r} has no text; write it or delete the bar")
        aliases.append(Alias(m["text"], "=" in m["marks"], "?" in m["marks"], bool(m["family"])))
    # A name with a remark in parentheses ("Spider (text-to-SQL)") is no spelling that papers use.
    name = _REMARK.sub("", row["name"])
    if all(alias.text != name for alias in aliases):
        key = fold(name)
        same = next((alias for alias in aliases if alias.key == key), None)
        if (same or name == row["name"]) and not (same.text if same else name).endswith("-"):
            aliases.insert(0, replace(same, text=name) if same else Alias(name))
    return tuple(aliases)


_REMARK = re.compile(r"\s\([^)]*\)$")
