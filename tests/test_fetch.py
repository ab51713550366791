"""Papers from services: all of them, each once, whatever goes wrong on the way, and never faster than is polite."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import duckdb
import pytest
from services import (
    DELETED,
    Answer,
    Fault,
    Server,
    abstract,
    arxiv_of,
    day,
    entry,
    feed,
    harvest_of,
    oai_record,
    openalex_of,
    s2_paper,
    semantic_scholar_of,
    serving,
    title,
    work,
)

from claims.cli import main
from claims.errors import ClaimsError
from claims.model import Paper
from claims.sources import read_papers
from claims.sources.fetching import manners
from claims.sources.fetching.manners import ATTEMPTS, BusyError, Manners
from claims.sources.fetching.openalex import filter_of
from claims.sources.fetching.wanted import Wanted

MANY = 450
# Each service with an answer of several pages; arXiv's search gives 200 papers a page, whoever asks.
SERVICES: dict[str, tuple[Answer, int]] = {
    "arxiv": (arxiv_of([entry(number) for number in range(MANY)]), 3),
    "arxiv-harvest": (harvest_of([oai_record(number) for number in range(MANY)], 200), 3),
    "openalex": (openalex_of([work(number) for number in range(MANY)], 200), 4),  # the last one is empty
    "semantic-scholar": (semantic_scholar_of([s2_paper(number) for number in range(MANY)], 200), 3),
}
every_service = pytest.mark.parametrize("service", SERVICES)


class Clock:
    """Time that passes only when somebody waits."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(manners, "sleep", clock.sleep)
    monkeypatch.setattr(manners, "monotonic", lambda: clock.now)
    return clock


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], Server]]:
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda answer: stack.enter_context(serving(answer))


@dataclass
class Ended:
    status: int
    out: str
    errors: list[str]


Fetch = Callable[..., Ended]


@pytest.fixture
def fetch(capfd: pytest.CaptureFixture[str]) -> Fetch:
    def run(service: str, server: Server, *arguments: object) -> Ended:
        capfd.readouterr()
        status = main(["fetch", service, "--url", server.address, *map(str, arguments)])
        out, errors = capfd.readouterr()
        return Ended(status, out, errors.splitlines())

    return run


def asking(service: str) -> list[str]:
    return ["--category", "cs.AR"] if service == "arxiv-harvest" else ["caches"]


def papers_of(path: Path) -> list[Paper]:
    rejects: list[object] = []
    papers = list(read_papers([path], on_reject=rejects.append))
    assert rejects == []
    return papers


# --- what comes ---------------------------------------------------------------------------------------------


@every_service
def test_all_pages_come_and_are_read_as_papers(
    service: str, serve: Callable[[Answer], Server], fetch: Fetch, tmp_path: Path
) -> None:
    answer, pages = SERVICES[service]
    server = serve(answer)
    ended = fetch(service, server, *asking(service), "-o", tmp_path / "papers.jsonl")
    assert (ended.status, ended.errors) == (0, [f"claims: {tmp_path}/papers.jsonl: 450 papers"])
    assert len(server.asked) == pages
    papers = papers_of(tmp_path / "papers.jsonl")
    assert [paper.arxiv_id for paper in papers] == [f"2401.{number:05}" for number in range(MANY)]
    assert [paper.abstract for paper in papers] == [abstract(number) for number in range(MANY)]
    third = papers[3]
    assert (third.title, third.date, third.authors[0]) == (title(3), day(3), "Jane Doe")
    assert len(third.authors) == 2


def test_what_services_know_of_a_paper_is_kept(
    serve: Callable[[Answer], Server], fetch: Fetch, tmp_path: Path
) -> None:
    found = {}
    for service, (answer, _) in SERVICES.items():
        fetch(service, serve(answer), *asking(service), "--limit", 1, "-o", tmp_path / service)
        (found[service],) = papers_of(tmp_path / service)
    assert found["arxiv"].version == 2
    assert found["arxiv"].categories == found["arxiv-harvest"].categories == ("cs.AR", "cs.LG")
    assert found["arxiv"].comments == found["arxiv-harvest"].comments == "accepted at LarchConf"
    assert found["arxiv-harvest"].authors == ("Jane Doe", "Rick Roe Jr")
    assert found["openalex"].external_ids == ("openalex:W4390000000",)
    assert found["semantic-scholar"].external_ids == (f"s2:{0:040x}",)


