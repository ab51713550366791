"""What the caption of a table says of all its cells."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from claims.names.entries import DATA, resolve_hardware, workload_kin
from claims.names.mentions import hardware_names
from claims.tables.caption_metric import (
    DataMetric,
    bracketed_metrics,
    caption_metric,
    metrics_by_data,
    slashed_metrics,
)
from claims.tables.coined import begins_in
from claims.tables.datasets import Found, find_datasets, known_entries, known_names
from claims.tables.glossary import denotes, explained, shared_metric
from claims.tables.label import tidy
from claims.tables.names import Names
from claims.tables.scope import compared_over, parted_by
from claims.tables.splits import find_split
from claims.tables.unit_heads import unit_named
from claims.tables.vocabulary import HeadMetric, exact_words, head_units, metric_named, spelled, words

LONGEST = 4000
"""Characters of a caption that are read: what goes on longer is running text that lost its place."""
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z(\"“‘*∗†‡§¶])")
_HIGHER = re.compile(
    r"(?i)\bhigher(?: values?| scores?| numbers?)?[\s-](?:is|are|the|means?"
    r"|indicates?)[\s-](?:the\s)?better|\blarger is better"
)
_LOWER = re.compile(
    r"(?i)\blower(?: values?| scores?| numbers?)?[\s-](?:is|are|the|means?"
    r"|indicates?)[\s-](?:the\s)?better|\bsmaller is better"
)
_SPOKEN = re.compile(r"(?<![\w/])([A-Z][a-z]+)\s(?:test\s?sets?|data\s?sets?|corpus|dev sets?|benchmarks?)\b")
_SLASHES = re.compile(r"[A-Za-z][\w@.-]*(?:\s?/\s?[A-Za-z][\w@.-]*){1,4}(?<![.-])")
_SPOKEN_UNIT = re.compile(r"\bin ([a-zµ]{1,12}(?:/[a-z]{1,6})?)\b")
_FIRST = 400
_MOST_SENTENCES = 4
_NEAREST = 4
_CAPTION_BEGINS = 60
_BEGINNING = 5  # words of a caption that tell what all of it is about
_BEFORE_ABLATION = re.compile(
    r"(?i)(?:\W|the |an? |our |results? (?:of|on) |more |additional |further ){0,4}"
)
_BEHIND_DATA = re.compile(r"(?:'s)?\s\(?(?:the\s)?(?P<part>[A-Za-z][\w-]*)")
_COMPOUND = re.compile(r"[A-Za-z]+-[a-z]{2,}(?:ed|ing)\b")
_SETS = re.compile(r"\s(?:sets|splits)\b")
_SHOTS = re.compile(r"\b\d+-shot\b")
_IMAGE_SIZE = re.compile(r"\b\d{2,4}\s?[×x]\s?\d{2,4}\b")
_WITHIN = re.compile(
    r"(?:\((?:with\s|on\s|using\s)?|(?P<before>[\w.-]+|\))\s(?:with|using|based on|built on)\s(?:an?\s|the\s)?)$"
)
NUMBER_FORMAT = re.compile(r"\b(?:FP|INT|BF|TF|fp|int|bf)-?\d{1,2}\b")


@dataclass(frozen=True)
class Caption:
    """A caption, read.

    Attributes:
        text: All of it.
        metric: The metric of all cells for which no head names one.
        datasets: Data sets of all cells for which no head names one.
        split: Part of the data.
        splits: Parts of some data each: ScanNet val and S3DIS Area 5.
        hardware: Platforms.
        unit: ``percent`` where it says that the values are percentages.
        units: Other units that it names in brackets.
        better: ``more`` or ``less`` where it says which is better.
        settings: What else holds for all cells.
        model: The only model of others that it names: where no head does, what all was measured with.
        no_results: True where it says that the table is about data or settings.
        ablation: True where it says that the table is about parts of a system left out or exchanged.
        results: True where it says that the table is about results.
        first: Its first sentence.
        parted_by: What it says that it tells results of, one by one: by cohort, per language, across domains.
        by_data: The metrics of some data each, where it gives several.
        relative: True where it says that differences are relative to what they are of.
        over: What it says that all was compared with: speedup over X.
        change: True where it says that signed numbers are differences: the change of accuracy.
        alternatives: Metrics that it gives for the numbers of a cell one by one: BLEU/COMET.
        glossary: What it says that its abbreviations stand for.
    """

    text: str
    metric: HeadMetric | None = None
    metric_text: str | None = None
    datasets: tuple[str, ...] = ()
    split: str | None = None
    splits: tuple[tuple[str, str], ...] = ()
    hardware: tuple[str, ...] = ()
    unit: str | None = None
    units: tuple[str, ...] = ()
    better: str = ""
    settings: tuple[str, ...] = ()
    model: str = ""
    no_results: bool = False
    ablation: bool = False
    results: bool = False
    first: str = ""
    parted_by: frozenset[str] = frozenset()
    by_data: tuple[DataMetric, ...] = ()
    alternatives: str = ""
    relative: bool = False
    over: str = ""
    change: bool = False
    glossary: Mapping[str, str] = field(default_factory=dict)


def read_caption(text: str, names: Names) -> Caption:
    """Read a caption: its first sentences tell what is shown, the others explain signs."""
    text = text[:LONGEST]
    sentences = _sentences(text)
    first = tidy(sentences[0]) if sentences else ""
    glossary = explained(text)
    metric, metric_text = caption_metric(
        [first, *(tidy(s) for s in sentences[1:4] if not denotes().search(s))],
        lambda short: glossary.get(short) or names.meanings.get(short),
    )
    metric = metric or shared_metric(glossary)
    data = find_datasets(first, names, running=True)
    datasets = _datasets_of(first, names, data) or next(
        (d for s in sentences[1:3] if not denotes().search(s) and (d := _datasets_of(s, names))), ()
    )
    spoken = len(datasets) == 1 and _SPOKEN.fullmatch(datasets[0]) is not None
    splits = tuple(_splits_of_data(first, data))
    split = None if spoken else next((s for s in (_split_of(each) for each in sentences[:2]) if s), None)
    split = split or (splits[0][1] if splits else None)
    hardware = tuple(
        dict.fromkeys(text[a:b] for a, b in hardware_names().spans(text) if resolve_hardware(text[a:b]))
    )
    lower, higher = _LOWER.search(text), _HIGHER.search(text)
    return Caption(
        text=text, metric=metric, metric_text=metric_text, datasets=datasets, split=split, splits=splits,
        hardware=hardware,
        unit="percent" if re.search(r"\(\s?(?:in )?\\?%\s?\)|\bin %|\(%", text) else None, units=_units(first),
        better="less" if lower and not higher else "more" if higher and not lower else "",
        settings=tuple(dict.fromkeys([*_conditions(first, names), *_languages(first, datasets)])),
        model=_only_model(first, names),
        no_results=_no_results(first) and not _tells_trial(first, metric), ablation=_tells_ablation(first),
        alternatives=_alternatives(text[:_FIRST]), relative=_tells_relative(text), over=compared_over(first, names),
        change=_tells_change(first),
        first=first, parted_by=parted_by(first),
        by_data=_by_data(sentences, names), glossary=glossary,
        results=any(word in words("tells_results") for word in re.findall(r"[a-z]+", first.casefold())),
    )  # fmt: skip


def _tells_relative(text: str) -> bool:
    """True for "relative improvement"."""
    found = re.findall(r"[\w.]+", text.casefold())
    return any(a in words("relative") and b in words("difference") for a, b in itertools.pairwise(found))


def _tells_change(first: str) -> bool:
    """True where a caption begins with a word for differences: the change of accuracy."""
    begun = re.findall(r"[a-z]+", first.casefold())[:_BEGINNING]
    return any(a in words("difference") and b in words("of_difference") for a, b in itertools.pairwise(begun))


def _by_data(sentences: list[str], names: Names) -> tuple[DataMetric, ...]:
    """Return the metrics of the first sentence that gives several, each for some data."""
    for sentence in sentences[:_MOST_SENTENCES]:
        clean = tidy(sentence)
        found = metrics_by_data(clean, lambda text: find_datasets(text, names, running=True).spans)
        if found:
            return found
    return ()


def _sentences(text: str) -> list[str]:
    """Return the sentences of a caption; what ends with "vs." goes on."""
    out: list[str] = []
    for part in _SENTENCE.split(text):
        if out and out[-1].rpartition(" ")[2].casefold() in words("goes_on"):
            out[-1] += " " + part
        elif part.strip():
            out.append(part)
    return out


def _tells_ablation(first: str) -> bool:
    """True where a caption begins with words for what parts of a system do."""
    begun = _BEFORE_ABLATION.match(first)
    rest = first[begun.end() if begun else 0 :].casefold()
    return any(rest.startswith(w) for w in words("ablation"))


def _datasets_of(sentence: str, names: Names, data: Found | None = None) -> tuple[str, ...]:
    clean = tidy(sentence)
    data = data or find_datasets(clean, names, running=True)
    found = tuple(dict.fromkeys(n.rstrip(".") for n in _measured_on_these(clean, data)))
    if found:
        beside = () if data.weak else _joined_to(clean, data, names)
        return tuple(dict.fromkeys((*found, *beside)))
    spoken = _SPOKEN.search(clean)
    if spoken and spoken[1].casefold() in words("language") - {"multilingual"}:
        return (spoken[0],)
    return tuple(dict.fromkeys(n for n in _measured_on(clean) if not _is_other(n, names)))


def _measured_on_these(text: str, data: Found) -> Iterator[str]:
    """Yield names of data sets, but for those that something was learned on before another one: Foo → Bar."""
    for i, name in enumerate(data.names):
        last = i + 1 == len(data.names)
        if last or not _ONTO.fullmatch(text[data.spans[i][1] : data.spans[i + 1][0]]):
            yield name


_ONTO = re.compile(r"\s?(?:→|⇒|->|\\rightarrow)\s?")
_JOINED = r"[A-Z]\w*[A-Z0-9][\w+-]*"
_AND_BEHIND = re.compile(rf",?\s(?:and|&)\s(?:the\s)?(?P<name>{_JOINED})(?![\w(-])")
_AND_BEFORE = re.compile(rf"\b(?:on|of|for)\s(?:the\s)?(?P<name>{_JOINED})\s(?:and|&)\s(?:the\s)?$")
_FARTHEST = 60
_CALLED_DATA = re.compile(
    r"\bthe\s(?P<name>[A-Z][\w.+-]*(?:\s[A-Z][\w.+-]*){0,2})\s(?i:data\s?sets?|corpus|corpora|benchmarks?|test\s?sets?)\b"
)
_ON = re.compile(r"\bon\s(?:the\s)?(?P<name>[A-Z]\w*[A-Z0-9][\w.+-]*)")


def _joined_to(text: str, data: Found, names: Names) -> Iterator[str]:
    """Yield names that an "and" or a comma joins to one of a data set: on Clotho and XY-Caps."""
    for start, end in data.spans:
        behind = _AND_BEHIND.match(text, end)
        before = _AND_BEFORE.search(text, max(0, start - _FARTHEST), start)
        for m in (behind, before):
            if m is not None and not _is_other(m["name"], names):
                yield m["name"]


def _measured_on(text: str) -> Iterator[str]:
    """Yield names that a caption calls a data set, or says that something is measured on."""
    for m in _CALLED_DATA.finditer(text):
        if m["name"].casefold() not in words("split"):
            yield m["name"]
    for m in _ON.finditer(text):
        yield m["name"].rstrip(".-")


def _is_other(name: str, names: Names) -> bool:
    """True for names of models, machines, metrics and the paper's own systems."""
    entry = workload_kin(name)
    return (
        (entry is not None and entry.kind not in DATA)
        or resolve_hardware(name) is not None
        or metric_named(name) is not None
        or names.names_own(name)
        or re.search(r"-[a-z]", name) is not None
        or (name.isupper() and len(name) <= 3)
        or name in exact_words("no_data")
    )


