"""What fairness asks of the rows: hedges kept, originals before relays."""

import math
import re
from collections.abc import Iterator

from kursk import numbers
from kursk.check.fault import Fault, clip
from kursk.check.tables import CITED, Tables, ids, number

#: A hedge that stands right before a number in a wording.
_HEDGE = re.compile(
    r"\b(?:about|around|approximately|roughly|some|nearly|almost|more than|(?<!control )over|up to"
    r"|at least|as many as|close to|an estimated|less than|under|fewer than|no more than)"
    r"(?: an?| the)? ?[$€£]?$",
    re.IGNORECASE,
)


def hedges(tables: Tables) -> Iterator[Fault]:
    """Check that no figure is exact whose wording hedges it."""
    for line, row in tables.rows("claims"):
        stated = row["value_as_stated"]
        value = number(row["value"])
        if row["qualifier"] != "exact" or value is None:
            continue
        for figure in numbers.figures(stated):
            hedge = _HEDGE.search(stated[: figure.start])
            if hedge and math.isclose(figure.value, value):
                expected = f"a qualifier for “{hedge[0].strip()} {figure.text}”"
                yield Fault("claims.csv", line, "qualifier", "exact", expected)


def relays(tables: Tables) -> Iterator[Fault]:
    """Check that no aggregator stands before an original page that has the same."""
    for table in CITED:
        for line, row in tables.rows(table):
            fields = [(s, tables.pages[s]) for s in ids(row["source_ids"]) if s in tables.pages]
            originals = [
                source
                for source, page in fields
                if page.get("kind") != "aggregator" and not page.get("relays")
            ]
            if originals and fields[0][1].get("kind") == "aggregator":
                found, expected = clip(fields[0][0]), f"{originals[0]} first"
                yield Fault(f"{table}.csv", line, "source_ids", found, expected)
