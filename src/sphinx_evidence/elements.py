"""The nodes that roles and directives leave in a document: they hold ids of rows, no words of them.

Builders of the site write them by templates when the addresses of rows are known; for all others
:mod:`sphinx_evidence.notes` turns them into nodes that every builder knows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


class evidence_mark(nodes.Inline, nodes.TextElement):  # noqa: N801 (docutils style)
    """Words that rest on a row.

    Attributes ``kind``, ``row``, ``serial`` (unique in a document) and ``language`` of the words;
    later ``again`` (the document has shown the row before), ``number`` (of the source in the
    document's list), ``order`` (in the document) and ``place`` (in the paragraph).
    """


class evidence_cards(nodes.General, nodes.Element):  # noqa: N801 (docutils style)
    """The cards of a paragraph's marks, which stand behind it; attribute ``marks``."""


class evidence_block(nodes.General, nodes.Element):  # noqa: N801 (docutils style)
    """A block from rows; attributes ``view``, ``arguments`` and ``rows`` (ids it uses).

    The children are plain text, for search.
    """


def new_mark(env: BuildEnvironment, kind: str, row_id: str, words: str = "") -> evidence_mark:
    """Return a mark of ``words`` for a row, with a number of its own in the document."""
    content = [nodes.Text(words)] if words else []
    serial = env.new_serialno("evidence")
    return evidence_mark(
        "", "", *content, kind=kind, row=row_id, serial=serial, language="", again=False,
        number="", order=serial, place=1,
    )  # fmt: skip


def new_block(view: str, ids: list[str], plain: list[str], /, **arguments: Any) -> evidence_block:
    """Return a block with its text for search."""
    block = evidence_block("", view=view, rows=ids, arguments=arguments)
    block += [nodes.paragraph("", text) for text in plain if text]
    return block
