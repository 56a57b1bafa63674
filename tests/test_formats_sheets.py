"""What a teacher holds in hand: sheets to fill in, cut apart, copy in grey and read."""

import io
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import docx
import pikepdf
import pytest
from audit import browser as chromium
from lxml import html
from lxml.html import HtmlElement

from kursk import quiz
from kursk.model import Lesson, rows
from kursk.sides import SIDES, outline
from kursk_formats.library import Library
from kursk_formats.paper import pdf, runs, tagged, word
from kursk_formats.paper.document import SVG, Document
from kursk_formats.paper.worksheet import NAME

pymupdf = pytest.importorskip("pymupdf")

EDITION = pdf.Edition("", "2026-01-01")
#: Height of head and foot of a sheet, in points.
MARGIN = 48


@pytest.fixture(scope="module")
def library(site_folder: Path) -> Library:
    return Library(site_folder, "", EDITION.day, chromium.require())


@pytest.fixture(scope="module")
def worksheets(library: Library) -> dict[str, Document]:
    return {path: one for path, one in library.lessons.items() if "/worksheet-" in path}


@pytest.fixture(scope="module")
def printed(library: Library) -> dict[str, bytes]:
    """The book, a chapter, worksheets, a quiz on the shorter paper, and sheets for the wall."""
    wanted = re.compile(
        r"book/(kursk|2-stalemate)-a4|worksheet-(3|4).*|stalemate/quiz-letter|handouts/.*letter"
    )
    orders = [one for one in library.orders({}) if wanted.search(one.name)]
    return pdf.printed(orders, library.chromium, EDITION)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def texts(content: bytes) -> list[str]:
    """The text of each sheet between its margins, without spaces."""
    found = []
    for sheet in pymupdf.open(stream=content):
        _, _, width, height = sheet.rect
        body = sheet.get_text(clip=(0, MARGIN, width, height - MARGIN))
        found.append(squeezed(body))
    return found


def parted(sheets: Iterable[str], blocks: Iterable[HtmlElement]) -> list[str]:
    """Those blocks whose first and last words stand on no sheet together."""
    sheets = list(sheets)
    runs = [[one for one in map(squeezed, block.itertext()) if one] for block in blocks]
    ends = {(text[0][:25], text[-1][-12:]) for text in runs if text}
    return [f"{a} … {b}" for a, b in ends if not any(a in one and b in one for one in sheets)]


def test_the_key_of_a_chart_is_on_paper_with_shapes_that_grey_leaves_apart(
    library: Library,
) -> None:
    keys = 0
    for page, made in zip(library.chapters.values(), library.documents.values(), strict=True):
        told = html.parse(str(library.site / page)).getroot()
        for figure in made.body.cssselect("figure.chart"):
            meant = told.cssselect(f"#{figure.get('id')} .chart-key i.side")
            drawn = [str(one.get("d")) for one in figure.iter(f"{{{SVG}}}path")]
            assert drawn == [outline(SIDES[one.get("data-side")].shape) for one in meant]
            assert len(set(drawn)) == len(drawn)
            names = figure.cssselect(".chart-key")[0].text_content() if meant else ""
            assert all(SIDES[one.get("data-side")].label in names for one in meant)
            keys += bool(meant)
    assert keys >= 10


def test_a_number_is_written_on_a_line_and_not_ticked(library: Library) -> None:
    for phase, made in library.documents.items():
        items = made.body.cssselect("ol.quiz > li")
        for asked, item in zip(quiz.questions(phase), items, strict=True):
            number = asked.kind == "number"
            assert ("____" in item.text_content()) == number, asked.id
            assert bool(item.cssselect(".options")) != number, asked.id


def test_what_is_handed_in_has_room_for_name_class_and_date(
    library: Library, worksheets: dict[str, Document]
) -> None:
    quizzes = {path: one for path, one in library.handouts().items() if path.endswith("/quiz")}
    assert len(worksheets) == len(rows(Lesson)) and len(quizzes) == len(library.chapters)
    for path, one in (worksheets | quizzes).items():
        assert one.body.find(".//h1").getnext().text == NAME, path


