"""The package: one reader, typed rows, units, days, words and looks, from any working directory."""

import dataclasses
import json
import subprocess
import sys
import typing
from pathlib import Path

import pytest

from kursk import assertions, model, phrases, reader, sides, tables, units
from kursk.days import Day, drawn, read, window
from kursk.refusal import RefusalError

ROOT = Path(__file__).parents[1]
PACKAGE = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
SCHEMAS = {table["name"]: table["schema"] for table in PACKAGE["resources"] if "schema" in table}

# Units


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (500, "sq_mi", "km2", 1290),
        (514, "sq_mi", "km2", 1330),
        (8.1, "sq_mi", "km2", 21.0),
        (6, "mi", "km", 9.66),
        (1263, "km2", "km2", 1263),
    ],
)
def test_converted_figures_keep_as_many_digits_as_were_stated_and_three_at_least(
    value: float, unit: str, to: str, expected: float
) -> None:
    assert units.convert(value, unit, to) == pytest.approx(expected)


def test_people_cannot_be_converted_to_square_kilometres() -> None:
    with pytest.raises(ValueError, match="cannot convert 'persons' to 'km2'"):
        units.convert(5, "persons", "km2")


def test_only_units_of_one_kind_are_converted_and_the_source_of_the_factor_is_named() -> None:
    for unit in model.rows(model.Unit):
        if unit.converts_to:
            assert unit.kind == model.by_id(model.Unit)[unit.converts_to].kind
            assert unit.factor_source


# Words


def row(**cells: object) -> dict[str, object]:
    empty = {"value": float("nan"), "value_low": float("nan"), "value_high": float("nan")}
    return {**empty, "unit": "km2", "qualifier": "exact", "value_as_stated": "", **cells}


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"value": 1263.0}, "1,263 km²"),
        ({"value": 1000.0, "qualifier": "about"}, "about 1,000 km²"),
        ({"value": 500.0, "unit": "sq_mi", "qualifier": "about"}, "about 1,290 km² (500 sq mi)"),
        ({"value_low": 28.0, "value_high": 35.0, "unit": "km"}, "28 to 35 km"),
        ({"value": 86.0, "unit": "percent", "qualifier": "more_than"}, "more than 86 %"),
        ({"value_as_stated": "scores of prisoners", "unit": "persons"}, "“scores of prisoners”"),
        ({"value": 60000.0, "unit": "persons", "qualifier": "nearly"}, "nearly 60,000 people"),
        ({"value": 1.0, "unit": "persons"}, "1 person"),
        ({"value": 1.32e11, "unit": "eur"}, "€132 billion"),
        ({"value_low": 1.7e9, "value_high": 5.5e9, "unit": "usd"}, "$1.7 billion to $5.5 billion"),
        ({"value": 2.5, "unit": "ratio"}, "1:2.5"),
        ({"value": 3.0, "unit": "hours", "qualifier": "more_than"}, "more than 3 hours"),
        ({"value": 500.0, "unit": "m", "qualifier": "up_to"}, "up to 500 m"),
        ({"value": 500.0, "unit": "m", "qualifier": "less_than"}, "less than 500 m"),
        ({"value": 37.3, "unit": "million_m3_per_day"}, "37.3 million m³ a day"),
        ({"value_low": 25.0, "value_high": 30.0, "unit": "km", "qualifier": "range",
          "value_as_stated": "around 25km and 30km"}, "about 25 to 30 km"),
        ({"value": 100.0, "unit": "persons", "qualifier": "up_to",
          "value_as_stated": "up to about 100 people"}, "up to about 100 people"),
        ({"value": 400.0, "qualifier": "more_than",
          "value_as_stated": "more than 400 km2 to around 80 km2"}, "more than 400 km²"),
        ({"value_low": 500.0}, "at least 500 km²"),
        ({"value_high": 500.0}, "up to 500 km²"),
    ],
)  # fmt: skip
def test_a_figure_is_written_as_it_was_stated(cells: dict[str, object], words: str) -> None:
    assert phrases.figure(row(**cells)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"), (2.5, "2.5"), (1263.0, "1,263"), (99.5, "99.5"), (1_234_567, "1,234,567"),
        (3_500_000, "3.5 million"), (1_700_000_000, "1.7 billion"),
        (1_234_567_890, "1,234,567,890"),
    ],
)  # fmt: skip
def test_no_number_loses_a_digit(value: float, words: str) -> None:
    assert phrases.number(value) == words


def test_every_figure_of_the_data_shows_its_unit() -> None:
    bare = {
        claim.id: claim.figure
        for claim in model.rows(model.Claim)
        if claim.values and claim.figure.split()[-1].replace(",", "").replace(".", "").isdigit()
        if not units.measure("0", claim.unit).startswith(("$", "€", "1:"))
    }
    assert bare == {}


