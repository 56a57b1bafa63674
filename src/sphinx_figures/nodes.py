"""The figure in the document, and what each kind of output makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_figures import markup, store, vega

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

    from sphinx_figures.chart import Chart


class chart_figure(nodes.General, nodes.Element):  # noqa: N801 – docutils names nodes so
    """A chart: ``chart`` (:class:`~sphinx_figures.chart.Chart`), ``key`` of its drawings in the
    store, ``twin`` (id and title of an earlier figure with the same table, or None),
    ``borrowed`` (mark of a table of rows → script of an earlier chart of the page that has it).
    """  # fmt: skip


def file_name(node: nodes.Element) -> str:
    """Return the stem of a figure's files: its id and a part of its key."""
    return f"{node['chart'].id}-{node['key'][:8]}"


def script_name(docname: str, node: nodes.Element) -> str:
    """Return the stem of the live chart's file: it belongs to a page, whose data it shares."""
    return f"{docname.replace('/', '-')}/{file_name(node)}"


def _script(node: nodes.Element, art: dict[str, Any], name: str) -> str:
    """Return the file of a live chart, a call that a classic script tag can load."""
    live = {key: art[key] for key in ("wide", "narrow", "dark", "controls")}
    live["data"] = {m: rows for m, rows in art["data"].items() if m not in node["borrowed"]}
    live["borrowed"] = node["borrowed"]
    text = json.dumps(live, ensure_ascii=False, separators=(",", ":"))
    return f'sphinxFigures("{name}",{text});\n'


def visit_html(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the figure of the page contract, and its files."""
    chart: Chart = node["chart"]
    kept = store.beside(self.builder.doctreedir)
    art = json.loads(kept.get(f"{node['key']}.json", lambda: store.artwork(chart)))
    root = "../" * self.builder.get_target_uri(self.builder.current_docname).count("/")
    docname = self.builder.current_docname
    out = Path(self.builder.outdir)
    name, script = file_name(node), script_name(docname, node)
    for drawing, svg in art["svg"].items():
        store.write(out / f"_images/figures/{name}-{drawing}.svg", svg)
    first = node["twin"][0] if node["twin"] else chart.id
    table = f"_downloads/figures/{docname.replace('/', '-')}-{first}.csv"
    # An e-book has no room for files that it does not show.
    is_site = self.builder.name != "epub"
    if is_site:
        store.write(out / f"_static/figures/charts/{script}.js", _script(node, art, script))
        if chart.table is not None and node["twin"] is None:
            store.write(out / table, markup.csv_text(chart.table))
    limit = self.config.figures_rows
    place = markup.Place(root, name, script, table, is_site, node["twin"], limit)
    natural = vega.is_composed(chart.spec) or art["sizes"]["wide"][0] < vega.WIDE
    self.body.append(markup.figure(chart, place, art, natural=natural))
    raise nodes.SkipNode


def visit_text(self: Any, node: nodes.Element) -> None:
    """Say in words what the chart shows, where pictures cannot be shown."""
    chart: Chart = node["chart"]
    words = ". ".join(part.rstrip(".") for part in (chart.title, chart.description) if part)
    if hasattr(self, "add_text"):
        self.new_state(0)
        self.add_text(f"[{words}.]")
        self.end_state()
    elif hasattr(self, "encode"):
        self.body.append(f"\n\n{self.encode(words)}.\n\n")
    raise nodes.SkipNode


def skip(self: Any, node: nodes.Element) -> None:
    """Leave the figure out."""
    raise nodes.SkipNode
