"""What is shown is made anew where something has changed, and is what would be made of the whole database."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import write_jsonl

import claims.store.writer as writer_module
import claims.streams.batches as batches_module
from claims.pipeline import Stages, read_text
from claims.store.connection import open_for_writing
from claims.store.correct import correct_into
from claims.store.corrections import Takes
from claims.store.layout import BOARD, STATED
from claims.store.rows import rows
from claims.store.run import run_into
from claims.store.shown import show_all

# Words stay when nobody says them any more; what somebody can ask for is what claims and corrections say.
_SAID_WORDS = """
    SELECT subject FROM current_claims UNION SELECT baseline FROM current_claims
    UNION SELECT now.subject FROM corrections UNION SELECT now.baseline FROM corrections
"""
TABLES = {
    **{
        table: f"FROM {table}"
        for table in ("current_claims", "suggested_claims", "conditions", *STATED, BOARD)
    },
    "systems": f"FROM systems WHERE words IN ({_SAID_WORDS})",
    "corrections": "FROM corrections",
}

ABSTRACTS = [
    "TallCache is 2x faster than SlowCache on an NVIDIA A100. LarchNet reaches 91% accuracy on ImageNet.",
    "TallCache is 9x faster than SlowCache. It cuts energy by 73%.",
    "LarchNet reaches 85% accuracy on ImageNet and 77% accuracy on COCO, in 17.1 ms.",
    "LarchNet 2 is 4x faster than LarchNet for BERT. This paper has been withdrawn.",
    "Nothing is claimed.",
]
QUOTES = ["2x", "9x", "4x", "91%", "85%", "73%", "17.1 ms"]
PAGE = """<!DOCTYPE html><html><head><title>{title}</title></head><body><article>
<h1>{title}</h1><section><h2>Abstract</h2><p>{abstract}</p></section><section><h2>Results</h2>
<table><caption>Table 1: Accuracy (%) on ImageNet.</caption><tr><th>Model</th><th>Accuracy</th></tr>
<tr><td>LarchNet (ours)</td><td>{value}</td></tr><tr><td>OakNet</td><td>71.5</td></tr></table></section></article>
</body>
</html>
"""

numbers = st.integers(0, 5)
papers = st.fixed_dictionaries(
    {
        "number": numbers,
        "text": st.integers(0, len(ABSTRACTS) - 1),
        "day": st.integers(1, 28),
        "doi": st.none() | numbers,
    }
)
verdicts = st.sampled_from(
    [
        {"verdict": "right"}, {"verdict": "wrong"}, {"verdict": "no_claim"}, {"verdict": "undo"},
        {"baseline": "OakCache"}, {"subject": "OakCache 3"}, {"workload": ["COCO"]}, {"statistic": "mean"},
    ]
)  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("run"), st.lists(papers, min_size=1, max_size=3)),
        st.tuples(st.just("run by other rules"), st.lists(papers, min_size=1, max_size=3)),
        st.tuples(st.just("read a whole paper"), st.tuples(numbers, st.integers(0, 2), st.integers(72, 90))),
        st.tuples(st.just("correct"), st.tuples(numbers, st.sampled_from(QUOTES), verdicts)),
        st.tuples(st.just("suggest"), st.tuples(numbers, st.sampled_from(QUOTES), verdicts)),
    ),
    min_size=3,
    max_size=7,
)


def record(number: int, text: int, day: int, doi: int | None) -> dict[str, Any]:
    """A paper whose text, date and further identifiers differ from one source to the next; a DOI may tie two."""
    return {
        "id": f"2301.{number:05}",
        "title": f"Paper number {number} about caches of one kind or another",
        "abstract": ABSTRACTS[text],
        "update_date": f"{2020 + number}-01-{day:02}",
        **({} if doi is None else {"doi": f"10.1000/{doi}"}),
    }


class History:
    """One database, and what is done to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = folder / "claims.duckdb"
        self._names = (f"source-{number}" for number in itertools.count())
        # So many that no step touches most of them, which would make all anew.
        first = [record(number, number % len(ABSTRACTS), 1, None) for number in range(16)]
        run_into(self.database, [self._write(first)])

    def _write(self, records: list[dict[str, Any]]) -> Path:
        return write_jsonl(self.folder / f"{next(self._names)}.jsonl", records)

    def do(self, what: str, how: Any) -> None:
        steps: dict[str, Callable[[Any], None]] = {
            "run": self.run,
            "run by other rules": self.run_by_other_rules,
            "read a whole paper": self.read_whole_paper,
            "correct": self.correct,
            "suggest": self.suggest,
        }
        steps[what](how)

    def run(self, chosen: list[Mapping[str, Any]]) -> None:
        run_into(self.database, [self._write([record(**each) for each in chosen])])

    def run_by_other_rules(self, chosen: list[Mapping[str, Any]]) -> None:
        def forgetful(text: str, title: str) -> Stages:
            found = yield from read_text(text, title)
            return found[1:]

        with pytest.MonkeyPatch.context() as patch:
            rules = next(self._names)
            patch.setattr(batches_module, "read_text", forgetful)
            patch.setattr(writer_module, "rules_fingerprint", lambda: rules)
            self.run(chosen)

    def read_whole_paper(self, which: tuple[int, int, int]) -> None:
        number, file, value = which
        told = record(number, 2, 1, None)
        path = self.folder / f"paper-{file}.html"
        path.write_text(PAGE.format(title=told["title"], abstract=told["abstract"], value=value))
        run_into(self.database, [path])

    def correct(self, said: tuple[int, str, Mapping[str, Any]], *, suggested: bool = False) -> None:
        number, quote, fields = said
        sheet = self._write([{"paper": f"2301.{number:05}", "quote": quote, **fields}])
        now = datetime(2026, 1, 31, 12)
        correct_into(self.database, [sheet], Takes(by="ann", at=now, free=True, suggested=suggested))

    def suggest(self, said: tuple[int, str, Mapping[str, Any]]) -> None:
        if said[2].get("verdict") != "undo":
            self.correct(said, suggested=True)

    def now_and_anew(self) -> Iterator[tuple[str, list[str], list[str]]]:
        """Yield for each table what it holds, and what it would hold if it were made of all the database anew."""
        with open_for_writing(self.database) as connection:
            connection.begin()
            now = {table: sorted(map(repr, rows(connection, sql))) for table, sql in TABLES.items()}
            for table in TABLES.keys() - {"corrections"}:
                rows(connection, f"DELETE FROM {table}")
            show_all(connection)
            for table, sql in TABLES.items():
                yield table, now[table], sorted(map(repr, rows(connection, sql)))
            connection.rollback()


@settings(max_examples=12)
@given(steps=STEPS)
def test_what_is_shown_after_each_step_is_what_the_whole_database_would_give(
    steps: list[tuple[str, Any]],
) -> None:
    with TemporaryDirectory() as folder:
        history = History(Path(folder))
        for what, how in steps:
            history.do(what, how)
        for table, now, anew in history.now_and_anew():
            assert now == anew, table
