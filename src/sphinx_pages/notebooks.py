"""Notebooks to download: each text source that has cells, as ``.ipynb`` without outputs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import jupytext
import nbformat

if TYPE_CHECKING:
    from pathlib import Path

HAS_CELLS = re.compile(r"^file_format:\s*mystnb", re.M)


def write_notebook(source: Path, target: Path) -> bool:
    """Convert a MyST notebook; return whether the source was one. Same source, same bytes."""
    text = source.read_text(encoding="utf-8")
    if not HAS_CELLS.search(text[:500]):
        return False
    notebook = jupytext.reads(text, fmt="md:myst")
    notebook.metadata.pop("jupytext", None)
    notebook.metadata["kernelspec"] = {
        "display_name": "Python 3",
        "language": "python",
        "name": "python3",
    }
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{number:03d}"
    target.parent.mkdir(parents=True, exist_ok=True)
    text = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    target.write_text(f"{text}\n", encoding="utf-8")
    return True
