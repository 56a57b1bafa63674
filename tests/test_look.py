"""The vocabulary of the charts, on the rows of the book."""

import base64
import json
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from types import ModuleType
from typing import Any

import altair as alt
import pandas as pd
import pytest
import vl_convert
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from kursk import geo, lab, look, phrases, reader, tables
from kursk.hedges import HEDGES, OPEN_ABOVE, OPEN_BELOW
from kursk.look import show
from kursk.look.rows import records

START, END = "2024-08-06", "2024-09-10"
WORDS = "Dots by day with what each party said of the ground that it held"


def said(**wanted: Any) -> pd.DataFrame:
    return look.rows(tables.claims(**wanted))


def row(row_id: str) -> dict[str, Any]:
    return records(look.rows(tables.claims(ids=[row_id])))[0]


def figure(chart: Any, **more: Any) -> Any:
    given = {"id": "one", "title": "A finding", "subtitle": "km²", "alt_text": WORDS}
    return look.figure(chart, **given | {"rows": said(ids=["sd-c37"])} | more)


def drawn(chart: Any, width: int = 600) -> str:
    """Draw a chart as a reader would see it, and return the SVG."""
    spec = chart.to_dict()
    spec.setdefault("width", width)
    return str(vl_convert.vegalite_to_svg(spec, vl_version="6.4"))


# --- rows ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row_id", "column", "text"),
    [
        ("sd-c37", "words", "about 1,000 km²"),
        ("sd-c37", "number", "about 1,000"),
        ("sd-c37", "brief", "~1,000"),
        ("sd-c37", "day_words", "12 Aug"),
        ("sd-c45", "brief", "28–35"),
        ("sd-c45", "number", "28 to 35"),
        ("in-c030", "brief", ">1,300"),
        ("in-c008", "brief", "≤10"),
        ("sd-c64", "brief", "~64 %"),
        ("sd-c12", "brief", "“taking scores of prisoners”"),
        ("ap-c73", "brief", "€132 billion"),
    ],
)
def test_a_figure_is_written_long_and_short_with_its_hedge(
    row_id: str, column: str, text: str
) -> None:
    assert text in row(row_id)[column]


def test_no_short_figure_drops_its_hedge() -> None:
    rows = said()
    for qualifier in HEDGES.keys() - {"exact", "range"}:
        sign = HEDGES[qualifier].sign
        hedged = rows[(rows["qualifier"] == qualifier) & rows["value"].notna()]
        assert sign and len(hedged) > 4
        assert hedged["brief"].str.startswith(sign).all()


def test_every_hedge_of_the_tables_has_its_words() -> None:
    (field,) = (it for it in reader.schemas()["claims"] if it["name"] == "qualifier")
    assert set(field["constraints"]["enum"]) == set(HEDGES)


def test_a_claim_without_a_number_keeps_its_words() -> None:
    rows = said()
    assert rows[rows["low"].isna()]["brief"].str.startswith("“").all()


def test_ends_of_a_claim_without_a_range_are_its_value() -> None:
    one, ranged = row("sd-c37"), row("sd-c45")
    assert (one["low"], one["middle"], one["high"]) == (1000, 1000, 1000)
    assert (ranged["low"], ranged["middle"], ranged["high"]) == (28, 31.5, 35)
    assert pd.isna(ranged["value"])


def test_square_miles_are_drawn_as_square_kilometres() -> None:
    assert row("ge-c001")["words"].count("km") == 1


def test_rows_says_what_it_takes() -> None:
    with pytest.raises(ValueError, match="takes claims, events, quotes or control"):
        look.rows(tables.glossary())


# --- channels and layers ------------------------------------------------------------------------


