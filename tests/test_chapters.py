"""The five chapters: their shape, what they must hold at least, and the rules of their cells."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from found import the

from kursk import tables
from sphinx_evidence.measure import MEASURES, Chapter, Measure, chapter, places
from sphinx_evidence.rows import load

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted((ROOT / "book" / "chapters").glob("*.md"))
PAGES = sorted((ROOT / "book").rglob("*.md"))
NAMES = [path.stem for path in CHAPTERS]

#: Sections that every chapter has, in this order, after its narrative.
CLOSING = [
    "Who said what",
    "What we do not know",
    "Elsewhere at the same time",
    "Questions for discussion",
    "Check yourself",
    "Try it yourself",
    "Sources of this chapter",
]
#: What stands between the title and the story, in this order.
OPENING = ["chapter", "key-dates", "who-is-who"]
MACHINERY = re.compile(r"^\s*(class |import os|import sys|import json|with open)", re.M)


def cells(path: Path) -> list[str]:
    found = re.findall(r"```\{code-cell\}[^\n]*\n(.*?)```", path.read_text(encoding="utf-8"), re.S)
    return ["\n".join(line for line in cell.splitlines() if line.strip()) for cell in found]


@pytest.fixture(params=NAMES)
def page(request: pytest.FixtureRequest, site_folder: Path) -> Tag:
    text = (site_folder / "chapters" / f"{request.param}.html").read_text(encoding="utf-8")
    article = BeautifulSoup(text, "html.parser").find("article")
    assert isinstance(article, Tag)
    return article


def headings(page: Tag) -> list[str]:
    return [heading.get_text().rstrip("#").strip() for heading in page.find_all("h2")]


def narrative_words(page: Tag) -> int:
    """Words of paragraphs before “Who said what”, as a reader sees them: without the cards."""
    count = 0
    for section in page.find_all("section"):
        heading = section.find(["h1", "h2"], recursive=False)
        if heading is None or heading.get_text().rstrip("#").strip() in CLOSING:
            continue
        for paragraph in section.find_all("p", recursive=False):
            seen = BeautifulSoup(str(paragraph), "html.parser")
            for card in seen.select(".cards"):
                card.decompose()
            count += len(seen.get_text().split())
    return count


def test_there_are_five_chapters_one_for_each_phase() -> None:
    told = [re.search(r"\{chapter\} (\w+)", path.read_text(encoding="utf-8")) for path in CHAPTERS]
    assert [match and match.group(1) for match in told] == list(tables.phases()["phase_id"])


def test_a_chapter_has_the_shape_that_readers_expect(page: Tag) -> None:
    found = headings(page)
    assert found[0] == "What you will learn"
    assert found[-len(CLOSING) :] == CLOSING


def test_a_chapter_names_three_to_five_things_to_learn(page: Tag) -> None:
    section = next(s for s in page.find_all("section") if s.get("id") == "what-you-will-learn")
    aims = section.find("ul", recursive=False)
    assert aims
    assert 3 <= len(aims.find_all("li")) <= 5


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def told(request: pytest.FixtureRequest) -> Chapter:
    return chapter(request.param, load())


def test_a_chapter_opens_and_answers_as_all_do(told: Chapter) -> None:
    document = told.document
    directives = [part.name for name in OPENING for part in document.directives(name)]
    assert directives == OPENING
    titles = [block.text.words for block in document.blocks if block.kind == "heading"]
    assert titles[1] == "What you will learn"
    assert titles[-len(CLOSING) - 1 :] == ["So what is the answer?", *CLOSING]


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_a_chapter_reads_as_the_standard_asks(told: Chapter, measure: Measure) -> None:
    value = measure.take(told)
    assert measure.keeps(value), "\n".join([f"{value:.1f}, not {measure.limits}", *places(told)])


def test_a_narrative_is_long_enough_and_not_too_long(page: Tag) -> None:
    assert 1500 <= narrative_words(page) <= 2500


def test_a_chapter_has_four_charts_at_least(page: Tag) -> None:
    assert len(page.select("figure.chart")) >= 4


def test_a_chapter_quotes_six_times_and_three_sides_at_least(page: Tag) -> None:
    quoted = {str(tag["data-quote"]) for tag in page.select("[data-quote]")}
    sides = set(tables.quotes(ids=sorted(quoted))["side"])
    assert len(quoted) >= 6
    assert len(sides) >= 3
    assert {"ukraine", "russia"} <= sides


def test_a_chapter_sets_parties_side_by_side_and_asks_questions(page: Tag) -> None:
    assert len(page.select("table.versus, .versus table")) >= 2
    questions = next(
        s for s in page.find_all("section") if s.get("id") == "questions-for-discussion"
    )
    assert len(questions.find_all("li")) >= 4
    assert len(page.select("fieldset")) >= 4


def test_every_figure_in_the_text_leads_to_its_row(page: Tag, site_folder: Path) -> None:
    anchors: dict[str, set[str]] = {}
    marks = page.select("span.claim[data-claim], span.event[data-event]")
    assert len(marks) >= 30
    for mark in marks:
        row = mark.get("data-claim") or mark.get("data-event")
        card = the(page, f"#{the(mark, 'button')['popovertarget']}")
        link = str(the(card, f'a[href$="#{row}"]')["href"])
        file = link.split("#")[0]
        if file not in anchors:
            text = (site_folder / "chapters" / file).read_text(encoding="utf-8")
            anchors[file] = set(re.findall(r'id="([^"]+)"', text))
        assert row in anchors[file], link


@pytest.mark.parametrize("path", PAGES, ids=[str(p.relative_to(ROOT / "book")) for p in PAGES])
def test_cells_are_short_and_hide_no_machinery(path: Path) -> None:
    for number, cell in enumerate(cells(path), 1):
        lines = [line for line in cell.splitlines() if not line.startswith(":")]
        assert len(lines) <= 25, f"cell {number} has {len(lines)} lines"
        hidden = MACHINERY.findall(cell)
        assert not hidden, f"cell {number}: {hidden}"
        assert "remove-cell" not in cell, f"cell {number} is hidden from readers"
