"""Maps: the ground, the names on it, and who was said to hold a place at a day."""

import datetime as dt
import json
import math
from collections.abc import Sequence
from operator import itemgetter
from typing import Any

import altair as alt
import pandas as pd

from kursk import geo, phrases, tables
from kursk.look.rows import records
from kursk.look.theme import QUIET, Layers
from kursk.sides import CONTROLLERS

_MS_A_DAY = 86_400_000


def _of_kind(values: dict[str, Any], otherwise: Any) -> alt.ExprRef:
    """Return what a part of the ground has by its kind: one layer, which is cut off once."""
    told, rest = json.dumps(values), json.dumps(otherwise)
    return alt.expr(f"{told}[datum.properties.kind] || {rest}")


#: A statement on who held a place, as `rows` has it: column → cell.
_Told = dict[str, Any]


def map_base(frame: geo.Frame = geo.FRAME, *, km: int = 50) -> Layers:
    """Return the ground of every map: land, state and region borders, the Seim, scale, north.

    Layers on top use ``longitude="lon:Q"`` and ``latitude="lat:Q"`` and keep to the frame; finish
    with ``.project(**geo.projection(*frame))`` on the whole. ``km`` is the length of the scale
    bar. What lies outside the frame is cut off: it would shrink the map.

    Use::

        frame = (34.8, 51.01, 35.5, 51.46)
        chart = look.map_base(frame, km=10) + dots + look.place_names(frame, ["Sudzha"])
        look.figure(chart.project(**geo.projection(*frame)), …)
    """
    west, south, east, north = frame
    ground = alt.Chart(geo.ground()).mark_geoshape(
        fill=QUIET,
        fillOpacity=_of_kind({"country": 0.08}, 0),
        stroke=QUIET,
        strokeWidth=_of_kind({"river": 0.9, "region borders": 0.6, "border": 1.6}, 0),
        strokeOpacity=_of_kind({"river": 0.8, "region borders": 0.8}, 1),
        strokeDash=_of_kind({"region borders": [2, 3]}, []),
        clip=True,
    )
    inside = geo.names(frame)
    names = (
        alt.Chart(inside)
        .mark_text(
            color=QUIET,
            fontStyle="italic",
            align=alt.expr("datum.align"),
            # On the left the scale stands below.
            baseline=alt.expr("datum.align == 'left' ? 'bottom' : 'middle'"),
            lineBreak="\n",
            lineHeight=12,
        )
        .encode(longitude="lon:Q", latitude="lat:Q", text="name:N")
    )
    # In the corner that is Ukraine in every frame: no border and hardly a mark comes there.
    bar = geo.scale_bar(km, west + 0.03 * (east - west), south + 0.03 * (north - south))
    scale = alt.Chart(bar).encode(longitude="lon:Q", latitude="lat:Q")
    rule = scale.mark_rule(color=QUIET, strokeWidth=2).encode(longitude2="lon2:Q", latitude2="lat")
    length = scale.mark_text(align="left", dy=-8, color=QUIET)
    return alt.layer(
        ground,
        names,
        rule,
        length.encode(text=alt.value(f"{km} km")),
    )


#: Where a name may stand beside its place, the best first: alignment, dx, dy in pixels.
_ANCHORS = [
    ("left", 9, 0), ("right", -9, 0), ("center", 0, -13), ("center", 0, 14),
    ("left", 7, -11), ("left", 7, 11), ("right", -7, -11), ("right", -7, 11),
]  # fmt: skip

#: Width of a phone's map, and of a letter and height of a line on it, in pixels.
_MAP, _LETTER, _LINE = 250, 6.6, 13
_START = {"left": 0.0, "center": 0.5, "right": 1.0}

_Box = tuple[float, float, float, float]


def _box(x: float, y: float, text: str, anchor: tuple[str, int, int]) -> _Box:
    align, dx, dy = anchor
    left = x + dx - _START[align] * len(text) * _LETTER
    return (left, y + dy - _LINE / 2, left + len(text) * _LETTER, y + dy + _LINE / 2)


def _dot(x: float, y: float) -> _Box:
    return (x - 5, y - 5, x + 5, y + 5)


def _on_a_phone(frame: geo.Frame, found: pd.DataFrame) -> tuple[pd.Series, pd.Series, float]:
    """Return x and y of positions on a phone's map, in pixels, and its height."""
    west, south, east, north = frame
    scale = _MAP / (east - west)
    stretch = scale / math.cos(math.radians((south + north) / 2))
    height = (north - south) * stretch
    return (found["lon"] - west) * scale, (north - found["lat"]) * stretch, height


