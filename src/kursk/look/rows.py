"""Rows of the tables as a chart draws them and a tooltip says them."""

import os
from typing import Any

import pandas as pd

from kursk import model, phrases, tables, units
from kursk.days import drawn
from kursk.hedges import HEDGES
from kursk.look import show
from kursk.sides import CONTROLLERS, label


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as dictionaries."""
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def _day_words(iso: str) -> str:
    """Write a date as an axis does: 2024-08-12 → 12 Aug, 2024-10 → Oct 2024."""
    if len(iso) < 7:
        return iso
    words = phrases.date(iso).split()
    return f"{words[0]} {words[1][:3]}" if len(iso) == 10 else f"{words[0][:3]} {words[1]}"


def origins(source_id: str, claimant: str = "") -> str:
    """Name who reported what a page says: those whom it copies or retells, else itself."""
    source = model.by_id(model.Source)[source_id]
    found = phrases.origins(source.publisher, source.relays, claimant)
    return " and ".join(found) or source.publisher


def _source_label(source_id: str, claimant: str) -> str:
    """Name who reported, and where it was seen if that is another page."""
    publisher = model.by_id(model.Source)[source_id].publisher
    first = origins(source_id, claimant)
    return publisher if first == publisher else f"{first}, seen at {publisher}"


def _address(row_id: str) -> str:
    """Return where a mark leads: ``row:ID``, which a page that is being built resolves.

    In a kernel there is no site around the chart; the first cell of a downloaded notebook says
    in ``KURSK_SITE`` where the book is published: its search finds a row by its id. Without that
    a mark leads nowhere.
    """
    if not show.in_a_kernel_of_a_reader():
        return f"row:{row_id}"
    site = os.environ.get("KURSK_SITE", "")
    return f"{site}/search.html?q={row_id}" if site else ""


def _common(frame: pd.DataFrame, key: str, day: str, side: str) -> pd.DataFrame:
    first = frame["source_ids"].map(lambda ids: ids[0])
    claimants = frame.get("claimant", pd.Series("", frame.index))
    return pd.DataFrame(
        {
            "id": frame[key],
            "date": frame[day].map(drawn),
            "when": frame[day].map(phrases.date),
            "day_words": frame[day].map(_day_words),
            "day": frame[day].str.len() == 10,
            "side": frame[side].map(lambda s: label(s) if s else ""),
            "source": list(map(_source_label, first, claimants)),
            "link": frame[key].map(_address),
        }
    )


def _brief(row: dict[str, Any]) -> str:
    """Write a figure without its unit in as little room as possible, its hedge included."""
    before, after = units.sign(row["unit"]), " %" if row["unit"] == "percent" else ""
    if pd.notna(row["low"]) and row["low"] != row["high"]:
        rough = "~" if phrases.is_rough(row["stated"]) else ""
        return f"{rough}{before}{phrases.number(row['low'])}–{phrases.number(row['high'])}{after}"
    if pd.isna(row["value"]):
        return f"“{row['stated']}”"
    number = phrases.number(phrases.exact(row["value"], row["stated"]))
    return f"{HEDGES[row['qualifier']].sign}{before}{number}{after}"


def _claim_rows(frame: pd.DataFrame) -> pd.DataFrame:
    out = _common(frame, "claim_id", "as_of", "claimant_side")
    for column, name in (("value", "value"), ("value_low", "low"), ("value_high", "high")):
        shown = [
            units.shown(value, unit)[0] if pd.notna(value) else None
            for value, unit in zip(frame[column], frame["unit"], strict=True)
        ]
        out[name] = pd.Series(shown, dtype=float)
    out["low"], out["high"] = out["low"].fillna(out["value"]), out["high"].fillna(out["value"])
    out["middle"] = (out["low"] + out["high"]) / 2
    out["claimant"] = frame["claimant"]
    out["short"] = frame["short"]
    out["qualifier"] = frame["qualifier"]
    out["stated"] = frame["value_as_stated"]
    out["words"] = [phrases.figure(row) for row in records(frame)]
    out["figure"] = out["words"]
    out["number"] = [phrases.figure({**row, "unit": "count"} | _shown(row))
                     for row in records(frame)]  # fmt: skip
    out["brief"] = [_brief(row) for row in records(out.assign(unit=frame["unit"]))]
    out["metric"], out["scope"] = frame["metric"], frame["scope"]
    out["status"] = frame["status"]
    return _with_lanes(out)


def _with_lanes(out: pd.DataFrame) -> pd.DataFrame:
    """Add ``lane``, a row's own label on an axis; what stands behind the bar is not shown."""
    return out.assign(lane=out["short"] + " · " + out["day_words"] + "|" + out["id"])


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """Return the numbers of a claim in the unit that charts show."""
    return {
        name: units.shown(row[name], row["unit"])[0]
        for name in ("value", "value_low", "value_high")
        if pd.notna(row[name])
    }


