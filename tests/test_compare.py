"""Comparing two systems: direct claims, chains over others, mismatches told, contradictions found."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from papers import write_jsonl

from claims.cli import main
from claims.errors import ClaimsError
from claims.names.systems import resolve_baselines, resolve_system
from claims.report.compare import Comparison, _mismatches, compare
from claims.store.connection import open_for_reading
from claims.store.rows import rows
from claims.store.run import run_into


def paper(number: int, abstract: str) -> dict[str, Any]:
    return {
        "id": f"2301.{number:05}",
        "title": f"Paper number {number} about caches of one kind or another",
        "abstract": abstract,
        "update_date": f"{2020 + number}-01-05",
    }


PAPERS = [
    paper(1, "We present SwiftCache. SwiftCache runs 2x faster than BigCache on ResNet-50. "
             "SwiftCache reduces energy by 50% over BigCache."),
    paper(2, "We present BigCache. BigCache achieves up to 3x speedup over the vanilla SlowCache framework "
             "on ImageNet."),
    paper(3, "FairBench shows that SwiftCache is 1.5x slower than BigCache on ResNet-50."),
    paper(4, "HugeCache is 7x faster than BigCache on average. HugeCache is 9x faster than the state of the art."),
    paper(5, "TinyCache is 4x faster than the state of the art."),
    paper(6, "FrugalCache runs 5x faster than FlashAttention2 and vLLM on an NVIDIA A100 GPU."),
    paper(7, "LastCache is 2x faster than FrugalCache on an A100."),
    paper(8, "WideCache is at least 2x faster than SlowCache."),
    paper(9, "We revisit caches. WideCache is 9x faster than SlowCache."),
    paper(10, "A study finds that TallCache is 2x faster than SlowCache."),
    paper(11, "We look again. TallCache is 9x faster than SlowCache."),
]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compare")
    run_into(folder / "claims.duckdb", [write_jsonl(folder / "papers.jsonl", PAPERS)])
    return folder / "claims.duckdb"


@pytest.fixture(scope="module")
def database(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of it, open for all that only ask; what opens the other is not in its way."""
    with open_for_reading(Path(shutil.copy(path, path.with_name("open.duckdb")))) as connection:
        yield connection


@pytest.fixture
def between(database: duckdb.DuckDBPyConnection) -> Callable[..., Comparison]:
    return lambda a, b, **options: compare(database, a, b, **options)


Between = Callable[..., Comparison]


def test_direct_claims_read_in_the_direction_asked_for(between: Between) -> None:
    found = between("BigCache", "SwiftCache", metric="speed")
    assert [(link.factor, link.is_reversed) for link in found.direct] == [
        (pytest.approx(1.5), True),
        (0.5, True),
    ]
    assert {link.system for link in found.direct} == {"BigCache"}
    turned = between("SwiftCache", "BigCache", metric="speed")
    assert sorted(link.factor for link in turned.direct) == [pytest.approx(1 / 1.5), 2.0]


def test_a_chain_multiplies_its_links_and_warns_of_each_mismatch(between: Between) -> None:
    [chain] = between("SwiftCache", "SlowCache", metric="speed").chains
    assert [(link.system, link.against) for link in chain.links] == [
        ("SwiftCache", "BigCache"),
        ("BigCache", "SlowCache"),
    ]
    assert chain.product == pytest.approx(chain.links[0].factor * 3)
    assert chain.warnings[:2] == (
        "links 1 and 2: workload differs, ResNet-50 and ImageNet",
        "links 1 and 2: single against best case",
    )
    assert chain.warnings[2].startswith("link 1: other papers state ")


def test_a_chain_over_two_metrics_says_that_its_product_is_of_neither(between: Between) -> None:
    chains = between("SwiftCache", "SlowCache").chains
    assert [chain.links[0].metric for chain in chains] == ["speed", "energy"]
    assert any("metrics differ, energy and speed" in warning for warning in chains[1].warnings)


def test_links_that_agree_make_a_chain_without_warnings(between: Between) -> None:
    [chain] = between("LastCache", "FA2").chains
    assert chain.warnings == ()  # A100 and NVIDIA A100 GPU are one
    assert chain.product == 10
    assert chain.links[-1].against == "FlashAttention-2"


def test_no_chain_leads_over_words_that_name_nothing(between: Between) -> None:
    found = between("HugeCache", "TinyCache")
    assert (found.direct, found.chains) == ((), ())


def test_chains_are_no_longer_than_asked_for(between: Between) -> None:
    assert between("HugeCache", "WideCache", longest=2).chains == ()
    assert len(between("HugeCache", "WideCache", longest=3).chains[0].links) == 3


def test_turning_a_comparison_round_inverts_its_factors(between: Between) -> None:
    there, back = between("HugeCache", "SlowCache"), between("SlowCache", "HugeCache")
    assert [
        chain.product * other.product for chain, other in zip(there.chains, back.chains, strict=True)
    ] == [pytest.approx(1)]


def test_unknown_names_are_refused_with_near_ones(between: Between) -> None:
    with pytest.raises(
        ClaimsError, match="no comparison in the database names 'SwiftCach'; near it: SwiftCache"
    ):
        between("SwiftCach", "BigCache")
    with pytest.raises(ClaimsError, match="are the same system"):
        between("FA2", "FlashAttention-2")


def test_claims_of_two_papers_that_disagree_are_found(database: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        database,
        "SELECT system, against, disagreement, round(factor_a, 2), round(factor_b, 2) FROM contradictions "
        "ORDER BY ALL",
    )
    # "at least 2x" and 9x agree, and so would 2x of the same paper.
    assert found == [
        ("SwiftCache", "BigCache", "direction", 2.0, 0.67),
        ("TallCache", "SlowCache", "size", 2.0, 9.0),
    ]


