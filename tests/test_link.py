"""What each number is tied to: baseline, hardware, workload, subject and role."""

from __future__ import annotations

import time

import pytest

from claims.pipeline import extract
from claims.syntax.phrases.things import hardware_name, workload_name


def fields(text: str, field: str, title: str = "") -> list[object]:
    """Return one field of each claim of a text."""
    return [getattr(claim, field) for claim in extract(text, title=title)]


def names(text: str, field: str, title: str = "") -> list[list[str]]:
    """Return a field that is a list, of each claim of a text."""
    return [list(getattr(claim, field)) for claim in extract(text, title=title)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lumo is 3x faster than FlashTree-2.", ["FlashTree-2"]),
        ("Lumo achieves a 3x speedup over the state of the art.", ["state of the art"]),
        ("Lumo reduces latency by 20% compared with existing schedulers.", ["existing schedulers"]),
        ("Compared to vLLM, Lumo improves throughput by 2.5x.", ["vLLM"]),
        ("Relative to a dense model, Lumo uses 40% less memory.", ["dense model"]),
        ("Over an untuned kernel, the tuned kernel achieves a 1.4x speedup.", ["untuned kernel"]),
        ("Lumo outperforms PyTorch by 1.7x.", ["PyTorch"]),
        ("It is 12x slower than on an NVIDIA A100 GPU.", ["NVIDIA A100 GPU"]),
        ("Lumo brings a 4x speedup to state-of-the-art methods.", ["state-of-the-art methods"]),
        ("Lumo increases the recall of existing extractors by 7%.", ["existing extractors"]),
        ("We compare Lumo to the framework Grond on phones, showing 1.7x faster inference.", ["Grond"]),
        ("The small student uses only 1% of the teacher's FLOPs.", ["teacher"]),
        ("Lumo needs only 40% of the inference time of Grond.", ["Grond"]),
        ("Lumo reaches 5 times the throughput of Grond.", ["Grond"]),
        ("Lumo finds 3.1 times as many bugs as Grond.", ["Grond"]),
        ("Lumo is 4x faster than the leading sparse baseline (Grond).", ["Grond"]),
        ("Lumo is 4x faster than the best performing methods (Grond) on phones.", ["Grond"]),
        ("Lumo is 4x faster than the state-of-the-art method, i.e., Grond.", ["Grond"]),
        ("Lumo is 4x faster than the state of the art (SOTA).", ["state of the art"]),
        ("Lumo uses a third as much memory as Redis.", ["Redis"]),
        ("Lumo is 2.3x faster than a Grond-only planner.", ["Grond-only planner"]),
    ],
)
def test_names_what_a_number_is_compared_with(text: str, expected: list[str]) -> None:
    assert fields(text, "baseline") == expected


@pytest.mark.parametrize(
    "text",
    [
        "Lumo improves accuracy by 3%.",
        "Lumo reaches 73.6% accuracy on ImageNet.",
        "We average the results over 5 runs and reach 91% accuracy.",
        "Lumo uses sparse rather than dense layers and saves 20% energy.",
        "Throughput grew by 5x over the last three years.",
    ],
)
def test_names_no_baseline_where_there_is_none(text: str) -> None:
    assert set(fields(text, "baseline")) == {None}


def test_shares_a_list_of_baselines_out_among_a_list_of_numbers() -> None:
    text = "Lumo achieves 3.5x, 3.2x and 2.7x higher throughput than Anka, Bero and Celt, respectively."
    assert fields(text, "baseline") == ["Anka", "Bero", "Celt"]


def test_gives_each_number_the_baseline_of_its_own_phrase() -> None:
    text = "Lumo achieves a 3.7x speedup over Anka and 6.6x over Bero."
    assert fields(text, "baseline") == ["Anka", "Bero"]


def test_a_second_margin_has_an_object_of_its_own() -> None:
    assert fields("Lumo outperforms Anka by 3.6x and Bero by 15.6x.", "baseline") == ["Anka", "Bero"]


@pytest.mark.parametrize(
    ("text", "theirs"),
    [
        ("Lumo reaches 91% accuracy, outperforming Birch (84%).", "Birch"),
        ("Lumo reaches 91% accuracy, compared with 84% for Birch.", "Birch"),
        ("Lumo raises Birch's accuracy from 84% to 91%.", "Birch"),
        ("Lumo improves Faster Birch from 84% to 91% accuracy.", "Faster Birch"),
        ("Compared to the best planner, Lumo raises the accuracy from 84% to 91%.", "best planner"),
        ("Lumo raises the accuracy from 84% to 91%.", None),
    ],
)
def test_the_value_that_is_compared_with_is_that_systems_own(text: str, theirs: str | None) -> None:
    found = extract("We propose Lumo. " + text)
    (compared,) = [claim for claim in found if claim.role == "background"]
    assert compared.subject == theirs
    (result,) = [claim for claim in found if claim.role == "result"]
    assert result.subject == "Lumo"


