"""Every table at hand: filter, draw, and take away the picture and the rows with their sources."""

import base64
import importlib.util
import io
from collections.abc import Callable
from html import escape
from typing import Any

import altair as alt
import pandas as pd

from kursk import look, reader, spreadsheet, tables, units
from kursk.lab.place import live, prepare_widgets

#: Every table that a reader can ask for by its name.
TABLES: dict[str, Callable[[], pd.DataFrame]] = {
    name: getattr(tables, name) for name in reader.schemas() if hasattr(tables, name)
}

#: Tables whose rows a chart of the book knows how to name.
_DRAWN = ("claims", "events", "quotes", "control")
_MARKS = ("point", "bar", "tick", "line")
_WIDTH = 620  # of the chart, in pixels; a narrower column shrinks it
_MOST_SHOWN = 40  # rows listed under the chart; the export has them all
_ANY = "any"
#: An axis of names holds so many; more would take minutes to draw and say nothing.
_MOST_NAMES = 60
#: What must agree before two figures stand on one axis, or on one line.
_KINDS = ("metric", "scope", "series")
_FILTERS = ("metric", "scope", "series", "side", "phase", "status")
#: How an axis writes a day.
_DAY = "%-d %b %Y"
#: Columns that a reader looks at first, in this order; the export has all.
_LISTED = ("when", "claimant", "figure", "stated", "title", "words", "place", "held", "status",
           "source", "note")  # fmt: skip

#: Columns that a chart begins with, the first that the table has.
_ACROSS = ("date", "lon", "language")
_UP = ("value", "km2", "lat", "side", "kind")


def prepared(name: str) -> pd.DataFrame:
    """Return a table with plain cells: lists as text, dates as ISO text, sources by name.

    Claims, events, quotations and control gain what charts draw (``date``, ``value`` in km² and
    km, ``figure``, ``source`` …) beside their own columns.
    """
    frame = TABLES[name]().reset_index(drop=name != "sources")
    if name in _DRAWN:
        drawn = look.rows(frame)
        own = frame.drop(columns=[column for column in drawn if column in frame])
        frame = pd.concat([drawn, own], axis=1)
    for column in frame.columns:
        if pd.api.types.is_datetime64_any_dtype(frame[column]):
            frame[column] = frame[column].dt.strftime("%Y-%m-%d")
        elif not pd.api.types.is_numeric_dtype(frame[column]):
            frame[column] = frame[column].map(
                lambda cell: "; ".join(cell) if isinstance(cell, tuple) else cell
            )
    return frame


def with_sources(rows: pd.DataFrame) -> pd.DataFrame:
    """Add the pages behind each row: publisher, title, date and address, in order of the ids."""
    column = next((name for name in ("source_ids", "source_id") if name in rows), None)
    if column is None or "url" in rows:
        return rows
    pages = tables.sources()
    found = rows[column].map(lambda cell: [one.strip() for one in cell.split(";") if one.strip()])
    added = {
        f"source_{field}": found.map(
            lambda ids, field=field: " | ".join(str(pages.loc[one, field]) for one in ids)
        )
        for field in ("publisher", "title", "date", "url")
    }
    return rows.assign(**added)


def csv(rows: pd.DataFrame) -> bytes:
    """Write rows with their sources as CSV for a spreadsheet."""
    table = with_sources(rows).drop(columns="link", errors="ignore")
    cells = table.astype(object).where(table.notna(), None)
    return spreadsheet.csv_text(list(table), cells.itertuples(index=False)).encode()


def can_draw() -> bool:
    """Tell whether the package that draws pictures is here; readers need it for the export only."""
    return importlib.util.find_spec("vl_convert") is not None


#: What the export says where it has rows alone.
_NO_PICTURE = (
    "no picture: that needs the package vl-convert-python (%pip install vl-convert-python)"
)


def picture(chart: alt.Chart, kind: str) -> bytes:
    """Draw a chart as ``svg`` or ``png`` without a browser or a network."""
    held = io.BytesIO() if kind == "png" else io.StringIO()
    chart.save(held, format=kind)  # type: ignore[arg-type]
    drawn = held.getvalue()
    return drawn if isinstance(drawn, bytes) else drawn.encode()


def hindrance(rows: pd.DataFrame, x: str, y: str) -> str:
    """Say why two columns cannot be drawn against each other; empty where they can.

    Figures of different kinds have no axis in common, and an axis has room for so many names.
    """
    if rows.empty:
        return "No row passes these filters."
    if "value" in (x, y) or "km2" in (x, y):
        mixed = [name for name in _KINDS if name in rows and rows[name].nunique() > 1]
        if mixed:
            return f"Choose one {' and one '.join(mixed)}: only figures of one kind compare."
    for column in (x, y):
        if _kind(rows, column) == "N" and rows[column].nunique() > _MOST_NAMES:
            return f"“{column}” has {rows[column].nunique()} values, too many for an axis."
    return ""


