"""A server on this machine that answers as arXiv, OpenAlex and Semantic Scholar do, and as badly as they can."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one answer.

    Attributes:
        status: Its status.
        retry_after: When to come back.
        body: What is sent in place of the answer.
        cut: Whether only half of it arrives: "loudly", with a length that tells; "quietly".
        hangs_up: Whether the connection ends without an answer.
    """

    status: int = 200
    retry_after: str | None = None
    body: bytes | None = None
    cut: str = ""
    hangs_up: bool = False


@dataclass
class Asked:
    """One request."""

    method: str
    path: str
    given: dict[str, str]
    headers: dict[str, str]
    body: Any = None


Answer = Callable[[Asked], tuple[str, bytes]]


@dataclass
class Server:
    """A server with one service.

    Attributes:
        address: Where it is.
        asked: The requests so far.
        faults: What goes wrong with the next answers; None where nothing does.
    """

    address: str
    asked: list[Asked] = field(default_factory=list)
    faults: deque[Fault | None] = field(default_factory=deque)


@contextmanager
def serving(answer: Answer) -> Iterator[Server]:
    """Serve the answers of a service while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *arguments: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            given = {name: values[0] for name, values in parse_qs(parts.query).items()}
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            asked = Asked(
                self.command,
                parts.path,
                given,
                {name.lower(): value for name, value in self.headers.items()},
                body,
            )
            server.asked.append(asked)
            self.respond(asked, (server.faults.popleft() if server.faults else None) or Fault())

        do_POST = do_GET  # noqa: N815 - the name that the library wants

        def respond(self, asked: Asked, fault: Fault) -> None:
            self.close_connection = True
            if fault.hangs_up:
                return
            kind, body = answer(asked) if fault.status == 200 else ("text/plain", b"try later")
            body = fault.body if fault.body is not None else body
            sent = body[: len(body) // 2] if fault.cut else body
            self.send_response(fault.status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(sent) if fault.cut == "quietly" else len(body)))
            if fault.retry_after:
                self.send_header("Retry-After", fault.retry_after)
            self.end_headers()
            self.wfile.write(sent)

    class Listener(ThreadingHTTPServer):
        request_queue_size = 64  # a busy machine is slow to accept

    listener = Listener(("127.0.0.1", 0), Handler)
    server = Server(f"http://127.0.0.1:{listener.server_address[1]}")
    thread = Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.001}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()


def abstract(number: int) -> str:
    return f"LarchCache {number} is {number + 2}x faster than BirchStore on an A100."


def title(number: int) -> str:
    return f"LarchCache {number}: Hot Keys & Large Stores"


def day(number: int) -> date:
    return date(2024, 1, 1) + timedelta(days=number)


# --- arXiv, search ------------------------------------------------------------------------------------------


def entry(number: int) -> str:
    return f"""<entry>
    <id>http://arxiv.org/abs/2401.{number:05}v2</id>
    <title>{escape(title(number))}</title>
    <updated>2024-06-01T17:59:46Z</updated>
    <summary>{escape(abstract(number))}
</summary>
    <category term="cs.AR" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <published>{day(number)}T17:59:46Z</published>
    <link href="https://arxiv.org/abs/2401.{number:05}v2" rel="alternate" type="text/html"/>
    <link href="https://arxiv.org/pdf/2401.{number:05}v2" rel="related" type="application/pdf" title="pdf"/>
    <arxiv:comment>accepted at LarchConf</arxiv:comment>
    <arxiv:primary_category term="cs.AR"/>
    <author><name>Jane Doe</name></author>
    <author><name>Rick Roe</name><arxiv:affiliation>Larch Lab</arxiv:affiliation></author>
  </entry>"""


def feed(entries: list[str], total: int, start: int = 0) -> bytes:
    return f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/larch</id>
  <title>arXiv Query</title>
  <opensearch:itemsPerPage>{len(entries)}</opensearch:itemsPerPage>
  <opensearch:totalResults>{total}</opensearch:totalResults>
  <opensearch:startIndex>{start}</opensearch:startIndex>
  {"".join(entries)}
</feed>""".encode()


def arxiv_of(entries: list[str]) -> Answer:
    def answer(asked: Asked) -> tuple[str, bytes]:
        start, size = int(asked.given.get("start", 0)), int(asked.given.get("max_results", 10))
        chosen = entries
        if "id_list" in asked.given:
            names = [name.split("v")[0] for name in asked.given["id_list"].split(",")]
            chosen = [each for each in entries if any(f"/{name}v" in each for name in names)]
        return "application/atom+xml", feed(chosen[start : start + size], len(chosen), start)

    return answer


# --- arXiv, harvesting --------------------------------------------------------------------------------------


