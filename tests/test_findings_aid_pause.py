"""What the figures and sentences of chapter 4 find, recomputed from the tables."""

import pandas as pd
import pytest
from findings import HELD, held, lost_a_day, value

from kursk import look, tables


def day(event_id: str) -> pd.Timestamp:
    return pd.Timestamp(tables.events(ids=[event_id])["date"].iloc[0])


QUARREL, STOP, LIFTED = day("ap-e04"), day("ap-e10"), day("sd-e42")


def test_speed_the_slide_began_before_the_stop() -> None:
    assert lost_a_day(QUARREL, STOP) > 5 * lost_a_day("2025-02-15", QUARREL) > 0


def test_speed_the_slide_doubled_during_the_stop() -> None:
    assert lost_a_day(STOP, LIFTED) == pytest.approx(2 * lost_a_day(QUARREL, STOP), rel=0.1)


def test_speed_most_of_what_the_stop_lost_left_the_map_on_its_last_day() -> None:
    on_the_day = lost_a_day(LIFTED - pd.Timedelta(days=1), LIFTED)
    assert on_the_day > lost_a_day(STOP, LIFTED) * (LIFTED - STOP).days / 2


def test_speed_it_grew_faster_with_the_first_of_march_not_with_the_quarrel() -> None:
    quarrel, first = (pd.Timestamp(day) for day in ("2025-02-28", "2025-03-01"))
    before, one = lost_a_day("2025-02-15", quarrel), pd.Timedelta(days=1)
    assert lost_a_day(quarrel - one, quarrel) <= before
    assert lost_a_day(quarrel, first) > 10 * before


@pytest.mark.parametrize("lag", [1, 2, 3])
def test_speed_read_some_days_later_the_pace_of_the_stop_is_three_times_the_one_before(
    lag: int,
) -> None:
    late = pd.Timedelta(days=lag)
    before = lost_a_day(QUARREL + late, STOP + late)
    assert lost_a_day(STOP + late, LIFTED + late) == pytest.approx(3 * before, rel=0.1)


def test_speed_it_slowed_after_and_much_in_the_second_half_of_march() -> None:
    off_the_map = day("sd-e58")
    after = lost_a_day(LIFTED, off_the_map)
    assert after < lost_a_day(STOP, LIFTED)
    assert lost_a_day(off_the_map, "2025-03-31") < after / 4


def test_decisions_and_front_the_stops_and_the_breakthrough_fell_into_one_week() -> None:
    found = [day(row) for row in ("ap-e05", "ap-e10", "ap-e13")]
    last = pd.Timestamp(tables.events(ids=["ap-e13"])["date_end"].iloc[0])
    assert (max([*found, last]) - min(found)).days < 7
    assert (max(found) - min(found)).days <= 3


def test_ground_around_the_pause_it_shrank_before_during_and_after() -> None:
    days = (pd.Timestamp("2025-02-15"), day("ap-e05"), LIFTED, pd.Timestamp("2025-03-31"))
    ground = [held(one) for one in days]
    assert ground == sorted(ground, reverse=True)
    assert len(set(ground)) == len(ground)


def test_encircled_trump_said_yes_moscow_isolated_and_no_independent_voice_did() -> None:
    said = look.readings("encircled")
    yes = said[said["reading"] == "yes"]
    assert set(yes["side"]) == {"Russia", "United States"}
    assert {"Trump", "Putin", "Gerasimov"} <= set(yes["short"])
    moscow = " ".join(yes.loc[yes["side"] == "Russia", "words"])
    assert "isolated" in moscow and "in isolation" in moscow
    assert "surrounded" not in moscow and "encircled" not in moscow
    trump = yes[yes["short"] == "Trump"]["words"]
    assert trump.str.contains("surrounded|encircled").any()
    independent = said[said["side"] == "Independent"]
    assert len(independent) >= 3
    assert "yes" not in set(independent["reading"])


def test_encircled_the_word_beside_a_mark_is_the_speaker_s() -> None:
    said = look.readings("encircled").set_index("id")
    beside = tables.readings().query("chart == 'encircled'").set_index("row_id")["note"]
    assert set(said.index[said["reading"] == "yes"]) <= set(beside[beside != ""].index)
    for row, word in beside[beside != ""].items():
        assert word.strip("“”").casefold() in said["words"][str(row)].casefold()


def test_share_86_and_70_percent_leave_about_180_and_about_400() -> None:
    moscow = value("ge-c129") * (1 - value("sd-c23") / 100)
    isw = value("sd-c46") * (1 - value("sd-c67") / 100)
    assert moscow == pytest.approx(180, abs=10)
    assert isw == pytest.approx(400, abs=10)


def test_try_share_the_starting_area_hardly_matters() -> None:
    wholes = [value("ge-c129"), value("sd-c46")]
    assert max(wholes) / min(wholes) < 1.06
    shares = [100 * (1 - value("ap-c02") / whole) for whole in wholes]
    assert max(shares) - min(shares) < 1


def test_about_two_thirds_were_lost_by_late_february_on_the_book_s_own_map_half() -> None:
    assert held("2025-02-28") < HELD.max() / 2


def test_pocket_had_been_shrinking_for_half_a_year_by_every_count() -> None:
    assert held("2024-09-10") > held("2024-12-10") > held(QUARREL)


def test_encircled_who_did_not_comment_stands_on_no_line() -> None:
    assert not {"CIA", "White House"} & set(look.readings("encircled")["short"])


def test_decisions_and_front_help_is_back_no_later_than_confirmed() -> None:
    days = look.readings("decisions-and-front").set_index("reading")
    stops = days[days.index.str.endswith("stop")]
    assert set(stops["until"]) == {str(LIFTED.date())}
    assert str(days.loc["Aid is back", "date"]) > str(LIFTED.date())
