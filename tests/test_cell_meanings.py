"""Each cell of the tables in golden/cells is read as it is meant: which numbers are results, and of which metric."""

from __future__ import annotations

from typing import Any

import pytest
from cell_meanings import FOLDER, MeantTable, read


def cases() -> list[Any]:
    return [
        pytest.param(table, id=f"{path.stem}: {table.name}")
        for path in sorted(FOLDER.glob("*.txt"))
        for table in read(path)
    ]


@pytest.mark.parametrize("table", cases())
def test_each_cell_of_a_table_is_read_as_it_is_meant(table: MeantTable) -> None:
    assert table.faults() == []
