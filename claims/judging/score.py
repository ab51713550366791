"""How far extracted claims agree with annotated ones.

An extracted claim matches an annotated one where their spans overlap and their numbers are equal. Three
figures build on each other: *value* counts matches, *core* those of which form, metric, change, bound and
statistic agree too, *linked* those of which role, baseline, hardware and workload agree besides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claims.judging.agreement import (
    FIELDS,
    NAMES,
    PLAIN,
    AnyClaim,
    agrees,
    core_agrees,
    links_agree,
    names_of,
    same_name,
    same_number,
)
from claims.judging.annotations import AnnotatedPaper, locate

_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where extraction and annotation differ.

    Attributes:
        kind: ``missed``, ``extra``, or the name of a field.
        paper: Identifier of the paper.
        quote: The number.
        annotated: What the annotation says: the field's value; form and metric of a missed claim.
        extracted: What the extraction says: the field's value; form and metric of an extra claim.
        context: The text around an extra claim.
    """

    kind: str
    paper: str
    quote: str
    annotated: Any = None
    extracted: Any = None
    context: str = ""


@dataclass(frozen=True, slots=True)
class Matching:
    """The claims of one paper, paired.

    Attributes:
        pairs: Annotated and extracted claims that match.
        missed: Annotated claims without a partner.
        extra: Extracted claims without a partner.
    """

    pairs: list[tuple[AnyClaim, AnyClaim]]
    missed: list[AnyClaim]
    extra: list[AnyClaim]


def match(paper: AnnotatedPaper, extracted: Sequence[AnyClaim], place: str = "extracted") -> Matching:
    """Pair claims whose spans overlap and whose numbers are equal.

    Each claim has one partner at most: the one that covers most of it, then the one with most fields equal.

    Args:
        paper: A paper as annotated.
        extracted: The claims extracted from it.
        place: File and line of the extracted claims, for messages.

    Raises:
        ClaimsError: A quote does not stand in the abstract.
    """
    annotated = paper.claims
    spans = [locate(claim, paper.abstract, paper.place) for claim in annotated]
    others = [locate(claim, paper.abstract, place) for claim in extracted]
    candidates: list[tuple[float, int, int, int]] = []
    for i, a in enumerate(annotated):
        for j, e in enumerate(extracted):
            common = min(spans[i][1], others[j][1]) - max(spans[i][0], others[j][0])
            if common <= 0 or not (
                same_number(a.get("lo"), e.get("lo")) and same_number(a.get("hi"), e.get("hi"))
            ):
                continue
            longer = max(spans[i][1] - spans[i][0], others[j][1] - others[j][0])
            agreed = sum(agrees(name, a, e) for name in PLAIN)
            candidates.append((-common / longer, -agreed, i, j))
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(candidates):
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    return Matching(
        pairs=[(annotated[i], extracted[j]) for i, j in partner.items()],
        missed=[a for i, a in enumerate(annotated) if i not in partner],
        extra=[e for j, e in enumerate(extracted) if j not in taken],
    )


@dataclass(slots=True)
class NameCounts:
    """Names of one field over the claims that match, item by item; claims without any on either side do not count.

    Attributes:
        annotated: Names that the annotations give.
        found: Those of them that the extracted claim gives too.
        extracted: Names that the extracted claims give.
        right: Those of them that the annotation gives too.
    """

    annotated: int = 0
    found: int = 0
    extracted: int = 0
    right: int = 0

    def add(self, annotated: Sequence[str], extracted: Sequence[str]) -> None:
        """Count the names of one pair of claims."""
        self.annotated += len(annotated)
        self.found += sum(any(same_name(a, e) for e in extracted) for a in annotated)
        self.extracted += len(extracted)
        self.right += sum(any(same_name(a, e) for a in annotated) for e in extracted)

    @property
    def f1(self) -> float:
        """Harmonic mean of the shares that are right and found; 0 where nothing is either."""
        precision = self.right / max(1, self.extracted)
        recall = self.found / max(1, self.annotated)
        return round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0


