"""The rows that the text draws on, and what several of them say together."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from kursk import model, phrases, reader, sides
from kursk.days import SAME_TIME_DAYS, Day
from kursk.model import Absence, Claim, Event, Quote, Source

__all__ = [
    "Absence", "Claim", "Event", "Evidence", "Quote", "Row", "Source", "load", "row_date",
    "row_order", "row_side",
]  # fmt: skip

#: Figures count as made “at about the same time” within this many days of each other.
#: Kinds of publishers that report themselves.
_NEWSROOMS = frozenset({"wire", "newspaper", "broadcaster", "magazine"})

Row = Claim | Event | Quote | Absence


@dataclass(frozen=True)
class Evidence:
    """All tables that the text draws on."""

    claims: Mapping[str, Claim]
    events: Mapping[str, Event]
    quotes: Mapping[str, Quote]
    absences: Mapping[str, Absence]
    sources: Mapping[str, Source]
    #: Every table as plain records: glossary, people, conflicts, quizzes …
    records: Mapping[str, tuple[reader.Row, ...]]
    digest: str

    def row(self, row_id: str) -> Row | None:
        """Return the claim, event, quotation or absence of this id, None where there is none."""
        tables: tuple[Mapping[str, Row], ...] = (
            self.claims, self.events, self.quotes, self.absences,
        )  # fmt: skip
        return next((table[row_id] for table in tables if row_id in table), None)

    def rivals(self, claim: Claim) -> list[Claim]:
        """Return other parties' figures for the same thing at about the same time, by date."""
        if not claim.scope:
            return []
        near = [
            other
            for other in self._by_subject.get((claim.metric, claim.scope), [])
            if other.side != claim.side and self.days_between(claim, other) <= SAME_TIME_DAYS
        ]
        return sorted(near, key=row_order)

    def days_between(self, one: Claim, other: Claim) -> float:
        """Return the days between the dates of two claims, infinite where one is unknown."""
        return Day(one.as_of).apart(Day(other.as_of))

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
        tables: tuple[Mapping[str, Row], ...] = (self.claims, self.events, self.quotes)
        for table in tables:
            for row in table.values():
                for source in row.sources:
                    resting[source].append(row)
        return resting

    @cached_property
    def worded(self) -> frozenset[str]:
        """Sources whose own words stand in a row: a quotation, or the wording of a figure.

        A translation back into the first language has the sense of a page, not its words.
        """
        quotes = (q for q in self.quotes.values() if q.translated != "back_translated")
        claims = (c for c in self.claims.values() if not c.stated.endswith(phrases.NO_WORDING))
        rows: list[Quote | Claim] = [*quotes, *claims]
        return frozenset(row.sources[0] for row in rows if row.sources)

    @cached_property
    def newsrooms(self) -> frozenset[str]:
        """Publishers that report themselves, without what stands in brackets behind the name."""
        return frozenset(
            source.publisher.partition(" (")[0]
            for source in self.sources.values()
            if source.kind in _NEWSROOMS
        )

    def day(self, iso: str) -> str:
        """Write an ISO date in words; an unknown one is said to be unknown."""
        return Day(iso).words

    def when(self, event: Event) -> str:
        """Write the date or span of an event."""
        return phrases.days(event.date, event.date_end)

    def metric(self, metric: str) -> str:
        """Name what is counted."""
        return model.by_id(model.Metric)[metric].title

    def scope(self, scope: str) -> str:
        """Name what a figure covers."""
        return model.by_id(model.Scope)[scope].title

    def party(self, side: str) -> str:
        """Name a party; no party gives the empty text."""
        return sides.label(side) if side else ""

    def language(self, code: str) -> str:
        """Name a language; a code that has no name stands as it is."""
        return phrases.language(code)

    def wording(self, stated: str) -> str:
        """Put the wording of a claim into quotation marks, unless it says that there is none."""
        return phrases.wording(stated)

    def translation(self, kind: str) -> str:
        """Say who translated words; an unknown kind stands as it is."""
        return phrases.TRANSLATIONS.get(kind, kind)


def row_date(row: Row) -> str:
    """Return the ISO date by which a row of any table is ordered."""
    if isinstance(row, Absence):
        return row.until
    return row.as_of if isinstance(row, Claim) else row.date


def row_order(row: Row) -> tuple[str, str, str]:
    """Return what rows are ordered by: date, party, id.

    A month alone comes after the days of that month, and no date after all.
    """
    return Day(row_date(row)).order, row_side(row), row.id


def row_side(row: Row) -> str:
    """Return the party that a row comes from; empty for an event that no party alone claims."""
    if isinstance(row, Claim | Quote):
        return row.side
    return row.claimed_by if isinstance(row, Event) else row.party_id


@cache
def load() -> Evidence:
    """Load the tables of the book."""
    records = {table: reader.rows(table) for table in reader.schemas()}
    sources = model.sources()
    digest = hashlib.sha256()
    for name in sorted(records):
        digest.update(repr([dict(row) for row in records[name]]).encode())
    digest.update(repr(sorted(sources.items())).encode())
    return Evidence(
        claims=model.by_id(Claim),
        events=model.by_id(Event),
        quotes=model.by_id(Quote),
        absences=model.by_id(Absence),
        sources=sources,
        records=records,
        digest=digest.hexdigest(),
    )
