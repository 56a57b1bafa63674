"""One row in words: “about 1,000 km²”, “6 August 2024”, “claimed”."""

import math
import re
from collections.abc import Mapping
from typing import Any

from babel import Locale
from babel.numbers import format_decimal

from kursk import reader, units
from kursk.days import LOCALE, Day
from kursk.hedges import HEDGES

#: Kind of translation → words under a quotation.
TRANSLATIONS: dict[str, str] = {
    "original": "original wording",
    "by_publisher": "translated by the publisher",
    "by_book": "translated by this book",
    "back_translated": "translated back from another language, not the original wording",
}

#: The end of the wording of a figure that the book measured itself.
NO_WORDING = "no wording exists"
#: Size → its word, and how many decimals a number may have before it is written in full.
_SIZES = ((1e9, "billion", 3), (1e6, "million", 1))


def number(value: float) -> str:
    """Write a number as English text does: 1,263; 2.5; 1.7 billion; 1,234,567."""
    for size, word, decimals in _SIZES:
        scaled = value / size
        if abs(scaled) >= 1 and round(scaled, decimals) == scaled:
            return f"{number(scaled)} {word}"
    return format_decimal(value, locale=LOCALE, decimal_quantization=False)


#: A hedge before the first end of a range: “around 25 to 30 km”.
_ROUGH = re.compile(
    r"\b(?:about|around|approximately|roughly|etwa|близько|около) [$€£]?\d", re.IGNORECASE
)


def is_rough(stated: str) -> bool:
    """Return whether the wording of a range hedges it: “around 25km and 30km”."""
    return bool(_ROUGH.search(stated))


def days(start: str, end: str = "") -> str:
    """Write a span of days, month and year once: “10 to 12 September 2024”."""
    if not end or end == start:
        return Day(start).words
    first, last = Day(start).words.split(), Day(end).words.split()
    whole = last
    while len(first) == len(last) > 1 and first[-1] == last[-1]:
        first, last = first[:-1], last[:-1]
    return " ".join([*first, "to", *whole])


def language(code: str) -> str:
    """Name a language in English: ``uk`` → “Ukrainian”; an unknown code stands as it is."""
    return str(Locale(LOCALE).languages.get(code, code))


def _measure(value: float, unit: str) -> str:
    return units.measure(number(value), unit)


def _span(low: float, high: float, unit: str) -> str:
    return f"{units.sign(unit)}{number(low)} to {_measure(high, unit)}"


def _known(value: Any) -> bool:
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def _stated(row: Mapping[str, Any], unit: str) -> str:
    """Write the figure of ``row`` in ``unit``, converted where it was stated in another one."""

    def to(value: float) -> float:
        return units.convert(float(value), row["unit"], unit)

    low, high, value = row["value_low"], row["value_high"], row["value"]
    if _known(low) and _known(high):
        rough = "about " if is_rough(row["value_as_stated"]) else ""
        return f"{rough}{_span(to(low), to(high), unit)}"
    if _known(value):
        hedge = HEDGES[row["qualifier"]].words
        twice = f"{hedge} about"  # “up to about 100” is hedged at both ends
        hedge = twice if hedge and twice in row["value_as_stated"] else hedge
        return f"{hedge} {_measure(to(value), unit)}".lstrip()
    if _known(low):
        return f"at least {_measure(to(low), unit)}"
    if _known(high):
        return f"up to {_measure(to(high), unit)}"
    return f"“{row['value_as_stated']}”"


def exact(value: float, stated: str) -> float:
    """Return a claim's number as exactly as it may be written.

    What the book measured itself on somebody's map is written in whole units: the map is not so
    exact as the sum. ``stated`` is the wording of the claim.
    """
    return float(round(value)) if stated.endswith(NO_WORDING) else value


def figure(row: Mapping[str, Any]) -> str:
    """Write the figure of a claim: “about 1,290 km² (500 sq mi)”, “30 to 35 km”.

    Square miles and miles come second, in brackets; a claim without a number is given in its
    own words, and what the book measured itself in whole units. ``row`` is one row of the claims
    table, numbers as floats, NaN where empty.
    """
    unit = units.SHOWN.get(row["unit"], row["unit"])
    row = _whole(row)
    text = _stated(row, unit)
    if unit == row["unit"] or text.startswith("“"):
        return text
    original = {**row, "qualifier": "exact" if row["qualifier"] != "range" else "range"}
    return f"{text} ({_stated(original, row['unit'])})"


def figure_in(row: Mapping[str, Any], unit: str) -> str:
    """Write the figure of a claim in one unit alone, hedge included: “about 386 sq mi”.

    Raises:
        ValueError: the unit stated cannot be converted into this one.
    """
    return _stated(_whole(row), unit)


def _whole(row: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**row, "value": exact(row["value"], str(row["value_as_stated"]))}


def wording(stated: str) -> str:
    """Put the wording of a claim into quotation marks, unless it says that there is none.

    A measurement has no wording: its row says so in its place.
    """
    return stated if stated.endswith(NO_WORDING) else f"“{stated}”"


#: Said of a page that names nobody: no name to put first.
_UNNAMED = "unnamed reporting"


def origins(publisher: str, relays: str, claimant: str = "") -> list[str]:
    """Return whom a page copies or retells, but for itself: “CNN; TASS” → CNN, TASS.

    Where the page's own newsroom is the claimant, it retells nobody: the figure is its own.
    """
    own, named = publisher.casefold(), reader.split(relays)
    if claimant and own.startswith(claimant.casefold()):
        return []
    return [name for name in named
            if name != _UNNAMED and not own.startswith(name.casefold())]  # fmt: skip


def speaker(row: Mapping[str, Any]) -> str:
    """Name who said a row of claims or control, as fully as the source does.

    Name, office or kind, how the figure was made, and through whom the book has it: “Pasi
    Paroinen, Black Bird Group, via NYT”, “AFP, calculation from ISW data”.
    """
    name = reader.by_id("claimants")[row["claimant_id"]]["name"]
    named = row["via"] in row["basis"]  # “as recalled by Ukrinform” says it already
    via = "" if named else f"via {row['via']}"
    return ", ".join(filter(None, (name, row["role"], row["basis"], via)))


def date(iso: str) -> str:
    """Write an ISO date as the book does: 2024-08-06 → 6 August 2024, 2024-10 → October 2024."""
    return Day(iso).words