def test_a_value_is_compared_with_what_the_value_beside_it_is_of() -> None:
    text = "We propose Lumo. Lumo raises Birch's accuracy from 84% to 91%."
    assert [claim.baseline for claim in extract(text)] == [None, "Birch"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We propose a new hardware fuzzer, ChatFir, to find bugs. It is 3x faster.", "ChatFir"),
        ("We propose an efficient framework, namely QuickFir, to save memory. It is 3x faster.", "QuickFir"),
        ("We introduce a method, which we call FirNet, for planning. It is 3x faster.", "FirNet"),
        ("Our method, chains of boards (CoBo), plans ahead. It is 3x faster.", "CoBo"),
        ("This paper presents FirISP - a streamlined model. It is 3x faster.", "FirISP"),
        ("We measure planners, e.g. Grond, on boards. It is 3x faster.", None),
    ],
)
def test_the_papers_own_system_is_named_in_many_ways(text: str, name: str | None) -> None:
    assert fields(text, "subject") == [name]


def test_a_name_in_capitals_is_the_papers_own_where_its_title_has_it() -> None:
    text = "We propose a novel Steady Birch Filter approach. It is 3x faster."
    assert extract(text, title="The Steady Birch Filter")[0].subject == "Steady Birch Filter"
    assert extract(text, title="Filtering at Last")[0].subject is None


def test_a_name_before_the_colon_of_a_title_needs_no_mention() -> None:
    text = "We propose a filter. It is 3x faster."
    assert extract(text, title="FirNet: a Filter")[0].subject == "FirNet"
    assert extract(text, title="Outlook: a Filter")[0].subject is None


def test_a_comparison_at_the_end_holds_for_all_numbers_of_a_list() -> None:
    text = "Lumo cuts latency by 2.8x and reduces energy by 41% compared with existing partitioners."
    assert fields(text, "baseline") == ["existing partitioners"] * 2


def test_a_comparison_carries_on_to_later_changes_of_the_sentence() -> None:
    text = "Lumo increases throughput by 55% over prior caches, reducing completion time by 52%."
    assert fields(text, "baseline") == ["prior caches"] * 2


def test_keeps_the_name_that_stands_beside_a_general_noun() -> None:
    text = "Lumo is 2x faster than the state-of-the-art accelerator Anka-3."
    assert fields(text, "baseline") == ["Anka-3"]


def test_a_level_has_a_baseline_only_where_it_is_compared_directly() -> None:
    text = "Lumo reaches 91% accuracy, substantially outperforming the monocular baseline."
    assert fields(text, "baseline") == ["monocular baseline"]
    text = "Lumo is 2x faster than Anka and reaches 91% accuracy."
    assert fields(text, "baseline") == ["Anka", None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lumo reaches 14 FPS on an A100 GPU.", [["A100 GPU"]]),
        ("On a Raspberry Pi 4, Lumo is 3x faster than Anka.", [["Raspberry Pi 4"]]),
        ("Lumo sustains 25 GFLOP/s on 512 NVIDIA V100 GPUs.", [["512 NVIDIA V100 GPUs"]]),
        ("Lumo is 2x faster than a GPU.", [[]]),
        ("Lumo reduces GPU memory by 40%.", [[]]),
        (
            "Lumo takes 29 mW and 702 mW on the earbud and smartphone, respectively.",
            [["earbud"], ["smartphone"]],
        ),
        ("Lumo is 20x faster than Anka on the CPU and 24x faster on the GPU.", [["CPU"], ["GPU"]]),
    ],
)
def test_names_the_hardware_a_number_was_obtained_on(text: str, expected: list[list[str]]) -> None:
    found = names(text, "hardware")
    assert len(found) == len(expected)
    for got, wanted in zip(found, expected, strict=True):
        assert len(got) == len(wanted)
        assert all(w.split()[-1] in g for g, w in zip(got, wanted, strict=True))


