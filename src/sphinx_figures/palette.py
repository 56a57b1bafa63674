"""Light and dark: the colours of what surrounds the marks, and how one ground becomes the other.

A chart is specified once, in colours for a light ground. Its dark drawing is the same
specification with each colour replaced: those of the frame from here, those of the marks from the
chart's own map.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from kursk.sides import GROUND

INK = "#1f2328"
QUIET = "#57606a"
LINE = "#8c9096"
GRID = "#e3e1dc"

#: What texts, axes and grid become on a dark ground; black and white change places.
FRAME: dict[str, str] = {
    INK: "#e6e4df",
    QUIET: "#a9b1ba",
    LINE: "#7d848c",
    GRID: "#33383e",
    "#000000": "#f2f2f2",
    GROUND[0]: GROUND[1],
}

#: Marks without a colour of their own: Okabe and Ito (2008), which stay apart for the common
#: kinds of colour blindness. Light ground → dark ground.
MARKS: dict[str, str] = {
    "#0072b2": "#56b4e9",
    "#d55e00": "#f2935c",
    "#009e73": "#35c79c",
    "#cc79a7": "#e3a3c6",
    "#7b5ea7": "#b79ce0",
    "#70757a": "#9aa0a6",
}

#: Measured with the sans-serif that comes with the drawing program, so that every machine draws
#: the same picture; shown in the reader's own.
FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"

_AXIS = {
    "labelColor": QUIET,
    "titleColor": QUIET,
    "domainColor": LINE,
    "tickColor": LINE,
    "gridColor": GRID,
    "labelFontSize": 12,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "labelPadding": 5,
    "titlePadding": 8,
}
_KEY = {
    "labelColor": QUIET,
    "titleColor": QUIET,
    "labelFontSize": 12,
    "titleFontSize": 12,
    "titleFontWeight": "normal",
    "orient": "top",
    "symbolStrokeColor": QUIET,
    "labelLimit": 130,
    "columns": 4,
}

#: Vega-Lite configuration under that of the chart itself.
WIDE: dict[str, Any] = {
    "aria": False,
    "background": None,
    "padding": {"left": 1, "top": 6, "right": 8, "bottom": 2},
    "font": "sans-serif",
    "view": {"stroke": None, "continuousHeight": 320, "discreteHeight": {"step": 26}},
    "axis": _AXIS,
    # Half of Vega-Lite's ticks: the eye needs few.
    "axisXQuantitative": {"tickCount": {"expr": "ceil(width/90)"}},
    "axisYQuantitative": {"tickCount": {"expr": "ceil(height/60)"}},
    "axisXTemporal": {"tickCount": {"expr": "ceil(width/100)"}},
    "legend": _KEY,
    "header": {"labelColor": INK, "titleColor": QUIET, "labelFontSize": 12},
    "text": {"color": INK, "fontSize": 12},
    "rule": {"color": LINE},
    "mark": {"color": "#0072b2"},
    "range": {"category": list(MARKS)},
}

#: What a phone's width asks for on top: short labels, keys in two columns.
NARROW: dict[str, Any] = {
    "axis": {"labelLimit": 110, "titleLimit": 300, "labelFontSize": 12, "titleFontSize": 11},
    "axisX": {"labelOverlap": "greedy", "labelSeparation": 8},
    "legend": {"columns": 2, "labelLimit": 130, "labelFontSize": 12},
}


def merge(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return a deep merge of two configurations in which ``over`` wins."""
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        both = isinstance(value, Mapping) and isinstance(below, Mapping)
        result[key] = merge(below, value) if both else value  # type: ignore[arg-type]
    return result


def dark_map(own: Mapping[str, str]) -> dict[str, str]:
    """Return the whole map light → dark of a chart (keys in small letters); its own pairs win."""
    return FRAME | MARKS | {light.lower(): dark for light, dark in own.items()}


def repainted(text: str, colors: Mapping[str, str]) -> str:
    """Return a text with each colour replaced, wherever in it one stands."""
    pattern = re.compile(f"(?:{'|'.join(colors)})(?![0-9a-f])", re.IGNORECASE)
    return pattern.sub(lambda found: colors[found[0].lower()], text)


def darken(spec: dict[str, Any], colors: Mapping[str, str]) -> dict[str, Any]:
    """Return a specification in its dark colours."""
    result: dict[str, Any] = json.loads(repainted(json.dumps(spec), colors))
    return result