@every_service
def test_no_more_than_the_limit_is_asked_for(
    service: str, serve: Callable[[Answer], Server], fetch: Fetch
) -> None:
    server = serve(SERVICES[service][0])
    ended = fetch(service, server, *asking(service), "--limit", 200)
    assert (ended.status, len(ended.out.splitlines()), len(server.asked)) == (0, 200, 1)


def test_papers_are_asked_for_by_id(serve: Callable[[Answer], Server], fetch: Fetch, tmp_path: Path) -> None:
    names = tmp_path / "ids.txt"
    names.write_text("2401.00007\n\n2401.00009\n")
    for service in ("arxiv", "semantic-scholar"):
        ended = fetch(service, serve(SERVICES[service][0]), "--ids", names, "--id", "2401.00008,2401.00007")
        assert [json.loads(line)["title"] for line in sorted(ended.out.splitlines())] == [
            title(number) for number in (7, 8, 9)
        ]
    server = serve(SERVICES["openalex"][0])
    fetch("openalex", server, "--id", "W12", "--id", "2401.00001", "--id", "https://doi.org/10.1145/7.8")
    assert [asked.given["filter"] for asked in server.asked] == [
        "doi:10.1145/7.8|10.48550/arxiv.2401.00001", "openalex_id:W12",
    ]  # fmt: skip


def test_many_ids_are_asked_for_in_portions(
    serve: Callable[[Answer], Server], fetch: Fetch, tmp_path: Path
) -> None:
    names = tmp_path / "ids.txt"
    names.write_text("\n".join(f"2401.{number:05}" for number in range(250)))
    server = serve(SERVICES["arxiv"][0])
    ended = fetch("arxiv", server, "--ids", names)
    assert len(ended.out.splitlines()) == 250
    assert [len(asked.given["id_list"].split(",")) for asked in server.asked] == [100, 100, 50]


# --- what is asked ------------------------------------------------------------------------------------------

GIVEN = ["--since", "2024", "--until", "2024-02"]


@pytest.mark.parametrize(
    ("service", "arguments", "expected"),
    [
        (
            "arxiv",
            ['"sparse attention" & GPU', "--category", "cs.AR", "--category", "cs.LG"],
            {
                "search_query": '(all:"sparse attention" AND all:& AND all:GPU) AND (cat:cs.AR OR cat:cs.LG)'
                " AND submittedDate:[202401010000 TO 202402292359]",
                "sortBy": "submittedDate",
            },
        ),
        (
            "arxiv-harvest",
            ["--category", "cs.AR"],
            {"set": "cs:cs:AR", "from": "2024-01-01", "until": "2024-02-29", "metadataPrefix": "arXiv"},
        ),
        (
            "openalex",
            ["sparse & small", "--category", "T10036"],
            {
                "search": "sparse & small",
                "filter": "has_abstract:true,from_publication_date:2024-01-01,to_publication_date:2024-02-29,"
                "topics.id:T10036",
                "sort": "publication_date:desc",
            },
        ),
        (
            "semantic-scholar",
            ["sparse & small", "--category", "Computer Science"],
            {
                "query": "sparse & small",
                "fieldsOfStudy": "Computer Science",
                "publicationDateOrYear": "2024-01-01:2024-02-29",
            },
        ),
    ],
)
def test_query_category_and_dates_are_told_in_the_words_of_the_service(
    service: str,
    arguments: list[str],
    expected: dict[str, str],
    serve: Callable[[Answer], Server],
    fetch: Fetch,
) -> None:
    server = serve(SERVICES[service][0])
    assert fetch(service, server, *arguments, *GIVEN, "--limit", 1).status == 0
    assert {name: server.asked[0].given.get(name) for name in expected} == expected


