"""How much of a file goes by from one record to the next, for parsers that build each record in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claims.errors import ClaimsError
from claims.sources.format import MAX_RECORD, TOO_LARGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from claims.sources.format import Source

# Parsers ask for more at a time where they may; a record is told from the next only in steps of this size.
_STEP = 64 * 1024


class Metered:
    """A stream that ends where one record goes on and on.

    Attributes:
        source: What it reads.
        since: Bytes that went by since the last record was complete.
    """

    def __init__(self, source: Source, check: Callable[[bytes], str | None] = lambda data: None) -> None:
        """Read a source.

        Args:
            source: The open file.
            check: Says what is wrong with a piece of it, or None.
        """
        self.source = source
        self._check = check
        self.since = 0

    def complete(self) -> None:
        """Note that a record is complete: what comes now belongs to the next."""
        self.since = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return up to ``size`` bytes, or as many as are read at a time.

        Raises:
            ClaimsError: The record is larger than MAX_RECORD, or something else is wrong with the bytes.
        """
        data = self.source.stream.read(min(size, _STEP) if size > 0 else _STEP if size else 0)
        self.since += len(data)
        problem = TOO_LARGE if self.since > MAX_RECORD + _STEP else self._check(data)
        if problem is not None:
            msg = f"{self.source.label}: {problem}; fetch it again, or make it JSON Lines"
            raise ClaimsError(msg)
        return data
