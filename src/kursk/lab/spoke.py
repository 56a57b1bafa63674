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

    ``party`` is a name or an id (“Ukraine”, ``ukraine``); so is ``metric``. A party that there is
    not gets an answer with the names that there are. Use::

        party = "Ukraine"  # change this name
        lab.spoke(party, "casualties_ukraine", start="2024-08-06", end="2024-09-10")

    Raises:
        ValueError: there is no such metric, or the window is none; the message says what there is.
    """
    named = {known: name for name, side in SIDES.items() for known in (name, side.label.casefold())}
    side = named.get(party.strip().casefold())
    if side is None:
        known = ", ".join(side.label for side in SIDES.values())
        return Answer(f"**No party here is called “{party}”.** Write one of these: {known}.")
    every = tables.claims(metric, start=start, end=end)
    every = every.dropna(subset=["value", "value_low", "value_high"], how="all")
    own, name = every[every["claimant_side"] == side], SIDES[side].label
    title = str(reader.by_id("metrics")[every["metric"].iloc[0]]["title"]) if len(every) else metric
    asked = f"“{title}”, {phrases.days(start, end)}, whatever they cover"
    if own.empty:
        return Answer(f"**{name} gave none** of the {len(every)} figures of {asked}.")
    first = records(rows(own))[0]
    share = "all" if len(own) == len(every) else str(len(own))
    return Answer(
        f"**{name} gave {share}** of the {len(every)} figures of {asked}; the first: "
        f"{first['claimant']}, {first['when']}: {first['words']}."
    )
