"""What the titles and sentences of chapter 5 find, recomputed from the tables."""

import pandas as pd

from kursk import tables


def claim(row_id: str) -> pd.Series:
    return tables.claims(ids=[row_id]).iloc[0]


def readings(chart: str) -> pd.DataFrame:
    read = tables.readings().query("chart == @chart")
    said = tables.quotes(ids=list(read["row_id"]))
    return said.merge(read, left_on="quote_id", right_on="row_id")


def test_pipe_those_who_sent_the_men_count_more_than_those_who_fought_them() -> None:
    said = tables.claims("troops_russia", scope="pipeline-2025-03-08")
    by_side = said.groupby("claimant_side")["value"]
    assert by_side.min()["russia"] > by_side.max()["ukraine"]
    assert by_side.max()["independent"] < by_side.min()["russia"]


def test_sudzha_was_reported_as_russian_held_on_four_different_days() -> None:
    told = tables.control().query("place_id == 'sudzha' and '2025-03-12' <= as_of <= '2025-03-16'")
    told = told[~told["claimant"].str.contains("this book")]
    days = sorted(set(told.query("controller == 'russia'")["as_of"]))
    assert days == ["2025-03-12", "2025-03-13", "2025-03-15", "2025-03-16"]


def test_share_the_wholes_are_nearly_alike_and_the_rests_are_not() -> None:
    moscow, isw = claim("co-c103")["value"], claim("sd-c46")["value"] * 2.589988
    assert 1 < isw / moscow < 1.06
    left = moscow * (1 - claim("sd-c23")["value"] / 100), isw * (1 - claim("sd-c67")["value"] / 100)
    assert left[0] < left[1] / 2
    assert [round(km2, -1) for km2 in left] == [180, 400]


def test_try_whole_no_whole_closes_the_gap() -> None:
    assert (100 - claim("sd-c67")["value"]) / (100 - claim("sd-c23")["value"]) > 2


def test_last_strip_april_lies_between_3_and_about_30_june_is_5_5_or_about_90() -> None:
    said = tables.claims("area_held", scope=["kursk", "glushkovo-district"],
                         start="2025-04-19", end="2025-06-22")  # fmt: skip
    said = said[~said["claimant"].str.contains("this book")]
    assert len(said) == 8  # the description names each
    april = said[said["as_of"].str.startswith("2025-04")]
    april = april.assign(km2=april["value"] * april["unit"].map({"km2": 1, "sq_mi": 2.589988}))
    assert set(april.query("km2 == km2.min()")["claim_id"]) == {"co-c42"}
    assert set(april.query("km2 == km2.max()")["claim_id"]) == {"co-c45"}
    assert set(said["claim_id"]) - set(april["claim_id"]) == {"co-c74", "co-c75"}


def test_when_moscow_said_it_was_over_and_kyiv_went_on_saying_no() -> None:
    said = readings("when").query("date_spoken >= '2025-04-26'")
    assert set(said.query("side == 'russia'")["reading"]) == {"over"}
    assert set(said.query("side == 'ukraine'")["reading"]) == {"not over"}
    assert said["date_spoken"].max() == "2025-10-30"
    last = said.sort_values("date_spoken")["text_en"].tail(2)  # of Russia, not of Kursk region
    assert not last.str.contains("Kursk").any()


def test_when_one_ukrainian_officer_alone_had_called_it_over_before_moscow_did() -> None:
    said = readings("when").query("side == 'ukraine' and reading == 'over'")
    assert list(said["speaker_id"]) == ["andriy-officer"]
    assert said["date_spoken"].iloc[0] == "2025-03"


def test_when_a_second_russian_end_came_four_months_after_the_first() -> None:
    ends = tables.events(ids=["sd-e63", "co-e54"])
    assert list(ends["date"]) == ["2025-04-26", "2025-08-28"]


def test_losses_each_side_counts_the_other_and_none_itself() -> None:
    said = tables.claims(["casualties_russia", "casualties_ukraine"], scope="kursk")
    assert set(said.query("metric == 'casualties_russia'")["claimant_side"]) == {"ukraine"}
    assert set(said.query("metric == 'casualties_ukraine'")["claimant_side"]) == {"russia"}


def test_losses_both_totals_are_of_one_day_and_the_wrecks_nearly_equal() -> None:
    assert claim("co-c48")["as_of"] == claim("co-c47")["as_of"] == "2025-04-26"
    assert abs(claim("ap-c50")["value"] / claim("ap-c51")["value"] - 1) < 0.1


def test_missing_the_parts_of_the_list_make_the_whole() -> None:
    listed, found, alive, dead, unknown = (
        claim(row)["value"] for row in ("co-c110", "co-c111", "co-c113", "co-c114", "co-c102")
    )
    assert found + alive + dead + unknown == listed
    not_alive = found - claim("co-c112")["value"]  # the bar “Found dead”
    assert claim("co-c112")["value"] + not_alive + alive + dead + unknown == listed
    assert not_alive == 271


def test_verdicts_ukraines_leaders_said_yes_and_others_were_divided() -> None:
    said = readings("verdicts")
    leaders = said["speaker_id"].isin(["volodymyr-zelensky", "oleksandr-syrskyi"])
    assert set(said[leaders]["reading"]) == {"yes"}
    assert set(said[~leaders]["reading"]) == {"yes", "doubt", "no"}
