"""A text of the book as its checks read it: blocks of words with marks, directives, cells.

A document is read from its Markdown source, so that checks, measures and tests need no build and
name the line that an author can mend. Marks stand in the text with the words that readers see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from markdown_it.renderer import RendererHTML
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from sphinx_evidence.rows import Absence, Claim, Event, Evidence, Quote

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

#: (kind of mark, row id) → the words that readers see where the author gives none.
Say = Callable[[str, str], str]

#: Roles that rest on a row; {cite} rests on a source.
MARKS = frozenset({"claim", "event", "quoted", "absence"})
CITATION = "cite"
#: Roles whose words the author typed; those of any other role are written by the machine.
_TYPED_ROLES = frozenset({"term", "ref", "doc", "abbr"})
#: Directives that hold Markdown → the kind of their blocks.
_BOXES = {
    **dict.fromkeys(
        ("admonition", "note", "tip", "hint", "important", "warning", "seealso", "attention"),
        "admonition",
    ),
    **dict.fromkeys(("margin", "sidebar", "aside"), "margin"),
    **dict.fromkeys(("dropdown", "details", "grid", "grid-item", "card"), "admonition"),
    **dict.fromkeys(("figure", "chart-caption"), "caption"),
}
#: Containers of Markdown → the kind of the blocks in them; the innermost one counts.
_CONTAINERS = {
    "heading_open": "heading",
    "list_item_open": "bullet",
    "td_open": "cell",
    "th_open": "cell",
    "dt_open": "cell",
    "dd_open": "bullet",
}
#: Where a sentence ends: a full stop and its closing marks, then a capital, a figure or a mark.
_END = re.compile(r"[.!?…][\"”’)\]]*(?=\s+[\"“‘(\[]*[A-Z0-9\u0400-\u042f])")
_ABBREVIATIONS = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|vs|Lt|Col|Gen|No|[A-Z])\.$")


@dataclass(frozen=True, slots=True)
class Mark:
    """Words from ``start`` to ``end`` of a text that rest on a row (or source: ``cite``)."""

    start: int
    end: int
    kind: str
    row: str
    #: Whether the author gave the words, or the row writes them.
    own: bool


@dataclass(frozen=True, slots=True)
class Text:
    """Words with the marks in them; ``written`` are spans that no author typed."""

    words: str
    marks: tuple[Mark, ...] = ()
    written: tuple[tuple[int, int], ...] = ()

    def typed(self) -> str:
        """Return the words that the author answers for, all others blanked, at their places."""
        return _blank(self.words, (*self.written, *((m.start, m.end) for m in self.marks)))

    def unquoted(self) -> str:
        """Return the words without those of quotations, at their places."""
        return _blank(self.words, [(m.start, m.end) for m in self.marks if m.kind == "quoted"])

    def of(self, mark: Mark) -> str:
        """Return the words of a mark."""
        return self.words[mark.start : mark.end]

    def sentences(self) -> list[Text]:
        """Return the sentences; a full stop within a mark ends none."""
        inside = [*self.written, *((mark.start, mark.end) for mark in self.marks)]
        ends = [
            match.end()
            for match in _END.finditer(_with_capitals(self.words, self.marks))
            if not any(start < match.end() < end for start, end in inside)
            and not _ABBREVIATIONS.search(self.words[: match.end()])
        ]
        starts = [0, *ends]
        parts = zip(starts, [*ends, len(self.words)], strict=True)
        return [self._part(start, end) for start, end in parts if self.words[start:end].strip()]

    def _part(self, start: int, end: int) -> Text:
        start += len(self.words[start:end]) - len(self.words[start:end].lstrip())
        return Text(
            self.words[start:end].rstrip(),
            tuple(
                Mark(m.start - start, m.end - start, m.kind, m.row, m.own)
                for m in self.marks
                if start <= m.start < end
            ),
            tuple((a - start, b - start) for a, b in self.written if start <= a < end),
        )


def _blank(words: str, spans: tuple[tuple[int, int], ...] | list[tuple[int, int]]) -> str:
    for start, end in spans:
        words = words[:start] + " " * (end - start) + words[end:]
    return words


def _with_capitals(words: str, marks: tuple[Mark, ...]) -> str:
    """Let every mark begin with a capital: a sentence may open with one."""
    for mark in marks:
        words = words[: mark.start] + "X" + words[mark.start + 1 :]
    return words[: len(words)]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, bullet, heading …: its text, first line, and the headings above it."""

    #: paragraph, bullet, heading, cell, title (of a box), question (of a table), admonition,
    #: margin, caption.
    kind: str
    line: int
    text: Text
    #: Titles of the sections around it, the page's own first.
    sections: tuple[str, ...]
    #: Title of the box around it, empty outside of boxes.
    box: str = ""

    def line_of(self, position: int) -> int:
        """Return the line of the file at a position of the text."""
        return self.line + self.text.words.count("\n", 0, position)


