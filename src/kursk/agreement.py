"""How far apart the parties are: figures of one thing at one time, two by two, as a ratio.

Compared are only rows that count the same (metric and scope), of different parties, with a known
day, at most :data:`DAYS` days apart: a front moves, and so do counts. A figure is not compared with
one that was made from it. Nothing is averaged. A figure
is the span that its words allow: “more than 500” has no upper end, a range has two. Where two spans
do not meet, the ratio is that of their nearest ends, so it is the least by which they differ.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from math import inf

from kursk import units
from kursk.days import Day
from kursk.hedges import OPEN_ABOVE, OPEN_BELOW
from kursk.model import Claim, Claimant, by_id, rows

#: Two figures are of one time within so many days.
DAYS = 3


def span(claim: Claim) -> tuple[float, float]:
    """Return the least and the most that a figure's words allow, in the unit that is shown.

    Raises:
        ValueError: the claim states no number.
    """
    shown = [units.shown(value, claim.unit)[0] for value in claim.values]
    if not shown:
        raise ValueError(f"{claim.claim_id} states no number")
    start = 0.0 if claim.qualifier in OPEN_BELOW else min(shown)
    return start, inf if claim.qualifier in OPEN_ABOVE else max(shown)


@dataclass(frozen=True)
class Pair:
    """Two comparable figures; ``ratio`` is 1 where their spans meet.

    ``least`` tells that the words of one leave its end open or give a range: the figures differ by
    so much at the least.
    """

    low: Claim
    high: Claim
    ratio: float
    least: bool
    days: int


def pairs(claims: Iterable[Claim]) -> Iterator[Pair]:
    """Yield every pair of comparable figures of which the words decide how far apart they are."""
    subjects: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.values and claim.scope and Day(claim.as_of).exact:
            subjects[claim.metric, claim.scope].append(claim)
    for alike in subjects.values():
        for one, other in itertools.combinations(alike, 2):
            days = int(Day(one.as_of).apart(Day(other.as_of)))
            if one.side != other.side and days <= DAYS and not _one_count(one, other):
                yield from _pair(one, other, days)


def _one_count(one: Claim, other: Claim) -> bool:
    """Tell whether one of two figures was made from the other's: AFP's “from ISW data”."""
    return any(
        by_id(Claimant)[counter.claimant_id].short.removesuffix(" map")
        in f"{maker.role} {maker.basis} {maker.via}"
        for counter, maker in ((one, other), (other, one))
    )


def _pair(one: Claim, other: Claim, days: int) -> Iterator[Pair]:
    (low, (_, end)), (high, (start, _)) = sorted(
        ((claim, span(claim)) for claim in (one, other)),
        key=lambda told: (told[1], told[0].claim_id),
    )
    words = {claim.qualifier for claim in (one, other)}
    if 0 < end < start:
        least = bool(words & (OPEN_ABOVE | OPEN_BELOW | {"range"}))
        yield Pair(low, high, start / end, least, days)
    elif start <= end and not words & (OPEN_ABOVE | OPEN_BELOW):
        yield Pair(low, high, 1.0, False, days)


@dataclass(frozen=True)
class Month:
    """The widest and the nearest pair of parties in one month, for one thing that is counted."""

    metric: str
    scope: str
    month: str
    widest: Pair
    nearest: Pair
    #: How many pairs there are.
    size: int


@cache
def months() -> tuple[Month, ...]:
    """Return every month in which parties can be compared, by metric, scope and month."""
    found: dict[tuple[str, str, str], list[Pair]] = defaultdict(list)
    for pair in pairs(rows(Claim)):
        month = pair.low.as_of[:7]
        if pair.high.as_of[:7] == month:
            found[pair.low.metric, pair.low.scope, month].append(pair)
    return tuple(
        Month(
            *key,
            widest=max(alike, key=lambda pair: (pair.ratio, pair.low.id, pair.high.id)),
            nearest=min(alike, key=lambda pair: (pair.ratio, pair.days, pair.low.id, pair.high.id)),
            size=len(alike),
        )
        for key, alike in sorted(found.items())
    )