def draw(rows: pd.DataFrame, *, x: str, y: str, color: str, mark: str) -> alt.Chart:
    """Draw two columns of a table against each other; a line joins one claimant's own figures."""
    kinds = {str(column): _kind(rows, str(column)) for column in rows}
    tips = [column for column in _LISTED if column in rows]
    own = [c for c in ("claimant", *_KINDS) if c in rows]
    shown = rows[list(dict.fromkeys([x, y, *([color] if color != _ANY else []), *tips, *own]))]
    chart: alt.Chart = getattr(alt.Chart(shown), f"mark_{mark}")()
    chart = chart.encode(
        x=_axis(alt.X, x, kinds[x], rows),
        y=_axis(alt.Y, y, kinds[y], rows),
        tooltip=[f"{tip}:N" for tip in tips] or alt.Undefined,
    )
    if mark == "line":
        chart = chart.encode(detail=[f"{name}:N" for name in own])
    if color == "side":
        legend = look.legend_of(rows.dropna(subset=[x, y])["side"])
        chart = chart.encode(color=look.color(legend=True).legend(**legend))
        return (
            chart.encode(shape=look.shape(legend=True).legend(**legend))
            if mark == "point"
            else chart
        )
    return chart if color == _ANY else chart.encode(color=f"{color}:{kinds[color]}")


def _axis(channel: Any, column: str, kind: str, rows: pd.DataFrame) -> Any:
    """Return an axis: figures of one unit say it, a day is the same day in every time zone."""
    if kind == "T":
        axis = alt.Axis(title=None, format=_DAY, labelOverlap="parity", labelSeparation=8)
        return channel(f"{column}:T", axis=axis, scale=alt.Scale(type="utc", padding=8))
    title = column
    if column == "value" and "unit" in rows and rows["unit"].nunique() == 1:
        stated = rows["unit"].iloc[0]
        unit = units.SHOWN.get(stated, stated)
        title = units.WORDS[unit] or units.sign(unit) or column
    return channel(f"{column}:{kind}", title=title)


def silent(words: str) -> alt.Chart:
    """Return a chart that says why there is nothing to draw."""
    said = alt.Chart(pd.DataFrame({"words": [words]})).mark_text(fontSize=14)
    chart: alt.Chart = said.encode(text="words:N")
    return chart


def _kind(rows: pd.DataFrame, column: str) -> str:
    if pd.api.types.is_numeric_dtype(rows[column]) and rows[column].dtype != bool:
        return "Q"
    return "T" if column == "date" else "N"


def filtered(
    rows: pd.DataFrame, *, text: str = "", start: str = "", end: str = "", **equal: str
) -> pd.DataFrame:
    """Keep rows that hold ``text`` in any cell, lie in the window, and equal each given value."""
    if text:
        holds = rows.astype(str).apply(lambda c: c.str.contains(text, case=False, regex=False))
        rows = rows[holds.any(axis=1)]
    if "date" in rows:
        rows = rows[(rows["date"] >= start) & ((rows["date"] <= end) | (not end))]
    for column, value in equal.items():
        if value != _ANY and column in rows:
            rows = rows[rows[column] == value]
    return rows


def bench(table: str = "claims", *, metric: str = "settlements_held", scope: str = "kursk") -> Any:
    """Return the bench on one table: filters, chart builder, export; in a page, a still.

    Args:
        table: name of the table to begin with, one of :data:`TABLES`.
        metric: for claims, the metric to begin with.
        scope: for claims, what is counted.

    Raises:
        ValueError: there is no such table; the message names those that there are.
    """
    if table not in TABLES:
        raise ValueError(f"found no table {table!r}, expected one of {', '.join(TABLES)}")
    if live():
        prepare_widgets()
        return Bench(table, metric, scope).box
    rows = filtered(prepared("claims"), metric=metric, scope=scope)
    return look.figure(
        draw(rows, x="date", y="value", color="side", mark="point"),
        id=f"bench-{metric.replace('_', '-')}",
        title=f"The bench draws any column of any table: here {metric.replace('_', ' ')} by date",
        subtitle="Every claim of one metric, by date and party",
        alt_text=f"{len(rows)} claims of {metric.replace('_', ' ')} as points by date, in the "
        "colour and shape of the party that made each.",
        see="A still. In a running notebook, choose table, filters, columns and marks yourself.",
        rows=rows,
    )


