"""What is read in tables: numbers of cells, heads, axes, whose systems, and what is no result."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_tables import Rows, cell, document, results

from claims.documents.formats import read_document_bytes
from claims.documents.model import Cell, Run, Table
from claims.tables.grid import unroll
from claims.tables.label import read_label
from claims.tables.names import read_names
from claims.tables.numbers import read_numbers
from claims.tables.results import read_results, read_tables


@pytest.mark.parametrize(
    ("text", "value", "uncertainty", "unit"),
    [
        ("92.1", 92.1, None, None),
        ("0.14 ± 0.01", 0.14, 0.01, None),
        ("41.7%", 41.7, None, "percent"),
        ("1.00x", 1.0, None, "x"),
        ("416M", 416e6, None, None),
        ("1.0⋅10^20", 1e20, None, None),
        ("1.65e16", 1.65e16, None, None),
        ("1,234", 1234.0, None, None),
        ("0.002 260 235", 0.002260235, None, None),
        ("$1.20", 1.2, None, "USD"),
        ("0.5 fps", 0.5, None, "frame/s"),
        ("92.1*", 92.1, None, None),
        ("12.3 (0.4)", 12.3, 0.4, None),
        ("0.8 [0.7, 0.9]", 0.8, None, None),
        ("−0.045 ↓", -0.045, None, None),
        ("– / 92.1", 92.1, None, None),
        ("45.1/N/A", 45.1, None, None),
        ("0.9 (95% CI: 0.8–1.0)", 0.9, None, None),
        ("0.71 (moderate)", 0.71, None, None),
        ("12.3 (n=10)", 12.3, None, None),
        ("85.2 (172/202)", 85.2, None, None),
        ("172/202 (85.2%)", 85.2, None, "percent"),
        ("12 500", 12500.0, None, None),
        ("×2.5", 2.5, None, "x"),
        ("92.1 pp", 92.1, None, "percent"),
        ("7m 30s", 450.0, None, "s"),
        ("02:41:10", 9670.0, None, "s"),
    ],
)
def test_a_number_of_a_cell(text: str, value: float, uncertainty: float | None, unit: str | None) -> None:
    found = read_numbers(cell(text))
    assert found is not None
    assert [(n.value, n.uncertainty, n.unit) for n in found] == [(value, uncertainty, unit)]


@pytest.mark.parametrize("text", ["LLaMA 7B", "AP50", "3-shot", "170k Multi.", "10-20", "v2.1 base", "2A"])
def test_words_are_no_numbers(text: str) -> None:
    assert read_numbers(cell(text)) is None


@pytest.mark.parametrize("text", ["", "-", "–", "N/A", "n/a", "OOM"])
def test_an_empty_cell_has_no_numbers(text: str) -> None:
    assert read_numbers(cell(text)) == ()


@pytest.mark.parametrize("text", ["12.1 -0.4", "12.1 (-0.4)", "12.1 (↓0.4)"])
def test_a_signed_number_behind_another_is_its_change(text: str) -> None:
    found = read_numbers(cell(text))
    assert found is not None
    assert [n.is_difference for n in found] == [False, True]


def test_a_second_number_that_is_always_the_same_is_a_total() -> None:
    rows = [["Policy", "Lift", "Push"], ["A [1]", "12/20", "9/20"], ["Ours", "18/20", "20/20"]]
    assert [(r.value, r.unit) for r in results(rows, "Success rate of each policy.")] == [
        (60, "percent"), (45, "percent"), (90, "percent"), (100, "percent"),
    ]  # fmt: skip
    assert [r.value for r in results(rows, "BLEU score of each policy.")] == [12, 9, 18, 20]


def test_a_total_may_differ_from_column_to_column() -> None:
    rows = [["Policy", "Lift", "All"], ["A [1]", "12/20", "21/60"], ["Ours", "18/20", "48/60"]]
    assert [r.value for r in results(rows, "Success rate of each policy.")] == [60, 35, 90, 80]


def test_a_lowered_number_is_a_deviation_and_a_raised_one_with_a_sign_a_difference() -> None:
    lowered = read_numbers(Cell((Run("91.4"), Run("2.2", script="sub"))))
    assert lowered is not None
    assert [(n.value, n.uncertainty) for n in lowered] == [(91.4, 2.2)]
    raised = read_numbers(Cell((Run("91.4"), Run("+1.2", script="sup"))))
    assert raised is not None
    assert [(n.value, n.is_difference) for n in raised] == [(91.4, False), (1.2, True)]


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_any_text_of_a_cell_is_read(text: str) -> None:
    read_numbers(cell(text))


@given(
    st.lists(
        st.lists(
            st.tuples(st.sampled_from(["", "1.5", "Acc", "x"]), st.integers(1, 4), st.integers(1, 4)),
            max_size=5,
        ),
        min_size=1,
        max_size=6,
    )
)
def test_a_grid_has_equally_long_rows_and_holds_each_cell(rows: list[list[tuple[str, int, int]]]) -> None:
    made = tuple(tuple(Cell((Run(t),), rows=r, columns=c) for t, r, c in row) for row in rows)
    grid = unroll(Table(label="", caption="", rows=made))
    assert grid is not None
    assert len({len(row) for row in grid.rows}) <= 1
    held = {slot.key for row in grid.rows for slot in row if slot.cell is not None}
    assert len(held) == sum(len(row) for row in rows)


@given(
    st.lists(
        st.lists(
            st.sampled_from(["Model", "A", "WER ↓", "5.1", "12 (+1.2)", "-", "w/o X", "ImageNet", "3.4/5.6"]),
            min_size=1,
            max_size=5,
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["", "WER (%) on LibriSpeech test set.", "Statistics of the data."]),
)
def test_a_result_stands_where_it_says(rows: list[list[str]], caption: str) -> None:
    made = document(rows, caption)
    grid = unroll(made.tables[0])
    for result in read_results(made):
        assert grid is not None
        assert result.quote in grid.texts[result.row][result.col]


def test_systems_in_rows_and_metrics_in_columns() -> None:
    found = results(
        [
            ["Model", "WER (%) ↓", "RTF"],
            ["Conformer [3]", "4.1", "0.2"],
            ["QuickSpeech (ours)", "3.9", "0.1"],
        ],
        "Results on LibriSpeech test-clean.",
    )
    assert [(r.system, r.own, r.metric, r.unit, r.higher_is_better) for r in found] == [
        ("Conformer", "baseline", "wer", "percent", False), ("Conformer", "baseline", "runtime", "1", False),
        ("QuickSpeech", "proposed", "wer", "percent", False), ("QuickSpeech", "proposed", "runtime", "1", False),
    ]  # fmt: skip
    assert {(r.dataset, r.split) for r in found} == {(("LibriSpeech",), "test-clean")}


def test_systems_in_columns_and_benchmarks_in_rows() -> None:
    found = results(
        [
            ["Benchmark", "# Shots", "Qwen2.5-7B", "LLaMA-3-8B"],
            ["MMLU (EM)", "5-shot", "70.1", "66.2"],
            ["GSM8K (EM)", "8-shot", "80.0", "55.3"],
        ]
    )
    assert [(r.system, r.dataset, r.metric, r.setting) for r in found] == [
        ("Qwen2.5-7B", ("MMLU",), "accuracy", ("5-shot",)), ("LLaMA-3-8B", ("MMLU",), "accuracy", ("5-shot",)),
        ("Qwen2.5-7B", ("GSM8K",), "accuracy", ("8-shot",)), ("LLaMA-3-8B", ("GSM8K",), "accuracy", ("8-shot",)),
    ]  # fmt: skip


def test_a_head_of_two_rows_gives_data_set_and_metric() -> None:
    wide = Cell((Run("COCO"),), columns=2)
    found = results(
        [["Method", wide], ["", "AP", "AP50"], ["A [1]", "40.1", "60.2"], ["B [2]", "41.0", "61.7"]]
    )
    assert {(r.col, r.metric, r.dataset) for r in found} == {(1, "map", ("COCO",)), (2, "map", ("COCO",))}


def test_a_multiplier_of_the_head_is_multiplied_out() -> None:
    found = results([["Model", "Params (M)", "Acc"], ["A [1]", "73", "80.1"], ["B [2]", "60", "79.9"]])
    assert [(r.value, r.unit) for r in found if r.metric == "parameters"] == [(73e6, "1"), (60e6, "1")]


def test_a_difference_is_no_level() -> None:
    found = results(
        [["Method", "F1"], ["Baseline (BERT)", "53.0"], ["BrightNet (ours)", "57.3"], ["ΔBaseline", "4.3↑"]],
        "Results on SST-2 (%).",
    )
    last = found[-1]
    assert (last.form, last.value, last.baseline, last.system) == (
        "points",
        4.3,
        "Baseline (BERT)",
        "BrightNet",
    )
    assert [r.form for r in found] == ["level", "level", "points"]


def test_a_change_in_brackets_is_signed_by_its_arrow() -> None:
    found = results([["Ablation", "mAP"], ["PlainDet", "0.64 (↓0%)"], ["w/o smoothing", "0.59 (↓5%)"]])
    assert [(r.form, r.value, r.unit) for r in found][2:] == [
        ("level", 0.59, "1"),
        ("points", -5.0, "percent"),
    ]


def test_several_numbers_of_a_cell_take_the_parts_of_their_head() -> None:
    found = results(
        [["Model", "Precision/Recall/F1"], ["A [1]", "0.63/ 0.87/ 0.73"], ["B [2]", "0.64/ 0.93/ 0.76"]]
    )
    assert [r.metric for r in found[:3]] == ["precision", "recall", "f1"]


def test_settings_are_no_results() -> None:
    found = results(
        [
            ["# layers", "Batch size", "Model", "Acc"],
            ["6", "32", "A [1]", "91.2"],
            ["12", "32", "B [2]", "92.0"],
        ]
    )
    assert [(r.metric, r.value, r.setting) for r in found] == [
        ("accuracy", 91.2, ("# layers: 6", "Batch size: 32")), ("accuracy", 92.0, ("# layers: 12", "Batch size: 32")),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "caption"),
    [
        (
            [["Dataset", "Train", "Test"], ["ESD", "5,600", "700"], ["RAVDESS", "230", "30"]],
            "Statistics of the data sets.",
        ),
        (
            [["Hyperparameter", "Value"], ["Learning rate", "0.001"], ["Batch size", "32"]],
            "Training configuration.",
        ),
        ([["Journal", "Count"], ["Cell", "8"], ["Nature", "29"]], "Number of cited documents by journal."),
        ([["Symbol", "Meaning"], ["x", "input"], ["y", "output"]], "Notation."),
        ([["Only words"]], ""),
    ],
)
def test_tables_of_data_and_settings_have_no_results(rows: Rows, caption: str) -> None:
    assert results(rows, caption) == []


def test_bold_is_best_within_its_column() -> None:
    found = results(
        [
            ["Model", "WER", "Params"],
            ["A [1]", "5.0", "10M"],
            [cell("B [2]"), cell("4.0", bold=True), cell("12M")],
        ]
    )
    assert [(r.metric, r.best) for r in found] == [
        ("wer", False),
        ("parameters", None),
        ("wer", True),
        ("parameters", None),
    ]


def test_a_part_left_out_is_a_variation() -> None:
    found = results(
        [["Method", "F1"], ["SharpNet", "80.0"], ["w/o attention", "78.1"], ["w/o gate", "77.0"]],
        title="SharpNet: A Net",
    )
    assert [r.own for r in found] == ["proposed", "variation", "variation"]


def test_the_systems_of_a_benchmark_are_those_of_others() -> None:
    found = results(
        [["Model", "Accuracy"], ["Qwen2-Audio", "50.1"], ["GPT-4o", "61.2"]],
        title="WideBench: A Benchmark for Spoken Reasoning",
    )
    assert {r.own for r in found} == {"baseline"}


def test_data_sets_that_a_paper_calls_so_are_known_in_its_tables() -> None:
    found = results(
        [["Model", "Talk9 dev", "Talk9 test"], ["A [1]", "31.0", "32.1"], ["B [2]", "36.9", "36.3"]],
        "JGA of the models.", text="We evaluate on the Talk9 dataset of spoken dialogues.",
    )  # fmt: skip
    assert {(r.dataset, r.split) for r in found} == {(("Talk9",), "dev"), (("Talk9",), "test")}


def test_a_group_row_tells_a_setting() -> None:
    found = results(
        [["Model", "Acc"], ["Zero-shot", ""], ["GPT-4o", "50.0"], ["Fine-tuned", ""], ["BERT", "60.0"]]
    )
    assert [r.setting for r in found] == [("Zero-shot",), ("Fine-tuned",)]


def test_a_spanning_number_is_one_result() -> None:
    both = Cell((Run("12.5"),), columns=2)
    found = results(
        [["Model", "EN-DE", "EN-FR"], ["A [1]", "27.3", "38.1"], ["B [2]", both]], "BLEU on WMT14."
    )
    assert [(r.col, r.value) for r in found] == [(1, 27.3), (2, 38.1), (1, 12.5)]


def test_the_same_table_is_read_the_same_way_twice() -> None:
    made = document([["Model", "WER"], ["A [1]", "5.0"], ["B", "4.0"]])
    assert read_results(made) == read_results(made)


@pytest.mark.parametrize(
    ("text", "metric", "unit", "better"),
    [
        ("UTMOS ↑", "score", None, "more"), ("WER (%) ↓", "wer", "percent", "less"),
        ("Training Cost (FLOPs)", "compute", "FLOP", ""),
        ("First Chunk Latency (ms)", "latency", "ms", ""), ("W-F1", "f1", None, ""), ("R@10", "recall", None, ""),
        ("WinRate", "win_rate", None, ""), ("Speed (t/s)", "speed", "token/s", ""),
    ],
)  # fmt: skip
def test_a_head_is_read(text: str, metric: str, unit: str | None, better: str) -> None:
    label = read_label(text, read_names(document([["x"]])))
    assert label.metric is not None
    assert (label.metric.id, label.unit, label.better) == (metric, unit, better)


def test_sizes_of_a_model_below_its_data_sets_are_heads() -> None:
    found = results(
        [["Mode", "Booking", "Booking"], ["", "345M", "1.3B"], ["Zero-shot", "0.75", "0.81"]],
        "Accuracy of GlideNet by size.",
    )
    assert [(r.row, r.value) for r in found] == [(2, 0.75), (2, 0.81)]


def test_intervals_of_a_first_column_are_no_numbers() -> None:
    assert read_numbers(cell("[0, 15]")) is None
    assert read_numbers(cell("(0.1, 0.5)")) is None


@pytest.mark.parametrize(
    ("caption", "names"),
    [
        ("Results on QMTP-Speech.", ("QMTP-Speech",)),
        ("WER on the held-out domains of the Assistant dataset.", ("Assistant",)),
        ("Ablation study on SEED test-en.", ("SEED",)),
        ("Results on an A100.", ()),
        ("Comparison of GPT-4o and others on GPUs.", ()),
        ("WER on the Long-form datasets.", ()),
    ],
)
def test_a_caption_names_data_sets(caption: str, names: tuple[str, ...]) -> None:
    found = results([["Model", "WER"], ["A [1]", "5.0"], ["B [2]", "4.0"]], caption)
    assert {r.dataset for r in found} == {names}


def test_heads_whose_arrows_point_both_ways_are_metrics() -> None:
    found = results([["Model", "QX ↑", "DX ↓"], ["A [1]", "5.0", "0.3"], ["B [2]", "4.0", "0.4"]], "Results.")
    assert {(r.metric, r.metric_text, r.higher_is_better, r.dataset) for r in found} == {
        ("score", "QX", True, ()),
        ("score", "DX", False, ()),
    }


def test_an_abbreviation_with_its_unit_means_what_the_paper_says() -> None:
    found = results(
        [["Model", "ZPL (ms)"], ["A [1]", "250"], ["B [2]", "171"]], "Speed.",
        text="We report the zero packet latency (ZPL) of all systems.",
    )  # fmt: skip
    assert {(r.metric, r.unit) for r in found} == {("latency", "ms")}


def test_two_numbers_of_a_cell_take_the_metrics_of_the_caption() -> None:
    found = results(
        [["Model", "De-En"], ["A [1]", "27.3/78.1"], ["B [2]", "28.0/79.0"]], "BLEU/COMET of systems."
    )
    assert [r.metric for r in found] == ["bleu", "score", "bleu", "score"]


def test_rows_of_an_ablation_are_variations() -> None:
    found = results(
        [["Expr.", "WER"], ["GlideNet", "4.0"], ["Cosine pruning", "4.7"], ["Conformer [3]", "5.0"]],
        "Ablation study of pruning.", title="GlideNet: Fast Speech Recognition",
    )  # fmt: skip
    assert [r.own for r in found] == ["proposed", "variation", "baseline"]


def test_words_that_a_paper_writes_small_too_are_no_name_of_its_own() -> None:
    names = read_names(
        document([["a"]], title="Zero-Shot Voices with WeSpeak", text="Earlier zero-shot systems.")
    )
    assert "zeroshot" not in names.own
    assert "wespeak" in names.own


@pytest.mark.parametrize(
    ("rows", "caption", "kinds"),
    [
        ([["Model", "Params (M)", "Acc"], ["A [1]", "10", "91.0"], ["B [2]", "12", "92.0"]], "Results.",
         {(1, 1): "property", (1, 2): "result", (2, 1): "property", (2, 2): "result"}),
        ([["Hyper-parameter", "Value"], ["Batch size", "32"], ["Learning rate", "0.1"]], "Hyper-parameters.",
         {(1, 1): "setting", (2, 1): "setting"}),
        ([["Data set", "Train", "Test"], ["A", "100", "20"], ["B", "300", "40"]], "Statistics of the data sets.",
         {(1, 1): "statistic", (1, 2): "statistic", (2, 1): "statistic", (2, 2): "statistic"}),
        ([["#", "Model", "Acc"], ["1", "A [1]", "91.0"], ["2", "B [2]", "92.0"]], "Results.",
         {(1, 0): "other", (1, 2): "result", (2, 0): "other", (2, 2): "result"}),
    ],
)  # fmt: skip
def test_each_number_of_a_table_is_of_a_kind(
    rows: Rows, caption: str, kinds: dict[tuple[int, int], str]
) -> None:
    assert read_tables(document(rows, caption))[0].kinds == kinds


def test_a_task_in_a_name_does_not_make_it_known() -> None:
    names = read_names(
        document(
            [["a"]],
            title="Stage-Wise Modelling for SpeechLLMs",
            text="We propose EMM-TTS, a two-stage system.",
        )
    )
    assert names.own == {"emmtts"}


@pytest.mark.parametrize(
    ("title", "text", "systems", "owners"),
    [
        ("Attention", "We propose a new architecture, the Gleamer, based on Swin.", ["Swin", "Gleamer (big)"],
         ["baseline", "proposed"]),
        ("Attention", "", ["Base [1]", "+ distillation", "OurNet"], ["baseline", "variation", "proposed"]),
        ("Attention", "We call it EMM.", ["EMM (w/ shift)", "EMM (w/o shift)"], ["proposed", "variation"]),
        ("Attention", "We call it AED.", ["MF-AEDX", "AED-large"], ["baseline", "proposed"]),
    ],
)  # fmt: skip
def test_whose_a_system_is(title: str, text: str, systems: list[str], owners: list[str]) -> None:
    rows = [["Model", "WER"], *([name, f"{i}.5"] for i, name in enumerate(systems, 1))]
    assert [r.own for r in results(rows, "Results.", title=title, text=text)] == owners


def test_what_one_table_calls_the_papers_is_so_in_another() -> None:
    paper = document([["Model", "WER"], ["Kaldi [1]", "5.1"], ["Ladder (ours)", "4.0"]], "Results on TED.")
    other = document([["Model", "WER"], ["Ladder", "7.0"], ["Whisper-small", "8.0"]], "WER with noise.")
    paper.tables += other.tables
    assert [(r.system, r.own) for r in read_results(paper)] == [
        ("Kaldi", "baseline"),
        ("Ladder", "proposed"),
        ("Ladder", "proposed"),
        ("Whisper-small", "baseline"),
    ]


def test_names_that_begin_what_is_proposed_are_its_own_and_not_those_behind() -> None:
    told = (
        "We propose SlimNet, which is trained with the WaveCNF objective. We introduce a new loss built on "
        "connectionist region search (CRS). We present a network with a boundary memory (BMNet)."
    )
    assert read_names(document([["a"]], text=told)).own == {"slimnet", "bmnet"}


def test_rows_on_a_ground_of_their_own_are_known_in_each_format() -> None:
    page = (
        "<html><body><table><tr><th>A</th></tr><tr style='background-color:#eee'><td>B</td></tr><tr><td bgcolor='x' "
        "style='background:white'>C</td></tr><tr><td style='--ltx-bg-color:#E6E6E6;'>D</td></tr></table></body></html>"
    )
    source = (
        r"\documentclass{article}\begin{document}\begin{table}\rowcolors{1}{gray}{white}\begin{tabular}{l}"
        r"A & x \\ \rowcolor{gray!15} B & x \\ C & x \\ \cellcolor[HTML]{EFEFEF} D & \cellcolor{red} x"
        r"\end{tabular}\end{table}\end{document}"
    )
    for text, path in ((page, "x.html"), (source, "x.tex")):
        (table,) = read_document_bytes(text.encode(), path).tables
        assert [row[0].text for row in table.rows if all(c.shaded for c in row)] == ["B", "D"]


def test_a_data_set_of_the_caption_that_a_head_names_is_that_of_its_column_alone() -> None:
    rows = [["Model", "SQuAD", "Assistant"], ["A [1]", "91.0", "92.0"]]
    found = results(rows, "Accuracy on test sets of SQuAD and others.")
    assert [r.dataset for r in found] == [("SQuAD",), ("Assistant",)]


def test_a_column_of_differences_measures_what_the_column_before_it_does() -> None:
    rows = [["Model", "FID", "diff"], ["A [1]", "2.81", "-"], ["B", "2.74", "-0.07"]]
    assert [(r.metric, r.form) for r in results(rows, "Ablation.")] == [
        ("fid", "level"), ("fid", "level"), ("fid", "points"),
    ]  # fmt: skip


def test_what_is_said_of_other_numbers_is_no_result() -> None:
    rows = [["Model", "WER", "p-value", "Std."], ["A [1]", "5.1", "0.01", "0.2"], ["B", "4.4", "0.03", "0.1"]]
    assert {r.metric for r in results(rows, "Results.")} == {"wer"}
    rows = [["Metric", "Whisper [1]", "Ours"], ["WER", "5.1", "4.4"], ["p-value", "0.01", "0.03"]]
    assert {r.metric for r in results(rows, "Results.")} == {"wer"}


def test_numbers_between_data_sets_and_systems_are_settings() -> None:
    rows = [
        ["Dataset", "Outliers", "Method", "Failure rate (%)"],
        ["COCO", "5", "ICP [1]", "0.3"], ["COCO", "10", "Ours", "0.1"],
    ]  # fmt: skip
    found = results(rows, "Failure rates.")
    assert [(r.col, r.setting) for r in found] == [(3, ("Outliers: 5",)), (3, ("Outliers: 10",))]


def test_heads_over_systems_that_stand_again_are_what_is_measured() -> None:
    rows = [
        ["", "Symbols per token", "Symbols per token", "Words per token", "Words per token"],
        ["Tokenizer", "BERT [1]", "GPT-2 [2]", "BERT [1]", "GPT-2 [2]"],
        ["Modern Greek", "4.52", "2.55", "0.72", "0.41"],
    ]
    found = results(rows, "Comparison of tokenizers.")
    assert [(r.system, r.metric_text) for r in found] == [
        ("BERT", "Symbols per token"), ("GPT-2", "Symbols per token"),
        ("BERT", "Words per token"), ("GPT-2", "Words per token"),
    ]  # fmt: skip


def test_half_a_matrix_holds_no_results() -> None:
    rows = [
        ["", "ann1", "ann2", "ann3"],
        ["ann1", "-", "-", "-"],
        ["ann2", "95.4", "-", "-"],
        ["ann3", "94.8", "95.2", "-"],
    ]
    assert results(rows, "") == []


def test_a_raised_figure_keeps_its_sign() -> None:
    raised = Cell((Run("R"), Run("2", script="sup")))
    assert raised.text == "R²"
    assert Cell((Run("×10"), Run("6", script="sup"))).text == "×10^6"
    assert Cell((Run("Model"), Run("2", script="sup"))).text == "Model2"


def test_multiplier_of_a_head_holds_for_value_and_deviation_in_every_row() -> None:
    rows = [
        ["Method", "Error (×10^-3)"],
        *([name, f"{i}.5 ± 0.{i}"] for i, name in enumerate("ABC", start=1)),
    ]
    found = [(r.value, r.uncertainty, r.quote) for r in results(rows, "Mean error on COCO.")]
    assert found == [
        (0.0015, 0.0001, "1.5 ± 0.1"),
        (0.0025, 0.0002, "2.5 ± 0.2"),
        (0.0035, 0.0003, "3.5 ± 0.3"),
    ]


_FIGURE = st.from_regex(r"[0-9]{1,4}(\.[0-9]{1,3})?", fullmatch=True)


@given(_FIGURE, _FIGURE)
def test_a_number_and_its_deviation_are_the_same_in_one_run_and_in_two(value: str, deviation: str) -> None:
    one = read_numbers(cell(f"{value} ± {deviation}"))
    two = read_numbers(Cell((Run(f"{value} "), Run(f"± {deviation}"))))
    assert one
    assert [n._replace(plain=False) for n in one] == list(two or ())


@pytest.mark.parametrize(("times", "read"), [(3, True), (60, False)])
def test_table_whose_heads_come_again_and_again_is_not_read(times: int, read: bool) -> None:
    rows = [row for _ in range(times) for row in (["Method", "BLEU", "Accuracy"], ["FooNet", "31.5", "71.5"])]
    assert len(results(rows, "Results on COCO.")) == (2 * times if read else 0)
