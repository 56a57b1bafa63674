"""Which pages of the book are notebooks, too."""

import re

_HAS_CELLS = re.compile(r"^file_format:\s*mystnb", re.MULTILINE)


def has_cells(text: str) -> bool:
    """Tell from its front matter whether a page of the book has cells to run."""
    return bool(_HAS_CELLS.search(text[:500]))
