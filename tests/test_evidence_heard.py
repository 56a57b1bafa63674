"""A chapter as a screen reader hears it: the accessibility tree that Chromium gives it."""

import re
import time
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page

CHAPTERS = ["1-incursion", "3-north-korea", "5-collapse"]
#: Roles that a list of controls on a page has.
CONTROLS = {"button", "link", "textbox", "checkbox", "radio", "combobox", "slider"}


@pytest.fixture(scope="module", params=CHAPTERS)
def page(request: pytest.FixtureRequest, web_browser: Browser, site: str) -> Page:
    opened = web_browser.new_page(viewport={"width": 1280, "height": 900})
    opened.goto(f"{site}chapters/{request.param}.html")
    opened.locator(".theme-switch").wait_for()
    return opened


def value(node: dict[str, Any], name: str) -> str:
    return str(node.get(name, {}).get("value", ""))


def tree(page: Page) -> list[dict[str, Any]]:
    session: CDPSession = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [node for node in nodes if not node["ignored"]]


def test_every_control_has_a_name(page: Page) -> None:
    nameless = [n for n in tree(page) if value(n, "role") in CONTROLS and not value(n, "name")]
    assert nameless == []


def test_the_controls_of_marks_are_told_apart(page: Page) -> None:
    names = [value(n, "name") for n in tree(page) if value(n, "role") == "button"]
    marks = [name for name in names if name.startswith("Evidence ")]
    assert len(marks) > 20
    assert [name for name, times in Counter(marks).items() if times > 1] == []
    # A number to call it by, and words of the sentence: "Evidence 7: about 1,000 km²".
    assert [name for name in marks if not re.fullmatch(r"Evidence \d+: \S.*", name)] == []


def test_a_paragraph_is_heard_as_it_reads(page: Page) -> None:
    """The words of marks are heard once, in their sentence, and no card in between."""
    heard = page.locator("main p:has(> .claim)").first.aria_snapshot()
    said = re.sub(r"- '?button \"[^\"]*\"'?|^- paragraph:|- text:|[\n\"\u2060]", " ", heard)
    read = page.evaluate("() => document.querySelector('main p:has(> .claim)').textContent")
    assert " ".join(said.split()).replace(" ", "") == " ".join(read.split()).replace(" ", "")


def test_headings_go_down_one_level_at_a_time(page: Page) -> None:
    levels = [
        int(prop["value"]["value"])
        for node in tree(page)
        if value(node, "role") == "heading"
        for prop in node.get("properties", [])
        if prop["name"] == "level"
    ]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_card_is_heard_when_it_is_open_and_gives_the_focus_back(page: Page) -> None:
    button = page.locator("main .claim button").first
    button.focus()
    page.keyboard.press("Enter")
    card = page.locator(".card:popover-open")
    assert card.count() == 1
    heard = card.aria_snapshot()
    assert "link" in heard and "Source" in heard
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.card') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".card:popover-open").count() == 0
    assert page.evaluate("document.activeElement === document.querySelector('main .claim button')")


def test_a_closed_card_is_not_heard(page: Page) -> None:
    end = time.monotonic() + 5  # a card that was just closed fades
    while "As stated:" in " ".join(value(node, "name") for node in tree(page)):
        assert time.monotonic() < end, "a closed card is heard"
        page.wait_for_timeout(100)


def test_a_walk_by_tab_meets_every_mark_of_the_first_screens_in_order(page: Page) -> None:
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0) }")
    met = []
    for _ in range(120):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement !== document.body"), "the focus is lost"
        name = page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''")
        if found := re.match(r"Evidence (\d+):", name):
            met.append(int(found[1]))
        if len(met) == 8:
            break
    assert len(met) == 8
    assert met == sorted(met)
