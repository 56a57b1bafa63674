"""What the tests of findings read from the tables: a claim's figure, the ground held on a day."""

import pandas as pd

from kursk import look, tables

#: Ground held on DeepState's map by day, km².
HELD = tables.area_series("deepstate_blue_kursk").set_index("date")["km2"].astype(float)


def value(claim_id: str) -> float:
    """Return the figure of a claim in the unit that charts show."""
    return float(look.rows(tables.claims(ids=[claim_id]))["value"].iloc[0])


def held(day: str | pd.Timestamp) -> float:
    """Return the ground held on a day, by the last measurement until then, in km²."""
    return HELD[:day].iloc[-1]


def lost_a_day(first: str | pd.Timestamp, last: str | pd.Timestamp) -> float:
    """Return the ground lost from one day to another, in km² a day."""
    return (held(first) - held(last)) / (pd.Timestamp(last) - pd.Timestamp(first)).days
