"""Quotations: their length, language and translation, and what is cut off at their ends."""

import re
from collections.abc import Iterator

from babel import Locale

from kursk.check.fault import Fault, clip
from kursk.check.tables import Tables

#: Longest quotation of the editorial standard, in words.
QUOTE_WORDS = 45

#: Codes of languages for which CLDR has an English name.
LANGUAGES = frozenset(map(str, Locale("en").languages))

#: Words that join a sentence to one that is not quoted.
_JOINTS = r"(?:but|however|although|though|yet|но|однако|але|проте)"
_CUT = re.compile(rf"^\W*{_JOINTS}\b|\b{_JOINTS}\W*$", re.IGNORECASE)


def quotations(tables: Tables) -> Iterator[Fault]:
    """Check length, language and translation."""
    for line, row in tables.rows("quotes"):
        for column in ("text", "text_en"):
            words = len(row[column].split())
            # A translation may run longer than the words that it translates, by a little.
            limit = QUOTE_WORDS if column == "text" else QUOTE_WORDS + 10
            if words > limit:
                found = f"{words} words {clip(row[column], 40)}"
                yield Fault("quotes.csv", line, column, found, f"{limit} words at the most")
        if row["language"] not in LANGUAGES:
            yield Fault("quotes.csv", line, "language", clip(row["language"]), "a known language")
        if row["translated"] == "by_book" and (row["language"] == "en" or not row["text_en"]):
            expected = "the original in text and English in text_en"
            yield Fault("quotes.csv", line, "translated", "by_book", expected)
        if row["language"] != "en" and not row["text_en"]:
            yield Fault("quotes.csv", line, "text_en", "nothing", "an English translation")


def cuts(tables: Tables) -> Iterator[Fault]:
    """Check that a quotation that starts or ends at a “but” says what is left out."""
    for line, row in tables.rows("quotes"):
        cut = next((text for text in (row["text"], row["text_en"]) if _CUT.search(text)), "")
        if cut and not row["left_out"]:
            expected = "what the words beyond the cut say, or that the source does not show them"
            yield Fault("quotes.csv", line, "left_out", f"nothing for {clip(cut, 50)}", expected)
