"""Quiet axes, no frame: marks and words carry the chart. And the colours that are no party's."""

from typing import Any

import altair as alt
import pandas as pd

from kursk.sides import GROUND, SIDES

#: What is context: borders, measured lines, bands, contested places.
QUIET = "#6b7280"

#: A lighter quiet, for the ground between two states of knowledge (a grey zone): it fills, and an
#: outline in QUIET says where it ends, as PALE alone is too faint to be seen by all.
PALE = "#c4c8ce"

#: The one colour that belongs to no party: what the chart's title speaks of.
ACCENT = "#7b4f21"

#: Colour on a light ground → colour on a dark one. A chart may use no other colour.
DARK: dict[str, str] = {
    **{side.color: side.dark for side in SIDES.values()},
    GROUND[0]: GROUND[1],
    QUIET: "#9aa3ad",
    PALE: "#4b5158",
    ACCENT: "#dcae74",
}

#: Marks through which one sees another below. Fill and stroke, each by itself: a picture with the
#: opacity of whole marks takes ten times as long to draw.
_THIN: Any = {"opacity": 1, "fillOpacity": 0.9, "strokeOpacity": 0.9}

#: What Altair says it returns when layers are put together.
Layers = alt.LayerChart | alt.FacetChart


@alt.theme.register("kursk", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    return {
        "config": {
            "view": {"stroke": None},
            "axis": {"grid": False, "labelFontSize": 12, "titleFontSize": 12, "tickSize": 4},
            "legend": {"labelFontSize": 12, "titleFontSize": 12},
            # A label keeps its distance from the next, and off the edge, in every width.
            "axisXQuantitative": {"labelSeparation": 8, "labelFlush": 12},
            "axisY": {"grid": True, "domain": False, "ticks": False, "titleAnchor": "end"},
            # Vega-Lite draws these at 0.7: too faint for some parties on a white page.
            "point": {
                "filled": True,
                "size": 70,
                "opacity": 1,
                "fillOpacity": 0.9,
                "strokeOpacity": 0.9,
            },
            "circle": _THIN,
            "square": _THIN,
            "tick": _THIN,
            "text": {"fontSize": 12},
        }
    }


def _in_utc(data: Any = None, **options: Any) -> Any:
    """Hand rows to a chart with every time in UTC.

    A time without a zone is local time in a browser: west of Greenwich a day slips to the one
    before.
    """
    if isinstance(data, pd.DataFrame):
        bare = data.select_dtypes("datetime").columns
        data = data.assign(**{name: data[name].dt.tz_localize("UTC") for name in bare})
    return alt.default_data_transformer(data, **options)


alt.data_transformers.register("utc", _in_utc)
alt.data_transformers.enable("utc")
