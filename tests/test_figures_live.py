"""The figures extension in a real browser: what a reader sees when something is missing."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import altair as alt
import pytest
from audit.server import Site
from audit.visits import axe_source
from found import box
from playwright.sync_api import Browser, Locator, Page
from test_figures import bars, build, captioned, notebook, points, terrain
from thorough import beyond

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; "
    "base-uri 'none'"
)


@pytest.fixture(scope="module")
def browser(web_browser: Browser) -> Browser:
    return web_browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site with one page of three charts, below a screen of text, and a strict policy."""
    specs = [captioned(points(), "points"), captioned(bars(), "bars"),
             captioned(terrain(), "terrain", table=None)]  # fmt: skip
    status, out = build(tmp_path_factory.mktemp("site"), {"charts.ipynb": notebook(*specs)})
    assert status == 0
    path = out / "charts.html"
    policy = f'<meta http-equiv="Content-Security-Policy" content="{STRICT}">'
    text = path.read_text().replace("<head>", f'<head>{policy}<link rel="icon" href="data:,">', 1)
    text = text.replace("<p>Some text.</p>", "<p>Some text.</p>" * 60)
    # What the theme has of its own against a strict policy and against phones.
    text = re.sub(r' style="[^"]*"|<script>[^<]*</script>', "", text)
    with (out / "_static/basic.css").open("a") as style:
        style.write("div.body {min-width: 0}")
    (out / "ledger.html").write_text("<!doctype html><title>Ledger</title>")
    path.write_text(text.replace("img-src 'self'", "img-src 'self' data:"))
    return out


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """Return a copy of the site, to be spoilt."""
    return Path(shutil.copytree(site, tmp_path / "copy"))


class Visit:
    """A page opened from a folder, and all that it says and asks for."""

    def __init__(self, browser: Browser, out: Path, **context: Any) -> None:
        self.page: Page = browser.new_context(**context).new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.address = (out / "charts.html").as_uri()

    def open(self) -> "Visit":
        self.page.goto(self.address)
        return self

    def read_on(self) -> "Visit":
        """Scroll to each chart, as a reader does, and give it time to become live."""
        for figure in self.page.locator("figure.chart").all():
            figure.scroll_into_view_if_needed()
            self.page.wait_for_timeout(400)
        return self

    def wait_until_live(self, name: str) -> "Visit":
        self.page.locator(f"#fig-{name}").scroll_into_view_if_needed()
        self.page.wait_for_selector(f"#fig-{name}[data-live=true]", timeout=20_000)
        return self

    def live(self) -> list[str | None]:
        figures = self.page.locator("figure.chart").all()
        return [figure.get_attribute("data-live") for figure in figures]

    def pictures_seen(self) -> list[bool]:
        seen: list[bool] = self.page.evaluate(
            """() => [...document.querySelectorAll("figure.chart")].map((figure) =>
                 [...figure.querySelectorAll("img")].filter((image) => image.naturalWidth > 0
                   && image.checkVisibility({visibilityProperty: true})).length === 1)"""
        )
        return seen


def test_charts_become_live_from_a_folder_under_a_strict_policy(
    browser: Browser, site: Path
) -> None:
    visit = Visit(browser, site).open()
    for name in ("points", "bars", "terrain"):
        visit.wait_until_live(name)
    assert visit.live() == ["true"] * 3
    assert visit.said == []
    assert {address.partition(":")[0] for address in visit.asked} <= {"file", "data"}


def test_nothing_of_a_chart_is_loaded_before_a_reader_comes_near(
    browser: Browser, site: Path
) -> None:
    visit = Visit(browser, site).open()
    visit.page.wait_for_timeout(500)
    assert not [address for address in visit.asked if "runtime" in address or "/charts/" in address]


def test_one_picture_of_the_four_is_loaded(browser: Browser, site: Path) -> None:
    visit = Visit(browser, site).open().read_on()
    assert (
        len([address for address in visit.asked if "points" in address and ".svg" in address]) == 1
    )


def test_charts_are_pictures_without_javascript(browser: Browser, site: Path) -> None:
    visit = Visit(browser, site, java_script_enabled=False).open()
    for figure in visit.page.locator("figure.chart").all():
        figure.scroll_into_view_if_needed()
        assert figure.locator("picture.chart-light img").is_visible()
        assert not figure.locator("picture.chart-dark img").is_visible()
    assert not visit.page.locator(".chart-controls").is_visible()


def test_a_missing_runtime_leaves_the_pictures(browser: Browser, copy: Path) -> None:
    (copy / "_static/figures/runtime.js").unlink()
    visit = Visit(browser, copy).open().read_on()
    assert visit.live() == ["false"] * 3
    assert visit.pictures_seen() == [True] * 3
    assert all("ERR_FILE_NOT_FOUND" in line for line in visit.said)


