"""Tables of the document itself, from plain cells: for search, paper and every other builder."""

from __future__ import annotations

from collections.abc import Sequence

from docutils import nodes

#: What stands in a cell: words, or words and links in turn.
Cell = str | Sequence[nodes.Node]


def grid(head: Sequence[str], rows: Sequence[Sequence[Cell]], caption: str) -> nodes.table:
    """Return a table; the first cell of each row is its head."""
    table = nodes.table(classes=["generated"])
    table += nodes.title("", caption)
    group = nodes.tgroup(cols=len(head))
    table += group
    for _ in head:
        group += nodes.colspec(colwidth=1)
    group += nodes.thead("", _row(head))
    body = nodes.tbody()
    group += body
    for row in rows:
        body += _row(row)
    return table


def _row(cells: Sequence[Cell]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        words = [nodes.Text(cell)] if isinstance(cell, str) else list(cell)
        row += nodes.entry("", nodes.paragraph("", "", *words))
    return row


def row_link(row_id: str, words: str) -> nodes.reference:
    """Return a link to a row of the evidence, wherever its page is."""
    return nodes.reference("", words, evidence_row=row_id, internal=True)
