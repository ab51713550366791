"""What changed between two runs, as rows to be judged, and what the verdicts say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from claims.errors import ClaimsError
from claims.judging.difference import KINDS, Difference, Kind
from claims.judging.intervals import wilson
from claims.judging.review.again import CLOSE, OPEN
from claims.judging.review.conflicts import Said, settled
from claims.judging.review.correction import Problem, SheetRow
from claims.judging.review.fields import CORRECTABLE, equal
from claims.judging.review.verify import said_in
from claims.names.near import near_matches
from claims.store.rows import rows
from claims.syntax.vocabulary import metrics

Verdicts = Mapping[tuple[str, str, int], Sequence[Said]]
"""What people say of claims, by paper, quote and occurrence."""

Texts = Mapping[str, tuple[str, int]]
"""Title and hash of the abstract of papers, by their identifiers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Which differences are looked at.

    Attributes:
        metrics: Identifiers of metrics; all without any.
        workload: Only claims with this among the words of their workloads.
        below: Only claims of which some field is less sure than this.
        paper: Only claims of the paper of this identifier.
    """

    metrics: Sequence[str] = ()
    workload: str | None = None
    below: float | None = None
    paper: str | None = None

    def of(self, found: Sequence[Difference]) -> list[Difference]:
        """Return those of some differences that are looked at.

        Raises:
            ClaimsError: There is no such metric.
        """
        for name in self.metrics:
            if name not in metrics():
                raise ClaimsError(f"no metric is called {name!r}{near_matches(name, metrics())}")
        return [each for each in found if self._holds(each)]

    def _holds(self, found: Difference) -> bool:
        fields = found.fields
        links = [sure for sure in (fields["link_confidence"] or {}).values() if sure is not None]
        return (
            (not self.metrics or fields["metric"] in self.metrics)
            and (self.paper is None or found.paper == self.paper)
            and (self.below is None or min(fields["confidence"], *links, 1) < self.below)
            and (
                not self.workload or any(self.workload.casefold() in w.casefold() for w in fields["workload"])
            )
        )


def record_of_difference(found: Difference, at: tuple[str, int]) -> dict[str, Any]:
    """Return a row of a sheet for a claim that was gained, lost or changed.

    Args:
        found: The difference.
        at: Title of the paper, and hash of its abstract.
    """
    fields, sentence = found.fields, found.sentence.rstrip()
    read = {name: fields[name] for name in CORRECTABLE}
    start = fields["start"] - fields["sentence_start"]
    end = start + fields["end"] - fields["start"]
    changes = "; ".join(f"{change.field}: {change.before} > {change.after}" for change in found.changes)
    return {
        "verdict": None, "kind": found.kind, "changes": changes, "paper": found.paper, "quote": fields["quote"],
        "occurrence": fields["occurrence"],
        "sentence": f"{sentence[:start]}{OPEN}{sentence[start:end]}{CLOSE}{sentence[end:]}", **read, "why": None,
        "title": at[0], "rule": found.rule, "confidence": fields["confidence"], "read": read, "text": f"{at[1]:016x}",
    }  # fmt: skip


def texts_of(connection: duckdb.DuckDBPyConnection) -> Texts:
    """Return title and hash of the current abstract of each paper, by its identifier."""
    found = rows(
        connection, "SELECT p.id, p.title, a.digest FROM papers p JOIN abstracts a ON a.text = p.text"
    )
    return {paper: (title, digest) for paper, title, digest in found}


def verdicts_of(connection: duckdb.DuckDBPyConnection) -> Verdicts:
    """Return what people have said, by paper, quote and occurrence."""
    found: dict[tuple[str, str, int], list[Said]] = {}
    for paper, quote, occurrence, by, at, verdict, fields, now in rows(connection, _SAID):
        found.setdefault((paper, quote, occurrence), []).append(Said(by, at, verdict, fields, now))
    return found


def verdicts_in(rows_of_sheets: Iterable[SheetRow | Problem]) -> tuple[Verdicts, list[Problem]]:
    """Return what sheets of differences say, by paper, quote and occurrence, and rows that say it wrongly."""
    found: dict[tuple[str, str, int], list[Said]] = {}
    problems = []
    for row in rows_of_sheets:
        said = row if isinstance(row, Problem) else said_in(row)
        if isinstance(said, Problem):
            problems.append(said)
        elif said is not None and isinstance(row, SheetRow):
            found.setdefault((row.paper, row.quote, row.occurrence), []).append(said)
    return found, problems


_SAID = """
    SELECT p.id, x.quote, x.occurrence, x.said_by, x.said_at, x.verdict, x.fields, x.now
    FROM corrections x JOIN papers p USING (paper)
    WHERE NOT x.suggested AND x.state IN ('placed', 'moved')
"""


def judged(found: Difference, said: Sequence[Said]) -> bool | None:
    """Return whether a change was for the better, None where nobody has said so.

    A claim that was gained or changed is right where it is now as people have it; one that was lost, where it is
    none, or was wrong.
    """
    answers = [answer for each in said if (answer := _is_right(found, each)) is not None]
    return all(answers) if answers else None


def _is_right(found: Difference, said: Said) -> bool | None:
    if said.verdict == "no_claim":
        return found.kind == "lost"
    fields = found.fields
    is_same = all(equal(fields[name], said.now[name]) for name in settled(said))
    if said.verdict == "wrong" and not said.fields:
        is_same = all(equal(fields[name], said.now[name]) for name in CORRECTABLE)
        return found.kind == "lost" if is_same else None
    return not is_same if found.kind == "lost" else is_same


def summary(found: Sequence[Difference], verdicts: Verdicts) -> list[str]:
    """Return what changed and what was found of it, a line for each kind, for the message of a commit."""
    total: Counter[Kind] = Counter(each.kind for each in found)
    reviewed: Counter[Kind] = Counter()
    right: Counter[Kind] = Counter()
    for each in found:
        key = each.paper, each.fields["quote"], each.fields["occurrence"]
        answer = judged(each, verdicts.get(key, ()))
        if answer is not None:
            reviewed[each.kind] += 1
            right[each.kind] += answer
    return [in_words(kind, total[kind], reviewed[kind], right[kind]) for kind in KINDS if total[kind]]


def in_words(kind: str, total: int, reviewed: int, right: int) -> str:
    """Return how many changed, and how many of those that were looked at are right.

    >>> in_words("gained", 120, 40, 37)
    'gained 120, of 40 reviewed 37 right (.80-.97)'
    """
    if not reviewed:
        return f"{kind} {total:,}, none reviewed"
    ends = "-".join(f"{end:.2f}".removeprefix("0") for end in wilson(right, reviewed))
    return f"{kind} {total:,}, of {reviewed:,} reviewed {right:,} right ({ends})"
