"""Tables that people open in a spreadsheet: the one writer of every CSV that is made for them."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

#: By it Excel knows UTF-8; without it a German one shows “kmÂ²”.
MARK = "\ufeff"
_COMPUTED = ("=", "+", "-", "@")
_NUMBER = re.compile(r"[+-]?[\d.,]+(?:[eE][+-]?\d+)?")


def csv_text(columns: Sequence[object], rows: Iterable[Iterable[object]]) -> str:
    """Return a table as CSV: comma, LF, a byte order mark, and no cell that is a formula.

    What is missing (None, NaN) becomes an empty cell.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(cell) for cell in row] for row in rows)
    return f"{MARK}{out.getvalue()}"


def _cell(cell: object) -> object:
    """Keep a spreadsheet from computing a cell: its apostrophe says “text” and is not shown."""
    if cell is None or cell != cell:  # NaN alone differs from itself
        return ""
    computed = isinstance(cell, str) and cell[:1] in _COMPUTED and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if computed else cell
