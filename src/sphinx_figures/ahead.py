"""Draw the charts of executed notebooks side by side, before the builder reads them one by one.

``python -m sphinx_figures.ahead CACHE DOCTREES`` reads a jupyter-cache and fills the store that
the extension looks into, so that a clean build uses all cores. Charts without an id of their own
are named after their page, which is not known here: the builder draws them itself.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

from sphinx_figures import chart as charts
from sphinx_figures import store


def specifications(cache: Path) -> Iterator[charts.Spec]:
    """Yield the charts in all notebooks of a jupyter-cache."""
    for path in sorted(cache.glob("executed/*/*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            for output in cell.get("outputs", ()):
                data = output.get("data", {})
                yield from (data[kind] for kind in charts.MIME_TYPES if kind in data)


def draw(doctrees: Path, spec: charts.Spec) -> None:
    """Draw one chart into the store. A fault is told by the builder, with file and line."""
    with suppress(charts.ChartError):
        chart = charts.read(spec, "")
        if chart.id:
            key = f"{store.key(chart)}.json"
            store.beside(doctrees).get(key, lambda: store.artwork(chart))


if __name__ == "__main__":
    with ProcessPoolExecutor() as pool:
        list(pool.map(partial(draw, Path(sys.argv[2])), specifications(Path(sys.argv[1]))))
