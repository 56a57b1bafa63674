"""The same text where no page is built: roles and directives become plain Markdown.

A notebook in JupyterLab shows Markdown alone. There a figure is written out, a quotation becomes
a block quotation with its source, parties side by side become a table. Words lead to their row in
the ledgers where the address of the site is known, else to the page on which the row was seen.
What a page says of itself is said of the notebook, or left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from html import escape
from pathlib import Path

from kursk import phrases
from kursk.model import Person, Phase, by_id
from kursk.notebook import has_cells
from kursk.quiz import questions
from sphinx_evidence import plainlists
from sphinx_evidence.aids import key_events, who
from sphinx_evidence.pages import row_path
from sphinx_evidence.prose import MARKS
from sphinx_evidence.rows import Evidence, load
from sphinx_evidence.sources import SourceView, source_view
from sphinx_evidence.views import RowView, row_view, versus_view

_ROLE = re.compile(r"\{([a-z-]+)\}`([^`]+)`")
_TARGET = re.compile(r"(?P<words>.*?)\s*<(?P<id>[^<>]+)>\Z", re.S)
_OPENING = re.compile(r"(?P<fence>`{3,}|:{3,})\{(?P<name>[\w-]+)\}\s*(?P<argument>.*?)\s*\Z")
_OPTION = re.compile(r":[\w-]+:")
_LABEL = re.compile(r"\([\w-]+\)=\s*\Z")
#: The list of sources that a page has at its end, with its heading; in a notebook links do it.
_BIBLIOGRAPHY = re.compile(r"^#+ [^\n]*\n\s*(?=^`{3,}\{bibliography\})", re.M)
_SOURCES = "**Sources.** Each linked figure, event or quotation above leads to its source."
#: Words of a page about itself → the same about a notebook.
_OF_ITSELF = {
    "Underlined numbers show who said it, when, and who says otherwise.": "Linked numbers lead to "
    "their sources; the tables name who said it, when, and who says otherwise.",
}
_RUNNING = re.compile(r"\bIn a running notebook, (\w)")
#: A heading that is followed by the next one: all that stood under it was of the page alone.
_OVER_NOTHING = re.compile(r"^(#+) [^\n]*\n\s*(?=^\1 )", re.M)
_PAGE = re.compile(r"\[([^\]]+)\]\((?!\w+:)([^)#\s]*)\.(?:md|html)(#[^)\s]*)?\)")
_ATTRIBUTES = re.compile(r"\[([^\]]+)\]\{[^}]*\}")
#: Attributes of the paragraph below them; one of these classes speaks of the page alone.
_BLOCK_ATTRIBUTES = re.compile(r"\{[.#](?P<names>[^}]*)\}\s*\Z")
_OF_THE_PAGE = frozenset({"show", "on-page"})


#: How the words of a row stand in a table of parties, by its kind.
_WORDS = {"quote": "“{}”", "absence": "Not found: {}"}
#: Characters that Markdown and the mathematics of notebooks read as signs.
_SIGNS = re.compile(r"[\\`*_\[\]<>$&|~]")

#: In notebooks two of them in a paragraph enclose mathematics.
_DOLLAR = re.compile(r"(?<!\\)\$")


def shown(text: str) -> str:
    """Write a text of a row so that Markdown shows it as it is, whatever stands in it."""
    return _SIGNS.sub(lambda sign: f"\\{sign[0]}", text)


def in_markup(text: str) -> str:
    """Write a text of a row inside markup, where Markdown reads no signs but mathematics does."""
    return escape(text, quote=False).replace("$", "&#36;")


class Plain:
    """Writer of plain Markdown from one data package.

    ``site`` is the book's address or empty; ``notebooks`` are the names of the pages that stand
    beside this one as notebooks.
    """

    def __init__(self, evidence: Evidence, site: str = "", notebooks: Collection[str] = ()) -> None:
        self.evidence = evidence
        self.site = site.rstrip("/")
        self.notebooks = notebooks

    def markdown(self, text: str, folder: str = "") -> str:
        """Rewrite a text; ``folder`` is where its page stands, for links to other pages."""
        lines = _BIBLIOGRAPHY.sub("", text).splitlines()
        lines = [line for line in lines if not (_LABEL.match(line) or self._leads_nowhere(line))]
        written = "\n".join(self._blocks(_for_notebooks(lines)))
        written = _OVER_NOTHING.sub("", written)
        written = _ROLE.sub(self._role, written)
        written = _ATTRIBUTES.sub(r"\1", written)
        for words, instead in _OF_ITSELF.items():
            written = written.replace(words, instead)
        written = _DOLLAR.sub(r"\\$", written)
        written = _RUNNING.sub(lambda found: found[1].upper(), written)
        return _PAGE.sub(lambda found: self._page_link(found, folder), written)

    def _leads_nowhere(self, line: str) -> bool:
        """Tell whether a line of a list names pages, and none of them can be opened from here."""
        pages = [path.rpartition("/")[2] for _, path, _ in _PAGE.findall(line)]
        listed = line.startswith("- ") and not self.site and bool(pages)
        return listed and not set(pages) & set(self.notebooks)

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
            "key-dates": self._key_dates,
            "who-is-who": self._who_is_who,
            "ledger": self._ledger,
            "questions": self._questions,
            "map": self._map,
        }
        if name in known:
            yield from known[name](argument, inside)
        elif name == "bibliography":
            yield _SOURCES
        elif inside:  # a note, an aside: its words, set apart
            body = list(self._blocks(inside))
            yield from (f"> {line}".rstrip() for line in ([f"**{argument}**", "", *body]
                                                          if argument else body))  # fmt: skip

    def _quote(self, row_id: str, _inside: list[str]) -> Iterator[str]:
        row = self._row(row_id)
        if row is None:
            return
        yield f"> “{shown(row.words)}”"
        if row.original:
            yield ">"
            yield f"> “{shown(row.original)}”"
        said = shown(", ".join(filter(None, (row.who, row.role, row.when))))
        left_out = f" Left out: {shown(row.left_out)}." if row.left_out else ""
        yield ">"
        yield f"> {said}.{left_out} {_sources(row)}"

    def _versus(self, question: str, ids: list[str]) -> Iterator[str]:
        yield f"**{question}**"
        yield ""
        # Few columns: a narrow notebook cuts a table off.
        yield "| Who, when | What | Source |"
        yield "|---|---|---|"
        table = versus_view(self.evidence, [line.strip() for line in ids])
        for row in table.rows:
            words = _WORDS.get(row.kind, "{}").format(row.words)
            counts = f" ({row.counts(table)})" if row.counts(table) else ""
            who = ("Event", row.status) if row.kind == "event" else (row.party, row.who)
            cells = (
                shown(", ".join(filter(None, (*who, row.when)))) or "–",
                self._linked(shown(words), row) + shown(counts),
                _sources(row) or "–",
            )
            yield f"| {' | '.join(cells)} |"

    def _quiz(self, phase: str, _inside: list[str]) -> Iterator[str]:
        for number, asked in enumerate(questions(phase), 1):
            yield f"{number}. {shown(asked.text)}"
            inside = " " * len(f"{number}. ")
            yield from (
                f"{inside}- {shown(it)}" for it in sorted(option.text for option in asked.options)
            )
            right = "; ".join(option.text for option in asked.right or asked.options)
            told = right or f"{round(asked.answer or 0, 1):g} {asked.unit}"
            stop = "" if told.endswith((".", "!", "?")) else "."
            answer = f"<b>{in_markup(told)}{stop}</b> {in_markup(asked.why)}"
            yield ""
            yield f"{inside}<details><summary>Answer</summary>{answer}</details>"
            yield ""

    def _key_dates(self, phase: str, ids: list[str]) -> Iterator[str]:
        yield "**Key dates**"
        yield ""
        for event in key_events(self.evidence, phase, [line.strip() for line in ids]):
            title = self._linked(shown(event.title), row_view(self.evidence, event))
            yield f"- {self.evidence.when(event)}: {title}"

    def _who_is_who(self, _argument: str, ids: list[str]) -> Iterator[str]:
        yield "**Who is who**"
        yield ""
        people = by_id(Person)
        for person in (people[line.strip()] for line in ids if line.strip() in people):
            yield f"- {shown(', '.join((person.name, *who(person))))}"

    def _chapter(self, phase: str, _inside: list[str]) -> Iterator[str]:
        row = by_id(Phase).get(phase)
        if row is not None:
            yield f"**{row.question}** {phrases.days(row.start, row.end)}"

    def _ledger(self, argument: str, _inside: list[str]) -> Iterator[str]:
        kind, _, part = argument.partition(" ")
        if kind == "places":
            yield from plainlists.places(self.evidence, part == "mapped", shown, self.site)
        elif kind == "newest":
            yield from plainlists.newest(self.evidence, shown, self._linked)

    def _questions(self, _argument: str, _inside: list[str]) -> Iterator[str]:
        yield from plainlists.questions(shown)

    def _map(self, _argument: str, _inside: list[str]) -> Iterator[str]:
        page = plainlists.map_page(self.site)
        yield f"The map that moves stands on {page}; the cells below draw some of its days."

    def _role(self, found: re.Match[str]) -> str:
        name, text = found.groups()
        if name == "cite":
            return f"({_named(source_view(self.evidence, it.strip()) for it in text.split(','))})"
        target = _TARGET.match(text)
        words, row_id = (target["words"], target["id"]) if target else ("", text)
        row = self._row(row_id) if name in MARKS else None
        if row is None:
            return words or text
        own = row.when if row.kind == "event" else row.words
        linked = self._linked(words or shown(own), row)
        return f"“{linked}”" if name == "quoted" else linked

    def _row(self, row_id: str) -> RowView | None:
        """Return a row; an unknown id has been reported where the page was read."""
        row = self.evidence.row(row_id.strip())
        return row_view(self.evidence, row) if row else None

    def _linked(self, words: str, row: RowView) -> str:
        seen = next((source.url for source in row.sources if source.url), "")
        address = f"{self.site}/{row_path(row.id)}" if self.site else seen
        return words if not address or re.search(r"(?<!\\)\[", words) else f"[{words}]({address})"

    def _page_link(self, found: re.Match[str], folder: str) -> str:
        words, path, anchor = found.groups()
        if not self.site:
            name = path.rpartition("/")[2]
            return f"[{words}]({name}.ipynb)" if name in self.notebooks else words
        parts = [part for part in folder.split("/") if part]
        for part in path.split("/"):
            parts = parts[:-1] if part == ".." else parts if part in (".", "") else [*parts, part]
        return f"[{words}]({self.site}/{'/'.join(parts)}.html{anchor or ''})"


def _for_notebooks(lines: Iterable[str]) -> list[str]:
    """Leave out attributes of paragraphs, and the paragraphs that only the page makes true."""
    kept: list[str] = []
    skipping = False
    for line in lines:
        attributes = _BLOCK_ATTRIBUTES.match(line)
        if attributes:
            names = re.split(r"[\s.#]+", attributes["names"])
            skipping = skipping or not _OF_THE_PAGE.isdisjoint(names)
            continue
        skipping = skipping and bool(line.strip())
        if not skipping:
            kept.append(line)
    return kept


def _sources(row: RowView) -> str:
    return _named(row.sources)


def _named(sources: Iterable[SourceView]) -> str:
    named = ((shown(it.name), it.url) for it in sources)
    return "; ".join(f"[{name}]({url})" if url else name for name, url in named)


def notebooks(book: Path) -> frozenset[str]:
    """Return the names of the pages of a book that are notebooks, too."""
    return frozenset(path.stem for path in book.rglob("*.md") if has_cells(path.read_text("utf-8")))


def markdown(text: str, *, site: str, folder: str = "", notebooks: Collection[str] = ()) -> str:
    """Rewrite a text with the rows of the book, as :meth:`Plain.markdown` does."""
    return Plain(load(), site, notebooks).markdown(text, folder)
