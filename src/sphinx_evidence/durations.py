"""What the words of a span of time mean in days: “two days later”, “within a week”."""

from __future__ import annotations

import re

from kursk.numbers import SPELLED

_COUNT = "|".join(["an?", "one", "half a", r"\d+", *SPELLED])
_UNIT = "day|week|fortnight|month|year"
#: Groups: within, count unit(s) way, same, next, previous, side.
SPAN = re.compile(
    rf"\bwithin (?:(?P<most>a few|{_COUNT}) )?(?P<within>{_UNIT})(?P<several>s?)\b"
    rf"|\b(?:(?<![\d.,])(?P<count>{_COUNT}) )?(?P<unit>{_UNIT})(?P<many>s?) "
    r"(?P<way>later|after(?:wards)?|earlier|before|apart)\b"
    r"|\b(?P<same>(?:on |for |of )?(?:the|that)(?: very)? same (?:day|evening|morning))\b"
    r"|\b(?P<next>the (?:next|following) day)\b"
    r"|\b(?P<previous>the previous day)\b"
    # Behind these stands what they count from: “the day before the news of Gornal”.
    r"|\bthe day (?P<side>after|before)\b",
    re.IGNORECASE,
)
#: Days in a unit, and how far off the words may be.
_UNITS = {"day": (1, 0), "week": (7, 3), "fortnight": (14, 3), "month": (30, 15), "year": (365, 45)}
#: Units without a number → the days that they can stand for.
_SOME = {"day": (2, 21), "week": (9, 91), "month": (40, 400), "year": (400, 4000)}


def expected(found: re.Match[str]) -> tuple[int, int] | None:
    """Return the fewest and the most days that a span allows; an earlier one is negative."""
    if found["within"]:
        return 0, _at_most(found)
    if found["same"]:
        return 0, 0
    if not found["way"]:
        day = 1 if found["next"] or word(found, "side") == "after" else -1
        return day, day
    span = _between(found)
    back = word(found, "way") in {"earlier", "before"}
    return (-span[1], -span[0]) if span and back else span


def word(found: re.Match[str], group: str) -> str:
    """Return a part of a span in small letters; empty where the span has no such part."""
    return (found[group] or "").lower()


def exact(found: re.Match[str]) -> bool:
    """Tell whether a reader can count a span to the day: “two days later”, not “a year later”."""
    if found["unit"]:
        return bool(found["count"]) and word(found, "unit") in {"day", "week", "fortnight"}
    return not found["within"]


def _at_most(found: re.Match[str]) -> int:
    unit, most = word(found, "within"), word(found, "most")
    if most == "a few" or (found["several"] and not most):
        return _SOME[unit][1]
    return round(_number(most or "a") * _UNITS[unit][0])


def _between(found: re.Match[str]) -> tuple[int, int] | None:
    unit = word(found, "unit")
    if not found["count"]:
        return _SOME.get(unit) if found["many"] else None  # “the day before” has its own group
    days, off = _UNITS[unit]
    about = round(_number(word(found, "count")) * days)
    return about - off, about + off


def _number(words: str) -> float:
    known = {"a": 1.0, "an": 1.0, "one": 1.0, "half a": 0.5}.get(words) or SPELLED.get(words)
    return float(known if known is not None else words)
