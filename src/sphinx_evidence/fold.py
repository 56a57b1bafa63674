"""A part of a page that is folded up: a line that says what is inside, and the content.

It needs no script. Where nothing can be folded, the line stands above the content.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


class fold(nodes.General, nodes.Element):  # noqa: N801 (docutils style)
    """The folded part; its first child is a ``fold_summary``."""


class fold_summary(nodes.Part, nodes.TextElement):  # noqa: N801 (docutils style)
    """The line that is always seen."""


def folded(summary: str, *content: nodes.Node, classes: list[str]) -> fold:
    """Return ``content`` folded under the line ``summary``."""
    return fold("", fold_summary("", summary), *content, classes=["fold", *classes])


def is_inside(node: nodes.Node) -> bool:
    """Tell whether a node is folded up."""
    parent = node.parent
    while parent is not None and not isinstance(parent, fold):
        parent = parent.parent
    return parent is not None


def visit_fold(translator: HTML5Translator, node: fold) -> None:
    """Open the folded part."""
    translator.body.append(translator.starttag(node, "details"))


def depart_fold(translator: HTML5Translator, node: fold) -> None:
    """Close the folded part."""
    translator.body.append("</details>\n")


def visit_summary(translator: HTML5Translator, node: fold_summary) -> None:
    """Open the line that is always seen."""
    translator.body.append("<summary>")


def depart_summary(translator: HTML5Translator, node: fold_summary) -> None:
    """Close the line that is always seen."""
    translator.body.append("</summary>\n")


def register(app: Sphinx) -> None:
    """Make the nodes known; other builders get plain nodes instead."""
    app.add_node(fold, html=(visit_fold, depart_fold))
    app.add_node(fold_summary, html=(visit_summary, depart_summary))
