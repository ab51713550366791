"""A small site of invented papers, some of them hostile, for the tests of its pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from papers import write_jsonl

from claims.site.build import Built, Wanted, build
from claims.store.run import run_into

HOSTILE = "</script><img src=x onerror=alert(1)> {{ 7*7 }} & <b>Nets</b>"
SHOWN = "</script><img src=x onerror=alert(1)> 7*7 & Nets"
"""The same as it is shown: without LaTeX and tags that mark up text."""


def paper(number: int, abstract: str, title: str = "", **more: Any) -> dict[str, Any]:
    return {
        "id": f"{2000 + number:04}.{number:05}",
        "title": title or f"Paper number {number} about nets of one kind or another",
        "abstract": abstract,
        "update_date": f"{2015 + number}-03-05",
        "authors": [f"Ada Vale {number}", "Bo Quint"],
        **more,
    }


PAPERS = [
    paper(1, "OneNet reaches 91.5% accuracy on ImageNet with a latency of 17.1 ms on an NVIDIA A100 GPU."),
    paper(2, "TwoNet reaches 93.0% accuracy on ImageNet with a latency of 30 ms on an NVIDIA A100 GPU.", HOSTILE),
    paper(3, "ThreeNet reaches 90.2% accuracy on ImageNet with a latency of 3 ms on an NVIDIA A100 GPU."),
    paper(4, "FourNet reaches 89.0% accuracy on ImageNet with a latency of 40 ms on an NVIDIA A100 GPU."),
    paper(5, "FiveServe is up to 5x faster than vLLM, and on average it is 2.4x faster than vLLM."),
    paper(6, "SixServe is 3x faster than vLLM.", code_url="https://example.org/six"),
    paper(7, "SevenServe is 2x to 4x faster than vLLM."),
    paper(8, "<i>EightServe</i> & friends cut energy by 73% compared with vLLM.", "-->"),
]  # fmt: skip


def small_site(folder: Path, *, url: str | None = None) -> tuple[Path, Built]:
    """Read the papers into a database and build its site; return the folder of the site, and what was made."""
    database = folder / "claims.duckdb"
    run_into(database, [write_jsonl(folder / "papers.jsonl", PAPERS)])
    site = folder / "site"
    return site, build(database, site, Wanted(title="Nets & <servers>", url=url))
