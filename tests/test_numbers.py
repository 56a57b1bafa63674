"""The numbers in a real browser, from the folder: without scripts, by keyboard, by address."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Page

from kursk import agreement, phrases
from kursk.model import Claim, Metric, by_id, rows
from sphinx_evidence import questions

ASKED = questions.asked()
#: What a reader asks most often, by its address.
NORTH_KOREANS = "troops-north-korea"


@pytest.fixture(scope="module", params=(True, False), ids=["scripts", "no scripts"])
def tab(web_browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = web_browser.new_context(java_script_enabled=request.param)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page, site_folder: Path) -> Page:
    tab.goto("about:blank")
    tab.goto((site_folder / "explore/numbers.html").as_uri())
    return tab


@pytest.fixture(scope="module")
def written(site_folder: Path) -> BeautifulSoup:
    """The page as it is written."""
    return BeautifulSoup((site_folder / "explore/numbers.html").read_text("utf-8"), "html.parser")


def test_every_question_is_there_in_plain_words_and_folded(page: Page) -> None:
    asked = page.locator(".asked > summary")
    assert [words.partition("?")[0] + "?" for words in asked.all_inner_texts()] == [
        metric.question for topic in ordered() for metric in topic
    ]
    assert page.locator(".asked[open] > summary").all_inner_texts() == asked.all_inner_texts()[:1]


def test_links_at_the_top_lead_to_every_topic(written: BeautifulSoup) -> None:
    ways = written.select(".topics a")
    assert [way.get_text() for way in ways] == [
        title.get_text().rstrip("#\u00b6") for title in written.select("[id^='topic-'] > h2")
    ]
    assert all(written.select(str(way["href"])) for way in ways)


def test_a_switch_of_units_says_what_it_switches(written: BeautifulSoup) -> None:
    names = [str(one["aria-label"]) for one in written.select(".asked input")]
    assert len(names) == len(set(names)) > 1
    assert all(name.startswith("in sq mi: ") or name.startswith("in mi: ") for name in names)


def test_on_a_phone_no_head_of_a_column_stands_alone(tab: Page, page: Page) -> None:
    size = tab.viewport_size
    tab.set_viewport_size({"width": 360, "height": 740})
    heads = page.locator("#area-held .bars thead th").evaluate_all(
        "all => all.filter(it => it.offsetWidth > 1).map(it => it.textContent.trim())"
    )
    assert heads and all(head.startswith("0") for head in heads), "scales alone"
    if size:
        tab.set_viewport_size(size)


def ordered() -> list[list[Metric]]:
    topics: dict[str, list[Metric]] = {}
    for metric in ASKED:
        topics.setdefault(metric.topic, []).append(metric)
    return list(topics.values())


def test_one_question_is_open_at_a_time_by_keyboard(page: Page) -> None:
    first, second = page.locator(".asked > summary").all()[1:3]
    first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".asked[open]").count() == 1
    second.focus()
    page.keyboard.press("Enter")
    opened = page.locator(".asked[open] > summary")
    assert opened.count() == 1
    assert opened.inner_text() == second.inner_text()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 900)])
def test_a_number_and_its_mark_stand_on_the_first_screen(
    web_browser: Browser, site_folder: Path, width: int, height: int
) -> None:
    tab = web_browser.new_page(viewport={"width": width, "height": height})
    tab.goto((site_folder / "explore/numbers.html").as_uri())
    cell = tab.locator(".bars tbody td:nth-child(2)").first.bounding_box()
    tab.close()
    assert cell and cell["y"] + cell["height"] < height


def test_a_long_list_shows_the_last_of_each_party_and_folds_the_rest() -> None:
    group = questions.groups(by_id(Metric)["area_held"])[0]
    sides = [bar.row.side for bar in group.shown]
    assert len(set(sides)) == len(sides) >= 4 and group.when.startswith(
        "Shown: the last figure of each party in"
    )
    folded = [bar for bars in group.folded.values() for bar in bars]
    assert sorted(bar.row.id for bar in (*group.shown, *folded)) == sorted(
        bar.row.id for bar in group.bars
    )
    (own,) = (bars for words, bars in group.folded.items() if "measured by this book" in words)
    assert all(bar.row.stated.endswith(phrases.NO_WORDING) for bar in own)


def test_a_misprint_is_explained_beside_it(page: Page) -> None:
    cell = page.locator(".bars td:has(> a[href$='#in-c023'])")
    assert "evidently square kilometres" in str(cell.text_content())


def test_an_address_opens_its_question(page: Page) -> None:
    page.goto(f"{page.url}#{NORTH_KOREANS}")
    assert page.locator(f"#{NORTH_KOREANS}").is_visible()
    summary = page.locator(f".asked:has(#{NORTH_KOREANS}) > summary").bounding_box()
    top = page.locator(".top").bounding_box()
    assert summary and top and summary["y"] >= top["height"] - 1


@pytest.mark.parametrize("metric", ASKED, ids=lambda metric: str(metric.metric_id))
def test_a_question_has_all_its_figures_and_each_leads_to_its_row(
    written: BeautifulSoup, metric: Metric
) -> None:
    (body,) = written.select(f"#{questions.anchor(metric)}")
    links = [str(a["href"]).partition("#")[2] for a in body.select(".bars td:nth-child(2) > a")]
    assert sorted(links) == sorted(row.id for row in rows(Claim) if row.metric == metric.metric_id)
    assert metric.counts in body.text and metric.apart in body.text


def test_a_figure_that_stands_alone_has_no_scale(written: BeautifulSoup) -> None:
    tables = written.select("#area-held > table.bars")
    alone = [table for table in tables if len(table.select("tbody tr")) == 1]
    assert 0 < len(alone) < len(tables)
    for table in tables:
        assert bool(table.select("svg")) == (table not in alone)


def test_a_table_holds_one_scope_so_that_what_does_not_compare_stands_apart() -> None:
    for metric in ASKED:
        for group in questions.groups(metric):
            scopes = {by_id(Claim)[bar.row.id].scope for bar in group.bars}
            assert scopes == {group.scope.scope_id if group.scope else ""}


@pytest.mark.parametrize(
    ("row", "drawn"),
    [("nk-c14", ".open"), ("nk-c15", "use:not(.pale)"), ("nk-c20", "use.pale"), ("in-c008", "*")],
)
def test_a_hedge_is_drawn(page: Page, row: str, drawn: str) -> None:
    cell = page.locator(f".bars td:has(> a[href$='#{row}'])")
    assert cell.locator(f"svg {drawn}").count() >= 1


def test_a_range_is_a_bar_from_end_to_end_and_the_scale_starts_at_zero() -> None:
    (group,) = [
        group for group in questions.groups(by_id(Metric)["advance_depth"])
        if group.scope and group.scope.scope_id == "kursk"
    ]  # fmt: skip
    bar = next(bar for bar in group.bars if bar.low and bar.high and bar.low < bar.high)
    low, high = agreement.span(by_id(Claim)[bar.row.id])
    assert bar.low and bar.high
    assert bar.low / bar.high == pytest.approx(low / high, rel=0.01)
    assert max(bar.high or 0 for bar in group.bars) == questions.REACH


def test_square_miles_take_the_place_of_square_kilometres(page: Page) -> None:
    page.goto(f"{page.url}#area-held")
    page.locator("#area-held summary").filter(has_text="more by date").first.click()
    cell = page.locator("#area-held td:has(> a[href$='#sd-c43']) > a")
    assert cell.inner_text() == "1,263\u00a0km²"
    page.locator("#area-held .miles").check()
    assert cell.inner_text() == "487.6\u00a0sq\u00a0mi"
    assert page.locator(f"#{NORTH_KOREANS} .miles").count() == 0, "people have no other unit"


def test_agreement_names_the_widest_and_the_nearest_pair_of_a_month(page: Page) -> None:
    page.goto(f"{page.url}#area-held")
    months = [month for month in agreement.months() if month.metric == "area_held"]
    lines = page.locator("#area-held .agreed tbody tr")
    assert lines.count() == len(months)
    april = lines.filter(has_text="April 2025").inner_text().replace("\u00a0", " ")
    assert "7.0 times" in april and "3 km²" in april and "8.1 sq mi" in april
    assert "no other pair" in lines.filter(has_text="December 2024").inner_text()


def test_where_one_party_alone_counted_the_page_says_so(written: BeautifulSoup) -> None:
    for metric in ASKED:
        sides = {row.side for row in rows(Claim) if row.metric == metric.metric_id}
        (body,) = written.select(f"#{questions.anchor(metric)}")
        assert ("Only one party gave figures" in body.text) == (len(sides) == 1), metric.metric_id


@pytest.mark.parametrize("metric", ASKED, ids=lambda metric: str(metric.metric_id))
def test_what_is_shown_can_be_taken_as_csv_with_its_sources(
    site_folder: Path, written: BeautifulSoup, metric: Metric
) -> None:
    (link,) = written.select(f"#{questions.anchor(metric)} a[download]")
    with (site_folder / "explore" / str(link["href"])).open(
        encoding="utf-8-sig", newline=""
    ) as file:
        lines = list(csv.DictReader(file))
    assert [line["id"] for line in lines] == [row.id for row in questions.claims_of(metric)]
    assert all(line["sources"] and line["status"] and line["as_stated"] for line in lines)


def test_every_table_of_the_site_opens_as_utf_8_in_a_spreadsheet(site_folder: Path) -> None:
    files = sorted(site_folder.rglob("*.csv"))
    assert len(files) >= len(ASKED) + 40  # those of the figures, too
    without = [str(path) for path in files if path.read_bytes()[:3] != b"\xef\xbb\xbf"]
    assert without == []


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_word_of_the_scales_lies_on_another_or_leaves_its_table(
    web_browser: Browser, site_folder: Path, width: int
) -> None:
    tab = web_browser.new_page(viewport={"width": width, "height": 900})
    tab.goto((site_folder / "explore/numbers.html").as_uri())
    tab.locator(".asked").evaluate_all(
        "all => all.forEach(one => { one.name = ''; one.open = true })"
    )
    wrong = tab.locator("table.bars thead svg").evaluate_all(
        """scales => scales.filter(scale => {
            const boxes = [...scale.querySelectorAll('text')]
                .map(text => text.getBoundingClientRect()).filter(box => box.width);
            const end = scale.closest('table').getBoundingClientRect().right;
            return boxes.some((box, i) => box.right > end || i && boxes[i - 1].right >= box.left);
        }).length"""
    )
    assert wrong == 0
    tab.close()
