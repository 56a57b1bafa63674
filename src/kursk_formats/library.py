"""What is made of the book: which file from which pages, and where it lies among the formats."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kursk import quiz, spreadsheet, tables
from kursk.model import Lesson, LessonQuestion, rows
from kursk.quiz import Question
from kursk_formats.lms.cartridge import Part, cartridge
from kursk_formats.lms.export import FORMATS, Sheet, write
from kursk_formats.paper import fonts, handouts, pdf, word
from kursk_formats.paper.document import Document, document
from kursk_formats.paper.epub import Chapter, Heading, epub
from kursk_formats.paper.pdf import Edition, Order, order
from kursk_formats.paper.worksheet import worksheet

BOOK = "The Kursk campaign, 2024–2025"
SIZES = ("a4", "letter")
#: Where the table of answers and their evidence lies: among the answers.
EVIDENCE = "answers/evidence-for-each-answer.csv"
_SHEET = Path(__file__).parent / "paper" / "sheets.css"
#: Pages for teachers that are no text to print: lists of what can be loaded.
_NOT_PRINTED = frozenset({"downloads"})
#: First word of the name of a page for teachers → the folder where it goes; others are the guide.
_FOLDERS = {"lesson": "lessons", "key": "answers", "who": "handouts", "chronology": "handouts"}


@dataclass(frozen=True)
class Library:
    """Everything that is made from a finished site.

    ``site`` is its folder, ``base`` where it is published (empty: nowhere), ``day`` the day of the
    edition (ISO), ``chromium`` the program that prints.
    """

    site: Path
    base: str
    day: str
    chromium: str

    @cached_property
    def chapters(self) -> dict[str, str]:
        """Phase → page of its chapter, in the book's order."""
        pages = sorted((self.site / "chapters").glob("*.html"))
        phases = [str(phase) for phase in tables.phases()["phase_id"]]
        return {phase: f"chapters/{page.name}" for phase, page in zip(phases, pages, strict=True)}

    @cached_property
    def teaching(self) -> dict[str, str]:
        """Folder among the formats → pages that go there: lessons, answers, and the guide."""
        pages = sorted((self.site / "teach").glob("*.html"))
        return {
            f"{_teaching_folder(page.stem)}/{page.stem}": f"teach/{page.name}"
            for page in pages
            if page.stem not in _NOT_PRINTED
        }

    def document(self, page: str, *, popups: bool = False) -> Document:
        """Read a page of the site as a document; an e-book has no files beside it."""
        files = {} if popups else {page: path for path, page in self.teaching.items()}
        return document(self.site, page, base=self.base, popups=popups, files=files)

    @cached_property
    def documents(self) -> dict[str, Document]:
        """Phase → its chapter as a document for paper."""
        return {phase: self.document(page) for phase, page in self.chapters.items()}

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """Phase → the quiz of its chapter, with the pictures that it asks about."""
        return {phase: self._sheet(phase, one) for phase, one in self.documents.items()}

    def _sheet(self, phase: str, chapter: Document) -> Sheet:
        asked = tuple(quiz.questions(phase))
        pictures, descriptions, places = {}, {}, {}
        for name in sorted({one.figure for one in asked if one.figure}):
            figure = chapter.body.find(f".//figure[@id='fig-{name}']")
            if figure is None:
                raise ValueError(
                    f"{name}: a question asks about it, and {chapter.id} has no such figure"
                )
            pictures[name] = self.picture(name).read_bytes()
            descriptions[name] = str(figure.find(".//img").get("alt"))
            title = figure.find_class("chart-title")[0].text_content().strip()
            places[name] = f"The chart: chapter “{chapter.title}”, “{title}”."
        return Sheet(f"quiz-{phase}", chapter.title, asked, pictures, descriptions, places)

    def picture(self, figure: str) -> Path:
        """Return the file of a figure as PNG."""
        return self.site / "figures" / f"{figure}.png"

    def quizzes(self, phases: Iterable[str] = ()) -> dict[str, bytes]:
        """Return quizzes in the form of every system, by path."""
        return {
            f"quizzes/{phase}/{form.file}": write(form, self.sheets[phase])
            for phase in self._chosen(phases)
            for form in FORMATS
        }

    def _chosen(self, phases: Iterable[str]) -> list[str]:
        return list(phases) or list(self.chapters)

    def cartridge(self, phases: Iterable[str] = ()) -> bytes:
        """Return the Common Cartridge of some chapters, or of the book."""
        chosen = self._chosen(phases)
        documents = [self.documents[phase] for phase in chosen]
        assets = {"book.css": _SHEET.read_bytes()}
        for one in documents:
            assets |= {name: file.read_bytes() for name, file in one.pictures.items()}
        parts = [Part(one.id, one.title, _page(one)) for one in documents]
        return cartridge(BOOK, parts, assets, [self.sheets[phase] for phase in chosen], self.base)

    def epub(self) -> bytes:
        """Return the e-book: the chapters and the glossary."""
        pages = [*self.chapters.values(), "glossary.html"]
        documents = [self.document(page, popups=True) for page in pages]
        # Labels take the reader's own sans: the text face is what the text's look hangs on.
        text_face = "source-serif-4"
        assets = {f"fonts/{name}": data for name, data in fonts.files(text_face).items()}
        faces = fonts.faces("fonts", text_face)
        assets["book.css"] = (faces + _SHEET.read_text(encoding="utf-8")).encode()
        for one in documents:
            assets |= {name: file.read_bytes() for name, file in one.pictures.items()}
        chapters = [
            Chapter(one.id, one.title, one.xhtml(), tuple(Heading(*h) for h in one.headings))
            for one in documents
        ]
        return epub(BOOK, chapters, assets, modified=self.day)

    def handouts(self) -> dict[str, Document]:
        """Return each chapter's quiz on paper and its answers, by path without the end."""
        made: dict[str, Document] = {}
        for phase, sheet in self.sheets.items():
            pictures = {name: self.picture(name).with_suffix(".svg") for name in sheet.pictures}
            # A question with its chart is half a page high: between others it leaves a hole.
            asked = sorted(sheet.questions, key=lambda one: bool(one.figure))
            made[f"quizzes/{phase}/quiz"] = handouts.quiz(
                phase, sheet.title, asked, pictures, sheet.descriptions
            )
            made[f"answers/quiz-{phase}"] = handouts.key(phase, sheet.title, asked)
        return made

    @cached_property
    def lessons(self) -> dict[str, Document]:
        """The pages for teachers and the worksheets cut from them, by path without the end."""
        made = {}
        for path, page in self.teaching.items():
            one = made[path] = self.document(page)
            if path.startswith("lessons/"):
                made[f"lessons/worksheet-{one.id.removeprefix('lesson-')}"] = worksheet(one)
        return made

    def texts(self) -> dict[str, bytes]:
        """Return lessons, worksheets and answers as texts that a teacher can edit, by path."""
        return {f"{path}.docx": word.docx(one, day=self.day) for path, one in self.lessons.items()}

    def orders(self, tops: Mapping[str, Document]) -> Iterator[Order]:
        """Yield an order for each PDF: chapters, book, lessons and sheets in both sizes of paper.

        ``tops`` lie on top of a pack, by path without the end; one size of them is enough.
        """
        chapters = list(self.documents.values())
        front = handouts.front(BOOK, chapters)
        several = {path: [one] for path, one in (self.lessons | self.handouts()).items()}
        several |= {f"book/{one.id}": [one] for one in chapters}
        several |= {"book/kursk": [front, *chapters]}
        for path, those in several.items():
            title = BOOK if those[0] is front else f"{those[0].title} – {BOOK}"
            for size in SIZES:
                yield order(f"{path}-{size}.pdf", title, those, size)
        for path, one in tops.items():
            yield order(f"{path}.pdf", one.title, [one])

    def pdfs(self, tops: Mapping[str, Document]) -> dict[str, bytes]:
        """Return every PDF, by path."""
        edition = Edition(self.base, self.day)
        return pdf.printed(list(self.orders(tops)), self.chromium, edition)


