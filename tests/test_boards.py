"""Boards that can be trusted: like with like, one scale, nothing hidden without a word, empty rather than wrong."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import bibtexparser.entrypoint
import duckdb
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import write_jsonl

from claims.cli import main
from claims.report.board import Board
from claims.report.board_groups import bests, first, in_order, ranked, records, side_by_side
from claims.report.board_source import Wanted
from claims.report.filters import Filters
from claims.report.leaderboard import board_of
from claims.report.question import read_question
from claims.store.conditions.condition import condition_of
from claims.store.conditions.facets import facets, facets_of
from claims.store.connection import open_for_reading
from claims.store.families import system_name
from claims.store.run import run_into


def paper(number: int, abstract: str, **more: Any) -> dict[str, Any]:
    return {
        "id": f"p{number}",
        "title": f"Paper number {number} about one thing or another",
        "abstract": abstract,
        "update_date": f"{2010 + number}-01-05",
        **more,
    }


PAPERS = [
    paper(1, "OneNet achieves 48.4 mAP on COCO object detection."),
    paper(2, "TwoNet achieves 47.1% mAP on COCO object detection.", doi="10.1000/two"),
    paper(3, "ThreeNet achieves a mAP of 0.495 on COCO object detection."),
    paper(4, "FourPose achieves 76.8% AP on COCO for human pose estimation."),
    paper(5, "FivePose achieves 71.2% AP on COCO for human pose estimation.", id="https://example.org/five"),
    paper(6, "SixNet reaches 81.2% top-1 accuracy on ImageNet.", authors=["Six, Ann", "Six & Sons, Bo"]),
    paper(7, "SevenNet reaches 82.2% top-1 accuracy on ImageNet."),
    paper(8, "EightNet reaches 97.2% accuracy on miniImageNet in the one-shot setting."),
    paper(9, "NineNet reaches 99.9% top-1 accuracy on ImageNet.", comments="Withdrawn by the authors"),
    paper(10, "TenKernel is 2x faster than FlashAttention-2 on an A100 GPU."),
    paper(11, "ElevenKernel is 3x faster than FlashAttention-3 on an A100 GPU."),
    paper(12, "TwelveArm has a spillage rate of 4% while pouring water."),
    paper(13, "ThirteenArm has a spillage rate of 3% while pouring water."),
    paper(14, "Our walking robot needs 40% less energy than the previous gait. The robot walks."),
    paper(15, "Our accelerator chip needs 60% less energy than the GPU for inference of neural networks."),
    paper(16, "Our second accelerator chip needs 70% less energy than the CPU for inference of neural networks."),
    paper(21, "We build an FPGA prototype that needs 1.7 mJ of energy for each map.", update_date="2021-01-01"),
    paper(20, "TwentyCache needs 30% less energy than LRU on a Jetson Nano GPU.", update_date="2022-01-01"),
    paper(17, "SeventeenLLM serves 900 tokens/s on an A100 GPU.", update_date="2023-02-01"),
    paper(18, "EighteenLLM serves 800 tokens/s on an A100 GPU.", update_date="2024-02-01"),
    paper(19, "NineteenLLM serves 1200 tokens/s on an A100 GPU.", update_date="2025-02-01"),
]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("boards")
    run_into(folder / "claims.duckdb", [write_jsonl(folder / "papers.jsonl", PAPERS)])
    return folder / "claims.duckdb"


@pytest.fixture(scope="module")
def database(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of it, open for all that only ask; what opens the other is not in its way."""
    with open_for_reading(Path(shutil.copy(path, path.with_name("open.duckdb")))) as connection:
        yield connection


Asked = Callable[..., Board]


@pytest.fixture
def board(database: duckdb.DuckDBPyConnection) -> Asked:
    def asked(question: str, *, unsure: bool = True, **filters: Any) -> Board:
        options = {
            name: filters.pop(name) for name in ("by", "levels", "top", "most_groups") if name in filters
        }
        return board_of(database, question, filters=Filters(unsure=unsure, **filters), **options)

    return asked


