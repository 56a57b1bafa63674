"""A page for those who carry the book on, outside its menu: every sentence with what it rests on.

It lists each sentence of the narrative with its rows, their status, date and source, whom that
source relays, and every fault that the rules find: also in texts that are still exempt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from sphinx_evidence import narrative
from sphinx_evidence.balance import FRONT
from sphinx_evidence.page import is_page_builder
from sphinx_evidence.pages import row_path
from sphinx_evidence.prose import Block, Document, Text, read, saying
from sphinx_evidence.rows import Evidence, load, row_date
from sphinx_evidence.rule import Found, Rules

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: The page: name of its file, and its title.
PAGE, TITLE = "editors", "For editors"


@dataclass(frozen=True)
class Rest:
    """A row on which a sentence rests."""

    id: str
    address: str
    status: str
    date: str
    publisher: str
    relays: str


@dataclass(frozen=True)
class Sentence:
    """A sentence of the book, the line of its paragraph, its rows, and what the rules find."""

    words: str
    line: int
    rows: tuple[Rest, ...]
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Checked:
    """A document with all its sentences, and the faults that belong to none of them."""

    name: str
    title: str
    sentences: tuple[Sentence, ...]
    faults: tuple[str, ...]

    @property
    def bare(self) -> int:
        """How many sentences rest on no row of their own."""
        return sum(not sentence.rows for sentence in self.sentences)

    @property
    def kinds(self) -> Counter[str]:
        """How many faults of each kind there are."""
        found = [*self.faults, *(fault for s in self.sentences for fault in s.faults)]
        return Counter(fault.partition(":")[0] for fault in found)


def checked(document: Document, rules: Rules, more: list[Found]) -> Checked:
    """Return a document sentence by sentence; each fault goes to the sentence that has its words.

    A fault names the words that it found; where no sentence of its line has them, it stands at the
    first sentence of the paragraph, and faults outside of the narrative stand apart.
    """
    found = narrative.faults(document, rules, more)
    sentences = []
    for block in narrative.narrative(document):
        parts = block.text.sentences()
        last = block.line + block.text.words.count("\n")
        mine = [fault for fault in found if block.line <= fault.line <= last]
        found = [fault for fault in found if fault not in mine]
        homes = [_home(fault, parts) for fault in mine]
        for number, part in enumerate(parts):
            here = tuple(
                f"{fault.kind}: {fault.found}"
                for fault, home in zip(mine, homes, strict=True)
                if home == number
            )
            sentences.append(_sentence(part, block, here, rules.evidence))
    apart = tuple(f"{fault.kind}: line {fault.line}, {fault.found}" for fault in found)
    heads = [block.text.words for block in document.blocks if block.kind == "heading"]
    title = heads[0] if heads and "/" in document.name else FRONT
    return Checked(document.name, title, tuple(sentences), apart)


def _home(fault: Found, sentences: list[Text]) -> int:
    """Return the number of the sentence that has the longest words which a fault quotes."""
    quoted = sorted(fault.found.split("'")[1::2], key=len, reverse=True)
    for words in quoted:
        for number, sentence in enumerate(sentences):
            if words and words in " ".join(sentence.words.split()):
                return number
    return 0


def _sentence(text: Text, block: Block, faults: tuple[str, ...], evidence: Evidence) -> Sentence:
    rows = dict.fromkeys(mark.row for mark in text.marks)
    rests = tuple(_rest(evidence, row) for row in rows if evidence.row(row))
    return Sentence(" ".join(text.words.split()), block.line, rests, faults)


def _rest(evidence: Evidence, row_id: str) -> Rest:
    row = evidence.row(row_id)
    assert row is not None
    source = next((evidence.sources[s] for s in row.sources if s in evidence.sources), None)
    return Rest(
        id=row_id,
        address=row_path(row_id),
        status=getattr(row, "status", ""),
        date=evidence.day(day) if (day := row_date(row)) else "",
        publisher=source.publisher if source else "",
        relays=source.relays if source else "",
    )


def documents(app: Sphinx) -> Iterator[Checked]:
    """Yield the narrative documents, in the order of their names, the front page first."""
    evidence = load()
    names = [name for name in app.env.found_docs if narrative.is_narrative(app, name)]
    for name in sorted(names, key=lambda name: (name != app.config.root_doc, name)):
        source = Path(app.env.doc2path(name)).read_text(encoding="utf-8")
        document = read(source, saying(evidence), name)
        rules = narrative.rules(app.config, evidence, Path(app.srcdir))
        more = list(narrative.drawn(app.env.get_doctree(name), evidence))
        yield checked(document, rules, more)


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page, to be written with the others of the site; e-books have none."""
    if not is_page_builder(app.builder):
        return
    templates = Environment(
        loader=PackageLoader("sphinx_evidence"), autoescape=True, undefined=StrictUndefined
    )
    found = list(documents(app))
    kinds = sorted({kind for document in found for kind in document.kinds})
    body = templates.get_template("editors.html").render(title=TITLE, documents=found, kinds=kinds)
    yield PAGE, {"title": TITLE, "body": body}, "page.html"
