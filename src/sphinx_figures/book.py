"""All figures of a book: kept with the environment, so that each has a page of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

    from sphinx_figures.chart import Chart


@dataclass
class Entry:
    """A figure: its chart, the key of its drawings, the stem of its live chart, its code.

    ``section`` is the heading above it in its document, empty under the document's own.
    """

    docname: str
    chart: Chart
    key: str
    script: str
    natural: bool
    code: str = ""
    section: str = ""

    @property
    def stem(self) -> str:
        """Stem of the drawings' files: the id and a part of the key."""
        return f"{self.chart.id}-{self.key[:8]}"


def figures(env: BuildEnvironment) -> dict[str, list[Entry]]:
    """Return the figures of each document, in the order of its text."""
    if not hasattr(env, "figures_of_book"):
        env.figures_of_book = {}  # type: ignore[attr-defined]
    found: dict[str, list[Entry]] = env.figures_of_book  # type: ignore[attr-defined]
    return found


def names(env: BuildEnvironment) -> dict[tuple[str, str], str]:
    """Return the name of each figure's page, (document, id) → name.

    It is the figure's id; where two documents have figures of one id, the document's name stands
    before it.
    """
    entries = [entry for page in figures(env).values() for entry in page]
    count = Counter(entry.chart.id for entry in entries)
    return {
        (entry.docname, entry.chart.id): entry.chart.id
        if count[entry.chart.id] == 1
        else f"{entry.docname.rpartition('/')[2]}-{entry.chart.id}"
        for entry in entries
    }