@dataclass(frozen=True, slots=True)
class Directive:
    """A directive that holds no Markdown: rows, a chart's cell, a quiz."""

    name: str
    argument: str
    options: dict[str, str]
    #: (line of the file, text) of the body, without empty lines.
    body: tuple[tuple[int, str], ...]
    line: int
    sections: tuple[str, ...]


@dataclass(frozen=True)
class Document:
    """Everything that a text says, in its order."""

    name: str
    parts: list[Block | Directive] = field(default_factory=list)

    @property
    def blocks(self) -> list[Block]:
        """The blocks of words."""
        return [part for part in self.parts if isinstance(part, Block)]

    def directives(self, name: str) -> list[Directive]:
        """Return the directives of a name."""
        return [d for d in self.parts if isinstance(d, Directive) and d.name == name]


def saying(evidence: Evidence) -> Say:
    """Return what writes the words of a mark from its row; an unknown row is its own id."""

    def say(kind: str, row_id: str) -> str:
        row = evidence.row(row_id)
        if isinstance(row, Claim):
            return row.figure
        if isinstance(row, Event):
            return evidence.when(row)
        if isinstance(row, Quote):
            return row.text_en or row.text
        if isinstance(row, Absence):
            return row.sought
        return row_id

    return say


@cache
def _parser() -> MarkdownIt:
    extensions = {"colon_fence", "deflist", "attrs_inline", "attrs_block"}
    return create_md_parser(MdParserConfig(enable_extensions=extensions), RendererHTML)


def read(source: str, say: Say, name: str = "") -> Document:
    """Read a text of the book from its Markdown source."""
    document = Document(name)
    document.parts.extend(_parts(source, say, 1, (), "", ""))
    return document


def _parts(
    source: str, say: Say, line: int, above: tuple[str, ...], kind: str, box: str
) -> Iterator[Block | Directive]:
    """Yield the parts of a piece of Markdown that begins at ``line`` of its file."""
    sections, within = list(above), []
    for token in _parser().parse(source):
        at = line + (token.map[0] if token.map else 0)
        if token.nesting == 1:
            within.append(token)
        elif token.nesting == -1:
            within.pop()
        elif token.type == "inline":
            text = _text(token.children or [], say)
            inner = [_CONTAINERS[t.type] for t in within if t.type in _CONTAINERS]
            here = kind or (inner[-1] if inner else "paragraph")
            if here == "heading":
                level = int(within[-1].tag[1])
                sections = [*(*sections, *[""] * level)[: level - 1], text.words]
            yield Block(here, at, text, tuple(sections), box)
        elif token.type in {"fence", "colon_fence"}:
            yield from _directive(token, say, at, tuple(sections))


def _directive(
    token: Token, say: Say, line: int, sections: tuple[str, ...]
) -> Iterator[Block | Directive]:
    found = re.match(r"\{([\w:-]+)\}\s*(.*)", token.info)
    if not found:
        return
    name, argument = found[1], found[2].strip()
    lines = token.content.split("\n")
    taken, options = 0, {}
    for text in lines:
        option = re.match(r":([\w-]+):\s*(.*)", text)
        if not option:
            break
        options[option[1]] = option[2]
        taken += 1
    first = line + 1 + taken
    if name in _BOXES:
        if argument:
            yield from _inline("title", argument, say, line, sections)
        body = "\n".join(lines[taken:])
        yield from _parts(body, say, first, sections, _BOXES[name], argument or name)
        return
    body_lines = [(first + n, text) for n, text in enumerate(lines[taken:]) if text.strip()]
    if name == "versus":
        yield from _inline("question", argument, say, line, sections)
    yield Directive(name, argument, options, tuple(body_lines), line, sections)


def _inline(
    kind: str, words: str, say: Say, line: int, sections: tuple[str, ...]
) -> Iterator[Block]:
    for token in _parser().parseInline(words):
        yield Block(kind, line, _text(token.children or [], say), sections)


def _text(tokens: list[Token], say: Say) -> Text:
    words = ""
    marks: list[Mark] = []
    written: list[tuple[int, int]] = []
    for token in tokens:
        start = len(words)
        if token.type == "text":
            words += token.content
        elif token.type in {"softbreak", "hardbreak"}:
            words += "\n"
        elif token.type == "myst_role":
            role = token.meta["name"]
            own, target = _target(token.content)
            if role in MARKS or role.startswith(CITATION):
                kind = role if role in MARKS else CITATION
                words += own or (say(role, target) if role in MARKS else "")
                marks.append(Mark(start, len(words), kind, target, bool(own)))
            else:
                words += own or target
                if role not in _TYPED_ROLES:
                    written.append((start, len(words)))
        elif token.content:
            words += token.content
            written.append((start, len(words)))
    return Text(words, tuple(marks), tuple(written))


def _target(text: str) -> tuple[str, str]:
    """Split ``words <id>``; a bare id has no words."""
    found = re.fullmatch(r"(.*\S)\s*<([^<>]*)>", text.strip(), re.S)
    return (found[1], found[2].strip()) if found else ("", text.strip())