def test_lanes_stand_in_the_order_of_the_rows_and_name_speaker_and_day() -> None:
    rows = said(metric="advance_depth", start="2024-08-07", end="2024-08-20")
    base = alt.Chart(rows).encode(y=look.lanes())
    dots = base.mark_point().encode(x="high:Q")
    svg = drawn(look.spans(base, "x") + dots + look.beside(base, "brief"))
    labels = [f"{r['short']} · {r['day_words']}" for r in rows.to_dict("records")]
    places = [svg.index(f">{label}<") for label in labels]
    assert places == sorted(places)
    assert all(f">{brief}<" in svg for brief in rows["brief"].str.replace(">", "&gt;"))


def test_a_label_stands_on_the_side_that_has_more_room() -> None:
    rows = pd.DataFrame({"low": [1, 8], "high": [2, 10], "lane": ["a", "b"], "words": ["l", "r"]})
    base = alt.Chart(rows).encode(y=look.lanes())
    svg = drawn(look.beside(base, "words"))
    assert [svg.rindex('text-anchor="', 0, svg.index(f">{word}<")) for word in "lr"]
    assert 'text-anchor="start"' in svg[: svg.index(">l<")].rpartition("<text")[2]
    assert 'text-anchor="end"' in svg[: svg.index(">r<")].rpartition("<text")[2]


@pytest.mark.parametrize(
    ("width", "lines"), [(100, ["“almost", "closed”"]), (600, ["“almost closed”"])]
)
def test_words_that_would_leave_a_chart_stand_one_below_the_other(
    width: int, lines: list[str]
) -> None:
    said = pd.DataFrame({"answer": ["yes", "nearly"], "word": ["“surrounded”", "“almost closed”"]})
    chart = alt.Chart(said).encode(x="answer:N", y="word:N")
    svg = drawn(look.next_to(chart, "word:N").encode(y=alt.Y("word:N", axis=None)), width)
    assert [
        one for one in re.findall(">([^<>]+)<", svg) if "almost" in one or one == "closed”"
    ] == lines


def test_numbers_on_an_axis_keep_their_distance_and_their_size() -> None:
    """In a notebook as narrow as a phone, thousands once stood glued to each other."""
    rows = pd.DataFrame({"people": range(0, 6001, 1000), "side": "Ukraine"})
    chart = alt.Chart(rows).mark_point().encode(x="people:Q", color=look.color(legend=True))
    svg = drawn(chart, 210)
    shown = r'translate\(([\d.]+),15\)[^>]*opacity="1">[\d,]+<'
    places = [float(x) for x in re.findall(shown, svg)]
    assert len(places) >= 2 and min(b - a for a, b in pairwise(places)) > 40
    assert min(map(float, re.findall(r'font-size="([\d.]+)px"', svg))) >= 11


def test_the_names_of_a_map_are_large_enough_to_read() -> None:
    svg = drawn(look.map_base((34.8, 51.01, 35.5, 51.46), km=10))
    assert min(map(float, re.findall(r'font-size="([\d.]+)px"', svg))) >= 11


def test_a_highlight_fades_the_others_until_the_pointer_leaves() -> None:
    pick, fade = look.highlight("side")
    chart = alt.Chart(said(ids=["sd-c37"])).mark_point().encode(opacity=fade).add_params(pick)
    spec = chart.to_dict()
    assert spec["params"][0]["select"]["fields"] == ["side"]
    assert spec["encoding"]["opacity"]["value"] == 0.25


def test_claims_over_time_are_ranges_open_ends_and_dots() -> None:
    rows = said(metric="area_held", scope="kursk", start=START, end=END)
    base = alt.Chart(rows).encode(look.date("date", START, END), look.color(), look.shape())
    svg = drawn(look.claims_over_time(base, "km²"))
    assert ">km²<" in svg
    open_ends = rows["qualifier"].isin(OPEN_ABOVE | OPEN_BELOW)
    points = svg.count('aria-roledescription="point"')
    assert points == rows["value"].notna().sum() + (open_ends & rows["value"].notna()).sum()


