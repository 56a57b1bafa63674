"""How high the frame on another site must be that shows a figure alone, with all its words."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx_figures.chart import Chart

#: Pixels: the widest that a figure becomes in a frame (the theme's column, see figures.css), and
#: the width for whose lines there is room; a narrower frame scrolls.
_WIDEST, _WIDTH = 656, 608
#: Pixels around the figure: the padding of the frame, the bar with its margins, two lines that say
#: where it is from.
_AROUND = 32 + 66 + 62
#: Words of a figure → letters on a line, pixels of a line, pixels around the lines.
_WORDS = {"title": (60, 24, 0), "subtitle": (78, 20, 16), "see": (74, 21, 10)}
#: Ticks stand side by side; every other control has a line of its own.
_TICKS, _TICK_LINE, _CONTROL_LINE = _WIDTH // 152, 51, 44


def _controls(kinds: Sequence[str]) -> int:
    ticks = kinds.count("tick")
    return math.ceil(ticks / _TICKS) * _TICK_LINE + (len(kinds) - ticks) * _CONTROL_LINE


def _key(chart: Chart) -> int:
    names = "    ".join(f"    {name}" for _, name, _ in chart.key)
    return 6 + 20 * len(textwrap.wrap(names, _WORDS["subtitle"][0])) if names else 0


def height(chart: Chart, size: tuple[int, int], kinds: Sequence[str]) -> int:
    """Return the pixels that a figure needs in a frame of a usual column.

    ``size`` is that of its wide picture, ``kinds`` are those of its controls.
    """
    picture = math.ceil(size[1] * _WIDEST / size[0])
    words = (
        len(textwrap.wrap(getattr(chart, name), letters)) * line + around
        for name, (letters, line, around) in _WORDS.items()
        if getattr(chart, name)
    )
    return _AROUND + picture + sum(words) + _key(chart) + _controls(kinds)
