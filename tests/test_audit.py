"""The audit's own arithmetic: medians, limits, and breaches that are told."""

from pathlib import Path
from typing import Any

import pytest
from audit import lighthouse, measured
from audit.visits import Result


def runs(*paints: float) -> list[dict[str, dict[str, float]]]:
    """Runs of Lighthouse with these times of the largest paint; the first looks at everything."""
    metrics = dict.fromkeys(lighthouse.METRICS, 0.0)
    found = [
        {"scores": {"performance": 1.0}, "metrics": metrics | {"largest-contentful-paint": paint}}
        for paint in paints
    ]
    found[0]["scores"] = dict.fromkeys(lighthouse.CATEGORIES, 1.0)
    return found


def test_the_middle_one_of_three_runs_counts() -> None:
    found = lighthouse.medians("index.html", runs(1300, 900, 1100))
    assert found.metrics["LCP"] == 1100
    assert lighthouse.breaches(found) == []


def test_a_slow_page_is_a_breach() -> None:
    assert lighthouse.breaches(lighthouse.medians("index.html", runs(1300, 900, 1250))) == [
        "Lighthouse LCP: 1250, limit 1200"
    ]


@pytest.mark.parametrize(
    ("measured", "told"),
    [
        ({"html": 60_001}, "HTML: 60001 bytes, limit 60000"),
        ({"charts": 3, "live": 2, "live_file": 3, "still": 3}, "2 of 3 charts live"),
        ({"foreign": ["https://example.org/x.js"]}, "foreign request: https://example.org/x.js"),
        ({"axe": ["image-alt ×1"]}, "axe: image-alt ×1"),
    ],
)
def test_every_breach_is_told(measured: dict[str, Any], told: str) -> None:
    assert Result("page.html", **measured).breaches() == [told]


def test_without_lighthouse_the_audit_goes_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LIGHTHOUSE", str(tmp_path / "none"))
    assert lighthouse.package() is None


README = """# A book

<!-- measured: audit -->

2 pages, each over http

| page       | HTML kB | first view kB |
| ---------- | ------: | ------------: |
| index.html |     1.0 |           1.0 |

<!-- /measured -->
"""


def test_the_audit_writes_its_own_section_and_no_other(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(README + "\n<!-- measured: plain -->\n<!-- /measured -->\n")
    measured.write(readme, "plain", "new")
    assert readme.read_text() == (
        README + "\n<!-- measured: plain -->\n\nnew\n\n<!-- /measured -->\n"
    )
    with pytest.raises(ValueError, match=r"README\.md: no section “measured: none”"):
        measured.write(readme, "none", "")


@pytest.mark.parametrize(
    ("built", "told"),
    [
        ({"index.html": bytes(10**6)}, []),
        ({"index.html": bytes(10**7)}, ["index.html: 1.0 kB in the table, 9.8 kB built"]),
        ({}, ["index.html: no such page"]),
        ({"index.html": bytes(10**6), "explore/a.html": b""}, ["explore/a.html: not in the table"]),
    ],
)
def test_a_stale_table_is_told(built: dict[str, bytes], told: list[str]) -> None:
    pages = built | {f"evidence/{n}.html": b"" for n in range(2 - len(built))}
    assert list(measured.stale(README, pages)) == told


def test_the_readme_measures_the_site_that_is_built(site_folder: Path) -> None:
    built = {
        path.relative_to(site_folder).as_posix(): path.read_bytes()
        for path in site_folder.rglob("*.html")
    }
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    assert list(measured.stale(readme, built)) == []
