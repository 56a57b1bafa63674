"""What a chart says of itself beside Vega-Lite: the words, sources and rows around it.

This is ``usermeta["figure"]`` of a specification: :func:`kursk.look.figure` writes it, the pages
read it. It needs neither Altair nor Sphinx.
"""

from typing import NotRequired, TypedDict

#: Shortest description that can say what a chart shows, in characters.
MIN_DESCRIPTION = 40


class Words(TypedDict):
    """Words that may lead somewhere.

    ``href`` is an address, or ``row:ID``: where a row stands, only the site knows.
    """

    text: str
    href: str


class Table(TypedDict):
    """The rows behind a chart; each row has one cell a column."""

    columns: list[str]
    rows: list[list[str | Words]]


class Figure(TypedDict, total=False):
    """A chart's anchor, its words (also in the title), its key, sources, rows, and dark colours.

    ``said`` are the ids of rows from which figures in the words were written; ``dark`` maps a
    colour on a light ground to one on a dark ground; ``key`` has the parties whose colours and
    shapes are drawn, id, name and sign, where the chart has no legend of its own.
    """

    id: str
    title: str
    subtitle: str
    see: str
    said: list[str]
    key: NotRequired[list[tuple[str, str, str]]]
    sources: list[Words]
    table: NotRequired[Table]
    dark: dict[str, str]
