# ruff: noqa: E501 - a case stays on one line
"""Text of papers stays text: one hostile paper through every command and every format."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from papers import SLOW, SWIFT, write_jsonl

from claims.cli import main
from claims.files import escaping

pytestmark = pytest.mark.usefixtures("answers")

CONTROLS = [
    *map(chr, [*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)]),
    *"\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufff9\U000e0041",
]
EVIL = (
    "\x1b]52;c;ZXZpbA==\x07\x1b[2J\x9b31m\x00\x08\u202eevil\u202c <script>alert(1)</script> [click](javascript:alert(2)) "
    "![x](https://evil.example/x.png) https://evil.example | =cmd()|'`` `` \\input{x} $x$ <img src=x onerror=alert(3)>"
)
HOSTILE = {
    "id": f"evil {EVIL}",
    "title": f"Evil{EVIL}",
    "abstract": f"Evil\x1b[2J\u202eCache runs 5x faster than BigCache\x9b on an NVIDIA A100 GPU and cuts energy by 73%. "
    f"SteadyCache reaches 80.5% accuracy on ImageNet. {EVIL}",
    "update_date": "2023-01-05",
    "authors": [f"=Ada {EVIL}"],
}
SAID = {**HOSTILE, "id": "other", "title": "Other", "abstract": "BigCache runs 3x faster than SwiftCache."}
BROKEN = '{"id": "\x1b[2J\x9b", "title": "\u202e'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the hostile paper, in a database whose sources have hostile names, too."""
    folder = tmp_path_factory.mktemp("hostile")
    papers = write_jsonl(folder / "a\x1b[2J\u202e[bold]b.jsonl", [HOSTILE, SAID, SWIFT, SLOW])
    with papers.open("a", encoding="utf-8") as stream:
        stream.write(BROKEN + "\n")
    database = folder / "claims.duckdb"
    assert main(["run", str(papers), "--db", str(database)]) == 1
    with duckdb.connect(str(database)) as connection:
        # What no source gives, but a changed database may hold.
        connection.execute(
            "UPDATE current_claims SET url = 'javascript:alert(4)', title = $evil, hardware = [$evil], claimed = $evil, "
            "subject = CASE WHEN subject = 'SteadyCache' THEN subject ELSE subject || $evil END, "
            "baseline = baseline || $evil, rule = $evil, metric_text = $evil, "
            "link_confidence = {subject: 0.9, baseline: 0.9, hardware: 0.9, workload: 0.9}",
            {"evil": f"=Evil{EVIL}"},
        )
        connection.execute(
            "INSERT INTO systems SELECT * REPLACE (words || $evil AS words, name || $evil AS name) FROM systems",
            {"evil": f"=Evil{EVIL}"},
        )
        for table, more in (
            ("stated_factors", "against = against || $evil, hardware = [$evil]"),
            ("stated_levels", "unit = $evil"),
        ):
            connection.execute(
                f"UPDATE {table} SET url = 'javascript:alert(4)', title = $evil, claimed = $evil, "
                f"system = system || $evil, {more}",
                {"evil": f"=Evil{EVIL}"},
            )
        connection.execute("UPDATE claims SET rule = $evil, subject = $evil", {"evil": f"Evil{EVIL}"})
        connection.execute(
            "INSERT INTO runs SELECT * REPLACE (2 AS run, $evil AS version) FROM runs", {"evil": EVIL}
        )
        connection.execute("UPDATE claims SET run = 2, gone_run = NULL WHERE claim % 2 = 0")
        connection.execute("COMMENT ON COLUMN results.factor IS '\x1b[2J\u202e <script>'")
        connection.execute("COMMENT ON VIEW results IS '\x1b[2J\u202e <script>'")
    return folder