@pytest.mark.parametrize(
    ("claim_id", "words"),
    [
        ("ge-c090", "Institute for the Study of War, via Espreso"),
        ("ap-c53", "Russia's official version, via UAWire"),
        ("sd-c38", "Alexei Smirnov, acting governor"),
        ("ge-c003", "Institute for the Study of War, from footage and Russian bloggers"),
    ],
)
def test_a_claimant_is_named_as_fully_as_the_source_does(claim_id: str, words: str) -> None:
    assert model.by_id(model.Claim)[claim_id].claimant == words


def test_whom_the_book_has_it_from_is_said_once() -> None:
    said = {claim.claimant for claim in model.rows(model.Claim)}
    assert "Ukrainian side, as summarised by Babel" in said
    assert not any(words.count("Ukrinform") > 1 for words in said)


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("82 settlements", "“82 settlements”"),
        ("measurement of the map’s polygons by this book; no wording exists",) * 2,
    ],
)
def test_only_words_that_were_said_stand_in_quotation_marks(stated: str, words: str) -> None:
    assert phrases.wording(stated) == words


@pytest.mark.parametrize(("code", "name"), [("uk", "Ukrainian"), ("ko", "Korean"), ("xx", "xx")])
def test_languages_have_english_names(code: str, name: str) -> None:
    assert phrases.language(code) == name


# Days: one rule for months


@pytest.mark.parametrize(
    ("iso", "words"),
    [("2024-08-06", "6 August 2024"), ("2024-10", "October 2024"), ("", "date not known")],
)
def test_dates_are_written_as_exactly_as_they_are_known(iso: str, words: str) -> None:
    assert phrases.date(iso) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2024-09-10", "2024-09-12", "10 to 12 September 2024"),
        ("2024-10-02", "2024-11-03", "2 October to 3 November 2024"),
        ("2024-12-30", "2025-01-02", "30 December 2024 to 2 January 2025"),
        ("2024-10", "2024-11", "October to November 2024"),
        ("2024-08-06", "2024-08-06", "6 August 2024"),
        ("2024-08-06", "", "6 August 2024"),
        ("", "", "date not known"),
    ],
)
def test_a_span_says_month_and_year_once(start: str, end: str, words: str) -> None:
    assert phrases.days(start, end) == words


def test_a_month_alone_stands_in_its_middle() -> None:
    assert drawn("2024-10") == "2024-10-15"
    assert drawn("2024-10-02") == "2024-10-02"
    assert drawn("") == ""
    assert Day("2024-10").apart(Day("2024-10-20")) == 5
    assert Day("").apart(Day("2024-10-20")) == float("inf")


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("2024-08-06", "2024-08-06"),
        ("2024-08", "2024-08"),
        ("6 August 2024", "2024-08-06"),
        ("06\u00a0august  2024", "2024-08-06"),
        ("30 Sept 2024", "2024-09-30"),
        ("August 2024", "2024-08"),
        ("29 February 2024", "2024-02-29"),
        ("", ""),
    ],
)
def test_a_day_is_read_as_the_tables_or_the_book_write_it(said: str, iso: str) -> None:
    assert read(said).iso == iso
    assert not iso or read(read(said).words).iso == iso


@pytest.mark.parametrize(
    "said", ["31 June 2024", "2024-13-45", "08/15/2024", "20240806", "2024-W32-1", "6 Augst 2024",
             "August", "2024", "6 Au 2024", "0 May 2024"]
)  # fmt: skip
def test_what_is_no_day_is_refused_with_an_example(said: str) -> None:
    with pytest.raises(RefusalError, match=f"written “{said}”. Write it like 6 August 2024"):
        read(said)


def test_a_window_is_refused_where_its_days_are_turned_round_and_not_where_they_touch() -> None:
    assert window("6 August 2024", "August 2024") == ("2024-08-06", "2024-08")
    with pytest.raises(RefusalError, match="ends on July 2024, before it starts on 6 August 2024"):
        window("2024-08-06", "2024-07")


@pytest.mark.parametrize(
    ("iso", "start", "end", "inside"),
    [
        ("2024-10", "2024-10-15", "2024-10-31", True),
        ("2024-10", "2024-09-01", "2024-10-01", True),
        ("2024-10", "2024-11-01", "", False),
        ("2024-10", "", "2024-09-30", False),
        ("2024-12", "2024-12-31", "", True),
        ("", "", "", True),
        ("", "2024-01-01", "", False),
    ],
)
def test_a_month_alone_is_in_every_window_that_it_touches(
    iso: str, start: str, end: str, inside: bool
) -> None:
    assert Day(iso).within(start, end) is inside


def test_a_month_alone_comes_after_its_days_and_nothing_after_all() -> None:
    listed = sorted(["", "2024-10", "2024-11-01", "2024-10-31"], key=lambda iso: Day(iso).order)
    assert listed == ["2024-10-31", "2024-10", "2024-11-01", ""]


def test_a_window_of_the_tables_follows_the_rule() -> None:
    frame = tables.claims(start="2024-10-15", end="2024-10-31")
    assert set(frame["as_of"].str[:7]) == {"2024-10"}
    assert (frame["as_of"].str.len() == 7).any()