def notes(found: Board) -> str:
    return " ".join(map(str, found.notes))


def test_fractions_percent_and_plain_numbers_of_a_quality_are_one_scale(board: Asked) -> None:
    [boxes] = [group for group in board("mAP on COCO").groups if group.condition["measure"] == "boxes"]
    assert boxes.rows.select("rank", "level", "unit", "subject").rows() == [
        (1, 49.5, "percent", "ThreeNet"),
        (2, 48.4, "percent", "OneNet"),
        (3, 47.1, "percent", "TwoNet"),
    ]


def test_results_of_different_kinds_of_measure_are_different_lists(board: Asked) -> None:
    found = board("mAP on COCO")
    assert [(group.name, group.papers) for group in found.groups] == [("boxes", 3), ("keypoints", 2)]
    assert board("keypoint AP on COCO").rows["subject"].to_list() == ["FourPose", "FivePose"]


def test_a_robot_and_a_chip_are_not_ranked_together(board: Asked) -> None:
    found = board("energy")
    assert [(group.name, group.papers) for group in found.groups] == [("computing", 3)]
    assert found.others["group"].to_list() == ["machines that move"]


def test_another_data_set_of_like_name_is_not_taken_and_is_told(board: Asked) -> None:
    found = board("accuracy on ImageNet")
    assert found.rows["subject"].to_list() == ["SevenNet", "SixNet"]
    assert "Not taken for ImageNet" not in notes(board("accuracy on CIFAR-10"))


def test_withdrawn_papers_stay_off_and_are_counted(board: Asked) -> None:
    assert "Left out, as withdrawn: 1 result" in notes(board("accuracy on ImageNet"))
    shown = board("accuracy on ImageNet", withdrawn=True)
    assert shown.rows.select("subject", "withdrawn").row(0) == ("NineNet", True)


def test_a_family_stands_for_its_versions_and_a_version_for_itself(board: Asked) -> None:
    found = board("speedup over FlashAttention")
    assert found.rows["subject"].to_list() == ["ElevenKernel", "TenKernel"]
    assert "FlashAttention stands for FlashAttention-2, FlashAttention-3" in notes(found)
    assert board("speedup over FlashAttention-2").rows["subject"].to_list() == ["TenKernel"]
    assert board("speed", baseline="flashattention-*").rows.height == 2


def test_what_empties_a_board_is_told_with_names_that_are_near(board: Asked) -> None:
    found = board("accuracy on ImageNot")
    assert found.rows.is_empty()
    assert "there would be 3 levels without the workload" in notes(found)
    assert "near it: ImageNet (3)" in notes(found)


def test_factors_answer_where_there_are_no_levels(board: Asked) -> None:
    found = board("energy on Jetson Nano")
    assert [round(factor, 2) for factor in found.rows["factor"]] == [1.43]
    assert "No levels pass: improvement factors instead" in notes(found)


def test_a_metric_that_no_list_has_is_asked_for_by_its_name(board: Asked) -> None:
    found = board("spillage rate")
    assert found.rows["level"].to_list() == [3.0, 4.0]
    assert found.metric == "spillage rate"


def test_groups_by_year_show_the_best_of_their_time(board: Asked) -> None:
    found = board("tokens per second on A100 by year")
    assert [(group.name, group.rows["level"].to_list()) for group in found.groups] == [
        ("2023", [900.0]), ("2024", [800.0]), ("2025", [1200.0]),
    ]  # fmt: skip
    assert found.records["level"].to_list() == [900.0, 1200.0]


