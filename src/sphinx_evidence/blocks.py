"""Directives that put evidence between paragraphs: quotations, parties side by side, self-checks.

Each directive leaves an ``evidence_block`` in the document: the name of a view and its arguments.
A view gives a template its values when the page is written, when addresses and uses are known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kursk.quiz import questions
from kursk.reader import split
from sphinx_evidence.elements import evidence_block, new_block
from sphinx_evidence.faults import fault, place_in_body
from sphinx_evidence.page import Page
from sphinx_evidence.rows import load
from sphinx_evidence.views import versus_view

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

#: Returns the values of a template: (page, arguments of the block) → values by name.
View = Callable[[Page, dict[str, Any]], dict[str, Any]]
VIEWS: dict[str, View] = {}

#: Views that name all sources of their rows; the document's own list has them, too.
NAMING_ALL_SOURCES = frozenset({"versus", "quotation"})


def view(function: View) -> View:
    """Register what gives the template of the same name its values."""
    VIEWS[function.__name__] = function
    return function


def write_block(page: Page, node: evidence_block) -> str:
    """Write a block by its view and template."""
    return page.render(node["view"], **VIEWS[node["view"]](page, node["arguments"]))


def visit_block(translator: HTML5Translator, node: evidence_block) -> None:
    """Write the block."""
    builder = translator.builder
    translator.body.append(write_block(Page.of(builder, builder.current_docname), node))
    raise nodes.SkipNode


def number_sources(doctree: nodes.document, numbers: dict[str, str]) -> None:
    """Let tables of parties point to the document's own list of sources, as cards do."""
    for node in doctree.findall(evidence_block):
        if node["view"] == "versus":
            node["arguments"] = {**node["arguments"], "numbers": numbers}


class EvidenceDirective(SphinxDirective):
    """What the directives share: a fault for an unknown id, and the block."""

    def block(
        self, name: str, ids: list[str], plain: list[str], **arguments: Any
    ) -> list[nodes.Node]:
        """Return a block with its text for search."""
        serial = self.env.new_serialno("evidence")
        node = new_block(name, ids, plain, **arguments, serial=serial)
        node["serial"] = serial
        self.set_source_info(node)
        return [node]

    def unknown(self, found: str, expected: str) -> list[nodes.Node]:
        """Report an unknown id; there is nothing to show."""
        fault(self.get_source_info(), "unknown-id", found, expected)
        return []


class QuoteDirective(EvidenceDirective):
    """``{quote} id``: a block quotation with all that is known about it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the block, or nothing after an error."""
        row_id = self.arguments[0].strip()
        quote = load().quotes.get(row_id)
        if quote is None:
            return self.unknown(f"quote row {row_id!r}", "an id of quotes")
        plain = [quote.text, quote.text_en, quote.speaker, quote.role]
        return self.block("quotation", [row_id], plain, row=row_id)


@view
def quotation(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return a quotation. It may stand twice on a page; an id may not."""
    row_id = arguments["row"]
    first = arguments.get("first", True)
    anchor = f"quote-{row_id}" if first else f"use-{arguments['serial']}"
    return {"row": page.row(row_id), "anchor": anchor, "linked": True}


class VersusDirective(EvidenceDirective):
    """``{versus} question`` with one row id a line: parties side by side, folded.

    With ``:open:`` the table is seen at once. ``:without: row-id why; row-id why`` says of which
    party a figure exists and is left out.
    """

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "open": directives.flag,
        "without": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Return the table; unknown ids are reported at their own lines."""
        evidence = load()
        known = []
        for offset, line in enumerate(self.content):
            row_id = line.strip()
            if not row_id:
                continue
            if evidence.row(row_id) is None:
                place, expected = place_in_body(self, offset), "an id of claims, events or quotes"
                fault(place, "unknown-id", f"row {row_id!r}", expected)
                continue
            known.append(row_id)
        title, opened = self.arguments[0], "open" in self.options
        arguments = {"rows": known, "title": title, "open": opened, "without": self.left_out()}
        return self.block("versus", known, [title], **arguments)

    def left_out(self) -> list[tuple[str, str]]:
        """Return the rows that are left out, each with the reason."""
        parts = (part.partition(" ") for part in split(self.options.get("without", "")))
        found = [(row, why.strip()) for row, _, why in parts]
        evidence = load()
        for row, _ in found:
            if evidence.row(row) is None:
                self.unknown(f"row {row!r} in “without”", "an id of claims, events or quotes")
        return [(row, why) for row, why in found if evidence.row(row)]


@view
def versus(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of a question: every party at the same size, by date."""
    table = versus_view(page.evidence, arguments["rows"])
    return {"numbers": {}, **arguments, "table": table}


class QuizDirective(EvidenceDirective):
    """``{quiz} phase``: the questions of one phase, to check oneself without a script."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the quiz, or nothing after an error."""
        phase = self.arguments[0].strip()
        asked = questions(phase)
        if not asked:
            return self.unknown(f"no quiz for {phase!r}", "a phase with rows in quizzes")
        ids = [row_id for question in asked for row_id in question.row_ids]
        return self.block("quiz", ids, [it.text for it in asked], phase=phase)


@view
def quiz(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the questions of a phase; the answer opens under each."""
    return {"questions": questions(arguments["phase"]), "serial": arguments["serial"]}
