"""Results read from tables against annotated ones: what is found, and each field of what is found.

A result matches an annotated one of the same paper and table where the values are equal; of several, the one whose
cell is nearest. Names agree as :mod:`claims.judging.score` has it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from claims.errors import ClaimsError
from claims.judging.agreement import same_name

EXACT = ("form", "metric", "own", "higher_is_better", "best", "unit")
NAMES = ("system", "split", "baseline", "dataset", "setting", "hardware")
_FARTHEST = 3


@dataclass
class TableScore:
    """Agreement over some tables.

    Attributes:
        tables: Number of annotated tables.
        annotated: Number of annotated results.
        read: Number of results that were read in them.
        matched: Number of those that are the same.
        levels: Number of results that were read as levels.
        false_levels: Those that are differences or ranks, or no results at all: settings, counts.
        whole: Those of which system, data sets and metric are right too.
        right: For each field, in how many of the matched it is right.
        names: For each field of names, how many are annotated, found, given and right.
        by_table: For each table the F1 of found results and of whole ones.
    """

    tables: int = 0
    annotated: int = 0
    read: int = 0
    matched: int = 0
    levels: int = 0
    false_levels: int = 0
    whole: int = 0
    right: Counter[str] = field(default_factory=Counter)
    names: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by_table: list[tuple[float, float]] = field(default_factory=list)

    def figures(self) -> dict[str, float | int]:
        """Return all figures by name, 1 being perfect."""
        both = self.annotated + self.read
        out: dict[str, float | int] = {
            "tables": self.tables, "annotated": self.annotated, "read": self.read,
            "precision": _share(self.matched, self.read), "recall": _share(self.matched, self.annotated),
            "found_f1": _share(2 * self.matched, both), "tuple_f1": _share(2 * self.whole, both),
            "found_macro": _share(sum(found for found, _ in self.by_table), self.tables),
            "tuple_macro": _share(sum(whole for _, whole in self.by_table), self.tables),
            "false_levels": _share(self.false_levels, self.levels),
        }  # fmt: skip
        out |= {name: _share(self.right[name], self.matched) for name in EXACT}
        for name in NAMES:
            counts = self.names[name]
            precision, recall = (
                _share(counts["right"], counts["given"]),
                _share(counts["found"], counts["annotated"]),
            )
            out[f"{name}_f1"] = (
                round(2 * precision * recall / (precision + recall), 4) if precision + recall else 0.0
            )
        return out


def _share(part: float, whole: float) -> float:
    return round(part / whole, 4) if whole else 0.0


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON Lines.

    Raises:
        ClaimsError: A line is no JSON object; names it.
    """
    out = []
    with path.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            if not line.strip():
                continue
            try:
                row = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                raise ClaimsError(f"{path}: line {number}: no JSON: {error}") from error
            if not isinstance(row, dict):
                raise ClaimsError(f"{path}: line {number}: no object; write one paper or table a line")
            out.append(row)
    return out


def read_annotated(path: Path) -> list[dict[str, Any]]:
    """Return the annotated tables of a file of JSON Lines.

    Raises:
        ClaimsError: A line is no annotated table; names it.
    """
    tables = read_lines(path)
    for number, table in enumerate(tables, start=1):
        if not isinstance(table.get("results"), list) or not {"file", "table"} <= table.keys():
            raise ClaimsError(
                f"{path}: table {number}: no annotated table: file, table and results are wanted"
            )
    return tables


