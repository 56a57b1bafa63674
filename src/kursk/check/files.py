"""Files that are missing or cannot be read: told with their line before anything else is tried."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from frictionless import FrictionlessException, Package
from pybtex.database import parse_string
from pybtex.exceptions import PybtexError

from kursk.check.fault import Fault, clip

PACKAGE = "datapackage.json"

#: Files of the folder that the package does not list.
_BESIDE = {PACKAGE, "README.md", "checksums.sha256", "released.json"}

#: Longest cell that the csv module reads at all; the rules allow far less.
_READABLE = 10_000_000


def faults(folder: Path) -> list[Fault]:
    """Return a fault for each file that is missing, is not listed or cannot be read."""
    broken = list(_package(folder))
    if broken:
        return broken
    resources = package(folder)["resources"]
    listed = {str(resource["path"]) for resource in resources}
    found = list(_strangers(folder, listed))
    for resource in resources:
        found += _file(folder, resource)
    return found


def package(folder: Path) -> dict[str, Any]:
    """Return the content of ``datapackage.json``."""
    content: dict[str, Any] = json.loads((folder / PACKAGE).read_text(encoding="utf-8"))
    return content


def _package(folder: Path) -> Iterator[Fault]:
    broken = list(_text(folder, PACKAGE)) or list(_json(folder, PACKAGE))
    if broken:
        yield from broken
        return
    resources = package(folder).get("resources")
    if not isinstance(resources, list) or not all(isinstance(it, dict) for it in resources):
        yield Fault(PACKAGE, 0, "resources", "no list of resources", "a list of resources")
        return
    for place, resource in enumerate(resources, 1):
        for key in ("name", "path"):
            if not isinstance(resource.get(key), str):
                yield Fault(PACKAGE, 0, "resources", f"resource {place} without {key}", f"a {key}")
    for key in ("name", "path"):
        for value, times in Counter(str(resource.get(key)) for resource in resources).items():
            if times > 1:
                found = f"{times} resources with the {key} {clip(value)}"
                yield Fault(PACKAGE, 0, "resources", found, "each once")
    yield from _described(folder, resources)


def _described(folder: Path, resources: list[dict[str, Any]]) -> Iterator[Fault]:
    """Check that schemas are such as frictionless and the rules can read."""
    for resource in resources:
        column = f"{resource.get('name')}.schema"
        schema = resource.get("schema", {"fields": [{}]})
        fields = schema.get("fields") if isinstance(schema, dict) else None
        if not isinstance(fields, list) or not all(isinstance(it, dict) for it in fields):
            yield Fault(PACKAGE, 0, column, "no list of fields", "fields with name and type")
        elif not all(_plain(field) for field in fields):
            expected = "separators and values of an enum as text, limits as numbers"
            yield Fault(PACKAGE, 0, column, "a constraint of another kind", expected)
        else:
            continue
        return
    try:
        Package.from_descriptor(str(folder / PACKAGE))
    except (FrictionlessException, AttributeError, TypeError) as error:
        # Frictionless itself falls over some descriptions, such as a key without a reference.
        notes = [getattr(error, "error", None), *getattr(error, "reasons", [])]
        found = clip("; ".join(note.note for note in notes if note) or str(error), 200)
        yield Fault(PACKAGE, 0, "resources", found, "a package that Frictionless can read")


def _plain(field: dict[str, Any]) -> bool:
    limits = field.get("constraints", {})
    if not isinstance(limits, dict):
        return False
    values, numbers = limits.get("enum", []), [limits.get(it, 0) for it in ("minimum", "maximum")]
    texts = [field.get("separator", ";"), *(values if isinstance(values, list) else [None])]
    return all(isinstance(text, str) and text for text in texts) and all(
        isinstance(number, int | float) for number in numbers
    )


def _strangers(folder: Path, listed: set[str]) -> Iterator[Fault]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in listed | _BESIDE:
            yield Fault(name, 0, "", "a file", f"only files that {PACKAGE} lists")


def _file(folder: Path, resource: dict[str, Any]) -> Iterator[Fault]:
    name = str(resource["path"])
    if not (folder / name).is_file():
        yield Fault(name, 0, "", "no such file", "the file")
        return
    broken = list(_text(folder, name))
    if broken:
        yield from broken
        return
    parse = {".csv": _csv, ".bib": _bibliography, ".geojson": _map}.get(Path(name).suffix)
    if parse:
        yield from parse(folder, name)


def _text(folder: Path, name: str) -> Iterator[Fault]:
    content = (folder / name).read_bytes()
    if content.startswith(b"\xef\xbb\xbf"):
        expected = "no mark: in a spreadsheet, export as “CSV UTF-8” without BOM"
        yield Fault(name, 1, "", "a byte order mark", expected)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        yield Fault(name, line, "", f"the byte 0x{content[error.start]:02x}", "text in UTF-8")


def _json(folder: Path, name: str) -> Iterator[Fault]:
    try:
        content = json.loads((folder / name).read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        found = f"{error.msg.lower()} at character {error.colno}"
        yield Fault(name, error.lineno, "", found, "JSON")
        return
    except RecursionError:
        yield Fault(name, 1, "", "brackets too deep to read", "JSON")
        return
    if not isinstance(content, dict):
        yield Fault(name, 1, "", f"JSON of another kind ({type(content).__name__})", "an object")


def _csv(folder: Path, name: str) -> Iterator[Fault]:
    csv.field_size_limit(_READABLE)
    with (folder / name).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            for _ in reader:
                pass
        except csv.Error as error:
            yield Fault(name, reader.line_num, "", str(error), "cells that a CSV reader can part")


def _bibliography(folder: Path, name: str) -> Iterator[Fault]:
    try:
        parse_string((folder / name).read_text(encoding="utf-8"), bib_format="bibtex")
    except PybtexError as error:
        line = getattr(error, "lineno", None) or _line_of(folder / name, str(error))
        expected = "entries like @misc{key, publisher = {…}, url = {…},}, each key once"
        yield Fault(name, line, "", str(error).splitlines()[0], expected)


def _line_of(path: Path, message: str) -> int:
    """Return the last line with the key that ends a message, 0 where there is none."""
    key = f"{{{message.split()[-1]},"
    lines = path.read_text(encoding="utf-8").splitlines()
    return max((number for number, line in enumerate(lines, 1) if key in line), default=0)


def _map(folder: Path, name: str) -> Iterator[Fault]:
    broken = list(_json(folder, name))
    if broken:
        yield from broken
        return
    features = json.loads((folder / name).read_text(encoding="utf-8")).get("features")
    if not isinstance(features, list) or not features:
        yield Fault(name, 0, "features", "no features", "a list of features")
        return
    for place, feature in enumerate(features, 1):
        yield from _feature(name, place, feature)


def _feature(name: str, place: int, feature: Any) -> Iterator[Fault]:
    column = f"feature {place}"
    known = feature.get("properties") if isinstance(feature, dict) else None
    kind = known.get("kind") if isinstance(known, dict) else None
    if not isinstance(known, dict) or not isinstance(kind, str):
        yield Fault(name, 0, column, "no kind", "properties with a kind")
    elif kind == "country" and known.get("name") not in ("Russia", "Ukraine"):
        yield Fault(name, 0, column, clip(str(known.get("name"))), "the name Russia or Ukraine")
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    points = list(_points(geometry.get("coordinates"))) if isinstance(geometry, dict) else []
    if not points:
        yield Fault(name, 0, column, "no coordinates", "a geometry with coordinates")
    wrong = next((point for point in points if not _in_reach(point)), None)
    if wrong:
        expected = "longitude 30 to 42, then latitude 47 to 56"
        yield Fault(name, 0, column, f"the point {wrong}", expected)


def _points(coordinates: Any) -> Iterator[list[Any]]:
    """Yield every pair of numbers in nested lists."""
    if isinstance(coordinates, list) and coordinates:
        if isinstance(coordinates[0], list):
            for part in coordinates:
                yield from _points(part)
        else:
            yield coordinates


def _in_reach(point: list[Any]) -> bool:
    numbers = [part for part in point if isinstance(part, int | float)]
    # NaN is in no range.
    return len(numbers) == len(point) == 2 and 30 <= numbers[0] <= 42 and 47 <= numbers[1] <= 56
