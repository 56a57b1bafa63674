"""What titles and sentences of the map's page find, computed again from the tables."""

import pandas as pd

from kursk import look, tables

DATES = ["sd-e05", "in-e65", "st-e12", "nk-e22", "st-e49", "ap-e21", "sd-e58", "sd-e63"]


def held() -> pd.DataFrame:
    """Return how many places each was said to hold, for each of the eight days in their order."""
    days = list(tables.events(ids=DATES)["date"])
    eight = look.standing(look.rows(tables.control()), on=days, near=14)
    return eight.groupby("panel", sort=False)["held"].value_counts().unstack(fill_value=0)


def test_map() -> None:
    """From one date to the next, more places were reported as Russian."""
    russian = held()["Russia"]
    assert len(russian) == 8
    assert (russian.diff().dropna() > 0).all()


def test_map_on_the_last_day_none_is_ukrainian() -> None:
    assert held()["Ukraine"].iloc[-1] == 0


def test_map_sudzha_is_no_longer_in_dispute_on_the_last_day() -> None:
    days = list(tables.events(ids=DATES)["date"])
    eight = look.standing(look.rows(tables.control()), on=days, near=14)
    sudzha = eight[eight["place"] == "Sudzha"].set_index("panel")
    assert sudzha.loc["15 March 2025", "split"]
    assert sudzha.loc["26 April 2025", "held"] == "Russia"


def test_map_at_first_most_are_ukrainian_or_contested() -> None:
    first = held().iloc[0]
    assert first["Ukraine"] + first["Contested"] > first["Russia"]


def test_sumy() -> None:
    """Of five villages both spoke, and Moscow's claim came before DeepState's map."""
    control = tables.control().merge(tables.places()[["place_id", "oblast"]], on="place_id")
    sumy = control[(control["oblast"] == "Sumy") & (control["controller"] == "russia")]
    sumy = sumy[sumy["as_of"] >= "2025-02-01"]
    moscow = sumy[sumy["claimant_side"] == "russia"].groupby("place_id")["as_of"].min()
    mapped = sumy[sumy["claimant"].str.startswith("DeepState")].groupby("place_id")["as_of"].min()
    both = pd.DataFrame({"moscow": moscow, "mapped": mapped}).dropna()
    assert len(both) == 5
    assert (both["moscow"] < both["mapped"]).all()