def _split_of(sentence: str) -> str | None:
    found = re.search(
        r"(?i)\b(test|dev|development|val|validation|eval|minival)(?:ing)?[\s-]?(?:sets?|splits?"
        r"|portion|subset|cohort)\b",
        sentence,
    )
    if found:
        return found[1].lower()
    name, _ = find_split(sentence)
    return name if name and "-" in name else None


def _splits_of_data(first: str, found: Found) -> Iterator[tuple[str, str]]:
    """Yield the data sets of a sentence that a split stands behind, with it."""
    for name, (_, end) in zip(found.names, found.spans, strict=True):
        last = name.rpartition(" ")[2]
        if last[:1].islower() and find_split(last)[0]:
            yield name, last
        behind = _BEHIND_DATA.match(first, end)
        if behind and _SETS.match(first, behind.end()):
            continue  # "of A and B test sets" tells of both
        if behind and (
            spelled(behind["part"]).casefold() in words("split") or any(map(str.isdigit, behind["part"]))
        ):
            part, span = find_split(behind["part"])
            if part and span == (0, len(behind["part"])):
                yield name, part


def _conditions(first: str, names: Names) -> Iterator[str]:
    """Yield number formats, shots, sizes of images, and the models into which something was put."""
    yield from _told_before(first)
    for pattern in (NUMBER_FORMAT, _SHOTS, _IMAGE_SIZE):
        yield from (m[0] for m in pattern.finditer(first))
    for a, b, kind in known_names(first):
        within = _WITHIN.search(first[:a]) if kind == "model" else None
        if within and not (within["before"] and names.names_own(within["before"])):
            yield first[a:b]  # "X with BERT" tells of X alone


