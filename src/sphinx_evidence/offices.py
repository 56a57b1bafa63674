"""Who is who in the text: people are in the table, and bear the office that they held that day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sphinx_evidence.facts import COMMON_NAMES, RUN, known_names
from sphinx_evidence.prose import Block, Document, Text
from sphinx_evidence.rows import Evidence, row_date
from sphinx_evidence.rule import Found, Rules, start

#: Words of offices that a text sets before or behind a name; the longest fits first.
_OFFICES = re.compile(
    r"\b(?:acting governor|vice president|deputy (?:\w+ )?minister|governor|president"
    r"|prime minister|(?:foreign|defence|interior|transport) minister|commander-in-chief"
    r"|chief of (?:the|Russia's|Ukraine's) General Staff|ambassador|chancellor|secretary general"
    r"|ombuds(?:man|woman)|(?:press )?spokes(?:man|woman|person)|head of \w+)\b",
    re.IGNORECASE,
)
#: An office that is told as past or to come is no fault of its date.
_OTHER_TIME = re.compile(r"\b(?:former|then|later|future|ex-|until|before|who had been)\b", re.I)
#: Words that open a sentence before a name, beside those that a text has in small letters.
_OPENERS = frozenset({
    "a", "an", "the", "in", "on", "at", "by", "for", "to", "then", "when", "after", "while", "but",
    "and", "so", "as", "its",
})  # fmt: skip
#: Words that make a run of capitals an institution, a paper or a place, not a person.
_NO_PERSON = re.compile(
    r"\b(?:Ministry|Department|Post|Times|Journal|Institute|Group|Center|Centre|Agency|Council|Brigade"
    r"|Staff|Army|Guard|Force|Forces|Fund|Union|House|Street|News|Telegraph|Economist|Guardian"
    r"|Insider|Storm|Shadow|Command|Committee|Court|Assembly|Parliament|Region|District|Square"
    r"|Monastery|University|Radio|Liberty|Watch|Cross|Service|Administration|Technology|Bird"
    r"|Geneva|Convention|World|War|Second|First|Great|State|National|International|Security"
    r"|Black|Sea|River|City|Oblast|Starlink|Nations|Secretary|Joint|Chiefs|Task|Korean|Elect|Arabia|Jazeera|Pravda|Japan|Office|Square)\b"
)


def person_rows(evidence: Evidence) -> dict[str, str]:
    """Return every spelling of a person's name, and the last word of it, with the person's id."""
    return {**_surnames(evidence), **_names(evidence)}


def _names(evidence: Evidence) -> dict[str, str]:
    return {
        str(name): str(row["person_id"])
        for row in evidence.records["people"]
        for name in (row["name"], *row["variants"])
    }


def _surnames(evidence: Evidence) -> dict[str, str]:
    last = [(name.split()[-1], person) for name, person in _names(evidence).items()]
    shared = {name for name, person in last if any(n == name and p != person for n, p in last)}
    return {name: person for name, person in last if name not in shared}


def held(offices: Sequence[Mapping[str, Any]], person: str, day: str) -> list[str]:
    """Return the offices that a person held on a day (ISO); an open end is no limit."""
    return [
        str(row["office"])
        for row in offices
        if row["person_id"] == person
        and (not row["from"] or not day or str(row["from"]) <= day)
        and (not row["to"] or not day or day[: len(str(row["to"]))] <= str(row["to"]))
    ]


def wrong(words: str, person: str, day: str, offices: Sequence[Mapping[str, Any]]) -> str:
    """Return the office in ``words`` that a person did not hold on a day; empty if all is right.

    A person of whom the table has no such office at any time is not judged.
    """
    ever = [str(row["office"]) for row in offices if row["person_id"] == person]
    now = held(offices, person, day)
    for found in _OFFICES.finditer(words):
        office = found[0].lower()
        kind = office.removeprefix("acting ")
        known = any(kind == named.removeprefix("acting ") for o in ever for named in _named(o))
        if known and not any(office in _named(o) for o in now):
            return f"{found[0]!r}, on {day or 'that day'} {' and '.join(now) or 'in no office'}"
    return ""


def _named(office: str) -> list[str]:
    return [found[0].lower() for found in _OFFICES.finditer(office)]


def check(document: Document, rules: Rules) -> Iterator[Found]:
    """Find people whom no table explains, and offices that were not held on the day."""
    names = person_rows(rules.evidence)
    offices = rules.evidence.records.get("offices", ())
    known = known_names(rules.evidence)
    text = " ".join(block.text.words for block in document.blocks)
    small = _OPENERS | {word for word in text.split() if word.islower()}
    papers = frozenset(source.publisher for source in rules.evidence.sources.values())
    for block in document.blocks:
        if block.kind == "heading" or rules.free(block):
            continue
        yield from _strangers(block, known | papers, small)
        for sentence in block.text.sentences():
            day = _day(sentence, rules.evidence) or _day(block.text, rules.evidence)
            mentions = [*_mentions(sentence, names), *_owners(sentence, rules.evidence, names)]
            for words, person in mentions:
                fault = wrong(words, person, day, offices)
                if fault and not _OTHER_TIME.search(words):
                    place = f"{fault}, in {start(sentence.words, words)!r}"
                    yield Found(block.line, "office", place, "the office held on the day")


def _mentions(sentence: Text, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each name of a known person with the words beside it that may name an office."""
    words = " ".join(sentence.unquoted().split())
    pattern = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    for found in re.finditer(rf"\b(?:{pattern})\b", words):
        before = re.split(r"[;:.]|, (?=\w+ [A-Z])", words[: found.start()])[-1][-60:]
        after = re.match(r", ([^,.;]{3,60})[,.;]", words[found.end() :])
        yield f"{before}{found[0]}{after[0] if after else ''}", names[found[0]]


