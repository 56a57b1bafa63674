"""The rows that a reader chooses on the bench: every table, its filters, the rows to take away."""

from collections.abc import Callable
from functools import cache

import pandas as pd

from kursk import look, reader, spreadsheet, tables
from kursk.days import Day, window

#: Every table that a reader can ask for by its name.
TABLES: dict[str, Callable[[], pd.DataFrame]] = {
    name: getattr(tables, name) for name in reader.schemas() if hasattr(tables, name)
}
#: What rows are chosen by → its name on the bench.
FILTERS = {
    "metric": "What is counted", "scope": "Covering", "series": "Series",
    "side": "Parties (several: Ctrl, Cmd or Shift)", "phase": "Phase", "status": "Status",
}  # fmt: skip
#: A filter that leaves everything open.
ANY = "any"

#: Tables whose rows a chart of the book knows how to name.
_DRAWN = ("claims", "events", "quotes", "control")
#: Columns whose names are no words.
_IN_WORDS = {"lat": "latitude", "lon": "longitude", "km2": "km²", "side": "party"}
#: Columns of drawn rows that a reader looks at first, in this order; the export has all.
_LISTED = ("when", "claimant", "stated", "title", "words", "place", "held", "status",
           "source", "note")  # fmt: skip
#: Columns of a table that is not drawn.
_MOST_COLUMNS = 8


@cache
def prepared(name: str) -> pd.DataFrame:
    """Return a table with plain cells: lists as text, dates as ISO text, sources by name.

    It is made once, as a reader goes to and fro between tables: filter it, do not change it.

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
        asked = [one for one in values if one != ANY]
        if column in rows and asked:
            rows = rows[rows[column].isin(asked)]
    return rows


def worded(column: str) -> str:
    """Return the name of a column in words."""
    return _IN_WORDS.get(column, column.replace("_", " "))


def telling(rows: pd.DataFrame) -> list[str]:
    """Return the columns that tell a reader which row this is: tables begin with them."""
    if "when" not in rows:
        return [str(column) for column in rows][:_MOST_COLUMNS]
    return [name for name in _LISTED if name in rows]


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
