"""Lists that a page shows by a directive without content, as lists of a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kursk.model import Control, Place, sources
from sphinx_evidence.questions import asked
from sphinx_evidence.registers import placed
from sphinx_evidence.rows import Evidence

#: Makes a text of a row safe for Markdown.
Shown = Callable[[str], str]


def places(evidence: Evidence, mapped: bool, shown: Shown) -> Iterator[str]:
    """Write places by region, and under each, line by line, what was said of it."""
    regions, said = placed(mapped)
    for region, found in regions:
        yield from (f"**{shown(region)} region**", "")
        for place in found:
            yield f"- {shown(_named(place))}"
            yield from (f"  - {_statement(evidence, row, shown)}" for row in said[place.place_id])
        yield ""


def _named(place: Place) -> str:
    other = place.name_uk if place.name_uk != place.name_ru else ""
    return f"{place.name_en} ({', '.join(filter(None, (place.name_ru, other, place.kind)))})"


def _statement(evidence: Evidence, row: Control, shown: Shown) -> str:
    day = f"{evidence.day(row.as_of)}: " if row.as_of else ""
    contested = row.controller == "contested"
    held = "contested" if contested else f"held by {evidence.party(row.controller)}"
    page = sources()[row.source_ids[0]]
    source = f"[{shown(page.publisher)}]({page.url})" if page.url else shown(page.publisher)
    return f"{day}{held}, says {shown(row.claimant)} ({source}; row {row.control_id})"


def questions(shown: Shown) -> Iterator[str]:
    """Write each question of the numbers with the call that returns its figures."""
    for metric in asked():
        yield f'- {shown(metric.question)} `tables.claims("{metric.metric_id}")`'
