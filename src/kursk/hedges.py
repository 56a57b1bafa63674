"""How a figure was hedged: the words, the sign, the open end, and how a sentence may say it.

The one table of hedges; keys are the values of ``qualifier`` in ``claims.csv``. “Exact” says that
no hedge was given, and nothing about accuracy.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Hedge:
    """A hedge; the end of the figure's span that it leaves open is above, below, or none."""

    #: Before the number.
    words: str = ""
    #: Before the number where there is no room for words.
    sign: str = ""
    open: Literal["above", "below", ""] = ""
    #: Pattern of the words that may stand for it in a sentence, before or after the number.
    said: str = ""

    @property
    def rough(self) -> bool:
        """Whether the figure lies near the number, on a side that is not told."""
        return bool(self.words) and not self.open


HEDGES: dict[str, Hedge] = {
    "exact": Hedge(),
    "about": Hedge(
        "about",
        "~",
        said=r"about|around|approximately|roughly|some|nearly|almost|closer? to|in the order"
        r"|an? estimated|estimates?|or so|circa|as many as|between|slightly|just|barely|hardly",
    ),
    "more_than": Hedge(
        "more than",
        ">",
        "above",
        r"more than|over|above|exceed\w*|upwards? of|at least|or more|beyond|past",
    ),
    "at_least": Hedge(
        "at least",
        "≥",
        "above",
        r"at least|no fewer|no less|not less|minimum|or more|more than|over|as little as",
    ),
    "up_to": Hedge(
        "up to",
        "≤",
        "below",
        r"up to|at most|as many as|as much as|no more than|not more than|maximum|under|below"
        r"|less than|fewer than|within|or less|or fewer",
    ),
    "less_than": Hedge(
        "less than", "<", "below", r"less than|fewer than|under|below|not even|short of"
    ),
    "nearly": Hedge(
        "nearly",
        "nearly ",
        said=r"nearly|almost|close to|just under|just short|about|under|not quite|some",
    ),
    "range": Hedge(),
}

#: Qualifiers whose figures have no upper end, and those that have no lower one.
OPEN_ABOVE = frozenset(name for name, hedge in HEDGES.items() if hedge.open == "above")
OPEN_BELOW = frozenset(name for name, hedge in HEDGES.items() if hedge.open == "below")
