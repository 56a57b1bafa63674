"""Directives of the lessons: each writes a part of one from its rows.

``{lesson} id`` says whose parts follow and writes the head; ``{lesson-part} name`` a part of it;
``{lesson-key} id`` the answers; ``{lessons} list`` what the guide shows of all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from docutils import nodes

from kursk.model import (
    Alignment,
    Criterion,
    Gloss,
    Lesson,
    LessonDocument,
    LessonQuestion,
    Standard,
    Step,
    by_id,
    rows,
)
from sphinx_evidence.blocks import EvidenceDirective, view
from sphinx_evidence.elements import evidence_block
from sphinx_evidence.page import Page, is_page_builder
from sphinx_evidence.views import RowView

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Where a document keeps the lesson whose parts it writes.
_LESSON = "evidence_lesson"
#: Part of a lesson in which a question is asked → its heading in the answers.
PARTS: dict[str, str] = {
    "source": "Source: who speaks, and what for?",
    "context": "Context: when, and what else was going on?",
    "corroborate": "Corroborate: what do the others say?",
    "close": "Close reading: which words carry it?",
    "chart": "The chart",
    "mind": "What would change your mind?",
    "exit": "Exit ticket",
    "easier": "Easier",
    "harder": "Harder",
    "homework": "Homework",
}
#: The four skills of the organizer.
SKILLS = ("source", "context", "corroborate", "close")
#: Registers that are laid out as sheets to print.
SHEETS = frozenset({"who", "chronology"})
#: How a class sits → in words.
FORMS = {"alone": "alone", "pairs": "in pairs", "groups": "in groups", "all": "all together"}


class _OfLesson(Protocol):
    """A row that belongs to a lesson."""

    TABLE: ClassVar[str]

    @property
    def lesson_id(self) -> str: ...


T = TypeVar("T", bound=_OfLesson)


def of(kind: type[T], lesson_id: str) -> tuple[T, ...]:
    """Return the rows of a table that belong to a lesson."""
    return tuple(row for row in rows(kind) if row.lesson_id == lesson_id)


def _documents(lesson_id: str) -> list[str]:
    """Return the ids of the rows that a lesson's documents show."""
    return [row_id for one in of(LessonDocument, lesson_id) for row_id in one.row_ids]


def _questions(lesson_id: str) -> list[str]:
    return [row_id for one in of(LessonQuestion, lesson_id) for row_id in one.row_ids]


#: Part of a lesson's page → the ids of the rows of the evidence that it uses.
LESSON_PARTS: dict[str, Callable[[str], list[str]]] = {
    "timings": lambda lesson_id: [],
    "documents": _documents,
    "organizer": lambda lesson_id: [],
    "questions": lambda lesson_id: [],
    "writing": lambda lesson_id: [],
    "alignment": lambda lesson_id: [],
}


class LessonDirective(EvidenceDirective):
    """``{lesson} id``: the head of a lesson; what follows belongs to it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the head, or nothing after an error."""
        lesson = by_id(Lesson).get(self.arguments[0].strip())
        if lesson is None:
            return self.unknown(repr(self.arguments[0]), "an id of lessons")
        self.env.temp_data[_LESSON] = lesson.lesson_id
        return self.block("lesson", [], [lesson.question, *lesson.aims], lesson=lesson.lesson_id)


class LessonPartDirective(EvidenceDirective):
    """``{lesson-part} name``: a part of the lesson; ``questions`` names the part it asks in."""

    required_arguments = 1
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the part, or nothing after an error."""
        lesson, (name, part) = self.env.temp_data.get(_LESSON, ""), (*self.arguments, "")[:2]
        if not lesson or name not in LESSON_PARTS:
            expected = f"a {{lesson}} before it, and one of {', '.join(LESSON_PARTS)}"
            return self.unknown(f"lesson part {name!r}", expected)
        asked = of(LessonQuestion, lesson)
        if name == "questions" and part not in {one.part for one in asked}:
            return self.unknown(f"questions {part!r}", f"a part of lesson_questions for {lesson}")
        return self.block(
            f"lesson_{name}", LESSON_PARTS[name](lesson), [], lesson=lesson, part=part
        )


class LessonKeyDirective(EvidenceDirective):
    """``{lesson-key} id``: every question of a lesson with its answer and the rows behind it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the answers, or nothing after an error."""
        lesson = by_id(Lesson).get(self.arguments[0].strip())
        if lesson is None:
            return self.unknown(repr(self.arguments[0]), "an id of lessons")
        ids = _questions(lesson.lesson_id)
        return self.block("lesson_key", ids, [], lesson=lesson.lesson_id)


class LessonsDirective(EvidenceDirective):
    """``{lessons} list``: all lessons; ``alignments``, ``unclaimed``: what standards they serve."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the table, or nothing after an error."""
        name = self.arguments[0].strip()
        if name not in {"list", "alignments", "unclaimed"}:
            return self.unknown(repr(name), "one of list, alignments, unclaimed")
        return self.block(f"lessons_{name}", [], [])


