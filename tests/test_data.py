"""The data package: sound as it is, and refused with a clear word when it is spoilt.

Cases are data, so that ``tests/mutation.py`` can ask of every rule which case notices that it is
gone.
"""

import csv
import datetime as dt
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from kursk.check import derived, describe, files, rules, schema, seal
from kursk.check.__main__ import check
from kursk.check.fault import Fault
from kursk.check.tables import Tables, pages

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"

# --- one cell spoilt, in memory: what the rules say -------------------------------------------


@cache
def sound() -> Tables:
    """The data as they are, read once."""
    tables = Tables(DATA)
    for table in schema_tables():
        tables.rows(table)
    _ = tables.pages, tables.line_of_source
    return tables


@cache
def schema_tables() -> tuple[str, ...]:
    return tuple(r["name"] for r in files.package(DATA)["resources"] if "schema" in r)


class Copies(Tables):
    """The data; each table that is looked into is copied, so that its cells may be changed."""

    def rows(self, table: str) -> list[tuple[int, dict[str, str]]]:
        if table not in self._read:
            self._read[table] = [(line, dict(row)) for line, row in sound().rows(table)]
        return self._read[table]

    def whole(self) -> Tables:
        """The data with what was changed."""
        tables = Tables(DATA, sound()._read | self._read)
        known = {"line_of_source": sound().line_of_source, "pages": sound().pages}
        tables.__dict__.update(
            known | {name: self.__dict__.get(name, known[name]) for name in known}
        )
        return tables


Spoil = Callable[[Tables], int]


def put(table: str, like: dict[str, str] | None = None, /, **cells: str) -> Spoil:
    """Change cells of the first row that is ``like`` the given one; return its line."""

    def change(tables: Tables) -> int:
        wanted = (like or {}).items()
        line, row = next(
            (line, row)
            for line, row in tables.rows(table)
            if all(row[column] == cell if cell != "*" else row[column] for column, cell in wanted)
        )
        row.update(cells)
        return line

    return change


def both(*changes: Spoil) -> Spoil:
    """Spoil several cells; the line is that of the last."""
    return lambda tables: [change(tables) for change in changes][-1]


def add(table: str, /, **cells: str) -> Spoil:
    """Add a row; columns that are not named are empty."""

    def change(tables: Tables) -> int:
        package = files.package(DATA)["resources"]
        fields = next(r["schema"]["fields"] for r in package if r["name"] == table)
        line = max((line for line, _ in tables.rows(table)), default=1) + 1
        tables.rows(table).append((line, {f["name"]: "" for f in fields} | cells))
        return line

    return change


def empty(table: str) -> Spoil:
    def change(tables: Tables) -> int:
        tables.rows(table).clear()
        return 1

    return change


def no_keys(phase: str) -> Spoil:
    def change(tables: Tables) -> int:
        for _, row in tables.rows("events"):
            row["key"] = "" if row["phase"] == phase else row["key"]
        return next(line for line, row in tables.rows("phases") if row["phase_id"] == phase)

    return change


def entry(old: str, new: str) -> Spoil:
    """Replace text in the bibliography, first place alone; return the line of its entry."""

    def change(tables: Tables) -> int:
        text = (DATA / "references.bib").read_text(encoding="utf-8")
        place = re.search(old, text)
        assert place, old
        head = text.rfind("@misc{", 0, place.start() + 1)
        foot = text.find("@misc{", place.end()) % (len(text) + 1)
        changed = pages(text[head : place.start()] + new + text[place.end() : foot])
        was = pages(text[head:foot])
        left = {key: page for key, page in sound().pages.items() if key not in was}
        tables.__dict__["pages"] = left | changed
        return text[:head].count("\n") + 1

    return change


TOMORROW = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=3)).isoformat()
RANGE, EXACT = {"qualifier": "range"}, {"qualifier": "exact", "unit": "km2"}
PEOPLE = {"qualifier": "exact", "unit": "persons"}
SUDZHA = {"place_id": "sudzha"}

