"""A server for one review, which only this machine and the owner of its address can reach."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from claims.cli.browser.session import RefusedError, Session
from claims.errors import ClaimsError
from claims.judging.review.fields import CHOICES, CORRECTABLE, LISTS
from claims.report.pages import templates
from claims.report.review_rows import Wanted, rows_worth_a_look
from claims.store.connection import reading
from claims.syntax.vocabulary import metrics

HOST = "127.0.0.1"
_LONGEST_REQUEST = 64 * 1024
_HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def serve_review(database: Path, wanted: Wanted, *, by: str, port: int, tell: Callable[[str], None]) -> None:
    """Serve a review until it is interrupted.

    Args:
        database: The database.
        wanted: Which claims.
        by: Who looks at them.
        port: Port to listen at; 0 for any that is free.
        tell: Says where to.

    Raises:
        ClaimsError: There is nothing to look at, or the port is taken.
    """
    with reading(database) as connection:
        rows = rows_worth_a_look(connection, wanted)
    if not rows:
        raise ClaimsError(
            "nothing to look at: no claim fits, or somebody has looked at all of them: add --again"
        )
    session = Session(database, rows, by)
    with review_server(session, port) as server:
        tell(f"{len(rows)} claims at {server.address}")
        tell("Each verdict is in the database at once. Ctrl-C ends it.")
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            tell(f"{session.number} verdicts by {by} are in {database}")


class ReviewServer(ThreadingHTTPServer):
    """Listens on this machine alone.

    Attributes:
        session: The review.
        token: What every request has to know.
    """

    daemon_threads = True

    def __init__(self, session: Session, port: int) -> None:
        self.session = session
        self.token = secrets.token_urlsafe(24)
        super().__init__((HOST, port), _Handler)

    @property
    def hosts(self) -> frozenset[str]:
        """What the browser calls this server: any other name leads here by a trick of somebody's name server."""
        return frozenset(f"{name}:{self.server_address[1]}" for name in (HOST, "localhost"))

    @property
    def address(self) -> str:
        """Address of the page, with the token."""
        return f"http://{HOST}:{self.server_address[1]}/?token={self.token}"


def review_server(session: Session, port: int) -> ReviewServer:
    """Return a server that listens and does not answer yet.

    Raises:
        ClaimsError: The port is taken, or not allowed.
    """
    try:
        return ReviewServer(session, port)
    except OSError as error:
        raise ClaimsError(
            f"--port {port}: {error.strerror or error}: take another, or none for any that is free"
        ) from error


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    server_version = "claims"
    sys_version = ""
    timeout = 20

    def do_GET(self) -> None:
        """Answer the page, or what it asks for."""
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        if not self._is_allowed(query.get("token", [""])[0]):
            return
        if url.path == "/":
            self._page()
        elif url.path == "/claims":
            self._json(self.server.session.claims())
        elif url.path == "/said":
            since = query.get("since", ["0"])[0]
            self._json(self.server.session.since(int(since) if since.isdecimal() else 0))
        else:
            self._json({"error": "no such page"}, HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        """Keep a verdict."""
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > _LONGEST_REQUEST:
            self.close_connection = True
            self._json({"error": "too long"}, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        body = self.rfile.read(int(length))  # left unread, it would break off the answer
        if not self._is_allowed(self.headers.get("X-Claims-Token", "")):
            return
        if urlsplit(self.path).path != "/say" or self.headers.get_content_type() != "application/json":
            self._json({"error": "no such page"}, HTTPStatus.NOT_FOUND)
        else:
            self._say(body)

    def _say(self, body: bytes) -> None:
        try:
            given = orjson.loads(body)
        except orjson.JSONDecodeError:
            given = None
        try:
            self._json(self.server.session.say(given if isinstance(given, dict) else {}))
        except RefusedError as error:
            self._json({"error": str(error)}, HTTPStatus.UNPROCESSABLE_ENTITY)

    def _is_allowed(self, token: str) -> bool:
        """Return whether a request is from the page of this server; else say that it is not."""
        host, origin = self.headers.get("Host", ""), self.headers.get("Origin")
        is_ours = host in self.server.hosts and origin in (None, f"http://{host}")
        is_ours = is_ours and self.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
        if is_ours and secrets.compare_digest(token.encode(), self.server.token.encode()):
            return True
        self._json(
            {"error": "not allowed: open the address that `claims review --serve` shows"},
            HTTPStatus.FORBIDDEN,
        )
        return False

    def _page(self) -> None:
        nonce = secrets.token_urlsafe(16)
        page = templates("claims.cli.browser").get_template("review.html.j2")
        text = page.render(nonce=nonce, token=self.server.token, settings=_settings())
        policy = (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; "
            "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        self._answer(
            text.encode(), "text/html; charset=utf-8", HTTPStatus.OK, {"Content-Security-Policy": policy}
        )

    def _json(self, content: Any, status: HTTPStatus = HTTPStatus.OK) -> None:
        more = {"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'"}
        self._answer(orjson.dumps(content), "application/json", status, more)

    def _answer(self, content: bytes, kind: str, status: HTTPStatus, more: dict[str, str]) -> None:
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(content)), **_HEADERS, **more}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the address holds the token."""


def _settings() -> dict[str, Any]:
    return {
        "fields": CORRECTABLE,
        "lists": sorted(LISTS),
        "choices": {name: list(values) for name, values in CHOICES.items()},
        "metrics": sorted(metrics()),
    }
