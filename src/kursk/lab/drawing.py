"""Charts of the rows that a reader has chosen: any two columns against each other, or why not."""

import importlib.util
import io
import textwrap
from typing import Any

import altair as alt
import pandas as pd

from kursk import look, reader, tables, units
from kursk.lab.chosen import ANY, FILTERS, telling, worded
from kursk.look.contract import Figure

#: Bars of one day stand one before another, as claims do not add up, so they are outlines; a line
#: shows its figures.
MARKS: dict[str, dict[str, Any]] = {
    "point": {}, "bar": {"filled": False}, "tick": {"size": 14, "thickness": 2},
    "line": {"point": True},
}  # fmt: skip
#: No column is chosen yet.
NO_COLUMN = "choose one"
#: An axis of names holds so many; more would take minutes to draw and say nothing.
_MOST_NAMES = 60
#: What must agree before two figures stand on one axis, or on one line.
KINDS = ("metric", "scope", "series")
#: A line ends where a claimant is silent for longer: nothing may look as if it were known.
_LONGEST_GAP = pd.Timedelta(days=31)
#: What stands under the title of a chart that leaves the bench, in lines for a narrow column.
_OWN_CHOICE = [
    "A reader's own choice of rows of The Kursk campaign;",
    "the sources are in its CSV.",
]
#: What a row has where a name is missing.
NO_NAME = "none named"
#: A refusal has lines of so many letters: a narrow column has room for them.
_LINE = 44
#: As many letters has a line under the title of a chart that leaves the bench.
_TITLE_LINE = 80
#: How an axis writes a day.
_DAY = "%-d %b %Y"


def hindrance(rows: pd.DataFrame, x: str, y: str) -> str:
    """Say why two columns cannot be drawn against each other; empty where they can.

    Figures of different kinds have no axis in common, and an axis has room for so many names.
    """
    if rows.empty:
        return "No row passes these filters."
    if NO_COLUMN in (x, y):
        return "Choose two columns to draw; the rows stand below."
    if "value" in (x, y) or "km2" in (x, y):
        mixed = [name for name in KINDS if name in rows and rows[name].nunique() > 1]
        if mixed:
            menus = " and ".join(f"“{FILTERS[name]}”" for name in mixed)
            return f"Choose one entry under {menus}: only figures of one kind compare."
    for column in (x, y):
        if _kind(rows, column) == "N" and rows[column].nunique() > _MOST_NAMES:
            return f"“{worded(column)}” has {rows[column].nunique()} values, too many for an axis."
    return ""


def missing(rows: pd.DataFrame, x: str, y: str) -> str:
    """Say how many rows have no place on the axes: a range has two ends and no single value."""
    empty = [rows[one].isna() | ((rows[one] == "") & (_kind(rows, one) == "T")) for one in (x, y)]
    number = int((empty[0] | empty[1]).sum())
    why = "a range, or an empty cell" if "value" in (x, y) else "an empty cell"
    return f"; {number} not drawn ({why})" if number else ""


def draw(rows: pd.DataFrame, *, x: str, y: str, color: str, mark: str) -> alt.Chart:
    """Draw two columns of a table against each other; a line joins one claimant's own figures."""
    kinds = {str(column): _kind(rows, str(column)) for column in rows}
    names = [column for column in (x, y, color) if kinds.get(column) == "N"]
    rows = rows.assign(**{column: rows[column].replace("", NO_NAME) for column in names})
    tips = telling(rows)
    own = [c for c in ("claimant", *KINDS) if c in rows]
    shown = rows[list(dict.fromkeys([x, y, *([color] if color != ANY else []), *tips, *own]))]
    if mark == "line" and own and "date" in (x, y):
        shown = shown.assign(run=runs(rows.dropna(subset=[x, y]), own))
        own = [*own, "run"]
    chart: alt.Chart = getattr(alt.Chart(shown), f"mark_{mark}")(**MARKS[mark])
    chart = chart.encode(
        x=_axis(alt.X, x, kinds[x], rows),
        y=_axis(alt.Y, y, kinds[y], rows),
        tooltip=[alt.Tooltip(f"{tip}:N", title=worded(tip)) for tip in tips],
    )
    if mark == "line":
        chart = chart.encode(detail=[f"{name}:N" for name in own])
    return chart.encode(**_colored(rows.dropna(subset=[x, y]), color, mark))


