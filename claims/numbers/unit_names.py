"""How papers spell units: one pattern for all of them, and the one spelling that claims use.

The spellings are data: ``schema/unit_names.toml``. What the units are and how they convert is another matter,
see :mod:`claims.numbers.units`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from claims.errors import ClaimsError
from claims.files.kept import kept
from claims.files.own_vocabulary import texts
from claims.names import trie
from claims.names.trie import alternation
from claims.numbers.around import any_of

_PREFIX_WORDS = {
    "atto": "a", "femto": "f", "pico": "p", "nano": "n", "micro": "u", "milli": "m", "centi": "c",
    "deci": "d", "hecto": "h", "kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E",
    "zetta": "Z", "kibi": "Ki", "mebi": "Mi", "gibi": "Gi", "tebi": "Ti",
}  # fmt: skip
_PREFIX_SPELLINGS = {"u": ("u", "µ", "μ", "mu", "\\mu ", "\\mu"), "K": ("K",)}
_PREFIX_CANONICAL = {"K": "k"}
_IEC = ("Ki", "ki", "Mi", "Gi", "Ti", "Pi")
_INITIAL = re.compile(r"[^\W\d_¹²³⁰-⁹]*+")
# Powers of units that are read where the digit is glued on: mm2, cm3, but not J2.
_GLUED_POWERS = ("m",)


Part = tuple[str, float]
"""One unit with its prefix, and its exponent: ``("mm", 2.0)``."""


class _Names:
    """The spellings of one class of units ("alone", "rate", "under"), gathered by the prefixes they take."""

    def __init__(self) -> None:
        self.symbols: dict[tuple[str, ...], list[str]] = {}
        self.words: dict[tuple[str, ...], list[str]] = {}

    def pattern(self, *others: _Names) -> str:
        """Return the source of a pattern that matches any of the spellings with its prefix."""
        return f"(?:(?i:{self._part('words', others)})|{self._part('symbols', others)})"

    def symbol_pattern(self, *others: _Names) -> str:
        """Return the source of a pattern that matches any of the symbols with its prefix."""
        return f"(?:{self._part('symbols', others)})"

    def _part(self, kind: str, others: tuple[_Names, ...]) -> str:
        # Spellings of several pieces go first, so that "g CO2" is not read as "g".
        first: list[str] = []
        groups: dict[tuple[str, ...], list[str]] = {}
        for names in (self, *others):
            table: dict[tuple[str, ...], list[str]] = getattr(names, kind)
            for prefixes, spellings in table.items():
                for spelling in spellings:
                    if spelling.isalnum():
                        groups.setdefault(prefixes, []).append(spelling)
                    else:
                        first += [prefix + spelling for prefix in prefixes]
                        if kind == "words":
                            first += [f"{prefix} {spelling}" for prefix in prefixes if prefix]
        gap = _WORD_GAP if kind == "words" else " "
        parts = [alternation(first, gap=gap)] if first else []
        for prefixes, spellings in groups.items():
            some = [p for p in prefixes if p]
            head = alternation(some, gap=" ") + (r"[\s-]?" if kind == "words" else "") if some else ""
            optional = "?" if some and "" in prefixes else ""
            parts.append((f"(?:{head}){optional}" if some else "") + alternation(spellings, gap=gap))
        return "|".join(parts) or "(?!)"


class _Spellings:
    """All spellings of ``unit_names.toml``: what each means, and the classes they belong to."""

    def __init__(self, vocabulary: dict[str, Any]) -> None:
        self.symbols: dict[str, str] = {}
        self.words: dict[str, str] = {}
        self.classes = {name: _Names() for name in ("alone", "rate", "under", "product", "spaced", "letter")}
        self.canonical: set[str] = {"rankine"}
        self.before: list[str] = []
        self.apart: set[str] = set()
        for name, entry in vocabulary["units"].items():
            self._where = vocabulary["own"].get(("units", name), "schema/unit_names.toml")
            self._add_unit(entry.get("as", name), entry)
        device_time = vocabulary["device_time"]
        times = [form for unit in device_time["of"] for form in (_plural(unit) if len(unit) > 1 else (unit,))]
        for device in device_time["devices"]:
            for form in times:
                meaning = self.words.get(form) or self.symbols[form]
                self._add(self.words, word_key(f"{device} {form}"), meaning)
                self.classes["alone"].words.setdefault(("",), []).append(f"{device} {form}".lower())

    def _add_unit(self, meaning: str, entry: dict[str, Any]) -> None:
        stands = entry.get("stands", "alone")
        bare = () if entry.get("needs_prefix") else ("",)
        letters = entry.get("prefixes", "")
        prefixes = {s: _PREFIX_CANONICAL.get(p, p) for p in letters for s in _PREFIX_SPELLINGS.get(p, (p,))}
        if entry.get("iec"):
            prefixes |= {p: p.replace("ki", "Ki") for p in _IEC}
        prefixes |= dict.fromkeys(bare, "")
        self.canonical |= {
            unit for letter in prefixes.values() for unit, _ in canonical_parts(letter + meaning)
        }
        for symbol in entry.get("symbols", ()):
            for prefix, letter in prefixes.items():
                self._add(self.symbols, prefix + symbol, letter + meaning)
            single = "spaced" if entry.get("spaced") else "letter"
            if len(symbol) == 1 and symbol.isascii() and symbol.isalpha() and stands == "alone":
                self.classes[single].symbols.setdefault(("",), []).extend([symbol] if bare else [])
                full = tuple(p for p in prefixes if p)
                if full:
                    self.classes[stands].symbols.setdefault(full, []).append(symbol)
            else:
                self.classes[stands].symbols.setdefault(tuple(prefixes), []).append(symbol)
        known = set(prefixes.values())
        heads = {word: letter for word, letter in _PREFIX_WORDS.items() if letter in known} | dict.fromkeys(
            bare, ""
        )
        if entry.get("apart"):
            self.apart |= {meaning, *entry.get("symbols", ())}
        for sign in entry.get("before", ()):
            self._add(self.symbols, sign, meaning)
            self.before.append(sign)
        for word in (form for singular in entry.get("words", ()) for form in _plural(singular)):
            for prefix, letter in heads.items():
                self._add(self.words, word_key(prefix + word), letter + meaning)
            self.classes[stands].words.setdefault(tuple(heads), []).append(word.lower())

    def _add(self, table: dict[str, str], spelling: str, meaning: str) -> None:
        known = table.setdefault(spelling, meaning)
        if known != meaning:
            raise ClaimsError(f"{self._where}: {spelling!r} is both {known} and {meaning}: drop one of them")


@cache
def canonical_parts(canonical: str) -> tuple[Part, ...]:
    """Split a spelling of our own into units and exponents: ``OP/s/W`` into OP, 1/s and 1/W."""
    parts = []
    for i, over in enumerate(canonical.split("/")):
        for unit in over.split("*"):
            name, _, power = unit.partition("^")
            if name != "1":
                parts.append((name, float(power or 1) * (-1 if i else 1)))
    return tuple(parts)


_TEXTS = texts("unit_names.toml")


def _vocabulary() -> dict[str, Any]:
    """Return the spellings of ``schema/``, and those of one's own: units, and names of dimensions."""
    ours, *own = _TEXTS
    vocabulary: dict[str, Any] = {name: dict(table) for name, table in ours.toml().items()} | {"own": {}}
    for text in own:
        for table, rows in text.toml().items():
            where = text.line_of(rf"\s*\[?{re.escape(table)}\b")
            if table not in ("units", "dimensions") or not isinstance(rows, dict):
                raise ClaimsError(f"{where}: {table!r} cannot be added to; write [units] or [dimensions]")
            for name, row in rows.items():
                where = text.line_of(rf"\s*\"?{re.escape(name)}\"?\s*=")
                if name in vocabulary[table]:
                    raise ClaimsError(
                        f"{where}: {name!r} is there already; take another name, with as = {name!r}"
                    )
                if table == "units":
                    _check_unit(where, name, row)
                elif not isinstance(row, list) or not all(isinstance(base, str) for base in row):
                    raise ClaimsError(f'{where}: {name!r} is no list of units; write {name} = ["..."]')
                vocabulary[table][name] = row
                vocabulary["own"][table, name] = where
    return vocabulary


