"""Words that stand around numbers, as pieces of patterns. They are data: ``schema/around_numbers.toml``."""

from __future__ import annotations

from claims.files.word_lists import WordLists

_LISTS = WordLists("around_numbers.toml")

words_of_list = _LISTS.words
any_of = _LISTS.any_of
