"""Builds the same sources with the plain tool chain, and measures that site, for comparison.

The plain chain is Jupyter Book with its default theme and scripts, and Altair's own HTML for the
charts. The extension for evidence stays, as the text cannot be read without it; the header box of
a chapter is replaced by nothing. Prints the table and how long the build took; never fails on a
breach, because breaches are what it shows.
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

ROOT = Path(__file__).resolve().parent.parent
WORK = ROOT / "_build" / "plain"
LEFT_OUT = {"sphinx_pages", "sphinx_figures"}
CHAPTER_BOX = re.compile(r"^```\{chapter\}.*?^```\n", re.M | re.S)
# Runs in each kernel before the cells: charts as the HTML that Altair writes by default.
STARTUP = 'import kursk.look, altair; altair.renderers.enable("html")\n'


def copy_sources() -> Path:
    """Copy book and data, without what only this book's own page extension understands."""
    shutil.rmtree(WORK, ignore_errors=True)
    shutil.copytree(ROOT / "book", WORK / "book")
    shutil.copytree(ROOT / "data", WORK / "data")
    for page in (WORK / "book").rglob("*.md"):
        text = page.read_text(encoding="utf-8")
        page.write_text(CHAPTER_BOX.sub("", text), encoding="utf-8")
    profile = WORK / "ipython" / "profile_default" / "startup"
    profile.mkdir(parents=True)
    (profile / "charts.py").write_text(STARTUP, encoding="utf-8")
    return WORK / "book"


def write_settings() -> Path:
    """The book's settings less the two extensions and what belongs to them."""
    settings = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    sphinx = settings["sphinx"]["config"]
    sphinx["extensions"] = [name for name in sphinx["extensions"] if name not in LEFT_OUT]
    settings["sphinx"]["config"] = {
        name: value for name, value in sphinx.items() if not name.startswith("pages_")
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
    """Build both, measure chapters and first page of the plain one, print."""
    site, seconds = build()
    own = time_own_build()
    ratio = f"{own / seconds:.2f} times as long"
    print(f"The plain build took {seconds:.0f} s, this book's own {own:.0f} s: {ratio}.")
    pages = [
        "index.html",
        *sorted(f"chapters/{path.name}" for path in site.glob("chapters/*.html")),
    ]
    return subprocess.run(
        [sys.executable, "-m", "audit", str(site), *pages, "--report-only"], check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
