"""The self-checks as a reader meets them: numbers and orders are judged in the page, offline."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser

from kursk import tables
from kursk.quiz import Question, questions

ASKED = [it for it in questions() if it.kind in ("order", "number")]
#: A question that names a chart by its headline.
NAMED = [it for it in questions() if it.figure and re.search("chart “", it.text)]
PAGES = {phase: place for place, phase in enumerate(tables.phases()["phase_id"], 1)}


@pytest.mark.parametrize("it", ASKED, ids=lambda it: it.id)
def test_the_right_answer_is_told_right_and_opens_its_reason(
    web_browser: Browser, site_folder: Path, it: Question
) -> None:
    (chapter,) = site_folder.glob(f"chapters/{PAGES[it.phase]}-*.html")
    page = web_browser.new_page()
    page.goto(chapter.as_uri())
    asked = page.locator(f"#{it.id}")
    if it.kind == "number":
        asked.locator("input").fill(f"{it.answer:g}")
        asked.locator("input").blur()
    for place, option in enumerate(it.options, 1):
        line = asked.locator("label", has_text=option.text)
        assert asked.locator("output").inner_text() == ""
        line.locator("select").select_option(str(place))
    assert asked.locator("output").inner_text() == "Right."
    assert page.locator(f"#{it.id} + details").get_attribute("open") == ""
    page.close()


@pytest.mark.parametrize("it", NAMED, ids=lambda it: it.id)
def test_a_chart_is_named_by_the_headline_that_it_has(site_folder: Path, it: Question) -> None:
    page = BeautifulSoup((site_folder / f"figures/{it.figure}.html").read_text("utf-8"), "lxml")
    title = page.select_one(".chart-title")
    assert title and f"chart “{title.get_text()}”" in it.text
