"""Dates: days that exist, ends after starts, nothing after today."""

import datetime as dt
from collections.abc import Iterator

from kursk.check.fault import Fault, clip
from kursk.check.tables import Tables

#: Table → its dates; of two, the first starts a span and the second ends it.
_DATES = {
    "claims": ["as_of"], "events": ["date", "date_end"], "quotes": ["date_spoken"],
    "control": ["as_of"], "phases": ["start", "end"], "offices": ["from", "to"],
    "readings": ["from", "to"], "absences": ["from", "to"], "corrections": ["date"],
    "area_series": ["date"], "links": ["checked"],
}  # fmt: skip


def problem(cell: str, today: dt.date) -> tuple[str, str] | None:
    """Return what is wrong with an ISO date (a day, or a month alone) and what is expected."""
    try:
        first = dt.date.fromisoformat(cell if len(cell) == 10 else f"{cell}-01")
    except ValueError:
        return clip(cell), "a day that exists"
    return (clip(cell), f"no day after today ({today})") if first > today else None


def dates(tables: Tables) -> Iterator[Fault]:
    """Check that days exist and are not to come, and that ends follow starts."""
    today = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)  # it may be tomorrow elsewhere
    for table, columns in _DATES.items():
        for line, row in tables.rows(table):
            for column in columns:
                cell = row[column]
                if cell and (wrong := problem(cell, today)):
                    yield Fault(f"{table}.csv", line, column, *wrong)
            start, end = row[columns[0]], row[columns[-1]]
            if start and end and end < start[: len(end)]:
                yield Fault(f"{table}.csv", line, columns[-1], clip(end), f"{start} or later")


def order(tables: Tables) -> Iterator[Fault]:
    """Check that a claim does not precede the event that it is about."""
    events = tables.by_id("events")
    for line, row in tables.rows("claims"):
        event = events.get(row["event_id"], {}).get("date", "")
        if event and row["as_of"] and row["as_of"] < event[: len(row["as_of"])]:
            expected = f"a day not before its event ({event})"
            yield Fault("claims.csv", line, "as_of", clip(row["as_of"]), expected)
