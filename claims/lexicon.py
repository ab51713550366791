"""Turn a sentence into tokens: quantities, metrics, words of change and of comparison, and the rest.

A token has a one-letter code for its kind. The codes of a sentence, joined, are a short string on which the rules
are written (see :mod:`claims.grammar`); what the words are is data in ``schema/words.toml`` and
``schema/metrics.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Literal

from claims.errors import ClaimsError
from claims.model import Quantity

KINDS: dict[str, str] = {
    "QUANTITY": "Q", "MEASURE": "U", "NUMBER": "Z", "RANK": "R", "PART": "P",
    "METRIC": "M", "VERB": "V", "NOUN": "N", "ADJECTIVE": "A", "OUTPERFORM": "O", "ACHIEVE": "G", "BE": "=",
    "THAN": ">", "QUALIFIER": "q", "STATISTIC": "s", "BY": "b", "OF": "o", "IN": "i", "FROM": "f", "TO": "t",
    "ON": "n", "FOR": "r", "WITH": "h", "AT": "@", "AND": "&", "PER": "e", "ONLY": "j", "RELATIVE": "y",
    "CLAUSE": "K", "RESPECTIVELY": "z", "COMMA": ",", "OPEN": "(", "CLOSE": ")", "COLON": ":", "SEMICOLON": ";",
    "SLASH": "/", "WORD": "w",
}  # fmt: skip
"""Names of the kinds of token, as rules write them, and their codes."""

Direction = Literal["up", "down", "better", "worse"]
_PUNCTUATION = {",": ",", "(": "(", "[": "(", ")": ")", "]": ")", ":": ":", ";": ";", "/": "/", "=": "=", "—": ":",
                "–": ":", "&": "&", "→": "t"}  # fmt: skip
_WORD = re.compile(
    r"[^\W\d_](?:[\w@.'’*]*[\w@*])?(?:/[A-Za-z]\w*)?|@|\d[\w.]*|[,()\[\]:;/=&—–]|--+|[<>≤≥~↑↓→+]"
)
_PART = re.compile(r"[^\W\d_]+|\d[\w.]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word or phrase of the vocabulary means.

    Attributes:
        code: Code of its kind of token.
        value: What it stands for: a metric's id, a bound, a statistic.
        direction: Where a word of change moves its metric.
        metric: The metric that a word of change itself measures (faster: speed).
        owner: True if that metric wins over one named beside the word.
    """

    code: str
    value: str = ""
    direction: Direction = "up"
    metric: str | None = None
    owner: bool = False


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
    """

    id: str
    better: Literal["more", "less"]
    scale: str
    group: str
    description: str
    aliases: tuple[str, ...]
    units: tuple[str, ...]


class Token:
    """A stretch of a sentence with its kind.

    Attributes:
        code: Code of the kind, see :data:`KINDS`.
        start: Offset in the text.
        end: Offset after it.
        entry: What it means, for words of the vocabulary.
        quantities: Empty, but for a :class:`ListToken`.
        metrics: Empty, but for a :class:`ListToken`.
        spans: Empty, but for a :class:`ListToken`.
        hedges: Empty, but for a :class:`ListToken`.
    """

    __slots__ = ("code", "end", "entry", "start")

    # Most tokens are plain words: they share these, and making one costs four assignments.
    quantities: Sequence[Quantity] = ()
    metrics: Sequence[str] = ()
    spans: Sequence[tuple[int, int]] = ()
    hedges: Sequence[list[Token]] = ()

    def __init__(self, code: str, start: int, end: int, entry: Entry | None = None) -> None:
        self.code = code
        self.start = start
        self.end = end
        self.entry = entry

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code} {self.start}:{self.end})"


class ListToken(Token):
    """A quantity or a metric, which may stand for a coordinated list of them.

    Attributes:
        quantities: For quantities: the number, or the members of a coordinated list of numbers.
        metrics: For metrics: the ids, more than one for a coordinated list of metrics.
        spans: Where each member stands.
        hedges: For a list of quantities: the qualifiers and statistics right before each member but the first.
    """

    __slots__ = ("hedges", "metrics", "quantities", "spans")

    def __init__(
        self, code: str, start: int, end: int, entry: Entry | None = None, quantity: Quantity | None = None
    ) -> None:
        super().__init__(code, start, end, entry)
        self.quantities: Sequence[Quantity] = () if quantity is None else (quantity,)
        self.metrics: Sequence[str] = (entry.value,) if entry is not None else ()
        self.spans: Sequence[tuple[int, int]] = ((start, end),)
        self.hedges: Sequence[list[Token]] = ([],)

    def join(self, members: Sequence[Token], hedges: list[list[Token]]) -> None:
        """Take in the other members of a coordinated list, each with what qualifies it."""
        every = (self, *members)
        self.quantities = [quantity for token in every for quantity in token.quantities]
        self.metrics = [metric for token in every for metric in token.metrics]
        self.spans = [span for token in every for span in token.spans]
        self.hedges = [*self.hedges, *hedges]
        self.end = members[-1].end


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
            units=tuple(row.get("units", ())),
        )  # fmt: skip
    return rows


_Phrase = tuple[tuple[str, ...], Entry]


class Lexicon:
    """The vocabulary, ready for look-up: phrases by their first word, longest first."""

    def __init__(self) -> None:
        self._phrases: dict[str, list[_Phrase]] = {}
        self._symbols: dict[str, Entry] = {}
        self._families: dict[str, Entry] = {}
        self._qualifiers: dict[str, list[_Phrase]] = {}
        words = load("words.toml")
        for metric in load("metrics.toml")["metric"]:
            entry = Entry("M", metric["id"])
            for alias in metric["aliases"]:
                self._add(self._phrases, alias, entry)
                if not alias.endswith("s"):
                    self._add(self._phrases, alias + "s", entry)
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
        for bound, phrases in words["qualifiers"].items():
            for phrase in phrases:
                self._add(self._qualifiers, phrase, Entry("q", bound))
        scored = set(_ALWAYS_TELLING)
        for metric in load("metrics.toml")["metric"]:
            if metric.get("scale") or metric["id"] in {"error", "correlation", "bugs"}:
                scored.update(_telling(alias) for alias in metric["aliases"])
        self._scored = frozenset(scored | {word + "s" for word in scored if not word.endswith("s")})
        for table in (self._phrases, self._qualifiers):
            for phrases in table.values():
                phrases.sort(key=lambda p: -len(p[0]))

    def _add_singulars(self) -> None:
        """Let "false alarms" name its metric in the singular too, where no other metric has that name."""
        for metric in load("metrics.toml")["metric"]:
            for alias in metric["aliases"]:
                if " " in alias and alias.endswith("s") and not alias.endswith("ss"):
                    self._add(self._phrases, alias[:-1], Entry("M", metric["id"]))

    def _add_all(self, phrases: list[str], entry: Entry) -> None:
        for phrase in phrases:
            self._add(self._phrases, phrase, entry)

    @staticmethod
    def _add(table: dict[str, list[_Phrase]], phrase: str, entry: Entry) -> None:
        first, *rest = phrase.split()
        known = table.setdefault(first, [])
        if all(r != tuple(rest) for r, _ in known):
            known.append((tuple(rest), entry))

    def may_score(self, text: str, found: list[Quantity], start: int, end: int) -> bool:
        """Tell cheaply whether one of some bare numbers could be a claim at all.

        Args:
            text: Clean text.
            found: The numbers of a sentence.
            start: Offset of the sentence.
            end: Offset after it.

        Returns:
            False where no word near them ends the name of a metric that bare numbers measure, or one of the few phrases
            that make a claim of one.
        """
        if any(quantity.text[0] == "+" for quantity in found):
            return True
        stretch = text[max(start, found[0].start - _NEAR_BEFORE) : min(end, found[-1].end + _NEAR_AFTER)]
        if not self._scored.isdisjoint(_LETTERS.findall(stretch.lower())):
            return True
        return not self._symbols.keys().isdisjoint(_CAPITALS.findall(stretch))

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
            code = _QUANTITY_CODES[quantity.kind]
            if (
                _names_a_format(text, quantity)
                or (code == "Z" and (_enumerates(text, quantity) or _COMPOUNDED.match(text, quantity.end)))
                or (code == "Q" and _DESCRIBED.match(text, quantity.end))
            ):
                code = "w"
            tokens.append(ListToken(code, quantity.start, quantity.end, None, quantity))
            position = quantity.end
        self._words(text, position, end, tokens, before_quantity=False)
        self._retag(text, tokens)
        return tokens

    def _retag(self, text: str, tokens: list[Token]) -> None:
        """Tell verbs from the comparatives and nouns that are spelled like them, by what stands before."""
        for i, token in enumerate(tokens):
            if token.code != "V" or token.entry is None or not i:
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
        raw = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text, start, end)]
        words = [w[0].lower() for w in raw]
        count = len(words)
        stop = count
        qualifiers: list[Token] = []
        if before_quantity and count:
            stop, qualifiers = self._qualifier(raw, words)
        i = 0
        phrases, special, families = self._phrases, self._symbols, self._families
        while i < stop:
            word = words[i]
            here, at, to = raw[i]
            candidates = phrases.get(word)
            if candidates is None and here not in special and here.isalpha() and here[-3:] not in families:
                tokens.append(Token("w", at, to))
                i += 1
                continue
            if here in _PUNCTUATION:
                tokens.append(Token(_PUNCTUATION[here], at, to))
                i += 1
                continue
            entry, length = _longest(candidates or (), words, i, stop)
            if length == 1:
                symbol = special.get(here) or families.get(here[-3:]) or families.get(here[:3])
                if symbol is None and "@" in here:
                    symbol = self._at(here)
                entry = symbol or entry
            last = raw[i + length - 1][2]
            if entry is None and "/" in word and (both := self._either(here)):
                tokens.append(_either_or(at, to, both))
            elif entry is None or _inside_compound(text, at, last, entry.code):
                length = 1
                tokens.append(Token("w", at, to))
            else:
                kind = ListToken if entry.code == "M" else Token
                tokens.append(kind(entry.code, at, last, entry))
            i += length
        tokens += qualifiers

    def _qualifier(self, raw: list[tuple[str, int, int]], words: list[str]) -> tuple[int, list[Token]]:
        """Find qualifiers that end right before a number; return where they begin, and their tokens."""
        stop = len(words)
        found: list[Token] = []
        while stop:
            word = words[stop - 1]
            symbol = _SIGNS.get(word)
            if symbol:
                stop -= 1
                found.append(Token("q", raw[stop][1], raw[stop][2], Entry("q", symbol)))
                continue
            match = self._ending(words, stop)
            if match is None:
                if word not in _ARTICLES or self._ending(words, stop - 1) is None:
                    break
                stop -= 1
                continue
            length, entry = match
            stop -= length
            found.append(Token("q", raw[stop][1], raw[stop + length - 1][2], entry))
        return (stop, found[::-1]) if found else (len(words), [])

    def _ending(self, words: list[str], stop: int) -> tuple[int, Entry] | None:
        for length in (4, 3, 2, 1):
            begin = stop - length
            if begin < 0:
                continue
            for rest, entry in self._qualifiers.get(words[begin], ()):
                if len(rest) == length - 1 and tuple(words[begin + 1 : stop]) == rest:
                    return length, entry
        return None

    def _at(self, word: str) -> Entry | None:
        """pass@3 is a pass@k, AMOTA@0.2 an AMOTA."""
        stem, _, _ = word.partition("@")
        for form in (word.lower(), f"{stem.lower()}@k", stem.lower()):
            for rest, entry in self._phrases.get(form, ()):
                if not rest and entry.code == "M":
                    return entry
        return self._symbols.get(stem)

    def _either(self, word: str) -> list[Entry]:
        """Return what the words of precision/recall mean, those that are metrics."""
        found = []
        for part in _PART.findall(word):
            entry = self._symbols.get(part)
            if entry is None:
                phrases = self._phrases.get(part.lower(), ())
                entry = next((e for rest, e in phrases if not rest and e.code == "M"), None)
            if entry is not None:
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
# 1024x-compressed latents
_DESCRIBED = re.compile(r"-(?:compressed|down|up|sub|super|over|reduced|scaled|magnified|enlarged)")
_ARTICLES = frozenset({"a", "an", "the", "only", "just", "!"})
_GRAMMAR = frozenset("boiftnrh@&e>K=")


def _longest(candidates: Sequence[_Phrase], words: list[str], i: int, stop: int) -> tuple[Entry | None, int]:
    """Return the meaning of the longest phrase that stands at a word, and its length in words."""
    for rest, entry in candidates:
        size = len(rest)
        if not size or (i + size < stop and tuple(words[i + 1 : i + 1 + size]) == rest):
            return entry, size + 1
    return None, 1


def _either_or(start: int, end: int, entries: list[Entry]) -> ListToken:
    """Return one token for metrics that share a word: precision/recall."""
    token = ListToken("M", start, end, entries[0])
    token.metrics = [entry.value for entry in entries]
    token.spans = [(start, end)] * len(entries)
    return token


def _inside_compound(text: str, start: int, end: int, code: str) -> bool:
    """True for a word that is only part of a hyphenated one: end-TO-end, MEMORY-bound, HIGHER-order."""
    if end + 1 < len(text) and text[end] == "-" and text[end + 1].isalpha():
        return code != "N" or text[end - 1] != "s"
    return code in _GRAMMAR and start > 0 and text[start - 1] == "-" and text[start - 2 : start - 1].isalnum()


# A bare number in a sentence without any of these words, and without a metric that bare numbers measure, is no claim.
_ALWAYS_TELLING = frozenset(
    {"factor", "factors", "few", "little", "parameters", "iterations", "epochs", "steps", "batch", "context"}
)
_NEAR_BEFORE, _NEAR_AFTER = 110, 70
_CAPITALS = re.compile(r"[A-Za-z]*[A-Z]{2}[A-Za-z0-9]*|Dice|Acc")
_LETTERS = re.compile(r"[a-z][a-zà-ü]+\d{0,2}|f1|r2")
# Words too common to tell that a sentence names a metric; the word before them tells.
_COMMON = frozenset(
    {
        "performance", "number", "size", "sizes", "images", "rank", "steps", "range", "measure", "point",
        "points", "length", "lengths", "count", "counts", "success", "gain", "improvement", "reduction",
        "index", "mean", "distance", "iteration", "match", "of", "at", "time", "the", "task", "tasks",
        "character", "byte", "dim", "quality", "probability", "cases", "efficacy", "curve", "exact",
    }
)  # fmt: skip


def _telling(alias: str) -> str:
    words: list[str] = _LETTERS.findall(alias.lower()) or [alias.lower()]
    return next((word for word in reversed(words) if word not in _COMMON), words[-1])


_SIGNS = {"~": "approx", ">": "at_least", "<": "less_than", "≥": "at_least", "≤": "less_than"}


@cache
def lexicon() -> Lexicon:
    """Return the one lexicon of the shipped vocabularies; built at first use."""
    return Lexicon()