def test_a_platform_of_the_evaluation_holds_for_all_results() -> None:
    text = (
        "We present Lumo, a scheduler. We implement Lumo on a Xilinx Alveo U280 FPGA. "
        "Lumo is 3x faster than Anka. It also cuts energy by 20%."
    )
    assert names(text, "hardware") == [["Xilinx Alveo U280 FPGA"]] * 2


def test_hardware_of_the_motivation_holds_for_nothing() -> None:
    text = "Large models on mobile devices are challenging. We propose Lumo, which is 3x faster than Anka."
    assert names(text, "hardware") == [[]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lumo reaches 73.6% accuracy on ImageNet.", [["ImageNet"]]),
        ("On the COCO keypoints dataset, Lumo is 4x faster than Anka.", [["COCO"]]),
        ("Lumo achieves 3.8x speedup for EfficientDet and 4.7x for CRNN.", [["EfficientDet"], ["CRNN"]]),
        (
            "Lumo reaches 70% and 73% accuracy for ResNet-18 and MobileNetV3, respectively.",
            [["ResNet-18"], ["MobileNetV3"]],
        ),
        ("Lumo increases recall by 7.1% on LoCity and 4.6% on LoScenes.", [["LoCity"], ["LoScenes"]]),
        ("Lumo is based on ResNet-18 and improves throughput by 30%.", [[]]),
        ("Lumo saves 30% memory on average.", [[]]),
        (
            "Lumo gives an 18x speedup on typical workloads, i.e., Longformer and ViL.",
            [["Longformer", "ViL"]],
        ),
    ],
)
def test_names_the_workload_of_a_number(text: str, expected: list[list[str]]) -> None:
    assert names(text, "workload") == expected


def test_the_setting_of_an_evaluation_holds_for_the_results_after_it() -> None:
    text = (
        "We propose Lumo. We evaluate it on image datasets, including SVHN, CIFAR, and ImageNet. "
        "Lumo improves throughput by 2.4x."
    )
    assert names(text, "workload") == [["SVHN", "CIFAR", "ImageNet"]]


def test_a_sentence_that_begins_with_experiments_sets_the_scene_for_the_next() -> None:
    text = (
        "We propose Lumo. Experiments on ImageNet show that Lumo is 3x faster than Anka. "
        "Lumo cuts energy by 40%."
    )
    assert names(text, "workload") == [["ImageNet"]] * 2


def test_a_benchmark_with_cpu_in_its_name_is_no_hardware() -> None:
    text = "Experiments on SPEC CPU 2017 show that Lumo reduces runtime by 44%."
    assert names(text, "hardware") == [[]]
    assert names(text, "workload") == [["SPEC CPU 2017"]]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Ruler: A New Benchmark for Ropes", ["Ruler"]),
        ("Ruler: Benchmarking Ropes", ["Ruler"]),
        ("Ruler: Deep Learning for a Dataset of Ropes", []),
        ("Ruler: Cutting Ropes", []),
    ],
)
def test_results_apply_to_the_benchmark_that_the_title_names(title: str, expected: list[str]) -> None:
    text = (
        "We propose Ruler, which asks for the length of ropes. The best of all models reaches 41.2% accuracy."
    )
    assert [list(claim.workload) for claim in extract(text, title=title)] == [expected]


def test_what_follows_a_baseline_belongs_to_the_baseline() -> None:
    text = "Lumo gives a 2x speedup over Anka with FlashTree-2."
    assert names(text, "workload") == [[]]


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("We propose a scheduler. It is 3x faster than Anka. Lumo helps.", "Lumo: A Scheduler", ["Lumo"]),
        ("We present LumoSched, a scheduler. It is 3x faster than Anka.", "", ["LumoSched"]),
        ("We propose a load unit mover (LUMO). It saves 40% energy.", "", ["LUMO"]),
        ("We show that LumoNet saves 40% energy.", "", ["LumoNet"]),
        ("Our scheduler saves 40% energy.", "LumoSched: Moving Loads Fast", ["LumoSched"]),
        ("Our scheduler saves 40% energy.", "Moving Loads Fast: A Study of Loads", [None]),
        ("We reduce latency by 40%.", "", [None]),
    ],
)
def test_names_the_system_that_has_the_value(text: str, title: str, expected: list[str | None]) -> None:
    assert fields(text, "subject", title) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("GPU memory has only grown by 5x. We propose Lumo. It saves 40% energy.", ["background", "result"]),
        ("Lumo achieves a 5.5x speedup, while Anka achieves only 2.4x.", ["result", "background"]),
        (
            "Lumo reaches 81% accuracy, whereas the baseline only reaches 46% accuracy.",
            ["result", "background"],
        ),
        ("Lumo reduces energy by 40%.", ["result"]),
    ],
)
def test_tells_background_from_results(text: str, expected: list[str]) -> None:
    assert fields(text, "role") == expected


