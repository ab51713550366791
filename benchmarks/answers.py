"""How fast a database opens and answers: each view and table macro, in milliseconds.

    python -m benchmarks.answers claims.duckdb

Each is read whole, all rows and columns, as Arrow; the first time counts what has to come from the disk. The
exit status is 1 where one takes longer than --limit.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import duckdb

from claims.store.connection import reading
from claims.store.rows import rows

MACROS = (
    "leaderboard('speed', top := 50)",
    "levels_of('latency', 's')",
    "factor_between('FlashAttention-2', 'PyTorch')",
    "claims_against('vLLM')",
    "claims_on('mcu')",
    "claims_for('ImageNet')",
    "claims_of_run(1)",
)
LIMIT = 100.0


def milliseconds(
    connection: duckdb.DuckDBPyConnection, relation: str, times: int = 3
) -> tuple[float, float, int]:
    """Return how long a relation takes the first time and at best, and its number of rows."""
    taken, found = [], 0
    for _ in range(times):
        begin = time.perf_counter()
        found = connection.sql(f"FROM {relation}").to_arrow_table().num_rows
        taken.append(1000 * (time.perf_counter() - begin))
    return taken[0], min(taken), found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("database", type=Path)
    parser.add_argument("--limit", type=float, default=LIMIT, help="milliseconds that an answer may take")
    arguments = parser.parse_args()
    begin = time.perf_counter()
    with reading(arguments.database) as connection:
        opened = 1000 * (time.perf_counter() - begin)
        text = rows(
            connection,
            "SELECT sum(strlen(abstract) + strlen(title)) FROM abstracts JOIN papers USING (paper)",
        )
        size = arguments.database.stat().st_size
        print(
            f"{size / 1e6:.1f} MB for {int(text[0][0] or 0) / 1e6:.1f} MB of text, opened in {opened:.0f} ms"
        )
        views = rows(connection, "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY 1")
        connection.sql("SELECT 1").to_arrow_table()  # imports pyarrow
        slow = 0
        for relation in ("current_claims", *(name for (name,) in views), *MACROS):
            first, best, found = milliseconds(connection, relation)
            slow += first > arguments.limit
            print(f"{first:7.1f} first  {best:7.1f} best  {found:8,} rows  {relation}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
