"""What a passage states: the facts for which it would need a row, found in its own words.

A passage that states none may explain, join, or let a reader breathe.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kursk import numbers
from kursk.days import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx_evidence.prose import Text
    from sphinx_evidence.rows import Evidence

#: Names that any reader knows, beside those of the tables: countries, capitals, their people.
COMMON_NAMES = frozenset({
    "Ukraine", "Ukrainian", "Ukrainians", "Russia", "Russian", "Russians", "America", "American",
    "Americans", "Korea", "Korean", "Koreans", "North", "South", "East", "West", "Northern",
    "Southern", "Eastern", "Western", "Europe", "European", "Europeans", "Britain", "British",
    "London", "United", "States", "Kingdom", "Washington", "Moscow", "Kyiv", "Seoul", "Pyongyang",
    "Kremlin", "Kursk", "Sumy", "Donbas", "Donetsk", "Belgorod", "China", "Chinese", "Beijing",
    "Germany", "German", "Poland", "Polish", "Turkey", "Turkish", "NATO", "UN", "EU", "US", "UK",
    "President", "General", "Defence", "Ministry", "Foreign", "Staff", "Army", "English", "I",
    "St", *MONTHS, "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
})  # fmt: skip
_MONTHS = "|".join(MONTHS)
_DATE = re.compile(
    rf"\b\d{{1,2}} (?:{_MONTHS})\b|\b(?:{_MONTHS}) \d|\b(?:19|20)\d\d\b"
    rf"|\b(?:in|of|since|by|until|from|to|early|late|mid|during|before|after)[ -](?:{_MONTHS})\b"
    r"|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
)
#: Words in quotation marks, more than a term that is being explained.
_QUOTATION = re.compile(r"[“\"][^”\"]*\s[^”\"]*[”\"]")
_SPEECH = re.compile(
    r"\b(?:said|told|reported|claimed|estimated|denied|announced|declared|ordered|promised|warned|"
    r"wrote|named|counted|confirmed|acknowledged|admitted|insisted|argued|replied|added)\b"
)
#: Who can be the owner of a statement without a name.
_SPEAKERS = re.compile(
    r"\b(?:officials?|analysts?|soldiers?|officers?|generals?|ministr\w+|governors?|residents?|"
    r"(?:both|neither|either|each|two) (?:sides?|armies|army|governments?))\b",
    re.IGNORECASE,
)
NAME = re.compile(r"\b[A-ZÀ-ÞĀ-Ž][\w’'ʼ-]*")
#: Words that open a sentence, and a term of the glossary, too (“In absentia”): no names.
_OPENERS = frozenset({"A", "An", "As", "At", "By", "For", "From", "In", "No", "On", "One", "The"})
#: A run of names is one name: “Institute for the Study of War”, “Kyrylo Budanov”.
RUN = re.compile(rf"{NAME.pattern}(?:(?: (?:of|for|the|and|de|al))* {NAME.pattern})*")


def _bare(name: str) -> str:
    return name.removesuffix("'s").removesuffix("’s")


def known_names(evidence: Evidence) -> frozenset[str]:
    """Return every word of the names that the tables of the book explain."""
    records = evidence.records
    columns = {"people": ("name", "variants"), "places": ("name_en", "oblast", "country")}
    listed = [str(row["term"]) for row in records["glossary"]]
    for table, names in columns.items():
        listed += [str(row[name]) for row in records[table] for name in names]
    words = {word for text in listed for word in NAME.findall(text)}
    return frozenset(COMMON_NAMES | words - _OPENERS)


def stated(text: Text, names: frozenset[str], number_exceptions: Iterable[str]) -> list[str]:
    """Name the facts that a text states in the words its author typed; none is the empty list.

    ``names`` are the words of names that need no row, ``number_exceptions`` patterns of numbers
    that need none.
    """
    found: list[str] = []
    for sentence in text.sentences():
        words = sentence.typed()
        found += (f"the date {m[0]!r}" for m in _DATE.finditer(words))
        undated = numbers.without_exceptions(words, number_exceptions)
        found += (f"the number {n!r}" for n in numbers.typed(undated, ()))
        found += (f"the number {n!r}" for n in numbers.spelled(undated))
        found += (f"the quotation {m[0]!r}" for m in _QUOTATION.finditer(words))
        inner = [_bare(match[0]) for match in NAME.finditer(words) if match.start()]
        found += (f"the name {name!r}" for name in inner if name not in names and name[1:])
        speech = _SPEECH.search(words)
        if speech and (inner or _SPEAKERS.search(words) or words.split()[0] in names):
            found.append(f"the statement {speech[0]!r}")
    return found
