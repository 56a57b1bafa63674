"""Lists that a page shows by a directive without content, as lists of a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape

from kursk.model import Control, Place, rows, sources
from sphinx_evidence.corrected import change
from sphinx_evidence.pages import row_page, row_path
from sphinx_evidence.questions import asked
from sphinx_evidence.registers import changed_last, placed
from sphinx_evidence.rows import Evidence
from sphinx_evidence.views import RowView, row_view

#: Makes a text of a row safe for Markdown.
Shown = Callable[[str], str]
#: Makes words lead to a row.
Linked = Callable[[str, RowView], str]
#: The cell below the questions: figures that count the same stand beside each other.
_ANSWER = """\
```{code-cell}
from kursk import look, tables

metric = "area_held"  # change this: the name behind another question
said = look.rows(tables.claims(metric)).sort_values(["scope", "date"])
said["counted"] = said["scope"].map(tables.scopes().set_index("scope_id")["title"])
said = said[~said["stated"].str.endswith("no wording exists")]  # the book's own measurements
said.set_index(["counted", "when"])[["side", "short", "words"]]
```"""


def map_page(site: str) -> str:
    """Say where the page of the map is: a link where the site has an address, else its file."""
    page = f"{row_page(rows(Place)[0].place_id)}.html"
    return f"[the page of the map]({site}/{page})" if site else f"the page `{page}` of the book"


def places(evidence: Evidence, mapped: bool, shown: Shown, site: str) -> Iterator[str]:
    """Write places by region, folded, and under each, line by line, what was said of it.

    Of the places on the map those stand here of which something was said.
    """
    regions, said = placed(mapped)
    if mapped:
        yield f"On {map_page(site)} each place opens by itself; here each region does."
    for region, found in regions:
        told = [place for place in found if said[place.place_id] or not mapped]
        number = f"{len(told)} place{'' if len(told) == 1 else 's'}"
        yield from ("", f"<details><summary>{escape(region)} region, {number}</summary>", "")
        for place in told:
            yield f"- {shown(_named(place))}"
            for row in said[place.place_id]:
                yield f"  - {_statement(evidence, row, shown, site)}"
        yield from ("", "</details>")


def _named(place: Place) -> str:
    other = place.name_uk if place.name_uk != place.name_ru else ""
    return f"{place.name_en} ({', '.join(filter(None, (place.name_ru, other, place.kind)))})"


def _statement(evidence: Evidence, row: Control, shown: Shown, site: str) -> str:
    day = f"{evidence.day(row.as_of)}: " if row.as_of else ""
    contested = row.controller == "contested"
    held = "contested" if contested else f"held by {evidence.party(row.controller)}"
    held = f"[{held}]({site}/{row_path(row.control_id)})" if site else held
    page = sources()[row.source_ids[0]]
    source = f"[{shown(page.publisher)}]({page.url})" if page.url else shown(page.publisher)
    return f"{day}{held}, says {shown(row.claimant)} ({source})"


def questions(shown: Shown) -> Iterator[str]:
    """Write each question of the numbers with its name, and a cell that answers one."""
    for metric in asked():
        yield f"- {shown(metric.question)} `{metric.metric_id}`"
    yield from ("", _ANSWER)


def newest(evidence: Evidence, shown: Shown, linked: Linked) -> Iterator[str]:
    """Write what changed last: corrections, what they changed and why, then statements."""
    corrections, statements = changed_last(evidence)
    for it in corrections:
        if row := evidence.row(it.row_id):
            about = _about(row_view(evidence, row), shown, linked)
            told = f"{change(it).told}. Why: {it.reason}"
            yield f"- {evidence.day(it.date)}: {about}. {shown(told)}"
    for last in statements:
        said = row_view(evidence, last)
        yield f"- The latest words, of {said.when}: {_about(said, shown, linked)}"


def _about(row: RowView, shown: Shown, linked: Linked) -> str:
    words = f"“{shown(row.words)}”" if row.kind == "quote" else shown(row.words)
    metric = f" ({shown(row.metric)})" if row.metric else ""
    who = f"{shown(row.who)}: " if row.who and row.kind != "event" else ""
    return f"{who}{linked(words, row)}{metric}"
