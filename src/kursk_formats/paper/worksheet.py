"""What pupils get of a lesson, cut from its document: to print, or to edit."""

import copy

from lxml.html import HtmlElement, builder

from kursk_formats.paper.document import Document

#: A lesson's documents, charts and tasks, and the notes that they lead to.
_FOR_PUPILS = ".document, .organizer, .tasks, .writing-task, figure.chart, .notes"
#: The way to the answers, codes of standards, and headlines that a pupil is to write or to test.
_FOR_TEACHERS = ".lesson-facts, .codes, figcaption .fold"
#: What stands at the head of everything that is handed in.
NAME = "Name: ________________________________ Class: ____________ Date: ____________"


def worksheet(lesson: Document) -> Document:
    """Return what pupils get of a lesson: the sections with its documents, charts and tasks."""
    body = copy.deepcopy(lesson.body)
    for section in body.cssselect("section"):
        if section.find("h2") is not None and not section.cssselect(_FOR_PUPILS):
            section.drop_tree()
    for folded in body.cssselect("figcaption .fold"):
        folded.getparent().getparent().addnext(_room("Your headline:"))
    for of_teachers in body.cssselect(_FOR_TEACHERS):
        of_teachers.drop_tree()
    for notes in body.cssselect(".notes"):
        # Behind the tasks they would want a sheet of their own; where to read on, the plan says.
        notes.find("p").drop_tree()
        notes.find("h2").set("class", "fold-title")
        body.cssselect("#the-organizer")[0].addprevious(notes)
    title = f"Worksheet: {lesson.title.removeprefix('Lesson: ')}"
    heading = body.find(".//h1")
    heading.text = title
    heading.addnext(builder.P(NAME))
    name = f"worksheet-{lesson.id.removeprefix('lesson-')}"
    return Document(name, title, body, lesson.pictures, lesson.points)


def _room(asked: str) -> HtmlElement:
    """Return room to write by hand below what is asked."""
    lines = builder.DIV()
    lines.set("class", "lines")
    return builder.DIV(builder.P(asked), lines)
