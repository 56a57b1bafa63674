"""The reader's own fonts: whatever they are, no word is cut and no hairline breaks up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from thorough import beyond

PAGES = (
    "index", "chapters/1-incursion", "explore/timeline", "explore/numbers", "evidence/method",
    "glossary",
)  # fmt: skip
#: As narrow and as wide as faces for text are: Arial Narrow's measures, and Verdana's.
FACES = {"narrow": "Liberation Sans Narrow", "wide": "DejaVu Sans", "wide serif": "DejaVu Serif"}
WIDTHS = (320, 768, 1280)

#: Gives every text of a page one face, before anything is laid out.
DRESS = """addEventListener('DOMContentLoaded', () => {
    const style = document.createElement('style');
    style.textContent = ':root { --serif: "FACE"; --sans: "FACE"; }';
    document.head.append(style);
})"""

#: Returns the words that are cut off by their own box; what is hidden on purpose is a pixel wide.
CUT = """all => all.filter(one => {
    const style = getComputedStyle(one);
    return one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1
        && ['hidden', 'clip'].includes(style.overflowX) && one.textContent.trim();
}).map(one => one.textContent.trim().slice(0, 60))"""

#: Returns the pairs of tools in the header that lie on one another.
OVER = """all => all.flatMap((one, i) => all.slice(i + 1).filter(other => {
    const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
    return a.width && b.width && a.left < b.right && b.left < a.right
        && a.top < b.bottom && b.top < a.bottom;
}).map(other => `${one.textContent.trim()} | ${other.textContent.trim()}`))"""

#: Returns each small or light text in a serif, and each light text of any kind.
FINE = """() => {
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode, style = getComputedStyle(node.parentElement);
        if (!node.data.trim() || !node.parentElement.getClientRects().length) continue;
        const serif = /^Charter/.test(style.fontFamily), size = parseFloat(style.fontSize);
        if (style.fontWeight < 400 || size < (serif ? 15.5 : 11.5))
            found.push(`${size} px, ${style.fontWeight}: ${node.data.trim().slice(0, 60)}`);
    }
    return found;
}"""


@pytest.fixture(scope="module")
def tabs(web_browser: Browser) -> Iterator[dict[tuple[str, int], Page]]:
    """A tab for each face and width."""
    found = {}
    for name, face in FACES.items():
        for width in WIDTHS:
            size: ViewportSize = {"width": width, "height": 900}
            tab = web_browser.new_context(viewport=size, bypass_csp=True).new_page()
            tab.add_init_script(DRESS.replace("FACE", face))
            found[name, width] = tab
    yield found
    for tab in found.values():
        tab.context.close()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("width", beyond([320], WIDTHS))
def test_no_word_is_cut_in_the_narrowest_and_the_widest_face(
    tabs: dict[tuple[str, int], Page], site_folder: Path, name: str, face: str, width: int
) -> None:
    tab = tabs[face, width]
    tab.goto((site_folder / f"{name}.html").as_uri())
    tab.locator("details").evaluate_all(
        "all => all.forEach(one => { one.name = ''; one.open = true; })"
    )
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.locator("main :not(svg *, .chart-live *)").evaluate_all(CUT) == []
    assert tab.locator(".top > div > *").evaluate_all(OVER) == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", beyond([360], [360, 1280]))
def test_serifs_keep_their_hairlines_and_nothing_is_set_light(
    web_browser: Browser, site_folder: Path, name: str, width: int
) -> None:
    """The thin strokes of a serif vanish in small print: labels are set in the other face."""
    tab = web_browser.new_page(viewport={"width": width, "height": 900})
    tab.goto((site_folder / f"{name}.html").as_uri())
    assert tab.evaluate(FINE) == []
    tab.close()


def test_no_font_is_asked_for_so_that_nothing_moves_when_it_comes(site_folder: Path) -> None:
    sheets = list((site_folder / "_static").rglob("*.css"))
    assert sheets
    assert not [sheet for sheet in sheets if "@font-face" in sheet.read_text("utf-8")]
    assert not [*site_folder.rglob("*.woff*"), *site_folder.rglob("*.ttf")]
