"""Kinds of fault that readers found, each tried on sentences with it and without."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from proofreading import EVIDENCE, SAY, faults

from kursk.model import Metric, rows
from kursk.numbers import EXCEPTIONS
from kursk.turns import turn
from sphinx_evidence import (
    comparable,
    cuts,
    figures,
    hedges,
    measured,
    narrative,
    promises,
    prose,
)
from sphinx_evidence.rule import Exempt, Rule, Rules, exempt
from sphinx_evidence.standard import breaches, standards
from sphinx_evidence.standard import check as standard

ROOT = Path(__file__).parents[1]


def found(check: Rule, source: str) -> list[str]:
    return [fault.found for fault in faults(check, source)]


# 1 A hedge is part of the figure


@pytest.mark.parametrize(
    "kept",
    [
        "{claim}`about 121,000 <in-c064>` had left",
        "some {claim}`121,000 <in-c064>` had left",
        "{claim}`over 11,000 people <in-c073>` left",
        "{claim}`28 to 35 km <sd-c45>` inside",
        "{claim}`1,263 km² <sd-c43>`, a bare number in its row",
        "{claim}`the people <in-c064>` left",
    ],
)
def test_a_kept_hedge_is_no_fault(kept: str) -> None:
    assert found(hedges.check, kept) == []


@pytest.mark.parametrize(
    "dropped",
    [
        "In Russia {claim}`121,000 <in-c064>` had left.",
        "Seoul's {claim}`300 killed <nk-c51>` came to less.",
        "Reuters had {claim}`59,000 <sd-c30>`.",
        "The dead rose from {claim}`2 <sd-c19>` to more.",
        "At its narrowest it was {claim}`500 metres <ap-c32>` wide.",
        "They were {claim}`25 km <in-c010>` inside.",
    ],
)
def test_a_dropped_hedge_is_found(dropped: str) -> None:
    assert len(found(hedges.check, dropped)) == 1


# 2 Side by side means comparable


def versus(question: str, *rows: str, **options: str) -> str:
    lines = [f":{name}: {value}" for name, value in options.items()]
    return "\n".join([f"```{{versus}} {question}", *lines, *rows, "```"])


def test_a_question_can_name_every_family_of_the_metrics() -> None:
    assert set(comparable.FAMILIES) == {metric.family for metric in rows(Metric)} - {""}


def test_ground_held_does_not_stand_beside_ground_retaken() -> None:
    question = "How much of the ground was back in Russian hands?"
    assert found(comparable.check, versus(question, "sd-c24", "ge-c057")) == [
        f"ge-c057, ground held, in {question!r}"
    ]
    assert found(comparable.check, versus("Retaken, and still held", "sd-c24", "ge-c057")) == []


def test_the_dead_do_not_stand_among_all_losses() -> None:
    question = "How many North Koreans had been lost by January 2025?"
    faults = found(comparable.check, versus(question, "nk-c48", "nk-c51"))
    assert f"nk-c51, killed, in {question!r}" in faults


def test_no_party_is_missing_for_which_a_comparable_figure_exists() -> None:
    rows = ("sd-c37", "in-c019", "ge-c010")
    question = "How much ground did Ukraine hold?"
    missing = found(comparable.check, versus(question, *rows))
    assert missing == [f"no figure of Russia in {question!r}"]
    assert found(comparable.check, versus(question, *rows, without="in-c017 a rumour")) == []
    assert found(comparable.check, versus(question, *rows, without="in-c017")) == missing


def test_the_dead_do_not_stand_beside_the_missing_whatever_the_question_says() -> None:
    question = "Civilians: dead and missing"
    assert len(found(comparable.check, versus(question, "co-c67", "co-c68"))) == 2


def test_two_armies_stand_in_one_table_only_where_its_question_names_both() -> None:
    rows = ("co-c59", "st-c063")
    question = "How many prisoners does each side say were taken in Kursk?"
    assert found(comparable.check, versus(question, *rows)) == [
        f"Russian figures beside others in {question!r}",
        f"Ukrainian figures beside others in {question!r}",
    ]
    named = "Russian and Ukrainian soldiers taken prisoner"
    assert found(comparable.check, versus(named, *rows)) == []


def test_a_question_for_the_most_looks_at_figures_of_any_day() -> None:
    question = "How much ground did Ukraine hold at the most?"
    missing = f"no figure of Russia in {question!r}"
    assert missing in found(comparable.check, versus(question, "sd-c47", "sd-c46", "ge-c023"))


def test_where_one_side_answers_others_the_other_side_is_heard() -> None:
    question = "Did the US pause cost ground?"
    words = ("ap-q24", "sd-q32", "ap-q63")
    assert found(comparable.check, versus(question, *words)) == [
        f"no word of Russia in {question!r}"
    ]
    assert found(comparable.check, versus(question, *words, "ab-ap-4")) == []
    assert found(comparable.check, versus(question, *words, "ap-q06")) == []


# 3 Titles and descriptions are written from the rows drawn


def figure(**words: str) -> Any:
    cell = SimpleNamespace(text="about 121,000 people", href="evidence/x.html#in-c064")
    label = SimpleNamespace(text=words.pop("label", "~121,000"), href="evidence/x.html#in-c064")
    texts = {"title": "", "subtitle": "", "see": "", "description": "", **words}
    spec = {"datasets": {"a": [{"km2": 410.8}]}}
    return SimpleNamespace(id="x", table=SimpleNamespace(rows=[[cell, label]]), spec=spec, **texts)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ({"title": "About 121,000 left"}, []),
        ({"description": "One line, from about 411 km² down."}, []),
        ({"title": "121,000 left"}, ["hedge-dropped"]),
        ({"title": "More than 90,000 left"}, ["number-not-drawn"]),
        ({"description": "It falls from about 760."}, ["number-not-drawn"]),
        ({"label": "121,000"}, ["hedge-dropped"]),
        ({"see": "No Russian figure was found."}, ["silence"]),
        ({"title": "Moscow admitted it"}, ["verb"]),
    ],
)
def test_the_words_of_a_figure_are_carried_by_its_rows(
    words: dict[str, str], kinds: list[str]
) -> None:
    assert [kind for kind, _ in figures.faults(figure(**words), EVIDENCE)] == kinds


# 4 and 9 The standard as rules over sentences


@pytest.mark.parametrize(
    ("rule", "sentence"), [(rule, bad) for rule in standards() for bad in rule.bad]
)
def test_a_rule_finds_its_bad_sentences(rule: Any, sentence: str) -> None:
    assert rule.breach(prose.read(sentence, SAY).blocks[0].text, EVIDENCE)


@pytest.mark.parametrize(
    ("rule", "sentence"), [(rule, good) for rule in standards() for good in rule.good]
)
def test_a_rule_lets_its_good_sentences_pass(rule: Any, sentence: str) -> None:
    assert not rule.breach(prose.read(sentence, SAY).blocks[0].text, EVIDENCE)


def test_no_rule_finds_a_good_sentence_of_another() -> None:
    for rule in standards():
        for good in (sentence for other in standards() for sentence in other.good):
            assert not rule.breach(prose.read(good, SAY).blocks[0].text, EVIDENCE), (
                rule.name,
                good,
            )


def test_a_confirmed_row_elsewhere_does_not_excuse_the_row_that_says_it() -> None:
    said = "{event}`Russia retook the village <in-e31>`"
    assert found(standard, f"{said}, and Putin {{event}}`named no date <st-e34>`.")
    assert found(standard, f"Putin {{event}}`named no date <st-e34>`: {said}, TASS said.") == []


def test_the_finished_book_breaks_no_standard() -> None:
    rules = Rules(EVIDENCE, EXCEPTIONS, narrative.FREE_SECTIONS)
    for path in sorted((ROOT / "book" / "chapters").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert "{claim}" in text
        document = prose.read(text, SAY, f"chapters/{path.stem}")
        own = [e for e in exempt(ROOT / "book" / "exceptions.csv") if e.document == document.name]
        faults = [f for f in standard(document, rules)
                  if not any(e.covers(document.name, f) for e in own)]  # fmt: skip
        assert faults == []


def test_words_without_marks_keep_the_standard_with_a_row_of_what_was_not_found() -> None:
    assert list(breaches("No figure was found.", EVIDENCE)) == [
        ("silence", "'No figure was found'")
    ]
    assert list(breaches("No figure was found.", EVIDENCE, absences=True)) == []
    at_hand = breaches("No source at hand says it.", EVIDENCE, absences=True)
    assert [kind for kind, _ in at_hand] == ["housekeeping"]


def test_words_of_others_break_no_rule() -> None:
    assert found(standard, "He called it {quoted}`a brazen regime <in-q01>`.") == []


# 5 A cut that changes the sense


@pytest.mark.parametrize(
    ("row", "words", "lost"),
    [
        ("in-q35", "given this escapade, we will not talk", "At the current stage"),
        ("st-q31", "a very strong trump card in all negotiations", "especially"),
        ("sd-q02", "a watershed moment in the war", "even if"),
        ("in-q12", "to stretch the positions of the enemy", "to inflict"),
        ("in-q54", "to make us nervous", "transfer"),
        ("nk-q02", "another bit of fake news", "looks like"),
        ("ap-q63", "I wouldn’t say that the freeze influenced the operation in Kursk", "But"),
    ],
)
def test_a_cut_before_a_turn_is_found(row: str, words: str, lost: str) -> None:
    assert turn(EVIDENCE.quotes[row].text, words) == lost
    assert len(found(cuts.check, f"He said {{quoted}}`{words} <{row}>`.")) == 1


def test_a_whole_sentence_is_no_cut() -> None:
    assert turn("It is so. But nobody knows.", "It is so.") == ""
    assert turn("We hold it, but not for long.", "We hold it, but not for long.") == ""


# 11 and 12 What tables promise of the book


@pytest.mark.parametrize(
    ("explanation", "kept"),
    [
        ("They differ. The book prints both.", False),
        ("They differ. The book prints the first.", True),
        ("The two figures stand side by side.", False),
        ("The book follows the first.", True),
        ("They differ in both dates.", True),
    ],
)
def test_a_promise_of_the_book_is_held_to_its_rows(explanation: str, kept: bool) -> None:
    conflict = {"conflict_id": "x", "explanation": explanation, "row_ids": ("sd-c37", "sd-c43")}
    tables: Any = SimpleNamespace(records={"conflicts": [conflict]})
    shown = [prose.read("{claim}`sd-c37`", SAY, "chapters/x")]
    assert (list(promises.broken(tables, shown)) == []) == kept


def test_a_sentence_is_backed_by_a_row_of_a_chapter_alone() -> None:
    sentence = {
        "seed_file": "000_a.txt", "sentence_no": 1, "verdict": "backed", "row_ids": ("sd-c37",),
    }  # fmt: skip
    tables: Any = SimpleNamespace(records={"seed_coverage": [sentence]})
    for name, backed in (("chapters/x", True), ("explore/x", False)):
        shown = [prose.read("{claim}`sd-c37`", SAY, name)]
        assert (list(promises.unbacked(tables, shown)) == []) == backed


# 13 The book's own measurements


def test_a_measurement_stands_in_whole_units() -> None:
    source = "It lags. It came to {claim}`816 km² <ge-c018>`, not {claim}`815.5 km² <ge-c018>`."
    rules = Rules(EVIDENCE, EXCEPTIONS, narrative.FREE_SECTIONS)
    faults = narrative.faults(prose.read(source, SAY), rules)
    assert [(fault.kind, fault.found) for fault in faults] == [("decimal", "'815.5 km²'")]


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("On the map this book measured {claim}`816 km² <ge-c018>`.", ["no-lag"]),
        ("On a map that is late by days it was {claim}`816 km² <ge-c018>`.", []),
        ("It was {claim}`816 km² <ge-c018>`.\n\n```{code-cell}\nsee='The map lags.'\n```", []),
        ("```{versus} What was held?\nge-c018\n```", ["no-lag"]),
        ("Kyiv said that it held {claim}`1,263 km² <sd-c43>`.", []),
    ],
)
def test_a_text_that_shows_a_measurement_says_that_the_map_lags(
    said: str, kinds: list[str]
) -> None:
    rules = Rules(EVIDENCE, EXCEPTIONS, narrative.FREE_SECTIONS)
    document = prose.read(said, SAY, "chapters/x")
    assert [fault.kind for fault in measured.check(document, rules)] == kinds


# Exceptions


def test_an_exception_excuses_its_fault_and_must_have_one() -> None:
    document = prose.read("Kyiv said nothing. {event}`sd-e02`", SAY, "chapters/x")
    here = Exempt("chapters/x", "silence", "said nothing", "the row says so")
    idle = Exempt("chapters/x", "silence", "was silent", "no such words")
    for exceptions, kinds in (
        ((), ["silence"]),
        ((here,), []),
        ((here, idle), ["stale-exception"]),
    ):
        rules = Rules(EVIDENCE, EXCEPTIONS, narrative.FREE_SECTIONS, exceptions=exceptions)
        assert [fault.kind for fault in narrative.faults(document, rules)] == kinds
