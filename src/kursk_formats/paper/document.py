"""A page of the site as a document of its own: numbered notes, pictures, no controls, no cells.

Relies on the page contract alone: marks are ``span[data-n]`` with a button that names a card,
figures are ``figure.chart``, quizzes ``ol.quiz``, folds ``details``.
"""

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from lxml import etree
from lxml import html as parser
from lxml.html import HtmlElement, builder

from kursk.sides import SIDES, outline

SVG = "http://www.w3.org/2000/svg"
_EPUB = "http://www.idpf.org/2007/ops"
etree.register_namespace("epub", _EPUB)

#: What is of no use on paper: controls, code, links that only a screen can follow.
_DROPPED = (
    "script", ".headerlink", ".actions", ".hub", ".cell_input", ".code", "template", "svg.icon",
    "#try-it-yourself", ".chart-data", ".chart-controls", ".chart-sources", ".figure-bar",
    "i.side", ".start", "details.sources > summary",
)  # fmt: skip
#: A picture's file: the figure's id, the hash of its content, width and ground.
_HASHED = re.compile(r"(.+)-[0-9a-f]{8}-wide-light")
#: A row's id, which is looked up letter by letter.
_ROW_ID = re.compile(r"(Row )?[a-z]{2}-[a-z]+\d+[a-z]?")
#: Words behind which a note's line needs no stop of its own.
_CLOSED = re.compile(r"[.:?!]”?$")
#: Where a fold says what a click does, and paper what stands there.
#: What stands above the notes, as a note has room for one source.
_ELSEWHERE = (
    "A note names one source; where there are more, and for figures left out, look up its row in "
    "the book’s ledger on the web."
)
_FOLD_TITLES = {"Show the headline": "The book’s headline"}
_KEPT = ("class", "id", "href", "src", "alt", "lang", "scope", "colspan", "rowspan")


@dataclass
class Document:
    """A page for paper or an e-reader.

    ``body`` is an element whose children are the text; ``pictures`` are the files that it shows,
    by the name under which it shows them; ``points`` are the same pictures made of points, for
    programs that draw no SVG; ``headings`` are id and words of the second level.
    """

    id: str
    title: str
    body: HtmlElement
    pictures: dict[str, Path] = field(default_factory=dict)
    points: dict[str, Path] = field(default_factory=dict)
    headings: list[tuple[str, str]] = field(default_factory=list)

    def xhtml(self) -> str:
        """Return the text as well-formed XHTML, without a root."""
        parts = [etree.tostring(child, method="xml", encoding="unicode") for child in self.body]
        return "".join(parts)


def document(
    site: Path,
    page: str,
    *,
    base: str = "",
    popups: bool = False,
    files: Mapping[str, str] = MappingProxyType({}),
) -> Document:
    """Read a finished page of the site.

    Args:
        site: folder of the finished site.
        page: path of the page below it, such as ``chapters/1-incursion.html``.
        base: where the book is published, with a slash at its end; links to other pages lead
            there, and are plain words where it is empty.
        popups: mark notes in the words of EPUB, so that readers show them as pop-ups.
        files: pages of the site that lie beside this one on paper, with the paths of their files.

    Raises:
        ValueError: the page has no article.
    """
    whole = parser.fromstring((site / page).read_text(encoding="utf-8"))
    article = whole.find(".//article")
    if article is None:
        raise ValueError(f"{page}: found no article, expected a page of the book")
    title = " ".join(article.findtext(".//h1", "").split())
    made = Document(PurePosixPath(page).stem, title, article)
    _show_pictures(made, site, site / page)
    _show_keys(article)
    for selector in _DROPPED:
        for element in article.cssselect(selector):
            element.drop_tree()
    for figure in article.cssselect("figure.chart"):
        # Under a picture's words stands what only a screen can use.
        for beside in figure.xpath("./figcaption/following-sibling::*"):
            beside.drop_tree()
    _gather_notes(article, popups)
    _ask_questions(article)
    _name_sources_in_tables(article)
    _open_folds(article)
    _write_out_links(article)
    _name_files(article, page, files)
    lead_links(article, page, base)
    _clean(article)
    _step_headings(article)
    shown = {image.get("src") for image in article.iter("img")}
    made.pictures = {name: file for name, file in made.pictures.items() if name in shown}
    made.points = {name: file for name, file in made.points.items() if name in shown}
    made.headings = [(str(s.get("id")), " ".join(s.findtext("h2", "").split()))
                     for s in article.iter("section") if s.find("h2") is not None]  # fmt: skip
    return made