_STANDS = ("alone", "rate", "under", "product")
_UNIT_FIELDS = {
    "as": str, "symbols": list, "words": list, "prefixes": str, "iec": bool, "needs_prefix": bool, "before": list,
    "stands": str, "spaced": bool, "apart": bool,
}  # fmt: skip


def _check_unit(where: str, name: str, row: object) -> None:
    """Refuse a row of one's own that is no unit; the error names file, line and remedy."""
    if not isinstance(row, dict):
        raise ClaimsError(f'{where}: {name!r} tells no spellings; write {name} = {{ symbols = ["..."] }}')
    for field, value in row.items():
        kind = _UNIT_FIELDS.get(field)
        if kind is None:
            raise ClaimsError(
                f"{where}: a unit has no field {field!r}; it may have {', '.join(_UNIT_FIELDS)}"
            )
        texts_in = all(isinstance(each, str) and each for each in value) if isinstance(value, list) else True
        if not isinstance(value, kind) or not texts_in:
            raise ClaimsError(f"{where}: {field} of {name!r} is no {_KINDS[kind]}; write it so")
    if row.get("stands", "alone") not in _STANDS:
        raise ClaimsError(
            f"{where}: stands {row['stands']!r} is none of {', '.join(_STANDS)}; write one of them"
        )


