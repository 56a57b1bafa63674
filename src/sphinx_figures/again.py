"""A chart of one document, shown once more in another: ``{chart} chapters/1-incursion#depth``.

It is the same picture and the same live chart; data, code and files stay with the first place, to
which a link leads. With ``:headline: hidden`` its title is folded away, so that a class can write
one of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from sphinx_figures import book, cite, markup
from sphinx_figures.nodes import art_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.writers.html5 import HTML5Translator

logger = logging.getLogger(__name__)


class chart_again(nodes.General, nodes.Element):  # noqa: N801 – docutils names nodes so
    """A chart shown again: ``home`` (document), ``chart`` (id there), ``hidden`` (its headline)."""


class ChartDirective(SphinxDirective):
    """``{chart} document#id``: a chart of that document."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {
        "headline": lambda word: directives.choice(word, ("shown", "hidden"))
    }

    def run(self) -> list[nodes.Node]:
        """Return the node; whether there is such a chart is known when all pages are read."""
        home, _, chart = self.arguments[0].strip().partition("#")
        if home in self.env.found_docs:
            self.env.note_dependency(self.env.doc2path(home))
        hidden = self.options.get("headline") == "hidden"
        node = chart_again(home=home, chart=chart, hidden=hidden)
        self.set_source_info(node)
        return [node]


def find(env: BuildEnvironment, node: nodes.Element) -> book.Entry | None:
    """Return the figure that a node shows again; None, with a warning, where there is none."""
    entries = book.figures(env).get(node["home"], [])
    found = next((entry for entry in entries if entry.chart.id == node["chart"]), None)
    if found is None:
        known = ", ".join(entry.chart.id for entry in entries) or "no chart"
        logger.warning(
            "chart: found %r, expected a chart of %s (%s)",
            node["chart"], node["home"], known, location=node,
        )  # fmt: skip
    return found


def visit_html(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the figure with the drawings and the script of its first place."""
    entry = find(self.builder.env, node)
    if entry is not None:
        name = book.names(self.builder.env)[entry.docname, entry.chart.id]
        place = markup.Place(
            root="../" * self.builder.get_target_uri(self.builder.current_docname).count("/"),
            name=name,
            stem=entry.stem,
            script=entry.script,
            cited=cite.cited(self.builder.app, name, entry.chart.title),
            again=True,
            headline=not node["hidden"],
        )
        art = art_of(self.builder, entry.key, entry.chart)
        self.body.append(markup.figure(entry.chart, place, art, natural=entry.natural))
    raise nodes.SkipNode


def visit_text(self: Any, node: nodes.Element) -> None:
    """Say in words which chart is meant, where pictures cannot be shown."""
    entry = find(self.builder.env, node)
    if entry is not None and hasattr(self, "add_text"):
        self.new_state(0)
        self.add_text(f"[{entry.chart.title}. {entry.chart.description}]")
        self.end_state()
    raise nodes.SkipNode


def skip(self: Any, node: nodes.Element) -> None:
    """Leave the chart out."""
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Register the directive."""
    text = (visit_text, None)
    app.add_node(
        chart_again, html=(visit_html, None), text=text, latex=(skip, None), man=(skip, None),
        texinfo=(skip, None),
    )  # fmt: skip
    app.add_directive("chart", ChartDirective)
