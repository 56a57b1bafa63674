"""How a chapter reads, in figures: ``python -m sphinx_evidence.measure [CHAPTER …]``.

A table of every measure and its limits; a star marks what lies outside. Writers run it while they
write (``make measure``); the tests hold every chapter that has been rewritten to it.
"""

from __future__ import annotations

import argparse
import re
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kursk.numbers import EXCEPTIONS, typed
from sphinx_evidence import facts, narrative
from sphinx_evidence.balance import SIDES
from sphinx_evidence.grade import Grade, grade
from sphinx_evidence.prose import Block, Document, Text, read, saying
from sphinx_evidence.rows import Evidence, Quote, load, row_side
from sphinx_evidence.rule import Rules

#: The section that answers the chapter's question, and the box that answers it at once.
ANSWER = "So what is the answer?"
IN_SHORT = "In short"
#: What counts as one figure → what is left of it.
_ONCE = {
    re.compile(r"\([^()]*\d[^()]*\)"): "",  # a conversion: “300 square miles (777 km²)”
    re.compile(r"\d[\d.,]*(?: to |–| and )(?=\d)"): "",  # a range: “28 to 35 km”
    re.compile(r"(?<=\d) (?:hundred|thousand|million|billion|per ?cent)s?\b"): "",  # “4 million”
}


@dataclass(frozen=True)
class Chapter:
    """A chapter as its measures see it."""

    document: Document
    evidence: Evidence

    @cached_property
    def told(self) -> list[Block]:
        """Paragraphs and bullets of the narrative."""
        return narrative.narrative(self.document)

    @cached_property
    def sections(self) -> dict[str, list[Block]]:
        """Blocks of the narrative by the second heading above them; the lead has none."""
        found: dict[str, list[Block]] = {}
        for block in self.told:
            found.setdefault(block.sections[1] if len(block.sections) > 1 else "", []).append(block)
        return found

    @cached_property
    def lead(self) -> list[Block]:
        """Paragraphs before the first section: hook and nut graph."""
        return self.sections.get("", [])

    @cached_property
    def story(self) -> dict[str, list[Block]]:
        """Sections of the story, without lead and answer."""
        return {name: told for name, told in self.sections.items() if name not in {"", ANSWER}}

    @cached_property
    def marks(self) -> int:
        """Marks of the narrative."""
        return sum(len(block.text.marks) for block in self.told)

    @cached_property
    def grade(self) -> Grade:
        """Reading grades, without quotations and names."""
        return grade(self.told)


def words(text: Text) -> int:
    """Count the words that a reader sees."""
    return len(text.words.split())


def _sum(blocks: list[Block]) -> int:
    return sum(words(block.text) for block in blocks)


def numbers(sentence: Text) -> int:
    """Count the figures of a sentence, without dates, conversions and words of others."""
    plain = sentence.unquoted()
    for once, kept in _ONCE.items():
        plain = once.sub(kept, plain)
    return len(typed(plain, EXCEPTIONS))


def new_names(chapter: Chapter) -> Iterator[tuple[Block, list[str]]]:
    """Yield each paragraph with the names that it is the first to bring.

    Countries and capitals are no names here, and the first word of a sentence only where the
    tables know it: a test cannot tell “Control” from “Kovalenko”.
    """
    known = facts.known_names(chapter.evidence)
    seen: set[str] = set()
    for block in chapter.told:
        new = []
        for sentence in block.text.sentences():
            for run in facts.RUN.finditer(sentence.unquoted()):
                name = _name(run[0], known, opens=run.start() == 0)
                last = name.split()[-1:]
                if last and last[0] not in seen:
                    seen.update(last)
                    new.append(name)
        yield block, new


def _name(run: str, known: frozenset[str], *, opens: bool) -> str:
    """Return what is a name in a run of capitals, maybe nothing."""
    parts = [part.removesuffix("’s").removesuffix("'s") for part in run.split()]
    if opens and parts[0] not in known:
        parts = parts[1:]
    while parts and (parts[0] in facts.COMMON_NAMES or not parts[0][:1].isupper()):
        parts = parts[1:]
    return " ".join(parts)


def _voices(chapter: Chapter) -> set[str]:
    """Return which of the two sides speak in the narrative, in their own words."""
    spoken = [mark.row for block in chapter.told for mark in block.text.marks]
    ends = [b.line for b in chapter.document.blocks if b.text.words == narrative.END]
    spoken += [
        quote.argument
        for quote in chapter.document.directives("quote")
        if not ends or quote.line < ends[0]
    ]
    rows = [row for row_id in spoken if isinstance(row := chapter.evidence.row(row_id), Quote)]
    return {row_side(row) for row in rows} & set(SIDES)


def _most_new_names(chapter: Chapter) -> int:
    return max(len(new) for _, new in new_names(chapter))


def _sentences(chapter: Chapter) -> list[Text]:
    return [sentence for block in chapter.told for sentence in block.text.sentences()]


def _in_short(chapter: Chapter) -> list[Block]:
    return [b for b in chapter.document.blocks if b.box == IN_SHORT and b.kind == "admonition"]


