"""The table that an audit prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.lighthouse import Scores
    from audit.visits import Result

HEADS = (
    "page", "HTML kB", "first view kB", "live kB", "foreign", "charts", "live", "live from file",
    "without JS", "console", "axe", "sideways",
)  # fmt: skip


def kilobytes(count: int) -> str:
    """Bytes as kB with one digit."""
    return f"{count / 1000:.1f}"


def row(result: Result) -> tuple[str, ...]:
    """Cells of one page."""
    return (
        result.page,
        kilobytes(result.html),
        kilobytes(result.first_view),
        kilobytes(result.live_bytes),
        *(
            str(number)
            for number in (
                len(result.foreign), result.charts, result.live, result.live_file, result.still,
                len(result.messages), len(result.axe), len(result.sideways),
            )
        ),
    )  # fmt: skip


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table that reads well on a terminal and is valid Markdown."""
    widths = [max(len(line[place]) for line in (heads, *rows)) for place in range(len(heads))]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return f"| {' | '.join(padded)} |"

    rule = [("-" if place == 0 else "") + "-" * (width - 1) + ("" if place == 0 else ":")
            for place, width in enumerate(widths)]  # fmt: skip
    return "\n".join([line(heads), line(rule), *(line(cells) for cells in rows)])


def pages_table(results: Sequence[Result]) -> str:
    """One line for each page."""
    return table(HEADS, [row(result) for result in results])


def lighthouse_table(found: Sequence[Scores]) -> str:
    """One line for each page that Lighthouse has seen."""
    heads = ("page", "performance", "accessibility", "best practices", "SEO",
             "FCP ms", "LCP ms", "TBT ms", "CLS")  # fmt: skip
    rows = [
        (
            one.page,
            *(f"{score:.2f}" for score in one.scores.values()),
            *(f"{one.metrics[name]:.0f}" for name in ("FCP", "LCP", "TBT")),
            f"{one.metrics['CLS']:.3f}",
        )
        for one in found
    ]
    return table(heads, rows)