def test_measured_areas_stand_on_one_another_and_name_their_source() -> None:
    pair = ["deepstate_blue_kursk", "deepstate_grey_russia"]
    ground = look.measured(pair, START, END, names=["held", "grey zone"])
    assert ground.sources == ["deepstate-archive-github-2025-08-05"]
    assert list(ground.table.columns) == ["Date", "held", "grey zone"]
    last = ground.chart.data[ground.chart.data["date"] == END]
    assert last["top"].iloc[1] == pytest.approx(last["km2"].sum())
    svg = drawn(look.name_areas(ground))
    assert ">held<" in svg and ">grey zone<" in svg


def test_names_of_two_series_that_end_near_each_other_stand_apart() -> None:
    rows = pd.DataFrame({"date": ["2024-08-20"] * 2, "side": ["Ukraine", "Russia"],
                         "middle": [100, 104], "high": [100, 104]})  # fmt: skip
    names = look.name_last(alt.Chart(rows)).data
    assert dict(zip(names["name"], names["above"], strict=True)) == {
        "Ukraine": False, "Russia": True,
    }  # fmt: skip


def test_every_party_has_a_dash_of_its_own() -> None:
    dashes = look.dash()["scale"]["range"]
    assert len({tuple(dash) for dash in dashes}) == len(look.SIDES)


def test_times_without_a_zone_go_out_in_utc() -> None:
    frame = pd.DataFrame({"date": pd.to_datetime(["2024-08-06"])})
    spec = alt.Chart(frame).mark_point().encode(x="date:T").to_dict()
    assert "2024-08-06T00:00:00+00:00" in json.dumps(spec)


# --- maps ---------------------------------------------------------------------------------------


def statements(*told: tuple[str, str, str, str]) -> pd.DataFrame:
    """Return control rows of one place: id, day, party, who is said to hold it."""
    return pd.DataFrame([
        {"id": i, "date": day, "day": True, "place": "A", "side": side, "held": held, "lat": 51.0,
         "lon": 35.0, "claimant": side, "source": "paper"} for i, day, side, held in told
    ])  # fmt: skip


def test_parties_that_disagree_on_a_day_are_split_whatever_the_order_of_rows() -> None:
    told = [("x-1", "2024-08-10", "Ukraine", "Ukraine"), ("x-2", "2024-08-10", "Russia", "Russia")]
    for rows in (told, told[::-1]):
        (now,) = look.standing(statements(*rows), on="2024-08-12").to_dict("records")
        assert (now["held"], now["split"], now["age"]) == ("Contested", True, 2)
        assert set(now["ids"].split(";")) == {"x-1", "x-2"}


def test_a_party_that_contradicts_itself_on_a_day_is_split() -> None:
    rows = statements(("x-1", "2024-08-10", "Russia", "Ukraine"),
                      ("x-2", "2024-08-10", "Russia", "Russia"))  # fmt: skip
    assert look.standing(rows, on="2024-08-10", by=("place", "side"))["split"].tolist() == [True]


def test_a_later_statement_takes_the_place_of_an_earlier_one() -> None:
    rows = statements(("x-1", "2024-08-10", "Russia", "Ukraine"),
                      ("x-2", "2024-08-20", "Russia", "Russia"))  # fmt: skip
    over = look.standing(rows, until="2024-08-25")
    assert over[["held", "since", "until"]].to_numpy().tolist() == [
        ["Ukraine", "2024-08-10", "2024-08-20"], ["Russia", "2024-08-20", "2024-08-26"],
    ]  # fmt: skip
    assert look.standing(rows, on="2024-08-19")["held"].tolist() == ["Ukraine"]
    assert look.standing(rows, until="2024-08-15")["until"].tolist() == ["2024-08-16"]


