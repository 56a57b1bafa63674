"""How the answers of a panel are drawn: marks at their dates, ranges as ranges."""

from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from kursk import look
from kursk.lab.question import DEFINITIONS, Question

#: Width of a chart in a panel, in pixels; in a page the column decides.
WIDTH = 620

_YOURS = "#a15c00"  # the book's accent, which belongs to no party


def _base(rows: pd.DataFrame, question: Question) -> alt.Chart:
    tips = look.tooltip()
    if question.definition != "stated":
        tips = [alt.Tooltip("value:Q", title="Percent"), alt.Tooltip("computed:N"), *tips]
    return alt.Chart(rows).encode(
        x=look.date("date", question.start, question.end),
        y=alt.Y(
            "value:Q",
            title="%" if question.definition != "stated" else question.measured_in,
            scale=alt.Scale(zero=True),
        ),
        color=look.color(legend=True).legend(**_legend(rows)),
        shape=look.shape(legend=True).legend(**_legend(rows)),
        tooltip=tips,
    )


def _legend(rows: pd.DataFrame) -> dict[str, Any]:
    """Options of a legend that names the parties in the chart, and those alone."""
    present = [side.label for side in look.SIDES.values() if side.label in set(rows["side"])]
    return {"title": None, "orient": "top", "symbolOpacity": 1, "values": present}


def marks(rows: pd.DataFrame, question: Question) -> look.Layers:
    """Draw each claim at its date, its range as a bar, its “more than” as an arrow."""
    base = _base(rows, question)
    span = base.transform_filter("isValid(datum.low) && isValid(datum.high)")
    bar = span.mark_bar(size=5, opacity=0.45).encode(y="low:Q", y2="high:Q")
    # A hollow mark: only the month is known.
    day = base.transform_filter("datum.day").mark_point(size=80, opacity=1)
    month = base.transform_filter("!datum.day").mark_point(size=80, filled=False)
    layers = [bar, day, month, look.open_ends(base)]
    return alt.layer(look.bands(question.start, question.end), *layers)


def series(rows: pd.DataFrame, question: Question) -> look.Layers:
    """Draw the claims with a line through each claimant's own; no line joins two claimants."""
    line = _base(rows[rows["day"]], question).mark_line(strokeWidth=1.5, opacity=0.6)
    return alt.layer(line.encode(detail="claimant:N"), marks(rows, question))


def estimate(rows: pd.DataFrame, levels: pd.DataFrame, question: Question) -> look.Layers:
    """Draw the claims and, across each period, the level that the reader has set."""
    own = alt.Chart(levels.assign(label="you")).encode(
        x=look.date("from", question.start, question.end), y="level:Q"
    )
    rule = own.mark_rule(color=_YOURS, strokeWidth=3).encode(
        x2="to:T", tooltip=[alt.Tooltip("level:Q", title="Your estimate")]
    )
    word = own.mark_text(color=_YOURS, align="left", dy=-8, fontWeight="bold").encode(
        text="label:N"
    )
    return alt.layer(marks(rows, question), rule, word)


def captioned(
    chart: look.Layers, rows: pd.DataFrame, question: Question, *, id: str, title: str, see: str
) -> look.Layers:
    """Give the drawing of an answer its words: unit, definition, window, sources."""
    subtitle = f"{question.measured_in}, {DEFINITIONS[question.definition]}"
    if (rows["computed"] != "").any():
        subtitle = f"percent: {rows['computed'].iloc[0]}"
    figure: look.Layers = look.figure(
        chart,
        id=id,
        title=title,
        subtitle=subtitle,
        alt=f"{title}: {len(rows)} dated figures by {rows['claimant'].nunique()} claimants, "
        f"from {question.start} to {question.end}, each at its date.",
        see=see,
        rows=rows,
    )
    return figure


def empty(words: str) -> alt.Chart:
    """Return a chart that says why there is nothing to draw."""
    said = alt.Chart(pd.DataFrame({"words": [words]})).mark_text(fontSize=14)
    chart: alt.Chart = said.encode(text="words:N")
    return chart


def levels(days: Sequence[str], values: Sequence[float]) -> pd.DataFrame:
    """Return the reader's levels: one more day than values, each value between two days."""
    return pd.DataFrame({"from": days[:-1], "to": days[1:], "level": values})