RULES: list[tuple[str, Spoil, str]] = [
    # figures
    ("low above high", put("claims", RANGE, value_low="9000", value_high="4000"), r"claims\.csv:{}:value_low: found low 9000.*, expected low < high"),
    ("low equal to high", put("claims", RANGE, value_low="40", value_high="40"), r"claims\.csv:{}:value_low: found low 40.*, expected low < high"),
    ("half a range", put("claims", RANGE, value_high=""), r"claims\.csv:{}:value_high: found half a range, expected both its ends"),
    ("a range without numbers", put("claims", RANGE, value_low="", value_high=""), r"claims\.csv:{}:value_low: found half a range"),
    ("value and range together", put("claims", RANGE, value="30"), r"claims\.csv:{}:value: found “30” beside a range, expected nothing"),
    ("exact beside a range", put("claims", EXACT, value="", value_low="1", value_high="2"), r"claims\.csv:{}:qualifier: found exact beside a range, expected range"),
    ("an upper bound called exact", put("claims", EXACT, value="", value_high="2"), r"claims\.csv:{}:qualifier: found exact beside a range"),
    ("no number and no words that say so", put("claims", {"qualifier": "about"}, value="", value_as_stated="some ground"), r"claims\.csv:{}:value: found nothing, and “some ground”, expected a number, or words"),
    ("exact without a number", put("claims", EXACT, value="", value_as_stated="thousands of soldiers"), r"claims\.csv:{}:qualifier: found exact without a number, expected a hedge"),
    ("a unit that does not fit", put("claims", {"metric": "area_held"}, unit="persons"), r"claims\.csv:{}:unit: found “persons”, expected km2 or sq_mi for the metric area_held"),
    ("half a person", put("claims", PEOPLE, value="12.5"), r"claims\.csv:{}:value: found “12.5”, expected whole people"),
    ("half a settlement", put("claims", {"unit": "settlements"}, value="1.5"), r"claims\.csv:{}:value: found “1.5”, expected whole settlements"),
    ("10^30 people", put("claims", PEOPLE, value="1e30"), r"claims\.csv:{}:value: found “1e30”, expected 50,000,000 people at the most"),
    ("more than all", put("claims", {"unit": "percent", "qualifier": "exact"}, value="101"), r"claims\.csv:{}:value: found “101”, expected 100 % at the most"),
    ("no number at all", put("claims", EXACT, value="nan"), r"claims\.csv:{}:value: found “nan”, expected 600,000 km² at the most"),
    ("a conversion across kinds", put("units", {"unit_id": "mi"}, converts_to="km2"), r"units\.csv:{}:converts_to: found “km2”, expected a unit of one kind"),
    ("a conversion without a factor", put("units", {"unit_id": "mi"}, factor=""), r"units\.csv:{}:factor: found “”, expected something exactly where the unit is converted"),
    ("a factor without a source", put("units", {"unit_id": "mi"}, factor_source=""), r"units\.csv:{}:factor_source: found “”"),
    ("a formula", put("claims", {"note": "*"}, note='=HYPERLINK("http://x.example")'), r"claims\.csv:{}:note: found “=HYPERLINK.*, a formula to a spreadsheet, expected text that begins with a letter"),
    ("a number that few can read", put("area_series", km2="1_000"), r"area_series\.csv:{}:km2: found “1_000”, expected a number like 1294\.5"),
    ("no number of people", put("places", {"population": "*"}, population="nan"), r"places\.csv:{}:population: found “nan”, expected a whole number"),
    ("another word for yes", put("parties", {"at_war": "true"}, at_war="True"), r"parties\.csv:{}:at_war: found “True”, expected true or false"),
    ("a wording that few can read", put("claims", {"claim_id": "sd-c01"}, value_as_stated="более 38 тысяч"), r"claims\.csv:{}:value_as_stated: found “более 38 тысяч”, expected a row of wordings\.csv for sd-c01"),
    ("a wording of an Estonian page, left as it is", put("claims", {"claim_id": "sd-c01"}, source_ids="delfi-2025-03-under-100"), r"claims\.csv:{}:value_as_stated: found “recapture 40% of Kursk region”, expected a row of wordings\.csv for sd-c01"),
    ("a translation with another number", put("wordings", {"claim_id": "co-c95"}, english="31 settlements"), r"wordings\.csv:{}:english: found “31 settlements” for “13 населенных пунктов”, expected the numbers of the wording"),
    # dates
    ("a day that does not exist", put("events", {"event_id": "sd-e02"}, date="2025-02-30"), r"events\.csv:{}:date: found “2025-02-30”, expected a day that exists"),
    ("a bare year", put("claims", as_of="2024"), r"claims\.csv:{}:as_of: found “2024”, expected a day that exists"),
    ("a day to come", put("quotes", date_spoken=TOMORROW), r"quotes\.csv:{}:date_spoken: found “" + TOMORROW + "”, expected no day after today"),
    ("an end before its start", put("events", {"event_id": "sd-e02"}, date_end="2024-08-01"), r"events\.csv:{}:date_end: found “2024-08-01”, expected 2024-08-06 or later"),
    ("a claim before its event", put("claims", {"claim_id": "sd-c38"}, as_of="2024-08-01"), r"claims\.csv:{}:as_of: found “2024-08-01”, expected a day not before its event"),
    # places
    ("a place across the border", put("places", SUDZHA, country="Ukraine"), r"places\.csv:{}:lat: found .* across the border, expected a place in Ukraine"),
    ("a place in a third country", put("places", SUDZHA, country="Poland"), r"places\.csv:{}:country: found “Poland”, expected Russia or Ukraine"),
    ("half a coordinate", put("places", SUDZHA, lon=""), r"places\.csv:{}:lon: found half a coordinate, expected both or none"),
    ("the other half", put("places", SUDZHA, lat=""), r"places\.csv:{}:lat: found half a coordinate"),
    ("swapped coordinates", put("places", SUDZHA, lat="35.3", lon="51.2"), r"places\.csv:{}:lat: found 35\.3, 51\.2, expected a place inside"),
    ("coordinates of nobody", put("places", SUDZHA, coord_source=""), r"places\.csv:{}:coord_source: found nothing, expected whose coordinates"),
    # quotations
    ("an 80-word quotation", put("quotes", text="word " * 79 + "word"), r"quotes\.csv:{}:text: found 80 words .*, expected 45 words at the most"),
    ("a long translation", put("quotes", {"language": "ru"}, text_en="word " * 59 + "word"), r"quotes\.csv:{}:text_en: found 60 words .*, expected 55"),
    ("an unknown language", put("quotes", language="qq"), r"quotes\.csv:{}:language: found “qq”, expected a known language"),
    ("our translation from English", put("quotes", {"language": "en"}, translated="by_book"), r"quotes\.csv:{}:translated: found by_book, expected the original in text"),
    ("no translation", put("quotes", {"language": "ru"}, text_en="", translated="original"), r"quotes\.csv:{}:text_en: found nothing, expected an English translation"),
    ("cut before a but", put("quotes", {"left_out": "", "language": "en"}, text="We are in favour, but"), r"quotes\.csv:{}:left_out: found nothing for “We are in favour, but”, expected what the words"),
    ("begun with a however", put("quotes", {"left_out": "", "language": "en"}, text="However, it failed."), r"quotes\.csv:{}:left_out: found nothing"),
    # sources
    ("an unknown source", put("claims", source_ids="no-such-page"), r"claims\.csv:{}:source_ids: found “no-such-page”, expected a key of references\.bib"),
    ("an unknown source of an area", put("area_series", source_id="no-such-page"), r"area_series\.csv:{}:source_id: found “no-such-page”"),
    ("a source that no row uses", entry(r"@misc\{112ua-2024-08", "@misc{x, publisher = {X}, kind = {wire}, language = {en}, url = {https://x.example}}\n@misc{112ua-2024-08"), r"references\.bib:x: found no row that uses it, expected every source used"),
    ("one address twice", entry(r"url = \{https://112\.ua/en[^}]*\}", "url = {https://speedtest2.112.ua/de/ukrainski-voini-pidnali-prapor-se-nad-odnim-mistom-rosii-37838}"), r"references\.bib:{}:.*: found the address .* again, expected it once"),
    ("no publisher", entry(r"publisher = \{112\.ua\},", ""), r"references\.bib:{}:.*: found no publisher, expected a publisher"),
    ("no kind", entry(r"kind = \{newspaper\},", ""), r"references\.bib:{}:.*: found no kind, expected a kind"),
    ("an unknown kind", entry(r"kind = \{newspaper\},", "kind = {leaflet},"), r"references\.bib:{}:.*: found “leaflet”, expected one of aggregator"),
    ("an unknown language of a source", entry(r"language = \{de\}", "language = {qq}"), r"references\.bib:{}:.*: found the language “qq”, expected a known language"),
    ("a publisher with the words of a card", entry(r"publisher = \{", "publisher = {Reuters, seen in a copy at "), r"references\.bib:{}:.*: found “Reuters, seen in a copy at [^”]*”, expected the page's own name"),
    ("a copy of nobody", entry(r"kind = \{newspaper\},\n  relays = \{[^}]*\},", "kind = {aggregator},"), r"references\.bib:{}:.*: found no relays, expected whose reporting"),
    ("no address and no note", entry(r"  url = \{[^}]*\},\n  language = \{en\},\n  kind = \{newspaper\},\n\}", "  language = {en},\n  kind = {newspaper},\n}"), r"references\.bib:{}:.*: found no address, expected an address"),
    ("an ftp address", entry(r"url = \{https:", "url = {ftp:"), r"references\.bib:{}:.*: found the address “ftp:.*, expected an address like https"),
    ("a space in an address", entry(r"url = \{https://112\.ua/", "url = {https://112.ua/ "), r"references\.bib:{}:.*: found the address .*, expected an address like"),
    ("an impossible date of a source", entry(r"date = \{20\d\d-\d\d-\d\d\}", "date = {2025-02-30}"), r"references\.bib:{}:.*: found the date “2025-02-30”, expected a day that exists"),
    ("a hidden sign in a title", entry(r"title = \{U", "title = {\u202eU"), r"references\.bib:{}:.*: found right-to-left override in .* \(title\)"),
    ("a dropped hedge", put("claims", {"claim_id": "sd-c37"}, qualifier="exact"), r"claims\.csv:{}:qualifier: found exact, expected a qualifier for “about 1,000”"),
    ("a relay before the original", put("claims", {"claim_id": "sd-c02"}, source_ids="censornet-nd-wapo-kursk-40;washingtonpost-2024-12-22-clings-to-kursk"), r"claims\.csv:{}:source_ids: found “censornet-nd-wapo-kursk-40”, expected washingtonpost"),
    ("a newsroom that no page relays", put("newsrooms", newsroom="The Daily Nobody"), r"newsrooms\.csv:{}:newsroom: found “The Daily Nobody”, relayed by no page, expected a name"),
    ("an answer of no source", add("links", source_id="no-such-page", checked="2026-01-01", answer="ok"), r"links\.csv:{}:source_id: found “no-such-page”, expected a key of references\.bib"),
    # what has been released
    ("a published figure changed unseen", put("claims", {"claim_id": "in-c001"}, value_as_stated="900 square kilometres or so"), r"claims\.csv:{}:value_as_stated: found the new value “900 square kilometres or so”, expected that of the last release, or a row of corrections"),
    ("a published row renamed", put("quotes", {"quote_id": "st-q07"}, quote_id="st-q999"), r"quotes\.csv:date_spoken: found no row “st-q07”, which release 2\.0\.0 had, expected the row, or a correction without a column"),
    # statements
    ("claimed by an independent", put("claims", {"claimant_id": "isw"}, status="claimed"), r"claims\.csv:{}:status: found claimed by independent, expected claimed only for a party"),
    ("reported by a party", put("claims", {"claimant_id": "oleksandr-syrskyi"}, status="reported"), r"claims\.csv:{}:status: found reported, expected claimed, disputed"),
    ("confirmed by one publisher", put("events", {"event_id": "sd-e01"}, status="confirmed", source_ids="ultratap-nd-kursk-what-to-know"), r"events\.csv:{}:status: found confirmed by one publisher, expected two"),
    ("claimed by nobody", put("events", {"status": "claimed"}, claimed_by=""), r"events\.csv:{}:claimed_by: found “”, expected a party exactly"),
    ("claimed by a state at peace", put("events", {"status": "claimed"}, claimed_by="uk"), r"events\.csv:{}:claimed_by: found “uk”, expected a party to the war"),
    ("an unknown place of an event", put("events", {"event_id": "sd-e05"}, place_ids="sudzha;sudza"), r"events\.csv:{}:place_ids: found “sudza”, expected an id of places\.csv"),
    ("an unknown unit of a metric", put("metrics", units="km2;furlongs"), r"metrics\.csv:{}:units: found “furlongs”, expected an id of units\.csv"),
    ("an unknown term", put("glossary", {"see_also": "*"}, see_also="Nowhere"), r"glossary\.csv:{}:see_also: found “Nowhere”, expected an id of glossary\.csv"),
    ("rows that do not exist", put("conflicts", row_ids="sd-c01;zz-c99"), r"conflicts\.csv:{}:row_ids: found “zz-c99”, expected a row that exists"),
    ("a reading of no row", add("readings", reading_id="r", row_id="zz-c99", chart="c", reading="x"), r"readings\.csv:{}:row_id: found “zz-c99”, expected a row that exists"),
    ("backed by nothing", put("seed_coverage", {"verdict": "backed"}, row_ids=""), r"seed_coverage\.csv:{}:row_ids: found nothing, expected the rows that back it"),
    ("a metric of no claim", add("metrics", metric_id="unheard_of", title="T", counts="C", units="km2", topic="held", order="9999"), r"metrics\.csv:{}:metric_id: found “unheard_of”, used by no row"),
    ("a claimant who says nothing", add("claimants", claimant_id="mute", name="M", short="M", party_id="press"), r"claimants\.csv:{}:claimant_id: found “mute”, used by no row"),
    ("an answer that its rows do not bear out", put("events", {"event_id": "ap-e05"}, date="2025-03-20"), r"quizzes\.csv:\d+:question: found option .*, expected what the rows bear out"),
    ("a question without what stands apart", put("metrics", {"metric_id": "area_held"}, apart=""), r"metrics\.csv:{}:apart: found “”, expected what stands apart exactly"),
    ("a phase without key events", no_keys("aid_pause"), r"phases\.csv:{}:phase_id: found 0 key events, expected 6 at the least"),
    ("a person under another name", put("claimants", {"claimant_id": "oleksandr-syrskyi"}, name="Oleksander Syrskij"), r"claimants\.csv:{}:claimant_id: found oleksandr-syrskyi Oleksander Syrskij, expected oleksandr-syrskyi Oleksandr Syrskyi"),
    ("a person of another party", put("claimants", {"claimant_id": "oleksandr-syrskyi"}, party_id="russia"), r"claimants\.csv:{}:party_id: found “russia”, expected ukraine, as people"),
    ("a person not said to be one", put("claimants", {"claimant_id": "oleksandr-syrskyi"}, person_id=""), r"claimants\.csv:{}:person_id: found nothing, expected oleksandr-syrskyi"),
    ("one spelling of two persons", put("people", {"person_id": "vladimir-putin"}, variants="Oleksandr Syrskyi"), r"people\.csv:{}:variants: found “Oleksandr Syrskyi”, expected a spelling of one person"),
    ("an office of another time", put("quotes", {"speaker_id": "joe-biden"}, role="President of the United States", date_spoken="2025-06-01"), r"quotes\.csv:{}:role: found “President of the United States” on 2025-06-01, expected an office of that day"),
    ("an absence that a claim contradicts", add("absences", absence_id="none", sought="A count", by="Kyiv", where="Everywhere", until="2026-01-01", metric="area_held", scope="kursk", party_id="ukraine"), r"absences\.csv:{}:metric: found area_held in .*, expected no claim of what is called absent"),
    # lessons
    ("a document of no row", put("lesson_documents", row_ids="in-q12;zz-q99"), r"lesson_documents\.csv:{}:row_ids: found “zz-q99”, expected a row that exists"),
    ("an answer on no row", put("lesson_questions", row_ids="zz-q99"), r"lesson_questions\.csv:{}:row_ids: found “zz-q99”, expected a row that exists"),
    ("a lesson marked by nothing", put("lessons", criteria="beauty"), r"lessons\.csv:{}:criteria: found “beauty”, expected an id of lesson_criteria"),
    ("a criterion of no standard", put("lesson_criteria", standard_ids="zz"), r"lesson_criteria\.csv:{}:standard_ids: found “zz”, expected an id of standards"),
    ("a lesson of 46 minutes", both(put("lesson_steps", {"lesson_id": "incursion"}, minutes_45="4"), put("lessons", {"lesson_id": "incursion"})), r"lessons\.csv:{}:lesson_id: found 46 minutes in the steps of incursion, expected 45"),
    ("a phase without a lesson", both(put("lessons", {"phase": "collapse"}, phase=""), put("phases", {"phase_id": "collapse"})), r"phases\.csv:{}:phase_id: found “collapse”, expected a lesson for it"),
    ("five documents", both(add("lesson_documents", document_id="e", lesson_id="cause", letter="E"), put("lessons", {"lesson_id": "cause"})), r"lessons\.csv:{}:lesson_id: found 5 documents of cause, expected 2 to 4"),
    ("a lesson that does not ask", both(put("lesson_questions", {"lesson_id": "cause", "part": "mind"}, part="exit"), put("lessons", {"lesson_id": "cause"})), r"lessons\.csv:{}:lesson_id: found no question 'mind' of cause"),
    ("a short version of other words", put("lesson_documents", short="to stretch the truth"), r"lesson_documents\.csv:{}:short: found “to stretch the truth”, expected words of in-q12"),
    ("a setting with a number of its own", put("lesson_documents", setting="Ukraine held 4,711 villages."), r"lesson_documents\.csv:{}:setting: found “4,711 in Ukraine held"),
    ("a gloss of words that are not there", put("lesson_glosses", words="brazen"), r"lesson_glosses\.csv:{}:words: found “brazen”, expected words of the document incursion-a"),
    ("an answer that is false", put("lesson_questions", {"question_id": "incursion-chart-1"}, holds='low("in-c010") < value("sd-c38")'), r"lesson_questions\.csv:{}:holds: found “low.* is false, expected what the rows bear out"),
    ("an answer that cannot be computed", put("lesson_questions", holds='value("in-c999") == 1'), r"lesson_questions\.csv:{}:holds: found no row 'in-c999'"),
    ("an answer with a number of its own", put("lesson_questions", {"question_id": "incursion-chart-1"}, answer="They were 47 km deep."), r"lesson_questions\.csv:{}:answer: found “47 in They were"),
    ("a row that changes an answer", both(put("claims", {"claim_id": "sd-c38"}, value="40"), put("lesson_questions", {"question_id": "incursion-chart-1"})), r"lesson_questions\.csv:{}:holds: found .* is false"),
    ("a mistake without a reply", put("lesson_questions", {"mistake": "*"}, reply=""), r"lesson_questions\.csv:{}:reply: found “”, expected a reply exactly to a mistake"),
    ("a part without its gap", put("alignments", {"extent": "partial"}, gap=""), r"alignments\.csv:{}:gap: found “”, expected a gap where it is partial"),
    ("a claim on what is not claimed", put("alignments", standard_id="no-pisa"), r"alignments\.csv:{}:standard_id: found “no-pisa”, expected a standard that lessons claim"),
    ("a standard that nobody claims", add("standards", standard_id="zz", framework="C3", code="D9", seen="here"), r"standards\.csv:{}:unclaimed: found nothing, expected a lesson that serves it"),
    ("a standard that nobody has seen", put("standards", {"standard_id": "c3-his-11"}, seen=""), r"standards\.csv:{}:seen: found nothing, expected where it was seen"),
    ("a name of nobody", put("names", of_id="nobody"), r"names\.csv:{}:of_id: found “nobody”, expected an id of people\.csv or places\.csv"),
    ("a place spelled in two ways", put("names", {"of_id": "sudzha"}, spelling="Сужда"), r"names\.csv:{}:spelling: found “Сужда”, expected “Суджа”, as places\.csv has it"),
    ("a correction of no table", put("corrections", table="clams"), r"corrections\.csv:{}:table: found “clams”, expected a table"),
    ("a correction of no row", put("corrections", row_id="zz-c99"), r"corrections\.csv:{}:row_id: found “zz-c99”, expected an id of claims\.csv"),
    # characters
    ("a NUL", put("claims", note="a\x00b"), r"claims\.csv:{}:note: found u\+0000 in “a�b”, expected letters, signs and plain spaces alone"),
    ("a bidi control", put("events", title="Sudzha \u202ecba"), r"events\.csv:{}:title: found right-to-left override in"),
    ("a zero-width space", put("people", name="Vladi\u200bmir Putin"), r"people\.csv:{}:name: found zero width space in"),
    ("a no-break space", put("claims", note="10\u00a0000"), r"claims\.csv:{}:note: found no-break space in"),
    ("a line break", put("quotes", context="one\ntwo"), r"quotes\.csv:{}:context: found u\+000a in"),
    ("a look-alike letter", put("claimants", name="\u041eleksandr"), r"claimants\.csv:{}:name: found cyrillic and latin letters in the word “\u041eleksandr”, expected one alphabet"),
    ("a leading space", put("claims", note=" note"), r"claims\.csv:{}:note: found space to spare in “ note”"),
    ("a trailing space", put("claims", note="note "), r"claims\.csv:{}:note: found space to spare in"),
    ("100,000 characters", put("claims", note="x" * 100_000), r"claims\.csv:{}:note: found 100,000 characters, expected 1,000 at the most"),
    ("an id twice in a list", put("claims", {"claim_id": "sd-c02"}, source_ids="censornet-nd-wapo-kursk-40;censornet-nd-wapo-kursk-40"), r"claims\.csv:{}:source_ids: found “censornet-nd-wapo-kursk-40” twice, expected each"),
    ("a hole in a list", put("people", variants="One;;Two"), r"people\.csv:{}:variants: found “One;;Two”, expected entries like a;b, none empty"),
    ("a table with its header alone", empty("control"), r"control\.csv:{}: found a header alone, expected at least one row"),
]  # fmt: skip


