"""Sphinx extension: the map of a campaign that can be played, searched by day, and linked.

``{map}`` writes a map, a slider over the days, and the key dates that stand in its body. All that
it shows is computed from the tables when the page is written; a script of the page alone moves
it. Readers without scripts, and paper, have the chart of the same page and the list of places.
"""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_map.directive import LiveMap, MapDirective, leave_out, visit_html

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

__all__ = ["setup"]


def _add_static(app: Sphinx) -> None:
    app.config.html_static_path.append(str(Path(__file__).parent / "static"))


def _add_to_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Give the page with the map, and only that, its sheet and its script."""
    if doctree is not None and any(doctree.findall(LiveMap)):
        app.add_css_file("map/map.css")
        app.add_js_file("map/map.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive; only pages of the site have the map."""
    others: Any = dict.fromkeys(("latex", "text", "man", "texinfo", "epub"), (leave_out, None))
    app.add_node(LiveMap, html=(visit_html, None), **others)
    app.add_directive("map", MapDirective)
    app.connect("builder-inited", _add_static)
    app.connect("html-page-context", _add_to_page)
    return {"version": version("kursk"), "parallel_read_safe": True, "parallel_write_safe": True}
