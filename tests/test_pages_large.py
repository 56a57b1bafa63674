"""Readers who have chosen large letters for all pages: text grows, and no page scrolls sideways."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from audit import browser
from playwright.sync_api import Page, sync_playwright
from test_pages_type import CUT, PAGES
from thorough import beyond


@pytest.fixture(scope="module", params=[24, 32])
def large(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """A phone whose reader has chosen letters half as large again, or twice as large."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "Default").mkdir()
    chosen = {"webkit": {"webprefs": {"default_font_size": request.param}}}
    (folder / "Default" / "Preferences").write_text(json.dumps(chosen), encoding="utf-8")
    with sync_playwright() as driver:
        context = driver.chromium.launch_persistent_context(
            str(folder), executable_path=browser.require(), args=browser.ARGUMENTS,
            viewport={"width": 360, "height": 800}, bypass_csp=True,
        )  # fmt: skip
        yield context.pages[0]
        context.close()


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