def test_a_runtime_that_is_not_one_leaves_the_pictures(browser: Browser, copy: Path) -> None:
    (copy / "_static/figures/runtime.js").write_text("window.sphinxFiguresVega = {};")
    visit = Visit(browser, copy).open().read_on()
    assert visit.pictures_seen() == [True] * 3
    assert visit.said == []


@pytest.mark.parametrize(
    "spoilt",
    [
        {"marks": [{"type": "symbol", "from": {"data": "nowhere"}}]},
        {"signals": [{"name": "broken", "update": "1 +"}]},
        {"data": [{"name": "t", "values": "no such table"}]},
        {"marks": 7},
    ],
)
def test_a_broken_chart_stays_a_picture_while_the_others_live(
    browser: Browser, copy: Path, spoilt: dict[str, object]
) -> None:
    script = next(copy.glob("_static/figures/charts/charts/bars-*.js"))
    head, _, rest = script.read_text().partition(",")
    parts = json.loads(rest.rstrip("\n;)"))
    parts["wide"] |= spoilt
    script.write_text(f"{head},{json.dumps(parts)});")
    visit = Visit(browser, copy).open().wait_until_live("points").read_on()
    visit.wait_until_live("terrain")
    assert visit.live() == ["true", "false", "true"]
    assert visit.pictures_seen() == [False, True, False]
    assert visit.said == []


def test_charts_live_where_storage_is_denied(browser: Browser, site: Path) -> None:
    visit = Visit(browser, site)
    visit.page.add_init_script(
        """const denied = {get() { throw new DOMException("denied", "SecurityError"); }};
           for (const name of ["localStorage", "sessionStorage"])
             Object.defineProperty(window, name, denied);"""
    )
    visit.open().wait_until_live("points")
    assert set(visit.said) <= {"denied"}, "the theme's own script complains, the figures do not"


def fills(visit: Visit) -> set[str]:
    found: list[str] = visit.page.evaluate(
        """() => [...document.querySelectorAll("#fig-points .mark-symbol.role-mark path")]
             .map((mark) => mark.getAttribute("fill"))"""
    )
    return set(found)


def test_live_charts_follow_the_theme_without_a_reload(browser: Browser, site: Path) -> None:
    visit = Visit(browser, site).open().wait_until_live("points")
    visit.page.get_by_label("Up to").focus()
    visit.page.keyboard.press("End")
    assert "#0072B2" in fills(visit)
    visit.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    visit.page.wait_for_function(
        """() => document.querySelector("#fig-points .mark-symbol path[fill='#56b4e9']")"""
    )
    assert "#0072B2" not in fills(visit)
    assert visit.page.get_by_label("Up to").input_value() == "100"
    assert faint(visit) == 0, "the redrawn chart keeps the reader's setting"
    assert visit.said == []


def test_a_dark_page_shows_the_dark_picture(browser: Browser, site: Path) -> None:
    visit = Visit(browser, site).open()
    visit.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert visit.page.locator("#fig-points .chart-dark img").is_visible()
    assert not visit.page.locator("#fig-points .chart-light img").is_visible()


def faint(visit: Visit) -> int:
    """Return how many points are dimmed, because they lie above the slider."""
    count: int = visit.page.evaluate(
        """() => document.querySelectorAll("#fig-points .chart-live path[opacity='0.2']").length"""
    )
    return count


def test_a_slider_moves_the_chart_by_keyboard(browser: Browser, site: Path) -> None:
    visit = Visit(browser, site).open().wait_until_live("points")
    slider = visit.page.get_by_label("Up to")
    before = faint(visit)
    slider.focus()
    visit.page.keyboard.press("End")
    visit.page.wait_for_timeout(200)
    assert before > 10 and faint(visit) == 0
    assert visit.page.locator("#fig-points output").inner_text() == "100"
    assert slider.get_attribute("aria-valuetext") == "100"


def test_a_menu_chooses_a_party(browser: Browser, site: Path) -> None:
    visit = Visit(browser, site).open().wait_until_live("points")
    menu = visit.page.get_by_label("Party")
    assert menu.locator("option").all_inner_texts() == ["All", "Ukraine", "Russia"]
    menu.select_option("Russia")
    visit.page.wait_for_timeout(200)
    assert fills(visit) - {"transparent"} == {"#D55E00"}


PANELS = ["explore/lab.html", "chapters/5-collapse.html"]


