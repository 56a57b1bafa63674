"""Drawings are kept by content: a chart that has not changed is never drawn again."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import get_ident
from typing import Any

from sphinx_figures import palette, vega
from sphinx_figures.chart import Chart, Spec
from sphinx_figures.drawing import Drawing, draw

_MIXED = re.compile(r'="(?:rgba?|hsla?)\(')


@cache
def fingerprint() -> str:
    """Return what drawings depend on besides the chart: this code and the drawing program."""
    code = b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    return hashlib.sha256(code + version("vl-convert-python").encode()).hexdigest()


def write(path: Path, content: str | bytes) -> None:
    """Write a file in one step, and only if it differs: builds may run side by side."""
    data = content.encode() if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")
    draft.write_bytes(data)
    draft.replace(path)


class Store:
    """A folder of finished work, by key."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str, make: Callable[[], str]) -> str:
        """Return the text of a key; ``make`` it if it is new."""
        path = self.folder / key
        if not path.is_file():
            write(path, make())
        return path.read_text("utf-8")


def beside(doctrees: str | Path) -> Store:
    """Return the store of a build: finished drawings lie beside its document trees."""
    return Store(Path(doctrees) / "figures")


def key(chart: Chart) -> str:
    """Return the key of a chart: 16 hexadecimal digits of all that its drawings depend on."""
    told = [chart.id, chart.title, chart.dark, chart.spec, fingerprint()]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def artwork(chart: Chart) -> str:
    """Draw a chart and compile its live form; return both as JSON.

    ``sizes``: width and height in pixels of the ``wide`` and ``narrow`` drawing; ``svg``: the
    four drawings by name, as ``wide-light``; ``live``: what the browser needs.

    Raises:
        ChartError: the chart cannot be compiled or drawn.
    """
    colors = palette.dark_map(chart.dark)
    sizes: dict[str, list[int]] = {}
    pictures: dict[str, str] = {}
    variants: dict[str, Any] = {}
    controls: list[dict[str, Any]] = []
    for name, width in (("wide", vega.WIDE), ("narrow", vega.NARROW)):
        spec = vega.compiled(chart.spec, width)
        light = draw(spec, chart.title)
        sizes[name] = [light.width, light.height]
        pictures[f"{name}-light"] = light.svg
        pictures[f"{name}-dark"] = _dark(light, spec, colors, chart.title)
        # Both start from the same size; the browser gives the true one.
        variants[name], controls = vega.live(spec, sizes["wide"][1])
    return json.dumps(
        {"sizes": sizes, "svg": pictures, "controls": controls, **_live(variants, colors)},
        ensure_ascii=False,
    )


def _dark(light: Drawing, spec: Spec, colors: Mapping[str, str], title: str) -> str:
    """Return the dark picture: the light one in other colours, which takes no time.

    A colour that Vega has mixed itself stands in the picture as ``rgb(…)``, where it cannot be
    replaced; only then the chart is drawn again.
    """
    if _MIXED.search(light.svg):
        return draw(palette.darken(spec, colors), title).svg
    return palette.repainted(light.svg, colors)


def _live(variants: Mapping[str, Any], colors: Mapping[str, str]) -> dict[str, Any]:
    """Take the data out of both variants, so that each table is there once."""
    data: dict[str, Any] = {}
    specs: dict[str, str] = {}
    for name, spec in variants.items():
        for part in spec.get("data", ()):
            if part.get("values"):
                text = json.dumps(part["values"], ensure_ascii=False, separators=(",", ":"))
                mark = hashlib.sha256(text.encode()).hexdigest()[:12]
                data[mark] = part["values"]
                part["values"] = mark
        specs[name] = json.dumps(spec, ensure_ascii=False, separators=(",", ":"))
    wide = json.loads(specs["wide"])
    same = specs["wide"] == specs["narrow"]
    used = {light: dark for light, dark in colors.items() if _uses(specs, data, light)}
    return {
        "wide": wide,
        "narrow": None if same else json.loads(specs["narrow"]),
        "data": data,
        "dark": used,
    }


def _uses(specs: Mapping[str, str], data: Mapping[str, Any], color: str) -> bool:
    return any(color in text.lower() for text in (*specs.values(), json.dumps(data)))
