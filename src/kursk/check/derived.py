"""Tables that follow from others, in the form that other tools join: one page, one pair a row.

``sources`` has the entries of ``references.bib``; ``claim_sources`` and its like say on which pages
a row rests, where the tables themselves hold a list in one cell. Nobody writes them by hand.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from kursk.check.fault import Fault
from kursk.check.tables import Tables, ids

#: Table of pairs → the table whose lists it takes apart.
PAIRS = {
    "claim_sources": "claims", "event_sources": "events", "quote_sources": "quotes",
    "control_sources": "control",
}  # fmt: skip

_PAGE = ("publisher", "title", "author", "date", "url", "language", "kind", "relays", "note")


def _text(rows: Iterable[Iterable[object]]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerows(rows)
    return held.getvalue()


def _sources(tables: Tables) -> Iterator[list[str]]:
    yield ["source_id", *_PAGE]
    for key, page in tables.pages.items():
        yield [key, *(page.get(name, "") for name in _PAGE)]


def _pairs(tables: Tables, table: str) -> Iterator[list[object]]:
    rows = tables.rows(table)
    key = next(iter(rows[0][1])) if rows else "id"
    yield [key, "rank", "source_id"]
    for _, row in rows:
        for rank, source in enumerate(ids(row["source_ids"]), 1):
            yield [row[key], rank, source]


def texts(tables: Tables) -> dict[str, str]:
    """Return the content of every derived file, by its name."""
    pairs = {f"{name}.csv": _text(_pairs(tables, table)) for name, table in PAIRS.items()}
    return {"sources.csv": _text(_sources(tables)), **pairs}


def derive(folder: Path) -> None:
    """Write the derived tables of a data package anew."""
    for name, text in texts(Tables(folder)).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def faults(tables: Tables) -> list[Fault]:
    """Return a fault for each derived table that is not what the others say."""
    return [
        Fault(name, 0, "", "other rows than its table gives", "those that follow: make seal")
        for name, text in texts(tables).items()
        if (tables.folder / name).read_text(encoding="utf-8") != text
    ]