@every_service
def test_a_service_is_told_who_asks(
    service: str, serve: Callable[[Answer], Server], fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(SERVICES[service][0])
    fetch(service, server, *asking(service), "--limit", 1, "--email", "jane@larch.example")
    monkeypatch.setenv("CLAIMS_EMAIL", "rick@larch.example")
    fetch(service, server, *asking(service), "--limit", 1)
    agents = [asked.headers["user-agent"] for asked in server.asked]
    assert re.fullmatch(r"claimsdb/\S+ \(mailto:jane@larch\.example\)", agents[0])
    assert "mailto:rick@larch.example" in agents[1]


@pytest.mark.parametrize(
    ("service", "variable", "header", "value"),
    [
        ("openalex", "OPENALEX_API_KEY", "Authorization", "Bearer larch"),
        ("semantic-scholar", "S2_API_KEY", "x-api-key", "larch"),
    ],
)
def test_a_key_comes_from_the_environment(
    service: str,
    variable: str,
    header: str,
    value: str,
    serve: Callable[[Answer], Server],
    fetch: Fetch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(variable, "larch")
    server = serve(SERVICES[service][0])
    fetch(service, server, "caches", "--limit", 1)
    assert server.asked[0].headers[header.lower()] == value


# --- what goes wrong ----------------------------------------------------------------------------------------


def test_what_clients_say_to_programmers_is_not_said_to_people(
    serve: Callable[[Answer], Server], fetch: Fetch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    answer, pages = SERVICES["arxiv-harvest"]
    assert pages > 1
    fetch("arxiv-harvest", serve(answer), *asking("arxiv-harvest"), "-o", tmp_path / "papers.jsonl")
    assert [record.name for record in caplog.records if not record.name.startswith("claims")] == []


@every_service
@pytest.mark.parametrize(
    ("fault", "waited", "told"),
    [
        (Fault(429, "7"), 7, "HTTP 429; asking again in 7 s"),
        (Fault(503, "20"), 20, "HTTP 503; asking again in 20 s"),
        (Fault(503), 5, "HTTP 503; asking again in 5 s"),
        (Fault(cut="loudly"), 5, "an answer that is cut"),
        (Fault(cut="quietly"), 5, "an answer that is cut"),
        (Fault(hangs_up=True), 5, "asking again in 5 s"),
        (Fault(body=b"<html><p>Bad gateway"), 5, "an answer that is cut"),
        (Fault(body=b"<html><p>Log in to this network</p></html>"), 5, "asking again in 5 s"),
    ],
    ids=[
        "429",
        "503",
        "503 without a word",
        "cut",
        "cut in silence",
        "no answer",
        "page of a proxy",
        "page of a network",
    ],
)
def test_after_a_while_it_is_asked_again_and_nothing_is_lost(
    service: str,
    fault: Fault,
    waited: float,
    told: str,
    serve: Callable[[Answer], Server],
    fetch: Fetch,
    clock: Clock,
    tmp_path: Path,
) -> None:
    answer, pages = SERVICES[service]
    server = serve(answer)
    server.faults.extend([None, fault])
    ended = fetch(service, server, *asking(service), "-o", tmp_path / "papers.jsonl")
    assert ended.status == 0
    assert any(told in line for line in ended.errors)
    assert waited in clock.waits
    assert len(server.asked) == pages + 1
    assert len(papers_of(tmp_path / "papers.jsonl")) == MANY


@every_service
def test_one_that_is_busy_for_long_is_given_up_and_gone_on_with_later(
    service: str, serve: Callable[[Answer], Server], fetch: Fetch, clock: Clock, tmp_path: Path
) -> None:
    answer, pages = SERVICES[service]
    server, out = serve(answer), tmp_path / "papers.jsonl"
    server.faults.extend([None, *[Fault(503)] * ATTEMPTS])
    ended = fetch(service, server, *asking(service), "-o", out)
    assert ended.status == 2
    assert re.search(
        rf"has not answered, asked 6 times: HTTP 503; try again later; {out}\.unfinished keeps what is done,"
        " and the same command goes on from there$",
        ended.errors[-1],
    )
    assert not out.exists()
    assert [wait for wait in clock.waits if wait >= 5] == [5, 10, 20, 40, 80]

    server.asked.clear()
    assert fetch(service, server, *asking(service), "-o", out).status == 0
    assert len(server.asked) == pages - 1
    assert len(papers_of(out)) == MANY
    assert sorted(path.name for path in tmp_path.iterdir()) == ["papers.jsonl"]


def test_other_questions_do_not_go_on_from_there(
    serve: Callable[[Answer], Server], fetch: Fetch, tmp_path: Path
) -> None:
    server, out = serve(SERVICES["openalex"][0]), tmp_path / "papers.jsonl"
    server.faults.extend([None, *[Fault(503)] * ATTEMPTS])
    fetch("openalex", server, "caches", "-o", out)
    server.asked.clear()
    fetch("openalex", server, "stores", "-o", out)
    assert server.asked[0].given["cursor"] == "*"
    assert len(papers_of(out)) == MANY


def test_a_place_that_the_service_has_forgotten_is_found_again(
    serve: Callable[[Answer], Server], fetch: Fetch, tmp_path: Path
) -> None:
    answer, _ = SERVICES["arxiv-harvest"]
    forgets = False

    def forgetful(asked: object) -> tuple[str, bytes]:
        if forgets and asked.given.get("resumptionToken") == "at 200" and len(server.asked) == 1:  # type: ignore[attr-defined]
            asked.given["resumptionToken"] = "expired"  # type: ignore[attr-defined]
        return answer(asked)  # type: ignore[arg-type]

    server, out = serve(forgetful), tmp_path / "papers.jsonl"
    server.faults.extend([None, *[Fault(503)] * ATTEMPTS])
    fetch("arxiv-harvest", server, "--category", "cs.AR", "-o", out)
    server.asked.clear()
    forgets = True
    assert fetch("arxiv-harvest", server, "--category", "cs.AR", "-o", out).status == 0
    assert len(server.asked) == 1 + 3
    assert [paper.arxiv_id for paper in papers_of(out)] == [f"2401.{number:05}" for number in range(MANY)]


MALFORMED: dict[str, Answer] = {
    "arxiv": arxiv_of(
        [entry(0), entry(1).replace("<id>http://arxiv.org/abs/2401.00001v2</id>", ""), entry(2),
         entry(3).replace("2024-01-04T17:59:46Z", "soon")]
    ),
    "arxiv-harvest": harvest_of(
        [oai_record(0), "<record><header/><metadata/></record>", oai_record(2), "<record/>", DELETED], 10
    ),
    "openalex": openalex_of([work(0), None, work(2), {"title": "no id"}], 10),
    "semantic-scholar": semantic_scholar_of([s2_paper(0), None, s2_paper(2), "a text"], 10),
}  # fmt: skip


@every_service
def test_a_malformed_record_is_counted_and_stops_no_other(
    service: str, serve: Callable[[Answer], Server], fetch: Fetch, tmp_path: Path
) -> None:
    ended = fetch(service, serve(MALFORMED[service]), *asking(service), "-o", tmp_path / "papers.jsonl")
    assert ended.status == 1
    assert ended.errors[-1].startswith("claims: 2 records were left out: ")
    assert [paper.arxiv_id for paper in papers_of(tmp_path / "papers.jsonl")] == ["2401.00000", "2401.00002"]


def test_the_empty_page_that_arxiv_gives_now_and_then_is_no_end(
    serve: Callable[[Answer], Server], fetch: Fetch
) -> None:
    server = serve(SERVICES["arxiv"][0])
    server.faults.extend([None, Fault(body=feed([], MANY, 200))])
    assert len(fetch("arxiv", server, "caches").out.splitlines()) == MANY


def test_a_refusal_is_told_in_the_words_of_the_service(
    serve: Callable[[Answer], Server], fetch: Fetch
) -> None:
    server = serve(SERVICES["openalex"][0])
    server.faults.append(Fault(403, body=b'{"error": "Forbidden", "message": "no such key"}'))
    ended = fetch("openalex", server, "caches")
    assert (ended.status, ended.errors) == (
        2, ["claims: OpenAlex refuses the request: HTTP 403: Forbidden: no such key"],
    )  # fmt: skip
    wrong = entry(0).replace("abs/2401.00000v2", "api/errors#incorrect_id_format").replace(
        abstract(0), "incorrect id format for x"
    )  # fmt: skip
    ended = fetch("arxiv", serve(arxiv_of([wrong])), "caches")
    assert ended.errors == ["claims: arXiv refuses the request: incorrect id format for x"]
    assert len(server.asked) == 1  # a refusal is no reason to ask again


def test_one_that_wants_to_be_left_alone_for_long_is(
    serve: Callable[[Answer], Server], fetch: Fetch, clock: Clock
) -> None:
    server = serve(SERVICES["semantic-scholar"][0])
    server.faults.append(Fault(429, "3600"))
    ended = fetch("semantic-scholar", server, "caches")
    assert ended.errors == ["claims: Semantic Scholar wants to be left alone for 60 minutes (HTTP 429)"]
    assert clock.waits == []


def test_nothing_found_is_said_and_no_failure(
    serve: Callable[[Answer], Server], fetch: Fetch, tmp_path: Path
) -> None:
    for service, answer in {
        "arxiv": arxiv_of([]), "arxiv-harvest": harvest_of([], 1), "openalex": openalex_of([], 1),
        "semantic-scholar": semantic_scholar_of([], 1),
    }.items():  # fmt: skip
        ended = fetch(
            service,
            serve(answer),
            "--category",
            {"arxiv-harvest": "math", "openalex": "T1"}.get(service, "x"),
        )
        assert (ended.status, ended.out, len(ended.errors)) == (0, "", 1)
        assert ended.errors[0].endswith("has no paper that is asked for")


# --- manners ------------------------------------------------------------------------------------------------


@every_service
def test_requests_keep_the_pace_that_the_service_asks_for(
    service: str, serve: Callable[[Answer], Server], fetch: Fetch, clock: Clock
) -> None:
    pace = {"arxiv": 3, "arxiv-harvest": 3, "openalex": 0.1, "semantic-scholar": 1}[service]
    answer, pages = SERVICES[service]
    fetch(service, serve(answer), *asking(service))
    assert clock.waits == pytest.approx([pace] * (pages - 1))


def test_a_date_to_come_back_at_is_understood(clock: Clock) -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(seconds=40), usegmt=True)
    assert manners.seconds_until(when) == pytest.approx(40, abs=2)
    assert manners.seconds_until("Mon, 01 Jan 2001 00:00:00 GMT") == 0


def test_waiting_grows_and_has_an_end(clock: Clock) -> None:
    told: list[str] = []

    def request() -> None:
        raise BusyError("HTTP 500")

    with pytest.raises(
        ClaimsError, match=r"^Larch has not answered, asked 6 times: HTTP 500; try again later$"
    ):
        Manners("Larch", 0, told.append).ask(request)
    assert clock.waits == [5, 10, 20, 40, 80]
    assert told[0] == "Larch: HTTP 500; asking again in 5 s"


# --- where it goes ------------------------------------------------------------------------------------------


def test_papers_go_straight_into_a_database(
    serve: Callable[[Answer], Server], fetch: Fetch, tmp_path: Path
) -> None:
    server, database = serve(SERVICES["openalex"][0]), tmp_path / "x.duckdb"
    server.faults.extend([None, *[Fault(503)] * ATTEMPTS])
    assert fetch("openalex", server, "hot keys", "--db", database, "-j", 1).status == 2
    assert [path.name for path in tmp_path.iterdir()] == ["x.duckdb.fetched.unfinished"]
    assert fetch("openalex", server, "hot keys", "--db", database, "-j", 1).status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["x.duckdb"]
    with duckdb.connect(str(database), read_only=True) as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT arxiv_id) FROM papers").fetchone() == (
            MANY,
            MANY,
        )
        assert connection.execute("SELECT count(*) FROM claims").fetchone() == (MANY,)
        (files,) = connection.execute("SELECT inputs FROM runs").fetchone() or ("",)
    assert "openalex: hot keys" in str(files)


