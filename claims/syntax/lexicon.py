"""Turn a sentence into tokens: quantities, metrics, words of change and of comparison, and the rest.

A token has a one-letter code for its kind. The codes of a sentence, joined, are a short string on which the rules
are written (see :mod:`claims.syntax.grammar`); what the words are is data in ``schema/words.toml`` and
``schema/metrics.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple

from claims.numbers.qualifiers import FILLERS, SIGNS
from claims.numbers.quantity import Quantity
from claims.syntax.metric_rows import metric_rows
from claims.syntax.number_tokens import token_code
from claims.syntax.qualifier_tokens import ending
from claims.syntax.tokens import KINDS, Entry, ListToken, Token, WordToken
from claims.syntax.vocabulary import load

_PUNCTUATION = {",": ",", "(": "(", "[": "(", ")": ")", "]": ")", ":": ":", ";": ";", "/": "/", "=": "=", "—": ":",
                "–": ":", "&": "&", "→": "t"}  # fmt: skip
# In a group, so that what it splits keeps the words as well as what stands between them.
_WORD = re.compile(
    r"([^\W\d_](?:[\w@.'’*]*[\w@*])?(?:/[A-Za-z]\w*)?|@|\d[\w.]*|[,()\[\]:;/=&—–]|--+|[<>≤≥~↑↓→+])"
)
# The same for ASCII, twice as fast where each letter need not be looked up.
_ASCII_WORD = re.compile(
    r"([A-Za-z](?:[A-Za-z0-9_@.'*]*[A-Za-z0-9_@*])?(?:/[A-Za-z][A-Za-z0-9_]*)?|@|[0-9][A-Za-z0-9_.]*"
    r"|[,()\[\]:;/=&]|--+|[<>~+])"
)
_PART = re.compile(r"[^\W\d_]+|\d[\w.]*")


_Phrase = tuple[tuple[str, ...], Entry]


class _Known(NamedTuple):
    """What the phrases mean that begin with a word.

    Attributes:
        alone: Meaning of the word itself, None where it only begins longer phrases.
        longer: The rest of each longer phrase and its meaning, by the second word, the longest first.
    """

    alone: Entry | None
    longer: dict[str, list[_Phrase]]


@dataclass(frozen=True, slots=True)
class _Form:
    """What a word means as it is written.

    Attributes:
        sign: Code of a punctuation mark, else empty.
        entry: Meaning of the word alone, None where it only begins longer phrases.
        longer: See :class:`_Known`.
        either: Metrics that share the word: precision/recall.
    """

    sign: str
    entry: Entry | None
    longer: dict[str, list[_Phrase]]
    either: list[Entry]


class Lexicon:
    """The vocabulary, ready for look-up: phrases by their first word, qualifiers by their last."""

    def __init__(self) -> None:
        self._meanings: dict[tuple[str, ...], Entry] = {}
        self._symbols: dict[str, Entry] = {}
        self._families: dict[str, Entry] = {}
        # Words as they were met; None for those that mean nothing, which most words of a text are.
        self._forms: dict[str, _Form | None] = {}
        words = load("words.toml")
        self._signs = {sign: Entry("q", bound) for sign, bound in SIGNS.items()}
        # What a verb means where it is a noun or an adjective: drop, lower.
        self._as_noun: dict[str, Entry] = {}
        self._as_adjective: dict[str, Entry] = {}
        self._add_metrics()
        self._add_changes(words["change"])
        self._add_all(words["verbs"]["outperform"], Entry("O", direction="better", metric="performance"))
        self._add_all(words["verbs"]["outpace"], Entry("O", direction="up", metric="speed", owner=True))
        self._add_all(words["verbs"]["achieve"], Entry("G"))
        # What a verb of achieving is where it is a metric as well: scores.
        self._as_achieve = {
            word: Entry("G")
            for word in words["verbs"]["achieve"]
            if self._meanings[tuple(word.split())].code == "M"
        }
        self._add_all(words["verbs"]["be"], Entry("="))
        self._add_all(words["comparison"]["than"], Entry(">"))
        for name, phrases in words["statistics"].items():
            self._add_all(phrases, Entry("s", name))
        for name, phrases in words["grammar"].items():
            self._add_all(phrases, Entry(KINDS.get(name.upper(), "w")))
        self._known = _by_first_words(self._meanings)

    def _add_metrics(self) -> None:
        for metric in metric_rows():
            entry = Entry("M", metric["id"])
            for alias in metric["aliases"]:
                self._add(alias, entry)
                if not alias.endswith("s"):
                    self._add(alias + "s", entry)
            for symbol in metric.get("symbols", ()):
                self._symbols[symbol] = entry
            for letters in (*metric.get("beginnings", ()), *metric.get("endings", ())):
                self._families[letters] = entry
        self._add_singulars()

    def _add_changes(self, groups: list[dict[str, Any]]) -> None:
        codes = {"verb": "V", "noun": "N", "adjective": "A"}
        for group in groups:
            entry = Entry(
                codes[group["part"]], direction=group["direction"], metric=group.get("metric"),
                owner=group.get("owner", False),
            )  # fmt: skip
            self._add_all(group["words"], entry)
            other = {"noun": self._as_noun, "adjective": self._as_adjective}.get(group["part"])
            if other is not None:
                other.update(dict.fromkeys(group["words"], entry))

    def _add_singulars(self) -> None:
        """Let "false alarms" name its metric in the singular too, where no other metric has that name."""
        for metric in metric_rows():
            for alias in metric["aliases"]:
                if " " in alias and alias.endswith("s") and not alias.endswith("ss"):
                    self._add(alias[:-1], Entry("M", metric["id"]))

    def _add_all(self, phrases: list[str], entry: Entry) -> None:
        for phrase in phrases:
            self._add(phrase, entry)

    def _add(self, phrase: str, entry: Entry) -> None:
        """Give a phrase a meaning, unless it has one."""
        self._meanings.setdefault(tuple(phrase.split()), entry)

    def tokens(self, text: str, start: int, end: int, found: list[Quantity]) -> list[Token]:
        """Tokenize one sentence.

        Args:
            text: Clean text.
            start: Offset of the sentence.
            end: Offset after it.
            found: The quantities that lie in it, in order.

        Returns:
            Tokens in order, without overlap. Words of no vocabulary are tokens of kind ``WORD``.
        """
        tokens: list[Token] = []
        position = start
        for quantity in found:
            self._words(text, position, quantity.start, tokens, before_quantity=True)
            tokens.append(ListToken(token_code(text, quantity), quantity.start, quantity.end, None, quantity))
            position = quantity.end
        self._words(text, position, end, tokens, before_quantity=False)
        self._retag(text, tokens)
        return tokens

    def _retag(self, text: str, tokens: list[Token]) -> None:
        codes = "".join([token.code for token in tokens])
        if "wM" in codes:
            self._retag_scores(text, tokens, codes)
        if "V" in codes:
            self._retag_changes(text, tokens, codes)

    def _retag_scores(self, text: str, tokens: list[Token], codes: str) -> None:
        """Tell the verb of Larch SCORES 68 mIoU from the noun, by the metric behind the number."""
        for m in _SCORES.finditer(codes):
            token = tokens[m.start()]
            verb = self._as_achieve.get(text[token.start : token.end])
            if verb is not None:
                tokens[m.start()] = Token("G", token.start, token.end, verb)

    def _retag_changes(self, text: str, tokens: list[Token], codes: str) -> None:
        """Tell verbs from the comparatives and nouns that are spelled like them, by what stands beside."""
        i = -1
        while (i := codes.find("V", i + 1)) >= 0:
            token = tokens[i]
            if token.entry is None:
                continue
            word = text[token.start : token.end].lower()
            if i > 0 and word in self._as_adjective and codes[i - 1] in "QUZs(":
                token.code, token.entry = "A", self._as_adjective[word]
            elif word in self._as_noun or token.entry.owner:
                noun = self._as_noun.get(word)
                compound = token.entry.owner and "-" in word
                of_something = noun is not None and codes[i + 1 : i + 2] in {*"oi>(:"}
                if compound or of_something or self._beside_number(codes, i):
                    token.code, token.entry = "N", noun or replace(token.entry, code="N")

    @staticmethod
    def _beside_number(codes: str, index: int) -> bool:
        """True where a number stands before a word, with its metric between them at most: 20% accuracy DROP."""
        return codes[max(0, index - 4) : index].rstrip("Mwys")[-1:] in {*"QUZ"}

    def _words(self, text: str, start: int, end: int, tokens: list[Token], *, before_quantity: bool) -> None:
        stretch = text[start:end]
        pieces = (_ASCII_WORD if stretch.isascii() else _WORD).split(stretch)
        words = pieces[1::2]
        if not words:
            return
        bounds = list(accumulate(map(len, pieces), initial=start))
        starts, ends = bounds[1::2], bounds[2::2]
        none: tuple[int, list[Token]] = (len(words), [])
        stop, qualifiers = self._qualifier(stretch, words, starts, ends, tokens) if before_quantity else none
        hyphens = "-" in text[max(0, start - 1) : end + 1]
        forms, add = self._forms, tokens.append
        following = 0
        for i, word, at, end_here in zip(range(stop), words, starts, ends, strict=False):
            if i < following:
                continue
            try:
                form = forms[word]
            except KeyError:
                form = self._form(word)
            if form is None:
                add(WordToken(at, end_here))
                continue
            if form.sign:
                add(Token(form.sign, at, end_here))
                continue
            entry, last, length = form.entry, end_here, 1
            if form.longer and i + 1 < stop and words[i + 1].lower() in form.longer:
                longer, length = _longest(form.longer, words, i, stop)
                if longer is not None:
                    entry, last = longer, ends[i + length - 1]
            if entry is None and form.either:
                add(_either_or(at, last, form.either))
            elif entry is None or (
                hyphens
                and (text[last : last + 1] == "-" or text[at - 1 : at] == "-")
                and _inside_compound(text, at, last, entry.code)
            ):
                add(WordToken(at, end_here))
                continue
            elif entry.code == "M":
                add(ListToken("M", at, last, entry))
            else:
                add(Token(entry.code, at, last, entry))
            following = i + length
        tokens += qualifiers

    def _form(self, word: str) -> _Form | None:
        """Return what a word means as it is written, and remember it."""
        low = word.lower()
        known = self._known.get(low)
        entry = None if known is None else known.alone
        form: _Form | None = None
        if word in _PUNCTUATION:
            form = _Form(_PUNCTUATION[word], None, {}, [])
        elif known is not None or word in self._symbols or not word.isalpha() or word[-3:] in self._families:
            symbol = self._symbols.get(word) or self._families.get(word[-3:]) or self._families.get(word[:3])
            if symbol is None and "@" in word:
                symbol = self._at(word)
            either = self._either(word) if "/" in word else []
            longer = {} if known is None else known.longer
            if symbol or entry or longer or either:
                form = _Form("", symbol or entry, longer, either)
        if len(self._forms) >= _MOST_FORMS:
            self._forms.clear()
        self._forms[word] = form
        return form

    def _qualifier(
        self, stretch: str, words: list[str], starts: list[int], ends: list[int], tokens: list[Token]
    ) -> tuple[int, list[Token]]:
        """Find qualifiers that end right before a number; return where they begin, and their tokens."""
        stop = len(words)
        found: list[Token] = []
        while stop:
            word = words[stop - 1].lower()
            symbol = self._signs.get(word)
            if symbol:
                stop -= 1
                found.append(Token("q", starts[stop], ends[stop], symbol))
                continue
            match = ending(words, stop)
            if match is None:
                if word not in FILLERS or ending(words, stop - 1) is None:
                    break
                stop -= 1
                continue
            length, entry = match
            stop -= length
            found.append(Token("q", starts[stop], ends[stop + length - 1], entry))
        if not found or self._compares(stretch, words, stop, tokens):
            return len(words), []
        return stop, found[::-1]

    def _compares(self, stretch: str, words: list[str], stop: int, tokens: list[Token]) -> bool:
        """True for words that compare the number before them, and qualify none: 30% LOWER THAN THE, 2% ABOVE THE."""
        last = "".join(token.code for token in tokens[-3:])
        beside, word = len(words) == stop + 2 and words[-1].lower() in FILLERS, words[stop].lower()
        if beside and self._is(word, ">"):  # a gain of 4% OVER THE 88% of B, a 4% gain OVER THE
            return self._is(words[stop - 1].lower(), "NV") if stop else last in {"NoQ", "VoQ"}
        if stop or not last.endswith(("Q", "U", "QM", "ZM", ",Z")):
            return False
        return (beside and word in self._as_adjective) or _COMPARED.match(stretch) is not None

    def _is(self, word: str, codes: str) -> bool:
        """True for a word that is of one of some kinds where it stands alone."""
        known = self._known.get(word)
        return known is not None and known.alone is not None and known.alone.code in codes

    def _at(self, word: str) -> Entry | None:
        """pass@3 is a pass@k, AMOTA@0.2 an AMOTA."""
        stem, _, _ = word.partition("@")
        for form in (word.lower(), f"{stem.lower()}@k", stem.lower()):
            entry = self._meanings.get((form,))
            if entry is not None and entry.code == "M":
                return entry
        return self._symbols.get(stem)

    def _either(self, word: str) -> list[Entry]:
        """Return what the words of precision/recall mean, those that are metrics."""
        found = []
        for part in _PART.findall(word):
            entry = self._symbols.get(part)
            if entry is None:
                entry = self._meanings.get((part.lower(),))
            if entry is not None and entry.code == "M":
                found.append(entry)
        return found


_GRAMMAR = frozenset("boiftnrh@&e>K=jsy")


def _by_first_words(meanings: dict[tuple[str, ...], Entry]) -> dict[str, _Known]:
    """Order phrases by their first word, and longer ones by their second."""
    known = {words[0]: _Known(meanings.get(words[:1]), {}) for words in meanings}
    for words, entry in meanings.items():
        if len(words) > 1:
            known[words[0]].longer.setdefault(words[1], []).append((words[1:], entry))
    for each in known.values():
        for phrases in each.longer.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))
    return known


def _longest(
    longer: dict[str, list[_Phrase]], words: list[str], i: int, stop: int
) -> tuple[Entry | None, int]:
    """Return the meaning of the longest phrase that goes on after a word, and its length; None and 1 without one."""
    for rest, entry in longer[words[i + 1].lower()]:
        size = len(rest)
        if i + size < stop and tuple(map(str.lower, words[i + 1 : i + 1 + size])) == rest:
            return entry, size + 1
    return None, 1


def _either_or(start: int, end: int, entries: list[Entry]) -> ListToken:
    """Return one token for metrics that share a word: precision/recall."""
    token = ListToken("M", start, end, entries[0])
    token.metrics = [entry.value for entry in entries]
    token.spans = [(start, end)] * len(entries)
    return token


def _inside_compound(text: str, start: int, end: int, code: str) -> bool:
    """True for a word that is only part of a hyphenated one: end-TO-end, MEMORY-bound, HIGHER-order, drift-FREE."""
    if end + 1 < len(text) and text[end] == "-" and text[end + 1].isalpha():
        return code != "N" or text[end - 1] != "s"
    joined = code in _GRAMMAR or (code == "V" and text.endswith(("free", "ed"), start, end))
    return joined and start > 0 and text[start - 1] == "-" and text[start - 2 : start - 1].isalnum()


_SCORES = re.compile("(?<=w)M(?=[QZ](?:[,&]{1,2}[QZ]){0,6}M)")
_COMPARED = re.compile(r"\s[a-z]{3,8}\sthan\s")
_MOST_FORMS = 50_000


@cache
def lexicon() -> Lexicon:
    """Return the one lexicon of the shipped vocabularies; built at first use."""
    return Lexicon()
