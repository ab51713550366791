"""One review: claims to be looked at, and what is said of them; each verdict is in the database at once."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from claims.errors import ClaimsError
from claims.judging.review.correction import SheetRow
from claims.judging.review.fields import CORRECTABLE, VERDICTS, equal, value_of
from claims.report.review_rows import ReviewRow
from claims.report.review_sheet import record_of
from claims.store.correct import writing
from claims.store.corrections import Takes, take
from claims.store.shown import show_papers

_SAYABLE = frozenset(VERDICTS) | {"undo"}
_LONGEST = 4_000


class RefusedError(Exception):
    """A verdict that is not taken; the text says why."""


class Session:
    """The claims of a review, and what is said of them while it lasts.

    Any number of windows may take part; each asks for what was said since it last asked.
    """

    def __init__(self, database: Path, rows: Sequence[ReviewRow], by: str) -> None:
        self.by = by
        self._database = database
        self._rows = rows
        self._said: dict[int, dict[str, Any]] = {}
        self._sequence = 0
        self._lock = threading.Lock()

    def claims(self) -> dict[str, Any]:
        """Return all claims as the page shows them, and what has been said so far."""
        shown = []
        for row in self._rows:
            record = record_of(row)
            record["marked"] = row.marked
            del record["sentence"], record["verdict"], record["why"]
            shown.append(record)
        return {"by": self.by, "claims": shown, **self.since(0)}

    def since(self, sequence: int) -> dict[str, Any]:
        """Return what was said after so many verdicts."""
        with self._lock:
            later = [said for said in self._said.values() if said["sequence"] > sequence]
            return {"sequence": self._sequence, "said": sorted(later, key=lambda said: said["sequence"])}

    def say(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Keep a verdict; when this returns, it is in the database.

        Args:
            given: ``index`` of the claim, ``verdict``, perhaps ``values`` of changed fields and ``why``.

        Raises:
            RefusedError: It does not hold, or is none.
        """
        index, verdict, values, why = _checked(given, len(self._rows))
        fields = self._rows[index].fields
        read = {name: fields[name] for name in CORRECTABLE}
        try:
            changed = {name: value_of(name, value) for name, value in values.items()}
        except ValueError as error:
            raise RefusedError(str(error)) from error
        changed = {name: value for name, value in changed.items() if not equal(value, read[name])}
        row = SheetRow(
            place="this claim", paper=fields["paper_id"], quote=fields["quote"], occurrence=fields["occurrence"],
            verdict=verdict, values=changed, read=read, why=why, digest=fields["digest"],
        )  # fmt: skip
        with self._lock:
            self._keep(row)
            self._sequence += 1
            self._said[index] = {
                "index": index, "verdict": "" if verdict == "undo" else verdict, "values": changed, "why": why,
                "sequence": self._sequence,
            }  # fmt: skip
            return self._said[index]

    @property
    def number(self) -> int:
        """How many claims have a verdict."""
        return sum(bool(said["verdict"]) for said in self._said.values())

    def _keep(self, row: SheetRow) -> None:
        how = Takes(by=self.by, at=datetime.now(UTC).replace(tzinfo=None, microsecond=0))
        try:
            with writing(self._database) as connection:
                taken = take(connection, [row], how)
                if taken.problems:
                    raise RefusedError(taken.problems[0].reason)
                show_papers(connection, taken.papers)
        except ClaimsError as error:
            raise RefusedError(str(error)) from error


def _checked(given: Mapping[str, Any], number: int) -> tuple[int, str, Mapping[str, Any], str]:
    index, verdict = given.get("index"), given.get("verdict")
    values, why = given.get("values") or {}, given.get("why") or ""
    if not (isinstance(index, int) and 0 <= index < number):
        raise RefusedError("no such claim")
    if not isinstance(verdict, str) or verdict not in _SAYABLE:
        raise RefusedError("no such verdict")
    if not isinstance(values, dict) or not set(values) <= set(CORRECTABLE):
        raise RefusedError("no such field")
    if not isinstance(why, str) or len(why) > _LONGEST:
        raise RefusedError("the reason is too long")
    return index, verdict, values, why
