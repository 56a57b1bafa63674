"""Any cell of any table, changed at random: it is told with file, row and column, or it may stand.

What may stand is said here a second time, from ``datapackage.json`` and in few words, so that a
rule that is lost or too lax shows. ``make mutations`` changes 10,000 cells, the tests fewer.
"""

import csv
import datetime as dt
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from thorough import thorough

from kursk import reader
from kursk.check import rules, schema
from kursk.check.tables import Tables

pytestmark = thorough

DATA = Path(__file__).parents[1] / "data"
#: So many cells are changed in all, and so many before the tables are looked at again.
MUTATIONS = int(os.environ.get("MUTATIONS", "1500"))
TOGETHER = 200

#: Tables that only the schemas know, by name → their description.
SCHEMAS: dict[str, dict[str, Any]] = {
    it["name"]: it["schema"]
    for it in json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    if "schema" in it
}
FILLED = [name for name in SCHEMAS if len((DATA / f"{name}.csv").read_text().splitlines()) > 1]

#: Columns with one or several ids, which foreign keys of the schemas cannot say → their table.
IDS = {
    ("claims", "source_ids"): "sources", ("events", "source_ids"): "sources",
    ("quotes", "source_ids"): "sources", ("control", "source_ids"): "sources",
    ("people", "source_ids"): "sources", ("offices", "source_ids"): "sources",
    ("glossary", "source_ids"): "sources", ("area_series", "source_id"): "sources",
    ("links", "source_id"): "sources", ("events", "place_ids"): "places",
    ("seed_coverage", "row_ids"): "rows", ("conflicts", "row_ids"): "rows",
    ("quizzes", "row_ids"): "rows", ("readings", "row_id"): "rows",
}  # fmt: skip
DAYS = {
    (table, column)
    for table, columns in {
        "claims": ["as_of"], "events": ["date", "date_end"], "quotes": ["date_spoken"],
        "control": ["as_of"], "phases": ["start", "end"], "offices": ["from", "to"],
        "readings": ["from", "to"], "absences": ["from", "to"], "corrections": ["date"],
        "area_series": ["date"], "links": ["checked"],
    }.items()
    for column in columns
}  # fmt: skip

#: Texts that have broken readers of tables before, alphabets, markup, formulas, marks of direction.
HOSTILE = [
    "", " ", "0", "-1", "nan", "inf", "1e999", "1,5", "1_000", "٣", "½", "0x1F", "+5", "5.", ".5",
    "2024", "2024-1-1", "2024-02-30", "9999-12-31", "2024-08-06T00:00", "tomorrow", "True", "TRUE",
    "1", "yes", "None", "null", "NaN", "N/A", "#N/A", ";", ";;", "a;a", "a; b", "|", "sudzha;",
    "=1+1", "+1", "-1+2", "@SUM(A1)", "=HYPERLINK(\"http://x.example\";\"y\")", "\t=1",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</script>", "]]>", "&lt;b&gt;",
    "{claim}`in-c001`", "```{ledger}", "[x](javascript:alert(1))", "$x^2$", "{{ 7*7 }}", "{% if %}",
    "%s", "\\", "'", '"', '"a', "a,b", "ru", "qq", "UKRAINE", "ukraine ", "Sudzhа", "ﬁ", "Ｆ",
    "Суджа", "Суми", "Σουμί", "苏贾", "쿠르스크", "سودجا", "סודז׳ה", "👩\u200d👩", "e\u0301",
    "\ufeff", "\x00", "\x1b[31m", "\u200b", "\u200f", "\u202e", "\u2066", "\u00ad", "\u00a0",
    "a\nb", "a\r\nb", "\u2028", "\ud7ff", "\ue000", "\U000e0041", "x" * 1001, "x" * 33_000,
    "word " * 60 + "word",
]  # fmt: skip


