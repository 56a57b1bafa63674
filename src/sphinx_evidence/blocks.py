"""Directives that put evidence between paragraphs: quotations, parties side by side, self-checks.

Each directive leaves an ``evidence_block`` in the document: the name of a view and its arguments.
The view writes HTML when the page is written, when addresses and uses are known. The children of
a block are plain text, for search and for builders that write no HTML.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sphinx_evidence import html
from sphinx_evidence.faults import fault
from sphinx_evidence.rows import Claim, Event, Quote, Row, load, row_date, row_side

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

#: A view writes one kind of block: (page, arguments of the block) → HTML.
View = Callable[[html.Page, dict[str, Any]], str]
VIEWS: dict[str, View] = {}


#: Views that name sources, so many of a row (None: all); the document's own list has them, too.
SOURCES_SHOWN: dict[str, int | None] = {"versus": 3, "quotation": None}


class evidence_block(nodes.General, nodes.Element):  # noqa: N801 (docutils style)
    """A block from rows; attributes ``view``, ``arguments`` and ``rows`` (ids it uses)."""


def view(function: View) -> View:
    """Register a view under the name of its function."""
    VIEWS[function.__name__] = function
    return function


def visit_block(translator: HTML5Translator, node: evidence_block) -> None:
    """Write the block by its view."""
    builder: Any = translator.builder
    evidence = load(translator.config.evidence_package)
    page = html.Page(evidence, builder, builder.current_docname)
    translator.body.append(VIEWS[node["view"]](page, node["arguments"]))
    raise nodes.SkipNode


def depart_block(translator: Any, node: evidence_block) -> None:
    """Do nothing: views write whole blocks."""


def visit_plain(translator: Any, node: nodes.Node) -> None:
    """Write the children alone, in builders other than HTML."""


class _EvidenceDirective(SphinxDirective):
    """What the directives share: rows by id, faults with line, the block."""

    def block(
        self, name: str, ids: list[str], plain: list[str], **arguments: Any
    ) -> evidence_block:
        """Return a block with its plain-text children."""
        serial = self.env.new_serialno("evidence")
        node = evidence_block(
            self.block_text, view=name, rows=ids, arguments={**arguments, "serial": serial}
        )
        node["serial"] = serial
        node += [nodes.paragraph("", text) for text in plain]
        self.set_source_info(node)
        return node

    def unknown(self, found: str, expected: str, line: int | None = None) -> None:
        """Report an unknown id at ``line`` of the file (default: of the directive)."""
        source, lineno = self.get_source_info()
        fault((source, line or lineno), "unknown-id", found, expected)


class QuoteDirective(_EvidenceDirective):
    """``{quote} id``: a block quotation with all that is known about it."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the block, or nothing after an error."""
        row_id = self.arguments[0].strip()
        quote = load(self.config.evidence_package).quotes.get(row_id)
        if quote is None:
            self.unknown(f"quote row {row_id!r}", "an id of quotes")
            return []
        plain = [quote.text, quote.text_en, f"{quote.speaker}, {quote.role}"]
        return [self.block("quotation", [row_id], list(filter(None, plain)), row=row_id)]


@view
def quotation(page: html.Page, arguments: dict[str, Any]) -> str:
    """Write a block quotation; a translation comes first and the original beside it."""
    quote = page.evidence.quotes[arguments["row"]]
    # The same quotation may stand twice on a page; an id may not.
    anchor = f"quote-{quote.id}" if arguments.get("first", True) else f"use-{arguments['serial']}"
    return quote_block(page, quote, anchor, linked=True)


def quote_block(page: html.Page, quote: Quote, anchor: str, *, linked: bool = False) -> str:
    """Write a quotation as a block with speaker, role, date, language and source."""
    evidence = page.evidence
    words = f"<p>“{html.speech(quote.text, quote.language)}”</p>"
    if quote.text_en:
        original = f'<p class="original">“{html.speech(quote.text, quote.language)}”</p>'
        words = f"<p>“{escape(quote.text_en)}”</p>{original}"
    role = f", {escape(quote.role)}" if quote.role else ""
    kind = html.translation(evidence, quote)
    sources = "; ".join(html.source(page, source) for source in quote.sources)
    row = f' <a class="row-id" href="{page.row(quote.id)}">{quote.id}</a>' if linked else ""
    return (
        f'<blockquote class="quote" id="{escape(anchor)}" data-quote="{escape(quote.id)}" '
        f'data-side="{escape(quote.side)}">{words}'
        f"<footer><cite>{html.mark(evidence, quote.side, named=False)}{escape(quote.speaker)}"
        f"</cite>{role}, {evidence.day(quote.date)}"
        f'<span class="origin">{escape(kind)}. Source: {sources}{row}</span></footer></blockquote>'
    )