@dataclass(slots=True)
class Score:
    """Counts over papers, and the figures that follow from them.

    Attributes:
        papers: Annotated papers.
        right_papers: Papers with all claims matched, core fields included, and none too many.
        annotated: Annotated claims.
        extracted: Extracted claims.
        matched: Pairs.
        core: Pairs that agree in the core fields.
        linked: Pairs that agree in role, baseline, hardware and workload as well.
        compared: How many pairs were compared in each field.
        agreed: How many of them agreed.
        names: Names of subjects, baselines, hardware and workloads over the pairs, item by item.
        forms: Annotated claims of each form.
        found_forms: How many of those were matched.
        differences: Every place where the two differ, in order.
    """

    papers: int = 0
    right_papers: int = 0
    annotated: int = 0
    extracted: int = 0
    matched: int = 0
    core: int = 0
    linked: int = 0
    compared: Counter[str] = field(default_factory=Counter)
    agreed: Counter[str] = field(default_factory=Counter)
    names: dict[str, NameCounts] = field(default_factory=lambda: {name: NameCounts() for name in NAMES})
    forms: Counter[str] = field(default_factory=Counter)
    found_forms: Counter[str] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    def add(self, paper: AnnotatedPaper, extracted: Sequence[AnyClaim], place: str = "extracted") -> None:
        """Count one paper.

        Args:
            paper: The paper as annotated.
            extracted: What was extracted from it.
            place: File and line of the extracted claims, for messages.
        """
        found = match(paper, extracted, place)
        self.papers += 1
        self.annotated += len(paper.claims)
        self.extracted += len(extracted)
        self.matched += len(found.pairs)
        self.forms.update(claim["form"] for claim in paper.claims)
        self.found_forms.update(a["form"] for a, _ in found.pairs)
        for claim in found.missed:
            self.differences.append(
                Difference("missed", paper.id, _quote(claim, paper.abstract), annotated=_what(claim))
            )
        for claim in found.extra:
            start, end = locate(claim, paper.abstract, place)
            context = paper.abstract[max(0, start - _CONTEXT) : end + _CONTEXT]
            self.differences.append(
                Difference(
                    "extra", paper.id, paper.abstract[start:end], extracted=_what(claim), context=context
                )
            )
        right = [self._add_pair(paper, a, e) for a, e in found.pairs]
        self.right_papers += all(right) and not found.missed and not found.extra

    def _add_pair(self, paper: AnnotatedPaper, annotated: AnyClaim, extracted: AnyClaim) -> bool:
        for name in FIELDS:
            if name == "polarity" and annotated.get("change") == "none":
                continue  # nothing to get wrong: polarity is neutral by convention
            self.compared[name] += 1
            if agrees(name, annotated, extracted):
                self.agreed[name] += 1
            else:
                quote = _quote(annotated, paper.abstract)
                self.differences.append(
                    Difference(name, paper.id, quote, annotated.get(name), extracted.get(name))
                )
        for name in NAMES:
            self.names[name].add(names_of(annotated, name), names_of(extracted, name))
        core = core_agrees(annotated, extracted)
        self.core += core
        self.linked += core and links_agree(annotated, extracted)
        return core

    def figures(self) -> dict[str, Any]:
        """Return the figures by name: shares between 0 and 1, or None where nothing was compared."""
        return {
            "papers": self.papers,
            "claims_gold": self.annotated,
            "claims_pred": self.extracted,
            "precision": _share(self.matched, self.extracted) or 0.0,
            "recall": _share(self.matched, self.annotated) or 0.0,
            "value_f1": self._f1(self.matched),
            "core_f1": self._f1(self.core),
            "linked_f1": self._f1(self.linked),
            "papers_right": _share(self.right_papers, self.papers) or 0.0,
            **{name: _share(self.agreed[name], self.compared[name]) for name in FIELDS},
            **{f"{name}_f1": counts.f1 for name, counts in self.names.items()},
            "recall_by_form": {
                form: f"{self.found_forms[form]}/{number}" for form, number in sorted(self.forms.items())
            },
        }

    def _f1(self, right: int) -> float:
        total = self.annotated + self.extracted
        return round(2 * right / total, 4) if total else 1.0

    def differences_by_kind(self) -> dict[str, list[Difference]]:
        """Return the differences of each kind: missed and extra first, then field by field."""
        kinds: dict[str, list[Difference]] = {kind: [] for kind in ("missed", "extra", *FIELDS)}
        for difference in self.differences:
            kinds[difference.kind].append(difference)
        return {kind: differences for kind, differences in kinds.items() if differences}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _quote(claim: AnyClaim, abstract: str) -> str:
    start, end = locate(claim, abstract, "")
    return abstract[start:end]


def _what(claim: AnyClaim) -> str:
    return f"{claim['form']} of {claim['metric']}"


def score(gold: Iterable[AnnotatedPaper], extracted: Mapping[str, AnnotatedPaper]) -> Score:
    """Compare extracted with annotated claims.

    Args:
        gold: Annotated papers.
        extracted: Extracted claims by identifier of the paper; a paper that is not there has none.

    Raises:
        ClaimsError: A quote does not stand in its abstract.
    """
    total = Score()
    for paper in gold:
        found = extracted.get(paper.id)
        if found is None:
            total.add(paper, ())
        else:
            total.add(paper, found.claims, found.place)
    return total


def extracted_now(gold: Iterable[AnnotatedPaper]) -> Iterator[AnnotatedPaper]:
    """Yield annotated papers with the claims that the rules of this version find in them."""
    from claims.pipeline import extract  # noqa: PLC0415 - scoring files needs no rules

    for paper in gold:
        claims = tuple(claim.as_dict() for claim in extract(paper.abstract, title=paper.title))
        yield AnnotatedPaper(paper.id, paper.abstract, paper.title, claims, paper.place)
