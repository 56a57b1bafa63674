"""The parties of the book: one name, one colour and one shape each, everywhere."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Side:
    """A party as readers see it: ``color`` on a light ground, ``dark`` on a dark one.

    ``shape`` is one of Vega's names or an SVG path in the square from -1 to 1.
    """

    label: str
    color: str
    dark: str
    shape: str


#: Side id of the tables → how it looks. Colours after Okabe and Ito (2008), which stay apart for
#: the common kinds of colour blindness; the shape says the same thing again.
SIDES: dict[str, Side] = {
    "ukraine": Side("Ukraine", "#0072B2", "#56B4E9", "circle"),
    "russia": Side("Russia", "#D55E00", "#F2935C", "square"),
    "independent": Side("Independent", "#111111", "#F5F5F5", "diamond"),
    "press": Side("Press", "#5F6368", "#AEB4BA", "M-1,-0.35H1V0.35H-1Z"),
    "us": Side("United States", "#008A64", "#35C79C", "triangle-up"),
    "uk": Side("United Kingdom", "#70757A", "#9AA0A6", "triangle-left"),
    "eu_nato": Side("EU and NATO", "#70757A", "#9AA0A6", "triangle-right"),
    "south_korea": Side("South Korea", "#B85C92", "#E3A3C6", "triangle-down"),
    "north_korea": Side("North Korea", "#7B5EA7", "#B79CE0", "cross"),
}

#: Who was said to hold a place → side whose colour and shape it takes; contested takes none.
CONTROLLERS: dict[str, str] = {"ukraine": "Ukraine", "russia": "Russia", "contested": "Contested"}

#: Colour on a light ground → colour on a dark one, for redrawing a chart in the dark.
DARK: dict[str, str] = {
    **{side.color: side.dark for side in SIDES.values()},
    "#ffffff": "#17191c",
    "#6b7280": "#9aa3ad",
}


def label(side: str) -> str:
    """Return the name of a side: ``eu_nato`` → “EU and NATO”."""
    return SIDES[side].label
