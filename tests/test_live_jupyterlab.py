"""A reader's hour in JupyterLab: a clean environment, a real browser, no network.

Opens each chapter's notebook, runs all of it, moves a slider and a drop-down, saves, restarts the
kernel and runs it again.
"""

import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import lean
import nbformat
import pytest
from playwright.sync_api import Browser, Page

CHAPTERS = ("1-incursion", "2-stalemate", "3-north-korea", "4-aid-pause", "5-collapse")
ERROR = "[data-mime-type='application/vnd.jupyter.error']"
TOKEN = "reader"  # of a server that lives as long as this test, on this machine alone
CHART = ".vega-embed svg.marks, .vega-embed canvas"
DRAWS = re.compile(r"^(?:look\.figure|lab\.panel|lab\.bench)\(", re.M)


@dataclass
class Lab:
    """A running JupyterLab: its address, the folder that it shows, and when it was started."""

    address: str
    folder: Path
    started: float

    def ask(self, path: str, method: str = "GET") -> object:
        """Call the server's own interface."""
        request = urllib.request.Request(
            f"{self.address}/api/{path}",
            method=method,
            headers={"Authorization": f"token {TOKEN}"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def settings(folder: Path) -> Path:
    """Settings of a reader who wants every cell in the page, and no news from the network."""
    for name, content in {
        "notebook-extension/tracker": {"windowingMode": "none"},
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    }.items():
        file = folder / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content))
    return folder


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    environment = lean.environment()
    folder = lean.clone(tmp_path_factory.mktemp("clone"))
    own = tmp_path_factory.mktemp("home")
    port = free_port()
    clean = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    clean |= {
        "HOME": str(own),
        "JUPYTER_CONFIG_PATH": str(folder / "binder"),
        "JUPYTERLAB_SETTINGS_DIR": str(settings(own / "settings")),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    started = time.monotonic()
    log = (own / "lab.log").open("w")
    server = subprocess.Popen(
        [environment / "bin" / "jupyter", "lab", "--no-browser", "--allow-root",
         f"--port={port}", "--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={TOKEN}"],
        cwd=folder, env=clean, stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    running = Lab(f"http://127.0.0.1:{port}", folder, started)
    try:
        for _ in range(240):
            try:
                running.ask("status")
                break
            except OSError:
                assert server.poll() is None, (own / "lab.log").read_text()
                time.sleep(0.25)
        yield running
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


@pytest.fixture
def page(web_browser: Browser, lab: Lab) -> Iterator[Page]:
    """A tab that reaches this one server and no other host."""
    context = web_browser.new_context(viewport={"width": 1280, "height": 1000})
    foreign = re.compile(rf"^(?!{re.escape(lab.address)}|data:|blob:)")
    context.route(foreign, lambda route: route.abort())
    yield context.new_page()
    context.close()
    for session in lab.ask("sessions"):  # type: ignore[attr-defined]
        lab.ask(f"sessions/{session['id']}", "DELETE")


def ready(page: Page) -> None:
    """Wait for the notebook and for its kernel, as the status bar tells."""
    page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=60_000)
    idle = page.locator("#jp-main-statusbar", has_text=re.compile(r"Python 3.*\| Idle"))
    idle.wait_for(timeout=60_000)


def opened(page: Page, lab: Lab, name: str) -> None:
    """Open a notebook and wait for its kernel."""
    page.goto(
        f"{lab.address}/lab/tree/notebooks/{name}.ipynb?reset&token={TOKEN}", wait_until="load"
    )
    ready(page)


def menu(page: Page, top: str, item: str) -> None:
    page.locator(".lm-MenuBar-itemLabel", has_text=re.compile(f"^{top}$")).click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{re.escape(item)}")).first.click()


def ran(page: Page, expected: int) -> None:
    """Wait until every cell has run; name the cell that failed."""
    done = """() => {
        const prompts = [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')]
            .map(prompt => prompt.textContent.trim());
        return prompts.length > 0 && !prompts.includes('[*]:') && prompts.some(p => /\\d/.test(p))
            && document.querySelector('.jp-Notebook-ExecutionIndicator').dataset.status === 'idle';
    }"""
    page.wait_for_function(done, timeout=90_000)
    failed = page.locator(f".jp-CodeCell:has({ERROR})")
    assert failed.count() == 0, f"this cell failed: {failed.first.inner_text()[:1500]}"
    page.wait_for_function(
        "([chart, least]) => document.querySelectorAll(chart).length >= least",
        arg=[CHART, expected],
        timeout=60_000,
    )


def charts_expected(lab: Lab, name: str) -> int:
    notebook = nbformat.read(lab.folder / "notebooks" / f"{name}.ipynb", as_version=4)
    return sum(bool(DRAWS.search(cell.source)) for cell in notebook.cells)


def drawn(page: Page) -> str:
    """What the panel's chart shows."""
    return page.locator(".kursk-panel .vega-embed svg.marks").first.inner_html()


def changed(page: Page, before: str) -> str:
    page.wait_for_function(
        "before => { const c = document.querySelector('.kursk-panel .vega-embed svg.marks');"
        " return c && c.innerHTML !== before }",
        arg=before,
        timeout=20_000,
    )
    return drawn(page)


def saved_whole(file: Path) -> bool:
    """Tell whether a notebook on the disk has the results of all its cells."""
    try:
        cells = nbformat.read(file, as_version=4).cells
    except ValueError:  # half written
        return False
    return all(cell.execution_count for cell in cells if cell.cell_type == "code")


def test_starts_on_the_welcome_notebook(page: Page, lab: Lab, record_property) -> None:
    page.goto(f"{lab.address}/?token={TOKEN}")
    page.wait_for_url("**/lab/tree/notebooks/welcome.ipynb**", timeout=60_000)
    ready(page)
    menu(page, "Run", "Run All Cells")
    ran(page, 1)
    seconds = time.monotonic() - lab.started
    record_property("seconds_to_first_chart", round(seconds, 1))
    print(f"\nfrom starting JupyterLab to the first chart: {seconds:.1f} s")


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_chapter_runs_answers_and_runs_again(page: Page, lab: Lab, name: str) -> None:
    opened(page, lab, name)
    expected = charts_expected(lab, name)
    assert expected >= 5  # four charts of the argument and the panel
    menu(page, "Run", "Run All Cells")
    ran(page, expected)
    before = drawn(page)
    page.locator(".kursk-panel select").first.scroll_into_view_if_needed()
    page.locator(".kursk-panel select").first.select_option(index=2)
    after = changed(page, before)
    handle = page.locator(".kursk-panel .widget-hslider .noUi-handle-lower").first
    handle.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    changed(page, after)
    page.keyboard.press("Escape")
    menu(page, "File", "Save Notebook")
    file = lab.folder / "notebooks" / f"{name}.ipynb"
    for _ in range(80):
        if saved_whole(file):
            break
        page.wait_for_timeout(250)
    assert saved_whole(file), "the saved file lacks the results of some cells"
    menu(page, "Kernel", "Restart Kernel and Run All Cells")
    page.locator(".jp-Dialog button.jp-mod-accept").click()
    page.wait_for_function(
        "() => [...document.querySelectorAll('.jp-InputPrompt')]"
        ".some(prompt => prompt.textContent.includes('*'))",
        timeout=30_000,
    )
    ran(page, expected)


def test_the_bench_hands_out_picture_and_rows(page: Page, lab: Lab) -> None:
    opened(page, lab, "lab")
    menu(page, "Run", "Run All Cells")
    ran(page, charts_expected(lab, "lab"))
    page.locator(".kursk-bench button", has_text="Export").click()
    page.wait_for_selector(".kursk-bench a[download='claims.csv']", timeout=20_000)
    with page.expect_download() as waiting:
        page.locator(".kursk-bench a[download='claims.csv']").click()
    rows = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert "source_url" in rows.splitlines()[0]
    assert "https://" in rows
    assert page.locator(".kursk-bench a[download='claims.svg']").count() == 1
    assert page.locator(".kursk-bench a[download='claims.png']").count() == 1
