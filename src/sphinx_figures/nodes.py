"""The figure in the document, and what each kind of output makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_figures import book, cite, markup, store

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

    from sphinx_figures.chart import Chart


class chart_figure(nodes.General, nodes.Element):  # noqa: N801 – docutils names nodes so
    """A chart: ``chart`` (:class:`~sphinx_figures.chart.Chart`), ``key`` of its drawings in the
    store, ``code`` that makes it, ``borrowed`` (mark of a table of rows → script of an earlier
    chart of the page that has it).
    """  # fmt: skip


def script_name(docname: str, stem: str) -> str:
    """Return the stem of the live chart's file: it belongs to a page, whose data it shares."""
    return f"{docname.replace('/', '-')}/{stem}"


def art_of(builder: Any, key: str, chart: Chart) -> dict[str, Any]:
    """Return the drawings of a chart."""
    kept = store.beside(builder.doctreedir)
    art: dict[str, Any] = json.loads(kept.get(f"{key}.json", lambda: store.artwork(chart)))
    return art


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
    docname, out = self.builder.current_docname, Path(self.builder.outdir)
    art = art_of(self.builder, node["key"], chart)
    entries = book.figures(self.builder.env)[docname]
    entry = next(e for e in entries if e.chart.id == chart.id)
    for drawing, svg in art["svg"].items():
        store.write(out / f"_images/figures/{entry.stem}-{drawing}.svg", svg)
    # An e-book has no room for files that it does not show.
    is_site = self.builder.name != "epub"
    if is_site:
        store.write(
            out / f"_static/figures/charts/{entry.script}.js", _script(node, art, entry.script)
        )
    name = book.names(self.builder.env)[docname, chart.id]
    place = markup.Place(
        root="../" * self.builder.get_target_uri(docname).count("/"),
        name=name,
        stem=entry.stem,
        script=entry.script,
        cited=cite.cited(self.builder.app, name, chart.title),
        files=is_site,
        limit=self.config.figures_rows,
        opens=docname == self.config.root_doc and entry is entries[0],
    )
    self.body.append(
        markup.figure(chart, place, art, natural=entry.natural, code=bool(node.get("code")))
    )
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