def _teaching_folder(name: str) -> str:
    return _FOLDERS.get(name.partition("-")[0], "guide")


def _page(one: Document) -> bytes:
    """Return a document as a page of a cartridge."""
    text = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"/><title>{one.title}</title>'
        f'<link rel="stylesheet" href="book.css"/></head><body>{one.xhtml()}</body></html>'
    )
    return text.encode()


def evidence_for_each_answer(phases: Iterable[str] = ()) -> bytes:
    """Return, for each answer of quizzes and lessons, its rows and a page behind each (CSV)."""
    chosen = set(phases)
    sources = tables.sources()
    cited = {
        str(row_id): ids
        for frame in (tables.claims(), tables.events(), tables.quotes(), tables.control())
        for row_id, ids in zip(frame.iloc[:, 0], frame["source_ids"], strict=True)
    }
    lines = []
    for name, text, answer, row_ids in _answered(chosen):
        for row_id in row_ids:
            # That something was not found rests on no page: the row says where it was looked for.
            pages = [sources.loc[source_id] for source_id in cited.get(row_id, ())]
            # Some pages are known by their words alone: one that can be opened goes before.
            page = next((page for page in pages if page["url"]), pages[0] if pages else {})
            lines.append(
                {"question": name, "text": text, "answer": answer, "row": row_id,
                 "publisher": page.get("publisher", ""), "address": page.get("url", "")}
            )  # fmt: skip
    columns = list(lines[0]) if lines else []
    return spreadsheet.csv_text(columns, (line.values() for line in lines)).encode()


def _answered(phases: set[str]) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Yield id, question, answer and rows: of quizzes, then of lessons (none chosen: all)."""
    for asked in quiz.questions():
        if not phases or asked.phase in phases:
            yield asked.id, asked.text, _answer(asked), asked.row_ids
    taught = {one.lesson_id for one in rows(Lesson) if not phases or one.phase in phases}
    for one in rows(LessonQuestion):
        if one.lesson_id in taught:
            yield one.question_id, one.question, one.answer, one.row_ids


def _answer(asked: Question) -> str:
    parts = [one.text for one in asked.options if one.right or asked.kind == "order"]
    return " | ".join(parts) if parts else f"{asked.answer} {asked.unit}"
