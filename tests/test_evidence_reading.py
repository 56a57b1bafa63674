"""What readers copy, translate and see in a reader view: the words of the text, and no card."""

import gzip
import re
from pathlib import Path

import pytest
import trafilatura
from bs4 import BeautifulSoup
from found import the

CHAPTERS = ("1-incursion", "2-stalemate", "3-north-korea", "4-aid-pause", "5-collapse")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.fixture(scope="module", params=CHAPTERS)
def chapter(request: pytest.FixtureRequest, site_folder: Path) -> str:
    return (site_folder / f"chapters/{request.param}.html").read_text("utf-8")


def reader_view(page: str) -> str:
    kept = trafilatura.extract(page, favor_recall=True, include_comments=False)
    assert kept is not None, "a reader view finds no text"
    return kept


def paragraphs(page: str) -> list[str]:
    """The paragraphs of a chapter, as long as a sentence at least."""
    found = BeautifulSoup(page, "html.parser").select("article section > p")
    return [words for words in (squeezed(p.get_text()) for p in found) if len(words) > 60]


def test_a_reader_view_keeps_the_text_word_for_word(chapter: str) -> None:
    kept = squeezed(reader_view(chapter))
    begun = [words for words in paragraphs(chapter) if words[:40] in kept]
    assert len(begun) >= 0.85 * len(paragraphs(chapter))
    assert [words for words in begun if words not in kept] == []


def test_a_reader_view_has_no_card_in_it(chapter: str) -> None:
    kept = reader_view(chapter)
    assert paragraphs(chapter)[0][:40] in squeezed(kept), "the text itself is there"
    for words in ("As stated:", "Other parties at about that time", "Date of the event:"):
        assert words not in kept


def test_no_number_of_a_source_stands_at_a_figure(chapter: str) -> None:
    marks = BeautifulSoup(chapter, "html.parser").select("[data-n]")
    assert len(marks) > 30
    assert [mark for mark in marks if mark.select("sup") or the(mark, "button").get_text()] == []


def test_quoted_words_stand_in_quotation_marks_of_the_text(chapter: str) -> None:
    said = BeautifulSoup(chapter, "html.parser").select(".said")
    assert said and all(re.fullmatch(r"“.+”", squeezed(mark.get_text())) for mark in said)


def test_nothing_block_like_stands_inside_a_sentence(chapter: str) -> None:
    inside = BeautifulSoup(chapter, "html.parser").select("p :is(div, p, ul, aside, details)")
    assert inside == []


def test_links_of_the_list_of_sources_differ(chapter: str) -> None:
    links = BeautifulSoup(chapter, "html.parser").select("ol.sources a")
    addresses: dict[str, set[str]] = {}
    for link in links:
        addresses.setdefault(squeezed(link.get_text()), set()).add(str(link["href"]))
    assert {text: found for text, found in addresses.items() if len(found) > 1} == {}


def test_a_page_stays_light(chapter: str) -> None:
    """60 kB as a server sends it, for a chapter that keeps to the standard's 70 marks."""
    marks = len(BeautifulSoup(chapter, "html.parser").select("[data-n]"))
    if marks <= 120:
        assert len(gzip.compress(chapter.encode(), 9)) <= 60_000
