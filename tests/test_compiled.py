"""The optional compiled build: what it takes in, and that nothing is asked of those who cannot make it."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[1]


@pytest.fixture
def build(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What setup.py defines, without running it."""
    pytest.importorskip("setuptools")
    monkeypatch.chdir(PROJECT)
    return runpy.run_path("setup.py", run_name="build")


def test_without_a_compiler_the_build_is_pure_python(
    build: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CC", "/no/such/compiler")
    assert build["has_compiler"]() is False
    assert build["extensions"]() == []


def test_all_rooms_of_the_reading_are_compiled(build: dict[str, Any]) -> None:
    from claims.streams.fingerprint import _READING, _WHOLE_PAPERS

    modules = {"model.py", "files/own_vocabulary.py"}
    by_libraries = {"documents"}
    assert set(build["ROOMS"]) == {*_READING, *_WHOLE_PAPERS} - modules - by_libraries
    assert all((PROJECT / "claims" / room).is_dir() for room in build["ROOMS"])
