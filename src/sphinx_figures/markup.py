"""The HTML of a figure: pictures, caption, data."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from sphinx_figures.chart import Chart, Link, Table

#: Screens up to this width show the narrow drawing.
NARROW_SCREEN = "(max-width: 560px)"

_KINDS = {"range": "slider", "select": "menu", "radio": "menu", "checkbox": "tick"}


@dataclass(frozen=True)
class Place:
    """Where a figure stands: the way to the site's root, and the addresses of its files.

    ``name`` is the stem of the pictures' files, ``script`` that of the live chart; ``csv`` the
    table's address, "" where there is none; ``twin`` the id and title of an earlier figure of the
    page with the same table. In a book without ``files`` nothing can be taken away; otherwise
    the page shows at most ``limit`` rows of a table (0: all), and the CSV has the rest.
    """

    root: str
    name: str
    script: str
    csv: str = ""
    files: bool = True
    twin: tuple[str, str] | None = None
    limit: int = 0


def csv_text(table: Table) -> str:
    """Return a table as CSV (comma, LF, UTF-8), with an address column where rows have one."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([cell.text for cell in row] for row in table.rows)
    return out.getvalue()


def _link(link: Link, root: str) -> str:
    target = link.target(root)
    words = escape(link.text)
    return f'<a href="{escape(target)}">{words}</a>' if target else words


# "dark-light" tells the theme that this picture needs no light ground in the dark.
def _picture(chart: Chart, place: Place, theme: str, sizes: Mapping[str, Sequence[int]]) -> str:
    def file(width: str) -> str:
        return f"{place.root}_images/figures/{place.name}-{width}-{theme}.svg"

    wide, narrow = sizes["wide"], sizes["narrow"]
    return (
        f'<picture class="chart-{theme}"{" hidden" if theme == "dark" else ""}>'
        f'<source media="{NARROW_SCREEN}" srcset="{file("narrow")}"'
        f' width="{narrow[0]}" height="{narrow[1]}">'
        f'<img class="dark-light" src="{file("wide")}" width="{wide[0]}" height="{wide[1]}"'
        f' loading="lazy" decoding="async" alt="{escape(chart.description)}"></picture>'
    )


def _caption(chart: Chart, root: str) -> str:
    lines = [
        f'<p class="chart-title"><strong>{escape(chart.title)}</strong></p>' if chart.title else "",
        f'<p class="chart-subtitle">{escape(chart.subtitle)}</p>' if chart.subtitle else "",
        f'<p class="chart-see">{escape(chart.see)}</p>' if chart.see else "",
    ]
    if chart.sources:
        named = "; ".join(_link(source, root) for source in chart.sources)
        word = "Source" if len(chart.sources) == 1 else "Sources"
        lines.append(f'<p class="chart-sources">{word}: {named}.</p>')
    inside = "".join(lines)
    return f"<figcaption>{inside}</figcaption>\n" if inside else ""


def _rows(rows: Iterable[Sequence[Link]], root: str) -> str:
    return "\n".join(
        "<tr>" + "".join(f"<td>{_link(cell, root)}</td>" for cell in row) + "</tr>" for row in rows
    )


def _table(chart: Chart, table: Table, place: Place) -> str:
    name = escape(chart.title or chart.id)
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in table.columns)
    shown = table.rows[: place.limit] if place.limit and place.files else table.rows
    rest = (
        f"<p>The first {len(shown)} of {len(table.rows)} rows; the CSV has all of them.</p>\n"
        if len(shown) < len(table.rows)
        else ""
    )
    return (
        f'<div class="chart-table" role="region" tabindex="0" aria-label="Data: {name}">'
        f"<table><caption>{name}</caption><thead><tr>{heads}</tr></thead>\n"
        f"<tbody>{_rows(shown, place.root)}</tbody></table></div>\n{rest}"
    )


def _data(chart: Chart, place: Place) -> str:
    """Return the fold with the data behind the chart and the files to take away."""
    inside, count, links = "", "", []
    if chart.table is not None:
        links.append(("Table (CSV)", place.root + place.csv))
        number = len(chart.table.rows)
        count = f" ({number} {'row' if number == 1 else 'rows'})"
        if place.twin is None:
            inside = _table(chart, chart.table, place)
        else:
            first, words = place.twin
            inside = (
                "<p>This chart draws the same rows as "
                f'<a href="#fig-{first}">{escape(words or first)}</a>.</p>'
            )
    if place.files:
        links.append(("Picture (SVG)", f"{place.root}_images/figures/{place.name}-wide-light.svg"))
        named = " ".join(f'<a href="{file}" download>{words}</a>' for words, file in links)
        inside += f'<p class="chart-files">{named}</p>'
    if not inside:
        return ""
    return (
        f'<details class="chart-data"><summary>Data behind this chart{count}</summary>\n'
        f"{inside}</details>\n"
    )


def figure(chart: Chart, place: Place, art: Mapping[str, Any], *, natural: bool) -> str:
    """Return the whole figure; ``natural``: it keeps its size, however wide the column is."""
    stage = "chart-stage chart-natural" if natural else "chart-stage"
    pictures = "".join(_picture(chart, place, theme, art["sizes"]) for theme in ("light", "dark"))
    # Room for the controls, so that nothing moves when they come.
    rooms = "".join(
        f'<div class="chart-control chart-{_KINDS.get(control.get("input"), "field")}"></div>'
        for control in art["controls"]
    )
    controls = f'<div class="chart-controls">{rooms}</div>\n' if rooms else ""
    return (
        f'<figure class="chart" id="fig-{chart.id}" data-live="false"'
        f' data-chart="{place.script}">\n'
        f'<div class="{stage}">{pictures}</div>\n{controls}'
        f"{_caption(chart, place.root)}{_data(chart, place)}</figure>\n"
    )