# --- files spoilt, in a folder: what reading, schemas and checksums say ------------------------


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


Break = Callable[[Path], int]


def cell(table: str, column: str, value: str, where: str = "", like: str = "") -> Break:
    """Write one cell: in the first row, or the first whose column ``where`` is ``like``."""

    def spoil(folder: Path) -> int:
        path = folder / f"{table}.csv"
        rows = read(path)
        header = rows[0]
        line = next(
            number
            for number, row in enumerate(rows[1:], 1)
            if not where or row[header.index(where)] == like
        )
        rows[line][header.index(column)] = value
        write(path, rows)
        return line + 1

    return spoil


def table(name: str, change: Callable[[list[list[str]]], int]) -> Break:
    """Change the rows of a table as a list; ``change`` returns the line of the fault."""

    def spoil(folder: Path) -> int:
        rows = read(folder / f"{name}.csv")
        line = change(rows)
        write(folder / f"{name}.csv", rows)
        return line

    return spoil


def twice(rows: list[list[str]]) -> int:
    rows.append(rows[1])
    return len(rows)


def without_unit(rows: list[list[str]]) -> int:
    gone = rows[0].index("unit")
    for row in rows:
        del row[gone]
    return 1


def one_more(rows: list[list[str]]) -> int:
    rows[4].append("one too many")
    return 5


