"""Sources: every one used, every one with an address that can be opened."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator

from kursk.check import cells, dates
from kursk.check.fault import Fault, clip
from kursk.check.quotations import LANGUAGES
from kursk.check.tables import Row, Tables

_FILE = "references.bib"

#: Tables, and the column that names their sources.
_SOURCED = {
    "claims": "source_ids", "events": "source_ids", "quotes": "source_ids",
    "control": "source_ids", "people": "source_ids", "offices": "source_ids",
    "glossary": "source_ids", "area_series": "source_id",
}  # fmt: skip

KINDS = {
    "aggregator", "broadcaster", "government", "magazine", "map_project", "newspaper", "ngo",
    "other", "think_tank", "wire",
}  # fmt: skip

#: Words that a card adds itself, from the column relays.
_COPY = re.compile(r"seen in a copy|\(copy of")

_ADDRESS = re.compile(r"https?://[^\s<>{}\"]+\.[^\s<>{}\"]+")


def citations(tables: Tables) -> Iterator[Fault]:
    """Check that every source named is in the bibliography, and the other way round."""
    known = set(tables.pages)
    used: set[str] = set()
    for table, column in _SOURCED.items():
        for line, source in tables.named(table, column):
            used.add(source)
            if source not in known:
                expected = "a key of references.bib"
                yield Fault(f"{table}.csv", line, column, clip(source), expected)
    for source in sorted(known - used):
        line = tables.line_of_source.get(source, 0)
        yield Fault(_FILE, line, source, "no row that uses it", "every source used")


def newsrooms(tables: Tables) -> Iterator[Fault]:
    """Check that each newsroom seen in copies is relayed by a page, and links are of sources."""
    relayed = {
        part.strip().partition(" (")[0]
        for page in tables.pages.values()
        for part in page.get("relays", "").split(";")
    }
    for line, row in tables.rows("newsrooms"):
        if row["newsroom"] not in relayed:
            found = f"{clip(row['newsroom'])}, relayed by no page"
            yield Fault("newsrooms.csv", line, "newsroom", found, "a name of a column relays")
    for line, row in tables.rows("links"):
        if row["source_id"] not in tables.pages:
            expected = "a key of references.bib"
            yield Fault("links.csv", line, "source_id", clip(row["source_id"]), expected)


def bibliography(tables: Tables) -> Iterator[Fault]:
    """Check every entry of the bibliography."""
    addresses = Counter(page.get("url", "") for page in tables.pages.values())
    for source, page in tables.pages.items():
        line = tables.line_of_source.get(source, 0)
        url = page.get("url", "")
        if url and addresses[url] > 1:
            yield Fault(_FILE, line, source, f"the address {url} again", "it once")
        for found, expected in _wrong(page):
            yield Fault(_FILE, line, source, found, expected)


def _wrong(fields: Row) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the fields of an entry and what is expected."""
    for name in ("publisher", "kind", "language"):
        if not fields.get(name):
            yield f"no {name}", f"a {name}"
    if _COPY.search(fields.get("publisher", "")):
        yield clip(fields["publisher"]), "the page's own name; whose words it copies is in relays"
    if fields.get("kind") and fields["kind"] not in KINDS:
        yield clip(fields["kind"]), f"one of {', '.join(sorted(KINDS))}"
    if fields.get("language") and fields["language"] not in LANGUAGES:
        yield f"the language {clip(fields['language'])}", "a known language"
    if not fields.get("url") and not fields.get("note"):
        yield "no address", "an address (url), or a note that says why there is none"
    if fields.get("url") and not _ADDRESS.fullmatch(fields["url"]):
        yield f"the address {clip(fields['url'])}", "an address like https://example.org/page"
    if fields.get("kind") == "aggregator" and not fields.get("relays"):
        yield "no relays", "whose reporting the copy relays (or: unnamed reporting)"
    today = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    if fields.get("date") and (wrong := dates.problem(fields["date"], today)):
        yield f"the date {wrong[0]}", wrong[1]
    for name, text in fields.items():
        if wrong := cells.problem(text):
            yield f"{wrong[0]} ({name})", wrong[1]
