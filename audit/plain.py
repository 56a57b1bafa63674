"""Builds the same sources with the plain tool chain, and measures that site, for comparison.

The plain chain is Jupyter Book with its default theme and scripts, and Altair's own HTML for the
charts. The extension for evidence stays, as the text cannot be read without it; parts that only
this book's theme knows are replaced by nothing. Writes into the README what that site costs and how
long its build took; never fails on a breach, because breaches are what it shows.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import yaml

from audit import measured
from audit.__main__ import audit
from audit.server import Site

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "_build" / "plain"
LEFT_OUT = {"sphinx_pages", "sphinx_figures", "sphinx_find", "sphinx_map"}
OWN_PARTS = re.compile(
    r"^```\{(?:chapter|launch|doors|start|downloads|map)\}.*?^```\n", re.M | re.S
)
# Runs in each kernel before the cells: charts as the HTML that Altair writes by default.
STARTUP = 'import kursk.look, altair; altair.renderers.enable("html")\n'


def copy_sources() -> Path:
    """Copy book and data, without what only this book's own page extension understands."""
    shutil.rmtree(WORK, ignore_errors=True)
    shutil.copytree(ROOT / "book", WORK / "book")
    shutil.copytree(ROOT / "data", WORK / "data")
    for page in (WORK / "book").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(OWN_PARTS.sub("", text), encoding="utf-8")
    profile = WORK / "ipython" / "profile_default" / "startup"
    profile.mkdir(parents=True)
    (profile / "charts.py").write_text(STARTUP, encoding="utf-8")
    return WORK / "book"


def write_settings() -> Path:
    """The book's settings less the extensions and what belongs to them."""
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    sphinx = settings["sphinx"]["config"]
    # Named as extra, they come on top of the tool's own theme and extensions.
    own = sphinx.pop("extensions")
    settings["sphinx"]["extra_extensions"] = [name for name in own if name not in LEFT_OUT]
    settings["sphinx"]["config"] = {
        name: value
        for name, value in sphinx.items()
        if not name.startswith(("pages_", "html_theme", "figures_", "nb_ipywidgets"))
    }
    target = WORK / "_config.yml"
    target.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    return target


def build() -> tuple[Path, float]:
    """Build; return the site's folder and the seconds that it took."""
    book, config = copy_sources(), write_settings()
    command = Path(sys.executable).with_name("jupyter-book")
    start = time.monotonic()
    subprocess.run(
        [str(command), "build", str(book), "--config", str(config), "--toc",
         str(ROOT / "_toc.yml"), "--path-output", str(WORK), "-q"],
        env={**os.environ, "IPYTHONDIR": str(WORK / "ipython")},
        check=True,
    )  # fmt: skip
    return WORK / "_build" / "html", time.monotonic() - start


def time_own_build() -> float:
    """Seconds of a clean build of this book in the same run, beside the site that is there."""
    shutil.rmtree(WORK / "own", ignore_errors=True)
    folders = [f"WORK={WORK}/own/work", f"SITE={WORK}/own/html"]
    start = time.monotonic()
    subprocess.run(["make", "--no-print-directory", "book", *folders], cwd=ROOT, check=True)
    return time.monotonic() - start


def main() -> int:
    """Build both, measure chapters and first page of the plain one, write that down."""
    site, seconds = build()
    own = time_own_build()
    pages = [
        "index.html",
        *sorted(f"chapters/{path.name}" for path in site.glob("chapters/*.html")),
    ]
    with Site(site) as served:
        text = measured.plain(seconds, own, audit(site, served.address, pages))
    measured.write(ROOT / "README.md", "plain", text)
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
