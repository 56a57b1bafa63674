"""The cells of the book: a reader who opens one learns Altair, and code like any other."""

import ast
import builtins
from pathlib import Path

import cells
import jupytext
import pytest

PAGES = cells.pages()


@pytest.mark.parametrize("name", PAGES)
def test_cells_are_short_and_hold_neither_facts_nor_offsets(name: str) -> None:
    assert cells.measured(PAGES[name]).faults == []
    linted = cells.lint({name: PAGES[name]})
    assert linted.returncode == 0, linted.stdout


def wanted(code: str) -> set[str]:
    """Return the names that a cell uses and does not have."""
    nodes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)]
    used = {node.id for node in nodes if isinstance(node.ctx, ast.Load)}
    own = {node.id for node in nodes if isinstance(node.ctx, ast.Store)}
    brought = {name.asname or name.name for node in ast.walk(ast.parse(code))
               if isinstance(node, ast.Import | ast.ImportFrom) for name in node.names}  # fmt: skip
    return used - own - brought - set(dir(builtins))


@pytest.mark.parametrize("name", PAGES)
def test_a_cell_that_readers_change_runs_alone(name: str) -> None:
    for cell in jupytext.read(PAGES[name], fmt="md:myst").cells:
        asks = "lab." in cell.source or "hide-input" not in cell.metadata.get("tags", ())
        if cell.cell_type == "code" and asks:
            assert wanted(cell.source) == set(), cell.source


def page(folder: Path, code: str) -> Path:
    path = folder / "page.md"
    head = "---\nfile_format: mystnb\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n"
    path.write_text(f"{head}\n```{{code-cell}} ipython3\n:tags: [hide-input]\n{code}\n```\n")
    return path


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("look.figure(a)\n" * 15, "median is 15"),
        ("look.figure(a)\n" * 26, "longest_cell is 26"),
        (f"look.figure('{'a' * 100}')", "longest_line is 115"),
        ("look.figure(alt.Chart(a).mark_text(dx=4))", "nudges is 1.0"),
        ("look.figure(alt.Chart(a).mark_text(color='#123456'))", "colors is 1"),
        ("look.figure(a, b={'in-c008': 'ISW'})", "labels is 1"),
    ],
)
def test_each_measure_is_taken(tmp_path: Path, code: str, fault: str) -> None:
    assert any(fault in said for said in cells.measured(page(tmp_path, code)).faults)


def test_cells_are_linted_like_code(tmp_path: Path) -> None:
    found = cells.lint({"page": page(tmp_path, "import os\nimport pandas as pd\npd")})
    assert found.returncode == 1
    assert "F401" in found.stdout and "page.ipynb:cell 1" in found.stdout