def renamed(rows: list[list[str]]) -> int:
    rows[0][0] = "id"
    return 1


def turned(rows: list[list[str]]) -> int:
    for row in rows:
        row.reverse()
    return 1


def text(name: str, old: str, new: str, line: int = 0) -> Break:
    """Replace text in a file, in the first place where it stands."""

    def spoil(folder: Path) -> int:
        path = folder / name
        content = path.read_text(encoding="utf-8")
        assert old in content, old
        path.write_text(content.replace(old, new, 1), encoding="utf-8")
        return line or content[: content.index(old)].count("\n") + 1

    return spoil


def content(name: str, new: str | bytes, line: int = 0) -> Break:
    """Write a file anew, or one that does not belong there."""

    def spoil(folder: Path) -> int:
        (folder / name).write_bytes(new if isinstance(new, bytes) else new.encode())
        return line

    return spoil


def gone(name: str) -> Break:
    def spoil(folder: Path) -> int:
        (folder / name).unlink()
        return 0

    return spoil


def not_utf8(folder: Path) -> int:
    path = folder / "quotes.csv"
    lines = path.read_bytes().split(b"\n")
    lines[6] = lines[6][:20] + b"\xff" + lines[6][20:]
    path.write_bytes(b"\n".join(lines))
    return 7


