"""What the front page's titles and sentences say is found, recomputed from the tables."""

from findings import HELD, held

from kursk import look, tables


def test_campaign_the_ground_shrank_slowly_then_almost_vanished() -> None:
    top, winter, end = HELD.max(), held("2025-02-28"), held("2025-04-26")
    assert str(HELD.idxmax())[:7] == "2024-09"
    assert 0.4 < winter / top < 0.5  # half of it went in almost six months
    assert end / winter < 0.05  # nearly all the rest in eight weeks


def test_campaign_kyivs_figures_lie_above_the_map() -> None:
    said = tables.claims("area_held", scope="kursk", side="ukraine").dropna(subset=["value"])
    said = said[said["as_of"].between("2024-08-08", "2025-07-01")]
    assert len(said) >= 8
    assert (said["value"] > said["as_of"].map(held)).all()


def test_half_a_year_of_neither_breaking_nor_holding() -> None:
    phase = tables.phases().set_index("phase_id").loc["stalemate"]
    assert (phase["start"], phase["end"]) == ("2024-09-11", "2025-03-07")
    assert held("2025-02-28") < 0.5 * held("2024-09-11")


def test_two_weeks_after_the_crossing_kyiv_claimed_1263() -> None:
    claim = tables.claims(ids=["sd-c43"]).iloc[0]
    crossing = tables.events(ids=["sd-e02"]).iloc[0]
    assert (crossing["date"], claim["as_of"], claim["value"]) == ("2024-08-06", "2024-08-20", 1263)


def test_map_mostly_ukrainian_held_in_august_hardly_anywhere_in_april() -> None:
    said = look.rows(tables.control())
    told = look.standing(said, on=["2024-08-31", "2025-04-28"]).groupby("panel")["held"]
    share = told.apply(lambda held: (held == "Ukraine").mean())
    assert share["31 August 2024"] > 0.5
    assert share["28 April 2025"] < 0.15
