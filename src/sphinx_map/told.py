"""Who was said to hold which place, by whom one listens to: what the marks of the map show."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

import pandas as pd

from kursk import look, tables
from kursk.days import SAME_TIME_DAYS
from kursk.model import Control, Place, rows
from kursk.sides import CONTROLLERS
from sphinx_map import ground, strip

#: Days in which another party's statement still contradicts a new one.
NEAR = SAME_TIME_DAYS

#: Kinds of places in the order in which they are named on the map; others come behind them.
_KINDS = ("city", "town", "urban-type settlement")


@dataclass(frozen=True)
class Voice:
    """Whom a reader listens to: a key for addresses, a label, the parties (ids).

    ``heard`` says who they are where the label does not.
    """

    key: str
    label: str
    parties: frozenset[str] = field(default_factory=frozenset)
    heard: str = ""


def voices() -> list[Voice]:
    """Return the voices: anyone, each party to the war, and all others together.

    Raises:
        ValueError: a party speaks of places whose kind the last voice does not name.
    """
    named = frozenset({"independent", "press", "uk"})
    speaking = {row.side for row in rows(Control)}
    if strange := speaking - named - {"ukraine", "russia"}:
        raise ValueError(f"map: {', '.join(sorted(strange))} speak of places; name them as a voice")
    return [
        Voice("all", "Anyone", frozenset(speaking)),
        Voice("ua", "Ukraine", frozenset({"ukraine"})),
        Voice("ru", "Russia", frozenset({"russia"})),
        Voice("others", "Others", named, "analysts, the press and Britain"),
    ]


@dataclass(frozen=True)
class Spot:
    """A place on the map; ``told`` has, for each voice, what stood from which day on.

    Each standing reads ``DAY:HOLDERS:IDS``: days since the first, the first letters of all that
    were named as holders, and the rows behind it, joined by “+”.
    """

    id: str
    name: str
    kind: str
    x: float
    y: float
    told: dict[str, str]


def _standings(said: pd.DataFrame, voice: Voice) -> dict[str, str]:
    """Return the standings of each place (by name) in the words of one voice."""
    letters = {label: key[0] for key, label in CONTROLLERS.items()}
    parties = {look.SIDES[party].label for party in voice.parties}
    heard = said[said["side"].isin(parties)]
    first = dt.date.fromisoformat(strip.first_day())
    found: dict[str, list[str]] = {}
    for row in look.standing(heard, near=NEAR).to_dict("records"):
        day = (dt.date.fromisoformat(row["since"]) - first).days
        holders = "".join(letters[name] for name in row["holders"].split(";"))
        ids = row["ids"].replace(";", "+")
        found.setdefault(row["place_id"], []).append(f"{day}:{holders}:{ids}")
    return {place: " ".join(told) for place, told in found.items()}


def places(heard: list[Voice]) -> list[Spot]:
    """Return every place with a position, those first that the map should name first."""
    control = tables.control()
    said = look.rows(control).assign(place_id=control["place_id"])
    told = {voice.key: _standings(said.assign(place=said["place_id"]), voice) for voice in heard}
    known = [place for place in rows(Place) if place.reach == "local" and place.lat is not None]
    counts = control["place_id"].value_counts()

    def order(place: Place) -> tuple[int, int, str]:
        kind = _KINDS.index(place.kind) if place.kind in _KINDS else len(_KINDS)
        return kind, -int(counts.get(place.place_id, 0)), place.name_en

    return [
        Spot(
            place.place_id,
            re.sub(r" \(.*\)", "", place.name_en),
            place.kind,
            *ground.km(float(place.lon or 0), float(place.lat or 0)),
            {key: standings.get(place.place_id, "") for key, standings in told.items()},
        )
        for place in sorted(known, key=order)
    ]


def unmapped() -> int:
    """Return how many places were spoken of and have no known position."""
    known = {place.place_id for place in rows(Place) if place.lat is not None}
    return len({row.place_id for row in rows(Control)} - known)
