"""Directives about chapters: the box at the head of one, its launch buttons, doors to all."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kursk import phrases, reader
from kursk.paths import data_folder
from sphinx_pages.launch import Repository, where
from sphinx_pages.templates import part

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

WORDS_PER_MINUTE = 190  # silent reading of non-fiction at school age
NOT_READ = re.compile(r"\A---.*?^---$|^```\{code-cell\}.*?^```|^:\w+:.*?$|^\+\+\+.*?$", re.M | re.S)
#: The page from which a class is taught.
LESSON = "teach/guide"
#: A month, of which a door has the first letters.
_MONTH = re.compile(r"\b([A-Z][a-z]{2})[a-z]+")
_CHAPTER = re.compile(r"^```\{chapter\} *(\S+)", re.M)


class PagePart(nodes.General, nodes.Element):
    """A part of the page: ``template``, and the values for it in ``context``.

    ``words`` are the lines that say the same in formats without the template.
    """


def span(start: str, end: str) -> str:
    """Write a span of dates or months without repeating the year."""
    first, last = phrases.date(start), phrases.date(end)
    if first == last:
        return first
    if start[:4] == end[:4]:
        first = first[:-5]
    return f"{first} – {last}"


def reading_minutes(source: str) -> int:
    """Minutes to read the running text of a MyST source: not its cells, options or front matter."""
    text = NOT_READ.sub(" ", source)
    return max(1, math.ceil(len(text.split()) / WORDS_PER_MINUTE))


def _source(env: BuildEnvironment, docname: str) -> str:
    return Path(env.doc2path(docname)).read_text(encoding="utf-8")


class ChapterDirective(SphinxDirective):
    """``{chapter} phase_id``: question and span of the phase, reading time, downloads."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the box; an unknown phase is an error at this line."""
        phase_id = self.arguments[0].strip()
        self.env.note_dependency(str(data_folder() / "phases.csv"))
        phase = reader.by_id("phases").get(phase_id)
        if phase is None:
            known = ", ".join(reader.by_id("phases"))
            raise self.error(f"chapter: unknown phase {phase_id!r}, expected one of {known}")
        days = span(phase["start"], phase["end"])
        minutes = reading_minutes(_source(self.env, self.env.docname))
        context = {
            "phase": dict(phase),
            "span": days,
            "minutes": minutes,
            "name": Path(self.env.docname).name,
        }
        words = [f"{phase['question']} {days}. {minutes} minutes to read."]
        box = PagePart(template="chapter", context=context, words=words)
        self.set_source_info(box)
        return [box]


def section_minutes(source: str) -> dict[str, int]:
    """Minutes to read each section of a MyST source, by its heading."""
    plain = NOT_READ.sub(" ", source)
    parts = re.split(r"^## +(.*)$", plain, flags=re.M)
    return {
        heading.strip(): reading_minutes(text)
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }


class InClassDirective(SphinxDirective):
    """``{in-class} phase_id``: what to read of this chapter for a lesson of 45 minutes."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the box; a section that the chapter does not have is an error at this line."""
        phase_id = self.arguments[0].strip()
        for table in ("lessons", "lesson_steps"):
            self.env.note_dependency(str(data_folder() / f"{table}.csv"))
        lesson = next((row for row in reader.rows("lessons") if row["phase"] == phase_id), None)
        if lesson is None:
            raise self.error(f"in-class: found no lesson of {phase_id!r}, expected one in lessons")
        minutes = section_minutes(_source(self.env, self.env.docname))
        missing = [heading for heading in lesson["sections"] if heading not in minutes]
        if missing:
            known = "; ".join(minutes)
            raise self.error(f"in-class: found no section {missing[0]!r}, expected one of {known}")
        read = [(heading, minutes[heading]) for heading in lesson["sections"]]
        context = {
            "sections": [{"title": h, "minutes": m, "id": nodes.make_id(h)} for h, m in read],
            "minutes": sum(m for _, m in read),
            "question": lesson["question"],
            "lesson": f"teach/lesson-{lesson['slug']}",
        }
        told = "; ".join(f"{heading} ({m} min)" for heading, m in read)
        words = [f"In class: {lesson['question']} To read: {told}."]
        return [PagePart(template="in_class", context=context, words=words)]


