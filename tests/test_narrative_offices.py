"""Who bears which office on which day, by the table of offices as it is."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from proofreading import EVIDENCE, faults

from sphinx_evidence import offices
from sphinx_evidence.rows import Evidence
from sphinx_evidence.rule import Rule

TABLE = EVIDENCE.records["offices"]


def found(check: Rule, source: str) -> list[str]:
    return [fault.found for fault in faults(check, source)]


@pytest.mark.parametrize(
    ("words", "person", "day"),
    [
        ("the governor, Alexei Smirnov", "alexei-smirnov", "2024-08-12"),
        ("acting governor Alexei Smirnov", "alexei-smirnov", "2024-11-22"),
        ("the acting governor, Alexander Khinshtein", "alexander-khinshtein", "2026-03-13"),
        ("the governor, Alexander Khinshtein", "alexander-khinshtein", "2025-05-31"),
        ("NATO's secretary general, Jens Stoltenberg", "jens-stoltenberg", "2024-11-17"),
        ("commander-in-chief Valerii Zaluzhnyi", "valerii-zaluzhnyi", "2024-09-16"),
        ("the president, Donald Trump", "donald-trump", "2024-08-06"),
        ("the president, Joe Biden", "joe-biden", "2025-03-03"),
        ("the governor, Roman Starovoit", "roman-starovoit", "2025-07-07"),
    ],
)
def test_nobody_bears_an_office_before_or_after_it(words: str, person: str, day: str) -> None:
    assert offices.wrong(words, person, day, TABLE)


@pytest.mark.parametrize(
    ("words", "person", "day"),
    [
        ("the acting governor, Alexei Smirnov", "alexei-smirnov", "2024-08-12"),
        ("the governor, Alexei Smirnov", "alexei-smirnov", "2024-09-23"),
        ("the governor, Alexander Khinshtein", "alexander-khinshtein", "2026-03-13"),
        ("NATO's secretary general, Mark Rutte", "mark-rutte", "2024-10-17"),
        ("the president, Donald Trump", "donald-trump", "2025-02-28"),
        ("the ambassador, Alexei Smirnov", "alexei-smirnov", "2024-08-12"),
    ],
)
def test_the_office_of_the_day_is_no_fault(words: str, person: str, day: str) -> None:
    assert offices.wrong(words, person, day, TABLE) == ""


def test_an_office_without_a_name_is_that_of_who_said_the_figure() -> None:
    assert found(offices.check, "The governor counted {claim}`co-c67` civilians.") == [
        "'governor', on 2025-05-31 Acting governor of Kursk region, in "
        "'The governor counted 304 people civilians.'"
    ]
    assert found(offices.check, "The acting governor counted {claim}`co-c67`.") == []


def test_everyone_named_is_in_the_table_of_people() -> None:
    assert found(offices.check, "Then Mirko Abcdevski spoke to Volodymyr Zelensky.") == [
        "'Mirko Abcdevski' in 'Then Mirko Abcdevski spoke to Volodymyr Zelensky.'"
    ]
    assert found(offices.check, "The Wall Street Journal and Radio Liberty wrote of it.") == []


# Roles and titles that cards show


def test_a_speaker_bears_the_office_of_the_day() -> None:
    assert list(offices.roles(EVIDENCE)) == []


def test_a_title_gives_nobody_an_office_of_another_day() -> None:
    assert list(offices.titles(EVIDENCE)) == []


@pytest.mark.parametrize(
    ("table", "row_id", "cell", "words", "find"),
    [
        ("quotes", "in-q13", "role", "governor of Kursk region", offices.roles),
        ("claims", "co-c82", "role", "Kursk regional governor", offices.roles),
        ("events", "in-e19", "title", "Governor tells Putin", offices.titles),
    ],
)
def test_an_office_of_another_day_in_a_role_or_a_title_is_found(
    table: str, row_id: str, cell: str, words: str, find: Callable[[Evidence], Iterator[str]]
) -> None:
    rows = dict(getattr(EVIDENCE, table))
    rows[row_id] = replace(rows[row_id], **{cell: words})
    changed: dict[str, Any] = {table: rows}
    (fault,) = find(replace(EVIDENCE, **changed))
    assert fault.startswith(f"{table} {row_id}: {cell} '")
