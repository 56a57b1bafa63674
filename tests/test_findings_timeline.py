"""What the timeline says of its events is found, recomputed from the tables."""

import re
from collections import Counter
from pathlib import Path

from findings import HELD, held

from kursk.model import Area, Event, Lane, Phase, rows


def test_a_dense_month_august_2024_and_march_2025_have_the_most_events() -> None:
    months = Counter(event.date[:7] for event in rows(Event) if event.date)
    assert {month for month, _ in months.most_common(2)} == {"2024-08", "2025-03"}


def test_some_seventy_key_events_reach_every_phase_and_every_lane() -> None:
    key = [event for event in rows(Event) if event.key]
    assert 60 <= len(key) <= 72
    assert {event.phase for event in key} == {phase.phase_id for phase in rows(Phase)}
    assert {event.lane for event in key} == {lane.lane_id for lane in rows(Lane)}
    assert all(event.date for event in key), "a key event has a place in time"


def test_a_reason_is_a_sentence_and_admits_nothing() -> None:
    for event in rows(Event):
        if event.key:
            assert event.key[0].isupper() and event.key.endswith("."), event.event_id
            assert not {"admits", "admitted", "revealed"} & set(event.key.lower().split())
            assert event.key != f"{event.title}.", f"{event.event_id}: no reason, but its title"


def test_the_ground_grew_within_weeks_halved_by_the_winter_and_fell_to_almost_nothing() -> None:
    assert str(HELD.idxmax())[:7] in ("2024-08", "2024-09")
    assert 0.4 < held("2025-02-28") / HELD.max() < 0.6
    assert HELD.iloc[-1] < 0.02 * HELD.max()
    assert len([row for row in rows(Area) if row.series == "deepstate_blue_kursk"]) > 300


def test_a_chapters_key_dates_are_those_of_the_timeline() -> None:
    key = {event.event_id for event in rows(Event) if event.key}
    chapters = sorted((Path(__file__).parents[1] / "book" / "chapters").glob("*.md"))
    for path in chapters:
        (named,) = re.findall(r"```\{key-dates\} \w+\n(.*?)```", path.read_text("utf-8"), re.S)
        assert set(named.split()) <= key, path.name
    assert len(chapters) == 5
