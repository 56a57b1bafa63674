"""Numbers in running text: finding those typed by hand, and those that a row carries."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Numbers that narrative text may carry without a row. One list, one place: a book adds to it
#: through the setting ``evidence_number_exceptions``.
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
EXCEPTIONS: tuple[str, ...] = (
    # 6 August 2024, 8 to 16 March, 12 and 13 March 2025
    rf"\b\d{{1,2}}(?:(?:–|-| to | and | or |, )\d{{1,2}})* {_MONTH}\b(?: \d{{4}}\b)?",
    rf"\b{_MONTH} \d{{4}}\b",  # August 2024
    r"\b(?:194[1-9]|19[5-9]\d|20[01]\d|202[0-6])(?:[–-]\d{2,4})?\b",  # years 1941–2026, 2024–25
    r"\b(?:phase|chapter|lesson|figure|table) \d{1,2}\b",  # places in the book
    r"\b\d{1,2}:\d{2}\b",  # clock times
)

_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "dozen": 12.0}
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*(?=\s*([a-z]+)?)", re.IGNORECASE)
_WORDS = re.compile(
    r"\b(?:dozen|hundred|thousand|million|billion)s?\b|\bper ?cent\b", re.IGNORECASE
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


class Carried:
    """The numbers that one row carries: its values, and those in its wording."""

    def __init__(self, values: Iterable[float], *wordings: str) -> None:
        self.values = set(values)
        text = " ".join(wordings)
        for match in _DIGITS.finditer(text):
            scale = _SCALES.get(_stem(match[1] or ""), 1.0)
            for reading in _readings(match[0]):
                self.values |= {reading, reading * scale}
        self.words = {_stem(match[0]) for match in _WORDS.finditer(text)}
        if "%" in text:
            self.words.add("%")

    def missing(self, text: str, exceptions: Iterable[str] = ()) -> list[str]:
        """Return the numbers of ``text`` that the row does not carry."""
        rest = without_exceptions(text, exceptions)
        absent, scaled = [], set()
        for match in _DIGITS.finditer(rest):
            scale = _SCALES.get(_stem(match[1] or ""))
            readings = {float(re.sub(r"[,\u00a0\u202f]", "", match[0]).rstrip("."))}
            if scale:
                scaled.add(match.start(1))
                readings = {reading * scale for reading in readings}
            if not any(_same(a, b) for a in readings for b in self.values):
                absent.append(match[0] if not scale else f"{match[0]} {match[1]}")
        for match in _WORDS.finditer(rest):
            if match.start() not in scaled and _stem(match[0]) not in self.words:
                absent.append(match[0])
        return absent

    def listed(self) -> str:
        """Name the numbers that the row carries, for an error."""
        numbers = [f"{value:,.10g}" for value in sorted(self.values)]
        return ", ".join([*numbers, *sorted(self.words - {"%"})]) or "no number"


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(1.0, abs(one))
