"""The vocabularies of hardware and workloads: what they hold, what they resolve, where they find names."""

from __future__ import annotations

import csv
import json
import re
import time
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.errors import ClaimsError
from claims.names import entries
from claims.names.entries import (
    HardwareEntry,
    WorkloadEntry,
    hardware,
    resolve_hardware,
    resolve_workload,
    vendors,
    workloads,
)
from claims.names.gazetteer import Gazetteer
from claims.names.mentions import hardware_names, workload_names

Entry = HardwareEntry | WorkloadEntry


def test_vocabularies_are_large_enough_to_be_of_use() -> None:
    assert len(hardware()) >= 250
    assert len(workloads()) >= 500


@pytest.mark.parametrize("entries", [hardware, workloads])
def test_names_and_spellings_stand_there_once(entries: Callable[[], tuple[Entry, ...]]) -> None:
    names = [e.name for e in entries()]
    assert len(names) == len(set(names))
    texts = [a.text for e in entries() for a in e.aliases]
    assert sorted(texts) == sorted(set(texts))


@pytest.mark.parametrize(
    ("entries", "resolve"), [(hardware, resolve_hardware), (workloads, resolve_workload)]
)
def test_each_spelling_resolves_to_its_own_entry(
    entries: Callable[[], tuple[Entry, ...]], resolve: Callable[[str], Entry | None]
) -> None:
    wrong = {
        alias.text: getattr(resolve(alias.text), "name", None)
        for entry in entries()
        for alias in entry.aliases
        if resolve(alias.text) != entry
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("names", "entries", "resolve"),
    [
        (hardware_names(), hardware(), resolve_hardware),
        (workload_names(generic=True), workloads(), resolve_workload),
    ],
    ids=["hardware", "workloads"],
)
def test_each_spelling_is_found_in_a_text(
    names: Gazetteer, entries: tuple[Entry, ...], resolve: Callable[[str], Entry | None]
) -> None:
    missed = []
    for entry in entries:
        for alias in entry.aliases:
            if alias.ambiguous or alias.text.endswith("-"):
                continue
            text = f"on {alias.text}, we"
            start, end = next(iter(names.spans(text)), (0, 0))
            whole = text[start:end].startswith(alias.text)
            if start != 3 or not (whole or resolve(text[start:end]) == entry):
                missed.append((alias.text, text[start:end]))
    assert missed == []


def test_facts_about_well_known_hardware() -> None:
    facts = {e.name: (e.vendor, e.kind, e.architecture, e.year) for e in hardware()}
    assert facts["A100"] == ("NVIDIA", "gpu", "Ampere", 2020)
    assert facts["Jetson AGX Xavier"] == ("NVIDIA", "gpu", "Volta", 2018)
    assert facts["MI300X"] == ("AMD", "gpu", "CDNA 3", 2023)
    assert facts["Alveo U280"] == ("AMD", "fpga", "UltraScale+", 2018)
    assert facts["Raspberry Pi 4"] == ("Raspberry Pi", "board", "", 2019)
    assert facts["Cortex-M7"] == ("ARM", "cpu", "Armv7E-M", 2014)
    assert facts["GPU"] == ("", "gpu", "", None)


def test_a_vendor_is_spelled_as_papers_spell_it() -> None:
    assert "Xilinx" in vendors()["AMD"]
    assert {e.vendor for e in hardware() if e.vendor} <= set(vendors())


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("NVIDIA A100 GPU", "A100"),
        ("A100 80GB", "A100"),
        ("A100s", "A100"),
        ("NVIDIA Ampere A100 GPUs", "A100"),
        ("four Nvidia Tesla V100-SXM2-32GB cards", "V100"),
        ("Tesla T4", "NVIDIA T4"),
        ("Intel(R) Xeon(R) Gold 6248R CPU", "Xeon Gold"),
        ("Xilinx Zynq UltraScale+ ZCU102 FPGA", "ZCU102"),
        ("Samsung Galaxy S23 Ultra", "Galaxy S23"),
        ("STM32F769ZI", "STM32F7"),
        ("jetson nano", "Jetson Nano"),
        ("NVIDIA GPUs", "NVIDIA GPU"),
        ("a consumer-grade GPU", "consumer GPU"),
        ("GPUs", "GPU"),
        ("mobile phones", "smartphone"),
        ("a slide rule", None),
    ],
)
def test_words_of_a_paper_resolve_to_hardware(mention: str, name: str | None) -> None:
    entry = resolve_hardware(mention)
    assert (entry.name if entry else None) == name


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("ResNet50", "ResNet-50"),
        ("the ImageNet-1K dataset", "ImageNet"),
        ("cifar10", "CIFAR-10"),
        ("LLaMA-2-7B", "LLaMA 2"),
        ("Llama-7B", "LLaMA"),
        ("Qwen2.5-Coder-32B-Instruct", "Qwen2.5-Coder"),
        ("YOLOv8n", "YOLOv8"),
        ("BERT on SQuAD v1.1", "SQuAD"),
        ("ResNet-50 image classification", "ResNet-50"),
        ("sparse matrix-vector multiplication", "SpMV"),
        ("CNNs", "CNN"),
        ("the weather of last week", None),
        ("SWE-bench++", None),
        ("CIFAR-100-LT", None),
        ("ImageNet-pretrained", "ImageNet"),
        ("dropping the top three", None),
    ],
)
def test_words_of_a_paper_resolve_to_a_workload(mention: str, name: str | None) -> None:
    entry = resolve_workload(mention)
    assert (entry.name if entry else None) == name


