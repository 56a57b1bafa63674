"""Channels of an encoding: parties, days, lanes, who held a place, what the pointer picks."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import altair as alt
import pandas as pd

from kursk.days import Day, read
from kursk.look.theme import QUIET
from kursk.sides import CONTROLLERS, SIDES


def _parties(looks: list[Any]) -> alt.Scale:
    return alt.Scale(domain=[side.label for side in SIDES.values()], range=looks)


def color(field: str = "side", *, legend: bool = False) -> alt.Color:
    """Return the colour channel of the parties; labels stand in the chart, not in a legend.

    Use::

        alt.Chart(said).mark_point().encode(color=look.color(), shape=look.shape())
    """
    scale = _parties([side.color for side in SIDES.values()])
    return alt.Color(f"{field}:N", scale=scale, legend=alt.Legend() if legend else None)


def shape(field: str = "side", *, legend: bool = False) -> alt.Shape:
    """Return the shape channel of the parties: colour is never the only carrier."""
    scale = _parties([side.shape for side in SIDES.values()])
    return alt.Shape(f"{field}:N", scale=scale, legend=alt.Legend() if legend else None)


def legend_of(sides: Iterable[str]) -> dict[str, Any]:
    """Return options of a legend above a chart that names the parties in it, and those alone.

    Use::

        look.color(legend=True).legend(**look.legend_of(said["side"]))
    """
    present = set(sides)
    named = [side.label for side in SIDES.values() if side.label in present]
    columns = alt.expr("width < 420 ? 2 : 4")  # as many as a phone has room for
    return {"title": None, "orient": "top", "columns": columns, "symbolOpacity": 1, "values": named}


def dash(field: str = "side") -> alt.StrokeDash:
    """Return the dash channel of the parties' lines, for prints without colour.

    Use::

        base.mark_line().encode(y="value:Q", color=look.color(), strokeDash=look.dash())
    """
    scale = _parties([list(side.dash) or [1, 0] for side in SIDES.values()])
    return alt.StrokeDash(f"{field}:N", scale=scale, legend=None)


def highlight(field: str) -> tuple[alt.Parameter, Any]:
    """Return a parameter that picks the marks of one value, and the opacity that fades the rest.

    Use::

        pick, fade = look.highlight("side")
        dots = base.mark_point().encode(opacity=fade).add_params(pick)
    """
    pick = alt.selection_point(
        name=f"pick_{field}", fields=[field], on="pointerover", clear="pointerout"
    )
    return pick, alt.when(pick).then(alt.value(1)).otherwise(alt.value(0.25))


#: A label that is too long for a phone breaks where its parts meet.
_LANE = "split(datum.value, '|')[0]"
#: A phone's chart before its labels take their room: no more is kept than they need.
_PHONE = 345
_LANE_LABEL = f"width < {_PHONE} ? split({_LANE}, ' · ') : {_LANE}"


def lanes(field: str = "lane") -> alt.Y:
    """Return a y channel of names, in the order of the rows; labels are never cut.

    Without a field each row of :func:`rows` has a lane of its own (“AFP · 11 Aug”); with one,
    rows of equal value share theirs: ``look.lanes("short")``. On a phone a label breaks at “ · ”.

    Use::

        base = alt.Chart(said).encode(y=look.lanes(), x=alt.X("high:Q").title("km"))
    """
    axis = alt.Axis(grid=False, labelLimit=0, labelExpr=_LANE_LABEL, labelLineHeight=12)
    return alt.Y(f"{field}:N", sort=None, title=None, axis=axis)


def apart(frame: pd.DataFrame, lane: str, by: str = "side") -> pd.Series:
    """Return how far from the middle of its lane each row stands, so that groups do not cover it.

    The groups of ``by`` lie in the order of the parties; one that is alone is in the middle.

    Use::

        said["apart"] = look.apart(said, "month")
        base = alt.Chart(said).encode(
            look.lanes("month"), alt.YOffset("apart:Q").scale(domain=[-1.5, 1.5]))
    """
    order = [side.label for side in SIDES.values()]
    place = frame[by].map(order.index).groupby(frame[lane]).rank("dense")
    return place - (place.groupby(frame[lane]).transform("max") + 1) / 2


#: Room for the longest label of an axis that changes, such as “1,400”, in pixels.
_LABEL = 40


def amounts(field: str) -> alt.Y:
    """Return the y channel of amounts that a reader picks: any of their labels has room.

    Use::

        alt.Chart(said).transform_filter("datum.kind == kind").encode(look.amounts("middle"))
    """
    return alt.Y(f"{field}:Q").title(None).scale(zero=True).axis(minExtent=_LABEL)


def held(*, aging: int = 0) -> dict[str, Any]:
    """Return colour, fill and shape of who was said to hold a place; contested is hollow.

    With ``aging`` a mark fades until its report is so many days old: its fill pales and its outline
    thins, but the outline stays dark enough to be seen.

    Use::

        now = look.standing(said, on="2025-02-18")
        alt.Chart(now).mark_point().encode(longitude="lon:Q", latitude="lat:Q", **look.held())
    """
    names = list(CONTROLLERS.values())
    looks = [SIDES.get(name) for name in CONTROLLERS]
    colors = alt.Scale(domain=names, range=[look.color if look else QUIET for look in looks])
    fills = alt.Scale(domain=names, range=[look.color if look else "transparent" for look in looks])
    forms = alt.Scale(domain=names, range=[look.shape if look else "diamond" for look in looks])
    key = alt.Legend(title=None, orient="top", offset=14, symbolOpacity=1)
    hollow = alt.FieldEqualPredicate(field="held", equal=CONTROLLERS["contested"])
    fill: Any = _by_age(aging, alt.FillOpacity, 1, 0.5) if aging else alt.value(1)
    return {
        "stroke": alt.Stroke("held:N", scale=colors, legend=key),
        "fill": alt.Fill("held:N", scale=fills, legend=key),
        "shape": alt.Shape("held:N", scale=forms, legend=key),
        "fillOpacity": alt.when(hollow).then(alt.value(0)).otherwise(fill),
        "strokeWidth": _by_age(aging, alt.StrokeWidth, 2.5, 1) if aging else alt.value(2),
    }


def _by_age(days: int, channel: Any, fresh: float, old: float) -> Any:
    """Return a channel that goes from one value to another while a report grows old."""
    scale = alt.Scale(domain=[0, days], range=[fresh, old], clamp=True)
    return channel("age:Q", scale=scale, legend=None)


def utc(day: str) -> alt.DateTime:
    """Return an ISO day as Vega-Lite writes it, in UTC."""
    when = Day(day).first
    return alt.DateTime(year=when.year, month=when.month, date=when.day, utc=True)


#: On a phone the month stands at the first day alone, and where it changes.
_FEW_DAYS = (
    f"utcFormat(datum.value, width < {_PHONE} && datum.index > 0 && utcdate(datum.value) > 1"
    " ? '%-d' : '%-d %b')"
)


def date(field: str, start: str, end: str, *, padding: int = 0, follow: bool = False) -> alt.X:
    """Return the x channel of a time chart from ``start`` to ``end``, as in :func:`tables.claims`.

    ``padding`` keeps marks of the first and last day so many pixels off the ends. With ``follow``
    the axis has the months of the marks that are drawn, for a chart whose reader picks them.
    The scale is in UTC: in local time a day would slip to the one before, west of Greenwich.

    Use::

        alt.Chart(said).encode(look.date("date", "2024-08-06", "2024-09-10"))
    """
    first, last = read(start).first, read(end).last
    if first == last:  # a scale of one day has no width
        first, last = first - dt.timedelta(1), last + dt.timedelta(1)
    days = (last - first).days
    axis = alt.Axis(
        format="%-d %b" if days < 100 else "%b %Y",
        # A few days are all told on a phone, too: the month once, then the days alone.
        labelExpr=_FEW_DAYS if days <= 20 else alt.Undefined,
        tickCount="week" if 20 < days < 100 else "day" if days <= 20 else "month",
        labelOverlap="parity",
        labelSeparation=6,
        title=None,
        labelFlush=padding + 1,
    )
    domain = [utc(first.isoformat()), utc(last.isoformat())]
    reach = {"nice": "month"} if follow else {"domain": domain, "nice": False}
    scale = alt.Scale(type="utc", padding=padding or alt.Undefined, **reach)
    return alt.X(f"{field}:T", axis=axis, scale=scale)


def tooltip(*, of: str = "claims") -> list[alt.Tooltip]:
    """Return the tooltip of claims, events, quotes or control: who, when, words, source.

    Use::

        alt.Chart(said).mark_point().encode(tooltip=look.tooltip(of="quotes"))
    """
    fields = {
        "claims": {"claimant": "Who", "when": "As of", "words": "Figure", "stated": "In words",
                   "status": "Status", "source": "Source"},
        "events": {"title": "What", "when": "When", "status": "Status", "source": "Source"},
        "quotes": {"claimant": "Who", "when": "When", "words": "Words", "source": "Source"},
        "control": {"place": "Place", "when": "As of", "held": "Held by", "claimant": "Says",
                    "source": "Source"},
    }  # fmt: skip
    return [alt.Tooltip(f"{name}:N", title=title) for name, title in fields[of].items()]
