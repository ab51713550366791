"""Whether the compiled build gives the same claims as the source, byte for byte, and how much faster it does.

``python -m benchmarks.builds FILE... [--rounds 3] [--limit N]``; `make compiled` makes what is compared.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path

from benchmarks import editions
from claims.errors import ClaimsError
from claims.sources import read_papers


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("files", type=Path, nargs="+", help="papers in any format that `claims run` reads")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many counts")
    parser.add_argument("--limit", type=int, help="papers at most")
    arguments = parser.parse_args()
    try:
        papers = list(islice(read_papers(arguments.files, on_reject=lambda reject: None), arguments.limit))
    except ClaimsError as error:
        sys.exit(f"builds: {error}")
    with tempfile.TemporaryDirectory() as folder:
        there = editions.present(Path(folder))
        if "compiled" not in there:
            sys.exit("builds: nothing is compiled; run make compiled")
        texts = [(paper.abstract, paper.title) for paper in papers]
        try:
            took = editions.extraction(there, texts, Path(folder), arguments.rounds)
        except subprocess.CalledProcessError as error:
            sys.exit(f"builds: {error.stderr.strip()}")
    for name, each in took.items():
        rate, share = len(texts) / each.seconds, took["pure"].seconds / each.seconds
        print(f"{name:10}{rate:10,.0f} abstracts a core second{share:8.2f} times pure Python")
    if took["compiled"].digest != took["pure"].digest:
        sys.exit(
            "builds: the compiled build gives other claims; run make compiled again, then claims extract with both"
        )
    print(f"the same claims of {len(texts):,} abstracts, byte for byte")


if __name__ == "__main__":
    main()