def test_a_headline_can_be_written_on_the_worksheet(worksheets: dict[str, Document]) -> None:
    for path, one in worksheets.items():
        after = one.body.cssselect("[id^=the-hook] figure")[0].getnext()
        assert after.text_content() == "Your headline:", path
        assert len(after.cssselect(".lines")) == 1, path
        assert not one.body.cssselect(".codes"), path


def test_a_document_cuts_no_address_and_says_where_the_rest_is(library: Library) -> None:
    for made in (*library.documents.values(), *library.lessons.values()):
        cut = [a.text_content() for a in made.body.iter("a") if a.text_content().endswith("…")]
        assert cut == [], made.id
    notes = library.documents["incursion"].body.cssselect(".notes")[0]
    assert "look up its row" in notes.findtext("p")
    rowed = [one for one in notes.iter("li") if re.search(r"Row \w\w-\w+\d", one.text_content())]
    assert len(rowed) > 100 and "In the glossary" not in notes.text_content()


def test_a_note_keeps_apart_from_a_figure_and_its_lines_end_in_stops(library: Library) -> None:
    for made in library.documents.values():
        for mark in made.body.cssselect("[id^=ref-]"):
            said = mark.getparent().getparent().text_content().removesuffix(mark.text_content())
            assert not said[-1:].isdigit(), said[-40:]
        notes = made.body.cssselect(".notes")[0].text_content()
        assert not re.search(r"[^.?!]” (Date|Source|Other|Corrected|No figure)", notes)


def test_paper_names_the_file_of_answers_and_lesson(library: Library) -> None:
    lesson = library.lessons["lessons/lesson-2-stalemate"].body
    assert "answers (answers/key-2-stalemate)." in lesson.text_content()
    box = library.documents["stalemate"].body.cssselect(".in-class")[0]
    assert "(lessons/lesson-2-stalemate)" in box.text_content()
    assert "Show the headline" not in lesson.text_content()


def test_a_text_to_edit_has_the_signs_of_the_parties(library: Library) -> None:
    made = library.lessons["lessons/worksheet-2-stalemate"]
    text = docx.Document(io.BytesIO(word.docx(made, day=EDITION.day)))
    key = next(line.text for line in text.paragraphs if "Independent" in line.text)
    assert key.startswith("● Ukraine") and "■ Russia" in key


def test_no_sheet_has_its_margins_alone_and_each_says_where_it_is_from(
    printed: dict[str, bytes],
) -> None:
    for name, content in printed.items():
        for number, text in enumerate(texts(content), 1):
            assert len(text) > 100 or "▪" in text, f"{name}, page {number}"
        for sheet in pymupdf.open(stream=content):
            foot = sheet.get_text(clip=(0, sheet.rect.height - MARGIN, *sheet.rect.br))
            assert "CC BY 4.0" in foot and "1 January 2026" in foot, name
            fonts = {font[3].partition("+")[2] for font in sheet.get_fonts()}
            assert "Inter-Regular" in fonts and not [one for one in fonts if "Liberation" in one]


def test_no_paragraph_question_or_document_is_parted(
    library: Library, printed: dict[str, bytes], worksheets: dict[str, Document]
) -> None:
    chapter = library.documents["stalemate"].body
    blocks = [*chapter.cssselect("section > p"), *chapter.cssselect("ol.quiz > li")]
    assert len(blocks) > 40
    assert parted(texts(printed["book/2-stalemate-a4.pdf"]), blocks) == []
    for path, one in worksheets.items():
        for size in ("a4", "letter"):
            if content := printed.get(f"{path}-{size}.pdf"):
                assert parted(texts(content), one.body.cssselect(".document")) == [], path
    asked = library.handouts()["quizzes/stalemate/quiz"].body.cssselect(".questions > li")
    sheets = texts(printed["quizzes/stalemate/quiz-letter.pdf"])
    assert parted(sheets, asked) == [] and len(sheets) == 2


def test_sources_can_be_read(printed: dict[str, bytes]) -> None:
    spans = [
        span
        for sheet in pymupdf.open(stream=printed["book/2-stalemate-a4.pdf"])
        for block in sheet.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
        if re.search(r"\w\.\w{2,3}/\w", span["text"])
    ]
    assert len(spans) > 20
    assert min(span["size"] for span in spans) >= 6.5