COMMANDS: dict[str, tuple[list[str], str]] = {
    "query": (["query", "SELECT *, 1 AS \"\x1b[2J<script>\" FROM results"], "table csv json markdown latex"),
    "papers": (["query", "SELECT *, [{'a': title}] AS nested FROM papers"], "table csv json markdown latex"),
    "rejects": (["query", "FROM rejects"], "table csv json markdown latex"),
    "wrong question": (["query", "SELECT \"\x1b[2J\u202e\x9b\""], "table"),
    "leaderboard": (["leaderboard", "speed", "--sentence"], "table csv json markdown latex html bibtex"),
    "groups": (["leaderboard", "speed", "--by", "hardware"], "table csv json markdown latex html"),
    "no such metric": (["leaderboard", EVIL.replace("\x00", "")], "table"),
    "compare": (["compare", "SteadyCache", "SwiftCache", "--sentence"], "table json markdown"),
    "no such system": (["compare", "\x1b[2J", "\u202e"], "table"),
    "contradictions": (["contradictions", "--sentence"], "table csv json markdown latex"),
    "levels": (["contradictions", "--levels"], "table csv json markdown latex"),
    "schema": (["schema"], "table csv json markdown latex"),
    "columns": (["schema", "results"], "table csv json markdown latex"),
    "no such table": (["schema", "\x1b[2J\u202e"], "table"),
    "runs": (["runs"], "table csv json markdown latex"),
    "one run": (["runs", "2"], "table csv json markdown latex"),
    "diff": (["diff", "1", "2"], "table json markdown"),
    "explain": (["explain", "--paper", "other"], "text html json markdown"),
    "one text": (["explain", str(HOSTILE["abstract"]).replace("\x00", "")], "text html json markdown"),
    "review": (["review"], ""),
    "a board with what nobody suggests": (["leaderboard", "speed", "--with", "\x1b[2J\u202e"], "table"),
    "no such paper": (["explain", "--paper", "\x1b[2J\u202e"], ""),
}  # fmt: skip
CASES = [
    pytest.param(arguments, form, id=f"{name} {form}".strip())
    for name, (arguments, forms) in COMMANDS.items()
    for form in forms.split() or [""]
]


def assert_harmless(text: str) -> None:
    found = sorted({hex(ord(sign)) for sign in CONTROLS if sign in text})
    assert found == []


@pytest.mark.parametrize(("arguments", "form"), CASES)
def test_no_command_lets_text_out_as_a_command_for_the_terminal(
    folder: Path, arguments: list[str], form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    options = ["--format", form] if form else []
    options += [] if arguments == COMMANDS["one text"][0] else ["--db", str(folder / "claims.duckdb")]
    main([*arguments, *options])
    shown = capfd.readouterr()
    assert "Traceback" not in shown.err
    assert_harmless(shown.out)
    assert_harmless(shown.err)
    assert re.search(r"\\(?:x|u00)1b|textbackslash\{\}x1b", shown.out + shown.err), "the text is not there"
    if form == "markdown":
        assert_renders_as_text(shown.out)
    if form == "html":
        assert_is_a_page_of_ours(shown.out)
    if form == "json" and shown.out:
        json.loads(shown.out)


def assert_is_a_page_of_ours(page: str) -> None:
    """No element runs or loads anything, and links lead to arXiv."""
    found: list[tuple[str, str, str | None]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, "", None))
            found.extend((tag, *attribute) for attribute in attrs)

    Reader().feed(page)
    assert not {tag for tag, _, _ in found} & {"script", "img", "iframe", "object", "base", "form", "input"}
    for _, name, value in found:
        assert not name.startswith("on")
        assert name not in ("href", "src") or re.match(r"https://arxiv\.org/abs/|#claim-\d+$", str(value))


