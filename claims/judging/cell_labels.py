"""What was read of single cells against labels of them, as the sample MlTables has them.

Each numeric cell of a table in LaTeX is labelled by its place in the source: as a result, a hyper-parameter or part of
an architecture, a statistic of data, or something else; results with metric, test data and model, each by one or more
names.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from claims.documents.formats import read_document
from claims.documents.model import Document
from claims.errors import ClaimsError
from claims.judging.agreement import same_name
from claims.tables.grid import unroll
from claims.tables.kinds import CellKind
from claims.tables.model import Result
from claims.tables.results import ReadTable, read_tables
from claims.tables.vocabulary import metric_named

KIND_OF: Mapping[str, frozenset[CellKind]] = {
    "Result": frozenset({"result"}),
    "Hyper-parameter/Architecture": frozenset({"setting", "property"}),
    "Data Stat.": frozenset({"statistic"}),
    "Other": frozenset({"other"}),
}
"""The kinds of :mod:`claims.tables.kinds` that each label means."""

NAMES = {"metric": "metric", "test data/set": "dataset", "model": "system"}
"""Fields of labelled results, and those of results that they are compared with."""

_TEXT_OF = re.compile(r"\\text\w*\{([^{}]*)\}|[$\\{}^]")


@dataclass
class CellScore:
    """Agreement over some cells.

    Attributes:
        cells: For each label and kind, how many cells have both; the kind of a cell that was not read is ``missed``.
        named: For each field of labelled results that were read as results, how many name it.
        right: In how many of these one of the names agrees.
    """

    cells: Counter[tuple[str, str]] = field(default_factory=Counter)
    named: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def add(self, other: CellScore) -> None:
        """Add the counts of another."""
        self.cells.update(other.cells)
        self.named.update(other.named)
        self.right.update(other.right)

    def figures(self) -> dict[str, float | int]:
        """Return all figures by name, 1 being perfect."""
        total = sum(self.cells.values())
        right = sum(n for (label, kind), n in self.cells.items() if kind in KIND_OF[label])
        out: dict[str, float | int] = {"cells": total, "kind": _share(right, total)}
        for label, kinds in KIND_OF.items():
            both = sum(n for (of, kind), n in self.cells.items() if of == label and kind in kinds)
            labelled = sum(n for (of, _), n in self.cells.items() if of == label)
            read = sum(n for (_, kind), n in self.cells.items() if kind in kinds)
            name = "_or_".join(sorted(kinds))
            out[f"{name}_f1"] = _share(2 * both, labelled + read)
        for name in NAMES.values():
            out[name] = _share(self.right[name], self.named[name])
        return out


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def holds_labels(path: Path) -> bool:
    """True for a file of labelled tables, one JSON object; annotated tables are JSON Lines."""
    try:
        tables = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        return False
    return isinstance(tables, dict) and any(
        isinstance(t, dict) and "table_code" in t for t in tables.values()
    )


def read_labels(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the labelled tables of each paper.

    Raises:
        ClaimsError: The file is no JSON object of labelled tables.
    """
    try:
        tables = orjson.loads(path.read_bytes())
        papers: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for key, table in tables.items():
            if not {"table_code", "cell_list_gold"} <= table.keys():
                raise ClaimsError(
                    f"{path}: {key}: no labelled table: table_code and cell_list_gold are wanted"
                )
            papers[key.partition("_")[0]].append(table)
    except (orjson.JSONDecodeError, AttributeError) as error:
        raise ClaimsError(f"{path}: no labelled tables: {error}") from error
    return dict(papers)


def score_cells(tables: Iterable[Mapping[str, Any]]) -> CellScore:
    """Compare what is read of the tables of one paper with their labels."""
    tables = list(tables)
    text = "\n\n".join(dict.fromkeys(str(t.get("text_chunk_selected") or "") for t in tables))
    read = read_tables(_document(text, [t["table_code"] for t in tables]))
    marked = _document("", [_marked(t) for t in tables]).tables
    total = CellScore()
    at = 0
    for table in tables:
        # A source may hold several tables; those of the marked one and of the plain one are the same.
        count = len(_document("", [table["table_code"]]).tables)
        places: dict[Any, Any] = {}
        for i in range(at, min(at + count, len(marked), len(read))):
            grid = unroll(marked[i])
            for row in grid.rows if grid else ():
                for slot in row:
                    for number in re.findall(r"zq(\d+)zq", slot.text):
                        places.setdefault(int(number), (read[i], slot.key))
        at += count
        for i, cell in enumerate(table["cell_list_gold"]):
            total.add(_score_cell(cell, *places.get(i, (None, (0, 0)))))
    return total


def _marked(table: Mapping[str, Any]) -> str:
    """Return the source with a mark in the place of each labelled cell."""
    code = str(table["table_code"])
    cells = sorted(enumerate(table["cell_list_gold"]), key=lambda each: -each[1]["char_index"][0])
    for i, cell in cells:
        start, end = cell["char_index"]
        code = f"{code[:start]}zq{i}zq{code[end:]}"
    return code


def _document(text: str, sources: Iterable[str]) -> Document:
    body = "\n\n".join(sources)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "paper.tex"
        file.write_text(
            "\\documentclass{article}\\begin{document}\n" + text + "\n" + body + "\n\\end{document}\n",
            encoding="utf-8",
        )
        return read_document(file)


def _score_cell(cell: Mapping[str, Any], read: ReadTable | None, place: tuple[int, int]) -> CellScore:
    score = CellScore()
    kind = read.kinds.get(place, "missed") if read else "missed"
    score.cells[str(cell["type"]), kind] += 1
    if read is None or cell["type"] != "Result" or kind != "result":
        return score
    found = [r for r in read.results if (r.row, r.col) == place]
    result = next((r for r in found if r.quote.startswith(str(cell["value"])[:3])), found[0])
    for name, of in NAMES.items():
        wanted = _plain(cell.get(name))
        if wanted:
            score.named[of] += 1
            score.right[of] += _agrees(of, wanted, result)
    return score


def _plain(value: Any) -> list[str]:
    names = value if isinstance(value, list) else [value]
    out = [_TEXT_OF.sub(lambda m: m[1] or "", n).strip() for n in names if isinstance(n, str)]
    return [n for n in out if n and n not in {"xx", "yy"}]


def _agrees(name: str, wanted: list[str], result: Result) -> bool:
    if name == "metric":
        ids = {m.id for w in wanted if (m := metric_named(w)) is not None}
        return result.metric in ids or any(same_name(w, result.metric_text) for w in wanted)
    if name == "system":
        return any(same_name(w, result.system) for w in wanted)
    given = [*result.dataset, *([result.split] if result.split else []), " ".join(result.dataset)]
    return any(same_name(w, g) for w in wanted for g in given)