def _cost(box: _Box, taken: Sequence[_Box], height: float) -> float:
    """Return the area that a label shares with others or loses outside the frame."""
    left, top, right, bottom = box
    inside = max(0.0, min(right, _MAP) - max(left, 0)) * max(0.0, min(bottom, height) - max(top, 0))
    lost = (right - left) * (bottom - top) - inside
    return lost + sum(
        max(0.0, min(right, x2) - max(left, x1)) * max(0.0, min(bottom, y2) - max(top, y1))
        for x1, y1, x2, y2 in taken
    )


def place_names(
    frame: geo.Frame,
    names: Sequence[str],
    *,
    among: pd.DataFrame | None = None,
    dots: bool = False,
    point: str = "",
) -> Layers:
    """Write names of places beside their positions so that they do not lie on one another.

    Positions are measured on a phone's map: what fits there, fits everywhere. ``among`` are the
    rows (``lon``, ``lat``) of marks that names keep clear of; ``dots`` marks the places, too,
    where no other layer does; ``point`` is the name of the one that the map is about.

    Use::

        names = ["Sudzha", "Korenevo"]
        look.map_base(frame) + look.place_names(frame, names, dots=True, point="Sudzha")

    Raises:
        ValueError: no place of that name has a position.
    """
    places = tables.places().dropna(subset="lat").drop_duplicates("name_en").set_index("name_en")
    if unknown := [name for name in names if name not in places.index]:
        raise ValueError(f"place_names(): no position of {', '.join(unknown)}")
    found = places.loc[list(names), ["lon", "lat"]].rename_axis("name").reset_index()
    x, y, height = _on_a_phone(frame, found)
    marks = [(found["name"].iloc[i], a, b) for i, (a, b) in enumerate(zip(x, y, strict=True))]
    taken = [_dot(a, b) for _, a, b in marks]
    if among is not None:
        taken += [_dot(a, b) for a, b in zip(*_on_a_phone(frame, among)[:2], strict=True)]
    anchors = []
    for name, a, b in marks:
        others = [box for box in taken if box != _dot(a, b)]
        best = min(_ANCHORS, key=lambda it: _cost(_box(a, b, name, it), others, height))
        anchors.append(best)
        taken.append(_box(a, b, name, best))
    found[["align", "dx", "dy"]] = anchors
    found["point"] = found["name"] == point
    base = alt.Chart(found).encode(longitude="lon:Q", latitude="lat:Q")
    text = base.mark_text(
        align=alt.expr("datum.align"), dx=alt.expr("datum.dx"), dy=alt.expr("datum.dy"),
        fontWeight=alt.expr("datum.point ? 'bold' : 'normal'"),
    ).encode(text="name:N")  # fmt: skip
    dot = base.mark_circle(size=alt.expr("datum.point ? 90 : 18"), color=QUIET, opacity=1)
    return alt.layer(dot, text) if dots else alt.layer(text)


def _day(iso: str) -> dt.date:
    return dt.date.fromisoformat(iso)


def _of_a_day(same: Sequence[_Told]) -> _Told:
    """Return what the statements of one place and day say together."""
    held = {row["held"] for row in same}
    split = len(held) > 1
    who = (f"{row['claimant']} ({row['held']})" if split else row["claimant"] for row in same)
    return same[-1] | {
        "ids": ";".join(row["id"] for row in same),
        "held": CONTROLLERS["contested"] if split else same[-1]["held"],
        "holders": ";".join(name for name in CONTROLLERS.values() if name in held),
        "split": split,
        "claimant": "; ".join(dict.fromkeys(who)),
        "source": "; ".join(dict.fromkeys(row["source"] for row in same)),
    }


def _with_others(told: Sequence[_Told], day: str, near: int) -> list[_Told]:
    """Return a day's statements behind the latest, of ``near`` days, of parties then silent."""
    today = [row for row in told if row["date"] == day]
    speak = {row["side"] for row in today}
    start = (_day(day) - dt.timedelta(near)).isoformat()
    others = [row for row in told if start <= row["date"] < day and row["side"] not in speak]
    latest = {row["side"]: row["date"] for row in sorted(others, key=itemgetter("date"))}
    return [row for row in others if row["date"] == latest[row["side"]]] + today


