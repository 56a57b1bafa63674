"""What schemas cannot say: figures, dates, places, quotations, sources and status that fit."""

import csv
import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pybtex.database import BibliographyData, parse_file
from shapely.geometry import Point, shape

from kursk import geo
from kursk.check.fault import Fault, clip
from kursk.phrases import LANGUAGES

Row = dict[str, str]

#: Longest quotation of the editorial standard, in words.
QUOTE_WORDS = 45

#: Parties to the war: what they say of it is a claim.
PARTIES = {"ukraine", "russia", "north_korea"}

#: Metric (pattern, the first that fits wins) → units in which it may be stated.
UNITS: list[tuple[str, set[str]]] = [
    (r"(other_)?(share|poll|putin)_", {"percent"}),
    (r"(other_)?(area|grey_zone|conflict_area|combat_zone|russian_gain)", {"km2", "sq_mi"}),
    (r"(other_)?(distance|advance_depth|front_width|salient_width)", {"km", "mi"}),
    (r"(other_)?settlements_", {"settlements"}),
    (r"(other_)?(troops|civilians|killed|wounded|prisoners|population)_?(?!.*share)", {"persons"}),
    (r"(other_)?(casualties|missing|executions|residents)", {"persons"}),
    (r"aid_value", {"usd"}),
    (r"(glide_bombs|drones)", {"count"}),
]


