"""Files for learning management systems, read back by readers apart from the writers."""

import csv
import io
import re
import sqlite3
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from lms_readers import PICTURES, READERS, pictures12, qti12

from kursk import tables
from kursk.quiz import Option, Question, as_choice, questions, wrong
from kursk_formats.lms import cards
from kursk_formats.lms.cartridge import Part, cartridge
from kursk_formats.lms.export import FORMATS, Format, Sheet, fit, sourced, write

#: Every row that feedback may name.
ROWS = {
    str(row_id)
    for table in ("claims", "events", "quotes", "control", "absences")
    for row_id in tables.frame(table).iloc[:, 0]
}

QUOTE = "We don’t need their land: “7 % < 10 % {curly} = ~ # \\”"


def option(text: str, right: bool, feedback: str = "Said on that day.") -> Option:
    return Option(text, right, feedback, "judged")


def question(kind: str, number: int, **other: Any) -> Question:
    given: dict[str, Any] = {
        "id": f"quiz-aid_pause-{number}", "phase": "aid_pause", "kind": kind, "topic": "",
        "figure": "", "text": f"Which stopped first? {QUOTE}", "options": (), "answer": None,
        "tolerance": 0.0, "unit": "", "why": f"Two rows say so: {QUOTE}", "row_ids": ("ap-e05",),
    }  # fmt: skip
    return Question(**(given | other))


SHEET = Sheet(
    "quiz-aid_pause",
    "The US aid pause",
    (
        question("one", 1, options=(option("Weapons", True), option(QUOTE, False)),
                 figure="speed", topic="chart"),
        question("several", 2, options=(option("Weapons", True), option("Data", True),
                                        option("Neither", False))),
        question("order", 3, options=tuple(option(part, True) for part in ("A", "B", "C", "D"))),
        question("number", 4, answer=8.0, tolerance=0.5, unit="days"),
    ),
    {"speed": b"\x89PNG picture"},
    {"speed": "Bars of ground lost a day before, during and after the stop"},
    {"speed": "The chart: chapter “The US aid pause”, “The slide”."},
)  # fmt: skip


@pytest.fixture(params=FORMATS, ids=lambda form: form.id)
def form(request: pytest.FixtureRequest) -> Format:
    given: Format = request.param
    return given


def test_a_file_holds_every_question_with_its_key_and_its_words(form: Format) -> None:
    expected = fit(SHEET.questions, form.kinds)
    found = list(READERS[form.id](write(form, SHEET)))
    assert len(found) == len(expected) > 0
    for read, meant in zip(found, expected, strict=True):
        assert read.kind == meant.kind
        place = SHEET.places.get(meant.figure, "") and not form.pictures
        assert read.text == (
            f"{meant.text} ({SHEET.places[meant.figure]})" if place else meant.text
        )
        assert read.options == [one.text for one in meant.options]
        if meant.kind == "number":
            assert (read.low, read.high) == (7.5, 8.5)
        elif meant.kind == "order":
            assert read.right == [one.text for one in meant.options]
        else:
            assert read.right == [one.text for one in meant.right]
        assert read.why == (f"{meant.why} Evidence: ap-e05." if form.why else "")


PHASES = sorted({one.phase for one in questions()})


@pytest.mark.parametrize("phase", PHASES)
def test_the_books_own_quizzes_come_back_whole_from_every_file(form: Format, phase: str) -> None:
    sheet = Sheet(f"quiz-{phase}", phase, tuple(questions(phase)), {}, {}, {})
    expected = fit(sheet.questions, form.kinds)
    lost = [one.kind for one in sheet.questions if one.kind not in form.kinds | {"order"}]
    found = list(READERS[form.id](write(form, sheet)))
    assert len(found) == len(expected) == len(sheet.questions) - len(lost) >= 8
    for read, meant in zip(found, expected, strict=True):
        rows = ", ".join(meant.row_ids)
        assert (read.kind, read.text) == (meant.kind, meant.text)
        assert read.options == [one.text for one in meant.options]
        assert read.why == (f"{meant.why} Evidence: {rows}." if form.why else "")
        if meant.kind == "number":
            assert meant.answer is not None
            assert read.low == pytest.approx(meant.answer - meant.tolerance)
            assert read.high == pytest.approx(meant.answer + meant.tolerance)
            continue
        keys = meant.options if meant.kind == "order" else meant.right
        assert read.right == [one.text for one in keys]
        if meant.kind == "order" or not form.feedback:
            continue
        for option in meant.options:
            said, _, named = read.feedback[option.text].rpartition(" Evidence: ")
            assert said == option.feedback != ""
            assert set(named.removesuffix(".").split(", ")) <= ROWS


