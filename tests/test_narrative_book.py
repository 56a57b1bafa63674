"""What the tables say of the book and the book must do: quizzes, promises, findings."""

import re
from pathlib import Path

import pytest

from kursk import numbers
from kursk.quiz import Question, questions
from sphinx_evidence import hedges, promises, prose
from sphinx_evidence.carrying import carried
from sphinx_evidence.rows import load
from sphinx_evidence.rule import FINDING, exempt
from sphinx_evidence.standard import breaches

ROOT = Path(__file__).parents[1]
BOOK = ROOT / "book"
EVIDENCE = load()
#: Figures that readers change: their words are written by their cells.
FIGURE = re.compile(r"\bid=\"((?!try-|panel-)[\w-]+)\"")


def documents() -> list[prose.Document]:
    say = prose.saying(EVIDENCE)
    names = {path.relative_to(BOOK).with_suffix("").as_posix(): path for path in BOOK.rglob("*.md")}
    return [prose.read(p.read_text(encoding="utf-8"), say, name) for name, p in names.items()]


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: str(asked.id))
def test_a_question_states_the_figures_of_its_rows_with_their_hedges(asked: Question) -> None:
    rows = [row for row_id in asked.row_ids if (row := EVIDENCE.row(row_id))]
    # What readers compute or put in order is in no row, and neither are the steps that explain it.
    worked_out = asked.kind in {"number", "order"}
    answer = () if worked_out else (*(option.text for option in asked.right), asked.why)
    for text in (asked.text, *answer):
        if not worked_out:
            bare = [
                number.text
                for number in numbers.figures(text)
                if not any(carried(row).carries(number.value) for row in rows)
            ]
            assert bare == [], f"{text}: no row of this question has these numbers"
        assert list(hedges.dropped(text, rows)) == [], text


@pytest.mark.parametrize("asked", questions(), ids=lambda asked: str(asked.id))
def test_the_words_of_a_question_keep_the_editorial_standard(asked: Question) -> None:
    absent = any(row_id in EVIDENCE.absences for row_id in asked.row_ids)
    said = [option for one in asked.options for option in (one.text, one.feedback)]
    for text in (asked.text, asked.why, *said):
        assert list(breaches(text, EVIDENCE, absences=absent)) == [], text


def test_a_founding_sentence_is_backed_by_a_row_that_readers_meet() -> None:
    assert list(promises.unbacked(EVIDENCE, documents())) == []


def test_the_book_does_what_its_contradictions_promise() -> None:
    assert list(promises.broken(EVIDENCE, documents())) == []


EXCEPTIONS = exempt(BOOK / "exceptions.csv")
TESTS = "\n".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_findings_*.py")
)
FIGURES = [
    (path.relative_to(BOOK).with_suffix("").as_posix(), name)
    for path in sorted(BOOK.rglob("*.md"))
    for name in FIGURE.findall(path.read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("page", "figure"), FIGURES, ids=[f"{p}-{f}" for p, f in FIGURES])
def test_the_finding_of_a_figure_is_recomputed_by_a_test_named_after_it(
    page: str, figure: str
) -> None:
    if any((e.document, e.rule, e.words) == (page, FINDING, figure) for e in EXCEPTIONS):
        pytest.skip("this figure has no finding: see book/exceptions.csv")
    name = f"test_{figure.replace('-', '_')}"
    assert re.search(rf"^def {name}(?:_|\b)", TESTS, re.M), f"no {name} in test_findings_*.py"


def test_no_cell_lets_the_order_of_rows_decide_between_two_statements() -> None:
    deciding = [
        f"{document.name}:{line}"
        for document in documents()
        for cell in document.directives("code-cell")
        for line, text in cell.body
        if "drop_duplicates" in text and "keep" in text
    ]
    assert deciding == [], "look.standing shows statements of one day that differ as split"
