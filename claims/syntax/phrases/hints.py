"""What a sentence may hold, told by its words alone, so that most sentences need not be searched for it.

Each word that stands between blanks is looked at once, however many texts have it: what it may begin is a set of bits.
A hint never misses; what it promises has still to be searched for.
"""

from __future__ import annotations

import re
from functools import cache

from claims.files.compiled import compiled
from claims.names.mentions import hardware_names, workload_names
from claims.names.trie import alternation
from claims.syntax.phrases.cue_words import cues, words

_CUES = ("own_work", "evaluation", "building", "use", "on", "platform", "presents", "calls", "own")
_OTHERS = ("hardware", "workload", "named noun")
"""Beginnings of names of hardware and of workloads, nouns behind names of data."""

BIT = {name: 1 << number for number, name in enumerate((*_CUES, *_OTHERS))}
"""The bit of each class of words of ``schema/linking.toml`` that is searched for, and of the other hints."""

_MOST = 200_000
# What a name or cue may begin with; it begins in no other place of a word.
_PART = re.compile(r"[\w.+#]+")


class _Words(dict[str, int]):
    """Words as they are written, and the hints that each gives."""

    def __init__(self) -> None:
        super().__init__()
        stems = {name: cues()[name].stems for name in _CUES}
        self._any = _beginning(frozenset().union(*stems.values()))
        self._each = [(_beginning(some), BIT[name]) for name, some in stems.items()]
        self._nouns = tuple(words("named_nouns"))

    def __missing__(self, word: str) -> int:
        parts = [word] if word.isalnum() else _PART.findall(word)
        if parts in ([], [word]):
            found = self._of(word)
        else:
            found = 0
            for part in parts:
                found |= self[part]
        if len(self) >= _MOST:
            self.clear()
        self[word] = found
        return found

    def _of(self, word: str) -> int:
        """Return the hints of a word that is one piece."""
        low = word.lower()
        found = 0
        if self._any.search(low):
            for pattern, bit in self._each:
                if pattern.search(low):
                    found |= bit
        if hardware_names().may_begin_in(word):
            found |= BIT["hardware"]
        if workload_names().may_begin_in(word):
            found |= BIT["workload"]
        if word.startswith(self._nouns):
            found |= BIT["named noun"]
        return found


def _beginning(stems: frozenset[str]) -> re.Pattern[str]:
    return compiled(rf"(?<!\w)(?:{alternation(stems)})")


@cache
def _words() -> _Words:
    return _Words()


def hints(text: str) -> int:
    """Return the hints that the words of a text give, as bits; see :data:`BIT`."""
    found = 0
    for bits in set(map(_words().__getitem__, text.split())):  # few words give any
        found |= bits
    return found