def found(names: Gazetteer, text: str) -> list[str]:
    return [text[slice(*span)] for span in names.spans(text)]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("It runs on an NVIDIA A100 GPU.", ["NVIDIA A100 GPU"]),
        ("Eight NVIDIA A100 80GB GPUs were used.", ["NVIDIA A100 80GB GPUs"]),
        ("Jetson Orin NX, Galaxy S23 and Raspberry Pi 5", ["Jetson Orin NX", "Galaxy S23", "Raspberry Pi 5"]),
        ("a Samsung Galaxy S23 phone", ["Samsung Galaxy S23 phone"]),
        ("our Xilinx Zynq UltraScale+ ZCU102 FPGA", ["Xilinx Zynq UltraScale+ ZCU102 FPGA"]),
        ("an Intel(R) Xeon(R) Gold 6248R CPU", ["Intel(R) Xeon(R) Gold 6248R CPU"]),
        ("Snapdragon 8 Gen 2 and Dimensity 9200", ["Snapdragon 8 Gen 2", "Dimensity 9200"]),
        ("with the RTX-3090s of a cluster", ["RTX-3090s"]),
        ("Two UR5 arms and one Boston Dynamics Spot walk.", ["UR5 arms", "Boston Dynamics Spot"]),
        ("a T4 GPU, and a Tesla T4", ["T4 GPU", "Tesla T4"]),
        ("on mobile devices and microcontrollers", ["mobile devices", "microcontrollers"]),
        ("on an AMD GPU and a Qualcomm processor", ["AMD GPU", "Qualcomm processor"]),
        ("Intel Xeon is 2.5x slower", ["Intel Xeon"]),
        ("over Intel Xeon 2.5x", ["Intel Xeon"]),
    ],
)
def test_hardware_is_found_with_all_its_words(text: str, mentions: list[str]) -> None:
    assert found(hardware_names(), text) == mentions


@pytest.mark.parametrize(
    "text",
    [
        "T4 cells were counted at spot 12 of the summit",
        "we save GPU memory and GPU hours, and cut CPU time",
        "the CPU-Agent and a frontier of the alps",
        "a volta in the poem ends at noon with an atlas",
        "a titan of industry ascends",
        "H-100 is no name, and neither is aA100",
    ],
)
def test_words_that_only_look_like_hardware_are_left(text: str) -> None:
    assert found(hardware_names(), text) == []


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("We train ResNet-50 on ImageNet.", ["ResNet-50", "ImageNet"]),
        ("LLaMA-2-7B, Llama 2 13B and Gemma 7B", ["LLaMA-2-7B", "Llama 2 13B", "Gemma 7B"]),
        ("Qwen2.5-Coder and gpt-oss 120B", ["Qwen2.5-Coder", "gpt-oss 120B"]),
        ("YOLOv8n, ViT-B/16, Mixtral 8x7B", ["YOLOv8n", "ViT-B/16", "Mixtral 8x7B"]),
        ("LLaMA-9-900B is not out yet", ["LLaMA-9-900B"]),
        ("GEMM and SpMV on A100", ["GEMM", "SpMV"]),
        ("for keyword spotting and Image Classification", ["keyword spotting", "Image Classification"]),
        ("CIFAR10, CIFAR-100 and CIFAR 10", ["CIFAR10", "CIFAR-100", "CIFAR 10"]),
        ("SPEC CPU 2017 and the EPFL benchmarks", ["SPEC CPU 2017", "EPFL benchmarks"]),
    ],
)
def test_workloads_are_found_with_version_and_size(text: str, mentions: list[str]) -> None:
    assert found(workload_names(), text) == mentions


@pytest.mark.parametrize(
    "text",
    [
        "multiple complex systems at the top drop a snap of glue",
        "we pay attention to a superb falcon and drive it through the habitat",
        "a phi coefficient, the octane of fuel and a dolphin's sonar",
        "LLMs and CNNs are names of classes",
    ],
)
def test_words_that_only_look_like_workloads_are_left(text: str) -> None:
    assert found(workload_names(), text) == []


def test_classes_of_models_are_found_on_demand() -> None:
    assert found(workload_names(generic=True), "LLMs and CNNs") == ["LLMs", "CNNs"]


