"""What a cell prints: more than a reader can want on a page is a mistake, and told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util import logging

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: So many characters may the words and tables of one cell have. Its figures are not among them.
MOST = 100_000
_log = logging.getLogger(__name__)


def measure(app: Sphinx, doctree: nodes.document) -> None:
    """Report each cell of a document that puts out more."""
    for cell in doctree.findall(nodes.container):
        if "cell_output" not in cell["classes"]:
            continue
        written = sum(len(part.astext()) for part in cell.findall(nodes.FixedTextElement))
        if written > MOST:
            _log.error("found a cell that puts out %s characters, expected at most %s",
                       f"{written:,}", f"{MOST:,}", location=cell,
                       type="figures", subtype="output")  # fmt: skip
