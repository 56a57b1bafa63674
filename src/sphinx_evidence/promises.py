"""What tables promise of the book: that it carries a sentence, prints both sides, shows a row.

A founding article's sentence is “backed” only if a row of it stands in a chapter or on the front
page; a contradiction that says what the book gives is held to the rows that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch

from sphinx_evidence.prose import Directive, Document
from sphinx_evidence.rows import Evidence

#: Verdicts that say that the book carries the sentence.
CARRIED = frozenset({"backed", "wording", "contradicted"})
_PROMISE = re.compile(
    r"\b(?:the book|this book|chapter \d) (?:\w+ )?(?:gives?|prints?|shows?|carries|quotes?|names?"
    r"|sets?|tells?|attributes?|uses?|keeps?|follows?|writes?|dates?|reads?|leaves?|states?)\b"
    r"|\b(?:is|are|stands?) (?:both |all )?(?:attributed|printed|side by side)\b"
    r"|\bstands? (?:\w+ ){0,4}in the book\b",
    re.IGNORECASE,
)
#: A promise of every row; without it, one of them is enough.
_EVERY = re.compile(
    r"\b(?:both|each|all|every|side by side)\b(?! (?:of )?the (?:war|time))", re.IGNORECASE
)
_ROW = re.compile(r"\b[a-z]{2}-[ceqk]\d{2,3}\b")


def rows_shown(documents: Iterable[Document]) -> set[str]:
    """Return the ids of rows that stand in documents: in marks, tables, quotations, charts."""
    shown: set[str] = set()
    for document in documents:
        shown |= {mark.row for block in document.blocks for mark in block.text.marks}
        for part in document.parts:
            if isinstance(part, Directive):
                text = "\n".join([part.argument, *(line for _, line in part.body)])
                shown |= set(_ROW.findall(text))
    return shown


def told(documents: Iterable[Document]) -> list[Document]:
    """Return the documents that tell the story: chapters and front page."""
    patterns = ("index", "chapters/*")
    return [d for d in documents if any(fnmatch(d.name, pattern) for pattern in patterns)]


def unbacked(evidence: Evidence, documents: Iterable[Document]) -> Iterator[str]:
    """Yield sentences of the founding articles that count as carried and stand nowhere."""
    shown = rows_shown(told(documents))
    for sentence in evidence.records["seed_coverage"]:
        if sentence["verdict"] in CARRIED and not shown & set(sentence["row_ids"]):
            place = f"{sentence['seed_file']}/{int(sentence['sentence_no'])}"
            rows = ", ".join(sentence["row_ids"]) or "no row"
            yield f"{place}: {sentence['verdict']}, but no chapter has {rows}"


def broken(evidence: Evidence, documents: Iterable[Document]) -> Iterator[str]:
    """Yield contradictions that promise what the book does not do."""
    shown = rows_shown(documents)
    for conflict in evidence.records["conflicts"]:
        promise = _PROMISE.search(conflict["explanation"])
        missing = [row for row in conflict["row_ids"] if row not in shown]
        if not promise or not missing:
            continue
        # The promise is the sentence around its verb.
        text = conflict["explanation"]
        sentence = (
            text[: promise.end()].rpartition(". ")[2] + text[promise.end() :].partition(".")[0]
        )
        if _EVERY.search(sentence) or len(missing) == len(conflict["row_ids"]):
            yield f"{conflict['conflict_id']}: {promise[0]!r}, but nowhere {', '.join(missing)}"