@pytest.mark.parametrize("page", beyond(PANELS[:1], PANELS))
def test_a_choice_taken_back_shows_what_was_shown_before(
    browser: Browser, site_folder: Path, page: str
) -> None:
    """Vega works in the rows it has: what is drawn must not depend on what was chosen before."""
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.goto((site_folder / page).as_uri())
    charts = tab.locator("figure.chart")
    for number in range(charts.count()):
        charts.nth(number).scroll_into_view_if_needed()
        tab.wait_for_timeout(300)
    tab.wait_for_selector("figure.chart[data-live=true]")
    tab.wait_for_selector("figure.chart[data-live=false]", state="detached", timeout=60_000)
    tried = 0
    for number in range(charts.count()):
        chart = charts.nth(number)
        for menu in chart.locator(".chart-menu select").all():
            first, others = menu.input_value(), menu.locator("option").all()[1:3]
            before = _drawn(chart)
            for other in others:
                menu.select_option(value=other.get_attribute("value"))
                tab.wait_for_timeout(150)
            menu.select_option(value=first)
            tab.wait_for_timeout(300)
            assert _drawn(chart) == before, (page, number, menu.inner_text())
            tried += 1
    assert tried


def _drawn(chart: Locator) -> list[str]:
    """Return what is seen of a chart, in whatever order it was drawn."""
    drawing = chart.locator("svg.marks").first
    return sorted(
        drawing.locator("path, line, text").evaluate_all(
            "all => all.map(one => one.outerHTML + one.getBoundingClientRect().width)"
        )
    )


@pytest.mark.timed
def test_dragging_a_slider_keeps_frames_short(browser: Browser, site: Path) -> None:
    visit = Visit(browser, site).open().wait_until_live("points")
    frames = visit.page.evaluate(
        """async () => {
             const slider = document.querySelector("#fig-points input[type=range]");
             const gaps = [];
             let last = performance.now();
             for (let value = 0; value <= 90; value += 1) {
               slider.value = value;
               slider.dispatchEvent(new Event("input"));
               await new Promise(requestAnimationFrame);
               const now = performance.now();
               gaps.push(now - last);
               last = now;
             }
             return gaps.sort((a, b) => a - b);
           }"""
    )
    assert frames[int(len(frames) * 0.95)] <= 50


def test_a_tooltip_says_what_a_mark_means_and_escape_takes_it_away(
    browser: Browser, site: Path
) -> None:
    visit = Visit(browser, site).open().wait_until_live("points")
    visit.page.locator("#fig-points .mark-symbol.role-mark path").first.hover()
    tip = visit.page.locator(".chart-tip")
    assert tip.inner_text().split("\n") == ["held", "0", "party", "Ukraine"]
    visit.page.keyboard.press("Escape")
    assert not tip.is_visible()


def test_a_click_on_a_mark_leads_to_its_row_in_the_same_tab(browser: Browser, site: Path) -> None:
    visit = Visit(browser, site).open().wait_until_live("points")
    visit.page.locator("#fig-points .mark-symbol.role-mark path").first.click()
    visit.page.wait_for_url("**/ledger.html#row-0", wait_until="commit")
    assert len(visit.page.context.pages) == 1


def test_a_finger_reads_first_and_follows_the_link_with_the_second_tap(
    browser: Browser, site: Path
) -> None:
    visit = Visit(browser, site, has_touch=True, viewport={"width": 360, "height": 740}).open()
    visit.wait_until_live("points")
    mark = visit.page.locator("#fig-points .mark-symbol.role-mark path").nth(3)
    mark.tap()
    visit.page.wait_for_timeout(300)
    assert visit.page.locator(".chart-tip").inner_text().startswith("held")
    assert visit.page.url == visit.address
    mark.tap()
    visit.page.wait_for_url("**/ledger.html#row-3", wait_until="commit")


def test_nothing_moves_when_charts_become_live(browser: Browser, site: Path) -> None:
    for width in (1280, 700, 360):
        visit = Visit(browser, site, viewport={"width": width, "height": 800})
        visit.page.add_init_script(
            """window.shifts = 0; new PerformanceObserver((list) => {
                 for (const entry of list.getEntries()) window.shifts += entry.value;
               }).observe({type: "layout-shift", buffered: true});"""
        )
        visit.open().wait_until_live("points")
        visit.page.wait_for_timeout(300)
        assert visit.page.evaluate("window.shifts") < 0.001
        stage, svg = (
            visit.page.locator(f"#fig-points {part}").bounding_box()
            for part in (".chart-stage", ".chart-live svg")
        )
        assert stage and svg
        assert svg["width"] == pytest.approx(stage["width"], abs=1.5)
        assert svg["height"] == pytest.approx(stage["height"], abs=1.5)
        image = visit.page.locator("#fig-points .chart-light img").bounding_box()
        assert image and image["height"] == pytest.approx(stage["height"], abs=1)


