"""Readers who have chosen large letters for all pages: text grows, and no page scrolls sideways."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from audit import browser
from playwright.sync_api import Page, sync_playwright
from test_pages_type import CUT, PAGES
from thorough import beyond


@pytest.fixture(scope="module", params=[24, 32])
def large(request: pytest.FixtureRequest) -> Iterator[Page]:
    """A phone whose reader has chosen letters half as large again, or twice as large."""
    chosen = f"--blink-settings=defaultFontSize={request.param}"
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=browser.require(), args=[*browser.ARGUMENTS, chosen]
        )
        yield started.new_page(viewport={"width": 360, "height": 800}, bypass_csp=True)
        started.close()


NARROW = (*PAGES, "explore/map", "teach/guide", "teach/lesson-1-incursion")


@pytest.mark.parametrize("name", beyond((*PAGES[:2], "explore/map"), NARROW))
def test_large_letters_cut_no_word_and_push_nothing_aside(
    large: Page, site_folder: Path, name: str
) -> None:
    large.goto((site_folder / f"{name}.html").as_uri())
    letters = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    assert large.evaluate(letters) >= 24
    assert large.evaluate("document.documentElement.scrollWidth") <= 360
    assert large.locator("main :not(svg *, .chart-live *)").evaluate_all(CUT) == []