def assert_renders_as_text(markdown: str) -> None:
    """Whatever links there are lead to arXiv; no HTML is taken over but the tags of our own."""
    html = MarkdownIt("commonmark", {"html": True}).enable(["table"]).render(markdown)
    assert set(re.findall(r"<(?:a|img|script)\b[^>]*", html)) <= set(
        re.findall(r'<a href="https://arxiv[^>]*', html)
    )
    assert not re.search(r"<(?:script|img|iframe|style)", html)


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract", "{papers}"],
        ["extract", "{papers}", "--rejects", "{folder}/\x1b[2Jrejects"],
        ["extract", "{papers}", "-o", "{folder}/nowhere\x1b[2J\u202e/x"],
        ["run", "{papers}", "--db", "{folder}/\x1b[2J\u202e[red]new.duckdb"],
        ["run", "{papers}", "--db", "{folder}/nowhere\x1b[2J\u202e/x.duckdb"],
        ["leaderboard", "speed", "--db", "{folder}/\x1b[2J\u202e\x9b"],
        ["leaderboard", "speed", "--db", "{papers}"],
        ["query", "FROM results", "--db", "{folder}/\x1b[2J\u202e\x9b"],
        ["query", "FROM results", "--db", "{folder}/claims.duckdb", "-o", "{folder}/no\x1b[2J/x"],
        ["export", "{folder}/\x1b[2J\u202e[red]", "--db", "{folder}/claims.duckdb"],
        ["explain", "Evil\x1b[2J\u202eCache runs 5x faster\x9b than BigCache."],
        ["rules", "\x1b[2J\u202e"],
        ["score", "{papers}"],
        ["check", "\x1b[2J\u202e", "--accepted", "{folder}"],
        ["accept", "{papers}", "--as", "\x1b[2J\u202e", "--accepted", "{folder}/accepted"],
        ["load", "{folder}/\x1b[2J\u202e"],
        ["\x1b[2J\u202e"],
    ],
)  # fmt: skip
def test_names_of_files_and_texts_of_records_stay_text(
    folder: Path, arguments: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    [papers] = folder.glob("a*.jsonl")
    main([argument.format(papers=papers, folder=folder) for argument in arguments])
    shown = capfd.readouterr()
    assert shown.out + shown.err
    assert_harmless(shown.out)
    assert_harmless(shown.err)


def written(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield the files of a folder that are text."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in {".parquet", ".sqlite", ".db", ".zip"}:
            yield path, path.read_bytes().decode()


def test_files_of_an_export_hold_nothing_that_a_terminal_obeys(folder: Path, tmp_path: Path) -> None:
    assert main(["export", str(tmp_path / "all"), "-f", "all", "--db", str(folder / "claims.duckdb")]) == 0
    found = dict(written(tmp_path / "all"))
    assert {".csv", ".md", ".bib", ".ris", ".json", ".yaml"} <= {path.suffix for path in found}
    for path, text in found.items():
        assert_harmless(text)
        if path.suffix == ".json":
            json.loads(text)
        if path.suffix == ".md":
            assert "<script" not in re.sub(r"\\<script", "", text)


def test_pages_of_a_site_hold_nothing_that_runs_or_that_a_terminal_obeys(
    folder: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    assert (
        main(["site", str(site), "--least", "1", "--jobs", "1", "--db", str(folder / "claims.duckdb")]) == 0
    )
    for path, text in written(site):
        if "vega" not in path.parts:
            assert_harmless(text)
        if path.suffix == ".html":
            assert not re.search(r"<script>alert|<img src=x|href=.javascript:", text)


@pytest.mark.parametrize("kind", ["csv", "jsonl", "html"])
def test_sheets_and_corrections_hold_nothing_that_a_terminal_obeys(
    folder: Path, tmp_path: Path, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    database, sheet = tmp_path / "claims.duckdb", tmp_path / f"sheet.{kind}"
    shutil.copy(folder / "claims.duckdb", database)
    assert main(["review", "--db", str(database), "-o", str(sheet)]) == 0
    assert_harmless(sheet.read_bytes().decode())
    said = {"verdict": "right", "by": f"An{EVIL}", "note": EVIL, "paper": "other", "quote": "3x"}
    (tmp_path / "said.jsonl").write_text(json.dumps(said))
    kept = tmp_path / "kept.jsonl"
    main(["correct", str(tmp_path / "said.jsonl"), "--corrections", str(kept), "--db", str(database)])
    main(["suggest", str(tmp_path / "said.jsonl"), "--by", EVIL, "--db", str(database)])
    if kept.exists():
        assert_harmless(kept.read_bytes().decode())
    main(["trust", "--db", str(database)])
    shown = capfd.readouterr()
    assert shown.out
    assert_harmless(shown.out + shown.err)


def test_json_and_parquet_hold_texts_as_they_are(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ask = ["query", "SELECT title FROM papers WHERE id <> 'other' AND title LIKE 'Evil%'"]
    assert main([*ask, "--db", str(folder / "claims.duckdb"), "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out) == [{"title": HOSTILE["title"]}]


def test_cells_are_kept_from_being_formulas_on_request(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ask = ["query", "SELECT unnest(['=1+1', '+1', '-1', '@x', 'a=b']) AS \"=x\", -1 AS n"]
    ask += ["--db", str(folder / "claims.duckdb"), "--format", "csv"]
    assert main(ask) == 0
    assert capfd.readouterr().out.splitlines() == ["=x,n", "=1+1,-1", "+1,-1", "-1,-1", "@x,-1", "a=b,-1"]
    assert main([*ask, "--excel"]) == 0
    assert capfd.readouterr().out.splitlines() == [
        "'=x,n",
        "'=1+1,-1",
        "'+1,-1",
        "'-1,-1",
        "'@x,-1",
        "a=b,-1",
    ]


# --- the functions ----------------------------------------------------------------------------------------

ANY = st.text(
    st.one_of(st.characters(), st.sampled_from([*CONTROLS, *"<>[]()|`*_$&#\\{}~^=@:/\r\n"])), max_size=60
)


@given(ANY)
def test_what_is_shown_holds_no_controls(text: str) -> None:
    for write in (
        escaping.for_terminal, escaping.for_markdown, escaping.for_html, escaping.for_csv, escaping.for_latex,
        escaping.markdown_code,
    ):  # fmt: skip
        shown = write(text)
        assert not set(CONTROLS) & set(shown)
        assert "\r" not in shown.replace("\r\n", "")
        shown.encode()


@given(ANY)
def test_json_means_what_it_meant(text: str) -> None:
    encoded = json.dumps(text.encode(errors="replace").decode(), ensure_ascii=False).encode()
    safe = escaping.for_json(encoded)
    assert json.loads(safe) == json.loads(encoded)
    assert not set(CONTROLS) & set(safe.decode())


@given(ANY)
def test_markdown_shows_the_text_and_nothing_else(text: str) -> None:
    tokens = (
        MarkdownIt("commonmark", {"html": True}).enable(["table"]).parseInline(escaping.for_markdown(text))
    )
    inline = tokens[0].children or []
    assert {token.type for token in inline} <= {"text", "text_special"}
    assert "".join(token.content for token in inline) == escaping.for_terminal(" ".join(text.split()))


@given(st.one_of(ANY, ANY.map(lambda text: f"https://a.org/{text}")))
def test_an_address_ends_nowhere_but_at_its_end(text: str) -> None:
    address = escaping.web_address(text)
    assert address is None or re.fullmatch(r"https?://[^\s<>()\[\]\"'\\]+", address)


def test_nothing_is_printed_around_the_functions() -> None:
    """Lines of commands go through one function, which makes them safe."""

    def printing(folder: Path) -> Iterator[str]:
        for path in folder.glob("*.py"):
            yield from (
                path.name for line in path.read_text().splitlines() if re.search(r"\btyper\.echo\(", line)
            )

    assert sorted(printing(Path(main.__code__.co_filename).parent)) == [
        "output.py",
        "program.py",
        "program.py",
    ]
