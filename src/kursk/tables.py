"""The tables of the data package as pandas data frames.

Each function reads one table and gives it proper types: dates as ISO text (a month alone stays
``2024-10``, unknown is the empty text), numbers as floats with NaN where the cell is empty,
lists (``source_ids``, ``row_ids``) as tuples of ids. Frames are fresh copies: change them freely.
Filters take ids or the words that readers see (``ukraine`` or “Ukraine”); a word that stands for
nothing is a :class:`~kursk.refusal.RefusalError` that names what there is.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd

from kursk import agreement as pairwise
from kursk import model, reader
from kursk.days import Day, window
from kursk.refusal import unknown


@cache
def _read(table: str) -> pd.DataFrame:
    columns = [field["name"] for field in reader.schemas()[table]]
    frame = pd.DataFrame(map(dict, reader.rows(table)), columns=columns)
    for field in reader.schemas()[table]:
        if field["type"] in ("number", "integer"):
            frame[field["name"]] = frame[field["name"]].astype(float)
    return frame


@cache
def _said(table: str) -> pd.DataFrame:
    """Read claims or control with who said it, in full and in short, and for which party."""
    rows = model.rows(model.Claim) if table == "claims" else model.rows(model.Control)
    return _read(table).assign(
        claimant=[row.claimant for row in rows],
        short=[row.short for row in rows],
        claimant_side=[row.side for row in rows],
    )


def _between(frame: pd.DataFrame, column: str, start: str, end: str) -> pd.DataFrame:
    """Keep rows dated from ``start`` to ``end``; an undated row is in no window."""
    start, end = window(start, end)
    # An empty list in plain brackets would ask for no columns instead of no rows.
    return frame.loc[[Day(iso).within(start, end) for iso in frame[column]]]


#: Column → table whose ids it holds, and the column with the words that readers see for them.
WORDED = {
    "metric": ("metrics", "title"), "scope": ("scopes", "title"), "phase": ("phases", "title"),
    "claimant_side": ("parties", "label"),
}  # fmt: skip

#: Table → its columns with other words that readers may write: Russian, Moscow, a question.
_OTHER_WORDS = {"parties": ("adjective", "seat"), "metrics": ("question",)}

#: Tables whose rows readers ask for by id, and the column of the ids.
_KEYS = {
    "claims": "claim_id", "events": "event_id", "quotes": "quote_id", "control": "control_id",
}  # fmt: skip

#: What a refusal calls a column that has another name.
_IN_WORDS = {"claimant_side": "party", **dict.fromkeys(_KEYS.values(), "row")}


@cache
def _names(table: str, column: str) -> Mapping[str, str]:
    """Return what a column may be asked for → the words that readers see for it."""
    if column in _KEYS.values():  # a list of ids may name rows of several kinds
        return {row_id: row_id for kind in _KEYS for row_id in reader.by_id(kind)}
    held = _said(table) if table in ("claims", "control") else _read(table)
    of, words = WORDED.get(column, ("", ""))
    named = {key: str(row[words]) for key, row in reader.by_id(of).items()} if of else {}
    return {value: value for value in sorted(set(held[column]))} | named


@cache
def _heard(table: str, column: str) -> Mapping[str, str]:
    """Return what stands for a value, in small letters → the value; an id before any words."""
    names = _names(table, column)
    of, _ = WORDED.get(column, ("", ""))
    others = {
        str(row[field]).casefold(): key
        for field in _OTHER_WORDS.get(of, ())
        for key, row in reader.by_id(of).items()
        if row[field]
    }
    words = {words.casefold(): key for key, words in names.items()}
    return others | words | {key.casefold(): key for key in names}


def meant(table: str, column: str, value: str) -> str:
    """Return the value of a column that a reader's word stands for.

    Raises:
        RefusalError: it stands for nothing; the message names what is near it and what there is.
    """
    heard = _heard(table, column)
    value = str(value).strip()  # a number, or nothing, stands for nothing either
    if not heard or value.casefold() in heard:  # a table without rows has nothing to name
        return heard.get(value.casefold(), value)
    names = {key: words for key, words in _names(table, column).items() if key}
    where = _KEYS if column in _KEYS.values() else [WORDED.get(column, (table, ""))[0]]
    stand = f"All {len(names)} stand in {', '.join(f'tables.{one}()' for one in where)}"
    raise unknown(_IN_WORDS.get(column, column), value, names, stand)


def _where(table: str, frame: pd.DataFrame, wanted: dict[str, Any]) -> pd.DataFrame:
    for column, value in wanted.items():
        if value is None:
            continue
        values = [value] if isinstance(value, str) else list(value)
        frame = frame[frame[column].isin([meant(table, column, one) for one in values])]
    return frame


def frame(table: str) -> pd.DataFrame:
    """Return any table of the package, whole, by its name: a new one needs no function here.

    Raises:
        RefusalError: there is no such table; the message names what there is.
    """
    names = {name: name for name in reader.schemas()}
    if table not in names:
        raise unknown("table", table, names, "")
    return _read(table).copy()


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
    ``ids`` those rows alone; ``start`` and ``end`` (“2024-08-06” or “6 August 2024”, a month as a
    whole, both included) bound ``as_of``.
    Rows are sorted by ``as_of``. Beside the columns of the table: ``claimant`` (who said it, in
    words), ``short`` (their short name) and ``claimant_side`` (for which party).
    """
    wanted = {
        "metric": metric, "scope": scope, "claimant_side": side, "phase": phase, "claim_id": ids,
    }  # fmt: skip
    frame = _between(_where("claims", _said("claims"), wanted), "as_of", start, end)
    return frame.sort_values(["as_of", "claim_id"]).reset_index(drop=True)


