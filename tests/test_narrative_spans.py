"""Spans of time: the words agree with the dates of the rows, and begin at a day that is written."""

import pytest
from proofreading import faults

from sphinx_evidence import spans


def found(source: str) -> list[str]:
    return [fault.kind for fault in faults(spans.check, source)]


# sd-e02 6 August, sd-c37 12 August, sd-c43 20 August 2024; ap-q32 10, ap-q39 12 March 2025.
@pytest.mark.parametrize(
    "right",
    [
        "On {event}`sd-e02` they came. Six days later he named {claim}`a figure <sd-c37>`.",
        "On 11 August he came, and the next day he named {claim}`a figure <sd-c37>`.",
        "On 12 August he came, and on the same day he named {claim}`a figure <sd-c37>`.",
        "On 6 August they came, and two weeks later Kyiv held {claim}`so much <sd-c43>`.",
        "On 6 August they came, and within a week he named {claim}`a figure <sd-c37>`.",
        "On 6 August they came. Weeks later he named {claim}`a figure <sd-c43>`.",
        "He named {claim}`a figure <sd-c37>` the day before {event}`the next day <in-e25>`.",
        "On 12 August two figures were named, {claim}`one <sd-c37>` and {claim}`one <sd-c43>`,"
        " a week apart.",
        "They {event}`came out on the same day <in-e71>`, {claim}`so many <in-c088>`.",
        "Two days later he left.",
        "How it {event}`came about <ap-e01>` was reported months later.",
    ],
)
def test_a_right_span_is_no_fault(right: str) -> None:
    assert found(right) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "On {event}`sd-e02` they came. Two days later he named {claim}`a figure <sd-c37>`.",
        # An end is not its own beginning: these were no fault before.
        "On 10 August 2024 he came. On the same day he named {claim}`a figure <sd-c37>`.",
        "On 10 August 2024 he came, and on the same day he named {claim}`a figure <sd-c37>`.",
        "On 6 August 2024 he came. A fortnight later he named {claim}`a figure <sd-c37>`.",
        "On 1 July 2024 he came. Within a week he named {claim}`a figure <sd-c37>`.",
        "On 11 August 2024 he came. Weeks later he named {claim}`a figure <sd-c37>`.",
        "On 6 August 2024 he came. Seven weeks later he named {claim}`a figure <sd-c43>`.",
    ],
)
def test_a_wrong_span_is_found(wrong: str) -> None:
    assert found(wrong) == ["span"]


def test_a_span_that_begins_at_a_day_of_a_card_alone_is_found() -> None:
    said = "He wrote {quoted}`There is currently no threat <ap-q32>`."
    went = " Two days later he wrote {quoted}`has been and remains saving the lives <ap-q39>`."
    assert found(f"On 11 March 2025 they met. {said}{went}") == ["span-unseen"]
    assert found(f"On 10 March 2025 they met. {said}{went}") == []


def test_a_reader_counts_on_from_where_a_span_ended() -> None:
    first = "On 6 August 2024 they came. Six days later he named {claim}`a figure <sd-c37>`."
    assert found(f"{first} Eight days later he named {{claim}}`more <sd-c43>`.") == []


@pytest.mark.parametrize(
    ("former", "kind"),
    [
        (  # chapter 2, line 54: the other official spoke on the next day
            "On {event}`18 September <in-e69>` a spokesman said so. Another was more careful the"
            " same day: it was {quoted}`too early to say that it has failed completely <in-q63>`.",
            "span",
        ),
        (  # chapter 1, line 100: Kyiv's last figure was of 6 September
            "On {claim}`over 1,300 <in-c030>` Kyiv stopped. A Reuters report had"
            " {claim}`some 300 square miles (777 km²) <in-c027>` one day after Kyiv's last.",
            "span",
        ),
        (  # chapter 4, line 258: a reader counted from 11 March
            "On {event}`11 March <sd-e42>` they met. He said: {quoted}`There is currently no"
            " threat <ap-q32>` Two days later he wrote that his priority {quoted}`has been and"
            " remains saving the lives <ap-q39>`.",
            "span-unseen",
        ),
    ],
)
def test_the_known_cases_are_found(former: str, kind: str) -> None:
    assert found(former) == [kind]
