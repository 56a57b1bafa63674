"""Where a row stands in the site: the one rule that pages, cards and charts share.

A path is relative to the root of the site: ``evidence/ledger-troops.html#nk-c012``. The anchor is
the row id. Long tables are split over several pages, so that none of them weighs a reader down:
claims by what they count, events and quotations by phase, sources by their first letter.
"""

import re
from functools import cache

from kursk import tables

#: Ledger page → its title and the metrics on it (patterns, the first that fits wins).
LEDGER_PAGES: dict[str, tuple[str, str]] = {
    "held": ("Ground held", r"area_held|other_area_(held|peak)|other_share_(of_peak|still|of_reg)"),
    "settlements": ("Settlements", r"(other_)?settlements_"),
    "troops": (
        "Troops",
        r"(other_)?troops_|other_(reinforcements|first_group|third_wave|sappers|military_builders"
        r"|attackers|garrison|pipeline_assault|reconnaissance|russian_and_north_korean_force"
        r"|share_of_force)",
    ),
    "losses": (
        "Dead, wounded and captured soldiers",
        r"(other_)?(casualties|killed|wounded|prisoners|missing|pow|executions|vehicles_lost"
        r"|tanks_lost)_?|other_(azov|share_(killed|of_contingent|conscripts)|russian_vehicles_wreck)",
    ),
    "people": (
        "Civilians",
        r"(other_)?civilian|other_(people|residents|displaced|population|kursk_civilians|children"
        r"|support_payments|agents|pupils)",
    ),
    "advance": (
        "Ground taken and retaken, distances",
        r"(other_)?(area|share_recaptured|share_lost|advance|distance|grey_zone|conflict_area"
        r"|combat_zone|front_width|salient|corridor|width)|other_russian_gains?_",
    ),
    "other": ("Aid, weapons, opinion and the rest", r""),
}

#: Sources page → the first letters (or digits) of the source ids on it.
SOURCE_PAGES: dict[str, str] = {
    "a-d": "0123456789abcd",
    "e-k": "efghijk",
    "l-o": "lmno",
    "p-t": "pqrst",
    "u-z": "uvwxyz",
}


def ledger_page(metric: str) -> str:
    """Return the key of the ledger page that lists ``metric``."""
    return next(key for key, (_, metrics) in LEDGER_PAGES.items() if re.match(metrics, metric))


def source_page(source_id: str) -> str:
    """Return the key of the page that lists a source; odd first characters go to the last one."""
    first = source_id[:1].lower()
    return next((key for key, letters in SOURCE_PAGES.items() if first in letters), "u-z")


def phase_page(phase: str) -> str:
    """Return a phase as page names write it: ``north_korea`` → ``north-korea``."""
    return phase.replace("_", "-")


@cache
def _pages() -> dict[str, str]:
    """Return the document (without ``.html``) of every row that has a place in the site."""
    claims, events, quotes = tables.claims(), tables.events(), tables.quotes()
    pages = {
        **{row: f"evidence/ledger-{ledger_page(m)}"
           for row, m in zip(claims["claim_id"], claims["metric"], strict=True)},
        **{row: f"evidence/events-{phase_page(p)}"
           for row, p in zip(events["event_id"], events["phase"], strict=True)},
        **{row: f"evidence/quotes-{phase_page(p)}"
           for row, p in zip(quotes["quote_id"], quotes["phase"], strict=True)},
        **{row: f"evidence/sources-{source_page(row)}" for row in tables.sources().index},
        **dict.fromkeys(tables.conflicts()["conflict_id"], "evidence/founding-articles"),
        **dict.fromkeys(tables.people()["person_id"], "glossary"),
        **dict.fromkeys(tables.control()["control_id"], "explore/map"),
        **dict.fromkeys(tables.places()["place_id"], "explore/map"),
    }  # fmt: skip
    return {str(row): page for row, page in pages.items()}


def row_page(row_id: str) -> str:
    """Return the document that shows a row, such as ``evidence/ledger-troops``.

    Raises:
        KeyError: no table has this id.
    """
    return _pages()[row_id]


def row_path(row_id: str) -> str:
    """Return the address of a row from the root of the site.

    Raises:
        KeyError: no table has this id.
    """
    return f"{row_page(row_id)}.html#{row_id}"
