"""From a cell's output to the document: MyST-NB asks this renderer first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util import logging

from sphinx_figures import book, store, vega
from sphinx_figures import chart as charts
from sphinx_figures.nodes import chart_figure, script_name

if TYPE_CHECKING:
    from myst_nb.core.render import MimeData, NbElementRenderer
    from sphinx.environment import BuildEnvironment

_log = logging.getLogger(__name__)


def _is_registered(env: BuildEnvironment | None) -> bool:
    return env is not None and "sphinx_figures" in env.app.extensions


class FigureRenderer:
    """Plugin of the entry point group ``myst_nb.mime_renderers``."""

    mime_priority_overrides = tuple(
        ("*", kind, rank) for rank, kind in enumerate(charts.MIME_TYPES)
    )

    @staticmethod
    def handle_mime(
        renderer: NbElementRenderer, data: MimeData, inline: bool
    ) -> list[nodes.Element] | None:
        """Return the figure of a Vega-Lite output; None for all that is not one.

        A chart that cannot become a figure is reported with file and line, and left out.
        """
        env = renderer.renderer.sphinx_env
        if inline or data.mime_type not in charts.MIME_TYPES or not _is_registered(env):
            return None
        spec = data.content if isinstance(data.content, dict) else json.loads(data.content)
        where = (env.docname, data.line)
        try:
            return [_figure(env, spec)]
        except charts.ChartError as error:
            _log.error(str(error), location=where, type="figures", subtype="chart")
            return []


def _figure(env: BuildEnvironment, spec: dict[str, Any]) -> nodes.Element:
    page = env.temp_data.setdefault("sphinx_figures", {"ids": set(), "data": {}})
    otherwise = f"{env.docname.rpartition('/')[2]}-{len(page['ids']) + 1}"
    chart = charts.read(spec, otherwise)
    if chart.id in page["ids"]:
        raise charts.ChartError(f"chart {chart.id!r}: this id is taken by an earlier chart here")
    page["ids"].add(chart.id)
    key = store.key(chart)
    try:
        art = json.loads(
            store.beside(env.doctreedir).get(f"{key}.json", lambda: store.artwork(chart))
        )
    except charts.ChartError as error:
        raise charts.ChartError(f"chart {chart.id!r}: {error}") from error
    natural = vega.is_composed(chart.spec) or art["sizes"]["wide"][0] < vega.WIDE
    entry = book.Entry(env.docname, chart, key, "", natural)
    entry.script = script_name(env.docname, entry.stem)
    book.figures(env).setdefault(env.docname, []).append(entry)
    node = chart_figure(chart=chart, key=key)
    node["borrowed"] = {mark: page["data"][mark] for mark in art["data"] if mark in page["data"]}
    page["data"] |= {mark: entry.script for mark in art["data"] if mark not in page["data"]}
    # No label: charts of two pages may have the same id.
    node["ids"] = [f"fig-{chart.id}"]
    return node
