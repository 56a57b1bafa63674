"""Titles and descriptions of charts are sentences of the book: the rows drawn carry their numbers.

A number in the title, subtitle, note or description of a figure is one that a row of its table
carries, a value that it draws, or a count of its rows; and it keeps the hedge of its row. The
editorial standard holds there, too; what was not found is told in the text, where a mark can stand.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from kursk import numbers
from sphinx_evidence import hedges, standard
from sphinx_evidence.carrying import carried
from sphinx_evidence.rows import Evidence, Row
from sphinx_evidence.rule import start

#: Figures that readers change: their words are written by their cells.
CHANGED = ("try-", "panel-")
_TEXTS = ("title", "subtitle", "see", "description")


class Figure(Protocol):
    """What the words of a figure are checked against."""

    id: str
    title: str
    subtitle: str
    see: str
    description: str
    spec: Mapping[str, Any]
    table: Any


def rows_drawn(figure: Figure, evidence: Evidence) -> list[Row]:
    """Return the rows of a figure's table, by the addresses in it."""
    cells = [cell for row in figure.table.rows for cell in row] if figure.table else []
    ids = dict.fromkeys(cell.href.rpartition("#")[2] for cell in cells if "#" in cell.href)
    return [row for row_id in ids if (row := evidence.row(row_id))]


def faults(figure: Figure, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Yield kind and words of what a figure says and its rows do not."""
    if figure.id.startswith(CHANGED):
        return
    rows = rows_drawn(figure, evidence)
    values = _values(figure)
    carries = [carried(row) for row in rows]
    for name in _TEXTS:
        text = str(getattr(figure, name))
        for number in numbers.figures(text):
            if _drawn(text, number, values) or any(row.carries(number.value) for row in carries):
                continue
            words = f"{number.text!r} in its {name}, {start(text, number.text)!r}"
            yield "number-not-drawn", f"figure {figure.id}: {words}"
        for what in hedges.dropped(text, rows):
            yield "hedge-dropped", f"figure {figure.id}: {what} in its {name}"
        for kind, what in standard.breaches(text, evidence):
            yield kind, f"figure {figure.id}: {what} in its {name}"
    yield from _labels(figure, evidence)


def _labels(figure: Figure, evidence: Evidence) -> Iterator[tuple[str, str]]:
    """Yield labels, the words of one row in the chart itself, that drop the hedge of their row."""
    for cells in figure.table.rows if figure.table else ():
        for cell in cells:
            row = evidence.row(cell.href.rpartition("#")[2])
            for what in hedges.dropped(cell.text, [row]) if row else ():
                yield "hedge-dropped", f"figure {figure.id}: {what} in its label {cell.text!r}"


def _drawn(text: str, number: numbers.Figure, values: set[float]) -> bool:
    """Tell whether a number is a value drawn, or near one that the text calls “about”."""
    if number.value in values:
        return True
    about = re.search(r"\b(?:about|around|nearly|almost)\W+$", text[: number.start])
    return bool(about) and any(math.isclose(number.value, v, rel_tol=0.01) for v in values)


def _values(figure: Figure) -> set[float]:
    """Return every number that a figure draws or lists, whole too, and the counts of its rows."""
    cells = [[cell.text for cell in row] for row in figure.table.rows] if figure.table else []
    listed = {n.value for row in cells for cell in row for n in numbers.figures(cell)}
    drawn = {
        float(value)
        for data in _data(figure.spec)
        for row in data
        for value in row.values()
        if isinstance(value, int | float) and not isinstance(value, bool) and value == value
    }
    counts = {float(len(cells))}
    for column in zip(*cells, strict=True) if cells else ():
        counts |= {float(count) for count in Counter(column).values()} | {float(len(set(column)))}
    found = listed | drawn
    return found | counts | {float(round(value)) for value in found}


def _data(spec: Mapping[str, Any]) -> Iterator[list[Mapping[str, Any]]]:
    """Yield the tables of rows that stand in a specification."""
    for key, part in spec.items():
        if key == "datasets":
            yield from part.values()
        elif key == "data" and isinstance(part, Mapping):
            rows = part.get("values")
            if isinstance(rows, list) and rows and isinstance(rows[0], Mapping):
                yield rows
        elif isinstance(part, Mapping):
            yield from _data(part)
        elif isinstance(part, list):
            for inner in part:
                if isinstance(inner, Mapping):
                    yield from _data(inner)
