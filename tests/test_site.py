"""The site: its pages, what programs read of it, and how it takes its place."""

from __future__ import annotations

import csv
import io
import json
import math
import re
import signal
import socket
import subprocess
import sys
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from small_site import PAPERS, SHOWN, small_site

from claims.cli import main
from claims.errors import ClaimsError
from claims.site.addresses import Names, slug
from claims.site.badges import badge
from claims.site.charts import best_so_far
from claims.site.feeds import base_url
from claims.site.folder import MARK, new_site
from claims.site.papers import pieces
from claims.site.serve import serve

URL = "https://example.org/claims/"
ATOM = "{http://www.w3.org/2005/Atom}"


class _Page(HTMLParser):
    """What is in a page: its elements with their attributes, its text, and the data in its scripts."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.data: list[tuple[str, Any]] = []
        self._script = ""
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        self._script = given.get("type", "") if tag == "script" else ""

    def handle_data(self, data: str) -> None:
        if self._script:
            self.data.append((self._script, json.loads(data)))
        else:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = ""

    def all(self, tag: str, attribute: str) -> list[str]:
        return [given[attribute] for name, given in self.elements if name == tag and attribute in given]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_site(tmp_path_factory.mktemp("site"), url=URL)[0]


def test_a_dataset_has_a_page_with_its_boards_best_first(site: Path) -> None:
    page = _Page(site / "datasets/imagenet.html")
    assert "Accuracy on ImageNet (%)" in page.text
    ids = [name for name in page.all("tr", "id") if name.startswith("accuracy-")]
    assert ids == [f"accuracy-{2000 + n}.{n:05}" for n in (2, 1, 3, 4)]


def test_less_is_better_where_the_metric_says_so(site: Path) -> None:
    page = _Page(site / "datasets/imagenet.html")
    ids = [name for name in page.all("tr", "id") if name.startswith("latency-")]
    assert ids == [f"latency-s-{2000 + n}.{n:05}" for n in (3, 1, 2, 4)]


def test_metrics_hardware_and_baselines_have_pages_too(site: Path) -> None:
    for address in (
        "metrics/accuracy.html",
        "metrics/speed.html",
        "hardware/a100.html",
        "baselines/vllm.html",
    ):
        assert _Page(site / address).all("table", "role"), address


def test_a_row_leads_to_its_paper_and_the_sentence_is_marked_there(site: Path) -> None:
    assert "../papers/2001.00001.html" in _Page(site / "datasets/imagenet.html").all("a", "href")
    text = (site / "papers/2001.00001.html").read_text()
    assert '<mark id="m1"><a href="#c1">91.5%<sup>1</sup></a></mark> accuracy on ImageNet' in text
    assert 'href="../datasets/imagenet.html#accuracy-2001.00001"' in text
    assert "2 of 4, 91.5%" in text
    assert re.search(r"<dt>dataset|<dt>workload</dt><dd>ImageNet   \(0\.\d\d, ", text)
    assert "<dt>rule</dt>" in text
    assert "<dt>confidence</dt>" in text


def test_a_paper_shows_its_code_and_its_address(site: Path) -> None:
    links = _Page(site / "papers/2006.00006.html").all("a", "href")
    assert "https://example.org/six" in links
    assert "https://arxiv.org/abs/2006.00006" in links


def test_best_cases_and_averages_are_told_apart(site: Path) -> None:
    page = _Page(site / "baselines/vllm.html")
    assert page.all("tr", "data-kind") == ["best case", "single", "range"]
    assert "average 2.40x" in " ".join(page.text.split())


def test_every_link_of_every_page_leads_somewhere(site: Path) -> None:
    pages = {path: _Page(path) for path in site.rglob("*.html")}
    anchors = {
        path: {given["id"] for _, given in page.elements if "id" in given} for path, page in pages.items()
    }
    for path, page in pages.items():
        for address in (*page.all("a", "href"), *page.all("script", "src"), *page.all("link", "href")):
            parts = urlsplit(address)
            if parts.scheme:
                assert parts.scheme in ("https", "data")
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), f"{address} on {path}"
            if parts.fragment and target.suffix == ".html":
                assert parts.fragment in anchors[target] | {"content"}, f"{address} on {path}"


def test_text_of_papers_stays_text(site: Path) -> None:
    for path in (site / "papers/2002.00002.html", site / "datasets/imagenet.html", site / "index.html"):
        page = _Page(path)
        assert not page.all("img", "src")
        assert not page.all("b", "onerror")
        assert SHOWN in page.text
        assert "49 &" not in page.text
    assert "<title>-->" not in (site / "papers/2008.00008.html").read_text()
    assert "<i>EightServe</i> & friends" in _Page(site / "papers/2008.00008.html").text


def test_scripts_of_the_search_hold_every_page_and_no_mark_up_that_ends_them(site: Path) -> None:
    found = []
    for name in ("search-names.js", "search-papers.js"):
        text = (site / name).read_text()
        match = re.fullmatch(
            r"\(window\.claimsFound = window\.claimsFound \|\| \[\]\)\.push\((.*)\);\n", text
        )
        assert match
        data = json.loads(match[1])
        found += [(title, data["kinds"][kind], address) for title, kind, address, _ in data["entries"]]
    assert ("Accuracy on ImageNet (%)", "board", "datasets/imagenet.html#accuracy") in found
    assert ("vLLM", "baseline", "baselines/vllm.html") in found
    assert ("OneNet", "system", "papers/2001.00001.html") in found
    assert (SHOWN, "paper", "papers/2002.00002.html") in found


def test_a_system_has_a_page_with_what_papers_state_in_comparison_with_it(site: Path) -> None:
    page = _Page(site / "systems/vllm.html")
    assert "What others state in comparison with it" in page.text
    assert "What papers state of it" not in page.text
    assert "on average it is 2.4x faster than vLLM" in page.text
    links = page.all("a", "href")
    assert "../papers/2006.00006.html" in links
    assert "../systems/vllm.html" not in links
    assert "../systems/index.html" in links


def test_charts_hold_the_values_and_the_best_so_far(site: Path) -> None:
    charts = [
        data for kind, data in _Page(site / "datasets/imagenet.html").data if kind == "application/json"
    ]
    years, rows = charts[:2]
    line = years["layer"][0]["data"]["values"]
    assert line == [
        {"day": "2016-03-05", "value": 91.5},
        {"day": "2017-03-05", "value": 93.0},
        {"day": "2019-03-05", "value": 93.0},
    ]
    assert [value["value"] for value in rows["data"]["values"]] == [93.0, 91.5, 90.2, 89.0]
    assert rows["layer"][0]["encoding"]["x"]["scale"]["zero"] is False
    assert "axis does not begin at 0" in rows["layer"][0]["encoding"]["x"]["title"]


def test_the_front_of_two_metrics_holds_what_none_beats_in_both(site: Path) -> None:
    page = _Page(site / "datasets/imagenet.html")
    [chart] = [data for _, data in page.data if "layer" in data and "order" in data["layer"][0]["encoding"]]
    front = [value["system"] for value in chart["data"]["values"] if value["front"] == "on the front"]
    assert front == ["ThreeNet", "OneNet", "TwoNet"]
    assert chart["data"]["values"][-1]["system"] == "FourNet"


def test_downloads_hold_the_rows(site: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((site / "datasets/imagenet/accuracy.csv").read_text())))
    assert [(row["rank"], row["level"]) for row in rows] == [
        ("1", "93.0"),
        ("2", "91.5"),
        ("3", "90.2"),
        ("4", "89.0"),
    ]
    assert [row["subject"] for row in json.loads((site / "datasets/imagenet/accuracy.json").read_text())] == [
        "TwoNet", "OneNet", "ThreeNet", "FourNet",
    ]  # fmt: skip
    from bibtexparser.entrypoint import parse_string

    library = parse_string((site / "datasets/imagenet/accuracy.bib").read_text())
    assert not library.failed_blocks
    assert {entry.key for entry in library.entries} == {f"{2000 + n}.{n:05}" for n in (1, 2, 3, 4)}


def test_programs_for_data_sets_read_the_boards(site: Path, tmp_path: Path) -> None:
    croissant = pytest.importorskip("mlcroissant")
    [data] = [
        data for kind, data in _Page(site / "datasets/imagenet.html").data if kind == "application/ld+json"
    ]
    for file in data["distribution"]:
        assert file["contentUrl"].startswith(URL)
        file["contentUrl"] = str(site / file["contentUrl"].removeprefix(URL))
    (tmp_path / "croissant.json").write_text(json.dumps(data))
    records = list(croissant.Dataset(tmp_path / "croissant.json").records("accuracy"))
    assert [record["accuracy/level"] for record in records] == [93.0, 91.5, 90.2, 89.0]


def test_the_feed_names_the_newest_papers_first(site: Path) -> None:
    root = etree.parse(site / "feed.xml").getroot()
    titles = [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]
    assert titles[:2] == ["-->", "Paper number 7 about nets of one kind or another"]
    assert SHOWN in titles
    [link] = [link for link in root.iter(f"{ATOM}link") if link.get("href", "").endswith("2006.00006.html")]
    assert link.get("href") == f"{URL}papers/2006.00006.html"


def test_the_sitemap_holds_all_pages_by_their_whole_address(site: Path) -> None:
    root = etree.parse(site / "sitemap.xml").getroot()
    found = {element.text for element in root.iter("{*}loc")}
    assert {
        URL,
        f"{URL}datasets/imagenet.html",
        *(f"{URL}papers/{paper['id']}.html" for paper in PAPERS),
    } <= found
    assert f"Sitemap: {URL}sitemap.xml" in (site / "robots.txt").read_text()


def test_each_place_has_a_badge(site: Path) -> None:
    root = etree.parse(site / "badges/datasets/imagenet/accuracy/2002.00002.svg").getroot()
    assert root.get("aria-label") == "Accuracy on ImageNet (%): #1: 93.0%"
    assert etree.fromstring(badge("<a> & b", "#1")).findtext("{*}title") == "<a> & b: #1"


def test_each_page_says_what_made_it(site: Path) -> None:
    for path in site.rglob("*.html"):
        foot = path.read_text().partition("<footer>")[2]
        assert re.search(
            r"\d{4}-\d\d-\d\d · claims [\d.]+ · <code>claims site --db claims\.duckdb</code>", foot
        ), path


def test_the_same_database_gives_the_same_site(tmp_path: Path, site: Path) -> None:
    from claims.site.build import Wanted, build

    build(site.parent / "claims.duckdb", tmp_path / "again", Wanted(title="Nets & <servers>", url=URL))
    first = {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    second = {
        path.relative_to(tmp_path / "again"): path.read_bytes()
        for path in (tmp_path / "again").rglob("*") if path.is_file()
    }  # fmt: skip
    assert first == second


def test_processes_make_the_same_site(tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from claims.site import build as module

    monkeypatch.setattr(module, "_SMALL", 0)
    module.build(
        site.parent / "claims.duckdb",
        tmp_path / "again",
        module.Wanted(title="Nets & <servers>", url=URL, jobs=2),
    )
    names = sorted(str(path.relative_to(site)) for path in site.rglob("*"))
    assert names == sorted(
        str(path.relative_to(tmp_path / "again")) for path in (tmp_path / "again").rglob("*")
    )
    page = "papers/2001.00001.html"
    assert (site / page).read_bytes() == (tmp_path / "again" / page).read_bytes()


# ---- the folder


def test_a_site_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    place = tmp_path / "site"
    for text in ("old", "new"):
        with new_site(place) as folder:
            (folder / f"{text}.html").write_text(text)
    assert sorted(path.name for path in place.iterdir()) == [MARK, "new.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert place.stat().st_mode & 0o055


def test_a_site_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    place = tmp_path / "site"
    with new_site(place) as folder:
        (folder / "old.html").write_text("old")

    def fail() -> None:
        with new_site(place) as folder:
            (folder / "new.html").write_text("new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert sorted(path.name for path in place.iterdir()) == [MARK, "old.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_is_no_site_is_left_alone(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "mine"
    own = place / "thesis.tex" if kind == "folder" else place
    own.parent.mkdir(exist_ok=True)
    own.write_text("mine")
    with pytest.raises(ClaimsError, match="give another folder"), new_site(place):
        pass
    assert own.read_text() == "mine"


def test_a_file_on_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ClaimsError, match=r"/file is a file"), new_site(tmp_path / "file" / "site"):
        pass


def test_an_empty_folder_may_become_a_site(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with new_site(tmp_path / "empty") as folder:
        (folder / "index.html").write_text("")
    assert (tmp_path / "empty/index.html").is_file()


# ---- mistakes of users


@pytest.mark.parametrize(
    "url", ["example.org", "ftp://example.org", "https://", "https://a.org/?q=1", "https://[x"]
)
def test_an_address_that_no_site_can_have_is_refused(url: str) -> None:
    with pytest.raises(ClaimsError, match="no address of a site"):
        base_url(url)


def test_the_command_says_in_one_line_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["site", str(tmp_path / "s"), "--db", str(tmp_path / "none.duckdb")]) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert "no such database" in error
    assert not (tmp_path / "s").exists()


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(ClaimsError, match="--port"):
        serve(tmp_path, taken.getsockname()[1], print)


@pytest.mark.usefixtures("interruptible")
def test_a_site_is_served_until_ctrl_c(tmp_path: Path, site: Path) -> None:
    program = "import sys, claims_command; sys.exit(claims_command.main())"
    command = [sys.executable, "-c", program, "site", str(tmp_path / "s"), "--serve", "--port", "0"]
    database = str(site.parent / "claims.duckdb")
    with subprocess.Popen([*command, "--db", database], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = next(line.split()[1] for line in process.stdout if line.startswith("Open http"))
        with urlopen(address + "datasets/imagenet.html", timeout=20) as page:
            assert b"TwoNet" in page.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0


def test_a_database_without_claims_gives_a_site_that_says_so(tmp_path: Path) -> None:
    from papers import SILENT, write_jsonl

    from claims.site.build import Wanted, build
    from claims.store.run import run_into

    run_into(tmp_path / "claims.duckdb", [write_jsonl(tmp_path / "papers.jsonl", [SILENT])])
    built = build(tmp_path / "claims.duckdb", tmp_path / "site", Wanted(title="Nothing"))
    assert built.papers == 0
    assert "None that 3 papers have results for." in (tmp_path / "site/metrics/index.html").read_text()


# ---- parts


@given(st.text(max_size=200))
def test_a_name_of_a_page_is_safe_on_any_file_system(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", slug(name))
    assert ".." not in slug(name)


@given(
    st.lists(
        st.sampled_from(["C", "C++", "C#", "c", "con", "index", "", "模型", "模"]), max_size=9, unique=True
    )
)
def test_no_two_things_have_one_name(things: list[str]) -> None:
    names = Names()
    taken = [names.take(thing) for thing in things]
    assert len(set(taken)) == len(taken)
    assert not {"index", "con"} & set(taken)


@given(st.text(max_size=50), st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=5))
def test_cutting_a_text_at_its_claims_loses_nothing(text: str, places: list[tuple[int, int]]) -> None:
    claims = [{"start": min(a, b), "end": max(a, b)} for a, b in sorted(places)]
    assert "".join(piece for piece, _ in pieces(text, claims)) == text


@given(
    st.lists(
        st.tuples(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.floats(0.1, 1e6)), min_size=1, max_size=20
    ),
    st.sampled_from(["more", "less"]),
)
def test_the_best_so_far_never_gets_worse(values: list[tuple[date, float]], better: str) -> None:
    rows: Any = [SimpleNamespace(day=day, value=value, upper=value) for day, value in values]
    line = list(best_so_far(rows, better))
    found = [point["value"] for point in line]
    assert found == sorted(found, reverse=better == "less")
    assert found[-1] == (min if better == "less" else max)(value for _, value in values)
    assert line[-1]["day"] == str(max(day for day, _ in values))
    assert all(math.isfinite(value) for value in found)
