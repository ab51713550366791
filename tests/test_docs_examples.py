"""The documentation shows what the program does today, names every command, and links to what is there."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from claims.cli.app import app
from docs.build import ROOT, pages, refreshed, workshop

pytestmark = pytest.mark.usefixtures("answers")

COMMANDS = list(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
LINK = re.compile(r"\[[^\]]*\]\((?!https?:)([^)\s]*)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with workshop() as folder:
        yield folder


def names(files: list[Path]) -> list[str]:
    return [str(file.relative_to(ROOT)) for file in files]


# What this page does to a checkout is looked at too: tests/test_rule_authors.py.
EXERCISE = ROOT / "docs/rule-authors.md"
OTHERS = [page for page in pages() if page != EXERCISE]


@pytest.mark.parametrize("page", OTHERS, ids=names(OTHERS))
def test_examples_and_generated_parts_are_up_to_date(page: Path, folder: Path) -> None:
    old, new = page.read_text("utf-8"), refreshed(page, folder)
    difference = difflib.unified_diff(
        old.splitlines(), new.splitlines(), "in the page", "today", lineterm="", n=1
    )
    assert old == new, "read the difference, then: make docs\n" + "\n".join(list(difference)[:60])


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_a_section_with_an_example_that_runs(command: str) -> None:
    page = (ROOT / "docs/commands.md").read_text("utf-8")
    section = re.search(rf"^## claims {command}$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert section, f"docs/commands.md has no section '## claims {command}'"
    assert f"<!-- made: options {command} -->" in section[1]
    examples = re.findall(r"^```console\n(.*?)^```", section[1], re.MULTILINE | re.DOTALL)
    assert any(re.search(rf"^\$ .*\bclaims {command}\b", example, re.MULTILINE) for example in examples)


def anchors(page: Path) -> set[str]:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in HEADING.findall(text)}


@pytest.mark.parametrize("page", pages(), ids=names(pages()))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    for link in LINK.findall(text):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name}: {link}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{page.name}: {link}"


def test_every_page_is_on_the_map() -> None:
    linked = set(LINK.findall((ROOT / "docs/index.md").read_text("utf-8")))
    missing = [page.name for page in pages()[1:] if page.name != "index.md" and page.name not in linked]
    assert not missing


def test_stale_output_is_noticed(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ claims explain '2x faster'\nnothing\n```\n\n```pycon\n>>> 1 + 1\n3\n```\n")
    (tmp_path / "docs" / "examples").mkdir(parents=True)
    monkeypatch.setattr("docs.build.ROOT", tmp_path)
    text = refreshed(page, folder)
    assert "2x[1] faster" in text
    assert "nothing" not in text
    assert ">>> 1 + 1\n2\n" in text
