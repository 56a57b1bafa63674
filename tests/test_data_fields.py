"""Any text in any cell: the check tells it or lets it pass, and never falls over it."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_data import DATA, Copies, schema_tables

from kursk.check import cells, dates, rules
from kursk.check.fault import Fault

#: Reproducible: the same texts on every machine and in every run.
SETTINGS = settings(
    derandomize=True,
    deadline=None,
    max_examples=1,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

#: Texts that have broken readers of tables before, and any other text.
TEXTS = st.one_of(
    st.sampled_from([
        "", " ", "0", "-1", "nan", "inf", "1e999", "1,5", "2024", "2024-1-1", "2024-02-30",
        "9999-12-31", "0000-00-00", ";", ";;", "a;a", "|", "sudzha;", "=1+1", "\ufeff", "\x00",
        "\u202e", "\u00ad", "\ud7ff", "ukraine", "true", "None", "{}", "%s", "\\", "'", '"',
        "x" * 5000,
    ]),
    st.text(max_size=40),
    st.floats().map(str),
    st.dates().map(str),
)  # fmt: skip


@pytest.mark.parametrize("table", schema_tables())
@SETTINGS
@given(data=st.data())
def test_no_cell_ends_in_a_traceback(table: str, data: st.DataObject) -> None:
    tables = Copies(DATA)
    rows = tables.rows(table)
    if not rows:
        return
    some = data.draw(st.lists(st.sampled_from(rows[:50]), min_size=1, max_size=4, unique_by=id))
    for _, row in some:
        for column in row:
            row[column] = data.draw(TEXTS, label=column)
    found = list(rules.faults(tables.whole()))
    assert all(isinstance(fault, Fault) and fault.file and fault.expected for fault in found)
    # What is wrong with the characters of a cell is told of that cell.
    told = {(fault.row, fault.column) for fault in found if fault.file == f"{table}.csv"}
    for line, row in some:
        assert {(line, column) for column, cell in row.items() if cells.problem(cell)} <= told


@settings(derandomize=True, deadline=None, max_examples=300)
@given(text=st.text(max_size=60))
def test_a_text_that_passes_can_be_read_by_everybody(text: str) -> None:
    if cells.problem(text) is None:
        assert text.isprintable()
        assert text == text.strip()
        assert text.encode("utf-8").decode("utf-8") == text


@settings(derandomize=True, deadline=None, max_examples=300)
@given(text=st.one_of(st.text(max_size=12), st.dates().map(str)))
def test_a_date_that_passes_is_a_day_or_a_month_of_the_calendar(text: str) -> None:
    day = dt.date(2026, 11, 27)
    if dates.problem(text, day) is None:
        assert len(text) in (7, 10)
        assert dt.date.fromisoformat(text if len(text) == 10 else f"{text}-01") <= day
