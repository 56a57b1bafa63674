"""Social cards: one picture for the book and one for each chapter, drawn locally."""

from __future__ import annotations

import textwrap
from html import escape
from typing import TYPE_CHECKING

import vl_convert

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, HEIGHT = 1200, 630
FONT = "Liberation Sans"  # travels with vl-convert, so that every machine draws the same bytes


def lines(text: str, width: int, at: int, step: int, size: int, weight: str, ink: str) -> str:
    """SVG text broken at ``width`` characters, its first baseline at ``at`` pixels."""
    spans = "".join(
        f'<tspan x="90" y="{at + step * number}">{escape(line)}</tspan>'
        for number, line in enumerate(textwrap.wrap(text, width)[:4])
    )
    return (
        f'<text font-family="{FONT}" font-size="{size}" font-weight="{weight}" fill="{ink}">'
        f"{spans}</text>"
    )


def draw(title: str, subtitle: str, book: str) -> bytes:
    """Return a PNG of 1200 by 630 pixels."""
    rows = len(textwrap.wrap(title, 26)[:4])
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
        f'<rect width="24" height="{HEIGHT}" fill="#7b4f21"/>'
        + lines(title, 26, 170, 84, 72, "bold", "#1d1d1b")
        + lines(subtitle, 58, 170 + 84 * rows, 44, 34, "normal", "#5c5a55")
        + lines(book, 70, 560, 40, 30, "bold", "#7b4f21")
        + "</svg>"
    )
    return vl_convert.svg_to_png(svg)


def write_card(target: Path, title: str, subtitle: str, book: str) -> None:
    """Draw a card into a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(draw(title, subtitle, book))
