"""The front page as it is first seen: what it must say before anybody scrolls."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from found import window
from playwright.sync_api import Browser, Page
from thorough import thorough

from kursk.model import Correction, rows


@pytest.fixture(
    params=[(360, 740), pytest.param((768, 1024), marks=thorough), (1280, 900)],
    ids=["phone", "tablet", "desktop"],
)
def page(web_browser: Browser, site_folder: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    width, height = request.param
    opened = web_browser.new_page(viewport={"width": width, "height": height})
    opened.goto((site_folder / "index.html").as_uri())
    yield opened
    opened.close()


def end(page: Page, selector: str) -> float:
    """Return where the last of some elements ends, from the top of the page."""
    box = page.locator(selector).last.bounding_box()
    assert box
    return box["y"] + box["height"]


def test_headline_buttons_and_the_chart_with_its_finding_need_no_scrolling(page: Page) -> None:
    size = page.viewport_size
    assert size
    for selector in ("h1", ".start a", "#fig-campaign .chart-title"):
        assert end(page, selector) < size["height"]
    # On a phone with the widest of fonts the names of the months may be under the fold.
    assert end(page, "#fig-campaign .chart-stage") < size["height"] + 30


def test_the_live_mark_stands_near(page: Page) -> None:
    size = page.viewport_size
    assert size and end(page, ".show .claim") < 1.35 * size["height"]


def test_a_door_is_one_line_on_a_phone_and_a_column_on_a_desktop(page: Page) -> None:
    size = page.viewport_size
    assert size
    tops = page.locator(".doors li").evaluate_all(
        "all => all.map(it => it.getBoundingClientRect().top)"
    )
    assert len(set(tops)) == (1 if size["width"] > 1000 else 5), (
        "five in a row, or one below another"
    )
    if size["width"] > 1000:
        assert end(page, ".doors li") < size["height"]
    if size["width"] < 400:
        heights = page.locator(".doors li").evaluate_all("all => all.map(it => it.offsetHeight)")
        assert sum(heights) < 300


@pytest.mark.parametrize("face", ["", "DejaVu Serif"], ids=["own face", "a wide face"])
def test_the_name_of_the_book_stands_in_two_lines_at_most(page: Page, face: str) -> None:
    """The face is the reader's: where none of those named is at hand, a wide one stands in."""
    size = window(page)
    for width in (size["width"], 320):
        page.set_viewport_size({"width": width, "height": size["height"]})
        name = page.locator(".book-name").evaluate(
            "(it, face) => { it.style.fontFamily = face;"
            " return [it.scrollWidth - it.clientWidth, it.clientHeight]; }", face
        )  # fmt: skip
        assert name[0] <= 0 and name[1] <= 60, width


def test_the_areas_of_the_chart_are_named_in_it(site_folder: Path) -> None:
    for width in ("wide", "narrow"):
        (picture,) = (site_folder / "_images/figures").glob(f"campaign-*-{width}-light.svg")
        drawn = picture.read_text(encoding="utf-8")
        for words in ("held by Ukraine", "in doubt", "Kyiv’s figures", "chapters of this book"):
            assert f">{words}<" in drawn, f"{words} ({width})"


def test_the_chart_takes_the_room_there_is(page: Page) -> None:
    wide = "it => it.getBoundingClientRect().width"
    for name in ("index.html", "figures/campaign.html"):
        page.goto(f"{page.url.rpartition('/')[0]}/{name}")
        figure = page.locator("#fig-campaign")
        figure.scroll_into_view_if_needed()
        page.locator("#fig-campaign[data-live=true]").wait_for()
        room = figure.evaluate(wide)
        assert figure.locator(".chart-light img").evaluate(wide) == pytest.approx(room, abs=1)
        assert figure.locator(".chart-live svg").first.evaluate(wide) == pytest.approx(room, abs=1)


def test_parties_stand_side_by_side_at_first_sight(page: Page) -> None:
    lines = page.locator("details.versus[open]").first.locator("tbody tr")
    assert len(set(lines.evaluate_all("all => all.map(it => it.dataset.side)"))) >= 3


def test_what_is_new_is_told_in_words(page: Page) -> None:
    """What the book said, what it says now, and why; with ways to the row and to the correction."""
    corrected = page.locator(".newest li").filter(has=page.locator("a[href*='corrections.html#']"))
    assert corrected.count() == 3
    words = corrected.first.inner_text()
    last = rows(Correction)[-1]
    assert last.reason in words and re.search("[:,] “[^”]+” is now “[^”]+”|where nothing", words)
    assert not re.search("[a-z]_[a-z]", corrected.first.inner_text()), "no name of a column"
    assert page.locator(".newest a[href*='evidence/']").count() == 3 + 3 + 2
    named = page.locator(".newest a").evaluate_all("all => all.map(it => it.ariaLabel)")
    assert len(set(named) - {None}) == 3, "a list of links tells the days apart"


def test_every_kind_of_reader_has_a_link(page: Page) -> None:
    lines = page.locator("#for-you li")
    assert lines.count() == 3
    assert all(line.locator("a").count() for line in lines.all())


def test_the_picture_of_the_first_screen_is_asked_for_at_once(page: Page) -> None:
    pictures = page.locator("figure.chart .chart-light img")
    assert pictures.first.get_attribute("fetchpriority") == "high"
    assert pictures.evaluate_all("all => all.slice(1).every(it => it.loading === 'lazy')")