@dataclass(frozen=True)
class Tables:
    """The tables as plain text, row by row, and the bibliography."""

    folder: Path

    def rows(self, table: str) -> Iterator[tuple[int, Row]]:
        """Yield line number and cells of each row of ``table``."""
        with (self.folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            for row in reader:
                yield reader.line_num, {k: v or "" for k, v in row.items() if k}

    @cached_property
    def bibliography(self) -> BibliographyData:
        """The entries of references.bib."""
        return parse_file(str(self.folder / "references.bib"), bib_format="bibtex")

    @cached_property
    def line_of_source(self) -> dict[str, int]:
        """Source id → line of references.bib."""
        text = (self.folder / "references.bib").read_text(encoding="utf-8")
        entry = re.compile(r"@\w+\{([^,]+),")
        lines = enumerate(text.splitlines(), 1)
        return {m.group(1): number for number, line in lines if (m := entry.match(line))}

    @cached_property
    def row_ids(self) -> set[str]:
        """Ids of claims, events, quotations and control."""
        tables = ("claims", "events", "quotes", "control")
        return {next(iter(row.values())) for table in tables for _, row in self.rows(table)}

    def publishers(self, row: Row) -> set[str]:
        """Return the publishers on which a row rests."""
        entries = self.bibliography.entries
        known = [entries[s] for s in ids(row["source_ids"]) if s in entries]
        return {entry.fields.get("publisher", "") for entry in known}


def ids(cell: str) -> list[str]:
    """Split a list in a cell: ``a;b`` → a, b."""
    return [part.strip() for part in cell.split(";") if part.strip()]


def _number(cell: str) -> float | None:
    try:
        return float(cell) if cell else None
    except ValueError:
        return None  # the schema has said so already


def figures(tables: Tables) -> Iterator[Fault]:
    """Check that low ≤ value ≤ high, that there is a figure or words, that the unit fits."""
    for line, row in tables.rows("claims"):
        low, value, high = (_number(row[c]) for c in ("value_low", "value", "value_high"))
        order = [number for number in (low, value, high) if number is not None]
        if order != sorted(order):
            found = f"low {low}, value {value}, high {high}"
            yield Fault("claims.csv", line, "value_low", found, "low ≤ value ≤ high")
        if row["qualifier"] == "range" and value is None and (low is None or high is None):
            yield Fault("claims.csv", line, "value_high", "half a range", "both its ends")
        allowed = next((u for pattern, u in UNITS if re.match(pattern, row["metric"])), None)
        if allowed and row["unit"] not in allowed:
            expected = f"{' or '.join(sorted(allowed))} for the metric {row['metric']}"
            yield Fault("claims.csv", line, "unit", clip(row["unit"]), expected)
        if row["unit"] == "percent" and any(number > 100 for number in order):
            yield Fault("claims.csv", line, "value", clip(row["value"]), "100 percent at the most")


_DATES = {
    "claims": ["as_of"], "events": ["date", "date_end"], "quotes": ["date_spoken"],
    "control": ["as_of"], "phases": ["start", "end"],
}  # fmt: skip


def _real_day(text: str) -> bool:
    try:
        dt.date.fromisoformat(text if len(text) == 10 else f"{text[:7]}-01")
    except ValueError:
        return False
    return True


def dates(tables: Tables) -> Iterator[Fault]:
    """Check that days exist, that ends follow starts and claims do not precede their event."""
    events = {row["event_id"]: row["date"] for _, row in tables.rows("events")}
    for table, columns in _DATES.items():
        for line, row in tables.rows(table):
            for column in columns:
                cell = row[column]
                if len(cell) >= 7 and not _real_day(cell):
                    yield Fault(f"{table}.csv", line, column, clip(cell), "a day that exists")
            start, end = row[columns[0]], row[columns[-1]]
            if start and end and end < start[: len(end)]:
                yield Fault(f"{table}.csv", line, columns[-1], clip(end), f"{start} or later")
            event = events.get(row.get("event_id", ""), "")
            if table == "claims" and event and start and start < event[: len(start)]:
                expected = f"a day not before its event ({event})"
                yield Fault("claims.csv", line, "as_of", clip(start), expected)


def coordinates(tables: Tables) -> Iterator[Fault]:
    """Check that places lie in the frame of the maps and on the right side of the border."""
    west, south, east, north = geo.FRAME
    countries = {name: shape(geometry) for name, geometry in geo.countries(tables.folder).items()}
    for line, row in tables.rows("places"):
        lat, lon = _number(row["lat"]), _number(row["lon"])
        if (lat is None) != (lon is None):
            yield Fault("places.csv", line, "lon", "half a coordinate", "both or none")
        if lat is None or lon is None:
            continue
        if not (south <= lat <= north and west <= lon <= east):
            expected = f"a place inside {south}–{north}° N, {west}–{east}° E"
            yield Fault("places.csv", line, "lat", f"{lat}, {lon}", expected)
        elif not countries[row["country"]].covers(Point(lon, lat)):
            expected = f"a place in {row['country']}, as the column country says"
            yield Fault("places.csv", line, "lat", f"{lat}, {lon} across the border", expected)
        if not row["coord_source"]:
            yield Fault("places.csv", line, "coord_source", "nothing", "whose coordinates they are")


def quotations(tables: Tables) -> Iterator[Fault]:
    """Check length, language and translation of quotations."""
    for line, row in tables.rows("quotes"):
        for column in ("text", "text_en"):
            words = len(row[column].split())
            # A translation may run longer than the words that it translates, by a little.
            limit = QUOTE_WORDS if column == "text" else QUOTE_WORDS + 10
            if words > limit:
                found = f"{words} words {clip(row[column], 40)}"
                yield Fault("quotes.csv", line, column, found, f"{limit} words at the most")
        if row["language"] not in LANGUAGES:
            yield Fault("quotes.csv", line, "language", clip(row["language"]), "a known language")
        by_book = row["translated"] == "by_book"
        if by_book and (row["language"] == "en" or not row["text_en"]):
            expected = "the original in text and English in text_en"
            yield Fault("quotes.csv", line, "translated", "by_book", expected)
        if row["language"] != "en" and not row["text_en"]:
            yield Fault("quotes.csv", line, "text_en", "nothing", "an English translation")


_SOURCED = ("claims", "events", "quotes", "control", "people", "glossary")


def citations(tables: Tables) -> Iterator[Fault]:
    """Check that every source named is in the bibliography, and the other way round."""
    known = set(tables.bibliography.entries)
    used: set[str] = set()
    for table in _SOURCED:
        for line, row in tables.rows(table):
            for source in ids(row["source_ids"]):
                used.add(source)
                if source not in known:
                    expected = "a key of references.bib"
                    yield Fault(f"{table}.csv", line, "source_ids", clip(source), expected)
    for line, row in tables.rows("area_series"):
        used.add(row["source_id"])
        if row["source_id"] not in known:
            expected = "a key of references.bib"
            yield Fault("area_series.csv", line, "source_id", clip(row["source_id"]), expected)
    for source in sorted(known - used):
        line = tables.line_of_source[source]
        yield Fault("references.bib", line, source, "no row that uses it", "every source used")


def bibliography(tables: Tables) -> Iterator[Fault]:
    """Check that addresses are unique and that copies name whom they relay."""
    entries = tables.bibliography.entries
    addresses = Counter(e.fields.get("url", "") for e in entries.values())
    for source, entry in entries.items():
        line = tables.line_of_source[source]
        url = entry.fields.get("url", "")
        if url and addresses[url] > 1:
            yield Fault("references.bib", line, source, f"the address {url} again", "it once")
        for field in ("publisher", "kind", "language"):
            if not entry.fields.get(field):
                yield Fault("references.bib", line, source, f"no {field}", f"a {field}")
        if entry.fields.get("kind") == "aggregator" and not entry.fields.get("relays"):
            expected = "whose reporting the copy relays (or: unnamed reporting)"
            yield Fault("references.bib", line, source, "no relays", expected)


def statuses(tables: Tables) -> Iterator[Fault]:
    """Check that the status of a row fits who speaks and on how many publishers it rests."""
    for line, row in tables.rows("claims"):
        party = row["claimant_side"] in PARTIES
        if row["status"] == "claimed" and not party:
            expected = "claimed only for a party to the war"
            found = f"claimed by {row['claimant_side']}"
            yield Fault("claims.csv", line, "status", found, expected)
        if row["status"] == "reported" and party:
            expected = "claimed, disputed or confirmed for a party to the war"
            yield Fault("claims.csv", line, "status", "reported", expected)
    for table in ("claims", "events"):
        for line, row in tables.rows(table):
            if row["status"] == "confirmed" and len(tables.publishers(row)) < 2:
                expected = "two publishers at least"
                yield Fault(f"{table}.csv", line, "status", "confirmed by one publisher", expected)
    for line, row in tables.rows("events"):
        if bool(row["claimed_by"]) != (row["status"] == "claimed"):
            expected = "a party exactly where the status is claimed"
            yield Fault("events.csv", line, "claimed_by", clip(row["claimed_by"]), expected)


def references(tables: Tables) -> Iterator[Fault]:
    """Check that rows named in other tables exist."""
    for table in ("seed_coverage", "conflicts", "quizzes"):
        for line, row in tables.rows(table):
            for row_id in ids(row["row_ids"]):
                if row_id not in tables.row_ids:
                    yield Fault(f"{table}.csv", line, "row_ids", clip(row_id), "a row that exists")
            if not row["row_ids"] and row.get("verdict") == "backed":
                yield Fault(f"{table}.csv", line, "row_ids", "nothing", "the rows that back it")


def words(tables: Tables) -> Iterator[Fault]:
    """Check that quiz answers are among the options and that glossary terms refer to terms."""
    for line, row in tables.rows("quizzes"):
        if row["answer"] not in [option.strip() for option in row["options"].split("|")]:
            yield Fault("quizzes.csv", line, "answer", clip(row["answer"]), "one of the options")
    terms = {row["term"] for _, row in tables.rows("glossary")}
    for line, row in tables.rows("glossary"):
        for term in ids(row["see_also"]):
            if term not in terms:
                yield Fault("glossary.csv", line, "see_also", clip(term), "a term of the glossary")


RULES: list[Callable[[Tables], Iterator[Fault]]] = [
    figures, dates, coordinates, quotations, citations, bibliography, statuses, references, words,
]  # fmt: skip


def faults(folder: Path) -> list[Fault]:
    """Return what the rules find; columns and encoding must have passed the schemas."""
    tables = Tables(folder)
    return [fault for rule in RULES for fault in rule(tables)]