def test_what_another_party_said_shortly_before_counts_for_as_many_days_as_asked() -> None:
    rows = statements(("x-1", "2024-08-10", "Ukraine", "Ukraine"),
                      ("x-2", "2024-08-15", "Russia", "Russia"))  # fmt: skip
    (now,) = look.standing(rows, on="2024-08-15", near=5).to_dict("records")
    assert (now["split"], now["holders"], now["ids"]) == (True, "Ukraine;Russia", "x-1;x-2")
    assert now["since"] == "2024-08-15"
    (late,) = look.standing(rows, on="2024-08-15", near=4).to_dict("records")
    assert (late["split"], late["holders"]) == (False, "Russia")


def test_a_party_that_changes_its_mind_contradicts_nobody() -> None:
    rows = statements(("x-1", "2024-08-10", "Russia", "Ukraine"),
                      ("x-2", "2024-08-15", "Russia", "Russia"))  # fmt: skip
    assert look.standing(rows, on="2024-08-15", near=14)["held"].tolist() == ["Russia"]


def test_a_slider_over_days_filters_what_stood_on_its_day() -> None:
    day = look.day_slider("2024-08-06", "2024-09-10", "2024-08-20")
    assert isinstance(day.param, alt.VariableParameter)
    assert day.param.value == 1724112000000
    rows = statements(("x-1", "2024-08-10", "Russia", "Ukraine"),
                      ("x-2", "2024-08-20", "Russia", "Russia"))  # fmt: skip
    over = look.standing(rows, until="2024-09-10")
    chart = alt.Chart(over).transform_filter(look.on(day)).mark_text().encode(text="held:N")
    svg = drawn(chart.add_params(day))
    assert ">Russia<" in svg and ">Ukraine<" not in svg


FRAME = (34.8, 51.01, 35.5, 51.46)


def test_names_of_places_keep_clear_of_each_other_and_of_the_edge() -> None:
    names = ["Sudzha", "Korenevo", "Snagost", "Guevo", "Malaya Loknya", "Martynovka", "Makhnovka"]
    found = look.place_names(FRAME, names).data
    assert isinstance(found, pd.DataFrame)
    assert list(found["name"]) == names
    assert len(set(zip(found["align"], found["dx"], found["dy"], strict=True))) > 1


def test_a_place_without_a_position_is_told() -> None:
    with pytest.raises(ValueError, match="no position of Nowhere"):
        look.place_names(FRAME, ["Sudzha", "Nowhere"])


def test_the_scale_stands_in_the_corner_that_no_border_crosses() -> None:
    bar = geo.scale_bar(10, FRAME[0], FRAME[1])
    assert bar["lon2"].iloc[0] > bar["lon"].iloc[0] == FRAME[0]
    for west, south, east, north in (FRAME, (34.0, 50.75, 36.5, 51.95)):
        right, top = west + 0.45 * (east - west), south + 0.1 * (north - south)
        points = [point for line in border() for point in line]
        assert not [p for p in points if west < p[0] < right and south < p[1] < top]


def border() -> list[list[list[float]]]:
    lines = [feature["geometry"]["coordinates"] for feature in geo.border().values]
    return [part for line in lines for part in (line if isinstance(line[0][0], list) else [line])]


def test_contested_is_hollow_in_the_key_as_on_the_map() -> None:
    scale = look.held()["fill"].to_dict()["scale"]
    assert scale["range"][scale["domain"].index("Contested")] == "transparent"


def test_a_measured_area_stands_in_the_table_behind_the_statements() -> None:
    ground = look.measured("deepstate_blue_kursk", START, END, names=["DeepState's map"])
    rows = said(ids=["sd-c37"])
    chart = look.figure(
        ground.chart, id="one", rows=rows, sources=ground, title="One", subtitle="km²",
        alt_text="A measured area of some days, and one statement of its size.",
    )  # fmt: skip
    table = chart.usermeta["figure"]["table"]
    assert len(table["rows"]) == 1 + len(ground.table)
    assert table["rows"][-1][table["columns"].index("Who")] == "DeepState's map"
    assert ground.sources[0] in json.dumps(chart.usermeta["figure"]["sources"])


