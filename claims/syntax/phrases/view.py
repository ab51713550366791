"""A sentence as links see it: its tokens, and the noun phrases that begin at them."""

from __future__ import annotations

from claims.syntax.phrases.noun_phrases import phrase_at, phrase_list
from claims.syntax.phrases.row import Phrase, Row


class View(Row):
    """A sentence, built once, with its noun phrases."""

    __slots__ = ()

    def phrase(self, i: int) -> Phrase | None:
        """Return the noun phrase that begins at a token, see :func:`claims.syntax.phrases.noun_phrases.phrase_at`."""
        return phrase_at(self, i)

    def phrases(self, i: int, *, loose: bool = False) -> list[Phrase]:
        """Return the list of noun phrases that begins at a token, see :func:`.phrase_list`."""
        return phrase_list(self, i, loose=loose)
