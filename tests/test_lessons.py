"""The lessons on the built site: what a class is shown follows from rows, and so do the answers."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pikepdf
import pytest
from bs4 import BeautifulSoup, Tag
from evidence_book import PAGES, build, write_book
from found import box, the
from playwright.sync_api import Browser, Page, expect

from kursk.model import (
    Alignment,
    Claim,
    Lesson,
    LessonDocument,
    LessonQuestion,
    Person,
    Phase,
    Quote,
    Standard,
    by_id,
    rows,
)
from kursk.quiz import questions
from sphinx_evidence.rows import load
from sphinx_figures.again import chart_again, find
from sphinx_pages.chapter import section_minutes

ROOT = Path(__file__).parents[1]
EVERY = pytest.mark.parametrize("lesson", rows(Lesson), ids=lambda lesson: lesson.slug)


def read(site_folder: Path, page: str) -> BeautifulSoup:
    return BeautifulSoup((site_folder / page).read_text("utf-8"), "html.parser")


def words(element: Tag) -> str:
    return " ".join(element.get_text(" ").split())


# --- what stands on the pages -----------------------------------------------------------------


@EVERY
def test_a_lesson_shows_its_documents_as_their_rows_have_them(
    lesson: Lesson, site_folder: Path
) -> None:
    page, evidence = read(site_folder, f"teach/lesson-{lesson.slug}.html"), load()
    documents = [one for one in rows(LessonDocument) if one.lesson_id == lesson.lesson_id]
    shown = page.select(".document")
    assert [one["id"] for one in shown] == [f"document-{it.document_id}" for it in documents]
    for element, document in zip(shown, documents, strict=True):
        parts = element.select(".words")
        assert [part["data-row"] for part in parts] == list(document.row_ids)
        for part in parts:
            row = evidence.row(str(part["data-row"]))
            assert isinstance(row, Quote | Claim)
            said = row.text_en or row.text if isinstance(row, Quote) else row.figure
            if isinstance(row, Quote) and row.text_en:
                assert the(part, ".original [lang]")["lang"] == row.language
                assert row.text in words(the(part, ".original"))
            assert said.removesuffix(",") in words(the(part, "blockquote"))
            assert part.select_one('.origin a[href^="http"]'), "a document names where it was seen"
        short = element.select_one(".short blockquote")
        assert (words(short).strip("“”") if short else "") == document.short


@EVERY
def test_a_lesson_has_every_part_that_a_teacher_needs(lesson: Lesson, site_folder: Path) -> None:
    page = read(site_folder, f"teach/lesson-{lesson.slug}.html")
    assert words(the(page, ".lesson-question")) == lesson.question
    assert [words(cell) for cell in page.select(".timings tr:last-child td")][1:] == ["45", "90"]
    assert "way out" in words(the(page, "#before-you-begin"))
    hook, trap = page.select("figure.chart")
    assert hook.select_one("details.chart-title:not([open])"), (
        "the headline is for the class to write"
    )
    assert trap.select_one("p.chart-title") and page.select("#a-chart-with-a-trap .tasks li")
    assert len(page.select(".organizer .skill")) == 4
    assert all(skill.select_one(".starter") for skill in page.select(".skill"))
    assert len(page.select(".rubric tbody tr")) == len(lesson.criteria)
    assert all(the(row, ".codes").get_text() for row in page.select(".rubric tbody tr"))
    assert page.select(".alignment li")
    for title in ("Easier.", "Harder.", "At home."):
        assert title in words(the(page, "#easier-harder-at-home"))


@EVERY
def test_a_lesson_shows_the_chapters_own_charts(lesson: Lesson, site_folder: Path) -> None:
    for figure in read(site_folder, f"teach/lesson-{lesson.slug}.html").select("figure.chart"):
        home = next(
            chapter
            for chapter in sorted((site_folder / "chapters").glob("*.html"))
            if f'id="{figure["id"]}" ' in chapter.read_text("utf-8")
        )
        first = the(read(site_folder, f"chapters/{home.name}"), f"figure#{figure['id']}")
        for said in ("src", "alt"):
            assert the(figure, "img")[said] == the(first, "img")[said]
        assert figure["data-chart"] == first["data-chart"]
        assert figure.select_one('.chart-bar a[href^="../figures/"]')


@EVERY
def test_answers_stand_apart_each_with_its_rows(lesson: Lesson, site_folder: Path) -> None:
    page = read(site_folder, f"teach/lesson-{lesson.slug}.html")
    key = read(site_folder, f"teach/key-{lesson.slug}.html")
    asked = [one for one in rows(LessonQuestion) if one.lesson_id == lesson.lesson_id]
    told = words(the(page, "article"))
    for question in asked:
        assert page.select_one(f"#{question.question_id}") is not None
        assert " ".join(question.answer.split()) not in told
    items = key.select("ol.key > li")
    assert len(items) == len(asked)
    for item in items:
        link = str(the(item, ".asked a")["href"]).partition("#")[2]
        question = by_id(LessonQuestion)[link]
        assert question.answer in words(item) and question.mistake in words(item)
        linked = {str(a["href"]).partition("#")[2] for a in item.select(".used a")}
        assert linked == set(question.row_ids)
        judged = "A judgement" in words(item)
        assert judged == (question.holds == "judged")


@pytest.mark.parametrize(
    "asked",
    [it for it in rows(LessonQuestion) if it.part in ("corroborate", "close", "chart")],
    ids=lambda it: it.question_id,
)
def test_the_start_of_an_answer_does_not_give_the_answer(asked: LessonQuestion) -> None:
    closed = re.search(
        r"(?:^|[.?:] )(?:Did|Does|Do|Can|Had|Is|Are|Was|Were) [^?]*\?", asked.question
    )
    if closed:
        assert "…" in asked.starter or " / " in asked.starter, asked.starter


def test_a_short_version_leaves_out_nothing_that_the_quiz_asks_for() -> None:
    (asked,) = (it for it in questions("aid_pause") if it.id == "quiz-aid_pause-7")
    assert asked.row_ids[0] == "ap-q63"
    shown = [it for it in rows(LessonDocument) if "ap-q63" in it.row_ids]
    assert shown and all("morale" in it.short or not it.short for it in shown)


def test_most_answers_are_checked_against_the_rows() -> None:
    computed = [one for one in rows(LessonQuestion) if one.holds != "judged"]
    assert len(computed) / len(rows(LessonQuestion)) > 0.65


def test_the_guide_leads_to_every_lesson_and_claims_no_wording_that_was_not_seen(
    site_folder: Path,
) -> None:
    guide = read(site_folder, "teach/guide.html")
    for lesson in rows(Lesson):
        assert guide.select_one(f'.lessons a[href="lesson-{lesson.slug}.html"]')
        assert guide.select_one(f'.lessons a[href="key-{lesson.slug}.html"]')
    claimed = words(the(guide, "ul.standards"))
    for standard in rows(Standard):
        name = f"{standard.framework} {standard.code}"
        if standard.unclaimed:
            assert standard.unclaimed in words(the(guide, "#not-claimed"))
        else:
            assert name in claimed and standard.wording in claimed and standard.seen in claimed
    gaps = {one.gap for one in rows(Alignment) if one.gap}
    assert gaps and all(gap in claimed for gap in gaps)


@pytest.mark.parametrize("phase", rows(Phase), ids=lambda phase: phase.phase_id)
def test_a_chapter_says_what_to_read_for_45_minutes(phase: Phase, site_folder: Path) -> None:
    lesson = next(one for one in rows(Lesson) if one.phase == phase.phase_id)
    name = f"chapters/{lesson.slug}"
    source = (ROOT / f"book/{name}.md").read_text("utf-8")
    minutes = section_minutes(source)
    page = read(site_folder, f"{name}.html")
    in_class = the(page, "details.in-class")
    for link, heading in zip(in_class.select("li a"), lesson.sections, strict=True):
        assert link.get_text() == heading and page.select_one(str(link["href"])) is not None
        assert link.parent and f"{heading} {minutes[heading]} min" in words(link.parent)
    assert 2 <= sum(minutes[heading] for heading in lesson.sections) <= 12
    assert in_class.select_one(f'a[href="../teach/lesson-{lesson.slug}.html"]')


def test_minutes_of_a_section_count_its_text_and_not_its_cells() -> None:
    text = "# One\n\n## First\n\n" + "word " * 400 + "\n\n```{code-cell}\n" + "code " * 900
    minutes = section_minutes(text + "\n```\n\n## Second\n\nFew words.\n")
    assert minutes == {"First": 3, "Second": 1}


# --- faults -----------------------------------------------------------------------------------

FAULTY = """# Faulty

