"""Text of every alphabet, markup, roles, templates and formulas: shown as it is, wherever it goes.

Marks of direction and characters that nobody sees never come so far: the data check refuses them.
"""

import csv
import io
import json
import unicodedata
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from evidence_book import PAGES, ROWS, build, page, tables_of, write_book
from found import the
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Dialog

from kursk.check import cells
from kursk.lab import chosen
from sphinx_evidence.plain import markdown
from sphinx_figures.chart import Link, Table
from sphinx_figures.markup import csv_text
from sphinx_find import documents

TEXTS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</script></li></ul>", "]]>",
    "<!-- no comment", "&lt;b&gt; &amp; &#60;i&#62;", "{claim}`in-c001`",
    "{event}`words <in-e01>`", "```{ledger}", "[a link](javascript:alert(1))",
    "![a picture](x.png)", "**bold** _slanted_ ~~out~~", "`code`", "# no heading", "1. no list",
    "| no | table |", "$x^2$ and $y$", "costs $5 or $6", "{{ 7*7 }} {% raw %}", "%s %(name)s {0}",
    "a\\nb \\u0041", "“quotes” 'and' \"more\"", "a;b, c d", "Суджа, Курская область",
    "Суми, Україна", "苏贾 쿠르스크 スジャ", "سودجا مدينة", "סודז׳ה עיר", "Σούντζα",
    "e\u0301 n\u0303", "👩 🚜", "ǅ ß ŉ", "a" * 300,
]  # fmt: skip
FORMULAS = ["=1+1", "+1+1", "-1+2", "@SUM(A1)", '=HYPERLINK("http://x.example";"y")']
UNSEEN = [
    "a\u202eb",
    "\u2066a",
    "a\u200bb",
    "a\u200fb",
    "a\u00adb",
    "a\x00b",
    "\ufeffa",
    "a\u2028b",
]