def events(
    *,
    phase: str | list[str] | None = None,
    ids: list[str] | None = None,
    start: str = "",
    end: str = "",
) -> pd.DataFrame:
    """Return events, sorted by date; filters as in :func:`claims`.

    ``place`` is in the words of the source, or the names of the places.
    """
    frame = _read("events").assign(place=[event.place for event in model.rows(model.Event)])
    frame = _where("events", frame, {"phase": phase, "event_id": ids})
    frame = _between(frame, "date", start, end)
    return frame.sort_values(["date", "event_id"]).reset_index(drop=True)


def agreement() -> pd.DataFrame:
    """Return how far apart the parties are, month by month, for what two of them counted.

    Columns: ``metric``, ``title`` (what is counted), ``question`` (empty where *The numbers* does
    not ask it), ``scope``, ``month`` (``2024-08``), ``widest`` and ``nearest`` (ratios of the pair
    of parties farthest from each other and nearest to each other; 1 where they agree), and
    ``ids`` (the claims of both pairs). :mod:`kursk.agreement` says which figures compare.
    """
    metrics, found = model.by_id(model.Metric), pairwise.months()
    return pd.DataFrame(
        {
            "metric": [it.metric for it in found],
            "title": [metrics[it.metric].title for it in found],
            "question": [metrics[it.metric].question for it in found],
            "scope": [it.scope for it in found],
            "month": [it.month for it in found],
            "widest": [it.widest.ratio for it in found],
            "nearest": [it.nearest.ratio for it in found],
            "ids": [
                tuple(claim.claim_id for pair in (it.widest, it.nearest)
                      for claim in (pair.low, pair.high))
                for it in found
            ],
        }
    )  # fmt: skip


def quotes(*, phase: str | list[str] | None = None, ids: list[str] | None = None) -> pd.DataFrame:
    """Return quotations, sorted by the date on which they were spoken.

    Beside the columns of the table: ``speaker`` (name), ``short`` and ``side`` (party).
    """
    rows = model.rows(model.Quote)
    frame = _read("quotes").assign(
        speaker=[row.speaker for row in rows],
        short=[row.short for row in rows],
        side=[row.side for row in rows],
    )
    frame = _where("quotes", frame, {"phase": phase, "quote_id": ids})
    return frame.sort_values(["date_spoken", "quote_id"]).reset_index(drop=True)


def places(reach: str | list[str] | None = "local") -> pd.DataFrame:
    """Return settlements and sites of Kursk, Belgorod and Sumy regions.

    ``lat`` and ``lon`` are NaN where the evidence has no coordinates. With ``reach`` None also
    come regions, districts and roads (``area``) and places elsewhere (``away``).
    """
    return _where("places", _read("places"), {"reach": reach}).reset_index(drop=True)


def control() -> pd.DataFrame:
    """Return who was said, by whom, to hold a place at a date, sorted by date."""
    return _said("control").sort_values(["as_of", "control_id"]).reset_index(drop=True)


def area_series(series: str | list[str] | None = None) -> pd.DataFrame:
    """Return the measured areas in km² by day; ``date`` is a timestamp here, all are days."""
    frame = _where("area_series", _read("area_series"), {"series": series})
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
    """Return the questions of the self-checks."""
    return _read("quizzes").copy()


def quiz_options() -> pd.DataFrame:
    """Return the options of the questions; ``holds`` is what each asserts of the rows."""
    return _read("quiz_options").copy()


def corrections() -> pd.DataFrame:
    """Return corrections of the data, latest first."""
    frame = _read("corrections").sort_values("date", ascending=False)
    return frame.reset_index(drop=True)


def parties() -> pd.DataFrame:
    """Return the parties with name, colour, shape and dash."""
    return _read("parties").copy()


def claimants() -> pd.DataFrame:
    """Return who speaks: name, short name, party, and person where it is one."""
    return _read("claimants").copy()


def offices() -> pd.DataFrame:
    """Return offices of persons with the dates that the evidence has."""
    return _read("offices").copy()


def topics() -> pd.DataFrame:
    """Return the subjects into which metrics are sorted."""
    return _read("topics").copy()


def metrics() -> pd.DataFrame:
    """Return what is counted: title, definition, units, subject, order."""
    return _read("metrics").copy()


def scopes() -> pd.DataFrame:
    """Return what figures cover."""
    return _read("scopes").copy()


def units() -> pd.DataFrame:
    """Return units with their words and conversions."""
    return _read("units").copy()


def readings() -> pd.DataFrame:
    """Return the book's own sortings of rows, by the chart that shows them."""
    return _read("readings").copy()


def absences() -> pd.DataFrame:
    """Return what was looked for and not found."""
    return _read("absences").copy()


def sources() -> pd.DataFrame:
    """Return the bibliography, one row a page, indexed by ``source_id``.

    Columns: publisher, title, author, date, url, language, kind, relays, note; empty text
    where the page did not show it.
    """
    return _read("sources").set_index("source_id")