#: What measures the blocks of one section.
Take = Callable[[list[Block]], float]


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of a chapter: what it is called, how it is taken, between which limits."""

    name: str
    take: Callable[[Chapter], float]
    low: float | None = None
    high: float | None = None

    def keeps(self, value: float) -> bool:
        """Tell whether a value lies within the limits."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    @property
    def limits(self) -> str:
        """The limits in words."""
        if self.low is None:
            return "" if self.high is None else f"≤ {self.high:g}"
        if self.high is None:
            return f"≥ {self.low:g}"
        return f"{self.low:g}" if self.low == self.high else f"{self.low:g}–{self.high:g}"


def _each(take: Take, best: Callable[..., float]) -> Callable[[Chapter], float]:
    return lambda chapter: best((take(told) for told in chapter.story.values()), default=0)


#: The editorial standard in figures. “Narrative”: paragraphs and bullets up to “Who said what”,
#: without boxes, and without the sections that speak to the reader.
MEASURES: tuple[Measure, ...] = (
    Measure("words of narrative", lambda c: _sum(c.told), 1600, 1750),
    Measure("words of the hook", lambda c: _sum(c.lead[:1]), 60, 75),
    Measure("words of the nut graph", lambda c: _sum(c.lead[1:]), 35, 60),
    Measure("bullets “In short”", lambda c: len(_in_short(c)), 4, 4),
    Measure("sections of the story", lambda c: len(c.story), 5, 7),
    Measure("words, shortest section", _each(_sum, min), 180),
    Measure("words, longest section", _each(_sum, max), None, 300),
    Measure("words of the answer", lambda c: _sum(c.sections.get(ANSWER, [])), 90, 120),
    Measure("marks", lambda c: c.marks, 30, 70),
    Measure("words a mark", lambda c: _sum(c.told) / max(c.marks, 1), 25),
    Measure("marks a paragraph, most", lambda c: max(len(b.text.marks) for b in c.told), None, 4),
    Measure("words a paragraph, mean", lambda c: statistics.mean(words(b.text) for b in c.told)),
    Measure("numbers a sentence, most", lambda c: max(map(numbers, _sentences(c))), None, 2),
    Measure("new names a paragraph, most", _most_new_names, None, 3),
    Measure("voices of Ukraine and Russia", lambda c: len(_voices(c)), 2, 2),
    Measure("Flesch–Kincaid grade", lambda c: c.grade.flesch_kincaid, None, 11),
    Measure("SMOG grade", lambda c: c.grade.smog, None, 11),
)


def chapter(path: Path, evidence: Evidence) -> Chapter:
    """Read a chapter from its file."""
    return Chapter(read(path.read_text(encoding="utf-8"), saying(evidence), path.stem), evidence)


def table(chapters: list[Chapter]) -> str:
    """Write the measures of some chapters beside each other and beside their limits."""
    names = [c.document.name.split("-")[0] for c in chapters]
    lines = [f"{'':30}" + "".join(f"{name:>10}" for name in names) + "   limits"]
    for measure in MEASURES:
        values = [measure.take(c) for c in chapters]
        cells = (
            f"{round(value, 1):g}" + (" " if measure.keeps(value) else "*") for value in values
        )
        lines.append(
            f"{measure.name:30}" + "".join(f"{c:>10}" for c in cells) + f"   {measure.limits}"
        )
    return "\n".join(lines)


def places(chapter: Chapter) -> Iterator[str]:
    """Name the places that break a limit, each with its line."""
    for block in chapter.told:
        for sentence in block.text.sentences():
            if numbers(sentence) > 2:
                yield f"{block.line}: {numbers(sentence)} numbers in “{sentence.words[:70]} …”"
    for block, new in new_names(chapter):
        if len(new) > 3:
            yield f"{block.line}: {len(new)} new names: {', '.join(new)}"
    for name, told in chapter.story.items():
        if not 180 <= _sum(told) <= 300:
            yield f"{told[0].line}: {_sum(told)} words in “{name}”"


def faults(chapter: Chapter) -> Iterator[str]:
    """Name every fault of a chapter's text, rewritten or not; those of figures need a build."""
    rules = Rules(chapter.evidence, EXCEPTIONS, narrative.FREE_SECTIONS)
    for fault in narrative.faults(chapter.document, rules):
        yield f"{fault.line}: {fault.kind}: {fault.found}"


def main() -> None:
    """Print the table, and for a single chapter what breaks a limit or a rule, by line."""
    parser = argparse.ArgumentParser(prog="sphinx_evidence.measure", description=__doc__)
    parser.add_argument("chapters", nargs="*", type=Path, help="files; default: all chapters")
    paths = parser.parse_args().chapters or sorted(Path("book/chapters").glob("*.md"))
    chapters = [chapter(path, load()) for path in paths]
    print(table(chapters))
    for measured in chapters if len(chapters) == 1 else ():
        found = [*places(measured), *faults(measured)]
        print(*sorted(found, key=lambda line: int(line.split(":")[0])), sep="\n")


if __name__ == "__main__":
    main()