def test_a_file_and_a_database_hold_the_same(
    serve: Callable[[Answer], Server], fetch: Fetch, tmp_path: Path
) -> None:
    out, database = tmp_path / "papers.jsonl", tmp_path / "x.duckdb"
    ended = fetch("openalex", serve(SERVICES["openalex"][0]), "x", "-o", out, "--db", database, "-j", 1)
    assert ended.status == 0
    assert len(papers_of(out)) == MANY
    with duckdb.connect(str(database), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM papers").fetchone() == (MANY,)


# --- mistakes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["arxiv"], "which papers? Give a query, --category, --since, --until or --id"),
        (["arxiv", "x", "--id", "2401.00001"], "leave out query, category and dates"),
        (["arxiv", "x", "--since", "soon"], "since 'soon': no date"),
        (["arxiv", "x", "--until", "2024-13"], "until '2024-13': no date"),
        (["arxiv", "x", "--since", "2024", "--until", "2023"], "no day lies between"),
        (["arxiv", "x", "--email", "jane"], "--email 'jane': is no address"),
        (["arxiv", "x", "--url", "larch"], "--url 'larch': is no address"),
        (["arxiv", "--ids", "missing.txt"], "missing.txt"),
        (["arxiv-harvest", "words"], "cannot be asked by query"),
        (["openalex", "x", "--category", "caches"], "OpenAlex has no category 'caches'"),
        (["openalex", "--id", "what"], "OpenAlex knows no id 'what'"),
        (["larch", "x"], "'larch'"),
    ],
)
def test_mistakes_are_told_in_one_line(
    arguments: list[str], told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["fetch", *arguments]) == 2
    out, errors = capfd.readouterr()
    assert out == ""
    assert errors.count("\n") == 1
    assert told in errors


