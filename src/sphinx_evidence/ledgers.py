"""The directive of the generated pages: ledgers, registers, articles, glossary, people.

The sections of a page are made when it is read, so that they are in its contents; the rows are
written when the page is, because only then is it known where the book uses them.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from sphinx_evidence.elements import evidence_block, new_block
from sphinx_evidence.faults import fault
from sphinx_evidence.glossary import glossary
from sphinx_evidence.pages import ledger_pages
from sphinx_evidence.registers import LISTS
from sphinx_evidence.rows import load


class LedgerDirective(SphinxDirective):
    """``{ledger}``: the rows of this page; ``{ledger} kind part``: a list inside a page."""

    optional_arguments = 2

    def run(self) -> list[nodes.Node]:
        """Return the sections and blocks of the page."""
        note_generated(self.env, {self.env.docname})
        kind, part = (*self.arguments, "", "")[:2]
        if not kind:
            return self.rows()
        if kind == "glossary":
            return glossary(self)
        if kind not in LISTS:
            expected = f"one of glossary, {', '.join(sorted(LISTS))}"
            fault(self.get_source_info(), "unknown-ledger", repr(kind), expected)
            return []
        return [self.block(kind, part=part)]

    def rows(self) -> list[nodes.Node]:
        """Return the sections of the page that the plan has under this document's name."""
        planned = {page.docname: page for page in ledger_pages(load())}
        page = planned.get(self.env.docname)
        if page is None:
            expected = f"one of {', '.join(planned)}"
            fault(self.get_source_info(), "unknown-ledger", repr(self.env.docname), expected)
            return []
        sections: list[nodes.Node] = [
            self.section(title, anchor, self.block(page.view, ids=ids))
            for (anchor, title), ids in page.sections().items()
        ]
        return sections or [nodes.paragraph("", "There is no such row yet.")]

    def block(self, name: str, **arguments: Any) -> evidence_block:
        """Return a block that uses no rows of its own: a ledger is not a use."""
        node = new_block(name, [], [], **arguments)
        self.set_source_info(node)
        return node

    def section(self, title: str, anchor: str, *content: nodes.Node) -> nodes.section:
        """Return a section of a generated page."""
        section = nodes.section("", nodes.title(title, title), *content, ids=[anchor])
        # An anchor without a name: a name would have to be unique in the whole book.
        self.state.document.set_id(section)
        self.set_source_info(section)
        return section


def note_generated(env: Any, docnames: set[str]) -> None:
    """Remember documents that show where the book uses its rows."""
    env.evidence_generated = getattr(env, "evidence_generated", set()) | docnames


def generated_documents(env: Any) -> set[str]:
    """Return the documents that must be written again when uses change."""
    found: set[str] = getattr(env, "evidence_generated", set())
    return {name for name in found if name in env.all_docs}
