"""Quoted words that leave out what turns their sense."""

from __future__ import annotations

from collections.abc import Iterator

from kursk.turns import turn
from sphinx_evidence.prose import Document
from sphinx_evidence.rows import Quote
from sphinx_evidence.rule import Found, Rules, start


def check(document: Document, rules: Rules) -> Iterator[Found]:
    """Find quoted words that leave out what turns their sense."""
    for block in document.blocks:
        for mark in block.text.marks:
            row = rules.evidence.row(mark.row)
            if mark.kind != "quoted" or not mark.own or not isinstance(row, Quote):
                continue
            part = block.text.of(mark)
            found = turn(row.text_en or row.text, part) or turn(row.text, part)
            if found:
                words = f"{start(part)!r} without {found!r}, {mark.row}"
                yield Found(
                    block.line_of(mark.start), "cut", words, "the words that turn the sense"
                )
