"""What more than one test module needs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of pages, annotations and corpora that are not part of the project."""
    default = Path(__file__).resolve().parents[1].parent / "shared"
    folder = Path(os.environ.get("CLAIMS_SHARED", default))
    if not folder.is_dir():
        pytest.skip(f"no folder {folder.name!r} beside the project; CLAIMS_SHARED can name one")
    return folder
