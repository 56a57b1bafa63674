"""The rules of narrative text: no number without a row, no fact without a mark, room to breathe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from kursk.numbers import spelled, typed
from sphinx_evidence import (
    balance,
    comparable,
    cuts,
    facts,
    figures,
    hedges,
    measured,
    offices,
    relays,
    spans,
    standard,
)
from sphinx_evidence.carrying import carried
from sphinx_evidence.faults import fault
from sphinx_evidence.prose import Block, Directive, Document, read, saying
from sphinx_evidence.rows import Evidence, Quote, load
from sphinx_evidence.rule import FINDING, Found, Rule, Rules, exempt, start

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

#: Sections that speak to the reader and need no evidence.
FREE_SECTIONS: tuple[str, ...] = (
    "What you will learn",
    "Questions for discussion",
    "Check yourself",
    "Try it yourself",
    "Sources of this chapter",
)
#: The heading at which a chapter's narrative ends.
END = "Who said what"
#: So many marks a paragraph and a chapter's narrative may have.
MARKS_A_PARAGRAPH = 4
MARKS_A_NARRATIVE = 70
#: So many paragraphs without a mark may follow each other.
FREE_IN_A_ROW = 2
#: Kinds of blocks that state something; headings and cells of tables are checked for numbers only.
_STATING = frozenset({"paragraph", "bullet", "admonition", "margin", "caption", "question"})


def is_narrative(app: Sphinx, docname: str) -> bool:
    """Tell whether the rules hold for a document."""
    return any(fnmatch(docname, pattern) for pattern in app.config.evidence_narrative)


def check(app: Sphinx, doctree: nodes.document) -> None:
    """Report every fault of a narrative document, at its line of the source."""
    docname = app.env.docname
    if not is_narrative(app, docname):
        return
    path = Path(app.env.doc2path(docname))
    evidence = load()
    document = read(path.read_text(encoding="utf-8"), saying(evidence), docname)
    mine = rules(app.config, evidence, Path(app.srcdir))
    for found in faults(document, mine, drawn(doctree, evidence)):
        fault(f"{path}:{found.line}", found.kind, found.found, found.expected)


def drawn(doctree: nodes.document, evidence: Evidence) -> Iterator[Found]:
    """Yield what the words of a document's figures say and their rows do not."""
    for node in doctree.findall(nodes.Element):
        if node.tagname == "chart_figure":
            for kind, words in figures.faults(node["chart"], evidence):
                yield Found(
                    line_of(node), kind, words, "a number of the rows drawn, with its hedge"
                )


def line_of(node: nodes.Element) -> int:
    """Return the line of a node, or of what holds it."""
    while node.line is None and node.parent is not None:
        node = node.parent
    return node.line or 1


def rules(config: Config, evidence: Evidence, folder: Path) -> Rules:
    """Return the rules for the narrative of a book whose texts are in ``folder``."""
    return Rules(
        evidence,
        tuple(config.evidence_number_exceptions),
        tuple(config.evidence_free_sections),
        exceptions=exempt(folder / config.evidence_exceptions),
    )


def faults(document: Document, rules: Rules, more: Iterable[Found] = ()) -> list[Found]:
    """Return every fault of a document and ``more``; an idle exception is a fault, too."""
    found = sorted({*more, *(fault for rule in _RULES for fault in rule(document, rules))})
    mine = [e for e in rules.exceptions if e.document == document.name and e.rule != FINDING]
    stale = [
        Found(1, "stale-exception", f"{e.rule}, {e.words!r}: nothing to excuse", "no such row")
        for e in mine
        if not any(e.covers(document.name, fault) for fault in found)
    ]
    kept = [fault for fault in found if not any(e.covers(document.name, fault) for e in mine)]
    return [*kept, *stale]


def narrative(document: Document) -> list[Block]:
    """Return the paragraphs and bullets that tell the story: up to “Who said what”, no boxes."""
    return [
        block
        for block in document.blocks
        if block.kind in {"paragraph", "bullet"}
        and not block.box
        and not set(block.sections) & set(FREE_SECTIONS)
        and not _after_end(document, block)
    ]


def _after_end(document: Document, block: Block) -> bool:
    ends = [b.line for b in document.blocks if b.kind == "heading" and b.text.words == END]
    return bool(ends) and block.line > ends[0]


