"""The timeline in a real browser, from the folder: without scripts, by keyboard, by address."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from found import window
from playwright.sync_api import Browser, Page
from test_pages_look import contrast
from thorough import beyond

from kursk.days import Day
from kursk.model import Claim, Event, Phase, Quote, rows

EVENTS = rows(Event)
PHASES = [phase.phase_id for phase in rows(Phase)]
KEY = [event for event in EVENTS if event.key]
#: Opens every fold, also those of which only one may be open.
OPEN = "all => all.forEach(one => { one.name = ''; one.open = true })"
SHOWN = ".happenings > li:visible"


@pytest.fixture(params=beyond((360,), (1280, 360)))
def page(web_browser: Browser, site_folder: Path, request: pytest.FixtureRequest) -> Iterator[Page]:
    context = web_browser.new_context(viewport={"width": request.param, "height": 900})
    opened = context.new_page()
    opened.goto((site_folder / "explore/timeline.html").as_uri())
    opened.locator(".narrow output", has_text="others hidden").wait_for()
    if opened.locator(".narrow summary").is_visible():
        opened.locator(".narrow summary").click()
    yield opened
    context.close()


@pytest.fixture
def bare(web_browser: Browser, site_folder: Path) -> Iterator[Page]:
    context = web_browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto((site_folder / "explore/timeline.html").as_uri())
    yield opened
    context.close()


def hexed(color: str) -> str:
    """Write a colour of a browser, “rgb(…)”, as one of a sheet."""
    return "#{:02x}{:02x}{:02x}".format(*map(int, re.findall(r"\d+", color)[:3]))


def said(page: Page) -> str:
    return page.locator(".narrow output").inner_text()


def test_without_scripts_every_event_is_there_and_no_dead_control(bare: Page) -> None:
    assert bare.locator(SHOWN).count() == len(EVENTS)
    assert not bare.locator(".narrow :is(input, select, button, summary, output):visible").count()
    assert bare.locator(".strip svg").first.is_visible()
    bare.locator("li:has(#sd-e02) summary").click()
    bare.locator("#sd-e02").wait_for()


def test_an_event_stands_on_the_first_screen_of_a_phone(
    web_browser: Browser, site_folder: Path
) -> None:
    tab = web_browser.new_page(viewport={"width": 360, "height": 740})
    tab.goto((site_folder / "explore/timeline.html").as_uri())
    tab.locator(".narrow output", has_text="others hidden").wait_for()
    first = tab.locator(".happenings summary b").first.bounding_box()
    tab.close()
    assert first and first["y"] + first["height"] < 740


def test_the_filters_lie_open_where_there_is_room(web_browser: Browser, site_folder: Path) -> None:
    """Without a script, so that nothing moves when one comes; a phone has them in a fold."""
    for width in (1280, 360):
        tab = web_browser.new_page(viewport={"width": width, "height": 900})
        tab.goto((site_folder / "explore/timeline.html").as_uri())
        assert tab.locator("[name=lane]").is_visible() == (width > 1000)
        assert tab.locator(".narrow summary").is_visible() == (width < 1000)
        tab.close()


def test_what_is_shown_is_in_sight_while_one_narrows(page: Page) -> None:
    page.set_viewport_size({"width": window(page)["width"], "height": 500})
    page.locator("[name=status]").evaluate("it => it.scrollIntoView({block: 'end'})")
    page.locator("[name=status]").select_option("claimed")
    seen = "it => { const box = it.getBoundingClientRect();"
    seen += " return it === document.elementFromPoint(box.left + 5, box.top + 5); }"
    assert page.locator(".narrow output").evaluate(seen)


def test_the_address_says_how_the_list_was_narrowed(page: Page) -> None:
    """It can be sent to others, and the way back from a link leads to the same list."""
    page.locator("[name=lane]").select_option("front-kursk")
    page.locator("[name=phase]").select_option("collapse")
    page.locator("[name=status]").select_option("claimed")
    page.locator("[name=word]").fill("sudzha")
    page.locator("[name=from]").focus()
    for _ in range(3):
        page.keyboard.press("PageUp")
    page.locator("#all-events").check()
    told, query = said(page), page.url.partition("?")[2]
    assert [one.partition("=")[0] for one in query.split("&")] == [
        "word", "lane", "phase", "status", "from", "to", "all"
    ]  # fmt: skip
    page.locator(SHOWN).first.locator("summary").click()
    page.locator(SHOWN).first.locator("a", has_text="known of").click()
    page.wait_for_url("**/evidence/**")
    page.go_back()
    page.locator(".narrow output", has_text=told).wait_for()
    assert page.locator("[name=word]").input_value() == "sudzha"
    again = page.context.new_page()
    again.goto(page.url)
    again.locator(".narrow output", has_text=told).wait_for()
    assert again.locator("[name=lane]").is_visible(), "the fold shows what is set"
    again.get_by_role("button", name="Start again").click()
    again.wait_for_function("!location.search")
    assert f"{len(KEY)} key events" in said(again)


def test_an_address_with_nonsense_shows_all(page: Page) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{page.url}?lane=nowhere&phase=&status=7&from=never&to=2024-13-45")
    page.locator(".narrow output", has_text=f"{len(KEY)} key events").wait_for()
    assert not faults and page.locator("[name=lane]").input_value() == ""


def test_an_event_in_the_address_is_shown_with_and_against_the_filters(page: Page) -> None:
    place = page.url.split("#")[0]
    page.goto(f"{place}?status=confirmed#sd-e02")
    page.locator("#sd-e02").wait_for(state="visible")
    page.locator(".narrow output", has_not_text=f"{len(KEY)} key").wait_for()
    page.locator("[name=status]").select_option("claimed", force=True)
    page.wait_for_function("location.search === '?status=claimed' && !location.hash")
    page.goto(f"{place}?status=claimed#sd-e02")
    page.locator("#sd-e02").wait_for(state="visible")
    page.locator(".narrow output", has_text=f"{len(KEY)} key").wait_for()


def test_the_ring_of_an_event_lies_between_its_neighbours(page: Page) -> None:
    """Neither over the heading above nor over the words below."""
    page.locator("li:has(#sd-e02) summary").focus()
    page.keyboard.press("Enter")
    style = "it => { const s = getComputedStyle(it);"
    style += " return parseFloat(s.outlineOffset) + parseFloat(s.outlineWidth); }"
    assert page.locator("li:has(#sd-e02) summary").evaluate(style) <= 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_the_strip_draws_stands_out_from_the_ground(page: Page, theme: Any) -> None:
    page.emulate_media(color_scheme=theme)
    ground = hexed(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    for mark, kind in ((".phase", "fill"), (".tick:not(.key)", "stroke"), (".ground", "stroke")):
        drawn = page.locator(f".strip {mark}").first.evaluate(
            "(it, kind) => [getComputedStyle(it)[kind], getComputedStyle(it)[kind + 'Opacity']]",
            kind,
        )
        assert float(drawn[1]) == 1 and contrast(hexed(drawn[0]), ground) >= 3, mark
    box = page.locator("#all-events").evaluate("it => getComputedStyle(it).borderColor")
    assert contrast(hexed(box), ground) >= 3, "an empty box has a frame"


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_dates_stay_in_one_line_and_names_of_phases_off_the_bars(
    web_browser: Browser, site_folder: Path, width: int
) -> None:
    tab = web_browser.new_page(viewport={"width": width, "height": 900})
    tab.goto((site_folder / "explore/timeline.html").as_uri())
    lines = tab.locator(".happenings > .key summary > span").evaluate_all(
        "all => all.map(it => it.getClientRects().length)"
    )
    right = tab.locator(".strip .name").evaluate_all(
        "all => Math.max(...all.map(it => it.getBoundingClientRect().right))"
    )
    bars, names = (
        tab.locator(f".strip .{kind}").evaluate_all(
            "all => all.map(it => it.getBoundingClientRect()).map(it => [it.left, it.right])"
        )
        for kind in ("phase", "name")
    )
    tab.close()
    assert width > 400 or set(lines) == {1}
    assert right <= width
    assert all(name[0] >= bar[1] for bar, name in zip(bars, names, strict=True))


def test_an_address_opens_its_event_without_scripts(bare: Page) -> None:
    for anchor in ("sd-e02", "nk-e05"):
        bare.goto(f"{bare.url.split('#')[0]}#{anchor}")
        assert bare.locator(f"#{anchor}").is_visible()


@pytest.mark.parametrize("anchor", ["sd-e02", "nk-e05"], ids=["a key event", "another"])
def test_an_address_opens_its_event(page: Page, anchor: str) -> None:
    page.goto(f"{page.url.split('#')[0]}#{anchor}")
    row = page.locator(f"li:has(#{anchor}) summary")
    page.locator(f"details[open] > #{anchor}").wait_for()
    page.wait_for_timeout(200)
    top = page.locator(".top").bounding_box()
    box = row.bounding_box()
    assert top and box and top["height"] <= box["y"] + 1 < 900, "its line stands below the header"


def test_an_address_opens_its_event_though_the_list_was_narrowed(page: Page) -> None:
    page.locator("[name=lane]").select_option("washington")
    assert not page.locator("li:has(#sd-e02)").is_visible()
    page.evaluate("location.hash = 'sd-e02'")
    page.locator("#sd-e02").wait_for(state="visible")


def test_a_month_without_key_events_is_shown_to_who_asks_for_it(page: Page) -> None:
    months = {event.date[:7] for event in EVENTS if event.date}
    month = sorted(months - {event.date[:7] for event in KEY})[0]
    assert not page.locator(f"#month-{month}").is_visible()
    page.evaluate("month => { location.hash = `month-${month}`; }", month)
    listed = page.locator(f"#month-{month} .happenings > li:visible")
    assert listed.count() == len([event for event in EVENTS if event.date[:7] == month])


def test_key_events_are_seen_first_and_a_switch_brings_all(page: Page) -> None:
    assert page.locator(SHOWN).count() == len(KEY)
    assert f"{len(KEY)} key events" in said(page)
    page.locator("#all-events").focus()
    page.keyboard.press("Space")
    assert page.locator(SHOWN).count() == len(EVENTS)
    assert said(page) == f"{len(EVENTS)} events"


@pytest.mark.parametrize(
    ("field", "value"), [("lane", "civilians"), ("phase", "aid_pause"), ("status", "disputed")]
)
def test_lane_phase_and_status_narrow_the_list(page: Page, field: str, value: str) -> None:
    page.locator(f"[name={field}]").select_option(value)
    wanted = [event for event in KEY if getattr(event, field) == value]
    assert page.locator(SHOWN).count() == len(wanted)
    assert said(page).startswith(f"{len(wanted)} key event")
    headings = page.locator("section.month:visible").count()
    assert headings == len({event.date[:7] for event in wanted}), "no month without an event"


def test_a_word_narrows_the_list_whatever_its_case(page: Page) -> None:
    page.locator("[name=word]").fill("SUDZHA")
    found = page.locator(SHOWN)
    assert 0 < found.count() < len(KEY)
    assert all("sudzha" in words.lower() for words in found.all_text_contents())
    page.locator("[name=word]").fill("")
    assert page.locator(SHOWN).count() == len(KEY)


def test_the_strip_is_brushed_by_keyboard(page: Page) -> None:
    start = page.locator("[name=from]")
    assert start.get_attribute("aria-valuetext") == "1 June 2024"
    start.focus()
    page.keyboard.press("ArrowRight")
    assert start.get_attribute("aria-valuetext") == "2 June 2024"
    assert page.evaluate("document.activeElement.name") == "from"
    page.keyboard.press("End")
    page.locator("[name=to]").focus()
    for _ in range(3):
        page.keyboard.press("PageDown")
    assert "key event" in said(page) and " to " in said(page)
    assert page.locator(SHOWN).count() < len(KEY)


def test_the_strip_is_brushed_by_pointer_and_a_click_takes_all_again(page: Page) -> None:
    strip = page.locator(".strip > svg")
    strip.scroll_into_view_if_needed()
    box = strip.bounding_box()
    assert box
    y = box["y"] + 40
    page.mouse.move(box["x"] + 0.41 * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.45 * box["width"], y, steps=5)
    page.mouse.up()
    dates = page.locator(SHOWN).evaluate_all("all => all.map(one => one.dataset.first)")
    assert dates and {date[:7] for date in dates} <= {"2025-02", "2025-03", "2025-04"}
    assert page.locator(".strip .chosen").is_visible()
    page.mouse.click(box["x"] + 0.8 * box["width"], y)
    assert page.locator(SHOWN).count() == len(KEY)


def test_the_ticks_of_days_without_a_match_are_dimmed(page: Page) -> None:
    assert not page.locator(".strip .tick.out").count()
    page.locator("[name=lane]").select_option("civilians")
    fit = [event for event in EVENTS if event.lane == "civilians" and event.date]
    lit = page.locator(".strip .tick:not(.out)")
    assert 0 < lit.count() == len({Day(event.date).drawn for event in fit})
    assert (
        page.locator(".strip .tick.out").first.evaluate("it => +getComputedStyle(it).opacity") < 1
    )


def test_the_strip_says_what_long_ticks_are_and_its_scale_lies_off_the_hill(page: Page) -> None:
    strip = page.locator(".strip > svg")
    assert strip.get_by_text("Long strokes: key events").is_visible()
    scale, hill = strip.get_by_text("500 km²"), strip.locator(".ground path")
    right = hill.evaluate("it => it.getBoundingClientRect().right")
    box = scale.bounding_box()
    assert box and box["x"] > right


def test_no_match_says_what_to_loosen_and_leads_back(page: Page) -> None:
    nothing = page.locator(".nothing")
    assert nothing.is_hidden()
    page.locator("[name=lane]").select_option("civilians")
    page.locator("[name=word]").fill("zzzz")
    assert "(Word, Where)" in nothing.inner_text()
    nothing.get_by_role("button", name="Start again").click()
    nothing.wait_for(state="hidden")
    assert page.locator(SHOWN).count() == len(KEY)


def test_where_only_other_events_fit_the_switch_is_named(page: Page) -> None:
    lanes = {event.lane for event in EVENTS}
    pairs = [(lane, phase) for lane in sorted(lanes) for phase in PHASES
             if {bool(event.key) for event in EVENTS
                 if (event.lane, event.phase) == (lane, phase)} == {False}]  # fmt: skip
    lane, phase = pairs[0]
    page.locator("[name=lane]").select_option(lane)
    page.locator("[name=phase]").select_option(phase)
    assert f"“Show all {len(EVENTS)} events”" in page.locator(".nothing").inner_text()
    page.locator("#all-events").check()
    assert page.locator(".nothing").is_hidden() and page.locator(SHOWN).count()


def test_without_scripts_the_head_of_the_list_says_where_the_others_stand(bare: Page) -> None:
    bare.locator("noscript a, .narrow a", has_text="pages of events").click()
    bare.wait_for_url("**/evidence/events.html")


def test_a_reset_shows_the_beginning_again(page: Page) -> None:
    button = page.get_by_role("button", name="Start again")
    assert not button.is_visible()
    page.locator("[name=status]").select_option("claimed")
    button.click()
    page.wait_for_timeout(50)
    assert page.locator(SHOWN).count() == len(KEY)


def test_an_open_event_says_why_who_from_where_and_what_was_said_and_counted(page: Page) -> None:
    event = next(one for one in KEY if one.event_id == "ap-e04")
    page.goto(f"{page.url.split('#')[0]}#{event.event_id}")
    body = page.locator(f"#{event.event_id}")
    words = body.inner_text()
    assert event.key in words and event.summary in words
    assert "independent parties agree" in words
    quotes = [quote for quote in rows(Quote) if quote.event_id == event.event_id]
    assert quotes and body.locator("blockquote").count() == len(quotes)
    figures = [claim for claim in rows(Claim) if claim.event_id == event.event_id]
    assert body.locator(".tied li").count() == len(figures)
    assert body.locator("a[href^=http]").count() >= 1


def test_what_is_known_of_the_others_comes_when_one_is_opened(page: Page) -> None:
    (event,) = [one for one in EVENTS if one.event_id == "nk-e05"]
    page.goto(f"{page.url.split('#')[0]}#{event.event_id}")
    page.get_by_text(event.summary).wait_for()
    page.locator("[name=word]").fill(event.summary.split()[-1])
    assert page.locator(f"li:has(#{event.event_id})").is_visible(), "its words can be searched"


def test_nothing_scrolls_sideways_at_320_pixels(web_browser: Browser, site_folder: Path) -> None:
    for name in ("timeline", "numbers"):
        tab = web_browser.new_page(viewport={"width": 320, "height": 800})
        tab.goto((site_folder / f"explore/{name}.html").as_uri())
        tab.locator("details").evaluate_all(OPEN)
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, name
        tab.close()
