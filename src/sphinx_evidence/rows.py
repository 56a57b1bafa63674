"""The rows of the data package as the extension needs them: typed, joined, ready for text."""

from __future__ import annotations

import hashlib
import importlib
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

#: Figures count as made “at about the same time” within this many days of each other.
SAME_TIME_DAYS = 14


@dataclass(frozen=True, slots=True)
class Source:
    """One page: who published it, and whose reporting it relays."""

    id: str
    publisher: str
    title: str
    author: str
    date: str
    url: str
    language: str
    kind: str
    relays: str
    note: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure at one date by one claimant; ``figure`` is its phrase, ``stated`` its wording."""

    id: str
    as_of: str
    metric: str
    scope: str
    figure: str
    stated: str
    values: tuple[float, ...]
    claimant: str
    side: str
    phase: str
    status: str
    event_id: str
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or was said to happen."""

    id: str
    date: str
    date_end: str
    phase: str
    title: str
    summary: str
    place: str
    actors: str
    status: str
    claimed_by: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words in quotation marks; ``text_en`` is empty where ``text`` is English."""

    id: str
    date: str
    speaker: str
    role: str
    side: str
    text: str
    language: str
    text_en: str
    translated: str
    phase: str
    sources: tuple[str, ...]
    context: str


Row = Claim | Event | Quote


@dataclass(frozen=True)
class Evidence:
    """All tables that the text draws on, and the package's words for them."""

    claims: Mapping[str, Claim]
    events: Mapping[str, Event]
    quotes: Mapping[str, Quote]
    sources: Mapping[str, Source]
    #: Small tables as plain records: glossary, people, conflicts, quizzes, changelog, coverage …
    records: Mapping[str, list[dict[str, Any]]]
    phrases: Any
    links: Any
    sides: Any
    digest: str

    def row(self, row_id: str) -> Row | None:
        """Return the claim, event or quotation of this id, None where there is none."""
        return self.claims.get(row_id) or self.events.get(row_id) or self.quotes.get(row_id)

    def rivals(self, claim: Claim) -> list[Claim]:
        """Return other parties' figures for the same thing at about the same time, by date."""
        if not claim.scope:
            return []
        near = [
            other
            for other in self._by_subject.get((claim.metric, claim.scope), [])
            if other.side != claim.side and _days_apart(claim.as_of, other.as_of) <= SAME_TIME_DAYS
        ]
        return sorted(near, key=lambda other: (other.as_of, other.side, other.id))

    def days_between(self, one: Claim, other: Claim) -> float:
        """Return the days between the dates of two claims, infinite where one is unknown."""
        return _days_apart(one.as_of, other.as_of)

    @cached_property
    def _by_subject(self) -> dict[tuple[str, str], list[Claim]]:
        subjects: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in self.claims.values():
            subjects[claim.metric, claim.scope].append(claim)
        return subjects

    @cached_property
    def by_source(self) -> dict[str, list[Row]]:
        """Rows that rest on each source."""
        resting: dict[str, list[Row]] = defaultdict(list)
        for table in (self.claims, self.events, self.quotes):
            for row in table.values():
                for source in row.sources:
                    resting[source].append(row)
        return resting

    def day(self, iso: str) -> str:
        """Write an ISO date in words; an unknown one is said to be unknown."""
        return str(self.phrases.date(iso))

    def party(self, side: str) -> str:
        """Name a party; no party gives the empty text."""
        return str(self.sides.label(side)) if side else ""

    def language(self, code: str) -> str:
        """Name a language; a code that the package does not know stands as it is."""
        return str(self.phrases.LANGUAGES.get(code, code))

    def when(self, event: Event) -> str:
        """Write the date or span of an event."""
        if event.date_end and event.date_end != event.date:
            return f"{self.day(event.date)} to {self.day(event.date_end)}"
        return self.day(event.date)


