"""Chapters as notebooks: roles and directives in plain Markdown, and no fault of theirs twice."""

import re

import pytest
from bs4 import BeautifulSoup, Tag
from found import the
from markdown_it import MarkdownIt

from kursk.model import Person, Phase, by_id
from kursk.quiz import questions
from sphinx_evidence.aids import who
from sphinx_evidence.page import unparted
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
    assert [line.count("|") for line in table[2:]] == [4, 4, 4, 4]


def test_key_dates_and_who_is_who_become_lists() -> None:
    text = "```{key-dates} collapse\nsd-e02\n```\n\n```{who-is-who}\noleksandr-syrskyi\n```"
    assert "- 6 August 2024: " in markdown(text, site="")
    assert "- Oleksandr Syrskyi, " in markdown(text, site="")


def test_the_last_phase_is_open_to_the_offices_of_its_long_tail() -> None:
    person = by_id(Person)["alexander-khinshtein"]
    later = "Governor of Kursk region (from 21 September 2025)"
    assert later in who(person, "collapse") and later not in who(person, "stalemate")


def test_what_moves_on_the_page_alone_says_where_and_leaves_no_ids_behind() -> None:
    text = "```{map}\n:day: 2024-08-31\nsd-e02\n```"
    assert "stands on the page `explore/map.html` of the book" in markdown(text, site="")
    said = markdown(text, site=SITE)
    assert "[the page of the map](https://book.example/explore/map.html)" in said
    assert "sd-e02" not in said


@pytest.mark.parametrize("phase", by_id(Phase))
def test_the_options_of_every_question_stand_under_it_and_its_answer_beside_none(
    phase: str,
) -> None:
    page = MarkdownIt().render(markdown(f"```{{quiz}} {phase}\n```", site=""))
    quiz = BeautifulSoup(page, "html.parser")
    listed = [child for child in quiz.children if isinstance(child, Tag)]
    assert [child.name for child in listed] == ["ol"], "one list, out of which nothing falls"
    asked = listed[0].find_all("li", recursive=False)
    assert len(asked) == len(questions(phase)) >= 10
    for item, question in zip(asked, questions(phase), strict=True):
        options = [option.get_text() for option in item.select("ul > li")]
        assert sorted(options) == sorted(option.text for option in question.options)
        answer = item.find("details", recursive=False)
        assert answer and question.why in answer.get_text()
        assert not re.search(r"[?!.]\.|\.0 ", the(answer, "b").get_text())


def test_a_notebook_has_no_heading_over_sources_that_it_does_not_list() -> None:
    text = "## Sources of this chapter\n\n```{bibliography}\n:style: book\n```"
    said = markdown(text, site="")
    assert said.startswith("**Sources.** Each linked figure") and "#" not in said


def test_a_running_notebook_is_not_told_to_run() -> None:
    said = markdown("**Change a cell.** In a running notebook, change the name.", site="")
    assert said == "**Change a cell.** Change the name."


def test_what_is_underlined_on_a_page_is_a_link_in_a_notebook() -> None:
    deck = "A book. Underlined numbers show who said it, when, and who says otherwise."
    assert "nderlined" not in markdown(deck, site="")


PAGES = (
    "## How we know\n\n- [Terms](glossary.md), spelt in several ways.\n\n"
    "## For you\n\n- Draw [a chart](lab.md), or [run it](run.md)."
)


def test_names_of_pages_that_cannot_be_opened_are_left_out_with_their_heading() -> None:
    said = markdown(PAGES, site="", notebooks=["lab"])
    assert said == "## For you\n\n- Draw [a chart](lab.ipynb), or run it."


def test_where_the_site_has_an_address_no_link_is_lost() -> None:
    said = markdown(PAGES, site=SITE, notebooks=["lab"])
    assert re.findall(r"\]\((\S+)\)", said) == [
        f"{SITE}/{page}.html" for page in ("glossary", "lab", "run")
    ]


def test_what_is_new_is_told() -> None:
    said = markdown("```{ledger} newest\n```", site="").splitlines()
    assert ["” is now “" in line for line in said] == [True, True, True, False, False]
    assert all("](http" in line for line in said)


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


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("about 259 km² (100 sq mi)", "about 259\u00a0km² (100\u00a0sq\u00a0mi)"),
        ("500 to 700 km²", "500 to 700\u00a0km²"),
        ("5 miles of 7 kmart", "5 miles of 7 kmart"),
    ],
)
def test_a_number_and_its_unit_stay_on_one_line(words: str, kept: str) -> None:
    assert unparted(words) == kept
