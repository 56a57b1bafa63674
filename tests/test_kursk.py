"""The package: units, words, tables and links, from any working directory."""

import subprocess
import sys
from pathlib import Path

import pytest

from kursk import links, phrases, tables, units


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
    ],
)  # fmt: skip
def test_a_figure_is_written_as_it_was_stated(cells: dict[str, object], words: str) -> None:
    assert phrases.figure(row(**cells)) == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [("2024-08-06", "6 August 2024"), ("2024-10", "October 2024"), ("", "date not known")],
)
def test_dates_are_written_as_exactly_as_they_are_known(iso: str, words: str) -> None:
    assert phrases.date(iso) == words


def test_every_figure_of_the_data_can_be_put_into_words() -> None:
    for claim in tables.claims().to_dict("records"):
        assert phrases.figure({str(k): v for k, v in claim.items()}).strip()


def test_a_month_alone_is_inside_a_window_that_starts_within_it() -> None:
    frame = tables.claims(start="2024-10-15", end="2024-10-31")
    assert set(frame["as_of"].str[:7]) == {"2024-10"}
    assert (frame["as_of"].str.len() == 7).any()


def test_numbers_are_numbers_and_lists_are_lists() -> None:
    claims = tables.claims()
    assert claims["value"].dtype == float
    assert all(isinstance(ids, tuple) and ids for ids in claims["source_ids"])
    assert set(tables.sources().loc[claims["source_ids"].iloc[0][0]].index) >= {"publisher", "url"}


def test_every_row_has_one_address() -> None:
    paths = [links.row_path(row_id) for row_id in tables.claims()["claim_id"]]
    assert len(set(paths)) == len(paths)
    assert all("#" in path for path in paths)


def test_the_data_are_found_from_any_working_directory(tmp_path: Path) -> None:
    code = "from kursk import tables; print(len(tables.claims()) > 500)"
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert run.stdout.strip() == "True", run.stderr


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        ("82 settlements", "“82 settlements”"),
        ("measurement of the map’s polygons by this book; no wording exists",) * 2,
    ],
)
def test_only_words_that_were_said_stand_in_quotation_marks(stated: str, words: str) -> None:
    assert phrases.wording(stated) == words
