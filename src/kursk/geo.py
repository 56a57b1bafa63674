"""The base map: state border, region borders, names, scale; longitudes and latitudes in WGS84.

The state border is the internationally recognised one (OpenStreetMap, ODbL 1.0); region borders
are thin lines only (Natural Earth, public domain, about 1.8 km off) and never say on which side
of anything a village lies. No front line and no area is drawn.
"""

import itertools
import json
import math
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


def rivers() -> alt.InlineData:
    """Return the river Seim inside the frame (World Data Bank II; up to 1.5 km off)."""
    return _features("rivers.geojson", "river")


def ground() -> alt.InlineData:
    """Return the land of Russia, the Seim, the borders of regions and the state border.

    In this order they lie one upon another; ``properties.kind`` tells them apart.
    """
    land = _features("border.geojson", "country").values
    russia = [feature for feature in land if feature["properties"]["name"] == "Russia"]
    lines = [line for lines in (rivers(), regions(), border()) for line in lines.values]
    return alt.InlineData(values=[*russia, *lines])


def countries(folder: Path) -> dict[str, Any]:
    """Return the two countries inside the frame, name → GeoJSON geometry."""
    text = (folder / "geo" / "border.geojson").read_text(encoding="utf-8")
    return {
        feature["properties"]["name"]: feature["geometry"]
        for feature in json.loads(text)["features"]
        if feature["properties"]["kind"] == "country"
    }


#: What a map names of the ground: name on a map of the whole frame, and where; then the short name
#: of the country, which a closer map writes.
_LANDS = [
    ("Kursk region (Russia)", 36.25, 51.95, "Russia"),
    ("Sumy region (Ukraine)", 34.45, 50.85, "Ukraine"),
    ("Belgorod region (Russia)", 36.65, 50.85, "Russia"),
]


#: So many degrees from west to east a frame shows whole regions.
_WIDE = 2.0
#: State → its region in the book's part of the map; on a phone the border leaves Sumy region little
#: room beside it, but two lines.
_REGIONS = {"Russia": "Kursk region (Russia)", "Ukraine": "Sumy region\n(Ukraine)"}


def names(frame: Frame = FRAME) -> pd.DataFrame:
    """Return what the ground of a map is called, and where inside ``frame`` the name stands.

    The book's whole frame and a wide one name regions and states, a closer one the two states, each
    where most of its land is; ``align`` keeps the name inside.
    """
    if frame == FRAME:
        found = pd.DataFrame(_LANDS, columns=["name", "lon", "lat", "state"])
        return found.assign(align="center")
    west, _, east, _ = frame
    found = pd.DataFrame(_states(frame), columns=["name", "lon", "lat", "state"])
    if east - west > _WIDE:
        found["name"] = found["state"].map(_REGIONS)
    right = found["lon"] > (west + east) / 2
    return found.assign(align=right.map({True: "right", False: "left"}))


def _states(frame: Frame) -> list[tuple[str, float, float, str]]:
    """Return the corner of a closer frame that lies deepest in each state, above the scale."""
    west, south, east, north = frame
    inset = 0.03 * (east - west), 0.06 * (north - south)
    corners = [(lon, lat) for lat in (north - inset[1], south + 4 * inset[1])
               for lon in (west + inset[0], east - inset[0])]  # fmt: skip
    line = [point for feature in border().values for point in feature["geometry"]["coordinates"]]
    found = []
    for name, ground in countries(data_folder()).items():
        inside = [corner for corner in corners if _within(corner, ground["coordinates"][0])]
        if inside:
            lon, lat = max(inside, key=lambda corner: min(math.dist(corner, p) for p in line))
            found.append((name, lon, lat, name))
    return found


def _within(point: tuple[float, float], ring: list[list[float]]) -> bool:
    """Tell whether a point lies inside a ring (a ray to the east crosses it an odd number)."""
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            crossings += 1
    return crossings % 2 == 1


def scale_bar(km: int, lon: float, lat: float) -> pd.DataFrame:
    """Return a bar of ``km`` kilometres that begins at ``lon``, ``lat``."""
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
