"""Citations of pages: the style of an entry, and the sources that a document rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

import pybtex.plugin
from docutils import nodes
from pybtex.richtext import BaseText, HRef, Text
from pybtex.style.formatting import BaseStyle
from pybtex.style.sorting import BaseSortingStyle
from pybtex.style.template import node as template_node

from sphinx_evidence.fold import folded
from sphinx_evidence.pages import row_path
from sphinx_evidence.rows import load
from sphinx_evidence.sources import source_view

if TYPE_CHECKING:
    from pybtex.database import Entry
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinxcontrib.bibtex.domain import BibtexDomain

#: A document lists so many sources of each row that it marks; the row itself has them all.
LISTED = 1


class BookSorting(BaseSortingStyle):  # type: ignore[misc]
    """Order entries by publisher, then date, then key."""

    def sorting_key(self, entry: Entry) -> tuple[str, str, str]:
        """Return what an entry is ordered by."""
        fields = entry.fields
        return fields.get("publisher", "").casefold(), fields.get("date", ""), entry.key


class BookStyle(BaseStyle):  # type: ignore[misc]
    """Who reported it, where it was seen, “title” or address, date, language if not English."""

    default_name_style = "plain"
    default_label_style = "number"
    default_sorting_style = "book"

    def get_misc_template(self, entry: Entry) -> Any:
        """Return the template of the one kind of entry that the bibliography has."""
        evidence = load()

        @template_node  # type: ignore[untyped-decorator]
        def cited_page(children: Any, context: Any) -> BaseText:
            it = source_view(evidence, entry.key)
            link = HRef(it.url, it.link) if it.url else it.link
            return Text(", ").join([part for part in (it.name, link, *it.facts()) if part])

        return cited_page()


def register() -> None:
    """Make the style known to pybtex under the name ``book``."""
    pybtex.plugin.register_plugin("pybtex.style.sorting", "book", BookSorting, force=True)
    pybtex.plugin.register_plugin("pybtex.style.formatting", "book", BookStyle, force=True)


def configure(app: Sphinx, config: Config) -> None:
    """Give sphinxcontrib-bibtex stable ids and the style of this extension."""
    if not config.bibtex_cite_id:
        config.bibtex_cite_id = "source-{key}"
    if not config.bibtex_bibliography_id:
        config.bibtex_bibliography_id = "sources-{bibliography_count}"
    # Pages have publishers rather than authors: the number in the document's own list is the
    # shortest reference that is never ambiguous.
    config.bibtex_reference_style = "label"
    # A chapter stands alone: each lists its own sources, so the same source may be in several
    # lists, under a number of that list.
    config.suppress_warnings = [
        *config.suppress_warnings,
        "bibtex.duplicate_citation",
        "bibtex.duplicate_label",
    ]


def list_sources(app: Sphinx, docname: str, source_ids: Iterable[str]) -> None:
    """Put the sources behind a document's rows into its bibliography, beside those it cites."""
    domain = cast("BibtexDomain", app.env.get_domain("cite"))
    for key, bibliography in domain.bibliographies.items():
        if key.docname == docname:
            known = bibliography.citation_nodes
            bibliography.keys.extend(
                source for source in source_ids if source in known and not bibliography.keyprefix
            )


def source_numbers(app: Sphinx, docname: str) -> dict[str, str]:
    """Return the number of each source in the bibliography of a document."""
    domain = cast("BibtexDomain", app.env.get_domain("cite"))
    return {
        citation.key: citation.formatted_entry.label
        for citation in domain.citations
        if citation.bibliography_key.docname == docname
    }


def as_ordered_list(doctree: nodes.document, *, folded_up: bool = False) -> None:
    """Turn each list of citations into an ordered list, with anchors ``s1``, ``s2`` …

    Docutils gives citations the role ``doc-biblioentry``, which assistive techniques no longer
    know; a plain numbered list says the same. ``folded_up`` hides it behind the number of pages.
    """
    for citation in list(doctree.findall(nodes.citation)):
        parent = citation.parent
        if parent is None or citation not in parent.children:
            continue
        group = [child for child in parent.children if isinstance(child, nodes.citation)]
        items = nodes.enumerated_list(enumtype="arabic", classes=["sources"])
        for entry in group:
            body = [child for child in entry.children if not isinstance(child, nodes.label)]
            items += nodes.list_item("", *body, ids=[f"s{entry[0].astext()}"])
        count = f"{len(items)} pages" if len(items) > 1 else "1 page"
        shown = folded(count, items, classes=["sources"]) if folded_up else items
        parent.insert(parent.index(group[0]), shown)
        for entry in group:
            parent.remove(entry)


def aim_references(
    app: Sphinx, docname: str, doctree: nodes.document, numbers: dict[str, str]
) -> None:
    """Aim each reference to a source at the document's own list, or else at the register."""
    evidence = load()
    keys = {nodes.make_id(f"source-{key}"): key for key in evidence.sources}
    for reference in doctree.findall(nodes.reference):
        anchor = reference.get("refid") or reference.get("refuri", "").partition("#")[2]
        key = keys.get(anchor)
        if key in numbers:
            reference.attributes.pop("refuri", None)
            reference["refid"] = f"s{numbers[key]}"
        elif key:
            page, _, row = row_path(key).partition(".html#")
            reference.attributes.pop("refid", None)
            reference["refuri"] = f"{app.builder.get_relative_uri(docname, page)}#{row}"
