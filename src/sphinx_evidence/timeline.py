"""The timeline: every event as a list by month, the key ones first, and a strip of time above it.

The list needs no script. The strip shows the ground held, the events and the phases on one axis;
``static/timeline.js`` lets readers narrow the list on it, by lane, phase, status and word.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from babel.dates import format_date
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kursk.days import LOCALE, Day, drawn
from kursk.model import HELD, Area, Claim, Event, Lane, Phase, Quote, by_id, rows
from sphinx_evidence.blocks import view
from sphinx_evidence.elements import evidence_block, new_block
from sphinx_evidence.ledgers import note_generated
from sphinx_evidence.page import Page
from sphinx_evidence.rows import load, row_order
from sphinx_evidence.views import RowView, row_view

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: A line that the strip names, km².
LINE = 500
#: Status → who must say so.
SAYING: dict[str, str] = {
    "confirmed": "independent parties agree",
    "reported": "one credible outlet, or an official of a state that is not at war, says so",
    "claimed": "a party to the war says so",
    "disputed": "others contradict it",
}
#: The anchor of events whose date is not known.
UNDATED = "date-not-known"


@dataclass(frozen=True)
class Happening:
    """An event in words with what is tied to it.

    ``first``, ``last`` and ``drawn``, where its tick stands on the strip, are ISO days, or empty.
    """

    row: RowView
    key: str
    lane: Lane
    phase: Phase
    first: str
    last: str
    drawn: str
    day: str
    figures: tuple[RowView, ...]
    quotes: tuple[RowView, ...]


def happening(event: Event) -> Happening:
    """Return an event with its figures and quotations."""
    evidence = load()
    ends = Day(event.date_end or event.date)
    said: tuple[Claim | Quote, ...] = (*rows(Claim), *rows(Quote))
    tied = sorted((row for row in said if row.event_id == event.id), key=row_order)
    views = [row_view(evidence, row) for row in tied]
    return Happening(
        row=row_view(evidence, event),
        key=event.key,
        lane=by_id(Lane)[event.lane],
        phase=by_id(Phase)[event.phase],
        first=Day(event.date).first.isoformat() if event.date else "",
        last=ends.last.isoformat() if event.date else "",
        drawn=drawn(event.date),
        day=_day(event),
        figures=tuple(view for view in views if view.kind == "claim"),
        quotes=tuple(view for view in views if view.kind == "quote"),
    )


def _day(event: Event) -> str:
    """Write the day under its month: “6 August”, “8–13 October”, “in August”."""
    start, end = Day(event.date), Day(event.date_end or event.date)
    if not event.date:
        return ""
    if not start.exact:
        return f"in {_words(start.first, 'MMMM')}"
    if end.iso == start.iso or not end.exact:
        return _words(start.first, "d MMMM")
    month = "d" if end.first.month == start.first.month else "d MMMM"
    return f"{_words(start.first, month)}–{_words(end.first, 'd MMMM')}"


def _words(day: dt.date, pattern: str) -> str:
    return str(format_date(day, pattern, locale=LOCALE))


@cache
def months() -> dict[tuple[str, str], list[Event]]:
    """Return the events in order of time by anchor and title of their month."""
    found: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in sorted(rows(Event), key=row_order):
        month = Day(event.date[:7])
        anchor = f"month-{month.iso}" if month.iso else UNDATED
        found[anchor, month.words.capitalize()].append(event)
    return found


class TimelineDirective(SphinxDirective):
    """``{timeline}``: the strip, and a section for each month."""

    def run(self) -> list[nodes.Node]:
        """Return the blocks of the page."""
        note_generated(self.env, {self.env.docname})
        self.env.metadata[self.env.docname]["timeline"] = "all"
        return [self._block("timeline_strip"), *self._months()]

    def _months(self) -> Iterator[nodes.section]:
        for (anchor, title), events in months().items():
            ids = [event.id for event in events]
            section = nodes.section("", nodes.title(title, title), ids=[anchor], classes=["month"])
            section += self._block("timeline_month", ids=ids)
            self.state.document.set_id(section)
            self.set_source_info(section)
            yield section

    def _block(self, name: str, **arguments: Any) -> evidence_block:
        """Return a block that uses no rows of its own: a list of all is not a use."""
        node = new_block(name, [], [], **arguments)
        self.set_source_info(node)
        return node


@view
def timeline_month(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the events of a month."""
    return {"events": [happening(by_id(Event)[one]) for one in arguments["ids"]], "saying": SAYING}


