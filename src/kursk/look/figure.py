"""The figure: a chart with the caption, description, sources and rows that the page shows."""

import re
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

import altair as alt
import pandas as pd
from altair import Step

from kursk import tables
from kursk.look.contract import MIN_DESCRIPTION, Figure, Table, Words
from kursk.look.layers import Measured
from kursk.look.rows import origins, records
from kursk.look.theme import DARK, QUIET, Layers
from kursk.look.words import said_rows
from kursk.sides import SIDES, sign


def _source_links(cited: Sequence[str]) -> list[Words]:
    """Name who reported once each, with a link to an entry in the list of sources."""
    seen: dict[str, list[str]] = {}
    for source_id in dict.fromkeys(cited):
        seen.setdefault(origins(source_id), []).append(source_id)
    return [
        {"text": name if len(ids) == 1 else f"{name} ({len(ids)})", "href": f"row:{ids[0]}"}
        for name, ids in sorted(seen.items(), key=lambda pair: pair[0].casefold())
    ]


_COLUMNS = {
    "when": "Date", "claimant": "Who", "place": "Place", "title": "What", "held": "Held by",
    "figure": "Figure", "stated": "As stated", "words": "Words", "status": "Status",
    "source": "Source",
}  # fmt: skip
_LINKED = ("figure", "title", "words", "held")


def _table(frame: pd.DataFrame) -> Table:
    if "figure" in frame and "words" in frame:  # the words of a claim are its figure
        frame = frame.assign(words=frame["words"].where(frame["figure"].isna(), ""))
    frame = frame.astype(object).fillna("")
    names = [name for name in _COLUMNS if name in frame and (frame[name] != "").any()]
    body: list[list[str | Words]] = []
    for row in records(frame):
        cells: list[str | Words] = []
        for name in names:
            text = str(row[name])
            linked = text and name in _LINKED and row["link"]
            cells.append({"text": text, "href": row["link"]} if linked else text)
        body.append(cells)
    return {"columns": [_COLUMNS[name] for name in names], "rows": body}


def _given(table: pd.DataFrame) -> Table:
    body: list[list[str | Words]] = [[_words(cell) for cell in row] for row in table.to_numpy()]
    return {"columns": list(table.columns), "rows": body}


def _first_sources(frame: pd.DataFrame) -> list[str]:
    """Return the most direct source of each row of a chart; the ledger names the others."""
    ids = set(frame["id"])
    if "ids" in frame:  # standings: several statements of a day together
        ids |= {row_id for cell in frame["ids"].dropna() for row_id in cell.split(";")}
    return [
        cited[0]
        for table in (tables.claims(), tables.events(), tables.quotes(), tables.control())
        for row_id, cited in zip(table.iloc[:, 0], table["source_ids"], strict=True)
        if row_id in ids
    ]


#: As keyboards write it; text is printed with the curved one.
_APOSTROPHE = re.compile(r"(?<=\w)'")
_COLOR = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)


def _silence() -> Any:
    """Return a chart that says that there is nothing to draw: silence is an answer, too."""
    words = pd.DataFrame({"words": ["Nobody in the evidence gave a figure"]})
    text = alt.Chart(words).mark_text(fontSize=14, color=QUIET, fontStyle="italic")
    return text.encode(text="words:N", x=alt.value(alt.expr("width / 2")))


def _refuse_colors(name: str, spec: dict[str, Any]) -> None:
    known = {color.lower() for color in DARK}
    strange = sorted({c for c in _COLOR.findall(str(spec)) if c.lower() not in known})
    if strange:
        raise ValueError(
            f"figure {name!r}: {', '.join(strange)} has no partner for dark pages; take "
            "look.color(), look.held(), look.QUIET, look.PALE or look.ACCENT"
        )


def _lines(words: str) -> list[str]:
    """Break a title: one that is wider than a narrow notebook would take the chart's room."""
    return textwrap.wrap(words, 44)


def _has_lanes(chart: Any) -> bool:
    """Tell whether names stand on the y axis: then the rows give the height."""
    if any(_has_lanes(layer) for layer in getattr(chart, "layer", ())):
        return True
    y = getattr(getattr(chart, "encoding", None), "y", None)
    return isinstance(y, alt.Y) and str(y.shorthand).endswith((":N", ":O"))


