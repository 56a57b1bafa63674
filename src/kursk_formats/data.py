"""The data package to take away: CSV in a ZIP, the tables as a workbook, and their checksums.

``python -m kursk_formats.data DATA FOLDER`` writes ``kursk-data.zip``, ``kursk-data.xlsx`` and
``SHA256SUMS`` into FOLDER; the same tables give the same bytes.
"""

import csv
import datetime as dt
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from kursk_formats.archive import archive, checksums, folder

NAME = "kursk-data"

#: The day that the workbook bears; one of today would change the bytes.
_CREATED = dt.datetime(2026, 1, 1)

#: Widest column of the workbook, in characters: longer cells are read in the line above.
_WIDEST = 60


def zipped(data: Path) -> bytes:
    """Return the package as it stands, in one folder."""
    return archive({f"{NAME}/{name}": content for name, content in folder(data).items()})


def workbook(data: Path) -> bytes:
    """Return the tables as sheets of an XLSX file; the first sheet says what a column is.

    Every cell is text or a number: nothing in it can run, nothing becomes a link or a date.
    """
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False,
               "strings_to_numbers": False}  # fmt: skip
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": "The Kursk campaign, 2024–2025", "created": _CREATED})
        bold = book.add_format({"bold": True})
        for name, rows in _sheets(data):
            sheet = book.add_worksheet(name)
            widths: dict[int, int] = {}
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    sheet.write(number, place, cell, None if number else bold)
                    widths[place] = max(widths.get(place, 0), len(str(cell)))
            sheet.freeze_panes(1, 0)
            for place, width in widths.items():
                sheet.set_column(place, place, min(width + 2, _WIDEST))
    return target.getvalue()


def _sheets(data: Path) -> Iterator[tuple[str, list[list[str | float]]]]:
    package = json.loads((data / "datapackage.json").read_text("utf-8"))
    tables = [resource for resource in package["resources"] if "schema" in resource]
    told: list[list[str | float]] = [["table", "column", "type", "definition"]]
    for table in tables:
        fields = table["schema"]["fields"]
        told += [[table["name"], it["name"], it["type"], it["description"]] for it in fields]
    yield "columns", told
    for table in tables:
        yield table["name"], list(_rows(data / table["path"], table["schema"]["fields"]))


def _rows(path: Path, fields: list[dict[str, Any]]) -> Iterator[list[str | float]]:
    numbers = [it["type"] in ("number", "integer") for it in fields]
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.reader(file)):
            yield [
                float(cell) if line and number and cell else cell
                for cell, number in zip(row, numbers, strict=True)
            ]


def write(data: Path, target: Path) -> None:
    """Write the package in both forms, with their checksums."""
    files = {f"{NAME}.zip": zipped(data), f"{NAME}.xlsx": workbook(data)}
    target.mkdir(parents=True, exist_ok=True)
    for name, content in {**files, "SHA256SUMS": checksums(files)}.items():
        (target / name).write_bytes(content)


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
