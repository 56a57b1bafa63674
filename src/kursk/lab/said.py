"""A word among the quotations: who used it, and when."""

import re

from kursk import phrases, tables
from kursk.lab.spoke import Answer

#: Characters that Markdown and the mathematics of notebooks read as signs.
_SIGNS = re.compile(r"[\\`*_\[\]<>$&|~{}]")


def said(word: str) -> Answer:
    """List the quotations that hold a word, capital letters or not, by the day they were spoken.

    Looked through are the words in English, where the tables have them, and those as printed. Use::

        lab.said("encircle")
    """
    if not word.strip():
        return Answer("**No word to look for.** Write one between the quotation marks.")
    quotes = tables.quotes().sort_values(["date_spoken", "quote_id"])
    quotes["words"] = quotes["text_en"].where(quotes["text_en"] != "", quotes["text"])
    held = quotes[["words", "text"]].apply(
        lambda column: column.str.contains(word, case=False, regex=False)
    )
    found = quotes[held.any(axis=1)]
    lines = [
        f"- {phrases.date(row.date_spoken) or 'no day known'}, {_plain(row.speaker)}: "
        f"“{_plain(row.words)}”"
        for row in found.itertuples()
    ]
    number = f"{len(found)} quotation{'' if len(found) == 1 else 's'}"
    return Answer("\n".join([f"**{number} with “{_plain(word)}”.**", "", *lines]))


def _plain(text: object) -> str:
    return _SIGNS.sub(lambda sign: f"\\{sign[0]}", str(text))
