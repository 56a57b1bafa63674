"""One question of the claims, asked with controls that need no kernel.

A panel is a Vega-Lite chart with parameters of its own, so it answers in a page, in a folder, in
JupyterLab and wherever else a chart is drawn. Every mark stays one claim by one claimant: nothing
is averaged, nothing is filled in between dates, and a share divides one claim by one other claim.
"""

import json
from collections.abc import Sequence
from typing import Any

import altair as alt
import pandas as pd

from kursk import look, phrases, reader, tables, units
from kursk.days import Day, window
from kursk.lab.asked import asked, covered
from kursk.refusal import RefusalError

_EVERYONE, _NOBODY = "everyone", "nobody"
#: Parties with a box to tick: label → the name of its parameter.
_BOXES = {side.label: f"of_{name}" for name, side in look.SIDES.items()}
_TICKED = f"({' || '.join(_BOXES.values())})"
_HELD, _GONE = "% held of a peak of", "% gone of a peak of"
#: Units in which a reader may see a figure: the one that charts show, and its twin.
_TWINS = {"km2": "sq_mi", "km": "mi"}
_VERDICT = (
    "estimate == 0 ? 'none is set' : datum.low > datum.own ? 'this is above it' : "
    "datum.high < datum.own ? 'this is below it' : 'within this'"
)
#: So far beyond the largest figure stand the words, and the end of the estimate's slider.
_HEADROOM = 1.15
_PALE = "Pale: a round number, or one that says “more than” or “up to”."
_FROM_PEAK = "Shares of a peak begin on the day on which the ground on DeepState's map was largest."


def panel(
    metric: str, *, start: str = "", end: str = "", scope: str = "kursk", first: str = ""
) -> Any:
    """Return the claims of one metric between two dates, with controls.

    A reader ticks whose figures are shown, chooses the unit, for ground also a share of a claimed
    peak (from the day of the largest ground on), and sets an estimate of their own, which the
    claims above and below it are counted against. Where nothing is shown, the chart says why, and
    how many figures of the chosen parties stand elsewhere.

    Args:
        metric: a metric of the claims table that has numbers.
        start: first day or month of the window, like 2024-08-06 or 6 August 2024; empty for the
            first day of the campaign.
        end: its last day or month, not before the first; empty for the campaign's last day.
        scope: what is counted; only claims of one scope compare.
        first: the party that is ticked at the start; empty for everyone.

    Raises:
        RefusalError: there is no such metric, scope or party, the window is turned round, or no
            claim of the metric has a number in it; the message names what there is.
    """
    metric, scope = asked(metric, scope)
    first = first and look.SIDES[tables.meant("claims", "claimant_side", first)].label
    start, end = _days(start, end)
    rows = _answers(metric, scope, start, end)
    unit = _unit(rows)
    peaks = _peaks() if metric == "area_held" and scope == "kursk" else pd.DataFrame()
    controls = [*_parties(first, _elsewhere(metric, scope, rows)), *_controls(rows, unit, peaks)]
    counted = _counted(rows, unit, peaks)
    base = (
        counted.transform_filter("datum.shown")
        .encode(
            look.date("date", start, end, padding=6),
            look.color(legend=True).legend(**look.legend_of(rows["side"])),
            look.shape(legend=True).legend(**look.legend_of(rows["side"])),
            tooltip=[*look.tooltip(), alt.Tooltip("verdict:N").title("Your estimate")],
        )
        .transform_calculate(verdict=_VERDICT)
    )
    y = alt.Y("value:Q").title(None).scale(zero=True)
    y = y.axis(labelExpr=_axis_label(unit, peaks))
    pale = alt.when("datum.exact").then(alt.value(1)).otherwise(alt.value(0.45))
    span = base.mark_rule(strokeWidth=4).encode(alt.Y("low:Q"), alt.Y2("high:Q"))
    span.encoding.shape = alt.Undefined
    own = alt.Chart(pd.DataFrame({"own": [0]})).transform_filter("estimate > 0")
    own = own.transform_calculate(own=_measure("estimate", peaks, unit))
    rule = own.mark_rule(color=look.ACCENT, strokeWidth=2).encode(alt.Y("own:Q"))
    layers = [
        span,
        base.mark_point(size=80).encode(y, stroke=look.color(), fillOpacity=pale),
        rule,
        _words(counted, peaks),
    ]
    title = str(reader.by_id("metrics")[metric]["title"])
    return look.figure(
        alt.layer(*layers).add_params(*controls),
        id=f"panel-{metric.replace('_', '-')}",
        title=f"{title}: ask your own question",
        subtitle=f"{reader.by_id('scopes')[scope]['title']}; each mark is one claim",
        alt_text=f"{title}, {len(rows)} figures of "
        f"{phrases.days(rows['date'].min(), rows['date'].max())}, each at its date, with "
        "controls for party, unit, definition and an estimate of your own.",
        see=_PALE if peaks.empty else f"{_PALE} {_FROM_PEAK}",
        rows=rows,
    )


