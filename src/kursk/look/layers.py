"""Layers of a chart: phases, claims with their ranges and open ends, measured areas, names."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import altair as alt
import pandas as pd

from kursk import phrases, tables
from kursk.hedges import OPEN_ABOVE, OPEN_BELOW
from kursk.look.channels import date
from kursk.look.theme import ACCENT, PALE, QUIET, Layers


def _late(start: str, end: str) -> str:
    """Return the day from which a name has more room on its left."""
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    return (first + (last - first) * 0.55).isoformat()


#: About how wide a letter of a chart is, and how high a line, in pixels.
_LETTER, _LINE = 7, 14


def _band_name(base: alt.Chart, line: int, late: bool) -> Any:
    """Write the name of a phase above the chart, where no mark is."""
    one = base.transform_filter(alt.datum.line == line)
    look: dict[str, Any] = {"color": QUIET, "fontStyle": "italic"}
    y = alt.value(-8 - 14 * line)
    if late:
        return one.mark_text(align="right", **look).encode(x="to:T", text="phase:N", y=y)
    return one.mark_text(align="left", **look).encode(text="phase:N", y=y)


def bands(start: str, end: str, phases: Iterable[str] | None = None) -> Layers:
    """Return the phases between two ISO dates as labelled bands; they overlap as phases do.

    Use::

        look.bands("2024-09-01", "2025-03-07", ["stalemate"]) + lines + dots
    """
    table = tables.phases()
    if phases is not None:
        table = table[table["phase_id"].isin(list(phases))]
    table = table[(table["start"] < end) & (table["end"] > start)].reset_index(drop=True)
    data = pd.DataFrame(
        {
            "from": table["start"].map(lambda day: max(day, start)),
            "to": table["end"].map(lambda day: min(day, end)),
            "phase": table["title"],
            "line": range(len(table)),
        }
    )
    base = alt.Chart(data).encode(x=date("from", start, end))
    band = base.mark_rect(fill=QUIET, opacity=0.07).encode(x2="to:T")
    names = [
        _band_name(base, line, late) for line, late in enumerate(data["from"] > _late(start, end))
    ]
    return alt.layer(band, *names)


def _axis(along: str, field: str, title: str | None) -> dict[str, Any]:
    channel: Any = alt.X(f"{field}:Q") if along == "x" else alt.Y(f"{field}:Q")
    return {along: channel if title is None else channel.title(title)}


def spans(base: alt.Chart, along: str = "y", title: str | None = None) -> Any:
    """Return the ranges of claims as thick lines, ``along`` the axis of the figures.

    A claim without a range has no length, so that nothing is drawn of it.

    Use::

        base = alt.Chart(said).encode(y=look.lanes(), color=look.color())
        look.spans(base, "x", "km from the border") + base.mark_point().encode(x="value:Q")
    """
    rule = base.mark_rule(strokeWidth=4)
    return rule.encode(**_axis(along, "low", title), **{f"{along}2": "high:Q"})


#: Axis of the figures → arrow for “more than” and for “up to”: paths beside the mark.
_ARROWS = {
    "y": ("M0,-1.5V-3.3M-0.6,-2.6L0,-3.3L0.6,-2.6", "M0,1.5V3.3M-0.6,2.6L0,3.3L0.6,2.6"),
    "x": ("M1.5,0H3.3M2.6,-0.6L3.3,0L2.6,0.6", "M-1.5,0H-3.3M-2.6,-0.6L-3.3,0L-2.6,0.6"),
}


def open_ends(base: alt.Chart, y: str = "value:Q", along: str = "y") -> Layers:
    """Mark “more than” and “at least” with an arrow up, “up to” and “less than” with one down.

    ``along="x"`` points right and left, for figures that lie side by side in lanes.

    Use::

        base = alt.Chart(said).encode(look.date("date", start, end), look.color())
        dots + look.open_ends(base)
    """
    above = alt.FieldOneOfPredicate(field="qualifier", oneOf=sorted(OPEN_ABOVE))
    below = alt.FieldOneOfPredicate(field="qualifier", oneOf=sorted(OPEN_BELOW))
    arrows = [
        base.transform_filter(ends)
        .mark_point(shape=shape, filled=False, strokeWidth=1.8, size=80, opacity=1)
        .encode(**{along: y})
        for ends, shape in zip((above, below), _ARROWS[along], strict=True)
    ]
    return alt.layer(*arrows)


def claims_over_time(base: alt.Chart, title: str) -> Layers:
    """Return claims by day in three layers: ranges, open ends, and dots in the party's shape.

    ``base`` has the day on x and the party's colour; ``title`` is the unit on the y axis, which
    starts at zero. What ``base`` says of shape, opacity and tooltip goes for every layer.

    Use::

        base = alt.Chart(said).encode(look.date("date", start, end), look.color(), look.shape())
        look.bands(start, end) + look.claims_over_time(base, "km²")
    """
    shapeless = base.copy()
    if shapeless.encoding is not alt.Undefined:
        shapeless.encoding.shape = alt.Undefined
    dots = base.transform_filter("isValid(datum.value)").mark_point(size=80)
    y = alt.Y("value:Q").title(title).scale(zero=True)
    return alt.layer(spans(shapeless, "y", title), open_ends(shapeless), dots.encode(y=y))


class Measured(NamedTuple):
    """A measured area as a layer, the ids of its sources, and its numbers as a table."""

    chart: alt.Chart
    sources: list[str]
    table: pd.DataFrame

    def rows(self) -> pd.DataFrame:
        """Return the numbers as :func:`rows` gives statements, for the table of a figure."""
        long = self.table.melt("Date", var_name="claimant", value_name="figure")
        long = long[long["figure"] != ""].rename(columns={"Date": "when"})
        publisher = tables.sources().loc[self.sources, "publisher"].str.cat(sep="; ")
        return long.assign(link="", stated="measured by this book", source=publisher)


def measured(
    series: str | Sequence[str],
    start: str,
    end: str,
    *,
    names: Sequence[str] = (),
    mark: str = "area",
    title: str = "km²",
) -> Measured:
    """Return areas measured on public maps, as steps in quiet colours: nothing between two days.

    ``mark`` is “area” or “line”; two series as areas stand on one another, the first below.
    ``names`` are words for the series in table and tooltip. Columns of ``chart.data``: ``date``
    (ISO day), ``series`` (its name), ``km2``, ``top`` (km² with the series below it).

    Use::

        ground = look.measured("deepstate_blue_kursk", "2024-08-06", "2024-09-10")
        look.figure(ground.chart + dots, sources=ground.sources, table=ground.table, …)
    """
    ids = [series] if isinstance(series, str) else list(series)
    said = dict(zip(ids, names, strict=True)) if names else {name: name for name in ids}
    frame = tables.area_series(ids)
    frame = frame[frame["date"].between(start, end)]
    frame = frame.assign(
        date=frame["date"].dt.strftime("%Y-%m-%d"),
        order=frame["series"].map(ids.index),
        series=frame["series"].map(said),
    ).sort_values(["date", "order"])
    frame["top"] = frame.groupby("date")["km2"].cumsum()
    colors = alt.Scale(domain=list(said.values()), range=[QUIET, PALE, QUIET][: len(ids)])
    base = alt.Chart(frame[["date", "series", "order", "km2", "top"]]).encode(
        date("date", start, end),
        alt.Order("order:Q"),
        tooltip=[alt.Tooltip("date:N", title="Day"), alt.Tooltip("series:N", title="Measured"),
                 alt.Tooltip("km2:Q", title="km²", format=",.0f")],
    )  # fmt: skip
    if mark == "area":
        fill = base.mark_area(
            interpolate="step-after", fillOpacity=0.55, opacity=1, stroke=QUIET, strokeWidth=1
        )
        chart = fill.encode(
            alt.Y("km2:Q", stack="zero").title(title),
            alt.Fill("series:N", scale=colors, legend=None),
        )
    else:
        chart = base.mark_line(interpolate="step-after", strokeWidth=1.5).encode(
            alt.Y("km2:Q").title(title).scale(zero=True),
            alt.Stroke("series:N", scale=colors, legend=None),
            alt.StrokeDash("series:N", scale=alt.Scale(domain=list(said.values())), legend=None),
        )
    wide = frame.pivot(index="date", columns="series", values="km2")[list(said.values())]
    days = wide.index.map(phrases.date)
    table = wide.map(lambda km2: "" if pd.isna(km2) else f"{km2:,.0f} km²").set_axis(days)
    table.columns.name = None
    return Measured(chart, sorted(set(frame["source_id"])), table.reset_index(names="Date"))


def name_areas(ground: Measured) -> Any:
    """Write the name of each area of :func:`measured` into it, right of the middle.

    Use::

        ground = look.measured(series, start, end, names=["held", "grey zone"])
        ground.chart + look.name_areas(ground)
    """
    frame = ground.chart.data
    days = frame["date"].drop_duplicates()
    spots = frame[frame["date"] == days.iloc[len(days) * 5 // 8]]
    spots = spots.assign(at=spots["top"] - spots["km2"] / 2)
    x = ground.chart.encoding.x
    return alt.Chart(spots).mark_text().encode(x=x, y="at:Q", text="series:N")


def beside(base: alt.Chart, text: str, *, low: str = "low", high: str = "high") -> Any:
    """Write a field beside each mark in its lane, on the side where there is more room.

    Use::

        base = alt.Chart(said).encode(y=look.lanes(), color=look.color())
        look.spans(base, "x", "km") + look.beside(base, "brief")
    """
    return (
        base.transform_joinaggregate(most=f"max({high})")
        .transform_calculate(right=f"datum.most - datum.{high} >= datum.{low}")
        .transform_calculate(beside=f"datum.right ? datum.{high} : datum.{low}")
        .mark_text(
            align=alt.expr("datum.right ? 'left' : 'right'"),
            dx=alt.expr("datum.right ? 10 : -10"),
        )
        .encode(x="beside:Q", text=f"{text}:N")
    )


def next_to(base: alt.Chart, text: Any, *, gap: int = 6, rise: int = 0) -> Any:
    """Write a field right of where each mark of ``base`` ends, ``rise`` pixels above it.

    Words that would leave the chart stand one below the other.

    Use::

        bars + look.next_to(base.encode(x="value:Q"), "part:N")
    """
    aside: dict[str, Any] = {"align": "left", "dx": gap}
    if not isinstance(text, str):
        return base.mark_text(dy=-rise, **aside).encode(text=text)
    x, words = (
        f"datum['{field.partition(':')[0]}']" for field in (base.encoding.x.shorthand, text)
    )
    words = f"(isValid({words}) ? '' + {words} : '')"
    end = f"scale('x', {x}) + bandwidth('x') / 2 + {gap} + {_LETTER} * length({words})"
    lines = f"({end} > width ? split({words}, ' ') : [{words}])"
    rise_of_lines = alt.expr(f"{-rise} - {_LINE / 2} * (length({lines}) - 1)")
    return base.mark_text(dy=rise_of_lines, **aside).encode(text=alt.value(alt.expr(lines)))


def unit_above(base: alt.Chart, unit: str = "unit") -> Any:
    """Write the unit of the rows that are drawn above the y axis, for a chart that changes it.

    Use::

        base = alt.Chart(said).transform_filter("datum.kind == kind")
        base.mark_point().encode(look.amounts("middle")) + look.unit_above(base)
    """
    one = alt.Chart(base.data, transform=[*base.transform]).transform_aggregate(groupby=[unit])
    place = {"x": alt.value(0), "y": alt.value(-8), "text": f"{unit}:N"}
    return one.mark_text(align="left", color=QUIET).encode(**place)


def words_at(start: str, end: str, places: Mapping[str, tuple[str, float]]) -> Any:
    """Write words into a chart over time: each at a day and a height, on the y axis.

    Use::

        areas + look.words_at("2024-08-01", "2025-05-01", {"held by Ukraine": ("2024-09-10", 300)})
    """
    rows = [(words, day, height) for words, (day, height) in places.items()]
    words = pd.DataFrame(rows, columns=["words", "day", "height"])
    base = alt.Chart(words).encode(date("day", start, end), y="height:Q", text="words:N")
    return base.mark_text(align="left", lineBreak="\n")


def phase_bars(start: str, end: str, step: float, ticks: Sequence[float]) -> Any:
    """Return the spans of the chapters, numbered, as bars under a chart: one each ``step`` down.

    ``ticks`` are the values of the y axis: below zero it has none.

    Use::

        areas + look.phase_bars("2024-08-01", "2025-05-01", 95, [0, 400, 800])
    """
    phases = tables.phases()
    phases = phases.assign(number=range(1, len(phases) + 1))
    phases["y"] = -step * phases["number"]
    base = alt.Chart(phases).encode(
        date("start", start, end), alt.Y("y:Q").axis(values=list(ticks)), text="number:N"
    )
    bars = base.mark_rule(strokeWidth=5, color=ACCENT, clip=True).encode(x2="end:T")
    return bars + base.mark_text(align="right", dx=-3)


def name_last(base: alt.Chart, text: str = "side", *, by: str = "side") -> Any:
    """Write a name at the last mark of each series, above it or, where two are near, below.

    ``base`` is a chart on :func:`rows` of claims with the day on x; ``by`` tells the series apart.

    Use::

        lines = base.mark_line().encode(y="value:Q", strokeDash=look.dash())
        lines + look.name_last(base, "side")
    """
    last = base.data.sort_values("date").groupby(by).tail(1).sort_values("middle")
    reach = base.data["high"].max() or 1
    days = pd.to_datetime(last["date"])
    beside = days.diff(-1).abs() <= (days.max() - days.min()) * 0.25
    below = beside & (-last["middle"].diff(-1) < 0.12 * reach)
    last = last.assign(above=~below, name=last[text])
    middle = "(domain('x')[0] * 0.4 + domain('x')[1] * 0.6)"
    late = f"toDate(datum.date) > {middle}"
    return (
        base.properties(data=last)
        .mark_text(
            align=alt.expr(f"{late} ? 'right' : 'left'"),
            dx=alt.expr(f"{late} ? -8 : 8"),
            dy=alt.expr("datum.above ? -13 : 15"),
        )
        .encode(y="middle:Q", text="name:N")
    )
