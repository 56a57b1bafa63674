"""Notebooks to download: each text source that has cells, as ``.ipynb`` without outputs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import jupytext
import nbformat

from kursk.notebook import has_cells

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode


#: The tag of a cell whose code a page folds up; JupyterLab asks for metadata of its own.
HIDDEN = "hide-input"
#: Code that the words of a text bring along: it becomes a cell between them.
_BROUGHT = re.compile(r"^```\{code-cell\}\n(.*?)\n```$", re.M | re.S)

#: The first cell of every notebook: it makes the cells below run wherever the file was opened.
SET_UP = """\
# @title Set up: finds the data of the book, or fetches it. Run this cell first.
import importlib.util
import os
import pathlib
import subprocess
import sys

REPOSITORY = {repository!r}
BRANCH = {branch!r}
os.environ["KURSK_SITE"] = {site!r}

here = pathlib.Path.cwd()
sys.path[:0] = [str(p / "src") for p in (here, *here.parents) if (p / "src" / "kursk").is_dir()]
if REPOSITORY and not importlib.util.find_spec("kursk"):
    place = f"kursk[live] @ git+{{REPOSITORY}}@{{BRANCH}}"
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", place])
    importlib.invalidate_caches()
if not importlib.util.find_spec("kursk"):
    tried = f", and pip could not install them from {{REPOSITORY}} (is there a network?)"
    raise RuntimeError(
        f"The code and data of the book are not here{{tried if REPOSITORY else ''}}. "
        "Copy the book’s repository to this computer and open its folder “notebooks”."
    )
import kursk  # noqa: E402, F401  # before Altair, which then starts in a third of the time"""

#: What a reader of a notebook is told before anything else.
HOW_TO_RUN = (
    "The charts are there when the cells have run: *Run → Run All Cells* in the menu of "
    "JupyterLab, *Runtime → Run all* in Colab. A single cell runs with *Shift + Enter*."
)
#: The kernel as JupyterLab writes it down: a notebook that is opened and closed stays as it was.
KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3}, "file_extension": ".py",
        "mimetype": "text/x-python", "name": "python", "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3", "version": "3.11.7",
    },
}  # fmt: skip
#: A line of many cells, which names none of them.
_IMPORT = re.compile(r"^(?:from|import) .*\n*", re.M)


def set_up(repository: str, branch: str, site: str) -> str:
    """Return the first cell for a repository, or for none where ``repository`` is empty."""
    return SET_UP.format(repository=repository, branch=branch, site=site.rstrip("/"))


def notebook(text: str, words: Callable[[str], str], first: str) -> NotebookNode | None:
    """Convert a MyST notebook; None where the text is not one.

    ``words`` rewrites the text of each Markdown cell; ``first`` is the code of the first cell.
    """
    if not has_cells(text):
        return None
    found: NotebookNode = jupytext.reads(text, fmt="md:myst")
    found.metadata.pop("jupytext", None)
    found.metadata.update(KERNEL)
    found.nbformat, found.nbformat_minor = 4, 5
    found.cells = [made for cell in found.cells for made in _cells(cell, words)]
    # Folded up in JupyterLab and in Colab: it is not what a reader came for.
    folded = {"jupyter": {"source_hidden": True}, "cellView": "form", "tags": ["set-up"]}
    start = nbformat.v4.new_code_cell(first, metadata=folded)
    told = nbformat.v4.new_markdown_cell(HOW_TO_RUN)
    found.cells[:0] = [start, told]
    names: Counter[str] = Counter()
    for cell in found.cells:
        name = _name(cell["source"])
        names[name] += 1
        cell["id"] = name if names[name] == 1 else f"{name}-{names[name]}"
    return found


def _cells(cell: NotebookNode, words: Callable[[str], str]) -> Iterator[NotebookNode]:
    """Yield the cells that one of the text becomes: none where nothing is left of its words."""
    if cell.cell_type == "code":
        if HIDDEN in cell.metadata.get("tags", ()):
            cell.metadata["jupyter"] = {"source_hidden": True}
        yield cell
        return
    kinds: list[Callable[..., NotebookNode]]
    kinds = [nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell]
    for number, piece in enumerate(_BROUGHT.split(words(cell["source"]))):
        if piece.strip():
            yield kinds[number % 2](piece.strip("\n"), metadata=cell.metadata)


def _name(source: str) -> str:
    """Return an id that stays when other cells come or go: the figure's, or the first words."""
    figure = re.search(r"^look\.figure\(.*?\bid=\"([a-z0-9-]+)\"", source, re.M | re.S)
    own = _IMPORT.sub("", source) or source
    words = re.findall(r"[a-z0-9]+", own.lower())
    return f"figure-{figure[1]}" if figure else "-".join(words[:5])[:50] or "cell"


def write_notebook(source: Path, target: Path, words: Callable[[str], str], first: str) -> bool:
    """Write the notebook of a source; return whether it was one. Same source, same bytes."""
    found = notebook(source.read_text(encoding="utf-8"), words, first)
    if found is None:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    text = nbformat.writes(found)
    target.write_text(f"{text}\n", encoding="utf-8")
    return True
