"""From Vega-Lite to Vega: for a width, for a still picture, and for the live chart.

Compiled at build time, so that readers need not load the Vega-Lite compiler.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

import vl_convert

from sphinx_figures import palette
from sphinx_figures.chart import ChartError, Spec, reason

#: Widths of the two drawings, in CSS pixels: the measure of a text column, and a phone's.
WIDE = 700
NARROW = 340

_COMPOSED = ("hconcat", "vconcat", "concat", "facet", "repeat", "spec")
_REPLACED = ("title", "description", "usermeta", "width", "autosize", "background")
_FACETS = ("row", "column", "facet")
_SIDES = palette.WIDE["padding"]
_INNER = WIDE - _SIDES["left"] - _SIDES["right"]
#: Between two views, and left for an axis, in pixels; how high a view with a map may be.
_GAP, _AXIS_ROOM = 20, 56
_HIGHEST_MAP = {WIDE: 360, NARROW: 250}
#: On a phone a label breaks in two lines: its lane is so much taller, that the two stay together.
_TALLER = 1.3
_STEP = re.compile(r"bandspace\(.*\) \* (\w+_step)")


def is_composed(spec: Spec) -> bool:
    """Tell whether a chart is several views side by side, which keep their natural width."""
    return any(key in spec for key in _COMPOSED) or any(
        channel in spec.get("encoding", {}) for channel in _FACETS
    )


def _has_map(spec: Spec) -> bool:
    return "projection" in spec or any(_has_map(layer) for layer in spec.get("layer", ()))


def _prepared(spec: Spec, width: int) -> Spec:
    """Return the specification for one width: words out (they stand in the caption), size in."""
    own = {key: copy.deepcopy(value) for key, value in spec.items() if key not in _REPLACED}
    config = palette.merge(palette.WIDE, spec.get("config") or {})
    own["config"] = palette.merge(config, palette.NARROW) if width == NARROW else config
    own["config"]["background"] = None
    own["config"]["font"] = "sans-serif"
    if is_composed(spec):
        _share_width(own, width)
        return own
    wanted = spec.get("width")
    own["width"] = min(wanted, width) if isinstance(wanted, int | float) else width
    own["autosize"] = {"type": "fit-x", "contains": "padding"}
    height = spec.get("height", palette.WIDE["view"]["continuousHeight"])
    if width == NARROW and isinstance(height, Mapping):
        own["height"] = {"step": height["step"] * _TALLER}
    if _has_map(spec) and isinstance(height, int | float):
        own["height"] = round(height * width / WIDE)
    return own


def _views(spec: Spec) -> list[Spec]:
    """Return the views of a composed chart that stand side by side, at the top level."""
    found = [view for key in ("hconcat", "concat", "vconcat") for view in spec.get(key, ())]
    return found or ([spec["spec"]] if isinstance(spec.get("spec"), dict) else [])


def _share_width(own: Spec, width: int) -> None:
    """Let the views of a composed chart share a width, where they name none of their own.

    On a phone they stand in one column. A map is as high as it is wide, or as a phone has room.
    """
    views = _views(own)
    if not views or any("width" in view for view in views) or "row" in own.get("facet", {}):
        return
    columns = own.get("columns") or (len(views) if "hconcat" in own else 1)
    if width == NARROW and "columns" in own:
        columns = own["columns"] = 1
    for view in views:
        room = 0 if _has_map(view) else _AXIS_ROOM
        shared = width - _SIDES["left"] - _SIDES["right"] - _GAP * (columns - 1) - room
        view["width"] = shared // columns
        if _has_map(view):
            view.setdefault("height", min(view["width"], _HIGHEST_MAP[width]))


def _scale_maps(vega: Spec) -> None:
    """Let maps with a fixed projection grow and shrink with their width.

    Their numbers are taken to be made for the wide drawing.
    """
    for projection in vega.get("projections", ()):
        scale, shift = projection.get("scale"), projection.get("translate")
        if isinstance(scale, int | float):
            projection["scale"] = {"signal": f"{scale} * width / {_INNER}"}
        if isinstance(shift, list) and all(isinstance(value, int | float) for value in shift):
            x, y = (f"{value} * width / {_INNER}" for value in shift)
            projection["translate"] = {"signal": f"[{x}, {y}]"}


def compiled(spec: Spec, width: int) -> Spec:
    """Compile a Vega-Lite chart for a total width in pixels (composed charts keep theirs).

    Raises:
        ChartError: Vega-Lite does not accept the specification.
    """
    version = "5.21" if "/v5" in str(spec.get("$schema", "")) else None
    try:
        vega: Spec = vl_convert.vegalite_to_vega(_prepared(spec, width), vl_version=version)
    except ValueError as error:
        raise ChartError(f"Vega-Lite refuses the chart: {reason(error)}") from error
    vega.pop("background", None)
    _scale_maps(vega)
    return vega


def _scales(vega: Spec) -> Iterator[dict[str, Any]]:
    yield from vega.get("scales", ())
    for mark in vega.get("marks", ()):
        yield from _scales(mark)


def live(vega: Spec, total_height: float) -> tuple[Spec, list[dict[str, Any]]]:
    """Return the specification of the live chart, and its controls.

    The live chart fits itself into the box of the picture, ``total_height`` pixels high at the
    drawn width: also one whose height came from its rows (so many pixels each). Controls leave
    the specification, because the page shows them as form fields of its own.
    """
    vega = copy.deepcopy(vega)
    vega.setdefault("config", {})["events"] = {"defaults": {"prevent": False}}
    if vega.get("autosize"):
        vega["autosize"] = {"type": "fit", "contains": "padding"}
        _stretch_steps(vega)
        vega |= {"width": WIDE, "height": total_height}
    controls = [
        {"signal": signal["name"], **signal.pop("bind")}
        for signal in vega.get("signals", ())
        if isinstance(signal.get("bind"), dict) and "element" not in signal["bind"]
    ]
    return vega, controls


def _stretch_steps(vega: Spec) -> None:
    """Turn "so many pixels for each row" into "all rows share the height"."""
    signals = vega.get("signals", [])
    found = next((s for s in signals if s["name"] == "height"
                  and _STEP.match(str(s.get("update", "")))), None)  # fmt: skip
    if found is None:
        return
    step = _STEP.match(found["update"])
    signals.remove(found)
    for scale in _scales(vega):
        if scale.get("range") == {"step": {"signal": step and step[1]}}:
            scale["range"] = [0, {"signal": "height"}]
