"""What the titles of the numbers' charts say is found, recomputed from the tables."""

import pytest

from kursk import agreement, look, tables
from kursk.model import Claim, by_id, rows


def compared() -> list[agreement.Month]:
    """Months of what the page asks, single fights left out."""
    shown = tables.agreement().query("question != ''")
    metrics = set(shown["metric"])
    return [
        month
        for month in agreement.months()
        if month.metric in metrics
        and (month.scope in ("kursk", "in-russia") or month.scope.startswith("ukraine-"))
    ]


def test_agreement_equal_or_seven_times_apart() -> None:
    ratios = [pair.ratio for month in compared() for pair in (month.widest, month.nearest)]
    assert min(ratios) == 1
    assert round(max(ratios)) == 7


def test_agreement_the_nearest_counts_of_ground_lie_near_one_in_most_months() -> None:
    ground = [month for month in compared() if month.metric == "area_held"]
    near = [month for month in ground if month.nearest.ratio < 1.25]
    assert len(near) > len(ground) / 2
    assert round(max(month.widest.ratio for month in ground)) == 7


@pytest.mark.parametrize(
    ("low", "high", "ratio", "least"),
    [
        # 3 km² and 8.1 square miles, that is 21 km²: numbers without an open end
        ("co-c42", "ge-c070", 21 / 3, False),
        # about 1,100 beside more than 3,000: so many times at the least
        ("nk-c39", "nk-c40", 3000 / 1100, True),
    ],
)
def test_a_ratio_is_that_of_the_nearest_ends(
    low: str, high: str, ratio: float, least: bool
) -> None:
    (pair,) = agreement.pairs([by_id(Claim)[low], by_id(Claim)[high]])
    assert (pair.low.id, pair.high.id) == (low, high)
    assert pair.ratio == pytest.approx(ratio)
    assert pair.least == least


def test_no_party_is_compared_with_itself_and_nothing_with_what_it_is_not() -> None:
    found = list(agreement.pairs(rows(Claim)))
    assert len(found) > 50
    for pair in found:
        assert pair.low.side != pair.high.side
        assert (pair.low.metric, pair.low.scope) == (pair.high.metric, pair.high.scope)
        assert pair.low.scope
        assert pair.days <= agreement.DAYS
        assert pair.ratio >= 1


def test_a_figure_is_not_compared_with_one_that_was_made_from_it() -> None:
    """Agentstvo counted on DeepState's maps: that both agree says nothing."""
    for pair in agreement.pairs(rows(Claim)):
        shorts = {pair.low.short, pair.high.short}
        assert shorts not in ({"Agentstvo", "DeepState"}, {"AFP", "ISW"}), pair


def test_open_ends_that_decide_nothing_make_no_pair() -> None:
    """“More than 1,000” and 1,294 may both be right, and so may “up to 12,000” and 10,000."""
    for pair in agreement.pairs(rows(Claim)):
        words = {pair.low.qualifier, pair.high.qualifier}
        if words & {"more_than", "at_least", "up_to", "less_than"}:
            assert pair.ratio > 1
            assert pair.least


def test_hedges_independents_and_moscow_gave_bare_numbers_most_seoul_least() -> None:
    said = look.rows(tables.claims())
    said = said[~said["stated"].str.endswith("no wording exists")]
    bare = said["qualifier"] == "exact"
    counted = bare.groupby(said["side"]).agg(["size", "mean"])
    share = counted.loc[counted["size"] >= 20, "mean"]
    assert set(share.nlargest(2).index) == {"Independent", "Russia"}
    assert share["Independent"] > 0.5 and share["Russia"] > 0.5 > share["Ukraine"]
    assert list(share.nsmallest(2).index) == ["South Korea", "Press"]
    assert all(0.2 < share[side] < 0.3 for side in ("Press", "South Korea"))


@pytest.mark.parametrize(
    ("lost", "side", "highest"),
    [("casualties_ukraine", "russia", "lt-c07"), ("casualties_russia", "ukraine", "co-c84")],
)
def test_for_losses_of_the_two_armies_only_the_other_side_gave_figures(
    lost: str, side: str, highest: str
) -> None:
    said = tables.claims(lost, scope="kursk").set_index("claim_id")
    assert set(said["claimant_side"]) == {side}
    assert said["value"].idxmax() == highest