_KINDS = {str: "text", list: "list of texts", bool: "true or false"}


def word_key(word: str) -> str:
    """Return what spellings of one word share: kilo-gram, Kilogram, kilo gram."""
    return re.sub(r"[\s-]+", "", word).lower()


def _plural(word: str) -> tuple[str, ...]:
    return (word,) if word[-1] in "szx" else (word, word + "s")


VOCABULARY = _vocabulary()
_SUBSTANCES = alternation(VOCABULARY["substances"]["names"], gap=" ")
TIMES = "|".join(VOCABULARY["each"]["times"])
"""Source of a pattern for what something happens in each of: 188 miles an hour."""
_SIGN = "[-−–]"
_WORD_GAP = r"[\s-]"
# ^2, ^{2}, ^{-1}, ², ⁻¹. Bare digits are read after a length (mm2), those of s-1 and s2 only in a product.
POWER = rf"(?:\s?\^\s?\{{?\s?{_SIGN}?\d(?:[./]\d)?\s?\}}?|⁻?[¹²³⁴])"
_GLUED = r"(?<=m)[23](?!\d|\.\d)"
_MINUS = rf"{_SIGN}[1234](?!\d|\.\d|%)"
NEGATIVE = rf"(?:\s?\^\s?\{{?\s?{_SIGN}\s?\d\s?\}}?|⁻[¹²³⁴]|{_MINUS})"
_END = r"(?![A-Za-z0-9_µμ°Ωα-ω^])"
# "10 tokens generated per second", "events per-night".
PER = (
    r"(?:\s?/\s?|(?:\s[a-z]{3,}ed)?[\s-]per[\s-](?:single\s)?"
    rf"|\san?\s(?=(?:{TIMES})(?![a-z])))"
)
SQUARE = rf"(?i:(?:{'|'.join(map(re.escape, VOCABULARY['powers']['before']))})[\s-])?"
_SQUARED = rf"(?i:\s(?:{'|'.join(VOCABULARY['powers']['behind'])})\b)?"
# In products and in parentheses only what chemists and physicists write there: "m s^-1", "W/(m K)".
_PRODUCT_SYMBOL = "(?:mol|[kmµun]?g|[cmµnk]?m|[mµn]?s|K|k?V|k?W|h|[mµ]?L|[MGk]?Hz|d|k?J|sr|day|yr)"
# "A100 GPU hours", "TPUv3 days": hours of a device are hours.
_DEVICE_TIME = rf"(?i:(?:(?:{'|'.join(VOCABULARY['device_time']['named'])})s?[\s-])?(?:{TIMES})s?)"
_MODEL = rf"(?:(?:TPU[\s-]?v\d\w*|[A-Z]{{1,2}}\d{{2,4}}\w*)[\s-](?={_DEVICE_TIME}\b))"
ACCELERATOR = re.compile(_MODEL)
SUBSTANCE = re.compile(rf"\s(?:{_SUBSTANCES})(?=\s[A-Za-zµμΩ]{{1,4}}{NEGATIVE})")
# What things are counted per: "images per second" is a unit, "images per class" describes a data set.
_RATE_UNDER = (
    rf"(?:(?i:(?:{'|'.join(VOCABULARY['under_rates']['prefixes'])})?(?:{'|'.join(VOCABULARY['under_rates']['prefixed'])})"
    rf"|{'|'.join(VOCABULARY['under_rates']['words'])})|{'|'.join(VOCABULARY['under_rates']['symbols'])}"
    r"|[mµunkM]?[sJWh]|m?sec|[kM]?Wh|[cmµun]?m[\d²^])"
)
SMALL_WORDS = any_of("small_words")
ROOT_HERTZ = r"(?:√\s?|sqrt\s?\(\s?|rt)Hz\)?"


