"""`make book` as a person uses it: again, after a change, with bad data, in another folder."""

import csv
import hashlib
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from conftest import ROOT, make

pytestmark = [pytest.mark.site, pytest.mark.timed]

# Seconds on two cores with nothing else to do. Machines differ, and some are shared with others:
# BOOK_SLACK=1 measures, the default finds what has become twice as slow.
NO_CHANGE = 5.0
ONE_CHAPTER = 16.0
CLEAN = 90.0
SLACK = float(os.environ.get("BOOK_SLACK", "2"))


def fingerprints(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Copy:
    """A copy of the sources in a folder of its own, with the environment of this one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        ).stdout.split("\0")  # fmt: skip
        for name in filter(None, listed):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)

    @property
    def site(self) -> Path:
        return self.folder / "_build" / "html"

    def book(self, target: str = "book") -> tuple[int, float, str]:
        """Exit status, seconds, and all that was printed. The environment is left as it is."""
        start = time.monotonic()
        done = make(
            target, f"ENV={ROOT / '.venv'}", "-o", f"{ROOT / '.venv'}/.book", folder=self.folder,
            PYTHONPATH=str(self.folder / "src"),
        )  # fmt: skip
        return done.returncode, time.monotonic() - start, done.stdout + done.stderr


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Copy, float]:
    copy = Copy(tmp_path_factory.mktemp("a folder"))
    status, seconds, said = copy.book()
    assert status == 0, said
    return copy, seconds


def test_help_names_every_target() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.M)
    assert phony
    said = make("help").stdout
    assert [line.split()[0] for line in said.splitlines()] == phony[1].split()


def test_ci_runs_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = re.search(r"^ +(make \w+) +# style, types, and tests", readme, re.M)
    assert told
    assert (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()[-1] == f"exec {told[1]}"


def test_clean_build_is_quick(first: tuple[Copy, float]) -> None:
    assert first[1] <= CLEAN * SLACK


def test_clean_build_elsewhere_is_the_same_to_the_byte(
    first: tuple[Copy, float], site_folder: Path
) -> None:
    here, there = fingerprints(site_folder), fingerprints(first[0].site)
    assert here.keys() == there.keys()
    different = [name for name, mark in here.items() if there[name] != mark]
    assert not different


def test_nothing_changed(first: tuple[Copy, float]) -> None:
    status, seconds, said = first[0].book()
    assert status == 0
    assert seconds <= NO_CHANGE * SLACK
    assert "Executing" not in said
    assert "_build/html/index.html" in said


def test_one_chapter_changed(first: tuple[Copy, float]) -> None:
    copy, _ = first
    before = fingerprints(copy.site)
    chapter = copy.folder / "book/chapters/3-north-korea.md"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(
        text.replace("## What you will learn", "## What you will learn\n\n- To see a change."),
        encoding="utf-8",
    )
    status, seconds, said = copy.book()
    assert status == 0, said
    assert seconds <= ONE_CHAPTER * SLACK
    after = fingerprints(copy.site)
    changed = {name for name, mark in after.items() if before.get(name) != mark}
    assert "chapters/3-north-korea.html" in changed
    assert "chapters/1-incursion.html" not in changed
    chapter.write_text(text, encoding="utf-8")
    assert copy.book()[0] == 0
    assert fingerprints(copy.site) == before


def test_ten_times_the_claims(first: tuple[Copy, float], tmp_path: Path) -> None:
    """Every claim ten times, as if ten others had said the same: the worst case for charts."""
    copy, seconds = Copy(tmp_path), first[1]
    # A claim in another language comes with its English wording.
    for name in ("claims", "wordings"):
        table = copy.folder / f"data/{name}.csv"
        head, *rows = csv.reader(table.read_text(encoding="utf-8").splitlines())
        more = [
            [re.sub(r"(\d+)$", rf"{n}0\1", row[0]), *row[1:]] for n in range(1, 10) for row in rows
        ]
        with table.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows([head, *rows, *more])
    assert copy.book("seal")[0] == 0
    status, tenfold, said = copy.book()
    assert status == 0, said
    assert tenfold <= 2 * seconds
    for page in sorted(copy.site.glob("chapters/*.html")):
        before = first[0].site / "chapters" / page.name
        assert page.stat().st_size <= 1.1 * before.stat().st_size, page.name


def test_bad_data_builds_nothing(first: tuple[Copy, float]) -> None:
    copy, _ = first
    before = fingerprints(copy.site)
    table = copy.folder / "data/phases.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("2024-08-06", "2024-13-40"), encoding="utf-8")
    status, _, said = copy.book()
    assert status != 0
    assert "phases.csv:2" in said
    assert "Executing" not in said
    assert fingerprints(copy.site) == before
    table.write_text(text, encoding="utf-8")


def test_failing_cell_builds_nothing(first: tuple[Copy, float]) -> None:
    copy, _ = first
    before = fingerprints(copy.site)
    chapter = copy.folder / "book/chapters/1-incursion.md"
    text = chapter.read_text(encoding="utf-8")
    chapter.write_text(
        text + '\n```{code-cell} ipython3\nraise ValueError("on purpose")\n```\n', encoding="utf-8"
    )
    status, _, said = copy.book()
    assert status != 0
    assert "1-incursion" in said
    assert fingerprints(copy.site) == before
    chapter.write_text(text, encoding="utf-8")
