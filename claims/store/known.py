"""What the database knows of the papers in a batch: which they are, which texts of them it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from itertools import chain

import duckdb
import pyarrow as pa

from claims.model import Paper
from claims.sources.identity import MOST_HOLDERS, PaperIndex, names_papers_however_many
from claims.sources.keys import derive_id
from claims.store.key_hashes import HASH_OF_ID, HASH_OF_KEY, HASH_OF_STEM
from claims.store.odd_values import OddValueError
from claims.store.rows import Row, rows, staged_rows

PAPER_COLUMNS = pa.schema(
    [
        ("paper", pa.int32()),
        ("id", pa.string()),
        ("title", pa.string()),
        ("date", pa.date32()),
        ("arxiv_id", pa.string()),
        ("version", pa.int32()),
        ("doi", pa.string()),
        ("external_ids", pa.list_(pa.string())),
        ("categories", pa.list_(pa.string())),
        ("authors", pa.list_(pa.string())),
        ("organization", pa.string()),
        ("code_url", pa.string()),
        ("comments", pa.string()),
        ("text", pa.int32()),
        ("run", pa.int32()),
    ]
)
"""Columns of the table ``papers``, in order."""

_FILLED = ("title", "arxiv_id", "doi", "categories", "authors", "organization", "code_url", "comments")


@dataclass(slots=True)
class KnownText:
    """A row of the table ``abstracts``, without the abstract itself."""

    text: int
    version: int | None
    date: date | None
    run: int
    rules: str | None


@dataclass(slots=True)
class KnownPaper:
    """A row of the table ``papers``, with what is needed to recognise the paper and its texts."""

    paper: int
    id: str
    title: str
    date: date | None
    arxiv_id: str | None
    version: int | None
    doi: str | None
    external_ids: Sequence[str]
    categories: Sequence[str]
    authors: Sequence[str]
    organization: str | None
    code_url: str | None
    comments: str | None
    text: int
    run: int
    is_new: bool = False
    is_changed: bool = False
    texts: dict[int, KnownText] = field(default_factory=dict)
    keys: dict[str, None] = field(default_factory=dict)

    def learn(self, record: Paper, *, newer: bool) -> None:
        """Take from a record what is missing here, or everything it states where it is newer."""
        for name in _FILLED:
            value = getattr(record, name)
            if value and (newer or not getattr(self, name)):
                self._set(name, value)
        if not set(record.external_ids) <= set(self.external_ids):
            self._set("external_ids", tuple(dict.fromkeys((*self.external_ids, *record.external_ids))))
        if record.date and (self.date is None or record.date > self.date):
            self._set("date", record.date)
        if record.version and (self.version is None or record.version > self.version):
            self._set("version", record.version)

    def _set(self, name: str, value: object) -> None:
        old = getattr(self, name)
        if (tuple(old) if isinstance(old, list) else old) != value:
            setattr(self, name, value)
            self.is_changed = True

    def is_newer(self, record: Paper, run: int) -> bool:
        """Return whether a text that is new to the database is newer than the current one."""
        current = next((known for known in self.texts.values() if known.text == self.text), None)
        if current is None:
            return True
        return is_newer_text(
            record.version, record.date, run, than=(current.version, current.date, current.run)
        )


def is_newer_text(
    version: int | None, day: date | None, run: int, *, than: tuple[int | None, date | None, int]
) -> bool:
    """Return whether a text of a paper is newer than another, both given by version, date and run.

    Versions decide, else dates, else the run: within one run the first text stays.
    """
    other_version, other_day, other_run = than
    if version and other_version and version != other_version:
        return version > other_version
    if day and other_day and day != other_day:
        return day > other_day
    return other_run < run


@lru_cache(maxsize=2)  # copies of one text come one after the other
def digest_of(abstract: str) -> int:
    """Return the 64-bit hash by which a text is recognised."""
    return int.from_bytes(
        blake2b(abstract.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little"
    )


class KnownPapers:
    """The papers of the database that a batch of records may be about.

    Only these are loaded, and of each no more keys and texts than the batch can ask for, so that memory and time
    do not grow with the database, nor with how much of it agrees.

    Attributes:
        index: Tells which paper a record is of.
        by_id: The papers under their ids; the writer adds the new ones.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        records: Sequence[Paper],
        keys: Sequence[tuple[str, ...]],
    ) -> None:
        self.index = PaperIndex(_TakenIds(connection, records))
        self.by_id: dict[str, KnownPaper] = {}
        asked = list(dict.fromkeys(chain.from_iterable(keys)))
        crowded, numbers = _candidates(connection, records, asked)
        self.index.ignore(crowded)
        if not numbers:
            return
        by_number: dict[int, KnownPaper] = {}
        for row in rows(
            connection, "SELECT * FROM papers WHERE paper IN (SELECT unnest(?)) ORDER BY paper", [numbers]
        ):
            known = _read(row)
            by_number[known.paper] = self.by_id[known.id] = known
        for number, key in staged_rows(
            connection, _KEYS_OF_PAPERS, {"papers": numbers}, staged=_names(asked)
        ):
            _of(by_number, number, "paper_keys").keys[key] = None
        digests = pa.table({"digest": pa.array({digest_of(r.abstract) for r in records}, pa.uint64())})
        for number, digest, *text in staged_rows(
            connection, _TEXTS_OF_PAPERS, {"papers": numbers}, staged=digests
        ):
            _of(by_number, number, "abstracts").texts[digest] = KnownText(*text)
        for known in by_number.values():
            self.index.remember(known.id, known.keys, known.authors)