@given(st.text(max_size=80))
def test_any_words_may_be_asked_for(text: str) -> None:
    for entry in (resolve_hardware(text), resolve_workload(text)):
        assert entry is None or entry.name


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Puts another table in the place of one of ``schema/`` for the time of a test."""
    original = resources.files("claims.schema")

    def write(file: str, text: str) -> None:
        for name in ("hardware.csv", "workloads.csv", "vendors.csv"):
            (tmp_path / name).write_text((original / name).read_text("utf-8"), "utf-8")
        (tmp_path / file).write_text(text, "utf-8")
        monkeypatch.setattr(resources, "files", lambda _: tmp_path)

    caches = (entries.hardware, entries.workloads, entries.vendors)
    for function in caches:
        function.cache_clear()
    yield write
    monkeypatch.undo()
    for function in caches:
        function.cache_clear()


HEADER = "name,aliases,vendor,kind,architecture,year\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,vendor\n", "schema/hardware.csv:1: columns are name,vendor; write name,aliases,"),
        (HEADER + "A1,,Acme,gpu\n", "schema/hardware.csv:2: 4 cells where 6 belong; quote a cell"),
        (HEADER + ",,Acme,gpu,,\n", "schema/hardware.csv:2: no name; fill the first cell"),
        (HEADER + "A1,,Acme,abacus,,\n", "schema/hardware.csv:2: kind 'abacus' is unknown; use one of"),
        (HEADER + "A1,,Acme,gpu,,soon\n", "schema/hardware.csv:2: year 'soon' is no year; write four digits"),
        (HEADER + "A1,a||b,Acme,gpu,,\n", "schema/hardware.csv:2: alias '' has no text"),
        (HEADER + 'A1,"a"b,Acme,gpu,,\n', "schema/hardware.csv:2: "),
        (HEADER + "A1,,Acme,gpu,,\nB1,a-1,Acme,gpu,,\n", "'a-1' is an alias of 'A1' and of 'B1'; delete one"),
    ],
)
def test_a_malformed_table_is_one_line_with_place_and_remedy(
    broken: Callable[[str, str], None], text: str, message: str
) -> None:
    broken("hardware.csv", text)
    with pytest.raises(ClaimsError) as error:
        entries.hardware()
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_a_malformed_workload_is_named_too(broken: Callable[[str, str], None]) -> None:
    broken("workloads.csv", "name,aliases,kind,area\nX,,sport,vision\n")
    with pytest.raises(ClaimsError, match=r"schema/workloads\.csv:2: kind 'sport' is unknown"):
        entries.workloads()


def test_tables_are_plain_csv_that_any_reader_takes() -> None:
    for name, size in (("hardware.csv", 6), ("workloads.csv", 4), ("vendors.csv", 2)):
        with (Path(__file__).resolve().parents[1] / "schema" / name).open(encoding="utf-8", newline="") as f:
            assert {len(row) for row in csv.reader(f)} == {size}


def coverage(path: Path, field: str, gazetteer: Gazetteer) -> float:
    """Return the share of annotated names that are found in their abstract, whole or in part."""
    hits = total = 0
    for line in path.read_text("utf-8").splitlines():
        paper = json.loads(line)
        names = [letters(name) for name in found(gazetteer, paper["abstract"])]
        for claim in paper["claims"]:
            for mention in claim[field] or ():
                total += 1
                wanted = letters(mention)
                hits += any(name in wanted or wanted in name for name in names)
    return hits / total


def letters(text: str) -> str:
    return re.sub(r"[^a-z0-9.+]+", "", text.lower())


@pytest.mark.parametrize("name", ["seeds", "dev"])
def test_annotated_hardware_and_workloads_are_found(shared: Path, name: str) -> None:
    path = shared / "gold" / f"{name}.jsonl"
    assert coverage(path, "hardware", hardware_names()) >= 0.9
    assert coverage(path, "workload", workload_names()) >= 0.8


@pytest.mark.parametrize(
    "unit", ["NVIDIA ", "Intel(R) ", "Xeon Gold ", "A100 80GB ", "LLaMA-2-", "GPU-", "v1-"]
)
def test_a_scan_takes_time_in_proportion_to_the_text(unit: str) -> None:
    for names in (hardware_names(), workload_names()):
        started = time.process_time()
        list(names.spans(unit * 4000))
        # A quadratic search needs many seconds here, a linear one some hundredths of a second.
        assert time.process_time() - started < 1.0


def test_a_row_of_numbers_behind_a_family_is_read_in_no_time() -> None:
    started = time.process_time()
    list(hardware_names().spans("Xeon " + "1,234," * 4000))
    # Looking from each number to the end of the row needs several seconds.
    assert time.process_time() - started < 1.0


def test_a_scan_takes_little_more_than_finding_the_words(shared: Path) -> None:
    texts = pl.read_parquet(shared / "corpus" / "abstracts.parquet", n_rows=1000)["abstract"].to_list()
    names, word = hardware_names(), re.compile(r"\w+")

    def seconds(work: Callable[[str], object]) -> float:
        started = time.process_time()
        for text in texts:
            work(text)
        return time.process_time() - started

    # Twice to thrice as long; one expression for all names would take a hundred times.
    scan = min(seconds(lambda text: list(names.spans(text))) for _ in range(3))
    assert scan < 10 * min(seconds(word.findall) for _ in range(3))