def _told_before(first: str) -> Iterator[str]:
    """Yield the word for how all was measured with which a caption begins: streaming WERs, offline results."""
    before, _, rest = first.partition(" ")
    measured = rest.partition(" ")[0].strip(",.:;()")
    if spelled(before).casefold() in words("condition") and (
        measured.casefold() in words("behind_metric") or metric_named(measured) is not None
    ):
        yield before


def _only_model(first: str, names: Names) -> str:
    """Return the model of others that a sentence names, where it names one."""
    found = {}
    for a, b, entry in known_entries(first):
        known = entry.kind == "model" and not entry.generic
        if known and not names.names_own(first[a:b]) and _is_measured_on(first[:a], first[b:]):
            end = b + (first[b : b + 1] == "+")
            found[first[a:end]] = entry.name
    return next(iter(found)) if len(set(found.values())) == 1 else ""


def _is_measured_on(before: str, behind: str) -> bool:
    """True for a model behind words for what is measured: accuracy of quantised X models, but not distilled from X."""
    if behind.split(" ")[:2][-1].strip(".,;:") in words("kind_of_model"):
        return False
    for word in reversed(before.split()[-_NEAREST:]):
        if word.casefold() in words("of_model"):
            return True
        if word != word.lower() or word in words("beside_model"):
            return False
    return False


