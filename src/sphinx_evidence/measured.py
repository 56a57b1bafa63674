"""The book's own measurements: prose gives whole units, and the text says that the map lags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sphinx_evidence.carrying import measured
from sphinx_evidence.promises import rows_shown
from sphinx_evidence.prose import Document
from sphinx_evidence.rule import Found, Rules

_LAGS = re.compile(r"\blags?\b|\blate by days\b|\bdelay of days\b")


def check(document: Document, rules: Rules) -> Iterator[Found]:
    """Find measured areas with a decimal, and a text that never says that the map lags."""
    for block in document.blocks:
        for mark in block.text.marks:
            words = block.text.of(mark)
            if measured(rules.evidence.row(mark.row)) and re.search(r"\d\.\d", words):
                expected = "whole km²: the map is not so exact"
                yield Found(block.line_of(mark.start), "decimal", f"{words!r}", expected)
    shown = [row for row in sorted(rows_shown([document])) if measured(rules.evidence.row(row))]
    if shown and not _LAGS.search(_said(document)):
        expected = "somewhere in the text or under a figure: the map lags"
        yield Found(1, "no-lag", f"{', '.join(shown)}, measured on a map", expected)


def _said(document: Document) -> str:
    """Return everything that a text says, the words of its figures, too."""
    cells = (line for cell in document.directives("code-cell") for _, line in cell.body)
    return "\n".join([*(block.text.words for block in document.blocks), *cells])
