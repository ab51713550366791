"""Make ``claims/names/metric_ids.py``, the ids of metrics for type checkers, out of ``schema/metrics.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MODULE = ROOT / "claims" / "names" / "metric_ids.py"

_HEAD = '''"""Ids of the metrics of ``schema/metrics.toml``, for type checkers. Made by ``make docs``."""

from __future__ import annotations

from typing import Literal

MetricId = Literal[
'''


def made() -> str:
    """Return the text of the module."""
    rows = tomllib.loads((ROOT / "schema" / "metrics.toml").read_text("utf-8"))["metric"]
    return _HEAD + "".join(f'    "{row["id"]}",\n' for row in rows) + "]\n"
