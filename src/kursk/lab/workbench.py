"""The bench: every table at hand, to filter, to draw and to take away with its sources."""

import base64
from collections.abc import Sequence
from html import escape
from typing import Any

import altair as alt
import pandas as pd

from kursk import look, reader, tables
from kursk.lab.asked import asked, covered
from kursk.lab.chosen import ANY, FILTERS, TABLES, csv, filtered, prepared, telling, worded
from kursk.lab.drawing import (
    KINDS,
    MARKS,
    NO_COLUMN,
    can_draw,
    draw,
    heading,
    hindrance,
    kept_words,
    missing,
    picture,
    silent,
)
from kursk.lab.place import Answering, live, prepare_widgets
from kursk.look.show import Still, following
from kursk.refusal import RefusalError, unknown

_WIDTH = 620  # of a chart that leaves the bench, in pixels; in it, it follows the window
_MOST_SHOWN = 40  # rows listed under the chart; the export has them all
_MOST_IN_ORDER = 12  # choices that keep the order of their table; more are found by the letter
#: Filters whose choices depend on what is counted.
_NARROWED = ("scope", "side")
#: Columns that a chart begins with, the first that the table has.
_ACROSS = ("date", "lon")
_UP = ("value", "km2", "held", "side", "lat", "lane")
#: What the export says where it has rows alone.
_NO_PICTURE = (
    "no picture: that needs the package vl-convert-python (%pip install vl-convert-python)"
)


def bench(table: str = "claims", *, metric: str = "settlements_held", scope: str = "kursk") -> Any:
    """Return the bench on one table: filters, chart builder, export; in a page, a still.

    A notebook keeps the still beside the bench: saved, it has no other picture of it. What a reader
    exports takes its place.

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
    kept = Still(still)
    return Answering(Bench(table, metric, scope, kept).box, kept)


class Bench:
    """The widgets of the bench."""

    def __init__(
        self, table: str, metric: str, scope: str = "kursk", kept: Still | None = None
    ) -> None:
        import ipywidgets as w

        self.kept = kept
        style, wide = {"description_width": "auto"}, w.Layout(width="auto")

        def menu(name: str, options: Sequence[str]) -> Any:
            return w.Dropdown(options=options, description=name, style=style, layout=wide)

        def line(name: str, hint: str) -> Any:
            return w.Text(description=name, placeholder=hint, continuous_update=False,
                          style=style, layout=wide)  # fmt: skip

        self.table = w.Dropdown(options=list(TABLES), value=table, description="Table",
                                style=style, layout=wide)  # fmt: skip
        self.filters = {name: menu(words, [ANY]) for name, words in FILTERS.items()}
        self.filters["side"] = w.SelectMultiple(
            options=[ANY], value=[ANY], rows=4, description=FILTERS["side"], style=style,
            layout=wide,
        )  # fmt: skip
        self.text = line("Text", "any word in the row")
        self.start, self.end = line("From", "e.g. 6 August 2024"), line("To", "e.g. 26 April 2025")
        self.x, self.y, self.color = menu("Across", []), menu("Up", []), menu("Colour", [ANY])
        self.mark = menu("Mark", list(MARKS))
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
            control.options = [(NO_COLUMN, NO_COLUMN), *named]
            control.value = next((name for name in wanted if name in columns), NO_COLUMN)
        self.color.options = [(ANY, ANY), *named]
        self.color.value = "side" if "side" in columns else ANY
        self._filling = False
        self._draw()

    def _offer(self, name: str, rows: pd.DataFrame) -> None:
        """Offer the values of a filter in these rows, in words where there are words."""
        values = [value for value in dict.fromkeys(rows.get(name, ())) if value]
        of, words = tables.WORDED.get(name, ("", ""))
        said = {value: str(reader.by_id(of)[value][words]) if of else value for value in values}
        control = self.filters[name]
        known = reader.by_id(of) if of else sorted(said)
        named = [(said[value], value) for value in known if value in said]
        if len(named) > _MOST_IN_ORDER:
            named.sort()
        control.options = [(ANY, ANY), *named]
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
        lost = "" if said else missing(self.rows, self.x.value, self.y.value)
        head = f"<p>{self._counted()}{lost}</p>"
        self.list.value = f'<div style="overflow:auto;max-height:22em">{head}{listed}</div>'

    def _counted(self) -> str:
        """Say how many rows there are, and where all are when not all are listed."""
        number = f"{len(self.rows)} row{'' if len(self.rows) == 1 else 's'}"
        cut = f", the first {_MOST_SHOWN} listed; the CSV of Export has all"
        return number + (cut if len(self.rows) > _MOST_SHOWN else "")

    def _narrowed(self) -> str:
        """Say what the rows were narrowed to beside what a title names."""
        chosen = {
            name: ", ".join(
                words for words, value in control.options
                if value != ANY and value in (control.value if name == "side" else [control.value])
            )
            for name, control in self.filters.items() if name not in KINDS
        }  # fmt: skip
        typed = {"with": self.text.value, "from": self.start.value, "to": self.end.value}
        said = [*chosen.values(), *(f"{how} {text}" for how, text in typed.items() if text)]
        only = ", ".join(filter(None, said))
        return f"Only: {only}." if only else ""

    def _canvas(self, chart: alt.Chart) -> Any:
        return alt.JupyterChart(chart, embed_options={"renderer": "svg", "actions": False})

    def _show(self, chart: alt.Chart) -> None:
        """Put a new drawing in the place of the last: an old view would go on answering."""
        old, self.chart = self.chart, self._canvas(chart)
        self.box.children = [self.chart if one is old else one for one in self.box.children]
        old.close()

    def _drawn(self) -> alt.Chart:
        chart = draw(self.rows, x=self.x.value, y=self.y.value, color=self.color.value,
                     mark=self.mark.value)  # fmt: skip
        title = heading(self.table.value, self.rows, self.x.value, self.y.value, self._narrowed())
        return chart.properties(width=_WIDTH, height=320, title=title)

    def _write(self, _button: object) -> None:
        """Offer picture and rows as links that need no server; the notebook keeps the picture."""
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
            if self.kept:
                self.kept.replace(chart, kept_words(chart, len(self.rows)))
        links = [
            f'<a style="text-decoration:underline" download="{escape(file)}" '
            f'href="data:{kind};base64,{base64.b64encode(content).decode()}">{escape(file)}</a>'
            for file, kind, content in files
        ]
        self.files.value = " · ".join(links + [_NO_PICTURE] * (drawable and not can_draw()))
