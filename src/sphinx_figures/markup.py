"""The HTML of a figure: pictures, caption, and the bar with all that can be taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from kursk import spreadsheet
from sphinx_figures import frame

if TYPE_CHECKING:
    from sphinx_figures.chart import Chart, Table
    from sphinx_figures.cite import Cited

_KINDS = {"range": "slider", "select": "menu", "radio": "menu", "checkbox": "tick"}

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Place:
    """Where a figure stands: the way to the site's root, and the names of its files.

    ``name`` is that of its own page, ``stem`` that of its drawings, ``script`` that of the live
    chart. A book without ``files`` (an e-book) has no bar; ``limit`` rows of the table stand in
    the page (0: all); ``whole`` is the figure's own page. A figure shown ``again`` elsewhere has a
    link to that page instead of the bar; without ``headline`` its title is folded. The picture of
    the figure that a book ``opens`` with is asked for at once, others when they come near.
    """

    root: str
    name: str
    stem: str
    script: str
    cited: Cited
    files: bool = True
    limit: int = 0
    whole: bool = False
    again: bool = False
    headline: bool = True
    opens: bool = False


def csv_text(table: Table) -> str:
    """Return the table of a figure as CSV for a spreadsheet."""
    rows = ([cell.text for cell in row] for row in table.rows)
    return spreadsheet.csv_text(table.columns, rows)


def figure(
    chart: Chart, place: Place, art: Mapping[str, Any], *, natural: bool, code: bool = False
) -> str:
    """Return the whole figure.

    ``natural``: it keeps its size, however wide the column is; ``code``: its own page has code.
    """
    rows = chart.table.rows if chart.table else ()
    beside = f"{place.root}figures/{place.name}"
    controls = [_KINDS.get(control.get("input"), "field") for control in art["controls"]]
    return _TEMPLATES.get_template("figure.html").render(
        chart=chart,
        root=place.root,
        name=place.name,
        stem=place.stem,
        script=place.script,
        beside=beside,
        page=f"{beside}.html",
        address=place.cited.address,
        cited=place.cited,
        files=place.files,
        whole=place.whole,
        again=place.again,
        headline=place.headline,
        opens=place.opens,
        natural=natural,
        sizes=art["sizes"],
        controls=controls,
        frame_height=frame.height(chart, art["sizes"]["wide"], controls),
        rows=rows[: place.limit] if place.limit and place.files else rows,
        code=code,
    )


def page(figure_html: str, chart: Chart, *, code: str, used: Mapping[str, str], home: str,
         book: str) -> str:  # fmt: skip
    """Return the text of a figure's own page; ``code`` is highlighted HTML."""
    return _TEMPLATES.get_template("page.html").render(
        chart=chart,
        rows=chart.table.rows if chart.table else (),
        root="../",
        figure=Markup(figure_html),
        code=Markup(code),
        used=used,
        home=home,
        book=book,
    )