@cache
def table(name: str) -> list[list[str]]:
    """A table as it is, its header first."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@cache
def known(name: str) -> frozenset[str]:
    """The ids of a table, of the bibliography, or of every row that can be cited."""
    if name == "sources":
        return frozenset(Tables(DATA).pages)
    if name == "rows":
        return frozenset().union(*map(known, ("claims", "events", "quotes", "control")))
    return frozenset(row[0] for row in table(name)[1:])


def wrong(name: str, field: dict[str, Any], cell: str) -> str:
    """Why a cell may not stand; empty where it may, as far as the cell alone can tell."""
    limits, kind = field.get("constraints", {}), field["type"]
    if not cell:
        return "nothing" if limits.get("required") else ""
    unseen = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
    if any(unicodedata.category(c) in unseen or (c.isspace() and c != " ") for c in cell):
        return "characters that nobody sees"
    if cell != cell.strip() or len(cell) > 1000:
        return "space at an end, or too long"
    if re.match(r"[=+@]|-(?![0-9.]+$)", cell):
        return "a formula"
    if problem := _kind(kind, cell) or _limits(limits, kind, cell) or _names(name, field, cell):
        return problem
    if (name, field["name"]) in DAYS and not _day(cell):
        return "no day of the past"
    return ""


def _kind(kind: str, cell: str) -> str:
    patterns = {
        "number": r"-?[0-9]+(\.[0-9]+)?", "integer": r"-?[0-9]+", "boolean": "true|false",
        "date": r"\d{4}-\d\d-\d\d",
    }  # fmt: skip
    return "" if re.fullmatch(patterns.get(kind, r"(?s).*"), cell) else f"no {kind}"


def _limits(limits: dict[str, Any], kind: str, cell: str) -> str:
    if "enum" in limits and cell not in limits["enum"]:
        return "none of a list"
    if "pattern" in limits and not re.search(limits["pattern"], cell):
        return "another pattern"
    if len(cell) > limits.get("maxLength", 1000):
        return "too long"
    if kind in ("number", "integer"):
        low, high = limits.get("minimum", -1e99), limits.get("maximum", 1e99)
        return "" if low <= float(cell) <= high else "out of range"
    return ""


def _names(name: str, field: dict[str, Any], cell: str) -> str:
    for key in SCHEMAS[name].get("foreignKeys", []):
        home = key["reference"]["resource"]
        if key["fields"] in (field["name"], [field["name"]]) and home and home != name:
            return "" if cell in known(home) else f"no id of {home}"
    parts = cell.split(field["separator"]) if "separator" in field else [cell]
    if len(set(parts)) < len(parts) or (len(parts) > 1 and not all(map(str.strip, parts))):
        return "a list with an empty or a double entry"
    home = IDS.get((name, field["name"]), "")
    return "" if not home or set(parts) <= known(home) else f"no id of {home}"


def _day(cell: str) -> bool:
    try:
        day = dt.date.fromisoformat(cell if len(cell) == 10 else f"{cell}-01")
    except ValueError:
        return False
    return day <= dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)


def cells(name: str) -> st.SearchStrategy[str]:
    """Cells for a table: hostile ones, its own from other places, its own misspelt, any text."""
    own = sorted({cell for row in table(name)[1:] for cell in row if cell})
    spoilt = st.sampled_from([
        lambda cell: f"{cell} ", lambda cell: f"\u00a0{cell}", str.upper, lambda cell: cell[:-1],
        lambda cell: f"{cell};{cell}", lambda cell: cell.replace("a", "а"), lambda cell: cell * 2,
        lambda cell: f"-{cell}", lambda cell: cell.replace(" ", "\u200b", 1),
    ])  # fmt: skip
    return st.one_of(
        st.sampled_from(HOSTILE),
        st.sampled_from(own),
        st.builds(lambda cell, spoil: str(spoil(cell)), st.sampled_from(own), spoilt),
        st.text(st.characters(codec="utf-8"), max_size=6),
    )


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("mutations") / "data"
    shutil.copytree(DATA, copied)
    return copied


def write(path: Path, rows: list[list[str]]) -> Iterator[int]:
    """Write a table and yield the line on which each of its records ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        for _ in lines:
            yield lines.line_num


def look(folder: Path, name: str, changes: dict[tuple[int, int], str]) -> None:
    """Change cells of a table together and hold what is told against what may stand."""
    head, *_ = rows = [list(row) for row in table(name)]
    for (row, column), cell in changes.items():
        rows[row][column] = cell
    path = folder / f"{name}.csv"
    lines = list(write(path, rows))
    try:
        found = schema.faults(folder, {name}) + list(rules.faults(Tables(folder)))
    finally:
        shutil.copy(DATA / path.name, path)
    assert all(fault.file and fault.found and fault.expected for fault in found)
    told = {
        (it.row, part) for it in found if it.file == path.name for part in it.column.split(", ")
    }
    fields = {field["name"]: field for field in SCHEMAS[name]["fields"]}
    missed = []
    for (row, column), cell in changes.items():
        field, place = fields[head[column]], f"{path.name}:{lines[row]}:{head[column]}"
        if {(lines[row], head[column]), (lines[row], "")} & told:
            continue
        if why := wrong(name, field, cell):
            missed.append(f"{place}: {cell[:60]!r} stands, but is {why}")
        else:
            reader._typed(field, cell)
    assert missed == [], "\n".join(missed)


@pytest.mark.parametrize("name", FILLED)
def test_a_changed_cell_is_told_at_its_place_or_may_stand(folder: Path, name: str) -> None:
    size = (len(table(name)) - 1) * len(table(name)[0])
    # Each table has its share of the changes; the first round that hypothesis makes is a plain one.
    together = min(TOGETHER, size // 2)
    rounds = 1 + max(1, round(MUTATIONS / len(FILLED) / together))
    places = st.tuples(
        st.integers(1, len(table(name)) - 1), st.integers(0, len(table(name)[0]) - 1)
    )

    @settings(
        derandomize=True,
        deadline=None,
        database=None,
        max_examples=rounds,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.dictionaries(places, cells(name), min_size=together, max_size=together))
    def changed(changes: dict[tuple[int, int], str]) -> None:
        look(folder, name, changes)
        COUNTED.append(len(changes))

    changed()


COUNTED: list[int] = []


def test_enough_cells_were_changed() -> None:
    assert sum(COUNTED) >= MUTATIONS / 2, sum(COUNTED)
    print(f"{sum(COUNTED):,} cells changed in {len(FILLED)} tables")
