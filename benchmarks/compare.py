"""Compare two files of ``make bench``: ``python -m benchmarks.compare BEFORE.json AFTER.json``.

Machines differ, and the same one from hour to hour: beside the change as measured stands the change relative
to the bare scan for digits of the same file, which no change of the program makes faster.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table

YARDSTICK = "scan_re"


def compared(before: dict[str, Any], after: dict[str, Any]) -> Table:
    """Return a table: one row for each measure that both reports have."""
    table = Table(title_justify="left", title=f"{before['version']} before, {after['version']} after")
    for name in ("what", "before", "after", "change", "against the scan"):
        table.add_column(name, justify="left" if name == "what" else "right")
    old, new = before["measures"], after["measures"]
    drift = new[YARDSTICK]["rate"] / old[YARDSTICK]["rate"]
    for name in (name for name in old if name in new):
        change = new[name]["rate"] / old[name]["rate"]
        table.add_row(
            new[name]["what"],
            f"{old[name]['rate']:,.0f}/s",
            f"{new[name]['rate']:,.0f}/s",
            percent(change),
            "" if name.startswith("scan") else percent(change / drift),
        )
    table.add_section()
    for name in (name for name in old if name in new and old[name]["peak"] and new[name]["peak"]):
        row = [old[name]["peak"], new[name]["peak"]]
        change_of_peak = percent(row[1] / row[0])
        table.add_row(f"peak of {new[name]['what']}", *(f"{peak:,.0f} MB" for peak in row), change_of_peak)
    table.add_section()
    for name in (name for name in before["ratios"] if name in after["ratios"]):
        one, two = before["ratios"][name], after["ratios"][name]
        table.add_row(name.replace("_", " "), f"{one:.2f}", f"{two:.2f}", percent(two / one))
    return table


def percent(change: float) -> str:
    """Return a factor as a change in percent.

    >>> percent(1.1), percent(0.5)
    ('+10%', '-50%')
    """
    return f"{100 * (change - 1):+.0f}%"


def warnings(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Say what makes two reports hard to compare."""
    found = []
    if before["corpus"] != after["corpus"]:
        found.append("the corpora differ: compare rates with care")
    if before["cores"] != after["cores"] or before["system"] != after["system"]:
        found.append("the machines differ: look at the last column only")
    busy = [name for name, report in (("before", before), ("after", after)) if _was_busy(report)]
    if busy:
        found.append(f"the machine was busy with other work ({' and '.join(busy)}): measure again if you can")
    return found


def _was_busy(report: dict[str, Any]) -> bool:
    one = report["measures"]["extract_1"]
    return bool(one["seconds"] > 1.15 * one["cpu"])


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    arguments = parser.parse_args()
    reports = []
    for path in (arguments.before, arguments.after):
        try:
            reports.append(orjson.loads(path.read_bytes()))
            reports[-1]["measures"][YARDSTICK]
        except (OSError, ValueError, LookupError, TypeError) as error:
            sys.exit(f"compare: {path}: no report of `make bench` ({error})")
    console = Console()
    console.print(compared(*reports))
    for warning in warnings(*reports):
        console.print(warning, highlight=False)


if __name__ == "__main__":
    main()
