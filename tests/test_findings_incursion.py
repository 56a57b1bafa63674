"""What titles and sentences of chapter 1 find, computed again from the tables."""

import json
import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd
from findings import value

from kursk import look, tables
from kursk.paths import data_folder


def read(chart: str) -> pd.DataFrame:
    readings = tables.readings()
    return readings[readings["chart"] == chart]


def map_day(day: str) -> pd.Series:
    """Return held ground and grey zone on DeepState's map as it stood on a day, in km²."""
    area = tables.area_series(["deepstate_blue_kursk", "deepstate_grey_russia"])
    return area[area["date"] <= day].groupby("series")["km2"].last()


def kyiv() -> pd.DataFrame:
    """Return what Kyiv said in the first five weeks that it held."""
    return tables.claims(
        "area_held", scope="kursk", side="ukraine", start="2024-08-06", end="2024-09-10"
    )


def corners(nested: list[Any]) -> Iterator[list[float]]:
    """Yield the corners of a geometry, however deep its lists."""
    if isinstance(nested[0], list):
        for part in nested:
            yield from corners(part)
    else:
        yield nested


def nearest_border_km(lon: float, lat: float) -> float:
    """Return the distance of a place from the nearest corner of the state border, in km."""
    border = json.loads((data_folder() / "geo" / "border.geojson").read_text("utf-8"))
    narrow = math.cos(math.radians(lat))
    return min(
        111.2 * math.hypot((x - lon) * narrow, y - lat)
        for feature in border["features"]
        for x, y in corners(feature["geometry"]["coordinates"])
    )


def test_in_short_the_map_had_less_than_a_third_of_what_kyiv_counted_on_12_august() -> None:
    assert value("ge-c010") < value("sd-c37") / 3


def test_where_incursion() -> None:
    """Sudzha lies on the Russian side, within 12 km of the border of Sumy region."""
    places = tables.places().set_index("place_id")
    assert places.loc["sudzha", "country"] == "Russia"
    assert places.loc["sumy", "country"] == "Ukraine"
    assert nearest_border_km(*places.loc["sudzha", ["lon", "lat"]]) < 12


def test_depth() -> None:
    """12 km and 35 were both said to be the depth, by two speakers, in one week."""
    depth = read("depth").set_index("row_id")["reading"]
    said = tables.claims(ids=["sd-c38", "in-c013"]).set_index("claim_id")
    assert set(depth[said.index]) == {"said"}
    assert dict(said["value"].astype(float)) == {"sd-c38": 12, "in-c013": 35}
    assert set(said["qualifier"]) == {"exact"}
    assert said["claimant_id"].nunique() == 2
    days = pd.to_datetime(said["as_of"])
    assert (days.max() - days.min()).days <= 6


def test_map_first_weeks() -> None:
    """Sudzha was taken; the town of Korenevo was never reported as taken."""
    control = tables.control()
    early = control[control["as_of"] <= "2024-09-10"]
    assert "ukraine" not in set(early.loc[early["place_id"] == "korenevo", "controller"])
    standing = look.standing(look.rows(control), on=["2024-08-20", "2024-09-01", "2024-09-10"])
    sudzha = standing[standing["place"] == "Sudzha"]
    assert set(sudzha["held"]) == {"Ukraine"}


def test_grey() -> None:
    """From 15 August on Kyiv's figures fit the map only with the grey zone."""
    figures = kyiv()
    later = figures[figures["as_of"] >= "2024-08-15"]
    assert len(later) >= 4
    for _, row in later.iterrows():
        area = map_day(row["as_of"])
        assert abs(area.sum() / row["value"] - 1) < 0.07, row["claim_id"]
        assert area["deepstate_blue_kursk"] < 0.75 * row["value"], row["claim_id"]


def test_grey_held_and_grey_ground_make_the_row_that_the_text_names() -> None:
    assert round(map_day("2024-08-21").sum(), 1) == value("ge-c115")
    assert abs(value("ge-c115") / value("sd-c43") - 1) < 0.02


def test_kyivs_figures_rose_to_the_last() -> None:
    figures = kyiv().sort_values("as_of")
    assert figures["value"].is_monotonic_increasing
    assert figures["claim_id"].iloc[-1] == "in-c030"


def test_settlements_only_kyiv_counted_after_15_august() -> None:
    later = tables.claims("settlements_held", start="2024-08-16", end="2024-09-10")
    assert set(later["claimant_side"]) == {"ukraine"}


def test_told_to_leave() -> None:
    """People had to leave, and left, on both sides of the border."""
    said = tables.claims(ids=list(read("told-to-leave")["row_id"]))
    assert set(said["claimant_side"]) == {"ukraine", "russia"}
    for _, side in said.groupby("claimant_side"):
        assert len(side) == 2


def test_aims() -> None:
    """New aims joined, and old ones came back: no week names those of the week before."""
    read_as = read("aims")
    ids = list(read_as["row_id"])
    said = pd.concat([look.rows(tables.quotes(ids=ids)), look.rows(tables.events(ids=ids))])
    aims = read_as.merge(said, left_on="row_id", right_on="id").sort_values("date")
    weeks = aims.groupby(pd.to_datetime(aims["date"]).dt.isocalendar().week)["reading"].agg(set)
    assert all(one != other for one, other in pairwise(weeks))
    said_before = [set().union(*weeks.iloc[:n]) for n in range(len(weeks))]
    joined = [week - before for week, before in zip(weeks, said_before, strict=True)]
    assert any(joined[1:])
    returned = [(week & before) - last for week, before, last in
                zip(weeks.iloc[1:], said_before[1:], weeks, strict=False)]  # fmt: skip
    assert any(returned)
    assert aims["reading"].iloc[0] == "stretch or draw off troops"
    assert aims["reading"].nunique() == 11
    assert set(aims["side"]) <= {"Ukraine", ""}


def test_august_gains() -> None:
    """By both counts, and in August, Ukraine took more ground than Russia did."""
    afp = tables.claims(ids=["in-c028"])["value_low"].iloc[0]
    assert afp > value("in-c057")
    assert value("ge-c021") > value("ge-c147")
