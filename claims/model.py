"""The nouns of the project: what flows from a source file to the database.

Every stage of the pipeline takes one of these and gives another; none of them
knows how it was made. The fields of :class:`Claim` are those of the annotation
guideline in ``docs/claim-model.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from claims.names.metric_ids import MetricId

if TYPE_CHECKING:
    from datetime import date

Form = Literal["ratio", "percent", "points", "level", "share", "count", "rank"]
Change = Literal["increase", "decrease", "none"]
Polarity = Literal["better", "worse", "neutral"]
Bound = Literal["exact", "up_to", "at_least", "less_than", "approx"]
Role = Literal["result", "background"]
Statistic = Literal["mean", "geomean", "median", "max", "min", "p50", "p90", "p95", "p99"]
LinkedField = Literal["subject", "baseline", "hardware", "workload"]
WorkloadClass = Literal["dataset", "model", "kernel", "task", "other"]
Agreement = Literal["both", "first", "differs", "second"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper as one source gives it.

    Attributes:
        id: The identifier that the source gives, or one made from what is known (see ``claims.sources.identity``).
        abstract: The text that claims are read from, untouched: all offsets point into it.
        title: The title, or ``""`` where the source gives none.
        date: Date of publication or of the last update, as far as the source knows it.
        arxiv_id: Identifier on arXiv without version (``2506.11153``, ``cs/0112017``).
        version: Version on arXiv (3 for v3) where known.
        doi: Digital object identifier, lower case, without resolver.
        external_ids: Identifiers of other services: ``openalex:W123``, ``s2:…``, ``pmid:456``, ``pmcid:PMC7``.
        categories: Subject categories as the source spells them.
        authors: Names as the source spells them; ``et al.`` is left out.
        organization: Affiliation shown by the source.
        code_url: Address of the code.
        comments: What the authors say of the paper itself: "accepted at ...", "withdrawn".
        source: Path of the file that the record was read from (``-`` for standard input).
        place: Where in the file the record starts: ``line 12``, ``row 3``.
    """

    id: str
    abstract: str
    title: str = ""
    date: date | None = None
    arxiv_id: str | None = None
    version: int | None = None
    doi: str | None = None
    external_ids: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    organization: str | None = None
    code_url: str | None = None
    comments: str | None = None
    source: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A record that could not be read.

    Attributes:
        source: Path of the file.
        place: Where in the file: ``line 12``, ``row 3``.
        reason: One line: what is wrong with it.
        sample: The first characters of the record as found, to recognise it by.
        no_abstract: True where nothing is wrong with the record, but for having no abstract.
    """

    source: str
    place: str
    reason: str
    sample: str = ""
    no_abstract: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One quantified claim of an abstract.

    Attributes:
        quote: Verbatim substring of the abstract: number and unit, no qualifier.
        occurrence: 0 for the first place where ``quote`` stands in the abstract, 1 for the second.
        start: Offset of the first character of ``quote`` in the abstract as given.
        end: Offset after its last character.
        form: How the number states its claim.
        lo: Lower end of the number as written.
        hi: Upper end; equal to ``lo`` unless a range; None where open.
        unit: ``x``, ``percent``, or a unit that :func:`claims.numbers.units.parse_unit` takes.
        metric: Id of a metric in ``schema/metrics.toml``; one of a vocabulary of one's own is a text that the type does
            not know.
        metric_text: The words that name the metric, verbatim.
        change: Direction in which the metric moves.
        polarity: Whether that is good for the system that the claim is about.
        bound: What a qualifier makes of the number.
        statistic: ``mean``, ``geomean``, ``median``, ``max``, ``min``, ``p50``, ``p90``, ``p95``, ``p99``.
        subject: Name of the system that has the value.
        baseline: What it is compared with, verbatim.
        hardware: Platforms on which the value was obtained, verbatim.
        workload: Datasets, models, kernels or tasks that it applies to, verbatim.
        role: ``result`` for what the paper reports of its own, ``background`` otherwise.
        factor: Improvement factor: how many times better (1 = the same), at the lower end of a range.
        factor_hi: The same at the upper end.
        base_lo: A level's lower end in base units.
        base_hi: A level's upper end in base units.
        base_unit: The base unit of the metric's dimension (``s``, ``J``, ``token/s``, ``byte``).
        sentence_start: Offset of the sentence that holds the quote.
        sentence_end: Offset after that sentence.
        rule: Name of the rule that made the claim.
        confidence: Between 0 and 1: how often form, metric, change, bound and statistic of such claims are right.
        metric_name: The phrase that names the metric, in one spelling: small letters but for acronyms, singular.
        workload_kind: What each workload is: one of :data:`WORKLOAD_CLASSES`.
        link_confidence: For each of subject, baseline, hardware and workload that is given: how often such a field
            is right.
        link_relation: For each of them: how the name stands to the number, as the second reader sees it.
        link_agreement: For each of them: which reader gives it, one of :data:`AGREEMENTS`.
        sentence: The sentence itself, as it stands in the abstract; "" for claims that come from elsewhere than a
            text. It is no part of a claim: offsets tell it, and it counts for nothing when two are compared.
    """

    quote: str
    occurrence: int
    start: int
    end: int
    form: Form
    lo: float
    hi: float | None
    unit: str
    metric: MetricId
    metric_text: str | None
    change: Change
    polarity: Polarity
    bound: Bound
    statistic: Statistic | None
    subject: str | None
    baseline: str | None
    hardware: tuple[str, ...]
    workload: tuple[str, ...]
    role: Role
    factor: float | None
    factor_hi: float | None
    base_lo: float | None
    base_hi: float | None
    base_unit: str | None
    sentence_start: int
    sentence_end: int
    rule: str
    confidence: float
    metric_name: str | None = None
    workload_kind: tuple[WorkloadClass, ...] = ()
    link_confidence: Mapping[str, float] = field(default_factory=dict, hash=False)
    link_relation: Mapping[str, str] = field(default_factory=dict, hash=False)
    link_agreement: Mapping[str, Agreement] = field(default_factory=dict, hash=False)
    sentence: str = field(default="", compare=False, repr=False)

    _repr_html_: ClassVar[Callable[[Claim], str]]
    """Shows the claim in a notebook; given by the package, since a noun knows nothing of pages."""

    def as_dict(self) -> dict[str, Any]:
        """Return the claim as a dictionary of JSON types, in the order of the fields."""
        return {name: getattr(self, name) for name in CLAIM_FIELDS}


LINKED: tuple[LinkedField, ...] = ("subject", "baseline", "hardware", "workload")
"""The fields that are links, which each have a relation, an agreement and a confidence of their own."""

WORKLOAD_CLASSES: tuple[WorkloadClass, ...] = ("dataset", "model", "kernel", "task", "other")
"""What a workload may be."""

AGREEMENTS: tuple[Agreement, ...] = ("both", "first", "differs", "second")
"""Who gives a link: both readers the same, only the first, the first and the second another, only the second."""

CLAIM_FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Claim) if f.name != "sentence")
