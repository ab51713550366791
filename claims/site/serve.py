"""Serve a site on this machine, for a look at it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from claims.errors import ClaimsError

HOST = "127.0.0.1"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and says nothing of it."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: requests are those of one person."""


def serve(folder: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve a folder until Ctrl-C.

    Args:
        folder: The site.
        port: Port on 127.0.0.1; 0 for any that is free.
        ready: Told the address when it can be opened.

    Raises:
        ClaimsError: The port is taken.
    """
    try:
        server = ThreadingHTTPServer((HOST, port), partial(Quiet, directory=str(folder)))
    except OSError as error:
        raise ClaimsError(
            f"port {port} of {HOST}: {error.strerror or error}: give another one to --port"
        ) from error
    with server:
        ready(f"http://{HOST}:{server.server_address[1]}/")
        with contextlib.suppress(KeyboardInterrupt):
            server.serve_forever()
