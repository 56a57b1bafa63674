"""One question, asked with controls: a panel in a live kernel, a still in a page."""

import datetime as dt
from dataclasses import replace
from html import escape
from typing import Any

import pandas as pd

from kursk import look, phrases, units
from kursk.lab import charts, question
from kursk.lab.place import live, prepare_widgets
from kursk.lab.question import DEFINITIONS, UNITS, Question

#: What a panel can do → its name in the drop-down.
VIEWS = {
    "claims": "Every claim",
    "pair": "Two parties compared",
    "estimate": "My own estimate against the claims",
}

_PERIODS = 4  # so many levels a reader sets for an estimate of their own
_SEE = "The static page shows a still. In a running notebook the panel asks your own question."


def panel(
    metric: str,
    *,
    start: str,
    end: str,
    scope: str = "kursk",
    view: str = "claims",
    definition: str = "stated",
    base: str = "co-c33",
) -> Any:
    """Return a control panel for the claims of one metric between two ISO dates.

    Live, it is a box of widgets: who speaks, window, unit, definition and its base, two parties
    side by side, the reader's own estimate. In the build of a page it is the chart of the answer
    to the question as it stands at the start.

    Args:
        metric: a metric of the claims table that has numbers.
        start: first day of the window, ISO.
        end: last day of the window, ISO.
        scope: what is counted; empty for all scopes.
        view: ``claims``, ``pair`` or ``estimate``: what is shown at the start.
        definition: ``stated``, or a share of a peak (``left``, ``retaken``; areas only).
        base: id of the claimed peak on which shares rest.

    Raises:
        ValueError: no claim of this metric has a number in the window.
    """
    asked = Question(metric, scope, start, end, definition=definition, base=base)
    found = question.claims(asked)
    if found.empty:
        raise ValueError(f"no number of {metric!r} ({scope!r}) from {start} to {end}")
    stated = str(found["unit"].mode()[0])
    asked = replace(asked, unit=units.SHOWN.get(stated, stated))
    if live():
        prepare_widgets()
        return Panel(asked, view).box
    return _still(asked, view)


def _still(asked: Question, view: str) -> Any:
    rows = question.answer(asked)
    chart = charts.series(rows, asked) if view == "pair" else charts.marks(rows, asked)
    names = {"stated": "as each claimant states it", "left": "what is left of one claimed peak",
             "retaken": "what is gone of one claimed peak"}  # fmt: skip
    return charts.captioned(
        chart,
        rows,
        asked,
        id=f"panel-{asked.metric.replace('_', '-')}",
        title=f"{asked.name}, {names[asked.definition]}",
        see=_SEE,
    )


def _short(iso: str) -> str:
    """Write a day so that two of them fit beside a slider: 6 Aug 2024."""
    day = dt.date.fromisoformat(iso)
    return f"{day.day} {day:%b %Y}"


def _days(start: str, end: str) -> list[str]:
    first, last = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    return [(first + dt.timedelta(n)).isoformat() for n in range((last - first).days + 1)]


