"""Settings of readers that a page respects, and what a phone spares itself."""

from pathlib import Path
from typing import Any, Literal

import pytest
from audit.visits import axe_findings, axe_source
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Locator, Page
from thorough import beyond

CHAPTERS = ("1-incursion", "2-stalemate", "3-north-korea", "4-aid-pause", "5-collapse")
UNSEEN = "article > section > section:not(.laid-out)"


def style(element: Locator, name: str) -> str:
    return str(element.evaluate("(one, name) => getComputedStyle(one)[name]", name))


@pytest.mark.parametrize(
    ("scheme", "ink", "ground"),
    [
        ("light", "rgb(0, 0, 0)", "rgb(255, 255, 255)"),
        ("dark", "rgb(255, 255, 255)", "rgb(23, 25, 28)"),
    ],
)
def test_forced_colours_keep_shapes_frames_and_charts(
    web_browser: Browser, site: str, scheme: Literal["light", "dark"], ink: str, ground: str
) -> None:
    context = web_browser.new_context(forced_colors="active", color_scheme=scheme)
    page = context.new_page()
    page.goto(site + "chapters/1-incursion.html")
    page.locator("[data-side] button[popovertarget]").nth(3).click()
    side = page.locator(".card:popover-open .side").first
    assert style(side, "backgroundColor") == ink
    assert style(side, "clipPath") != "none"
    assert style(page.locator("figure.chart").first, "borderTopStyle") == "solid"
    assert style(page.locator(".chart-stage").first, "backgroundColor") == ground
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert style(page.locator(":focus"), "outlineStyle") != "none"
    context.close()


def test_reduced_motion_leaves_nothing_that_moves(web_browser: Browser, site: str) -> None:
    context = web_browser.new_context(
        reduced_motion="reduce", viewport={"width": 1280, "height": 900}
    )
    page = context.new_page()
    page.goto(site + "chapters/1-incursion.html")
    page.locator(".claim").first.hover()
    page.wait_for_timeout(50)
    assert page.locator(".card:visible").count() == 1
    assert page.evaluate("document.getAnimations().length") == 0
    moving = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter((element) => {
          const style = getComputedStyle(element);
          return style.transitionDuration.split(",").some((time) => parseFloat(time) > 0) ||
            (style.animationName !== "none" && parseFloat(style.animationDuration) > 0.01);
        }).map((element) => element.outerHTML.slice(0, 90))"""
    )
    assert moving == []
    context.close()


def phone(web_browser: Browser, width: int = 360, **more: Any) -> Page:
    context = web_browser.new_context(viewport={"width": width, "height": 800}, **more)
    return context.new_page()


def wait_for_scripts(page: Page) -> None:
    page.locator(".theme-switch").wait_for()


def test_a_phone_lays_out_a_section_when_the_reader_comes_near(
    web_browser: Browser, site: str
) -> None:
    page = phone(web_browser)
    page.goto(site + "chapters/1-incursion.html")
    wait_for_scripts(page)
    far = page.locator(UNSEEN).count()
    assert far > 10
    page.mouse.wheel(0, 4000)
    page.wait_for_timeout(400)
    assert page.locator(UNSEEN).count() < far
    page.context.close()


@pytest.mark.parametrize("anchor", ["who-said-what", "questions-for-discussion", "use-20"])
def test_an_address_in_a_far_section_leads_there(
    web_browser: Browser, site: str, anchor: str
) -> None:
    page = phone(web_browser)
    page.goto(f"{site}chapters/1-incursion.html#{anchor}")
    page.wait_for_timeout(800)
    top = page.locator(f"#{anchor}").evaluate("element => element.getBoundingClientRect().top")
    assert -20 <= top <= 300
    page.context.close()


def test_a_card_is_whole_in_every_section_of_a_phone(web_browser: Browser, site: str) -> None:
    page = phone(web_browser)
    page.goto(site + "chapters/2-stalemate.html")
    for number in (0, 10, 20):
        page.locator(".claim button").nth(number).focus()
        page.wait_for_timeout(300)
        card = page.locator(".card:visible").first
        box = card.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= 801
        at_corner = page.evaluate(
            "([x, y]) => !!document.elementFromPoint(x, y).closest('.card')",
            [box["x"] + 20, box["y"] + box["height"] - 12],
        )
        assert at_corner
    page.context.close()


def test_without_scripts_a_phone_lays_out_everything(web_browser: Browser, site: str) -> None:
    page = phone(web_browser, java_script_enabled=False)
    page.goto(site + "chapters/1-incursion.html")
    skipped = page.evaluate(
        """() => [...document.querySelectorAll("article > section > section")]
          .filter((section) => getComputedStyle(section).contentVisibility !== "visible").length"""
    )
    assert skipped == 0
    page.context.close()


@pytest.mark.parametrize("width", beyond([360], [360, 412]))
@pytest.mark.parametrize("name", beyond(CHAPTERS[:2], CHAPTERS))
def test_axe_finds_nothing_before_a_reader_has_scrolled(
    web_browser: Browser, site: str, name: str, width: int
) -> None:
    page = phone(web_browser, width)
    page.goto(f"{site}chapters/{name}.html")
    wait_for_scripts(page)
    page.evaluate(axe_source())
    assert axe_findings(page, name) == []
    page.context.close()


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_links_of_the_figures_with_one_name_lead_to_one_place(
    site_folder: Path, chapter: str
) -> None:
    text = (site_folder / f"chapters/{chapter}.html").read_text("utf-8")
    led: dict[str, set[str]] = {}
    for link in BeautifulSoup(text, "html.parser").select(".chart-code, .chart-files a"):
        name = str(link.get("aria-label") or link.get_text(" ", strip=True))
        led.setdefault(name, set()).add(str(link["href"]))
    assert len(led) > 20
    assert {name: found for name, found in led.items() if len(found) > 1} == {}
