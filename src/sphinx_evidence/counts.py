"""The role that counts: how many rows a table has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from kursk import model
from sphinx_evidence.faults import fault
from sphinx_evidence.registers import founding


class CountRole(SphinxRole):
    """``{count}`claims status=disputed```: how many rows a table has, by its columns."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the number as text."""
        table, *conditions = self.text.split() or [""]
        rows = _rows(table)
        if rows is None:
            expected = "table [column=value …]"
            fault(self.get_source_info(), "unknown-table", repr(self.text), expected)
            return [nodes.inline(self.rawtext, self.text)], []
        wanted = [condition.partition("=")[::2] for condition in conditions]
        number = sum(all(_cell(row, column) == value for column, value in wanted) for row in rows)
        return [nodes.inline(self.rawtext, f"{number:,}", classes=["count"])], []


def _rows(table: str) -> Iterable[Any] | None:
    if table == "sources":
        return model.sources().values()
    return model.rows(model.kinds()[table]) if table in model.kinds() else None


def _cell(row: Any, column: str) -> str:
    """Return a cell as text; ``founding`` asks whether a contradiction touches an article."""
    if column == "founding" and isinstance(row, model.Conflict):
        return "yes" if founding(row) else "no"
    return str(getattr(row, column, ""))
