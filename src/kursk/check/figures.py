"""Figures: ranges, hedges, units, and numbers that can be."""

import re
from collections.abc import Iterator

from kursk.check.fault import Fault, clip
from kursk.check.tables import Row, Tables, ids, number
from kursk.phrases import NO_WORDING

_FILE = "claims.csv"
_COLUMNS = ("value", "value_low", "value_high")

#: Words that stand for a number that nobody gave.
_VAGUE = re.compile(r"thousand|hundred|score|dozen|tens of|several|third|half|quarter|третин", re.I)

#: Kinds of units that come whole.
_WHOLE = {"people", "count"}


def figures(tables: Tables) -> Iterator[Fault]:
    """Check number, range and hedge of each claim."""
    for line, row in tables.rows("claims"):
        value, low, high = (number(row[column]) for column in _COLUMNS)
        if row["qualifier"] == "range":
            yield from _range(line, row, low, high)
        elif row["value_low"] or row["value_high"]:
            found = f"{row['qualifier']} beside a range"
            yield Fault(_FILE, line, "qualifier", found, "range, with both ends and no value")
        elif value is None and not _VAGUE.search(row["value_as_stated"]):
            expected = "a number, or words like “thousands of soldiers”"
            yield Fault(
                _FILE, line, "value", f"nothing, and {clip(row['value_as_stated'])}", expected
            )
        elif value is None and row["qualifier"] == "exact":
            yield Fault(_FILE, line, "qualifier", "exact without a number", "a hedge")


def _range(line: int, row: Row, low: float | None, high: float | None) -> Iterator[Fault]:
    if row["value"]:
        yield Fault(_FILE, line, "value", f"{clip(row['value'])} beside a range", "nothing")
    if low is None or high is None:
        column = "value_low" if low is None else "value_high"
        yield Fault(_FILE, line, column, "half a range", "both its ends")
    elif not low < high:
        yield Fault(_FILE, line, "value_low", f"low {low}, high {high}", "low < high")


#: Letters that English does not have.
_FOREIGN = re.compile(r"[А-яЁёІіЇїЄєҐґ]")


def wordings(tables: Tables) -> Iterator[Fault]:
    """Check that wordings of pages in other languages are translated, with the same numbers."""
    english, sources = tables.by_id("wordings"), tables.by_id("sources")
    for line, row in tables.rows("claims"):
        languages = {sources.get(it, {}).get("language") for it in ids(row["source_ids"])}
        foreign = _FOREIGN.search(row["value_as_stated"]) or (
            "en" not in languages and not row["value_as_stated"].endswith(NO_WORDING)
        )
        if foreign and row["claim_id"] not in english:
            expected = f"a row of wordings.csv for {row['claim_id']}"
            yield Fault(_FILE, line, "value_as_stated", clip(row["value_as_stated"]), expected)
    claims = tables.by_id("claims")
    for line, row in tables.rows("wordings"):
        stated = claims.get(row["claim_id"], {}).get("value_as_stated", "")
        if stated and _digits(row["english"]) != _digits(stated):
            found = f"{clip(row['english'])} for {clip(stated)}"
            yield Fault("wordings.csv", line, "english", found, "the numbers of the wording")


def _digits(text: str) -> list[str]:
    """Return the digits of the numbers of a text, in order, whatever parts them."""
    return [re.sub(r"\D", "", number) for number in re.findall(r"\d(?:[\d.,\u00a0 ]*\d)?", text)]


def measures(tables: Tables) -> Iterator[Fault]:
    """Check that units fit metrics, that people come whole, and that no number is beyond reason."""
    metrics, units = tables.by_id("metrics"), tables.by_id("units")
    for line, row in tables.rows("claims"):
        metric, unit = metrics.get(row["metric"]), units.get(row["unit"])
        if not metric or not unit:
            continue  # the schema has said so already
        allowed = ids(metric["units"])
        if row["unit"] not in allowed:
            expected = f"{' or '.join(allowed)} for the metric {row['metric']}"
            yield Fault(_FILE, line, "unit", clip(row["unit"]), expected)
        most = number(unit["most"])
        for column in _COLUMNS:
            value = number(row[column])
            if value is None:
                continue
            # Not “value > most”: NaN is beyond reason, too.
            if most is not None and not value <= most:
                expected = f"{most:,.0f} {unit['many']} at the most".replace("  ", " ")
                yield Fault(_FILE, line, column, clip(row[column]), expected)
            elif unit["kind"] in _WHOLE and not value.is_integer():
                yield Fault(_FILE, line, column, clip(row[column]), f"whole {unit['many']}")


def units(tables: Tables) -> Iterator[Fault]:
    """Check that units are converted within one kind, by a factor whose source is named."""
    known = tables.by_id("units")
    for line, row in tables.rows("units"):
        to = known.get(row["converts_to"])
        if to and to["kind"] != row["kind"]:
            yield Fault(
                "units.csv", line, "converts_to", clip(row["converts_to"]), "a unit of one kind"
            )
        for column in ("factor", "factor_source"):
            if bool(row[column]) != bool(row["converts_to"]):
                expected = "something exactly where the unit is converted"
                yield Fault("units.csv", line, column, clip(row[column]), expected)
