"""A check for exercises: did a party give figures of something, and how many of all?"""

from kursk import phrases, reader, tables
from kursk.days import window
from kursk.look.rows import records, rows
from kursk.sides import SIDES


class Answer(str):
    """A sentence that a notebook and a page show as words, not as a text in quotation marks."""

    def _repr_markdown_(self) -> str:
        return str(self)


def spoke(party: str, metric: str, *, start: str, end: str) -> Answer:
    """Say how many of the figures of a metric between two dates a party gave, and the first.

    ``party`` is a name or an id (“Ukraine”, “Kyiv”, ``ukraine``); so is ``metric``. Use::

        party = "Ukraine"  # change this name, keep the quotation marks
        lab.spoke(party, "casualties_ukraine", start="6 August 2024", end="10 September 2024")

    Raises:
        RefusalError: there is no such party or metric, or the window is none; the message says what
            there is.
    """
    side = tables.meant("claims", "claimant_side", party)
    metric = tables.meant("claims", "metric", metric)
    start, end = window(start, end)
    every = tables.claims(metric, start=start, end=end)
    every = every.dropna(subset=["value", "value_low", "value_high"], how="all")
    own, name = every[every["claimant_side"] == side], SIDES[side].label
    title = str(reader.by_id("metrics")[metric]["title"])
    asked = f"“{title}”, {phrases.days(start, end)}, whatever they cover"
    if every.empty:
        return Answer(f"**No party gave a figure** of {asked}.")
    if own.empty:
        return Answer(f"**{name} gave none** of the {len(every)} figures of {asked}.")
    first = records(rows(own))[0]
    share = "all" if len(own) == len(every) else str(len(own))
    return Answer(
        f"**{name} gave {share}** of the {len(every)} figures of {asked}; the first: "
        f"{first['claimant']}, {first['when']}: {first['words']}."
    )
