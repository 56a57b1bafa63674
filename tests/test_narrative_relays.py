"""Newsrooms named in sentences, and the pages that pass on what they reported."""

import pytest
from proofreading import faults

from sphinx_evidence import relays


def found(source: str) -> list[str]:
    return [fault.kind for fault in faults(relays.check, source)]


@pytest.mark.parametrize(
    "named",
    [
        # The first page of the row: “AFP, seen in a copy at Khaleej Times”.
        "AFP put it {claim}`about 25 to 30 km <in-c010>` from the border.",
        "The Financial Times reported that soldiers {event}`criticised it <in-e57>`.",
        # Named in the sentence.
        "The Washington Post, as a Ukrainian site retold it, wrote of {claim}`it <sd-c04>`.",
        # The paper's own page.
        "He told Novaya Gazeta Europe: {quoted}`There was no official evacuation <in-q66>`.",
        # The quotation stands below.
        "A sergeant told The New York Times what they met:\n\n```{quote} nk-q47\n```",
        # The mark stands in another sentence of the paragraph.
        "They found {event}`a notebook <nk-e40>`. The Wall Street Journal had it checked.",
        "Independent observers and the press said so.",
    ],
)
def test_a_relay_that_is_named_is_no_fault(named: str) -> None:
    assert found(named) == []


@pytest.mark.parametrize(
    ("unnamed", "kind"),
    [
        ("The Economist, too, wrote {claim}`about half <st-c029>`.", "newsroom"),
        ("AFP took the wider view.", "newsroom"),
        # A later page is Euromaidan Press; the card names another one.
        ("Euromaidan Press told of {event}`an assault <nk-e22>`.", "relay"),
        # The summary of the row has ISW; the first page is Al Jazeera's.
        ("ISW noted footage {event}`in the middle of Gornal <sd-e63>`.", "relay"),
    ],
)
def test_a_relay_that_nobody_names_is_found(unnamed: str, kind: str) -> None:
    assert found(unnamed) == [kind]


def test_what_the_page_of_a_newsroom_is_called() -> None:
    assert relays.plain("The New York Times (probable)") == "New York Times"
    assert relays.plain("AP") == "Associated Press"