def _lesson(arguments: dict[str, Any]) -> Lesson:
    return by_id(Lesson)[arguments["lesson"]]


def _pages(page: Page, lesson: Lesson) -> dict[str, str]:
    """Return the addresses of a lesson and of its answers."""
    return {kind: page.place(f"teach/{kind}-{lesson.slug}", "") for kind in ("lesson", "key")}


@view
def lesson(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the head of a lesson."""
    found = _lesson(arguments)
    return {"lesson": found, "pages": _pages(page, found), "steps": of(Step, found.lesson_id)}


@view
def lesson_timings(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return what a class does, with the minutes of a short and of a long lesson."""
    return {"steps": of(Step, arguments["lesson"]), "forms": FORMS}


@view
def lesson_documents(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the documents, each with its rows in words and its glosses."""
    glosses = rows(Gloss)
    return {
        "serial": arguments["serial"],
        "documents": [
            {
                "it": document,
                "rows": page.rows(document.row_ids),
                "left_out": _left_out(page.rows(document.row_ids[:1])[0], document.short),
                "glosses": [g for g in glosses if g.document_id == document.document_id],
            }
            for document in of(LessonDocument, arguments["lesson"])
        ],
    }


def _left_out(row: RowView, short: str) -> str:
    """Return what the short version leaves out and the row warns of; nothing where it keeps it."""
    warned = row.left_out.partition("“")[2].partition("”")[0]
    return row.left_out if warned and warned in row.words and warned not in short else ""


@view
def lesson_organizer(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the questions of the four skills."""
    asked = of(LessonQuestion, arguments["lesson"])
    return {
        "skills": [
            {"name": PARTS[skill], "questions": [one for one in asked if one.part == skill]}
            for skill in SKILLS
        ]
    }


@view
def lesson_questions(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the questions of a part."""
    asked = of(LessonQuestion, arguments["lesson"])
    return {"questions": [one for one in asked if one.part == arguments["part"]]}


@view
def lesson_writing(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the writing task and the criteria by which it is marked, with their codes."""
    found, known = _lesson(arguments), by_id(Standard)
    marked = [by_id(Criterion)[criterion] for criterion in found.criteria]
    codes = {one.criterion_id: [known[it] for it in one.standard_ids] for one in marked}
    return {"task": found.writing, "criteria": marked, "codes": codes}


@view
def lesson_alignment(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the standards that a lesson serves."""
    served = of(Alignment, arguments["lesson"])
    return {"alignments": [(one, by_id(Standard)[one.standard_id]) for one in served]}


@view
def lesson_key(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return every question with answer, rows and common mistakes, part by part."""
    found = _lesson(arguments)
    asked = of(LessonQuestion, found.lesson_id)
    parts = {title: [one for one in asked if one.part == part] for part, title in PARTS.items()}
    return {
        "serial": arguments["serial"],
        "lesson": found,
        "pages": _pages(page, found),
        "parts": {title: questions for title, questions in parts.items() if questions},
    }


@view
def lessons_list(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return all lessons with their pages."""
    return {"lessons": [(one, _pages(page, one)) for one in rows(Lesson)]}


@view
def lessons_alignments(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the standards that lessons serve, each with the lessons by extent and gap."""
    served: dict[str, dict[tuple[str, str], list[str]]] = {}
    for one in rows(Alignment):
        how_far = served.setdefault(one.standard_id, {}).setdefault((one.extent, one.gap), [])
        how_far.append(by_id(Lesson)[one.lesson_id].title)
    claimed = [one for one in rows(Standard) if not one.unclaimed]
    return {"standards": [(one, served.get(one.standard_id, {})) for one in claimed]}


@view
def lessons_unclaimed(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the standards that no lesson claims, with the reason."""
    return {"standards": [one for one in rows(Standard) if one.unclaimed]}


def _style(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give pages with parts of a lesson, and only those, their sheet."""
    if doctree is None or not is_page_builder(app.builder):
        return
    blocks = doctree.findall(evidence_block)
    if any(block["view"].startswith("lesson") or block["view"] in SHEETS for block in blocks):
        app.add_css_file("lessons.css")


def register(app: Sphinx) -> None:
    """Register the directives and the sheet of their pages."""
    app.add_directive("lesson", LessonDirective)
    app.add_directive("lesson-part", LessonPartDirective)
    app.add_directive("lesson-key", LessonKeyDirective)
    app.add_directive("lessons", LessonsDirective)
    app.connect("html-page-context", _style)