def _read(row: Row) -> KnownPaper:
    known = KnownPaper(*row)
    # Of the days that DuckDB knows, Python has some, and gets the others as text.
    if None in (*known.categories, *known.authors) or isinstance(known.date, str):
        raise OddValueError("the table papers")
    return known


def _of(papers: dict[int, KnownPaper], number: int, table: str) -> KnownPaper:
    if number not in papers:
        raise OddValueError(f"the table {table}")
    return papers[number]


# The first of each kind is what papers are compared by; the others are of use where a record has them, too.
_KEYS_OF_PAPERS = """
    WITH own AS (
        SELECT paper, key, rowid AS place,
            row_number() OVER (PARTITION BY paper, split_part(key, ':', 1) ORDER BY rowid) AS nth
        FROM paper_keys WHERE paper IN (SELECT unnest($papers))
    )
    SELECT paper, key FROM own WHERE nth = 1 OR key IN (FROM staged) ORDER BY place
"""
_TEXTS_OF_PAPERS = """
    SELECT paper, digest, text, version, date, run, rules FROM abstracts
    WHERE paper IN (SELECT unnest($papers))
        AND (digest IN (FROM staged) OR text IN (SELECT text FROM papers WHERE paper IN (SELECT unnest($papers))))
    ORDER BY text
"""


def _names(texts: Sequence[str]) -> pa.Table:
    return pa.table({"name": pa.array(texts, pa.string())})


class _TakenIds:
    """Tells whether the database has a paper under an id that was made for a record of a batch.

    Few records need one, and then others of the batch do too: all are looked up at once.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, records: Sequence[Paper]) -> None:
        self._connection = connection
        self._records = records
        self._taken: set[str] | None = None

    def __call__(self, paper_id: str) -> bool:
        if self._taken is None:
            names = {
                derive_id(title=record.title, abstract=record.abstract, arxiv_id=record.arxiv_id)
                for record in self._records
            }
            found = staged_rows(self._connection, _LIKE_IDS, staged=_names(list(names)))
            self._taken = {name for (name,) in found}
        return paper_id in self._taken


def _candidates(
    connection: duckdb.DuckDBPyConnection, records: Sequence[Paper], keys: Sequence[str]
) -> tuple[list[str], list[int]]:
    """Return the keys that so many papers have that they name none of them, and the papers to compare with.

    Those are the numbers of the papers that share one of the other keys, or an id with one of the records.
    """
    ids = list({record.id for record in records})
    kinds = [names_papers_however_many(key) for key in keys] + [None] * len(ids)
    found = staged_rows(
        connection,
        CANDIDATES,
        {"most": MOST_HOLDERS},
        staged=pa.table({"names": pa.array(kinds, pa.bool_()), "name": pa.array([*keys, *ids], pa.string())}),
    )
    return [key for key, _ in found if key is not None], [number for key, number in found if key is None]


_LIKE_IDS = f"""
    SELECT id FROM papers WHERE paper IN (
        SELECT paper FROM temp.key_hashes
        WHERE hash IN (
            SELECT {HASH_OF_ID.format("name")} FROM staged UNION ALL SELECT {HASH_OF_STEM.format("name")} FROM staged
        )
    )
"""
# In the table that is staged, `names` tells of a key whether it names papers however many have it; ids have no such.
CANDIDATES = f"""
    WITH asked AS (
        SELECT name AS key, names,
            CASE WHEN names IS NULL THEN {HASH_OF_ID.format("name")} ELSE {HASH_OF_KEY.format("name")} END AS hash
        FROM staged
    ),
    held AS MATERIALIZED (SELECT key, paper, names FROM temp.key_hashes JOIN asked USING (hash)),
    crowded AS (
        SELECT key FROM held WHERE NOT names GROUP BY key HAVING count(DISTINCT paper) > $most
    ),
    candidates AS (
        SELECT DISTINCT paper FROM held WHERE names IS NULL OR key NOT IN (FROM crowded)
    )
    SELECT key, NULL AS paper FROM crowded UNION ALL SELECT NULL, paper FROM candidates ORDER BY paper
"""
"""Which keys are crowded, and which papers are to be compared with."""
