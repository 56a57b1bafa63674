"""Sphinx extension: figures, events and quotations in the text, written from rows of data.

Every mark leads to who said it, when and in which words, and every row to where it is used.
See README.md in this folder.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Register roles, directives, checks and pages."""
    # Here and not above: the plan of the pages is read where there is no Sphinx, too.
    from sphinx_evidence import extension

    extension.register(app)
    return {
        "version": version("kursk"),
        "env_version": 2,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
