"""The base map: state border, region borders, names, scale; longitudes and latitudes in WGS84.

The state border is the internationally recognised one (OpenStreetMap, ODbL 1.0); region borders
are thin lines only (Natural Earth, public domain, about 1.8 km off) and never say on which side
of anything a village lies. No front line and no area is drawn.
"""

import json
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from kursk.paths import data_folder

#: West, south, east, north of a map in degrees.
Frame = tuple[float, float, float, float]

#: The frame of the book: no place outside it is drawn.
FRAME: Frame = (33.8, 50.6, 37.5, 52.4)

#: One degree of longitude at the scale bar's latitude is 70 km (cos 50.68° × 111.32 km = 70.5).
_KM_PER_DEGREE = 70.5


def _features(name: str, kind: str) -> alt.InlineData:
    text = (data_folder() / "geo" / name).read_text(encoding="utf-8")
    found = [f for f in json.loads(text)["features"] if f["properties"]["kind"] == kind]
    return alt.InlineData(values=found)


def border() -> alt.InlineData:
    """Return the state border of Russia and Ukraine inside the frame."""
    return _features("border.geojson", "border")


def regions() -> alt.InlineData:
    """Return the borders of regions (oblasts) inside the frame."""
    return _features("regions.geojson", "region borders")


def countries(folder: Path) -> dict[str, Any]:
    """Return the two countries inside the frame, name → GeoJSON geometry."""
    text = (folder / "geo" / "border.geojson").read_text(encoding="utf-8")
    return {
        feature["properties"]["name"]: feature["geometry"]
        for feature in json.loads(text)["features"]
        if feature["properties"]["kind"] == "country"
    }


def names() -> pd.DataFrame:
    """Return where the names of regions stand on a map."""
    return pd.DataFrame(
        [
            ("Kursk region (Russia)", 36.25, 51.95),
            ("Sumy region (Ukraine)", 34.45, 50.85),
            ("Belgorod region (Russia)", 36.65, 50.85),
        ],
        columns=["name", "lon", "lat"],
    )


def scale_bar(km: int, lon: float, lat: float) -> pd.DataFrame:
    """Return a bar of ``km`` kilometres that starts at ``lon``, ``lat``."""
    return pd.DataFrame(
        {"lon": [lon], "lon2": [lon + km / _KM_PER_DEGREE], "lat": [lat], "words": [f"{km} km"]}
    )


def projection(
    west: float = FRAME[0],
    south: float = FRAME[1],
    east: float = FRAME[2],
    north: float = FRAME[3],
) -> dict[str, Any]:
    """Return a Mercator projection fitted to a frame in degrees (north is up).

    Use it as ``chart.project(**geo.projection())``.
    """
    corners = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "MultiPoint", "coordinates": [[west, south], [east, north]]},
    }
    return {"type": "mercator", "fit": corners}