def marked(name: str) -> Break:
    def spoil(folder: Path) -> int:
        (folder / name).write_bytes(b"\xef\xbb\xbf" + (folder / name).read_bytes())
        return 1

    return spoil


def windows(folder: Path) -> int:
    path = folder / "phases.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    return 0


def same_resource(folder: Path) -> int:
    package = files.package(folder)
    package["resources"].append(package["resources"][0])
    (folder / files.PACKAGE).write_text(json.dumps(package), encoding="utf-8")
    return 0


def nameless_resource(folder: Path) -> int:
    package = files.package(folder)
    del package["resources"][0]["name"]
    (folder / files.PACKAGE).write_text(json.dumps(package), encoding="utf-8")
    return 0


def described(change: Callable[[dict[str, Any]], object]) -> Break:
    """Change the description of the claims."""

    def spoil(folder: Path) -> int:
        package = files.package(folder)
        change(next(it for it in package["resources"] if it["name"] == "claims"))
        (folder / files.PACKAGE).write_text(json.dumps(package), encoding="utf-8")
        return 0

    return spoil


FILES: list[tuple[str, Break, str]] = [
    ("invalid UTF-8", not_utf8, r"quotes\.csv:{}: found the byte 0xff, expected text in UTF-8"),
    ("a byte order mark", marked("claims.csv"), r"claims\.csv:{}: found a byte order mark, expected no mark"),
    ("a byte order mark in the bibliography", marked("references.bib"), r"references\.bib:{}: found a byte order mark"),
    ("a missing file", gone("events.csv"), r"events\.csv: found no such file, expected the file"),
    ("a stray file", content("Copy of claims.csv", "a"), r"Copy of claims\.csv: found a file, expected only files that datapackage\.json lists"),
    ("quotes that never close", content("phases.csv", 'phase_id,title\n"a,b\n', 2), r"phases\.csv:{}: found .*, expected cells that a CSV reader can part"),
    ("a package that is no JSON", content("datapackage.json", '{"resources": [\n}', 2), r"datapackage\.json:{}: found expecting value at character 1, expected JSON"),
    ("a package that is a list", content("datapackage.json", "[]", 1), r"datapackage\.json:{}: found JSON of another kind \(list\), expected an object"),
    ("a package without resources", content("datapackage.json", "{}"), r"datapackage\.json:resources: found no list of resources"),
    ("a resource twice", same_resource, r"datapackage\.json:resources: found 2 resources with the name “phases”, expected each once"),
    ("a resource without a name", nameless_resource, r"datapackage\.json:resources: found resource 1 without name, expected a name"),
    ("a table without fields", described(lambda table: table["schema"].pop("fields")), r"datapackage\.json:claims\.schema: found no list of fields, expected fields with name and type"),
    ("a list parted by a number", described(lambda table: table["schema"]["fields"][0].update(separator=7)), r"datapackage\.json:claims\.schema: found a constraint of another kind, expected separators and values of an enum"),
    ("a limit that is no number", described(lambda table: table["schema"]["fields"][4].update(constraints={"minimum": "0"})), r"datapackage\.json:claims\.schema: found a constraint of another kind"),
    ("a key without a reference", described(lambda table: table["schema"]["foreignKeys"][0].update(reference=None)), r"datapackage\.json:resources: found .*, expected a package that Frictionless can read"),
    ("a type that does not exist", described(lambda table: table["schema"]["fields"][0].update(type="strng")), r"datapackage\.json:resources: found .*strng.*, expected a package that Frictionless can read"),
    ("an entry without its comma", text("references.bib", "  publisher = {112.ua},", "  publisher = {112.ua}", 3), r"references\.bib:{}: found .*, expected entries like @misc"),
    ("an entry without its brace", text("references.bib", "kind = {newspaper}", "kind = {newspaper"), r"references\.bib:\d+: found .*, expected entries like @misc"),
    ("an entry without its key", text("references.bib", "@misc{112ua-2024-08-guevo-coordinates,", "@misc{,"), r"references\.bib:\d+: found .*, expected entries like @misc"),
    ("a key twice", text("references.bib", "@misc{112ua-2025-01-uk-mod-4000,", "@misc{112ua-2024-08-guevo-coordinates,"), r"references\.bib:{}: found repeated bibliography entry: 112ua.*, expected .* each key once"),
    ("a map that is no JSON", content("geo/border.geojson", "{", 1), r"geo/border\.geojson:{}: found .*, expected JSON"),
    ("brackets without end", content("geo/rivers.geojson", "[" * 100_000, 1), r"geo/rivers\.geojson:{}: found brackets too deep to read, expected JSON"),
    ("a map without features", content("geo/border.geojson", "{}"), r"geo/border\.geojson:features: found no features, expected a list of features"),
    ("a map of no kind", text("geo/border.geojson", '"kind"', '"sort"'), r"geo/border\.geojson:feature 1: found no kind, expected properties with a kind"),
    ("a map of a nameless country", text("geo/border.geojson", '"Russia"', '"Rusia"'), r"geo/border\.geojson:feature 3: found “Rusia”, expected the name Russia or Ukraine"),
    ("a map without coordinates", text("geo/rivers.geojson", '"coordinates"', '"co"'), r"geo/rivers\.geojson:feature 1: found no coordinates, expected a geometry"),
    ("a map with NaN", content("geo/rivers.geojson", '{"features": [{"properties": {"kind": "river"}, "geometry": {"coordinates": [[NaN, 51.2]]}}]}'), r"geo/rivers\.geojson:feature 1: found the point \[nan, 51\.2\], expected longitude 30 to 42, then latitude"),
    ("a map with swapped coordinates", content("geo/rivers.geojson", '{"features": [{"properties": {"kind": "river"}, "geometry": {"coordinates": [[51.2, 34.5]]}}]}'), r"geo/rivers\.geojson:feature 1: found the point \[51\.2, 34\.5\]"),
]  # fmt: skip

