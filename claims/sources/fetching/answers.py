"""Answers of services: whether they are whole, and what they say where they refuse."""

from __future__ import annotations

from typing import Any

import orjson
from lxml import etree

from claims.errors import ClaimsError
from claims.files.untrusted_xml import SETTINGS
from claims.sources.fetching.manners import BUSY, BusyError, seconds_until

_LONGEST = 160


def check_status(service: str, status: int, retry_after: str | None, body: bytes) -> None:
    """Make sure that an answer is one.

    Args:
        service: How messages call the service.
        status: The status of HTTP.
        retry_after: The header of that name.
        body: What the service says.

    Raises:
        BusyError: It may be one later.
        ClaimsError: It will not be.
    """
    if status in BUSY:
        raise BusyError(f"HTTP {status}", seconds_until(retry_after))
    if status >= 400:
        said = _said(body)
        raise ClaimsError(f"{service} refuses the request: HTTP {status}{f': {said}' if said else ''}")


def json_of(body: bytes) -> Any:
    """Return an answer in JSON.

    Raises:
        BusyError: It is not whole.
    """
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise BusyError("an answer that is cut or no JSON") from error


def xml_of(body: bytes, name: str) -> etree._Element:
    """Return the root of an answer in XML.

    Args:
        body: The answer.
        name: How the root is called.

    Raises:
        BusyError: It is not whole, or of somebody else: networks send their own pages to who has not logged in.
    """
    try:
        root = etree.fromstring(body, etree.XMLParser(**SETTINGS))
    except etree.XMLSyntaxError as error:
        raise BusyError("an answer that is cut or no XML") from error
    if etree.QName(root).localname != name:
        raise BusyError("a page of somebody else in place of an answer")
    return root


def _said(body: bytes) -> str:
    """Return the message in a refusal, on one line, as far as there is one."""
    try:
        answer = orjson.loads(body)
    except orjson.JSONDecodeError:
        text = body[: 4 * _LONGEST].decode("utf-8", "replace")
        return "" if text.lstrip().startswith("<") else " ".join(text.split())[:_LONGEST]
    if not isinstance(answer, dict):
        return ""
    words = [str(answer[name]) for name in ("error", "message") if isinstance(answer.get(name), str)]
    return " ".join(": ".join(words).split())[:_LONGEST]
