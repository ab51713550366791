"""What a head, a row's label or a part of a caption says: metric, unit, data sets, split, hardware, direction."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from claims.documents.model import CITED
from claims.names.entries import resolve_hardware
from claims.names.mentions import hardware_names
from claims.tables.coined import class_in
from claims.tables.datasets import find_datasets, known_names
from claims.tables.glossary import last_metric, meant, measured
from claims.tables.splits import find_split
from claims.tables.unit_heads import unit_named
from claims.tables.vocabulary import (
    HeadMetric,
    ends_by_chance,
    find_metric,
    head_units,
    metric_begun,
    metric_named,
    spelled,
    words,
)

if TYPE_CHECKING:
    from claims.tables.names import Names

_ARROWS_UP = re.compile(r"[↑⇑▲△⬆↗]|\\uparrow|\(higher\)|(?i:higher is better)")
_ARROWS_DOWN = re.compile(r"[↓⇓▼▽⬇↘]|\\downarrow|\(lower\)|(?i:lower is better)")
_BETTER = "better"
_ARROWS = re.compile(r"\(?\s?[↑⇑▲△⬆↗↓⇓▼▽⬇↘↔]\s?\)?|\\(?:up|down)arrow")
_MARKS = re.compile(r"[*†‡§¶♠♣♦♥★☆∗⋆⋄◇•◦∘]+|\^(?![-−–+]?\d)|(?<=[a-zA-Z])#(?=\s|$)")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_CITATION = re.compile(
    r"\s\((?:19|20)\d\d[a-z]?\)$|\s?\[\s?\d+(?:\s?[,–-]\s?\d+)*\s?\]|\s?\([A-Z][^()]{1,60}?,?\s?(?:19|20)\d\d[a-z]?\)"
    r"|\s(?:[A-Z][\w'’-]+(?: et al\.?| (?:and|&) [A-Z][\w'’-]+)),?\s?\(?(?:19|20)\d\d[a-z]?\)?"
)
_OURS = re.compile(r"\s*[(\[]\s?(?i:ours?|proposed|this work|our method)\s?[)\]]")
_MAYBE_OURS = re.compile("ur|roposed")  # letters tell sooner than words
_OUR_NAME = re.compile(r"\bOurs\b|\bours\b|^[Oo]ur\b|^Proposed\b|\bproposed\b")
_DELTA = re.compile(r"^(?:[Δ∆](?=\S)|δ(?=[^\W\d_]))")  # "δ1" and "δ<1.25" are accuracies
_BLANKS = re.compile(r"\s+")
# What most labels are: words in which no citation, bracket, arrow or mark of a note can stand.
_PLAIN = re.compile(r"[\w.%+/&,:;~-]+(?: [\w.%+/&,:;~-]+)*")
_YEAR = re.compile(r"19|20")
_EMPTY_BRACKETS = re.compile(r"[(\[]\s*[)\]]")
_TAIL = re.compile(r",\s?([^\s,]{1,12})$")
_PERCENT = re.compile(r"%\s*$|^%")
_UNIT_SIGN = re.compile(r"[,^$%]")  # a unit without brackets stands behind or before one of these
_SHARE = re.compile(r"[\d.,<>≤≥~≈+↓↑–-]+\s?%")  # names a row, and is no unit of its numbers
_SHORT_WORD = re.compile(r"[A-Z][\w@]+")
_BARE_POWER = re.compile(r"[×x]\s?10\s?\^\s?[-−–]?\d{1,2}")
_PRICE = re.compile(r"\$\s?/\s?\w+")
_SCORE = HeadMetric("score", "more", strong=True)
_MILLION = 1e6
_SHORT = 3  # capitals so few name something of their own: REL
_MULTIPLIER = {
    "k": 1e3,
    "K": 1e3,
    "M": 1e6,
    "m": 1e6,
    "B": 1e9,
    "G": 1e9,
    "T": 1e12,
    "million": 1e6,
    "millions": 1e6,
    "billion": 1e9,
    "thousand": 1e3,
}
_POWER = re.compile(r"[×x*⋅]?\s?10\s?\^?\s?\{?\s?([-−–]?\d{1,2})\s?\}?")


class Label(NamedTuple):
    """A text of a table, read.

    Attributes:
        text: The text without arrows, citations, marks of notes and "(ours)".
        metric: The metric that it names, None where it names none.
        metric_text: The words that name it.
        unit: The unit that it gives.
        multiplier: What its values are to be multiplied by.
        better: ``more`` or ``less`` where an arrow or words say so.
        datasets: Names of data sets, benchmarks, tasks and languages in it.
        weak: True where they are languages or kinds of tasks, which name no data set.
        split: The part of a data set that it names.
        hardware: Names of hardware in it.
        rest: What is left of the text when all of that is taken away.
        ours: True where it says that it is the paper's own.
        cites: True where another paper is referred to.
        model: True where it names a model that is known.
        plain: True for an abbreviation that the paper says stands for plain words: multi-hop (MH).
        of_class: True where it names a class of things, and the metric is that of a head beside it.
    """

    text: str
    metric: HeadMetric | None = None
    metric_text: str | None = None
    unit: str | None = None
    multiplier: float = 1.0
    better: str = ""
    datasets: tuple[str, ...] = ()
    weak: bool = False
    split: str | None = None
    hardware: tuple[str, ...] = ()
    rest: str = ""
    ours: bool = False
    cites: bool = False
    model: bool = False
    relative: bool = False
    difference: bool = False
    rank: bool = False
    brackets: tuple[str, ...] = ()
    of_class: bool = False
    plain: bool = False


def names_data(label: Label) -> bool:
    """True for the name of a data set, not of a language or a kind of task."""
    return bool(label.datasets) and not label.weak


def tidy(text: str) -> str:
    """Return a label without arrows, citations and marks of notes.

    >>> tidy("UTMOS ↑"), tidy("StyleSpeech [12]†"), tidy("Conformer (Chiu et al., 2022)")
    ('UTMOS', 'StyleSpeech', 'Conformer')
    """
    plain = text.replace(CITED, "")
    if _is_bare(plain):
        return plain.strip(" :,;") if plain.strip(" :.,;") else plain.strip()
    text = _CITATION.sub("", plain)
    text = text if text.strip() else plain  # "[0-250]" alone is no citation
    text = _ARROWS.sub(" ", text)
    text = _MARKS.sub("", text)
    return _BLANKS.sub(" ", text).strip(" :,;") if text.strip(" :.,;") else text.strip()


def _is_bare(text: str) -> bool:
    """True for words without brackets, signs and years, which most patterns of labels need not be tried on."""
    return _PLAIN.fullmatch(text) is not None and _YEAR.search(text) is None


@lru_cache(maxsize=16384)
def folded(text: str) -> str:
    """Return a label as the word lists have it: small letters, hyphens as blanks, no brackets."""
    return spelled(_BRACKETED.sub(" ", text)).casefold().strip(" .:?#")


def read_label(text: str, names: Names) -> Label:
    """Read a text of a table.

    Args:
        text: The text of the cell.
        names: What the paper says of its names.
    """
    clean = tidy(text)
    closed = ")" in clean or "]" in clean
    ours = (
        folded(clean) in words("own")
        or (_MAYBE_OURS.search(clean) is not None and _OUR_NAME.search(clean) is not None)
        or (closed and _OURS.search(clean) is not None)
    )
    plain = (closed and _OURS.sub("", clean).strip()) or clean
    brackets = tuple(m[1].strip() for m in _BRACKETED.finditer(plain)) if closed else ()
    unit, multiplier = _unit_of(plain, brackets)
    key = folded(plain)
    first = key.split(" ")[0] if key else ""
    found = _metric_of(plain, brackets, unit)
    better = _direction(text)
    found = _as_the_paper_says(found, plain, names) if found else _long_form(plain, names)
    if found and found[1][1] - found[1][0] == 1 and plain[found[1][0] - 1 : found[1][0]] in {")", "]"}:
        found = None  # "[S]P" is strict, by prompt
    if found and ends_by_chance(plain[slice(*found[1])]) and (_cites(text) or names.names_own(plain)):
        found = None  # the name of an accelerator may end with "Acc"
    data = find_datasets(plain, names)
    found = found or (_quality(plain, names) if better and not data.names else None)
    datasets, spans = data.names, data.spans
    if found and found[0].strong and set(spans) & {found[1]}:
        datasets, spans = (), ()  # a name of both, as NISQA: a head means the metric
    found = found or _size(plain, key, multiplier)
    split, split_span = find_split(plain, spans)
    if (split in datasets and not data.weak) or (found and split_span == found[1]):
        split, split_span = None, None  # CALLHOME is a part of one data set, and a data set
    places = (
        [(a, b) for a, b in hardware_names().spans(plain) if resolve_hardware(plain[a:b])]
        if len(plain) < 80
        else []
    )
    places = [place for place in places if not found or place != found[1]]  # a number of DSPs runs on none
    hardware = tuple(plain[a:b] for a, b in places)
    power = [m.span() for m in _BARE_POWER.finditer(plain)] if "^" in plain else []
    taken = [*places, *spans, *power, *([split_span] if split_span else []), *([found[1]] if found else [])]
    return Label(
        text=plain, metric=found[0] if found else None, metric_text=plain[slice(*found[1])] if found else None,
        unit=unit, multiplier=multiplier, better=better, datasets=datasets, weak=data.weak, split=split,
        hardware=hardware,
        rest=_rest(plain, taken, unit, multiplier), ours=ours,
        cites=_cites(text), model=_is_model(plain),
        relative=first in words("relative") or bool(words("relative") & set(key.split())),
        difference=_is_difference(plain, key) and not datasets,
        rank=key in words("rank") or plain == "#" or (" " in key and key.split(" ")[-1] in {"rank", "ranking"}),
        brackets=brackets, plain=_is_plain(plain, names),
    )  # fmt: skip


def _cites(text: str) -> bool:
    """True where another paper is referred to; "[0-250]" alone is no citation."""
    if CITED in text or _is_bare(text):
        return CITED in text
    return _CITATION.search(text) is not None and bool(_CITATION.sub("", text).strip())


def _is_difference(text: str, key: str) -> bool:
    """True for the head of a gain or a loss; DROP in capitals is a benchmark."""
    bare = key.rstrip(" ,%").strip()
    first, last = bare.partition(" ")[0], bare.rpartition(" ")[2]
    parted = not text[len(first) : len(first) + 1].strip(" ,(:")  # not "Diff.-DPO"
    named = (
        bare in words("difference")
        or (parted and first in words("difference"))
        or (last in words("difference") and _is_of_values(bare[: -len(last)].strip()))
    ) and not (text.isascii() and text.isupper() and (len(bare) <= _SHORT or bare not in words("relative")))
    return named or _DELTA.match(text) is not None


def _is_of_values(words_before: str) -> bool:
    """True for what stands before a word for differences: WER reduction, rel. impr., but not noise reduction."""
    known = words("relative") | words("modifier") | words("average")
    return words_before in known or metric_named(words_before) is not None


def _direction(text: str) -> str:
    if text.isascii() and not ("(" in text or "\\" in text or _BETTER in text.casefold()):
        return ""
    up, down = _ARROWS_UP.search(text), _ARROWS_DOWN.search(text)
    if bool(up) == bool(down):
        return ""
    return "more" if up else "less"


def _unit_of(text: str, brackets: tuple[str, ...]) -> tuple[str | None, float]:
    """Return unit and multiplier of a head: ``(M)``, ``(%)``, ``[ms]``, ``Gain, %``."""
    unit: str | None = None
    multiplier = 1.0
    if not brackets and not _UNIT_SIGN.search(text):
        return unit, multiplier
    tail = _TAIL.search(text)
    bare = _BARE_POWER.search(text) or _PRICE.match(text)
    for each in (*brackets, *([tail[1]] if tail else []), *([bare[0]] if bare else [])):
        inner = each.strip()
        power = _POWER.fullmatch(inner)
        if inner in _MULTIPLIER:
            multiplier = _MULTIPLIER[inner]
        elif inner in {"%", "\\%", "in %", "percent", "pp"}:
            unit = "percent"
        elif power:
            # A head "(×10^-3)" says that its values are in thousandths.
            multiplier = 10.0 ** int(power[1].replace("−", "-").replace("–", "-"))
        elif inner in {"x", "×", "X"}:
            unit = "x"
        elif inner in {"$", "USD"} or _PRICE.match(inner):
            unit = "USD"
        elif inner in head_units():
            unit = head_units()[inner]
        elif known := unit_named(inner):
            unit = known
    if unit is None and _PERCENT.search(text) and not _SHARE.fullmatch(text):
        unit = "percent"
    return unit, multiplier


def _unbracketed(text: str) -> str:
    """Return a head without what stands in brackets beside it."""
    return _BRACKETED.sub("", text).strip(" ,%")


def _size(plain: str, key: str, multiplier: float) -> tuple[HeadMetric, tuple[int, int]] | None:
    """Return the number of parameters where a head gives millions of what a model is made of: Trainable (M)."""
    sized = multiplier >= _MILLION and all(part.strip() in words("sized") for part in key.split("/"))
    metric = metric_named("parameters") if sized else None
    return (metric, (0, len(plain))) if metric is not None else None


def _long_form(text: str, names: Names) -> tuple[HeadMetric, tuple[int, int]] | None:
    """Return the metric that a paper says an abbreviation stands for: IFR, the instruction following rate; mean IFR."""
    short = _unbracketed(text)
    long = names.meanings.get(short) or names.long_forms.get(short)
    found = last_metric(long) if long and short[:1].casefold() == long[:1].casefold() else None
    if found is not None:
        return found, (0, len(short))
    for word in _SHORT_WORD.finditer(text) if names.meanings else ():
        long = names.meanings.get(word[0])
        if long and (found := measured(long)) is not None:
            return found, word.span()
    return None


def _as_the_paper_says(
    found: tuple[HeadMetric, tuple[int, int]], text: str, names: Names
) -> tuple[HeadMetric, tuple[int, int]] | None:
    """Return the metric that a text names, unless the paper says that its abbreviation stands for another thing."""
    short = text[slice(*found[1])]
    long = names.meanings.get(short)
    metric = meant(found[0], short, long) if long else found[0]
    return (metric, found[1]) if metric else None


def _quality(text: str, names: Names) -> tuple[HeadMetric, tuple[int, int]] | None:
    """Return a score where the paper says that an abbreviation stands for plain words: brevity (BR)."""
    short = _unbracketed(text)
    return (_SCORE, (0, len(short))) if _is_plain(short, names) else None


def _is_plain(text: str, names: Names) -> bool:
    """True for an abbreviation that the paper says stands for plain words."""
    long = names.meanings.get(text, "")
    return bool(long) and long == long.lower()


def _metric_of(
    text: str, brackets: tuple[str, ...], unit: str | None
) -> tuple[HeadMetric, tuple[int, int]] | None:
    outside = _BRACKETED.sub(lambda m: " " * len(m[0]), text) if brackets else text
    outside = " " + outside[1:] if _DELTA.match(outside) else outside
    whole = outside.strip()
    short = " " not in whole and sum(map(str.isupper, whole)) > 1 and metric_named(whole) is not None
    for inner in () if short else brackets:  # "mIoU (ss)", but "intelligibility (WER)"
        begun = metric_begun(inner)
        metric = metric_named(inner) or (begun[0] if begun and " " not in inner else None)
        if (
            metric is not None
            and metric.strong
            and (unit is None or metric.id == "compute")
            and inner.lower() not in {"m", "s", "c", "r", "p", "f", "j"}
        ):
            at = text.find(inner)
            return metric, (at, at + len(inner))
    return find_metric(outside)


@lru_cache(maxsize=4096)
def _is_model(text: str) -> bool:
    return any(kind == "model" for _, _, kind in known_names(text)) or any(
        class_in(word)[1] == "model" for word in text.split()
    )


def _rest(text: str, taken: list[tuple[int, int]], unit: str | None, multiplier: float) -> str:
    rest = text
    for a, b in taken:
        rest = rest[:a] + " " * (b - a) + rest[b:]
    if unit is not None or multiplier != 1.0:
        rest = _BRACKETED.sub(
            lambda m: " " if _unit_of(m[0], (m[1],)) != (None, 1.0) else m[0], rest
        ).replace("%", " ")
    if ")" in rest or "]" in rest:
        rest = _EMPTY_BRACKETS.sub(" ", rest)
    rest = " ".join(rest.split()).strip(" -–_:,;/+→")
    if _is_whole(rest):
        return rest
    return rest.strip(" -–_:,;/+()[]→")


def _is_whole(text: str) -> bool:
    """True where each bracket closes, and none holds all of a text."""
    if "(" not in text and ")" not in text:
        return True
    depth = 0
    for i, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth < 0 or (
            depth == 0 and c == ")" and text[0] == "(" and i == len(text) - 1 and text.find(")") == i
        ):
            return False
    return depth == 0
