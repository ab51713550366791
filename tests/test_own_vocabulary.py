"""Vocabularies of one's own: a folder whose files add to those of schema/."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from papers import write_jsonl

from claims.errors import ClaimsError
from claims.files import own_vocabulary
from claims.files.own_vocabulary import Text
from claims.names import entries
from claims.numbers import unit_names, units
from claims.syntax.cues import cues
from claims.syntax.metric_rows import metric_rows

METRICS = """
[[metric]]
id = "battery_life"
better = "more"
units = ["time"]
aliases = ["battery life"]

[[metric]]
id = "petal_count"
better = "more"
aliases = ["petal yield"]

[[metric]]
id = "latency"
aliases = ["wake-up lag"]
"""
FILES = {
    "metrics.toml": METRICS,
    "hardware.csv": "name,aliases,vendor,kind,architecture,year\n"
    "Zephyr Z9,Zephyr-Z9*,Zephyrion,npu,Zeta,2026\nA100,Amp-Hundred,NVIDIA,gpu,Ampere,2020\n",
    "workloads.csv": "name,aliases,kind,area\nPetalBench,,benchmark,vision\n",
    "units.txt": "die = [die]\nwafer = 300 * die  # a usual number\n",
    "unit_names.toml": '[units]\ndie = { words = ["die", "dies"], stands = "rate" }\nwafer = { words = ["wafer"] }\n',
    "cues.toml": '[[cue]]\nname = "process node"\nphrases = ["GAA*"]\nmatches = ["in #2 nm# GAAFET"]\n',
}
TEXT = (
    "The watch reaches a battery life of 36 hours on a Zephyr Z9, with 5 ms wake-up lag in 2 nm GAAFET. "
    "It makes 40 wafers/h. The query takes 17 ms. On PetalBench, it has a petal yield of 12 kg on an Amp-Hundred."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "own"
    made.mkdir()
    for name, content in FILES.items():
        (made / name).write_text(content, "utf-8")
    return made


def run(*words: str, variable: Path | None = None, status: int = 0) -> str:
    """Run the program in a process of its own, since one process has one vocabulary; return what it prints."""
    environment = {key: value for key, value in os.environ.items() if key != own_vocabulary.VARIABLE}
    if variable is not None:
        environment[own_vocabulary.VARIABLE] = str(variable)
    done = subprocess.run(
        [sys.executable, *words], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stderr
    return done.stderr if status else done.stdout


def command(*words: str, variable: Path | None = None, status: int = 0) -> str:
    return run(
        "-c",
        "import sys; from claims.cli import main; sys.exit(main())",
        *words,
        variable=variable,
        status=status,
    )


def extracted(text: str, *words: str, tmp_path: Path, variable: Path | None = None) -> list[dict[str, Any]]:
    papers = write_jsonl(
        tmp_path / "papers.jsonl", [{"id": f"p{i}", "title": "A", "abstract": text} for i in range(40)]
    )
    lines = command("extract", str(papers), *words, variable=variable).splitlines()
    assert len({json.dumps(json.loads(line)["claims"]) for line in lines}) == 1
    found: list[dict[str, Any]] = json.loads(lines[0])["claims"]
    return found


def test_rows_of_ones_own_are_read_like_all_others(folder: Path, tmp_path: Path) -> None:
    found = {
        claim["quote"]: claim
        for claim in extracted(TEXT, "--vocabulary", str(folder), "-j", "1", tmp_path=tmp_path)
    }
    assert found["36 hours"]["metric"] == "battery_life"
    assert found["36 hours"]["hardware"] == ["Zephyr Z9"]
    assert found["5 ms"]["metric"] == "latency"
    assert (found["40 wafers/h"]["base_unit"], round(found["40 wafers/h"]["base_lo"], 4)) == ("die/s", 3.3333)
    assert "2 nm" not in found, "a cue of one's own has refused it"
    assert found["12 kg"]["metric"] == "petal_count", "a metric without units keeps its name beside any unit"


def test_a_metric_with_a_unit_does_not_take_it_from_others(folder: Path, tmp_path: Path) -> None:
    found = {
        claim["quote"]: claim for claim in extracted(TEXT, "-j", "1", tmp_path=tmp_path, variable=folder)
    }
    assert found["17 ms"]["metric"] == "latency"
    papers = write_jsonl(tmp_path / "papers.jsonl", [{"id": "p", "title": "Watch", "abstract": TEXT}])
    database = str(tmp_path / "x.duckdb")
    command("run", str(papers), "--db", database, "--vocabulary", str(folder))
    boards = {"ms": ["5 ms"], "time": [], "latency": ["5 ms"], "battery life": ["36 hours"]}
    asked = [
        ["leaderboard", question, "--levels", "--db", database, "--format", "json"] for question in boards
    ]
    code = f"from claims.cli import main\nfor words in {asked!r}:\n    main(words)\n    print('---')"
    shown = run("-c", code, variable=folder).split("---")[:-1]
    stated = [[row["claimed"] for row in json.loads(board)] for board in shown]
    assert dict(zip(boards, stated, strict=True)) == boards
    metric = "SELECT metric FROM metrics WHERE list_contains(dimensions, 'time') ORDER BY rowid LIMIT 1"
    assert json.loads(command("query", metric, "--db", database, "--format", "json")) == [
        {"metric": "latency"}
    ]


def test_processes_that_extract_have_the_same_vocabulary(folder: Path, tmp_path: Path) -> None:
    one, two = (
        extracted(TEXT, "-j", jobs, "--vocabulary", str(folder), tmp_path=tmp_path) for jobs in ("1", "2")
    )
    assert one == two
    assert {claim["metric"] for claim in one} >= {"battery_life", "petal_count"}


def test_they_are_part_of_the_hash_of_the_rules(folder: Path, tmp_path: Path) -> None:
    papers = str(write_jsonl(tmp_path / "papers.jsonl", [{"id": "p", "title": "Watch", "abstract": TEXT}]))
    database = str(tmp_path / "x.duckdb")
    command("run", papers, "--db", database)
    command("run", papers, "--db", database, variable=folder)
    command("run", papers, "--db", database, "--vocabulary", str(folder))
    asked = (
        "SELECT count(DISTINCT rules) AS r, count(DISTINCT vocabulary) AS v, list(texts_again ORDER BY run) AS a "
        "FROM runs"
    )
    [row] = json.loads(command("query", asked, "--db", database, "--format", "json"))
    assert row == {"r": 2, "v": 2, "a": [0, 1, 0]}


def test_python_has_them_too(folder: Path) -> None:
    code = f"import claims; claims.use_vocabulary({str(folder)!r}); print([c.metric for c in claims.extract({TEXT!r})])"
    assert "'battery_life'" in run("-c", code)
    code = f"import claims; print([c.metric for c in claims.extract({TEXT!r})])"
    assert "'battery_life'" in run("-c", code, variable=folder)
    assert "'battery_life'" not in run("-c", code)


def test_one_process_has_one_vocabulary(folder: Path) -> None:
    code = (
        "import claims\nclaims.extract('It is 2x faster.')\n"
        f"try:\n    claims.use_vocabulary({str(folder)!r})\nexcept Exception as error:\n    print(error)"
    )
    assert run("-c", code).startswith(f"{folder}: vocabularies are in use already; name the folder before")


@pytest.mark.parametrize("words", [["explain", "x"], ["extract", "x"], ["check"], ["rules"], ["run", "x"]])
def test_a_mistake_is_one_line_before_anything_is_read(words: list[str], folder: Path) -> None:
    (folder / "metrics.toml").write_text('[[metric]]\nid = "x"\nbetter =\n', "utf-8")
    told = command(*words, "--vocabulary", str(folder), status=2)
    assert told.startswith(f"claims: {folder}/metrics.toml:3: no valid TOML: invalid value; mend this line")
    assert told.count("\n") == 1


def test_a_unit_that_no_text_uses_is_checked_too(folder: Path) -> None:
    (folder / "units.txt").write_text("die = [die]\nwafer = 300 * dye\n", "utf-8")
    told = command("explain", "It takes 5 ms.", "--vocabulary", str(folder), status=2)
    assert told.startswith(
        f"claims: {folder}/units.txt:2: 'wafer = 300 * dye' defines no unit: 'dye' is not defined"
    )


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    told = command("explain", "x", "--vocabulary", str(tmp_path / "none"), status=2)
    assert told.startswith(f"claims: {tmp_path}/none: no folder with vocabularies: No such file or directory")


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Puts one file of one's own beside those of ``schema/``."""

    def put(name: str, content: str) -> None:
        monkeypatch.setattr(own_vocabulary, "own_texts", lambda: (Text(f"own/{name}", content, own=True),))

    return put


