"""The plan of the generated pages: which page shows which rows, and so where every row stands.

Each page is declared once, in :func:`ledger_pages`; addresses of rows, the page itself, its file
in the book's folder and its line in the table of contents follow from it. A path is relative to
the root of the site: ``evidence/ledger-troops.html#nk-c012``; the anchor is the row id. Long tables
are split over several pages, so that none of them weighs a reader down: claims by what they count,
events and quotations by phase, sources by their first letter.

``python -m sphinx_evidence.pages BOOK`` writes the files of the pages into the folder of the book.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from kursk.model import Metric, Phase, Topic, by_id
from kursk.model import rows as model_rows
from sphinx_evidence.rows import (
    Absence,
    Claim,
    Event,
    Evidence,
    Quote,
    Row,
    Source,
    load,
    row_order,
)

#: A row that has a page of its own kind.
Listed = Row | Source
R = TypeVar("R", Event, Quote)


@dataclass(frozen=True)
class LedgerPage:
    """A page with rows of one table, in sections.

    ``rows`` come in the order of the page. ``section`` gives the anchor and the title of the
    section in which a row stands; sections follow each other as their first rows do. ``view``
    names the way in which rows are written.
    """

    docname: str
    title: str
    description: str
    rows: tuple[Listed, ...]
    section: Callable[[Listed], tuple[str, str]]
    view: str

    def sections(self) -> dict[tuple[str, str], list[str]]:
        """Return the ids of the rows by anchor and title of their section."""
        found: dict[tuple[str, str], list[str]] = {}
        for row in self.rows:
            found.setdefault(self.section(row), []).append(row.id)
        return found


#: First and last letter of the source ids on a page; digits stand on the first page, other
#: characters on the last.
_LETTERS = (("a", "d"), ("e", "k"), ("l", "o"), ("p", "t"), ("u", "z"))


def ledger_pages(evidence: Evidence) -> list[LedgerPage]:
    """Return every generated page, in the order of the contents."""
    return [
        *_claim_pages(evidence),
        *_phase_pages(evidence),
        *_source_pages(evidence),
        _absence_page(evidence),
    ]


def _claim_pages(evidence: Evidence) -> Iterator[LedgerPage]:
    metrics, topics = by_id(Metric), model_rows(Topic)

    def place(row: Listed) -> tuple[int, str, str, str]:
        assert isinstance(row, Claim)
        return metrics[row.metric].order, *row_order(row)

    def section(row: Listed) -> tuple[str, str]:
        assert isinstance(row, Claim)
        return row.metric.replace("_", "-"), metrics[row.metric].title

    rows: dict[str, list[Claim]] = {topic.topic_id: [] for topic in topics}
    for claim in sorted(evidence.claims.values(), key=place):
        rows[metrics[claim.metric].topic].append(claim)
    for topic in topics:
        title = topic.title
        yield LedgerPage(
            f"evidence/ledger-{topic.topic_id}",
            f"Ledger: {title[:1].lower()}{title[1:]}",
            f"Rows of the claims ledger: {topic.about}. Who gave each figure, when, in which"
            " words, and where the book uses it.",
            tuple(rows[topic.topic_id]),
            section,
            "ledger_rows",
        )


def _phase_pages(evidence: Evidence) -> Iterator[LedgerPage]:
    def month(row: Listed) -> tuple[str, str]:
        assert isinstance(row, Event)
        return f"month-{row.date[:7] or 'unknown'}", (
            evidence.day(row.date[:7]) if row.date else "Date not known"
        )

    def side(row: Listed) -> tuple[str, str]:
        assert isinstance(row, Quote)
        return f"side-{row.side.replace('_', '-')}", evidence.party(row.side)

    named = {
        phase.phase_id: f"{phase.title[:1].lower()}{phase.title[1:]}" for phase in model_rows(Phase)
    }
    for phase, name in named.items():
        yield LedgerPage(
            f"evidence/events-{phase.replace('_', '-')}",
            f"Events: {name}",
            f"Events of {name}: date, place, status, sources and where the book uses them.",
            _of_phase(evidence.events.values(), phase),
            month,
            "ledger_rows",
        )
    for phase, name in named.items():
        quotes = _of_phase(evidence.quotes.values(), phase)
        ordered = sorted(quotes, key=_by_size(Counter(quote.side for quote in quotes)))
        yield LedgerPage(
            f"evidence/quotes-{phase.replace('_', '-')}",
            f"Quotations: {name}",
            f"Quotations from {name}: speaker, role, date, language, source and where the book"
            " uses them.",
            tuple(ordered),
            side,
            "ledger_quotes",
        )


def _by_size(spoken: Counter[str]) -> Callable[[Quote], tuple[int, str]]:
    """Return an order of quotations in which the party most quoted comes first."""
    return lambda quote: (-spoken[quote.side], quote.side)


def _of_phase(rows: Iterable[R], phase: str) -> tuple[R, ...]:
    found = (row for row in rows if row.phase == phase)
    return tuple(sorted(found, key=row_order))


def _source_pages(evidence: Evidence) -> Iterator[LedgerPage]:
    def letter(row: Listed) -> tuple[str, str]:
        first = row.id[:1].lower()
        return ("letter-l0-9", "0–9") if first.isdigit() else (f"letter-l{first}", first.upper())

    rows: dict[tuple[str, str], list[Source]] = {pair: [] for pair in _LETTERS}
    ordered = sorted(
        evidence.sources.values(), key=lambda row: (row.id[:1], row.publisher.casefold(), row.id)
    )
    for source in ordered:
        first = source.id[:1].lower()
        pair = next((pair for pair in _LETTERS if first <= pair[1]), _LETTERS[-1])
        rows[pair].append(source)
    for (start, end), listed in rows.items():
        span = f"{start.upper()} to {end.upper()}"
        yield LedgerPage(
            f"evidence/sources-{start}-{end}",
            f"Sources: {span}",
            f"Sources from {span}: publisher, title, date, language, whom they relay and the rows"
            " that rest on them.",
            tuple(listed),
            letter,
            "ledger_sources",
        )


def _absence_page(evidence: Evidence) -> LedgerPage:
    def by_party(row: Absence) -> tuple[str, ...]:
        return row.party_id, *row_order(row)

    def side(row: Listed) -> tuple[str, str]:
        assert isinstance(row, Absence)
        party = evidence.party(row.party_id)
        return f"side-{row.party_id.replace('_', '-')}", party or "Not from one party"

    ordered = sorted(evidence.absences.values(), key=by_party)
    return LedgerPage(
        "evidence/absences",
        "Looked for and not found",
        "Statements and figures that were looked for and not found: by whom they could have been"
        " made, where they were looked for, until when, and where the book says so.",
        tuple(ordered),
        side,
        "ledger_rows",
    )


#: Small table → column of its ids, and the page on which its rows stand among other things.
_ELSEWHERE: dict[str, tuple[str, str]] = {
    "conflicts": ("conflict_id", "evidence/founding-articles"),
    "people": ("person_id", "glossary"),
    "control": ("control_id", "explore/map"),
    "places": ("place_id", "explore/map"),
}


@cache
def _plan() -> dict[str, str]:
    """Return the document of every row that has a place in the site."""
    evidence = load()
    elsewhere = {
        str(row[column]): docname
        for table, (column, docname) in _ELSEWHERE.items()
        for row in evidence.records[table]
    }
    listed = {row.id: page.docname for page in ledger_pages(evidence) for row in page.rows}
    return elsewhere | listed


def row_page(row_id: str) -> str:
    """Return the document that shows a row, such as ``evidence/ledger-troops``.

    Raises:
        KeyError: no table has this id.
    """
    return _plan()[row_id]


def row_path(row_id: str) -> str:
    """Return the address of a row from the root of the site.

    Raises:
        KeyError: no table has this id.
    """
    return f"{row_page(row_id)}.html#{row_id}"


def page_file(page: LedgerPage) -> str:
    """Return the text of a page's file: its title, its description, and the word for its rows."""
    return (
        f'---\nmyst:\n  html_meta:\n    description: "{page.description}"\n---\n\n'
        f"# {page.title}\n\n```{{ledger}}\n```\n"
    )


def main(folder: Path) -> None:
    """Write the file of every generated page into the folder of the book."""
    for page in ledger_pages(load()):
        path = folder / f"{page.docname}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page_file(page), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
