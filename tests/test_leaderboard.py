"""Leaderboards: questions in words, groups, and the page with its chart."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from papers import write_jsonl

from claims.cli import main
from claims.errors import ClaimsError
from claims.report.board_page import chart
from claims.report.question import Question, read_question
from claims.store.connection import open_for_reading
from claims.store.run import run_into


def paper(number: int, abstract: str, title: str = "") -> dict[str, Any]:
    return {
        "id": f"2301.{number:05}",
        "title": title or f"Paper number {number} about caches of one kind or another",
        "abstract": abstract,
        "update_date": f"{2015 + number}-01-05",
    }


PAPERS = [
    paper(1, "OneCache runs up to 5x faster than vLLM, and on average it is 2.4x faster than vLLM.",
          "One <b>cache</b> & no more"),
    paper(2, "TwoCache is 3x faster than the vanilla vLLM kernels."),
    paper(3, "ThreeCache is 3x faster than PyTorch."),
    paper(4, "FourCache is 2x to 4x faster than PyTorch and 9x faster than the state of the art."),
    paper(5, "FiveCache is 7x faster than the state of the art and 8x faster than SixCache."),
    paper(6, "SixNet reaches 91.5% accuracy on ImageNet with a latency of 17.1 ms on a Galaxy S8."),
    paper(7, "SevenNet reaches 93% accuracy on ImageNet with a latency of 3 ms on an iPhone X."),
    paper(8, "EightNet reaches 95% accuracy on CIFAR-10 with a latency of 1 ms on an A100 GPU."),
    paper(9, "NineChip achieves 36 tokens/J. TenChip achieves an energy efficiency of 2 TOPS/W."),
]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("leaderboard")
    run_into(folder / "claims.duckdb", [write_jsonl(folder / "papers.jsonl", PAPERS)])
    return folder / "claims.duckdb"


@pytest.fixture(scope="module")
def database(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of it, open for all that only ask; what opens the other is not in its way."""
    with open_for_reading(Path(shutil.copy(path, path.with_name("open.duckdb")))) as connection:
        yield connection


Printed = Callable[..., str]


@pytest.fixture
def printed(path: Path, capfd: pytest.CaptureFixture[str]) -> Printed:
    def call(*arguments: object) -> str:
        assert main(["leaderboard", *map(str, arguments), "--db", str(path)]) == 0
        return capfd.readouterr().out

    return call


def rows_of(text: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in json.loads(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("energy", Question(metric="energy", better="less", is_level=False)),
        ("accuracy", Question(metric="accuracy", better="more", is_level=True)),
        (
            "tokens per joule",
            Question(metric="energy_efficiency", better="more", is_level=True, unit="token/J"),
        ),
        ("ms", Question(metric="latency", better="less", is_level=True, unit="s")),
        (
            "accuracy on ImageNet",
            Question(metric="accuracy", better="more", is_level=True, workload="ImageNet"),
        ),
        ("latency on phones", Question(metric="latency", better="less", is_level=True, hardware="phones")),
        ("speed on the A100", Question(metric="speed", better="more", is_level=False, hardware="A100")),
        (
            "ImageNet top-1 accuracy",
            Question(metric="accuracy", better="more", is_level=True, workload="ImageNet", measure="top-1"),
        ),
        ("A100 latency", Question(metric="latency", better="less", is_level=True, hardware="A100")),
        (
            "throughput in tokens/s",
            Question(metric="throughput", better="more", is_level=True, unit="token/s"),
        ),
    ],
)
def test_questions_in_words_are_read(
    database: duckdb.DuckDBPyConnection, text: str, expected: Question
) -> None:
    assert read_question(database, text) == expected


@pytest.mark.parametrize("text", ["enrgy", "enrgy on phones"])
def test_a_question_without_a_metric_names_near_ones(database: duckdb.DuckDBPyConnection, text: str) -> None:
    with pytest.raises(ClaimsError, match="no metric named 'enrgy'; near it: energy"):
        read_question(database, text)