def test_quotations_in_the_quizzes_keep_every_byte() -> None:
    quoted = {one.id: re.findall("“[^”]+”", one.text) for one in questions()}
    assert sum(map(len, quoted.values())) > 10
    for form in FORMATS:
        for phase in PHASES:
            sheet = Sheet(phase, phase, tuple(questions(phase)), {}, {}, {})
            texts = [read.text for read in READERS[form.id](write(form, sheet))]
            for meant in fit(sheet.questions, form.kinds):
                assert any(all(q in text for q in quoted[meant.id]) for text in texts), meant.id


def test_an_option_names_the_rows_of_its_own_and_a_judgement_those_of_its_question() -> None:
    own = Option("Weapons", True, "First.", 'day("ap-e05") < day("ap-e10")')
    made = sourced(question("one", 1, options=(own, option("Data", False, "Second."))))
    assert [one.feedback for one in made.options] == [
        "First. Evidence: ap-e05, ap-e10.", "Second. Evidence: ap-e05.",
    ]  # fmt: skip


def test_every_term_and_person_comes_back_from_both_kinds_of_cards(tmp_path: Path) -> None:
    meant = [(one.front, one.back) for one in cards.cards()]
    assert len(meant) == len(tables.glossary()) + len(tables.people()) > 100
    assert all(front and back for front, back in meant)
    lines = csv.reader(io.StringIO(cards.as_lines().decode()), delimiter="\t")
    assert [(front, back) for front, back, _ in lines][1:] == meant
    with zipfile.ZipFile(io.BytesIO(cards.as_deck())) as zipped:
        (tmp_path / "deck").write_bytes(zipped.read("collection.anki2"))
    with sqlite3.connect(tmp_path / "deck") as deck:
        notes = deck.execute("select flds from notes order by id").fetchall()
    assert sorted(tuple(flds.split("\x1f")) for (flds,) in notes) == sorted(meant)
    assert cards.as_deck() == cards.as_deck()


def test_a_chart_is_shown_with_its_words_or_said_to_be_in_the_book(form: Format) -> None:
    content = write(form, SHEET)
    shown = dict(PICTURES[form.id](content)) if form.id in PICTURES else {}
    if form.pictures:
        assert shown == {SHEET.descriptions["speed"]: SHEET.pictures["speed"]}
    else:
        assert shown == {}
        found = next(READERS[form.id](content))
        assert "The chart: chapter “The US aid pause”" in found.text


def test_a_file_is_the_same_bytes_whenever_it_is_written(form: Format) -> None:
    assert write(form, SHEET) == write(form, SHEET)


def test_an_order_becomes_a_choice_of_one_where_a_system_knows_none() -> None:
    turned = as_choice(SHEET.questions[2])
    assert [one.text for one in turned.right] == ["A → B → C → D"]
    assert len({one.text for one in turned.options}) == 4


def test_a_file_without_a_question_is_refused() -> None:
    forms = next(form for form in FORMATS if form.id == "forms")
    numbers = Sheet("numbers", "Numbers", SHEET.questions[3:], {}, {}, {})
    with pytest.raises(ValueError, match="none of 1 questions fits"):
        write(forms, numbers)


def test_a_cartridge_lists_every_file_and_keeps_the_key() -> None:
    parts = [Part("4-aid-pause", "The US aid pause", b"<html><p>Text</p></html>")]
    made = cartridge("The book", parts, {"speed.svg": b"<svg/>"}, [SHEET], "https://example.org/")
    with zipfile.ZipFile(io.BytesIO(made)) as zipped:
        names = set(zipped.namelist()) - {"imsmanifest.xml"}
        manifest = ElementTree.fromstring(zipped.read("imsmanifest.xml"))
        quiz = zipped.read("quiz/quiz-aid_pause.xml")
        found = list(qti12(quiz))
        shown = dict(pictures12(quiz, zipped, "$IMS-CC-FILEBASE$/"))
    listed = {file.get("href") for file in manifest.iterfind(".//{*}file")}
    resources = {one.get("identifier") for one in manifest.iterfind(".//{*}resource")}
    references = {one.get("identifierref") for one in manifest.iterfind(".//*[@identifierref]")}
    assert listed == names
    assert references <= resources
    assert [one.kind for one in found] == ["one", "several", "one"]
    assert found[0].options[1] == QUOTE
    assert found[1].right == ["Weapons", "Data"]
    assert shown == {SHEET.descriptions["speed"]: SHEET.pictures["speed"]}


def test_every_answer_of_the_book_is_borne_out_by_its_rows() -> None:
    faults = {one.id: list(wrong(one)) for one in questions()}
    assert len(faults) >= 40
    assert not {name: found for name, found in faults.items() if found}