def row_date(row: Row) -> str:
    """Return the ISO date by which a row of any table is ordered."""
    return row.as_of if isinstance(row, Claim) else row.date


def row_side(row: Row) -> str:
    """Return the party that a row comes from; empty for an event that no party alone claims."""
    if isinstance(row, Claim | Quote):
        return row.side
    return row.claimed_by if isinstance(row, Event) else ""


def _days_apart(one: str, other: str) -> float:
    """Return the days between two dates; a month alone counts from its middle."""
    try:
        first, second = (
            date.fromisoformat(day if len(day) == 10 else f"{day}-15") for day in (one, other)
        )
    except ValueError:
        return float("inf")
    return abs((first - second).days)


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value)


def _claim(row: Mapping[str, Any], figure: Callable[[Mapping[str, Any]], str]) -> Claim:
    numbers = (row["value"], row["value_low"], row["value_high"])
    return Claim(
        id=row["claim_id"],
        as_of=_text(row["as_of"]),
        metric=row["metric"],
        scope=_text(row["scope"]),
        figure=figure(row),
        stated=_text(row["value_as_stated"]),
        values=tuple(float(number) for number in numbers if number == number and number != ""),
        claimant=row["claimant"],
        side=row["claimant_side"],
        phase=row["phase"],
        status=row["status"],
        event_id=_text(row["event_id"]),
        sources=tuple(row["source_ids"]),
        note=_text(row["note"]),
    )


def _event(row: Mapping[str, Any]) -> Event:
    plain = ("date", "date_end", "phase", "title", "summary", "place", "actors", "status")
    return Event(
        id=row["event_id"],
        claimed_by=_text(row["claimed_by"]),
        sources=tuple(row["source_ids"]),
        **{name: _text(row[name]) for name in plain},
    )


def _quote(row: Mapping[str, Any]) -> Quote:
    plain = ("speaker", "role", "side", "text", "language", "text_en", "translated", "phase")
    return Quote(
        id=row["quote_id"],
        date=_text(row["date_spoken"]),
        sources=tuple(row["source_ids"]),
        context=_text(row["context"]),
        **{name: _text(row[name]) for name in plain},
    )


#: Small tables that only the generated pages and the quiz read.
_RECORDS = (
    "phases", "people", "glossary", "seed_coverage", "conflicts", "quizzes", "changelog",
    "places", "control",
)  # fmt: skip


@cache
def load(package: str) -> Evidence:
    """Load the tables of a data package.

    ``package`` names a Python package with the modules ``tables`` (a function for each table that
    returns a pandas frame), ``phrases`` (``figure``, ``wording``, ``date``, ``STATUSES``,
    ``TRANSLATIONS``, ``LANGUAGES``), ``links`` (``row_path``) and ``sides`` (``label``).
    """
    tables, phrases, links, sides = (
        importlib.import_module(f"{package}.{module}")
        for module in ("tables", "phrases", "links", "sides")
    )
    frames = {name: getattr(tables, name)() for name in (*_RECORDS, "claims", "events", "quotes")}
    records = {name: frame.to_dict("records") for name, frame in frames.items()}
    sources = tables.sources()
    digest = hashlib.sha256()
    for name in sorted(records):
        digest.update(repr(records[name]).encode())
    digest.update(repr(sources.reset_index().to_dict("records")).encode())
    return Evidence(
        claims={row["claim_id"]: _claim(row, phrases.figure) for row in records["claims"]},
        events={row["event_id"]: _event(row) for row in records["events"]},
        quotes={row["quote_id"]: _quote(row) for row in records["quotes"]},
        sources={
            str(row["source_id"]): Source(
                id=str(row["source_id"]),
                **{name: _text(row[name]) for name in Source.__dataclass_fields__ if name != "id"},
            )
            for row in sources.reset_index().to_dict("records")
        },
        records={name: records[name] for name in _RECORDS},
        phrases=phrases,
        links=links,
        sides=sides,
        digest=digest.hexdigest(),
    )
