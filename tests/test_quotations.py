"""Every quotation, figure and founding sentence, held against the documents at hand."""

from pathlib import Path

import pytest

from kursk.verify.documents import Documents, difference, pieces, plain
from kursk.verify.outcomes import CHECKS, Finding, wording

SHARED = Path(__file__).parents[2] / "shared"
FOLDERS = [SHARED / "evidence", SHARED / "seeds"]

beside = pytest.mark.skipif(
    not all(folder.is_dir() for folder in FOLDERS),
    reason="the documents from which the data were taken are not beside the book",
)


@pytest.fixture(scope="module")
def findings() -> dict[str, list[Finding]]:
    documents = Documents(FOLDERS)
    return {name: list(check(documents)) for name, check in CHECKS.items()}


@beside
@pytest.mark.parametrize("name", ["quotations", "claims"])
def test_every_row_says_what_its_document_says(
    findings: dict[str, list[Finding]], name: str
) -> None:
    assert [finding for finding in findings[name] if finding.outcome == "differs"] == []


@beside
def test_most_rows_are_verified(findings: dict[str, list[Finding]]) -> None:
    """Not at hand is what pages said that were read for the book after the documents were made."""
    for name in ("quotations", "claims"):
        verified = [finding.outcome == "verified" for finding in findings[name]]
        assert sum(verified) > 0.9 * len(verified) > 300


@beside
def test_every_founding_sentence_is_told_by_its_rows(findings: dict[str, list[Finding]]) -> None:
    assert [f for f in findings["founding articles"] if f.outcome == "differs"] == []


# Reading and comparing


@pytest.fixture
def documents(tmp_path: Path) -> Documents:
    (tmp_path / "page.txt").write_text(
        "He said: “We hold – for now – the town, but not for long.”\nNobody else did.\n", "utf-8"
    )
    (tmp_path / "rows.csv").write_text("id,text\nx-q1,We never left\n", "utf-8")
    return Documents([tmp_path])


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("We hold — for now — the town, but not for long.", "verified"),
        ("We hold … the town", "verified"),
        ("never left", "verified"),
        ("He said: “We hold – for now – the town, but not for long”.", "verified"),
        ("We hold the town, but never for long", "differs"),
        ("Moscow has taken everything back", "not at hand"),
    ],
)
def test_words_are_verified_differ_or_are_not_at_hand(
    documents: Documents, words: str, outcome: str
) -> None:
    assert wording(documents, "q", "words", words).outcome == outcome


def test_a_difference_is_shown_word_by_word(documents: Documents) -> None:
    shown = wording(documents, "q", "words", "We hold - for now - the village, but not for long.")
    assert shown.detail.startswith("-“village” +“town” (")
    assert difference("a b c", "x a d c y") == "-“b” +“d”"


def test_typing_is_no_difference() -> None:
    assert plain("“It’s – so”") == plain('"It\'s—so"')
    assert pieces("We … hold [...] it.") == ["We", "hold", "it"]


def test_rows_of_tables_are_known_by_their_ids(documents: Documents) -> None:
    assert documents.rows["x-q1"]["text"] == "We never left"
