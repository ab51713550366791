"""Lists of words in a file of ``schema/``, as pieces of patterns."""

from __future__ import annotations

import re

from claims.errors import ClaimsError
from claims.files.own_vocabulary import texts


class WordLists:
    """The lists of one file, each under its name, or under the name of its table and its own: ``company.gpu``."""

    def __init__(self, file: str) -> None:
        """Read a file of ``schema/``; a folder of one's own adds nothing to it.

        Raises:
            ClaimsError: It is no valid TOML; names file and line.
        """
        self._text = texts(file)[0]
        self._lists = self._text.toml()

    def words(self, name: str) -> list[str]:
        """Return the words of a list.

        Raises:
            ClaimsError: There is no such list, or it holds something else than words; names file and line.
        """
        table, _, own = name.rpartition(".")
        words = (self._lists.get(table, {}) if table else self._lists).get(own)
        if (
            not isinstance(words, list)
            or not words
            or not all(isinstance(w, str) and w.strip() for w in words)
        ):
            where = self._text.line_of(rf"\s*{re.escape(own)}\s*=")
            raise ClaimsError(f'{where}: {own!r} is no list of words; write {own} = ["..."]')
        return words

    def any_of(self, name: str) -> str:
        """Return the source of a pattern that matches any word of a list, the longest where several begin alike.

        Raises:
            ClaimsError: As :meth:`words`.

        >>> WordLists("around_numbers.toml").any_of("negative")
        'negative|minus'
        """
        longest_first = sorted(self.words(name), key=len, reverse=True)
        return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in longest_first)