def load(name: str) -> object:
    if name == "metrics.toml":
        return metric_rows.__wrapped__()
    if name == "cues.toml":
        return cues.__wrapped__()
    if name == "hardware.csv":
        return entries.hardware.__wrapped__()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(unit_names, "_TEXTS", own_vocabulary.texts("unit_names.toml"))
        vocabulary = unit_names._vocabulary()
        unit_names._Spellings(vocabulary)
        patch.setattr(units, "VOCABULARY", vocabulary)
        return units.registry.__wrapped__()


HARDWARE = "name,aliases,vendor,kind,architecture,year\n"
NEW = '[[metric]]\nid = "x"\nbetter = "more"\n'
MISTAKES = [
    ("metrics.toml", "a = 1\n", "own/metrics.toml: holds a; write a table [[metric]] for each row"),
    ("metrics.toml", "\n" + NEW + "aliases = 3\n", "own/metrics.toml:2: aliases is no list of texts; write it as"),
    ("metrics.toml", NEW + "aliasses = []\n", "own/metrics.toml:1: a metric has no field 'aliasses'; it may have"),
    ("metrics.toml", NEW, "own/metrics.toml:1: the new metric 'x' needs 'aliases'; add it"),
    ("metrics.toml", '[[metric]]\nid = "X y"\n', "own/metrics.toml:1: a metric needs an id of small letters"),
    ("metrics.toml", NEW.replace("more", "bigger"), "own/metrics.toml:1: better 'bigger' is none of more, less;"),
    ("metrics.toml", NEW + 'aliases = ["delay"]\n', "own/metrics.toml:1: 'delay' names the metric 'latency'; leave it"),
    ("metrics.toml", NEW + 'aliases = ["q"]\nunits = ["tim"]\n', "own/metrics.toml:1: units 'tim' is no dimension of"),
    ("metrics.toml", NEW + 'aliases = ["q"]\ngroup = "g"\n', "own/metrics.toml:1: group 'g' is none of time and rate,"),
    ("metrics.toml", '[[metric]]\nid = "latency"\nbetter = "less"\n', "own/metrics.toml:1: metric 'latency' is there;"),
    ("hardware.csv", HARDWARE + "Z9,,Z,abacus,,\n", "own/hardware.csv:2: kind 'abacus' is unknown; use one of"),
    ("hardware.csv", HARDWARE + "Z9,A100,Z,gpu,,\n", "own/hardware.csv:2: 'A100' is an alias of 'A100' and of 'Z9'"),
    ("hardware.csv", HARDWARE + "A100,,AMD,gpu,,\n", "own/hardware.csv:2: 'A100' is there with other cells;"),
    ("units.txt", "wafer is big\n", "own/units.txt:1: 'wafer is big' defines no unit; write: wafer = 300 * die"),
    ("units.txt", "\nwafer = 300 * slab\n", "own/units.txt:2: 'wafer = 300 * slab' defines no unit:"),
    ("units.txt", "second = 3 * hour\n", "own/units.txt:1: 'second' is a unit already; take another name"),
    ("units.txt", "x = 9**9**9**9 * m\n", "own/units.txt:1: 'x = 9**9**9**9 * m' defines no unit; write"),
    ("unit_names.toml", "[letters]\n", "own/unit_names.toml:1: 'letters' cannot be added to; write [units] or"),
    ("unit_names.toml", "[units]\nx = 3\n", "own/unit_names.toml:2: 'x' tells no spellings; write x = { symbols"),
    ("unit_names.toml", '[units]\nx = { word = "x" }\n', "own/unit_names.toml:2: a unit has no field 'word'; it may"),
    ("unit_names.toml", '[units]\nxq = { words = ["xq"] }\n', "own/unit_names.toml:2: 'xq' is no unit; define it in"),
    ("unit_names.toml", '[units]\nxq = { as = "s", words = ["hour"] }\n', "own/unit_names.toml:2: 'hour' is both"),
    ("unit_names.toml", '[units]\ns = { words = ["blink"] }\n', "own/unit_names.toml:2: 's' is there already; take"),
    ("unit_names.toml", "[dimensions]\nbloom = 3\n", "own/unit_names.toml:2: 'bloom' is no list of units; write"),
    ("cues.toml", '[[cue]]\nname = "nodes"\n', "own/cues.toml:1: no cue is called 'nodes'; add phrases to one of"),
    ("cues.toml", '[[cue]]\nname = "process node"\nphrases = ["GAA"]\n', "own/cues.toml:1: a cue needs 'matches'"),
    (
        "cues.toml",
        '[[cue]]\nname = "process node"\nphrases = ["GAA"]\nmatches = ["#2 nm# fins"]\n',
        "own/cues.toml:1: the example '#2 nm# fins' of 'matches' is not found; change a phrase or the example",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "message"), MISTAKES)
