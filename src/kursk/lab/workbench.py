"""Every table at hand: filter, draw, and take away the picture and the rows with their sources."""

import base64
import io
from collections.abc import Callable
from html import escape
from typing import Any

import altair as alt
import pandas as pd

from kursk import look, tables
from kursk.lab import charts
from kursk.lab.place import live, prepare_widgets

TABLES: dict[str, Callable[[], pd.DataFrame]] = {
    "claims": tables.claims,
    "events": tables.events,
    "quotes": tables.quotes,
    "control": tables.control,
    "places": tables.places,
    "area_series": tables.area_series,
    "phases": tables.phases,
    "people": tables.people,
    "glossary": tables.glossary,
    "conflicts": tables.conflicts,
    "quizzes": tables.quizzes,
    "seed_coverage": tables.seed_coverage,
    "sources": tables.sources,
    "changelog": tables.changelog,
}

#: Tables whose rows a chart of the book knows how to name.
_DRAWN = ("claims", "events", "quotes", "control")
_MARKS = ("point", "bar", "tick", "line")
_MOST_SHOWN = 40  # rows listed under the chart; the export has them all
_ANY = "any"

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
    """Write rows with their sources as UTF-8 CSV."""
    return with_sources(rows).drop(columns="link", errors="ignore").to_csv(index=False).encode()


def picture(chart: alt.Chart, kind: str) -> bytes:
    """Draw a chart as ``svg`` or ``png`` without a browser or a network."""
    held = io.BytesIO() if kind == "png" else io.StringIO()
    chart.save(held, format=kind)  # type: ignore[arg-type]
    drawn = held.getvalue()
    return drawn if isinstance(drawn, bytes) else drawn.encode()


def draw(rows: pd.DataFrame, *, x: str, y: str, color: str, mark: str) -> alt.Chart:
    """Draw any two columns of a table against each other; every row keeps its own mark."""
    kinds = {str(column): _kind(rows, str(column)) for column in rows}
    tips = [c for c in ("claimant", "when", "figure", "stated", "title", "words", "status",
                        "source", "publisher") if c in rows]  # fmt: skip
    shown = rows[list(dict.fromkeys([x, y, *([color] if color != _ANY else []), *tips]))]
    chart: alt.Chart = getattr(alt.Chart(shown), f"mark_{mark}")(opacity=0.85)
    chart = chart.encode(
        x=alt.X(f"{x}:{kinds[x]}", title=x),
        y=alt.Y(f"{y}:{kinds[y]}", title=y),
        tooltip=[f"{tip}:N" for tip in tips] or alt.Undefined,
    )
    if color == "side":
        chart = chart.encode(color=look.color(legend=True))
        return chart.encode(shape=look.shape()) if mark == "point" else chart
    return chart if color == _ANY else chart.encode(color=f"{color}:{kinds[color]}")


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


def bench(table: str = "claims", *, metric: str = "settlements_held") -> Any:
    """Return the bench on one table: filters, chart builder, export; in a page, a still.

    Args:
        table: name of the table to begin with, one of :data:`TABLES`.
        metric: for claims, the metric to begin with.

    Raises:
        KeyError: there is no such table.
    """
    if live():
        prepare_widgets()
        return Bench(table, metric).box
    rows = filtered(prepared("claims"), metric=metric)
    return look.figure(
        draw(rows, x="date", y="value", color="side", mark="point"),
        id=f"bench-{metric.replace('_', '-')}",
        title=f"The bench draws any column of any table: here {metric.replace('_', ' ')} by date",
        subtitle="Every claim of one metric, by date and party",
        alt=f"{len(rows)} claims of {metric.replace('_', ' ')} as points by date, in the colour "
        "and shape of the party that made each.",
        see="A still. In a running notebook, choose table, filters, columns and marks yourself.",
        rows=rows,
    )


class Bench:
    """The widgets of the bench."""

    def __init__(self, table: str, metric: str) -> None:
        import ipywidgets as w

        style, wide = {"description_width": "90px"}, w.Layout(width="auto")

        def menu(name: str, options: list[str]) -> Any:
            return w.Dropdown(options=options, description=name, style=style, layout=wide)

        def line(name: str, hint: str) -> Any:
            return w.Text(description=name, placeholder=hint, continuous_update=False,
                          style=style, layout=wide)  # fmt: skip

        self.table = w.Dropdown(options=list(TABLES), value=table, description="Table",
                                style=style, layout=wide)  # fmt: skip
        self.filters = {name: menu(name, [_ANY]) for name in ("metric", "side", "phase", "status")}
        self.text = line("Text", "any word in the row")
        self.start, self.end = line("From", "2024-08-06"), line("To", "2025-04-26")
        self.x, self.y, self.color = menu("x", []), menu("y", []), menu("colour", [_ANY])
        self.mark = menu("mark", list(_MARKS))
        self.chart = alt.JupyterChart(charts.empty("…"), embed_options={"renderer": "svg"})
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
        thirds = w.Layout(grid_template_columns="repeat(3, minmax(0, 1fr))")
        grid = w.GridBox([self.table, *self._controls], layout=thirds)
        self.box = w.VBox([grid, self.chart, w.HBox([self.export, self.files]), self.list])
        self.box.add_class("kursk-bench")
        self._fill()
        if table == "claims":
            self.filters["metric"].value = metric

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
        if self.rows.empty:
            self.chart.chart = charts.empty("No row passes these filters.")
            self.list.value = ""
            return
        self.chart.chart = self._drawn()
        shown = self.rows.head(_MOST_SHOWN).drop(columns="link", errors="ignore")
        listed = shown.to_html(index=False, escape=True, na_rep="")
        head = f"<p>{len(self.rows)} rows, {min(len(self.rows), _MOST_SHOWN)} listed</p>"
        self.list.value = f'<div style="overflow:auto;max-height:22em">{head}{listed}</div>'

    def _drawn(self) -> alt.Chart:
        chart = draw(self.rows, x=self.x.value, y=self.y.value, color=self.color.value,
                     mark=self.mark.value)  # fmt: skip
        title = f"{self.table.value}: {self.y.value} by {self.x.value}"
        return chart.properties(width=charts.WIDTH, height=320, title=title)

    def _write(self, _button: object) -> None:
        """Offer the picture and the rows as links that need no server."""
        if self.rows.empty:
            return
        chart, name = self._drawn(), self.table.value
        files = [
            (f"{name}.svg", "image/svg+xml", picture(chart, "svg")),
            (f"{name}.png", "image/png", picture(chart, "png")),
            (f"{name}.csv", "text/csv", csv(self.rows)),
        ]
        self.files.value = " · ".join(
            f'<a download="{escape(file)}" href="data:{kind};base64,'
            f'{base64.b64encode(content).decode()}">{escape(file)}</a>'
            for file, kind, content in files
        )
