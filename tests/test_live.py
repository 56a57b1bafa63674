"""Cells in a kernel: the panels' answers, the notebooks from any folder, the installed package."""

import copy
import datetime as dt
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import altair as alt
import cells
import lean
import nbformat
import pandas as pd
import pytest
import vl_convert
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from thorough import beyond, thorough

from kursk import lab, look, tables, units
from kursk.lab import chosen, drawing
from kursk.lab import workbench as benches
from kursk.look.show import Still
from kursk.refusal import RefusalError
from sphinx_evidence import plain
from sphinx_pages import notebooks
from sphinx_pages.chapter import launch_context
from sphinx_pages.templates import part

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CHAPTERS = [path for path in NOTEBOOKS if path.stem[0].isdigit()]
AREA = {"start": "2024-08-06", "end": "2024-09-10"}


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("KURSK_WIDGETS", "1")
    yield


# --- panels ---


class Asked:
    """A panel's rows as a reader sees them, worked out by Vega itself for a choice of controls."""

    def __init__(self, **choice: Any) -> None:
        metric, width = choice.pop("metric", "area_held"), choice.pop("width", 600)
        window = {name: str(choice.pop(name, AREA[name])) for name in AREA}
        spec = copy.deepcopy(_panel(metric, **window))
        for param in spec["params"]:
            param["value"] = choice.pop(param["name"], param.get("value"))
            if param["name"] == "unit":  # in a test, the first words of one are enough
                options = param["bind"]["options"]
                param["value"] = next(one for one in options if one.startswith(param["value"]))
        assert not choice, f"no control {choice}"
        spec["width"] = width
        drawn = vl_convert.vegalite_to_scenegraph(spec)
        self.texts = [item["text"] for item in _items(drawn["scenegraph"], "text")]
        symbols = list(_items(drawn["scenegraph"], "symbol"))
        #: What a mark says of itself to who cannot see it: the words of its tooltip.
        self.marks = [item["description"] for item in symbols if "description" in item]
        self.heights = [item.get("y", 0) for item in symbols if "description" in item]
        self.places = [(item.get("x", 0), item.get("y", 0)) for item in symbols
                       if "description" in item]  # fmt: skip
        rules = _items(drawn["scenegraph"], "rule")
        #: Where the line of the reader's own estimate stands.
        self.line = next((it["y"] for it in rules if it.get("stroke") == look.ACCENT), None)
        said = next(item for item in _items(drawn["scenegraph"], "text")
                    if item["text"] == self.words)  # fmt: skip
        self.count_height = said.get("y", 0)
        lines = self.words.splitlines()
        reach = 6.5 * max(map(len, lines))
        left = said.get("x", 0) - (reach if said.get("align") == "right" else 0)
        #: Where the line that counts stands: left, right, top, bottom.
        self.frame_of_words = (left, left + reach, self.count_height,
                               self.count_height + 14 * len(lines))  # fmt: skip

    @property
    def words(self) -> str:
        """The line that counts."""
        said = (text for text in self.texts if "figure" in text or "ticked" in text)
        return str(next(said))


@cache
def _panel(metric: str, **window: str) -> dict[str, Any]:
    drawn: dict[str, Any] = lab.panel(metric, **window).to_dict()
    return drawn