SCHEMAS: list[tuple[str, Break, str]] = [
    ("a date that cannot be", cell("claims", "as_of", "2024-13-40"), r"claims\.csv:{}:as_of: found “2024-13-40”, expected a date like 2024-08-06"),
    ("a year alone", cell("claims", "as_of", "2024"), r"claims\.csv:{}:as_of: found “2024”, expected a date like 2024-08-06 or 2024-08"),
    ("text in a number", cell("claims", "value", "many"), r"claims\.csv:{}:value: found “many”, expected a number"),
    ("a duplicate id", table("claims", twice), r"claims\.csv:{}:claim_id: found a second “.+”, expected an id once"),
    ("latitude 91", cell("places", "lat", "91", "place_id", "sudzha"), r"places\.csv:{}:lat: found “91”, expected a number from -90 to 90"),
    ("a missing column", table("claims", without_unit), r"claims\.csv:{}:unit: found no such column, expected the column unit"),
    ("a renamed column", table("people", renamed), r"people\.csv:{}:id: found the column “id”, expected only the columns of the schema"),
    ("columns in another order", table("phases", turned), r"phases\.csv:{}: found another order of columns, expected phase_id, title"),
    ("an extra cell", table("events", one_more), r"events\.csv:{}.*: found an extra cell “one too many”, expected as many cells as columns"),
    ("an empty required field", cell("claims", "claimant_id", ""), r"claims\.csv:{}:claimant_id: found nothing, expected a value"),
    ("a negative head count", cell("claims", "value", "-5", "unit", "persons"), r"claims\.csv:{}:value: found “-5”, expected a number from 0"),
    ("an unknown party", cell("claimants", "party_id", "narnia"), r"claimants\.csv:{}:party_id: found “narnia”, expected an id of parties\.csv"),
    ("an unknown metric", cell("claims", "metric", "settlments_held"), r"claims\.csv:{}:metric: found “settlments_held”, expected an id of metrics\.csv"),
    ("an unknown scope", cell("claims", "scope", "krusk", "scope", "kursk"), r"claims\.csv:{}:scope: found “krusk”, expected an id of scopes\.csv"),
    ("an unknown claimant", cell("claims", "claimant_id", "oleksander-syrskij"), r"claims\.csv:{}:claimant_id: found “oleksander-syrskij”, expected an id of claimants\.csv"),
    ("an unknown speaker", cell("quotes", "speaker_id", "volodymyr-zelenski"), r"quotes\.csv:{}:speaker_id: found “volodymyr-zelenski”, expected an id of claimants\.csv"),
    ("an unknown place", cell("control", "place_id", "atlantis"), r"control\.csv:{}:place_id: found “atlantis”, expected an id of places\.csv"),
    ("an unknown unit", cell("claims", "unit", "furlongs"), r"claims\.csv:{}:unit: found “furlongs”, expected an id of units\.csv"),
    ("an unknown lane", cell("events", "lane", "front-mars"), r"events\.csv:{}:lane: found “front-mars”, expected an id of lanes\.csv"),
]  # fmt: skip

