"""What a paper calls its own, and what its other tables tell a table of its data."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_tables import document, results

from claims.tables.names import read_names
from claims.tables.results import read_results
from claims.tables.squeezed import SHORT, holds_any


def _names_own(name: str, *, title: str = "", text: str = "") -> bool:
    return read_names(document([["a"]], title=title, text=text)).names_own(name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Robust Odometry of Quadrupeds from LiDAR", "LiDAR"),
        ("Learning and Planning in Latent MDPs", "MDP"),
        ("Better Grasps of Cloth from RGB Supervision", "RGB"),
        ("AI-Based Placement of Chips: A Second Look", "AI-based"),
        ("Fast Control of 6-DOF Vehicles", "DOF"),
    ],
)
def test_the_field_that_a_title_names_is_not_the_papers(title: str, name: str) -> None:
    assert not _names_own(name, title=title, text="We study what is hard about it.")


def test_a_name_that_a_title_gives_for_its_field_stays_the_papers() -> None:
    assert _names_own("SlowScan", title="SlowScan: Maps from Spinning LiDAR")
    assert _names_own("SlowScan", title="Faster Maps of Streets via SlowScan")


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Sparse autoencoders (SAEs) are widely used to read models.", False),
        ("In this work, we propose sparse autoencoders (SAEs) that read models.", True),
        ("Our method is called sparse autoencoders (SAEs), and reads models.", True),
    ],
)
def test_what_a_title_begins_with_is_the_papers_where_it_says_so(text: str, own: bool) -> None:
    assert _names_own("SAE", title="Sparse Autoencoders Seen from Far Away", text=text) is own


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("We present a reader of plans, termed Intention of Thought (ICoT), for code.", "ICoT"),
        ("It is a system, called 'BeatBoxer', that makes drums.", "BeatBoxer"),
        ("We refer to our method as MossRead.", "MossRead"),
        ("We call it TwiceLM.", "TwiceLM"),
        ("We propose ShallowVQE.", "ShallowVQE"),
    ],
)
def test_a_sentence_gives_a_name_to_what_is_made(sentence: str, name: str) -> None:
    assert _names_own(name, title="A Study", text=sentence)


@pytest.mark.parametrize(
    "sentence", ["We propose an RL-based search.", "We introduce a KL-guided choice of layers, and use it."]
)
def test_a_way_of_doing_things_is_no_name(sentence: str) -> None:
    names = read_names(document([["a"]], title="A Study", text=sentence))
    assert not names.own


MAIN = [["Model", "test-clean", "test-other"], ["Whisper", "2.4", "4.6"], ["FooNet", "2.1", "4.0"]]
ABLATION = [["Variant", "test-clean", "test-other"], ["FooNet", "2.1", "4.0"], ["w/o pooling", "2.9", "5.1"]]


def _two_tables(first: str, second: str) -> list[tuple[str, str | None]]:
    paper = document(MAIN, first, text="We propose FooNet.")
    other = document(ABLATION, second).tables[0]
    paper = dataclasses.replace(paper, tables=[*paper.tables, dataclasses.replace(other, label="Table 2")])
    return [(r.metric, r.metric_text) for r in read_results(paper) if r.table == "Table 2"]


def test_a_table_without_a_metric_takes_that_of_the_papers_other_tables_on_the_same_data() -> None:
    assert _two_tables("WER on LibriSpeech.", "Ablation on LibriSpeech.") == [("wer", "WER")] * 4


def test_a_split_alone_tells_the_data_of_other_tables() -> None:
    assert _two_tables("WER on LibriSpeech.", "Ablation of pooling.") == [("wer", "WER")] * 4


def test_a_metric_of_its_own_stays_that_of_a_table() -> None:
    assert {m for m, _ in _two_tables("WER on LibriSpeech.", "CER on LibriSpeech.")} == {"error_rate"}


def test_other_data_tell_no_metric() -> None:
    assert _two_tables("WER on TED-LIUM.", "Ablation on LibriSpeech.") == [("score", None)] * 4


@pytest.mark.parametrize(
    ("sentence", "metric"),
    [
        ("We report F1 scores in Table 1.", "f1"),
        ("FooNet reaches an EER of 12.1% (Table 1).", "error_rate"),
        ("We evaluate with word error rate (WER). Results are shown in Table 1.", "wer"),
        ("In Table 1, we leave out pooling. The WER increases by 1.9 points.", "wer"),
        ("What pooling is for, and that half of all questions are solved, is seen in Table 1.", "score"),
        ("The WER and the EER are in Table 1.", "score"),
        ("The WER is in Table 2, and the rest in Table 1.", "score"),
    ],
)
def test_sentences_that_name_a_table_tell_the_metric_that_nothing_else_does(
    sentence: str, metric: str
) -> None:
    rows = [["Model", "Set A", "Set B"], ["FooNet", "12.1", "13.4"], ["w/o pooling", "14.0", "15.2"]]
    found = results(rows, "Ablation study.", text="We propose FooNet. " + sentence)
    assert {r.metric for r in found} == {metric}


def test_fewer_losses_are_better_than_more() -> None:
    rows = [
        ["Opponent", "Win", "Tie", "Loss"],
        ["BarTalk", "51.1", "20.0", "28.9"],
        ["BazTalk", "60.0", "18.1", "21.9"],
    ]
    found = {r.col: (r.metric, r.higher_is_better) for r in results(rows, "Pairwise comparison.")}
    assert found == {1: ("win_rate", True), 2: ("win_rate", None), 3: ("win_rate", False)}


@given(
    st.frozensets(st.text("ab1s", min_size=1, max_size=5), max_size=3),
    st.text("abAB1-_ +.\u00e9\u2191Ss", max_size=14),
)
def test_a_text_holds_a_name_whatever_parts_it(names: frozenset[str], text: str) -> None:
    found = (
        r"[\W_]*".join(name) + (r"(?!(?-i:[A-Z]))" if len(name) <= SHORT else "") for name in sorted(names)
    )
    pattern = re.compile(rf"(?i)(?<![a-z\d])(?:{'|'.join(found) or '(?!)'})")
    assert holds_any(names, text) is (pattern.search(text) is not None)
