"""``claims review --diff``: what two runs, or two accepted states, read differently, and what people say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from claims.cli.messages import say, tell
from claims.cli.output import output_to, show

if TYPE_CHECKING:
    from claims.judging.difference import Difference
    from claims.report.review_diff import Kept, Texts, Verdicts


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What differs between two states.

    Attributes:
        found: Claims gained, lost and changed.
        texts: Title and hash of the abstract of their papers; of some papers nobody may have the text.
        verdicts: What people say of claims.
    """

    found: Sequence[Difference]
    texts: Texts
    verdicts: Verdicts


def states_of(db: Path, states: tuple[str, str], sheets: Sequence[Path]) -> Moved:
    """Compare two runs of a database, or two folders of accepted states.

    Args:
        db: The database, which may be missing for folders: only the verdicts are taken from it.
        states: Two numbers, or two paths.
        sheets: Filled sheets of differences.

    Raises:
        ClaimsError: It is neither, or one of them is not there.
    """
    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.judging.review.sheets import read_sheet  # noqa: PLC0415
    from claims.report.review_diff import texts_of, verdicts_in, verdicts_of  # noqa: PLC0415
    from claims.store.connection import reading  # noqa: PLC0415
    from claims.store.history import differences_between  # noqa: PLC0415

    told, problems = verdicts_in(row for sheet in sheets for row in read_sheet(sheet))
    if problems:
        more = f" (and {len(problems) - 1} more rows)" if len(problems) > 1 else ""
        raise ClaimsError(f"{problems[0]}{more}")
    if all(state.isdecimal() for state in states):
        with reading(db) as connection:
            found = differences_between(connection, int(states[0]), int(states[1]))
            return Moved(
                found=found, texts=texts_of(connection), verdicts=_both(verdicts_of(connection), told)
            )
    if not all(Path(state).is_dir() for state in states):
        raise ClaimsError(
            f"--diff {' '.join(states)}: give the numbers of two runs (`claims runs` lists them), "
            "or two folders of accepted states (`claims accept` writes them)"
        )
    moved = _accepted(states)
    if db.exists():
        with reading(db) as connection:
            told = _both(verdicts_of(connection), told)
    return Moved(found=moved.found, texts=moved.texts, verdicts=told)


def _accepted(states: tuple[str, str]) -> Moved:
    from claims.judging.accepted_states import differences_between_states  # noqa: PLC0415
    from claims.store.known import digest_of  # noqa: PLC0415

    moved = differences_between_states(Path(states[0]), Path(states[1]))
    for name in moved.missing:
        say(f"{name}: its texts are not on this machine: counted, and not in the sheet")
    texts = {key: (paper.title, digest_of(paper.abstract)) for key, paper in moved.papers.items()}
    return Moved(found=moved.found, texts=texts, verdicts={})


def _both(first: Verdicts, second: Verdicts) -> Verdicts:
    return {key: [*first.get(key, ()), *second.get(key, ())] for key in first.keys() | second.keys()}


def review_difference(moved: Moved, kept: Kept, output: Path | None, *, top: int, excel: bool) -> None:
    """Write what changed as a sheet, or show what the verdicts say of it.

    Args:
        moved: From :func:`states_of`.
        kept: Which of it.
        output: A sheet; None for the summary.
        top: Most rows of the sheet.
        excel: Write CSV as Excel knows it.

    Raises:
        ClaimsError: It is no name of a sheet, or there is no such metric.
    """
    from claims.errors import ClaimsError  # noqa: PLC0415
    from claims.report.review_diff import record_of_difference, summary  # noqa: PLC0415

    found = kept.of(moved.found)
    if output is None:
        for line in summary(found, moved.verdicts) or ["no differences"]:
            show(line)
        return
    if Path(str(output)).suffix.lower() not in (".csv", ".jsonl"):
        raise ClaimsError(f"{output}: the name of a sheet of differences ends with .csv or .jsonl")
    readable = [each for each in found if each.paper in moved.texts]
    # Every so-manyth: rows that stand close are read by one rule, and a sample is to speak of all.
    step = max(1, len(readable) // top)
    records = [record_of_difference(each, moved.texts[each.paper]) for each in readable[::step][:top]]
    _write(records, output, excel=excel)
    tell(f"{len(records)} claims; when it is filled: claims review --diff ... --verdicts {output}")


def _write(records: Sequence[Mapping[str, object]], output: Path, *, excel: bool) -> None:
    from claims.report.review_sheet import write_csv_sheet, write_json_sheet  # noqa: PLC0415

    with output_to(output) as stream:
        if output.suffix.lower() == ".csv":
            write_csv_sheet(records, stream, excel=excel)
        else:
            write_json_sheet(records, stream)
