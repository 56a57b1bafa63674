"""Faults that a page survives, in a real browser, and what it does for its readers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from audit.visits import LIVE_CHARTS, SEEN, sideways, wake_charts
from playwright.sync_api import Browser, BrowserContext, Page, Route
from thorough import beyond

CHAPTERS = ("1-incursion", "2-stalemate", "3-north-korea", "4-aid-pause", "5-collapse")

CHAPTER = "chapters/1-incursion.html"
NO_STORAGE = """
for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, {
    get() { throw new DOMException("denied", "SecurityError"); }
  });
"""
TEXT_SPACING = """
const sheet = new CSSStyleSheet();
sheet.replaceSync(`* {line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important;} p {margin-bottom: 2em !important;}`);
document.adoptedStyleSheets = [sheet];
"""


@pytest.fixture
def context(web_browser: Browser) -> Iterator[BrowserContext]:
    context = web_browser.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def faults(page: Page) -> list[str]:
    """What the scripts of the page fail with."""
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))
    return told


def number_of_charts(page: Page) -> int:
    return page.locator("figure.chart").count()


def test_without_scripts_all_is_there(web_browser: Browser, site: str) -> None:
    context = web_browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + CHAPTER, wait_until="networkidle")
    assert page.evaluate(SEEN) == number_of_charts(page) > 3
    assert not page.locator(".theme-switch").is_visible()
    page.set_viewport_size({"width": 360, "height": 800})
    page.locator(".to-contents").click()
    page.locator("#contents a", has_text="The collapse").wait_for()
    context.close()


def test_dark_without_scripts(web_browser: Browser, site: str) -> None:
    context = web_browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(site + CHAPTER)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(23, 25, 28)"
    context.close()


def test_the_theme_follows_another_tab(context: BrowserContext, page: Page, site: str) -> None:
    page.goto(site + CHAPTER)
    page.locator(".theme-switch").wait_for()
    other = context.new_page()
    other.goto(site + "index.html")
    other.locator(".theme-switch").click()
    other.locator(".theme-switch").click()
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    assert page.locator(".theme-switch").inner_text() == "Theme: dark"


def test_storage_denied(context: BrowserContext, page: Page, faults: list[str], site: str) -> None:
    context.add_init_script(NO_STORAGE)
    page.goto(site + CHAPTER)
    page.locator(".theme-switch").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    page.locator(".theme-switch").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert wake_charts(page) == number_of_charts(page)
    assert not faults


def test_theme_is_remembered(page: Page, site: str) -> None:
    page.goto(site + CHAPTER)
    page.locator(".theme-switch").click()
    page.locator(".theme-switch").click()
    page.goto(site + "index.html")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.locator(".theme-switch").inner_text() == "Theme: dark"


def test_an_old_style_sheet_in_the_cache_is_not_used(
    context: BrowserContext, page: Page, site: str
) -> None:
    """The sheet's address changes with its content, so an old copy cannot meet a new page."""

    def old(route: Route) -> None:
        route.fulfill(body="body{display:none}", content_type="text/css")

    page.goto(site + CHAPTER)
    address = str(page.locator("link[rel=stylesheet]").evaluate("link => link.href"))
    assert "?v=" in address
    context.route(lambda url: url != address and "book.css" in url, old)
    page.reload()
    assert page.locator("h1").is_visible()


def test_a_loaded_page_works_without_a_line(
    context: BrowserContext, page: Page, faults: list[str], site: str
) -> None:
    page.goto(site + CHAPTER, wait_until="networkidle")
    # The scripts are asked for after the first picture; the switch shows that they have come.
    page.locator(".theme-switch").wait_for()
    context.set_offline(True)
    page.locator(".claim button").first.click()
    page.locator(".card:popover-open").wait_for()
    page.keyboard.press("Escape")
    fold = page.locator("details.fold").first
    fold.locator("> summary").click()
    assert fold.evaluate("fold => fold.open")
    page.locator(".theme-switch").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    # A chart that had not come alive stays the picture that it was.
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(500)
    assert page.locator("h1").count() == 1
    assert not faults


def test_markup_in_words_is_never_run(page: Page, site: str) -> None:
    page.goto(site + "search.html?q=%3Cimg%20src%3Dx%20onerror%3Ddocument.title%3D1%3E")
    page.wait_for_timeout(500)
    assert page.title() != "1"


def test_search_names_the_chapter(page: Page, faults: list[str], site: str) -> None:
    page.goto(site + "search.html?q=sudzha")
    page.locator("#search-results li a").first.wait_for()
    words = page.locator("#search-results").inner_text()
    assert "The incursion" in words or "The collapse" in words
    page.locator("#search-results li a").first.click()
    page.locator("h1").wait_for()
    assert not faults