def _show_pictures(made: Document, site: Path, page: Path) -> None:
    """Put the light, wide picture where the stage of a chart was."""
    for stage in made.body.cssselect("figure.chart .chart-stage"):
        seen = stage.cssselect(".chart-light img, img")[0]
        file = (page.parent / str(seen.get("src"))).resolve()
        name = f"pictures/{file.name}"
        made.pictures[name] = file
        if drawn := _HASHED.fullmatch(file.stem):
            made.points[name] = site / "figures" / f"{drawn[1]}.png"
        picture = builder.IMG(src=name, alt=str(seen.get("alt")))
        if int(seen.get("height", 0)) > int(seen.get("width", 0)):
            picture.set("class", "tall")
        stage.getparent().replace(stage, picture)


def _show_keys(article: HtmlElement) -> None:
    """Draw each party's mark in the key of a chart as the chart has it; a voice reads the name."""
    for place in article.cssselect(".chart-key i.side"):
        side = SIDES[str(place.get("data-side"))]
        room = {"viewBox": "-1.3 -1.3 2.6 2.6", "width": "9", "height": "9", "aria-hidden": "true"}
        mark = etree.Element(f"{{{SVG}}}svg", room, nsmap={None: SVG})
        etree.SubElement(mark, f"{{{SVG}}}path", d=outline(side.shape), fill=side.color)
        mark.tail = f" {place.tail}"
        place.getparent().replace(place, mark)


def _gather_notes(article: HtmlElement, popups: bool) -> None:
    """Turn each mark into a numbered note, and the cards into a list at the end."""
    cards = {card.get("id"): card for card in article.cssselect(".card")}
    notes: list[HtmlElement] = []
    for mark in article.cssselect("span[data-n]"):
        button = mark.find(".//button")
        card = cards.get(button.get("popovertarget")) if button is not None else None
        if button is not None:
            button.drop_tree()
        if card is None:
            continue
        number = len(notes) + 1
        link = builder.A(str(number), href=f"#note-{number}", id=f"ref-{number}")
        if mark.text_content()[-1:].isdigit():
            # Behind a figure or km² the number would be read as a part of it.
            mark.append(builder.SPAN("\u202f"))
        mark.append(builder.SUP(link))
        note = builder.LI(id=f"note-{number}")
        back = builder.A("↑", href=f"#ref-{number}", title=f"Back to the text of note {number}")
        if popups:
            link.set(f"{{{_EPUB}}}type", "noteref")
            link.set("role", "doc-noteref")
            note.set(f"{{{_EPUB}}}type", "footnote")
            back.set("role", "doc-backlink")
        words = copy.deepcopy(card)
        note.append(builder.P(*_on_one_line(words), " ", back))
        notes.append(note)
    for aside in article.cssselect("aside.cards"):
        aside.drop_tree()
    for mark in article.cssselect("span[data-n] span"):
        mark.drop_tag()
    if notes:
        section = builder.SECTION(
            builder.H2("Notes: the evidence"), builder.P(_ELSEWHERE), builder.OL(*notes), id="notes"
        )
        section.set("class", "notes")
        sources = article.cssselect("#sources-of-this-chapter")
        (sources[0].addprevious if sources else article.append)(section)


def _on_one_line(card: HtmlElement) -> Iterator[HtmlElement | str]:
    """Yield the lines of a card as one, each closed by a full stop."""
    for line in card.iter("p", "li"):
        if line.getparent().tag == "li":
            continue
        text = line.text_content().strip()
        if not text or (line.get("class") == "acts" and not _ROW_ID.fullmatch(text)):
            continue
        for status in line.cssselect(".status"):
            status.text = f"({status.text})"
        if line.get("class") == "more":
            # Two corrections of one day, of one column, are two links on the site alone.
            told = dict.fromkeys(link.text_content() for link in line.iter("a"))
            line.clear()
            line.text = "; ".join(told)
        line.tag = "span"
        line.attrib.clear()
        line.tail = ""
        yield line
        yield " " if _CLOSED.search(text) else ". "


def _ask_questions(article: HtmlElement) -> None:
    """Write questions with boxes to tick, and their answers as a key at the end."""
    keys = []
    for quiz in article.cssselect("ol.quiz"):
        for item in quiz.iterchildren("li"):
            field_set = item.find(".//fieldset")
            answer = item.find(".//details")
            if field_set is None:
                continue
            for told in item.cssselect(".verdict, output"):
                told.drop_tree()
            legend = field_set.find("legend")
            legend.tag = "p"
            options = builder.UL()
            options.set("class", "options")
            for label in field_set.xpath(".//label[input[@inputmode]]"):
                # A number is no choice: paper wants room to write it.
                label.tag, label.text = "p", "____________ "
            for label in field_set.findall(".//label"):
                for control in label.cssselect("input, select"):
                    control.drop_tree()
                label.tag = "li"
                options.append(label)
            if len(options):
                field_set.append(options)
            field_set.tag = "div"
            field_set.attrib.clear()
            if answer is not None:
                for summary in answer.findall("summary"):
                    summary.drop_tree()
                keys.append(builder.LI(*list(answer)))
                answer.drop_tree()
    if keys:
        section = builder.SECTION(builder.H2("Answers"), builder.OL(*keys), id="answers")
        section.set("class", "answers")
        article.append(section)