def figure(
    chart: alt.Chart | Layers,
    *,
    id: str,
    title: str,
    subtitle: str,
    alt_text: str = "",
    see: str = "",
    rows: pd.DataFrame | Sequence[pd.DataFrame] | None = None,
    sources: Sequence[str] | Measured = (),
    table: pd.DataFrame | None = None,
    height: int | None = None,
    width: int | None = None,
) -> Any:
    """Give a chart the caption, description, sources and table with which the page shows it.

    ``title`` states the finding, ``subtitle`` says what is measured, in which unit and by whom,
    ``alt_text`` describes the chart to who cannot see it (40 characters at least), ``see`` tells
    what to look for and what the chart cannot show; ``{row-id}`` in them is written from the row
    (:func:`say`). ``rows`` are the frames from :func:`rows` that it draws: they become the table
    and name the sources; ``sources`` adds source ids for data without rows, or a
    :func:`measured` area, whose numbers then follow in the table; ``table`` replaces the table.
    Where ``rows`` are empty, the chart says that nobody gave a figure. ``width`` is for a chart
    that never fills a column of text, in pixels.

    Use::

        look.figure(dots + names, id="depth", rows=said, title="From {in-c008} to {ge-c003}",
                    subtitle="Depth of the advance, km", alt_text="Dots by day: …")

    Raises:
        ValueError: the description is too short, no source is named, a colour has no partner for
            dark pages, or a row to be written does not exist.
    """
    written = [said_rows(text) for text in (title, subtitle, alt_text, see)]
    title, subtitle, description, see = (_APOSTROPHE.sub("’", text) for text, _ in written)
    if len(description) < MIN_DESCRIPTION:
        raise ValueError(
            f"figure {id!r}: alt text has {len(description)} characters, expected "
            f"{MIN_DESCRIPTION} or more"
        )
    frames = [rows] if isinstance(rows, pd.DataFrame) else list(rows or [])
    shown = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame({"id": []})
    area = sources.rows() if isinstance(sources, Measured) else None
    cited = [*_first_sources(shown), *getattr(sources, "sources", sources)]
    if not cited and not frames:
        raise ValueError(f"figure {id!r}: no source named; give rows= or sources=")
    if frames and shown.empty and table is None:
        chart, height = _silence(), 80
    spec = chart.to_dict(validate=False)
    _refuse_colors(id, spec)
    tall = height or (Step(_LANE_HEIGHT) if _has_lanes(chart) else _HEIGHT)
    meta: Figure = {
        "id": id,
        "title": title,
        "subtitle": subtitle,
        "see": see,
        "said": list(dict.fromkeys(row for _, used in written for row in used)),
        "sources": _source_links(cited),
        "dark": DARK,
    }
    if key := _key(spec, shown):
        meta["key"] = key
    drawn = shown if area is None else pd.concat([shown, area], ignore_index=True)
    if table is not None or not drawn.empty:
        meta["table"] = _table(drawn) if table is None else _given(table)
    size = {} if isinstance(chart, _COMPOSED) else {"width": width or "container", "height": tall}
    return chart.properties(
        **size,
        title={"text": _lines(title), "subtitle": _lines(subtitle)},
        description=description,
        usermeta={"figure": meta},
    )


def _parties_drawn(part: Any) -> Iterator[bool]:
    """Yield, for each channel that tells parties by colour, whether it has a legend."""
    if isinstance(part, dict):
        for name, channel in part.items():
            told = name in ("color", "fill", "stroke") and isinstance(channel, dict)
            if told and channel.get("field") == "side":
                yield channel.get("legend", {}) is not None
            yield from _parties_drawn(channel)
    elif isinstance(part, list):
        for one in part:
            yield from _parties_drawn(one)


def _options(param: dict[str, Any]) -> list[Any]:
    """Return what a parameter lets its reader choose from."""
    bind = param.get("bind")
    return bind.get("options", []) if isinstance(bind, dict) else []


def _key(spec: dict[str, Any], shown: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Return the parties that a chart tells by colour alone, where there are two or more."""
    legends = list(
        _parties_drawn({name: part for name, part in spec.items() if name != "datasets"})
    )
    if not legends or any(legends) or "side" not in shown:
        return []
    drawn = set(shown["side"])
    if any(drawn <= set(_options(param)) for param in spec.get("params", [])):
        return []  # a menu names the one party that is drawn
    key = [
        (name, side.label, sign(side.shape)) for name, side in SIDES.items() if side.label in drawn
    ]
    return key if len(key) > 1 else []


def _words(cell: object) -> str:
    """Write a cell of a table: a time as its day."""
    return f"{cell:%Y-%m-%d}" if isinstance(cell, pd.Timestamp) else str(cell)


#: Height of a chart, and of one of its lanes: two lines of a label on a phone, in pixels.
_HEIGHT, _LANE_HEIGHT = 320, 30

#: Charts of several views: each view has its own size.
_COMPOSED = (alt.FacetChart, alt.ConcatChart, alt.HConcatChart, alt.VConcatChart)
