"""Where the heads of a table are: head rows, columns of labels, rows that name a group."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from claims.tables.grid import Grid
from claims.tables.numbers import Number, is_empty, read_numbers
from claims.tables.pairs import settle_pairs

# What was measured from, to; no name of a row.
_RANGE = re.compile(r"[\d.]+\s?%?\s?[-–]\s?[\d.]+\s?%?|n/?a", re.IGNORECASE)
Kind = Literal["number", "word", "empty"]
_MOST_HEAD_ROWS = 6
# Rows and columns that a matrix has at least, and the share of them whose names agree.
_LEAST_SQUARE = 3
_MOST_BLOCKS = 40
_ALIKE = 0.7


@dataclass(frozen=True)
class Block:
    """Rows under one set of head rows.

    Attributes:
        heads: The head rows, from above.
        body: The rows below them, without those that name groups.
    """

    heads: tuple[int, ...]
    body: tuple[int, ...]


@dataclass(frozen=True)
class Layout:
    """The parts of a table.

    Attributes:
        grid: Its places.
        kinds: What each place holds.
        numbers: The numbers of each cell that holds some.
        placed: The numbers at each place, by rows.
        blocks: Its rows, by the head rows above them.
        labels: Columns that hold words.
        data: Columns that hold numbers.
        groups: For each row of the body, the text of the row above it that names its group; empty where there is none.
    """

    grid: Grid
    kinds: tuple[tuple[Kind, ...], ...]
    numbers: dict[tuple[int, int], tuple[Number, ...]]
    placed: tuple[tuple[tuple[Number, ...], ...], ...]
    blocks: tuple[Block, ...]
    labels: tuple[int, ...]
    data: tuple[int, ...]
    groups: dict[int, str]


def read_layout(grid: Grid, *, two: bool = False) -> Layout | None:
    """Return the parts of a table, None where it holds no number below a head, or has heads again and again.

    Args:
        grid: Its places.
        two: True where two metrics are named for each cell.
    """
    if grid.height < 2 or grid.width < 2:
        return None
    kinds, found = _kinds(grid)
    numbers = settle_pairs(found, two=two)
    heads = _head_rows(grid, kinds, numbers)
    if heads >= grid.height:
        return None
    groups = {r: text for r in range(heads, grid.height) if (text := _group(grid, kinds, r))}
    rows = [r for r in range(heads, grid.height) if r not in groups]
    labels = _label_columns(grid, kinds, rows)
    data = tuple(
        c for c in range(grid.width) if c not in labels and any(kinds[r][c] == "number" for r in rows)
    )
    if not data:
        return None
    blocks = _blocks(grid, kinds, heads, rows, labels, data)
    if len(blocks) > _MOST_BLOCKS:
        return None  # each takes time for the labels of all rows, and no table for people has so many
    placed = tuple(tuple([numbers.get(slot.key, ()) for slot in row]) for row in grid.rows)
    return Layout(
        grid, kinds, numbers, placed, blocks, labels, data, _groups_of_rows(rows, groups, grid.height)
    )


def _kinds(grid: Grid) -> tuple[tuple[tuple[Kind, ...], ...], dict[tuple[int, int], tuple[Number, ...]]]:
    numbers: dict[tuple[int, int], tuple[Number, ...]] = {}
    known: dict[tuple[int, int], Kind] = {}
    out = []
    for row in grid.rows:
        line: list[Kind] = []
        for slot in row:
            kind = known.get(slot.key)
            if kind is None:
                found = read_numbers(slot.cell) if slot.cell else ()
                kind = "word" if found is None else "number" if found else "empty"
                known[slot.key] = kind
                if found:
                    numbers[slot.key] = found
            line.append(kind)
        out.append(tuple(line))
    return tuple(out), numbers


def _head_rows(
    grid: Grid, kinds: tuple[tuple[Kind, ...], ...], numbers: dict[tuple[int, int], tuple[Number, ...]]
) -> int:
    """Return how many head rows there are: as the first row's label spans, then rows that look like heads."""
    first = grid.rows[0]
    spans = [slot.rows for c, slot in enumerate(first) if slot.cell and slot.text and slot.column == c]
    size = max(spans[:1] or [1]) if spans else 1
    if max(spans or [1]) > size and all(
        kinds[r][c] != "number" for r in range(size, min(max(spans), grid.height)) for c in range(grid.width)
    ):
        size = max(spans)
    size = min(size, _MOST_HEAD_ROWS, grid.height - 1)
    while size < min(_MOST_HEAD_ROWS, grid.height) and _is_head(grid, kinds, numbers, size):
        size += 1
    return size


