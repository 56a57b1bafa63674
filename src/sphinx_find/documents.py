"""What can be found: each section of a page, and each row that a reader may look for by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from docutils import nodes

from kursk import phrases, tables
from sphinx_evidence.pages import row_path

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: Nodes whose words are not the page's own text: code, its output, and what is only for machines.
_APART = (nodes.literal_block, nodes.comment, nodes.raw, nodes.image, nodes.system_message)


@dataclass(frozen=True, slots=True)
class Document:
    """One place of the site that a search can lead to.

    ``names`` are spellings by which the same thing is known elsewhere.
    """

    kind: str
    title: str
    place: str
    text: str
    names: str = ""

    def record(self) -> list[str]:
        """Return the fields in the order in which the script of the search page reads them."""
        return [self.kind, self.title, self.place, self.text, self.names]


def pages(app: Sphinx, docnames: Iterable[str]) -> Iterator[Document]:
    """Yield each section of the given pages, under its nearest headings."""
    for docname in docnames:
        page = app.env.titles[docname].astext()
        for section in app.env.get_doctree(docname).findall(nodes.section):
            heading = section[0].astext()
            whole = isinstance(section.parent, nodes.document)
            anchor = "" if whole else f"#{section['ids'][0]}"
            yield Document(
                kind="page" if whole else "section",
                title=heading if whole else f"{page}: {heading}",
                place=f"{docname}.html{anchor}",
                text=_own_words(section),
            )


def _own_words(section: nodes.section) -> str:
    """Return the text of a section without its subsections."""
    parts = []
    for block in section.children[1:]:
        if isinstance(block, nodes.section):
            continue
        parts += [
            str(text)
            for text in block.findall(nodes.Text)
            if not any(isinstance(above, _APART) for above in _above(text))
        ]
    return " ".join(" ".join(parts).split())


def _above(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): cell for name, cell in row.items()} for row in frame.to_dict("records")]


def rows() -> Iterator[Document]:
    """Yield the rows of the data package that have a place in the site."""
    for row in _records(tables.claims()):
        figure, when = phrases.figure(row), phrases.date(row["as_of"])
        yield Document(
            "figure", f"{figure}, {row['claimant']}, {when}", row_path(row["claim_id"]),
            f"{row['value_as_stated']} {row['metric'].replace('_', ' ')} {row['claim_id']}",
        )  # fmt: skip
    for row in _records(tables.events()):
        yield Document(
            "event", f"{row['title']}, {phrases.date(row['date'])}", row_path(row["event_id"]),
            f"{row['summary']} {row['event_id']}",
        )  # fmt: skip
    for row in _records(tables.quotes()):
        spoken = row["text_en"] or row["text"]
        yield Document(
            "quotation", f"{row['speaker']}, {phrases.date(row['date_spoken'])}",
            row_path(row["quote_id"]), f"{spoken} {row['role']} {row['quote_id']}",
            row["text"] if row["text_en"] else "",
        )  # fmt: skip
    for row in _records(tables.people()):
        yield Document("person", row["name"], row_path(row["person_id"]), row["role"],
                       " ".join(row["variants"]))  # fmt: skip
    for row in _records(tables.places()):
        where = f"{row['kind']}, {row['oblast']} region, {row['country']}"
        yield Document("place", row["name_en"], row_path(row["place_id"]), where,
                       f"{row['name_ru']} {row['name_uk']}")  # fmt: skip
    for row in _records(tables.glossary()):
        yield Document("term", row["term"], f"glossary.html#term-{nodes.make_id(row['term'])}",
                       row["definition"])  # fmt: skip
    for row in _records(tables.sources().reset_index()):
        yield Document("source", f"{row['publisher']}: {row['title'] or row['source_id']}",
                       row_path(row["source_id"]), f"{row['relays']} {row['author']}")  # fmt: skip
