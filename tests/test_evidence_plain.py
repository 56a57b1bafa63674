"""Chapters as notebooks: roles and directives in plain Markdown, and no fault of theirs twice."""

import re

import pytest

from kursk.model import Person, by_id
from sphinx_evidence.aids import who
from sphinx_evidence.plain import markdown
from sphinx_evidence.rows import load

SITE = "https://book.example"


def test_a_figure_leads_to_its_row() -> None:
    assert markdown("Held {claim}`sd-c43`.", site=SITE) == (
        "Held [1,263 km²](https://book.example/evidence/ledger-held.html#sd-c43)."
    )


def test_words_of_the_author_stand_and_lead_to_the_page_on_which_they_were_seen() -> None:
    said = markdown("They {event}`crossed <sd-e02>`.", site="")
    assert re.fullmatch(r"They \[crossed\]\(https://\S+\)\.", said)


def test_quoted_words_are_in_quotation_marks() -> None:
    said = markdown("{quoted}`the last villages <sd-q31>`", site="")
    assert re.fullmatch(r"“\[the last villages\]\(https://\S+\)”", said)


def test_a_quotation_has_speaker_date_and_original_newsroom() -> None:
    said = markdown("```{quote} sd-q31\n```", site="").splitlines()
    assert said[0].startswith("> “")
    assert "2025" in said[-1] and "](http" in said[-1]


def test_parties_stand_side_by_side_by_date() -> None:
    table = markdown("```{versus} How much?\n:open:\nsd-c43\nsd-c46\n```", site="").splitlines()
    assert table[0] == "**How much?**"
    assert [line.count("|") for line in table[2:]] == [6, 6, 6, 6]


def test_key_dates_and_who_is_who_become_lists() -> None:
    text = "```{key-dates} collapse\nsd-e02\n```\n\n```{who-is-who}\noleksandr-syrskyi\n```"
    assert "- 6 August 2024: " in markdown(text, site="")
    assert "- Oleksandr Syrskyi, " in markdown(text, site="")


def test_the_last_phase_is_open_to_the_offices_of_its_long_tail() -> None:
    person = by_id(Person)["alexander-khinshtein"]
    later = "Governor of Kursk region (from 21 September 2025)"
    assert later in who(person, "collapse") and later not in who(person, "stalemate")


def test_what_moves_on_the_page_alone_leaves_no_ids_behind() -> None:
    said = markdown("```{map}\n:day: 2024-08-31\nsd-e02\n```", site="")
    assert "on the page" in said and "sd-e02" not in said


@pytest.mark.parametrize(
    "text",
    [
        "{claim}`no-c999`", "{event}`words <no-e9>`", "{quoted}`no-q9`", "{absence}`x <no-a9>`",
        "{cite}`no-source`", "```{quote} no-q9\n```", "```{versus} Who?\nno-c9\n```",
        "```{key-dates} nowhen\nno-e9\n```", "```{who-is-who}\nnobody\n```",
        "```{quiz} nowhere\n```", "```{chapter} nowhere\n```", "```{unknown} x\nwords\n```",
    ],
)  # fmt: skip
def test_an_unknown_id_is_no_second_fault_here(text: str) -> None:
    assert isinstance(markdown(text, site=SITE), str)


def test_every_row_can_be_written() -> None:
    evidence = load()
    roles = {"claim": evidence.claims, "event": evidence.events, "quoted": evidence.quotes}
    text = "\n".join(f"{{{role}}}`{row}`" for role, rows in roles.items() for row in rows)
    assert "`" not in markdown(text, site="")
