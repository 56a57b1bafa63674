"""The code of a figure moves from above the figure into its bar; its heading is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_figures import book, cells
from sphinx_figures.nodes import chart_figure

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def _sources(cell: nodes.Element) -> list[nodes.Element]:
    return [child for child in cell.children
            if isinstance(child, nodes.Element)
            and child.get("nb_element") == "cell_code_source"]  # fmt: skip


def _source(cell: nodes.Element) -> str:
    return next((child.astext().strip("\n") for child in _sources(cell)), "")


def _drop_source(cell: nodes.Element) -> None:
    cell.attributes.pop("hide_mode", None)
    for child in _sources(cell):
        cell.remove(child)
    if not cell.children:
        cell.parent.remove(cell)


def gather(app: Sphinx, doctree: nodes.document) -> None:
    """Give each figure the code that makes it; hidden cells of that code leave the page.

    A cell whose code is not hidden stays where it is: there the code is what the text speaks of.
    """
    found = [cell for cell in doctree.findall(nodes.container)
             if cell.get("nb_element") == "cell_code"]  # fmt: skip
    sources = [_source(cell) for cell in found]
    moved: set[int] = set()
    for place, cell in enumerate(found):
        for figure in cell.findall(chart_figure):
            needed = cells.making(sources, place)
            figure["code"] = "\n\n".join(sources[i] for i in needed if sources[i])
            _remember(app, figure)
            moved.update(needed)
    for place in moved:
        if found[place].get("hide_mode") == "input":
            _drop_source(found[place])


def _remember(app: Sphinx, figure: Any) -> None:
    """Tell the figure's own page of its code, and where in the document it stands."""
    for entry in book.figures(app.env).get(app.env.docname, ()):
        if entry.key == figure["key"] and entry.chart.id == figure["chart"].id:
            entry.code = figure["code"]
            entry.section = _heading(figure)


def _heading(figure: Any) -> str:
    """Return the nearest heading above a figure; nothing where that is the document's title."""
    section = figure.parent
    while not isinstance(section, nodes.section):
        if section is None:
            return ""
        section = section.parent
    return "" if isinstance(section.parent, nodes.document) else str(section[0].astext())