class Panel:
    """The widgets of a panel and the chart that follows them."""

    def __init__(self, asked: Question, view: str) -> None:
        import altair as alt
        import ipywidgets as w

        self._asked = asked
        frame = question.claims(asked)
        label = {"description_width": "110px"}

        def wide() -> Any:  # one of its own for each control: some are hidden at times
            return w.Layout(width="auto")

        who, parties = question.speakers(frame), self._parties(frame)
        self.view = w.Dropdown(
            options=[(words, key) for key, words in VIEWS.items()],
            value=view, description="Show", style=label, layout=wide(),
        )  # fmt: skip
        self.who = w.SelectMultiple(
            options=who, value=who, rows=min(8, len(who)), description="Who says so",
            style=label, layout=wide(),
        )  # fmt: skip
        self.window = w.SelectionRangeSlider(
            options=[(_short(day), day) for day in _days(asked.start, asked.end)],
            value=(asked.start, asked.end), description="Window", style=label, layout=wide(),
            continuous_update=False,
        )  # fmt: skip
        choices = UNITS.get(asked.unit, (asked.unit,))
        self.unit = w.Dropdown(
            options=[(units.WORDS[unit] or "number", unit) for unit in choices],
            value=asked.unit, description="Unit", style=label, layout=wide(),
        )  # fmt: skip
        kinds = DEFINITIONS if asked.metric == "area_held" else {"stated": DEFINITIONS["stated"]}
        self.definition = w.Dropdown(
            options=[(words, key) for key, words in kinds.items()], value=asked.definition,
            description="Definition", style=label, layout=wide(),
        )  # fmt: skip
        self.base = w.Dropdown(
            options=[(question.peak_label(row), row.claim_id)
                     for row in question.peaks().itertuples()],
            value=asked.base, description="Which peak?", style=label, layout=wide(),
        )  # fmt: skip
        self.first = w.Dropdown(
            options=parties, description="One party", style=label, layout=wide()
        )
        self.second = w.Dropdown(
            options=parties, index=min(1, len(parties) - 1), description="Another",
            style=label, layout=wide(),
        )  # fmt: skip
        self.apart = w.IntSlider(
            value=3, min=0, max=14, description="Days apart", style=label, layout=wide(),
            continuous_update=False,
        )  # fmt: skip
        self.levels = [
            w.FloatSlider(orientation="vertical", readout_format=",.0f", continuous_update=False)
            for _ in range(_PERIODS)
        ]
        for number, slider in enumerate(self.levels, 1):
            slider.description = f"Quarter {number}"
        self.chart = alt.JupyterChart(
            charts.empty("…").properties(width=charts.WIDTH), embed_options={"renderer": "svg"}
        )
        self.words = w.HTML()
        own = w.VBox([w.Label("Your level in each quarter of the window:"), w.HBox(self.levels)])
        self._only = {
            "pair": w.VBox([self.first, self.second, self.apart]),
            "estimate": own,
            "share": self.base,
        }
        controls = w.VBox(
            [self.view, self.who, self.window, self.unit, self.definition, *self._only.values()],
            layout=w.Layout(max_width="620px"),
        )
        self.box = w.VBox([controls, self.chart, self.words])
        self.box.add_class("kursk-panel")
        self._set_levels()
        for control in (self.view, self.who, self.window, self.first, self.second, self.apart,
                        self.base, *self.levels):  # fmt: skip
            control.observe(self._draw, "value")
        for control in (self.unit, self.definition):
            control.observe(self._rescale, "value")
        self._draw()

    @staticmethod
    def _parties(frame: pd.DataFrame) -> list[str]:
        counts = look.rows(frame)["side"].value_counts()
        return [str(side) for side in counts.index]

    def asked(self) -> Question:
        """The question as the controls stand."""
        start, end = self.window.value
        if start == end:  # a window of one day has no axis
            start, end = self._asked.start, self._asked.end
        return replace(
            self._asked, start=start, end=end, claimants=tuple(self.who.value) or ("nobody",),
            unit=self.unit.value, definition=self.definition.value, base=self.base.value,
        )  # fmt: skip

    def _set_levels(self) -> None:
        """Fit the sliders of the estimate to the figures; each begins half way up."""
        rows = question.answer(replace(self.asked(), claimants=()))
        top = float(pd.concat([rows["value"], rows["high"]]).dropna().astype(float).max())
        for slider in self.levels:
            slider.min, slider.max, slider.step = 0, 1.2 * top, top / 100
            slider.value = top / 2

    def _rescale(self, _change: object) -> None:
        self._set_levels()
        self._draw()

    def _draw(self, _change: object = None) -> None:
        asked, view = self.asked(), self.view.value
        for name, box in self._only.items():
            shown = asked.definition != "stated" if name == "share" else name == view
            box.layout.display = "" if shown else "none"
        rows = question.answer(asked)
        if view == "pair":
            rows = rows[rows["side"].isin([self.first.value, self.second.value])]
        if rows.empty:
            self.chart.chart = charts.empty("No figure answers this.")
            self.words.value = ""
            return
        drawn, self.words.value = self._drawn(view, rows, asked)
        shown = charts.captioned(
            drawn, rows, asked, id="panel", title=f"{asked.name}: your question", see=""
        )
        self.chart.chart = shown.properties(width=charts.WIDTH)

    def _drawn(self, view: str, rows: pd.DataFrame, asked: Question) -> tuple[Any, str]:
        if view == "pair":
            found = question.pairs(rows, self.first.value, self.second.value, self.apart.value)
            return charts.series(rows, asked), self._pair_words(found, rows, asked)
        if view == "estimate":
            edges = _days(asked.start, asked.end)
            steps = [round(n * (len(edges) - 1) / _PERIODS) for n in range(_PERIODS + 1)]
            own = charts.levels([edges[n] for n in steps], [s.value for s in self.levels])
            judged = question.against(rows, own)
            return charts.estimate(rows, own, asked), _estimate_words(judged)
        return charts.marks(rows, asked), _list(rows)

    def _pair_words(self, found: pd.DataFrame, rows: pd.DataFrame, asked: Question) -> str:
        by_id = {row["id"]: row for row in rows.to_dict("records")}
        lines = [
            f"{_dated(by_id[pair['one']])}; {_dated(by_id[pair['other']])}. Difference "
            f"{phrases.number(round(pair['difference'], 1))} {escape(asked.measured_in)}"
            for pair in found.to_dict("records")
        ]
        if not lines:
            return f"<p>No two dated figures lie within {self.apart.value} days of each other.</p>"
        return f"<p>{len(lines)} pairs, none of them averaged:</p>{_items(lines)}"


def _dated(row: Any) -> str:
    """Write when, who, what and where it stands: every figure keeps its claimant and source."""
    when, who, figure, source = (
        escape(str(row[name])) for name in ("when", "claimant", "figure", "source")
    )
    return f"{when}: {who}, {figure} ({source})"


def _items(lines: list[str]) -> str:
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f'<ul style="max-height:12em;overflow:auto">{items}</ul>'


def _list(rows: pd.DataFrame) -> str:
    lines = [_dated(row) for row in rows.to_dict("records")]
    return f"<p>{len(lines)} figures by {rows['claimant'].nunique()} claimants:</p>{_items(lines)}"


def _estimate_words(judged: pd.DataFrame) -> str:
    verdicts = {"above": "above your estimate", "below": "below it", "within": "containing it"}
    lines = [f"{_dated(row)}: {verdicts[row['verdict']]}" for row in judged.to_dict("records")]
    counts = judged["verdict"].value_counts()
    told = ", ".join(f"{counts.get(kind, 0)} {words}" for kind, words in verdicts.items())
    return f"<p>Of {len(judged)} figures: {told}.</p>{_items(lines)}"