class Bench:
    """The widgets of the bench."""

    def __init__(self, table: str, metric: str, scope: str = "kursk") -> None:
        import ipywidgets as w

        style, wide = {"description_width": "90px"}, w.Layout(width="auto")

        def menu(name: str, options: list[str]) -> Any:
            return w.Dropdown(options=options, description=name, style=style, layout=wide)

        def line(name: str, hint: str) -> Any:
            return w.Text(description=name, placeholder=hint, continuous_update=False,
                          style=style, layout=wide)  # fmt: skip

        self.table = w.Dropdown(options=list(TABLES), value=table, description="Table",
                                style=style, layout=wide)  # fmt: skip
        self.filters = {name: menu(name, [_ANY]) for name in _FILTERS}
        self.text = line("Text", "any word in the row")
        self.start, self.end = line("From", "2024-08-06"), line("To", "2025-04-26")
        self.x, self.y, self.color = menu("x", []), menu("y", []), menu("colour", [_ANY])
        self.mark = menu("mark", list(_MARKS))
        self.chart = alt.JupyterChart(silent("…"), embed_options={"renderer": "svg"})
        self.list, self.files = w.HTML(), w.HTML()
        self.export = w.Button(
            description="Export", tooltip="Picture as SVG and PNG, rows with sources as CSV"
        )
        self.rows = pd.DataFrame()
        self._filling = False
        self._controls = [*self.filters.values(), self.text, self.start, self.end,
                          self.x, self.y, self.color, self.mark]  # fmt: skip
        for control in self._controls:
            control.observe(self._draw, "value")
        self.table.observe(self._fill, "value")
        self.export.on_click(self._write)
        columns = w.Layout(grid_template_columns="repeat(auto-fit, minmax(15em, 1fr))")
        grid = w.GridBox([self.table, *self._controls], layout=columns)
        self.box = w.VBox([grid, self.chart, w.HBox([self.export, self.files]), self.list])
        self.box.add_class("kursk-bench")
        self._fill()
        if table == "claims":
            self._filling = True
            self.filters["metric"].value, self.filters["scope"].value = metric, scope
            self._filling = False
            self._draw()

    def _fill(self, _change: object = None) -> None:
        """Offer the columns and values of the chosen table."""
        self._filling = True
        self.whole = prepared(self.table.value)
        for name, control in self.filters.items():
            values = sorted(set(self.whole[name])) if name in self.whole else []
            control.options = [_ANY, *[value for value in values if value]]
            control.disabled = not values
        columns = list(self.whole.columns)
        for control, wanted in ((self.x, _ACROSS), (self.y, _UP)):
            control.options = columns
            control.value = next((name for name in wanted if name in columns), columns[-1])
        self.color.options = [_ANY, *columns]
        self.color.value = "side" if "side" in columns else _ANY
        self._filling = False
        self._draw()

    def _draw(self, _change: object = None) -> None:
        if self._filling:
            return
        chosen = {name: control.value for name, control in self.filters.items()}
        self.rows = filtered(self.whole, text=self.text.value, start=self.start.value,
                             end=self.end.value, **chosen)  # fmt: skip
        self.files.value = ""
        said = hindrance(self.rows, self.x.value, self.y.value)
        self.chart.chart = silent(said) if said else self._drawn()
        self.export.disabled = self.rows.empty
        columns = [name for name in _LISTED if name in self.rows] or list(self.rows)[:8]
        listed = self.rows.head(_MOST_SHOWN)[columns].to_html(index=False, escape=True, na_rep="")
        head = f"<p>{len(self.rows)} rows, {min(len(self.rows), _MOST_SHOWN)} listed</p>"
        self.list.value = f'<div style="overflow:auto;max-height:22em">{head}{listed}</div>'

    def _drawn(self) -> alt.Chart:
        chart = draw(self.rows, x=self.x.value, y=self.y.value, color=self.color.value,
                     mark=self.mark.value)  # fmt: skip
        title = f"{self.table.value}: {self.y.value} by {self.x.value}"
        return chart.properties(width=_WIDTH, height=320, title=title)

    def _write(self, _button: object) -> None:
        """Offer the picture and the rows as links that need no server."""
        self.files.value = "Writing …"
        name = self.table.value
        files = [(f"{name}.csv", "text/csv", csv(self.rows))]
        drawable = not hindrance(self.rows, self.x.value, self.y.value)
        if drawable and can_draw():
            chart = self._drawn()
            files += [
                (f"{name}.svg", "image/svg+xml", picture(chart, "svg")),
                (f"{name}.png", "image/png", picture(chart, "png")),
            ]
        links = [
            f'<a download="{escape(file)}" href="data:{kind};base64,'
            f'{base64.b64encode(content).decode()}">{escape(file)}</a>'
            for file, kind, content in files
        ]
        self.files.value = " · ".join(links + [_NO_PICTURE] * (drawable and not can_draw()))
