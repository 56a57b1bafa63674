"""Words at which a sentence turns: a quotation that stops before them changes its sense.

“But”, “however”, “especially”, “at the current stage”: a condition, a contrast or an aim that the
speaker gave is gone. Such a cut is shown (a row's ``left_out``), or the quotation goes on.
"""

from __future__ import annotations

import re

#: Words at which a sentence turns, just behind a cut …
AFTER = re.compile(
    r"^[\s,;:.–—-]*(?:but|however|though|although|yet|nevertheless|especially|unless|except|if|only"
    r"|even (?:if|though)|which is|because|while|whereas|provided|in order to|so that"
    r"|to (?:stop|inflict|draw)|and (?:to|destabili\w+|make|stop)|make us|transfer"
    r"|at (?:the|this) (?:current|present)? ?(?:stage|moment|time))\b",
    re.IGNORECASE,
)
#: … and conditions that stand before one.
BEFORE = re.compile(
    r"(?:at (?:the|this) (?:current|present)? ?(?:stage|moment|time)|for now|so far|if [^.;]{0,60}"
    r"|unless [^.;]{0,60}|always depends[^.;]{0,60}|in (?:my|our) (?:view|opinion)|perhaps|maybe"
    r"|probably|looks? like|\b(?:but|however|yet|though|although))[\s,:]*$",
    re.IGNORECASE,
)


def turn(whole: str, part: str) -> str:
    """Return the words just outside ``part`` that turn its sense in ``whole``; maybe none."""
    text, words = folded(whole), folded(part)
    at = text.find(words)
    if at < 0 or not words:
        return ""
    after = AFTER.search(text[at + len(words) :]) if not re.search(r"[.!?…]$", words) else None
    before = BEFORE.search(_clause(text[:at]))
    found = after or before
    return found[0].strip(" ,;:–—-") if found else ""


def _clause(text: str) -> str:
    """Return the last sentence of a text, as far as it goes."""
    return re.split(r"(?<=[.!?…]) ", text)[-1]


def folded(text: str) -> str:
    """Return text with one kind of quotation mark, dash and space."""
    table = str.maketrans(
        {"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "–": "-", "—": "-"}
    )
    return " ".join(text.translate(table).split())