def _name_sources_in_tables(article: HtmlElement) -> None:
    """Write the sources of a table's row as one line of names; their titles stand in the list."""
    for fold in article.cssselect("td details"):
        line = builder.P()
        line.set("class", "cited")
        for item in fold.iter("li"):
            link = item.find("a")
            if link is None:
                name = builder.SPAN(item.text_content())
            else:
                name = builder.A(link.text_content(), href=str(link.get("href")))
                name.tail = link.tail
            if item.getnext() is not None:
                name.tail = f"{name.tail or ''}; "
            line.append(name)
        fold.addprevious(line)
        fold.drop_tree()


def _open_folds(article: HtmlElement) -> None:
    """Show what a screen folds: its summary becomes a line of its own."""
    for fold in article.cssselect("details"):
        summary = fold.find("summary")
        if summary is not None:
            summary.tag = "p"
            summary.set("class", "fold-title")
            summary.text = _FOLD_TITLES.get(str(summary.text), summary.text)
        fold.tag = "div"
        kinds = [name for name in ("in-class", "versus") if name in fold.classes]
        fold.set("class", " ".join(["fold", *kinds]))


def _write_out_links(article: HtmlElement) -> None:
    """Write an address that a screen cuts as a whole, and hold the id of a row on one line."""
    for link in article.iter("a"):
        words = link.text_content()
        if words.endswith("…") and str(link.get("href")).startswith("http"):
            link.text = str(link.get("href")).partition("://")[2]
        if _ROW_ID.fullmatch(words):
            link.set("class", "row-id")


def _name_files(article: HtmlElement, page: str, files: Mapping[str, str]) -> None:
    """Name the file of an answer or a lesson behind the words that a reader of paper cannot follow.

    Names are where a teacher picks what to print, not in running text.
    """
    for link in article.cssselect(".lesson-facts a, .lessons a, .in-class a"):
        named = files.get(_resolved(str(PurePosixPath(page).parent / str(link.get("href")))))
        if named:
            link.tail = f" ({named}){link.tail or ''}"


def lead_links(article: HtmlElement, page: str, base: str) -> None:
    """Lead links within the page to their place, others to the published book, or nowhere."""
    places = {element.get("id") for element in article.iter() if element.get("id")}
    for link in article.iter("a"):
        address = str(link.get("href", ""))
        if address.startswith(("http://", "https://", "mailto:")):
            continue
        if address.startswith("#"):
            if address[1:] not in places:
                link.tag = "span"
            continue
        if base and address:
            path, _, anchor = address.partition("#")
            target = _resolved(str(PurePosixPath(page).parent / path))
            link.set("href", f"{base}{target}{'#' if anchor else ''}{anchor}")
        else:
            link.tag = "span"
    for span in article.iter("span"):
        span.attrib.pop("href", None)


def _resolved(path: str) -> str:
    parts: list[str] = []
    for part in PurePosixPath(path).parts:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return "/".join(parts)


def _step_headings(article: HtmlElement) -> None:
    """Leave out no level between a heading and the one above it."""
    above = 0
    for heading in article.iter("h1", "h2", "h3", "h4"):
        above = min(int(heading.tag[1]), above + 1)
        heading.tag = f"h{above}"


def _clean(article: HtmlElement) -> None:
    """Take away what only the site needs, and wrappers that say nothing."""
    for element in list(article.iter()):
        if not isinstance(element.tag, str):
            element.drop_tree()
            continue
        if element.tag.startswith(f"{{{SVG}}}"):
            continue
        for name in list(element.attrib):
            if name not in _KEPT and not name.startswith("{") and name not in ("role", "title"):
                del element.attrib[name]
        if element.tag in ("input", "button", "select", "source", "picture"):
            element.drop_tag()
    for wrapper in article.cssselect("div.cell, div.cell_output, div.chart-table, div.output"):
        wrapper.drop_tag()
    for cell in article.cssselect("td"):
        # A cell without a word is left out of a PDF's table, which then does not close.
        if not cell.text_content().strip():
            cell.text = "–"
    for room in article.cssselect("p.lines"):
        room.tag = "div"
    for paragraph in article.cssselect("p"):
        if not paragraph.text_content().strip() and paragraph.find(".//img") is None:
            paragraph.drop_tree()
