"""Every table at hand: filter, draw, and take away the picture and the rows with their sources."""

import base64
import importlib.util
import io
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import altair as alt
import pandas as pd

from kursk import look, reader, spreadsheet, tables, units
from kursk.days import Day, window
from kursk.lab.asked import asked, covered
from kursk.lab.place import Answering, live, prepare_widgets
from kursk.look.show import following
from kursk.refusal import RefusalError, unknown

#: Every table that a reader can ask for by its name.
TABLES: dict[str, Callable[[], pd.DataFrame]] = {
    name: getattr(tables, name) for name in reader.schemas() if hasattr(tables, name)
}

#: Tables whose rows a chart of the book knows how to name.
_DRAWN = ("claims", "events", "quotes", "control")
#: Bars of one day stand one behind another, as claims do not add up; a line shows its figures.
_MARKS: dict[str, dict[str, Any]] = {
    "point": {}, "bar": {"opacity": 0.6}, "tick": {}, "line": {"point": True},
}  # fmt: skip
_WIDTH = 620  # of a chart that leaves the bench, in pixels; in it, it follows the window
_MOST_COLUMNS = 8
_MOST_SHOWN = 40  # rows listed under the chart; the export has them all
_ANY = "any"
#: An axis of names holds so many; more would take minutes to draw and say nothing.
_MOST_NAMES = 60
#: What must agree before two figures stand on one axis, or on one line.
_KINDS = ("metric", "scope", "series")
_FILTERS = {
    "metric": "What is counted", "scope": "Covering", "series": "Series",
    "side": "Parties (several: Ctrl, Cmd or Shift)", "phase": "Phase", "status": "Status",
}  # fmt: skip
#: Filters whose choices depend on what is counted.
_NARROWED = ("scope", "side")
#: Columns whose names are no words.
_IN_WORDS = {"lat": "latitude", "lon": "longitude", "km2": "km²", "side": "party"}
#: A line ends where a claimant is silent for longer: nothing may look as if it were known.
_LONGEST_GAP = pd.Timedelta(days=31)
#: No column is chosen yet.
_NO_COLUMN = "choose one"
#: What stands under the title of a chart that leaves the bench, in lines for a narrow column.
_OWN_CHOICE = [
    "A reader's own choice of rows of The Kursk campaign;",
    "the sources are in its CSV.",
]
#: How an axis writes a day.
_DAY = "%-d %b %Y"
#: Columns of drawn rows that a reader looks at first, in this order; the export has all.
_LISTED = ("when", "claimant", "figure", "stated", "title", "words", "place", "held", "status",
           "source", "note")  # fmt: skip

#: Columns that a chart begins with, the first that the table has.
_ACROSS = ("date", "lon")
_UP = ("value", "km2", "held", "side", "lat", "lane")


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
    if _NO_COLUMN in (x, y):
        return "Choose two columns to draw; the rows stand below."
    if "value" in (x, y) or "km2" in (x, y):
        mixed = [name for name in _KINDS if name in rows and rows[name].nunique() > 1]
        if mixed:
            menus = " and ".join(f"“{_FILTERS[name]}”" for name in mixed)
            return f"Choose one answer under {menus}: only figures of one kind compare."
    for column in (x, y):
        if _kind(rows, column) == "N" and rows[column].nunique() > _MOST_NAMES:
            return f"“{worded(column)}” has {rows[column].nunique()} values, too many for an axis."
    return ""


def worded(column: str) -> str:
    """Return the name of a column in words."""
    return _IN_WORDS.get(column, column.replace("_", " "))


def telling(rows: pd.DataFrame) -> list[str]:
    """Return the columns that tell a reader which row this is: tables begin with them."""
    if "when" not in rows:
        return [str(column) for column in rows][:_MOST_COLUMNS]
    return [name for name in _LISTED if name in rows]