def _event_rows(frame: pd.DataFrame) -> pd.DataFrame:
    out = _common(frame, "event_id", "date", "claimed_by")
    out["end"] = frame["date_end"].map(drawn)
    out["title"] = frame["title"]
    out["status"] = frame["status"]
    return out


def _quote_rows(frame: pd.DataFrame) -> pd.DataFrame:
    out = _common(frame, "quote_id", "date_spoken", "side")
    out["claimant"] = frame["speaker"]
    out["short"] = frame["short"]
    out["words"] = frame["text_en"].where(frame["text_en"] != "", frame["text"])
    out["status"] = ""
    return _with_lanes(out)


def _control_rows(frame: pd.DataFrame) -> pd.DataFrame:
    out = _common(frame, "control_id", "as_of", "claimant_side")
    places = tables.places().set_index("place_id").loc[frame["place_id"]].reset_index()
    out["place"] = places["name_en"]
    out["lat"], out["lon"] = places["lat"], places["lon"]
    out["held"] = frame["controller"].map(CONTROLLERS)
    out["claimant"] = frame["claimant"]
    out["short"] = frame["short"]
    out["status"] = ""
    return out


# Claims name an event, too: theirs is the last key to ask for.
_ROWS = {
    "claim_id": _claim_rows,
    "quote_id": _quote_rows,
    "control_id": _control_rows,
    "event_id": _event_rows,
}


def rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Reduce a table to what a chart draws and a tooltip says.

    Every result has ``id``, ``date`` (ISO day; the middle of the month where ``day`` is False),
    ``when`` (“12 August 2024”), ``day_words`` (“12 Aug”), ``side`` (name of the party), ``source``
    (who reported, and where it was seen), ``status`` and ``link`` (to the row in the ledger).

    - claims add ``claimant``, ``short`` (its name where there is little room), ``value`` (km², km;
      NaN for a range), ``low``, ``high``, ``middle`` (equal to ``value`` where there is no range),
      ``qualifier``, ``stated`` (wording), ``words`` (“about 500
      km²”), ``number`` (“about 500”), ``brief`` (“~500”, “28–35”, “>1,300”: never without its
      hedge), ``metric`` and ``scope``;
    - events ``end`` and ``title``; quotations ``claimant``, ``short`` and ``words``;
    - control ``place``, ``lat``, ``lon``, ``held``, ``claimant`` and ``short``.

    Use::

        said = look.rows(tables.claims("area_held", scope="kursk"))
        base = alt.Chart(said).encode(look.date("date", start, end), look.color())
        look.claims_over_time(base, "km²")

    Raises:
        ValueError: the frame is none of these four tables.
    """
    frame = frame.reset_index(drop=True)
    for key, make in _ROWS.items():
        if key in frame:
            return make(frame)
    raise ValueError(f"rows() takes claims, events, quotes or control, found {list(frame)}")


def readings(chart: str) -> pd.DataFrame:
    """Return the rows that the book itself sorts for a chart, in the order of the sorting.

    Beside the columns of :func:`rows` each has ``reading`` (under which word the chart shows it),
    ``from`` and ``until`` (ISO days, equal to ``date`` where the sorting names none).

    Use::

        said = look.readings("denied")
        alt.Chart(said).mark_point().encode(x="reading:N", y=look.lanes())

    Raises:
        ValueError: no reading names this chart.
    """
    read = tables.readings().query("chart == @chart").set_index("row_id")
    if read.empty:
        raise ValueError(f"readings() has no rows for the chart {chart!r}")
    ids = list(read.index)
    kinds = (tables.claims(ids=ids), tables.quotes(ids=ids), tables.events(ids=ids))
    found = pd.concat([rows(kind) for kind in kinds if not kind.empty], ignore_index=True)
    # An event has no speaker: on an axis stands who acted first.
    actors = kinds[-1].set_index("event_id")["actors"].map(lambda names: names.partition("; ")[0])
    first = found["id"].map(actors)
    found["short"] = found["short"].fillna(first) if "short" in found else first
    found = _with_lanes(found)
    found = found.set_index("id").loc[ids].reset_index()
    out = found.assign(**{name: read[name].to_numpy() for name in ("reading", "from", "to")})
    out["until"] = out["to"].where(out["to"] != "", out["date"])
    out["from"] = out["from"].where(out["from"] != "", out["date"])
    return out.drop(columns="to")
