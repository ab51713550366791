"""Review in the browser: kept at once, shared by windows, closed to everybody else."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson
import pytest
from browser import Watched
from papers import SWIFT, write_jsonl

from claims.cli.browser.server import ReviewServer, review_server
from claims.cli.browser.session import Session
from claims.errors import ClaimsError
from claims.report.review_rows import Wanted, rows_worth_a_look
from claims.store.connection import reading
from claims.store.run import run_into

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


@pytest.fixture
def database(tmp_path: Path, invented: Path) -> Path:
    return Path(shutil.copy(invented / "claims.duckdb", tmp_path))


@pytest.fixture
def server(database: Path) -> Iterator[ReviewServer]:
    with reading(database) as connection:
        rows = rows_worth_a_look(connection, Wanted())
    with review_server(Session(database, rows, "ann"), 0) as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def ask(
    server: ReviewServer, path: str, *, body: Any = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_address[1], timeout=20)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(
        "GET" if body is None else "POST", path, None if body is None else orjson.dumps(body), given
    )
    reply = connection.getresponse()
    found = reply.status, dict(reply.getheaders()), reply.read()
    connection.close()
    return found


def say(server: ReviewServer, **body: Any) -> tuple[int, dict[str, Any]]:
    status, _, content = ask(
        server, "/say", body=body, Content_Type="application/json", X_Claims_Token=server.token
    )
    return status, orjson.loads(content)


def index_of(server: ReviewServer, quote: str) -> int:
    _, _, content = ask(server, f"/claims?token={server.token}")
    return next(i for i, claim in enumerate(orjson.loads(content)["claims"]) if claim["quote"] == quote)


def reviewed(database: Path) -> list[tuple[Any, ...]]:
    with reading(database) as connection:
        found: list[tuple[Any, ...]] = connection.execute(
            "SELECT quote, review, corrected_fields FROM current_claims WHERE review IS NOT NULL ORDER BY quote"
        ).fetchall()
    return found


def test_a_verdict_is_in_the_database_when_it_is_answered(server: ReviewServer, database: Path) -> None:
    status, answer = say(server, index=index_of(server, "73%"), verdict="right")
    assert (status, answer["verdict"]) == (200, "right")
    assert reviewed(database) == [("73%", "right", [])]
    assert (
        say(server, index=index_of(server, "73%"), verdict="wrong", values={"baseline": "BigCache"})[0] == 200
    )
    assert reviewed(database) == [("73%", "corrected", ["baseline"])]
    assert say(server, index=index_of(server, "73%"), verdict="undo")[0] == 200
    assert reviewed(database) == []


def test_an_edit_that_does_not_hold_is_refused_and_nothing_is_kept(
    server: ReviewServer, database: Path
) -> None:
    status, answer = say(
        server, index=index_of(server, "73%"), verdict="wrong", values={"baseline": "HugeCache"}
    )
    assert (status, "does not stand in" in answer["error"]) == (422, True)
    assert reviewed(database) == []


@pytest.mark.parametrize(
    "body",
    [
        {}, {"index": -1, "verdict": "right"}, {"index": 99, "verdict": "right"}, {"index": 0, "verdict": "drop"},
        {"index": 0, "verdict": "wrong", "values": {"rule": "mine"}}, {"index": "0", "verdict": "right"},
        {"index": 0, "verdict": "wrong", "values": {"lo": "many"}}, [], {"index": 0, "verdict": ["right"]},
    ],
)  # fmt: skip
def test_what_is_no_verdict_is_refused(server: ReviewServer, database: Path, body: Any) -> None:
    assert ask(
        server, "/say", body=body, Content_Type="application/json", X_Claims_Token=server.token
    )[0] == 422  # fmt: skip
    assert reviewed(database) == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X_Claims_Token": "guessed"},
        {"Host": "evil.example:80"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
    ],
    ids=["no token", "another token", "rebinding", "foreign origin", "no origin", "cross-site"],
)
def test_only_the_page_itself_is_answered(
    server: ReviewServer, database: Path, headers: dict[str, str]
) -> None:
    token = {} if not headers or "X_Claims_Token" in headers else {"X_Claims_Token": server.token}
    given = {"Content_Type": "application/json", **token, **headers}
    assert ask(server, "/say", body={"index": 0, "verdict": "right"}, **given)[0] == 403
    assert reviewed(database) == []
    query = f"?token={server.token}" if token else "?token=guessed"
    assert (
        ask(server, f"/claims{query}", **{k: v for k, v in headers.items() if k != "X_Claims_Token"})[0]
        == 403
    )


def test_the_page_may_not_be_framed_and_runs_nothing_from_elsewhere(server: ReviewServer) -> None:
    status, headers, page = ask(server, f"/?token={server.token}")
    assert (status, headers["X-Frame-Options"]) == (200, "DENY")
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert b"http://" not in page.replace(b"http://www.w3.org", b"")


def test_a_form_of_another_page_cannot_say_anything(server: ReviewServer) -> None:
    given = {"Content_Type": "text/plain", "X_Claims_Token": server.token}
    assert ask(server, "/say", body={"index": 0, "verdict": "right"}, **given)[0] == 404


def test_it_listens_on_this_machine_alone(server: ReviewServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    with pytest.raises(ClaimsError, match=f"--port {server.server_address[1]}: Address already in use"):
        review_server(server.session, server.server_address[1])


def test_a_kill_loses_no_verdict(database: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "import sys; from claims.cli import main; sys.exit(main())",
        "review",
        "--serve",
        "--by",
        "ann",
        "--db",
        str(database),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = urlsplit(process.stdout.readline().split()[-1])
        connection = http.client.HTTPConnection("127.0.0.1", address.port or 0, timeout=60)
        headers = {"Content-Type": "application/json", "X-Claims-Token": parse_qs(address.query)["token"][0]}
        for index in (0, 1):
            connection.request("POST", "/say", orjson.dumps({"index": index, "verdict": "right"}), headers)
            assert connection.getresponse().read()
        os.kill(process.pid, signal.SIGKILL)
    assert len(reviewed(database)) == 2


# --- in a real browser -------------------------------------------------------------------------------------


def opened(watched: Watched, server: ReviewServer) -> Any:
    page = watched.page
    page.goto(server.address)
    page.wait_for_selector("#claim:not([hidden])")
    return page


def shows(page: Any, selector: str, words: str) -> None:
    """Wait until an element holds some words; the policy of the page forbids what would look for them in it."""
    from playwright.sync_api import expect

    expect(page.locator(selector)).to_contain_text(words, timeout=15_000)


@pytest.mark.browser
def test_by_keyboard_alone(watched: Watched, server: ReviewServer, database: Path) -> None:
    page = opened(watched, server)
    assert page.text_content("#place") == "Claim 1 of 6"
    first = page.text_content("#sentence mark")
    page.keyboard.press("r")
    shows(page, "#place", "Claim 2 of 6")
    second = page.text_content("#sentence mark")
    page.keyboard.press("n")
    shows(page, "#place", "Claim 3 of 6")
    page.keyboard.press("b")
    assert page.text_content("#verdict") == "No claim"
    page.keyboard.press("j")
    assert page.text_content("#place") == "Claim 3 of 6"
    third = page.text_content("#sentence mark")
    page.keyboard.press("e")
    page.fill("#field-baseline", "SwiftCache")
    page.keyboard.press("Enter")
    shows(page, "#count", "3 of 6 have a verdict")
    assert page.evaluate("document.getElementById('progress').value") == 3
    found = {quote: review for quote, review, _ in reviewed(database)}
    assert found[first] == "right"
    assert second not in found
    assert found[third] in ("corrected", "right")
    assert (watched.errors, watched.elsewhere) == ([], [])


@pytest.mark.browser
def test_a_second_window_sees_the_verdicts_of_the_first(watched: Watched, server: ReviewServer) -> None:
    page = opened(watched, server)
    other = page.context.new_page()
    other.goto(server.address)
    other.wait_for_selector("#claim:not([hidden])")
    page.click("#right")
    shows(other, "#verdict", "Right")
    assert other.text_content("#count").startswith("1 of 6")


@pytest.mark.browser
def test_a_mistake_in_an_edit_is_told_where_it_is_made(watched: Watched, server: ReviewServer) -> None:
    page = opened(watched, server)
    page.click("#edit")
    page.fill("#field-baseline", "HugeCache")
    page.keyboard.press("Enter")
    shows(page, "#message", "does not stand in")
    assert page.is_visible("#form")


@pytest.mark.browser
@pytest.mark.parametrize("watched", [PHONE], indirect=True)
def test_on_a_phone_nothing_is_cut_off_and_fingers_meet_the_keys(
    watched: Watched, server: ReviewServer
) -> None:
    page = opened(watched, server)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for key in ("right", "wrong", "none", "edit", "back", "next"):
        box = page.locator(f"#{key}").bounding_box()
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
    page.tap("#edit")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
def test_it_is_accessible(watched: Watched, server: ReviewServer) -> None:
    page = opened(watched, server)
    assert watched.serious_violations() == []
    page.click("#edit")
    assert watched.serious_violations() == []


@pytest.mark.browser
def test_words_of_papers_stay_words(watched: Watched, tmp_path: Path) -> None:
    odd = {
        **SWIFT,
        "title": "<img src=x onerror=alert(1)>",
        "abstract": "<script>x</script> is 9x faster than <b>vLLM</b>.",
    }
    database = tmp_path / "odd.duckdb"
    run_into(database, [write_jsonl(tmp_path / "odd.jsonl", [odd])])
    with reading(database) as connection:
        rows = rows_worth_a_look(connection, Wanted())
    with review_server(Session(database, rows, "<i>ann</i>"), 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = opened(watched, server)
        assert page.text_content("#sentence") == odd["abstract"]
        assert page.locator("main img, main b, main script, header i").count() == 0
        server.shutdown()
    assert not any("alert" in error for error in watched.errors)
