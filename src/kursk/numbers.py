"""Numbers in running text: finding those typed by hand, and those that a row carries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from kursk.days import MONTHS

_MONTH = rf"(?:{'|'.join(MONTHS)})"
#: Numbers that narrative text may carry without a row. One list, one place: a book adds to it
#: through the setting ``evidence_number_exceptions``.
EXCEPTIONS: tuple[str, ...] = (
    # 6 August 2024, 8 to 16 March, 12 and 13 March 2025
    rf"\b\d{{1,2}}(?:(?:–|-| to | and | or |, )\d{{1,2}})* {_MONTH}\b(?: \d{{4}}\b)?",
    rf"\b{_MONTH} \d{{4}}\b",  # August 2024
    r"\b(?:194[1-9]|19[5-9]\d|20[01]\d|202[0-6])(?:[–-]\d{2,4})?\b",  # years 1941–2026, 2024–25
    r"\b(?:phase|chapter|lesson|figure|table) \d{1,2}\b",  # places in the book
    r"\b\d{1,2}:\d{2}\b",  # clock times
)

#: Numbers in words: from two on, because “one” is mostly an article or a pronoun.
_TO_TWENTY = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
SPELLED: dict[str, float] = {
    **{word: float(value) for value, word in enumerate(_TO_TWENTY, start=2)},
    **{"thirty": 30.0, "half": 0.5, "quarter": 0.25, "quarters": 0.25, "thirds": 1 / 3},
}
#: Words in digits' clothes that count nothing in the war: parts of an argument or of this book,
#: the two sides, and turns of phrase. Each is a pattern around the number word.
_FEW = "two|three|four|five|six|seven"
SPELLED_EXCEPTIONS: tuple[str, ...] = (
    rf"\b(?:{_FEW}) (?:\w+ )?(?:sides|armies|governments|parties|opponents|presidents|countries)\b",
    rf"\b(?:{_FEW}) (?:\w+ )?(?:questions?|reasons?|ways|kinds?|tests?|things?|steps?|parts?|"
    r"sections?|phases?|chapters?|charts?|tables?|meanings?|causes?|answers?|words?|readings?|"
    r"points?|conditions?|rules?|accounts?|explanations?|statements?|stories|lines?|columns?|"
    r"figures|counts|counters|numbers|claims|maps|pictures|voices|aims|views|versions|sources)\b",
    rf"\b(?:the|these|those|all|both|other|first|last|between|into) (?:{_FEW})\b",
    # A span between two dates of the text: the rows at both ends bear it out.
    rf"\b(?:{'|'.join(SPELLED)})(?: and a half| a)? (?:day|night|week|month|year|hour|minute)s? "
    r"(?:later|earlier|after|before|ago|apart|on)\b",
    rf"\bwithin (?:{'|'.join(SPELLED)}) (?:days|weeks|months)\b",
    rf"\bhalf a year\b|\b(?:first|second) half of (?:{_MONTH}|the (?:year|month|war|campaign))\b",
    r"\bone or two\b|\btwo or three\b|\bin two\b|\b(?:two|three) by (?:two|three)\b",
    r"\b(?:the|one|other|first|second|its|this|each|either) half\b(?! (?:of|a million))",
    r"\bhalf (?:true|way|answer|the (?:answer|story|truth|question))\b",
    r"\bhalf-\w+|\bno quarter\b|\bheadquarters\b|\bquarters?\b(?= of (?:the|a) (?:town|city))",
)

_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "dozen": 12.0}
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*(?=\s*([a-z]+)?)", re.IGNORECASE)
_WORDS = re.compile(
    r"\b(?:dozen|hundred|thousand|million|billion)s?\b|\bper ?cent\b", re.IGNORECASE
)
_SPELLED = re.compile(
    rf"\b(?:{'|'.join(sorted(SPELLED, key=len, reverse=True))})\b(?=[\s-]*([a-z]+)?)", re.IGNORECASE
)


def without_exceptions(text: str, exceptions: Iterable[str]) -> str:
    """Blank out what may stand without a row, keeping every position."""
    for pattern in exceptions:
        text = re.sub(pattern, lambda found: " " * len(found[0]), text, flags=re.IGNORECASE)
    return text


def typed(text: str, exceptions: Iterable[str]) -> list[str]:
    """Return the numbers, in digits or words, that ``text`` states and no exception covers."""
    rest = without_exceptions(text, exceptions)
    found = [*_DIGITS.finditer(rest), *_WORDS.finditer(rest)]
    return [match[0] for match in sorted(found, key=lambda match: match.start())]


def spelled(text: str, exceptions: Iterable[str] = SPELLED_EXCEPTIONS) -> list[str]:
    """Return the numbers that ``text`` writes in words, from “two” to “thirty”, and “half”."""
    return [match[0] for match in _SPELLED.finditer(without_exceptions(text, exceptions))]


class Figure(NamedTuple):
    """A number in a text: where it stands, how it is written, what it says."""

    start: int
    end: int
    text: str
    value: float


def figures(text: str) -> Iterator[Figure]:
    """Yield every number of a text, in digits or in words, dates and years left out."""
    rest = without_exceptions(text, EXCEPTIONS)
    for match in _DIGITS.finditer(rest):
        scale = _SCALES.get(_stem(match[1] or ""), 1.0)
        for reading in _readings(match[0]):
            yield Figure(*match.span(), match[0], reading * scale)
    for match in _SPELLED.finditer(without_exceptions(rest, SPELLED_EXCEPTIONS)):
        scale = _SCALES.get(_stem(match[1] or ""), 1.0)
        yield Figure(*match.span(), match[0], SPELLED[match[0].lower()] * scale)


def _readings(digits: str) -> set[float]:
    """Return what a number in digits can mean; only 1.263 can mean two things."""
    plain = re.sub(r"[\u00a0\u202f]", "", digits)
    english, other = plain.replace(",", ""), plain.replace(".", "").replace(",", ".")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", plain):
        texts = [english]
    elif re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", plain):
        texts = [plain, other]
    else:
        texts = [plain.replace(",", ".")]
    readings = set()
    for text in texts:
        # A date such as 12.03.2025 is no number.
        if text.count(".") <= 1:
            readings.add(float(text))
    return readings


def _stem(word: str) -> str:
    return re.sub(r"per ?cent", "%", word.lower()).rstrip("s")


@cache
def _worded(text: str) -> tuple[frozenset[float], frozenset[str]]:
    """Return the numbers that a wording carries, and the words that stand for numbers in it."""
    values: set[float] = set()
    for match in _DIGITS.finditer(text):
        scale = _SCALES.get(_stem(match[1] or ""), 1.0)
        for reading in _readings(match[0]):
            values |= {reading, reading * scale}
    for match in _SPELLED.finditer(text):
        value = SPELLED[match[0].lower()]
        values |= {value, value * _SCALES.get(_stem(match[1] or ""), 1.0)}
    words = {_stem(match[0]) for match in _WORDS.finditer(text)}
    return frozenset(values), frozenset(words | ({"%"} & set(text)))


class Carried:
    """The numbers that one row carries: its values, and those in its wording."""

    def __init__(self, values: Iterable[float], *wordings: str) -> None:
        worded, self.words = _worded(" ".join(wordings))
        self.values = worded | set(values)

    def missing(self, text: str, exceptions: Iterable[str] = ()) -> list[str]:
        """Return the numbers of ``text`` that the row does not carry."""
        rest = without_exceptions(text, exceptions)
        absent, scaled = [], set()
        for match in _DIGITS.finditer(rest):
            scale = _SCALES.get(_stem(match[1] or ""))
            number = re.sub(r"[,\u00a0\u202f]", "", match[0])
            # A date such as 12.03.2025 is a number that no row carries.
            readings = {float(number)} if number.count(".") <= 1 else set()
            if scale:
                scaled.add(match.start(1))
                readings = {reading * scale for reading in readings}
            if not any(_same(a, b) for a in readings for b in self.values):
                absent.append(match[0] if not scale else f"{match[0]} {match[1]}")
        for match in _WORDS.finditer(rest):
            if match.start() not in scaled and _stem(match[0]) not in self.words:
                absent.append(match[0])
        return absent

    def carries(self, number: float) -> bool:
        """Tell whether the row carries a number."""
        return any(_same(number, value) for value in self.values)

    def unspelled(self, text: str) -> list[str]:
        """Return the numbers in words of ``text`` that the row does not carry."""
        return [word for word in spelled(text) if not self.carries(SPELLED[word.lower()])]

    def listed(self) -> str:
        """Name the numbers that the row carries, for an error."""
        numbers = [f"{value:,.10g}" for value in sorted(self.values)]
        return ", ".join([*numbers, *sorted(self.words - {"%"})]) or "no number"


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(1.0, abs(one))
