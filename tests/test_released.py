"""What readers may have quoted stays, or a correction says what became of it."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from test_data import DATA, cell, faults

from kursk.check import derived, links, released, seal
from kursk.check.tables import Tables

ROOT = Path(__file__).parents[1]
NEW = {
    "correction_id": "fix", "date": "2026-11-27", "table": "claims", "row_id": "st-c115",
    "column": "value", "before": "57.6", "after": "57.7", "reason": "Misread.",
}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data, just released."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    released.release(folder, "9.9.9")
    return folder


def correct(folder: Path, **cells: str) -> None:
    with (folder / "corrections.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(NEW), lineterminator="\n").writerow({**NEW, **cells})


def told(folder: Path) -> str:
    return "\n".join(map(str, released.faults(Tables(folder))))


def test_a_release_has_no_fault(data: Path) -> None:
    derived.derive(data)
    seal.seal(data)
    assert faults(data) == ""


def test_a_changed_value_needs_a_correction_that_says_the_new_one(data: Path) -> None:
    line = cell("claims", "value", "57.7", "claim_id", "st-c115")(data)
    assert f"claims.csv:{line}:value: found the new value “57.7”, expected that" in told(data)
    correct(data, after="57.8")
    assert f"claims.csv:{line}:value: found the new value “57.7”" in told(data)
    correct(data, correction_id="fix-2")
    assert told(data) == ""


def test_a_correction_told_before_the_release_excuses_nothing_after_it(data: Path) -> None:
    correct(data)
    released.release(data, "9.9.9")
    line = cell("claims", "value", "57.7", "claim_id", "st-c115")(data)
    assert f"claims.csv:{line}:value: found the new value “57.7”" in told(data)


def test_notes_and_new_rows_may_change_freely(data: Path) -> None:
    cell("claims", "note", "Seen again.", "claim_id", "sd-c01")(data)
    table = data / "control.csv"
    rows = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join([*rows, rows[1].replace("ge-k001", "ge-k999"), ""]), "utf-8")
    assert told(data) == ""


def test_a_first_release_has_nothing_to_keep(data: Path) -> None:
    (data / released.FILE).unlink()
    cell("claims", "value", "57.7", "claim_id", "st-c115")(data)
    assert told(data) == ""


def test_the_book_keeps_the_values_of_its_last_release() -> None:
    version = json.loads((DATA / released.FILE).read_text(encoding="utf-8"))["release"]
    assert f"## {version} – " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_two_releases_of_one_state_agree_to_the_byte(data: Path) -> None:
    first = (data / released.FILE).read_bytes()
    released.release(data, "9.9.9")
    assert (data / released.FILE).read_bytes() == first


# The report of a link check


def test_a_page_that_is_gone_stays_a_source(data: Path) -> None:
    pages = Tables(data).pages
    gone, silent = [(key, it["url"]) for key, it in pages.items() if "url" in it][:2]
    report = {
        "error_map": {
            "data/references.bib": [
                {"url": gone[1], "status": {"text": "Not Found", "code": 404}},
                {"url": silent[1], "status": {"text": "Timeout"}},
            ]
        }
    }
    found = {source: answer for source, _, answer in links.rows(data, report, "2026-11-01")}
    assert (found[gone[0]], found[silent[0]]) == ("gone", "none")
    assert set(found) == {key for key, it in pages.items() if it.get("url")}
    assert set(found.values()) == {"ok", "gone", "none"}
