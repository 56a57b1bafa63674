"""Figures in frames on other sites: the height that "Embed" gives has room for all their words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from audit.server import Site
from found import box
from playwright.sync_api import Browser, Page
from thorough import beyond

#: How much higher than its figure a frame may be.
LOOSE = 1.25
PARTS = """() => {
    const figure = document.querySelector(".figure-page");
    const { left, right } = figure.querySelector(".chart-title").getBoundingClientRect();
    const { scrollHeight: high, scrollWidth: wide } = document.documentElement;
    return { high, wide, left, right };
}"""


def snippet(path: Path) -> str:
    """Return the element that a figure's page offers to other sites."""
    found = re.search(r"<code>&lt;(iframe .*?)&gt;&lt;/iframe&gt;</code>", path.read_text())
    assert found, path.name
    return f"<{found[1]}></iframe>"


@pytest.fixture
def page(web_browser: Browser) -> Iterator[Page]:
    """A page as low as a frame can be, so that its figure alone says how high it is."""
    opened = web_browser.new_page(viewport={"width": 656, "height": 150})
    yield opened
    opened.close()


@pytest.mark.parametrize("width", beyond([656], [656, 784]))
def test_the_height_of_a_frame_fits_its_figure(
    page: Page, site: str, site_folder: Path, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 150})
    wrong = {}
    for path in sorted((site_folder / "figures").glob("*.html")):
        page.goto(f"{site}figures/{path.name}#embed")
        given = int(re.findall(r'height="(\d+)"', snippet(path))[0])
        needed = page.evaluate(PARTS)["high"]
        if not needed <= given <= LOOSE * needed:
            wrong[path.stem] = f"{given} for {needed}"
    assert wrong == {}


def test_a_figure_in_a_frame_keeps_off_its_edges_and_scrolls_where_it_is_narrow(
    page: Page, site_folder: Path, tmp_path: Path
) -> None:
    with Site(site_folder) as book, Site(tmp_path) as school:
        element = snippet(site_folder / "figures/map.html").replace(
            'src="figures', f'src="{book.address}figures'
        )
        (tmp_path / "index.html").write_text(f"<!doctype html><title>A lesson</title>{element}")
        for width in (400, 800):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(school.address)
            inside = page.frame_locator("iframe")
            inside.locator(".chart-light img").wait_for()
            seen = inside.locator("html").evaluate(PARTS)
            frame = page.locator("iframe").bounding_box()
            assert frame is not None
            assert seen["left"] >= 16 and seen["right"] <= frame["width"] - 16
            assert seen["wide"] <= frame["width"]
            inside.locator(".figure-used").scroll_into_view_if_needed()
            assert page.evaluate("scrollX") == 0


SHOWN = """() => {
    const stage = document.querySelector(".classroom-stage").getBoundingClientRect();
    const title = document.querySelector("dialog .chart-title").getBoundingClientRect();
    const chart = document.querySelector("dialog .chart-stage").getBoundingClientRect();
    return title.top >= stage.top && chart.bottom <= stage.bottom && chart.right <= stage.right;
}"""


TALL = ["sumy", "denied", "hedges", "dead", "map", "half"]


@pytest.mark.parametrize("name", beyond(["dead", "map"], TALL))
def test_a_picture_and_its_title_fit_into_the_full_screen(page: Page, site: str, name: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{site}figures/{name}.html")
    page.locator("figure.chart .show-large").click()
    page.locator("dialog[open] figure.chart").wait_for()
    assert page.evaluate(SHOWN)


def test_what_stands_in_the_bar_is_of_one_size(page: Page, site: str) -> None:
    page.goto(f"{site}chapters/1-incursion.html")
    bar = page.locator(".chart-bar:has(.chart-code)").first
    bar.locator(".show-large").wait_for(state="attached")
    sizes = bar.locator("summary, .chart-code, .show-large").evaluate_all(
        "all => all.map(one => getComputedStyle(one).fontSize + getComputedStyle(one).lineHeight)"
    )
    assert len(sizes) == 6 and len(set(sizes)) == 1


def test_a_table_keeps_its_headings_on_a_phone(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{site}chapters/1-incursion.html")
    data = page.locator(".chart-data:has(th:nth-child(5))").first
    data.locator("summary").click()
    head, row = data.locator("thead th"), data.locator("tbody tr").first.locator("td")
    assert head.first.is_visible()
    for above, below in zip(head.all(), row.all(), strict=True):
        assert box(above)["x"] == box(below)["x"]
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_without_scripts_a_figure_says_that_its_controls_need_them(
    web_browser: Browser, site: str
) -> None:
    context = web_browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}chapters/1-incursion.html")
    for figure in page.locator("figure.chart:has(.chart-controls)").all():
        assert figure.locator("noscript p").is_visible()
    assert page.locator("figure.chart:not(:has(.chart-controls)) noscript").count() == 0
    context.close()


@pytest.mark.parametrize(
    ("name", "words"),
    [("try-metric", "settlements"), ("try-taken", "12"), ("try-party", "United States")],
)
def test_a_picture_tells_its_unit_its_day_or_its_party(
    site_folder: Path, name: str, words: str
) -> None:
    text = (site_folder / f"figures/{name}.svg").read_text()
    assert f">{words}</text>" in text or f">{words}</tspan>" in text
