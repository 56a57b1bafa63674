"""The reading grade of a narrative: Flesch–Kincaid and SMOG without quotations and names.

Names weigh most in such formulas and say nothing about how hard a text is; the words of others
are not the book's to simplify. Both are taken out, and the rest is graded as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

import textstat

from sphinx_evidence.facts import RUN
from sphinx_evidence.prose import Block, Text

#: What stands in a sentence for a name: one syllable, so that the sentence stays whole.
_ANYONE = "Ann"


class Grade(NamedTuple):
    """School grades, in years."""

    flesch_kincaid: float
    smog: float


def plain(text: Text) -> str:
    """Return a text without its quotations, and with a short word for each name."""
    sentences = (" ".join(sentence.unquoted().split()) for sentence in text.sentences())
    return " ".join(RUN.sub(_anyone, sentence) for sentence in sentences)


def _anyone(found: re.Match[str]) -> str:
    """Replace a name; a sentence's first word alone may be any word."""
    return _ANYONE if found.start() or " " in found[0] else found[0]


def grade(blocks: Iterable[Block]) -> Grade:
    """Grade the words of some blocks together."""
    words = " ".join(plain(block.text) for block in blocks)
    return Grade(textstat.flesch_kincaid_grade(words), textstat.smog_index(words))