@pytest.mark.parametrize(
    "phrase", ["GPU memory", "image dataset", "memory bandwidth", "phone calls", "DNN accelerators"]
)
def test_takes_no_other_noun_for_hardware(phrase: str) -> None:
    assert hardware_name(phrase) is None


@pytest.mark.parametrize(
    "phrase", ["average", "large-scale datasets", "LLMs", "INT8", "5 nm", "GPU-based models"]
)
def test_takes_no_other_noun_for_a_workload(phrase: str) -> None:
    assert workload_name(phrase, "on") is None


def test_time_grows_in_step_with_the_text() -> None:
    sentence = "Lumo is 2x faster than Anka, Bero and Celt on ImageNet, COCO and (see A, B, C and D) KITTI. "

    def seconds(times: int) -> float:
        start = time.process_time()  # other programs on the machine do not count
        extract("We propose Lumo. " + sentence * times)
        return time.process_time() - start

    seconds(5)
    assert min(seconds(80) for _ in range(3)) < 40 * max(seconds(8), 0.001)


class TestWorkloadsThatStandElsewhere:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            # A part of the thing that "of" names.
            (
                "We propose Zod. Zod achieves a 1.5x speedup on end-to-end inference of ResNet-50.",
                ["ResNet-50"],
            ),
            # What a sentence says it is about.
            ("We propose Zod. For multipliers, Zod reduces delay by 12%.", ["multipliers"]),
            (
                "We propose Zod. In a sequential grasping task, Zod reduces delay by 12%.",
                ["sequential grasping task"],
            ),
            # Data that the sentence names as an object.
            ("We propose Zod. Zod translates HumanEval with an accuracy of 88%.", ["HumanEval"]),
            # The setting of the evaluation, told before or after the number.
            (
                "We propose Zod. Zod is 3x faster. Experiments on the COCO dataset show its robustness.",
                ["COCO"],
            ),
        ],
    )
    def test_are_found(self, text: str, expected: list[str]) -> None:
        found = names(text, "workload")
        assert [n for each in found for n in each] == expected

    @pytest.mark.parametrize(
        "text",
        [
            "We propose Zod. For example, Zod reduces delay by 12%.",
            "We propose Zod. For large instances, Zod reduces delay by 12%.",
            # A gain in X is a gain of a metric, known or not.
            "We propose Zod. Zod achieves an improvement of 12% in Total Overflow.",
            "We propose Zod. Zod achieves up to 26% improvements in F1-score over the baseline.",
            "We propose Zod. Zod outperforms other methods by 11% on IID data.",
            "We propose Zod. Zod gains up to 8% in accuracy on Hits@1.",
            # The letters of what something was pre-trained on say nothing of the evaluation.
            "We propose Zod. Zod, pre-trained on the Quux dataset, is 3x faster.",
            # Two platforms are told apart, and no two workloads.
            "We propose Zod. Zod draws 2 W on a Jetson Nano and 9 W on a Raspberry Pi 4.",
        ],
    )
    def test_are_not_made_up(self, text: str) -> None:
        assert not any(names(text, "workload"))

    def test_the_letters_of_a_task_name_no_system(self) -> None:
        text = (
            "We develop Zod, a planner for multi-agent pathfinding (MAPF). "
            "It solves 99% of the instances of the MAPF benchmark."
        )
        assert names(text, "workload") == [["MAPF"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zod reduces memory by 29% relative to the previous detector.", ["previous detector"]),
        ("Zod reaches a speedup of 12x and quality comparable to the existing tools.", ["existing tools"]),
        # A comparison in a clause of its own says nothing of the number before it.
        (
            "Zod beats the best baseline with a 3x speedup, and shows 2x gains against Foo.",
            ["best baseline", "Foo"],
        ),
        ("Earlier tools were superior in quality. Zod is 3x faster.", [None]),
    ],
)
def test_finds_what_is_compared_in_further_words(text: str, expected: list[str | None]) -> None:
    assert fields("We propose Zod. " + text, "baseline") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On a Zynq ZCU102, Zod is 3x faster. It saves 40% energy.", [["Zynq ZCU102"], ["Zynq ZCU102"]]),
        ("A parallel version on a Zynq ZCU102 is 3x faster. It saves 40% energy.", [["Zynq ZCU102"]] * 2),
        ("Experiments on a multi-core processor show that Zod is 3x faster.", [["multi-core processor"]]),
        (
            "Zod saves 37% energy on a Jetson Nano, while on a Raspberry Pi 4 it saves 12% energy.",
            [["Jetson Nano"], ["Raspberry Pi 4"]],
        ),
    ],
)
def test_finds_hardware_for_what_follows(text: str, expected: list[list[str]]) -> None:
    assert names("We propose Zod. " + text, "hardware") == expected


