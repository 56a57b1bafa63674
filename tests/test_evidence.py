"""The evidence extension in a tiny real book: roles, directives, faults, ledgers."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from sphinx_evidence.numbers import EXCEPTIONS, Carried, typed

ROOT = Path(__file__).resolve().parents[1]

HEADERS = {
    "phases": "phase_id,title,start,end,note,question",
    "claims": "claim_id,as_of,metric,scope,value,value_low,value_high,unit,value_as_stated,"
    "qualifier,claimant,claimant_side,phase,status,event_id,source_ids,note",
    "events": "event_id,date,date_end,phase,title,summary,place,actors,status,claimed_by,"
    "source_ids",
    "quotes": "quote_id,date_spoken,speaker,role,side,text,language,text_en,translated,phase,"
    "source_ids,context",
    "places": "place_id,name_en,name_ru,name_uk,kind,oblast,country,lat,lon,population,"
    "population_year,coord_source,note",
    "control": "control_id,place_id,as_of,controller,claimant,claimant_side,source_ids,note",
    "people": "person_id,name,role,side,variants,note,source_ids",
    "glossary": "term,definition,see_also,source_ids",
    "seed_coverage": "seed_file,sentence_no,start,end,row_ids,verdict,note",
    "conflicts": "conflict_id,topic,row_ids,explanation",
    "quizzes": "quiz_id,phase,question,options,answer,why,row_ids",
    "changelog": "date,table,row_ids,change",
}
EVIL = "<img src=x onerror=alert(1)></script>"
ARABIC = "نحن هنا"
ROWS: dict[str, list[list[str]]] = {
    "phases": [["incursion", "The incursion", "2024-08-06", "2024-09-10", "", "How?"]],
    "claims": [
        ["in-c001", "2024-08-12", "area_held", "kursk", "1000", "", "", "km2",
         "1,000 square kilometres", "about", "Oleksandr Syrskyi", "ukraine", "incursion",
         "claimed", "in-e01", "daily", ""],
        ["in-c002", "2024-08-20", "area_held", "kursk", "500", "", "", "sq_mi",
         "500 square miles", "exact", "An analyst", "independent", "incursion", "reported", "",
         "daily;wire", "Read from a map."],
        ["in-c003", "2024-10-20", "area_held", "kursk", "300", "", "", "km2", "300 sq km", "exact",
         "A ministry", "russia", "incursion", "disputed", "", "evil", EVIL],
        ["in-c004", "", "distance", "", "", "", "", "km", "a few miles", "exact", EVIL, "press",
         "incursion", "reported", "", "evil", ""],
        ["in-c005", "2024-08-14", "area_held", "first-day", "12", "", "", "km2", "12 km", "exact",
         "A ministry", "russia", "incursion", "claimed", "", "wire", ""],
    ],
    "events": [
        ["in-e01", "2024-08-06", "", "incursion", "Troops cross the border",
         "About 1,000 soldiers of the 82nd brigade cross.", "Sudzha", "Ukraine", "confirmed", "",
         "daily"],
        ["in-e02", "2024-08-07", "", "incursion", f"Report {EVIL}", EVIL, "", "", "claimed",
         "russia", "evil"],
    ],
    "quotes": [
        ["in-q01", "2024-08-12", "Oleksandr Syrskyi", "commander", "ukraine",
         "We control about 1,000 square kilometres", "en", "", "by_publisher", "incursion", "daily",
         ""],
        ["in-q02", "", "A resident", "", "press", ARABIC, "ar", "We are here", "by_book",
         "incursion", "evil", EVIL],
    ],
    "people": [["syrskyi", "Oleksandr Syrskyi", "commander", "ukraine", "Syrsky;Сирський", "",
                "daily"]],
    "glossary": [["Salient", "Ground that juts out.", "Front", "daily"],
                 ["Front", "A line.", "", ""]],
    "seed_coverage": [["000_a.txt", "1", "0", "10", "in-c001;in-q01", "backed", "headline"],
                      ["000_a.txt", "2", "10", "20", "", "furniture", ""]],
    "conflicts": [["in-x01", "Area", "in-c001;in-c003", "They differ."]],
    "quizzes": [["quiz-incursion-1", "incursion", "When did it start?", "6 August|7 August",
                 "6 August", "The row says so.", "in-e01"]],
    "changelog": [["2025-11-01", "claims", "in-c001", "The unit was wrong."]],
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
myst_enable_extensions = ["deflist"]
html_theme = "basic"
html_theme_options = {"body_min_width": 0}
language = "en"
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "book"
"""
SOURCES = "\n## Sources of this chapter\n\n```{bibliography}\n:filter: docname in docnames\n```\n"
CHAPTER = f"""# The incursion

On {{event}}`in-e01` troops
{{event}}`of the 82nd brigade crossed the border in great numbers <in-e01>`.

## What you will learn

Nothing here needs a row.

## Ground

Syrskyi named {{claim}}`in-c001`, an analyst {{claim}}`in-c002`, later
{{claim}}`300 square km <in-c003>` and {{claim}}`in-c004`. He said
{{quoted}}`about 1,000 square kilometres <in-q01>`.
A resident said {{quoted}}`{ARABIC} <in-q02>` {{cite}}`wire`. See {{term}}`Salient`.

Again {{claim}}`in-c001` on 6 August 2024, in phase 2, at 10:30.

This is what was said:

```{{quote}} in-q02
```

```{{versus}} How much ground?
in-c003
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
    "evidence/ledger-held": "# Held\n\n```{ledger} claims\n```\n",
    "evidence/ledger-advance": "# Advance\n\n```{ledger} claims\n```\n",
    "evidence/events-incursion": "# Events\n\n```{ledger} events\n```\n",
    "evidence/quotes-incursion": "# Quotes\n\n```{ledger} quotes\n```\n",
    "evidence/sources-a-d": "# Sources\n\n```{ledger} sources\n```\n",
    "evidence/sources-e-k": "# Sources E\n\n```{ledger} sources\n```\n",
    "evidence/sources-u-z": "# Sources U\n\n```{ledger} sources\n```\n",
    "evidence/founding-articles": "# Articles\n\n{count}`claims`, {count}`claims side=russia`\n\n"
    "```{ledger} article 000_a.txt\n```\n\n## Contradictions\n\n```{ledger} conflicts\n```\n",
    "evidence/corrections": "# Corrections\n\n```{ledger} corrections\n```\n",
    "glossary": "# Glossary\n\n```{ledger} glossary\n```\n\n## People\n\n```{ledger} people\n```\n",
}


def write_book(folder: Path, pages: dict[str, str]) -> None:
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    (data / "datapackage.json").write_text("{}")
    for table, header in HEADERS.items():
        with (data / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header.split(","), *ROWS.get(table, [])])
    (data / "references.bib").write_text(BIB)
    source = folder / "source"
    for name, text in pages.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / f"{name}.md").write_text(text, "utf-8")
    (source / "conf.py").write_text(CONF)
    (source / "references.bib").write_text(BIB)


def build(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ, "KURSK_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT / "src"),
    }  # fmt: skip
    command = [
        sys.executable, "-m", "sphinx", "-q", "-n", *options, folder / "source", folder / "html",
    ]  # fmt: skip
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def page(folder: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((folder / f"html/{name}.html").read_text("utf-8"), "html.parser")


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    write_book(folder, PAGES)
    result = build(folder, "-W", "--keep-going")
    assert result.returncode == 0, result.stderr
    return folder


@pytest.fixture(scope="session")
def chapter(book: Path) -> BeautifulSoup:
    return page(book, "chapters/1-incursion")


def card(chapter: BeautifulSoup, selector: str) -> str:
    mark = chapter.select_one(selector)
    assert mark is not None
    shown = mark.find_parent("span", class_="said") or mark
    return " ".join(shown.select_one(".card").get_text(" ").split())


# Numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 6 August 2024 and 8 to 16 March", []),
        ("in August 2024, in 1943 and 2024–25, phase 2 at 10:30", []),
        ("held 1,263 km² by 40 percent", ["1,263", "40", "percent"]),
        ("thousands of people and a dozen", ["thousands", "dozen"]),
        ("in 1940", ["1940"]),
    ],
)
def test_numbers_that_need_a_row(text: str, found: list[str]) -> None:
    assert typed(text, EXCEPTIONS) == found


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("more than 1.2 million people", []),
        ("1,200,000 on 6 August 2024", []),
        ("5 million", ["5 million"]),
        ("1,200", ["1,200"]),
        ("hundreds", ["hundreds"]),
    ],
)
def test_numbers_that_a_row_carries(words: str, missing: list[str]) -> None:
    assert Carried([1.2e6], "more than 1.2 million").missing(words, EXCEPTIONS) == missing


# Roles


def test_claim_writes_its_figure_and_opens_to_its_evidence(chapter: BeautifulSoup) -> None:
    mark = chapter.select_one('.claim[data-claim="in-c001"]')
    button = mark.select_one("button")
    assert button.get_text() == "about 1,000 km²"
    assert button["popovertarget"] == mark.select_one(".card")["id"]
    assert mark.find_parent("p") is not None
    words = card(chapter, '.claim[data-claim="in-c001"]')
    for part in ("claimed", "Oleksandr Syrskyi", "Ukraine", "12 August 2024", "6 August 2024",
                 "1,000 square kilometres", "The Daily"):  # fmt: skip
        assert part in words
    rival = mark.select_one('.card a[href$="evidence/ledger-held.html#in-c002"]')
    assert "500 sq mi" in rival.get_text()
    assert "in-c003" not in str(mark), "two months later is not the same time"
    assert "in-c005" not in str(mark), "another scope is not the same thing"


def test_a_row_that_comes_again_has_a_short_card(chapter: BeautifulSoup) -> None:
    first, again = chapter.select('.claim[data-claim="in-c001"]')
    assert first["id"] != again["id"]
    assert "The Daily" not in again.select_one(".card").get_text()
    assert again.select_one('.card a[href$="#in-c001"]')


def test_all_ids_are_unique(chapter: BeautifulSoup) -> None:
    ids = [element["id"] for element in chapter.select("[id]")]
    assert len(ids) == len(set(ids))


def test_event_writes_date_or_words(chapter: BeautifulSoup) -> None:
    marks = chapter.select('.event[data-event="in-e01"]')
    assert marks[0].button.get_text() == "6 August 2024"
    label = marks[1].label
    assert label.get_text().startswith("of the 82nd brigade crossed the border in great numbers")
    assert label.button is not None


def test_quoted_words_have_language_and_direction(chapter: BeautifulSoup) -> None:
    english = chapter.select_one('q.quoted[data-quote="in-q01"]')
    assert english.get_text() == "about 1,000 square kilometres"
    arabic = chapter.select_one('q.quoted[data-quote="in-q02"]')
    assert (arabic["lang"], arabic["dir"]) == ("ar", "rtl")
    assert "date not known" in card(chapter, 'q.quoted[data-quote="in-q02"]')


# Directives


def test_block_quotation_has_original_beside_the_translation(chapter: BeautifulSoup) -> None:
    quote = chapter.select_one("blockquote.quote#quote-in-q02")
    assert quote["data-quote"] == "in-q02"
    text = quote.get_text(" ")
    for part in ("We are here", ARABIC, "A resident", "date not known", "Arabic",
                 "translated by this book", "Evil"):  # fmt: skip
        assert part in text
    assert quote.select_one('.original [lang="ar"][dir="rtl"]').get_text() == ARABIC


def test_versus_orders_rows_by_date_in_a_focusable_box(chapter: BeautifulSoup) -> None:
    box = chapter.select_one("div.versus")
    assert box["tabindex"] == "0"
    assert chapter.find(id=box["aria-labelledby"]).get_text() == "How much ground?"
    rows = [row["data-row"] for row in box.select("[data-row]")]
    assert rows == ["in-e02", "in-c001", "in-c003", "in-q02"]
    heads = [cell.get_text() for cell in box.select("thead th")]
    assert heads == ["Party", "Date", "Figure or words", "How stated", "Status", "Source"]


def test_quiz_works_without_script(chapter: BeautifulSoup) -> None:
    quiz = chapter.select_one(".quiz")
    assert quiz.legend.get_text() == "When did it start?"
    assert len(quiz.select("input[type=radio]")) == 2
    assert "The row says so." in quiz.details.get_text()
    assert quiz.select_one('a[href$="#in-e01"]')


def test_sources_are_numbered_and_marks_carry_the_number(chapter: BeautifulSoup) -> None:
    entries = chapter.select("ol.sources > li")
    texts = [entry.get_text().strip() for entry in entries]
    assert any(text.startswith("The Daily, “Ground & taken”, 12 August 2024") for text in texts)
    wire = next(text for text in texts if text.startswith("Wire"))
    assert wire == ("Wire, title not recorded, August 2024, in Ukrainian, relaying Suspilne")
    number = chapter.select_one('.claim[data-claim="in-c001"] .source-number').get_text()
    assert "The Daily" in chapter.select_one(f"ol.sources > #s{number}").get_text()
    assert chapter.select_one(".bibtex-citation a")["href"].startswith("#s")


def test_data_never_become_markup(book: Path) -> None:
    for file in (book / "html").rglob("*.html"):
        text = file.read_text("utf-8")
        assert "<img src=x" not in text and "<img onerror" not in text, file.name
        assert "javascript:alert" not in text, file.name
    assert "&lt;img src=x onerror=alert(1)&gt;" in (
        book / "html/evidence/ledger-held.html"
    ).read_text("utf-8")


# Generated pages


def test_ledger_shows_each_row_and_each_use_both_ways(book: Path, chapter: BeautifulSoup) -> None:
    row = page(book, "evidence/ledger-held").select_one("li#in-c001")
    text = row.get_text(" ")
    for part in ("about 1,000 km²", "claimed", "1,000 square kilometres", "The Daily"):
        assert part in text
    links = [link["href"] for link in row.select(".used a")]
    assert len(links) == 3, "two marks and a table"
    for link in links:
        address, anchor = link.split("#")
        assert address == "../chapters/1-incursion.html"
        assert chapter.find(id=anchor) is not None


def test_every_row_is_at_its_address(book: Path) -> None:
    for kind, names in {
        "evidence/ledger-held": ["in-c001", "in-c002", "in-c003", "in-c005"],
        "evidence/ledger-advance": ["in-c004"],
        "evidence/events-incursion": ["in-e01", "in-e02"],
        "evidence/quotes-incursion": ["in-q01", "in-q02"],
        "evidence/sources-a-d": ["daily"],
        "evidence/founding-articles": ["in-x01"],
        "glossary": ["syrskyi"],
    }.items():
        found = page(book, kind)
        for name in names:
            assert found.find(id=name) is not None, name


def test_source_lists_the_rows_that_rest_on_it(book: Path) -> None:
    wire = page(book, "evidence/sources-u-z").select_one("li#wire")
    assert {link.get_text() for link in wire.select(".used a")} >= {"in-c002", "in-c005"}
    assert "relaying Suspilne" in wire.get_text()


def test_articles_corrections_and_counts(book: Path) -> None:
    articles = page(book, "evidence/founding-articles")
    assert [count.get_text() for count in articles.select(".count")] == ["5", "2"]
    items = articles.select("ol.article > li")
    assert items[0].select_one('.verdict[data-verdict="backed"]')
    assert items[0].select_one('a[href$="ledger-held.html#in-c001"]')
    assert "We control" not in items[0].get_text()
    assert "The unit was wrong." in page(book, "evidence/corrections").get_text()
    overview = page(book, "evidence/ledger").select("li a[href^=ledger]")
    assert {link["href"] for link in overview} >= {"ledger-held.html", "ledger-advance.html"}


def test_terms_lead_to_the_glossary(book: Path, chapter: BeautifulSoup) -> None:
    link = chapter.select_one('a[href="../glossary.html#term-Salient"]')
    assert link is not None
    assert "Сирський" in page(book, "glossary").find(id="syrskyi").find_next("dd").get_text()


# Rebuilding


def test_uses_follow_a_change_of_one_chapter(tmp_path: Path) -> None:
    write_book(tmp_path, PAGES)
    assert build(tmp_path, "-W").returncode == 0
    ledger = tmp_path / "html/evidence/ledger-held.html"
    assert 'id="in-c005"' in ledger.read_text("utf-8")
    assert "#use" not in str(page(tmp_path, "evidence/ledger-held").select_one("#in-c005"))
    text = tmp_path / "source/chapters/1-incursion.md"
    text.write_text(text.read_text("utf-8") + "\nMore: {claim}`in-c005`.\n", "utf-8")
    assert build(tmp_path, "-W").returncode == 0
    assert "#use" in str(page(tmp_path, "evidence/ledger-held").select_one("#in-c005"))
    data = tmp_path / "data/claims.csv"
    data.write_text(data.read_text("utf-8").replace("A ministry", "Another ministry"), "utf-8")
    assert build(tmp_path, "-W").returncode == 0
    assert "Another ministry" in ledger.read_text("utf-8")
    assert "Another ministry" in str(page(tmp_path, "chapters/1-incursion"))


# Faults


FAULTY = """# Faults

