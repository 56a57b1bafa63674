"""The book in Firefox and in WebKit: cards, charts, search and quiz, by mouse and by keyboard."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from audit import browser
from audit.server import Site
from engines import Engine, Firefox, WebKit, until
from thorough import thorough

ENGINES: dict[str, Callable[[str], Engine]] = {"firefox": Firefox, "webkit": WebKit}
CHAPTER = "chapters/1-incursion.html"


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A browser other than Chromium; without one the tests are skipped and say how to get it."""
    path = browser.find(request.param)
    if path is None:
        pytest.skip(browser.advice(request.param))
    started = ENGINES[request.param](path)
    yield started
    started.close()


@pytest.fixture
def page(engine: Engine, request: pytest.FixtureRequest, site: str) -> Engine:
    """A page of the site, open; the test says which."""
    engine.open(site + getattr(request, "param", CHAPTER))
    return engine


def opened(page: Engine) -> str:
    return str(until(page, "document.querySelector('.card:popover-open')?.id ?? ''", 4) or "")


@pytest.mark.parametrize(
    "page",
    ["index.html", CHAPTER, "explore/map.html", "evidence/method.html", "glossary.html"],
    indirect=True,
)
def test_a_page_opens_without_an_error_and_fits(page: Engine) -> None:
    until(page, "document.querySelectorAll('script[src]').length > 1")
    assert page.js("document.querySelector('h1').textContent.length") > 5
    assert page.js("document.documentElement.scrollWidth <= innerWidth")
    assert page.errors() == []


def test_a_script_that_fails_is_told(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "broken.html").write_text("<script>setTimeout(() => nothing.here, 300)</script>")
    with Site(tmp_path) as served:
        engine.open(f"{served.address}broken.html")
        assert until(engine, "performance.now() > 1500")
        assert any("nothing" in error for error in engine.errors())


def test_a_click_opens_a_card_and_escape_closes_it(page: Engine) -> None:
    assert opened(page) == ""
    page.click(".claim[data-claim] button")
    card = opened(page)
    assert card
    assert page.js(f"document.getElementById('{card}').innerText.includes('Source')")
    page.press("Escape")
    assert until(page, "!document.querySelector('.card:popover-open')")
    assert page.errors() == []


def test_the_keyboard_reaches_a_card_and_what_is_in_it(page: Engine) -> None:
    page.js("document.querySelector('.claim[data-claim] button').focus()")
    page.press("Enter")
    card = opened(page)
    assert card
    page.press("Tab")
    assert page.js("document.activeElement.closest('.card')?.id ?? ''") == card


def test_a_card_is_seen_while_the_pointer_rests_on_its_mark(page: Engine) -> None:
    """WebKit showed nothing once: its animation ended where it had begun."""
    shown = "[...document.querySelectorAll('.card')].find(it => it.offsetHeight)"
    look = (
        f"(it => it ? getComputedStyle(it).opacity + getComputedStyle(it).visibility : '')({shown})"
    )
    if not page.js("matchMedia('(hover: hover)').matches"):
        pytest.skip("this engine has no pointer here that can rest on anything")
    page.hover(".claim[data-claim] > span:last-child")
    assert until(page, f"{look} === '1visible'", 4)
    page.hover("h1")
    assert until(page, f"!{shown}", 4)


def test_a_page_that_comes_back_has_the_theme_that_was_chosen_meanwhile(
    page: Engine, site: str
) -> None:
    theme = "document.documentElement.dataset.mode ?? ''"
    page.open(site + "glossary.html")
    before = page.js(theme)
    assert until(page, "document.querySelector('.theme-switch').offsetWidth > 0")
    page.click(".theme-switch")
    assert until(page, f"({theme}) !== {before!r}")
    chosen = page.js(theme)
    page.back()
    assert until(page, f"location.href.includes('chapters/') && ({theme}) === {chosen!r}")