def test_years_are_those_of_one_race(board: Asked) -> None:
    found = board("mAP on COCO by year")
    assert found.rows["subject"].to_list() == ["OneNet", "TwoNet", "ThreeNet"]
    assert found.records["subject"].to_list() == ["OneNet", "ThreeNet"]
    assert "Years of one race alone, that of most papers: boxes" in notes(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("speedup over vLLM", {"metric": "speed", "baseline": "vLLM", "is_level": False}),
        ("speedup over vLLM on A100", {"baseline": "vLLM", "hardware": "A100"}),
        ("best so far on ImageNet", {"metric": "accuracy", "workload": "ImageNet", "so_far": True}),
        ("best accuracy so far on ImageNet", {"metric": "accuracy", "so_far": True}),
        ("tokens per second by year", {"unit": "token/s", "by": "year"}),
        ("throughput by data set", {"metric": "throughput", "by": "workload"}),
        ("keypoint AP on COCO", {"metric": "map", "measure": "keypoint", "workload": "COCO"}),
    ],
)
def test_questions_say_what_is_compared_with_and_what_groups_are_wanted(
    database: duckdb.DuckDBPyConnection, text: str, expected: dict[str, Any]
) -> None:
    asked = read_question(database, text)
    assert {name: getattr(asked, name) for name in expected} == expected


def test_a_name_that_is_not_sure_stays_empty_and_is_counted(database: duckdb.DuckDBPyConnection) -> None:
    sure = board_of(database, "speed", filters=Filters(confidence=1.0))
    assert sure.rows.is_empty()
    floors = Filters().sure
    for name in ("subject", "baseline", "hardware"):
        shown = board_of(database, "speed", filters=Filters())
        for row in shown.every_row.iter_rows(named=True):
            assert row["doubt"] == name or not (name in row["unsure"] and row[name]), (name, floors)


def test_every_paper_with_an_address_leads_to_it(board: Asked) -> None:
    urls = board("mAP on COCO").rows.select("paper_id", "url").rows()
    assert ("p2", "https://doi.org/10.1000/two") in urls
    assert ("https://example.org/five", "https://example.org/five") in urls


def printed(capfd: pytest.CaptureFixture[str], path: Path, *arguments: str) -> str:
    assert main(["leaderboard", *arguments, "--db", str(path)]) == 0
    return capfd.readouterr().out