def test_a_machine_that_is_not_online_is_told_at_once(
    clock: Clock, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["fetch", "openalex", "x", "--url", "https://larch.invalid"]) == 2
    assert capfd.readouterr().err == (
        "claims: OpenAlex cannot be reached: larch.invalid: no such name: are you online?\n"
    )
    assert clock.waits == []


@pytest.mark.parametrize(
    ("service", "package"),
    [("arxiv", "arxiv"), ("arxiv-harvest", "oaipmh_scythe"), ("openalex", "pyalex")],
)
def test_a_missing_package_is_told_with_its_remedy(
    service: str, package: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import builtins
    import sys

    monkeypatch.delitem(sys.modules, f"claims.sources.fetching.{service.replace('-', '_')}", raising=False)
    real = builtins.__import__

    def without(name: str, *arguments: object, **options: object) -> object:
        if name.split(".", maxsplit=1)[0] == package:
            raise ModuleNotFoundError(f"No module named {name!r}", name=package)
        return real(name, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    assert main(["fetch", service, "--category", "T1"]) == 2
    assert capfd.readouterr().err == (
        f"claims: {package} is not installed, which fetching needs: pip install 'claimsdb[fetch]'\n"
    )


def test_no_other_command_loads_the_clients(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys, claims, claims.cli; claims.cli.main(['fetch', '--help']); claims.cli.main(['rules']);"
        "sys.exit(bool({'requests', 'arxiv', 'pyalex', 'httpx2', 'oaipmh_scythe', 'tenacity'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=os.environ)
    assert done.returncode == 0


def test_what_is_wanted_has_a_beginning_and_an_end() -> None:
    assert Wanted(query="x", since=date(2024, 1, 1)).days == (date(2024, 1, 1), date(2199, 12, 31))
    with pytest.raises(ClaimsError, match="no category"):
        filter_of("fields")