def _units(first: str) -> tuple[str, ...]:
    found = (
        m[1].removeprefix("in ").strip().rstrip(".")
        for m in re.finditer(r"[(\[]([^()\[\]]{1,20})[)\]]", first)
    )
    spoken = (m[1] for m in _SPOKEN_UNIT.finditer(first))
    known = (head_units().get(each) or unit_named(each) for each in (*found, *spoken))
    return tuple(unit for unit in known if unit)


def _languages(first: str, datasets: tuple[str, ...]) -> list[str]:
    """Return the languages that the first sentence names, where they are no part of a data set's name."""
    found = [w for w in re.findall(r"\b[A-Z][a-z]{3,}\b", first) if w.casefold() in words("language")]
    return [w for w in found if not any(w in d for d in datasets)] if len(set(found)) == 1 else []


def _alternatives(text: str) -> str:
    """Return the metrics between slashes of a caption, where each is one."""
    if found := slashed_metrics(text) or bracketed_metrics(text):
        return found
    for m in _SLASHES.finditer(text):
        if all(metric_named(each.strip()) for each in m[0].split("/")):
            return m[0]
    return ""


def _tells_trial(first: str, metric: HeadMetric | None) -> bool:
    """True where a caption measures something, or tries what it is about: prompts compared by accuracy."""
    key = spelled(first).casefold()
    if any(w in key for w in words("never_results")):
        return False
    return metric is not None or bool(words("tells_trial") & set(re.findall(r"[a-z]+", key)))


def _no_results(first: str) -> bool:
    key = re.sub(
        r"^(?:(?:the|our|detailed|summary of|overview of|details of|list of)\s)+",
        "",
        spelled(first).casefold(),
    )
    compound = _COMPOUND.match(first) is not None  # example-based evaluation
    begun = [] if compound else [len(w) for w in words("no_results") if key.startswith(w)]
    return any(not key[end : end + 1].isalpha() for end in begun) or any(
        begins_in(w, key[:_CAPTION_BEGINS]) for w in words("no_results") & words("no_results_anywhere")
    )