def ids(kind: str) -> list[str]:
    return [f"hx-{kind}{number:02}" for number in range(len(TEXTS))]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny book with every text in every kind of cell that a reader sees."""
    claims = [
        [row, "2024-08-13", "area_held", "kursk", "7", "", "", "km2", text, "exact", "ministry",
         text, "", "", "incursion", "claimed", "", "daily", text]
        for row, text in zip(ids("c"), TEXTS, strict=True)
    ]  # fmt: skip
    events = [
        [row, "2024-08-13", "", "incursion", "kyiv", "", text, text, "", text, text, "confirmed",
         "", "daily"]
        for row, text in zip(ids("e"), TEXTS, strict=True)
    ]  # fmt: skip
    quotes = [
        [row, "2024-08-13", "syrskyi", text, "", text, "en", "", "original", text, "incursion",
         "daily", text]
        for row, text in zip(ids("q"), TEXTS, strict=True)
    ]  # fmt: skip
    marks = [
        f"Words {{claim}}`{c}`, {{event}}`{e}`, {{quoted}}`{q}`.\n\n```{{quote}} {q}\n```"
        for c, e, q in zip(ids("c"), ids("e"), ids("q"), strict=True)
    ]
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        for table, more in (("claims", claims), ("events", events), ("quotes", quotes)):
            patch.setitem(ROWS, table, [*ROWS[table], *more])
        chapter = "# The incursion\n\n" + "\n\n".join(marks) + "\n"
        write_book(folder, {**PAGES, "chapters/1-incursion": chapter})
    told = build(folder)
    assert "Traceback" not in told and "ERROR" not in told
    assert build(folder, "text") is not None
    return folder


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_may_stand_in_a_cell(text: str) -> None:
    assert cells.problem(text) is None


@pytest.mark.parametrize("text", [*FORMULAS, *UNSEEN])
def test_a_formula_or_a_character_that_nobody_sees_may_not(text: str) -> None:
    assert cells.problem(text)


@pytest.mark.parametrize("name", ["evidence/ledger-held", "evidence/events-incursion",
                                  "evidence/quotes-incursion", "chapters/1-incursion"])  # fmt: skip
def test_a_page_has_the_texts_and_no_element_of_theirs(book: Path, name: str) -> None:
    shown = page(book, name)
    main = the(shown, "main, .body, body")
    said = words(main.get_text())
    assert [text for text in TEXTS if words(text) not in said] == []
    assert not main.select("img, [onerror], [href^='javascript:']")
    assert not [it for it in main.select("script") if "alert" in it.get_text()]


def test_nothing_in_a_page_runs(book: Path, web_browser: Browser) -> None:
    opened = web_browser.new_page()
    alerts: list[str] = []

    def alerted(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    opened.on("dialog", alerted)
    for name in ("chapters/1-incursion", "evidence/ledger-held", "evidence/quotes-incursion"):
        opened.goto((book / f"html/{name}.html").as_uri())
    opened.close()
    assert alerts == []


def test_a_card_has_the_wording(book: Path) -> None:
    cards = page(book, "chapters/1-incursion").select(".card")
    said = [words(card.get_text()) for card in cards]
    for text in TEXTS:
        assert any(f"As stated: “{words(text)}”" in card for card in said), text


def test_plain_text_has_them(book: Path) -> None:
    ledger = words((book / "text/evidence/quotes-incursion.txt").read_text(encoding="utf-8"))
    short = [text for text in TEXTS if len(text) < 60]
    assert [text for text in short if words(text) not in ledger] == []


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_a_notebook_shows_them(book: Path, number: int) -> None:
    with tables_of(book):
        source = (
            f"```{{quote}} {ids('q')[number]}\n```\n\n```{{versus}} Who?\n{ids('e')[number]}\n```"
        )
        written = markdown(source, site="")
    html = MarkdownIt("gfm-like", {"linkify": False}).render(written)
    shown = BeautifulSoup(html, "html.parser")
    assert words(TEXTS[number]) in words(the(shown, "blockquote").get_text())
    assert words(TEXTS[number]) in words(the(shown, "table").get_text())
    assert not shown.select("script, img, code, em, strong strong, s, h2, ol, [href^=javascript]")


def test_the_search_has_them(book: Path) -> None:
    with tables_of(book):
        records = [it.record() for it in documents.rows()]
    # What the script of the search reads: JSON, in which no script can end.
    listed = json.dumps(records, ensure_ascii=False)
    for text in TEXTS:
        assert any(text in field for record in json.loads(listed) for field in record), text


def test_a_spreadsheet_computes_nothing() -> None:
    rows = tuple((Link(text), Link("-5.5")) for text in (*TEXTS, *FORMULAS))
    written = csv_text(Table(("text", "number"), rows)).removeprefix("\ufeff")
    back = list(csv.reader(io.StringIO(written)))[1:]
    assert [row[0].removeprefix("'") for row in back] == [*TEXTS, *FORMULAS]
    assert not [row[0] for row in back if row[0][:1] in tuple("=+-@")]
    assert {row[1] for row in back} == {"-5.5"}


def test_the_bench_hands_out_nothing_that_a_spreadsheet_computes() -> None:
    rows = pd.DataFrame({"text": [*TEXTS, *FORMULAS], "number": -5.5})
    back = list(csv.reader(io.StringIO(chosen.csv(rows).decode("utf-8-sig"))))[1:]
    assert [row[0].removeprefix("'") for row in back] == [*TEXTS, *FORMULAS]
    assert not [row[0] for row in back if row[0][:1] in tuple("=+-@")]
    assert {row[1] for row in back} == {"-5.5"}


def test_paper_has_them(book: Path, web_browser: Browser, tmp_path: Path) -> None:
    pymupdf = pytest.importorskip("pymupdf")
    opened = web_browser.new_page()
    opened.goto((book / "html/evidence/quotes-incursion.html").as_uri())
    opened.pdf(path=tmp_path / "page.pdf")
    opened.close()
    said = words(" ".join(sheet.get_text() for sheet in pymupdf.open(tmp_path / "page.pdf")))
    # Letters that are written from the right, or joined, come back from a PDF in another order, and
    # for some glyphs Chromium forgets which letter they draw: those come back as a zero.
    letters = Counter(unicodedata.normalize("NFC", said))
    lost = {
        text: missing
        for text in TEXTS
        if (missing := Counter(unicodedata.normalize("NFC", words(text))) - letters)
    }
    assert sum(map(Counter.total, lost.values())) <= letters["\0"], lost
    straight = [text for text in TEXTS if text.isascii() and len(text) < 60]
    assert [text for text in straight if words(text) not in said] == []
