"""A tiny book with tables of its own, on which the tests of the evidence extension are made."""

import csv
import json
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from sphinx.testing.util import SphinxTestApp

from kursk.check import derived

ROOT = Path(__file__).resolve().parents[1]

DATA = ROOT / "data"
PACKAGE = json.loads((DATA / "datapackage.json").read_text("utf-8"))
HEADERS = {
    table["name"]: [field["name"] for field in table["schema"]["fields"]]
    for table in PACKAGE["resources"]
    if "schema" in table
}
#: Small tables that the tiny book takes from the real one.
REAL = ("parties", "units", "topics", "metrics", "lanes")
EVIL = "<img src=x onerror=alert(1)></script>"
ARABIC = "نحن هنا"
ROWS: dict[str, list[list[str]]] = {
    "phases": [["incursion", "The incursion", "2024-08-06", "2024-09-10", "", "How?"]],
    "claims": [
        ["in-c001", "2024-08-12", "area_held", "kursk", "1000", "", "", "km2",
         "1,000 square kilometres", "about", "syrskyi", "", "", "", "incursion",
         "claimed", "in-e01", "daily", ""],
        ["in-c002", "2024-08-20", "area_held", "kursk", "500", "", "", "sq_mi",
         "500 square miles", "exact", "analyst", "", "", "", "incursion", "reported", "",
         "daily;wire", "Read from a map."],
        ["in-c003", "2024-10-20", "area_held", "kursk", "300", "", "", "km2", "300 sq km", "exact",
         "ministry", "", "", "", "incursion", "disputed", "", "evil", EVIL],
        ["in-c004", "", "distance", "", "", "", "", "km", "a few miles", "exact", "evil", "", "",
         "", "incursion", "reported", "", "evil", ""],
        ["in-c006", "2024-08", "area_held", "first-day", "", "20", "30", "km2", "20 to 30 km",
         "range", "ministry", "spokesman", "", "Wire", "incursion", "claimed", "", "wire", ""],
        ["in-c005", "2024-08-14", "area_held", "first-day", "12", "", "", "km2", "12 km", "exact",
         "ministry", "", "", "", "incursion", "claimed", "", "wire", ""],
    ],
    "events": [
        ["in-e01", "2024-08-06", "", "incursion", "front-kursk", "it began here",
         "Troops cross the border",
         "About 1,000 soldiers of the 82nd brigade cross.", "", "Sudzha", "Ukraine", "confirmed",
         "", "daily"],
        ["in-e02", "2024-08-07", "", "incursion", "kyiv", EVIL, f"Report {EVIL}", EVIL, "", "", "",
         "claimed", "russia", "evil"],
    ],
    "quotes": [
        ["in-q01", "2024-08-12", "syrskyi", "commander", "",
         "We control about 1,000 square kilometres", "en", "", "by_publisher", "", "incursion",
         "in-e01", "daily", ""],
        ["in-q02", "", "resident", "", "", ARABIC, "ar", "We are here", "by_book", "and stay",
         "incursion", "", "evil", EVIL],
    ],
    "claimants": [["syrskyi", "Oleksandr Syrskyi", "Syrskyi", "ukraine", "syrskyi"],
                  ["analyst", "An analyst", "Analyst", "independent", ""],
                  ["ministry", "A ministry", "Ministry", "russia", ""],
                  ["resident", "A resident", "Resident", "press", ""],
                  ["evil", EVIL, "Evil", "press", ""]],
    "absences": [["in-a01", "A figure from Moscow for ground held", "Russia", "press releases",
                  "2025-11", "", "", "russia", "", "", "A wish, not a finding."]],
    "offices": [["syrskyi-1", "syrskyi", "Commander of ground forces", "2019-08-05", "2024-02-08",
                 "daily", ""],
                ["syrskyi-2", "syrskyi", "Commander-in-chief", "2024-02-08", "", "daily", ""]],
    "readings": [["reading-1", "in-c001", "ground", "held, not controlled", "", "", "its words"]],
    "scopes": [["kursk", "Kursk region", "All of it."], ["first-day", "First day", "One day."]],
    "people": [["syrskyi", "Oleksandr Syrskyi", "commander", "ukraine", "Syrsky;Сирський", "",
                "daily"]],
    "glossary": [["Salient", "Ground that juts out.", "Front", "daily"],
                 ["Front", "A line.", "", ""]],
    "seed_coverage": [["000_a.txt", "1", "0", "10", "in-c001;in-q01", "backed", "headline"],
                      ["000_a.txt", "2", "10", "20", "", "furniture", ""]],
    "conflicts": [["in-x01", "Area", "in-c001;in-c003", "They differ."]],
    "quizzes": [["quiz-incursion-1", "incursion", "one", "", "", "When did it start?", "", "", "",
                 "The row says so.", "in-e01"],
                ["quiz-incursion-2", "incursion", "number", "", "", "How much ground?",
                 'value("in-c001")', "1", "km2", "The row says so.", "in-c001"]],
    "quiz_options": [
        ["quiz-incursion-1-a", "quiz-incursion-1", "6 August", "yes", "judged", "That day."],
        ["quiz-incursion-1-b", "quiz-incursion-1", "7 August", "no", "judged", "A day later."],
    ],
    "corrections": [["fix-1", "2025-11-01", "claims", "in-c001", "unit", "sq_mi", "km2",
                     "The unit was wrong."]],
}  # fmt: skip
BIB = """
@misc{daily, publisher = {The Daily}, title = {Ground & taken}, date = {2024-08-12},
  url = {https://daily.example/a}, language = {en}, kind = {newspaper}}
@misc{wire, publisher = {Wire}, date = {2024-08}, url = {https://wire.example/b},
  language = {uk}, kind = {wire}, relays = {Suspilne}}
@misc{evil, publisher = {<b>Evil</b>}, title = {</script><img onerror=x>},
  url = {javascript:alert(1)}, language = {en}, kind = {other}}
"""
CONF = """
extensions = ["myst_parser", "sphinx_evidence"]
# Said in words: MyST-NB writes its own parser into the default that all builds of a process share.
source_suffix = {".rst": "restructuredtext", ".md": "markdown"}
myst_enable_extensions = ["deflist"]
html_theme = "basic"
html_theme_options = {"body_min_width": 0}
language = "en"
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "book"
"""
SOURCES = "\n## Sources of this chapter\n\n```{bibliography}\n:filter: docname in docnames\n```\n"
CHAPTER = f"""# The incursion

```{{key-dates}} incursion
in-e02
in-e01
```

```{{who-is-who}}
syrskyi
```

On {{event}}`in-e01` troops
{{event}}`of the 82nd brigade crossed the border in great numbers <in-e01>`.

## What you will learn

Nothing here needs a row.

## Ground

Syrskyi named {{claim}}`in-c001`, an analyst {{claim}}`in-c002`, later
{{claim}}`300 square km <in-c003>` and {{claim}}`in-c004`.

He said {{quoted}}`about 1,000 square kilometres <in-q01>`.
A resident said {{quoted}}`{ARABIC} <in-q02>` {{cite}}`wire`. See {{term}}`Salient`.

Again {{claim}}`in-c001` on 6 August 2024, in phase 2, at 10:30. Moscow gave
{{absence}}`no figure <in-a01>`.

This is what was said:

```{{quote}} in-q02
```

```{{versus}} How much ground?
:open:
:without: in-c002 it is in the text
in-c003
in-c006
in-c001
in-e02
in-q02
```

## Check yourself

```{{quiz}} incursion
```
{SOURCES}"""
PAGES = {
    "index": "# Book\n\nIt began on {event}`in-e01`.\n\n```{toctree}\n:glob:\n*/*\nglossary\n```\n",
    "chapters/1-incursion": CHAPTER,
    "evidence/ledger": "# Ledger\n\n```{ledger} overview claims\n```\n",
    "evidence/ledger-held": "# Held\n\n```{ledger}\n```\n",
    "evidence/ledger-advance": "# Advance\n\n```{ledger}\n```\n",
    "evidence/events-incursion": "# Events\n\n```{ledger}\n```\n",
    "evidence/quotes-incursion": "# Quotes\n\n```{ledger}\n```\n",
    "evidence/sources-a-d": "# Sources\n\n```{ledger}\n```\n",
    "evidence/sources-e-k": "# Sources E\n\n```{ledger}\n```\n",
    "evidence/sources-u-z": "# Sources U\n\n```{ledger}\n```\n",
    "evidence/absences": "# Absences\n\n```{ledger}\n```\n",
    "evidence/founding-articles": "# Articles\n\n{count}`claims`, {count}`claims side=russia`\n\n"
    "```{ledger} article 000_a.txt\n```\n\n"
    "## Contradictions\n\n```{ledger} conflicts articles\n```\n",
    "explore/map": "# Map\n\n```{ledger} places mapped\n```\n",
    "evidence/corrections": "# Corrections\n\n```{ledger} corrections\n```\n",
    "glossary": "# Glossary\n\n```{ledger} glossary\n```\n\n## People\n\n```{ledger} people\n```\n",
}


