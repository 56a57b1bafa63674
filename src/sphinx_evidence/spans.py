"""Spans of time in words: “the same day”, “two days later” agree with the dates of the rows.

A span joins a date of its own sentence to another one, there or before it. Two of them must lie as
far apart as the words say, and the one at which it begins must be written: from a day that only a
card has, readers count wrong. Where a passage has fewer than two dates, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from kursk.days import MONTHS
from sphinx_evidence import durations
from sphinx_evidence.prose import Block, Document, Mark
from sphinx_evidence.rows import Event, Evidence, row_date
from sphinx_evidence.rule import Found, Rules, start

#: So many of the dates before its sentence can be where a span begins.
_BEFORE = 2
#: A row that says itself that things fell on one day needs no second date.
_ONE_DAY = re.compile(r"\b(?:one|same) day\b", re.IGNORECASE)
_MONTHS = {name: number for number, name in enumerate(MONTHS, 1)}
_DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)})(?: (\d{{4}}))?\b")


class Place(NamedTuple):
    """A dated place of a block: where, from which day to which, and whether the day is written."""

    at: int
    first: date
    last: date
    seen: bool

    def after(self, other: Place) -> tuple[int, int]:
        """Return the least and the most days from another place to this one."""
        return (self.first - other.last).days, (self.last - other.first).days


Pair = tuple[Place, Place]


def check(document: Document, rules: Rules) -> Iterator[Found]:
    """Find spans of time that fit no two dates of their passage, or begin at an unwritten one."""
    above: list[Place] = []
    read: list[date] = []
    for block in document.blocks:
        # A bullet stands for itself: what it counts from is in it.
        earlier = [] if block.kind == "bullet" else above
        places = list(_places(block, rules.evidence))
        #: Where the reader meets a day, written or counted up to.
        met = [(place.at, place.first) for place in places if place.seen]
        for found in () if rules.free(block) else durations.SPAN.finditer(block.text.unquoted()):
            pairs = _pairs(block, found, earlier, places)
            span = durations.expected(found)
            if span is None or not pairs or _said(block, found, rules.evidence):
                continue
            fits = [pair for pair in pairs if _fits(pair, span, found)]
            known = [*read, *(day for at, day in sorted(met) if at < found.start())][-_BEFORE:]
            for kind, wanted in _faults(found, span, pairs, fits, known):
                words = f"{found[0]!r} in {start(block.text.words, found[0])!r}"
                yield Found(block.line_of(found.start()), kind, words, wanted)
            met += [(two.at, two.first) for _, two in fits]
        above = places or above
        read += [day for _, day in sorted(met)]


def _faults(
    found: re.Match[str],
    span: tuple[int, int],
    pairs: list[Pair],
    fits: list[Pair],
    known: list[date],
) -> Iterator[tuple[str, str]]:
    """Yield kind and way out of what is wrong with a span; ``known`` are the last days read."""
    ends, bound = {two for _, two in pairs}, {two for _, two in fits}
    if not fits or (found["within"] and bound < ends):
        near = min((two.after(one)[0] for one, two in pairs), key=lambda days: _off(days, span))
        yield "span", f"two dates of the rows that lie so far apart; the nearest: {near} days"
        return
    begins = [one for one, _ in fits]
    if durations.exact(found) and not any(
        one.at >= found.start() or {one.first, one.last} & set(known) for one in begins
    ):
        day = begins[-1].first
        wanted = f"the day that it counts from, in words: {day.day} {MONTHS[day.month - 1]}"
        yield "span-unseen", wanted


def _pairs(
    block: Block, found: re.Match[str], above: list[Place], places: list[Place]
) -> list[Pair]:
    """Return the pairs of dates, the second in the span's own sentence, that it can join."""
    begin, end = _sentence(block, found.start())
    here = [place for place in places if begin <= place.at < end]
    behind = [place for place in here if place.at >= found.start()]
    before = [*above, *(place for place in places if place.at < begin)][-_BEFORE:]
    if found["within"]:  # it bounds what stands behind it
        return [(one, two) for two in behind for one in [*before, *here] if one not in behind]
    if durations.word(found, "way") == "later" and not (found["count"] or behind):
        return []  # “it became known months later”: no row dates that
    return [(one, two) for two in here for one in [*before, *here] if one is not two]


def _said(block: Block, found: re.Match[str], evidence: Evidence) -> bool:
    """Tell whether the words of a mark say “on the same day” after their own row."""
    inside = (m for m in block.text.marks if m.start <= found.start() < m.end)
    rows = [evidence.row(mark.row) for mark in inside]
    return bool(found["same"]) and any(
        isinstance(row, Event) and _ONE_DAY.search(f"{row.title} {row.summary}") for row in rows
    )


def _fits(pair: Pair, span: tuple[int, int], found: re.Match[str]) -> bool:
    low, high = pair[1].after(pair[0])
    if durations.word(found, "way") == "apart" and high < 0:
        low, high = -high, -low
    return low <= span[1] and high >= span[0]


def _off(days: int, span: tuple[int, int]) -> int:
    return max(span[0] - days, days - span[1], 0)


def _sentence(block: Block, at: int) -> tuple[int, int]:
    """Return where the sentence around a position begins and ends."""
    begin = 0
    for sentence in block.text.sentences():
        begin = block.text.words.index(sentence.words, begin)
        end = begin + len(sentence.words)
        if at < end:
            return begin, end
        begin = end
    return begin, len(block.text.words)


def _places(block: Block, evidence: Evidence) -> Iterator[Place]:
    """Yield the dated places of a block: marks with a day, and days named in words."""
    found: list[Place] = []
    year = 0
    for mark in block.text.marks:
        days = _days(evidence, mark)
        if days:
            written = mark.kind != "quoted" and bool(_DAY.search(block.text.of(mark)))
            found.append(Place(mark.start, *days, written))
            year = year or days[0].year
    for match in _DAY.finditer(block.text.typed()):
        named = int(match[3]) if match[3] else _year(found, match.start()) or year
        if named:
            day = date(named, _MONTHS[match[2]], int(match[1]))
            found.append(Place(match.start(), day, day, seen=True))
    yield from sorted(found)


def _days(evidence: Evidence, mark: Mark) -> tuple[date, date] | None:
    row = evidence.row(mark.row)
    iso = row_date(row) if row and mark.kind != "absence" else ""
    if len(iso) != 10:
        return None
    last = row.date_end if isinstance(row, Event) and len(row.date_end) == 10 else iso
    return date.fromisoformat(iso), date.fromisoformat(last)


def _year(found: list[Place], at: int) -> int:
    """Return the year of the nearest dated place."""
    return min(found, key=lambda place: abs(place.at - at)).first.year if found else 0