def _numbers(metric: str, scope: str | None = None, start: str = "", end: str = "") -> pd.DataFrame:
    """Return the claims of a metric that give a number."""
    frame = tables.claims(metric, scope=scope, start=start, end=end)
    return frame.dropna(subset=["value", "value_low", "value_high"], how="all")


def _days(start: str, end: str) -> tuple[str, str]:
    """Return the first and the last day of a window, as ISO dates; open ends are the campaign's."""
    phases = tables.phases()
    first, last = map(Day, window(start or phases["start"].min(), end or phases["end"].max()))
    return first.first.isoformat(), last.last.isoformat()


def _answers(metric: str, scope: str, start: str, end: str) -> pd.DataFrame:
    """Return the claims that give a number, as charts draw them."""
    rows = look.rows(_numbers(metric, scope, start, end))
    # A month that the window only touches may stand, in its middle, outside the chart.
    rows = rows[rows["date"].between(start, end)].reset_index(drop=True)
    if rows.empty:
        raise RefusalError(
            f"Nobody gave a number of {metric} for {scope} from {Day(start).words} to "
            f"{Day(end).words}. It has numbers for: {covered(_numbers(metric))}."
        )
    return rows


def _elsewhere(metric: str, scope: str, rows: pd.DataFrame) -> dict[str, int]:
    """Return how many figures of the metric each party gave with a date outside the window."""
    every = _numbers(metric, scope)
    outside = every[~every["claim_id"].isin(rows["id"])]
    counts = outside["claimant_side"].map(lambda side: look.SIDES[side].label).value_counts()
    return {str(label): int(number) for label, number in counts.items()}


def _unit(rows: pd.DataFrame) -> str:
    """Return the unit in which the figures are drawn."""
    stated = tables.claims(ids=list(rows["id"]))["unit"].mode()[0]
    return units.SHOWN.get(str(stated), str(stated))


def _peaks() -> pd.DataFrame:
    """Return the claimed peaks of the ground held: what a share can be a share of."""
    found = look.rows(tables.claims("other_area_peak", scope="kursk-peak"))
    found = found[found["value"].notna()].sort_values(["value", "id"], ascending=[False, True])
    found = found.drop_duplicates("value").reset_index(drop=True)
    return found.assign(name=found["number"] + " km², " + found["short"])


def _day_of_peak() -> str:
    """Return the day on which the ground on DeepState's map was largest.

    Those who name a peak give no day for it; before it was reached, nothing of it can be gone.
    """
    ground = tables.area_series("deepstate_blue_kursk")
    return str(ground.nlargest(1, "km2")["date"].iloc[0].date())


def _parties(first: str, elsewhere: dict[str, int]) -> list[alt.Parameter]:
    """Return a box for each party, the choice for when none is ticked, and what follows of them."""
    boxes = [
        alt.param(name=name, value=label == first, bind=alt.binding_checkbox(name=f"{label} "))
        for label, name in _BOXES.items()
    ]
    numbers = [f"({_BOXES[label]} ? {number} : 0)" for label, number in elsewhere.items()]
    return [
        *boxes,
        _menu("unticked", "While none is ticked ", [_EVERYONE, _NOBODY], _EVERYONE),
        alt.param(name="elsewhere", expr=" + ".join(numbers) or "0"),
    ]


def _controls(rows: pd.DataFrame, unit: str, peaks: pd.DataFrame) -> list[alt.Parameter]:
    top = float(rows[["value", "low", "high"]].astype(float).max().max()) * _HEADROOM
    step = 10 ** max(0, len(str(int(top))) - 2)
    words = units.WORDS.get(unit, "")
    shares = [f"{kind} {peak}" for kind in (_HELD, _GONE) for peak in peaks.get("name", ())]
    twin = [units.WORDS[_TWINS[unit]]] if unit in _TWINS else []
    shown = [words, *twin, *shares]
    made = [_menu("unit", "Shown in ", shown, words)] if len(shown) > 1 else []
    if shares:
        wholes = dict(zip(shares, [*peaks["value"]] * 2, strict=True))
        made.append(alt.param(name="peak", expr=f"{json.dumps(wholes)}[unit] || 0"))
    label = f"My estimate, {words} " if words else "My estimate "
    slider = alt.binding_range(min=0, max=step * round(top / step), step=step, name=label)
    made.append(alt.param(name="estimate", value=0, bind=slider))
    return made


def _axis_label(unit: str, peaks: pd.DataFrame) -> str:
    """Return the expression of the labels of the axis: the topmost bears the unit."""
    words = units.WORDS.get(unit, "")
    stated = "' ' + unit" if unit in _TWINS else f"' {words}'" if words else "''"
    said = stated if peaks.empty else f"peak ? ' %' : {stated}"
    return f"datum.label + (datum.index == 1 ? ({said}) : '')"


def _menu(name: str, label: str, options: Sequence[str], value: str) -> alt.Parameter:
    bound = alt.binding_select(options=list(options), name=label)
    return alt.param(name=name, value=value, bind=bound)


