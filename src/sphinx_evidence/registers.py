"""What the templates of ledgers and registers show: each view gives one of them its values."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from kursk.model import (
    Claim,
    Conflict,
    Control,
    Correction,
    LessonDocument,
    Name,
    Office,
    Person,
    Phase,
    Place,
    Quote,
    Sentence,
    by_id,
    rows,
)
from kursk.sides import SIDES
from sphinx_evidence.aids import key_events, office_words
from sphinx_evidence.aids import who as who_is
from sphinx_evidence.blocks import View, view
from sphinx_evidence.corrected import change
from sphinx_evidence.feed import newest_first
from sphinx_evidence.page import RIVALS_IN_THE_LEDGER, Page
from sphinx_evidence.pages import ledger_pages, row_page
from sphinx_evidence.rows import Evidence, row_date
from sphinx_evidence.uses import document_title

#: Lists that ``{ledger} kind part`` can put into a page.
LISTS: set[str] = set()
#: Verdict on a sentence of a founding article → what a reader is told.
VERDICTS: dict[str, str] = {
    "backed": "backed by the rows",
    "contradicted": "contradicted",
    "wording": "backed, but the wording is off",
    "furniture": "states nothing (a byline, a credit, a caption and the like)",
    "opinion": "opinion or forecast, attributed",
    "left_out": "left out",
}
#: How many corrections and statements are named as the newest.
_CORRECTIONS, _STATEMENTS = 3, 2
#: People whom a chapter or a lesson introduces.
_INTRODUCED = re.compile(r"^```\{who-is-who\}\n(.*?)^```", re.M | re.S)
#: Table → how the overview names its rows.
_TABLES = {"claims": "figures", "events": "events", "quotes": "quotations", "sources": "sources"}


def _list(function: View) -> View:
    """Register a list that ``{ledger}`` can put into a page."""
    LISTS.add(function.__name__)
    return view(function)


@view
def ledger_rows(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return claims, events or absences, each with status, wording, sources and uses."""
    return {"rows": page.rows(arguments["ids"], RIVALS_IN_THE_LEDGER)}


@view
def ledger_quotes(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return quotations with context and uses."""
    return {"rows": page.rows(arguments["ids"])}


@view
def ledger_sources(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return sources, whom they copy and the rows that rest on them."""
    return {"sources": page.sources(arguments["ids"])}


@view
def term_sources(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the sources of a glossary entry."""
    return {"sources": page.sources(arguments["ids"])}


@_list
def places(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the places on the map (part ``mapped``), or those that have no coordinates."""
    regions, said = placed(arguments["part"] == "mapped")
    return {"regions": regions, "said": said, "names": _names()}


def placed(mapped: bool) -> tuple[list[tuple[str, list[Place]]], dict[str, list[Control]]]:
    """Return places by region, with coordinates or without, and what was said of each."""
    said: dict[str, list[Control]] = defaultdict(list)
    for row in sorted(rows(Control), key=lambda row: (row.as_of, row.control_id)):
        said[row.place_id].append(row)
    regions: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(rows(Place), key=lambda place: (place.oblast, place.name_en)):
        if place.reach == "local" and (place.lat is not None) == mapped:
            regions[place.oblast].append(place)
    return list(regions.items()), said


@_list
def overview(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the pages over which a table (part) is spread, with their sizes."""
    table, env = arguments["part"], page.builder.env
    sizes = Counter(row_page(row_id) for row_id in getattr(page.evidence, table))
    pages = [
        {
            "address": page.place(name, ""),
            "title": document_title(env, name),
            "size": sizes[name],
        }
        for name in (planned.docname for planned in ledger_pages(page.evidence))
        if sizes[name] and name in env.all_docs
    ]
    return {"name": _TABLES[table], "pages": pages}


@_list
def article(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return a founding article (part: its file) sentence by sentence."""
    seed = arguments["part"]
    found = [row for row in rows(Sentence) if row.seed_file == seed]
    return {
        "number": seed.partition("_")[0],
        "sentences": sorted(found, key=lambda row: row.sentence_no),
        "verdicts": VERDICTS,
    }


def founding(conflict: Conflict) -> bool:
    """Tell whether a contradiction touches a sentence of the founding articles."""
    told = {row_id for sentence in rows(Sentence) for row_id in sentence.row_ids}
    return not told.isdisjoint(conflict.row_ids)


@_list
def conflicts(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return contradictions with how the book handles each: of the ``articles``, or the others."""
    wanted = arguments["part"] == "articles"
    return {"conflicts": [row for row in rows(Conflict) if founding(row) == wanted]}


@_list
def parties(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the parties with their colours and shapes: the key of every chart, map and card."""
    return {"parties": SIDES}


@_list
def corrections(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the corrections, newest first."""
    return {"corrections": newest_first()}


@_list
def newest(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return what changed last, for the page."""
    corrections, statements = changed_last(page.evidence)
    return {"corrections": corrections, "statements": page.rows([row.id for row in statements])}


def changed_last(evidence: Evidence) -> tuple[list[Correction], list[Claim | Quote]]:
    """Return what changed last: corrections of words, those at the end of their table first, and
    statements.
    """
    seen: dict[str, Correction] = {}
    for it in rows(Correction)[::-1]:
        if evidence.row(it.row_id) and change(it).worded:
            seen.setdefault(it.row_id, it)
    said: list[Claim | Quote] = [*rows(Claim), *rows(Quote)]
    last = sorted(said, key=lambda row: (row_date(row), row.id), reverse=True)
    return list(seen.values())[:_CORRECTIONS], last[:_STATEMENTS]


@_list
def people(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the people of the book by family name, with their offices in time."""
    offices: dict[str, list[str]] = defaultdict(list)
    for office in rows(Office):
        offices[office.person_id].append(office_words(office))
    ordered = sorted(rows(Person), key=lambda row: row.name.split()[-1].casefold())
    return {"people": ordered, "offices": offices, "names": _names()}


def _names() -> dict[str, list[Name]]:
    """Return the names in other languages by the id of the person or place."""
    found: dict[str, list[Name]] = defaultdict(list)
    for row in rows(Name):
        found[row.of_id].append(row)
    return found


def _heard(page: Page) -> set[str]:
    """Return the ids of those who speak in the documents of the lessons."""
    named = [row_id for one in rows(LessonDocument) for row_id in one.row_ids]
    shown = map(page.evidence.row, named)
    return {row.speaker_id for row in shown if isinstance(row, Quote)}


@_list
def who(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the people whom chapters and lessons introduce, by family name, on one sheet."""
    env, known = page.builder.env, by_id(Person)
    texts = (Path(env.doc2path(name)).read_text(encoding="utf-8") for name in env.found_docs)
    lists = (match[1] for text in texts for match in _INTRODUCED.finditer(text))
    named = {line.strip() for found in lists for line in found.splitlines()} | _heard(page)
    introduced = [known[one] for one in named & set(known)]
    shown = sorted(introduced, key=lambda row: row.name.split()[-1].casefold())
    return {"people": [(row, who_is(row)) for row in shown], "names": _names()}


@_list
def chronology(page: Page, arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the key events of the campaign by date, phase by phase."""
    evidence = page.evidence
    return {"phases": [(one, key_events(evidence, one.phase_id, [])) for one in rows(Phase)]}
