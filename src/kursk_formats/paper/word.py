"""A document as a ``.docx`` that a teacher can edit: real headings, lists, tables, alt texts."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx as office
from docx.document import Document as Text
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from lxml.html import HtmlElement

from kursk.sides import SIDES, outline, sign
from kursk_formats.archive import archive
from kursk_formats.paper.document import SVG, Document

_TAGS = """
article section div header footer aside p h1 h2 h3 h4 ul ol dl dt dd li table figure figcaption
blockquote img pre hr
"""
_BLOCKS = frozenset(_TAGS.split())
#: Tags of a run of text → how the run looks.
_LOOKS = {"strong": "bold", "b": "bold", "em": "italic", "i": "italic",
          "sup": "superscript"}  # fmt: skip
_WIDTH = Cm(16)
#: Room to write by hand, in points.
_ROOM = 60

_Holder = Text | _Cell


def docx(document: Document, *, day: str) -> bytes:
    """Return the document as ``.docx``; ``day`` (ISO) stands as the day of making.

    Raises:
        ValueError: the document shows a picture that there is no PNG of.
    """
    text = office.Document()
    _drop_what_is_of_no_use(text)
    _look(text)
    _tell(text, document.title, day)
    _Writer(document, text).write(document.body, text)
    target = io.BytesIO()
    text.save(target)
    with zipfile.ZipFile(target) as zipped:
        return archive({name: zipped.read(name) for name in zipped.namelist()})


def _look(text: Text) -> None:
    normal = text.styles["Normal"]
    normal.font.name, normal.font.size = "Georgia", Pt(11)
    for section in text.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2)


def _drop_what_is_of_no_use(text: Text) -> None:
    """Take out a picture of an empty page, and styles for programs of 2007: half of the file."""
    for related in (text.part.package.rels, text.part.rels):
        for key, one in list(related.items()):
            if one.reltype.endswith(("/thumbnail", "/stylesWithEffects")):
                del related[key]


def _tell(text: Text, title: str, day: str) -> None:
    told = text.core_properties
    told.title, told.language = title, "en-GB"
    told.author = told.last_modified_by = "The authors of the book"
    told.comments = "Text and data CC BY 4.0; quotations remain their authors’."
    told.created = told.modified = dt.datetime.fromisoformat(day)
    told.last_printed = told.created


class _Writer:
    """Writes elements one below the other into a text or a cell of a table."""

    def __init__(self, document: Document, text: Text) -> None:
        self._document = document
        self._text = text
        self._pictures = 0
        self._headed: set[Any] = set()
        self._kinds: dict[str, Callable[[HtmlElement, _Holder], None]] = {
            "table": self._table, "img": self._picture, "ul": self._list, "ol": self._list,
            "blockquote": self._quotation, "hr": lambda *_: None,
        }  # fmt: skip

    def write(self, element: HtmlElement, into: _Holder, style: str = "") -> None:
        """Write the children of an element; loose text between blocks is a paragraph."""
        loose: Paragraph | None = None
        if (element.text or "").strip():
            loose = into.add_paragraph(element.text.strip(), style or None)
        for child in element:
            if child.tag in _BLOCKS:
                loose = None
                self._block(child, into, style)
            else:
                loose = loose or into.add_paragraph(style=style or None)
                self._run(child, loose)
            if (child.tail or "").strip() or (child.tail and loose is not None):
                loose = loose or into.add_paragraph(style=style or None)
                loose.add_run(_spaced(child.tail))

    def _block(self, element: HtmlElement, into: _Holder, style: str) -> None:
        tag = str(element.tag)
        if tag in self._kinds:
            self._kinds[tag](element, into)
        elif tag[0] == "h" and tag[1:].isdigit():
            heading = into.add_paragraph(style=f"Heading {tag[1]}")
            self._inline(element, heading)
        elif element.get("class") == "lines":
            into.add_paragraph().paragraph_format.space_after = Pt(_ROOM)
        elif any(child.tag in _BLOCKS for child in element):
            self.write(element, into, style)
        elif element.text_content().strip():
            self._inline(element, into.add_paragraph(style=style or None))

    def _inline(self, element: HtmlElement, paragraph: Paragraph, look: str = "") -> None:
        if element.text:
            _add(paragraph, element.text, look)
        for child in element:
            self._run(child, paragraph, look)
            if child.tail:
                _add(paragraph, child.tail, look)

    def _run(self, element: HtmlElement, paragraph: Paragraph, look: str = "") -> None:
        address = str(element.get("href", ""))
        if element.tag == "br":
            paragraph.add_run().add_break()
        elif element.tag == "a" and address.startswith("http"):
            _link(paragraph, element.text_content(), address)
        elif element.tag == f"{{{SVG}}}svg":
            _mark(paragraph, element)
        else:
            self._inline(element, paragraph, _LOOKS.get(str(element.tag), look))

    def _list(self, element: HtmlElement, into: _Holder) -> None:
        style = "List Number" if element.tag == "ol" else "List Bullet"
        number = _numbered_anew(self._text) if element.tag == "ol" else None
        for item in element.iterchildren("li"):
            before = len(into.paragraphs)
            if any(child.tag in _BLOCKS for child in item):
                self.write(item, into, style)
            else:
                self._inline(item, into.add_paragraph(style=style))
            self._head(into.paragraphs[before:], style, number)

    def _head(self, item: list[Paragraph], style: str, number: int | None) -> None:
        """Let the first paragraph of an item alone bear its number or its dot."""
        own = [one for one in item if one.style and one.style.name == style]
        own = [one for one in own if one._p not in self._headed]
        for one in own[1:]:
            one.style = "List Continue"
        for one in own[:1]:
            self._headed.add(one._p)
            if number is not None:
                told = one._p.get_or_add_pPr().get_or_add_numPr()
                told.get_or_add_ilvl().val, told.get_or_add_numId().val = 0, number

    def _quotation(self, element: HtmlElement, into: _Holder) -> None:
        self.write(element, into, "Quote")

    def _table(self, element: HtmlElement, into: _Holder) -> None:
        rows = [list(row.iterchildren("th", "td")) for row in element.iter("tr")]
        if caption := element.findtext("caption"):
            into.add_paragraph(caption.strip(), "Caption")
        columns = max(map(len, rows))
        table = into.add_table(len(rows), columns)
        table.style = "Table Grid"
        for cells, row in zip(rows, table.rows, strict=True):
            for cell, target in zip(cells, row.cells, strict=False):
                self.write(cell, target)
                if len(target.paragraphs) > 1 and not target.paragraphs[0].text:
                    first = target.paragraphs[0]._p
                    first.getparent().remove(first)
        if element.find("thead") is not None:
            # A screen reader takes a head that repeats on each sheet for the columns' names.
            told = table.rows[0]._tr.get_or_add_trPr()
            told.append(OxmlElement("w:tblHeader"))

    def _picture(self, element: HtmlElement, into: _Holder) -> None:
        name = str(element.get("src"))
        if name not in self._document.points or not self._document.points[name].is_file():
            raise ValueError(f"{self._document.id}: {name} has no PNG, which a .docx needs")
        run = into.add_paragraph().add_run()
        drawn = run.add_picture(io.BytesIO(self._document.points[name].read_bytes()), _WIDTH)
        self._pictures += 1
        told = drawn._inline.docPr
        told.set("name", f"Picture {self._pictures}")
        told.set("descr", str(element.get("alt", "")))
        inner: Any = drawn._inline.graphic.graphicData.pic.nvPicPr.cNvPr
        inner.set("name", f"picture-{self._pictures}.png")
        inner.set("descr", str(element.get("alt", "")))


def _numbered_anew(text: Text) -> int:
    """Return the id of a numbering that begins with one; the style alone would go on counting."""
    known = text.part.numbering_part.element
    shape: Any = text.styles["List Number"].element
    own = known.num_having_numId(shape.pPr.numPr.numId.val).abstractNumId.val
    made = known.add_num(own)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def _spaced(text: str | None) -> str:
    """Fold white space as a browser does."""
    words = " ".join((text or "").split())
    before = " " if (text or "")[:1].isspace() else ""
    after = " " if words and (text or "")[-1:].isspace() else ""
    return f"{before}{words}{after}"


def _add(paragraph: Paragraph, text: str, look: str) -> None:
    run = paragraph.add_run(_spaced(text))
    if look:
        setattr(run.font, look, True)


def _mark(paragraph: Paragraph, drawn: HtmlElement) -> None:
    """Write a party's mark as the sign of its shape, in its colour."""
    shape = drawn[0].get("d")
    side = next(one for one in SIDES.values() if outline(one.shape) == shape)
    run = paragraph.add_run(sign(side.shape))
    run.font.color.rgb = RGBColor.from_string(side.color.removeprefix("#"))


def _link(paragraph: Paragraph, words: str, address: str) -> None:
    """Add a link; python-docx reads links, and has no way to write one."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, kind, is_external=True))
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = words
    run.append(text)
    link.append(run)
    paragraph._p.append(link)
