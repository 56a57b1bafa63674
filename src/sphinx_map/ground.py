"""The ground of the map in kilometres: land, borders, the Seim, names, and what a view shows.

x runs east and y south from the north-western corner of the book's frame. Over a frame of 200 km
a plain scale of degrees is off by less than a mark is wide.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kursk import geo
from kursk.model import Control, Place, by_id, rows
from kursk.paths import data_folder

_KM_PER_DEGREE = 111.3
_MIDDLE = math.radians(51.2)

#: Room around the places of a view, in kilometres.
_ROOM = 7.0
#: The land is drawn so far beyond the frame in the south: a town on the frame's edge is not cut.
_EDGE = 3.5
#: The town around which a view is drawn, and how far it reaches, in kilometres.
_TOWN, _REACH = "sudzha", 15.0


def km(lon: float, lat: float) -> tuple[float, float]:
    """Return where a position stands, in kilometres from the corner of the frame."""
    west, _, _, north = geo.FRAME
    x = (lon - west) * _KM_PER_DEGREE * math.cos(_MIDDLE)
    return round(x, 2), round((north - lat) * _KM_PER_DEGREE, 2)


@dataclass(frozen=True)
class View:
    """A part of the frame: ``box`` has left, top, width and height in kilometres."""

    key: str
    label: str
    box: tuple[float, float, float, float]
    names: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class Ground:
    """Paths of SVG in kilometres, the size of the frame, and the views."""

    width: float
    height: float
    russia: str
    ukraine: str
    border: str
    regions: str
    river: str
    views: tuple[View, ...]


def _line(points: Iterable[Sequence[float]]) -> str:
    return "M" + " ".join(f"{x:g},{y:g}" for x, y in (km(lon, lat) for lon, lat, *_ in points))


def _path(geometry: dict[str, Any]) -> str:
    lines = geometry["coordinates"]
    if geometry["type"] == "LineString":
        lines = [lines]
    return "".join(_line(line) for line in lines)


def _land(geometry: dict[str, Any]) -> str:
    """Return the outline of a country, its southern edge moved out of sight."""
    _, south, _, _ = geo.FRAME
    beyond = south - _EDGE / _KM_PER_DEGREE
    lines = [
        [(lon, beyond if lat <= south else lat) for lon, lat, *_ in line]
        for line in geometry["coordinates"]
    ]
    return _path(geometry | {"coordinates": lines})


def _paths(data: Any) -> str:
    return "".join(_path(feature["geometry"]) for feature in data.values)


def _view(key: str, label: str, spots: Sequence[tuple[float, float]], room: float) -> View:
    """Return the view that holds some positions (longitude, latitude) with room around them."""
    points = [km(*spot) for spot in spots]
    left, top = (min(axis) - room for axis in zip(*points, strict=True))
    right, bottom = (max(axis) + room for axis in zip(*points, strict=True))
    west, _, _, north = geo.FRAME
    scale = _KM_PER_DEGREE * math.cos(_MIDDLE), _KM_PER_DEGREE
    frame = (west + left / scale[0], north - bottom / scale[1],
             west + right / scale[0], north - top / scale[1])  # fmt: skip
    names = tuple(
        (str(row["state"]), *km(float(row["lon"]), float(row["lat"])))
        for row in geo.names(frame).to_dict("records")
    )
    box = (left, top, right - left, bottom - top)
    return View(key, label, tuple(round(side, 1) for side in box), names)


def _spots(place_ids: Iterable[str]) -> list[tuple[float, float]]:
    places = by_id(Place)
    found = (places[name] for name in dict.fromkeys(place_ids))
    return [(it.lon, it.lat) for it in found if it.lon is not None and it.lat is not None]


def drawn() -> Ground:
    """Return the ground, with a view of the front, one of a town, and one of all places."""
    _, south, east, _ = geo.FRAME
    width, height = km(east, south)
    land = geo.countries(data_folder())
    told = _spots(row.place_id for row in rows(Control))
    local = _spots(place.place_id for place in rows(Place) if place.reach == "local")
    return Ground(
        width=width,
        height=height + _EDGE,
        russia=_land(land["Russia"]),
        ukraine=_land(land["Ukraine"]),
        border=_paths(geo.border()),
        regions=_paths(geo.regions()),
        river=_paths(geo.rivers()),
        views=(
            _view("front", "The front", told, _ROOM),
            _view("town", "Around Sudzha", _spots([_TOWN]), _REACH),
            _view("all", "All places", local, _ROOM),
        ),
    )