def test_the_contents_of_the_book_name_the_right_pages(
    library: Library, printed: dict[str, bytes]
) -> None:
    book = pymupdf.open(stream=printed["book/kursk-a4.pdf"])
    words = book[0].get_text("words")
    links = book[0].get_links()
    for link in links:
        name = link["from"]
        beside = [one for one in words if one[0] > name.x1 and abs(one[3] - name.y1) < 4]
        assert int(min(beside)[4]) == link["page"] + 1, book[0].get_textbox(name)
    assert len(links) == sum(1 + len(one.headings) for one in library.documents.values())
    assert links[0]["page"] == 1, "contents and the manner of reading stand on one sheet"


def test_a_tables_head_is_seen_on_each_sheet_and_heard_once(printed: dict[str, bytes]) -> None:
    content = printed["book/2-stalemate-a4.pdf"]
    with pikepdf.open(io.BytesIO(content)) as opened:
        heads = [
            cell
            for cell in tagged._elements(opened.Root.StructTreeRoot)
            if tagged._kind(cell) == "TH" and "/Column" in tagged._scopes(cell)
        ]
        leaves = [one for cell in heads for one in tagged._elements(cell)]
        marks = [kid for one in leaves for kid in tagged._children(one)]
        assert marks and all(isinstance(mark, int) for mark in marks)
    seen = sum(text.count("Statusandsource") for text in texts(content))
    assert seen > len(heads) / 4


def drawn(stream: bytes) -> Iterator[tuple[int, float]]:
    """Each glyph of a line of text and where it stands, as a program that shows PDFs reckons."""
    line = pen = 0.0
    with pikepdf.new() as empty:
        page = empty.add_blank_page()
        page.Contents = empty.make_stream(stream)
        for told in pikepdf.parse_content_stream(page):
            operands, operator = told.operands, str(told.operator)
            if operator == "Td":
                line = pen = line + float(operands[0])
            for part in operands[0] if operator == "TJ" else operands:
                if isinstance(part, pikepdf.String):
                    for code in bytes(part)[1::2]:
                        yield code, pen
                        pen += WIDTHS.get(code, WIDTHS[-1]) / 100
                elif str(operator) == "TJ":
                    pen -= float(part) / 100


#: Of a font of ten points; 3 has no width of its own.
WIDTHS = {-1: 500.0, 1: 600.0, 2: 250.0}
_BEGIN = b"BT /F 10 Tf 1 0 0 1 0 0 Tm "


@pytest.mark.parametrize(
    "shown",
    [
        b"<0001> Tj 6 0 Td <0002> Tj 2.5 0 Td <0003> Tj ET",
        b"<0001> Tj 7 0 Td <0002> Tj 2.2 0 Td <00030001> Tj ET",
        # What a sign stands for comes between, with and without a move of the line.
        b"<0001> Tj 6 0 Td <0002> Tj /Span <</ActualText (x)>> BDC <0003> Tj EMC <0001> Tj "
        b"19.4 0 Td <0002> Tj ET",
        b"<0001> Tj 6 0 Td <0002> Tj 2.5 0 Td /Span <</ActualText (x)>> BDC <0003> Tj EMC "
        b"5 0 Td <0001> Tj ET",
    ],
)
def test_glyphs_in_runs_stand_where_they_stood(shown: bytes) -> None:
    with pikepdf.new() as empty:
        page = empty.add_blank_page()
        page.Contents = empty.make_stream(_BEGIN + shown)
        joined = list(runs.in_runs(pikepdf.parse_content_stream(page), {"/F": WIDTHS}))
        made = pikepdf.unparse_content_stream(joined)
    before, after = list(drawn(_BEGIN + shown)), list(drawn(made))
    assert [glyph for glyph, _ in before] == [glyph for glyph, _ in after]
    assert all(abs(a - b) < 0.1 for (_, a), (_, b) in zip(before, after, strict=True))
    assert made.count(b"TJ") < shown.count(b"Tj")
