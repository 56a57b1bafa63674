"""The tables as plain text, row by row, for the rules: no types, no trust."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from pybtex.database import parse_string

Row = dict[str, str]

#: Tables whose rows a page can cite.
CITED = ("claims", "events", "quotes", "control")


@dataclass(frozen=True)
class Tables:
    """A data package as text; each table is read once."""

    folder: Path
    _read: dict[str, list[tuple[int, Row]]] = field(default_factory=dict)

    def rows(self, table: str) -> list[tuple[int, Row]]:
        """Return line number and cells of each row of ``table``."""
        if table not in self._read:
            with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                self._read[table] = [
                    (reader.line_num, {k: v or "" for k, v in row.items() if k}) for row in reader
                ]
        return self._read[table]

    def by_id(self, table: str) -> dict[str, Row]:
        """Return the rows of ``table`` by the id in their first column."""
        return {next(iter(row.values())): row for _, row in self.rows(table)}

    def named(self, table: str, column: str) -> Iterator[tuple[int, str]]:
        """Yield line number and each id of a list in a column."""
        for line, row in self.rows(table):
            for one in ids(row[column]):
                yield line, one

    @cached_property
    def pages(self) -> dict[str, Row]:
        """Source id → the fields of its entry in references.bib."""
        return pages((self.folder / "references.bib").read_text(encoding="utf-8"))

    @cached_property
    def line_of_source(self) -> dict[str, int]:
        """Source id → line of references.bib."""
        text = (self.folder / "references.bib").read_text(encoding="utf-8")
        entry = re.compile(r"\s*@\w+\{([^,]+),")
        lines = enumerate(text.splitlines(), 1)
        return {m.group(1).strip(): number for number, line in lines if (m := entry.match(line))}

    @property
    def party(self) -> dict[str, str]:
        """Claimant → party for which it speaks."""
        return {name: row["party_id"] for name, row in self.by_id("claimants").items()}

    @property
    def at_war(self) -> set[str]:
        """Parties to the war: what they say of it is a claim."""
        return {name for name, row in self.by_id("parties").items() if row["at_war"] == "true"}

    @property
    def row_ids(self) -> set[str]:
        """Ids of claims, events, quotations and control."""
        return {row_id for table in CITED for row_id in self.by_id(table)}

    def publishers(self, row: Row) -> set[str]:
        """Return the publishers on which a row rests."""
        known = (self.pages.get(source, {}) for source in ids(row["source_ids"]))
        return {page.get("publisher", "") for page in known if page}


def pages(text: str) -> dict[str, Row]:
    """Return the fields of each entry of a bibliography, named in small letters, by its key."""
    return {
        key: {name.lower(): value for name, value in entry.fields.items()}
        | {role: " and ".join(map(str, people)) for role, people in entry.persons.items()}
        for key, entry in parse_string(text, bib_format="bibtex").entries.items()
    }


def ids(cell: str) -> list[str]:
    """Split a list in a cell: ``a;b`` → a, b."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def number(cell: str) -> float | None:
    """Read a number; None where there is none, or none that the schema lets pass."""
    try:
        return float(cell) if cell else None
    except ValueError:
        return None