def _unit_pattern(names: _Spellings) -> str:
    alone, rate, under, only, spaced, letter = (
        names.classes[k] for k in ("alone", "rate", "under", "product", "spaced", "letter")
    )
    letters = "".join(letter.symbols[("",)]).replace("s", "").replace("V", "")
    # One letter is a unit only where it cannot be part of a name ("GPT-4V"); "1980s", "the 90s", "0s and 1s"
    # and "10s of thousands" are no seconds.
    seconds = r"(?<!\b[12]\d\d\d)(?<!\b0)(?<!0s and 1)(?<!the \d0)s(?!\sof\s(?:\w+\s)?\w+s\b)"
    single = rf"(?:{seconds}|(?<!-\d)(?<!-\d\.\d)V|[{letters}])(?!-[A-Za-z])"
    # What stands in a product is a unit, whatever it may mean alone: 5 A/m, 20 F g-1.
    symbols = alone.symbol_pattern(spaced, letter, only, under)
    ahead = rf"(?=°?[A-Za-zµμΩ]{{1,4}}{NEGATIVE})"
    negative = rf"{ahead}{symbols}{NEGATIVE}(?:{_END}|{ahead})"
    end = rf"(?:{_END}|{ahead})"
    # "1 GHz-2 GHz" is a range, and no inverse of a square
    inverse = (
        rf"{NEGATIVE}(?!\s?[kMGTmµμunpc]?(?:Hz|[smgVAWBbJKLhd]|eV|min|Pa|in|ft){_END}(?!\s?\^?\s?{_SIGN}\d))"
    )
    spaced_letter = rf"(?<=\d )(?<!\^\d )(?<!\b[12]\d\d\d )[{''.join(spaced.symbols[('',)])}]"
    spaced_letter += rf"(?=\s?[/·]\s?[A-Za-zµμ]|[.\s·]?[A-Za-zµμΩ]{{1,4}}{NEGATIVE})"
    # 20 F/g, 4 t/ha: what is written in products alone, over something that it may be over
    over = "[cmµμnk]?m[23²³]?|[mµμnk]?g|[mµμ]?[Ll]|ha|mol|day|yr?|h"
    letter_over = rf"(?<=\d )(?<!\b[12]\d\d\d )[CFHStU](?=\s?/\s?(?:{over}){_END})"
    beside = rf"(?=[.\s·]?[A-Za-zµμΩ]{{1,4}}{NEGATIVE})"
    bare = rf"(?:{spaced.symbol_pattern(letter)}(?:{inverse}{end}|{beside})|{only.symbol_pattern()}{NEGATIVE}?{beside})"
    named = rf"{SQUARE}(?:{alone.pattern()}|{single})(?:{inverse}|{POWER}|{_GLUED})?{_SQUARED}"
    standing = f"{_MODEL}?(?:{named}{end}|{spaced_letter}|{letter_over}|{bare})"
    counted = rf"{rate.pattern()}(?={PER}{_RATE_UNDER}{_END}|\s{ahead})"
    factor = rf"{alone.pattern(rate, under, spaced, letter, only)}(?:{POWER}|{_GLUED}|{_MINUS}|(?<=s)2)?"
    factor += rf"{_SQUARED}{end}"
    plain = rf"{_PRODUCT_SYMBOL}(?:{POWER}|{_MINUS}|[23](?!\d|\.\d))?{_END}"
    group = rf"\(\s?{plain}(?:\s?[·⋅*\s]\s?{plain}){{1,2}}\s?\)"
    product = rf"\s?(?:[·⋅∙•*]\s?{plain}|[.·•]?\s?{negative}|\s{{2,14}}{negative})"
    product += rf"|\s{_PRODUCT_SYMBOL}(?:{POWER}|[23])?{beside}"
    product += rf"|\s(?:{_SUBSTANCES})(?=\s[A-Za-zµμΩ]{{1,4}}{NEGATIVE})|-(?i:days?|hours?)\b"
    return rf"(?:(?:{standing}|{counted})(?:{PER}(?:{SQUARE}{factor}|{ROOT_HERTZ}|{group})|{product})*)"


