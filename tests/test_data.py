"""The data package: sound as it is, and refused with a clear word when it is spoilt."""

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kursk.check import describe
from kursk.check.__main__ import check

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"


def faults(folder: Path) -> str:
    return "\n".join(map(str, check(folder)))


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def put(
    table: str, column: str, value: str, where: str = "", like: str = ""
) -> Callable[[Path], int]:
    """Spoil one cell: in the first row, or the first whose column ``where`` is ``like``."""

    def spoil(folder: Path) -> int:
        path = folder / f"{table}.csv"
        rows = read(path)
        header = rows[0]
        line = next(
            number
            for number, row in enumerate(rows[1:], 1)
            if not where or row[header.index(where)] == like
        )
        rows[line][header.index(column)] = value
        write(path, rows)
        return line + 1

    return spoil


def low_above_high(folder: Path) -> int:
    line = put("claims", "value_low", "5000", "qualifier", "range")(folder)
    path = folder / "claims.csv"
    rows = read(path)
    rows[line - 1][rows[0].index("value_high")] = "4000"
    write(path, rows)
    return line


def duplicate_id(folder: Path) -> int:
    path = folder / "claims.csv"
    rows = read(path)
    rows.append(rows[1])
    write(path, rows)
    return len(rows)


def missing_column(folder: Path) -> int:
    path = folder / "claims.csv"
    rows = read(path)
    gone = rows[0].index("unit")
    write(path, [row[:gone] + row[gone + 1 :] for row in rows])
    return 1


def extra_cell(folder: Path) -> int:
    path = folder / "events.csv"
    rows = read(path)
    rows[4].append("one too many")
    write(path, rows)
    return 5


def not_utf8(folder: Path) -> int:
    path = folder / "quotes.csv"
    lines = path.read_bytes().split(b"\n")
    lines[6] = lines[6][:20] + b"\xff" + lines[6][20:]
    path.write_bytes(b"\n".join(lines))
    return 7


FAULTS: list[tuple[str, Callable[[Path], int], str]] = [
    ("an unknown source", put("claims", "source_ids", "no-such-page"), r"claims\.csv:{}:source_ids: found “no-such-page”, expected a key of references\.bib"),
    ("a date that cannot be", put("claims", "as_of", "2024-13-40"), r"claims\.csv:{}:as_of: found “2024-13-40”, expected a date like 2024-08-06"),
    ("a day that does not exist", put("events", "date", "2025-02-30"), r"events\.csv:{}:date: found “2025-02-30”, expected a day that exists"),
    ("text in a number", put("claims", "value", "many"), r"claims\.csv:{}:value: found “many”, expected a number"),
    ("low above high", low_above_high, r"claims\.csv:{}:value_low: found low 5000.*, expected low ≤ value ≤ high"),
    ("a duplicate id", duplicate_id, r"claims\.csv:{}:claim_id: found a second “.+”, expected an id once"),
    ("latitude 91", put("places", "lat", "91", "place_id", "sudzha"), r"places\.csv:{}:lat: found “91”, expected a number from -90 to 90"),
    ("a place across the border", put("places", "country", "Ukraine", "place_id", "sudzha"), r"places\.csv:{}:lat: found .* across the border, expected a place in Ukraine"),
    ("a missing column", missing_column, r"claims\.csv:{}:unit: found no such column, expected the column unit"),
    ("an extra cell", extra_cell, r"events\.csv:{}.*: found an extra cell “one too many”, expected as many cells as columns"),
    ("invalid UTF-8", not_utf8, r"quotes\.csv:{}: found the byte 0xff, expected text in UTF-8"),
    ("an empty required field", put("claims", "claimant", ""), r"claims\.csv:{}:claimant: found nothing, expected a value"),
    ("an 80-word quotation", put("quotes", "text", "word " * 80), r"quotes\.csv:{}:text: found 80 words .*, expected 45 words at the most"),
    ("a negative head count", put("claims", "value", "-5", "unit", "persons"), r"claims\.csv:{}:value: found “-5”, expected a number from 0"),
    ("an unknown party", put("claims", "claimant_side", "narnia"), r"claims\.csv:{}:claimant_side: found “narnia”, expected one of ukraine, russia"),
    ("a unit that does not fit", put("claims", "unit", "persons", "metric", "area_held"), r"claims\.csv:{}:unit: found “persons”, expected km2 or sq_mi"),
    ("an unknown place", put("control", "place_id", "atlantis"), r"control\.csv:{}:place_id: found “atlantis”, expected an id of places\.csv"),
    ("a status that does not fit", put("claims", "status", "claimed", "claimant_side", "independent"), r"claims\.csv:{}:status: found claimed by independent, expected claimed only for a party"),
    ("an answer that is no option", put("quizzes", "answer", "None of these at all"), r"quizzes\.csv:{}:answer: found .*, expected one of the options"),
]  # fmt: skip


def test_the_data_package_has_no_fault() -> None:
    assert faults(DATA) == ""


def test_the_command_prints_faults_and_fails(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    put("claims", "value", "many")(folder)
    run = subprocess.run(
        [sys.executable, "-m", "kursk.check", str(folder)], capture_output=True, text=True
    )
    assert run.returncode == 1
    assert "claims.csv:2:value: found “many”, expected a number" in run.stdout
    assert "nothing is built" in run.stdout
    assert not run.stderr


@pytest.mark.parametrize(("spoil", "message"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_spoilt_data_are_refused_at_their_place(
    tmp_path: Path, spoil: Callable[[Path], int], message: str
) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    line = spoil(folder)
    output = faults(folder)
    assert re.search(message.format(line), output), output


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    put("claims", "value", "many")(folder)
    put("quotes", "text", "word " * 80)(folder)
    put("places", "lat", "91", "place_id", "sudzha")(folder)
    output = faults(folder)
    assert all(name in output for name in ("claims.csv:2:value", "quotes.csv:2:text", "places.csv"))


def test_two_sources_with_one_address_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    path = folder / "references.bib"
    addresses = re.findall(r"url = \{(.*)\}", path.read_text(encoding="utf-8"))
    path.write_text(
        path.read_text(encoding="utf-8").replace(addresses[0], addresses[1]), encoding="utf-8"
    )
    output = faults(folder)
    assert f"found the address {addresses[1]} again, expected it once" in output


def test_a_file_changed_unseen_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    subprocess.run([sys.executable, "-m", "kursk.check", str(folder), "--seal"], check=True)
    path = folder / "area_series.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("139.6", "139.7"), encoding="utf-8")
    output = faults(folder)
    assert "area_series.csv: found sha256" in output
    assert "make seal" in output


def test_every_field_of_every_table_is_described() -> None:
    package = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        assert resource["description"]
        for field in resource.get("schema", {}).get("fields", []):
            assert len(field["description"]) > 5, (resource["name"], field["name"])


def test_the_readme_describes_the_tables_as_they_are() -> None:
    assert (DATA / "README.md").read_text(encoding="utf-8") == describe.text(DATA)
