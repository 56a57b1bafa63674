"""What pages look like: colours, weights, and how text with marks breaks into lines."""

import re
from itertools import product
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from playwright.sync_api import Browser, Page

from kursk.look.theme import DARK, PALE
from kursk.sides import GROUND, SIDES
from sphinx_figures import palette
from sphinx_pages import sheet

TOKENS = {
    name: colours
    for name, *colours in re.findall(
        r"(--[\w-]+): var\(--light, (#\w+)\) var\(--dark, (#\w+)\)", sheet.tokens()
    )
}
GROUNDS = ("--ground", "--panel")
TEXTS = ("--ink", "--ink-quiet", "--accent", "--code-key")
DRAWN = ("--line-strong", "--side-other", "--accent")
CHAPTER = "chapters/1-incursion.html"


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_text_stands_out_from_every_ground(theme: int) -> None:
    for text, ground in product(TEXTS, GROUNDS):
        assert contrast(TOKENS[text][theme], TOKENS[ground][theme]) >= 4.5, (text, ground)
    assert contrast(TOKENS["--ink"][theme], TOKENS["--mark"][theme]) >= 4.5
    # A filled button.
    assert contrast(TOKENS["--ground"][theme], TOKENS["--accent"][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_everything_drawn_stands_out_from_every_ground(theme: int) -> None:
    for ground in GROUNDS:
        for drawn in DRAWN:
            assert contrast(TOKENS[drawn][theme], TOKENS[ground][theme]) >= 3, (drawn, ground)
        for name, side in SIDES.items():
            colour = (side.color, side.dark)[theme]
            assert contrast(colour, TOKENS[ground][theme]) >= 3, (name, ground)


def shade(colour: str, ground: str, opacity: float) -> str:
    """Return the colour that is seen where another shines through."""
    digits = (one.lstrip("#") for one in (colour, ground))
    whole = (one if len(one) == 6 else "".join(2 * digit for digit in one) for one in digits)
    pairs = zip(*(re.findall("..", one) for one in whole), strict=True)
    mixed = (opacity * int(over, 16) + (1 - opacity) * int(under, 16) for over, under in pairs)
    return "#" + "".join(f"{round(part):02x}" for part in mixed)


def test_charts_and_pages_have_the_same_ground() -> None:
    light, dark = TOKENS["--ground"]
    assert (light[1] * 6, dark) == (GROUND[0].lstrip("#"), GROUND[1])


#: What lies behind the marks, to be seen without standing out: the lines of a grid, and tints of a
#: phase, of a country, of bars whose outline is drawn.
GRIDS = {palette.GRID, palette.FRAME[palette.GRID]}
TINT = 0.1
WAYS = ("fill", "stroke")


def faint(svg: Path, ground: str) -> set[str]:
    """Return the marks of a picture neither of whose colours is 3:1 on the ground."""
    found = set()

    def look_at(element: Element, above: dict[str, str], shine: float) -> None:
        own = above | {way: element.attrib[way] for way in WAYS if way in element.attrib}
        shine *= float(element.get("opacity", 1))
        opacities = {way: shine * float(element.get(f"{way}-opacity", 1)) for way in own}
        seen = [
            (colour, opacities[way])
            for way, colour in own.items()
            if colour.startswith("#") and colour not in GRIDS and opacities[way] > TINT
        ]
        ratios = [contrast(shade(colour, ground, opacity), ground) for colour, opacity in seen]
        is_mark = element.tag.rpartition("}")[2] in ("path", "rect", "line", "circle")
        if is_mark and ratios and max(ratios) < 3:
            found.add(f"{svg.name}: {seen}, {max(ratios):.2f}:1")
        for inner in element:
            look_at(inner, own, shine)

    look_at(ElementTree.parse(svg).getroot(), {}, 1)
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_mark_of_every_chart_stands_out_from_its_ground(
    site_folder: Path, theme: str
) -> None:
    """Also through its opacity; a pale fill counts as seen where its outline is."""
    pictures = sorted((site_folder / "_images/figures").glob(f"*-{theme}.svg"))
    assert len(pictures) > 100
    ground = GROUND[theme == "dark"]
    assert not set().union(*(faint(picture, ground) for picture in pictures))


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_a_chart_that_stands_alone_is_seen(theme: int) -> None:
    """White is a chart's ground; the lighter quiet only fills what has an outline."""
    for pair in DARK.items():
        if pair[0] not in {GROUND[0], PALE}:
            assert contrast(pair[theme], GROUND[theme]) >= 3, pair


def hexadecimal(colour: str) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", colour)[:3])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_and_charts_have_the_same_colours(
    web_browser: Browser, site: str, site_folder: Path, theme: Literal["light", "dark"]
) -> None:
    page = web_browser.new_page(color_scheme=theme)
    page.goto(site + CHAPTER)
    marks = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".side[data-side]")].map(
          (mark) => [mark.dataset.side, getComputedStyle(mark).backgroundColor]))"""
    )
    page.close()
    charts = "".join(
        path.read_text(encoding="utf-8").lower()
        for path in (site_folder / "_images/figures").glob(f"*-wide-{theme}.svg")
    )
    assert {"ukraine", "russia", "independent"} <= set(marks)
    for name, colour in marks.items():
        expected = SIDES[name].color if theme == "light" else SIDES[name].dark
        assert hexadecimal(colour) == expected.lower(), name
    for name in ("ukraine", "russia", "independent"):
        assert hexadecimal(marks[name]) in charts, name


def test_no_text_is_thinner_than_regular(web_browser: Browser, site: str) -> None:
    """Where the system's font has an extra light cut, anything below 400 turns into hairlines."""
    page = web_browser.new_page()
    page.goto(site + CHAPTER)
    thin = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter(
          (element) => getComputedStyle(element).fontWeight < 400)
          .map((element) => element.outerHTML.slice(0, 90))"""
    )
    page.close()
    assert thin == []


MARKS = ".claim, .event, .said, .absence"
# Words of each text with marks, with their places, and what is wrong where one line ends.
BREAKS = """(marks) => {
  const found = [];
  const hidden = ".card, .cards, .source-number";
  const wordsOf = (block) => {
    const words = [];
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let open = null;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest(hidden) || !node.parentElement.checkVisibility()) continue;
      for (const part of node.data.matchAll(/\\s+|[^\\s]+/g)) {
        if (/\\s/.test(part[0])) { open = null; continue; }
        const range = document.createRange();
        range.setStart(node, part.index);
        range.setEnd(node, part.index + part[0].length);
        const boxes = [...range.getClientRects()].filter((box) => box.width);
        if (!boxes.length) continue;
        if (!open) words.push(open = { text: "", boxes: [], last: "", from: node.parentElement });
        open.text += part[0];
        open.last = part[0];
        open.boxes.push(...boxes);
      }
    }
    return words;
  };
  for (const block of document.querySelectorAll("section > p, section li, .admonition li")) {
    if (!block.querySelector(marks) || block.closest(hidden)) continue;
    const { left, right } = block.getBoundingClientRect();
    const say = (what, text) => found.push(`${what}: ${text} in ${block.innerText.slice(0, 60)}`);
    const words = wordsOf(block);
    for (const [place, word] of words.entries()) {
      const first = word.boxes[0], last = word.boxes.at(-1);
      const isBroken = last.top > first.bottom;
      if (isBroken && /^[^\\p{L}\\p{N}]+$/u.test(word.last)) say("alone", word.text);
      const before = words[place - 1]?.boxes.at(-1);
      if (!before || first.top < before.bottom) continue;
      const isUnit = /^(km²?|m|%)$/.test(word.text) && /\\d$/.test(words[place - 1].text);
      if (isUnit && word.from.closest(marks)) say("unit", word.text);
      // A number and its unit share a line, as in any good setting.
      const measure = /^\\S*\\d\\S* \\S{1,3}$/.test(word.from.textContent);
      const width = measure ? word.from.getBoundingClientRect().width
        : isBroken ? first.width : last.right - first.left;
      // A space, and the symbol that may stand behind the word.
      if (right - before.right > width + 34) say("gap", word.text);
    }
    for (const control of block.querySelectorAll("button[popovertarget]")) {
      const box = control.getBoundingClientRect();
      if (box.width && !control.innerText.trim() && box.left - left < 4) say("first", block.id);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("name", ["index.html", CHAPTER, "chapters/5-collapse.html"])
def test_text_with_marks_breaks_like_text(
    web_browser: Browser, site: str, name: str, width: int
) -> None:
    """No phrase leaves a gap because it cannot break; no symbol, comma or full stop comes first."""
    page = web_browser.new_page(viewport={"width": width, "height": 900})
    page.goto(site + name)
    lay_out(page)
    assert page.evaluate(BREAKS, MARKS) == []
    page.close()


def lay_out(page: Page) -> None:
    """Lay out all sections, as a reader's scrolling does."""
    page.evaluate(
        "document.querySelectorAll('section').forEach((one) => one.classList.add('laid-out'))"
    )