# Rows and frames


@pytest.mark.parametrize("table", sorted(SCHEMAS))
def test_every_table_has_a_class_whose_fields_are_its_columns(table: str) -> None:
    kind = model.kinds()[table]
    named = [field.name.removesuffix("_") for field in dataclasses.fields(kind)]
    assert named == [field["name"] for field in SCHEMAS[table]["fields"]]


@pytest.mark.parametrize("table", sorted(SCHEMAS))
def test_every_cell_has_the_type_that_its_class_promises(table: str) -> None:
    kind = model.kinds()[table]
    promised = typing.get_type_hints(kind)
    for found in model.rows(kind):
        for field in dataclasses.fields(kind):
            cell, hint = getattr(found, field.name), promised[field.name]
            expected = typing.get_args(hint) or (hint,)
            plain = tuple if typing.get_origin(hint) is tuple else expected
            assert isinstance(cell, plain), (table, field.name, cell)


@pytest.mark.parametrize("table", sorted(SCHEMAS))
def test_every_table_is_a_frame_with_the_same_rows(table: str) -> None:
    frame = getattr(tables, table)() if hasattr(tables, table) else tables.frame(table)
    if table == "places":
        frame = tables.places(None)
    assert len(frame) == len(model.rows(model.kinds()[table]))
    columns = {*frame, frame.index.name}
    assert columns >= {field["name"] for field in SCHEMAS[table]["fields"]}


def test_rows_cannot_be_changed() -> None:
    claim = model.rows(model.Claim)[0]
    with pytest.raises(dataclasses.FrozenInstanceError):
        claim.value = 5.0  # type: ignore[misc]
    with pytest.raises(TypeError):
        reader.rows("claims")[0]["value"] = 5.0  # type: ignore[index]


def test_numbers_are_numbers_and_lists_are_lists() -> None:
    claims = tables.claims()
    assert claims["value"].dtype == float
    assert all(isinstance(ids, tuple) and ids for ids in claims["source_ids"])
    assert set(tables.sources().loc[claims["source_ids"].iloc[0][0]].index) >= {"publisher", "url"}


def test_frames_are_fresh_copies() -> None:
    frame = tables.claims()
    frame["value"] = 0
    assert tables.claims()["value"].max() > 0


def test_an_event_tells_its_place_in_words() -> None:
    events = model.by_id(model.Event)
    assert events["sd-e63"].place == "Gornal; Moscow"
    assert events["ap-e42"].place == "Border strip of the Kursk region"


def test_an_office_is_held_within_its_dates() -> None:
    offices = model.by_id(model.Office)
    assert offices["alexei-smirnov-2"].held("2024-12-05")
    assert not offices["alexei-smirnov-2"].held("2025-01-01")
    assert not offices["alexander-khinshtein-1"].held("2024-11-22")


def test_places_are_those_of_the_theatre_unless_all_are_asked_for() -> None:
    assert "washington" not in set(tables.places()["place_id"])
    assert "washington" in set(tables.places(None)["place_id"])
    assert set(tables.places("area")["kind"]) <= {"region", "district", "river", "road", "border"}


def test_the_data_are_found_from_any_working_directory(tmp_path: Path) -> None:
    code = "from kursk import tables; print(len(tables.claims()) > 500)"
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert run.stdout.strip() == "True", run.stderr


# Looks


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("side", sides.SIDES.values(), ids=list(sides.SIDES))
def test_every_party_is_seen_on_both_grounds(side: sides.Side) -> None:
    assert contrast(side.color, "#ffffff") >= 3
    assert contrast(side.dark, "#17191c") >= 3


def test_no_two_parties_look_alike() -> None:
    for what in ("color", "dark", "shape", "dash", "label"):
        looks = [getattr(side, what) for side in sides.SIDES.values()]
        assert len(set(looks)) == len(looks), what


def test_parties_at_war_are_told_from_the_others() -> None:
    assert {"ukraine", "russia", "north_korea"} == sides.AT_WAR


def test_a_choice_that_no_row_meets_keeps_the_columns() -> None:
    assert list(tables.claims(ids=[])) == list(tables.claims(ids=["nk-c04"]))


def test_days_between_two_rows_are_counted_and_a_month_is_no_day() -> None:
    assert assertions.compute('days("nk-q12", "nk-q58")') == 178
    assert assertions.compute('days("nk-q58", "nk-q12")') == -178
    with pytest.raises(assertions.UncomputableError):
        assertions.compute('days("st-q22", "nk-q58")')


@pytest.mark.parametrize(
    ("claimant", "named"), [("Politico", []), ("Peskov", ["RIA Novosti", "TASS"])]
)
def test_a_newsroom_that_is_the_claimant_retells_nobody(claimant: str, named: list[str]) -> None:
    assert phrases.origins("Politico Europe", "RIA Novosti; TASS", claimant) == named
