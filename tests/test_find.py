"""The search: what readers type, and the place that must come first."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

#: What a reader types → how the address of the first result must read (a pattern).
QUERIES = {
    # people, in the spellings that readers meet
    "Syrskyi": r"glossary\.html#oleksandr-syrskyi",
    "Syrsky": r"glossary\.html#oleksandr-syrskyi",
    "Syrskiy": r"glossary\.html#oleksandr-syrskyi",
    "Сирський": r"glossary\.html#oleksandr-syrskyi",
    "Сырский": r"glossary\.html#oleksandr-syrskyi",
    "Zelenskyy": r"glossary\.html#volodymyr-zelensky",
    "Gerasimov": r"glossary\.html#valery-gerasimov",
    "Kim Jong Un": r"glossary\.html#kim-jong-un",
    "Khinshtein": r"glossary\.html#",
    "Alaudinov": r"glossary\.html#",
    # places, in three languages and old spellings
    "Sudzha": r"explore/map\.html#sudzha",
    "Sudja": r"explore/map\.html#sudzha",
    "Суджа": r"explore/map\.html#sudzha",
    "Nikolaevo-Darino": r"explore/map\.html#nikolayevo-daryino",
    "Oleshnia": r"explore/map\.html#oleshnya",
    "Kazachya Loknya": r"explore/map\.html#kazachya-loknya",
    "Tyotkino": r"explore/map\.html#",
    "Malaya Loknya": r"explore/map\.html#malaya-loknya",
    "Pokrovsk": r"(explore/map|chapters/\d|evidence/events)",
    # terms
    "salient": r"glossary\.html#term-",
    "grey zone": r"glossary\.html#term-",
    "gray zone": r"glossary\.html#term-",
    "casualties": r"glossary\.html#term-",
    "red lines": r"glossary\.html#term-",
    "DeepState": r"glossary\.html#term-",
    "FSB": r"glossary\.html#term-",
    "geolocated footage": r"glossary\.html#term-",
    # numbers, with and without the sign for thousands
    "1,294": r"evidence/ledger-held\.html#sd-c47",
    "1294": r"evidence/ledger-held\.html#sd-c47",
    "1294km2": r"evidence/ledger-held\.html#sd-c47",
    "1 294": r"evidence/ledger-held\.html#sd-c47",
    "1,263 Syrskyi": r"evidence/ledger-held\.html#sd-c43",
    "6 August 2024": r"#(in-q01|sd-e02)",
    "26,222": r"evidence/ledger",
    # words of a quotation, ids, several words
    "barefaced lies": r"(chapters/3|evidence/quotes-north-korea\.html#nk-q12)",
    "You don’t have the cards": r"(chapters/4|evidence/quotes-aid-pause\.html#ap-q02)",
    "sd-e02": r"evidence/events-incursion\.html#sd-e02",
    "men in the pipe": r"(chapters/5|evidence/events)",
    "intelligence sharing stopped": r"(chapters/4|evidence/events-aid-pause)",
    # pages
    "The collapse": r"chapters/5-collapse\.html",
    "North Korean deployment": r"chapters/3-north-korea\.html",
    "map": r"explore/map\.html",
    "timeline": r"explore/timeline\.html",
    "Run it Binder": r"explore/run\.html",
    "corrections": r"evidence/corrections\.html",
}


@pytest.fixture(scope="module")
def page(web_browser: Browser, site_folder: Path) -> Iterator[Page]:
    """The search page, opened from the folder, without a server."""
    opened = web_browser.new_page()
    opened.goto((site_folder / "search.html").as_uri())
    yield opened
    opened.close()


@pytest.mark.parametrize("asked", QUERIES)
def test_the_place_that_a_reader_looks_for_comes_first(page: Page, asked: str) -> None:
    page.locator("#search-words").fill(asked)
    first = page.locator("#search-results li a").first
    assert re.search(QUERIES[asked], str(first.get_attribute("href"))), first.get_attribute("href")


def test_a_result_says_what_it_is(page: Page) -> None:
    page.locator("#search-words").fill("Sudzha")
    kinds = page.locator("#search-results .kind").all_inner_texts()
    assert {"Place", "Event", "Page"} <= set(kinds)


def test_nothing_found_is_said(page: Page) -> None:
    page.locator("#search-words").fill("zzqqy")
    page.locator("#search-progress", has_text="Nothing holds all").wait_for()


def test_the_list_is_asked_for_when_a_reader_looks_for_something(
    web_browser: Browser, site: str
) -> None:
    page = web_browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site + "search.html", wait_until="networkidle")
    assert not any("documents.js" in address for address in asked)
    with page.expect_request("**/find/documents.js"):
        page.locator("#search-words").focus()
    page.close()
