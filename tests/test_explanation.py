"""What was read of a text, as HTML, JSON and Markdown, and a claim in a notebook."""

from __future__ import annotations

import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import write_jsonl

import claims
from claims.cli import main
from claims.report.explanation import marked_parts
from claims.store.run import run_into

TEXT = "Our <b>cache</b> is 2.4x faster than LRU & saves up to 73% energy."

Printed = Callable[..., str]


@pytest.fixture
def printed(capfd: pytest.CaptureFixture[str]) -> Printed:
    def call(*arguments: object) -> str:
        assert main(["explain", *map(str, arguments)]) == 0
        return capfd.readouterr().out

    return call


class Page(HTMLParser):
    """Collects tags, the text, and what is marked in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.marked: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.tags and self.tags[-1] == "mark" and data.strip():
            self.marked.append(data)
            self.tags.append("")


def test_a_page_marks_the_numbers_and_keeps_the_text_text(printed: Printed) -> None:
    page = Page(printed(TEXT, "-f", "html"))
    assert page.marked == ["2.4x", "73%"]
    assert "b" not in page.tags
    assert not {"script", "link", "img"} & {*page.tags}
    assert "Our <b>cache</b> is 2.4x1 faster" in page.text


def test_json_holds_all_fields_and_the_text(printed: Printed) -> None:
    found = json.loads(printed(TEXT, "-f", "json"))
    assert found["abstract"] == TEXT
    assert [(claim["quote"], claim["baseline"]) for claim in found["claims"]] == [
        ("2.4x", "LRU"),
        ("73%", "LRU"),
    ]


def test_markdown_marks_the_numbers_and_keeps_spaces(printed: Printed) -> None:
    text = printed(TEXT, "-f", "markdown")
    assert r"Our \<b\>cache\</b\> is **2.4x**[1] faster than LRU & saves up to **73%**[2] energy." in text
    assert "| baseline | LRU" in text


def test_a_paper_of_a_database_has_its_title_on_the_page(printed: Printed, tmp_path: Path) -> None:
    papers = [{"id": "a", "title": "A <cache> of keys", "abstract": TEXT, "update_date": "2024-01-05"}]
    run_into(tmp_path / "c.duckdb", [write_jsonl(tmp_path / "papers.jsonl", papers)])
    printed("--paper", "a", "--db", tmp_path / "c.duckdb", "-f", "html", "-o", tmp_path / "a.html")
    page = Page((tmp_path / "a.html").read_text("utf-8"))
    assert "A <cache> of keys" in page.text
    assert "2024-01-05" in page.text
    assert page.marked == ["2.4x", "73%"]


@pytest.mark.parametrize(
    "arguments",
    [["--why", "-f", "json"], ["-o", "out.txt"], ["--paper", "a"], ["-f", "pdf"]],
)
def test_what_does_not_go_together_is_refused_in_words(
    arguments: list[str], capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["explain", TEXT, *arguments]) == 2
    assert "Traceback" not in capfd.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_claim_shows_its_sentence_in_a_notebook() -> None:
    text = f"We present a cache. {TEXT} It is small."
    first, second = claims.extract(text)
    assert first.sentence == TEXT
    page = Page(second._repr_html_())
    assert page.marked == ["73%"]
    assert "saves up to 73% energy." in page.text
    assert "b" not in page.tags


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4))
def test_the_parts_of_a_marked_text_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [{"start": min(span), "end": max(span)} for span in sorted(spans)]
    assert "".join(part for part, _ in marked_parts(text, marks)) == text
