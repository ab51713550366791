"""Small clauses: where one begins, and how far two words of a sentence are apart in them."""

from __future__ import annotations

import re

from claims.syntax.phrases.words import Words

_BOUNDARY = re.compile(
    r";|:|s|,(?=r*[gw])|(?<=,)c(?=r*[vbg])|,(?=r*v)|(?<=[^,])c(?=r*[vb])|,(?=c?d?[anN]+[vb])"
)


def clause_numbers(words: Words) -> list[int]:
    """Return for each word the number of its clause, counted from the left.

    A clause begins at a semicolon, a colon or a subordinator, and where a comma or a conjunction leads to a verb.
    """
    numbers = [0] * len(words.codes)
    clause = position = 0
    for m in _BOUNDARY.finditer(words.codes):
        numbers[position : m.start()] = [clause] * (m.start() - position)
        position = m.start()
        clause += 1
    numbers[position:] = [clause] * (len(numbers) - position)
    return numbers
