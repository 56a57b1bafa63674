"""Dates as the tables have them: a day, a month of which the day is not known, or nothing.

One rule for months, in charts, cards, checks and the bench: a month alone stands in its middle,
the 15th, is inside every window that it touches, and comes after the days of that month in lists.
"""

import datetime as dt
import re
from dataclasses import dataclass

from babel.dates import format_date, get_month_names

from kursk.refusal import RefusalError

#: Texts are in English; Babel keeps the names of months.
LOCALE = "en"

#: The months by their names, from January on.
MONTHS: tuple[str, ...] = tuple(get_month_names("wide", locale=LOCALE).values())

#: Figures whose dates lie so many days apart, or fewer, are of about the same time.
SAME_TIME_DAYS = 14


@dataclass(frozen=True, slots=True)
class Day:
    """A date of the tables; ``iso`` is ``2024-08-06``, ``2024-10`` or empty."""

    iso: str

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return len(self.iso) == 10

    @property
    def first(self) -> dt.date:
        """The first day that it can be.

        Raises:
            ValueError: nothing is known, or no such day exists.
        """
        return dt.date.fromisoformat(self.iso if self.exact else f"{self.iso}-01")

    @property
    def last(self) -> dt.date:
        """The last day that it can be; raises as :attr:`first` does."""
        if self.exact:
            return self.first
        next_month = (self.first + dt.timedelta(days=31)).replace(day=1)
        return next_month - dt.timedelta(days=1)

    @property
    def drawn(self) -> dt.date:
        """The day at which it stands in charts and is compared; raises as :attr:`first` does."""
        return self.first if self.exact else self.first.replace(day=15)

    @property
    def words(self) -> str:
        """The date as the book writes it: 6 August 2024, August 2024, date not known."""
        if not self.iso:
            return "date not known"
        return format_date(self.first, "d MMMM y" if self.exact else "MMMM y", locale=LOCALE)

    @property
    def order(self) -> str:
        """The text by which lists are sorted: a month behind its days, nothing behind all."""
        return self.iso if self.exact else f"{self.iso or '9999'}-99"

    def within(self, start: str = "", end: str = "") -> bool:
        """Return whether it can lie between two ISO dates, both included; empty is no bound."""
        if not self.iso:
            return not (start or end)
        return (not start or Day(start).first <= self.last) and (
            not end or self.first <= Day(end).last
        )

    def apart(self, other: "Day") -> float:
        """Return the days between two dates, infinite where one is not known."""
        if not (self.iso and other.iso):
            return float("inf")
        return abs((self.drawn - other.drawn).days)


_ISO = re.compile(r"\d{4}-\d\d(-\d\d)?")
#: A date in words, its month whole or begun: 6 August 2024, 6 Aug 2024, August 2024.
_WORDS = re.compile(r"(?:(\d{1,2}) )?([^\W\d]{3,}) (\d{4})")


def read(said: str) -> Day:
    """Return the date that a reader wrote, as the tables have it or as the book writes it.

    Raises:
        RefusalError: no day or month of the calendar is written so.
    """
    words = " ".join(str(said).split())
    found = Day(_iso(*named.groups()) if (named := _WORDS.fullmatch(words)) else words)
    try:
        if not found.iso or (_ISO.fullmatch(found.iso) and found.first):
            return found
    except ValueError:
        pass
    raise RefusalError(
        f"No day of the calendar is written “{said}”. Write it like 6 August 2024 or 2024-08-06."
    )


def _iso(day: str | None, name: str, year: str) -> str:
    begun = (number for number, month in enumerate(MONTHS, 1)
             if month.casefold().startswith(name.casefold()))  # fmt: skip
    return f"{year}-{next(begun, 0):02}" + (f"-{int(day):02}" if day else "")


def window(start: str, end: str) -> tuple[str, str]:
    """Return the ends of a window as ISO dates; an empty end is open.

    Raises:
        RefusalError: an end is no date (see :func:`read`), or the window is turned round.
    """
    first, last = read(start), read(end)
    if start and end and last.last < first.first:
        raise RefusalError(f"The window ends on {last.words}, before it starts on {first.words}.")
    return first.iso, last.iso


def drawn(iso: str) -> str:
    """Return the ISO day at which a date stands in charts; empty where nothing is known."""
    return Day(iso).drawn.isoformat() if iso else ""
