"""The site in a real browser: search, sort, filter, charts, phones, dark; from a disk and from a server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from browser import Watched
from small_site import SHOWN, small_site

from claims.site.serve import Quiet

pytestmark = pytest.mark.browser

PAGES = ("index.html", "datasets/imagenet.html", "baselines/vllm.html", "papers/2002.00002.html", "metrics/index.html",
         "papers/index.html")  # fmt: skip
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}
DARK = {"color_scheme": "dark"}
_SMALL_TEXT = """
    [...document.querySelectorAll("body *")]
        .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.getClientRects().length)
        .filter(e => parseFloat(getComputedStyle(e).fontSize) < 12)
        .map(e => e.outerHTML.slice(0, 80))
"""
WITHOUT_SCRIPTS = {"java_script_enabled": False}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_site(tmp_path_factory.mktemp("site"))[0]


@pytest.fixture(scope="module")
def served(site: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["file", "http"])
def base(request: pytest.FixtureRequest, site: Path) -> str:
    served: str = request.getfixturevalue("served") if request.param == "http" else ""
    return served or site.as_uri()


def nothing_wrong(watched: Watched) -> None:
    assert watched.errors == []
    assert watched.elsewhere == []


def names_in_order(watched: Watched, board: str = "#accuracy") -> list[str]:
    return watched.page.locator(f"{board} tbody tr:visible td[data-label=System]").all_inner_texts()


def test_the_search_finds_a_board_and_leads_to_its_marked_sentence(watched: Watched, base: str) -> None:
    page = watched.page
    page.goto(f"{base}/index.html")
    page.locator("main input[type=search]").fill("accuracy on imagenet")
    first = page.locator("main .found a").first
    first.wait_for()
    assert "Accuracy on ImageNet (%)" in first.inner_text()
    first.click()
    page.wait_for_url("**/datasets/imagenet.html#accuracy")
    page.locator("#accuracy td.paper a").first.click()
    page.wait_for_url("**/papers/2002.00002.html")
    assert page.locator("h1").inner_text() == SHOWN
    assert page.locator("mark").first.inner_text().startswith("93.0%")
    nothing_wrong(watched)


def test_the_search_finds_systems_and_papers_and_says_where_there_is_nothing(
    watched: Watched, base: str
) -> None:
    page = watched.page
    page.goto(f"{base}/metrics/accuracy.html")
    box = page.locator("header input[type=search]")
    found = page.locator("header .found li")
    for words, expected in (("threenet", "ThreeNet"), ("number 7", "Paper number 7"), ("qqq", "Nothing has")):
        box.fill(words)
        found.filter(has_text=expected).first.wait_for()
    nothing_wrong(watched)


def test_the_search_works_by_keys_alone(watched: Watched, base: str) -> None:
    page = watched.page
    page.goto(f"{base}/index.html")
    page.keyboard.press("/")
    page.keyboard.type("vllm")
    page.locator(".found a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/baselines/vllm.html*")
    nothing_wrong(watched)


def test_a_table_can_be_sorted_both_ways(watched: Watched, base: str) -> None:
    page = watched.page
    page.goto(f"{base}/datasets/imagenet.html")
    assert names_in_order(watched) == ["TwoNet", "OneNet", "ThreeNet", "FourNet"]
    head = page.locator("#accuracy th").filter(has_text="Year")
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert names_in_order(watched) == ["FourNet", "ThreeNet", "TwoNet", "OneNet"]
    head.locator("button").press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert names_in_order(watched) == ["OneNet", "TwoNet", "ThreeNet", "FourNet"]
    nothing_wrong(watched)


def test_rows_can_be_filtered_by_words_kind_and_year(watched: Watched, base: str) -> None:
    page = watched.page
    page.goto(f"{base}/datasets/imagenet.html")
    page.get_by_label("Filter rows").fill("threenet")
    assert names_in_order(watched) == ["ThreeNet"]
    page.get_by_label("Filter rows").fill("")
    page.get_by_label("Since").fill("2018")
    assert names_in_order(watched) == ["ThreeNet", "FourNet"]
    assert "rows" in page.locator("form.filters output").inner_text()
    page.goto(f"{base}/baselines/vllm.html")
    page.locator("select[name=kind]").select_option("best case")
    assert names_in_order(watched, "#speed-factors") == ["FiveServe"]
    nothing_wrong(watched)


def test_charts_are_drawn_with_a_dot_for_each_row(watched: Watched, base: str) -> None:
    page = watched.page
    page.goto(f"{base}/datasets/imagenet.html")
    chart = page.locator("#accuracy figure.chart").first
    page.wait_for_function("document.querySelector('#accuracy figure.chart').dataset.drawn")
    assert chart.locator("svg .mark-symbol.layer_1_marks path").count() == 4
    assert chart.locator("svg").get_attribute("role") == "img"
    sizes = chart.locator("svg text").evaluate_all(
        "all => all.map(e => parseFloat(getComputedStyle(e).fontSize))"
    )
    assert min(sizes) >= 12
    nothing_wrong(watched)


def test_a_dot_tells_text_of_a_paper_as_text(watched: Watched, base: str) -> None:
    page = watched.page
    page.goto(f"{base}/datasets/imagenet.html")
    page.wait_for_function("document.querySelector('#accuracy figure.chart').dataset.drawn")
    page.locator("#accuracy figure.chart").first.locator("svg .mark-symbol.layer_1_marks path").nth(0).hover(
        force=True
    )
    tip = page.locator("#vg-tooltip-element.visible")
    tip.wait_for()
    assert "<img" in tip.inner_text()
    assert page.locator("img").count() == 0
    nothing_wrong(watched)


@pytest.mark.parametrize("watched", [PHONE, {**PHONE, **DARK}], indirect=True)
@pytest.mark.parametrize("address", PAGES)
def test_a_phone_shows_cards_that_fit_and_can_be_read(watched: Watched, site: Path, address: str) -> None:
    page = watched.page
    page.goto(f"{site.as_uri()}/{address}")
    if page.locator("figure.chart").count():
        page.wait_for_function("document.querySelector('figure.chart').dataset.drawn")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate(_SMALL_TEXT) == []
    assert watched.serious_violations() == []
    nothing_wrong(watched)


@pytest.mark.parametrize("watched", [PHONE], indirect=True)
def test_cards_can_be_sorted_by_a_list(watched: Watched, site: Path) -> None:
    page = watched.page
    page.goto(f"{site.as_uri()}/datasets/imagenet.html")
    assert page.locator("#accuracy tbody tr").first.evaluate("e => getComputedStyle(e).display") == "block"
    page.get_by_label("Sort by").select_option("Year")
    assert names_in_order(watched)[0] == "FourNet"
    nothing_wrong(watched)


@pytest.mark.parametrize("watched", [{}, DARK], indirect=True)
@pytest.mark.parametrize("address", PAGES)
def test_nothing_serious_is_found_by_axe(watched: Watched, base: str, address: str) -> None:
    page = watched.page
    page.goto(f"{base}/{address}")
    if page.locator("figure.chart").count():
        page.wait_for_function("document.querySelector('figure.chart').dataset.drawn")
    assert watched.serious_violations() == []
    nothing_wrong(watched)


def test_dark_is_dark_by_the_system_or_by_the_button(watched: Watched, site: Path) -> None:
    page = watched.page
    page.goto(f"{site.as_uri()}/datasets/imagenet.html")
    page.wait_for_function("document.querySelector('#accuracy figure.chart').dataset.drawn")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(ground)
    assert dark != "rgb(255, 255, 255)"
    page.locator("button.theme").click()  # light, whatever the system says
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    page.locator("button.theme").click()
    assert page.evaluate(ground) == dark
    page.goto(f"{site.as_uri()}/index.html")
    assert page.evaluate(ground) == dark
    nothing_wrong(watched)


@pytest.mark.parametrize("width", [390, 700, 900, 1100, 1280])
def test_no_page_is_wider_than_its_window(watched: Watched, base: str, width: int) -> None:
    watched.page.set_viewport_size({"width": width, "height": 800})
    for name in PAGES:
        watched.page.goto(f"{base}/{name}")
        assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


@pytest.mark.parametrize("watched", [WITHOUT_SCRIPTS], indirect=True)
def test_without_scripts_everything_can_be_read(watched: Watched, base: str) -> None:
    page = watched.page
    page.goto(f"{base}/index.html")
    page.locator("main a", has_text="ImageNet").first.click()
    page.wait_for_load_state()  # styles are what hides
    assert page.locator("#accuracy tbody tr:visible").count() == 4
    assert page.locator("form:visible, button:visible, figure:visible").count() == 0
    assert page.locator("noscript p").is_visible()
    page.locator("#accuracy .records summary").click()
    assert page.locator("#accuracy .records li:visible b").all_inner_texts() == ["91.5%", "93.0%"]
    page.locator("#accuracy table summary").first.click()
    assert "TwoNet reaches" in page.locator("#accuracy blockquote").first.inner_text()
    page.locator("#accuracy td.paper a").first.click()
    assert page.locator("mark").first.is_visible()
    nothing_wrong(watched)