def test_measures_of_one_metric_are_told_apart(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    papers = [
        paper(1, "OneNet reaches 95.1% top-5 accuracy on ImageNet."),
        paper(2, "TwoNet reaches 81.2% Top-1 accuracy on ImageNet."),
        paper(3, "ThreeNet reaches 80% accuracy on ImageNet."),
    ]
    database = tmp_path / "claims.duckdb"
    run_into(database, [write_jsonl(tmp_path / "papers.jsonl", papers)])
    asked = ("--db", str(database), "-f")
    assert main(["leaderboard", "accuracy on ImageNet", *asked, "markdown"]) == 0
    shown = capfd.readouterr().out
    assert "No two papers share all conditions" in shown
    assert re.findall(r"(top-1|top-5|measure not told) +\| 20", shown) == [
        "top-5",
        "top-1",
        "measure not told",
    ]
    assert main(["leaderboard", "ImageNet top 1 accuracy", *asked, "json"]) == 0
    assert rows_of(capfd.readouterr().out, "subject") == [("TwoNet",)]


def test_a_score_above_all_that_is_possible_is_left_out_and_counted(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    papers = [paper(1, "OneNet reaches 2016% accuracy."), paper(2, "TwoNet reaches 81.2% accuracy.")]
    database = tmp_path / "claims.duckdb"
    run_into(database, [write_jsonl(tmp_path / "papers.jsonl", papers)])
    assert main(["leaderboard", "accuracy", "--db", str(database)]) == 0
    text = capfd.readouterr().out
    assert "TwoNet" in text
    assert "OneNet" not in text
    assert "no accuracy is below 0 or above 100 %: 1 claim" in text


def test_claims_below_a_confidence_are_left_out(printed: Printed) -> None:
    sure = rows_of(printed("speed", "--confidence", "0.5", "-f", "json"), "rank")
    assert rows_of(printed("speed", "-f", "json"), "rank") == sure
    assert rows_of(printed("speed", "--confidence", "1", "-f", "json"), "rank") == []


def test_a_page_does_not_speak_of_options(printed: Printed) -> None:
    assert "Baselines differ" in printed("speed", "-f", "html")
    page = re.sub(r"(?s)<style>.*?</style>|<code>.*?</code>", "", printed("speed", "-f", "html"))
    assert "--" not in page


def test_equal_factors_of_different_forms_share_a_rank(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    papers = [paper(1, "OneChip needs 100x less energy."), paper(2, "TwoChip needs 99% less energy.")]
    database = tmp_path / "claims.duckdb"
    run_into(database, [write_jsonl(tmp_path / "papers.jsonl", papers)])
    assert main(["leaderboard", "energy", "--db", str(database), "-f", "json"]) == 0
    assert rows_of(capfd.readouterr().out, "rank") == [(1,), (1,)]


def test_levels_are_ranked_where_they_were_measured(printed: Printed) -> None:
    assert rows_of(printed("accuracy on ImageNet", "-f", "json"), "rank", "level", "subject") == [
        (1, 93.0, "SevenNet"),
        (2, 91.5, "SixNet"),
    ]
    assert rows_of(printed("latency on phones", "-f", "json"), "level", "unit", "subject") == [
        (0.003, "s", "SevenNet"),
        (pytest.approx(0.0171), "s", "SixNet"),
    ]
    assert rows_of(printed("tokens per joule", "-f", "json"), "level", "unit") == [(36.0, "token/J")]


def test_groups_hold_one_baseline_each_and_rank_within(printed: Printed) -> None:
    assert rows_of(
        printed("speed", "--by", "baseline", "-f", "json"),
        "group",
        "rank",
        "factor",
        "kind",
        "average_factor",
    ) == [
        ("PyTorch", 1, 3.0, "single", None),
        ("PyTorch", 2, 2.0, "range", None),
        ("vLLM", 1, 5.0, "best case", 2.4),
        ("vLLM", 2, 3.0, "single", None),
        ("state of the art", 1, 9.0, "single", None),
        ("state of the art", 2, 7.0, "single", None),
    ]
    text = printed("speed", "--by", "baseline", "--top", 1)
    assert [line for line in text.splitlines() if line.endswith("(2 papers)")] == [
        "PyTorch (2 papers)",
        "vLLM (2 papers)",
        "state of the art (2 papers)",
    ]
    assert "FourCache" in text  # 9x over the state of the art
    assert "TwoCache" not in text
    assert "Not one and the same from paper to paper: state of the art." in text
    assert "### vLLM (2 papers)\n\n|" in printed("speed", "--by", "baseline", "-f", "markdown")


def test_groups_by_workload_and_hardware(printed: Printed) -> None:
    by_workload = rows_of(printed("accuracy", "--by", "workload", "-f", "json"), "group", "rank", "level")
    assert by_workload == [("ImageNet", 1, 93.0), ("ImageNet", 2, 91.5)]
    assert "No hardware is shared by 2 papers" in printed("accuracy", "--by", "hardware")


def test_equal_factors_share_a_rank(printed: Printed) -> None:
    ranked = rows_of(printed("speed", "-f", "json"), "rank", "factor", "factor_hi", "subject")
    assert [(rank, factor) for rank, factor, *_ in ranked] == [
        (1, 9.0),
        (2, 8.0),
        (3, 5.0),
        (4, 3.0),
        (4, 3.0),
    ]


class Page(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_needs_nothing_from_elsewhere(printed: Printed, tmp_path: Path) -> None:
    printed("speed", "-f", "html", "-o", tmp_path / "speed.html")
    text = (tmp_path / "speed.html").read_text("utf-8")
    page = Page(text)
    assert not {tag for tag, _ in page.tags} & {"script", "link", "img", "iframe", "object", "base"}
    assert not re.search(r"@import|url\((?!#)|\bsrc=", text)
    assert {attributes.get("href") for tag, attributes in page.tags if tag == "a"} == {
        f"https://arxiv.org/abs/2301.0000{number}" for number in (1, 2, 3, 4, 5)
    }


def test_the_page_tells_kinds_apart_and_marks_numbers_in_their_sentences(printed: Printed) -> None:
    text = printed("speed", "--by", "baseline", "-f", "html")
    page = Page(text)
    bars = [attributes for tag, attributes in page.tags if tag == "rect" and "height" in attributes]
    assert {"single", "range", "best-case"} <= {str(bar["class"]) for bar in bars}
    assert "<mark>5x</mark>" in text
    assert (
        "One cache & no more" in page.text
    )  # mark-up of titles is undone, and none of it gets into the page
    assert not [tag for tag, _ in page.tags if tag == "b"]


def test_a_page_of_groups_has_a_chart_for_each(printed: Printed) -> None:
    page = Page(printed("speed", "--by", "baseline", "-f", "html"))
    charts = [
        attributes for tag, attributes in page.tags if tag == "svg" and attributes.get("class") == "chart"
    ]
    assert [chart["aria-label"] for chart in charts] == [
        f"{name} (2 papers)" for name in ("PyTorch", "vLLM", "state of the art")
    ]


def test_an_empty_page_says_why(printed: Printed) -> None:
    page = Page(printed("speed", "--baseline", "zebra", "-f", "html"))
    assert "Nothing passes the filters" in page.text
    assert not [tag for tag, _ in page.tags if tag == "svg"]


def row(low: float, high: float | None) -> dict[str, Any]:
    return {"factor": low, "factor_hi": high, "subject": "x", "title": "", "paper_id": "x", "kind": "single"}


@example([(5e-324, None)])
@given(
    st.lists(st.tuples(st.floats(0, 1e12), st.one_of(st.none(), st.floats(0, 1e12))), min_size=1, max_size=30)
)
def test_bars_stay_in_the_drawing_and_keep_their_order(pairs: list[tuple[float, float | None]]) -> None:
    laid_out = chart([row(*pair) for pair in pairs], "x")
    ends = [min(low, low if high is None else high) for low, high in pairs]
    assert all(0 <= bar.width + bar.more <= 560.1 for bar in laid_out.bars)
    for value, bar in zip(ends, laid_out.bars, strict=True):
        for other, its_bar in zip(ends, laid_out.bars, strict=True):
            assert bar.width <= its_bar.width or value > other
    positions = [position for position, _ in laid_out.ticks]
    assert positions == sorted(positions)
    assert 2 <= len(positions) <= 9
