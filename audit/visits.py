"""Visits to one page: over http, from a file, without JavaScript."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING

from audit import limits

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Request

RUNTIME = re.compile(r"vega[\w.-]*\.js|runtime[\w.-]*\.js")
AXE_OPTIONS: dict[str, object] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # Part of WCAG 2.2 AA, but left out by axe unless it is asked for.
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
# A coloured pseudo-element makes axe give up on the contrast of all text around it, after a long
# search; here it judges that text, too.
AXE_SETTINGS = "axe.configure({checks: [{id: 'color-contrast', options: {ignorePseudo: true}}]});"
CHARTS = "figure.chart"
LIVE_CHARTS = 'figure.chart[data-live="true"]'
PLAIN_CHARTS = ".vega-embed, div[id^='altair-viz']"
PATIENCE = 8_000  # milliseconds that the charts of a page may take to come alive
SEEN = """() => [...document.querySelectorAll('figure.chart')].filter((figure) =>
  [...figure.querySelectorAll('img, canvas, svg')].some((picture) => {
    const box = picture.getBoundingClientRect();
    return box.width > 50 && box.height > 50 && (picture.naturalWidth ?? 1) > 0;
  })).length"""


@dataclass
class Result:
    """What was measured on one page. Bytes are compressed, as sent."""

    page: str
    html: int = 0
    first_view: int = 0
    live_bytes: int = 0
    runtime: int = 0
    foreign: list[str] = field(default_factory=list)
    charts: int = 0
    live: int = 0
    live_file: int = 0
    still: int = 0
    messages: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)
    sideways: list[str] = field(default_factory=list)

    def breaches(self) -> list[str]:
        """Sentences about everything that is not as it must be."""
        found = []
        for value, limit, what in (
            (self.html, limits.HTML, "HTML"),
            (self.first_view, limits.FIRST_VIEW, "first view"),
            (self.live_bytes, limits.LIVE, "all live"),
            (self.runtime, limits.RUNTIME, "chart runtime"),
        ):
            if value > limit:
                found.append(f"{what}: {value} bytes, limit {limit}")
        for value, what in (
            (self.live, "live"),
            (self.live_file, "live from a file"),
            (self.still, "visible without JavaScript"),
        ):
            if value < self.charts:
                found.append(f"{value} of {self.charts} charts {what}")
        found += [f"foreign request: {address}" for address in self.foreign]
        found += [f"console: {message}" for message in self.messages]
        found += [f"axe: {finding}" for finding in self.axe]
        found += [f"sideways scroll: {finding}" for finding in self.sideways]
        return found


class Traffic:
    """Requests of one context, with what they cost and which go elsewhere."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.home = home
        self.done: list[Request] = []
        self.foreign: list[str] = []
        self.messages: list[str] = []
        context.on("request", self.started)
        context.on("requestfinished", lambda request: self.done.append(request))
        context.on("console", self.said)
        context.on("weberror", lambda error: self.messages.append(str(error.error)))

    def started(self, request: Request) -> None:
        """Note a request to any other host."""
        if not request.url.startswith((self.home, "data:", "blob:", "file:")):
            self.foreign.append(request.url)

    def said(self, message: object) -> None:
        """Note errors and warnings on the console."""
        kind, text = getattr(message, "type", ""), getattr(message, "text", "")
        if kind in ("error", "warning"):
            self.messages.append(f"{kind}: {text}")

    def sizes(self) -> list[tuple[str, int]]:
        """Address and compressed bytes of each finished request, in order."""
        found = []
        for request in self.done:
            if not request.url.startswith("http"):
                continue
            found.append((request.url, int(request.sizes()["responseBodySize"])))
        return found


def wake_charts(page: Page) -> int:
    """Scroll through the page until every chart is live, or patience ends; return how many."""
    total = page.locator(CHARTS).count()
    if not total:
        return 0
    for number in range(total):
        page.locator(CHARTS).nth(number).scroll_into_view_if_needed()
        page.wait_for_timeout(60)
    waited = 0
    while page.locator(LIVE_CHARTS).count() < total and waited < PATIENCE:
        # A chart that was passed before its script had begun is asked for when one comes back.
        left = f"{CHARTS}:not([data-live='true'])"
        page.evaluate("left => document.querySelector(left)?.scrollIntoView()", left)
        page.wait_for_timeout(200)
        waited += 200
    page.evaluate("scrollTo(0, 0)")
    return page.locator(LIVE_CHARTS).count()


