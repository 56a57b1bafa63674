"""A small vocabulary for the charts of the book, in Altair's own idioms.

A whole chart is never in here: cells show how theirs is drawn. Importing this package sets the
theme and, by the place where the cell runs, the way in which charts are shown. Use::

    from kursk import look, tables

    said = look.rows(tables.claims("advance_depth", start="2024-08-07", end="2024-08-20"))
    pick, fade = look.highlight("side")
    base = alt.Chart(said).encode(y=look.lanes(), color=look.color(), opacity=fade)
    dots = base.mark_point().encode(alt.X("value:Q").title("km"), look.shape()).add_params(pick)
    chart = dots + look.spans(base, "x", "km") + look.beside(base, "brief")
    look.figure(chart, id="depth", rows=said, title="From {in-c008} to {ge-c003}", …)
"""

from kursk.look import show
from kursk.look.channels import (
    amounts,
    apart,
    color,
    dash,
    date,
    held,
    highlight,
    lanes,
    legend_of,
    shape,
    tooltip,
)  # fmt: skip
from kursk.look.figure import figure
from kursk.look.layers import (
    Measured,
    bands,
    beside,
    claims_over_time,
    measured,
    name_areas,
    name_last,
    next_to,
    open_ends,
    phase_bars,
    spans,
    unit_above,
    words_at,
)  # fmt: skip
from kursk.look.maps import day_slider, map_base, on, panels, place_names, standing
from kursk.look.rows import readings, rows
from kursk.look.theme import ACCENT, DARK, PALE, QUIET, Layers
from kursk.look.words import say
from kursk.sides import SIDES

__all__ = [
    "ACCENT", "DARK", "PALE", "QUIET", "SIDES", "Layers", "Measured", "amounts", "apart",
    "bands", "beside", "claims_over_time", "color", "dash", "date", "day_slider", "figure", "held",
    "highlight", "lanes", "legend_of", "map_base", "measured", "name_areas", "name_last",
    "next_to", "on", "open_ends", "panels", "phase_bars", "place_names", "readings", "rows",
    "say", "shape", "spans", "standing", "tooltip", "unit_above", "words_at",
]  # fmt: skip

show.choose()
