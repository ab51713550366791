"""Where the rows of an export come from: said in each format, so that a file that travels alone can be traced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from claims.store.rows import rows

AUTHORS = "The claims developers"
PROGRAM = "claims"


@dataclass(frozen=True, slots=True)
class About:
    """What is told of an export.

    Attributes:
        as_of: The day whose state it holds: that of the last run into the database, or the one that was asked for.
        version: Version of the program that made the rows.
        rules: Hash of everything that decides which claims a text gives.
        vocabulary: Hash of the vocabularies alone.
        license: Address or SPDX name of the license that the user states.
        papers: Number of papers.
        claims: Number of claims of abstracts that hold.
        results: Number of results of tables.
        first: Date of the oldest paper.
        last: Date of the newest.
    """

    as_of: date
    version: str
    rules: str
    vocabulary: str
    license: str | None
    papers: int
    claims: int
    results: int
    first: date | None
    last: date | None

    @property
    def title(self) -> str:
        """One line: how much of what."""
        tables = f" and {self.results} results of tables" if self.results else ""
        return f"{self.claims} quantified claims{tables} of {self.papers} papers"

    @property
    def release(self) -> str:
        """Version, rules and vocabulary as one version of the data."""
        return f"{self.version}+rules.{self.rules}.vocabulary.{self.vocabulary}"

    @property
    def citation(self) -> str:
        """How to cite the export; the papers that its rows come from are to be cited, too."""
        return (
            f"{AUTHORS}: {self.title}, as of {self.as_of}. Read by {PROGRAM} {self.version}, rules {self.rules}, "
            f"vocabulary {self.vocabulary}. Cite the papers that the rows come from as well."
        )

    def as_text(self) -> dict[str, str]:
        """Return what must be told everywhere, by name."""
        told = {
            "as_of": self.as_of.isoformat(),
            "claims_version": self.version,
            "rules": self.rules,
            "vocabulary": self.vocabulary,
            "citation": self.citation,
        }
        return {**told, "license": self.license} if self.license else told


def about(
    connection: duckdb.DuckDBPyConnection, *, as_of: date | None = None, license: str | None = None
) -> About:
    """Return what is told of a database.

    Args:
        connection: From :func:`claims.store.connection.open_for_reading`.
        as_of: The day to state; by default that of the last run.
        license: Address or SPDX name of the license to state.
    """
    [(version, rules, vocabulary, finished)] = rows(connection, _LAST_RUN)
    [(papers, claims, results, first, last)] = rows(connection, _SIZES)
    return About(
        as_of=as_of or finished.date(), version=version, rules=rules, vocabulary=vocabulary, license=license,
        papers=papers, claims=claims, results=results,
        first=first if isinstance(first, date) else None, last=last if isinstance(last, date) else None,
    )  # fmt: skip


# A database that somebody has emptied has no run, but is one.
_LAST_RUN = """
    SELECT coalesce(any_value(version), 'unknown'), coalesce(any_value(rules), 'unknown'),
           coalesce(any_value(vocabulary), 'unknown'), coalesce(any_value(finished), TIMESTAMP '1970-01-01')
    FROM (FROM runs ORDER BY run DESC LIMIT 1)
"""
_SIZES = """
    SELECT (SELECT count(*) FROM papers), (SELECT count(*) FROM current_claims),
           (SELECT count(*) FROM current_table_results),
           (SELECT min(date) FROM papers), (SELECT max(date) FROM papers)
"""
