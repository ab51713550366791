"""Whoever follows the page for rule authors to the letter comes to its end with all checks green."""

from __future__ import annotations

import difflib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from docs.build import ROOT, refreshed, workshop

# What the tests of rules, words and golden papers read besides the program.
BESIDES = (
    "tests",
    "benchmarks",
    "docs",
    "golden/accepted",
    "README.md",
    "pyproject.toml",
    "claims_command.py",
)
CHECKS = [f"tests/{name}.py" for name in ("test_golden", "test_constructions")]
"""The page itself checks the accepted state."""


@pytest.mark.timeout(400)
def test_the_page_followed_to_the_letter_ends_in_green_checks(tmp_path: Path) -> None:
    page = ROOT / "docs/rule-authors.md"
    ended: list[subprocess.CompletedProcess[str]] = []

    def check(checkout: Path) -> None:
        """Run in the changed checkout what `make check` runs of rules and golden papers."""
        for name in BESIDES:
            if not (checkout / name).exists():
                (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, checkout / name)
        environment = {
            **os.environ,
            "PYTHONPATH": str(checkout),
            "CLAIMS_SHARED": str(tmp_path / "none"),
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # these tests need none, and no fixture of the others
        }
        options = ["-q", "--noconftest", "-o", "addopts=", "-p", "no:cacheprovider"]
        command = [sys.executable, "-m", "pytest", *options, *CHECKS]
        ended.append(
            subprocess.run(
                command, cwd=checkout, env=environment, capture_output=True, text=True, check=False
            )
        )
        assert not (checkout / "golden/accepted/mine.jsonl").exists()
        assert "whittles" in (checkout / "golden/accepted/synthetic.jsonl").read_text()
        assert 'name = "is down"' in (checkout / "schema/changes.toml").read_text()

    old = page.read_text("utf-8")
    with workshop(with_database=False) as folder:
        new = refreshed(page, folder, after=check)
    assert old == new, "read the difference, then: make docs\n" + "\n".join(
        list(
            difflib.unified_diff(old.splitlines(), new.splitlines(), "in the page", "today", lineterm="", n=1)
        )[:60]
    )
    assert ended[0].returncode == 0, ended[0].stdout[-3000:]
    assert "passed" in ended[0].stdout or "100%" in ended[0].stdout


def test_the_order_of_constructions_is_that_of_the_files() -> None:
    from claims.reading import constructions

    files = [each.file for each in constructions()]
    assert files == sorted(files, key=["changes.toml", "levels.toml"].index)
