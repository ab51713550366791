"""Each cell of the tables in golden/cells is read as it is meant: which numbers are results, and of which metric."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cell_meanings import FOLDER, MeantTable, read
from table_formats import to_html, to_jats, to_latex

from claims.documents import read_document
from claims.tables.results import read_results


def cases() -> list[Any]:
    return [
        pytest.param(table, id=f"{path.stem}: {table.name}")
        for path in sorted(FOLDER.glob("*.txt"))
        for table in read(path)
    ]


@pytest.mark.parametrize("table", cases())
def test_each_cell_of_a_table_is_read_as_it_is_meant(table: MeantTable) -> None:
    assert table.faults() == []


@pytest.mark.parametrize(("name", "write"), [("x.html", to_html), ("x.tex", to_latex), ("x.xml", to_jats)])
def test_a_table_reads_the_same_in_each_format(
    name: str, write: Callable[[MeantTable], str], tmp_path: Path
) -> None:
    tables = [table for path in sorted(FOLDER.glob("*.txt")) for table in read(path)]
    for table in tables[::4]:
        file = tmp_path / name
        file.write_text(write(table), encoding="utf-8")
        assert read_results(read_document(file)) == read_results(table.document()), table.name
