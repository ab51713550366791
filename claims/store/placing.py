"""Where the records of a run belong: which paper each is of, and which of its texts it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from claims.model import Paper
from claims.sources.identity import after_merges
from claims.sources.keys import paper_keys
from claims.store.known import KnownPaper, KnownPapers, KnownText, digest_of
from claims.store.rows import count


@dataclass(slots=True)
class RunCounts:
    """What a run did; the columns of the table ``runs`` say what each number counts."""

    papers_read: int = 0
    papers_different: int = 0
    papers_new: int = 0
    texts_new: int = 0
    texts_again: int = 0
    texts_skipped: int = 0
    claims_new: int = 0
    claims_gone: int = 0
    claims_total: int = 0
    rejects: int = 0
    without_abstract: int = 0


@dataclass(slots=True)
class Places:
    """Where the claims of a batch belong, in the order of the records that must be extracted.

    Attributes:
        texts: Numbers of the texts.
        papers: Numbers of their papers.
        again: Numbers of those texts that the database holds.
    """

    texts: list[int] = field(default_factory=list)
    papers: list[int] = field(default_factory=list)
    again: list[int] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Placed:
    """A batch of records that have their places, and the rows for them that are not in the database yet.

    Attributes:
        todo: Records whose text is new, or was last extracted by other rules.
        places: Where their claims belong.
        known: The papers that the batch is of, by their ids.
        abstracts: Rows of ``abstracts``.
        sources_new: Rows of ``sources`` for new texts.
        sources_again: Rows of ``sources`` for texts that the database holds, of which it may hold some.
        keys: Rows of ``paper_keys``.
        merged: Numbers of papers that a record has shown to be others.
    """

    todo: list[Paper] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    known: Mapping[str, KnownPaper]
    abstracts: list[tuple[Any, ...]] = field(default_factory=list)
    sources_new: list[tuple[Any, ...]] = field(default_factory=list)
    sources_again: list[tuple[Any, ...]] = field(default_factory=list)
    keys: list[tuple[str, int]] = field(default_factory=list)
    merged: list[int] = field(default_factory=list)


class Placer:
    """Finds the places of the records of one run; it reads the database, and writes nothing.

    Attributes:
        rules_before: By what rules the texts that must be extracted again had been extracted, with their numbers.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, run: int, rules: str, counts: RunCounts
    ) -> None:
        self.rules_before: Counter[str | None] = Counter()
        self._connection = connection
        self._run = run
        self._rules = rules
        self._counts = counts
        self._next_paper = 1 + count(connection, "SELECT max(paper) FROM papers")
        self._next_text = 1 + count(connection, "SELECT max(text) FROM abstracts")
        self._seen = bytearray(self._next_paper)  # by number of the paper: whether this run has read it
        self._moved: dict[int, int] = {}

    def place(self, records: Sequence[Paper]) -> Placed:
        """Find out which papers some records are, and which of their texts are new."""
        keys = [paper_keys(record) for record in records]
        known = KnownPapers(self._connection, records, keys)
        placed = Placed(known=known.by_id)
        for record, its_keys in zip(records, keys, strict=True):
            paper_id, is_new, merged = known.index.resolve(record, its_keys)
            if is_new:
                known.by_id[paper_id] = self._new_paper(paper_id, record)
            paper = known.by_id[paper_id]
            for other in merged:
                self._merge(known.by_id.pop(other), paper, placed)
            self._seen[paper.paper] = 1
            for key in its_keys:
                if key not in paper.keys:
                    paper.keys[key] = None
                    placed.keys.append((key, paper.paper))
            text = self._place_text(record, paper, placed)
            if text is not None:
                placed.places.texts.append(text)
                placed.places.papers.append(paper.paper)
                placed.todo.append(record)
        self._counts.papers_read += len(records)
        return placed

    @property
    def papers_different(self) -> int:
        """Number of different papers that the run has read so far."""
        return sum(self._seen)

    @property
    def has_merged(self) -> bool:
        """Whether any paper has been shown to be another one."""
        return bool(self._moved)

    def paper_after_merges(self, number: int) -> int:
        """Return the number that a paper goes by now."""
        return after_merges(self._moved, number)

    def _new_paper(self, paper_id: str, record: Paper) -> KnownPaper:
        number = self._next_paper
        self._next_paper += 1
        self._seen.append(0)
        self._counts.papers_new += 1
        return KnownPaper(
            paper=number,
            id=paper_id,
            title=record.title,
            date=record.date,
            arxiv_id=record.arxiv_id,
            version=record.version,
            doi=record.doi,
            external_ids=record.external_ids,
            categories=record.categories,
            authors=record.authors,
            organization=record.organization,
            code_url=record.code_url,
            comments=record.comments,
            text=0,
            run=self._run,
            is_new=True,
        )

    def _place_text(self, record: Paper, paper: KnownPaper, placed: Placed) -> int | None:
        """Place the text of a record; return its number where it must be extracted, else None."""
        digest = digest_of(record.abstract)
        known = paper.texts.get(digest)
        source = (record.source, record.place, record.id, record.title, self._run)
        if known is not None:
            paper.learn(record, newer=False)
            placed.sources_again.append((paper.paper, known.text, *source))
            if known.rules == self._rules:
                self._counts.texts_skipped += 1
                return None
            self.rules_before[known.rules] += 1
            known.rules = self._rules
            self._counts.texts_again += 1
            placed.places.again.append(known.text)
            return known.text
        text, self._next_text = self._next_text, self._next_text + 1
        if not paper.texts:  # the paper has been made of this record
            paper.text = text
        elif paper.is_newer(record, self._run):
            paper.learn(record, newer=True)
            paper.text = text
            paper.is_changed = True
        else:
            paper.learn(record, newer=False)
        paper.texts[digest] = KnownText(text, record.version, record.date, self._run, self._rules)
        self._counts.texts_new += 1
        placed.sources_new.append((paper.paper, text, *source))
        placed.abstracts.append(
            (text, paper.paper, record.abstract, digest, record.version, record.date, self._run, self._rules)
        )
        return text

    def _merge(self, other: KnownPaper, into: KnownPaper, placed: Placed) -> None:
        """Make one paper of two that a record has shown to be one."""
        self._moved[other.paper] = into.paper
        self._seen[into.paper] |= self._seen[other.paper]
        self._seen[other.paper] = 0
        into.keys |= other.keys
        into.texts = other.texts | into.texts
        if other.run == self._run:
            self._counts.papers_new -= 1
        if other.is_new:  # not written yet: the rows of this batch are moved when they are
            return
        placed.merged.append(other.paper)
