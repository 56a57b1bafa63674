"""Values that readers may have quoted: those of the last release change only with a correction.

``released.json`` beside the data has, for each row of that release, a fingerprint of each of its
values, and the corrections that had been told by then. ``make released`` writes it for a release.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from kursk.check.fault import Fault, clip
from kursk.check.tables import Row, Tables

FILE = "released.json"

#: Table → the columns whose cells a reader may have quoted; notes and sources may grow.
VALUES: dict[str, list[str]] = {
    "claims": [
        "as_of", "metric", "scope", "value", "value_low", "value_high", "unit", "value_as_stated",
        "qualifier", "claimant_id", "status",
    ],
    "events": ["date", "date_end", "title", "summary", "status", "claimed_by"],
    "quotes": ["date_spoken", "speaker_id", "text", "language", "text_en", "translated"],
    "control": ["place_id", "as_of", "controller", "claimant_id"],
}  # fmt: skip


@cache
def _mark(cell: str) -> str:
    return hashlib.sha256(cell.encode()).hexdigest()[:8]


def release(folder: Path, version: str) -> None:
    """Write the fingerprints of the data as they are released under a version."""
    tables = Tables(folder)
    content = {
        "release": version,
        "columns": VALUES,
        "corrections": sorted(tables.by_id("corrections")),
        "rows": {
            table: {
                row_id: " ".join(_mark(row[column]) for column in columns)
                for row_id, row in tables.by_id(table).items()
            }
            for table, columns in VALUES.items()
        },
    }
    text = json.dumps(content, indent=0, ensure_ascii=False)
    (folder / FILE).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def faults(tables: Tables) -> Iterator[Fault]:
    """Yield values that are not those of the last release and that no correction since tells."""
    path = tables.folder / FILE
    if not path.is_file():
        return  # nothing has been released yet
    released = json.loads(path.read_text(encoding="utf-8"))
    told = _told(tables, released["corrections"])
    for table, marks in released["rows"].items():
        columns = released["columns"][table]
        now = {next(iter(row.values())): (line, row) for line, row in tables.rows(table)}
        for row_id, mark in marks.items():
            if row_id in now:
                line, row = now[row_id]
                before = dict(zip(columns, mark.split(), strict=True))
                yield from _changed(f"{table}.csv", line, row, before, told[table, row_id])
            elif "" not in told[table, row_id]:
                found = f"no row {clip(row_id)}, which release {released['release']} had"
                expected = "the row, or a correction without a column that says where it went"
                yield Fault(f"{table}.csv", 0, columns[0], found, expected)


def _told(tables: Tables, before: list[str]) -> dict[tuple[str, str], dict[str, str]]:
    """Return what corrections since the release tell: table and row → column → its new cell."""
    told: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for _, row in tables.rows("corrections"):
        if row["correction_id"] not in before:
            told[row["table"], row["row_id"]][row["column"]] = row["after"]
    return told


def _changed(
    file: str, line: int, row: Row, before: dict[str, Any], told: dict[str, str]
) -> Iterator[Fault]:
    for column, mark in before.items():
        if column in row and _mark(row[column]) != mark and told.get(column) != row[column]:
            expected = "that of the last release, or a row of corrections.csv that says the new one"
            yield Fault(file, line, column, f"the new value {clip(row[column])}", expected)