```{lesson-part} timings
```

```{lesson} nowhere
```

```{lesson-key} nowhere
```

```{lessons} everything
```
"""


def test_an_unknown_lesson_or_part_is_told_with_its_line(tmp_path: Path) -> None:
    write_book(tmp_path, {**PAGES, "teach/faulty": FAULTY})
    found = build(tmp_path)
    for line, kind in ((3, "lesson part 'timings'"), (6, "'nowhere'"), (9, "'nowhere'"),
                       (12, "'everything'")):  # fmt: skip
        assert re.search(rf"faulty\.md:{line}.*unknown-id: found {re.escape(kind)}", found), found


def test_a_chart_that_a_chapter_does_not_have_is_not_shown() -> None:
    env = SimpleNamespace(figures_of_book={})
    node = chart_again(home="chapters/1-incursion", chart="nowhere", hidden=False)
    assert find(env, node) is None  # type: ignore[arg-type]


# --- in class ---------------------------------------------------------------------------------

STAGE = "figure.chart .chart-stage"


class Opened(NamedTuple):
    """A lesson, opened from a folder, and the addresses that it asks for."""

    page: Page
    asked: list[str]


@pytest.fixture
def lesson_page(web_browser: Browser, site_folder: Path) -> Iterator[Opened]:
    page = web_browser.new_page(viewport={"width": 1280, "height": 720})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site_folder / "teach/lesson-rival-numbers.html").resolve().as_uri())
    page.wait_for_selector(".show-large")
    yield Opened(page, asked)
    page.close()


def test_one_key_shows_a_chart_large_and_escape_returns(lesson_page: Opened) -> None:
    page, asked = lesson_page
    assert not any("classroom" in url for url in asked), "what is not used is not loaded"
    page.locator(STAGE).first.scroll_into_view_if_needed()
    before = box(page.locator(STAGE).first)
    page.keyboard.press("f")
    page.wait_for_selector("dialog.classroom[open] figure.chart")
    after = box(page.locator(f"dialog {STAGE}"))
    assert after["width"] > 1.3 * before["width"]
    assert after["y"] + after["height"] < 720 and after["x"] + after["width"] <= 1280
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog.classroom:not([open])", state="attached")
    back = box(page.locator(STAGE).first)
    assert (back["width"], back["height"]) == (before["width"], before["height"])
    assert page.evaluate("document.activeElement.className") == "show-large"
    assert all(url.startswith("file:") for url in asked)
    assert page.evaluate("Object.keys(localStorage).length + document.cookie.length") == 0


def test_a_headline_is_hidden_until_the_class_has_written_one(lesson_page: Opened) -> None:
    page, _ = lesson_page
    page.locator("figure.chart .show-large").first.click()
    page.locator("dialog[open] figure.chart").wait_for()
    title = page.locator("dialog .chart-title strong")
    assert not title.is_visible()
    page.keyboard.press("h")
    title.wait_for(state="visible")
    page.get_by_role("button", name="Hide headline").click()
    assert not title.is_visible()


@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)], ids=str)
@pytest.mark.parametrize("key", ["ArrowDown", "Space", "PageDown"])
def test_what_does_not_fit_is_scrolled_by_keys(
    web_browser: Browser, site_folder: Path, size: tuple[int, int], key: str
) -> None:
    page = web_browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto((site_folder / "teach/lesson-4-aid-pause.html").resolve().as_uri())
    page.locator("figure.chart .show-large").first.click()
    page.locator("dialog[open] figure.chart").wait_for()
    below = "document.querySelector('.classroom-stage')"
    below = f"{below}.scrollHeight - {below}.clientHeight - {below}.scrollTop"
    shown = page.locator("dialog figure.chart").get_attribute("id")
    assert page.evaluate(below) > 50, "the tall chart of this lesson is what the keys are for"
    for _ in range(30):
        if page.evaluate(below) <= 1:
            break
        page.keyboard.press(key)
        page.wait_for_timeout(120)
    assert page.evaluate(below) <= 1
    assert page.locator("dialog figure.chart").get_attribute("id") == shown
    page.keyboard.press("PageDown")
    page.locator(f"dialog :not(#{shown}):is(figure, .document)").first.wait_for()
    page.close()


def test_one_steps_through_the_documents_with_keys_or_a_clicker(lesson_page: Opened) -> None:
    page, _ = lesson_page
    first = page.locator(".document").first
    small = first.locator("blockquote").first.evaluate(
        "e => parseFloat(getComputedStyle(e).fontSize)"
    )
    first.locator(".show-large").click()
    shown = page.locator("dialog .document")
    seen = [shown.get_attribute("id")]
    for _ in range(9):
        # A clicker shows what is out of sight of a document before it goes to the next.
        if shown.get_attribute("id") != seen[0]:
            break
        page.keyboard.press("PageDown")
        page.wait_for_timeout(120)
    for key in ("ArrowRight", "ArrowLeft"):
        seen.append(shown.get_attribute("id"))
        page.keyboard.press(key)
    order = [f"document-{one.document_id}" for one in rows(LessonDocument)
             if one.lesson_id == "rival-numbers"]  # fmt: skip
    assert seen == order[:3]
    large = page.locator("dialog blockquote").first.evaluate(
        "e => parseFloat(getComputedStyle(e).fontSize)"
    )
    assert large > 1.3 * small
    page.get_by_role("button", name="Close").click()
    expect(page.locator("article .document")).to_have_count(len(order))
    assert [one.get_attribute("id") for one in page.locator("article .document").all()] == order


def test_without_scripts_nothing_of_a_lesson_is_lost(
    web_browser: Browser, site_folder: Path
) -> None:
    context = web_browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site_folder / "teach/lesson-cause.html").resolve().as_uri())
    assert page.locator(".document").count() == 4
    page.get_by_text("Show the headline").click()
    page.locator("details.chart-title strong").first.wait_for()
    assert page.locator(".chart-light img").first.is_visible()
    assert page.locator(".show-large").count() == 0
    context.close()


def test_a_term_opens_its_meaning_by_hover_and_by_tap(
    web_browser: Browser, site_folder: Path
) -> None:
    context = web_browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site_folder / "chapters/2-stalemate.html").resolve().as_uri())
    term = page.locator(".term", has_text="salient").first
    card = page.locator("#card-term-salient")
    assert not card.is_visible()
    term.locator("button").click()
    card.wait_for(timeout=5_000)
    assert "sticks out" in card.inner_text()
    assert card.locator("a").get_attribute("href") == "../glossary.html#term-Salient"
    context.close()


@pytest.mark.parametrize(("name", "most"), [("who-is-who", 1), ("chronology", 2)])
def test_sheets_print_to_few_pages(
    name: str, most: int, web_browser: Browser, site_folder: Path
) -> None:
    page = web_browser.new_page()
    page.goto((site_folder / f"teach/{name}.html").resolve().as_uri())
    for size in ("A4", "Letter"):
        with pikepdf.open(io.BytesIO(page.pdf(format=size))) as printed:
            assert len(printed.pages) <= most
    page.close()


def test_the_sheet_of_people_has_every_speaker_and_says_how_to_say_them(site_folder: Path) -> None:
    sheet = the(read(site_folder, "teach/who-is-who.html"), "ul.sheet")
    lines = {the(it, "b a").get_text(): words(it) for it in sheet.select("li")}
    evidence, people = load(), by_id(Person)
    for document in rows(LessonDocument):
        for row_id in document.row_ids:
            speaker = people.get(getattr(evidence.row(row_id), "speaker_id", ""))
            assert speaker is None or speaker.name in lines, row_id
    for person in people.values():
        if person.name in lines and person.side in ("ukraine", "russia", "north_korea"):
            assert "(say " in lines[person.name], person.name


@EVERY
def test_on_paper_the_organizer_has_a_sheet_and_lines_for_each_question(
    lesson: Lesson, web_browser: Browser, site_folder: Path
) -> None:
    page = web_browser.new_page(viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    page.goto((site_folder / f"teach/lesson-{lesson.slug}.html").resolve().as_uri())
    for part in ("#the-organizer", "#a-chart-with-a-trap"):
        assert page.locator(part).evaluate("e => getComputedStyle(e).breakBefore") == "page"
    asked = [it for it in rows(LessonQuestion) if it.lesson_id == lesson.lesson_id]
    rooms = page.locator(".lines").evaluate_all("all => all.map(e => e.offsetHeight)")
    assert len(rooms) >= len(asked) + 4, "each question, and the writing task on a third of a sheet"
    assert min(rooms) >= 3 * 30, "three lines of eight millimetres"
    page.close()


def test_people_bear_their_names_in_their_own_languages(site_folder: Path) -> None:
    glossary = read(site_folder, "glossary.html")
    entry = the(glossary, "#volodymyr-zelensky ~ dd")
    assert the(entry, '[lang="uk"]').get_text() == "Володимир Зеленський"
    assert the(entry, '[lang="ru"]').get_text() == "Владимир Зеленский"
    assert "say zeh-LEN-skee" in words(entry)
