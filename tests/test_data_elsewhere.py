"""The data in the tools of other people: the examples of their README, the ZIP and the workbook."""

import hashlib
import io
import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from kursk import tables
from kursk.check import derived
from kursk.check.tables import Tables
from kursk_formats import data as packed

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
README = (DATA / "README.md").read_text("utf-8")


def example(language: str, number: int = 0) -> str:
    """Return a fenced example of the README."""
    return str(re.findall(rf"```{language}\n(.*?)```", README, re.S)[number])


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder of the data, as a reader of the README is."""
    monkeypatch.chdir(DATA)


@pytest.fixture(scope="module")
def counted() -> dict[str, int]:
    """What every example must find, by the book's own tables."""
    held = tables.claims("area_held", scope="kursk")
    kinds = tables.sources()["kind"]
    return dict(Counter(kinds[ids[0]] for ids in held["source_ids"]))


def test_duckdb_joins_figures_with_their_pages(there: None, counted: dict[str, int]) -> None:
    assert dict(duckdb.execute(example("sql")).fetchall()) == counted


def test_sqlite_joins_figures_with_their_pages(there: None, counted: dict[str, int]) -> None:
    base = sqlite3.connect(":memory:")
    for name in ("claims", "claim_sources", "sources"):
        pd.read_csv(f"{name}.csv").to_sql(name, base)
    query = re.sub(r"'(\w+)\.csv'", r"\1", example("sql"))
    assert dict(base.execute(query).fetchall()) == counted


def test_pandas_reads_the_types_of_the_schema(there: None, counted: dict[str, int]) -> None:
    names: dict[str, Any] = {}
    exec(example("python", 1), names)
    assert names["counts"].to_dict() == counted
    claims = names["table"]("claims")
    assert claims["value"].dtype == "Float64" and claims["as_of"].dtype == "string"


@pytest.mark.skipif(not shutil.which("Rscript"), reason="no R here")
def test_r_joins_figures_with_their_pages(there: None, counted: dict[str, int]) -> None:
    command = ["Rscript", "-e", example("r")]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    half = len(counted)
    assert dict(zip(told[:half], map(int, told[half:]), strict=True)) == counted


def test_every_page_of_a_row_is_a_pair_in_the_order_of_the_row() -> None:
    pairs = tables.frame("claim_sources").sort_values(["claim_id", "rank"])
    said = tables.frame("claims").set_index("claim_id")["source_ids"]
    assert pairs.groupby("claim_id")["source_id"].agg(tuple).to_dict() == said.to_dict()


def test_a_pair_that_its_table_does_not_have_is_told(tmp_path: Path) -> None:
    copy = shutil.copytree(DATA, tmp_path / "data")
    assert not derived.faults(Tables(copy))
    text = (copy / "claim_sources.csv").read_text("utf-8")
    (copy / "claim_sources.csv").write_text(text.replace(",1,", ",2,", 1))
    assert [fault.file for fault in derived.faults(Tables(copy))] == ["claim_sources.csv"]
    derived.derive(copy)
    assert not derived.faults(Tables(copy))


def test_the_archive_is_the_package_and_its_checksums_hold() -> None:
    with zipfile.ZipFile(io.BytesIO(packed.zipped(DATA))) as archive:
        inside = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    assert {"datapackage.json", "README.md", "claims.csv", "geo/border.geojson"} <= set(inside)
    for line in inside["checksums.sha256"].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(inside[name]).hexdigest() == digest, name


def test_the_workbook_has_every_cell_of_every_table() -> None:
    book = zipfile.ZipFile(io.BytesIO(packed.workbook(DATA)))
    names = re.findall(r'<sheet name="(\w+)"', book.read("xl/workbook.xml").decode())
    package = json.loads((DATA / "datapackage.json").read_text("utf-8"))
    assert names == ["columns", *(it["name"] for it in package["resources"] if "schema" in it)]
    for number, name in enumerate(names[1:], 2):
        sheet = book.read(f"xl/worksheets/sheet{number}.xml").decode()
        assert sheet.count("<row ") == len(pd.read_csv(DATA / f"{name}.csv")) + 1, name
        assert "<f>" not in sheet  # nothing that a spreadsheet would compute


def test_packed_twice_the_files_are_the_same(tmp_path: Path) -> None:
    for name in ("one", "two"):
        packed.write(DATA, tmp_path / name)
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes(), file.name
    sums = (tmp_path / "one" / "SHA256SUMS").read_text().split()
    assert hashlib.sha256((tmp_path / "one" / sums[1]).read_bytes()).hexdigest() == sums[0]
