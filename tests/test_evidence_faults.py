"""Faults of a text: each with file, line, what was found and what was expected."""

import pytest
from evidence_book import PAGES, build, write_book

FAULTY = """# Faults

Held {claim}`in-c999` and {event}`in-e99`, he said {quoted}`in-q99` {claim}`in-c001`.

Words {claim}`about 2,000 km <in-c001>`.

Words {quoted}`we control nothing <in-q01>`.

They lost 300 men in the
first week, dozens of them, {event}`in-e01`.

A paragraph of last Tuesday, without evidence.

```{quote} in-q98
```

```{versus} Who?
:open:
in-c001
in-c997
```

```{quiz} nowhere
```

## Heading {claim}`in-c001`

{event}`in-e01` {event}`the 99th brigade crossed <in-e01>`
"""


@pytest.fixture(scope="session")
def faults(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("faults")
    write_book(folder, {**PAGES, "chapters/1-incursion": FAULTY})
    return build(folder)


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        (3, "unknown-id", "found claim row 'in-c999', expected an id of claims"),
        (3, "unknown-id", "found event row 'in-e99', expected an id of events"),
        (3, "unknown-id", "found quoted row 'in-q99', expected an id of quotes"),
        (5, "number-not-in-row", "found '2,000' in the words for in-c001"),
        (7, "not-in-quotation", "found 'we control nothing', expected a part of in-q01"),
        (9, "typed-number", "found '300' in 'They lost 300 men in the'"),
        (10, "typed-number", "found 'dozens' in"),
        (12, "no-evidence", "found the date 'Tuesday' without a mark, in 'A paragraph of last"),
        (14, "unknown-id", "found quote row 'in-q98', expected an id of quotes"),
        (17, "party-left-out", "found no figure of Independent in 'Who?', expected in-c002"),
        (20, "unknown-id", "found row 'in-c997', expected an id of claims, events or quotes"),
        (23, "unknown-id", "found no quiz for 'nowhere'"),
        (26, "heading", "found row in-c001 in a heading, expected plain words"),
        (28, "number-not-in-row", "found '99' in the words for in-e01"),
    ],
)
def test_fault_names_file_line_found_and_expected(
    faults: str, line: int, kind: str, words: str
) -> None:
    shown = [text for text in faults.splitlines() if f"1-incursion.md:{line}: " in text]
    assert any(f"evidence fault {kind}: {words}" in text for text in shown), faults


def test_nothing_else_is_a_fault(faults: str) -> None:
    assert faults.count("evidence fault") == 14, faults


#: Roles and directives in every place where an author may put them, all of them wrong.
HOSTILE = """# Wrong {claim}`no-c1`

A link to [{event}`no-e1`](../index.md), **{quoted}`no-q1`**, {absence}`words <no-a1>`.

{claim}``words `nested` <no-c2>`` {claim}`` `` {claim}`<>` {claim}`words <>`

| a table | of {claim}`no-c3` |
| --- | --- |
| {event}`words <no-e2>` | {cite}`no-source` |

A note[^1], a term {term}`nowhere`.

[^1]: With {quoted}`no-q2`.

- A list
  - of {claim}`no-c4`

> A quotation of {event}`no-e3`.

```{quote}
```

```{quote} no-q3
:nonsense: yes
```

~~~{versus} {claim}`no-c5`?
:open: perhaps
no-c6
in-c001 in-c002
~~~

```{key-dates} nowhen
no-e4
```

```{who-is-who}
nobody
```

```{quiz}
```

```{ledger} nothing
```

```{ledger}
```

{count}`nothing` {count}`` `` {count}`claims nonsense`

```{note}
{claim}`no-c7`
```
"""


@pytest.mark.parametrize("builder", ["html", "text"])
def test_every_fault_is_reported_and_none_stops_the_others(
    tmp_path_factory: pytest.TempPathFactory, builder: str
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    write_book(folder, {**PAGES, "chapters/1-incursion": HOSTILE})
    found = build(folder, builder)
    for wrong in ("no-c1", "no-e1", "no-q1", "no-a1", "no-c3", "no-e2", "no-q2", "no-c4", "no-e3",
                  "no-q3", "no-c6", "in-c001 in-c002", "no-e4", "nobody", "no-c7"):  # fmt: skip
        assert "evidence fault unknown-id: found" in found
        assert wrong in found, wrong
    assert "unknown-ledger: found 'nothing'" in found
    assert "unknown-ledger: found 'chapters/1-incursion'" in found
    assert "unknown-table: found 'nothing'" in found
    assert "Traceback" not in found
