"""Files, columns, types, keys and constraints, by the schemas in ``datapackage.json``."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from frictionless import Package, Resource

from kursk.check.fault import Fault, clip

#: Pattern of a date in the schemas, in words.
_DATE = "a date like 2024-08-06 or 2024-08, from 2022 to 2026"
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
    return value, _DATE if pattern.startswith("^20(2") else f"text that fits {pattern}"


def _foreign_key(resource: Resource, error: Any) -> tuple[str, str]:
    del resource
    cells = ", ".join(clip(str(cell)) for cell in error.target_cells or error.cells)
    return cells, f"an id of {error.reference_name}.csv"


_Words = Callable[[Resource, Any], tuple[str, str]]
_ERRORS: dict[str, _Words] = {
    "type-error": _wrong_type,
    "constraint-error": _broken_constraint,
    "foreign-key": _foreign_key,
    "primary-key": lambda _, e: (f"a second {clip(', '.join(map(str, e.cells[:1])))}", "an id once"),
    "extra-cell": lambda _, e: (f"an extra cell {clip(e.cell)}", "as many cells as columns"),
    "missing-cell": lambda _, e: ("no cell", "as many cells as columns"),
    "missing-label": lambda _, e: ("no such column", f"the column {e.field_name}"),
    "extra-label": lambda _, e: (f"the column {clip(e.label)}", "only the columns of the schema"),
    "incorrect-label": lambda _, e: (f"the column {clip(e.label)}", f"{e.field_name}"),
    "blank-row": lambda _, e: ("an empty row", "no empty rows"),
}


def _fault(resource: Resource, error: Any) -> Fault:
    words = _ERRORS.get(error.type)
    found, expected = words(resource, error) if words else (error.note or error.message, error.title)
    row = getattr(error, "row_number", None) or (1 if "label" in error.type else 0)
    column = getattr(error, "field_name", "") or getattr(error, "label", "") or ""
    if error.type == "primary-key":
        column = ", ".join(resource.schema.primary_key)
    if error.type == "foreign-key":
        column = ", ".join(error.field_names)
    return Fault(resource.path or "", row, column, found, expected)


def unreadable(folder: Path) -> list[Fault]:
    """Return a fault for each file that is missing or is not UTF-8, at the line where it breaks."""
    faults = []
    for resource in Package.from_descriptor(str(folder / "datapackage.json")).resources:
        path = folder / (resource.path or "")
        if not path.is_file():
            faults.append(Fault(resource.path or "", 0, "", "no such file", "the file"))
            continue
        content = path.read_bytes()
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            row = content[: error.start].count(b"\n") + 1
            byte = f"the byte 0x{content[error.start]:02x}"
            faults.append(Fault(resource.path or "", row, "", byte, "text in UTF-8"))
    return faults


def faults(folder: Path) -> list[Fault]:
    """Return what the schemas find in the tables of ``folder``; the files must be readable."""
    package = Package.from_descriptor(str(folder / "datapackage.json"))
    report = package.validate()
    found = []
    for task in report.tasks:
        resource = package.get_resource(task.name)
        if resource.format == "csv":
            found += [_fault(resource, error) for error in task.errors]
    return found
