"""Aids at the head of a chapter, both folded: its key dates, and who is who."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kursk.days import Day
from kursk.model import Office, Person, Phase, by_id, rows
from sphinx_evidence.elements import new_mark
from sphinx_evidence.faults import fault, place_in_body
from sphinx_evidence.fold import folded
from sphinx_evidence.rows import Event, Evidence, load, row_order

#: Where a document keeps the phase of its key dates.
_PHASE = "evidence_phase"


class _ListDirective(SphinxDirective):
    """A directive whose body names one id a line."""

    has_content = True

    def ids(self, known: Any, expected: str) -> Iterator[str]:
        """Yield the ids of the body that are in ``known``; report the others at their lines."""
        for offset, line in enumerate(self.content):
            row_id = line.strip()
            if row_id in known:
                yield row_id
            elif row_id:
                fault(place_in_body(self, offset), "unknown-id", repr(row_id), expected)


class KeyDatesDirective(_ListDirective):
    """``{key-dates} phase``: the key events of a phase by date, or those that the body names.

    They are those that the timeline shows: an event without a reason to be one is refused.
    """

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Return the folded list, or nothing after an error."""
        evidence, phase = load(), self.arguments[0].strip()
        self.env.temp_data[_PHASE] = phase
        key = {event.id for event in evidence.events.values() if event.key}
        ids = list(self.ids(key, "an id of events.csv with a reason in the column key"))
        events = key_events(evidence, phase, ids)
        if not events:
            expected = "a phase with key events, or ids of events in the body"
            fault(self.get_source_info(), "unknown-id", f"no key dates for {phase!r}", expected)
            return []
        items = nodes.bullet_list(classes=["key-dates"])
        for event in events:
            mark = new_mark(self.env, "event", event.id, event.title)
            self.set_source_info(mark)
            words = nodes.paragraph("", "", nodes.strong("", evidence.when(event)), nodes.Text(" "))
            words += mark
            items += nodes.list_item("", words)
        # Titles of rows are the data's words: the rules of narrative text do not hold for them.
        return [folded("Key dates", items, classes=["generated"])]


def key_events(evidence: Evidence, phase: str, ids: list[str]) -> list[Event]:
    """Return the events of these ids, or the key events of a phase, by date."""
    named = [evidence.events[row_id] for row_id in ids if row_id in evidence.events]
    key = (event for event in evidence.events.values() if event.phase == phase and event.key)
    return sorted(named or key, key=row_order)


class WhoIsWhoDirective(_ListDirective):
    """``{who-is-who}`` with one person a line: name, office and side.

    Offices are those of the phase whose key dates stand above, or all where none do.
    """

    def run(self) -> list[nodes.Node]:
        """Return the folded list, or nothing after an error."""
        people, phase = by_id(Person), self.env.temp_data.get(_PHASE, "")
        items = nodes.bullet_list(classes=["who-is-who"])
        for person_id in self.ids(people, "an id of people"):
            person = people[person_id]
            name = nodes.reference("", "", nodes.strong("", person.name), evidence_row=person_id)
            facts = "".join(f", {fact}" for fact in who(person, phase))
            items += nodes.list_item("", nodes.paragraph("", "", name, nodes.Text(facts)))
        return [folded("Who is who", items, classes=["generated"])] if len(items) else []


def who(person: Person, phase: str = "") -> list[str]:
    """Return the offices that a person held in a phase (or ever), and the party.

    The last phase has a long tail: it is open at its end.
    """
    side = load().party(person.side)
    span, last = by_id(Phase).get(phase), rows(Phase)[-1]
    held = [
        office
        for office in rows(Office)
        if office.person_id == person.person_id
        and (span is None or _overlap(office, span.start, "" if span is last else span.end))
    ]
    named = [office_words(office, dated=len(held) > 1) for office in held] or [person.role]
    said = any(side in office for office in named)  # “President of Ukraine”
    return [part for part in (*named, "" if said else side) if part]


def _overlap(office: Office, start: str, end: str) -> bool:
    begins_before = not (office.from_ and end) or Day(office.from_).first <= Day(end).last
    return begins_before and (not office.to or Day(office.to).last >= Day(start).first)


def office_words(office: Office, *, dated: bool = True) -> str:
    """Write an office: “acting governor of Kursk region (from 5 December 2024)”."""
    start = f"from {Day(office.from_).words}" if office.from_ else ""
    end = f"to {Day(office.to).words}" if office.to else ""
    span = " ".join(filter(None, (start, end)))
    return f"{office.office} ({span})" if dated and span else office.office