def test_the_papers_of_a_board_are_bibtex_that_can_be_read_back(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    text = printed(capfd, path, "accuracy on ImageNet", "--unsure", "-f", "bibtex")
    entries = bibtexparser.entrypoint.parse_string(text).entries
    assert [entry.key for entry in entries] == ["p7", "p6"]
    assert entries[1]["author"] == r"Six, Ann and Six \& Sons, Bo"
    assert entries[1]["year"] == "2016"


def test_a_place_that_only_a_sentence_names_is_a_perhaps(board: Asked) -> None:
    found = board("energy on FPGAs")
    assert not found.groups
    assert found.perhaps.select("claimed", "doubt").rows() == [("1.7 mJ", "hardware")]


@pytest.mark.parametrize(
    ("quote", "sentence", "told"),
    [
        ("30.78", "BLEU scores of 30.78 for en-de and 35.15 for de-en on WMT14.", "English-German"),
        ("35.15", "BLEU scores of 30.78 for en-de and 35.15 for de-en on WMT14.", "German-English"),
        ("2.5", "With gains of up to 2.5 BLEU, we outperform others on WMT14.", "a gain"),
    ],
)
def test_a_number_has_the_condition_beside_it(quote: str, sentence: str, told: str) -> None:
    row = condition_row(quote, sentence, "", metric="BLEU")
    assert told in condition_of(row, "bleu", facets_of("bleu", "quality", is_level=True))


def test_boards_are_the_same_whether_conditions_were_kept_or_not(path: Path, tmp_path: Path) -> None:
    without = tmp_path / "without.duckdb"
    shutil.copy(path, without)
    with duckdb.connect(without) as connection:
        connection.execute("DELETE FROM conditions")
    for question in (
        "mAP on COCO",
        "accuracy on ImageNet",
        "energy",
        "BLEU",
        "tokens per second on A100 by year",
    ):
        boards = []
        for database in (path, without):
            with open_for_reading(database) as connection:
                boards.append(board_of(connection, question, filters=Filters()))
        assert boards[0].every_row.equals(boards[1].every_row)
        assert boards[0].notes == boards[1].notes


def test_programs_get_what_is_ranked_and_what_is_not(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(printed(capfd, path, "energy", "--unsure", "-f", "json"))
    assert [(row["standing"], row["group"], row["rank"]) for row in rows] == [
        *(("ranked", "computing", rank) for rank in (1, 2, 3)), ("alone", "machines that move", None),
    ]  # fmt: skip


def test_a_page_tells_what_it_is_when_its_papers_are_from_and_how_to_make_it(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    page = printed(capfd, path, "mAP on COCO", "--top", "7", "-f", "html")
    foot = re.sub(r"<[^>]*>", "", page.partition("<footer>")[2])
    assert re.search(r"Map: levels for COCO, papers from 2011-01-05 to 201\d-01-05, made by claims \d", foot)
    assert "claims leaderboard &#39;mAP on COCO&#39;" in foot
    assert "--top 7" in foot


@pytest.mark.parametrize(
    ("name", "family", "version"),
    [
        ("FlashAttention-2", "FlashAttention", "2"),
        ("the vanilla YOLOv5s detector", "YOLO", "v5s"),
        ("GPT-4", "GPT", "4"),
        ("MobileNetV2", "MobileNet", "v2"),
        ("BERT-base-uncased model", "BERT", "base-uncased"),
        ("A-NMPC", "A-NMPC", ""),
        ("H100", "H100", ""),
        ("BM25", "BM25", ""),
        ("standard RAG", "RAG", ""),
        ("CC-3DT", "CC-3DT", ""),
        ("Diffusion Policy", "Diffusion Policy", ""),
        ("the RT-1 policy", "RT", "1"),
    ],
)
def test_names_are_taken_apart_into_family_and_version(name: str, family: str, version: str) -> None:
    parts = system_name(name)
    assert (parts.family, parts.version) == (family, version)


def test_a_class_of_systems_is_no_system() -> None:
    assert not any(
        system_name(name).is_one for name in ("CNN", "the LLMs", "Ours", "Students", "state of the art")
    )
    assert all(
        system_name(name).is_one for name in ("ORB-SLAM3", "PRISM", "GPT-4", "Diffusion Policy", "YOLO")
    )


@given(st.text(max_size=40))
def test_any_name_has_a_family(name: str) -> None:
    parts = system_name(name)
    assert parts.family in name or parts.family == name.strip()


def condition_row(quote: str, sentence: str, title: str, metric: str = "AP") -> dict[str, Any]:
    return {
        "quote": quote, "sentence": sentence, "title": title, "metric_text": metric, "metric_name": metric,
        "workload": [], "hardware": [], "baseline": None,
    }  # fmt: skip


WORDS = st.text(alphabet="top-15 mask AP keypoint,.ImageNet", max_size=60)


@given(sentence=WORDS, title=WORDS, quote=WORDS)
def test_a_condition_is_one_of_the_values_of_its_facet_or_none(sentence: str, title: str, quote: str) -> None:
    row = condition_row(quote, sentence, title)
    over = facets_of("map", "quality", is_level=True)
    assert len(condition_of(row, "map", over)) == len(over) <= len(facets())


def results_of(levels: list[float], dates: list[int]) -> pl.DataFrame:
    """Return a result of each of some papers, as they are ranked."""
    numbers = list(range(len(levels)))
    frame = pl.DataFrame(
        {"claim": numbers, "paper": numbers, "level": levels, "date": dates},
        schema={"claim": pl.Int64, "paper": pl.Int64, "level": pl.Float64, "date": pl.Int64},
    )
    none = pl.lit(None, pl.Float64)
    return frame.with_columns(
        kind=pl.lit("single"), unit=pl.lit("1"), quote_start=pl.lit(0), level_hi=none, factor=none
    )


_NAMED = {"paper": pl.Int64, "name": pl.String}


@given(st.lists(st.tuples(st.integers(0, 3).map(float), st.integers(0, 3)), max_size=12), st.integers(1, 5))
def test_papers_that_are_as_good_stand_in_the_order_of_their_names(
    results: list[tuple[float, int]], top: int
) -> None:
    wanted = Wanted(metric="x", called="", better="more", is_level=True, by=None)
    levels, dates = [level for level, _ in results], [date for _, date in results]
    names = {number: str(len(results) - number).zfill(2) for number in range(len(results))}
    called = pl.DataFrame({"paper": list(names), "name": list(names.values())}, schema=_NAMED)
    rows = side_by_side([ranked(results_of(levels, dates), wanted)])
    shown = in_order(first(rows, top), called, top)["paper"].to_list()
    assert shown == sorted(names, key=lambda paper: (-levels[paper], names[paper]))[:top]
    best: list[int] = []
    for date in sorted(set(dates)):
        of_day = (paper for paper in names if dates[paper] == date)
        paper = min(of_day, key=lambda paper: (-levels[paper], names[paper]))
        if all(levels[paper] > levels[other] for other in best):
            best.append(paper)
    assert records(bests(rows), called)["paper"].to_list() == best


@given(st.lists(st.integers(0, 5).map(float), max_size=12), st.sampled_from(["more", "less"]))
def test_ranks_are_those_of_a_race_and_records_only_get_better(levels: list[float], better: str) -> None:
    wanted = Wanted(metric="x", called="", better=better, is_level=True, by=None)
    numbers = list(range(len(levels)))
    rows = ranked(results_of(levels, numbers), wanted)
    assert len(rows) == len(levels)
    for row in rows.iter_rows(named=True):
        ahead = [
            level for level in levels if (level > row["level"] if better == "more" else level < row["level"])
        ]
        assert row["rank"] == 1 + len(ahead)
    called = pl.DataFrame({"paper": numbers, "name": list(map(str, numbers))}, schema=_NAMED)
    best = records(bests(side_by_side([rows])), called)["level"].to_list()
    assert best == sorted(set(best), reverse=better == "less")


def asked_of(folder: Path, texts: list[str], question: str) -> Board:
    run_into(
        folder / "claims.duckdb",
        [write_jsonl(folder / "papers.jsonl", [paper(n, text) for n, text in enumerate(texts, 1)])],
    )
    with open_for_reading(folder / "claims.duckdb") as connection:
        return board_of(connection, question, filters=Filters(unsure=True))


def test_levels_answer_where_hardly_anybody_gives_a_factor(tmp_path: Path) -> None:
    texts = [f"Tracker{chr(64 + n)} runs at {20 + n} FPS on a GPU." for n in range(1, 13)]
    found = asked_of(tmp_path, [*texts, "TrackerZ has a 2x higher frame rate than TrackerY."], "frame rate")
    assert found.is_level
    assert found.rows["level"].max() == 32
    assert "Not ranked here: 1 improvement factor: --factors ranks them." in notes(found)


def test_a_score_below_zero_is_no_level(tmp_path: Path) -> None:
    texts = [
        "OneMT reaches a score of 31.2 BLEU for translation.",
        "TwoMT reaches a score of 28.4 BLEU for translation.",
        "Dubbing of films is harder for translation (-4 BLEU points).",
    ]
    found = asked_of(tmp_path, texts, "BLEU")
    assert all(level > 0 for level in found.every_row["level"])


def test_a_kind_of_hardware_stands_for_the_chips_that_hold_it(tmp_path: Path) -> None:
    texts = [
        "OneNet draws 3.1 W of power on a Xilinx ZCU102.",
        "TwoNet draws 200 W of power on an NVIDIA A100 GPU.",
    ]
    assert asked_of(tmp_path, texts, "power on FPGAs").every_row["level"].to_list() == [3.1]