class VersusDirective(_EvidenceDirective):
    """``{versus} question`` with one row id a line: parties side by side."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the table; unknown ids are reported at their own lines."""
        evidence = load(self.config.evidence_package)
        known = []
        for offset, line in enumerate(self.content):
            row_id = line.strip()
            if not row_id:
                continue
            if evidence.row(row_id) is None:
                number = self.get_source_info()[1] + 1 + offset
                self.unknown(f"row {row_id!r}", "an id of claims, events or quotes", number)
                continue
            known.append(row_id)
        return [
            self.block("versus", known, [self.arguments[0]], rows=known, title=self.arguments[0])
        ]


@view
def versus(page: html.Page, arguments: dict[str, Any]) -> str:
    """Write the table of a question: every party at the same size, by date and party."""
    evidence = page.evidence
    found = [row for row_id in arguments["rows"] if (row := evidence.row(row_id))]
    rows = sorted(found, key=lambda row: (row_date(row) or "9999", row_side(row), row.id))
    serial = arguments["serial"]
    body = "".join(_versus_row(page, row) for row in rows)
    head = "".join(
        f'<th scope="col">{name}</th>'
        for name in ("Party", "Date", "Figure or words", "How stated", "Status", "Source")
    )
    return (
        f'<div class="versus" id="use-{serial}" role="region" tabindex="0" '
        f'aria-labelledby="versus-{serial}"><table>'
        f'<caption id="versus-{serial}">{escape(arguments["title"])}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _versus_row(page: html.Page, row: Row) -> str:
    evidence = page.evidence
    who, what, how, status = _versus_words(page, row)
    side = row_side(row)
    party = html.mark(evidence, side) if side else "Reported event"
    sources = html.publishers(page, row.sources, SOURCES_SHOWN["versus"])
    kind = "claim" if isinstance(row, Claim) else "event" if isinstance(row, Event) else "quoted"
    cells = (
        f'<a class="{kind}-row" data-row="{escape(row.id)}" href="{page.row(row.id)}">{what}</a>',
        how,
        html.badge(status) if status else "spoken",
        sources,
    )
    day = evidence.when(row) if isinstance(row, Event) else evidence.day(row_date(row))
    return (
        f'<tr><th scope="row">{party}<span class="who">{who}</span></th><td>{day}</td>'
        + "".join(f"<td>{cell}</td>" for cell in cells)
        + "</tr>"
    )


def _versus_words(page: html.Page, row: Row) -> tuple[str, str, str, str]:
    """Return who, what, how stated and status of a row, as HTML."""
    if isinstance(row, Claim):
        stated = escape(page.evidence.phrases.wording(row.stated))
        return escape(row.claimant), escape(row.figure), stated, row.status
    if isinstance(row, Event):
        return escape(row.actors), escape(row.title), escape(row.summary), row.status
    words = f"“{escape(row.text_en) if row.text_en else html.speech(row.text, row.language)}”"
    role = f", {escape(row.role)}" if row.role else ""
    kind = escape(html.translation(page.evidence, row))
    return f"{escape(row.speaker)}{role}", words, kind, ""


class QuizDirective(_EvidenceDirective):
    """``{quiz} phase``: the questions of one phase, to check oneself without a script."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the quiz, or nothing after an error."""
        phase = self.arguments[0].strip()
        evidence = load(self.config.evidence_package)
        questions = [row for row in evidence.records["quizzes"] if row["phase"] == phase]
        if not questions:
            self.unknown(f"no quiz for {phase!r}", "a phase with rows in quizzes")
            return []
        rows = [row_id for question in questions for row_id in question["row_ids"]]
        plain = [question["question"] for question in questions]
        return [self.block("quiz", rows, plain, phase=phase)]


@view
def quiz(page: html.Page, arguments: dict[str, Any]) -> str:
    """Write the questions; the answer opens under each, with the rows it rests on."""
    questions = [
        row for row in page.evidence.records["quizzes"] if row["phase"] == arguments["phase"]
    ]
    items = "".join(f"<li>{_question(page, row)}</li>" for row in questions)
    return f'<ol class="quiz" id="use-{arguments["serial"]}">{items}</ol>'


def _question(page: html.Page, row: dict[str, Any]) -> str:
    name = escape(row["quiz_id"])
    options = "".join(
        f'<label><input type="radio" name="{name}"> {escape(option.strip())}'
        f'<span class="verdict" data-right="{str(right).lower()}">'
        f"{'Right.' if right else 'Not this one.'}</span></label>"
        for option in row["options"].split("|")
        for right in [option.strip() == row["answer"].strip()]
    )
    rows = ", ".join(
        f'<a href="{page.row(row_id)}">{escape(row_id)}</a>'
        for row_id in row["row_ids"]
        if page.evidence.row(row_id)
    )
    evidence = f" Evidence: {rows}." if rows else ""
    return (
        f'<fieldset id="{name}"><legend>{escape(row["question"])}</legend>{options}</fieldset>'
        f"<details><summary>Answer and why</summary><p><b>{escape(row['answer'])}</b> "
        f"{escape(row['why'])}{evidence}</p></details>"
    )