def test_a_search_from_a_folder_finds_its_page(engine: Engine, site_folder: Path) -> None:
    """Firefox obeyed “form-action 'self'” and did nothing: a folder is nobody's self."""
    engine.open((site_folder / "search.html").as_uri())
    assert until(engine, "document.getElementById('search-words')?.offsetHeight > 0")
    engine.click("#search-words")
    engine.press(*"Sudzha", "Enter")
    assert until(engine, "location.search.includes('q=Sudzha')")
    assert until(engine, "document.querySelectorAll('#search-results li a').length > 3")


@thorough
def test_a_printed_page_has_its_words_and_no_cards(page: Engine, tmp_path: Path) -> None:
    pymupdf = pytest.importorskip("pymupdf")
    if not isinstance(page, Firefox):
        pytest.skip("the driver of WebKitGTK prints nothing")
    (tmp_path / "page.pdf").write_bytes(page.paper())
    sheets = [sheet.get_text() for sheet in pymupdf.open(tmp_path / "page.pdf")]
    told = " ".join(" ".join(sheets).split())
    assert len(sheets) > 5 and "What you will learn" in told
    assert "As stated:" not in told, "a card"
    # A heading alone at the foot of a page leads nowhere.
    headings = page.js("[...document.querySelectorAll('h2')].map(it => it.innerText.trim())")
    last = [[line for line in sheet.splitlines() if line.strip()][-2:] for sheet in sheets]
    assert not [h for h in headings for lines in last if h in lines[-1:]]


def test_every_mark_is_underlined(page: Engine) -> None:
    """Shorthands of ``text-decoration`` fell silent in WebKit once."""
    lines = page.js(
        "[...document.querySelectorAll('.claim[data-claim], .event[data-event], .quoted')]"
        ".map(it => getComputedStyle(it)).map(it => it.textDecorationLine + it.borderBottomStyle)"
    )
    assert lines and not [line for line in lines if line == "nonenone"]


def test_a_chart_comes_to_life_when_it_is_near(page: Engine) -> None:
    page.js("document.querySelector('figure.chart').scrollIntoView({block: 'center'})")
    assert until(page, "document.querySelector('figure.chart[data-live=true] svg') !== null")
    assert page.js("document.querySelectorAll('figure.chart svg path').length") > 5
    assert page.errors() == []


def test_the_pictures_of_charts_are_drawn(page: Engine) -> None:
    page.js("document.querySelectorAll('figure.chart')[1].scrollIntoView()")
    drawn = "[...document.querySelectorAll('figure.chart img')].some(it => it.naturalWidth > 100)"
    assert until(page, drawn)


def test_the_bar_of_a_figure_shows_its_data(page: Engine) -> None:
    page.click("figure.chart .chart-data summary")
    assert until(page, "document.querySelector('figure.chart .chart-data').open")
    assert page.js("document.querySelector('figure.chart .chart-data table').offsetHeight") > 20


def test_the_quiz_judges_an_answer(page: Engine) -> None:
    page.js(
        "(it => { for (let up = it; up; up = up.parentElement) if (up.open === false)"
        " up.open = true })(document.querySelector('.quiz'))"
    )
    page.click(".quiz label:has([data-right=true]) input")
    shown = "getComputedStyle(document.querySelector('.quiz [data-right=true]')).display !== 'none'"
    assert until(page, shown)


@pytest.mark.parametrize("page", ["search.html"], indirect=True)
@pytest.mark.parametrize(("asked", "found"), [("Sudzha", "#sudzha"), ("1,294", ".html#sd-c")])
def test_the_search_finds_what_is_typed(page: Engine, asked: str, found: str) -> None:
    assert until(page, "document.getElementById('search-words')?.offsetHeight > 0")
    page.click("#search-words")
    page.press(*asked)
    links = "[...document.querySelectorAll('#search-results li a')].map(it => it.href)"
    assert until(page, f"{links}.some(it => it.includes({found!r}))")
    assert page.errors() == []