def _measure(number: str, peaks: pd.DataFrame, unit: str = "") -> str:
    """Return the expression that turns a number of the rows into what the reader asked for."""
    twin = _TWINS.get(unit, "")
    plain = number
    if twin:
        factor = units.convert(1_000_000.0, unit, twin) / 1_000_000
        plain = f"(unit == '{units.WORDS[twin]}' ? {number} * {factor} : {number})"
    if peaks.empty:
        return plain
    share = f"100 * {number} / peak"
    return f"!peak ? {plain} : indexof(unit, '{_GONE}') == 0 ? 100 - {share} : {share}"


def _counted(rows: pd.DataFrame, unit: str, peaks: pd.DataFrame) -> alt.Chart:
    """Return the rows with what is asked of them: the measure, and whether they are shown."""
    # Under other names: Vega works each answer out in the same rows, and would begin with its last.
    rows = rows.assign(
        raw=rows["value"],
        raw_low=rows["low"].astype(float).fillna(rows["value"].astype(float)),
        raw_high=rows["high"].astype(float).fillna(rows["value"].astype(float)),
        exact=rows["qualifier"].isin(["exact", "range"]),
    ).drop(columns=["value", "low", "high"])
    boxes = ", ".join(f"'{label}': {name}" for label, name in _BOXES.items())
    shown = "datum.asked"
    if not peaks.empty:
        rows = rows.assign(since_peak=rows["date"] >= _day_of_peak())
        shown = "datum.asked && (!peak || datum.since_peak)"
    first = (
        alt.Chart(rows)
        .transform_calculate(
            asked=f"{_TICKED} ? {{{boxes}}}[datum.side] : unticked == '{_EVERYONE}'"
        )
        .transform_calculate(shown=shown, own=_measure("estimate", peaks, unit))
    )
    low, high = (_measure(f"datum.raw_{end}", peaks, unit) for end in ("low", "high"))
    return first.transform_calculate(
        value=f"isValid(datum.raw) ? {_measure('datum.raw', peaks, unit)} : null",
        low=f"min({low}, {high})",
        high=f"max({low}, {high})",
    )


def _words(counted: alt.Chart, peaks: pd.DataFrame) -> alt.Chart:
    """Return the line that counts the claims, or says why none is shown."""
    told = (
        counted.transform_calculate(
            one="datum.shown ? 1 : 0",
            early="datum.asked && !datum.shown ? 1 : 0",
            above="datum.shown && datum.low > datum.own ? 1 : 0",
            below="datum.shown && datum.high < datum.own ? 1 : 0",
            reach="datum.shown ? datum.high : 0",
        )
        .transform_aggregate(n="sum(one)", early="sum(early)", above="sum(above)",
                             below="sum(below)", reach="max(reach)")
        .transform_calculate(text=_told(peaks), over=f"max(1, {_HEADROOM} * datum.reach)")
    )  # fmt: skip
    # Ground shrinks: what is held leaves room on the right, what is gone on the left.
    gone = "false" if peaks.empty else f"indexof(unit, '{_GONE}') == 0"
    mark = told.mark_text(align=alt.expr(f"{gone} ? 'left' : 'right'"), baseline="top",
                          fontWeight="bold", color=look.ACCENT, lineBreak="\n")  # fmt: skip
    over, side = alt.Y("over:Q").title(None), alt.expr(f"{gone} ? 0 : width")
    line: alt.Chart = mark.encode(over, text="text:N", x=alt.value(side))
    return line


def _told(peaks: pd.DataFrame) -> str:
    """Return the expression of that line, in lines that a phone has room for.

    A silence is not of a party, but of the evidence.
    """
    day = "" if peaks.empty else phrases.date(_day_of_peak())
    figures = "datum.n + (datum.n == 1 ? ' figure' : ' figures')"
    judged = "'Of ' + datum.n + ' figures,\\n' + datum.above + ' above my estimate, ' + datum.below"
    at = "datum.n - datum.above - datum.below"
    rest = f"({at} > 0 ? ', ' + ({at}) + ' at it' : '')"
    counted = f"estimate == 0 ? {figures} : {judged} + ' below' + {rest}"
    early = "datum.early + (datum.early == 1 ? ' figure' : ' figures')"
    none = (
        f"!{_TICKED} && unticked == '{_NOBODY}' ? 'No party is ticked' : "
        "elsewhere > 0 ? 'No figure of theirs in these weeks;\\n' + elsewhere + "
        "(elsewhere == 1 ? ' stands' : ' stand') + ' outside them' : "
        "'No figure of theirs of just this kind\\nis in the evidence'"
    )
    return (
        f"datum.early > 0 ? (datum.n > 0 ? ({counted}) + ';\\n' : '') + {early} + "
        f"' older than\\nthe peak of {day}:\\nno share of it' : "
        f"datum.n > 0 ? ({counted}) : {none}"
    )
