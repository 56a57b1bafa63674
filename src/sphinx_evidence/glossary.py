"""The glossary as Sphinx knows it, so that ``{term}`` leads to it."""

from __future__ import annotations

from docutils import nodes
from docutils.statemachine import StringList
from sphinx import addnodes
from sphinx.domains.std import make_glossary_term
from sphinx.util.docutils import SphinxDirective

from kursk.model import Term, rows
from sphinx_evidence.elements import new_block


def glossary(directive: SphinxDirective) -> list[nodes.Node]:
    """Return every term with its definition, terms to see also, and sources."""
    items = nodes.definition_list(classes=["glossary"])
    terms = {row.term.casefold() for row in rows(Term)}
    for row in sorted(rows(Term), key=lambda row: row.term.casefold()):
        term = make_glossary_term(
            directive.env,
            [nodes.Text(row.term)],
            "",
            *directive.get_source_info(),
            node_id=None,
            document=directive.state.document,
        )
        definition = nodes.definition("", nodes.paragraph("", row.definition))
        # A term that is not there (yet) stands as plain words: the data check reports it.
        also = [f"{{term}}`{it}`" if it.casefold() in terms else it for it in row.see_also]
        if also:
            text = StringList([f"See also: {', '.join(also)}."])
            directive.state.nested_parse(text, directive.content_offset, definition)
        if row.source_ids:
            definition += new_block("term_sources", [], [], ids=list(row.source_ids))
        items += nodes.definition_list_item("", term, definition)
    return [addnodes.glossary("", items, sorted=False)]
