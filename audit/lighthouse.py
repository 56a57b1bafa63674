"""Lighthouse, where Node and its package are at hand: mobile defaults, median of three.

Accessibility, best practices and SEO do not change from run to run: the first of the three looks
at everything, the other two at performance alone.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from audit import browser

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
METRICS = {
    "first-contentful-paint": "FCP",
    "largest-contentful-paint": "LCP",
    "total-blocking-time": "TBT",
    "cumulative-layout-shift": "CLS",
}
# What the score of performance is made of.
SPEED = (*METRICS, "speed-index")


@dataclass(frozen=True)
class Scores:
    """Medians: scores from 0 to 1, times in milliseconds, shift without a unit."""

    page: str
    scores: dict[str, float]
    metrics: dict[str, float]


def command() -> list[str] | None:
    """How to start Lighthouse: the environment's LIGHTHOUSE, the path, or npx; else None."""
    named = os.environ.get("LIGHTHOUSE")
    if named:
        return [named]
    if path := shutil.which("lighthouse"):
        return [path]
    if shutil.which("npx"):
        tried = ["npx", "--no-install", "lighthouse"]
        done = subprocess.run([*tried, "--version"], capture_output=True, check=False)
        if done.returncode == 0:
            return tried
    return None


def run_once(start: list[str], address: str, wanted: str) -> dict[str, object]:
    """One run with an option that says what is wanted; the report as Lighthouse writes it."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "report.json")
        flags = "--headless=new " + " ".join(browser.ARGUMENTS)
        subprocess.run(
            [*start, address, "--quiet", "--output=json", f"--output-path={target}",
             f"--chrome-flags={flags}", "--disable-full-page-screenshot", wanted],
            env={**os.environ, "CHROME_PATH": browser.require()},
            check=True,
            capture_output=True,
        )  # fmt: skip
        report: dict[str, object] = json.loads(target.read_text(encoding="utf-8"))
        return report


def measure(start: list[str], home: str, page: str) -> Scores:
    """Median of three runs of one page."""
    everything = f"--only-categories={','.join(CATEGORIES)}"
    speed = f"--only-audits={','.join(SPEED)}"
    reports = [run_once(start, home + page, wanted) for wanted in (everything, speed, speed)]

    def median(section: str, key: str, value: str) -> float:
        return statistics.median(
            report[section][key][value] or 0  # type: ignore[index]
            for report in reports
            if key in report[section]  # type: ignore[operator]
        )

    return Scores(
        page,
        {name: median("categories", name, "score") for name in CATEGORIES},
        {short: median("audits", name, "numericValue") for name, short in METRICS.items()},
    )


def breaches(found: Scores) -> list[str]:
    """Sentences about what misses its mark."""
    misses = [
        f"Lighthouse {name}: {score:.2f}"
        for name, score in found.scores.items()
        if score < (0.99 if name == "performance" else 1)
    ]
    for name, limit in (("FCP", 1200), ("LCP", 1200), ("TBT", 50), ("CLS", 0.01)):
        if found.metrics[name] > limit:
            misses.append(f"Lighthouse {name}: {found.metrics[name]:.3g}, limit {limit}")
    return misses
