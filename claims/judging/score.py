"""How far extracted claims agree with annotated ones.

An extracted claim matches an annotated one where their spans overlap and their numbers are equal. Three
figures build on each other: *value* counts matches, *core* those of which form, metric, change, bound and
statistic agree too, *linked* those of which role, baseline, hardware and workload agree besides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claims.judging.annotations import AnnotatedPaper, locate

AnyClaim = Mapping[str, Any]

CORE = ("form", "metric", "change", "bound", "statistic")
LINKS = ("role", "baseline", "hardware", "workload")
_PLAIN = (*CORE, "polarity", "unit", "role")
_NAMES = ("subject", "baseline", "hardware", "workload")
FIELDS = (*_PLAIN, *_NAMES)
"""The fields that are compared, in the order in which they are shown."""

_TOLERANCE = 1e-6
_CONTEXT = 40

_WORD = re.compile(r"[a-z0-9.+]+")
_EMPTY_WORDS = frozenset({"the", "a", "an", "its", "their", "our", "other", "existing", "of", "on", "and"})

_SPELLINGS: dict[str, tuple[str, ...]] = {
    "1": ("", "dimensionless"),
    "x": ("times",),
    "percent": ("%",),
    "usd": ("$",),
    "s": ("sec", "second", "seconds"),
    "min": ("minute", "minutes"),
    "h": ("hour", "hours"),
    "token/s": ("tokens/s",),
    "token/j": ("tokens/j",),
    "frame/s": ("frames/s", "fps"),
    "flop/s": ("flops",),
    "gflop/s": ("gflops",),
    "tflop/s": ("tflops",),
    "pflop/s": ("pflops", "petaflop/s"),
    "mm^2": ("mm2", "mm**2"),
    "mac/cycle": ("mac/clk",),
}
_UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings}


def same_name(a: str | None, b: str | None) -> bool:
    """Return whether two names mean the same: one in the other, or half of their words in common.

    >>> same_name("the dense model", "Dense model"), same_name("GPU", "an A100 GPU"), same_name("GPU", None)
    (True, True, False)
    """
    left, right = _words(a), _words(b)
    if not left or not right:
        return not left and not right
    one, other = "".join(left), "".join(right)
    if one in other or other in one:
        return True
    return 2 * len({*left} & {*right}) >= max(len({*left}), len({*right}))


def _words(name: str | None) -> list[str]:
    return [word for word in _WORD.findall((name or "").lower()) if word not in _EMPTY_WORDS]


def same_names(a: Sequence[str] | None, b: Sequence[str] | None) -> bool:
    """Return whether each name of either list means the same as some name of the other.

    >>> same_names(["A100"], ["NVIDIA A100 GPU"]), same_names(["A100", "H100"], ["A100"])
    (True, False)
    """
    left, right = a or (), b or ()
    return all(any(same_name(x, y) for y in right) for x in left) and all(
        any(same_name(x, y) for x in left) for y in right
    )


def same_unit(a: str | None, b: str | None) -> bool:
    """Return whether two spellings mean the same unit.

    >>> same_unit("frame/s", "FPS"), same_unit("ms", "s")
    (True, False)
    """
    return _unit(a) == _unit(b)


def _unit(spelling: str | None) -> str:
    bare = (spelling or "").strip().lower().replace(" ", "")
    return _UNITS.get(bare, bare)


def same_number(a: float | None, b: float | None) -> bool:
    """Return whether two numbers are equal but for rounding; an open end equals only an open end."""
    if a is None or b is None:
        return a is b
    return abs(a - b) <= _TOLERANCE * max(1.0, abs(a), abs(b))


def _same_value(a: Any, b: Any) -> bool:
    return (a or None) == (b or None)


_SAME: dict[str, Callable[[Any, Any], bool]] = {
    **dict.fromkeys(_PLAIN, _same_value),
    "unit": same_unit,
    "subject": same_name,
    "baseline": same_name,
    "hardware": same_names,
    "workload": same_names,
}


def agrees(name: str, annotated: AnyClaim, extracted: AnyClaim) -> bool:
    """Return whether two claims agree in a field."""
    return _SAME[name](annotated.get(name), extracted.get(name))


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
            agreed = sum(agrees(name, a, e) for name in _PLAIN)
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


def core_agrees(annotated: AnyClaim, extracted: AnyClaim) -> bool:
    """Return whether two claims agree in form, metric, change, bound and statistic."""
    return all(agrees(name, annotated, extracted) for name in CORE)


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
        core = core_agrees(annotated, extracted)
        self.core += core
        self.linked += core and all(agrees(name, annotated, extracted) for name in LINKS)
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
