"""A correction in words: what the book said, what it says now, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile

from kursk.days import Day
from kursk.hedges import HEDGES
from kursk.model import Claimant, Correction, Scope, by_id
from kursk.phrases import TRANSLATIONS, language
from kursk.sides import label

#: Column → what readers call it, where its name does not say it.
_CALLED: dict[str, str] = {
    "as_of": "day",
    "claimant_id": "speaker",
    "claimed_by": "party that says so",
    "date": "day",
    "date_end": "last day",
    "date_spoken": "day",
    "qualifier": "hedge",
    "scope": "what is counted",
    "status": "badge",
    "text": "words",
    "text_en": "words in English",
    "translated": "translation",
    "value": "figure",
    "value_as_stated": "wording",
    "why": "reason",
}
#: Column → a value of it in words; of other columns they are words already.
_WORDS: dict[str, Callable[[str], str]] = {
    "as_of": lambda value: Day(value).words,
    "claimant_id": lambda value: by_id(Claimant)[value].name,
    "claimed_by": label,
    "date": lambda value: Day(value).words,
    "date_end": lambda value: Day(value).words,
    "date_spoken": lambda value: Day(value).words,
    "language": language,
    "qualifier": lambda value: HEDGES[value].words or "none",
    "scope": lambda value: by_id(Scope)[value].title,
    "translated": lambda value: TRANSLATIONS[value],
}
#: So many words stand around a change, and so many of it at the most.
_AROUND, _MOST = 4, 24


@dataclass(frozen=True)
class Change:
    """What a correction changed, ``before`` and ``after`` in words.

    They are empty where nothing stood, and both are where a whole row was added or taken out.
    """

    what: str
    before: str
    after: str

    @property
    def told(self) -> str:
        """The change as a sentence without its stop, none of a whole row."""
        what = self.what[:1].upper() + self.what[1:]
        if not self.before:
            return f"{what}: now “{self.after}”, where nothing stood" if self.after else ""
        after = f"is now “{self.after}”" if self.after else "was taken out"
        return f"{what}: “{self.before}” {after}"

    @property
    def worded(self) -> bool:
        """Whether words changed, and not their stops and spaces alone."""
        return _letters(self.before) != _letters(self.after)


def change(correction: Correction, *, whole: bool = False) -> Change:
    """Return what a correction changed; ``whole``: with all the words that did not change."""
    column = correction.column
    before, after = (_value(column, it) for it in (correction.before, correction.after))
    if not whole:
        before, after = _cut(before.split(), after.split())
    return Change(called(column), before, after)


def called(column: str) -> str:
    """Name a column of a table as readers know it."""
    return _CALLED.get(column, column.replace("_", " "))


def _value(column: str, value: str) -> str:
    """Write a value in words; one that the tables no longer know stands as it is."""
    try:
        return _WORDS[column](value) if value and column in _WORDS else value
    except (KeyError, ValueError):
        return value


def _cut(before: list[str], after: list[str]) -> tuple[str, str]:
    """Cut two texts down to the words that differ, and some around them."""
    start = _alike(before, after)
    end = _alike(before[start:][::-1], after[start:][::-1])
    first, last = max(start - _AROUND, 0), max(end - _AROUND, 0)
    return _part(before, first, last), _part(after, first, last)


def _alike(one: list[str], other: list[str]) -> int:
    """Count the words with which both begin."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


def _part(words: list[str], first: int, last: int) -> str:
    """Return words without so many at their start and at their end, and not too many."""
    part = words[first : len(words) - last]
    cut = last or len(part) > _MOST
    return " ".join(["…"] * bool(first) + part[:_MOST] + ["…"] * bool(cut))


def _letters(words: str) -> str:
    return "".join(filter(str.isalnum, words.casefold()))
