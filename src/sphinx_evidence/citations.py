"""Citations of pages: the style of an entry, and the sources that a document rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

import pybtex.plugin
from docutils import nodes
from pybtex.richtext import BaseText, HRef, Text
from pybtex.style.formatting import BaseStyle
from pybtex.style.sorting import BaseSortingStyle
from pybtex.style.template import node as template_node

from sphinx_evidence.rows import Evidence, Source, load

if TYPE_CHECKING:
    from pybtex.database import Entry
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinxcontrib.bibtex.domain import BibtexDomain

#: Said where a page showed no title, so that nobody takes the gap for an oversight.
NO_TITLE = "title not recorded"

#: A document lists so many sources of each row that it marks; the row itself has them all.
LISTED = 1


def safe_url(url: str) -> str:
    """Return ``url`` where it is a web address, else the empty text (no ``javascript:``)."""
    return url if urlsplit(url).scheme in {"http", "https"} else ""


class BookSorting(BaseSortingStyle):  # type: ignore[misc]
    """Order entries by publisher, then date, then key."""

    def sorting_key(self, entry: Entry) -> tuple[str, str, str]:
        """Return what an entry is ordered by."""
        fields = entry.fields
        return fields.get("publisher", "").casefold(), fields.get("date", ""), entry.key


class BookStyle(BaseStyle):  # type: ignore[misc]
    """Publisher, “title”, date, language if not English, whom it relays."""

    default_name_style = "plain"
    default_label_style = "number"
    default_sorting_style = "book"
    #: Name of the package whose words for dates and languages are used; set at start-up.
    package = "kursk"

    def get_misc_template(self, entry: Entry) -> Any:
        """Return the template of the one kind of entry that the bibliography has."""
        evidence = load(self.package)

        @template_node  # type: ignore[untyped-decorator]
        def cited_page(children: Any, context: Any) -> BaseText:
            fields = entry.fields
            url, title = safe_url(fields.get("url", "")), fields.get("title", "")
            named = f"“{title}”" if title else NO_TITLE
            parts: list[Any] = [
                fields.get("publisher", ""),
                HRef(url, named) if url else named,
                *details(evidence, fields.get("date", ""), fields.get("language", "")),
            ]
            if relays := fields.get("relays", ""):
                parts.append(f"relaying {relays}")
            return Text(", ").join([part for part in parts if part])

        return cited_page()


def details(evidence: Evidence, date: str, language: str) -> Iterable[str]:
    """Yield the date of a page in words, and its language unless that is English."""
    yield evidence.day(date) if date else "date not shown"
    if language and language != "en":
        yield f"in {evidence.language(language)}"


def plain(evidence: Evidence, source: Source) -> str:
    """Write a source in one line of text."""
    named = f"“{source.title}”" if source.title else NO_TITLE
    parts = [source.publisher, named, *details(evidence, source.date, source.language)]
    if source.relays:
        parts.append(f"relaying {source.relays}")
    return ", ".join(parts)


def register() -> None:
    """Make the style known to pybtex under the name ``book``."""
    pybtex.plugin.register_plugin("pybtex.style.sorting", "book", BookSorting, force=True)
    pybtex.plugin.register_plugin("pybtex.style.formatting", "book", BookStyle, force=True)


def configure(app: Sphinx, config: Config) -> None:
    """Give sphinxcontrib-bibtex stable ids and the style of this extension."""
    BookStyle.package = config.evidence_package
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


def as_ordered_list(doctree: nodes.document) -> None:
    """Turn each list of citations into an ordered list, with anchors ``s1``, ``s2`` …

    Docutils gives citations the role ``doc-biblioentry``, which assistive techniques no longer
    know; a plain numbered list says the same.
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
        parent.insert(parent.index(group[0]), items)
        for entry in group:
            parent.remove(entry)


def aim_references(
    app: Sphinx, docname: str, doctree: nodes.document, numbers: dict[str, str]
) -> None:
    """Aim each reference to a source at the document's own list, or else at the register."""
    evidence = load(app.config.evidence_package)
    keys = {nodes.make_id(f"source-{key}"): key for key in evidence.sources}
    for reference in doctree.findall(nodes.reference):
        anchor = reference.get("refid") or reference.get("refuri", "").partition("#")[2]
        key = keys.get(anchor)
        if key in numbers:
            reference.attributes.pop("refuri", None)
            reference["refid"] = f"s{numbers[key]}"
        elif key:
            page, _, row = evidence.links.row_path(key).partition(".html#")
            reference.attributes.pop("refid", None)
            reference["refuri"] = f"{app.builder.get_relative_uri(docname, page)}#{row}"
