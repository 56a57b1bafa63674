"""The evidence extension in a tiny real book: roles, directives, ledgers."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup, Tag
from evidence_book import ARABIC, PAGES, book, build, chapter, page, write_book
from found import the

from kursk.model import Correction, rows
from kursk.numbers import EXCEPTIONS, Carried, typed
from sphinx_evidence.corrected import change
from sphinx_evidence.feed import feed

__all__ = ["book", "chapter"]


def card_of(chapter: BeautifulSoup, mark: Tag) -> Tag:
    """The card that the control of a mark opens."""
    around = mark.find_parent("span", class_="said") or mark
    return the(chapter, f"#{the(around, 'button')['popovertarget']}")


def card(chapter: BeautifulSoup, selector: str) -> str:
    return " ".join(card_of(chapter, the(chapter, selector)).get_text(" ").split())


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
        ("on 12.03.2025", ["12.03"]),
        ("version 1.2.3", ["1.2.3"]),
    ],
)
def test_numbers_that_a_row_carries(words: str, missing: list[str]) -> None:
    assert Carried([1.2e6], "more than 1.2 million").missing(words, EXCEPTIONS) == missing


# Roles


def test_claim_writes_its_figure_and_opens_to_its_evidence(chapter: BeautifulSoup) -> None:
    mark = the(chapter, '.claim[data-claim="in-c001"]')
    assert mark.get_text() == "about 1,000 km²"
    assert mark.find_parent("p") is not None
    words = card(chapter, '.claim[data-claim="in-c001"]')
    for part in ("claimed", "Oleksandr Syrskyi", "Ukraine", "12 August 2024", "6 August 2024",
                 "1,000 square kilometres", "The Daily"):  # fmt: skip
        assert part in words
    shown = card_of(chapter, mark)
    rival = the(shown, 'a[href$="evidence/ledger-held.html#in-c002"]')
    assert "500 sq mi" in rival.get_text()
    assert "in-c003" not in str(shown), "two months later is not the same time"
    assert "in-c005" not in str(shown), "another scope is not the same thing"


def test_a_row_that_comes_again_has_a_short_card(chapter: BeautifulSoup) -> None:
    first, again = chapter.select('.claim[data-claim="in-c001"]')
    assert first["id"] != again["id"]
    assert "The Daily" not in card_of(chapter, again).get_text()
    assert card_of(chapter, again).select_one('a[href$="#in-c001"]')


def test_words_of_a_mark_are_text_and_its_card_stands_behind_the_paragraph(
    chapter: BeautifulSoup,
) -> None:
    for mark in chapter.select("[data-n]"):
        assert the(mark, "button").get_text() == "", "nothing of the sentence is in a control"
        paragraph = mark.find_parent("p")
        assert paragraph and paragraph.select_one(".card") is None
        behind = paragraph.find_next_sibling()
        assert behind and behind["class"] == ["cards"] and behind.has_attr("hidden")
        shown = behind.find_all(class_="card", recursive=False)[int(str(mark["data-n"])) - 1]
        assert shown["id"] == the(mark, "button")["popovertarget"]


def test_controls_are_named_by_their_marks_and_no_two_alike(chapter: BeautifulSoup) -> None:
    names = [button["aria-label"] for button in chapter.select("[data-n] button")]
    assert len(names) == len(set(names)) > 5
    assert "Evidence 5: about 1,000 km²" in names


def test_a_paragraph_reads_as_it_was_written(chapter: BeautifulSoup) -> None:
    figures = the(chapter, 'p:has([data-claim="in-c001"])')
    assert " ".join(figures.get_text().split()) == (
        "Syrskyi named about 1,000 km², an analyst 1,290 km² (500 sq mi), later 300 square km and"
        " “a few miles”."
    )
    words = the(chapter, 'p:has([data-quote="in-q01"])')
    assert " ".join(words.get_text().split()) == (
        f"He said “about 1,000 square kilometres”. A resident said “{ARABIC}” [3]. See Salient."
    )


def test_all_ids_are_unique(chapter: BeautifulSoup) -> None:
    ids = [element["id"] for element in chapter.select("[id]")]
    assert len(ids) == len(set(ids))


def test_event_writes_date_or_words(chapter: BeautifulSoup) -> None:
    marks = chapter.select('section > p > .event[data-event="in-e01"]')
    assert marks[0].get_text() == "6 August 2024"
    assert marks[1].get_text() == "of the 82nd brigade crossed the border in great numbers"


def test_quoted_words_have_language_and_direction(chapter: BeautifulSoup) -> None:
    english = the(chapter, '.quoted[data-quote="in-q01"]')
    assert english.get_text() == "about 1,000 square kilometres"
    arabic = the(chapter, '.quoted[data-quote="in-q02"]')
    assert (arabic["lang"], arabic["dir"]) == ("ar", "rtl")


def test_nothing_is_said_of_what_is_not_known(book: Path) -> None:
    for file in (book / "html").rglob("*.html"):
        text = file.read_text("utf-8")
        for words in ("not recorded", "not shown", "date not known", "(), ", ", ,"):
            assert words not in text, (file.name, words)


# Directives


def test_block_quotation_has_original_beside_the_translation(chapter: BeautifulSoup) -> None:
    quote = the(chapter, "blockquote.quote#quote-in-q02")
    assert quote["data-quote"] == "in-q02"
    text = quote.get_text(" ")
    for part in ("We are here", ARABIC, "A resident", "Arabic",
                 "translated by this book", "Evil"):  # fmt: skip
        assert part in text
    assert the(quote, '.original [lang="ar"][dir="rtl"]').get_text() == ARABIC


def test_versus_is_folded_under_its_question_and_ordered_by_date(chapter: BeautifulSoup) -> None:
    fold = the(chapter, "details.versus[open]")
    assert the(fold, "summary").get_text() == "How much ground? 3 parties"
    rows = [row["data-row"] for row in fold.select("[data-row]")]
    assert rows == ["in-e02", "in-c001", "in-c006", "in-c003", "in-q02"], "a month follows its days"
    heads = [cell.get_text() for cell in fold.select("thead th")]
    assert heads == ["Party", "Date", "Figure or words", "Status and source"]


def test_a_versus_names_its_sources_by_their_number_in_the_list_of_the_chapter(
    chapter: BeautifulSoup,
) -> None:
    links = chapter.select("details.versus details li a")
    assert len(links) >= 4
    for link in links:
        number, _, name = link.get_text().partition(", ")
        assert link["href"] == f"#s{number}"
        assert name in the(chapter, f"ol.sources li#s{number}").get_text()


def test_key_dates_are_folded_and_in_order_of_date(chapter: BeautifulSoup) -> None:
    fold = the(chapter, "details.fold")
    assert the(fold, "summary").get_text() == "Key dates"
    first, second = fold.select("ul.key-dates li")
    assert the(first, "strong").get_text() == "6 August 2024"
    assert the(first, '.event[data-event="in-e01"]').get_text().startswith("Troops cross")
    assert second.select_one('.event[data-event="in-e02"]') is not None


def test_who_is_who_names_office_and_side_and_leads_to_the_people(chapter: BeautifulSoup) -> None:
    (person,) = chapter.select("ul.who-is-who li")
    assert person.get_text().strip() == "Oleksandr Syrskyi, Commander-in-chief, Ukraine"
    assert the(person, "a")["href"] == "../glossary.html#syrskyi"


def test_sources_of_a_chapter_are_folded_behind_their_number(chapter: BeautifulSoup) -> None:
    fold = the(chapter, "details:has(ol.sources)")
    assert the(fold, "summary").get_text() == "3 pages"


def test_versus_says_which_figure_is_left_out_and_why(chapter: BeautifulSoup) -> None:
    (left_out,) = chapter.select("details.versus .left-out")
    assert str(the(left_out, "a")["href"]).endswith("ledger-held.html#in-c002")
    assert left_out.get_text().endswith("it is in the text.")


def test_quiz_works_without_script(chapter: BeautifulSoup) -> None:
    quiz = the(chapter, ".quiz")
    assert the(quiz, "legend").get_text() == "When did it start?"
    assert len(quiz.select("input[type=radio]")) == 2
    assert "The row says so." in the(quiz, "details").get_text()
    assert quiz.select_one('a[href$="#in-e01"]')


def test_sources_are_numbered_and_marks_carry_the_number(chapter: BeautifulSoup) -> None:
    entries = chapter.select("ol.sources > li")
    texts = [entry.get_text().strip() for entry in entries]
    assert any(text.startswith("The Daily, “Ground & taken”, 12 August 2024") for text in texts)
    wire = "Suspilne, as told by Wire, wire.example/b, August 2024, in Ukrainian"
    assert wire in texts, "the original comes first; where no title is known the address stands"
    number = the(chapter, '.claim[data-claim="in-c001"]')["data-source"]
    assert "The Daily" in the(chapter, f"ol.sources > #s{number}").get_text()
    assert str(the(chapter, ".bibtex-citation a")["href"]).startswith("#s")


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
    row = the(page(book, "evidence/ledger-held"), "li#in-c001")
    text = row.get_text(" ")
    for part in ("about 1,000 km²", "claimed", "1,000 square kilometres", "The Daily"):
        assert part in text
    links = [str(link["href"]) for link in row.select(".used a")]
    assert len(links) == 4, "two marks, a table and a question"
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
    wire = the(page(book, "evidence/sources-u-z"), "li#wire")
    assert {link.get_text() for link in wire.select(".used a")} >= {"in-c002", "in-c005"}
    assert "Suspilne, as told by Wire" in wire.get_text()


def test_articles_corrections_and_counts(book: Path) -> None:
    articles = page(book, "evidence/founding-articles")
    assert [count.get_text() for count in articles.select(".count")] == ["6", "3"]
    items = articles.select("ol.article > li")
    assert items[0].select_one('.verdict[data-verdict="backed"]')
    assert items[0].select_one('a[href$="ledger-held.html#in-c001"]')
    assert "We control" not in items[0].get_text()
    assert "The unit was wrong." in page(book, "evidence/corrections").get_text()
    assert "The unit was wrong." in (book / "html/corrections.xml").read_text("utf-8")
    overview = page(book, "evidence/ledger").select("li a[href^=ledger]")
    assert {link["href"] for link in overview} >= {"ledger-held.html", "ledger-advance.html"}


def test_a_card_says_that_its_row_was_corrected(chapter: BeautifulSoup) -> None:
    shown = card_of(chapter, the(chapter, ".claim[data-claim=in-c001]"))
    link = the(shown, 'a[href="../evidence/corrections.html#fix-1"]')
    assert link.get_text() == "Corrected on 1 November 2025: unit"


def test_a_card_names_a_day_of_corrections_once(site_folder: Path) -> None:
    """Of each column once: ``sd-e02`` had its summary corrected twice on one day."""
    told = [(it.date, it.column) for it in rows(Correction) if it.row_id == "sd-e02"]
    assert len(told) > len(set(told))
    front = BeautifulSoup((site_folder / "index.html").read_text("utf-8"), "html.parser")
    links = [
        link.get_text()
        for link in front.select(".card a[href*='evidence/corrections.html#sd-e02-']")
    ]
    assert len(links) == len(set(told))
    assert sum(text.startswith("Corrected on ") for text in links) == len({it[0] for it in told})


@pytest.mark.parametrize(
    ("column", "before", "after", "told"),
    [
        ("qualifier", "exact", "at_least", "Hedge: “none” is now “at least”"),
        ("as_of", "", "2024-08-20", "Day: now “20 August 2024”, where nothing stood"),
        ("claimed_by", "russia", "", "Party that says so: “Russia” was taken out"),
        ("scope", "no-longer-a-scope", "kursk",
         "What is counted: “no-longer-a-scope” is now “Kursk region”"),
        ("title", "One two three four five six x eight nine ten eleven twelve",
         "One two three four five six y eight nine ten eleven twelve",
         "Title: “… three four five six x eight nine ten eleven …” is now"
         " “… three four five six y eight nine ten eleven …”"),
        ("", "", "", ""),
    ],
)  # fmt: skip
def test_a_correction_is_told_in_words(column: str, before: str, after: str, told: str) -> None:
    fix = Correction("fix", "2025-11-01", "claims", "in-c001", column, before, after, "Why.")
    assert change(fix).told == told
    assert column != "title" or "One two three" in change(fix, whole=True).told


def test_a_stop_alone_is_no_news() -> None:
    fix = Correction("fix", "2025-11-01", "events", "e", "summary", "so; The", "so. The", "Why.")
    assert not change(fix).worded


def test_the_feed_of_corrections_is_atom_and_depends_on_no_address() -> None:
    fix = Correction("fix-1", "2025-11-01", "claims", "in-c001", "unit", "<b>", "a & b", "Why.")
    gone = Correction("fix-2", "2025-11-02", "quotes", "in-q09", "", "", "", "Told twice.")
    atom = "{http://www.w3.org/2005/Atom}"
    here, there = (
        ElementTree.fromstring(feed("Book", address, [gone, fix]))
        for address in ("", "https://book.example/")
    )
    ids = [[it.text for it in root.iter(f"{atom}id")] for root in (here, there)]
    assert ids[0] == ids[1] and len(set(ids[0])) == 3
    assert here.findtext(f"{atom}updated") == "2025-11-02T00:00:00Z"
    contents = [it.text for it in here.iter(f"{atom}content")]
    assert contents == ["Told twice.", "Before: <b>\nNow: a & b\nWhy."]
    links = [it.get("href") for it in there.iter(f"{atom}link")]
    assert links[-1] == "https://book.example/evidence/corrections.html#fix-1"


def test_terms_lead_to_the_glossary(book: Path, chapter: BeautifulSoup) -> None:
    assert chapter.select_one('a[href="../glossary.html#term-Salient"]') is not None
    assert "Сирський" in the(page(book, "glossary"), "#syrskyi + dd").get_text()


def test_versus_rows_say_what_they_count_where_they_differ(chapter: BeautifulSoup) -> None:
    counts = [it.get_text() for it in chapter.select(".versus .counts")]
    assert counts == ["Counts: Kursk region", "Counts: First day", "Counts: Kursk region"]


def test_versus_names_who_spoke_in_which_office_and_who_retold_it(chapter: BeautifulSoup) -> None:
    row = the(chapter, 'tr:has([data-row="in-c006"])')
    assert the(row, ".who").get_text() == "A ministry, spokesman, as Wire retold it"
    assert "20 to 30\u00a0km²" in row.get_text()


def test_a_card_says_what_a_quotation_leaves_out(chapter: BeautifulSoup) -> None:
    assert "Left out: and stay" in card(chapter, '.quoted[data-quote="in-q02"]')
    assert "Left out: and stay." in the(chapter, "#quote-in-q02").get_text()


def test_an_absence_says_what_was_looked_for_where_and_until_when(
    book: Path, chapter: BeautifulSoup
) -> None:
    mark = the(chapter, '.absence[data-absence="in-a01"]')
    assert mark.get_text() == "no figure"
    said = card(chapter, '.absence[data-absence="in-a01"]')
    for part in ("A figure from Moscow", "until November 2025", "press releases", "A wish"):
        assert part in said
    assert page(book, "evidence/absences").select_one("li#in-a01 .used a") is not None


def test_a_row_of_the_ledger_tells_how_a_chart_reads_it(book: Path) -> None:
    row = the(page(book, "evidence/ledger-held"), "#in-c001")
    assert "Read in the chart ground as: held, not controlled (its words)." in row.get_text()


def test_people_have_their_offices_in_time(book: Path) -> None:
    person = the(page(book, "glossary"), "#syrskyi + dd").get_text()
    assert "Commander of ground forces (from 5 August 2019 to 8 February 2024)" in person
    assert "Commander-in-chief (from 8 February 2024)" in person


# Rebuilding


def test_uses_follow_a_change_of_one_chapter(tmp_path: Path) -> None:
    write_book(tmp_path, PAGES)
    assert build(tmp_path) == ""
    ledger = tmp_path / "html/evidence/ledger-held.html"
    assert 'id="in-c005"' in ledger.read_text("utf-8")
    assert "#use" not in str(page(tmp_path, "evidence/ledger-held").select_one("#in-c005"))
    text = tmp_path / "source/chapters/1-incursion.md"
    text.write_text(text.read_text("utf-8") + "\nMore: {claim}`in-c005`.\n", "utf-8")
    assert build(tmp_path) == ""
    assert "#use" in str(page(tmp_path, "evidence/ledger-held").select_one("#in-c005"))
    data = tmp_path / "data/claimants.csv"
    data.write_text(data.read_text("utf-8").replace("A ministry", "Another ministry"), "utf-8")
    assert build(tmp_path) == ""
    assert "Another ministry" in ledger.read_text("utf-8")
    assert "Another ministry" in str(page(tmp_path, "chapters/1-incursion"))
