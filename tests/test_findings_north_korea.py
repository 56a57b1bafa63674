"""What the figures and sentences of chapter 3 find, recomputed from the tables."""

from typing import Any

import pandas as pd
import pytest
from findings import lost_a_day, value

from kursk import look, tables


def people(metric: str, **where: Any) -> pd.DataFrame:
    """Claims of a metric with a number, as a chart draws them."""
    return look.rows(tables.claims(metric, **where).dropna(subset="value"))


def share_of_the_dead(claim_id: str) -> float:
    return value(claim_id) / 100


def test_ladder_three_kinds_came_out_on_the_first_day() -> None:
    seen = look.readings("ladder")
    first = seen[seen["date"] == seen["date"].min()]
    assert set(first["reading"]) == {"Satellite pictures", "A film", "Secret services"}


def test_ladder_those_who_had_denied_it_spoke_last() -> None:
    seen = look.readings("ladder")
    deniers = seen["reading"].str.contains("own word")
    assert seen.loc[~deniers, "date"].max() < seen.loc[deniers, "date"].min()


def test_troops_in_november_three_governments_named_nearly_one_number() -> None:
    november = people("troops_north_korea", scope="kursk", start="2024-11-01", end="2024-11-30")
    assert {"Ukraine", "United States", "South Korea"} <= set(november["side"])
    assert november["value"].between(10_000, 11_000).all()


def test_troops_at_first_the_numbers_lay_far_apart() -> None:
    october = people("troops_north_korea", start="2024-10-18", end="2024-10-24")
    assert october["value"].max() > 5 * october["value"].min()


def test_denied_moscow_said_no_at_least_twice_then_yes_in_april() -> None:
    said = look.readings("denied")
    moscow = said[said["side"] == "Russia"].sort_values("date")
    turns = moscow["reading"][moscow["reading"] != moscow["reading"].shift()]
    assert list(turns) == ["no", "left open", "no", "left open", "yes"]
    assert moscow.loc[moscow["reading"] == "no", "date"].nunique() == 2
    assert moscow.loc[moscow["reading"] == "yes", "date"].min().startswith("2025-04")


def test_denied_pyongyang_said_no_left_it_open_and_said_yes() -> None:
    said = look.readings("denied")
    pyongyang = said[said["side"] == "North Korea"].sort_values("date")
    assert list(pyongyang["reading"]) == ["no", "left open", "yes"]


def test_denied_moscow_needed_half_a_year() -> None:
    said = look.readings("denied").query("side == 'Russia'").sort_values("date")
    first, yes = said["date"].iloc[0], said.loc[said["reading"] == "yes", "date"].min()
    assert 180 <= (pd.Timestamp(yes) - pd.Timestamp(first)).days <= 200


def test_dead_in_spring_2025_three_counts_of_the_losses_lay_close_together() -> None:
    spring = [value(row) for row in ("co-c46", "nk-c84", "nk-c76")]
    assert max(spring) <= 1.12 * min(spring)


def test_dead_the_shares_run_from_one_in_ten_to_two_thirds() -> None:
    first = value("nk-c51") / value("nk-c96")
    seoul = value("nk-c82") / value("nk-c84")
    west = value("sd-c53") / value("sd-c52")
    london, kyiv = share_of_the_dead("nk-c95"), share_of_the_dead("nk-c68")
    assert seoul == pytest.approx(1 / 8, abs=0.01)
    assert first == pytest.approx(1 / 10, abs=0.01)
    assert first < seoul < west < london < kyiv
    assert kyiv == pytest.approx(2 / 3, abs=0.01)


def test_dead_the_five_counts_are_of_january_to_april() -> None:
    five = tables.claims(ids=["nk-c96", "sd-c52", "nk-c67", "nk-c76", "nk-c84"])
    months = ["2025-01", "2025-01", "2025-02", "2025-03", "2025-04"]
    assert sorted(five["as_of"].str[:7]) == months


def test_dead_kyivs_later_count_came_without_the_dead() -> None:
    later = tables.claims(ids=["co-c46"]).iloc[0]
    assert later["as_of"] > "2025-02-14"
    named = pd.concat([people("killed_north_korea"), people("other_share_killed_among_casualties")])
    assert not ((named["date"] == later["as_of"]) & (named["side"] == "Ukraine")).any()


def test_dead_each_bar_has_its_part() -> None:
    lost = people("casualties_north_korea")
    killed = people("killed_north_korea")
    share = people("other_share_killed_among_casualties")
    named = pd.concat([killed, share])
    both = lost.merge(named, on=["short", "date"])
    assert set(both["id_x"]) == {"nk-c96", "nk-c84", "sd-c52", "nk-c76", "nk-c67"}


def test_killed_seoul_more_than_tripled_its_own_count() -> None:
    assert value("nk-c93") > 3 * value("nk-c82")


def test_killed_romanov_names_three_times_the_garrison() -> None:
    assert value("nk-c27") >= 3 * value("nk-c25")


def test_the_map_lost_ground_in_the_attacks_about_as_fast_as_in_november_then_hardly() -> None:
    november = lost_a_day("2024-10-31", "2024-12-06")
    attacks = lost_a_day("2024-12-06", "2025-01-15")
    after = lost_a_day("2025-01-15", "2025-02-28")
    assert attacks == pytest.approx(november, rel=0.25)
    assert 0 < after < november / 5


def test_no_russian_and_no_north_korean_number_of_soldiers_is_known() -> None:
    troops = tables.claims("troops_north_korea")
    assert not set(troops["claimant_side"]) & {"russia", "north_korea"}