SEALS: list[tuple[str, Break, str]] = [
    ("a file changed unseen", text("area_series.csv", "139.6", "139.7"), r"area_series\.csv: found sha256 .*, expected .*make seal"),
    ("line ends of Windows", windows, r"phases\.csv: found line ends of Windows \(CR LF\), expected those of the repository \(LF\)"),
    ("no checksums", gone("checksums.sha256"), r"checksums\.sha256: found no such file, expected checksums \(make seal\)"),
    ("empty checksums", content("checksums.sha256", ""), r"claims\.csv: found a file without a checksum, expected its checksum"),
    ("a malformed checksum", content("checksums.sha256", "abc claims.csv\n", 1), r"checksums\.sha256:{}: found “abc claims\.csv”, expected 64 digits, two spaces, a file name"),
    ("a checksum of no file", content("checksums.sha256", f"{'0' * 64}  gone.csv\n"), r"gone\.csv: found no such file, expected the file that checksums\.sha256 seals"),
]  # fmt: skip

DERIVED: list[tuple[str, Break, str]] = [
    ("a pair that no table gives", text("claim_sources.csv", "sd-c01,1,", "sd-c01,9,"), r"claim_sources\.csv: found other rows than its table gives, expected those that follow: make seal"),
    ("a source changed by hand", text("sources.csv", "112.ua", "113.ua"), r"sources\.csv: found other rows than its table gives"),
]  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One way in which the data can be spoilt, and what must be said of it."""

    name: str
    spoil: Callable[..., int]
    expected: str
    stage: str

    def holds(self, folder: Path) -> str:
        """Return the empty text if the fault is told at its place, else all that is told."""
        found, line = self.faults(folder)
        expected = re.compile(self.expected.replace("{}", str(line)))
        told = []
        for fault in found:
            if expected.match(str(fault)):
                return ""
            told.append(str(fault))
        return "\n".join(told) or "nothing"

    def faults(self, folder: Path) -> tuple[Iterable[Fault], int]:
        """Spoil a copy and return what the stage of the check says of it, and the line."""
        if self.stage == "rules":
            copies = Copies(DATA)
            line = self.spoil(copies)
            return rules.faults(copies.whole()), line
        copied = folder / "data"
        shutil.copytree(DATA, copied)
        line = self.spoil(copied)
        if self.stage == "schema":
            changed = {self.expected.partition(r"\.csv")[0]}
            return schema.faults(copied, changed), line
        if self.stage == "derived":
            return derived.faults(Tables(copied)), line
        return {"files": files, "seal": seal}[self.stage].faults(copied), line


CASES = [
    Case(name, spoil, expected, stage)
    for stage, listed in (
        ("rules", RULES), ("files", FILES), ("schema", SCHEMAS), ("derived", DERIVED),
        ("seal", SEALS),
    )
    for name, spoil, expected in listed
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_spoilt_data_are_refused_at_their_place(tmp_path: Path, case: Case) -> None:
    assert case.holds(tmp_path) == ""


# --- the whole ---------------------------------------------------------------------------------


def faults(folder: Path) -> str:
    return "\n".join(map(str, check(folder)))


def test_the_data_package_has_no_fault() -> None:
    assert faults(DATA) == ""


def run(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kursk.check", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_prints_every_fault_and_fails(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    cell("claims", "value", "many")(folder)
    cell("quotes", "text", "word " * 79 + "word")(folder)
    cell("places", "lat", "91", "place_id", "sudzha")(folder)
    told = run(folder)
    assert told.returncode == 1
    for words in ("claims.csv:2:value: found “many”, expected a number", "quotes.csv:2:text",
                  "places.csv", "area: nothing is built".removeprefix("area")):  # fmt: skip
        assert words in told.stdout
    assert not told.stderr


def test_what_cannot_be_read_is_told_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    (folder / "claims.csv").write_bytes(b"\xff")
    assert faults(folder) == "claims.csv:1: found the byte 0xff, expected text in UTF-8"


def test_the_check_itself_reads_no_table(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    (folder / "units.csv").write_text("nothing", encoding="utf-8")
    command = [sys.executable, "-c", "import kursk.check.__main__"]
    environment = {"KURSK_DATA": str(folder)}
    assert subprocess.run(command, env=environment, check=False).returncode == 0


def test_a_sealed_change_is_accepted(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    cell("claims", "note", "Seen again.")(folder)
    assert "claims.csv: found sha256" in str(seal.faults(folder)[0])
    subprocess.run([sys.executable, "-m", "kursk.check", str(folder), "--seal"], check=True)
    assert not seal.faults(folder)


def test_a_checkout_keeps_the_line_ends_of_the_data() -> None:
    listed = ["data/claims.csv", "data/references.bib", "data/checksums.sha256"]
    command = ["git", "check-attr", "eol", *listed]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert told.splitlines() == [f"{name}: eol: lf" for name in listed]


def test_every_field_of_every_table_is_described() -> None:
    for resource in files.package(DATA)["resources"]:
        assert resource["description"]
        for field in resource.get("schema", {}).get("fields", []):
            assert len(field["description"]) > 5, (resource["name"], field["name"])


def test_the_readme_describes_the_tables_as_they_are() -> None:
    assert (DATA / "README.md").read_text(encoding="utf-8") == describe.text(DATA)


def test_the_readme_s_example_gives_the_numbers_that_it_shows() -> None:
    readme = (DATA / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", readme, re.S)
    shown = re.search(r"```text\n(.*?)```", readme, re.S)
    assert example and shown
    code = example[1].replace('read_csv("', f'read_csv("{DATA}/')
    names: dict[str, object] = {}
    exec(code, names)
    assert str(names["held"]).split() == shown[1].split()


@pytest.mark.parametrize("name", schema_tables())
def test_every_table_reads_without_the_book(name: str) -> None:
    frame = pd.read_csv(io.BytesIO((DATA / f"{name}.csv").read_bytes()))
    assert list(frame) == read(DATA / f"{name}.csv")[0]
