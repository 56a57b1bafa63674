"""Words in the drawings of the built book: none leaves its frame, none lies on another.

Measured is what a browser draws, at three widths, in a font as wide as the one that drew and in a
wide one: live charts in their pages, and the still pictures of readers without scripts.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import cells
import pytest
from playwright.sync_api import Browser, Locator, Page
from thorough import beyond

#: A font with the measures of Arial, and one as wide as Verdana.
FONTS = ("Liberation Sans", "DejaVu Sans")
WIDTHS = (360, 768, 1280)

#: Returns what is wrong in each box (a figure's stage or a picture), by the figure's id.
FAULTS = """boxes => {
    const middle = box => ({left: box.left + 0.5, right: box.right - 0.5,
        top: box.top + 0.22 * box.height, bottom: box.bottom - 0.18 * box.height});
    return boxes.map(stage => {
        const frame = stage.getBoundingClientRect(), said = [];
        const words = [...stage.querySelectorAll('svg text')].filter(text => {
            const style = getComputedStyle(text), box = text.getBoundingClientRect();
            return text.textContent.trim() && +style.opacity && style.display !== 'none'
                && box.width > 0;
        }).map(text => ({words: text.textContent.trim(), ...middle(text.getBoundingClientRect())}));
        for (const one of words) {
            const over = Math.max(frame.left - one.left, one.right - frame.right,
                frame.top - one.top, one.bottom - frame.bottom);
            if (over > 1) said.push(`${one.words}: ${over.toFixed(0)} px outside`);
        }
        words.forEach((one, i) => words.slice(i + 1).forEach(two => {
            if (one.left < two.right && two.left < one.right
                && one.top < two.bottom && two.top < one.bottom)
                said.push(`${one.words} | ${two.words}`);
        }));
        return [stage.closest('[id^=fig-]').id.slice(4), said];
    }).filter(([, said]) => said.length);
}"""

#: Gives all charts of a page a font before they are drawn.
DRESS = """addEventListener('DOMContentLoaded', () => {
    const style = document.createElement('style');
    style.textContent = 'figure.chart, .chart-live text {font-family: "FONT" !important}';
    document.head.append(style);
})"""

#: Returns the still pictures of a page: id of the figure, file, width.
STILLS = """images => images.map(image => [image.closest('figure').id,
    new URL(image.currentSrc || image.src).pathname, image.getBoundingClientRect().width])"""

PAGES = [name for name, path in cells.pages().items() if "look.figure(" in path.read_text("utf-8")]


@pytest.fixture(scope="module")
def tabs(web_browser: Browser) -> Iterator[dict[tuple[str, int], Page]]:
    """A tab for each font and width; charts are drawn in that font from the start."""
    found = {}
    for font in FONTS:
        for width in WIDTHS:
            tab = web_browser.new_context(
                viewport={"width": width, "height": 900}, bypass_csp=True
            ).new_page()
            tab.add_init_script(DRESS.replace("FONT", font))
            found[font, width] = tab
    yield found
    for tab in found.values():
        tab.context.close()


def faults(drawn: Locator) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = drawn.evaluate_all(FAULTS)
    return found


def live(tab: Page, address: str) -> list[tuple[str, list[str]]]:
    """Open a page, wait until all its charts are live, and return what is wrong in them."""
    tab.goto(address)
    tab.evaluate("scrollTo(0, 1)")
    for figure in tab.locator("figure.chart").all():
        figure.scroll_into_view_if_needed()
    tab.wait_for_selector("figure.chart[data-live=false]", state="detached", timeout=60_000)
    return faults(tab.locator(".chart-stage:has(.chart-live)"))


def still(tab: Page, font: str, html: Path) -> list[tuple[str, list[str]]]:
    """Lay the still pictures of a page open at the width of a tab; return what is wrong."""
    tab.goto(html.as_uri())
    sources = tab.locator("figure.chart .chart-light img").evaluate_all(STILLS)
    pictures = "".join(
        f'<div id="{name}" style="width:{width}px">{Path(path).read_text("utf-8")}</div>'
        for name, path, width in sources
    )
    tab.goto("about:blank")
    tab.set_content(f"<style>svg{{width:100%;height:auto}}</style>{pictures}")
    tab.evaluate(
        "font => document.querySelectorAll('svg, text').forEach(e => e.style.fontFamily = font)",
        font,
    )
    return faults(tab.locator("svg"))


@pytest.mark.parametrize("name", beyond(["chapters/2-stalemate"], PAGES))
def test_no_word_of_a_chart_is_cut_or_lies_on_another(
    tabs: dict[tuple[str, int], Page], site: str, name: str
) -> None:
    wrong = defaultdict(list)
    for (font, width), tab in tabs.items():
        for figure, said in live(tab, f"{site}{name}.html"):
            wrong[figure].append(f"{width} px, {font}: {'; '.join(said)}")
    assert not wrong, "\n".join(f"{name}: {lines}" for name, lines in wrong.items())


@pytest.mark.parametrize("name", beyond(["index", "chapters/2-stalemate", "explore/map"], PAGES))
def test_no_word_of_a_still_picture_is_cut_or_lies_on_another(
    tabs: dict[tuple[str, int], Page], site_folder: Path, name: str
) -> None:
    wrong = defaultdict(list)
    for (font, width), tab in tabs.items():
        for figure, said in still(tab, font, site_folder / f"{name}.html"):
            wrong[figure].append(f"{width} px, {font}: {'; '.join(said)}")
    assert not wrong, "\n".join(f"{name}: {lines}" for name, lines in wrong.items())


def test_a_phone_tells_every_ratio_on_the_axis_of_the_numbers(
    tabs: dict[tuple[str, int], Page], site: str
) -> None:
    """Two and four once had no label: ticks that are given are thinned, too."""
    tab = tabs[FONTS[0], 360]
    live(tab, f"{site}explore/numbers.html")
    labels = tab.locator("#fig-agreement .role-axis-label text").all_text_contents()
    assert set(labels) >= {"1", "2", "4", "8"}