def runs(rows: pd.DataFrame, own: list[str]) -> pd.Series:
    """Number each claimant's figures by the silence before them: one number is one line."""
    ordered = rows.sort_values("date")
    of_one = [ordered[name] for name in own]
    days = pd.to_datetime(ordered["date"], errors="coerce")
    silences: Any = days.groupby(of_one, dropna=False).diff()
    numbers: pd.Series = (silences > _LONGEST_GAP).groupby(of_one, dropna=False).cumsum()
    return numbers


def draw(rows: pd.DataFrame, *, x: str, y: str, color: str, mark: str) -> alt.Chart:
    """Draw two columns of a table against each other; a line joins one claimant's own figures."""
    kinds = {str(column): _kind(rows, str(column)) for column in rows}
    tips = telling(rows)
    own = [c for c in ("claimant", *_KINDS) if c in rows]
    shown = rows[list(dict.fromkeys([x, y, *([color] if color != _ANY else []), *tips, *own]))]
    if mark == "line" and own and "date" in (x, y):
        shown = shown.assign(run=runs(rows.dropna(subset=[x, y]), own))
        own = [*own, "run"]
    chart: alt.Chart = getattr(alt.Chart(shown), f"mark_{mark}")(**_MARKS[mark])
    chart = chart.encode(
        x=_axis(alt.X, x, kinds[x], rows),
        y=_axis(alt.Y, y, kinds[y], rows),
        tooltip=[alt.Tooltip(f"{tip}:N", title=worded(tip)) for tip in tips],
    )
    if mark == "line":
        chart = chart.encode(detail=[f"{name}:N" for name in own])
    return chart.encode(**_colored(rows.dropna(subset=[x, y]), color, mark))


def _colored(rows: pd.DataFrame, color: str, mark: str) -> dict[str, Any]:
    """Return the channels of a colour; parties have their shapes, too, where a mark has one."""
    if color == _ANY:
        return {}
    if color != "side":
        return {"color": alt.Color(f"{color}:{_kind(rows, color)}", title=worded(color))}
    legend = look.legend_of(rows["side"])
    color_and_key = {"color": look.color(legend=True).legend(**legend)}
    shape = {"shape": look.shape(legend=True).legend(**legend)}
    return color_and_key | (shape if mark in ("point", "line") else {})


def _axis(channel: Any, column: str, kind: str, rows: pd.DataFrame) -> Any:
    """Return an axis: figures of one unit say it, a day is the same day in every time zone."""
    if kind == "T":
        axis = alt.Axis(title=None, format=_DAY, labelOverlap="parity", labelSeparation=8)
        return channel(f"{column}:T", axis=axis, scale=alt.Scale(type="utc", padding=8))
    title = worded(column)
    drawn = {units.SHOWN.get(unit, unit) for unit in rows.get("unit", ())}
    if column == "value" and len(drawn) == 1:
        (unit,) = drawn
        title = units.WORDS[unit] or units.sign(unit) or title
    scale = alt.Scale(zero=False) if column in ("lon", "lat") else alt.Undefined
    return channel(f"{column}:{kind}", title=title, scale=scale, stack=None)


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
    rows: pd.DataFrame,
    *,
    text: str = "",
    start: str = "",
    end: str = "",
    **equal: str | tuple[str, ...],
) -> pd.DataFrame:
    """Keep rows that hold ``text`` in any cell, lie in the window, and have each given value.

    Several values of a column are alternatives; none, or “any”, leaves it open.

    Raises:
        RefusalError: an end of the window is no day, or the window is turned round.
    """
    start, end = window(start, end)
    if text:
        holds = rows.astype(str).apply(lambda c: c.str.contains(text, case=False, regex=False))
        rows = rows[holds.any(axis=1)]
    if "date" in rows:
        rows = rows[[Day(date).within(start, end) for date in rows["date"]]]
    for column, value in equal.items():
        values = (value,) if isinstance(value, str) else value
        if column in rows and values and _ANY not in values:
            rows = rows[rows[column].isin(values)]
    return rows


