"""What the charts of the book share: sides, dates, phases, tooltips, and the figure's caption.

A whole chart is never in here: cells show how theirs is drawn. Importing this module sets the
theme and, by the place where the cell runs, the way in which charts are shown.
"""

import datetime as dt
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt
import pandas as pd

from kursk import geo, links, phrases, tables, units
from kursk.sides import CONTROLLERS, DARK, SIDES, label

__all__ = ["SIDES", "bands", "color", "date", "figure", "map_base", "open_ends", "rows", "shape",
           "tooltip"]  # fmt: skip

_QUIET = "#6b7280"

#: What Altair says it returns when layers are put together.
Layers = alt.LayerChart | alt.FacetChart


@alt.theme.register("kursk", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    """Quiet axes, no frame: marks and words carry the chart."""
    return {
        "config": {
            "view": {"stroke": None},
            "axis": {"grid": False, "labelFontSize": 12, "titleFontSize": 12, "tickSize": 4},
            "axisY": {"grid": True, "domain": False, "ticks": False, "titleAnchor": "end"},
            "point": {"filled": True, "size": 70},
            "text": {"fontSize": 12},
        }
    }


def _specification(spec: dict[str, Any], **_options: object) -> dict[str, Any]:
    """Return a specification under its registered media type, with a plain-text stand-in."""
    return {"application/vnd.vegalite.v6+json": spec, "text/plain": spec.get("description", "")}


def _show_charts() -> None:
    """Choose the renderer once: bundled in a live JupyterLab, plain specification elsewhere.

    JupyterLab cannot yet draw Vega-Lite 6 on its own and may have no network; a book build takes
    the specification and must not carry widgets. jupyter-server names its kernels' session in
    the environment, a build does not.
    """
    if "google.colab" in sys.modules:
        return
    if "JPY_SESSION_NAME" in os.environ:
        alt.renderers.enable("jupyter", offline=True)
    else:
        # Altair 6.3 names its type "…v6.json", which no notebook may hold: the suffix is +json.
        alt.renderers.register("specification", _specification)
        alt.renderers.enable("specification")


_show_charts()


def _first_day(iso: str) -> str:
    return f"{iso}-01" if len(iso) == 7 else iso


def _source_label(source_id: str, sources: pd.DataFrame) -> str:
    publisher, relays = sources.loc[source_id, ["publisher", "relays"]]
    return f"{publisher}, relaying {relays}" if relays else str(publisher)


def _address(row_id: str) -> str:
    """Return where a mark leads: a path of the site, for a page that is being built.

    In a kernel there is no site around the chart; the first cell of a downloaded notebook says
    in ``KURSK_SITE`` where the book is published, and without that a mark leads nowhere.
    """
    path = links.row_path(row_id)
    if "JPY_SESSION_NAME" not in os.environ and "google.colab" not in sys.modules:
        return path
    site = os.environ.get("KURSK_SITE", "")
    return f"{site}/{path}" if site else ""


def _common(frame: pd.DataFrame, key: str, day: str, side: str) -> pd.DataFrame:
    sources = tables.sources()
    first = frame["source_ids"].map(lambda ids: ids[0])
    return pd.DataFrame(
        {
            "id": frame[key],
            "date": frame[day].map(_first_day),
            "when": frame[day].map(phrases.date),
            "day": frame[day].str.len() == 10,
            "side": frame[side].map(lambda s: label(s) if s else ""),
            "source": first.map(lambda source_id: _source_label(source_id, sources)),
            "link": frame[key].map(_address),
        }
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def _claim_rows(frame: pd.DataFrame) -> pd.DataFrame:
    out = _common(frame, "claim_id", "as_of", "claimant_side")
    for column, name in (("value", "value"), ("value_low", "low"), ("value_high", "high")):
        out[name] = [
            units.shown(value, unit)[0] if pd.notna(value) else None
            for value, unit in zip(frame[column], frame["unit"], strict=True)
        ]
    out["claimant"] = frame["claimant"]
    out["qualifier"] = frame["qualifier"]
    out["stated"] = frame["value_as_stated"]
    out["figure"] = [phrases.figure(row) for row in _records(frame)]
    out["status"] = frame["status"]
    return out


def _event_rows(frame: pd.DataFrame) -> pd.DataFrame:
    out = _common(frame, "event_id", "date", "claimed_by")
    out["end"] = frame["date_end"].map(_first_day)
    out["title"] = frame["title"]
    out["status"] = frame["status"]
    return out


def _quote_rows(frame: pd.DataFrame) -> pd.DataFrame:
    out = _common(frame, "quote_id", "date_spoken", "side")
    out["claimant"] = frame["speaker"]
    out["words"] = frame["text_en"].where(frame["text_en"] != "", frame["text"])
    out["status"] = ""
    return out


def _control_rows(frame: pd.DataFrame) -> pd.DataFrame:
    out = _common(frame, "control_id", "as_of", "claimant_side")
    places = tables.places().set_index("place_id").loc[frame["place_id"]].reset_index()
    out["place"] = places["name_en"]
    out["lat"], out["lon"] = places["lat"], places["lon"]
    out["held"] = frame["controller"].map(CONTROLLERS)
    out["claimant"] = frame["claimant"]
    out["status"] = ""
    return out


_ROWS = {
    "claim_id": _claim_rows,
    "event_id": _event_rows,
    "quote_id": _quote_rows,
    "control_id": _control_rows,
}


def rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Reduce a table to what a chart draws and a tooltip says.

    Every result has ``id``, ``date`` (ISO day; the first of the month where ``day`` is False),
    ``when`` (date in words), ``side`` (name of the party), ``source`` (publisher, and whom it
    relays), ``status`` and ``link`` (to the row in the ledger). Claims add ``value``, ``low``,
    ``high`` (km², km), ``claimant``, ``qualifier``, ``stated`` (wording) and ``figure`` (in
    words); events ``end`` and ``title``; quotations ``claimant`` and ``words``; control
    ``place``, ``lat``, ``lon``, ``held`` and ``claimant``.

    Raises:
        ValueError: the frame is none of these four tables.
    """
    frame = frame.reset_index(drop=True)
    key = frame.columns[0]
    if key not in _ROWS:
        raise ValueError(f"rows() takes claims, events, quotes or control, not {key!r}")
    return _ROWS[key](frame)


def color(field: str = "side", *, legend: bool = False) -> alt.Color:
    """Return the colour channel of the parties; labels stand in the chart, not in a legend."""
    scale = alt.Scale(
        domain=[side.label for side in SIDES.values()],
        range=[side.color for side in SIDES.values()],
    )
    return alt.Color(f"{field}:N", scale=scale, legend=alt.Legend() if legend else None)


def shape(field: str = "side", *, legend: bool = False) -> alt.Shape:
    """Return the shape channel of the parties: colour is never the only carrier."""
    scale = alt.Scale(
        domain=[side.label for side in SIDES.values()],
        range=[side.shape for side in SIDES.values()],
    )
    return alt.Shape(f"{field}:N", scale=scale, legend=alt.Legend() if legend else None)


def _utc(day: str) -> alt.DateTime:
    when = dt.date.fromisoformat(_first_day(day))
    return alt.DateTime(year=when.year, month=when.month, date=when.day, utc=True)


def date(field: str, start: str, end: str) -> alt.X:
    """Return the x channel of a time chart from ``start`` to ``end`` (ISO dates).

    The scale is in UTC: in local time a day would slip to the one before, west of Greenwich.
    """
    days = (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days
    axis = alt.Axis(
        format="%-d %b" if days < 100 else "%b %Y",
        tickCount="week" if 20 < days < 100 else "day" if days <= 20 else "month",
        labelOverlap="parity",
        labelSeparation=6,
        title=None,
        labelFlush=True,
    )
    scale = alt.Scale(type="utc", domain=[_utc(start), _utc(end)], nice=False)
    return alt.X(f"{field}:T", axis=axis, scale=scale)


def bands(start: str, end: str, phases: Iterable[str] | None = None) -> Layers:
    """Return the phases between two ISO dates as labelled bands; they overlap as phases do."""
    table = tables.phases()
    if phases is not None:
        table = table[table["phase_id"].isin(list(phases))]
    table = table[(table["start"] < end) & (table["end"] > start)].reset_index(drop=True)
    data = pd.DataFrame(
        {
            "from": table["start"].map(lambda day: max(day, start)),
            "to": table["end"].map(lambda day: min(day, end)),
            "phase": table["title"],
            "line": range(len(table)),
        }
    )
    x = date("from", start, end)
    base = alt.Chart(data).encode(x=x)
    band = base.mark_rect(fill=_QUIET, opacity=0.07).encode(x2="to:T")
    names = [
        base.transform_filter(alt.datum.line == line)
        .mark_text(align="left", dx=3, fontSize=10, color=_QUIET, fontStyle="italic")
        .encode(text="phase:N", y=alt.value(8 + 12 * line))
        for line in range(len(data))
    ]
    return alt.layer(band, *names)


def open_ends(base: alt.Chart, y: str = "value:Q") -> Layers:
    """Mark “more than” with an arrow up and “up to”, “nearly” with an arrow down at each figure.

    ``base`` is a chart on :func:`rows` of claims with its x and colour channels.
    """
    above = alt.FieldOneOfPredicate(field="qualifier", oneOf=["more_than", "at_least"])
    below = alt.FieldOneOfPredicate(field="qualifier", oneOf=["up_to", "nearly"])
    up = base.transform_filter(above).mark_text(text="↑", dy=-11, fontWeight="bold")
    down = base.transform_filter(below).mark_text(text="↓", dy=12, fontWeight="bold")
    return alt.layer(up.encode(y=y), down.encode(y=y))


def tooltip(*, of: str = "claims") -> list[alt.Tooltip]:
    """Return the tooltip of claims, events, quotes or control: who, when, words, source."""
    fields = {
        "claims": {"claimant": "Who", "when": "As of", "figure": "Figure", "stated": "In words",
                   "status": "Status", "source": "Source"},
        "events": {"title": "What", "when": "When", "status": "Status", "source": "Source"},
        "quotes": {"claimant": "Who", "when": "When", "words": "Words", "source": "Source"},
        "control": {"place": "Place", "when": "As of", "held": "Held by", "claimant": "Says",
                    "source": "Source"},
    }  # fmt: skip
    return [alt.Tooltip(f"{name}:N", title=title) for name, title in fields[of].items()]


def map_base(frame: geo.Frame = geo.FRAME, *, km: int = 50) -> Layers:
    """Return the ground of every map: state border, thin region borders, names, scale, north.

    Layers on top use ``longitude="lon:Q"`` and ``latitude="lat:Q"`` and keep to the frame; finish
    with ``.project(**geo.projection(*frame))`` on the whole. ``km`` is the length of the scale
    bar. What lies outside the frame is cut off: it would shrink the map.
    """
    west, south, east, north = frame
    quiet: dict[str, Any] = {"filled": False, "stroke": _QUIET, "clip": True}
    regions = alt.Chart(geo.regions()).mark_geoshape(
        **quiet, strokeWidth=0.6, strokeDash=[2, 3], opacity=0.6
    )
    border = alt.Chart(geo.border()).mark_geoshape(**quiet, strokeWidth=1.6)
    inside = geo.names().query(f"{west} < lon < {east} and {south} < lat < {north}")
    names = (
        alt.Chart(inside)
        .mark_text(fontSize=11, color=_QUIET, fontStyle="italic")
        .encode(longitude="lon:Q", latitude="lat:Q", text="name:N")
    )
    bar = geo.scale_bar(km, west + 0.7 * (east - west), south + 0.03 * (north - south))
    scale = alt.Chart(bar).encode(longitude="lon:Q", latitude="lat:Q")
    rule = scale.mark_rule(color=_QUIET, strokeWidth=2).encode(longitude2="lon2:Q", latitude2="lat")
    length = scale.mark_text(align="left", dy=-8, fontSize=10, color=_QUIET)
    return alt.layer(
        regions,
        border,
        names,
        rule,
        length.encode(text=alt.value(f"{km} km · north is up")),
    )


#: A caption names so many publishers, those with the most sources; the rows name the others.
_MOST_PUBLISHERS = 24


def _source_links(frame: pd.DataFrame, key: str) -> list[dict[str, str]]:
    """Name publishers once each, with a link to an entry in the list of sources."""
    sources = tables.sources()
    seen: dict[str, list[str]] = {}
    for source_id in frame[key]:
        seen.setdefault(str(sources.loc[source_id, "publisher"]), []).append(source_id)
    by_weight = sorted(seen, key=lambda publisher: -len(set(seen[publisher])))
    named = by_weight if len(by_weight) <= _MOST_PUBLISHERS + 2 else by_weight[:_MOST_PUBLISHERS]
    found = []
    for publisher in sorted(named, key=str.casefold):
        count = len(set(seen[publisher]))
        words = publisher if count == 1 else f"{publisher} ({count})"
        found.append({"label": words, "url": links.row_path(seen[publisher][0])})
    if left_out := len(by_weight) - len(named):
        words = f"and {left_out} more publishers, named by the rows"
        found.append({"label": words, "url": "evidence/sources.html"})
    return found


_COLUMNS = {
    "when": "Date", "claimant": "Who", "place": "Place", "title": "What", "held": "Held by",
    "figure": "Figure", "stated": "As stated", "words": "Words", "status": "Status",
    "source": "Source",
}  # fmt: skip
_LINKED = ("figure", "title", "words", "held")


def _table(frame: pd.DataFrame) -> dict[str, Any]:
    names = [name for name in _COLUMNS if name in frame and (frame[name] != "").any()]
    body: list[list[str | dict[str, str]]] = []
    for row in _records(frame):
        cells: list[str | dict[str, str]] = []
        for name in names:
            text = "" if pd.isna(row[name]) else str(row[name])
            linked = text and name in _LINKED
            cells.append({"text": text, "href": row["link"]} if linked else text)
        body.append(cells)
    return {"columns": [_COLUMNS[name] for name in names], "rows": body}


def _first_sources(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the most direct source of each row of a chart; the ledger names the others."""
    ids = set(frame["id"])
    found = [
        cited[0]
        for table in (tables.claims(), tables.events(), tables.quotes(), tables.control())
        for row_id, cited in zip(table.iloc[:, 0], table["source_ids"], strict=True)
        if row_id in ids
    ]
    return pd.DataFrame({"source_id": list(dict.fromkeys(found))})


def figure(
    chart: alt.Chart | Layers,
    *,
    id: str,
    title: str,
    subtitle: str,
    alt: str,
    see: str = "",
    rows: pd.DataFrame | Sequence[pd.DataFrame] | None = None,
    sources: Sequence[str] = (),
    table: pd.DataFrame | None = None,
    height: int = 320,
) -> Any:
    """Give a chart the caption, description, sources and table with which the page shows it.

    ``title`` states the finding, ``subtitle`` says what is measured, in which unit and by whom,
    ``alt`` describes the chart to who cannot see it (40 characters at least), ``see`` tells what
    to look for and what the chart cannot show. ``rows`` are the frames from :func:`rows` that it
    draws: they become the table and name the sources; ``sources`` adds source ids for data
    without rows (a measured series), ``table`` replaces the table for such data.

    Raises:
        ValueError: the description is too short, or no source is named.
    """
    if len(alt) < 40:
        raise ValueError(f"figure {id!r}: alt text has {len(alt)} characters, expected 40 or more")
    frames = [rows] if isinstance(rows, pd.DataFrame) else list(rows or [])
    shown = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"id": []})
    cited = pd.concat([_first_sources(shown), pd.DataFrame({"source_id": list(sources)})])
    if cited.empty:
        raise ValueError(f"figure {id!r}: no source named; give rows= or sources=")
    meta: dict[str, Any] = {
        "id": id,
        "title": title,
        "subtitle": subtitle,
        "see": see,
        "sources": _source_links(cited.drop_duplicates(), "source_id"),
        "dark": DARK,
    }
    if table is not None:
        body = [[str(cell) for cell in row] for row in table.itertuples(index=False)]
        meta["table"] = {"columns": list(table.columns), "rows": body}
    elif not shown.empty:
        meta["table"] = _table(shown)
    return chart.properties(
        width="container",
        height=height,
        title={"text": title, "subtitle": subtitle},
        description=alt,
        usermeta={"figure": meta},
    )
