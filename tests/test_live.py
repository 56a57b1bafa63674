"""Cells in a kernel: the panels' answers, the notebooks from any folder, the installed package."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import lean
import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from kursk import lab, look, tables, units
from kursk.lab import question
from kursk.lab import workbench as benches
from kursk.lab.controls import Panel
from kursk.lab.question import Question
from sphinx_evidence import plain
from sphinx_pages import notebooks
from sphinx_pages.chapter import launch_html

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CHAPTERS = [path for path in NOTEBOOKS if path.stem[0].isdigit()]
AREA = Question("area_held", "kursk", "2024-08-06", "2024-09-10", unit="km2", base="co-c33")


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("KURSK_WIDGETS", "1")
    yield


# --- answers ---


def test_every_figure_of_an_answer_is_a_claim() -> None:
    rows = question.answer(AREA)
    claims = tables.claims().set_index("claim_id")
    assert len(rows) > 10
    for row in rows.itertuples():
        stated = claims.loc[row.id]
        if stated["unit"] == "km2" and pd.notna(stated["value"]):
            assert row.value == stated["value"]
        assert row.source and row.claimant == stated["claimant"]


def test_no_figure_lies_outside_the_window() -> None:
    rows = question.answer(replace(AREA, start="2025-02-15", end="2025-03-20"))
    assert rows["date"].between("2025-02-15", "2025-03-20").all()


def test_square_miles_as_stated_stay_as_stated() -> None:
    rows = question.answer(replace(AREA, unit="sq_mi")).set_index("id")
    claims = tables.claims("area_held", scope="kursk", start=AREA.start, end=AREA.end)
    stated = claims[claims["unit"] == "sq_mi"].dropna(subset="value")
    assert len(stated)
    for row in stated.itertuples():
        assert rows.loc[row.claim_id, "value"] == row.value


def test_units_convert_both_ways_by_one_rule() -> None:
    assert units.convert(1000.0, "km2", "sq_mi") == 386
    assert units.convert(386.0, "sq_mi", "km2") == 1000


@pytest.mark.parametrize(("definition", "expected"), [("left", 72.7), ("retaken", 27.3)])
def test_a_share_names_the_peak_it_is_a_share_of(definition: str, expected: float) -> None:
    rows = question.answer(replace(AREA, definition=definition))
    said = rows[rows["figure"].str.contains("1,000 km²") & (rows["side"] == "Ukraine")].iloc[0]
    assert said["value"] == expected  # 1,000 of 1,376
    assert "1,376 km²" in said["computed"] and "Reuters" in said["computed"]


def test_more_than_left_is_up_to_retaken() -> None:
    stated = question.answer(AREA).set_index("id")["qualifier"]
    turned = question.answer(replace(AREA, definition="retaken")).set_index("id")["qualifier"]
    more = stated[stated == "more_than"].index
    assert len(more) and (turned[more] == "up_to").all()


def test_pairs_are_near_in_time_and_of_two_parties() -> None:
    rows = question.answer(AREA)
    sides = rows.set_index("id")["side"]
    found = question.pairs(rows, "Ukraine", "Independent", 3)
    assert len(found) and found["days"].max() <= 3
    assert set(sides[found["one"]]) == {"Ukraine"}
    assert set(sides[found["other"]]) == {"Independent"}
    assert question.pairs(rows, "Ukraine", "North Korea", 14).empty


def test_an_estimate_meets_each_claim_in_its_own_period() -> None:
    rows = question.answer(AREA)
    levels = pd.DataFrame(
        {"from": ["2024-08-06", "2024-08-20"], "to": ["2024-08-20", "2024-09-10"],
         "level": [100.0, 5000.0]}
    )  # fmt: skip
    judged = question.against(rows, levels)
    late = judged[judged["date"] >= "2024-08-20"]
    assert (late["verdict"] == "below").all()
    ranged = judged[judged["low"].notna() & (judged["date"] < "2024-08-20")]
    assert (ranged["verdict"] == "above").all()


# --- panels ---


def test_a_page_gets_a_still_and_no_widget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURSK_WIDGETS", "0")
    for still in (lab.panel("area_held", start=AREA.start, end=AREA.end), lab.bench()):
        meta = still.to_dict()["usermeta"]["figure"]
        assert meta["sources"] and meta["table"]["rows"]


def test_an_empty_window_is_refused() -> None:
    with pytest.raises(ValueError, match="no number of 'area_held'"):
        lab.panel("area_held", start="2022-01-01", end="2022-02-01")


def test_a_panel_recomputes(live: None) -> None:
    panel = Panel(AREA, "claims")
    first = panel.chart.chart.to_json()
    panel.definition.value = "retaken"
    assert "co-c33" not in panel.words.value
    second = panel.chart.chart.to_json()
    panel.base.value = "st-c009"
    third = panel.chart.chart.to_dict()
    assert len({first, second, json.dumps(third)}) == 3
    assert "984 km²" in third["title"]["subtitle"]
    panel.unit.value = "sq_mi"
    panel.definition.value = "stated"
    assert panel.chart.chart.to_dict()["title"]["subtitle"].startswith("sq mi")


def test_a_panel_follows_claimants_and_window(live: None) -> None:
    panel = Panel(AREA, "claims")
    panel.who.value = panel.who.options[:1]
    assert "by 1 claimants" in panel.words.value
    panel.who.value = ()
    assert panel.words.value == ""
    panel.who.value = panel.who.options
    panel.window.value = ("2024-09-01", "2024-09-10")
    assert "August" not in panel.words.value


def test_a_panel_shows_the_controls_of_its_view_alone(live: None) -> None:
    panel = Panel(AREA, "claims")
    hidden = {panel.first.layout.display, panel._only["pair"].layout.display}
    assert panel._only["pair"].layout.display == panel.base.layout.display == "none"
    assert panel.view.layout.display is None and hidden == {None, "none"}
    panel.view.value, panel.definition.value = "pair", "left"
    assert panel._only["pair"].layout.display == panel.base.layout.display == ""
    assert panel._only["estimate"].layout.display == "none"


def test_an_estimate_is_compared_with_every_claim(live: None) -> None:
    panel = Panel(AREA, "estimate")
    for slider in panel.levels:
        slider.value = slider.min
    found = len(question.answer(AREA))
    assert f"Of {found} figures: {found} above your estimate" in panel.words.value


@pytest.mark.parametrize("table", benches.TABLES)
def test_the_bench_opens_every_table(live: None, table: str) -> None:
    bench = benches.Bench(table, "area_held")
    assert len(bench.rows) == len(benches.TABLES[table]()) or table == "claims"
    assert bench.chart.chart.to_dict()["mark"]


def test_the_bench_hands_out_rows_with_their_sources(live: None) -> None:
    bench = benches.Bench("claims", "area_held")
    text = benches.csv(bench.rows).decode()
    first = tables.sources().loc[tables.claims("area_held")["source_ids"].iloc[0][0]]
    assert first["url"] in text and first["publisher"] in text
    assert benches.picture(bench._drawn(), "svg").startswith(b"<svg")
    assert benches.picture(bench._drawn(), "png").startswith(b"\x89PNG")


def test_the_bench_escapes_what_the_data_say(live: None) -> None:
    bench = benches.Bench("events", "")
    bench.whole = bench.whole.assign(title="<img src=x onerror=alert(1)>")
    bench._draw()
    assert "<img" not in bench.list.value and "&lt;img" in bench.list.value


def test_in_a_kernel_a_mark_leads_to_the_site_or_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    claims = tables.claims("settlements_held")
    assert look.rows(claims)["link"].str.startswith("evidence/").all()
    monkeypatch.setenv("JPY_SESSION_NAME", "a.ipynb")
    assert (look.rows(claims)["link"] == "").all()
    monkeypatch.setenv("KURSK_SITE", "https://book.example")
    assert look.rows(claims)["link"].str.startswith("https://book.example/evidence/").all()


# --- notebooks ---


def words(text: str, site: str = "") -> str:
    return plain.markdown(text, package="kursk", site=site, folder="chapters")


def test_roles_become_words() -> None:
    text = words("It was {claim}`in-c017`, {event}`then <in-e02>`, a {term}`Salient`.")
    assert "{" not in text and "`" not in text
    assert "km²" in text and "then" in text and "Salient" in text


def test_words_lead_to_the_site_where_there_is_one() -> None:
    text = words("{claim}`in-c017` [how](../evidence/method.md#claims)", "https://book.example/")
    assert "(https://book.example/evidence/ledger-held.html#in-c017)" in text
    assert "[how](https://book.example/evidence/method.html#claims)" in text


def test_directives_become_markdown() -> None:
    quote = words("```{quote} nk-q07\n```")
    assert quote.startswith("> “") and "](http" in quote
    table = words("```{versus} Who?\nnk-c14\nnk-q12\n```")
    assert table.startswith("**Who?**\n\n| Party |") and table.count("\n|") == 4
    nested = words("::::{admonition} Also\n```{quote} nk-q07\n```\n::::")
    assert nested.startswith("> **Also**") and "> > “" in nested


def test_an_unknown_id_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("{claim}`no-such-row`")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_clean(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells)
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert "```{" not in text and "}`" not in text


class CellError(Exception):
    """A cell failed; the message names notebook and cell."""


def execute(path: Path, folder: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
    try:
        client.execute()
    except CellExecutionError as error:
        failed: Any = next(
            cell for cell in notebook.cells
            if any(out.output_type == "error" for out in cell.get("outputs", []))
        )  # fmt: skip
        raise CellError(f"{path.name}, {failed.id}: {error.ename}: {error.evalue}") from error


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
@pytest.mark.parametrize("place", ["book", "notebooks", "elsewhere"])
def test_a_notebook_runs_from_any_folder(path: Path, place: str, tmp_path: Path) -> None:
    execute(path, {"book": ROOT, "notebooks": ROOT / "notebooks", "elsewhere": tmp_path}[place])


@pytest.mark.parametrize("name", ["welcome", "lab"])
def test_the_other_notebooks_run_too(name: str, tmp_path: Path) -> None:
    execute(ROOT / "notebooks" / f"{name}.ipynb", tmp_path)


def test_a_failure_names_the_cell(tmp_path: Path) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0", id="cell-007")])
    nbformat.write(notebook, tmp_path / "broken.ipynb")
    with pytest.raises(CellError, match=r"broken\.ipynb, cell-007: ZeroDivisionError"):
        execute(tmp_path / "broken.ipynb", tmp_path)


# --- the first cell and the package outside the repository ---


def run_first_cell(code: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), **more}
    ask = "\nfrom kursk import paths; print(paths.data_folder())"
    return subprocess.run(
        [lean.environment() / "bin" / "python", "-c", code + ask],
        cwd=folder, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_first_cell_finds_the_book_around_it(tmp_path: Path) -> None:
    clone = lean.clone(tmp_path / "clone")
    done = run_first_cell(notebooks.set_up("", "main", ""), clone / "notebooks")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(clone / "data")


def test_the_first_cell_says_what_to_do_where_there_is_no_book(tmp_path: Path) -> None:
    done = run_first_cell(notebooks.set_up("", "main", ""), tmp_path)
    assert done.returncode == 1
    assert "Clone the book" in done.stderr


def test_the_first_cell_installs_from_the_repository(tmp_path: Path) -> None:
    """A stand-in for pip says what would be installed: no network is asked."""
    stub = tmp_path / "sub" / "subprocess.py"
    stub.parent.mkdir()
    stub.write_text("def run(words, check): raise SystemExit(' '.join(words))\n")
    first = notebooks.set_up("https://git.example/one/book", "main", "")
    done = run_first_cell(first, tmp_path, PYTHONPATH=str(stub.parent))
    assert "kursk[live] @ git+https://git.example/one/book@main" in done.stderr


def test_the_installed_package_carries_the_data(tmp_path: Path) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    copy = lean.clone(tmp_path / "clone")
    subprocess.run([*pip, "wheel", "--no-deps", "-w", tmp_path, copy], check=True)
    wheel = next(tmp_path.glob("*.whl"))
    target = tmp_path / "installed"
    subprocess.run([*pip, "install", "--no-deps", "--target", target, wheel], check=True)
    done = run_first_cell("", tmp_path, PYTHONPATH=str(target))
    assert done.stdout.strip() == str(target / "kursk" / "data"), done.stderr
    panel = "from kursk import lab; lab.panel('area_held', start='2024-08-06', end='2024-09-10')"
    done = run_first_cell(panel, tmp_path, PYTHONPATH=str(target), KURSK_WIDGETS="1")
    assert done.returncode == 0, done.stderr


# --- launch buttons ---


def launch(repository: str) -> str:
    config = SimpleNamespace(
        pages_repository=repository,
        pages_branch="main",
        pages_notebook_path="notebooks/{name}.ipynb",
    )
    return "".join(launch_html("1-incursion", config, "../"))


def test_without_a_repository_there_is_no_dead_button() -> None:
    assert re.findall(r'href="([^"]*)"', launch("")) == ["../notebooks/1-incursion.ipynb"]


def test_buttons_open_notebooks_that_a_clone_has() -> None:
    markup = unquote(unquote(launch("reader/book")))
    assert "https://mybinder.org/v2/gh/reader/book/main?urlpath=lab/tree/notebooks/1-inc" in markup
    assert "/hub/user-redirect/git-pull?repo=https://github.com/reader/book" in markup
    assert "urlpath=lab/tree/book/notebooks/1-incursion.ipynb" in markup
    assert (ROOT / "notebooks" / "1-incursion.ipynb").is_file()


def test_notebooks_in_the_repository_are_those_of_the_texts() -> None:
    """They are written by `make book`; a stale one is written anew by it."""
    first = notebooks.set_up("", "", "")
    for source in sorted((ROOT / "book").rglob("*.md")):
        made = notebooks.notebook(source.read_text(encoding="utf-8"), words, first)
        if made is not None and not os.environ.get("BOOK_BASEURL"):
            kept = nbformat.read(ROOT / "notebooks" / f"{source.stem}.ipynb", as_version=4)
            assert kept.cells[1:] == made.cells[1:], f"{source.stem}.ipynb is stale: run make book"
