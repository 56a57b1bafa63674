"""Every quotation of the book, word for word what the dossier or a founding article has."""

import csv
import re
from pathlib import Path

import pytest

from kursk import tables

SHARED = Path(__file__).parents[2] / "shared"

pytestmark = pytest.mark.skipif(
    not (SHARED / "evidence" / "quotes.csv").is_file(),
    reason="the dossier from which the quotations were taken is not beside the book",
)


def plain(text: str) -> str:
    """Text with one kind of quotation mark, dash and space, and no mark of a cut at its ends."""
    text = re.sub(r"[“”„«»\"]", '"', text)
    text = re.sub(r"[’‘`]", "'", text)
    text = re.sub(r"\s*[–—]\s*", " - ", text)
    text = re.sub(r"\s+", " ", text)
    return text.strip(" .…[]")


@pytest.fixture(scope="module")
def dossier() -> str:
    with (SHARED / "evidence" / "quotes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    seeds = [path.read_text(encoding="utf-8") for path in sorted((SHARED / "seeds").glob("*.txt"))]
    return "\n".join([plain(row["text"]) for row in rows] + [plain(seed) for seed in seeds])


def test_every_quotation_is_word_for_word_what_was_collected(dossier: str) -> None:
    changed = {
        row.quote_id: row.text
        for row in tables.quotes().itertuples()
        if plain(str(row.text)) not in dossier
    }
    assert not changed
