"""Invented papers that several test modules put into files and databases."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SWIFT: dict[str, Any] = {
    "id": "2301.00001",
    "title": "SwiftCache: Answering Twice From a Very Small Cache",
    "abstract": "We present SwiftCache. It runs up to 5x faster than BigCache on an NVIDIA A100 GPU, "
    "and on average it is 2.4x faster than BigCache. It cuts energy by 73%.",
    "update_date": "2023-01-05",
    "authors": ["Ada Vale", "Bo Quint"],
}
SLOW: dict[str, Any] = {
    "id": "2202.00002",
    "title": "SteadyCache: Doing One Thing After the Other",
    "abstract": "SteadyCache achieves 3x speedup over SwiftCache. It reaches 91.5% accuracy on ImageNet "
    "with a latency of 17.1 ms.",
    "update_date": "2022-02-05",
    "authors": ["Cy Doe"],
}
SILENT: dict[str, Any] = {
    "id": "2103.00003",
    "title": "On the Nature of Caches That Say Nothing in Numbers",
    "abstract": "We discuss caches at length and in general terms.",
    "update_date": "2021-03-05",
    "authors": ["Di Roe"],
}
PAPERS = (SWIFT, SLOW, SILENT)


def write_jsonl(path: Path, records: Iterable[dict[str, Any]]) -> Path:
    """Write records as JSON Lines and return the path."""
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def many_papers(number: int) -> Iterable[dict[str, Any]]:
    """Yield different invented papers, each with one claim."""
    for i in range(number):
        yield {
            "id": f"paper-{i}",
            "title": f"Cache number {i} of a long row of very small caches",
            "abstract": f"Cache number {i} of the row is {1 + i % 97}.5x faster than the cache before it, "
            f"and it has nothing else to say about itself, but it says so at some length, {i} times over.",
        }