def test_papers_that_state_other_levels_for_a_system_are_found(tmp_path: Path) -> None:
    path = tmp_path / "levels.duckdb"
    texts = (
        "LarchNet reaches 91% accuracy on ImageNet, and before that LarchNet reaches 80% accuracy on ImageNet.",
        "We test again. LarchNet reaches 85% accuracy on ImageNet. BirchNet reaches 70% accuracy on ImageNet.",
        "LarchNet achieves 91.1% accuracy on ImageNet-1K and 99% accuracy on CIFAR-10.",
    )
    run_into(
        path, [write_jsonl(tmp_path / "levels.jsonl", [paper(i, text) for i, text in enumerate(texts, 1)])]
    )
    with open_for_reading(path) as connection:
        found = rows(
            connection, "SELECT system, workload, level_a, level_b FROM differing_levels ORDER BY ALL"
        )
    assert found == [("LarchNet", "ImageNet", 85.0, 91.1), ("LarchNet", "ImageNet", 91.0, 85.0)]


def test_levels_contradict_each_other_only_under_one_condition_and_where_no_value_is_shared(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "levels.duckdb"
    texts = (
        "ElmNet reaches 76% top-1 accuracy on ImageNet. AlderNet reaches 80% accuracy on CIFAR-10.",
        "We test again. ElmNet reaches 93% top-5 accuracy on ImageNet. AlderNet reaches 80% accuracy on CIFAR-10, "
        "and later AlderNet reaches 85% accuracy on CIFAR-10.",
        "A third test. ElmNet reaches 72% top-1 accuracy on ImageNet.",
    )
    run_into(
        path, [write_jsonl(tmp_path / "levels.jsonl", [paper(i, text) for i, text in enumerate(texts, 1)])]
    )
    with open_for_reading(path) as connection:
        found = rows(connection, "SELECT system, level_a, level_b FROM differing_levels")
    assert found == [("ElmNet", 76.0, 72.0)]
    assert main(["contradictions", "--db", str(path)]) == 0
    shown = capfd.readouterr()
    assert "0 comparisons name both" in shown.err
    assert "ElmNet" in shown.out


def test_a_list_of_baselines_is_each_of_them(tmp_path: Path) -> None:
    path = tmp_path / "lists.duckdb"
    text = "HawthornCache is 3x faster than RowanCache and MapleCache."
    run_into(path, [write_jsonl(tmp_path / "lists.jsonl", [paper(1, text)])])
    with open_for_reading(path) as connection:
        found = compare(connection, "RowanCache", "MapleCache")
    assert [[link.against for link in chain.links] for chain in found.chains] == [
        ["HawthornCache", "MapleCache"]
    ]


def test_the_commands_write_what_was_found(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def printed(*arguments: str) -> str:
        assert main([*arguments, "--db", str(path)]) == 0
        return capfd.readouterr().out

    text = printed("compare", "SwiftCache", "SlowCache", "--sentence")
    assert "No paper compares them directly." in text
    assert "SwiftCache > BigCache > SlowCache" in text
    assert "“SwiftCache reduces energy by 50% over BigCache.”" in text
    assert "](https://arxiv.org/abs/2301.00001)" in printed(
        "compare", "SwiftCache", "BigCache", "-f", "markdown"
    )
    as_json = json.loads(printed("compare", "SwiftCache", "BigCache", "--metric", "energy", "-f", "json"))
    assert [link["factor"] for link in as_json["direct"]] == [2.0]
    assert [row["disagreement"] for row in as_json["contradictions"]] == ["direction"]
    pairs = json.loads(printed("contradictions", "-f", "json"))
    assert [(row["system"], row["differs"]) for row in pairs] == [("SwiftCache", []), ("TallCache", [])]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("FlashAttention2 and vLLM", ["FlashAttention-2", "vLLM"]),
        ("PyTorch 2.0 kernels", ["PyTorch"]),
        ("FlashAttention-4", []),
        ("state-of-the-art NAS methods", ["state of the art"]),
        ("state-of-the-art TVM auto-tuner", ["TVM"]),
        ("NVIDIA A100/H100 GPUs", ["A100", "H100"]),
        ("original BERT", ["BERT"]),
        ("the GPU", ["GPU"]),
        ("OrcaLake", []),
    ],
)
def test_words_for_baselines_resolve_to_what_they_name(words: str, names: list[str]) -> None:
    assert [name for _, name in resolve_baselines(words)] == names


def test_subjects_resolve_only_as_a_whole() -> None:
    assert resolve_system("FA2") == ("baselines", "FlashAttention-2")
    assert resolve_system("vLLM with a cache") is None
    assert resolve_system("state of the art") is None


def test_a_chain_of_what_may_be_many_things_warns(between: Between) -> None:
    link = replace(
        between("SwiftCache", "BigCache", metric="speed").direct[0], metric="performance", called=""
    )
    assert list(_mismatches([link, link])) == [
        "links 1 and 2: performance may be many things, here nothing by name and nothing by name"
    ]


def test_a_known_name_does_not_hide_the_version(path: Path) -> None:
    with open_for_reading(path) as connection:
        found = rows(
            connection,
            "SELECT DISTINCT family, version FROM systems WHERE words = 'FlashAttention2 and vLLM'",
        )
    assert sorted(found) == [("FlashAttention", "2"), ("vLLM", "")]
