"""Sphinx extension: the page around the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class ChapterDirective(SphinxDirective):
    """``{chapter} phase_id``: the header box of a chapter."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return nothing yet."""
        return []


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension."""
    app.add_config_value("pages_repository", "", "html")
    app.add_config_value("pages_branch", "main", "html")
    app.add_directive("chapter", ChapterDirective)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