def _items(node: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    for child in node.get("items", []):
        if node.get("marktype") == kind:
            yield child
        yield from _items(child, kind)


@pytest.mark.parametrize(
    ("choice", "topmost"),
    [({}, r"[\d,]+ km²"), ({"unit": "sq mi"}, r"[\d,]+ sq mi"),
     ({"unit": "% gone", "start": "2025-03-01", "end": "2025-04-26"}, r"\d+ %"),
     ({"metric": "settlements_held"}, r"\d+ settlements")],
)  # fmt: skip
def test_the_axis_of_a_panel_says_its_unit_once(choice: dict[str, str], topmost: str) -> None:
    labels = Asked(**choice).texts
    assert len([text for text in labels if re.fullmatch(topmost, str(text))]) == 1


@pytest.mark.parametrize("window", [AREA, {"start": "2025-03-01", "end": "2025-04-26"}])
def test_the_words_of_a_panel_stand_above_its_marks(window: dict[str, str]) -> None:
    asked = Asked(**window)
    assert asked.count_height < min(asked.heights)


def test_every_mark_of_a_panel_is_a_claim_with_its_source() -> None:
    asked = Asked()
    claimants = set(tables.claims("area_held")["claimant"])
    assert len(asked.marks) > 10
    for words in asked.marks:
        assert any(f"Who: {name}" in words for name in claimants), words
        assert "Source: " in words


def test_a_panel_shows_the_ticked_parties_and_no_other() -> None:
    alone = Asked(of_ukraine=True)
    three = Asked(of_ukraine=True, of_russia=True, of_press=True)
    ukraine = set(tables.claims("area_held", side="ukraine")["claimant"])
    for words in alone.marks:
        assert any(f"Who: {name}" in words for name in ukraine), words
    numbers = numbers_of("area_held", "ukraine", "russia", "press", **AREA)
    assert len(three.marks) >= len(alone.marks) > 0
    assert three.words == f"{len(numbers)} figures"


def test_while_no_party_is_ticked_all_are_shown_or_none() -> None:
    everyone, nobody = Asked(), Asked(unticked="nobody")
    assert everyone.words == f"{len(numbers_of('area_held', **AREA))} figures"
    assert not nobody.marks and nobody.words == "No party is ticked"
    number = len(numbers_of("area_held", "russia", **AREA))
    alone = Asked(unticked="nobody", of_russia=True).words
    assert alone == (f"{number} figures" if number > 1 else "1 figure")


def numbers_of(metric: str, *sides: str, start: str = "", end: str = "") -> pd.DataFrame:
    found = tables.claims(metric, scope="kursk", start=start, end=end)
    found = found.dropna(subset=["value", "value_low", "value_high"], how="all")
    return found[found["claimant_side"].isin(sides)] if sides else found


def test_a_party_without_a_figure_is_said_to_have_none_in_the_evidence() -> None:
    assert not len(numbers_of("area_held", "north_korea"))
    asked = Asked(of_north_korea=True)
    assert not asked.marks
    assert (
        " ".join(asked.words.split()) == "No figure of theirs of just this kind is in the evidence"
    )


def test_a_party_that_spoke_at_another_time_is_not_called_silent() -> None:
    window = {"start": "2024-08-06", "end": "2024-08-12"}
    assert not len(numbers_of("area_held", "south_korea", **window))
    every = {side: len(numbers_of("area_held", side)) for side in ("us", "uk", "russia")}
    for side, number in every.items():
        inside = len(numbers_of("area_held", side, **window))
        words = Asked(**{f"of_{side}": True}, **window).words
        if number and not inside:
            assert words.startswith("No figure of theirs in these weeks;")
            assert f"\n{number} stand" in words and words.endswith(" outside them")
        else:
            assert words.startswith(f"{inside} figure") or not number
    assert any(n and not len(numbers_of("area_held", side, **window)) for side, n in every.items())


@pytest.mark.parametrize(
    ("side", "end"), [("russia", "2024-09-10"), ("press", "2024-09-10"), ("press", "2024-08-20")]
)
def test_figures_from_before_the_peak_are_counted_and_not_called_silence(
    side: str, end: str
) -> None:
    """Two figures of Russia and five of the press once became “nobody gave a figure”."""
    number = len(numbers_of("area_held", side, start=AREA["start"], end=end))
    stated = Asked(**{f"of_{side}": True}, end=end)
    assert number and stated.words == f"{number} figure{'s' * (number > 1)}"
    for unit in ("% held", "% gone"):
        asked = Asked(**{f"of_{side}": True}, unit=unit, end=end)
        told = f"{number} figure{'s' * (number > 1)} older than\nthe peak of 6 September 2024:\n"
        assert not asked.marks
        assert asked.words == f"{told}no share of it"


@pytest.mark.parametrize(
    "choice",
    [
        {"of_russia": True, "unit": "% held"},
        {"of_north_korea": True}, {"of_south_korea": True}, {"unticked": "nobody"},
        {"estimate": 10}, {"unit": "% held"},
    ],
)  # fmt: skip
def test_no_line_of_the_words_is_too_long_for_a_phone(choice: dict[str, object]) -> None:
    assert max(map(len, Asked(**choice).words.splitlines())) <= 38


@pytest.mark.parametrize("width", [240, 600])
@pytest.mark.parametrize("unit", ["km²", "% held", "% gone"])
def test_the_words_of_a_panel_lie_on_no_mark(unit: str, width: int) -> None:
    """In the share that is gone, four lines of words once lay on the latest figures."""
    asked = Asked(unit=unit, end="2025-04-26", width=width)
    left, right, top, bottom = asked.frame_of_words
    assert not [(x, y) for x, y in asked.places if left < x < right and top < y < bottom]


def test_a_share_counts_what_it_shows_and_what_is_older() -> None:
    peak = "2024-09-06"
    every = numbers_of("area_held", **AREA)
    older = int((every["as_of"] < peak).sum())
    asked = Asked(unit="% held")
    assert asked.words.startswith(f"{len(every) - older} figure")
    assert f"\n{older} figures older than\nthe peak of 6 September 2024" in asked.words


def test_the_line_of_an_estimate_stands_between_the_same_figures_in_every_unit() -> None:
    above = []
    for unit in ("km²", "sq mi"):
        asked = Asked(estimate=800, unit=unit)
        assert asked.line is not None
        above.append(sum(height < asked.line for height in asked.heights))
    assert above[0] == above[1] > 0


def test_a_panel_without_a_window_shows_the_whole_campaign() -> None:
    table = lab.panel("troops_north_korea").to_dict()["usermeta"]["figure"]["table"]
    days = [row[0] for row in table["rows"]]
    assert (days[0], days[-1]) == ("31 October 2024", "27 December 2024")


def test_an_estimate_is_counted_against_every_claim() -> None:
    asked = Asked(estimate=10)
    number = len(numbers_of("area_held", **AREA))
    assert asked.words == f"Of {number} figures,\n{number} above my estimate, 0 below"


def test_a_figure_that_is_the_estimate_is_neither_above_nor_below() -> None:
    """Once the two counts did not add up, and nothing said why."""
    figures = numbers_of("area_held", **AREA)
    asked = Asked(estimate=1000)
    counts = [int(number) for number in re.findall(r"\d+", asked.words)]
    assert asked.words.endswith(" at it") and len(counts) == 4
    assert counts[0] == len(figures) == sum(counts[1:])


def test_a_window_of_one_day_shows_that_day_in_the_middle() -> None:
    spec = lab.panel("area_held", start="2024-08-12", end="2024-08-12").to_dict()
    days = tables.claims("area_held", scope="kursk", start="2024-08-12", end="2024-08-12")
    first, _ = look.date("date", "2024-08-12", "2024-08-12")["scale"].to_dict()["domain"]
    assert first["date"] == 11
    assert len(spec["usermeta"]["figure"]["table"]["rows"]) == len(days) > 1


def test_square_miles_as_stated_stay_as_stated() -> None:
    assert units.convert(1000.0, "km2", "sq_mi") == 386
    assert units.convert(386.0, "sq_mi", "km2") == 1000


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"metric": "area_heldd"}, "No metric here is called “area_heldd”. Near it: area_held "),
        ({"scope": "krusk"}, "No scope here is called “krusk”. Near it: kursk (Kursk region)"),
        ({"first": "Ukrain"}, "No party here is called “Ukrain”. Near it: ukraine. Write one of"),
        ({"end": "2024-08-01"}, "ends on 1 August 2024, before it starts on 6 August 2024"),
        ({"start": "2022-01-01", "end": "2022-02-01"}, "It has numbers for: glushkovo-district ("),
    ],
)
def test_a_panel_names_what_there_is(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(RefusalError, match=re.escape(said)):
        lab.panel(**({"metric": "area_held"} | AREA | wrong))


def test_a_panel_takes_the_words_that_readers_see() -> None:
    ids = {"metric": "area_held", "start": "2024-09-01", "end": "2024-09-30", "first": "Ukraine"}
    seen = {"metric": "Ground held by Ukraine", "start": "September 2024", "end": "30 Sept 2024",
            "first": "ukraine"}  # fmt: skip
    assert lab.panel(**ids).to_dict() == lab.panel(**seen).to_dict()


def test_every_choice_of_a_panel_moves_something() -> None:
    """A menu of peaks once did nothing as long as figures stood as stated."""
    weeks = {"start": "2025-03-01", "end": "2025-03-20"}
    params = lab.panel("area_held", **weeks).to_dict()["params"]
    shown = next(one["bind"]["options"] for one in params if one["name"] == "unit")
    asked = (Asked(unit=unit, **weeks) for unit in shown)
    seen = {str((one.texts, one.heights)) for one in asked}
    assert not {one["name"] for one in params if "bind" in one} & {"peak"}
    assert len(seen) == len(shown)


@pytest.mark.parametrize(
    ("table", "metric", "scope", "said"),
    [
        ("claimz", "area_held", "kursk", "No table here is called “claimz”. Near it: claims, "),
        ("claims", "area_heldd", "kursk", "Near it: area_held (Ground held by Ukraine)"),
        ("claims", "area_held", "krusk", "Near it: kursk (Kursk region)"),
        ("claims", "aid_value", "kursk", "No claim of aid_value covers kursk. It has claims for: "),
    ],
)
def test_a_bench_names_what_there_is(table: str, metric: str, scope: str, said: str) -> None:
    with pytest.raises(RefusalError, match=re.escape(said)):
        lab.bench(table, metric=metric, scope=scope)


def test_the_bench_in_a_page_is_a_still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURSK_WIDGETS", "0")
    meta = lab.bench().to_dict()["usermeta"]["figure"]
    assert meta["sources"] and meta["table"]["rows"]


# --- the bench ---


def _still() -> Any:
    """The figure that stands for the bench in a page."""
    with pytest.MonkeyPatch.context() as page:
        page.setenv("KURSK_WIDGETS", "0")
        return lab.bench()


def hint(bench: benches.Bench) -> str:
    """What the bench says in place of a chart."""
    (rows,) = bench.chart.chart.to_dict()["datasets"].values()
    return " ".join(str(rows[0].get("words")).split())


def test_the_bench_puts_figures_of_one_kind_alone_on_an_axis(live: None) -> None:
    bench = benches.Bench("claims", "area_held")
    assert len(bench.chart.chart.to_dict()["encoding"]) > 2
    bench.filters["metric"].value = "any"
    assert "Choose one entry under “What is counted”: only figures" in hint(bench)
    bench.table.value = "area_series"
    assert "Choose one entry under “Series”" in hint(bench)


def test_a_hint_of_the_bench_calls_a_menu_by_its_name(live: None) -> None:
    bench = benches.Bench("claims", "area_held")
    bench.filters["scope"].value = "any"
    assert "Choose one entry under “Covering”" in hint(bench)
    assert bench.filters["scope"].description == "Covering"


def test_bars_of_the_bench_never_add_claims_up() -> None:
    rows = chosen.filtered(chosen.prepared("claims"), metric="area_held", scope="kursk")
    spec = drawing.draw(rows, x="date", y="value", color="side", mark="bar").to_dict()
    spec["width"] = 600
    bars = _items(vl_convert.vegalite_to_scenegraph(spec)["scenegraph"], "rect")
    foot = {round(bar["y"] + bar["height"]) for bar in bars if bar.get("height")}
    assert len(foot) == 1  # all stand on the axis


def test_the_bench_says_in_words_what_is_counted_and_what_it_covers(live: None) -> None:
    bench = benches.Bench("claims", "area_held")
    spec = bench.chart.chart.to_dict()
    assert spec["title"]["text"] == "Ground held by Ukraine, Kursk region"
    assert spec["encoding"]["y"]["title"] == "km²"  # though some are stated in square miles
    assert ("Ground held by Ukraine", "area_held") in bench.filters["metric"].options


def test_the_bench_offers_what_a_metric_covers_and_chooses_it_where_it_is_one(live: None) -> None:
    bench = benches.Bench("claims", "area_held")
    bench.filters["metric"].value = metric = "share_recaptured"
    held = tables.claims(metric)
    offered = {value for _, value in bench.filters["scope"].options} - {"any"}
    assert offered == set(held["scope"]) - {""}
    assert (bench.filters["scope"].value != "any") == (len(offered) == 1)


def test_the_bench_asks_for_several_parties_at_once(live: None) -> None:
    bench = benches.Bench("claims", "area_held")
    bench.filters["side"].value = ("Ukraine", "Russia")
    assert set(bench.rows["side"]) == {"Ukraine", "Russia"}


@pytest.mark.parametrize("day", ["31 June 2024", "08/15/2024", "2024-13-45", "15.08.2024"])
def test_the_bench_says_how_a_day_is_written(live: None, day: str) -> None:
    bench = benches.Bench("claims", "area_held")
    bench.start.value = day
    said = f"No day of the calendar is written “{day}”. Write it like 6 August 2024 or 2024-08-06."
    assert hint(bench) == said
    assert bench.export.disabled


@pytest.mark.parametrize("day", ["6 September 2024", "6 sep 2024", " 2024-09-06 "])
def test_the_bench_takes_a_day_as_the_book_writes_it(live: None, day: str) -> None:
    bench = benches.Bench("claims", "area_held")
    bench.start.value = bench.end.value = day
    assert set(bench.rows["date"]) == {"2024-09-06"}


def test_the_bench_offers_the_parties_that_gave_figures_and_keeps_those_chosen(live: None) -> None:
    bench = benches.Bench("claims", "area_held")
    bench.filters["side"].value = ("Ukraine", "Russia")
    for metric in ("settlements_held", "troops_north_korea"):
        bench.filters["metric"].value = metric
        spoke = set(look.rows(tables.claims(metric))["side"])
        assert {value for _, value in bench.filters["side"].options} == spoke | {"any"}
        assert set(bench.filters["side"].value) <= {"Ukraine", "Russia"} & spoke
    assert "North Korea" not in spoke and "Ukraine" in bench.filters["side"].value


def test_the_bench_says_how_several_parties_are_chosen(live: None) -> None:
    assert "Ctrl, Cmd or Shift" in benches.Bench("claims", "area_held").filters["side"].description


@pytest.mark.parametrize(("table", "first"), [("people", "name"), ("places", "name en")])
def test_the_bench_lists_what_names_a_row(live: None, table: str, first: str) -> None:
    assert f"<th>{first}</th>" in benches.Bench(table, "").list.value


@pytest.mark.parametrize(
    ("table", "drawn"),
    [("places", True), ("control", True), ("offices", False), ("quizzes", False)],
)
def test_the_bench_draws_no_chart_that_says_nothing(live: None, table: str, drawn: bool) -> None:
    asked = "Choose two columns to draw" in benches.Bench(table, "").chart.chart.to_json()
    assert asked != drawn


@pytest.mark.parametrize("party", ["Britain", "Donetsk", "", 5, None])
def test_an_exercise_names_the_parties_when_there_is_no_such_one(party: Any) -> None:
    with pytest.raises(RefusalError, match=f"No party here is called “{party}”.*United Kingdom"):
        lab.spoke(party, "troops_russia", start="2024-09-01", end="2025-03-06")


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("31 June 2024", "2025-03-06", "like 6 August"),
        ("2025-03-06", "2024-09-01", "before"),
        (20250210, "2025-03-06", "like 6 August"),
    ],
)
def test_an_exercise_refuses_a_window_that_cannot_be_meant(start: str, end: str, told: str) -> None:
    with pytest.raises(RefusalError, match=told):
        lab.spoke("Ukraine", "troops_russia", start=start, end=end)


