"""What more than one test module needs."""

from __future__ import annotations

import contextlib
import os
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from browser import chromium, watched  # noqa: F401 - fixtures
from hypothesis import settings
from papers import PAPERS, write_jsonl

from benchmarks.torture.layouts import copying
from benchmarks.torture.warm import Warm
from claims.store import answer, connection
from claims.store.run import run_into
from claims.store.vocabularies import load_vocabularies

# The same examples each time, and no example fails because the machine is busy: pytest
# --hypothesis-profile=default goes on a search.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def state() -> Iterator[None]:
    """Keep what the program keeps for its user out of the home of whoever runs the tests."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", folder)
        patch.setenv("XDG_CACHE_HOME", folder)
        yield


@pytest.fixture(scope="session", autouse=True)
def layout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Declare tables, views and macros once, and fill the vocabularies; all new databases are copies of this one."""
    empty = tmp_path_factory.mktemp("layout") / "empty.duckdb"
    copied = copying(empty)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_make", copied)
        copied(empty.with_name("first.duckdb"))
        with contextlib.closing(connection.open_for_writing(empty)) as opened:
            load_vocabularies(opened)  # as the first run into each of its copies would
        yield empty


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the invented papers and a database of them, for tests that change a copy."""
    folder = tmp_path_factory.mktemp("invented")
    run_into(folder / "claims.duckdb", [write_jsonl(folder / "papers.jsonl", PAPERS)])
    return folder


@pytest.fixture(scope="session")
def warm(layout: Path) -> Iterator[Warm]:
    """What starts commands without waiting for their libraries, or for what a new database declares."""
    server = Warm(layout)
    yield server
    server.close()


@pytest.fixture
def answers(warm: Warm, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let questions in SQL be answered at once, where it is not their process that is tested, or its limits."""
    start = answer._ask

    def ask(request: bytes, limits: answer.Limits) -> bytes:
        is_usual = replace(limits, rows=0) == answer.Limits()
        return (is_usual and warm.answer(request)) or start(request, limits)

    monkeypatch.setattr(answer, "_ask", ask)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of pages, annotations and corpora that are not part of the project."""
    default = Path(__file__).resolve().parents[1].parent / "shared"
    folder = Path(os.environ.get("CLAIMS_SHARED", default))
    if not folder.is_dir():
        pytest.skip(f"no folder {folder.name!r} beside the project; CLAIMS_SHARED can name one")
    return folder


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let signals mean what they mean at a terminal, also where these tests run in the background (nohup)."""
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, signal.default_int_handler),
        signal.SIGHUP: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    }
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
