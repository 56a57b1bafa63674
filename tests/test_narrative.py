"""The rules of narrative text, tried on sentences: each fault, and what is none."""

import pytest

from kursk.numbers import EXCEPTIONS, Carried, spelled
from sphinx_evidence import facts, narrative, prose
from sphinx_evidence.measure import Chapter, new_names, numbers
from sphinx_evidence.narrative import FREE_SECTIONS, faults
from sphinx_evidence.rows import load
from sphinx_evidence.rule import Rules

EVIDENCE = load()
SAY = prose.saying(EVIDENCE)


def read(source: str) -> prose.Document:
    return prose.read(source, SAY, "chapters/x")


def found(source: str) -> list[tuple[int, str]]:
    rules = Rules(EVIDENCE, EXCEPTIONS, FREE_SECTIONS)
    return [(fault.line, fault.kind) for fault in faults(read(source), rules)]


def text(sentence: str) -> prose.Text:
    return read(sentence).blocks[0].text


# Reading


def test_a_mark_without_words_stands_in_the_text_with_those_of_its_row() -> None:
    assert text("On {event}`sd-e02` {claim}`a few <in-c003>` came.").words == (
        "On 6 August 2024 a few came."
    )


def test_a_block_knows_its_line_its_sections_and_its_box() -> None:
    box = ":::{admonition} In short\n:class: in-short\n\n- one\n- two\n:::"
    document = read(f"# T\n\n## S\n\n{box}\n\nEnd\nhere.")
    bullet = document.blocks[-2]
    assert (bullet.kind, bullet.line, bullet.sections, bullet.box) == (
        "admonition", 9, ("T", "S"), "In short",
    )  # fmt: skip
    assert document.blocks[-1].line_of(5) == 13


def test_a_full_stop_within_a_quotation_or_a_name_ends_no_sentence() -> None:
    sentences = text(
        "He said: {quoted}`No. Never. <in-q01>` Then U.S. General A. Smith left. It rained."
    )
    assert [s.words[-5:] for s in sentences.sentences()] == ["ever.", "left.", "ined."]


# Facts


@pytest.mark.parametrize(
    "free",
    [
        "Why do the counts differ so much? Because the word control has more than one meaning.",
        "Picture a soldier who walks into a village and walks on: is that village held?",
        "Two things follow from this, and both of them matter for Sudzha and for Kyiv.",
        "A salient is ground that juts out, so it can be attacked from three sides.",
    ],
)
def test_a_paragraph_that_only_explains_needs_no_mark(free: str) -> None:
    assert found(free) == []


@pytest.mark.parametrize(
    "stated",
    [
        "The advance had begun in August, and nobody knew why.",
        "The road was cut on Tuesday.",
        "It was a man named Ivan Petrenkoff who opened the gate.",
        "He called it “a very long road” home.",
        "Russia's Defence Ministry denied it.",
        "Officials counted the houses.",
    ],
)
def test_a_fact_needs_a_mark(stated: str) -> None:
    assert (1, "no-evidence") in found(stated)


def test_bullets_boxes_and_margin_notes_are_checked_like_paragraphs() -> None:
    fact = "It fell in March."
    source = (
        f"- {fact}\n\n```{{margin}}\n{fact}\n```\n\n:::{{admonition}} In short\n- {fact}\n:::\n"
    )
    assert found(source) == [(1, "no-evidence"), (4, "no-evidence"), (8, "no-evidence")]


def test_sections_that_speak_to_the_reader_are_free() -> None:
    assert found("## Questions for discussion\n\n1. Name two reasons for what came in March.") == []


def test_two_free_paragraphs_may_follow_each_other_and_no_third() -> None:
    free = "This explains.\n\n"
    assert found(free * 2) == []
    assert found(free * 3) == [(5, "no-evidence")]
    assert found(free * 2 + "{event}`sd-e02`.\n\n" + free * 2) == []


# Numbers


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("two villages and a dozen men", ["two"]),
        ("about half of the ground", ["half"]),
        ("a quarter fell", ["quarter"]),
        ("two days later, seven months after the crossing, within two weeks", []),
        ("the two armies had two reasons, in two words", []),
        ("the other half is not known; half a year later", []),
        ("in the second half of March, the first half of the year", []),
        ("one man, no one, one of them", []),
    ],
)
def test_numbers_in_words_need_a_row(words: str, numbers: list[str]) -> None:
    assert spelled(words) == numbers


def test_a_row_carries_a_number_in_words_or_in_digits() -> None:
    assert Carried([3.0], "").unspelled("three villages") == []
    assert Carried([], "two brigades").unspelled("two brigades, ten tanks") == ["ten"]


def test_a_number_in_words_typed_by_hand_is_a_fault() -> None:
    assert (1, "typed-number") in found("Three brigades came on {event}`sd-e02`.")


# Density


def test_five_marks_are_too_many_for_a_paragraph() -> None:
    mark = "{event}`sd-e02` "
    assert found(f"It was {mark * 4}") == []
    assert found(f"It was {mark * 5}") == [(1, "too-dense")]


def test_a_narrative_has_seventy_marks_at_the_most_and_tables_do_not_count() -> None:
    paragraph = "It was {event}`sd-e02`, {event}`sd-e02`.\n\n"
    assert found(paragraph * 35 + "## Who said what\n\n" + paragraph) == []
    assert found(paragraph * 36) == [(1, "too-dense")]


# Measures


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("On 6 August 2024 it was over.", 0),
        ("It was {claim}`some 300 square miles (777 km²) <in-c027>`.", 1),
        ("From 28 to 35 km, with 4 million men.", 2),
        ("He said {quoted}`1, 2, 3 <in-q01>`.", 0),
    ],
)
def test_the_figures_of_a_sentence_are_counted_once(sentence: str, count: int) -> None:
    assert numbers(text(sentence)) == count


def test_a_name_is_new_once_and_countries_are_no_names() -> None:
    told = Chapter(
        read(
            "In Ukraine Oleksandr Syrskyi spoke. Syrskyi left.\n\nThen Syrskyi met Apti Alaudinov."
        ),
        EVIDENCE,
    )
    assert [new for _, new in new_names(told)] == [["Oleksandr Syrskyi"], ["Apti Alaudinov"]]


def test_the_story_ends_where_the_parties_stand_side_by_side() -> None:
    learn, told = "## What you will learn\n\n- Two.", "## Story\n\nThree."
    source = f"One.\n\n{learn}\n\n{told}\n\n## Who said what\n\nFour."
    assert [block.text.words for block in narrative.narrative(read(source))] == ["One.", "Three."]


def test_known_names_are_those_that_the_tables_explain() -> None:
    known = facts.known_names(EVIDENCE)
    assert {"Syrskyi", "Sudzha", "FSB", "Ukraine"} <= known
    assert "Petrenkoff" not in known
