"""What lies on top of a pack: what it is, which file goes where, and what has changed."""

import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from markdown_it import MarkdownIt
from markupsafe import Markup

from kursk import tables
from kursk.days import Day
from kursk_formats.library import BOOK, Library
from kursk_formats.lms.export import FORMATS, Format
from kursk_formats.paper import handouts
from kursk_formats.paper.document import Document, lead_links
from kursk_formats.paper.rendering import rendered

#: Kind of question → what a system lacks that does not know it.
_LIMITS = {"number": "No numbers", "order": "An order is asked as a choice"}
#: Top of a pack → what it holds. Lessons are there once the site has them.
_CONTENTS = {
    "book": "The text with its charts, numbered notes and sources, as PDF{epub}.",
    "site": "The book as web pages with live charts: open site/index.html.",
    "lessons": "Plans and worksheets: PDF on A4 and Letter, and .docx to edit.",
    "answers": "The key to each quiz and lesson, with the rows that bear it out; "
    "evidence-for-each-answer.csv has a page behind each row.",
    "quizzes": "The quiz on paper, and as a file for each system in the table below.",
    "cartridge": "Text, pictures and quiz in one file that most systems import as a course.",
    "handouts": "Who is who, and the key events by date.",
    "cards": "Terms and people to learn: a deck for Anki, and lines for other programs.",
    "guide": "How to teach this subject: ground rules, feelings, standards, a letter to parents.",
    "data": "Every table behind the book, with a description of each column.",
    "site/notebooks": "The chapters as Jupyter notebooks: the code of every chart.",
    "what-changed.html": "What was corrected, and since when.",
    "SHA256SUMS": "A checksum of every file.",
}
#: Tables whose corrections a class notices first.
_FOR_CLASS = ("quiz", "lesson")
#: Ids in a list, and the name of a value.
_IDS = re.compile(r"[\w-]+(;[\w-]+)+")
_NAME = re.compile(r"[a-z]+(_[a-z]+)+")
_ONLY_WHOLE = frozenset({"data"})
_ONLY_WITH_LESSONS = frozenset({"lessons", "guide"})


@dataclass(frozen=True)
class Pack:
    """One pack: the name of its folder and file, its title, and its phases (none: all)."""

    name: str
    title: str
    phases: tuple[str, ...] = ()


def packs(library: Library) -> list[Pack]:
    """Return the packs: the whole book first, then a chapter each."""
    chapters = [
        Pack(f"kursk-{one.id}", one.title, (phase,)) for phase, one in library.documents.items()
    ]
    return [Pack("kursk-teacher-pack", BOOK), *chapters]


def starts(library: Library) -> dict[str, Document]:
    """Return START-HERE of each pack and the list of changes, by path without the end."""
    made = {f"start/{one.name}": _start(one, library) for one in packs(library)}
    return made | {"what-changed": _changes(library)}


def as_page(one: Document) -> bytes:
    """Return a sheet as a web page that needs nothing beside it."""
    text = Markup(one.xhtml())
    return rendered("sheet.html", {"title": one.title, "text": text}).encode()


def _start(one: Pack, library: Library) -> Document:
    lessons = bool(library.teaching)
    epub = (
        " on A4 and Letter" if one.phases else " on A4, and as e-book; on Letter beside this pack"
    )
    contents = [
        (name, what.format(epub=epub) if name == "book" else what)
        for name, what in _CONTENTS.items()
        if not (one.phases and name in _ONLY_WHOLE) and (lessons or name not in _ONLY_WITH_LESSONS)
    ]
    slug = library.documents[one.phases[0]].id if one.phases else "…"
    told = {"book": BOOK, "contents": contents, "formats": FORMATS, "limits": _limits,
            "lessons": lessons, "epub": not one.phases, "slug": slug,
            "day": Day(library.day).words, "base": library.base}  # fmt: skip
    return handouts.sheet("start_here", one.name, f"Start here: {one.title}", told, {})


def _limits(form: Format) -> str:
    lacking = [words for kind, words in _LIMITS.items() if kind not in form.kinds]
    lacking += [] if form.pictures else ["Pictures: the question says where the chart stands"]
    if not form.why:
        lacking.append("Feedback: no reasons, no rows")
    elif not form.feedback:
        lacking.append("Feedback for each option; the reason of the question is there")
    return "; ".join(lacking) or "–"


def _changes(library: Library) -> Document:
    rows = tables.corrections().sort_values("date", ascending=False).to_dict("records")
    corrections = {
        "Corrected questions": [one for one in rows if one["table"].startswith(_FOR_CLASS)],
        "Corrected rows": [one for one in rows if not one["table"].startswith(_FOR_CLASS)],
    }
    text = (Path(__file__).parents[2] / "CHANGELOG.md").read_text(encoding="utf-8")
    changes = Markup(MarkdownIt().render(text.partition("\n## ")[2].join(("## ", ""))))
    told = {"corrections": corrections, "changes": changes, "day": Day(library.day).words,
            "in_words": _in_words, "date": lambda iso: Day(iso).words}  # fmt: skip
    made = handouts.sheet("what_changed", "what-changed", "What changed since your copy", told, {})
    lead_links(made.body, "what-changed.html", "")
    etree.strip_tags(made.body, "span")
    return made


def _in_words(cell: str) -> list[str]:
    """Write what a cell holds for a reader: lists as lines, names of values as words."""
    parts = re.split(r"\s*[|;]\s*", cell) if "|" in cell or _IDS.fullmatch(cell) else [cell]
    return [part.replace("_", " ") if _NAME.fullmatch(part) else part for part in parts if part]