def _is_head(
    grid: Grid,
    kinds: tuple[tuple[Kind, ...], ...],
    numbers: dict[tuple[int, int], tuple[Number, ...]],
    r: int,
) -> bool:
    row = grid.rows[r]
    if _group(grid, kinds, r):
        return False
    found = {slot.key for c, slot in enumerate(row) if slot.text and c > 0}
    if not found:
        return False
    if not any(kinds[r][c] == "number" for c in range(grid.width)):
        words = {slot.key for c, slot in enumerate(row) if c > 0 and kinds[r][c] == "word"}
        ticks = sum(slot.text in {"✓", "✗", "✔", "✘", "×"} for slot in row[1:])
        return (
            len(words) >= 2
            or (len(words) == 1 and not row[0].text)
            or (ticks >= 2 and ticks >= len(found) * 0.6)
        )
    unlabelled = not row[0].text or row[0].row < r
    plain = all(
        (number.decimals == 0 or number.scaled) and not number.unit and not number.uncertainty
        for slot in row
        for number in numbers.get(slot.key, ())
    )
    steps = plain or _counts_up(grid, numbers, r)
    return unlabelled and ((plain and row[0].row < r) or (steps and r == 1))


def _counts_up(grid: Grid, numbers: dict[tuple[int, int], tuple[Number, ...]], r: int) -> bool:
    """True for numbers that grow below each head that spans them: thresholds, levels of noise."""
    steps: dict[tuple[int, int], list[float]] = {}
    for above, slot in zip(grid.rows[r - 1], grid.rows[r], strict=True):
        found = numbers.get(slot.key, ())
        if len(found) == 1 and above.columns > 1 and not (found[0].uncertainty or found[0].unit):
            steps.setdefault(above.key, []).append(found[0].value)
    return bool(steps) and all(len(s) > 1 and s == sorted(set(s)) for s in steps.values())


def _group(grid: Grid, kinds: tuple[tuple[Kind, ...], ...], r: int) -> str:
    """Return the text of a row that holds but one, over the whole width or with nothing beside it."""
    row = grid.rows[r]
    texts = {slot.key: slot for slot in row if slot.text}
    if len(texts) != 1:
        return ""
    slot = next(iter(texts.values()))
    if slot.row != r or kinds[r][slot.column] == "number" or is_empty(slot.text):
        return ""
    whole = slot.columns >= max(2, grid.width // 2)
    first = (
        slot.column == next((c for c in range(grid.width) if grid.rows[r][c].text), 0) and slot.column <= 1
    )
    return slot.text if whole or first else ""


def _groups_of_rows(rows: list[int], groups: dict[int, str], height: int) -> dict[int, str]:
    out: dict[int, str] = {}
    current = ""
    wanted = set(rows)
    for r in range(height):
        if r in groups:
            current = groups[r]
        elif r in wanted:
            out[r] = current
    return out


def _label_columns(grid: Grid, kinds: tuple[tuple[Kind, ...], ...], rows: list[int]) -> tuple[int, ...]:
    labels: list[int] = []
    for c in range(grid.width):
        column = [kinds[r][c] for r in rows]
        ranges = labels and all(_RANGE.fullmatch(grid.rows[r][c].text) for r in rows if kinds[r][c] == "word")
        if column.count("word") >= max(1, column.count("number")) and not ranges:
            labels.append(c)
    return tuple(labels) or (0,)


def _blocks(
    grid: Grid,
    kinds: tuple[tuple[Kind, ...], ...],
    heads: int,
    rows: list[int],
    labels: tuple[int, ...],
    data: tuple[int, ...],
) -> tuple[Block, ...]:
    """Cut the rows where a row of words stands among the numbers: new heads."""
    blocks: list[Block] = []
    current = list(range(heads))
    body: list[int] = []
    for r in rows:
        words = {grid.rows[r][c].key for c in data if kinds[r][c] == "word"}
        if len(words) >= 2 and 2 * len(words) >= len(data) and not any(kinds[r][c] == "number" for c in data):
            if body:
                blocks.append(Block(tuple(current), tuple(body)))
                current, body = [], []
            current.append(r)
        else:
            body.append(r)
    if body:
        blocks.append(Block(tuple(current), tuple(body)))
    return tuple(_below_first_heads(grid, block, blocks[0], data) for block in blocks)


def _below_first_heads(grid: Grid, block: Block, first: Block, data: tuple[int, ...]) -> Block:
    """Put what stands above the first heads above those of a later block, where these are the same again."""
    if block is first or len(block.heads) != 1 or len(first.heads) < 2:
        return block
    again, before = grid.rows[block.heads[0]], grid.rows[first.heads[-1]]
    same = all(again[c].text == before[c].text for c in data)
    return Block((*first.heads[:-1], *block.heads), block.body) if same else block


def is_matrix(layout: Layout) -> bool:
    """True where rows and columns are called the same: confusion matrices, agreement of annotators, correlations."""
    block = layout.blocks[0]
    if not block.heads:
        return False
    places = [
        c for c in range(layout.grid.width) if c not in layout.labels
    ]  # half a matrix has empty columns
    columns = [w for c in places if (w := _first_word(layout.grid.rows[block.heads[-1]][c].text))]
    if len(columns) < _LEAST_SQUARE:
        return False
    rows = {_first_word(layout.grid.rows[r][layout.labels[0]].text) for r in block.body} - {""}
    alike = sum(any(r.startswith(c) or c.startswith(r) for r in rows) for c in columns if len(c) > 1)
    return len(rows) >= _LEAST_SQUARE and alike >= _ALIKE * max(len(columns), len(rows))


def _first_word(text: str) -> str:
    return text.strip(" .").casefold().partition(" ")[0].rstrip(".")
