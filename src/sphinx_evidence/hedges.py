"""A hedge is part of the figure: “about 500” is never “500”.

One table says how each hedge may be worded; every place that writes a figure is held to it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from kursk.numbers import SPELLED, Figure, figures
from sphinx_evidence.carrying import measured
from sphinx_evidence.prose import Document
from sphinx_evidence.rows import Claim, Event, Row
from sphinx_evidence.rule import Found, Rules, start

#: Hedge, as a row's own figure begins → how a sentence may say it, before or after the number.
HEDGES: dict[str, str] = {
    "about": r"about|around|approximately|roughly|some|nearly|almost|closer? to|in the order"
    r"|an? estimated|estimates?|or so|circa|as many as|between|slightly|just|barely|hardly",
    "more than": r"more than|over|above|exceed\w*|upwards? of|at least|or more|beyond|past",
    "at least": r"at least|no fewer|no less|not less|minimum|or more|more than|over|as little as",
    "up to": r"up to|at most|as many as|as much as|no more than|not more than|maximum|under|below"
    r"|less than|fewer than|within|or less|or fewer",
    "nearly": r"nearly|almost|close to|just under|just short|about|under|not quite|some",
}
#: A hedge before a number in the wording of an event.
_HEDGE_BEFORE = re.compile(
    r"\b(?:about|around|approximately|roughly|some|nearly|almost|more than|over|at least|up to)"
    r"(?: an?| the)? ?[$€£]?$",
    re.IGNORECASE,
)
_ANY = "|".join(HEDGES.values())
_RANGE = re.compile(
    r"\d[^.;]{0,12}(?:\bto\b|–|-|\band\b|\bor\b)[^.;]{0,3}\d"
    rf"|\b(?:{'|'.join(SPELLED)}) (?:to|or) (?:{'|'.join(SPELLED)})\b"
)
#: So many characters before and after a number can hold its hedge.
_BEFORE, _AFTER = 34, 16


def hedge_of(claim: Claim) -> str:
    """Return the hedge of a claim as its figure words it; a range is “range”, none is empty."""
    if measured(claim):
        return ""
    found = next((hedge for hedge in HEDGES if claim.figure.startswith(f"{hedge} ")), "")
    return found or ("range" if len(set(claim.values)) > 1 else "")


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
        hedge = hedge_of(row)
        if hedge == "range":
            return "" if _RANGE.search(around) or _says(_ANY, around) else row.figure
        return "" if not hedge or _says(HEDGES[hedge], around) else row.figure
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
