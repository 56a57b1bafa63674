"""The one reader of the tables: cells typed as ``datapackage.json`` says.

A cell is text (empty where nothing is known), a number, a truth value, or a tuple of texts for a
list. An empty number is ``None``.
"""

import csv
import json
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from kursk.paths import data_folder

Cell = str | float | int | bool | tuple[str, ...] | None
Row = Mapping[str, Any]


def split(cell: str, separator: str = ";") -> tuple[str, ...]:
    """Split a list in a cell: ``a;b`` → (a, b)."""
    return tuple(part.strip() for part in cell.split(separator) if part.strip())


_TYPES: dict[str, Callable[[str], Cell]] = {
    "string": str,
    "date": str,
    "number": lambda cell: float(cell) if cell else None,
    "integer": lambda cell: int(cell) if cell else None,
    "boolean": lambda cell: cell == "true",
}


@cache
def schemas() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """Return the fields of every table, as ``datapackage.json`` declares them."""
    package = json.loads((data_folder() / "datapackage.json").read_text(encoding="utf-8"))
    tables = (resource for resource in package["resources"] if "schema" in resource)
    return {table["name"]: tuple(table["schema"]["fields"]) for table in tables}


def _typed(field: Mapping[str, Any], cell: str) -> Cell:
    if "separator" in field:
        return split(cell, field["separator"])
    return _TYPES[field["type"]](cell)


@cache
def rows(table: str) -> tuple[Row, ...]:
    """Return the rows of a table in the order of the file; they cannot be changed.

    Raises:
        KeyError: no such table, or a column that the schema has is not in the file.
        ValueError: a cell is no number where the schema wants one.
    """
    fields = schemas()[table]
    with (data_folder() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            MappingProxyType({field["name"]: _typed(field, row[field["name"]]) for field in fields})
            for row in csv.DictReader(file)
        )


@cache
def by_id(table: str) -> Mapping[str, Row]:
    """Return the rows of a table by the id in its first column."""
    key = schemas()[table][0]["name"]
    return {row[key]: row for row in rows(table)}