@pytest.mark.parametrize(
    "text", ["Lumo serves 40% more requests than Redis.", "Lumo uses a third as much memory as Redis."]
)
def test_what_is_compared_with_is_no_workload(text: str) -> None:
    assert names(text, "workload") == [[]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BERT obtains 84.1% accuracy, but our model obtains 88.0%.", ["BERT", None]),
        ("BERT obtains 84.1% accuracy, whereas we obtain 88.0%.", ["BERT", None]),
        ("Anka and Bero reach 78% and 81% accuracy.", ["Anka", "Bero"]),
        ("Anka/Bero reach 78%/81% accuracy.", ["Anka", "Bero"]),
    ],
)
def test_each_system_of_a_sentence_has_its_own_number(text: str, expected: list[str | None]) -> None:
    assert fields(text, "subject") == expected


def test_data_that_the_paper_presents_is_no_system() -> None:
    text = "We introduce BirdBench, a benchmark of 900 tasks. On BirdBench, the best model solves 41% of the tasks."
    assert "BirdBench" not in fields(text, "subject", "BirdBench: A Benchmark of Bird Songs")


def test_what_only_reaches_less_in_another_clause_is_compared_with() -> None:
    text = "Our tracker sustains 41 FPS, whereas DeepSORT reaches only 12 FPS."
    assert fields(text, "baseline") == ["DeepSORT", None]
    assert fields(text, "role") == ["result", "background"]
    assert fields(text, "subject")[1] == "DeepSORT"


@pytest.mark.parametrize(
    ("text", "field", "expected"),
    [
        (
            "Lumo reaches 77% mAP (+9%) and 86% mAP (+2%) on Fern-A and Fern-B, respectively.",
            "workload",
            [("Fern-A",), ("Fern-A",), ("Fern-B",), ("Fern-B",)],
        ),
        (
            "Lumo is 1.2x faster and 1.4x smaller than BERT and GPT-2, respectively.",
            "baseline",
            ["BERT", "GPT-2"],
        ),
        (
            "We test on two benchmarks: Fern-10 (plants) and Moss-20. Lumo has F1 scores of 81% and 79%, respectively.",
            "workload",
            [("Fern-10",), ("Moss-20",)],
        ),
        (
            "The best tree model and the flat model reach 51.7% accuracy and 20.9% accuracy, respectively.",
            "subject",
            ["best tree model", "flat model"],
        ),
    ],
)
def test_deals_out_lists_with_words_between_their_numbers(
    text: str, field: str, expected: list[object]
) -> None:
    assert fields(text, field) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Lumo reaches 61% accuracy on ImageNet and 65% accuracy across eight aerial benchmarks.",
            [["ImageNet"], []],
        ),
        ("Lumo beats Anka by 6 points on MMLU, while it keeps all it knew on GSM8K.", [["MMLU"]]),
        ("Lumo, fine-tuned on ImageNet, reaches 61% accuracy on CIFAR-10.", [["CIFAR-10"]]),
    ],
)
def test_names_of_another_setting_are_not_those_of_a_number(text: str, expected: list[list[str]]) -> None:
    assert names(text, "workload") == expected


def test_a_data_set_that_the_paper_presents_is_no_system() -> None:
    text = "We present FernTalk, a large dialog dataset. Our parser reaches 61% accuracy."
    assert fields(text, "subject") == [None]
    assert names(text, "workload") == [["FernTalk"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The best model, Larch-3, achieves 91% accuracy.", "Larch-3"),
        ("We propose LumoNet. The latest Larch-3 achieves 91% accuracy.", "Larch-3"),
        (
            "We propose LumoNet. In contrast, existing energy models see an error of over 50%.",
            "existing energy models",
        ),
    ],
)
def test_the_subject_of_the_verb_goes_before_what_the_paper_presents(text: str, expected: str) -> None:
    assert fields(text, "subject") == [expected]
