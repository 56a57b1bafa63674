"""Titles and notes whose figures are written from the rows, with their hedges."""

import difflib
import string
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from kursk import tables
from kursk.look.rows import records, rows

_COLUMNS = ("words", "brief", "number", "short", "claimant", "side", "when", "day_words", "title")


@cache
def _all() -> dict[str, dict[str, Any]]:
    """Return every claim, event and quotation as :func:`rows` has it, by id."""
    kinds = (tables.claims(), tables.events(), tables.quotes())
    return {row["id"]: row for frame in kinds for row in records(rows(frame))}


class _Writer(string.Formatter):
    """Writes ``{row-id}`` as the row's words, ``{row-id:column}`` as another of its columns."""

    def __init__(self) -> None:
        self.used: list[str] = []

    def get_field(
        self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]
    ) -> tuple[Any, str]:
        if field_name not in _all():
            near = difflib.get_close_matches(field_name, _all(), 3)
            raise ValueError(f"say(): no row {field_name!r}; near it are {', '.join(near)}")
        self.used.append(field_name)
        return _all()[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        column = format_spec or ("words" if value.get("words") else "title")
        if column not in _COLUMNS or column not in value:
            raise ValueError(f"say(): {value['id']} has no {column!r}, only {', '.join(_COLUMNS)}")
        return str(value[column])


def said_rows(text: str) -> tuple[str, list[str]]:
    """Return a text written from the rows, and the ids of these rows."""
    writer = _Writer()
    return writer.format(text), writer.used


def say(text: str) -> str:
    """Write rows into a text: a figure never stands there without its hedge.

    ``{in-c008}`` becomes the figure with hedge and unit (“about 500 km²”); after a colon stands
    another column of :func:`rows`: ``{in-c008:number}`` (“about 500”), ``brief`` (“~500”),
    ``short`` (the claimant), ``when``, ``day_words``. Titles, subtitles, descriptions and notes of
    :func:`figure` are written so without being asked.

    Use::

        look.say("From {in-c008} to {ge-c003}")

    Raises:
        ValueError: no table has this id, or the row no such column.
    """
    return said_rows(text)[0]
