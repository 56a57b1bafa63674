"""The map that moves: what its marks say, and readers with a mouse, keys, a link, or no script."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from audit.visits import axe_findings, axe_source
from playwright.sync_api import Browser, Page, expect
from sphinx.application import Sphinx
from thorough import beyond

from kursk import tables
from kursk.model import Area, Control, Place, rows
from sphinx_map import ground, strip, told

VOICES = {voice.key: voice for voice in told.voices()}
SPOTS = {spot.id: spot for spot in told.places(list(VOICES.values()))}
WIDTHS = beyond((360, 1280), (360, 768, 1280))
VIEWS = beyond(("front",), [view.key for view in ground.drawn().views])


# --- what the marks say ---


def standings(place: str, voice: str = "all") -> dict[str, str]:
    """Return the holders of a place by the day from which they stand."""
    first = dt.date.fromisoformat(strip.first_day())
    parts = (part.split(":") for part in SPOTS[place].told[voice].split())
    return {(first + dt.timedelta(int(day))).isoformat(): held for day, held, _ in parts}


def test_every_place_with_coordinates_is_on_the_map() -> None:
    known = {it.place_id for it in rows(Place) if it.reach == "local" and it.lat is not None}
    assert set(SPOTS) == known


def test_a_party_that_contradicts_itself_on_one_day_is_shown_with_both_holders() -> None:
    same = [row for row in rows(Control) if (row.place_id, row.as_of, row.side)
            == ("demidovka", "2025-03-23", "russia")]  # fmt: skip
    assert len({row.controller for row in same}) == 2
    assert len(standings("demidovka", "ru")["2025-03-23"]) == 2


def test_parties_that_differ_on_one_day_are_shown_with_both_holders() -> None:
    assert set(standings("bilovody")["2025-05-26"]) == {"c", "r"}
    assert standings("bilovody", "ua")["2025-05-26"] == "c"
    assert standings("bilovody", "ru")["2025-05-26"] == "r"


def test_another_party_contradicts_for_two_weeks_and_no_longer() -> None:
    basivka = standings("basivka")
    assert set(basivka["2025-04-06"]) == {"c", "r"}  # DeepState had it contested three days before
    assert basivka["2025-05-23"] == "r"  # Kyiv had denied it a month and a half before


def test_every_dated_statement_of_a_place_on_the_map_stands_behind_a_mark() -> None:
    dated = {row.control_id for row in rows(Control)
             if row.place_id in SPOTS and len(row.as_of) == 10}  # fmt: skip
    behind = {row for spot in SPOTS.values() for part in spot.told["all"].split()
              for row in part.split(":")[2].split("+")}  # fmt: skip
    assert behind == dated


def test_voices_share_out_all_parties_that_speak_of_places() -> None:
    single = [VOICES[key].parties for key in ("ua", "ru", "others")]
    assert frozenset().union(*single) == VOICES["all"].parties | {"independent", "press", "uk"}
    assert sum(map(len, single)) == len(frozenset().union(*single))


def test_the_strip_has_gaps_where_nothing_was_measured() -> None:
    drawn = strip.drawn([])
    blue = drawn.measured[0].km2
    measured = {row.date for row in rows(Area) if row.series == strip.SERIES["ukraine"]}
    missing = [day for day, km2 in enumerate(blue) if km2 is None]
    first = dt.date.fromisoformat(drawn.first)
    assert missing
    assert not {(first + dt.timedelta(day)).isoformat() for day in missing} & measured


def test_phases_that_overlap_stand_in_rows_of_their_own() -> None:
    bands = strip.drawn([]).bands
    assert [band.number for band in bands] == [1, 2, 3, 4, 5]
    for one in bands:
        for two in bands:
            apart = one is two or one.end <= two.start or two.end <= one.start
            assert apart or one.lane != two.lane


# --- readers ---


@pytest.fixture(scope="module")
def address(site_folder: Path) -> str:
    """The page in its folder, without a server."""
    return (site_folder / "explore/map.html").as_uri()


@pytest.fixture
def page(web_browser: Browser) -> Iterator[Page]:
    opened = web_browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda message: faults.append(message.text))
    yield opened
    opened.context.close()
    assert faults == []


def visit(page: Page, address: str) -> None:
    """Open an address and wait until the map can be moved."""
    page.goto(address)
    page.wait_for_selector(".live-map[data-ready]")


def day(page: Page) -> str:
    return page.locator(".map-day").inner_text()


def spot(page: Page, place: str) -> dict[str, str]:
    return dict(page.locator(f'.spot[data-place="{place}"]').evaluate("it => ({...it.dataset})"))


def test_an_address_carries_day_voice_view_and_place(page: Page, address: str) -> None:
    visit(page, f"{address}#day=2024-10-14&voice=ua&view=town&place=sudzha")
    assert day(page) == "14 October 2024"
    assert page.locator("[name=map-voice]:checked").input_value() == "ua"
    assert page.locator("[name=map-view]:checked").input_value() == "town"
    assert spot(page, "sudzha")["held"] == "u"
    assert "Sudzha" in page.locator(".map-history h2").inner_text()
    assert page.locator(".map-link").get_attribute("href") == "#" + page.url.partition("#")[2]


def test_an_address_with_nonsense_shows_the_map_as_it_is(page: Page, address: str) -> None:
    visit(page, f"{address}#day=1999-99-99&voice=nobody&view=moon&place=atlantis")
    assert day(page) == "31 August 2024"
    assert page.locator("[name=map-voice]:checked").input_value() == "all"


def test_what_a_reader_does_stands_in_the_address(page: Page, address: str) -> None:
    visit(page, address)
    page.locator("[name=map-voice][value=ru]").check(force=True)
    page.locator("[data-date]").filter(has_text="15 March 2025").click()
    assert page.url.endswith("#day=2025-03-15&voice=ru")
    page.reload()
    page.wait_for_selector(".live-map[data-ready]")
    assert day(page) == "15 March 2025"


def test_the_slider_moves_by_keys_and_says_its_day(page: Page, address: str) -> None:
    visit(page, address)
    slider = page.locator(".map-time input")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert day(page) == "1 September 2024"
    assert "1 September 2024" in str(slider.get_attribute("aria-valuetext"))
    page.keyboard.press("Home")
    assert day(page) == "6 August 2024"


def test_the_strip_can_be_dragged(page: Page, address: str) -> None:
    visit(page, address)
    page.locator(".map-steps").scroll_into_view_if_needed()
    box = page.locator(".map-time").bounding_box()
    assert box
    middle = box["y"] + 50
    page.mouse.move(box["x"] + 60, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 8, middle, steps=8)
    page.mouse.up()
    assert "2025" in day(page)
    assert f"day={strip.last_day()}" in page.url


def test_the_map_plays_and_pauses(page: Page, address: str) -> None:
    visit(page, address)
    play = page.locator("[data-step=play]")
    play.click()
    assert play.inner_text() == "Pause"
    expect(page.locator(".map-day")).not_to_have_text("31 August 2024")
    play.click()
    stopped = day(page)
    page.wait_for_timeout(300)
    assert (play.inner_text(), day(page)) == ("Play", stopped)


def test_steps_go_by_day_and_by_statement(page: Page, address: str) -> None:
    visit(page, f"{address}#day=2025-04-27&voice=ua")
    page.locator("[data-step='1']").click()
    assert day(page) == "28 April 2025"
    page.locator("[data-step=next]").click()
    said = page.locator(".map-new").inner_text()
    told_then = tables.control().query("claimant_side == 'ukraine' and as_of > '2025-04-28'")
    mapped = told_then[told_then["place_id"].isin(SPOTS)]["as_of"].min()
    assert f"day={mapped}" in page.url
    assert said.startswith("Said on this day of: ")
    page.locator("[data-step=before]").click()
    assert page.locator(".map-new").inner_text().startswith("Said on this day of: ")
    assert "2025-04" not in page.url or "2025-04-28" not in page.url


def test_phases_of_the_day_are_marked(page: Page, address: str) -> None:
    visit(page, f"{address}#day=2025-03-10")
    assert page.locator(".map-phase").inner_text() == "The US aid pause · The collapse"
    assert page.locator(".band.now").count() == 2


def test_a_tie_is_drawn_hollow_with_the_mark_of_each_holder(page: Page, address: str) -> None:
    visit(page, f"{address}#day=2025-03-23&voice=ru")
    demidovka = page.locator('.spot[data-place="demidovka"]')
    assert "split" in spot(page, "demidovka")
    assert demidovka.locator(".mark:visible").count() == 2
    hollow = page.evaluate("getComputedStyle(document.querySelector('.map-stage')).backgroundColor")
    fills = demidovka.locator(".mark:visible").evaluate_all(
        "all => all.map(it => getComputedStyle(it).fill)"
    )
    assert set(fills) == {hollow}
    assert "statements disagree" in str(demidovka.get_attribute("aria-label"))


def test_a_report_fades_as_it_grows_old(page: Page, address: str) -> None:
    opacity = "it => +it.querySelector('.map-shapes').getAttribute('fill-opacity')"
    seen = []
    for after in ("2024-10-14", "2024-11-28", "2025-03-01"):
        page.goto("about:blank")
        visit(page, f"{address}#day={after}&voice=others")
        seen.append(page.locator('.spot[data-place="sudzha"]').evaluate(opacity))
    assert seen[0] == 1
    assert seen[0] > seen[1] > seen[2] >= 0.5


def test_a_place_of_which_nothing_is_said_is_a_dot_and_says_so(page: Page, address: str) -> None:
    visit(page, address)
    sumy = page.locator('.spot[data-place="sumy"]')
    assert sumy.locator(".mark:visible").count() == 0
    assert str(sumy.get_attribute("aria-label")) == "Sumy: nothing said by this day"


def test_keys_walk_over_the_map_and_open_a_place(page: Page, address: str) -> None:
    visit(page, f"{address}#day=2025-03-14")
    page.locator("[data-step=play]").focus()
    page.keyboard.press("Tab")
    focused = "document.activeElement.dataset.place"
    assert page.evaluate(focused) == "sudzha"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(focused) not in ("sudzha", None)
    page.keyboard.press("ArrowDown")
    place = page.evaluate(focused)
    page.keyboard.press("Enter")
    history = page.locator(".map-history")
    assert history.is_visible()
    assert page.evaluate("document.activeElement.className") == "map-history"
    assert f"place={place}" in page.url
    page.keyboard.press("Escape")
    assert history.is_hidden()
    assert page.evaluate(focused) == place
    assert "place=" not in page.url


def test_a_click_opens_every_statement_with_day_speaker_source_and_row(
    page: Page, address: str
) -> None:
    visit(page, f"{address}#day=2025-03-14")
    page.locator('.spot[data-place="sudzha"] .hit').click(force=True)
    lines = page.locator(".map-history li")
    rows_of = [row for row in rows(Control) if row.place_id == "sudzha"]
    assert lines.count() == len(rows_of)
    for row in rows_of:
        line = page.locator(f'.map-history li[data-row="{row.control_id}"]')
        assert row.claimant in line.inner_text()
        assert line.locator(f'a[href$="#{row.control_id}"]').count() == 1
        assert line.locator('a[href*="evidence/sources-"]').count() == 1
    assert page.locator(".map-history .stands").count() >= 1
    assert page.locator(".map-history .later").count() >= 1
    standing = page.locator(".map-history .stands").first.get_attribute("data-day")
    assert str(standing) <= "2025-03-14"


@pytest.mark.parametrize("anchor", ["sudzha", "ge-k216", "oleshnya"])
def test_old_addresses_of_places_and_rows_unfold_the_list(
    page: Page, address: str, anchor: str
) -> None:
    visit(page, f"{address}#{anchor}")
    expect(page.locator(f"[id='{anchor}']")).to_be_visible()
    page.wait_for_timeout(200)
    box = page.locator(f"[id='{anchor}']").bounding_box()
    assert box and 0 <= box["y"] < 900


@pytest.mark.parametrize("asked", ["sudzha", "Суджа"])
def test_the_list_can_be_searched_in_three_languages(page: Page, address: str, asked: str) -> None:
    visit(page, address)
    page.locator("#map-find").fill(asked)
    assert page.locator("#sudzha").is_visible()
    assert page.locator("#sumy").is_hidden()
    page.locator("#map-find").fill("")
    assert page.locator("details.places[open]").count() == 0


@pytest.fixture(params=WIDTHS)
def wide(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(params=VIEWS)
def viewed(page: Page, address: str, wide: int, request: pytest.FixtureRequest) -> Page:
    """The map in each of its views, at each width."""
    page.set_viewport_size({"width": wide, "height": 800})
    visit(page, f"{address}#view={request.param}")
    return page


def test_no_name_on_the_map_lies_on_another_or_is_cut(viewed: Page) -> None:
    names = viewed.locator(".map-stage text:visible").evaluate_all(
        """all => all.map(it => {
            const {left, right, top, bottom} = it.getBoundingClientRect();
            return [it.textContent, left, right, top + 3, bottom - 3];
        })"""
    )
    frame = viewed.locator(".map-stage").bounding_box()
    assert frame and len(names) > 12
    found = []
    for number, (name, left, right, top, bottom) in enumerate(names):
        if left < frame["x"] - 1 or right > frame["x"] + frame["width"] + 1:
            found.append(f"{name} is cut")
        for other, left2, right2, top2, bottom2 in names[number + 1 :]:
            if left < right2 and left2 < right and top < bottom2 and top2 < bottom:
                found.append(f"{name} | {other}")
    assert found == []


def test_no_mark_and_no_border_lies_on_the_words_of_the_scale(viewed: Page) -> None:
    struck = viewed.locator(".map-scale text").evaluate(
        """scale => {
            const {left, right, top, bottom} = scale.getBoundingClientRect();
            const within = (x, y) => left < x && x < right && top < y && y < bottom;
            const marks = [...document.querySelectorAll('.spot .hit')].filter(it => {
                const box = it.getBoundingClientRect();
                return within((box.left + box.right) / 2, (box.top + box.bottom) / 2);
            }).length;
            const line = document.querySelector('.map-land .border'), to = line.getScreenCTM();
            const length = line.getTotalLength();
            for (let at = 0; at < length; at += 0.2) {
                const point = line.getPointAtLength(at).matrixTransform(to);
                if (within(point.x, point.y)) return [marks, 'border'];
            }
            return [marks];
        }"""
    )
    assert struck == [0]


def test_no_name_on_the_map_covers_the_mark_of_another_place(viewed: Page) -> None:
    covered = viewed.evaluate(
        """() => {
            const marks = [...document.querySelectorAll('.spot')].map(spot => {
                const {x, y, width, height} = spot.querySelector('.hit').getBoundingClientRect();
                return [x + width / 2, y + height / 2, spot];
            });
            const names = document.querySelectorAll('.spot.named text');
            return [...names].flatMap(text => {
                const {left, right, top, bottom} = text.getBoundingClientRect();
                return marks.filter(([x, y, spot]) => spot !== text.parentNode && left < x + 2
                    && x - 2 < right && top + 3 < y + 2 && y - 2 < bottom - 3)
                    .map(([, , spot]) => `${text.textContent} on ${spot.dataset.place}`);
            });
        }"""
    )
    assert covered == []


#: How many of a hundred places that a view shows have their name on the map, at the least.
NAMED = {("front", 1280): 80, ("town", 1280): 100, ("all", 1280): 50, ("town", 360): 95}


@pytest.mark.parametrize(("view", "width"), NAMED)
def test_as_many_places_as_fit_have_their_names(
    page: Page, address: str, view: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, f"{address}#view={view}")
    frame = page.locator(".map-stage").bounding_box()
    assert frame
    named = page.locator(".spot").evaluate_all(
        """(all, {x, y, width, height}) => all.filter(it => {
            const {left, right, top, bottom} = it.querySelector('.hit').getBoundingClientRect();
            const [across, down] = [(left + right) / 2 - x, (top + bottom) / 2 - y];
            return 0 < across && across < width && 0 < down && down < height;
        }).map(it => it.classList.contains('named'))""",
        frame,
    )
    assert 100 * sum(named) >= NAMED[view, width] * len(named)


@pytest.mark.parametrize("width", [360, 1280])
def test_a_place_without_a_printed_name_says_it_under_the_pointer_in_focus_and_opened(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    visit(page, f"{address}#day=2025-03-15&view=all")
    bare = page.locator(".spot:not(.named)[data-place=goncharovka]")
    tip = page.locator(".map-tip")
    assert tip.is_hidden()
    bare.locator(".hit").hover(force=True)
    expect(tip).to_be_visible()
    expect(tip.locator("text").first).not_to_be_empty()
    page.mouse.move(5, 5)
    expect(tip).to_be_hidden()
    page.locator("[data-step=play]").focus()
    page.keyboard.press("Tab")
    expect(tip.locator("text").first).to_have_text("Sudzha")
    page.keyboard.press("ArrowLeft")
    expect(tip.locator("text").first).not_to_have_text("Sudzha")
    visit(page, f"{address}#day=2025-03-16&view=all&place=goncharovka")
    page.reload()
    expect(tip.locator("text").first).to_have_text("Goncharovka")
    box, frame = tip.bounding_box(), page.locator(".map-stage").bounding_box()
    assert box and frame
    assert frame["x"] <= box["x"]
    assert box["x"] + box["width"] <= frame["x"] + frame["width"]


@pytest.mark.parametrize("size", [(360, 640), (360, 740), (1280, 800)])
def test_the_first_screen_holds_the_map_all_that_moves_it_and_its_key(
    page: Page, address: str, size: tuple[int, int]
) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})
    visit(page, f"{address}#day=2025-03-10")
    names = ("h1", ".map-bar", ".map-now", ".map-stage", ".map-key", ".map-strip", ".map-steps")
    boxes = {name: page.locator(name).first.bounding_box() for name in names}
    tops = [box["y"] for box in boxes.values() if box]
    assert tops == sorted(tops)
    assert len(tops) == len(names)
    assert tops[0] >= 56
    steps, stage = boxes[".map-steps"], boxes[".map-stage"]
    assert steps and stage
    assert steps["y"] + steps["height"] <= height
    assert stage["height"] >= 170


@pytest.mark.parametrize("width", [360, 1280])
def test_a_key_date_brings_the_map_to_the_reader(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    visit(page, address)
    page.locator("[data-date]").last.click()
    for name in (".map-day", ".map-stage", ".map-strip"):
        box = page.locator(name).bounding_box()
        assert box and box["y"] >= 56
        assert box["y"] + box["height"] <= 740
    page.keyboard.press("ArrowRight")
    assert day(page) == "15 June 2025"


#: Contrast of each outline with the ground on which it lies; the land is a veil over the ground.
CONTRAST = """name => {
    const style = getComputedStyle;
    const rgb = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(Number);
    const over = (top, under, part) => top.map((one, n) => part * one + (1 - part) * under[n]);
    const light = colour => {
        const [r, g, b] = colour.map(it => it / 255)
            .map(it => it <= 0.03928 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const apart = (a, b) => { const [x, y] = [light(a), light(b)]; return Math.max(x / y, y / x); };
    const ground = rgb(style(document.querySelector(".map-stage")).backgroundColor);
    const veil = style(document.querySelector(".map-land .land"));
    const land = over(rgb(veil.fill), ground, +veil.opacity);
    return [...document.querySelectorAll(name)]
        .filter(it => style(it).display !== "none").map(it => {
            const { stroke, fill, strokeOpacity, opacity } = style(it);
            const line = stroke === "none" ? rgb(fill) : rgb(stroke);
            const part = (stroke === "none" ? 1 : +strokeOpacity) * +opacity;
            return Math.min(...[ground, land].map(under => apart(over(line, under, part), under)));
        });
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("when", beyond(["2025-03-10"], ["2024-08-31", "2025-03-10", "2025-07-10"]))
def test_marks_borders_and_dots_stand_out_however_old_they_are(
    page: Page, address: str, scheme: Literal["light", "dark"], when: str
) -> None:
    page.emulate_media(color_scheme=scheme)
    visit(page, f"{address}#day={when}")
    for name in (".spot .mark", ".spot .none", ".border", ".river", ".region"):
        found = page.evaluate(CONTRAST, name)
        assert found and min(found) >= 3, name


def test_sudzha_has_its_name_at_every_width(viewed: Page) -> None:
    assert viewed.locator('.spot[data-place="sudzha"] text').is_visible()


@pytest.mark.parametrize("size", [(360, 740), (1280, 800)])
def test_an_address_of_a_place_shows_the_foot_of_the_map_and_its_card(
    page: Page, address: str, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    visit(page, f"{address}#place=ulanok")
    page.wait_for_timeout(200)
    card, stage = (page.locator(name).bounding_box() for name in (".map-history", ".map-stage"))
    assert card and stage
    assert card["y"] + 120 <= size[1]
    assert stage["y"] + stage["height"] > 150


def test_the_tip_of_an_opened_place_hides_no_name_that_is_printed(page: Page, address: str) -> None:
    visit(page, f"{address}#place=ulanok")
    assert page.locator(".spot.named[data-place=ulanok]").count() == 1
    assert page.locator(".map-tip").is_hidden()
    page.locator(".spot[data-place=ulanok] .hit").hover(force=True)
    expect(page.locator(".map-tip text").nth(1)).to_have_text("held by Russia")


@pytest.mark.parametrize(("voice", "who"), [("ru", "Russia"), ("others", "others")])
def test_silence_is_that_of_the_voice_one_listens_to(
    page: Page, address: str, voice: str, who: str
) -> None:
    visit(page, f"{address}#day=2024-08-07&voice={voice}")
    label = page.locator('.spot[data-place="ulanok"]').get_attribute("aria-label")
    assert label == f"Ulanok: nothing said by {who} by this day"


def test_the_scale_lies_on_no_name_and_no_mark(viewed: Page) -> None:
    met = viewed.evaluate(
        """() => {
            const boxOf = it => it.getBoundingClientRect();
            const scale = boxOf(document.querySelector('.map-scale'));
            const meet = it => it.left < scale.right && scale.left < it.right
                && it.top < scale.bottom && scale.top < it.bottom;
            const drawn = '.spot :is(.mark, .none), .map-names text';
            return [...document.querySelectorAll(drawn)].filter(it => meet(boxOf(it))).length;
        }"""
    )
    assert met == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_the_dot_at_the_lower_edge_is_whole(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, f"{address}#view=all")
    frame = page.locator(".map-stage").bounding_box()
    dot = page.locator('.spot[data-place="belgorod"] .none').bounding_box()
    assert frame and dot
    assert dot["y"] + dot["height"] <= frame["y"] + frame["height"] - 1


def test_the_front_names_gogolevka_and_no_name_hugs_the_mark_of_korenevo(
    page: Page, address: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    visit(page, address)
    assert page.locator(".spot.named[data-place=gogolevka]").count() == 1
    mark, name = (
        page.locator(f'.spot[data-place="{place}"] {part}').bounding_box()
        for place, part in (("korenevo", ".mark.r"), ("kremyanoye", "text"))
    )
    assert mark and name
    beside = mark["x"] + mark["width"] + 3 < name["x"] or name["x"] + name["width"] < mark["x"] - 3
    assert beside or abs(mark["y"] - name["y"]) > 25


def test_the_marks_of_towns_are_larger_and_lie_above_their_neighbours(
    page: Page, address: str
) -> None:
    visit(page, f"{address}#day=2025-03-10")
    sudzha, guevo = (
        page.locator(f'.spot[data-place="{place}"] .mark.u').bounding_box()
        for place in ("sudzha", "guevo")
    )
    assert sudzha and guevo and sudzha["width"] > 1.2 * guevo["width"]
    order = page.locator(".spot").evaluate_all("all => all.map(it => 'town' in it.dataset)")
    assert order == sorted(order)


def test_dotted_rings_are_explained(page: Page, address: str) -> None:
    visit(page, address)
    page.locator("[data-step=next]").click()
    key = page.locator(".map-key li", has_text="said this day")
    dashes = [
        found.first.evaluate("it => getComputedStyle(it).strokeDasharray")
        for found in (key.locator("circle"), page.locator(".spot[data-new] .hit"))
    ]
    assert dashes[0] == dashes[1] != "none"
    assert "dotted ring" in str(page.locator(".live-map details").text_content())


def test_the_line_of_the_day_strikes_through_no_name_of_a_month(page: Page, address: str) -> None:
    seen = []
    for iso in ("2024-09-01", "2025-06-25"):
        page.goto("about:blank")
        visit(page, f"{address}#day={iso}")
        names = page.locator(".map-strip .month").first
        names.scroll_into_view_if_needed()
        seen.append(names.screenshot())
    assert seen[0] == seen[1]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_strip_names_its_areas_and_has_a_scale(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    visit(page, address)
    words = [
        " ".join(text.split()) for text in page.locator(".map-strip .axis").all_text_contents()
    ]
    assert words[0] == f"{strip.LINE} km²"
    assert "Ukraine in Kursk region" in words[1] and "Russia in Sumy region" in words[2]
    boxes = [it.bounding_box() for it in page.locator(".map-strip .axis").all()]
    line = page.locator(".map-strip .rule").bounding_box()
    scale, blue, orange = boxes
    assert scale and blue and orange and line
    assert blue["x"] + blue["width"] < scale["x"]
    assert scale["y"] < line["y"] < orange["y"] + 2
    assert strip.drawn([]).rule == pytest.approx(
        44 - 44 * strip.LINE / strip.drawn([]).top, abs=0.1
    )


def test_nothing_scrolls_sideways_on_the_narrowest_screen(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    visit(page, f"{address}#day=2025-03-14&place=sudzha")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_map_breaks_no_rule_of_accessibility(
    web_browser: Browser, address: str, scheme: Literal["light", "dark"]
) -> None:
    context = web_browser.new_context(bypass_csp=True, color_scheme=scheme)
    opened = context.new_page()
    visit(opened, f"{address}#day=2025-03-14&place=sudzha")
    opened.evaluate(axe_source())
    assert axe_findings(opened, "with a history") == []
    context.close()


def test_without_scripts_the_page_has_the_days_and_a_folded_list(
    web_browser: Browser, address: str
) -> None:
    context = web_browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)
    assert opened.locator(".live-map").is_hidden()
    assert opened.locator("#fig-map .chart-light img").is_visible()
    assert opened.locator("#ge-k216").is_hidden()
    for summary in ("details.places:has(#sudzha) > summary", "#sudzha > summary"):
        opened.locator(summary).click()
    opened.locator("#ge-k216").wait_for()
    assert opened.locator("article").evaluate("it => it.scrollHeight") < 9000
    context.close()


def test_on_paper_the_eight_days_stand_for_the_map(page: Page, address: str) -> None:
    visit(page, address)
    page.emulate_media(media="print")
    assert page.locator(".live-map").is_hidden()
    assert page.locator("#fig-map .chart-light").is_visible()


def test_sheet_and_script_of_the_map_load_on_its_page_alone(site_folder: Path) -> None:
    asking = {
        file.relative_to(site_folder).as_posix()
        for file in site_folder.rglob("*.html")
        if re.search(r"_static/map/map\.(?:css|js)", file.read_text("utf-8"))
    }
    assert asking == {"explore/map.html"}


#: Moves the slider over every day, one a frame; returns the work of each frame in milliseconds:
#: from its start until the page is free again, style, layout and painting included.
DRAG = """async () => {
    const slider = document.querySelector(".map-time input");
    const work = [];
    for (let day = 0; day <= +slider.max; day += 1) {
        slider.value = day;
        slider.dispatchEvent(new Event("input", {bubbles: true}));
        await new Promise(done => requestAnimationFrame(start => {
            const began = performance.now();
            const after = new MessageChannel();
            after.port1.onmessage = () => { work.push(performance.now() - began); done(); };
            after.port2.postMessage(null);
        }));
    }
    return work.sort((a, b) => a - b);
}"""


@pytest.mark.timed
def test_a_drag_over_all_days_takes_at_most_50_ms_a_frame(page: Page, address: str) -> None:
    visit(page, address)
    work = page.evaluate(DRAG)
    assert len(work) == strip.drawn([]).days + 1
    assert work[round(0.95 * len(work))] <= 50


@pytest.mark.parametrize(
    ("body", "told_back"),
    [
        ("in-e99999", "unknown event in-e99999, expected ids of events"),
        (":day: 1999-01-01", "day '1999-01-01', expected one from 2024-08-06 to"),
    ],
)
def test_an_author_is_told_at_the_line_what_a_map_expected(
    tmp_path: Path, body: str, told_back: str
) -> None:
    # Said in words: MyST-NB writes its parser into the default that all builds of a process share.
    (tmp_path / "conf.py").write_text(
        'extensions = ["myst_parser", "sphinx_map"]\nsource_suffix = {".md": "markdown"}\n'
    )
    (tmp_path / "index.md").write_text(f"# Map\n\n```{{map}}\n{body}\n```\n")
    warnings = io.StringIO()
    out = tmp_path / "out"
    Sphinx(tmp_path, tmp_path, out, out, "html", status=None, warning=warnings).build()
    assert "index.md:3:" in warnings.getvalue()
    assert told_back in warnings.getvalue()
