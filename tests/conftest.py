"""What several tests share: the built site, a browser, and a server for the site."""

import fcntl
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from audit import browser as chromium
from audit.server import Site
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent


def make(*words: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run make as a person does, without what pytest itself has put into the environment."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", "--no-print-directory", *words],
        cwd=folder,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


#: Marker → the fixtures that say so of a test.
MARKERS = {
    "site": {"site_folder"}, "browser": {"web_browser", "engine"}, "jupyter": {"lab"},
    "thorough": {"packed", "printed"},
}  # fmt: skip
#: Files that take longest: they begin, so that all workers end together.
FIRST = ("test_live_jupyterlab.py", "test_figures_labels.py", "test_formats_pack.py")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that `make thorough` gives."""
    parser.addoption("--thorough", action="store_true", help="also what `make test` leaves out")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by what they use, leave out what takes long, let the longest files begin."""
    for item in items:
        used = set(getattr(item, "fixturenames", ()))
        for name, fixtures in MARKERS.items():
            if used & fixtures:
                item.add_marker(name)
    if not config.getoption("--thorough"):
        kept = [item for item in items if not item.get_closest_marker("thorough")]
        config.hook.pytest_deselected(items=list(set(items) - set(kept)))
        items[:] = kept
    items.sort(key=lambda item: item.path.name not in FIRST)


@pytest.fixture(scope="session")
def site_folder() -> Path:
    """The site as `make book` leaves it; BOOK_SITE names another that is already built."""
    if "BOOK_SITE" in os.environ:
        return Path(os.environ["BOOK_SITE"])
    (ROOT / "_build").mkdir(exist_ok=True)
    with (ROOT / "_build" / "site.lock").open("w") as lock:
        # Tests run side by side: one of them builds what is out of date, the others wait.
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = make("book")
    assert done.returncode == 0, done.stdout + done.stderr
    return ROOT / "_build" / "html"


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """Address of the served site, with a slash at its end."""
    with Site(site_folder) as served:
        yield served.address


# Of a module, not of the session: two of Playwright's drivers cannot run side by side.
@pytest.fixture(scope="module")
def web_browser() -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=chromium.require(), args=chromium.ARGUMENTS
        )
        yield started
        started.close()
