"""What reading left over: records that gave no paper, and fields that were not understood, told once a command."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, BinaryIO

from claims.cli.messages import say
from claims.cli.output import say_left_out
from claims.files.escaping import for_json
from claims.sources.streams import shown

if TYPE_CHECKING:
    from claims.model import Reject


class OddFields:
    """Counts the fields of records that were not understood, and remembers the first value of each."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._first: dict[str, str] = {}

    def __call__(self, file: str, field: str, value: str) -> None:
        """Take note of one."""
        self._counts[field] += 1
        self._first.setdefault(field, f"{value!r} in {shown(file)}")

    def tell(self) -> None:
        """Say in one line which fields were not understood, how often, and what the first looked like."""
        if self._counts:
            told = "; ".join(
                f"{field} in {number:,} {'record' if number == 1 else 'records'} ({self._first[field]})"
                for field, number in self._counts.most_common()
            )
            say(f"not understood, and left empty: {told}")


class Rejects:
    """Counts records that gave no paper, remembers the first, and writes them down where a file is asked for.

    Attributes:
        broken: Records that could not be read.
        without_abstract: Records with nothing wrong, but for having no abstract.
    """

    def __init__(self, stream: BinaryIO | None) -> None:
        self.broken = 0
        self.without_abstract = 0
        self._first = self._first_without = ""
        self._stream = stream

    def __call__(self, reject: Reject) -> None:
        """Count one record."""
        from dataclasses import asdict  # noqa: PLC0415 - most input has no rejects

        import orjson  # noqa: PLC0415

        told = f"{reject.source}: {reject.place}: {reject.reason}"
        if reject.no_abstract:
            self.without_abstract += 1
            self._first_without = self._first_without or told
        else:
            self.broken += 1
            self._first = self._first or told
        if self._stream is not None:
            self._stream.write(for_json(orjson.dumps(asdict(reject))) + b"\n")

    @property
    def where(self) -> str:
        """Where the records that were left out can be seen, for a message."""
        return f"the first: {self._first or self._first_without}; --rejects PATH keeps all"


def tell_leftovers(broken: int, without_abstract: int, where: str, *, strict: bool) -> None:
    """Say which records gave no paper; where any was broken, or counts as such, end with status 1.

    Args:
        broken: Records that could not be read.
        without_abstract: Records without abstract.
        where: What shows them.
        strict: Whether a record without abstract counts as broken.
    """
    if without_abstract:
        have = "1 record has" if without_abstract == 1 else f"{without_abstract:,} records have"
        say(f"{have} no abstract")
    left_out = broken + (without_abstract if strict else 0)
    if left_out:
        say_left_out(left_out, where)