def score_tables(gold: Iterable[Mapping[str, Any]], papers: Iterable[Mapping[str, Any]]) -> TableScore:
    """Compare results with annotated ones.

    Args:
        gold: Annotated tables: ``file``, ``table``, ``results``.
        papers: What was read: ``file`` and ``results``, as ``claims extract`` writes them.
    """
    tables = list(gold)
    files = {paper_of(str(table["file"])) for table in tables}
    read: dict[str, dict[str, list[Mapping[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for paper in papers:
        for result in paper.get("results") or ():
            read[paper_of(str(paper.get("file") or paper.get("id")), files)][
                number_of(result.get("table"))
            ].append(result)
    total = TableScore()
    for table in tables:
        found = read[paper_of(str(table["file"]))].get(number_of(table["table"]), [])
        _add(total, table["results"], found)
    return total


def _add(total: TableScore, annotated: list[Mapping[str, Any]], read: list[Mapping[str, Any]]) -> None:
    pairs = _pairs(annotated, read)
    whole = 0
    for gold, given in pairs:
        for name in EXACT:
            total.right[name] += (gold.get(name) or None) == (given.get(name) or None)
        agree = {}
        for name in NAMES:
            a, b = _items(gold.get(name)), _items(given.get(name))
            found, right = (
                sum(any(same_name(x, y) for y in b) for x in a),
                sum(any(same_name(x, y) for x in a) for y in b),
            )
            total.names[name].update(annotated=len(a), found=found, given=len(b), right=right)
            agree[name] = found == len(a) and right == len(b)
        whole += agree["system"] and agree["dataset"] and gold.get("metric") == given.get("metric")
    levels = sum(r.get("form") == "level" for r in read)
    true_levels = sum(given.get("form") == gold.get("form") == "level" for gold, given in pairs)
    both = len(annotated) + len(read)
    total.levels += levels
    total.false_levels += levels - true_levels
    total.tables += 1
    total.annotated += len(annotated)
    total.read += len(read)
    total.matched += len(pairs)
    total.whole += whole
    total.by_table.append((2 * len(pairs) / both, 2 * whole / both) if both else (1.0, 1.0))


def _pairs(
    annotated: list[Mapping[str, Any]], read: list[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    candidates = sorted(
        (
            abs((a.get("row") or 0) - (b.get("row") or 0)) + abs((a.get("col") or 0) - (b.get("col") or 0)),
            i,
            j,
        )
        for i, a in enumerate(annotated)
        for j, b in enumerate(read)
        if _equal(a.get("value"), b.get("value"))
    )
    taken: set[tuple[str, int]] = set()
    out = []
    for far, i, j in candidates:
        if far <= _FARTHEST and ("annotated", i) not in taken and ("read", j) not in taken:
            taken |= {("annotated", i), ("read", j)}
            out.append((annotated[i], read[j]))
    return out


def _equal(a: Any, b: Any) -> bool:
    return a is not None and b is not None and abs(a - b) <= 1e-6 * max(1.0, abs(a), abs(b))


def _items(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [])


_ENDINGS = re.compile(r"\.(?:tar\.gz|tgz|zip|tar|gz)$")


def paper_of(file: str, known: Iterable[str] = ()) -> str:
    """Return what tells papers apart: the folder of a LaTeX source, else the base name of the file."""
    parts = [_ENDINGS.sub("", part) for part in file.replace("\\", "/").split("/") if part]
    if "latex" in parts[:-1]:
        return parts[parts.index("latex") + 1]
    names = set(known)
    inside = [part for part in parts if part in names]
    return inside[-1] if inside else parts[-1]


def number_of(label: Any) -> str:
    """Return what tells tables of a paper apart: ``Table 2:`` and ``Tab. 2`` are one, ``Table 1 (b)`` is another.

    >>> number_of("TABLE IV"), number_of("Table 1 (b)")
    ('iv', '1b')
    """
    text = str(label or "").lower()
    part = re.search(r"\(([a-z])\)", text)
    text = re.sub(r"\([a-z]\)", "", text)
    number = re.search(r"\b([a-z]?\.?\d+[a-z]?(?:\.\d+)?|[ivx]+)\b\W*$", text.strip(" .:")) or re.search(
        r"\d+", text
    )
    return (number[0].strip(" .:") if number else re.sub(r"\W", "", text)) + (part[1] if part else "")
