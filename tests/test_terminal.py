"""Tables on terminals of any width, and what they leave to other formats."""

from __future__ import annotations

import io
import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.report.formats import Style, write_table
from claims.report.terminal import Column, column_widths, lay_out

FRAME = pl.DataFrame(
    {
        "#": [1, 2],
        "factor": ["606", "15.0 to 31.0"],
        "system": ["WaferEngine", ""],
        "against": ["the vanilla implementation of everything", "GPU"],
        "hardware": ["Cerebras WSE2", ""],
        "paper": ["A Paper About Considerations of Floating-Point Representations", "Another"],
    }
)
BELOW = {"paper": "{}", "hardware": "on {}"}


class Terminal(io.BytesIO):
    def isatty(self) -> bool:
        return True


def shown(
    frame: pl.DataFrame, width: int, monkeypatch: pytest.MonkeyPatch, below: dict[str, str] | None
) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    with Terminal() as stream:
        write_table(frame, "table", stream, Style(below=below or {}))
        return re.sub(r"\x1b\[[\d;]*m", "", stream.getvalue().decode())


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w.-]+", text))


@pytest.mark.parametrize("below", [None, BELOW])
@pytest.mark.parametrize("width", [40, 60, 80, 100, 130, 200])
def test_no_terminal_is_too_narrow_for_whole_words(
    width: int, below: dict[str, str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = shown(FRAME, width, monkeypatch, below)
    expected = {word for row in FRAME.rows() for cell in row for word in words(str(cell))}
    assert expected <= words(text)
    assert max(map(len, text.splitlines())) <= width


def test_a_wide_terminal_shows_columns_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(FRAME, 200, monkeypatch, BELOW).splitlines()
    assert any("606" in line and "Cerebras WSE2" in line and "Representations" in line for line in lines)


def test_a_narrower_one_moves_columns_below_the_row(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(FRAME, 80, monkeypatch, BELOW).splitlines()
    (row,) = (number for number, line in enumerate(lines) if "606" in line)
    assert "WaferEngine" in lines[row]
    assert "A Paper About" not in lines[row]
    assert "on Cerebras WSE2" in " ".join(" ".join(lines[row:]).split())


def test_the_narrowest_one_shows_a_line_for_each_column(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(FRAME, 40, monkeypatch, BELOW)
    assert "row 2" in text
    assert re.search(r"^against\s+GPU$", text, re.MULTILINE)


def test_a_table_without_rows_has_its_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(FRAME.clear(), 200, monkeypatch, BELOW)
    assert "factor" in text
    assert shown(FRAME.clear(), 30, monkeypatch, BELOW).strip() == "" or "factor" in text


@given(
    st.lists(st.lists(st.text("ab c", max_size=60), min_size=2, max_size=2), min_size=1, max_size=6),
    st.integers(1, 200),
)
def test_columns_fit_or_are_laid_out_otherwise(cells: list[list[str]], width: int) -> None:
    columns = [Column(f"c{number}", f"c{number}", texts, False) for number, texts in enumerate(cells)]
    widths = column_widths(columns, width)
    assert not widths or sum(widths) + 3 * (len(widths) - 1) < width
    lay_out(columns, width)