def test_a_mistake_names_file_line_and_remedy(
    name: str, content: str, message: str, own: Callable[[str, str], None]
) -> None:
    own(name, content)
    with pytest.raises(ClaimsError) as error:
        load(name)
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


def test_what_is_no_vocabulary_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(own_vocabulary.VARIABLE, str(tmp_path))
    (tmp_path / "README.md").write_text("what this is")
    with pytest.raises(ClaimsError, match=r"holds no vocabulary; put there one of hardware\.csv"):
        own_vocabulary.own_texts.__wrapped__()
    (tmp_path / "hardwares.csv").write_text(HARDWARE)
    with pytest.raises(ClaimsError, match=r"hardwares\.csv: is no vocabulary; call it one of hardware\.csv"):
        own_vocabulary.own_texts.__wrapped__()
    (tmp_path / "hardwares.csv").unlink()
    (tmp_path / "hardware.csv").write_bytes(HARDWARE.encode() + b"\xff\xfe,,\n")
    with pytest.raises(ClaimsError, match=r"hardware\.csv:2: is no UTF-8; save it in that encoding"):
        own_vocabulary.own_texts.__wrapped__()


def test_a_row_for_a_name_that_is_there_adds_aliases(own: Callable[[str, str], None]) -> None:
    own("hardware.csv", HARDWARE + "A100,Amp-Hundred,NVIDIA,gpu,Ampere,2020\n")
    [found] = [entry for entry in entries.hardware.__wrapped__() if entry.name == "A100"]
    assert "Amp-Hundred" in [alias.text for alias in found.aliases]
    assert "A100" in [alias.text for alias in found.aliases]