Held {claim}`in-c999` and {event}`in-e99`, he said {quoted}`in-q99` {claim}`in-c001`.

Words {claim}`about 2,000 km <in-c001>`.

Words {quoted}`we control nothing <in-q01>`.

They lost 300 men in the
first week, dozens of them, {event}`in-e01`.

A paragraph without any evidence.

```{quote} in-q98
```

```{versus} Who?
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
    result = build(folder, "-W", "--keep-going")
    assert result.returncode == 1
    return re.sub(r"\x1b\[[0-9;]*m", "", result.stderr)


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
        (12, "no-evidence", "found a paragraph without evidence, 'A paragraph without any"),
        (14, "unknown-id", "found quote row 'in-q98', expected an id of quotes"),
        (19, "unknown-id", "found row 'in-c997', expected an id of claims, events or quotes"),
        (22, "unknown-id", "found no quiz for 'nowhere'"),
        (25, "heading", "found row in-c001 in a heading, expected plain words"),
        (27, "number-not-in-row", "found '99' in the words for in-e01"),
    ],
)
def test_fault_names_file_line_found_and_expected(
    faults: str, line: int, kind: str, words: str
) -> None:
    shown = [text for text in faults.splitlines() if f"1-incursion.md:{line}: " in text]
    assert any(f"evidence fault {kind}: {words}" in text for text in shown), faults


def test_nothing_else_is_a_fault(faults: str) -> None:
    assert faults.count("evidence fault") == 13, faults
