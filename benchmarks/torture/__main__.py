"""``make torture``: everything that tries to break the program, and a table of what held.

``python -m benchmarks.torture [--only PART] [--seed N] [--scale 0.1] [-o FILE]``. Ends with status 1 where something
broke, and names each breach.
"""

from __future__ import annotations

import argparse
import secrets
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.torture import Effort, Outcome, parts

_SHOWN = 20


def main() -> None:
    known = parts()
    parser = argparse.ArgumentParser(
        prog="torture", description="Try to break the program, and tell what held."
    )
    parser.add_argument("--only", choices=sorted(known), action="append", help="a part; may be given again")
    parser.add_argument("--seed", type=int, help="repeats what an earlier call drew at random")
    parser.add_argument("--scale", type=float, default=1.0, help="0.01: a hundredth of everything")
    parser.add_argument("-o", "--output", type=Path, help="where the table goes as Markdown")
    arguments = parser.parse_args()
    seed = secrets.randbelow(1 << 32) if arguments.seed is None else arguments.seed
    rows: list[tuple[str, Outcome, float]] = []
    for name in arguments.only or known:
        with tempfile.TemporaryDirectory() as folder:
            begin = time.monotonic()
            for outcome in known[name].run(Effort(seed, arguments.scale, Path(folder))):
                rows.append((name, outcome, time.monotonic() - begin))
                print(f"{name}: {_line(outcome)}", file=sys.stderr, flush=True)
                begin = time.monotonic()
    text = table(rows, seed, arguments.scale)
    print(text)
    if arguments.output:
        arguments.output.write_text(text + "\n", "utf-8")
    sys.exit(any(outcome.breaches for _, outcome, _ in rows))


def _line(outcome: Outcome) -> str:
    head = f"{outcome.what}: {outcome.tried - len(outcome.breaches):,} of {outcome.tried:,} held"
    return "\n    ".join((head, *outcome.breaches[:_SHOWN]))


def table(rows: list[tuple[str, Outcome, float]], seed: int, scale: float) -> str:
    """Return what held as a table in Markdown, with its date."""
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, seed {seed}" + ("" if scale == 1 else f", scale {scale:g}"),
        "",
        "| part | what | tried | broke | measured | seconds |",
        "| --- | --- | ---: | ---: | --- | ---: |",
    ]
    lines += [
        f"| {part} | {outcome.what} | {outcome.tried:,} | {len(outcome.breaches):,} | {outcome.note} | {seconds:,.0f} |"
        for part, outcome, seconds in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
