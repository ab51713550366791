"""A title and its authors on one line with nothing between them.

Pages saved as text lose the line break between the two: ``Tiny Caches for NASMina Park, Olaf Berg,
Ines Roth et al. · some-lab``. The boundary is where a letter, digit or sign is followed at once by a
capitalised name, and a list of names fills the rest of the line.
"""

from __future__ import annotations

from typing import NamedTuple

import regex

# Shown before "et al."; with more authors the page leaves out the rest.
_SHOWN = 3
_MAX_NAME_TOKENS = 5

# Surnames with a capital inside, which is no boundary: McDonald, DeVito, LeCun.
_INNER = r"(?:Mc|Mac|De|Di|Du|Da|Le|La|Van|Von|Fitz|St\.)\p{Lu}\p{Ll}+"
# The first given name: nothing before it but the end of the title, so that no capital may stand inside.
_GIVEN = rf"""
    (?: {_INNER}
      | \p{{Lu}}['’]\p{{Lu}}\p{{Ll}}+                      # D'Arcy
      | \p{{Lu}}[\p{{Ll}}\p{{M}}]+ (?:['’]\p{{Ll}}+)?
        (?:-\p{{L}}[\p{{Ll}}\p{{M}}]*)* \.?                # Mina, Jean-Luc, Ch.
      | (?:\p{{Lu}}\.-?)+                                  # J., J.-P.
      | (?<=\p{{Ll}})\p{{Lu}}{{1,2}}                       # AJ
      | (?<=\p{{Ll}}{{2}})\p{{Lu}}{{3,}}                   # MINA
    )
"""
_GLUE = regex.compile(rf"(?<=[^\s\-–—/'’(\[{{]){_GIVEN}$", regex.VERBOSE)
_INNER_ONLY = regex.compile(rf"(?:\p{{L}}['’])?{_INNER}|O['’]\p{{Lu}}\p{{Ll}}+")
_PARTICLES = r"van|von|der|den|de|da|di|do|dos|del|della|la|le|el|al|bin|ibn|ben|ter|ten|zu|und|y|e"
_NAME_TOKEN = regex.compile(rf"\p{{Lu}}[\p{{L}}\p{{M}}'’.\-]*|(?:{_PARTICLES})|\(?\p{{Lu}}\p{{Ll}}+\)")
# A given name written in two parts without a space, as many Chinese names are.
_TWO_PART = regex.compile(r"\p{Lu}\p{Ll}{1,5}\p{Lu}\p{Ll}{1,6}")
_ET_AL = regex.compile(r",?\s+et al\.?$")


class Glued(NamedTuple):
    """What a line of title and authors falls into."""

    title: str
    authors: tuple[str, ...] = ()
    organization: str | None = None
    more_authors: bool = False


def _boundary(segment: str) -> int | None:
    """Offset in a segment (a piece between commas) where the first author's name begins."""
    tokens = segment.split(" ")
    end = len(segment)
    for k in range(len(tokens) - 1, max(-1, len(tokens) - 1 - _MAX_NAME_TOKENS), -1):
        token = tokens[k]
        start = end - len(token)
        last = k == len(tokens) - 1
        if not last and not _INNER_ONLY.fullmatch(token):
            glue = _GLUE.search(token)
            if glue:
                return start + int(glue.start())
        if not _NAME_TOKEN.fullmatch(token):
            return None
        end = start - 1
    return None


def _is_name(segment: str) -> bool:
    tokens = segment.split(" ")
    return len(tokens) <= _MAX_NAME_TOKENS and all(_NAME_TOKEN.fullmatch(token) for token in tokens)


def _two_part_name(segment: str) -> bool:
    first, _, rest = segment.partition(" ")
    return bool(_TWO_PART.fullmatch(first) and rest and " " not in rest)


def _first_author(segments: list[str], more_authors: bool) -> tuple[int, int] | None:
    """Which segment holds the boundary, and where in it."""
    fixed = len(segments) - _SHOWN
    if more_authors and fixed >= 0 and all(map(_is_name, segments[fixed + 1 :])):
        offset = _boundary(segments[fixed])
        if offset is None:  # an author with one name: "CachesPlaton"
            glue = _GLUE.search(segments[fixed].rpartition(" ")[2])
            offset = len(segments[fixed]) - len(glue[0]) if glue else None
        if offset is not None:
            return fixed, offset
    for i in range(len(segments) - 1, -1, -1):
        offset = _boundary(segments[i])
        if offset is not None:
            second = i > 0 and _two_part_name(segments[i]) and _boundary(segments[i - 1]) is not None
            if not second:
                return i, offset
        elif not _is_name(segments[i]):
            return None
    return None


def split_glued(line: str) -> Glued:
    """Split a line into title, authors and organisation.

    Args:
        line: One line, with or without ``et al.`` and `` · organisation`` at its end.

    Returns:
        The parts; where no boundary is found, the whole line as title.

    >>> split_glued("Tiny Caches, Big Models: Aware NASMina Park, Olaf Berg, Ines Roth et al. · some-lab")
    ... # doctest: +NORMALIZE_WHITESPACE
    Glued(title='Tiny Caches, Big Models: Aware NAS', authors=('Mina Park', 'Olaf Berg', 'Ines Roth'),
          organization='some-lab', more_authors=True)
    >>> split_glued("Who Needs Caches?Jean-Luc de la Tour")[:2]
    ('Who Needs Caches?', ('Jean-Luc de la Tour',))
    """
    line = " ".join(line.split())
    names, dot, organization = line.rpartition(" · ")
    if not dot:
        names, organization = line, ""
    et_al = _ET_AL.search(names)
    rest = names[: et_al.start()] if et_al else names
    segments = rest.split(", ")
    found = _first_author(segments, bool(et_al))
    if not found:
        return Glued(line)
    i, offset = found
    authors = (segments[i][offset:], *segments[i + 1 :])
    title = ", ".join([*segments[:i], segments[i][:offset]])
    return Glued(title.strip(), authors, organization.strip() or None, bool(et_al))
