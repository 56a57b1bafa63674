"""A hedge is part of the figure: “about 500” is never “500”.

The table of hedges says how each may be worded; every place that writes a figure is held to it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from kursk.hedges import HEDGES
from kursk.numbers import SPELLED, Figure, figures
from sphinx_evidence.carrying import measured
from sphinx_evidence.prose import Document
from sphinx_evidence.rows import Claim, Event, Row
from sphinx_evidence.rule import Found, Rules, start

#: A hedge before a number in the wording of an event.
_HEDGE_BEFORE = re.compile(
    r"\b(?:about|around|approximately|roughly|some|nearly|almost|more than|over|at least|up to)"
    r"(?: an?| the)? ?[$€£]?$",
    re.IGNORECASE,
)
_ANY = "|".join(hedge.said for hedge in HEDGES.values() if hedge.said)
_RANGE = re.compile(
    r"\d[^.;]{0,12}(?:\bto\b|–|-|\band\b|\bor\b)[^.;]{0,3}\d"
    rf"|\b(?:{'|'.join(SPELLED)}) (?:to|or) (?:{'|'.join(SPELLED)})\b"
)
#: So many characters before and after a number can hold its hedge.
_BEFORE, _AFTER = 34, 16


def _kept(claim: Claim, around: str) -> bool:
    """Tell whether words around a number keep the hedge of its claim, or its range."""
    hedge = next(
        (it for it in HEDGES.values() if it.words and claim.figure.startswith(f"{it.words} ")), None
    )
    if measured(claim):
        return True
    if hedge:
        return _says(hedge.said, around)
    return len(set(claim.values)) < 2 or bool(_RANGE.search(around)) or _says(_ANY, around)


def dropped(
    words: str, rows: Iterable[Row], within: tuple[int, int] | None = None
) -> Iterator[str]:
    """Yield what each number in ``words`` leaves out of the rows that carry it.

    ``within`` bounds the numbers that are looked at; words around them may hold the hedge.
    A number that one row carries without a hedge needs none.
    """
    start_at, end_at = within or (0, len(words))
    rows = list(rows)
    for figure in figures(words):
        if not start_at <= figure.start < end_at:
            continue
        missing = [_missing(words, figure, row) for row in rows if _carries(row, figure)]
        if missing and all(missing):
            yield f"{figure.text!r} for {missing[0]}"


def _carries(row: Row, figure: Figure) -> bool:
    if isinstance(row, Claim):
        return any(math.isclose(figure.value, value) for value in row.values)
    if isinstance(row, Event):
        return any(math.isclose(figure.value, stated.value) for stated in figures(_told(row)))
    return False


def _missing(words: str, figure: Figure, row: Row) -> str:
    """Return the figure whose hedge the words around a number do not keep; empty if they do."""
    around = words[max(figure.start - _BEFORE, 0) : figure.end + _AFTER]
    if isinstance(row, Claim):
        return "" if _kept(row, around) else row.figure
    if isinstance(row, Event):
        told = _told(row)
        bare = any(
            math.isclose(stated.value, figure.value)
            and not _HEDGE_BEFORE.search(told[: stated.start])
            for stated in figures(told)
        )
        return "" if bare or _says(_ANY, around) else f"a hedged number in {row.id}"
    return ""


def _says(pattern: str, words: str) -> bool:
    """Tell whether words hold a hedge; labels of charts have signs in place of words."""
    said = re.search(rf"(?<!\w)(?:{pattern})(?!\w)", words, re.IGNORECASE)
    return bool(said or re.search(r"[~≈≥≤<>→←+–]\s?[$€£]?\d|\d\s?[→+]", words))


def _told(row: Event) -> str:
    return f"{row.title}. {row.summary}"


def check(document: Document, rules: Rules) -> Iterator[Found]:
    """Find marks whose words leave out the hedge of their row."""
    for block in document.blocks:
        for mark in block.text.marks:
            row = rules.evidence.row(mark.row)
            if row is None or not mark.own or mark.kind == "quoted":
                continue
            for what in dropped(block.text.words, [row], (mark.start, mark.end)):
                words = f"{what}, in {start(block.text.words[mark.start :])!r}"
                yield Found(block.line_of(mark.start), "hedge-dropped", words, "the row's hedge")
