"""Words that stand by names, as pieces of patterns. They are data: ``schema/mentions.toml``."""

from __future__ import annotations

from claims.files.word_lists import WordLists

FILE = "mentions.toml"
_LISTS = WordLists(FILE)

words_of_list = _LISTS.words
any_of = _LISTS.any_of
