"""The page that is being written: addresses for it, and the templates that lay rows out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from kursk import units
from kursk.model import Correction, Reading, rows
from sphinx_evidence.corrected import called, change
from sphinx_evidence.disagreements import PLACE, rows_apart
from sphinx_evidence.pages import row_path
from sphinx_evidence.rows import Evidence, load
from sphinx_evidence.sources import SourceView, source_view
from sphinx_evidence.uses import Use, current_uses, document_title
from sphinx_evidence.views import RowView, row_view

if TYPE_CHECKING:
    from sphinx.builders import Builder

#: Languages that are written from right to left.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
#: Most rival figures of a card and of a row in the ledger, the nearest in time.
RIVALS_OF_A_CARD = 3
RIVALS_IN_THE_LEDGER = 6


#: Signs and short words of units, behind a number.
_UNITS = re.compile(
    rf"(?<=\d) ({'|'.join(re.escape(word) for word in units.WORDS.values() if 0 < len(word) < 6)})"
    r"(?!\w)"
)


def unparted(words: str) -> str:
    """Keep a number and its unit on one line: “about 259 km² (100 sq mi)”."""
    return _UNITS.sub(lambda unit: "\u00a0" + unit[1].replace(" ", "\u00a0"), words)


class _Joined(PackageLoader):
    """Templates of this package with their lines joined: a line's end is no space in a page."""

    def get_source(self, environment: Environment, template: str) -> Any:
        text, path, fresh = super().get_source(environment, template)
        return text.replace("\n", ""), path, fresh


@cache
def _templates() -> Environment:
    found = Environment(
        loader=_Joined("sphinx_evidence"), autoescape=True, undefined=StrictUndefined
    )
    found.globals["right_to_left"] = RIGHT_TO_LEFT
    found.filters["unparted"] = unparted
    found.filters |= {"called": called, "change": change}
    return found


@cache
def _template(name: str) -> Template:
    return _templates().get_template(f"{name}.html")


def is_page_builder(builder: Builder) -> bool:
    """Tell whether a builder writes pages of the site, on which cards can open."""
    return builder.format == "html" and not getattr(builder, "embedded", False)


@dataclass(frozen=True)
class Page:
    """A document that a builder writes. Elsewhere than on the site no row has an address."""

    evidence: Evidence
    builder: Builder
    docname: str

    @classmethod
    def of(cls, builder: Builder, docname: str) -> Page:
        """Return a page with the rows of the book's settings."""
        return cls(load(), builder, docname)

    def render(self, template: str, **values: Any) -> str:
        """Lay values out by a template; everything in them that is not markup is escaped."""
        return _template(template).render(page=self, **values)

    def place(self, docname: str, anchor: str) -> str:
        """Return the relative address of an anchor in a document."""
        if not is_page_builder(self.builder):
            return ""
        if docname == self.docname:
            return f"#{anchor}"
        uri = self.builder.get_relative_uri(self.docname, docname)
        return f"{uri}#{anchor}" if anchor else uri

    def address(self, row_id: str) -> str:
        """Return the relative address of a row."""
        document, _, anchor = row_path(row_id).partition(".html#")
        return self.place(document, anchor)

    def row(self, row_id: str, most_rivals: int = 0) -> RowView | None:
        """Return a row in words, None where there is none."""
        found = self.evidence.row(row_id)
        return row_view(self.evidence, found, most_rivals=most_rivals) if found else None

    def rows(self, row_ids: Iterable[str], most_rivals: int = 0) -> list[RowView]:
        """Return the rows of these ids in words."""
        found = (self.row(row_id, most_rivals) for row_id in row_ids)
        return [row for row in found if row is not None]

    def sources(self, source_ids: Iterable[str]) -> list[SourceView]:
        """Return sources in words."""
        return [source_view(self.evidence, source_id) for source_id in source_ids]

    def resting_on(self, source_id: str) -> list[str]:
        """Return the ids of the rows that rest on a source."""
        return [row.id for row in self.evidence.by_source.get(source_id, [])]

    def readings(self, row_id: str) -> list[Reading]:
        """Return how the charts of the book read a row."""
        return [reading for reading in rows(Reading) if reading.row_id == row_id]

    def corrections(self, row_id: str) -> list[Correction]:
        """Return the corrections of a row, newest first, one of each column on a day."""
        mine = {(it.date, it.column): it for it in rows(Correction) if it.row_id == row_id}
        return sorted(mine.values(), key=lambda it: it.date, reverse=True)

    def disagreement(self, row_id: str) -> str:
        """Return the address of the widest disagreements if a row is in one, else nothing."""
        document, anchor = PLACE
        shown = row_id in rows_apart(self.evidence) and document in self.builder.env.all_docs
        return self.place(document, anchor) if shown else ""

    def uses(self, row_id: str) -> dict[str, list[Use]]:
        """Return the places where the book uses a row, by title of the document."""
        env = self.builder.env
        found: dict[str, list[Use]] = {}
        for use in current_uses(env).get(row_id, []):
            found.setdefault(document_title(env, use.docname), []).append(use)
        return found