def test_who_reported_is_named_before_the_page_that_copied_it() -> None:
    assert phrases.origins("24ur", "CNN; TASS") == ["CNN", "TASS"]
    assert phrases.origins("DeepState (archived by a GitHub user)", "DeepState") == []
    assert phrases.origins("MENAFN", "unnamed reporting") == []
    found = look.rows(tables.claims())["source"]
    assert found.str.contains("AFP, seen at The Moscow Times").any()


def test_the_ground_has_the_river_and_names_both_states() -> None:
    chart = look.map_base(FRAME, km=10).project(**geo.projection(*FRAME))
    svg = drawn(chart.properties(width=400, height=400))
    assert ">Russia<" in svg and ">Ukraine<" in svg and "10 km" in svg
    assert geo.rivers().values[0]["properties"]["name"] == "Seim"


def test_a_wide_map_names_regions_and_states_on_either_side_inside_its_frame() -> None:
    named = geo.names((34.0, 50.75, 36.5, 51.95)).set_index("state")
    assert named["name"].to_dict() == {
        "Russia": "Kursk region (Russia)", "Ukraine": "Sumy region\n(Ukraine)"
    }  # fmt: skip
    assert named["align"].to_dict() == {"Russia": "right", "Ukraine": "left"}


def test_the_place_that_a_map_is_about_has_a_larger_mark_and_a_stronger_name() -> None:
    wide = (34.0, 50.75, 36.5, 51.95)
    towns = look.place_names(wide, ["Kursk", "Sudzha"], dots=True, point="Sudzha")
    svg = drawn(towns.project(**geo.projection(*wide)).properties(width=400, height=300))
    assert re.findall(r'<text[^>]*font-weight="bold"[^>]*>([^<]+)', svg) == ["Sudzha"]


def test_panels_are_one_map_for_each_day_in_order() -> None:
    four = look.standing(look.rows(tables.control()), on=["2024-09-01", "2024-12-01"])
    dots = (
        alt.Chart(four)
        .mark_point()
        .encode(longitude="lon:Q", latitude="lat:Q", **look.held(aging=90))
    )
    ground = (look.map_base() + dots).project(**geo.projection())
    spec = look.panels(ground, four).to_dict()
    assert spec["facet"]["sort"] == ["1 September 2024", "1 December 2024"]
    assert "data" not in spec["spec"]["layer"][-1]


# --- figures ------------------------------------------------------------------------------------


def test_figures_in_titles_are_written_from_rows() -> None:
    assert look.say("From {in-c008} to {sd-c45:brief}, {sd-c37:day_words}") == (
        "From up to 10 km to 28–35, 12 Aug"
    )
    spec = figure(alt.Chart().mark_point(), title="Kyiv said {sd-c37}").to_dict()
    assert spec["title"]["text"] == ["Kyiv said about 1,000 km²"]
    assert spec["usermeta"]["figure"]["said"] == ["sd-c37"]


def test_a_row_that_is_not_there_is_named_with_its_neighbours() -> None:
    with pytest.raises(ValueError, match="no row 'sd-c377'; near it are sd-c37"):
        look.say("{sd-c377}")
    with pytest.raises(ValueError, match="sd-c37 has no 'worth'"):
        look.say("{sd-c37:worth}")


def test_silence_is_drawn_in_words() -> None:
    nobody = said(metric="area_held", side="north_korea")
    chart = figure(alt.Chart(nobody).mark_point().encode(x="value:Q"), rows=nobody)
    assert "Nobody in the evidence gave a figure" in json.dumps(chart.to_dict())


def test_a_colour_without_a_dark_partner_is_refused() -> None:
    with pytest.raises(ValueError, match="#123456 has no partner for dark pages"):
        figure(alt.Chart().mark_point(color="#123456"))


def test_a_short_description_and_a_missing_source_are_refused() -> None:
    with pytest.raises(ValueError, match="expected 40 or more"):
        figure(alt.Chart().mark_point(), alt_text="Dots.")
    with pytest.raises(ValueError, match="no source named"):
        figure(alt.Chart().mark_point(), rows=None)


