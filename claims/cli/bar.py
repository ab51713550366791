"""A line on the terminal that says how much is done, how fast it goes, and how long it will take."""

from __future__ import annotations

import sys
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.text import Text

# Seconds: what was kept from an earlier command comes at once, and says nothing of what is to come.
_OF_LATE = 60.0


def status(done: float, total: float | None, seconds: float, rate: float | None = None) -> str:
    """Return share, rate and time left, as far as they are known.

    >>> status(500, 2000, 4.0)
    '25% · 125/s · 0:12 left'
    >>> status(500, None, 4.0)
    '125/s · 0:04 so far'
    >>> status(0, 2000, 0.5)
    '0% · 0:00 so far'

    Args:
        done: How many papers are done.
        total: How many there are.
        seconds: How long it has taken.
        rate: How many papers a second there were of late; without it, those since the beginning.
    """
    if not rate:
        rate = done / seconds if seconds > 0 else 0.0
    share = [f"{min(100, int(100 * done / total))}%"] if total else []
    speed = [f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s"] if done else []
    time = (
        f"{_clock(max(0.0, total - done) / rate)} left"
        if total and done and rate
        else f"{_clock(seconds)} so far"
    )
    return " · ".join([*share, *speed, time])


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


class _Status(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(status(task.completed, task.total, task.elapsed or 0.0, task.speed))


class Bar:
    """The line, shown while the block runs; it is gone behind it."""

    def __init__(self, further: str) -> None:
        """Make it.

        Args:
            further: What it says besides, a format over ``task.fields``.
        """
        self._shown = Progress(
            SpinnerColumn(),  # turns from the beginning, before the first batch is done
            TextColumn("{task.completed:,.0f} papers"),
            BarColumn(bar_width=12),
            _Status(),
            TextColumn(further),
            console=Console(stderr=True),
            transient=True,
            speed_estimate_period=_OF_LATE,
        )
        self._task = self._shown.add_task("", total=None, claims=0)

    def __enter__(self) -> Bar:
        self._shown.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._shown.stop()
        sys.stderr.flush()

    def expect(self, papers: int | None) -> None:
        """Say how many papers there will be in all, as far as that is known."""
        self._shown.update(self._task, total=papers)

    def advance(self, papers: int, claims: int = 0) -> None:
        """Say how many more papers are done, and how many claims there are by now."""
        self._shown.update(self._task, advance=papers, claims=claims)