def _owners(
    sentence: Text, evidence: Evidence, names: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield who said a row with the words before its mark, where these name nobody."""
    claimants = {row["claimant_id"]: row["person_id"] for row in evidence.records["claimants"]}
    begin = 0
    for mark in sentence.marks:
        words = re.split(r"[;:]|, (?:and|while|but) ", sentence.words[begin : mark.start])[-1]
        row, begin = evidence.row(mark.row), mark.end
        person = claimants.get(getattr(row, "claimant_id", getattr(row, "speaker_id", "")), "")
        if person and not any(re.search(rf"\b{re.escape(name)}\b", words) for name in names):
            yield words, str(person)


def _day(text: Text, evidence: Evidence) -> str:
    days = (row_date(row) for mark in text.marks if (row := evidence.row(mark.row)))
    return next((day for day in days if day), "")


def _strangers(block: Block, known: frozenset[str], small: frozenset[str]) -> Iterator[Found]:
    for sentence in block.text.sentences():
        for run in RUN.finditer(sentence.unquoted()):
            parts = [part.removesuffix("'s").removesuffix("’s") for part in run[0].split()]
            parts = parts[1:] if parts[0].lower() in small else parts
            while parts and parts[0] in COMMON_NAMES:
                parts = parts[1:]
            name = " ".join(parts)
            if len(parts) < 2 or _NO_PERSON.search(name) or {name, parts[-1]} & known:
                continue
            if all(part[0].isupper() and part[1:].islower() for part in parts):
                place = f"{name!r} in {start(sentence.words, parts[0])!r}"
                yield Found(block.line, "unknown-person", place, "a row of people")


def roles(evidence: Evidence) -> Iterator[str]:
    """Yield quotations and figures whose role is an office that was not held on the day."""
    names = _names(evidence)
    persons = {row["claimant_id"]: row["person_id"] for row in evidence.records["claimants"]}
    said = [
        *(("quotes", q.id, q.role, names.get(q.speaker), q.date) for q in evidence.quotes.values()),
        *(
            ("claims", c.id, c.role, persons.get(c.claimant_id), c.as_of)
            for c in evidence.claims.values()
        ),
    ]
    offices = evidence.records.get("offices", ())
    for table, row_id, role, person, day in said:
        fault = wrong(role, str(person), day, offices) if person else ""
        if fault and not _OTHER_TIME.search(role):
            yield f"{table} {row_id}: role {fault}"


def titles(evidence: Evidence) -> Iterator[str]:
    """Yield events whose title has an office that the actor meant did not hold on the day.

    A title says “Governor …” without a name: it means the actor who ever held such an office.
    """
    names = person_rows(evidence)
    offices = evidence.records.get("offices", ())
    for event in evidence.events.values():
        actors = {names[name] for name in map(str.strip, event.actors.split(";")) if name in names}
        for found in _OFFICES.finditer(event.title):
            if _OTHER_TIME.search(event.title[max(found.start() - 24, 0) : found.end()]):
                continue
            day = row_date(event)
            faults = [wrong(found[0], person, day, offices) for person in actors]
            bearers = (office for person in actors for office in held(offices, person, day))
            if any(faults) and not any(found[0].lower() in _named(office) for office in bearers):
                yield f"events {event.id}: title {next(filter(None, faults))}"
