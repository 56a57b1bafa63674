"""The parties of the book: one name, one colour, one shape and one dash each, everywhere."""

from dataclasses import dataclass

from kursk import reader


@dataclass(frozen=True)
class Side:
    """A party as readers see it: ``color`` on a light ground, ``dark`` on a dark one.

    ``shape`` is one of Vega's names or an SVG path in the square from -1 to 1; ``dash`` has the
    lengths of line and gap in pixels and is empty for a whole line.
    """

    label: str
    adjective: str
    at_war: bool
    color: str
    dark: str
    shape: str
    dash: tuple[int, ...]


#: Party id of the tables → how it looks, in the order of the table. Colours after Okabe and Ito
#: (2008), which stay apart for the common kinds of colour blindness; the shape says it again.
SIDES: dict[str, Side] = {
    row["party_id"]: Side(
        row["label"], row["adjective"], row["at_war"], row["color"], row["dark"], row["shape"],
        tuple(map(int, row["dash"].split())),
    )
    for row in reader.rows("parties")
}  # fmt: skip

#: Parties to the war: what they say of it is a claim.
AT_WAR: frozenset[str] = frozenset(name for name, side in SIDES.items() if side.at_war)

#: Who was said to hold a place → its name; a side lends its colour and shape, contested has none.
CONTROLLERS: dict[str, str] = {
    **{name: SIDES[name].label for name in ("ukraine", "russia")}, "contested": "Contested",
}  # fmt: skip

#: The ground of pages and charts, light and dark.
GROUND = ("#ffffff", "#17191c")


#: Vega's names of shapes → their outline as an SVG path in the square from -1 to 1.
_OUTLINES: dict[str, str] = {
    "circle": "M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0",
    "square": "M-.9-.9H.9V.9H-.9Z",
    "diamond": "M0-1.2L1.2 0L0 1.2L-1.2 0Z",
    "triangle-up": "M0-1.1L1.1 1H-1.1Z",
    "triangle-down": "M-1.1-1H1.1L0 1.1Z",
    "triangle-left": "M-1.1 0L1-1.1V1.1Z",
    "triangle-right": "M1.1 0L-1 1.1V-1.1Z",
    "cross": "M-.4-1.2H.4V-.4H1.2V.4H.4V1.2H-.4V.4H-1.2V-.4H-.4Z",
}


#: Vega's names of shapes → the sign that stands for them in running text.
_SIGNS: dict[str, str] = {
    "circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "triangle-down": "▼",
    "triangle-left": "◀", "triangle-right": "▶", "cross": "✚",
}  # fmt: skip


def sign(shape: str) -> str:
    """Return the sign of a shape in running text; a bar for a path of its own."""
    return _SIGNS.get(shape, "▬")


def outline(shape: str) -> str:
    """Return the SVG path of a shape: one of Vega's names, or a path already."""
    return _OUTLINES.get(shape, shape)


def label(side: str) -> str:
    """Return the name of a side: ``eu_nato`` → “EU and NATO”."""
    return SIDES[side].label
