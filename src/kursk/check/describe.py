"""The README of the data package, table by table, written from ``datapackage.json``."""

import json
from pathlib import Path
from typing import Any

#: The file, beside the data; text above this mark is written by hand and stays.
FILE = "README.md"
MARK = "<!-- From here on written by `make seal` from datapackage.json: change the schema. -->"


def _table(resource: dict[str, Any]) -> str:
    lines = [f"### `{resource['path']}`", "", resource["description"], ""]
    fields = resource.get("schema", {}).get("fields", [])
    if fields:
        lines += ["| column | type | definition |", "| --- | --- | --- |"]
    for field in fields:
        limits = field.get("constraints", {})
        kind = field["type"] + (", required" if limits.get("required") else "")
        words = field["description"]
        if "enum" in limits and not any(f"{value}:" in words for value in limits["enum"]):
            words += f" One of: {', '.join(limits['enum'])}."
        lines.append(f"| `{field['name']}` | {kind} | {words} |")
    return "\n".join([*lines, ""])


def text(folder: Path) -> str:
    """Return the README with its tables as the schemas in ``folder`` have them now."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    by_hand = (folder / FILE).read_text(encoding="utf-8").split(MARK)[0]
    tables = "\n".join(_table(resource) for resource in package["resources"])
    return f"{by_hand}{MARK}\n\n## Table by table\n\n{tables}"


def describe(folder: Path) -> None:
    """Write the tables of the README anew."""
    content = text(folder)
    (folder / FILE).write_text(content, encoding="utf-8")