def heading(table: str, rows: pd.DataFrame, x: str, y: str) -> alt.Title:
    """Return the title of a chart: what is counted and what it covers, where that is one thing."""
    said = [
        str(reader.by_id(of)[rows[column].iloc[0]][words])
        for column, (of, words) in tables.WORDED.items()
        if column in _KINDS and column in rows and rows[column].nunique() == 1
    ]
    return alt.Title(
        ", ".join(said) or f"{table}: {worded(y)} by {worded(x)}", subtitle=_OWN_CHOICE
    )


def bench(table: str = "claims", *, metric: str = "settlements_held", scope: str = "kursk") -> Any:
    """Return the bench on one table: filters, chart builder, export; in a page, a still.

    A notebook keeps the still beside the bench: saved, it has no other picture of it.

    Args:
        table: name of the table to begin with, one of :data:`TABLES`.
        metric: for claims, the metric to begin with.
        scope: for claims, what is counted.

    Raises:
        RefusalError: there is no such table, metric or scope, or no claim of the metric covers the
            scope; the message names what there is.
    """
    if table not in TABLES:
        raise unknown("table", table, {name: name for name in TABLES})
    metric, scope = asked(metric, scope)
    claims = filtered(prepared("claims"), metric=metric)
    rows = filtered(claims, scope=scope)
    if rows.empty:
        raise RefusalError(
            f"No claim of {metric} covers {scope}. It has claims for: {covered(claims)}."
        )
    still = look.figure(
        draw(rows, x="date", y="value", color="side", mark="point"),
        id=f"bench-{metric.replace('_', '-')}",
        title=f"The bench draws any column of any table: here {metric.replace('_', ' ')} by date",
        subtitle="Every claim of one metric, by date and party",
        alt_text=f"{len(rows)} claims of {metric.replace('_', ' ')} as points by date, in the "
        "colour and shape of the party that made each.",
        see="A still. In a running notebook, choose table, filters, columns and marks yourself.",
        rows=rows,
    )
    if not live():
        return still
    prepare_widgets()
    return Answering(Bench(table, metric, scope).box, still)


