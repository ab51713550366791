"""A session of requests that asks politely and gives nothing but whole answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import requests
from urllib3.exceptions import HTTPError as Urllib3Error
from urllib3.exceptions import NameResolutionError

from claims.errors import ClaimsError
from claims.sources.fetching.answers import check_status
from claims.sources.fetching.manners import BusyError
from claims.sources.fetching.service import Access

_SECONDS = 60.0


class PoliteSession(requests.Session):
    """Waits, tries again, and says what is wrong in one line; for our requests, and for clients that take a session."""

    def __init__(self, access: Access, check: Callable[[requests.Response], object]) -> None:
        """Set up.

        Args:
            access: How the service is asked.
            check: Raises BusyError where an answer is not whole.
        """
        super().__init__()
        self._access = access
        self._check = check

    def request(self, method: Any, url: Any, *arguments: Any, **options: Any) -> requests.Response:
        """Ask as :meth:`requests.Session.request` does, until there is an answer.

        Raises:
            ClaimsError: There is none.
        """
        options.setdefault("timeout", _SECONDS)
        # Clients name themselves; it is this program that asks.
        options["headers"] = {
            **{
                name: value
                for name, value in (options.get("headers") or {}).items()
                if name.lower() != "user-agent"
            },
            "User-Agent": self._access.user_agent,
        }
        return self._access.manners.ask(lambda: self._once(method, url, *arguments, **options))

    def _once(self, method: Any, url: Any, *arguments: Any, **options: Any) -> requests.Response:
        service = self._access.manners.service
        try:
            response = super().request(method, url, *arguments, **options)
        except (
            requests.ConnectionError,
            requests.Timeout,
            requests.exceptions.ChunkedEncodingError,
        ) as error:
            if isinstance(_cause(error), NameResolutionError):
                raise ClaimsError(
                    f"{service} cannot be reached: {_host(error)}: no such name: are you online?"
                ) from error
            raise BusyError(_reason(error)) from error
        except requests.exceptions.ContentDecodingError as error:
            raise BusyError("an answer that is cut") from error
        except requests.RequestException as error:
            raise ClaimsError(f"{service} cannot be asked: {error}") from error
        check_status(service, response.status_code, response.headers.get("Retry-After"), response.content)
        self._check(response)
        return response


def _cause(error: requests.RequestException) -> object:
    inner = error.args[0] if error.args else None
    return getattr(inner, "reason", inner)


def _host(error: requests.RequestException) -> str:
    request = error.request
    return str(request.url).split("/")[2] if request is not None and request.url else "its address"


def _reason(error: requests.RequestException) -> str:
    cause = _cause(error)
    if isinstance(error, requests.Timeout):
        return f"no answer within {_SECONDS:.0f} s"
    if isinstance(error, requests.exceptions.ChunkedEncodingError) or "IncompleteRead" in repr(cause):
        return "an answer that is cut"
    return "no connection" if isinstance(cause, Urllib3Error) else "the connection has ended"
