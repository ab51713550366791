"""Each format of an export, read back by a reader of it or held against its schema."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import polars as pl
import pytest
import rispy
import yaml
from bibtexparser.entrypoint import parse_file
from export_schemas import EVAL_RESULTS, EVERY_EVAL_EVER, PAPERS_WITH_CODE
from papers import PAPERS, write_jsonl

import claims
from claims.cli import main
from claims.report.exports.about import about
from claims.report.exports.bibtex import balanced
from claims.report.exports.export import FORMATS
from claims.report.exports.slugs import slug
from claims.store.connection import open_for_reading
from claims.store.run import run_into

pytestmark = pytest.mark.usefixtures("answers")

GOLDEN = Path(__file__).parent.parent / "golden"
ODD: dict[str, Any] = {
    "id": "odd {id}, 7",
    "title": 'Caches & 50% of $\\mathcal{O}(n_1)$ {Trees}: an "odd" } title',
    "abstract": "TwigNet reaches up to 81.2% top-1 accuracy on ImageNet on a Jetson Nano.\n\nTY  - JOUR\n"
    "On CIFAR-100, TwigNet runs 2.5x faster than OakNet, and it needs 3.2 MB.",
    "doi": "10.1000/ODD",
    "update_date": "2024-05-06",
    "authors": ["Jane van der Doe", "Roe, Rick", "The Cache Group"],
    "comments": "Accepted at CacheConf",
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("formats")
    sources = [write_jsonl(folder / "papers.jsonl", [*PAPERS, ODD]), GOLDEN / "documents" / "glidenet"]
    run_into(folder / "claims.duckdb", sources)
    return folder / "claims.duckdb"


@pytest.fixture(scope="module")
def exported(database: Path) -> Path:
    folder = database.parent / "exported"
    command = ["export", str(folder), "--db", str(database), "--format", "all", "--as-of", "2026-03-31"]
    assert main([*command, "--license", "CC-BY-4.0"]) == 0
    return folder


def told(database: Path) -> dict[str, str]:
    """Return what must stand in each format: version and hashes."""
    with open_for_reading(database) as connection:
        found = about(connection)
    return {"version": found.version, "rules": found.rules, "vocabulary": found.vocabulary}


FILES = {
    "parquet": ("croissant.json", "README.md"),
    "csv": ("csv-metadata.json",),
    "sqlite": ("metadata.json",),
    "papers-with-code": ("evaluation-tables.json",),
    "eval-results": ("models/TwigNet/.eval_results/claims.yaml",),
    "every-eval-ever": (),
    "bibtex": ("papers.bib",),
    "ris": ("papers.ris",),
    "csl-json": ("papers.csl.json",),
}


@pytest.mark.parametrize("form", FORMATS)
def test_each_format_says_as_of_when_by_which_rules_and_how_to_cite_it(
    form: str, database: Path, exported: Path
) -> None:
    names = FILES[form] or [str(next(exported.glob("data/**/*.json")).relative_to(exported))]
    for name in names:
        text = (exported / name).read_text("utf-8").replace("\\", "")
        assert "2026-03-31" in text, name
        assert "The claims developers" in text, name
        assert all(value in text for value in told(database).values()), name
    listed = json.loads((exported / "export.json").read_bytes())
    assert listed["whole"] is True
    assert listed["as_of"] == "2026-03-31"
    assert set(names) <= set(listed["formats"][form])


def test_without_a_day_it_is_that_of_the_last_run(database: Path, tmp_path: Path) -> None:
    assert main(["export", str(tmp_path), "--db", str(database), "-f", "bibtex"]) == 0
    [(day,)] = claims.open(database).sql("SELECT CAST(finished AS DATE) FROM runs").rows()
    assert json.loads((tmp_path / "export.json").read_bytes())["as_of"] == day.isoformat()


def boards(exported: Path) -> dict[str, Any]:
    content = json.loads((exported / "evaluation-tables.json").read_bytes())
    jsonschema.Draft202012Validator(PAPERS_WITH_CODE).validate(content)
    return {dataset["dataset"]: dataset["sota"] for task in content for dataset in task["datasets"]}


def test_papers_with_code_has_rows_of_systems_on_data_sets(exported: Path) -> None:
    found = boards(exported)
    [steady] = [row for row in found["ImageNet"]["rows"] if row["model_name"] == "SteadyCache"]
    assert steady["metrics"] == {"accuracy (%)": "91.5", "latency (ms)": "17.1"}
    assert steady["paper_url"] == "https://arxiv.org/abs/2202.00002"
    assert steady["paper_date"] == "2022-02-05"
    [glide] = [row for row in found["COCO"]["rows"] if row["model_name"] == "GlideNet"]
    assert glide["metrics"] == {"AP (%)": "26.3"}, "a result of a table stands beside claims of abstracts"


def test_what_papers_with_code_has_no_field_for_is_another_metric_or_a_note(exported: Path) -> None:
    found = boards(exported)
    [twig] = [row for row in found["ImageNet"]["rows"] if row["model_name"] == "TwigNet"]
    assert twig["metrics"] == {"top-1 accuracy (%, up to)": "81.2"}
    assert "hardware: Jetson Nano" in twig["model_links"][0]["title"]
    [faster] = found["CIFAR-100"]["rows"]
    assert faster["metrics"]["speed increase over OakNet (x)"] == "2.5"


def test_eval_results_are_entries_for_the_repository_of_a_model(exported: Path) -> None:
    paths = list(exported.glob("models/*/.eval_results/*.yaml"))
    for path in paths:
        jsonschema.Draft202012Validator(EVAL_RESULTS).validate(yaml.safe_load(path.read_text("utf-8")))
    [entry] = yaml.safe_load((exported / "models/TwigNet/.eval_results/claims.yaml").read_text("utf-8"))
    assert entry["dataset"] == {"id": "ILSVRC/imagenet-1k", "task_id": "default"}
    assert (entry["value"], entry["date"]) == (81.2, "2024-05-06")
    assert entry["source"]["url"] == "https://doi.org/10.1000/odd"
    assert "bound: up to" in entry["notes"]
    assert "hardware: Jetson Nano" in entry["notes"]
    assert {path.parent.parent.name for path in paths} >= {"GlideNet", "MobileNetV2", "SteadyCache"}


def logs(exported: Path) -> Iterator[dict[str, Any]]:
    validator = jsonschema.Draft202012Validator(EVERY_EVAL_EVER)
    for path in sorted(exported.glob("data/**/*.json")):
        content = json.loads(path.read_bytes())
        validator.validate(content)
        yield content


def test_every_eval_ever_has_a_log_for_each_system_of_each_paper(exported: Path) -> None:
    by_name = {log["model_info"]["name"]: log for log in logs(exported)}
    assert by_name["MobileNetV2"]["source_metadata"]["evaluator_relationship"] == "third_party"
    assert by_name["GlideNet"]["source_metadata"]["evaluator_relationship"] == "first_party"
    results = {result["evaluation_name"]: result for result in by_name["TwigNet"]["evaluation_results"]}
    reached = results["ImageNet"]
    assert reached["score_details"]["score"] == 81.2
    assert reached["score_details"]["details"]["bound"] == "up to"
    assert reached["score_details"]["details"]["hardware"] == "Jetson Nano"
    assert reached["source_data"]["hf_repo"] == "ILSVRC/imagenet-1k"
    assert (reached["metric_config"]["min_score"], reached["metric_config"]["max_score"]) == (0, 100)
    gained = results["CIFAR-100"]
    assert gained["metric_config"]["metric_id"] == "claims.speed.ratio"
    assert gained["metric_config"]["max_score"] == "Infinity"
    assert gained["score_details"]["details"]["baseline"] == "OakNet"


def test_scores_lie_between_their_bounds(exported: Path) -> None:
    bounds = {"Infinity": float("inf"), "-Infinity": float("-inf")}
    for log in logs(exported):
        for result in log["evaluation_results"]:
            low, high = (result["metric_config"][name] for name in ("min_score", "max_score"))
            assert bounds.get(low, low) <= result["score_details"]["score"] <= bounds.get(high, high)


def test_what_a_format_leaves_out_is_counted(
    database: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(tmp_path), "--db", str(database), "-f", "every-eval-ever"]) == 0
    out = capfd.readouterr().out
    listed = json.loads((tmp_path / "export.json").read_bytes())["left_out"]["every-eval-ever"]
    [(all_,)] = claims.open(database).sql("SELECT count(*) FROM all_results WHERE form <> 'rank'").rows()
    names = {
        result["score_details"]["details"]["row"]
        for log in logs(tmp_path)
        for result in log["evaluation_results"]
    }
    assert len(names) + sum(listed.values()) == all_
    assert f"every-eval-ever leaves out {sum(listed.values())} results" in out


def test_csv_holds_the_rows_of_each_table_and_view(database: Path, exported: Path) -> None:
    described = json.loads((exported / "csv-metadata.json").read_bytes())
    names = [table["url"].removesuffix(".csv") for table in described["tables"]]
    sizes = claims.open(database).sql(
        " UNION ALL ".join(f"SELECT '{name}', count(*) FROM {name}" for name in names)
    )
    rows = dict(sizes.rows())
    for table in described["tables"]:
        columns = table["tableSchema"]["columns"]
        frame = pl.read_csv(exported / table["url"], infer_schema=False)
        assert frame.columns == [column["titles"] for column in columns]
        assert all(column["dc:description"] for column in columns)
        assert frame.height == rows[table["url"].removesuffix(".csv")]
    [workload] = [
        column
        for table in described["tables"]
        if table["url"] == "results.csv"
        for column in table["tableSchema"]["columns"]
        if column["name"] == "workload"
    ]
    assert workload["separator"] == "; "
    results = pl.read_csv(exported / "results.csv")
    assert results.filter(pl.col("quote") == "2.5x")["workload"].to_list() == ["CIFAR-100"]


def test_sqlite_has_keys_that_hold_and_finds_words(exported: Path) -> None:
    with closing(sqlite3.connect(f"file:{exported / 'claims.sqlite'}?mode=ro", uri=True)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("PRAGMA foreign_key_check").fetchall() == []
        assert ("papers", "paper", "paper") in {
            (row[2], row[3], row[4]) for row in file.execute("PRAGMA foreign_key_list(claims)")
        }
        found = "SELECT p.title FROM papers_fts JOIN papers p ON p.rowid = papers_fts.rowid WHERE papers_fts MATCH ?"
        assert file.execute(found, ["oaknet"]).fetchall() == [(ODD["title"],)]
        platform = (
            "SELECT h.vendor FROM claims c JOIN claim_hardware USING (claim) JOIN hardware h USING (name) "
            "WHERE c.quote = '5x'"
        )
        assert file.execute(platform).fetchall() == [("NVIDIA",)]
        assert file.execute("SELECT count(*) FROM table_results WHERE system = 'GlideNet'").fetchone()[0] > 0
        assert json.loads(
            file.execute("SELECT workload FROM results WHERE quote = '2.5x'").fetchone()[0]
        ) == ["CIFAR-100"]


def test_sqlite_is_described_for_datasette(exported: Path) -> None:
    described = json.loads((exported / "metadata.json").read_bytes())
    tables = described["databases"]["claims"]["tables"]
    assert described["license"] == "CC-BY-4.0"
    with closing(sqlite3.connect(exported / "claims.sqlite")) as file:
        for name in ("papers", "claims", "claim_hardware", "tables", "table_results", "hardware"):
            columns = [row[1] for row in file.execute(f"PRAGMA table_info({name})")]
            assert list(tables[name]["columns"]) == columns
            assert all(tables[name]["columns"].values())
            assert tables[name]["description"]


@pytest.mark.parametrize("name", ["papers.bib", "papers.ris", "papers.csl.json"])
def test_a_bibliography_read_again_gives_the_same_papers_and_claims(
    name: str, database: Path, exported: Path, tmp_path: Path
) -> None:
    assert main(["run", str(exported / name), "--db", str(tmp_path / "again.duckdb")]) == 0
    asked = (
        "SELECT p.doi, p.arxiv_id, p.date, c.quote, c.metric, c.factor, c.subject, c.baseline, c.workload "
        "FROM papers p LEFT JOIN current_claims c USING (paper) ORDER BY ALL"
    )
    again, first = (claims.open(path).sql(asked).rows() for path in (tmp_path / "again.duckdb", database))
    assert again == first


def test_bibtex_is_read_by_bibtexparser(exported: Path) -> None:
    library = parse_file(str(exported / "papers.bib"))
    assert not library.failed_blocks
    entries = {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}
    odd = entries["odd-id-7"]
    assert odd["author"] == "van der Doe, Jane and Roe, Rick and Group, The Cache"
    assert odd["title"].startswith(r"Caches \& 50\% of $\mathcal")
    assert odd["doi"] == "10.1000/odd"
    assert entries["claims"]["date"] == "2026-03-31"


def test_braces_of_bibtex_are_balanced() -> None:
    assert balanced("a {b} c") == "a {b} c"
    for text in ("a } b {", "{", r"\}"):
        shown = balanced(text)
        assert "{" not in shown
        assert "}" not in shown


def test_ris_is_read_by_rispy(exported: Path) -> None:
    records = rispy.loads((exported / "papers.ris").read_text("utf-8"))
    by_id = {record["id"]: record for record in records}
    odd = by_id["odd-id-7"]
    assert odd["type_of_reference"] == "JOUR"
    assert odd["authors"][:2] == ["van der Doe, Jane", "Roe, Rick"]
    assert (odd["doi"], odd["year"]) == ("10.1000/odd", "2024")
    assert "TY - JOUR" in odd["abstract"], "a line of a text is no tag"
    assert len(records) == 1 + 5


def test_csl_json_has_what_citation_processors_need(exported: Path) -> None:
    items = {item["id"]: item for item in json.loads((exported / "papers.csl.json").read_bytes())}
    odd = items["odd-id-7"]
    assert odd["author"][0] == {"family": "van der Doe", "given": "Jane"}
    assert odd["issued"] == {"date-parts": [[2024, 5, 6]]}
    assert odd["type"] == "article-journal"
    assert items["claims"]["type"] == "software"


def test_the_card_says_licence_and_files_as_the_hub_reads_them(exported: Path) -> None:
    text = (exported / "README.md").read_text("utf-8")
    front = yaml.safe_load(text.split("---\n")[1])
    assert front["license"] == "cc-by-4.0"
    for config in front["configs"]:
        pl.read_parquet(exported / config["data_files"])
    assert [config["config_name"] for config in front["configs"] if config.get("default")] == ["results"]
    assert len({config["config_name"] for config in front["configs"]}) == len(front["configs"])


def test_a_file_that_is_no_export_is_neither_replaced_nor_removed(
    database: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "papers.bib").write_text("mine")
    before = [path.name for path in tmp_path.iterdir()]
    assert main(["export", str(tmp_path), "--db", str(database), "-f", "bibtex"]) == 2
    assert capfd.readouterr().err == (
        f"claims: {tmp_path / 'papers.bib'}: is no file of an earlier export, and stays: name another folder\n"
    )
    assert (tmp_path / "papers.bib").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == before


def test_files_of_the_export_before_go_where_the_new_one_has_none(database: Path, tmp_path: Path) -> None:
    """But not those that somebody has changed, nor what a list of files from elsewhere names outside."""
    folder = tmp_path / "out"
    assert main(["export", str(folder), "--db", str(database), "-f", "eval-results"]) == 0
    shutil.copytree(folder / "models/TwigNet", folder / "models/Gone")
    shutil.copytree(folder / "models/TwigNet", folder / "models/Mine")
    (tmp_path / "outside").write_text("mine")
    listed = json.loads((folder / "export.json").read_bytes())
    files = listed["formats"]["eval-results"]
    digest = files["models/TwigNet/.eval_results/claims.yaml"]
    for name in (
        "models/Gone/.eval_results/claims.yaml",
        "models/Mine/.eval_results/claims.yaml",
        "../outside",
    ):
        files[name] = digest
    (folder / "models/Mine/.eval_results/claims.yaml").write_text("changed")
    (folder / "export.json").write_text(json.dumps(listed))
    assert main(["export", str(folder), "--db", str(database), "-f", "eval-results"]) == 0
    assert not (folder / "models/Gone").exists()
    assert (folder / "models/Mine/.eval_results/claims.yaml").read_text() == "changed"
    assert (tmp_path / "outside").read_text() == "mine"


def test_formats_that_are_exported_one_after_the_other_stand_beside_each_other(
    database: Path, tmp_path: Path
) -> None:
    for form in ("bibtex", "ris", "bibtex"):
        assert main(["export", str(tmp_path), "--db", str(database), "-f", form]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"papers.bib", "papers.ris", "export.json"}
    assert set(json.loads((tmp_path / "export.json").read_bytes())["formats"]) == {"bibtex", "ris"}


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["-f", "bibtexx"], "claims: no format 'bibtexx' of exports: use one of parquet, csv, sqlite,"),
        (["--as-of", "soon"], "claims: Invalid value for --as-of: 'soon' is no day: write it as 2026-03-31"),
    ],
)
def test_mistakes_are_told_in_one_line_and_leave_nothing(
    words: list[str], line: str, database: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(tmp_path / "out"), "--db", str(database), *words]) == 2
    assert capfd.readouterr().err.startswith(line)
    assert not (tmp_path / "out").exists()


def test_python_exports_as_the_command_does(database: Path, tmp_path: Path) -> None:
    written = claims.open(database).export(tmp_path, ["csl-json"])
    assert [(file.name, file.rows) for file in written.files] == [("papers.csl.json", 5)]


def test_any_name_of_a_system_is_a_name_of_a_folder() -> None:
    for name in ("..", "a/b", "C:\\x", "", "nul", "x" * 300, "ü", "\x00", "a\nb", ".hidden"):
        shown = slug(name)
        assert shown.isascii()
        assert not set(shown) & set("/\\:\0\n")
        assert not shown.startswith(".")
        assert len(shown) < 100
    assert slug("A B") != slug("A-B")
