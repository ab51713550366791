"""From the text of one abstract to its claims: the way through the house, on one page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, cast

from claims.errors import ClaimsError, expect
from claims.linking import FirstReader, SecondReader
from claims.model import Claim, Polarity
from claims.numbers.formulas import outside
from claims.numbers.quantity import Quantity
from claims.numbers.scan import as_quantity, find_atoms, scan, source_span
from claims.numbers.units import to_base
from claims.pipeline.confidence import Rated, rate
from claims.reading import read
from claims.reading.bare_numbers import may_score
from claims.reading.bounds import Marks, marks
from claims.reading.context import adopt_metrics
from claims.reading.normal_form import better_way, improvement_factor
from claims.syntax.lexicon import lexicon
from claims.syntax.phrases.document import Document
from claims.syntax.sentence import Sentence
from claims.syntax.vocabulary import metrics
from claims.text.markup import clean
from claims.text.occurrences import occurrences
from claims.text.segmentation import sentence_spans

if TYPE_CHECKING:
    from claims.model import Statistic
    from claims.names.metric_ids import MetricId

Stages = Generator[None, None, list[Claim]]
"""The way of one text, which stands still after each stage; its claims are what it returns."""

# So many texts go through each stage together. More would not find what they left in the processor's cache.
_ABREAST = 192


def extract(text: str, *, title: str = "") -> list[Claim]:
    """Return the claims of an abstract in the order of their offsets.

    Args:
        text: The abstract as the source gives it.
        title: Title of the paper, which helps to find the name of its system.

    Returns:
        Claims whose offsets point into ``text``.

    Raises:
        TypeError: It is no text.
    """
    expect("extract", "the text of an abstract", text, str)
    expect("extract", "the title of a paper as title", title, str)
    return finished(read_text(text, title))


def finished(stages: Stages) -> list[Claim]:
    """Bring one text through all of its stages; return its claims."""
    while True:
        try:
            next(stages)
        except StopIteration as done:
            found: list[Claim] = done.value
            return found


def abreast(texts: Iterable[Stages]) -> Iterator[list[Claim] | Exception]:
    """Bring texts through all stages, many of them through one before the next begins, for which a processor is faster.

    Args:
        texts: The texts, each at its first stage; taken lazily.

    Returns:
        The claims of each, or what went wrong with it.

    Raises:
        ClaimsError: Vocabularies or tables of the project are at fault, which no text is to blame for.
        MemoryError: There is too little.
    """
    rest = iter(texts)
    while together := list(islice(rest, _ABREAST)):
        yield from _all_stages(together)


def _all_stages(texts: Sequence[Stages]) -> list[list[Claim] | Exception]:
    under_way = list(enumerate(texts))
    found: list[list[Claim] | Exception] = [[] for _ in under_way]
    while under_way:
        going_on = []
        for each in under_way:
            index, stages = each
            try:
                next(stages)
            except StopIteration as done:
                found[index] = done.value
            except (ClaimsError, MemoryError):
                raise
            except Exception as error:
                found[index] = error
            else:
                going_on.append(each)
        under_way = going_on
    return found


def sentences_of(text: str) -> list[Sentence]:
    """Return the sentences of a text that hold numbers, as the constructions see them."""
    plain = clean(text)
    spans = sentence_spans(plain)
    groups = _by_sentence(outside(text, scan(plain)), spans)
    return [Sentence(plain, *spans[index], members, lexicon(), index) for index, members in groups.items()]


def read_text(text: str, title: str, answers: list[Rated] | None = None) -> Stages:
    """Do what :func:`extract` does, stage by stage.

    Where there are many texts, all of them go through one stage before the next begins: a processor is faster
    while it stays with the same code and the same tables.

    Args:
        text: The abstract as the source gives it.
        title: Title of the paper.
        answers: Takes what is known of each claim, and how sure, for those who fit and judge them.

    Yields:
        Nothing, after each stage.

    Returns:
        The same claims.
    """
    plain = clean(text)
    atoms = find_atoms(plain)
    if not atoms:
        return []
    yield
    found = outside(text, [as_quantity(plain, atom) for atom in atoms])
    yield
    spans = sentence_spans(plain)
    groups = {
        index: members
        for index, members in _by_sentence(found, spans).items()
        if any(q.kind != "number" for q in members) or may_score(plain, members, *spans[index])
    }
    if not groups:
        return []
    yield
    words = lexicon()
    sentences = [Sentence(plain, *spans[index], members, words, index) for index, members in groups.items()]
    yield
    read_so_far = [(sentence, readings) for sentence in sentences if (readings := read(sentence))]
    if not read_so_far:
        return []
    read_so_far = adopt_metrics(read_so_far)
    yield
    document = Document(plain, title, spans, frozenset(s.index for s, _ in read_so_far), sentences)
    yield
    first = FirstReader(document)
    linked = [first.read(sentence, readings) for sentence, readings in read_so_far]
    yield
    second = SecondReader(document)
    candidates = [second.candidates(sentence.index, readings) for sentence, readings in read_so_far]
    yield
    spans = [
        source_span(text, r.quantity.start, r.quantity.end) for _, readings in read_so_far for r in readings
    ]
    places = iter(zip(spans, occurrences(text, spans), strict=True))
    claims: list[Claim] = []
    for (sentence, readings), links, named in zip(read_so_far, linked, candidates, strict=True):
        bounds = marks(sentence, readings)
        agreed = [second.read(sentence, *each) for each in zip(readings, links, named, strict=True)]
        rated = rate(agreed, bounds, document.low[sentence.start : sentence.end])
        claims += [_claim(text, next(places), sentence, *each) for each in zip(bounds, rated, strict=True)]
        if answers is not None:
            answers += rated
    return claims


def _by_sentence(found: list[Quantity], spans: list[tuple[int, int]]) -> dict[int, list[Quantity]]:
    """Return the quantities of each sentence that has some, by its number."""
    starts = [start for start, _ in spans]
    groups: dict[int, list[Quantity]] = {}
    for quantity in found:
        index = bisect_right(starts, quantity.start) - 1
        if quantity.end <= spans[index][1]:  # what runs on beyond a sentence is no number
            groups.setdefault(index, []).append(quantity)
    return groups


def _claim(
    text: str,
    place: tuple[tuple[int, int], int],
    sentence: Sentence,
    own: Marks,
    rated: Rated,
) -> Claim:
    (start, end), occurrence = place
    bound, statistic = own
    answer = rated.answer
    r, links = answer.reading, answer.links
    q = r.quantity
    quote = text[start:end]
    metric_text = text[slice(*r.metric_span)] if r.metric_span else None
    polarity: Polarity = "worse" if r.says == "worse" else "better"
    better = better_way(metrics()[r.metric], metric_text, r.change, polarity)
    if r.change == "none":
        polarity = "neutral"
    elif r.metric != "other":
        falls = r.form == "ratio" and q.hi is not None and q.hi < 1  # 0.4x the memory
        good = (r.change == "increase") == (better == "more")
        polarity = "better" if good != falls else "worse"
    # As points, levels of scores have no factor, and nobody knows which way is better for what no list has.
    since = None if metrics()[r.metric].scale or r.metric == "other" else r.since
    factor = improvement_factor(r.form, q.lo, r.change, better, since)
    factor_hi = improvement_factor(r.form, q.hi, r.change, better, since) if q.hi is not None else None
    base_lo = base_hi = base_unit = None
    if r.form == "level" and q.kind == "measure":
        base_lo, base_unit = to_base(q.lo, r.unit)
        base_hi = to_base(q.hi, r.unit)[0] if q.hi is not None else None
    return Claim(
        quote=quote, occurrence=occurrence, start=start, end=end, form=r.form, lo=q.lo, hi=q.hi, unit=r.unit,
        metric=cast("MetricId", r.metric), metric_text=metric_text, change=r.change,
        polarity=polarity, bound=bound, statistic=cast("Statistic | None", statistic),
        subject=links.subject, baseline=links.baseline,
        hardware=links.hardware, workload=links.workload, role=links.role, factor=factor, factor_hi=factor_hi,
        base_lo=base_lo, base_hi=base_hi, base_unit=base_unit, sentence_start=sentence.start,
        sentence_end=sentence.end, rule=r.rule, confidence=rated.core,
        metric_name=answer.metric_name,
        workload_kind=answer.workload_kind, link_confidence=rated.links,
        link_relation={field: given.relation for field, given in answer.given.items()},
        link_agreement={field: given.agreement for field, given in answer.given.items()},
        sentence=text[sentence.start:sentence.end].rstrip(),
    )  # fmt: skip