def test_an_exercise_of_days_without_a_figure_says_so() -> None:
    said = lab.spoke("Ukraine", "casualties_ukraine", start="1 May 2023", end="May 2023")
    assert said.startswith("**No party gave a figure** of “")


@pytest.mark.parametrize(
    "cell",
    [
        "from kursk import lab; lab.panel('area_heldd', start='2024-08-06', end='2024-09-10')",
        "from kursk import lab; lab.spoke('Britain', 'area_held', start='May 2024', end='2025-01')",
        "from kursk import tables; tables.claims(end='31 June 2024')",
        "from kursk import tables; tables.frame('claimz')",
    ],
)
def test_a_notebook_shows_the_words_of_a_refusal_alone(
    cell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a screen of the program's own lines stood above them."""
    shell = InteractiveShell()
    shown: list[str] = []
    monkeypatch.setattr(shell, "_showtraceback", lambda _kind, _error, lines: shown.extend(lines))
    shell.run_cell(cell, silent=True)
    (words,) = shown
    assert words.startswith("No ") and "Traceback" not in words


def test_an_event_without_a_party_is_drawn_and_named_so(live: None) -> None:
    """Four in five events were marks without fill and outline in a lane without a name."""
    bench = benches.Bench("events", "")
    spec = bench.chart.chart.to_dict()
    (rows,) = spec["datasets"].values()
    nobody = [row for row in rows if row["side"] == drawing.NO_NAME]
    assert len(nobody) > 200 and not [row for row in rows if not row["side"]]
    assert bench.chart.embed_options["actions"] is False, "a menu that leads to a foreign host"
    condition = spec["encoding"]["color"]["condition"]
    assert condition["value"] == look.QUIET and drawing.NO_NAME in condition["test"]


def test_the_bench_says_which_rows_it_cannot_draw(live: None) -> None:
    bench = benches.Bench("claims", "area_held")
    number = int((bench.rows["value"].isna() | (bench.rows["date"] == "")).sum())
    assert number and f"; {number} not drawn (a range, or an empty cell)" in bench.list.value
    bench.filters["metric"].value = "any"
    assert "not drawn" not in bench.list.value, "nothing is drawn, and the chart says why"
    assert "the CSV of Export has all" in bench.list.value


def test_the_bench_says_whose_measure_it_draws(live: None) -> None:
    bench = benches.Bench("area_series", "")
    bench.filters["series"].value = "deepstate_blue_kursk"
    title = bench.chart.chart.to_dict()["title"]["text"]
    assert title == "area_series (deepstate blue kursk): km² by date"


def test_phases_stand_in_the_order_of_time(live: None) -> None:
    offered = [value for _, value in benches.Bench("claims", "area_held").filters["phase"].options]
    assert offered[1:] == [one for one in tables.phases()["phase_id"] if one in offered]


def test_a_line_of_the_bench_joins_one_claimants_own_figures(live: None) -> None:
    bench = benches.Bench("claims", "area_held")
    bench.mark.value = "line"
    detail = bench.chart.chart.to_dict()["encoding"]["detail"]
    assert {one["field"] for one in detail} >= {"claimant", "metric", "scope"}


def test_a_line_of_the_bench_ends_where_its_claimant_is_silent_for_a_month(live: None) -> None:
    bench = benches.Bench("claims", "area_held")
    bench.mark.value = "line"
    spec = bench.chart.chart.to_dict()
    assert spec["mark"] == {"type": "line", "point": True}
    (drawn,) = spec["datasets"].values()
    lines: dict[Any, list[str]] = {}
    for row in drawn:
        if row["value"] is not None and row["date"]:
            own = row["claimant"], row["metric"], row["scope"]
            lines.setdefault((own, row["run"]), []).append(row["date"])
    days = {line: sorted(map(dt.date.fromisoformat, dates)) for line, dates in lines.items()}
    assert max(b - a for one in days.values() for a, b in pairwise(one)) <= dt.timedelta(31)
    silent = {own for own, _ in days if sum(other == own for other, _ in days) > 1}
    assert silent, "somebody was silent for longer"


def test_the_bench_refuses_an_axis_of_many_names(live: None) -> None:
    bench = benches.Bench("claims", "area_held")
    bench.filters["metric"].value = "any"
    bench.x.value, bench.y.value = "stated", "claimant"
    assert "too many for an axis" in hint(bench)
    bench._write(None)
    assert "claims.csv" in bench.files.value and "claims.png" not in bench.files.value


@pytest.mark.parametrize("table", chosen.TABLES)
def test_the_bench_opens_every_table_and_names_its_columns_in_words(live: None, table: str) -> None:
    bench = benches.Bench(table, "area_held")
    assert len(bench.rows) == len(chosen.TABLES[table]()) or table == "claims"
    assert bench.chart.chart.to_dict()["mark"]
    for control in (bench.x, bench.y, bench.color):
        names, values = zip(*control.options[1:], strict=True)
        assert not {name for name in names if "_" in name}
        assert values == tuple(bench.whole.columns)
    head = re.findall("<th>(.*?)</th>", bench.list.value)
    assert head and not [name for name in head if "_" in name]


def test_the_bench_hands_out_rows_with_their_sources(live: None) -> None:
    bench = benches.Bench("claims", "area_held")
    text = chosen.csv(bench.rows).decode()
    first = tables.sources().loc[tables.claims("area_held")["source_ids"].iloc[0][0]]
    assert first["url"] in text and first["publisher"] in text
    assert drawing.picture(bench._drawn(), "svg").startswith(b"<svg")
    assert drawing.picture(bench._drawn(), "png").startswith(b"\x89PNG")


def test_the_bench_exports_in_seconds_and_says_what_it_writes(live: None) -> None:
    bench = benches.Bench("claims", "area_held")
    said: list[str] = []
    bench.files.observe(lambda change: said.append(change["new"]), "value")
    drawing.picture(bench._drawn(), "svg")  # the first one loads the program
    start = time.process_time()
    bench._write(None)
    spent = time.process_time() - start
    assert said[0] == "Writing …" and "claims.png" in said[-1]
    assert spent < 3 * float(os.environ.get("BOOK_SLACK", "1"))


def test_a_notebook_keeps_the_picture_that_was_exported_last(live: None) -> None:
    """The picture of the saved notebook was that of the bench as it opens, whatever was chosen."""
    sent = CapturingDisplayPublisher()
    with pytest.MonkeyPatch.context() as notebook:
        notebook.setattr(InteractiveShell.instance(), "display_pub", sent)
        kept = Still(_still())
        kept.show()
        bench = benches.Bench("claims", "area_held", kept=kept)
        bench.mark.value = "bar"
        bench.filters["side"].value = ["Independent"]
        bench.start.value = "1 February 2025"
        bench._write(None)
    words, picture, new_words, new_picture = sent.outputs
    assert [one["transient"] for one in (words, picture)] == [
        one["transient"] for one in (new_words, new_picture)
    ]
    assert f"As exported, {len(bench.rows)} rows" in new_words["data"]["text/html"]
    assert new_picture["data"]["image/png"] != picture["data"]["image/png"]
    for told in ("Ground held by Ukraine", "Only: Independent, from 1 February 2025."):
        assert told in new_picture["metadata"]["image/png"]["alt"]


def test_the_export_without_a_drawing_program_has_the_rows_and_says_so(
    live: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    bench = benches.Bench("claims", "area_held")
    bench._write(None)
    assert "claims.csv" in bench.files.value and "claims.png" not in bench.files.value
    assert "%pip install vl-convert-python" in bench.files.value


@pytest.mark.parametrize("name", ["mark", "table"])
def test_a_change_of_the_bench_draws_it_once(live: None, name: str) -> None:
    bench = benches.Bench("claims", "area_held")
    drawn: list[object] = []
    bench.box.observe(lambda change: drawn.append(change["new"]), "children")
    start = time.process_time()
    getattr(bench, name).value = {"mark": "bar", "table": "events"}[name]
    spent = time.process_time() - start
    assert len(drawn) == 1
    # A table is read and its columns offered anew; a mark is changed at a stroke.
    limit = {"mark": 0.5, "table": 1.5}[name]
    assert spent < limit * float(os.environ.get("BOOK_SLACK", "1"))


def test_the_bench_leaves_no_earlier_view_behind(live: None) -> None:
    """Views that stay answer each other, until the page stands still."""
    bench = benches.Bench("claims", "area_held")
    seen = []
    for mark in ("bar", "tick", "line", "point"):
        seen.append(bench.chart)
        bench.mark.value = mark
        assert bench.chart in bench.box.children
    assert not set(seen) & set(bench.box.children)
    assert all(old.comm is None for old in seen)


def test_the_bench_names_the_parties_it_shows_and_the_unit_of_its_figures() -> None:
    rows = chosen.filtered(chosen.prepared("claims"), metric="settlements_held", scope="kursk")
    spec = drawing.draw(rows, x="date", y="value", color="side", mark="point").to_dict()
    shown = set(rows.dropna(subset=["value"])["side"])
    assert set(spec["encoding"]["color"]["legend"]["values"]) == shown
    assert spec["encoding"]["y"]["title"] == "settlements"


def test_a_day_of_the_bench_is_the_same_day_in_every_time_zone() -> None:
    rows = chosen.filtered(chosen.prepared("claims"), metric="settlements_held", scope="kursk")
    for x, y in (("date", "value"), ("value", "date")):
        spec = drawing.draw(rows, x=x, y=y, color="side", mark="point").to_dict()
        channel = spec["encoding"]["x" if x == "date" else "y"]
        assert (channel["type"], channel["scale"]["type"]) == ("temporal", "utc")


def test_the_bench_escapes_what_the_data_say(live: None) -> None:
    bench = benches.Bench("events", "")
    bench.whole = bench.whole.assign(title="<img src=x onerror=alert(1)>")
    bench._draw()
    assert "<img" not in bench.list.value and "&lt;img" in bench.list.value


def test_in_a_kernel_a_mark_leads_to_the_site_or_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = tables.claims("settlements_held")
    assert look.rows(claims)["link"].str.startswith("row:").all()
    monkeypatch.setenv("JPY_SESSION_NAME", "a.ipynb")
    assert (look.rows(claims)["link"] == "").all()
    monkeypatch.setenv("KURSK_SITE", "https://book.example")
    found = "https://book.example/search.html?q=in-c032"
    assert found in set(look.rows(claims)["link"])


# --- notebooks ---


BESIDE = plain.notebooks(ROOT / "book")


QUESTIONS = "Choose one.\n\n```{questions}\n```\n\n## Then\n\n```{code-cell}\n1\n```\n"


def words(text: str, site: str = "") -> str:
    return plain.markdown(text, site=site, folder="chapters", notebooks=BESIDE)


def test_roles_become_words() -> None:
    text = words("It was {claim}`in-c017`, {event}`then <in-e02>`, a {term}`Salient`.")
    assert "{" not in text and "`" not in text
    assert "km²" in text and "then" in text and "Salient" in text


def test_words_lead_to_the_site_where_there_is_one() -> None:
    text = words("{claim}`in-c017` [how](../evidence/method.md#claims)", "https://book.example/")
    assert "(https://book.example/evidence/ledger-held.html#in-c017)" in text
    assert "[how](https://book.example/evidence/method.html#claims)" in text


def test_words_lead_to_their_source_and_to_the_notebook_beside_without_a_site() -> None:
    text = words("{claim}`in-c017` [next](2-stalemate.md) [how](../evidence/method.md#claims)")
    first = tables.sources().loc[tables.claims(ids=["in-c017"])["source_ids"].iloc[0][0], "url"]
    assert f"]({first})" in text
    assert "[next](2-stalemate.ipynb)" in text and text.endswith(" how")


def test_a_cell_keeps_its_id_when_another_comes_before_it() -> None:
    head = "---\nfile_format: mystnb\n---\n\n"
    cell = '```{code-cell} ipython3\nlook.figure(chart, id="depth")\n```\n'
    before = notebooks.notebook(f"{head}Words of it.\n\n{cell}", str, "first")
    after = notebooks.notebook(f"{head}Other words.\n\n```{{code-cell}} ipython3\n1\n```\n\n"
                               f"Words of it.\n\n{cell}", str, "first")  # fmt: skip
    assert before and after
    kept = {one["id"] for one in before.cells} & {one["id"] for one in after.cells}
    assert kept == {"first", "the-charts-are-there-when", "words-of-it", "figure-depth"}


def test_directives_become_markdown() -> None:
    quote = words("```{quote} nk-q07\n```")
    assert quote.startswith("> “") and "](http" in quote
    table = words("```{versus} Who?\nnk-c14\nnk-q12\n```")
    assert table.startswith("**Who?**\n\n| Who, when |") and table.count("\n|") == 4
    nested = words("::::{admonition} Also\n```{quote} nk-q07\n```\n::::")
    assert nested.startswith("> **Also**") and "> > “" in nested


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_clean(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    text = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert "```{" not in text and "}`" not in text
    assert not re.search(r"(?<!\\)\$", text), "what begins mathematics"
    assert not re.search(r"^\{[.#]", text, re.M), "attributes of a page's paragraph"
    assert not re.search(r"\|[ ]*\|", text.replace("\\|", "")), "an empty cell of a table"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_says_nothing_that_only_the_page_makes_true(path: Path) -> None:
    cells = nbformat.read(path, as_version=4).cells
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    pages = (
        r"\b[Tt]ap (?:a|an|the|it)\b|\b[Uu]nderlined\b|\bpoint at\b|\b(?:code|cell) under"
        r"|[Ii]n a running notebook|\bthis page\b|\bon the page(?! `)|where none runs"
    )
    assert not re.search(pages, text)
    # A promise of a list, and the list.
    for promise in ("Each line is one", "They are listed", "Choose a question", "What is new"):
        after = text.partition(promise)[2]
        assert not after or "\n- " in after, promise


def test_lists_of_places_and_questions_are_written_out() -> None:
    mapped, unmapped = (
        words("```{ledger} places mapped\n```"),
        words("```{ledger} places unmapped\n```"),
    )
    control = tables.control().set_index("control_id")
    statements = re.findall(r"^  - .*, says ", f"{mapped}\n{unmapped}", re.M)
    assert len(statements) == len(control)
    assert not re.search(r"\brow [a-z]{2}-k\d", mapped + unmapped), "an id leads nowhere"
    assert "- Sudzha (" in mapped and "- Oleshnya (" in unmapped


def test_each_region_is_folded_and_no_place_on_the_map_stands_there_without_a_statement() -> None:
    mapped = words("```{ledger} places mapped\n```", "https://book.example")
    assert "](https://book.example/explore/map.html)" in mapped.splitlines()[0]
    assert mapped.count("<details><summary>") == mapped.count("</details>") >= 3
    assert not re.search(r"^- .*\n(?!  - )", mapped, re.M)
    assert "[contested](https://book.example/explore/map.html#ge-k007), says" in mapped


def test_one_cell_answers_each_question_of_the_numbers() -> None:
    asked = words("```{questions}\n```")
    metrics = tables.metrics().query("question != ''")
    assert len(re.findall(r"^- .*\? `\w+`$", asked, re.M)) == len(metrics)
    made = notebooks.notebook(f"---\nfile_format: mystnb\n---\n\n{QUESTIONS}", words, "first")
    assert made
    kinds = [cell.cell_type for cell in made.cells]
    assert kinds == ["code", "markdown", *("markdown", "code") * 2]
    for metric in metrics["metric_id"]:
        code = made.cells[3].source.replace('"area_held"', f'"{metric}"')
        *before, last = code.splitlines()
        names: dict[str, Any] = {}
        exec("\n".join(before), names)
        assert len(eval(last, names)), metric


def test_the_first_notebook_leads_to_all_the_others() -> None:
    text = (ROOT / "binder" / "welcome.md").read_text(encoding="utf-8")
    assert {*re.findall(r"\]\((\S+)\.ipynb\)", text), "welcome"} == {it.stem for it in NOTEBOOKS}


def test_the_figures_beside_a_share_of_ones_own_have_their_names_in_the_chart() -> None:
    book = cells.code(cells.pages()["chapters/2-stalemate"])
    drawn = next(number for number, cell in enumerate(book) if 'id="try-whole"' in cell)
    names: dict[str, Any] = {"alt": alt, "look": look, "pd": pd, "tables": tables}
    exec(book[drawn - 1], names)
    exec(book[drawn].replace("look.figure(", "made = look.figure("), names)
    graph = vl_convert.vegalite_to_scenegraph({**names["made"].to_dict(), "width": 600})
    written = {str(item["text"]) for item in _items(graph["scenegraph"], "text")}
    assert written >= {*names["said"]["short"], "yours"}


def test_an_event_beside_the_parties_has_its_status() -> None:
    table = words("```{versus} Was it over?\nsd-e63\nco-q38\n```")
    assert "| Event, disputed, 26 April 2025 |" in table


def test_what_was_not_found_is_not_told_as_if_a_party_had_said_it() -> None:
    table = words("```{versus} Who counted the dead?\nnk-c51\nab-own-dead\n```")
    assert "Not found: A figure of either army for its own dead" in table
    assert not re.search(r"\|[ ]*\|", table)


def test_a_paragraph_of_the_page_alone_is_left_out() -> None:
    assert words("One.\n\n{.show}\nTap it.\nAnd there.\n\n{.deck}\nTwo.") == "One.\n\n\nTwo."


def test_a_cell_that_a_page_folds_is_folded_in_jupyterlab() -> None:
    head = "---\nfile_format: mystnb\n---\n\n"
    cell = (
        "```{code-cell} ipython3\n:tags: [hide-input]\n1\n```\n\n```{code-cell} ipython3\n2\n```\n"
    )
    made = notebooks.notebook(head + cell, str, "first")
    assert made
    folded = [one["metadata"].get("jupyter", {}).get("source_hidden") for one in made.cells]
    assert folded == [True, None, True, None]


class CellError(Exception):
    """A cell failed; the message names notebook and cell."""


def execute(path: Path, folder: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
    try:
        client.execute()
    except CellExecutionError as error:
        failed: Any = next(
            cell for cell in notebook.cells
            if any(out.output_type == "error" for out in cell.get("outputs", []))
        )  # fmt: skip
        raise CellError(f"{path.name}, {failed.id}: {error.ename}: {error.evalue}") from error


@pytest.mark.jupyter
@pytest.mark.parametrize("place", [ROOT, ROOT / "notebooks"], ids=["book", "notebooks"])
def test_a_notebook_finds_the_book_from_its_folders(place: Path) -> None:
    execute(ROOT / "notebooks" / "welcome.ipynb", place)


@pytest.mark.jupyter
@pytest.mark.parametrize(
    "path", beyond([CHAPTERS[0], NOTEBOOKS[-1]], NOTEBOOKS), ids=lambda path: path.stem
)
def test_a_notebook_runs_elsewhere(path: Path, tmp_path: Path) -> None:
    execute(path, tmp_path)


@pytest.mark.jupyter
def test_a_failure_names_the_cell(tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0", id="cell-007")])
    nbformat.write(notebook, tmp_path / "broken.ipynb")
    with pytest.raises(CellError, match=r"broken\.ipynb, cell-007: ZeroDivisionError"):
        execute(tmp_path / "broken.ipynb", tmp_path)


# --- the first cell and the package outside the repository ---


def run_first_cell(code: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **more}
    ask = "\nfrom kursk import paths; print(paths.data_folder())"
    return subprocess.run(
        [lean.environment() / "bin" / "python", "-c", code + ask],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_first_cell_finds_the_book_around_it(tmp_path: Path) -> None:
    clone = lean.clone(tmp_path / "clone")
    done = run_first_cell(notebooks.set_up("", "main", ""), clone / "notebooks")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(clone / "data")


def test_the_first_cell_says_what_to_do_where_there_is_no_book(tmp_path: Path) -> None:
    done = run_first_cell(notebooks.set_up("", "main", ""), tmp_path)
    assert done.returncode == 1
    assert "Copy the book’s repository to this computer" in done.stderr
    assert "pip" not in done.stderr.splitlines()[-1]


def test_the_first_cell_installs_from_the_repository(tmp_path: Path) -> None:
    """A stand-in for pip says what would be installed: no network is asked."""
    stub = tmp_path / "sub" / "subprocess.py"
    stub.parent.mkdir()
    stub.write_text("def run(words, **_): raise SystemExit(' '.join(words))\n")
    first = notebooks.set_up("https://git.example/one/book", "main", "")
    done = run_first_cell(first, tmp_path, PYTHONPATH=str(stub.parent))
    assert "kursk[live] @ git+https://git.example/one/book@main" in done.stderr


def test_the_first_cell_names_a_package_that_is_too_old(tmp_path: Path) -> None:
    """A stand-in for an old pandas: what pip would have written of it."""
    info = tmp_path / "old" / "pandas-1.5.3.dist-info" / "METADATA"
    info.parent.mkdir(parents=True)
    info.write_text("Metadata-Version: 2.1\nName: pandas\nVersion: 1.5.3\n")
    clone = lean.clone(tmp_path / "clone")
    first = notebooks.set_up("", "main", "")
    done = run_first_cell(first, clone / "notebooks", PYTHONPATH=str(info.parent.parent))
    assert done.returncode == 1
    assert "Missing here, or too old: pandas>=2.2." in done.stderr
    assert "%pip install 'pandas>=2.2'" in done.stderr


def test_the_first_cell_says_what_to_do_when_pip_fails(tmp_path: Path) -> None:
    stub = tmp_path / "sub" / "subprocess.py"
    stub.parent.mkdir()
    stub.write_text("class Done: returncode = 1\ndef run(words, **_): return Done()\n")
    first = notebooks.set_up("https://git.example/one/book", "main", "")
    done = run_first_cell(first, tmp_path, PYTHONPATH=str(stub.parent))
    assert done.returncode == 1
    assert "pip could not install them from https://git.example/one/book" in done.stderr
    assert "Copy the book’s repository to this computer" in done.stderr


#: Ends the import of what the part “live” of the package brings.
ALONE = (
    "import sys; sys.modules.update(dict.fromkeys(('anywidget', 'ipywidgets', 'vl_convert')))\n"
    "from kursk import lab\n"
)


def test_without_the_part_live_the_first_chart_is_drawn(tmp_path: Path) -> None:
    chart = "lab.panel('area_held', start='2024-08-06', end='2024-09-10')"
    code = f"{ALONE}print(*{chart}._repr_mimebundle_()[0])"
    done = run_first_cell(code, tmp_path, PYTHONPATH=str(ROOT / "src"), JPY_SESSION_NAME="a.ipynb")
    assert done.returncode == 0, done.stderr
    assert "application/vnd.vegalite.v5+json text/plain" in done.stdout


def test_without_the_part_live_the_bench_names_what_it_needs(tmp_path: Path) -> None:
    code = f"{ALONE}lab.bench()"
    done = run_first_cell(code, tmp_path, PYTHONPATH=str(ROOT / "src"), KURSK_WIDGETS="1")
    assert "ImportError: The bench needs anywidget and ipywidgets" in done.stderr
    assert "%pip install anywidget ipywidgets" in done.stderr


@thorough
def test_the_installed_package_carries_the_data(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    copy = lean.clone(tmp_path / "clone")
    subprocess.run([*pip, "wheel", "--no-deps", "-w", tmp_path, copy], check=True)
    wheel = next(tmp_path.glob("*.whl"))
    target = tmp_path / "installed"
    subprocess.run([*pip, "install", "--no-deps", "--target", target, wheel], check=True)
    done = run_first_cell("", tmp_path, PYTHONPATH=str(target))
    assert done.stdout.strip() == str(target / "kursk" / "data"), done.stderr
    assert not list(target.glob("sphinx_*"))  # a reader of cells builds no pages
    panel = "from kursk import lab; lab.panel('area_held', start='2024-08-06', end='2024-09-10')"
    done = run_first_cell(panel, tmp_path, PYTHONPATH=str(target), KURSK_WIDGETS="1")
    assert done.returncode == 0, done.stderr


# --- launch buttons ---


def settings(repository: str, binder: str = "", executed: str = "") -> Any:
    return SimpleNamespace(
        pages_repository=repository,
        pages_branch="main",
        pages_binder_branch=binder,
        pages_executed_branch=executed,
        pages_notebook_path="notebooks/{name}.ipynb",
    )


def launch(repository: str, **branches: str) -> str:
    name = "1-incursion"
    context = launch_context(settings(repository, **branches), name)
    return part("launch", root="../", name=name, **context)


def test_without_a_repository_there_is_no_dead_button() -> None:
    assert re.findall(r'href="([^"]*)"', launch("")) == ["../notebooks/1-incursion.ipynb"]


def test_buttons_open_notebooks_that_a_clone_has() -> None:
    markup = unquote(unquote(launch("reader/book")))
    assert "https://mybinder.org/v2/gh/reader/book/main?urlpath=lab/tree/notebooks/1-inc" in markup
    assert "colab" not in markup  # it would open a notebook that does not know where the book is
    hub = unquote(launch_context(settings("reader/book"), "1-incursion")["hub"])
    assert "/hub/user-redirect/git-pull?repo=https://github.com/reader/book" in hub
    assert "urlpath=lab/tree/book/notebooks/1-incursion.ipynb" in hub
    assert (ROOT / "notebooks" / "1-incursion.ipynb").is_file()


def test_the_published_book_opens_its_own_branches() -> None:
    markup = unquote(unquote(launch("reader/book", binder="binder", executed="executed")))
    assert "https://mybinder.org/v2/gh/reader/book/binder?urlpath=git-pull?repo=https" in markup
    assert "&branch=main&urlpath=lab/tree/book/notebooks/1-incursion.ipynb" in markup
    assert "https://colab.research.google.com/github/reader/book/blob/executed/1-inc" in markup


def test_notebooks_in_the_repository_are_those_of_the_texts() -> None:
    """They are written by `make book`; a stale one is written anew by it."""
    first = notebooks.set_up("", "", "")
    for source in sorted((ROOT / "book").rglob("*.md")):
        made = notebooks.notebook(source.read_text(encoding="utf-8"), words, first)
        if made is not None and not os.environ.get("BOOK_BASEURL"):
            kept = nbformat.read(ROOT / "notebooks" / f"{source.stem}.ipynb", as_version=4)
            assert kept.cells[1:] == made.cells[1:], f"{source.stem}.ipynb is stale: run make book"


# --- exercises, and words that stand for nothing ---


def test_an_exercise_says_who_gave_all_and_who_gave_none() -> None:
    counted = len(tables.claims("casualties_ukraine", start=AREA["start"], end=AREA["end"]))
    assert f"**Ukraine gave none** of the {counted}" in lab.spoke(
        "Ukraine", "casualties_ukraine", **AREA
    )
    told = lab.spoke("russia", "casualties_ukraine", **AREA)
    assert told.startswith(f"**Russia gave all** of the {counted}") and "the first: " in told


@pytest.mark.parametrize("word", ["encircle", "Encircle", "withdraw", "propaganda", "("])
def test_the_ladder_lists_every_quotation_with_the_word(word: str) -> None:
    quotes = tables.quotes()
    cells = quotes[["text", "text_en"]].map(str.casefold)
    number = int((cells["text"].str.contains(word.casefold(), regex=False)
                  | cells["text_en"].str.contains(word.casefold(), regex=False)).sum())  # fmt: skip
    told = lab.said(word)
    assert number > 3 and told.startswith(f"**{number} quotations with “")
    assert told.count("\n- ") == number


def test_the_ladder_shows_english_and_says_when_nothing_is_found() -> None:
    assert not re.search("[\u0400-\u04ff]", lab.said("encircle"))
    assert lab.said("zebra").startswith("**0 quotations with “zebra”.**")
    assert "<img" not in lab.said("<img src=x>").replace("\\<img", "")


def test_a_filter_takes_the_words_that_readers_see() -> None:
    for words in ("Ukraine", "Kyiv", "Ukrainian"):
        assert len(tables.claims(side=words)) == len(tables.claims(side="ukraine")) > 0
    metric = tables.metrics().set_index("metric_id").loc["area_held"]
    for asked in ("title", "question"):
        assert tables.claims(str(metric[asked])).equals(tables.claims("area_held"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"side": "Ukrain"}, "called “Ukrain”. Near it: ukraine. Write one of these: eu_nato"),
        ({"metric": "area_heldd"}, "Near it: area_held .*. All [0-9]+ stand in tables.metrics"),
        ({"ids": ["in-c00x"]}, "No row here is called “in-c00x”. Near it: in-c"),
        ({"phase": "incursions"}, "Near it: incursion .*. Write one of these: aid_pause"),
        ({"start": "6th of August"}, "Write it like 6 August 2024 or 2024-08-06"),
    ],
)
def test_a_filter_names_what_there_is(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(RefusalError, match=said):
        tables.claims(**wrong)


def test_the_cells_start_without_what_a_reader_does_not_need() -> None:
    """In the lean environment, where Altair reads a grammar of JupyterLab that takes seconds."""

    def told(imports: str) -> list[str]:
        ask = (
            f"import sys, time; {imports};"
            "found = {'rfc3987_syntax', 'pybtex', 'vl_convert'} & set(sys.modules);"
            "print(time.process_time(), *found)"
        )
        return subprocess.run(
            [lean.environment() / "bin" / "python", "-c", ask], check=True, capture_output=True,
            text=True, env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        ).stdout.split()  # fmt: skip

    alone, *_ = told("import altair, ipywidgets, pandas")
    ours, *heavy = told("import kursk.lab; from kursk import tables; tables.sources()")
    assert not heavy
    assert float(ours) < float(alone), "the book starts sooner than its libraries alone"
