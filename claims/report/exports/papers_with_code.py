"""``evaluation-tables.json`` of Papers with Code: tasks, their data sets, and the rows of their boards.

The shape is that of sota-extractor (https://github.com/paperswithcode/sota-extractor), which Papers with Code published
its results in. It has no field for baseline, hardware and qualifiers: they stand in the title of a row's
``model_links``, and what must not be ranked together (other unit, qualifier or baseline) is another metric.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb
import orjson

from claims.files.escaping import for_json
from claims.report.exports.about import About
from claims.report.exports.folder import Staging
from claims.report.exports.format import Format
from claims.report.exports.measurements import Dataset, Measurement, measurements

FILE = "evaluation-tables.json"

_OTHER = "other"


class _Board:
    """The rows for one data set or a part of it."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str, int], dict[str, Any]] = {}
        self.parts: dict[str, _Board] = {}

    def add(self, found: Measurement) -> None:
        """Put a value into the row of its system, into another where that has one for the metric."""
        name = _model_name(found)
        number = 0
        while (row := self.rows.get((found.origin.id, name, number))) and (
            row["metrics"].get(found.label, _value(found)) != _value(found)
        ):
            number += 1
        if row is None:
            row = self.rows[found.origin.id, name, number] = _row(found, name)
        row["metrics"][found.label] = _value(found)
        link = {"title": _notes(found), "url": found.origin.address or ""}
        if link not in row["model_links"]:
            row["model_links"].append(link)

    def as_sota(self) -> dict[str, Any]:
        """Return its rows and the metrics that they have."""
        rows = list(self.rows.values())
        return {"metrics": list(dict.fromkeys(name for row in rows for name in row["metrics"])), "rows": rows}


def _write(connection: duckdb.DuckDBPyConnection, about: About, staging: Staging) -> None:
    tasks: dict[str, dict[str, _Board]] = {}
    areas: dict[str, set[str]] = {}
    count = 0
    for found in measurements(connection):
        if found.system is None:
            staging.left_out["without the name of a system"] += 1
        elif not found.datasets:
            staging.left_out["without a data set"] += 1
        elif found.own == "baseline":  # the paper of a row is the one that has its system
            staging.left_out["of other papers' systems"] += 1
        else:
            count += 1
            for task, dataset in _places(found):
                areas.setdefault(task, set()).update(filter(None, [dataset.area]))
                board = tasks.setdefault(task, {}).setdefault(dataset.name, _Board())
                (board.parts.setdefault(found.split, _Board()) if found.split else board).add(found)
    link = {"title": "; ".join(f"{name}: {value}" for name, value in about.as_text().items()), "url": ""}
    content = [
        {
            "task": task,
            "description": "",
            "categories": sorted(areas[task]),
            "subtasks": [],
            "synonyms": [],
            "source_link": link,
            "datasets": [_dataset(name, board) for name, board in sorted(boards.items())],
        }
        for task, boards in sorted(tasks.items())
    ]
    path = staging.file(FILE, rows=count)
    path.write_bytes(for_json(orjson.dumps(content, option=orjson.OPT_INDENT_2)) + b"\n")


def _places(found: Measurement) -> Iterable[tuple[str, Dataset]]:
    """Return the boards of a value: its tasks, or the field of its data set, and its data sets."""
    return [
        (task, dataset) for dataset in found.datasets for task in (found.tasks or (dataset.area or _OTHER,))
    ]


def _dataset(name: str, board: _Board) -> dict[str, Any]:
    def described(kind: str, name: str, board: _Board) -> dict[str, Any]:
        return {
            kind: name,
            "description": "",
            "dataset_links": [],
            "dataset_citations": [],
            "sota": board.as_sota(),
            "subdatasets": [described("subdataset", part, of) for part, of in sorted(board.parts.items())],
        }

    return described("dataset", name, board)


def _row(found: Measurement, name: str) -> dict[str, Any]:
    origin = found.origin
    return {
        "model_name": name,
        "paper_title": origin.title,
        "paper_url": origin.address or "",
        "paper_date": origin.date.isoformat() if origin.date else None,
        "code_links": [{"title": "code", "url": origin.code_url}] if origin.code_url else [],
        "model_links": [],
        "uses_additional_data": False,
        "metrics": {},
    }


def _model_name(found: Measurement) -> str:
    """Return the system with its setting, as the site tells its variants apart."""
    return f"{found.system} ({', '.join(found.setting)})" if found.setting else str(found.system)


def _value(found: Measurement) -> str:
    """Return the value as the site keeps it: text."""
    low = f"{found.lo:.12g}"
    if found.hi is None:
        return f"{low} or more"
    text = low if found.hi == found.lo else f"{low} to {found.hi:.12g}"
    return text if found.uncertainty is None else f"{text} ± {found.uncertainty:.12g}"


def _notes(found: Measurement) -> str:
    return "; ".join(f"{name}: {value}" for name, value in found.notes.items())


FORMAT = Format("papers-with-code", "boards as Papers with Code had them: evaluation-tables.json", _write)
