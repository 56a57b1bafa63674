"""Files, columns, types, keys and constraints, by the schemas in ``datapackage.json``."""

import csv
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from frictionless import Package, Resource

from kursk.check.fault import Fault, clip

#: Pattern of a date in the schemas, in words.
_DATE = "a date like 2024-08-06 or 2024-08, from 2022 on"
_TYPES = {"number": "a number", "integer": "a whole number", "date": "a date like 2024-08-06"}


def _field(resource: Resource, error: Any) -> Any:
    return resource.schema.get_field(error.field_name)


def _wrong_type(resource: Resource, error: Any) -> tuple[str, str]:
    kind = _field(resource, error).type
    return clip(error.cell), _TYPES.get(kind, kind)


def _broken_constraint(resource: Resource, error: Any) -> tuple[str, str]:
    limits = _field(resource, error).constraints
    value = clip(error.cell)
    if limits.get("required") and not error.cell:
        return "nothing", "a value (the column is required)"
    if "enum" in limits:
        return value, "one of " + ", ".join(limits["enum"])
    if "minimum" in limits or "maximum" in limits:
        low, high = limits.get("minimum", "any"), limits.get("maximum", "any")
        return value, f"a number from {low} to {high}"
    pattern = limits.get("pattern", "")
    return value, _DATE if pattern.startswith("^20(") else f"text that fits {pattern}"


def _foreign_key(resource: Resource, error: Any) -> tuple[str, str]:
    del resource
    cells = ", ".join(clip(str(cell)) for cell in error.field_cells)
    return cells, f"an id of {error.reference_name}.csv"


def _other(resource: Resource, error: Any) -> tuple[str, str]:
    del resource
    return error.note or error.message, error.title


_Words = Callable[[Resource, Any], tuple[str, str]]
_ERRORS: dict[str, _Words] = {
    "type-error": _wrong_type,
    "constraint-error": _broken_constraint,
    "foreign-key": _foreign_key,
    "primary-key": lambda _, e: (f"a second {clip(str(e.cells[0]))}", "an id once"),
    "extra-cell": lambda _, e: (f"an extra cell {clip(e.cell)}", "as many cells as columns"),
    "missing-cell": lambda _, e: ("no cell", "as many cells as columns"),
    "blank-row": lambda _, e: ("an empty row", "no empty rows"),
}


def _lines(folder: Path, resource: Resource) -> list[int]:
    """Return the line on which each record of a file ends: Frictionless counts records alone."""
    with (folder / (resource.path or "")).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        return [reader.line_num for _ in reader]


def _fault(resource: Resource, error: Any, lines: list[int]) -> Fault:
    words = _ERRORS.get(error.type, _other)
    found, expected = words(resource, error)
    record = getattr(error, "row_number", 0)
    row = lines[record - 1] if 0 < record <= len(lines) else record
    column = getattr(error, "field_name", "")
    if error.type == "primary-key":
        column = ", ".join(resource.schema.primary_key)
    if error.type == "foreign-key":
        column = ", ".join(error.field_names)
    return Fault(str(resource.path), row, column, found, expected)


def _header(folder: Path, resource: Resource) -> list[Fault]:
    """Compare columns with the schema by name: one fault for each, not a cascade."""
    path = resource.path or ""
    with (folder / path).open(encoding="utf-8", newline="") as file:
        labels = next(csv.reader(file), [])
    names = resource.schema.field_names
    missing = [name for name in names if name not in labels]
    found = [Fault(path, 1, n, "no such column", f"the column {n}") for n in missing]
    for label in labels:
        if label not in names:
            expected = "only the columns of the schema"
            found.append(Fault(path, 1, label, f"the column {clip(label)}", expected))
    if not found and labels != names:
        found.append(Fault(path, 1, "", "another order of columns", ", ".join(names)))
    return found


def faults(folder: Path, tables: Collection[str] = ()) -> list[Fault]:
    """Return what the schemas find in the tables of ``folder``; the files must be readable.

    ``tables`` names those to look at; empty means all.
    """
    package = Package.from_descriptor(str(folder / "datapackage.json"))
    found = []
    for resource in package.resources:
        if resource.format != "csv" or (tables and resource.name not in tables):
            continue
        header = _header(folder, resource)
        found += header
        if not header:
            errors = resource.validate().tasks[0].errors
            lines = _lines(folder, resource)
            found += [_fault(resource, error, lines) for error in errors]
    return found
