"""Sources in words: the original newsroom first, and nothing where nothing is known."""

import pytest

from sphinx_evidence.rows import load
from sphinx_evidence.sources import readable, source_view
from sphinx_evidence.views import row_view


def view(source_id: str) -> str:
    found = source_view(load(), source_id)
    return ", ".join(part for part in (found.name, found.link, *found.facts()) if part)


def test_a_copy_names_the_newsroom_first() -> None:
    assert view("24ur-2025-01-makhnovka").startswith("CNN and TASS, seen in a copy at 24ur")


def test_what_a_ministry_said_was_told_by_a_newsroom() -> None:
    assert view("360-2025-08-30-gerasimov").startswith(
        "Russian Ministry of Defence, as told by 360.ru"
    )


def test_nobody_is_told_by_himself() -> None:
    told = [view(key).partition(", as told by ") for key in load().sources]
    assert [name for name, _, teller in told if name and teller.startswith(name)] == []


def test_a_role_says_nothing_that_the_name_says() -> None:
    for quote in load().quotes.values():
        words = row_view(load(), quote).role.split(", ")
        assert not [part for part in words if part and part.lower() in quote.speaker.lower()]


def test_without_a_headline_the_readable_address_stands() -> None:
    assert "24ur.com/novice/tujina/ukrajina-kursk.html" in view("24ur-2025-01-makhnovka")


@pytest.mark.parametrize("words", ["not recorded", "not shown", "not known", "None", ", ,"])
def test_nothing_is_said_of_what_is_not_known(words: str) -> None:
    assert [key for key in load().sources if words in view(key).partition("http")[0]] == []


def test_a_source_that_the_bibliography_lacks_is_named_by_its_id() -> None:
    assert view("nobody") == "nobody"


def test_an_address_that_is_none_leads_nowhere() -> None:
    assert source_view(load(), "nobody").url == ""
    assert readable("https://www.example.org/a%20b/") == "example.org/a b"
    assert len(readable("https://example.org/" + "x" * 200)) == 70


def test_no_publisher_goes_by_two_names() -> None:
    """Names that differ in “The”, case or a note on the edition are one publisher."""
    spelled: dict[str, set[str]] = {}
    for source in load().sources.values():
        name = source.publisher.partition(" (")[0].casefold().removeprefix("the ")
        spelled.setdefault(name.replace("-", " "), set()).add(source.publisher.partition(" (")[0])
    assert {name: found for name, found in spelled.items() if len(found) > 1} == {}
