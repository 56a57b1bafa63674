"""Sheets of their own, written from templates: quiz and key, and the front of the whole book.

Each is a :class:`Document`, so that it can be printed, or written as a text to edit, as a page of
the book can.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import html as parser

from kursk.quiz import Question
from kursk_formats.paper.document import Document
from kursk_formats.paper.rendering import rendered
from kursk_formats.paper.worksheet import NAME


def sheet(
    template: str, id: str, title: str, told: Mapping[str, object], pictures: Mapping[str, Path]
) -> Document:
    """Return the document that a template makes; ``pictures`` are shown by their names."""
    text = rendered(f"{template}.html", {"title": title, **told})
    shown = {f"pictures/{path.name}": path for path in pictures.values()}
    return Document(id, title, parser.fragment_fromstring(text, create_parent="div"), shown)


def quiz(
    phase: str, title: str, questions: Sequence[Question], pictures: Mapping[str, Path],
    descriptions: Mapping[str, str],
) -> Document:  # fmt: skip
    """Return the questions of a chapter, with room for answers and without any."""
    told = {
        "questions": questions, "pictures": pictures, "descriptions": descriptions,
        "name_line": NAME,
    }  # fmt: skip
    return sheet("quiz", f"quiz-{phase}", f"Check yourself: {title}", told, pictures)


def key(phase: str, title: str, questions: Sequence[Question]) -> Document:
    """Return the answers to a chapter's questions: why, and the rows that bear each out."""
    return sheet("key", f"key-{phase}", f"Answers: {title}", {"questions": questions}, {})


def front(title: str, documents: Sequence[Document]) -> Document:
    """Return the first page of the whole book: contents, and how to read it."""
    return sheet("front", "contents", title, {"documents": documents}, {})
