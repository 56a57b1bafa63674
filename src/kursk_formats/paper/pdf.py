"""PDFs printed by Chromium from documents of their own, then made whole."""

import io
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import pikepdf
from lxml import etree
from playwright.sync_api import Browser, sync_playwright

from kursk.days import Day
from kursk_formats.paper import fonts
from kursk_formats.paper.document import Document
from kursk_formats.paper.rendering import rendered
from kursk_formats.paper.tagged import complete

SIZES = {"a4": "A4", "letter": "Letter"}
#: How many browsers print side by side.
PRINTERS = 2
_SHEET = Path(__file__).parent / "sheets.css"
#: A margin's font counts as wanted only once the page has asked for it.
_LOAD_FONTS = "document.fonts.load('8pt Inter').then(() => document.fonts.ready)"
_NUMBER = """pages => document.querySelectorAll("[data-page-of]").forEach(
    place => { place.textContent = pages[place.dataset.pageOf] })"""
_OWN_ID = re.compile(r'\b(id|href)="(#?)([^"#:/]+)"')


@dataclass(frozen=True, slots=True)
class Order:
    """One PDF to print: its name and title, its parts by their titles, and what they show.

    ``parts`` are HTML; ``pictures`` are files by the name under which a part shows them.
    """

    name: str
    title: str
    parts: Mapping[str, str]
    pictures: Mapping[str, Path]
    size: str = "a4"


@dataclass(frozen=True, slots=True)
class Edition:
    """What every PDF of one edition says: where the book is published, and its day (ISO)."""

    base: str
    day: str


def order(name: str, title: str, documents: Sequence[Document], size: str = "a4") -> Order:
    """Return the order for a PDF of some documents, one after the other."""
    several = len(documents) > 1
    pictures = {name: file for one in documents for name, file in one.pictures.items()}
    parts = {one.title: _html(one, several=several) for one in documents}
    return Order(name, title, parts, pictures, size)


def printed(orders: Sequence[Order], chromium: str, edition: Edition) -> dict[str, bytes]:
    """Print every order, by its name; ``chromium`` is the path of the program that prints."""
    # The longest go first, each to the printer with less to do: both end at about the same time.
    piles: list[list[Order]] = [[] for _ in range(min(PRINTERS, len(orders)) or 1)]
    for one in sorted(orders, key=_weight, reverse=True):
        min(piles, key=lambda pile: sum(map(_weight, pile))).append(one)
    with ProcessPoolExecutor(len(piles), mp_context=get_context("spawn")) as printers:
        made = printers.map(partial(_print_pile, chromium, edition), piles)
        return {name: content for pile in made for name, content in pile.items()}


def _weight(one: Order) -> int:
    # A page of little text still wants its fonts, its file and its tags.
    return sum(map(len, one.parts.values())) + 50_000


def _print_pile(chromium: str, edition: Edition, pile: Sequence[Order]) -> dict[str, bytes]:
    with printer(chromium) as browser:
        return {one.name: print_one(browser, one, edition) for one in pile}


@contextmanager
def printer(chromium: str) -> Iterator[Browser]:
    """Start a browser that prints; ``chromium`` is the path of the program."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def print_one(browser: Browser, one: Order, edition: Edition) -> bytes:
    """Print one order."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for picture, file in one.pictures.items():
            target = folder / picture
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
        for font, content in fonts.files().items():
            (folder / font).write_bytes(content)
        page_file = folder / "print.html"
        told = {
            "title": one.title,
            "documents": one.parts,
            "size": SIZES[one.size],
            "base": edition.base,
            "day": Day(edition.day).words,
            "faces": fonts.faces("."),
            "sheet": _SHEET.read_text(encoding="utf-8"),
        }
        page_file.write_text(rendered("print.html", told), encoding="utf-8")
        page = browser.new_page()
        page.goto(page_file.as_uri())
        page.evaluate(_LOAD_FONTS)
        if page.query_selector("[data-page-of]"):
            # A page number is known once the whole has been printed.
            page.evaluate(_NUMBER, _places(page.pdf(prefer_css_page_size=True)))
        content = page.pdf(tagged=True, outline=True, prefer_css_page_size=True)
        page.close()
    return complete(content, one.title, day=edition.day)


def _places(printed: bytes) -> dict[str, int]:
    """Return the page of each anchor of a PDF, counted from one."""
    with pikepdf.open(io.BytesIO(printed)) as opened:
        numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages, 1)}
        places = opened.Root.Dests.items()
        return {name.lstrip("/"): numbers[place[0].objgen] for name, place in places}


def _html(document: Document, *, several: bool) -> str:
    """Return a document as HTML; among several, each keeps its anchors apart."""
    parts = [etree.tostring(c, method="html", encoding="unicode") for c in document.body]
    text = "".join(parts)
    if not several:
        return text

    within = {element.get("id") for element in document.body.iter()}

    def own(found: re.Match[str]) -> str:
        kind, sign, name = found.groups()
        if name not in within or (kind == "href" and not sign):
            return found[0]
        return f'{kind}="{sign}{document.id}--{name}"'

    return f'<div id="{document.id}">{_OWN_ID.sub(own, text)}</div>'
