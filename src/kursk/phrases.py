"""One row in words: “about 1,000 km²”, “6 August 2024”, “claimed”."""

import math
from collections.abc import Mapping
from typing import Any

from kursk import units

#: Qualifier → words before the number; {} stands for the number itself.
_QUALIFIERS: dict[str, str] = {
    "exact": "{}",
    "about": "about {}",
    "more_than": "more than {}",
    "at_least": "at least {}",
    "up_to": "up to {}",
    "nearly": "nearly {}",
    "range": "{}",
}

#: Status → what it means, for badges and the method page.
STATUSES: dict[str, str] = {
    "confirmed": "independent parties agree",
    "reported": "one credible outlet, or an official of a state that is not at war",
    "claimed": "said by a party to the war",
    "disputed": "others contradict it",
}

#: Kind of translation → words under a quotation.
TRANSLATIONS: dict[str, str] = {
    "original": "original wording",
    "by_publisher": "translated by the publisher",
    "by_book": "translated by this book",
    "back_translated": "translated back from another language, not the original wording",
}

#: Language codes of the tables → English names (ISO 639-1).
LANGUAGES: dict[str, str] = {
    "ar": "Arabic", "be": "Belarusian", "bg": "Bulgarian", "cs": "Czech", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fi": "Finnish",
    "fr": "French", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sr": "Serbian", "uk": "Ukrainian",
}  # fmt: skip

_NO_WORDING = "no wording exists"
_MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip


def number(value: float) -> str:
    """Write a number as English text does: 1,263; 2.5; 1.7 billion."""
    if abs(value) >= 1e9:
        return f"{value / 1e9:g} billion"
    if abs(value) >= 1e6 and value % 1e5 == 0:
        return f"{value / 1e6:g} million"
    whole = float(value).is_integer()
    return f"{value:,.0f}" if whole else f"{value:,.10g}"


def _measure(value: float, unit: str) -> str:
    words = units.WORDS[unit]
    if unit == "percent":
        return f"{number(value)} %"
    if unit == "usd":
        return f"${number(value)}"
    return f"{number(value)} {words}".strip()


def _span(low: float, high: float, unit: str) -> str:
    return f"{number(low)} to {_measure(high, unit)}"


def _known(value: Any) -> bool:
    return value is not None and not (isinstance(value, float) and math.isnan(value))


def _stated(row: Mapping[str, Any], unit: str) -> str:
    """Write the figure of ``row`` in ``unit``, converted where it was stated in another one."""

    def to(value: float) -> float:
        return units.convert(float(value), row["unit"], unit)

    low, high, value = row["value_low"], row["value_high"], row["value"]
    if _known(low) and _known(high):
        return _span(to(low), to(high), unit)
    if _known(value):
        return _QUALIFIERS[row["qualifier"]].format(_measure(to(value), unit))
    if _known(low):
        return f"at least {_measure(to(low), unit)}"
    if _known(high):
        return f"up to {_measure(to(high), unit)}"
    return f"“{row['value_as_stated']}”"


def figure(row: Mapping[str, Any]) -> str:
    """Write the figure of a claim: “about 1,290 km² (500 sq mi)”, “30 to 35 km”.

    Square miles and miles come second, in brackets; a claim without a number is given in its
    own words. ``row`` is one row of the claims table, numbers as floats, NaN where empty.
    """
    unit = units.SHOWN.get(row["unit"], row["unit"])
    text = _stated(row, unit)
    if unit == row["unit"] or text.startswith("“"):
        return text
    original = {**row, "qualifier": "exact" if row["qualifier"] != "range" else "range"}
    return f"{text} ({_stated(original, row['unit'])})"


def wording(stated: str) -> str:
    """Put the wording of a claim into quotation marks, unless it says that there is none.

    A measurement has no wording: its row says so in its place.
    """
    return stated if stated.endswith(_NO_WORDING) else f"“{stated}”"


def date(iso: str) -> str:
    """Write an ISO date as the book does: 2024-08-06 → 6 August 2024, 2024-08 → August 2024."""
    if not iso:
        return "date not known"
    parts = iso.split("-")
    if len(parts) == 1:
        return parts[0]
    month = f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return month if len(parts) == 2 else f"{int(parts[2])} {month}"
