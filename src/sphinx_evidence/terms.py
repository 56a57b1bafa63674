"""Terms in a text: what one means stands on a card where it is met first, as in the glossary.

Sphinx resolves ``{term}`` to a link. In narrative pages the first link to each term becomes words
with a card, like those of the evidence: hover, focus and tap open it without a script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from kursk.model import Term, rows

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator


class term_mark(nodes.Inline, nodes.TextElement):  # noqa: N801 (docutils style)
    """Words that the glossary explains: ``term``, ``address`` there, ``serial``, ``place``."""


def place_terms(doctree: nodes.document) -> None:
    """Turn the first link to each term of the glossary into words with a card."""
    known = {f"term-{nodes.make_id(row.term)}".casefold(): row.term for row in rows(Term)}
    met: set[str] = set()
    for link in list(doctree.findall(nodes.reference)):
        anchor = (link.get("refuri") or "").partition("#")[2].casefold()
        term = known.get(anchor, "")
        if not term or term in met:
            continue
        met.add(term)
        mark = term_mark("", link.astext(), term=term, address=link["refuri"], serial=anchor)
        mark["place"] = 1
        link.replace_self(mark)


def definition(term: str) -> str:
    """Return what a term means."""
    return next(row.definition for row in rows(Term) if row.term == term)


def visit_term(translator: HTML5Translator, node: term_mark) -> None:
    """Write the words and the control of their card."""
    # Imported late: a page knows the registers, which know the glossary.
    from sphinx_evidence.page import Page

    page = Page.of(translator.builder, translator.builder.current_docname)
    start, space, last = node.astext().rpartition(" ")
    translator.body.append(page.render("term", node=node, start=f"{start}{space}", last=last))
    raise nodes.SkipNode
