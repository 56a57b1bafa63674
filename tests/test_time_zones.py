"""A day is the same day in every time zone: charts are drawn there, and their marks compared."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from thorough import thorough

#: West and east of all others that people live in, and the one that all are held against.
ZONES = ("UTC", "America/Los_Angeles", "Pacific/Kiritimati")
#: Where every mark of a live chart stands, and how it is shaped; axes and words beside it, too.
MARKS = """id => [...document.querySelectorAll(`#${id} svg :is(path, line, text, rect)`)].map(
    it => [it.getAttribute("transform"), it.getAttribute("d"), it.textContent].join("|"))"""


def drawn(browser: Browser, file: Path, zone: str) -> dict[str, list[str]]:
    tab = browser.new_context(timezone_id=zone, viewport={"width": 1280, "height": 900}).new_page()
    tab.goto(file.as_uri())
    found = {}
    for name in tab.locator("figure.chart").evaluate_all("all => all.map(it => it.id)"):
        tab.locator(f"#{name}").scroll_into_view_if_needed()
        tab.wait_for_selector(f"#{name}[data-live=true] svg", state="attached", timeout=20_000)
        found[name] = tab.evaluate(MARKS, name)
    tab.context.close()
    return found


@pytest.mark.parametrize("name", ["explore/lab", "chapters/2-stalemate"])
@thorough
def test_charts_are_alike_in_every_time_zone(
    web_browser: Browser, site_folder: Path, name: str
) -> None:
    first, *others = (drawn(web_browser, site_folder / f"{name}.html", zone) for zone in ZONES)
    assert len(first) >= 3
    for other in others:
        assert [figure for figure in first if other[figure] != first[figure]] == []
