"""A real browser for tests of pages: Debian's Chromium, driven by Playwright, that reaches nothing but this machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Route

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_HERE = {"127.0.0.1", "localhost", "::1"}
_SERIOUS = {"serious", "critical"}


@dataclass
class Watched:
    """A page in the browser, and what it must not do.

    Attributes:
        page: The page.
        errors: What it has written on the console as an error, or thrown.
        elsewhere: Addresses on other machines that it has asked for; none of them is reached.
    """

    page: Page
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def watch(self) -> Watched:
        """Begin to note errors, and to keep requests on this machine."""
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._said)
        self.page.route("**/*", self._asked)
        return self

    def serious_violations(self) -> list[str]:
        """Return what axe-core finds serious or critical about the page as it stands, with what it is about."""
        axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
        found: dict[str, Any] = axe.Axe().run(self.page, options={"preload": False}).response
        return [
            f"{violation['id']}: {node['html'][:200]}"
            for violation in found["violations"]
            if violation["impact"] in _SERIOUS
            for node in violation["nodes"]
        ]

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _asked(self, route: Route) -> None:
        parts = urlsplit(route.request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in _HERE:
            self.elsewhere.append(route.request.url)
            route.abort()
        else:
            route.continue_()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A browser; what asks for it is skipped where there is none. `make browser` installs what it needs."""
    api = pytest.importorskip("playwright.sync_api", reason="no Playwright: pip install 'claimsdb[browser]'")
    path = os.environ.get("CLAIMS_CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on PATH: apt-get install chromium, or name one in CLAIMS_CHROMIUM")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def watched(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Watched]:
    """A new page of 1280 by 900 pixels, or of what the test says: ``indirect`` parameters of ``new_context``."""
    options: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, **getattr(request, "param", {})}
    context = chromium.new_context(**options)
    context.set_default_timeout(15_000)
    yield Watched(context.new_page()).watch()
    context.close()