def test_a_live_chart_follows_the_width(browser: Browser, site: Path) -> None:
    visit = Visit(browser, site).open().wait_until_live("points")
    visit.page.set_viewport_size({"width": 500, "height": 800})
    visit.page.wait_for_function(
        """() => { const box = document.querySelector("#fig-points .chart-stage");
             const svg = box.querySelector(".chart-live svg");
             return svg && Math.abs(svg.clientWidth - box.clientWidth) < 2; }"""
    )
    assert visit.said == []


@pytest.mark.parametrize("width", [360, 320])
def test_a_phone_gets_the_narrow_drawing_and_never_scrolls_sideways(
    browser: Browser, site: Path, width: int
) -> None:
    visit = Visit(browser, site, viewport={"width": width, "height": 740}).open()
    visit.wait_until_live("points")
    visit.page.locator("#fig-points .chart-data summary").click()
    assert any("points" in address and "narrow-light" in address for address in visit.asked)
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_shows_the_picture(browser: Browser, site: Path) -> None:
    visit = Visit(browser, site).open().wait_until_live("points")
    visit.page.emulate_media(media="print")
    assert visit.page.locator("#fig-points .chart-light img").is_visible()
    for part in (".chart-live", ".chart-controls", ".chart-bar"):
        assert not visit.page.locator(f"#fig-points {part}").is_visible()


def test_nobody_is_shut_out_as_far_as_axe_can_tell(browser: Browser, site: Path) -> None:
    script = axe_source()
    for theme in ("light", "dark"):
        visit = Visit(browser, site, bypass_csp=True).open().wait_until_live("points")
        visit.page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        visit.page.add_style_tag(
            content="html[data-theme=dark] {background: #121212; --ink: #eee; --ground: #121212;"
            "--ink-quiet: #aaa}"
        )
        visit.read_on().page.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        visit.page.evaluate(script)
        found = visit.page.evaluate("""async () => (await axe.run("figure.chart")).violations.map(
            (fault) => [fault.id, ...fault.nodes.map((node) => node.html.slice(0, 120))])""")
        assert found == []


def test_a_place_name_of_eighty_characters_stays_inside_a_phone(
    browser: Browser, tmp_path: Path
) -> None:
    name = "Nizhneye-Verkhneye Staro-Novotroitskoye na Reke Seym u Dalnego Lesa (vtoroye) 12"
    assert len(name) == 80
    rows = [{"place": name, "held": 3}, {"place": "Sudzha", "held": 5}]
    chart = alt.Chart(alt.Data(values=rows)).mark_bar().encode(y="place:N", x="held:Q")
    status, out = build(tmp_path, {"charts.ipynb": notebook(captioned(chart, "long", table=None))})
    assert status == 0
    visit = Visit(browser, out, viewport={"width": 360, "height": 740}).open()
    visit.wait_until_live("long")
    figure = box(visit.page.locator("#fig-long"))
    assert figure["x"] + figure["width"] <= 360
    for part in visit.page.locator("#fig-long svg, #fig-long img:visible").all():
        inner = part.bounding_box()
        assert inner is None or inner["x"] + inner["width"] <= 361


# --- the bar, and figures on other sites --------------------------------------------------------


def test_the_bar_is_used_by_keyboard_and_has_room_for_fingers(browser: Browser, site: Path) -> None:
    page = Visit(browser, site).open().page
    bar = page.locator("#fig-points .chart-bar")
    for summary in bar.locator("summary").all():
        assert box(summary)["height"] >= 24
    for detail in bar.locator("details").all():
        detail.locator("summary").press("Enter")
        assert detail.get_attribute("open") is not None
        for link in detail.locator(".chart-files a").all():
            assert box(link)["height"] >= 24


def test_a_figure_stands_in_a_frame_of_another_site(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    host = tmp_path / "host"
    host.mkdir()
    with Site(site) as book, Site(host) as school:
        frame = f'<iframe src="{book.address}figures/points.html#embed" width="100%" height="700">'
        (host / "index.html").write_text(f"<!doctype html><title>A lesson</title>{frame}</iframe>")
        page = browser.new_context(viewport={"width": 400, "height": 800}).new_page()
        page.goto(school.address)
        inside = page.frame_locator("iframe")
        inside.locator("figure.chart[data-live=true]").wait_for(timeout=15_000)
        assert inside.locator("#data").is_hidden()
        assert "A page" in inside.locator(".figure-used").inner_text()
        wide = inside.locator("html").evaluate("e => e.scrollWidth > e.clientWidth")
        assert wide is False
