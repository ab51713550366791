"""What each dependency costs: megabytes on the disk, and seconds until it is imported.

``make weight`` prints a Markdown table of the direct dependencies, with what only they bring along counted to them.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from functools import cache
from importlib import metadata

from tabulate import tabulate

PACKAGE = "claimsdb"
EXTRAS = ("", "fetch")
_NAME = re.compile(r"[\w.-]+")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([\w-]+)['\"]")
_TRIALS = 3
# Where the name for pip is not the one to import.
_IMPORTED_AS = {"python-dateutil": "dateutil", "oaipmh-scythe": "oaipmh_scythe", "lxml": "lxml.etree"}


def normal(name: str) -> str:
    """Return the one spelling of a package's name.

    >>> normal("Python_DateUtil")
    'python-dateutil'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def needs(package: str, extra: str = "") -> list[str]:
    """Return what a package needs, or what one of its extras adds to that."""
    found = []
    for line in metadata.requires(package) or ():
        marker = line.partition(";")[2]
        of = _EXTRA.search(marker)
        name = _NAME.match(line)
        if name is not None and (of[1] if of else "") == extra and _is_installed(name[0]):
            found.append(normal(name[0]))
    return sorted(set(found))


@cache
def _is_installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def closure(packages: Iterable[str]) -> set[str]:
    """Return packages with all that they need."""
    found: set[str] = set()
    left = list(packages)
    while left:
        if (package := left.pop()) not in found:
            found.add(package)
            left += needs(package)
    return found


def megabytes(packages: Iterable[str]) -> float:
    """Return what packages take on the disk, without what Python compiles of them."""
    sizes = (
        file.size or 0
        for package in packages
        for file in metadata.files(package) or ()
        if file.suffix != ".pyc"
    )
    return sum(sizes) / 1e6


def seconds_to_import(package: str) -> float:
    """Return how many seconds of processor time it takes to import a package, the median of some trials."""
    name = _IMPORTED_AS.get(package, package.replace("-", "_"))
    code = f"import time; t = time.process_time(); import {name}; print(time.process_time() - t)"
    trials = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(_TRIALS)
    ]
    return statistics.median(trials)


def main() -> None:
    """Print the table."""
    begin = time.monotonic()
    rows = []
    for extra in EXTRAS:
        direct = needs(PACKAGE, extra)
        everything = closure([*needs(PACKAGE), *direct])
        for package in direct:
            others = closure([*(each for each in {*needs(PACKAGE), *direct} if each != package)])
            own = everything - others
            rows.append((package, extra, megabytes(own), len(own), seconds_to_import(package)))
    rows.sort(key=lambda row: (row[1], -row[2]))
    table = [
        (f"`{package}`" + (f" ({extra})" if extra else ""), f"{size:.1f}", number, f"{seconds:.2f}")
        for package, extra, size, number, seconds in rows
    ]
    print(
        tabulate(
            table,
            headers=["package", "MB", "packages", "seconds"],
            tablefmt="github",
            disable_numparse=True,
        )
    )
    core = closure(needs(PACKAGE))
    print(f"\n{len(core)} packages, {megabytes(core):.0f} MB in all; with fetch", end=" ")
    fetch = closure([*needs(PACKAGE), *needs(PACKAGE, "fetch")])
    print(
        f"{len(fetch)}, {megabytes(fetch):.0f} MB. Measured in {time.monotonic() - begin:.0f} s.",
        file=sys.stdout,
    )


if __name__ == "__main__":
    main()
