"""Which numbers a row carries, whatever its table."""

from __future__ import annotations

from kursk.numbers import Carried
from kursk.phrases import NO_WORDING
from sphinx_evidence.rows import Claim, Event, Row


def measured(row: Row | None) -> bool:
    """Tell whether a row is a measurement of this book, not the words of anybody."""
    return isinstance(row, Claim) and row.stated.endswith(NO_WORDING)


def carried(row: Row) -> Carried:
    """Return the numbers of a row; a measurement may be written in whole units."""
    if isinstance(row, Claim):
        whole = {float(round(value)) for value in row.values} if measured(row) else set()
        return Carried({*row.values, *whole}, row.stated, row.figure)
    if isinstance(row, Event):
        return Carried((), row.title, row.summary, row.place, row.actors)
    return Carried((), getattr(row, "text", ""), getattr(row, "text_en", ""))
