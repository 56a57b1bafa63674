"""The tables of the data package as pandas data frames.

Each function reads one table and gives it proper types: dates as ISO text (a month alone stays
``2024-10``, unknown is the empty text), numbers as floats with NaN where the cell is empty,
lists (``source_ids``, ``row_ids``) as tuples of ids. Frames are fresh copies: change them freely.
"""

from functools import cache
from typing import Any

import pandas as pd
from pybtex.database import BibliographyData, parse_file

from kursk.paths import data_folder

_NUMBERS = {
    "claims": ["value", "value_low", "value_high"],
    "places": ["lat", "lon", "population", "population_year"],
    "area_series": ["km2"],
    "seed_coverage": ["sentence_no", "start", "end"],
}
_LISTS = ("source_ids", "row_ids", "see_also", "variants")


def _ids(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


@cache
def _read(table: str) -> pd.DataFrame:
    frame = pd.read_csv(
        data_folder() / f"{table}.csv", dtype=str, keep_default_na=False, encoding="utf-8"
    )
    for column in _NUMBERS.get(table, []):
        frame[column] = pd.to_numeric(frame[column].replace("", None))
    for column in frame.columns.intersection(list(_LISTS)):
        frame[column] = frame[column].map(_ids)
    return frame


def _between(frame: pd.DataFrame, column: str, start: str, end: str) -> pd.DataFrame:
    """Keep rows dated from ``start`` to ``end``; an undated row is in no window."""
    if start:
        # A month alone sorts before its days: “2024-10” is in a window that starts in October.
        frame = frame[(frame[column] >= start) | (frame[column] == start[:7])]
    if end:
        frame = frame[(frame[column] <= end) & (frame[column] != "")]
    return frame


def _where(frame: pd.DataFrame, wanted: dict[str, Any]) -> pd.DataFrame:
    for column, value in wanted.items():
        if value is None:
            continue
        values = [value] if isinstance(value, str) else list(value)
        frame = frame[frame[column].isin(values)]
    return frame


def claims(
    metric: str | list[str] | None = None,
    *,
    scope: str | list[str] | None = None,
    side: str | list[str] | None = None,
    phase: str | list[str] | None = None,
    ids: list[str] | None = None,
    start: str = "",
    end: str = "",
) -> pd.DataFrame:
    """Return claims: one figure at one date by one claimant, as stated.

    ``metric``, ``scope``, ``side`` and ``phase`` keep rows with one of the given values,
    ``ids`` those rows alone; ``start`` and ``end`` (ISO dates, both included) bound ``as_of``.
    Rows are sorted by ``as_of``.
    """
    wanted = {
        "metric": metric, "scope": scope, "claimant_side": side, "phase": phase, "claim_id": ids,
    }  # fmt: skip
    frame = _between(_where(_read("claims"), wanted), "as_of", start, end)
    return frame.sort_values(["as_of", "claim_id"]).reset_index(drop=True)


def events(
    *,
    phase: str | list[str] | None = None,
    ids: list[str] | None = None,
    start: str = "",
    end: str = "",
) -> pd.DataFrame:
    """Return events, sorted by date; filters as in :func:`claims`."""
    frame = _where(_read("events"), {"phase": phase, "event_id": ids})
    frame = _between(frame, "date", start, end)
    return frame.sort_values(["date", "event_id"]).reset_index(drop=True)


def quotes(*, phase: str | list[str] | None = None, ids: list[str] | None = None) -> pd.DataFrame:
    """Return quotations, sorted by the date on which they were spoken."""
    frame = _where(_read("quotes"), {"phase": phase, "quote_id": ids})
    return frame.sort_values(["date_spoken", "quote_id"]).reset_index(drop=True)


def places() -> pd.DataFrame:
    """Return places; ``lat`` and ``lon`` are NaN where the evidence has no coordinates."""
    return _read("places").copy()


def control() -> pd.DataFrame:
    """Return who was said, by whom, to hold a place at a date, sorted by date."""
    return _read("control").sort_values(["as_of", "control_id"]).reset_index(drop=True)


def area_series(series: str | list[str] | None = None) -> pd.DataFrame:
    """Return the measured areas in km² by day; ``date`` is a timestamp here, all are days."""
    frame = _where(_read("area_series"), {"series": series})
    return frame.assign(date=pd.to_datetime(frame["date"])).reset_index(drop=True)


def phases() -> pd.DataFrame:
    """Return the five phases with the spans used on charts; phases overlap."""
    return _read("phases").copy()


def people() -> pd.DataFrame:
    """Return the people named in the book with their roles and spelling variants."""
    return _read("people").copy()


def glossary() -> pd.DataFrame:
    """Return the terms that the book explains."""
    return _read("glossary").copy()


def seed_coverage() -> pd.DataFrame:
    """Return every sentence of the five founding articles with the rows that carry it."""
    return _read("seed_coverage").copy()


def conflicts() -> pd.DataFrame:
    """Return statements that contradict each other, with how the book presents them."""
    return _read("conflicts").copy()


def quizzes() -> pd.DataFrame:
    """Return the questions of the self-checks; ``options`` are separated by ``|``."""
    return _read("quizzes").copy()


def changelog() -> pd.DataFrame:
    """Return corrections of the data, newest first."""
    return _read("changelog").sort_values("date", ascending=False).reset_index(drop=True)


@cache
def _bibliography() -> BibliographyData:
    return parse_file(str(data_folder() / "references.bib"), bib_format="bibtex")


def sources() -> pd.DataFrame:
    """Return the bibliography, one row a page, indexed by ``source_id``.

    Columns: publisher, title, author, date, url, language, kind, relays, note; empty text
    where the page did not show it.
    """
    columns = ["publisher", "title", "date", "url", "language", "kind", "relays", "note"]
    rows = {}
    for key, entry in _bibliography().entries.items():
        row = {column: entry.fields.get(column, "") for column in columns}
        row["author"] = " and ".join(str(person) for person in entry.persons.get("author", []))
        rows[key] = row
    frame = pd.DataFrame.from_dict(rows, orient="index").rename_axis("source_id")
    return frame[[*columns[:2], "author", *columns[2:]]]
