"""Turn a sentence into tokens: quantities, metrics, words of change and of comparison, and the rest.

A token has a one-letter code for its kind. The codes of a sentence, joined, are a short string on which the rules
are written (see :mod:`claims.syntax.grammar`); what the words are is data in ``schema/words.toml`` and
``schema/metrics.toml``.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import Any, Literal, NamedTuple

from claims.errors import ClaimsError
from claims.model import Quantity
from claims.numbers.qualifiers import QUALIFIERS, SIGNS
from claims.syntax.tokens import KINDS, Entry, ListToken, Token, WordToken

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


@dataclass(frozen=True, slots=True)
class Metric:
    """A row of ``schema/metrics.toml``.

    Attributes:
        id: What claims and SQL call it.
        better: ``more`` or ``less``.
        scale: ``percent`` for qualities in percent, ``score`` for those on a scale of their own, else empty.
        group: Heading under which it is listed.
        description: One line.
        aliases: The words that name it.
        units: Dimensions of units that name it where no word does.
        rates: Parts of words that name it as a rate of which more is better, where all other words name amounts of
            which less is; empty where every word names the same.
    """

    id: str
    better: Literal["more", "less"]
    scale: str
    group: str
    description: str
    aliases: tuple[str, ...]
    units: tuple[str, ...]
    rates: str = ""


_QUANTITY_CODES = {
    "ratio": "Q", "percent": "Q", "magnitude": "Q", "point": "Q", "measure": "U", "number": "Z", "rank": "R",
    "part": "P",
}  # fmt: skip


def load(name: str) -> dict[str, Any]:
    """Read one TOML file of ``schema/``.

    Args:
        name: File name.

    Returns:
        Its content.

    Raises:
        ClaimsError: The file is no valid TOML; names file and line.
    """
    try:
        return tomllib.loads((resources.files("claims.schema") / name).read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ClaimsError(f"schema/{name}: {error}") from error


@cache
def less_is_better() -> re.Pattern[str]:
    """Return a pattern of the words of ``schema/words.toml`` that tell a property to be better if less."""
    return re.compile(
        r"\b(?:" + "|".join(map(re.escape, load("words.toml")["less"]["words"])) + r")\b", re.IGNORECASE
    )


@cache
def metrics() -> dict[str, Metric]:
    """Return the metrics of ``schema/metrics.toml`` by id."""
    rows: dict[str, Metric] = {}
    for row in load("metrics.toml")["metric"]:
        if row["id"] in rows:
            raise ClaimsError(f"schema/metrics.toml: metric {row['id']!r} stands there twice; merge the two")
        rows[row["id"]] = Metric(
            id=row["id"], better=row["better"], scale=row.get("scale", ""), group=row["group"],
            description=row["description"], aliases=(*row.get("symbols", ()), *row["aliases"]),
            units=tuple(row.get("units", ())), rates=row.get("rates", ""),
        )  # fmt: skip
    return rows


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
        self._qualifiers: dict[str, list[_Phrase]] = {}
        # Words as they were met; None for those that mean nothing, which most words of a text are.
        self._forms: dict[str, _Form | None] = {}
        words = load("words.toml")
        for metric in load("metrics.toml")["metric"]:
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
        codes = {"verb": "V", "noun": "N", "adjective": "A"}
        for group in words["change"]:
            entry = Entry(
                codes[group["part"]], direction=group["direction"], metric=group.get("metric"),
                owner=group.get("owner", False),
            )  # fmt: skip
            self._add_all(group["words"], entry)
        self._add_all(words["verbs"]["outperform"], Entry("O", direction="better", metric="performance"))
        self._add_all(words["verbs"]["achieve"], Entry("G"))
        self._add_all(words["verbs"]["be"], Entry("="))
        self._add_all(words["comparison"]["than"], Entry(">"))
        for name, phrases in words["statistics"].items():
            self._add_all(phrases, Entry("s", name))
        for name, phrases in words["grammar"].items():
            self._add_all(phrases, Entry(KINDS.get(name.upper(), "w")))
        for bound, phrases in QUALIFIERS.items():
            for phrase in phrases:
                words_of_it = tuple(phrase.split())
                self._qualifiers.setdefault(words_of_it[-1], []).append((words_of_it, Entry("q", bound)))
        for phrases in self._qualifiers.values():
            phrases.sort(key=_longest_first)
        self._known = _by_first_words(self._meanings)

    def _add_singulars(self) -> None:
        """Let "false alarms" name its metric in the singular too, where no other metric has that name."""
        for metric in load("metrics.toml")["metric"]:
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
        """Tell verbs from the comparatives and nouns that are spelled like them, by what stands before."""
        codes = "".join([token.code for token in tokens])
        i = 0
        while (i := codes.find("V", i + 1)) > 0:
            token = tokens[i]
            if token.entry is None:
                continue
            before = tokens[i - 1].code
            word = text[token.start : token.end].lower()
            if word in _PARTICIPLES and before in "QUZs(":
                token.code, token.entry = "A", replace(token.entry, code="A")
            elif word in _NOUNS or (token.entry.owner and ("-" in word or before in "QUZMs")):
                k = i - 1
                while k > 0 and i - k < 4 and tokens[k].code in "Mwys":
                    k -= 1
                if tokens[k].code in "QUZ" or (token.entry.owner and "-" in word):
                    token.code, token.entry = "N", replace(token.entry, code="N")

    def _words(self, text: str, start: int, end: int, tokens: list[Token], *, before_quantity: bool) -> None:
        stretch = text[start:end]
        pieces = (_ASCII_WORD if stretch.isascii() else _WORD).split(stretch)
        words = pieces[1::2]
        if not words:
            return
        bounds = list(accumulate(map(len, pieces), initial=start))
        starts, ends = bounds[1::2], bounds[2::2]
        stop, qualifiers = self._qualifier(words, starts, ends) if before_quantity else (len(words), [])
        if stop == 0 and tokens and tokens[-1].code in "QU" and _COMPARED.match(stretch):
            stop, qualifiers = len(words), []  # "30% LOWER THAN the 17 ms of A"
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

    def _qualifier(self, words: list[str], starts: list[int], ends: list[int]) -> tuple[int, list[Token]]:
        """Find qualifiers that end right before a number; return where they begin, and their tokens."""
        stop = len(words)
        found: list[Token] = []
        while stop:
            word = words[stop - 1].lower()
            symbol = SIGNS.get(word)
            if symbol:
                stop -= 1
                found.append(Token("q", starts[stop], ends[stop], Entry("q", symbol)))
                continue
            match = self._ending(words, stop)
            if match is None:
                if word not in _ARTICLES or self._ending(words, stop - 1) is None:
                    break
                stop -= 1
                continue
            length, entry = match
            stop -= length
            found.append(Token("q", starts[stop], ends[stop + length - 1], entry))
        return (stop, found[::-1]) if found else (len(words), [])

    def _ending(self, words: list[str], stop: int) -> tuple[int, Entry] | None:
        """Return the length and the meaning of the longest qualifier that ends before a place."""
        for phrase, entry in self._qualifiers.get(words[stop - 1].lower(), ()) if stop else ():
            size = len(phrase)
            if size <= stop and tuple(map(str.lower, words[stop - size : stop])) == phrase:
                return size, entry
        return None

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


_PARTICIPLES = frozenset(
    {"lower", "reduced", "increased", "decreased", "improved", "enhanced", "accelerated"}
)
_NOUNS = frozenset(
    {"increase", "increases", "decrease", "decreases", "drop", "drops", "cut", "cuts", "gain", "gains", "boost",
     "boosts", "decline", "rise", "saving", "lift", "fall", "speed up", "speedup"}
)  # fmt: skip
_PROCESS = re.compile(
    r"[\s-]{0,2}(?:CMOS|Fin|FD|technolog|process|node|tech|TSMC|PDK|GF|Samsung|Intel|silicon|logic|standard)",
    re.IGNORECASE,
)


def token_code(text: str, quantity: Quantity) -> str:
    """Return the code of the token that a quantity gives: that of a word where it counts or measures nothing."""
    code = _QUANTITY_CODES[quantity.kind]
    if (
        _names_a_format(text, quantity)
        or (code == "Z" and (_enumerates(text, quantity) or _COMPOUNDED.match(text, quantity.end)))
        or (code == "Q" and (_NO_RESULT.match(text, quantity.end) or _repeated(text, quantity)))
    ):
        return "w"
    return code


def _names_a_format(text: str, quantity: Quantity) -> bool:
    """True for bit widths (8-bit, 16 bits) and process nodes (28 nm CMOS): names of formats, no measures."""
    if quantity.kind != "measure":
        return False
    if quantity.unit == "bit":
        return quantity.lo <= 512
    return quantity.unit == "nm" and _PROCESS.match(text, quantity.end) is not None


def _enumerates(text: str, quantity: Quantity) -> bool:
    """True for the numbers of a list in running text, (1) ... 2) ..., for citations [14], and for the 0-1 loss."""
    if quantity.lo == 0 and quantity.hi == 1:
        return True
    before, after = text[quantity.start - 1 : quantity.start], text[quantity.end : quantity.end + 1]
    if before == "[" and after in {"]", ","}:
        return True
    if quantity.lo >= 20 or quantity.lo != int(quantity.lo) or after != ")":
        return False
    return before in {"(", "[", " ", ""} and "." not in quantity.text


# 5-shot, 3-layer, 0-l loss
_COMPOUNDED = re.compile(r"-[a-z]|'s\b")
_REPEATS = re.compile(
    r"\b(?:repeat|execut|perform|test|visit|call|play|use|cit|sampl|measur|iterat|invok|ran|run|rerun|traverse)(?:ed|d)?"
    r"\s(?:\w{1,12}\s)?\Z"
)
_TIMES_ON = re.compile(r"\s(?:over|in|during|per|daily|with|across|on|for|by|and|to)\b|[.,;)]")


def _repeated(text: str, quantity: Quantity) -> bool:
    """True for "the route was repeated 26 times over four days": how often, not how many times better."""
    if not quantity.text.endswith("times") or not _TIMES_ON.match(text, quantity.end):
        return False
    return _REPEATS.search(text, max(0, quantity.start - 30), quantity.start) is not None


# 1024x-compressed latents, 95% CI
_NO_RESULT = re.compile(
    r"-(?:compressed|down|up|sub|super|over|reduced|scaled|magnified|enlarged)"
    r"|[\s-]{0,3}(?:CIs?\b|confidence|prediction intervals?|credible)"
)
_ARTICLES = frozenset({"a", "an", "the", "only", "just", "!"})
_GRAMMAR = frozenset("boiftnrh@&e>K=")


def _longest_first(phrase: _Phrase) -> int:
    return -len(phrase[0])


def _by_first_words(meanings: dict[tuple[str, ...], Entry]) -> dict[str, _Known]:
    """Order phrases by their first word, and longer ones by their second."""
    known = {words[0]: _Known(meanings.get(words[:1]), {}) for words in meanings}
    for words, entry in meanings.items():
        if len(words) > 1:
            known[words[0]].longer.setdefault(words[1], []).append((words[1:], entry))
    for each in known.values():
        for phrases in each.longer.values():
            phrases.sort(key=_longest_first)
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


_COMPARED = re.compile(r"\s[a-z]{3,8}\sthan\s")
_MOST_FORMS = 50_000


@cache
def lexicon() -> Lexicon:
    """Return the one lexicon of the shipped vocabularies; built at first use."""
    return Lexicon()
