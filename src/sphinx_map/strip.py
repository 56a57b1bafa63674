"""The strip under the map: days, phases, key dates, and the ground that was held, as measured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kursk import phrases
from kursk.model import HELD, Area, Control, Event, Phase, by_id, rows

#: An area that the strip marks with a line, km².
LINE = 500
#: Series of measured areas that the strip draws: party that holds the ground → series.
SERIES = {"ukraine": HELD, "russia": "deepstate_occupied_ukraine_side"}


@dataclass(frozen=True)
class Band:
    """A phase: its number, its title, first and last day, and the row of bands it stands in."""

    number: int
    title: str
    start: int
    end: int
    lane: int


@dataclass(frozen=True)
class KeyDate:
    """A day to go to: days since the first, ISO day, the day in words, and what happened."""

    id: str
    day: int
    iso: str
    when: str
    words: str


@dataclass(frozen=True)
class Measured:
    """Square kilometres on each day from the first on, None where none was measured."""

    party: str
    km2: list[int | None]
    path: str
    source: str

    def said(self, day: int) -> str:
        """Return the area of a day in words."""
        km2 = self.km2[day]
        return "not measured on this day" if km2 is None else f"{km2} km²"


@dataclass(frozen=True)
class Day:
    """A day in words, with the phases in which it lies."""

    number: int
    when: str
    phases: list[str]


@dataclass(frozen=True)
class Strip:
    """All of the strip; ``top`` is the largest area, ``days`` the number of the last day."""

    first: str
    last: str
    days: int
    top: int
    bands: list[Band]
    lanes: int
    months: list[tuple[int, str]]
    dates: list[KeyDate]
    measured: list[Measured]
    line: int = LINE
    height: int = 44

    @property
    def rule(self) -> float:
        """How far below the top of the areas, which are ``height`` pixels high, the line stands."""
        return round(self.height * (1 - self.line / self.top), 1)

    def day(self, iso: str) -> Day:
        """Return what the strip says of a day."""
        number = since_first(iso)
        inside = [band.title for band in self.bands if band.start <= number <= band.end]
        return Day(number, phrases.date(iso), inside)


@cache
def first_day() -> str:
    """Return the first day of the first phase."""
    return min(phase.start for phase in rows(Phase))


@cache
def last_day() -> str:
    """Return the last day of which a statement on a place or a measured area is on record."""
    said = (row.as_of for row in rows(Control) if len(row.as_of) == 10)
    return max(*said, *(row.date for row in rows(Area) if row.series in SERIES.values()))


def since_first(iso: str) -> int:
    """Return the days from the first day to another."""
    return (dt.date.fromisoformat(iso) - dt.date.fromisoformat(first_day())).days


def _bands(last: int) -> list[Band]:
    """Return the phases in as few rows as their overlaps need."""
    found: list[Band] = []
    ends: list[int] = []
    for number, phase in enumerate(rows(Phase), 1):
        start, end = since_first(phase.start), min(since_first(phase.end), last)
        lane = next((n for n, free in enumerate(ends) if free <= start), len(ends))
        ends[lane : lane + 1] = [end]
        found.append(Band(number, phase.title, start, end, lane))
    return found


def _months(last: int) -> list[tuple[int, str]]:
    """Return the first days of every second month; a name near the ends would be cut."""
    first = dt.date.fromisoformat(first_day())
    found = []
    for number in range(round(0.03 * last), round(0.97 * last)):
        day = first + dt.timedelta(number)
        if day.day == 1 and day.month % 2:
            _, month, year = phrases.date(day.isoformat()).split()
            found.append((number, f"{month[:3]} {year}" if day.month in (1, 9) else month[:3]))
    return found


def _steps(km2: Sequence[int | None], top: int) -> str:
    """Return the outline of an area; a day without a measure is a gap."""
    path, before = "", None
    for day, height in enumerate(km2):
        if height is None and before is not None:
            path += f"V{top}"
        elif height is not None:
            if before is None:
                path += f"M{day},{top}"
            if height != before:
                path += f"V{top - height}"
            path += f"H{day + 1}"
        before = height
    return path + (f"V{top}" if before is not None else "")


def drawn(event_ids: Sequence[str]) -> Strip:
    """Return the strip, with the key dates of some events."""
    last = since_first(last_day())
    areas: dict[str, dict[int, float]] = {series: {} for series in SERIES.values()}
    sources = {}
    for row in rows(Area):
        if row.series in areas and since_first(row.date) >= 0:
            areas[row.series][since_first(row.date)] = row.km2
            sources[row.series] = row.source_id
    top = round(max(max(days.values()) for days in areas.values()))
    measured = []
    for party, series in SERIES.items():
        days = areas[series]
        km2 = [round(days[day]) if day in days else None for day in range(last + 1)]
        measured.append(Measured(party, km2, _steps(km2, top), sources[series]))
    bands = _bands(last)
    events = [by_id(Event)[row_id] for row_id in event_ids]
    return Strip(
        first=first_day(),
        last=last_day(),
        days=last,
        top=top,
        bands=bands,
        lanes=1 + max(band.lane for band in bands),
        months=_months(last),
        dates=[
            KeyDate(it.id, since_first(it.date), it.date, phrases.date(it.date), it.key or it.title)
            for it in events
        ],
        measured=measured,
    )