def test_rows_become_the_table_and_name_the_sources() -> None:
    meta = figure(alt.Chart().mark_point()).to_dict()["usermeta"]["figure"]
    assert meta["table"]["columns"][:3] == ["Date", "Who", "Figure"]
    assert meta["sources"][0]["text"] == "Ukrinform"


# --- where a chart is shown ---------------------------------------------------------------------


def readers(chart: Any, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, Any], str]:
    bundle, named = show.for_readers(chart.to_dict())
    assert named["image/png"]["alt"] == bundle["text/plain"]
    return bundle, capsys.readouterr().out


def test_a_reader_gets_a_chart_that_jupyterlab_knows_and_a_picture(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = said(metric="advance_depth", start="2024-08-07", end="2024-08-20")
    base = alt.Chart(rows).encode(y=look.lanes(), x="high:Q")
    bundle, _ = readers(figure(base.mark_point(), rows=rows), capsys)
    spec = bundle["application/vnd.vegalite.v5+json"]
    # “container” would never end in JupyterLab's own Vega.
    assert spec["width"] == 700 and "container" not in json.dumps(spec)
    vega = vl_convert.vegalite_to_vega(spec, vl_version="5.21")
    assert "windowSize" in next(s["update"] for s in vega["signals"] if s["name"] == "width")
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert bundle["text/plain"] == WORDS


def test_without_a_drawing_program_a_reader_still_gets_the_chart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    bundle, _ = readers(figure(alt.Chart().mark_point()), capsys)
    assert "image/png" not in bundle and "application/vnd.vegalite.v5+json" in bundle


@pytest.fixture
def colab(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A stand-in for Colab's own module, by which Colab is known."""
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    monkeypatch.delenv("KURSK_BOOK", raising=False)  # a build in this process sets it
    show.choose()
    yield
    monkeypatch.delitem(sys.modules, "google.colab")
    show.choose()


def test_in_colab_a_chart_is_a_picture_with_caption_sources_and_rows(
    colab: None, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = said(metric="advance_depth", start="2024-08-07", end="2024-08-20")
    chart = alt.Chart(rows).mark_point().encode(y=look.lanes(), x="high:Q")
    bundle = figure(chart, rows=rows)._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "image/png"}  # nothing that asks a foreign host
    assert base64.b64decode(bundle["image/png"]).startswith(b"\x89PNG")
    assert "IPython.core.display.HTML" in capsys.readouterr().out


def test_in_colab_a_chart_with_controls_brings_its_scripts_along(colab: None) -> None:
    panel = lab.panel("area_held", start="2024-08-06", end="2024-09-10")
    bundle = panel._repr_mimebundle_()
    assert "image/png" in bundle
    assert not re.findall(r"<script[^>]*\bsrc=|cdn\.jsdelivr", bundle["text/html"])
    assert "% held of a peak" in bundle["text/html"]


def test_in_colab_without_a_drawing_program_altair_writes_the_chart(
    colab: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    bundle = figure(alt.Chart().mark_point())._repr_mimebundle_()
    assert "image/png" not in bundle and "vegaEmbed" in bundle["text/html"]


def test_marks_that_lead_nowhere_do_not_spoil_the_picture(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("JPY_SESSION_NAME", "a.ipynb")
    rows = said(ids=["sd-c37"])
    chart = alt.Chart(rows).mark_point().encode(x="value:Q", href="link:N")
    bundle, _ = readers(figure(chart, rows=rows), capsys)
    assert "image/png" in bundle


def test_a_chart_brings_its_own_ground_words_and_lines_to_a_dark_notebook(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """JupyterLab gives a chart the colours of its theme where the chart says none."""
    axes = alt.Chart(said(ids=["sd-c37"])).mark_point().encode(x="value:Q", y="claimant:N")
    bundle, _ = readers(figure(axes), capsys)
    spec = bundle["application/vnd.vegalite.v5+json"]
    dark: dict[str, Any] = {"background": "#333", "axis": {"tickColor": "#fff"},
                            "style": {"guide-label": {"fill": "#fff"}}}  # fmt: skip
    svg = vl_convert.vegalite_to_svg(spec, vl_version="5.21", config=dark)
    assert "#333" not in svg and svg.count("#fff") == 1  # the ground alone


def test_small_pictures_stand_in_as_many_columns_as_there_is_room_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rows = said(metric="advance_depth", start="2024-08-07", end="2024-08-20")
    dots = alt.Chart(rows).mark_point().encode(x="value:Q")
    bundle, _ = readers(figure(look.panels(dots, rows, by="side", columns=3), rows=rows), capsys)
    vega = vl_convert.vegalite_to_vega(
        bundle["application/vnd.vegalite.v5+json"], vl_version="5.21"
    )
    columns = vega["layout"]["columns"]["signal"]
    assert "windowSize" in columns and columns.endswith("1, 3)")


def shown(code: str) -> list[dict[str, Any]]:
    """Run code as a notebook does, and return what it shows, in order."""
    shell = InteractiveShell.instance()
    with capture_output() as held:
        assert shell.run_cell(code).success
    return [{kind: str(data) for kind, data in one.data.items()} for one in held.outputs]


def test_a_chart_with_controls_keeps_the_keys_that_are_pressed_in_them() -> None:
    panel = 'lab.panel("area_held", start="2024-08-06", end="2024-09-10")'
    told = (
        f"from kursk import lab; from kursk.look import show; show.for_readers({panel}.to_dict())"
    )
    assert sum("lmSuppressShortcuts" in one.get("text/html", "") for one in shown(told)) == 1


def test_a_widget_is_kept_with_a_picture_and_words_for_where_it_does_not_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("KURSK_WIDGETS", "1")
    _, words, picture, widget = shown("from kursk import lab; display(lab.bench())")
    assert "Data and sources" in words["text/html"] and "image/png" in picture
    assert "application/vnd.jupyter.widget-view+json" in widget
    assert "VBox" not in widget["text/plain"]


def test_a_key_shows_the_colours_of_its_parties() -> None:
    rows = said()
    rows = rows[rows["side"].isin(["Ukraine", "Press"])]
    dots = alt.Chart(rows).mark_point().encode(x="value:Q", color=look.color(legend=False))
    words = show.caption(figure(dots, rows=rows).usermeta["figure"], "Dots.")
    assert "<p>In words: Dots.</p>" in words
    assert re.findall(r"color:(#\w+);.*?>(.)</span> ([\w ]+)", words) == [
        ("#0072B2", "●", "Ukraine"), ("#5F6368", "▬", "Press"),
    ]  # fmt: skip


def test_the_caption_of_the_site_stands_above_a_chart_in_a_notebook() -> None:
    meta = figure(alt.Chart().mark_point(), see="Look here.").to_dict()["usermeta"]["figure"]
    words = show.caption(meta, "")
    assert "<strong>A finding</strong><br>km²<br><em>Look here.</em>" in words
    assert 'href="http' in words and ">Ukrinform</a>" in words
    assert "<td>about 1,000 km²</td>" in words


def test_the_book_gets_the_bare_specification(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURSK_BOOK", "1")
    show.choose()
    assert set(figure(alt.Chart().mark_point())._repr_mimebundle_()) == {
        "application/vnd.vegalite.v6+json", "text/plain",
    }  # fmt: skip
    monkeypatch.delenv("KURSK_BOOK")
    show.choose()


@pytest.mark.parametrize("name", [name for name in look.__all__ if callable(getattr(look, name))])
def test_every_word_shows_its_use(name: str) -> None:
    if name not in ("Layers", "Measured", "shape"):
        assert "Use::" in str(getattr(look, name).__doc__)


def test_what_the_book_measured_is_written_in_whole_units() -> None:
    row = look.rows(tables.claims(ids=["ge-c021"])).iloc[0]
    assert (row["value"], row["brief"], row["words"]) == (812.6, "~813", "about 813 km²")


def test_words_stand_right_of_where_a_mark_ends() -> None:
    base = alt.Chart(pd.DataFrame({"value": [3.0], "part": ["killed"]}))
    svg = drawn(look.next_to(base.encode(x="value:Q"), "part:N", gap=6, rise=10))
    assert "killed" in svg and 'text-anchor="start"' in svg


def test_words_are_written_at_a_day_and_a_height() -> None:
    words = look.words_at("2024-08-01", "2025-05-01", {"held by Ukraine": ("2024-09-10", 300)})
    assert words.to_dict()["encoding"]["y"]["field"] == "height"
    assert "held by Ukraine" in drawn(words)


def test_the_spans_of_the_chapters_stand_below_zero_one_under_another() -> None:
    bars = look.phase_bars("2024-07-20", "2025-07-31", 95, ticks=[0, 400])
    assert list(bars.data["y"]) == [-95, -190, -285, -380, -475]
    assert drawn(bars).count(">5<") == 1


@pytest.mark.parametrize(
    ("legend", "sides", "key"),
    [
        (False, ["Ukraine", "Press"], [("ukraine", "Ukraine", "●"), ("press", "Press", "▬")]),
        (True, ["Ukraine", "Press"], None),
        (False, ["Ukraine"], None),
    ],
)
def test_a_chart_without_a_legend_has_a_key_of_its_parties(
    legend: bool, sides: list[str], key: list[tuple[str, str, str]] | None
) -> None:
    rows = said()
    rows = rows[rows["side"].isin(sides)]
    dots = alt.Chart(rows).mark_point().encode(x="value:Q", color=look.color(legend=legend))
    figure = look.figure(
        dots, id="x", title="Many", subtitle="km²", alt_text="Dots in a row. " * 5, rows=rows
    )
    assert figure.usermeta["figure"].get("key") == key


def test_a_menu_that_names_the_one_party_drawn_is_the_key() -> None:
    said = look.rows(tables.claims("troops_north_korea").dropna(subset="value"))
    menu = alt.binding_select(options=sorted(said["side"].unique()))
    party = alt.param(name="party", value="United States", bind=menu)
    dots = alt.Chart(said).mark_point().encode(look.color(), look.shape())
    meta = figure(dots, rows=said).to_dict()["usermeta"]["figure"]
    assert len(meta["key"]) > 2
    chosen = dots.add_params(party)
    assert "key" not in figure(chosen, rows=said).to_dict()["usermeta"]["figure"]


def test_an_axis_can_follow_the_days_of_the_marks_that_are_drawn() -> None:
    fixed, free = (
        look.date("date", "2024-10-01", "2026-03-01", follow=follow)["scale"].to_dict()
        for follow in (False, True)
    )
    assert "domain" in fixed and "domain" not in free and free["nice"] == "month"


def test_groups_of_a_lane_lie_round_its_middle_in_the_order_of_the_parties() -> None:
    said = pd.DataFrame(
        {"month": ["May", "June", "June", "June"],
         "side": ["Press", "Press", "Ukraine", "Ukraine"]}
    )  # fmt: skip
    assert list(look.apart(said, "month")) == [0, 0.5, -0.5, -0.5]


def test_the_unit_of_the_rows_that_are_drawn_stands_above_the_axis_once() -> None:
    said = pd.DataFrame({"kind": ["a", "a", "b"], "unit": ["km²", "km²", "people"]})
    base = alt.Chart(said).transform_filter("datum.kind == 'a'")
    words = look.unit_above(base.mark_point().encode(y="unit:N")).to_dict()
    assert [next(iter(step)) for step in words["transform"]] == ["filter", "aggregate"]
    assert words["encoding"]["text"]["field"] == "unit"