def axe_source() -> str:
    """The rules engine, from its package, with the settings of this audit."""
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    return f"{source}\n{AXE_SETTINGS}"


#: Far parts of a page are laid out when a reader comes near; until then axe takes their rows to
#: be as tall as was guessed, and finds targets covered that nobody will see so.
_LAY_OUT = """() => {
  for (const part of document.querySelectorAll('*'))
    if (getComputedStyle(part).contentVisibility !== 'visible')
      part.style.contentVisibility = 'visible';
}"""


def axe_findings(page: Page, state: str) -> list[str]:
    """Rules broken in this state of the page, each with its first place."""
    page.evaluate(_LAY_OUT)
    result = page.evaluate("(options) => axe.run(document, options)", AXE_OPTIONS)
    return [
        f"{rule['id']} ×{len(rule['nodes'])} ({state}): {rule['nodes'][0]['html'][:160]}"
        for rule in result["violations"]
    ]


def sideways(page: Page, width: int) -> list[str]:
    """Whether the page is wider than the screen, and by how much."""
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_timeout(120)
    found = int(page.evaluate("document.documentElement.scrollWidth"))
    return [f"{found} px wide on a screen of {width} px"] if found > width else []


def set_theme(page: Page, theme: str) -> None:
    """Use the page's own switch until the theme is shown."""
    button = page.locator(".theme-switch")
    for _ in range(3):
        if page.evaluate("document.documentElement.dataset.theme") == theme or not button.count():
            return
        button.dispatch_event("click")
        page.wait_for_timeout(80)


def visit_http(browser: Browser, home: str, result: Result) -> None:
    """Measure bytes, foreign requests, live charts, accessibility and width over http."""
    context = browser.new_context(
        viewport={"width": limits.WIDTHS[0], "height": 800}, reduced_motion="reduce"
    )
    traffic = Traffic(context, home)
    page = context.new_page()
    page.goto(home + result.page, wait_until="load")
    page.wait_for_timeout(250)
    sizes = traffic.sizes()
    result.html = next((size for address, size in sizes if address == page.url), 0)
    before: list[tuple[str, int]] = []
    for address, size in sizes:
        if RUNTIME.search(address):
            break
        before.append((address, size))
    result.first_view = sum(size for _, size in before)
    result.charts = page.locator(f"{CHARTS}, {PLAIN_CHARTS}").count()
    result.live = wake_charts(page)
    sizes = traffic.sizes()
    result.live_bytes = sum(size for _, size in sizes)
    result.runtime = sum(size for address, size in sizes if RUNTIME.search(address))
    page.evaluate(axe_source())
    for width in limits.WIDTHS:
        result.sideways += sideways(page, width)
        for theme in ("light", "dark"):
            set_theme(page, theme)
            result.axe += axe_findings(page, f"{width} px, {theme}")
    result.sideways += sideways(page, limits.NARROWEST)
    result.foreign += traffic.foreign
    result.messages += traffic.messages
    context.close()


def visit_file(browser: Browser, folder: Path, result: Result) -> None:
    """Count live charts on the page opened from a folder."""
    context = browser.new_context(reduced_motion="reduce")
    home = folder.resolve().as_uri() + "/"
    traffic = Traffic(context, home)
    page = context.new_page()
    page.goto(home + result.page, wait_until="load")
    result.live_file = wake_charts(page)
    result.foreign += traffic.foreign
    result.messages += [f"from a file: {message}" for message in traffic.messages]
    context.close()


def visit_still(browser: Browser, home: str, result: Result) -> None:
    """Count charts that show as pictures without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    traffic = Traffic(context, home)
    page = context.new_page()
    page.goto(home + result.page, wait_until="load")
    waited = 0
    while (seen := int(page.evaluate(SEEN))) < result.charts and waited < PATIENCE:
        page.wait_for_timeout(200)
        waited += 200
    result.still = seen
    result.foreign += traffic.foreign
    context.close()