@dataclass(frozen=True)
class Axis:
    """Days as places on a strip, in per cent of its width."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """How many days the axis has."""
        return (self.last - self.first).days

    def at(self, day: dt.date) -> float:
        """Return where a day begins; days outside lie at the ends."""
        days = min(max((day - self.first).days, 0), self.days)
        return round(100 * days / self.days, 2)

    def quarters(self) -> Iterator[tuple[float, str]]:
        """Yield place and name of each quarter: its month, or the year that begins."""
        for month in range(self.days // 28):
            year, index = divmod(self.first.year * 12 + self.first.month - 1 + month, 12)
            day = dt.date(year, index + 1, 1)
            if index % 3 == 0 and day < self.last:
                yield self.at(day), _words(day, "MMM" if index else "y")


def axis() -> Axis:
    """Return the axis from the month of the first event to that of the last."""
    days = [Day(event.date) for event in rows(Event) if event.date]
    return Axis(
        min(day.first for day in days).replace(day=1),
        max(Day(day.iso[:7]).last for day in days) + dt.timedelta(days=1),
    )


def _ground(span: Axis) -> tuple[str, float, list[Area]]:
    """Return the measured area as the steps of a path, one unit a day and a km², and its top."""
    series = sorted((row for row in rows(Area) if row.series == HELD), key=lambda row: row.date)
    steps, top = [], max(row.km2 for row in series)
    for row in series:
        day = (dt.date.fromisoformat(row.date) - span.first).days
        steps.append(f"H{day}V{top - row.km2:.0f}")
    start = (dt.date.fromisoformat(series[0].date) - span.first).days
    return f"M{start} {top:.0f}{''.join(steps)}V{top:.0f}Z", top, series


def _ticks(span: Axis, events: Iterable[Event]) -> list[tuple[float, bool]]:
    """Return the place of each day with an event, and whether one of them is a key event."""
    found: dict[float, bool] = {}
    for event in events:
        if event.date:
            place = span.at(Day(event.date).drawn)
            found[place] = bool(event.key) or found.get(place, False)
    return sorted(found.items())


@view
def timeline_strip(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return what the strip and the filters show."""
    span, events = axis(), rows(Event)
    path, top, series = _ground(span)
    most = max(series, key=lambda row: row.km2)
    return {
        "axis": span,
        "path": path,
        "top": top,
        "line": LINE,
        "most": most,
        "most_day": page.evidence.day(most.date),
        "end_day": page.evidence.day(series[-1].date),
        "end": series[-1],
        "ended": span.at(dt.date.fromisoformat(series[-1].date)),
        "ticks": _ticks(span, events),
        "phases": [
            (phase, span.at(Day(phase.start).first), span.at(Day(phase.end).last))
            for phase in rows(Phase)
        ],
        "lanes": rows(Lane),
        "statuses": list(SAYING),
        "size": len(events),
        "keys": sum(bool(event.key) for event in events),
    }


def add_to_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give the page of a timeline, and only that one, its script and sheet."""
    blocks = doctree.findall(evidence_block) if doctree is not None else ()
    if any(node["view"] == "timeline_strip" for node in blocks):
        app.add_js_file("timeline.js", loading_method="defer")
        app.add_css_file("timeline.css")


def write_summaries(app: Sphinx, exception: Exception | None) -> None:
    """Write what is known of the events that are no key events, for the script to ask for.

    In the page it would weigh more than all the rest; without scripts the register has it.
    """
    if exception is not None or app.builder.name != "html":
        return
    if any("timeline" in told for told in app.env.metadata.values()):
        told = {event.id: event.summary for event in rows(Event) if not event.key}
        text = f"timelineOthers({json.dumps(told, ensure_ascii=False)});\n"
        path = Path(app.outdir, "_static", "timeline-others.js")
        path.write_text(text, encoding="utf-8", newline="\n")
