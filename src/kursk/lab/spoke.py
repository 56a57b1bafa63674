"""A check for exercises: did a party give figures of something, and how many of all?"""

from kursk import phrases, reader, tables
from kursk.look.rows import records, rows
from kursk.sides import SIDES


class Answer(str):
    """A sentence that a notebook and a page show as words, not as a text in quotation marks."""

    def _repr_markdown_(self) -> str:
        return str(self)


def spoke(party: str, metric: str, *, start: str, end: str) -> Answer:
    """Say how many of the figures of a metric between two ISO dates a party gave, and the first.

    ``party`` is a name or an id (“Ukraine”, ``ukraine``); so is ``metric``. Use::

        party = "Ukraine"  # change this name
        lab.spoke(party, "casualties_ukraine", start="2024-08-06", end="2024-09-10")

    Raises:
        ValueError: there is no such party or metric; the message names what there is.
    """
    every = tables.claims(metric, start=start, end=end)
    every = every.dropna(subset=["value", "value_low", "value_high"], how="all")
    own = tables.claims(metric, side=party, start=start, end=end)
    own = own[own["claim_id"].isin(every["claim_id"])]
    named = {side.label.casefold(): side.label for side in SIDES.values()}
    name = named.get(party.casefold()) or SIDES[party.casefold()].label
    title = str(reader.by_id("metrics")[every["metric"].iloc[0]]["title"]) if len(every) else metric
    asked = f"“{title}”, {phrases.days(start, end)}"
    if own.empty:
        return Answer(f"**{name} gave none** of the {len(every)} figures of {asked}.")
    first = records(rows(own))[0]
    share = "all" if len(own) == len(every) else str(len(own))
    return Answer(
        f"**{name} gave {share}** of the {len(every)} figures of {asked}; the first: "
        f"{first['claimant']}, {first['when']}: {first['words']}."
    )
