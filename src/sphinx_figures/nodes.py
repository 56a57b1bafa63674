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

#: Tables of rows above this many bytes are files of their own, which charts of a page share.
_SHARED_FROM = 2000


class chart_figure(nodes.General, nodes.Element):  # noqa: N801 – docutils names nodes so
    """A chart: ``chart`` (:class:`~sphinx_figures.chart.Chart`), ``key`` of its drawings in the
    store, ``twin`` (id and title of an earlier figure with the same table, or None).
    """  # fmt: skip


def file_name(node: nodes.Element) -> str:
    """Return the stem of a figure's files: its id and a part of its key."""
    return f"{node['chart'].id}-{node['key'][:8]}"


def _call(function: str, name: str, value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f'sphinxFigures.{function}("{name}",{text});\n'


def write_files(node: nodes.Element, out: Path, art: dict[str, Any], table: str) -> None:
    """Write pictures, table and live chart of a figure into the folder of the site."""
    name = file_name(node)
    for drawing, svg in art["svg"].items():
        store.write(out / "_images/figures" / f"{name}-{drawing}.svg", svg)
    chart: Chart = node["chart"]
    if chart.table is not None and node["twin"] is None:
        store.write(out / table, markup.csv_text(chart.table))
    scripts = out / "_static/figures/charts"
    data: dict[str, Any] = {}
    shared: list[str] = []
    for mark, rows in art["data"].items():
        call = _call("data", mark, rows)
        if len(call) < _SHARED_FROM:
            data[mark] = rows
        else:
            shared.append(mark)
            store.write(scripts / f"data-{mark}.js", call)
    live = {key: art[key] for key in ("wide", "narrow", "dark", "controls")}
    live |= {"data": data, "shared": shared}
    store.write(scripts / f"{name}.js", _call("chart", name, live))


def visit_html(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the figure of the page contract, and its files."""
    chart: Chart = node["chart"]
    kept = store.Store(Path(self.builder.doctreedir) / "figures")
    art = json.loads(kept.get(f"{node['key']}.json", lambda: store.artwork(chart)))
    root = "../" * self.builder.get_target_uri(self.builder.current_docname).count("/")
    first = node["twin"][0] if node["twin"] else chart.id
    page = self.builder.current_docname.replace("/", "-")
    table = f"_downloads/figures/{page}-{first}.csv"
    write_files(node, Path(self.builder.outdir), art, table)
    place = markup.Place(root, file_name(node), table, node["twin"])
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
