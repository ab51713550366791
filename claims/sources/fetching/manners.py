"""Manners of asking: not too often, again after a while where a service is busy, and not for ever."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic, sleep
from typing import TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from claims.errors import ClaimsError

_Answer = TypeVar("_Answer")

ATTEMPTS = 6
BUSY = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 522, 524})
"""Statuses that may be others a while later."""
_FIRST_WAIT, _LONGEST_WAIT = 5.0, 120.0
_LONGEST_ASKED_FOR = 600.0


class BusyError(Exception):
    """A service cannot answer now, or its answer was cut."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        """Tell what happened.

        Args:
            reason: What it was.
            seconds: After how many the service asks to come back, where it says so.
        """
        super().__init__(reason)
        self.seconds = seconds


class Manners:
    """How one service is asked; waits between requests, and asks again what was not answered."""

    def __init__(self, service: str, interval: float, on_wait: Callable[[str], None]) -> None:
        """Set the pace.

        Args:
            service: How messages call the service.
            interval: Least seconds between the beginnings of two requests.
            on_wait: Told in one line why a request has to wait.
        """
        self.service = service
        self._interval = interval
        self._on_wait = on_wait
        self._last = -math.inf

    def ask(self, request: Callable[[], _Answer]) -> _Answer:
        """Return what a request gives, in the end.

        Args:
            request: Asks once; raises BusyError where it makes sense to ask again.

        Raises:
            ClaimsError: The service has not answered, however often it was asked, or wants to be left alone for long.
        """
        retrying = Retrying(
            sleep=sleep,
            stop=stop_after_attempt(ATTEMPTS),
            wait=self._wait,
            retry=retry_if_exception_type(BusyError),
            before_sleep=self._tell,
            reraise=True,
        )
        try:
            answer: _Answer = retrying(self._in_time, request)
        except BusyError as error:
            raise ClaimsError(
                f"{self.service} has not answered, asked {ATTEMPTS} times: {error}; try again later"
            ) from error
        return answer

    def _in_time(self, request: Callable[[], _Answer]) -> _Answer:
        early = self._last + self._interval - monotonic()
        if early > 0:
            sleep(early)
        self._last = monotonic()
        return request()

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked_for = error.seconds if isinstance(error, BusyError) else None
        if asked_for is None:
            return min(_FIRST_WAIT * 2.0 ** (state.attempt_number - 1), _LONGEST_WAIT)
        if asked_for > _LONGEST_ASKED_FOR:
            minutes = math.ceil(asked_for / 60)
            raise ClaimsError(f"{self.service} wants to be left alone for {minutes} minutes ({error})")
        return asked_for

    def _tell(self, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        seconds = math.ceil(state.next_action.sleep) if state.next_action else 0
        self._on_wait(f"{self.service}: {error}; asking again in {seconds} s")


def seconds_until(retry_after: str | None) -> float | None:
    """Return what a header Retry-After says, as seconds from now: it holds a number or a date.

    >>> seconds_until("30"), seconds_until("soon"), seconds_until(None)
    (30.0, None, None)
    """
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        when = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