def oai_record(number: int) -> str:
    return f"""<record>
<header><identifier>oai:arXiv.org:2401.{number:05}</identifier><datestamp>2024-06-01</datestamp><setSpec>cs:cs:AR</setSpec></header>
<metadata><arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2401.{number:05}</id><created>{day(number)}</created><updated>2024-06-01</updated>
<authors><author><keyname>Doe</keyname><forenames>Jane</forenames></author><author><keyname>Roe</keyname><forenames>Rick</forenames><suffix>Jr</suffix></author></authors>
<title>{escape(title(number))}</title><categories>cs.AR cs.LG</categories><comments>accepted at LarchConf</comments>
<license>http://creativecommons.org/licenses/by/4.0/</license><abstract>  {escape(abstract(number))}
</abstract></arXiv></metadata></record>"""


DELETED = """<record><header status="deleted"><identifier>oai:arXiv.org:2401.99999</identifier>
<datestamp>2024-06-01</datestamp></header></record>"""


def oai(content: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2024-07-01T00:00:00Z</responseDate>
<request verb="ListRecords">http://oaipmh.arxiv.org/oai</request>
{content}</OAI-PMH>""".encode()


def harvest_of(records: list[str], size: int) -> Answer:
    def answer(asked: Asked) -> tuple[str, bytes]:
        token = asked.given.get("resumptionToken")
        if token is None and asked.given.get("set", "cs:cs:AR") != "cs:cs:AR":
            return "text/xml", oai('<error code="noRecordsMatch">nothing there</error>')
        if token is not None and not token.startswith("at "):
            return "text/xml", oai('<error code="badResumptionToken">expired</error>')
        start = int(token.split()[1]) if token else 0
        following = start + size
        rest = f"at {following}" if following < len(records) else ""
        mark = f'<resumptionToken cursor="{start}" completeListSize="{len(records)}">{rest}</resumptionToken>'
        return "text/xml", oai(f"<ListRecords>{''.join(records[start:following])}{mark}</ListRecords>")

    return answer


# --- OpenAlex -----------------------------------------------------------------------------------------------


def work(number: int) -> dict[str, Any]:
    words = abstract(number).split()
    return {
        "id": f"https://openalex.org/W{4390000000 + number}",
        "ids": {"openalex": f"https://openalex.org/W{4390000000 + number}"},
        "doi": f"https://doi.org/10.48550/arxiv.2401.{number:05}",
        "title": title(number),
        "publication_date": str(day(number)),
        "authorships": [{"author": {"display_name": "Jane Doe"}}, {"author": {"display_name": "Rick Roe"}}],
        "abstract_inverted_index": {
            word: [n for n, each in enumerate(words) if each == word] for word in words
        },
        "primary_location": {"landing_page_url": f"https://arxiv.org/abs/2401.{number:05}"},
    }


def openalex_of(works: list[Any], size: int) -> Answer:
    def answer(asked: Asked) -> tuple[str, bytes]:
        cursor = asked.given.get("cursor", "*")
        start = 0 if cursor == "*" else int(cursor.removeprefix("at"))
        page = works[start : start + size]
        meta = {"count": len(works), "per_page": size, "next_cursor": f"at{start + size}" if page else None}
        return "application/json", json.dumps({"meta": meta, "results": page, "group_by": []}).encode()

    return answer


# --- Semantic Scholar ---------------------------------------------------------------------------------------


def s2_paper(number: int) -> dict[str, Any]:
    return {
        "paperId": f"{number:040x}",
        "externalIds": {"ArXiv": f"2401.{number:05}", "CorpusId": 1000 + number},
        "url": f"https://www.semanticscholar.org/paper/{number:040x}",
        "title": title(number),
        "abstract": abstract(number),
        "year": 2024,
        "publicationDate": str(day(number)),
        "fieldsOfStudy": ["Computer Science"],
        "authors": [{"authorId": "1", "name": "Jane Doe"}, {"authorId": "2", "name": "Rick Roe"}],
    }


def semantic_scholar_of(papers: list[Any], size: int) -> Answer:
    def answer(asked: Asked) -> tuple[str, bytes]:
        if asked.method == "POST":
            by_id = {f"ARXIV:{paper['externalIds']['ArXiv']}": paper for paper in papers if paper}
            return "application/json", json.dumps([by_id.get(name) for name in asked.body["ids"]]).encode()
        start = int(asked.given.get("token", "at0").removeprefix("at"))
        page = papers[start : start + size]
        token = f"at{start + size}" if start + size < len(papers) else None
        return "application/json", json.dumps({"total": len(papers), "token": token, "data": page}).encode()

    return answer