def standing(
    control: pd.DataFrame,
    *,
    until: str = "",
    on: str | Sequence[str] = (),
    by: Sequence[str] = ("place",),
    near: int = 0,
) -> pd.DataFrame:
    """Return what was last said of each place: over time ``until`` a day, or ``on`` given days.

    ``control`` is a frame of :func:`rows` on control. The statements of one place and one day
    count together; where they differ, between parties or inside one, the place is contested and
    ``split`` is True: no order of rows ever decides; ``holders`` names all that were named. With
    ``near`` also counts what the other parties last said in that many days before. With
    ``by=("place", "side")`` each party's own latest statement stands. Left out are places without
    a position and statements that are dated by month alone.

    ``until`` gives one row for each standing, with ``since`` and ``until`` (ISO days, the second
    not included), for :func:`on`. ``on`` gives one row for each place and day, with ``panel``
    (“1 September 2024”) and ``age`` of the report in days.

    Use::

        said = look.rows(tables.control())
        four = look.standing(said, on=["2024-09-01", "2024-12-01", "2025-02-01", "2025-03-08"])
        alt.Chart(four).mark_point().encode(**look.held(aging=90))
    """
    known = control[control["day"]].dropna(subset=["lat"])
    told: dict[tuple[str, ...], list[_Told]] = {}
    for row in records(known):
        told.setdefault(tuple(row[name] for name in by), []).append(row)
    days = pd.DataFrame([
        _of_a_day(_with_others(of_place, day, near))
        for _, of_place in sorted(told.items())
        for day in sorted({row["date"] for row in of_place})
    ])  # fmt: skip
    days["since"] = days["date"]
    days["until"] = days.groupby(list(by))["date"].shift(-1).fillna("9999-12-31")
    if isinstance(on, str):
        on = [on]
    if not on:
        last = (_day(until) + dt.timedelta(1)).isoformat() if until else "9999-12-31"
        days = days[days["since"] < last]
        return days.assign(until=[min(day, last) for day in days["until"]]).reset_index(drop=True)
    found = []
    for day in on:
        now = days[(days["since"] <= day) & (day < days["until"])]
        age = now["since"].map(lambda since, day=day: (_day(day) - _day(since)).days)
        found.append(now.assign(panel=phrases.date(day), age=age))
    return pd.concat(found, ignore_index=True)


def _ms(day: str) -> int:
    return round(dt.datetime.fromisoformat(f"{day}T00:00+00:00").timestamp() * 1000)


def day_slider(start: str, end: str, value: str = "", *, name: str = "day") -> alt.Parameter:
    """Return a slider over the days from ``start`` to ``end``, at ``value`` (else the last).

    Use::

        day = look.day_slider("2024-09-11", "2025-03-07", "2025-02-18")
        dots = alt.Chart(said).transform_filter(look.on(day)).mark_point().add_params(day)
    """
    words = alt.binding_range(min=_ms(start), max=_ms(end), step=_MS_A_DAY, name="Day")
    return alt.param(name=name, value=_ms(value or end), bind=words)


def on(day: alt.Parameter) -> str:
    """Return the filter that keeps what stood on the slider's day; see :func:`standing`.

    Use::

        alt.Chart(look.standing(said, until="2025-03-08")).transform_filter(look.on(day))
    """
    return f"toDate(datum.since) <= {day.name} && {day.name} < toDate(datum.until)"


def panels(chart: Layers, frame: pd.DataFrame, *, by: str = "panel", columns: int = 2) -> Layers:
    """Return one picture for each value of ``by``, all in one frame, in the order of the rows.

    Layers that draw ``frame`` are split; the others (the ground, names) come in every picture.

    Use::

        four = look.standing(said, on=days)
        chart = (look.map_base(frame, km=10) + dots).project(**geo.projection(*frame))
        look.figure(look.panels(chart, four), …)
    """
    chart = chart.copy(deep=True)
    _share(chart, frame)
    chart.data = alt.Undefined
    header = alt.Header(title=None, labelAnchor="start", labelFontSize=13, labelFontWeight=600)
    order = list(dict.fromkeys(frame[by]))
    facet = alt.Facet(f"{by}:N", sort=order, title=None, header=header)
    return alt.FacetChart(data=frame, spec=chart, facet=facet, columns=columns)


def _share(chart: Any, frame: pd.DataFrame) -> None:
    """Take ``frame`` out of the layers that draw it: it stands above them all."""
    for layer in getattr(chart, "layer", ()):
        _share(layer, frame)
    if isinstance(getattr(chart, "data", None), pd.DataFrame) and chart.data.equals(frame):
        chart.data = alt.Undefined
