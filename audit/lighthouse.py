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
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
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
LIMITS = {"FCP": 1200, "LCP": 1200, "TBT": 50, "CLS": 0.01}


@dataclass(frozen=True)
class Scores:
    """Medians: scores from 0 to 1, times in milliseconds, shift without a unit."""

    page: str
    scores: dict[str, float]
    metrics: dict[str, float]


def package() -> Path | None:
    """Folder of Lighthouse's package: the environment's LIGHTHOUSE (its command) or the path's."""
    command = shutil.which(os.environ.get("LIGHTHOUSE", "lighthouse"))
    if command is None or shutil.which("node") is None:
        return None
    folder = Path(command).resolve().parent.parent
    return folder if (folder / "core/index.js").is_file() else None


def measure(folder: Path, home: str, pages: Sequence[str]) -> Iterator[Scores]:
    """Yield the medians of three runs of each page."""
    script = Path(__file__).with_name("lighthouse.mjs")
    addresses = ",".join(home + page for page in pages)
    done = subprocess.run(
        ["node", str(script), str(folder), browser.require(browser.FOR_WEIGHING), addresses,
         ",".join(SPEED), *browser.ARGUMENTS],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    found = [json.loads(line) for line in done.stdout.splitlines()]
    for address, runs in groupby(found, key=lambda run: str(run["address"])):
        yield medians(address.removeprefix(home), list(runs))


def medians(page: str, runs: Sequence[dict[str, dict[str, float]]]) -> Scores:
    """Medians over those runs that have looked at a thing."""

    def median(section: str, name: str) -> float:
        return statistics.median(run[section][name] for run in runs if name in run[section])

    return Scores(
        page,
        {name: median("scores", name) for name in CATEGORIES},
        {short: median("metrics", name) for name, short in METRICS.items()},
    )


def breaches(found: Scores) -> list[str]:
    """Sentences about what misses its mark."""
    misses = [
        f"Lighthouse {name}: {score:.2f}"
        for name, score in found.scores.items()
        if score < (0.99 if name == "performance" else 1)
    ]
    for name, limit in LIMITS.items():
        if found.metrics[name] > limit:
            misses.append(f"Lighthouse {name}: {round(found.metrics[name], 3):g}, limit {limit}")
    return misses