class Bench:
    """The widgets of the bench."""

    def __init__(self, table: str, metric: str, scope: str = "kursk") -> None:
        import ipywidgets as w

        style, wide = {"description_width": "auto"}, w.Layout(width="auto")

        def menu(name: str, options: Sequence[str]) -> Any:
            return w.Dropdown(options=options, description=name, style=style, layout=wide)

        def line(name: str, hint: str) -> Any:
            return w.Text(description=name, placeholder=hint, continuous_update=False,
                          style=style, layout=wide)  # fmt: skip

        self.table = w.Dropdown(options=list(TABLES), value=table, description="Table",
                                style=style, layout=wide)  # fmt: skip
        self.filters = {name: menu(words, [_ANY]) for name, words in _FILTERS.items()}
        self.filters["side"] = w.SelectMultiple(
            options=[_ANY], value=[_ANY], rows=4, description=_FILTERS["side"], style=style,
            layout=wide,
        )  # fmt: skip
        self.text = line("Text", "any word in the row")
        self.start, self.end = line("From", "6 August 2024"), line("To", "26 April 2025")
        self.x, self.y, self.color = menu("Across", []), menu("Up", []), menu("Colour", [_ANY])
        self.mark = menu("Mark", list(_MARKS))
        self.chart = self._canvas(silent("…"))
        self.list, self.files = w.HTML(), w.HTML()
        self.export = w.Button(
            description="Export", tooltip="Picture as SVG and PNG, rows with sources as CSV"
        )
        self.rows = pd.DataFrame()
        self._filling = False
        self._controls = [*self.filters.values(), self.text, self.start, self.end,
                          self.x, self.y, self.color, self.mark]  # fmt: skip
        self.filters["metric"].observe(self._narrow, "value")
        for control in self._controls:
            control.observe(self._draw, "value")
        self.table.observe(self._fill, "value")
        self.export.on_click(self._write)
        columns = w.Layout(
            grid_template_columns="repeat(auto-fit, minmax(18em, 1fr))", grid_gap="4px 8px"
        )
        grid = w.GridBox([self.table, *self._controls], layout=columns)
        self.box = w.VBox([grid, self.chart, w.HBox([self.export, self.files]), self.list])
        self.box.add_class("kursk-bench")
        self._fill()
        if table == "claims":
            self._filling = True
            self.filters["metric"].value = metric
            self._narrow()
            self.filters["scope"].value = scope
            self._filling = False
            self._draw()

    def _fill(self, _change: object = None) -> None:
        """Offer the columns and values of the chosen table."""
        self._filling = True
        self.whole = prepared(self.table.value)
        for name in self.filters:
            self._offer(name, self.whole)
        columns = list(self.whole.columns)
        named = [(worded(column), column) for column in columns]
        for control, wanted in ((self.x, _ACROSS), (self.y, _UP)):
            control.options = [(_NO_COLUMN, _NO_COLUMN), *named]
            control.value = next((name for name in wanted if name in columns), _NO_COLUMN)
        self.color.options = [(_ANY, _ANY), *named]
        self.color.value = "side" if "side" in columns else _ANY
        self._filling = False
        self._draw()

    def _offer(self, name: str, rows: pd.DataFrame) -> None:
        """Offer the values of a filter in these rows, in words where there are words."""
        values = [value for value in dict.fromkeys(rows.get(name, ())) if value]
        of, words = tables.WORDED.get(name, ("", ""))
        said = {value: str(reader.by_id(of)[value][words]) if of else value for value in values}
        control = self.filters[name]
        named = sorted((words, value) for value, words in said.items())
        control.options = [(_ANY, _ANY), *named]
        control.disabled = not values

    def _narrow(self, _change: object = None) -> None:
        """Offer what the metric covers, chosen where it is one thing, and who spoke of it."""
        was, self._filling = self._filling, True
        rows = filtered(self.whole, metric=self.filters["metric"].value)
        for control, name in ((self.filters[name], name) for name in _NARROWED):
            chosen = control.value
            self._offer(name, rows)
            offered = {value for _, value in control.options}
            if isinstance(chosen, tuple):
                control.value = [one for one in chosen if one in offered]
            elif chosen in offered:
                control.value = chosen
        if len(self.filters["scope"].options) == 2:
            self.filters["scope"].index = 1
        self._filling = was

    def _draw(self, _change: object = None) -> None:
        if self._filling:
            return
        chosen = {name: control.value for name, control in self.filters.items()}
        try:
            self.rows = filtered(self.whole, text=self.text.value, start=self.start.value,
                                 end=self.end.value, **chosen)  # fmt: skip
            said = hindrance(self.rows, self.x.value, self.y.value)
        except RefusalError as refusal:
            self.rows, said = self.whole.head(0), str(refusal)
        self.files.value = ""
        self._show(silent(said) if said else following(self._drawn()))
        self.export.disabled = self.rows.empty
        first = self.rows.head(_MOST_SHOWN)[telling(self.rows)].rename(columns=worded)
        listed = first.to_html(index=False, escape=True, na_rep="")
        head = f"<p>{len(self.rows)} rows, {min(len(self.rows), _MOST_SHOWN)} listed</p>"
        self.list.value = f'<div style="overflow:auto;max-height:22em">{head}{listed}</div>'

    def _canvas(self, chart: alt.Chart) -> Any:
        return alt.JupyterChart(chart, embed_options={"renderer": "svg"})

    def _show(self, chart: alt.Chart) -> None:
        """Put a new drawing in the place of the last: an old view would go on answering."""
        old, self.chart = self.chart, self._canvas(chart)
        self.box.children = [self.chart if one is old else one for one in self.box.children]
        old.close()

    def _drawn(self) -> alt.Chart:
        chart = draw(self.rows, x=self.x.value, y=self.y.value, color=self.color.value,
                     mark=self.mark.value)  # fmt: skip
        title = heading(self.table.value, self.rows, self.x.value, self.y.value)
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