def test_search_from_a_file(page: Page, faults: list[str], site_folder: Path) -> None:
    page.goto((site_folder / "search.html").as_uri())
    page.locator(".theme-switch").wait_for()
    # A form may not lead anywhere from a folder, by the page's policy; this one need not.
    page.locator("form.search").evaluate("form => form.action = 'https://example.org/'")
    page.locator("#search-words").fill("sudzha")
    page.keyboard.press("Enter")
    page.locator("#search-results li a").first.wait_for()
    assert not faults


def test_slash_leads_to_search(page: Page, site: str) -> None:
    page.goto(site + CHAPTER)
    page.locator(".theme-switch").wait_for()
    page.keyboard.press("/")
    page.wait_for_url("**/search.html")


def test_skip_link_and_visible_focus(page: Page, site: str) -> None:
    page.goto(site + CHAPTER)
    page.keyboard.press("Tab")
    box = page.locator(".skip-link").bounding_box()
    assert box and box["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


def test_contents_on_a_phone(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(site + CHAPTER)
    assert not page.locator("#contents").is_visible()
    page.locator(".to-contents").click()
    page.locator("#contents").wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("#contents").is_visible()


@pytest.mark.parametrize("name", [CHAPTER, "index.html", "chapters/5-collapse.html"])
def test_text_spacing_and_zoom(page: Page, site: str, name: str) -> None:
    """400 % zoom on a screen of 1280 px is a screen of 320 px."""
    page.goto(site + name)
    page.evaluate(TEXT_SPACING)
    assert sideways(page, 320) == []


def test_measure_of_the_text(page: Page, site: str) -> None:
    page.goto(site + CHAPTER)
    size = page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('section > p')).fontSize)"
    )
    assert 18 <= size <= 20
    width = page.evaluate("document.querySelector('section > p').getBoundingClientRect().width")
    sample = page.evaluate(
        """() => {
          const probe = document.createElement("span");
          probe.textContent = "On the first day of the week people of the town came to see it.";
          document.querySelector("section > p").append(probe);
          const width = probe.getBoundingClientRect().width / probe.textContent.trim().length;
          probe.remove();
          return width;
        }"""
    )
    assert 60 <= width / sample <= 74


# Width of the text on paper, in CSS pixels: the sheet without its margins of 17 mm.
@pytest.mark.parametrize(("sheet", "width"), [("A4", 665), ("Letter", 687)])
def test_print_is_a_handout(page: Page, site: str, sheet: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site + CHAPTER)
    page.emulate_media(media="print")
    for selector in (".top", "#contents", ".neighbours", ".cell_input", ".card"):
        assert not page.locator(selector).first.is_visible(), selector
    assert page.locator("figure.chart img:visible").count() == number_of_charts(page)
    for figure in page.locator("figure.chart").all():
        assert figure.evaluate("figure => getComputedStyle(figure).breakInside") == "avoid"
    cut = page.evaluate(
        """width => [...document.querySelectorAll("main *")].filter((element) =>
          element.getBoundingClientRect().right > width + 1 && element.checkVisibility() &&
          !element.closest("svg")).map((element) => element.outerHTML.slice(0, 90))""",
        width,
    )
    assert cut == []
    listed = page.locator("ol.sources a[href^=http]").first
    assert listed.evaluate("link => getComputedStyle(link, '::after').content") not in ("none", "")
    pages = page.pdf(format=sheet).count(b"/Type /Page\n")
    assert 10 < pages < 45


@pytest.mark.parametrize("name", beyond(["5-collapse"], CHAPTERS))
def test_printed_addresses_are_all_in_the_list(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}chapters/{name}.html")
    left_out = page.evaluate(
        """() => {
          const listed = new Set([...document.querySelectorAll("ol.sources a")].map((a) => a.href));
          return [...document.querySelectorAll(":is(.versus, .quote) a[href^=http]")]
            .map((a) => a.getAttribute("href")).filter((href) => !listed.has(new URL(href).href));
        }"""
    )
    assert left_out == []


def test_narrow_pages_do_not_scroll_sideways(page: Page, site: str) -> None:
    for name in ("search.html", "evidence/ledger-held.html", "glossary.html"):
        page.goto(site + name)
        assert sideways(page, 320) == [], name


def test_a_slow_line_shows_the_text_first_and_the_charts_later(
    context: BrowserContext, page: Page, faults: list[str], site: str
) -> None:
    """The “slow 3G” of browsers' developer tools: 400 kbit/s and 400 ms each way."""
    line = context.new_cdp_session(page)
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 400,
            "downloadThroughput": 50_000,
            "uploadThroughput": 50_000,
        },
    )
    page.goto(site + CHAPTER, wait_until="domcontentloaded")
    seconds = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
    assert page.locator("h1").is_visible()
    assert (seconds or 0) < 6000
    assert page.locator(LIVE_CHARTS).count() == 0
    page.locator("figure.chart").first.scroll_into_view_if_needed()
    page.mouse.wheel(0, 50)
    page.locator(LIVE_CHARTS).first.wait_for(timeout=30_000)
    assert not faults