def _unit_starts(names: _Spellings) -> frozenset[str]:
    """Return the letters that units begin with, up to what is no letter, in lower case."""
    starts = {"tpuv", *map(first_letters, VOCABULARY["powers"]["before"])}
    for spellings in names.classes.values():
        for prefixes, symbols in spellings.symbols.items():
            starts |= {first_letters(prefix + symbol) for prefix in prefixes for symbol in symbols}
        for prefixes, words in spellings.words.items():
            starts |= {
                first_letters(start) for p in prefixes for word in words for start in (p or word, p + word)
            }
    return frozenset(starts)


def first_letters(text: str, start: int = 0) -> str:
    """Return the letters of a text from a place to what is no letter, in lower case.

    >>> [first_letters(text) for text in ("Seconds", "s.", "GB/s", "5 s")]
    ['seconds', 's', 'gb', '']
    """
    initial = _INITIAL.match(text, start)
    return initial[0].lower() if initial else ""


def _unit_letters(names: _Spellings) -> frozenset[str]:
    """Return the letters that stand alone at the beginning of a unit, in their case: m, G FLOPs."""
    units: set[str] = set()
    for spellings in names.classes.values():
        for prefixes, symbols in spellings.symbols.items():
            units |= {prefix + symbol for prefix in prefixes for symbol in symbols}
        for prefixes, words in spellings.words.items():
            spelled = {prefix + word for prefix in prefixes for word in words}
            units |= spelled | set(map(str.upper, spelled))
    return frozenset(unit[0] for unit in units if len(first_letters(unit)) == 1)


def _counted(names: _Spellings) -> str:
    rates = [
        word + "s?" for table in names.classes["rate"].words.values() for word in table if word.isalpha()
    ]
    return "|".join(
        [*rates, "tokens?", "params?", "LUTs?", "GPUs?", "documents?", "epochs?", "MACs?", "FLOPs?"]
    )


def _every_name(names: _Spellings) -> str:
    return names.classes["alone"].pattern(
        *(other for name, other in names.classes.items() if name != "alone")
    )


_Made = tuple[
    str, str, str, str, list[str], list[str], dict[str, str], dict[str, str], list[str], list[str], list[str]
]


def _made() -> _Made:
    """Return what is made of all spellings, which takes a moment."""
    names = _Spellings(VOCABULARY)
    return (
        _unit_pattern(names), alternation([*names.before, "€"]), _counted(names), _every_name(names),
        sorted(_unit_starts(names)), sorted(_unit_letters(names)), names.symbols, names.words, names.before,
        sorted(names.canonical), sorted(names.apart),
    )  # fmt: skip


class Spellings(NamedTuple):
    """What the spellings of units mean.

    Attributes:
        symbols: The spelling of our own of each symbol, with its prefix.
        words: The same of each word, by :func:`word_key`.
        before: Signs that stand before the number.
        canonical: The spellings of our own.
        apart: Units that are none behind a hyphen.
    """

    symbols: dict[str, str]
    words: dict[str, str]
    before: list[str]
    canonical: frozenset[str]
    apart: frozenset[str]


(
    UNIT_PATTERN, CURRENCY_PATTERN, COUNTED, EVERY_NAME, _starts, _letters, _symbols, _words, _before, _canonical,
    _apart,
) = kept("units", "\0".join(text.content for text in _TEXTS), _made, __file__, trie.__file__)  # fmt: skip
SPELLINGS = Spellings(_symbols, _words, _before, frozenset(_canonical), frozenset(_apart))
"""Sources of patterns.

``UNIT_PATTERN`` matches the unit after a number in clean text, from the first character of the unit. What stands
between number and unit (nothing, a blank, a hyphen as in ``1M-token``) is up to the caller, but must not be cut off: a
look behind tells ``5 K`` from ``5K``. It has no capturing groups, and works with ``regex`` and ``re``. What it matches,
the function :func:`canonical_unit` understands. ``CURRENCY_PATTERN`` is for the signs of money before a number, which
that function takes too; ``COUNTED`` for things that are counted; ``EVERY_NAME`` for a unit or such a thing.
"""

EVERY_UNIT: str = rf"(?:{SQUARE}{EVERY_NAME}(?:{POWER}|{_GLUED}|{_MINUS})?{_END})"
"""Source of a pattern for what a rate is over: any unit, and any thing that is counted."""

UNIT_STARTS = frozenset(_starts)
"""How units in ASCII letters begin, by :func:`first_letters`: what begins otherwise is none."""

UNIT_LETTERS = frozenset(_letters)
"""How units begin whose first letter stands alone: 5 s is a time, and 3D is none."""
