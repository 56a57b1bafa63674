"""What titles and sentences of chapter 2 find, computed again from the tables."""

import pandas as pd
from findings import HELD, value

from kursk import look, tables


def lost() -> pd.Series:
    """Return Ukraine's net loss on DeepState's map from month's end to month's end, in km²."""
    return (-HELD.resample("ME").last().diff())["2024-09":"2025-02"]


def fallen() -> pd.Series:
    """Return how far the ground fell from its largest extent in a month to that month's end."""
    area = HELD.resample("ME")
    return (area.max() - area.last())["2024-09":"2025-02"]


def test_ground_held_shrank_by_more_than_half() -> None:
    """By the end of February the ground held was less than half of that of early September."""
    assert value("ge-c051") < value("ge-c023") / 2


def test_ground_held() -> None:
    """The pocket shrank in each month, most of all in October, however a month is measured."""
    for losses in (lost(), fallen()):
        assert len(losses) == 6
        assert (losses > 0).all()
        assert str(losses.idxmax())[:7] == "2024-10"


def counted() -> pd.DataFrame:
    """Return the counts of Russia's force that the chart draws."""
    scopes = ["kursk", "kursk-with-north-koreans"]
    return tables.claims("troops_russia", scope=scopes, start="2024-09-01", end="2025-02-28")


def test_forces() -> None:
    """Most counts after September exceed all of September, and they do not count the same."""
    rows = look.rows(counted())
    early = rows[rows["date"] < "2024-10-01"]
    later = rows[rows["date"] >= "2024-10-01"]
    assert (later["low"] > early["high"].max()).mean() > 0.5
    assert len(set(later["scope"])) == 2


def test_forces_moved_here_were_as_many_in_september_as_the_soldiers_counted_in_december() -> None:
    assert value("in-c049") >= value("sd-c02")


def test_forces_were_counted_by_others_than_moscow() -> None:
    assert "russia" not in set(counted()["claimant_side"])


def test_half() -> None:
    """Half of the shares were given without a whole: seven of fourteen."""
    shares = tables.claims("share_recaptured", scope="kursk", start="2024-10-01", end="2025-02-28")
    readings = tables.readings()
    known = set(readings.loc[readings["chart"] == "half", "row_id"])
    assert len(shares) == 14
    without = len(set(shares["claim_id"]) - known)
    assert without == 7
    assert without == len(shares) / 2


def test_half_every_whole_is_the_row_of_a_peak() -> None:
    readings = tables.readings()
    wholes = readings.loc[readings["chart"] == "half", "reading"]
    assert set(tables.claims(ids=list(wholes))["metric"]) == {"other_area_peak"}


def test_half_the_ministrys_own_numbers_give_the_whole_that_is_drawn() -> None:
    whole = value("ap-c13") / (value("ge-c194") / 100)
    assert abs(whole / value("co-c103") - 1) < 0.001


def test_try_whole_nobody_named_a_whole_that_leaves_500_km2_of_two_thirds_lost() -> None:
    needed = value("sd-c63") / (1 - 2 / 3)
    peaks = look.rows(tables.claims("other_area_peak", scope="kursk-peak"))
    assert peaks["high"].max() < needed


def test_east() -> None:
    """Each month Russia gained more in Ukraine than Ukraine lost in Kursk region, net or not."""
    gains = tables.claims("other_russian_gain_ukraine_month", start="2024-09-01", end="2024-12-31")
    afp = gains[gains["claimant"].str.startswith("AFP")]
    assert len(afp) == 4
    for losses in (lost(), fallen()):
        for _, row in afp.iterrows():
            assert row["value"] > losses[row["as_of"][:7]].iloc[0], row["claim_id"]


def test_november_was_the_largest_gain_of_these_months_by_afp() -> None:
    gains = tables.claims("other_russian_gain_ukraine_month", start="2024-08-01", end="2025-03-31")
    afp = gains[gains["claimant"].str.startswith("AFP")]
    assert afp.set_index("claim_id")["value"].idxmax() == "st-c119"


def test_map_stalemate() -> None:
    """More and more places were reported as Russian."""
    days = ["2024-09-18", "2024-11-15", "2025-01-10", "2025-03-05"]
    standing = look.standing(look.rows(tables.control()), on=days)
    russian = standing[standing["held"] == "Russia"].groupby("panel", sort=False).size()
    assert list(russian) == sorted(set(russian))
