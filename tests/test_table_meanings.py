"""What names in captions and heads mean, where they could mean several things; whose a system is by its caption."""

from __future__ import annotations

import pytest
from made_tables import Rows, cell, document, results

from claims.documents.damage import run_together
from claims.documents.model import Cell, Run
from claims.tables.caption_metric import caption_metric
from claims.tables.label import read_label
from claims.tables.names import read_names
from claims.tables.numbers import read_numbers
from claims.tables.results import read_results

NAMES = read_names(document([["a"]]))


@pytest.mark.parametrize(
    ("sentence", "metric", "text"),
    [
        ("WER (%) on LibriSpeech test-clean", "wer", "WER"),
        ("Comparison of EER and minDCF on VoxCeleb1", "error_rate", "EER"),
        ("Results of tuning in terms of accuracy (%)", "accuracy", "accuracy"),
        ("Speaker verification on VoxCeleb (EER %)", "error_rate", "EER"),
        ("Detection results (mAP@0.5) on the road set", "map", "mAP@0.5"),
        ("Mean opinion scores (MOS) with intervals", "score", "MOS"),
        ("Perplexity of pruned models", "perplexity", "Perplexity"),
        ("Average WERs for different languages", "wer", "WERs"),
    ],
)
def test_a_caption_names_what_is_measured(sentence: str, metric: str, text: str) -> None:
    found, words = caption_metric([sentence])
    assert found is not None
    assert (found.id, words) == (metric, text)


@pytest.mark.parametrize(
    "sentence",
    [
        "Comparison with other methods for RL alignment",
        "SER performance on IEMOCAP",
        "Performance of recognisers at different SNR levels",
        "Variants without the time condition",
        "Ratios of the log-binomial model in a sensitivity analysis",
        "Means over 10,000 bootstrap samples",
        "Ablation of layer merging and pruning",
        "Results at test time",
    ],
)
def test_a_name_in_a_caption_that_means_something_else_is_no_metric(sentence: str) -> None:
    assert caption_metric([sentence]) == (None, None)


def test_a_later_sentence_of_a_caption_counts_where_it_tells_of_measuring() -> None:
    first = "Open conversations in English"
    assert caption_metric([first, "We use the win rate as the metric"])[1] == "win rate"
    assert caption_metric([first, "High accuracy is what users ask for"]) == (None, None)


def test_languages_among_languages_are_no_metrics() -> None:
    rows = [["Model", "EN", "DE", "AR", "IS"], ["A [1]", "5.1", "6.2", "9.8", "8.1"]]
    found = results(rows, "WER (%) on a test set.")
    assert {r.metric for r in found} == {"wer"}
    assert [r.dataset for r in found] == [("EN",), ("DE",), ("AR",), ("IS",)]


def test_a_task_among_tasks_is_no_metric() -> None:
    rows = [["Model", "ASR", "TTS", "SER"], ["A [1]", "5.1", "6.2", "9.8"], ["B", "5.0", "6.1", "9.9"]]
    assert {r.metric for r in results(rows, "Scores.")} == {"score"}


@pytest.mark.parametrize(
    ("heads", "metric"),
    [(["BLEU", "AL", "LAAL", "AP"], "latency"), (["AP50", "AP75", "IoU", "AP"], "map")],
)
def test_an_abbreviation_means_what_those_beside_it_measure(heads: list[str], metric: str) -> None:
    found = results([["Model", *heads], ["A [1]", "20.1", "1.2", "1.4", "1.1"]])
    assert next(r.metric for r in found if r.metric_text == "AP") == metric


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("P (%)", "precision"), ("Acc@0.5", "accuracy"), ("Macro-R", "recall"), ("Chunks per second", "throughput"),
        ("Val. loss", "loss"), ("test-time proposals", None), ("accuracy drop", None),
        ("Accuracy on GSM8K", "accuracy"),
    ],
)  # fmt: skip
def test_a_head_names_a_metric(text: str, metric: str | None) -> None:
    found = read_label(text, NAMES).metric
    assert (found.id if found else None) == metric


def test_a_power_of_ten_of_a_head_is_multiplied_out() -> None:
    rows = [["Model", "params ×10^6", "W-L2 ×10^−3"], ["A [1]", "65", "1.5"], ["B", "50", "1.2"]]
    assert [r.value for r in results(rows, "Results.")] == [65e6, 0.0015, 50e6, 0.0012]