class LaunchDirective(SphinxDirective):
    """``{launch}``: the buttons to download or start the notebook of this page, once more."""

    def run(self) -> list[nodes.Node]:
        """Return the buttons."""
        name = Path(self.env.docname).name
        return [PagePart(template="launch", context={"name": name}, words=[])]


def doors(env: BuildEnvironment) -> list[dict[str, Any]]:
    """Return each chapter in the order of the files: its phase, document, span and minutes."""
    found, known = [], reader.by_id("phases")
    for docname in sorted(env.found_docs):
        source = _source(env, docname)
        chapter = _CHAPTER.search(source)
        # A phase that is not there is the chapter's own fault, told at its line.
        if chapter is None or chapter[1] not in known:
            continue
        env.note_dependency(env.doc2path(docname))
        phase = known[chapter[1]]
        months = _MONTH.sub(r"\1", span(phase["start"][:7], phase["end"][:7])).replace(" – ", "–")
        minutes = reading_minutes(source)
        found.append({**phase, "docname": docname, "span": months, "minutes": minutes})
    return found


class DoorsDirective(SphinxDirective):
    """``{doors}``: a link to each chapter with its span, question and reading time."""

    def run(self) -> list[nodes.Node]:
        """Return the list, in the order of the chapters' files."""
        found = doors(self.env)
        words = [f"{door['title']}, {door['span']}: {door['question']}" for door in found]
        return [PagePart(template="doors", context={"doors": found}, words=words)]


class StartDirective(SphinxDirective):
    """``{start}``: buttons to the first chapter with its reading time, and to the lesson."""

    def run(self) -> list[nodes.Node]:
        """Return the buttons; the second only where the book has the page for teachers."""
        found = doors(self.env)[:1]
        lesson = LESSON if LESSON in self.env.found_docs else ""
        return [PagePart(template="start", context={"doors": found, "lesson": lesson}, words=[])]


def launch_context(config: Config, name: str) -> dict[str, str]:
    """Addresses at which the notebook ``name`` can be started; empty where there are none."""
    repository = Repository.from_settings(config)
    if repository is None:
        return {}
    notebook = config.pages_notebook_path.format(name=name)
    return {
        "binder": repository.binder(notebook),
        "colab": repository.colab(notebook),
        "hub": repository.nbgitpuller(notebook),
    }


def visit_html(translator: HTML5Translator, node: PagePart) -> None:
    """Write the part from its template."""
    builder: Any = translator.builder
    context = dict(node["context"])
    for door in context.get("doors", ()):
        door["address"] = builder.get_relative_uri(builder.current_docname, door["docname"])
    if context.get("lesson"):
        context["lesson"] = builder.get_relative_uri(builder.current_docname, context["lesson"])
    if "name" in context:
        context |= launch_context(translator.config, context["name"])
    if "downloads" in context:
        context |= where(translator.config)
    root = "../" * builder.current_docname.count("/")
    translator.body.append(part(node["template"], root=root, **context))
    raise nodes.SkipNode


def visit_words(translator: Any, node: PagePart) -> None:
    """Write the part's words, where text can be written."""
    for line in node["words"]:
        if hasattr(translator, "add_text"):
            translator.new_state(0)
            translator.add_text(line)
            translator.end_state()
        elif hasattr(translator, "encode"):
            translator.body.append(f"\n\n{translator.encode(line)}\n\n")
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Add directives and node."""
    others: Any = dict.fromkeys(("latex", "text", "man", "texinfo", "epub"), (visit_words, None))
    app.add_node(PagePart, html=(visit_html, None), **others)
    app.add_directive("chapter", ChapterDirective)
    app.add_directive("in-class", InClassDirective)
    app.add_directive("launch", LaunchDirective)
    app.add_directive("doors", DoorsDirective)
    app.add_directive("start", StartDirective)
