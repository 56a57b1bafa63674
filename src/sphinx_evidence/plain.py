"""The same text where no page is built: roles and directives become plain Markdown.

A notebook in JupyterLab shows Markdown alone. There a figure is written out, a quotation becomes
a block quotation with its source, parties side by side become a table. Where the address of the
site is known, words lead to their row in the ledgers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sphinx_evidence.rows import Claim, Event, Evidence, Quote, Row, load, row_date, row_side

_ROLE = re.compile(r"\{([a-z-]+)\}`([^`]+)`")
_TARGET = re.compile(r"(?P<words>.*?)\s*<(?P<id>[^<>]+)>\Z", re.S)
_OPENING = re.compile(r"(?P<fence>`{3,}|:{3,})\{(?P<name>[\w-]+)\}\s*(?P<argument>.*?)\s*\Z")
_OPTION = re.compile(r":[\w-]+:")
_LABEL = re.compile(r"\([\w-]+\)=\s*\Z")
_PAGE = re.compile(r"\[([^\]]+)\]\((?!\w+:)([^)#\s]*)\.(?:md|html)(#[^)\s]*)?\)")
_ATTRIBUTES = re.compile(r"\[([^\]]+)\]\{[^}]*\}")


class Plain:
    """Writer of plain Markdown from one data package; ``site`` is the book's address or empty."""

    def __init__(self, evidence: Evidence, site: str = "") -> None:
        self.evidence = evidence
        self.site = site.rstrip("/")

    def markdown(self, text: str, folder: str = "") -> str:
        """Rewrite a text; ``folder`` is where its page stands, for links to other pages.

        Raises:
            KeyError: a role or directive names an id that no table has.
        """
        lines = [line for line in text.splitlines() if not _LABEL.match(line)]
        written = "\n".join(self._blocks(lines))
        written = _ROLE.sub(self._role, written)
        written = _ATTRIBUTES.sub(r"\1", written)
        return _PAGE.sub(lambda found: self._page_link(found, folder), written)

    def _blocks(self, lines: list[str]) -> Iterator[str]:
        index = 0
        while index < len(lines):
            opening = _OPENING.match(lines[index])
            if opening is None:
                yield lines[index]
                index += 1
                continue
            fence = opening["fence"]
            closing = re.compile(rf"\s*{fence[0]}{{{len(fence)},}}\s*\Z")
            end = next((n for n in range(index + 1, len(lines)) if closing.match(lines[n])), None)
            inside = lines[index + 1 : end]
            while inside and (_OPTION.match(inside[0]) or not inside[0].strip()):
                inside = inside[1:]
            yield from self._directive(opening["name"], opening["argument"], inside)
            index = len(lines) if end is None else end + 1

    def _directive(self, name: str, argument: str, inside: list[str]) -> Iterator[str]:
        known: dict[str, Callable[[str, list[str]], Iterator[str]]] = {
            "quote": self._quote,
            "versus": self._versus,
            "quiz": self._quiz,
            "chapter": self._chapter,
        }
        if name in known:
            yield from known[name](argument, inside)
        elif name == "bibliography":
            yield "The sources are listed with their addresses on the page of this chapter."
        elif inside:  # a note, an aside: its words, set apart
            body = list(self._blocks(inside))
            yield from (f"> {line}".rstrip() for line in ([f"**{argument}**", "", *body]
                                                          if argument else body))  # fmt: skip

    def _quote(self, row_id: str, _inside: list[str]) -> Iterator[str]:
        quote = self.evidence.quotes[row_id]
        yield f"> “{quote.text_en or quote.text}”"
        if quote.text_en:
            yield ">"
            yield f"> “{quote.text}”"
        role = f", {quote.role}" if quote.role else ""
        yield ">"
        yield f"> {quote.speaker}{role}, {self.evidence.day(quote.date)}. {self._source(quote)}"

    def _versus(self, question: str, ids: list[str]) -> Iterator[str]:
        yield f"**{question}**"
        yield ""
        yield "| Party | Who | When | What | Source |"
        yield "|---|---|---|---|---|"
        rows = [self.evidence.row(line.strip()) for line in ids if line.strip()]
        for row in sorted((row for row in rows if row is not None), key=row_date):
            cells = (
                self.evidence.party(row_side(row)),
                _speaker(row),
                self.evidence.day(row_date(row)),
                self._linked(_said(row), row.id),
                self._source(row),
            )
            yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"

    def _quiz(self, phase: str, _inside: list[str]) -> Iterator[str]:
        asked = [row for row in self.evidence.records["quizzes"] if row["phase"] == phase]
        for number, row in enumerate(asked, 1):
            yield f"{number}. {row['question']}"
            yield from (f"   - {option}" for option in row["options"].split("|"))
            yield f"   - <details><summary>Answer</summary>{row['answer']} {row['why']}</details>"

    def _chapter(self, phase: str, _inside: list[str]) -> Iterator[str]:
        row = next(r for r in self.evidence.records["phases"] if r["phase_id"] == phase)
        yield f"**{row['question']}** {self.evidence.day(row['start'])} to " + self.evidence.day(
            row["end"]
        )

    def _role(self, found: re.Match[str]) -> str:
        name, text = found.groups()
        target = _TARGET.match(text)
        words, row_id = (target["words"], target["id"]) if target else ("", text)
        if name == "quoted":
            quote = self.evidence.quotes[row_id]
            return f"“{self._linked(words or quote.text_en or quote.text, row_id)}”"
        if name == "claim":
            return self._linked(words or self.evidence.claims[row_id].figure, row_id)
        if name == "event":
            return self._linked(words or self.evidence.when(self.evidence.events[row_id]), row_id)
        if name == "cite":
            pages = [self.evidence.sources[one.strip()] for one in text.split(",")]
            return "(" + "; ".join(f"[{page.publisher}]({page.url})" for page in pages) + ")"
        return words or text

    def _linked(self, words: str, row_id: str) -> str:
        if not self.site or "[" in words:
            return words
        return f"[{words}]({self.site}/{self.evidence.links.row_path(row_id)})"

    def _source(self, row: Row) -> str:
        pages = [self.evidence.sources[one] for one in row.sources]
        return "; ".join(f"[{page.publisher}]({page.url})" for page in pages)

    def _page_link(self, found: re.Match[str], folder: str) -> str:
        words, path, anchor = found.groups()
        if not self.site:
            return words
        parts = [part for part in folder.split("/") if part]
        for part in path.split("/"):
            parts = parts[:-1] if part == ".." else parts if part in (".", "") else [*parts, part]
        return f"[{words}]({self.site}/{'/'.join(parts)}.html{anchor or ''})"


def _speaker(row: Row) -> str:
    if isinstance(row, Claim):
        return row.claimant
    return row.speaker if isinstance(row, Quote) else ""


def _said(row: Row) -> str:
    if isinstance(row, Claim):
        return row.figure
    if isinstance(row, Event):
        return row.title
    return f"“{row.text_en or row.text}”"


def markdown(text: str, *, package: str, site: str, folder: str = "") -> str:
    """Rewrite a text with the rows of a data package, as :meth:`Plain.markdown` does."""
    return Plain(load(package), site).markdown(text, folder)