def _typed_numbers(document: Document, rules: Rules) -> Iterator[Found]:
    for block in document.blocks:
        if block.kind == "question":
            continue
        yield from _numbers(block, lambda line: typed(line, rules.number_exceptions))


def _spelled_numbers(document: Document, rules: Rules) -> Iterator[Found]:
    for block in document.blocks:
        if block.kind in _STATING and not rules.free(block):
            yield from _numbers(block, spelled)


def _numbers(block: Block, find: Callable[[str], list[str]]) -> Iterator[Found]:
    for offset, line in enumerate(block.text.typed().split("\n")):
        for number in find(line):
            yield Found(
                block.line + offset,
                "typed-number",
                f"{number!r} in {start(line, number)!r}",
                "a figure written by its row, {claim}`id`",
            )


def _words_of_marks(document: Document, rules: Rules) -> Iterator[Found]:
    """Look for numbers in words that a mark states and its row does not."""
    for block in document.blocks:
        for mark in block.text.marks:
            row = rules.evidence.row(mark.row)
            if row is None or isinstance(row, Quote) or not mark.own:
                continue
            carries = carried(row)
            for number in carries.unspelled(block.text.of(mark)):
                yield Found(
                    block.line_of(mark.start),
                    "number-not-in-row",
                    f"{number!r} in the words for {mark.row}",
                    f"a number of that row ({carries.listed()})",
                )


def _evidence(document: Document, rules: Rules) -> Iterator[Found]:
    """Find facts without a mark, and more than two paragraphs in a row without one."""
    known = facts.known_names(rules.evidence)
    free = 0
    for place, part in enumerate(document.parts):
        if isinstance(part, Directive):
            free = 0 if _is_evidence(part) else free
            continue
        if part.kind not in _STATING or rules.free(part) or part.kind == "question":
            continue
        if part.text.marks or _leads_in(document, place):
            free = 0
            continue
        stated = facts.stated(part.text, known, rules.number_exceptions)
        free += part.kind == "paragraph" and not part.box
        if stated:
            expected = "a mark ({claim}, {event}, {quoted}, {absence} or {cite}) for each fact"
            words = f"{stated[0]} without a mark, in {start(part.text.words)!r}"
            yield Found(part.line, "no-evidence", words, expected)
        elif free > FREE_IN_A_ROW:
            words = f"the third paragraph in a row without a mark, {start(part.text.words)!r}"
            yield Found(part.line, "no-evidence", words, "at most two")


def _is_evidence(part: Directive) -> bool:
    return part.name in {"quote", "versus", "key-dates"}


def _leads_in(document: Document, place: int) -> bool:
    """Tell whether a paragraph ends in a colon and the evidence itself follows."""
    block = document.parts[place]
    following = document.parts[place + 1 : place + 2]
    return (
        isinstance(block, Block)
        and block.text.words.rstrip().endswith(":")
        and any(
            (isinstance(part, Directive) and _is_evidence(part))
            or (isinstance(part, Block) and part.kind in {"question", "bullet"})
            for part in following
        )
    )


def _density(document: Document, rules: Rules) -> Iterator[Found]:
    """Find paragraphs and narratives with more marks than a reader can carry."""
    told = narrative(document)
    for block in told:
        if len(block.text.marks) > MARKS_A_PARAGRAPH:
            words = f"{len(block.text.marks)} marks in {start(block.text.words)!r}"
            yield Found(block.line, "too-dense", words, f"at most {MARKS_A_PARAGRAPH} a paragraph")
    marks = sum(len(block.text.marks) for block in told)
    if marks > MARKS_A_NARRATIVE:
        expected = f"at most {MARKS_A_NARRATIVE} before “{END}”"
        yield Found(told[0].line, "too-dense", f"{marks} marks in the narrative", expected)


def _headings(document: Document, rules: Rules) -> Iterator[Found]:
    for block in document.blocks:
        for mark in block.text.marks if block.kind == "heading" else ():
            yield Found(block.line, "heading", f"row {mark.row} in a heading", "plain words")


_RULES: tuple[Rule, ...] = (
    _headings,
    _typed_numbers,
    _evidence,
    _spelled_numbers,
    _words_of_marks,
    _density,
    balance.check,
    comparable.check,
    cuts.check,
    hedges.check,
    measured.check,
    offices.check,
    relays.check,
    spans.check,
    standard.check,
)
