"""Figures in frames on other sites: the height that "Embed" gives has room for all their words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from audit.server import Site
from playwright.sync_api import Browser, Page

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


@pytest.mark.parametrize("width", [656, 784])
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
