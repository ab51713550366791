"""How long it takes to lay corrections over a large database: ``python -m benchmarks.corrections``."""

from __future__ import annotations

import argparse
import csv
import tempfile
import time
from datetime import datetime
from pathlib import Path

from claims.store.connection import open_for_writing
from claims.store.correct import correct_into
from claims.store.corrections import Takes
from claims.store.rows import count, rows
from claims.store.run import run_into
from claims.store.shown import show_all

ROOT = Path(__file__).resolve().parents[1]


def multiplied(database: Path, least: int) -> int:
    """Copy all papers of a database under other names until it holds a number of claims; return the number."""
    connection = open_for_writing(database)
    rows(connection, "SET memory_limit = '2GB'")
    connection.begin()
    claims = count(connection, "SELECT count(*) FROM claims")
    papers = count(connection, "SELECT max(paper) FROM papers") + 1
    texts = count(connection, "SELECT max(text) FROM abstracts") + 1
    numbers = count(connection, "SELECT max(claim) FROM claims") + 1
    copies = f"range(1, {-(-least // claims)}) r(n)"
    rows(
        connection,
        f"INSERT INTO papers SELECT p.* REPLACE (paper + n * {papers} AS paper, id || '-' || n AS id, "
        f"text + n * {texts} AS text, NULL AS arxiv_id, NULL AS doi) FROM papers p, {copies} ORDER BY n",
    )
    rows(
        connection,
        f"INSERT INTO abstracts SELECT a.* REPLACE (text + n * {texts} AS text, paper + n * {papers} AS paper, "
        f"abstract || ' ' || n AS abstract, hash(abstract, n) AS digest) FROM abstracts a, {copies} ORDER BY n",
    )
    rows(
        connection,
        f"INSERT INTO claims SELECT c.* REPLACE (claim + n * {numbers} AS claim, paper + n * {papers} AS paper, "
        f"text + n * {texts} AS text) FROM claims c, {copies} ORDER BY n",
    )
    show_all(connection)
    connection.commit()
    number = count(connection, "SELECT count(*) FROM current_claims")
    connection.close()
    return number


def write_sheet(database: Path, path: Path, number: int) -> None:
    """Write a sheet of so many rows, spread over the database: verdicts, changed fields, what is no claim."""
    connection = open_for_writing(database)
    found = rows(
        connection,
        "SELECT paper_id, quote, occurrence, subject FROM current_claims ORDER BY hash(claim) LIMIT ?",
        [number],
    )
    connection.close()
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["paper", "quote", "occurrence", "verdict", "baseline", "bound"])
        for index, (paper, quote, occurrence, subject) in enumerate(found):
            kind = index % 4
            verdict = ("right", "", "", "no claim")[kind]
            writer.writerow(
                [
                    paper,
                    quote,
                    occurrence,
                    verdict,
                    subject if kind == 1 else "",
                    "approx" if kind == 2 else "",
                ]
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument("--corrections", type=int, default=100_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database, sheet = Path(folder, "claims.duckdb"), Path(folder, "sheet.csv")
        run_into(database, sorted(ROOT.glob("golden/in-the-wild/*.jsonl")))
        print(f"claims            {multiplied(database, chosen.claims):,}")
        write_sheet(database, sheet, chosen.corrections)
        for what, sheets in (("taken", [sheet]), ("known already", [sheet]), ("laid over anew", [])):
            begin, work = time.monotonic(), time.process_time()
            done = correct_into(database, sheets, Takes(by="ann", at=datetime(2026, 1, 31)), file=None)
            seconds, work = time.monotonic() - begin, time.process_time() - work
            counted = done.taken.taken + done.taken.known
            print(
                f"{what:17} {counted:,} rows, {len(done.taken.problems)} refused, "
                f"{seconds:.1f} s, {work:.1f} s of processor time"
            )
        begin = time.monotonic()
        summary = run_into(database, sorted(ROOT.glob("golden/in-the-wild/*.jsonl")))
        print(
            f"a run             {summary.corrections.applied:,} over the claims, {time.monotonic() - begin:.1f} s"
        )


if __name__ == "__main__":
    main()