def runs(rows: pd.DataFrame, own: list[str]) -> pd.Series:
    """Number each claimant's figures by the silence before them: one number is one line."""
    ordered = rows.sort_values("date")
    of_one = [ordered[name] for name in own]
    days = pd.to_datetime(ordered["date"], errors="coerce")
    silences: Any = days.groupby(of_one, dropna=False).diff()
    numbers: pd.Series = (silences > _LONGEST_GAP).groupby(of_one, dropna=False).cumsum()
    return numbers


def _colored(rows: pd.DataFrame, color: str, mark: str) -> dict[str, Any]:
    """Return the channels of a colour; parties have their shapes, too, where a mark has one."""
    if color == ANY:
        return {}
    if color != "side":
        return {"color": alt.Color(f"{color}:{_kind(rows, color)}", title=worded(color))}
    legend = look.legend_of(rows["side"])
    nobody = alt.when(f"datum.side == '{NO_NAME}'").then(alt.value(look.QUIET))
    color_and_key = {"color": nobody.otherwise(look.color(legend=True).legend(**legend))}
    shape = {"shape": look.shape(legend=True).legend(**legend)}
    return color_and_key | (shape if mark in ("point", "line") else {})


def _axis(channel: Any, column: str, kind: str, rows: pd.DataFrame) -> Any:
    """Return an axis: figures of one unit say it, a day is the same day in every time zone."""
    if kind == "T":
        axis = alt.Axis(title=None, format=_DAY, labelOverlap="parity", labelSeparation=8)
        return channel(f"{column}:T", axis=axis, scale=alt.Scale(type="utc", padding=8))
    title = None if kind == "N" else worded(column)  # names say themselves what they are
    drawn = {units.SHOWN.get(unit, unit) for unit in rows.get("unit", ())}
    if column == "value" and len(drawn) == 1:
        (unit,) = drawn
        title = units.WORDS[unit] or units.sign(unit) or title
    scale = alt.Scale(zero=False) if column in ("lon", "lat") else alt.Undefined
    return channel(f"{column}:{kind}", title=title, scale=scale, stack=None)


def _kind(rows: pd.DataFrame, column: str) -> str:
    if pd.api.types.is_numeric_dtype(rows[column]) and rows[column].dtype != bool:
        return "Q"
    return "T" if column == "date" else "N"


def silent(words: str) -> alt.Chart:
    """Return a chart that says why there is nothing to draw."""
    lines = "\n".join(textwrap.wrap(words, _LINE))
    said = alt.Chart(pd.DataFrame({"words": [lines]})).mark_text(fontSize=14, lineBreak="\n")
    chart: alt.Chart = said.encode(text="words:N")
    return chart


def heading(table: str, rows: pd.DataFrame, x: str, y: str, narrowed: str = "") -> alt.Title:
    """Return the title of a chart: what is counted and what it covers, where that is one thing.

    ``narrowed`` says what else the rows were narrowed to.
    """
    said = [
        str(reader.by_id(of)[rows[column].iloc[0]][words])
        for column, (of, words) in tables.WORDED.items()
        if column in KINDS and column in rows and rows[column].nunique() == 1
    ]
    series = set(rows.get("series", ()))
    of = f" ({worded(series.pop())})" if len(series) == 1 else ""
    title = ", ".join(said) or f"{table}{of}: {worded(y)} by {worded(x)}"
    return alt.Title(title, subtitle=[*_OWN_CHOICE, *textwrap.wrap(narrowed, _TITLE_LINE)])


def kept_words(chart: alt.Chart, number: int) -> Figure:
    """Return the words of a picture that a saved notebook keeps of the bench."""
    title = chart.title
    return {
        "title": str(title.text),
        "subtitle": " ".join(title.subtitle),
        "see": f"As exported, {number} row{'' if number == 1 else 's'}. Run all cells for more.",
        "sources": [],
    }


def can_draw() -> bool:
    """Tell whether the package that draws pictures is here; readers need it for the export only."""
    return importlib.util.find_spec("vl_convert") is not None


def picture(chart: alt.Chart, kind: str) -> bytes:
    """Draw a chart as ``svg`` or ``png`` without a browser or a network."""
    held = io.BytesIO() if kind == "png" else io.StringIO()
    chart.save(held, format=kind)  # type: ignore[arg-type]
    drawn = held.getvalue()
    return drawn if isinstance(drawn, bytes) else drawn.encode()
