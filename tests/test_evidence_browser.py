"""The cards in a real browser: hover, focus and tap without a script, Escape, narrow screens."""

from pathlib import Path

import pytest
from audit.visits import axe_source
from playwright.sync_api import Browser, Page
from test_evidence import book

__all__ = ["book"]

MARK = '.claim[data-claim="in-c001"] >> nth=0'
CARD = f"{MARK} >> .card"


@pytest.fixture(scope="module")
def browser(web_browser: Browser) -> Browser:
    return web_browser


def open_chapter(browser: Browser, book: Path, width: int = 1280, **context: object) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 800}, **context).new_page()
    page.goto((book / "html/chapters/1-incursion.html").as_uri())
    return page


def test_hover_opens_the_card_without_a_script(browser: Browser, book: Path) -> None:
    page = open_chapter(browser, book, java_script_enabled=False)
    assert not page.is_visible(CARD)
    page.hover(MARK)
    page.wait_for_selector(CARD, state="visible", timeout=2000)
    page.hover(f"{CARD} >> a >> nth=0")
    assert page.is_visible(CARD), "the pointer can move onto the card"
    page.mouse.move(2, 700)
    page.wait_for_selector(CARD, state="hidden", timeout=2000)


def test_focus_opens_the_card_without_a_script(browser: Browser, book: Path) -> None:
    page = open_chapter(browser, book, java_script_enabled=False)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.is_visible(CARD):
            break
    assert page.is_visible(CARD)
    page.keyboard.press("Tab")
    assert page.is_visible(CARD), "links of the card can be reached"


def test_tap_opens_and_closes_the_card_without_a_script(browser: Browser, book: Path) -> None:
    page = open_chapter(browser, book, 360, java_script_enabled=False, has_touch=True)
    page.tap(f"{MARK} >> button")
    page.wait_for_selector(CARD, state="visible", timeout=2000)
    box = page.locator(CARD).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert box["y"] + box["height"] <= 800
    page.touchscreen.tap(180, 20)
    page.wait_for_selector(CARD, state="hidden", timeout=2000)


def test_escape_closes_a_card_that_hover_opened(browser: Browser, book: Path) -> None:
    page = open_chapter(browser, book)
    page.hover(MARK)
    page.wait_for_selector(CARD, state="visible", timeout=2000)
    page.keyboard.press("Escape")
    assert not page.is_visible(CARD)
    page.mouse.move(2, 700)
    page.hover(MARK)
    page.wait_for_selector(CARD, state="visible", timeout=2000)


@pytest.mark.parametrize("width", [320, 1280])
def test_card_stays_inside_the_window(browser: Browser, book: Path, width: int) -> None:
    page = open_chapter(browser, book, width)
    for number in range(page.locator(".claim").count()):
        mark = page.locator(".claim").nth(number)
        mark.hover()
        card = mark.locator(".card")
        card.wait_for(state="visible", timeout=2000)
        box = card.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_quiz_says_whether_an_answer_is_right_without_a_script(
    browser: Browser, book: Path
) -> None:
    page = open_chapter(browser, book, java_script_enabled=False)
    page.check("text=7 August >> input")
    assert page.is_visible("text=Not this one.")
    assert not page.is_visible("text=Right.")


def test_print_hides_cards_and_shows_numbers_of_sources(browser: Browser, book: Path) -> None:
    page = open_chapter(browser, book)
    assert not page.is_visible(f"{MARK} >> .source-number")
    page.emulate_media(media="print")
    page.hover(MARK)
    assert not page.is_visible(CARD)
    assert page.is_visible(f"{MARK} >> .source-number")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_for_axe_to_find(browser: Browser, book: Path, width: int, scheme: str) -> None:
    page = open_chapter(browser, book, width, color_scheme=scheme)
    page.click(f"{MARK} >> button")
    page.wait_for_timeout(300)
    page.evaluate(axe_source())
    found = page.evaluate("axe.run('.body')")
    rules = {rule["id"]: rule["nodes"][0]["html"] for rule in found["violations"]}
    assert not rules


def test_nothing_runs_from_data(browser: Browser, book: Path) -> None:
    page = browser.new_page()
    messages: list[str] = []
    page.on("dialog", lambda dialog: (messages.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: messages.append(str(error)))
    for file in sorted((book / "html").rglob("*.html")):
        page.goto(file.as_uri())
    assert not messages