def write_book(folder: Path, pages: dict[str, str]) -> None:
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    for name in ("datapackage.json", *(f"{table}.csv" for table in REAL)):
        shutil.copy(DATA / name, data)
    for table, header in HEADERS.items():
        if table in REAL:
            continue
        with (data / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *ROWS.get(table, [])])
    (data / "references.bib").write_text(BIB)
    derived.derive(data)
    source = folder / "source"
    for name, text in pages.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / f"{name}.md").write_text(text, "utf-8")
    (source / "conf.py").write_text(CONF)
    (source / "references.bib").write_text(BIB)


def forget() -> None:
    """Forget every table that was read: the next reader finds what ``KURSK_DATA`` names."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in {"kursk", "sphinx_evidence"}:
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


@contextmanager
def tables_of(folder: Path) -> Iterator[None]:
    """Read the tables of a tiny book instead of the real ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KURSK_DATA", str(folder / "data"))
        forget()
        try:
            yield
        finally:
            patch.undo()
            forget()


def build(folder: Path, builder: str = "html", **settings: object) -> str:
    """Build the book in this process; return its warnings."""
    with tables_of(folder):
        app = SphinxTestApp(
            builder,
            srcdir=folder / "source",
            builddir=folder,
            confoverrides={"nitpicky": True, **settings},
        )
        try:
            app.build()
        finally:
            app.cleanup()
        return re.sub(r"\x1b\[[0-9;]*m", "", app.warning.getvalue())


def page(folder: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((folder / f"html/{name}.html").read_text("utf-8"), "html.parser")


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny book, built."""
    folder = tmp_path_factory.mktemp("evidence")
    write_book(folder, PAGES)
    assert build(folder) == ""
    return folder


@pytest.fixture(scope="session")
def chapter(book: Path) -> BeautifulSoup:
    return page(book, "chapters/1-incursion")