def test_megabytes_are_the_size_of_a_file() -> None:
    found = results([["Model", "Size (MB)", "WER"], ["A [1]", "12.1", "4.2"], ["B", "9.3", "4.0"]])
    assert [(r.metric, r.unit) for r in found[:2]] == [("model_size", "MB"), ("wer", "percent")]


def test_the_only_row_of_a_table_of_settings_may_name_the_metric() -> None:
    found = results([["λ", "0.1", "1", "10"], ["mAP (%)", "67.2", "68.9", "69.9"]], "Effect of λ.")
    assert {(r.metric, r.metric_text) for r in found} == {("map", "mAP")}


def test_whole_numbers_beside_measured_fractions_are_counts() -> None:
    rows = [["Model", "Totals", "Recall"], ["A [1]", "234,127", "71.9"], ["B", "210,828", "70.4"]]
    assert {r.metric for r in results(rows, "Results.")} == {"recall"}


def test_differences_below_pairs_belong_to_the_pair_above() -> None:
    rows = [
        ["Model", "MOS"], ["S Base", "2.5"], ["S Tuned", "3.0"], ["Δ (%)", "+20.0%"],
        ["L Base", "3.0"], ["L Tuned", "3.3"], ["Δ (%)", "+10.0%"],
    ]  # fmt: skip
    found = [r for r in results(rows, "MOS of each model.") if r.form != "level"]
    assert [(r.form, r.system, r.baseline) for r in found] == [
        ("percent", "S Tuned", "S Base"), ("percent", "L Tuned", "L Base"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("caption", "systems", "owners"),
    [
        ("Evaluation of our SFT models.", ["X Base", "X SFT", "Y SFT"], ["baseline", "proposed", "proposed"]),
        (
            "Performance of the Gleamer on Foo.",
            ["Gleamer", "Swin", "ViT"],
            ["proposed", "baseline", "baseline"],
        ),
        ("Results.", ["Quick-345M", "Quick-1.3B", "Quick-5B"], ["proposed", "proposed", "proposed"]),
    ],
)
def test_a_caption_tells_whose_a_system_is(caption: str, systems: list[str], owners: list[str]) -> None:
    rows = [["Model", "WER"], *([name, f"{i}.5"] for i, name in enumerate(systems, 1))]
    assert [r.own for r in results(rows, caption)] == owners


def test_rows_below_a_group_of_ones_own_are_ones_own() -> None:
    rows = [
        ["Model", "WER", "CER"],
        ["Others", "", ""],
        ["Foo", "4.1", "1.2"],
        ["Ours", "", ""],
        ["Bar", "3.9", "1.0"],
    ]
    assert [r.own for r in results(rows, "Results.")] == ["baseline", "baseline", "proposed", "proposed"]


def test_where_settings_name_ones_own_rows_without_it_are_of_others() -> None:
    rows = [["Lang", "Init.", "BLEU"], ["En-De", "ASR", "21.7"], ["En-De", "ChunkR", "23.7"]]
    found = results(rows, "BLEU on the test set.", text="We propose ChunkR, a model.")
    assert [r.own for r in found] == ["baseline", "proposed"]


def test_ranges_in_brackets_are_settings_and_cite_nobody() -> None:
    rows = [
        ["Steps", "WER", "MOS"],
        ["[0-250]", "3.8", "4.1"],
        ["[0-500]", "3.7", "4.3"],
        ["[0-750]", "3.6", "4.4"],
    ]
    found = results(rows, "Impact of the range of steps.")
    assert {(r.system, r.own) for r in found} == {(None, "proposed")}
    assert found[0].setting == ("Steps: [0-250]",)


@pytest.mark.parametrize(
    ("cells", "broken"),
    [
        (["SCR PCR", "36.4 34.3"], True), (["OTSL HTML", "0.965 0.969", "0.93"], True),
        (["A", "36.4 ± 0.3"], False), (["A", "91.2 / 88.1"], False), (["A", "12 500"], False),
    ],
)  # fmt: skip
def test_numbers_with_nothing_between_them_have_run_together(cells: list[str], broken: bool) -> None:
    assert (run_together(cells) is not None) == broken


@pytest.mark.parametrize("corner", ["WER (%)", "Model / WER"])
def test_a_corner_may_name_the_metric_of_all_cells(corner: str) -> None:
    found = results([[corner, "test-clean", "test-other"], ["A [1]", "2.1", "4.3"], ["Ours", "2.0", "4.1"]])
    assert {(r.metric, r.unit) for r in found} == {("wer", "percent")}


def test_columns_called_baseline_and_ours_are_the_systems() -> None:
    rows = [
        ["Model", "Baseline", "+ Ours", "Gain"],
        ["Llama-8B", "50.1", "55.3", "+5.2"],
        ["Qwen-7B", "60.1", "63.2", "+3.1"],
    ]
    found = results(rows, "Accuracy on GSM8K.")
    assert [(r.system, r.own, r.form, r.setting) for r in found[:3]] == [
        ("Baseline", "baseline", "level", ("Llama-8B",)), ("+ Ours", "proposed", "level", ("Llama-8B",)),
        ("+ Ours", "proposed", "points", ("Llama-8B",)),
    ]  # fmt: skip


@pytest.mark.parametrize("head", ["Rel. Impr. (%)", "WER reduction (%)", "Improvement (%)"])
def test_a_head_that_ends_with_a_word_for_differences_is_no_level(head: str) -> None:
    found = results([["Model", "WER", head], ["Base [1]", "5.0", "-"], ["Ours", "4.0", "20.0"]])
    assert [(r.metric, r.form == "level") for r in found] == [("wer", True), ("wer", True), ("wer", False)]


def test_places_left_of_the_teams_are_no_results() -> None:
    rows = [["Rank", "Team", "DCF", "EER"], ["1", "A", "0.12", "2.1"], ["2", "B", "0.13", "2.4"]]
    assert {r.metric for r in results(rows, "Leaderboard.")} == {"error", "error_rate"}


def test_conditions_are_named_by_the_head_above_them() -> None:
    wide = Cell((Run("SNR (dB)"),), columns=3)
    rows: Rows = [
        ["Model", wide],
        ["", "-5", "0", "5"],
        ["A [1]", "20.1", "15.2", "10.3"],
        ["B", "18.1", "13.2", "9.3"],
    ]
    found = results(rows, "WER (%) under noise.")
    assert {r.metric for r in found} == {"wer"}
    assert found[0].setting == ("SNR: -5",)


def test_numbers_of_a_head_row_are_named_by_the_corner() -> None:
    found = results([["Layers", "2", "4"], ["WER", "5.1", "4.9"], ["RTF", "0.1", "0.2"]], "Effect of depth.")
    assert [r.setting for r in found[:2]] == [("Layers: 2",), ("Layers: 4",)]


def test_a_size_among_benchmarks_is_no_benchmark() -> None:
    rows = [
        ["Model", "Size", "MMLU", "GSM8K"],
        ["LLaMA", "7B", "45.1", "20.1"],
        ["LLaMA", "13B", "50.1", "28.1"],
    ]
    assert [(r.metric, r.dataset) for r in results(rows, "Results (%).")[:2]] == [
        ("parameters", ()),
        ("score", ("MMLU",)),
    ]


def test_a_sign_of_times_is_a_unit_where_nothing_follows() -> None:
    found = results([["Model", "Time (s)", "Speedup"], ["Base [1]", "120", "1×"], ["Ours", "40", "3×"]])
    assert [(r.value, r.form) for r in found if r.metric == "speed"] == [(1.0, "ratio"), (3.0, "ratio")]
    assert read_numbers(cell("8×1")) is None


def test_an_empty_cell_below_a_tick_says_no_tick() -> None:
    found = results([["A", "B", "WER", "CER"], ["✓", "", "4.1", "2.0"], ["", "✓", "4.3", "2.2"]], "Ablation.")
    assert [r.setting for r in found[::2]] == [("A: ✓",), ("B: ✓",)]


def test_what_an_ablation_starts_from_is_no_variation() -> None:
    rows = [["Model", "WER"], ["Base", "5.0"], ["+ LM", "4.5"], ["+ Aug", "4.2"]]
    assert [r.own for r in results(rows, "Ablation study.")] == ["baseline", "variation", "proposed"]


def test_tests_of_significance_are_no_results() -> None:
    rows = [["Comparison", "t", "p"], ["A vs B", "2.3", "0.02"], ["A vs C", "3.1", "0.001"]]
    assert results(rows, "Significance tests.") == []


def test_short_names_of_data_are_no_statistics() -> None:
    rows = [["System", "LA", "DF"], ["A [1]", "5.1", "15.2"], ["Ours", "1.1", "3.2"]]
    assert len(results(rows, "EER (%) on several test sets.")) == 4
    rows = [["Model", "WER", "SD", "df"], ["A [1]", "5.1", "0.2", "12"], ["B", "4.4", "0.1", "12"]]
    assert {r.metric for r in results(rows, "Results.")} == {"wer"}


def test_parts_of_systems_side_by_side_are_settings() -> None:
    rows = [["Encoder", "LLM", "WER"], ["Whisper", "Qwen2.5-7B", "5.1"], ["WavLM", "Qwen2.5-7B", "5.0"]]
    found = results(rows, "Comparison of encoders and LLMs.")
    assert [(r.system, r.setting) for r in found] == [
        (None, ("Whisper", "Qwen2.5-7B")),
        (None, ("WavLM", "Qwen2.5-7B")),
    ]


def test_rows_of_which_one_is_called_ours_are_the_systems() -> None:
    rows = [["Prompt", "GPT-4o", "Llama-3-8B"], ["Zero-shot", "60.1", "55.2"], ["Ours", "70.1", "66.0"]]
    found = results(rows, "Accuracy (%) on MedQA.")
    assert [(r.system, r.own, r.setting) for r in found[::2]] == [
        ("Zero-shot", "baseline", ("GPT-4o",)), ("Ours", "proposed", ("GPT-4o",)),
    ]  # fmt: skip


def test_a_table_of_settings_whose_caption_measures_has_results() -> None:
    rows = [["Setting", "w/o RAG", "w/ RAG"], ["GPT-4o", "60.1", "65.2"], ["Llama-3-8B", "50.1", "58.2"]]
    assert len(results(rows, "Accuracy (%) with and without retrieval.")) == 4


def test_a_caption_may_give_each_data_set_its_metric() -> None:
    rows = [
        ["Method", "Wiki2", "C4", "PIQA"],
        ["GPTQ [1]", "5.83", "7.37", "78.1"],
        ["Ours", "5.61", "7.12", "78.8"],
    ]
    found = results(rows, "Perplexity (↓) on Wiki2 and C4 and zero-shot accuracy (↑).")
    assert [r.metric for r in found[:3]] == ["perplexity", "perplexity", "accuracy"]


def test_rates_that_are_all_beyond_one_are_percentages() -> None:
    found = results([["Model", "CER", "MOS"], ["A [1]", "1.3", "4.1"], ["Ours", "1.1", "4.2"]], "Results.")
    assert {r.unit for r in found if r.metric == "error_rate"} == {"percent"}


def test_the_line_of_an_ablation_with_the_numbers_of_the_papers_system_is_that_system() -> None:
    heads = ["Sampling", "WER", "UTMOS", "MOS"]
    main = [["FooNet [3]", "5.12", "3.81", "3.95"], ["BarNet", "4.31", "4.02", "4.11"]]
    ways = [
        ["shortest", "4.77", "3.95", "4.02"],
        ["mixed", "4.31", "4.02", "4.11"],
        ["longest", "4.52", "3.99", "4.05"],
    ]
    made = document([["Model", *heads[1:]], *main], "Results.", title="BarNet: Speech from Few Samples")
    made.tables += document([heads, *ways], "Which samples to take.").tables
    assert {r.system: r.own for r in read_results(made)} == {
        "FooNet": "baseline", "BarNet": "proposed", "shortest": "variation", "mixed": "proposed",
        "longest": "variation",
    }  # fmt: skip


def test_error_rates_of_words_and_characters_are_of_one_scale() -> None:
    rows = [["Model", "WER ↓", "CER ↓"], ["A [1]", "1.43", "0.46"], ["Ours", "1.74", "0.61"]]
    assert {r.unit for r in results(rows, "Results.")} == {"percent"}


def test_what_has_fallen_among_signed_numbers_is_a_difference_too() -> None:
    rows = [
        ["Model pair", "WER", "MOS"],
        ["A → A + Ours", "+0.43", "+0.05"],
        ["B → B + Ours", "+0.50", "−0.04"],
    ]
    found = results(rows, "Relative performance of compressed models.")
    assert [(r.form, r.baseline) for r in found] == [
        ("points", "A"),
        ("points", "A"),
        ("points", "B"),
        ("points", "B"),
    ]


def test_a_part_of_a_head_with_slashes_that_nothing_knows_is_no_other_metric() -> None:
    rows = [["Model", "WER | NE-XYZ"], ["A [1]", "11.5 | 35.1"], ["Ours", "2.9 | 2.4"]]
    assert [(r.metric, r.metric_text) for r in results(rows, "Results.")][:2] == [
        ("wer", "WER"), ("score", "NE-XYZ"),
    ]  # fmt: skip


def test_an_abbreviation_that_the_paper_explains_otherwise_names_no_metric_in_its_sentences() -> None:
    rows = [["Model", "Quiz"], ["A [1]", "17.9"], ["Ours", "23.4"]]
    text = (
        "We compare with autoregressive (AR) models. Table 1 compares AR only with our AR and parallel model."
    )
    assert {r.metric for r in results(rows, "Comparison.", text=text)} == {"score"}


def test_a_plain_word_above_systems_gives_way_to_the_metric_of_the_caption() -> None:
    rows = [["Retriever", "Reward", "SciFact"], ["E5", "RRHF [1]", "65.5"], ["E5", "Ours", "68.8"]]
    assert {r.metric_text for r in results(rows, "nDCG@10 on subsets of BEIR.")} == {"nDCG@10"}


def test_what_a_row_counts_is_no_hardware_that_it_ran_on() -> None:
    rows = [["", "A [1]", "Ours"], ["DSP", "16", "8"], ["LUT", "61100", "39020"], ["Power (W)", "9.4", "6.1"]]
    found = results(rows, "Comparison of accelerators.")
    assert found
    assert {r.hardware for r in found} == {()}


def test_a_speedup_is_over_what_the_caption_names() -> None:
    rows = [["Network", "Batch 1"], ["ResNet-50", "1.42x"], ["BERT", "1.77x"]]
    found = results(rows, "Speedup of SwiftPlan over TVM.", title="SwiftPlan: Planning of Kernels")
    assert {(r.system, r.own, r.baseline) for r in found} == {(None, "proposed", "TVM")}


def test_a_difference_is_from_the_line_that_its_number_is_reckoned_from() -> None:
    steps = [
        ["Step", "FID ↓", "diff"],
        ["Base", "2.81", "-"],
        ["+ NA", "2.74", "-0.07"],
        ["+ DiNA", "2.24", "-0.50"],
    ]
    found = [r for r in results(steps, "Ablation on FFHQ.") if r.form != "level"]
    assert [r.baseline for r in found] == ["Base", "+ NA"]
    all_from_one = [
        ["Model", "Acc", "Δ"],
        ["A [1]", "60.0", "-9.5"],
        ["B [2]", "69.5", "0"],
        ["Ours", "72.0", "+2.5"],
    ]
    found = [r for r in results(all_from_one, "Comparison.") if r.form != "level" and r.value]
    assert {r.baseline for r in found} == {"B"}


def test_names_over_two_head_rows_have_no_year_and_no_remark_whose_they_are() -> None:
    rows = [["Metric", "ESMFold", "Mirrorfold"], ["", "(2023)", "(Ours)"], ["TM-score ↑", "0.68", "0.77"],
            ["RMSD ↓", "4.0", "3.1"]]  # fmt: skip
    assert {(r.system, r.own) for r in results(rows, "Comparison on CASP14.")} == {
        ("ESMFold", "baseline"), ("Mirrorfold", "proposed"),
    }  # fmt: skip


def test_what_a_caption_says_was_learned_from_is_no_data_set_of_its_results() -> None:
    rows = [
        ["Method", "road", "wall", "mIoU"],
        ["DAFormer [1]", "58.4", "42.7", "55.4"],
        ["Ours", "91.1", "58.8", "71.9"],
    ]
    assert {r.dataset for r in results(rows, "Comparison on Cityscapes→ACDC.")} == {("ACDC",)}


def test_the_side_of_a_square_is_no_longer_number() -> None:
    side = Cell((Run("224"), Run("2", script="sup")))
    rows: Rows = [["Model", "Res.", "Acc (%)"], ["Swin-T [1]", side, "81.3"], ["Ours", side, "83.0"]]
    assert {r.setting for r in results(rows, "Classification.")} == {("Res.: 224²",)}


def test_a_rate_of_misses_is_an_error_rate_whatever_stands_before_it() -> None:
    rows = [["Model", "NE-WER | NE-FNR"], ["A [1]", "11.5 | 35.1"], ["Ours", "2.9 | 2.4"]]
    assert [(r.metric, r.metric_text, r.higher_is_better) for r in results(rows, "Results.")][:2] == [
        ("wer", "NE-WER", False), ("error_rate", "NE-FNR", False),
    ]  # fmt: skip
