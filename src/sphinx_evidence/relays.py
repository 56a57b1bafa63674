"""Whose words they are: a newsroom that a sentence names stands on a page of a row beside it.

Where such a page only passes on what the newsroom reported, the sentence says so (“as a Ukrainian
site retold it”) or the card does: its first page is the one that names both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kursk.model import Claimant, by_id
from sphinx_evidence.prose import Block, Directive, Document, Text
from sphinx_evidence.rows import Claim, Event, Evidence, Quote, Row, Source
from sphinx_evidence.rule import Found, Rules, start

#: Names that one newsroom bears beside the one in the tables.
_SHORT = {
    "AP": "Associated Press",
    "Radio Liberty": "RFE/RL",
    "ISW": "Institute for the Study of War",
}
#: Institutions that are read through newsrooms as newsrooms are.
_ALSO = frozenset({"Institute for the Study of War", "Verstka", "iStories"})
#: A sentence that says itself that it has the words from somebody else.
_RETOLD = re.compile(
    r"\b(?:retold|retells|relayed|by (?:one|a) relay|in (?:a|the) copy"
    r"|as (?:told|quoted|recalled|rendered) by|is quoted (?:with|as))\b",
    re.IGNORECASE,
)


def plain(name: str) -> str:
    """Return a newsroom's name without “The” and what stands in brackets behind it."""
    name = name.partition(" (")[0].strip().removeprefix("The ")
    return _SHORT.get(name, name)


def spellings(evidence: Evidence) -> dict[str, str]:
    """Return how a sentence may write each newsroom's name → the name in its plain form."""
    listed = {str(row["newsroom"]) for row in evidence.records["newsrooms"]}
    names = listed | _ALSO | evidence.newsrooms | _SHORT.keys()
    # “The Independent” is a paper, “Independent” a word; “New York Times” is a paper either way.
    names |= {name.removeprefix("The ") for name in names if len(name.split()) > 2}
    return {name: plain(name) for name in names}


def check(document: Document, rules: Rules) -> Iterator[Found]:
    """Find newsrooms that no row beside them has, and relays that neither text nor card names."""
    names = spellings(rules.evidence)
    longest = sorted(map(re.escape, names), key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(longest)})(?![\w-])")
    for place, block in enumerate(document.parts):
        if not isinstance(block, Block) or block.kind == "heading" or rules.free(block):
            continue
        for sentence in block.text.sentences():
            beside = list(_rows_beside(document, place, block, sentence, rules.evidence))
            line = block.line_of(block.text.words.index(sentence.words))
            mentions = {names[found[0]] for found in pattern.finditer(sentence.unquoted())}
            for newsroom in sorted(mentions):
                for kind, wanted in _faults(rules.evidence, newsroom, sentence, beside):
                    words = f"{newsroom} in {start(sentence.words, newsroom.split()[-1])!r}"
                    yield Found(line, kind, words, wanted)


def _faults(
    evidence: Evidence, newsroom: str, sentence: Text, beside: list[list[Row]]
) -> Iterator[tuple[str, str]]:
    """Yield kind and way out of a mention: the nearest rows that have the newsroom count."""
    ways = [{how(evidence, row, newsroom) for row in rows} - {""} for rows in beside]
    nearest = next(filter(None, ways), None)
    if not nearest:
        yield "newsroom", "a mark of a row that has its words"
    elif nearest == {"hidden"} and not _RETOLD.search(sentence.words):
        yield "relay", "the relay, in the sentence or as the first page of the row"


def how(evidence: Evidence, row: Row, newsroom: str) -> str:
    """Tell how a row has a newsroom's words: shown, hidden; empty where it has them not.

    “shown”: on the newsroom's own page, or the card's first page names it; “hidden”: only a later
    page, or the row's own words, have it, so that the reader does not see through whom.
    """
    pages = [evidence.sources[page] for page in row.sources if page in evidence.sources]
    speaker = by_id(Claimant).get(getattr(row, "claimant_id", getattr(row, "speaker_id", "")))
    if (
        any(plain(page.publisher) == newsroom and not page.relays for page in pages)
        or newsroom in _named(pages[:1])
        or (pages and speaker and plain(speaker.name) == newsroom)
    ):
        return "shown"
    told = _told(row)
    spelled = {newsroom, *(short for short, name in _SHORT.items() if name == newsroom)}
    own = any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", told) for name in spelled)
    return "hidden" if own or newsroom in _named(pages[1:]) else ""


def _named(pages: list[Source]) -> set[str]:
    """Return the publishers of pages, and those whose words the pages pass on."""
    origins = (part for page in pages for part in page.relays.split(";"))
    return {plain(page.publisher) for page in pages} | {plain(part) for part in origins}


def _told(row: Row) -> str:
    """Return the words of a row that a card shows and that may name a newsroom."""
    if isinstance(row, Claim):
        return f"{row.claimant} {row.role} {row.basis} {row.via}"
    if isinstance(row, Event):
        return f"{row.title} {row.summary} {row.actors}"
    return f"{row.speaker} {row.role} {row.via}" if isinstance(row, Quote) else ""


def _rows_beside(
    document: Document, place: int, block: Block, sentence: Text, evidence: Evidence
) -> Iterator[list[Row]]:
    """Yield the rows beside a sentence: its own, a quotation set below, the rest of its block."""
    below = [part for part in document.parts[place + 1 : place + 2] if isinstance(part, Directive)]
    for ids in (
        [mark.row for mark in sentence.marks],
        [part.argument for part in below if part.name == "quote"],
        [mark.row for mark in block.text.marks],
    ):
        yield [row for row_id in ids if (row := evidence.row(row_id))]
