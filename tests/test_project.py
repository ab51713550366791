"""What others read of the project beside its code: how to cite it, what its host runs, which version it is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return found


def test_the_citation_has_what_the_format_requires(project: dict[str, Any]) -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert cited["cff-version"] == "1.2.0"
    assert cited["type"] == "software"
    assert all(isinstance(cited[name], str) and cited[name] for name in ("message", "title", "abstract"))
    assert cited["authors"] == [{"name": "The claims developers"}]
    assert cited["license"] == project["license"]
    assert cited["version"] == project["version"]


def test_the_newest_changes_are_those_of_the_version(project: dict[str, Any]) -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert next(heading for heading in headings if heading != "Unreleased") == project["version"]


def test_the_host_runs_the_checks_that_everybody_runs() -> None:
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))["jobs"]
    commands = {name: " ".join(step.get("run", "") for step in job["steps"]) for name, job in jobs.items()}
    assert ".ci/run" in commands["checks"]
    assert ".ci/moved" in commands["moved"]
    for command in (".ci/run", ".ci/moved"):
        assert (ROOT / command).stat().st_mode & 0o111, f"{command} can be run"


def test_checks_before_commits_are_those_of_make() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    assert {hook["id"] for hook in hooks} == {"ruff-check", "ruff-format", "mypy", "golden"}
    made = (ROOT / "Makefile").read_text("utf-8")
    for words in ("ruff check", "ruff format", "mypy", "claims check"):
        assert f"$(BIN)/{words}" in made
        assert any(hook["entry"].startswith(f".venv/bin/{words}") for hook in hooks)


def test_the_command_ends_at_once_when_its_work_is_over(project: dict[str, Any]) -> None:
    assert project["scripts"]["claims"] == "claims_command:program"
