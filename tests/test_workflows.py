"""The workflows as their own checkers see them, and what this book asks of them besides."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from sphinx_pages import ENVIRONMENT

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
BIN = Path(sys.executable).parent


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def test_actionlint_finds_nothing() -> None:
    done = run(BIN / "actionlint", "-shellcheck=", "-pyflakes=", *WORKFLOWS)
    assert done.returncode == 0, done.stdout + done.stderr


def test_zizmor_finds_nothing() -> None:
    done = run(BIN / "zizmor", "--offline", "--no-progress", "--persona=pedantic", ".github")
    assert done.returncode == 0, done.stdout + done.stderr


#: Jobs that may write: they run no code of the book, only put in place what another job made.
WRITERS = {
    ("publish", "deploy"), ("publish", "branches"), ("release", "release"), ("locks", "offer"),
}  # fmt: skip


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_rights_are_few(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    for used in re.findall(r"uses: (?!\./)(.*)", text):
        assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), used
    allowed = {"contents": "read", "pages": "read"}
    for name, job in workflow["jobs"].items():
        if (path.stem, name) not in WRITERS:
            assert job["permissions"].items() <= allowed.items(), name
        for step in job.get("steps", []):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_every_step_that_publishes_knows_the_whole_place() -> None:
    """A setting that one step does not know would make it build another site."""
    steps = yaml.safe_load((FOLDER / "publish.yml").read_text())["jobs"]["build"]["steps"]
    told = [step.get("env", {}) for step in steps if step.get("run", "").startswith("make ")]
    assert len(told) == 3
    assert all(set(settings) == set(ENVIRONMENT) for settings in told)


@pytest.mark.parametrize(("name", "last"), [("publish", "deploy"), ("release", "release")])
def test_nothing_goes_out_before_the_tests_have_passed(name: str, last: str) -> None:
    jobs = yaml.safe_load((FOLDER / f"{name}.yml").read_text())["jobs"]
    way = [last]
    while needed := jobs[way[-1]].get("needs"):
        way.append(needed)
    assert jobs[way[-1]]["uses"] == "./.github/workflows/test.yml"
    # A step that runs whatever happened before would go round that.
    assert not any("if" in jobs[job] for job in way)


def test_a_branch_is_written_anew_only_where_its_content_has_changed(tmp_path: Path) -> None:
    remote, folder, clone = tmp_path / "remote", tmp_path / "folder", tmp_path / "clone"
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example"]
    subprocess.run(["git", "init", "-q", "--bare", remote], check=True)
    subprocess.run(["git", "init", "-q", clone], check=True)
    folder.mkdir()
    script = ROOT / ".github" / "push_branch.sh"

    def pushed(content: str) -> str:
        (folder / "a.txt").write_text(content)
        who = {f"GIT_{one}_{what}": "a@b.example" for one in ("AUTHOR", "COMMITTER")
               for what in ("NAME", "EMAIL")}  # fmt: skip
        subprocess.run([script, "binder", folder, remote], cwd=clone, check=True,
                       env={**os.environ, **who})  # fmt: skip
        told = subprocess.run([*git, "rev-parse", "binder"], cwd=remote, check=True,
                              capture_output=True, text=True)  # fmt: skip
        return told.stdout

    first = pushed("one")
    assert pushed("one") == first
    assert pushed("two") != first


LOCKS = ["requirements.txt", "binder/requirements.txt"]
LOCKS += [f"requirements/{name}.txt" for name in ("live", "formats", "dev")]


def test_every_lock_is_resolved_and_handed_on_each_month() -> None:
    jobs = yaml.safe_load((FOLDER / "locks.yml").read_text())["jobs"]
    handed = next(s for s in jobs["resolve"]["steps"] if "upload-artifact" in s.get("uses", ""))
    found = {path for glob in handed["with"]["path"].split() for path in ROOT.glob(glob)}
    assert found == {ROOT / lock for lock in LOCKS}
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nlock:")[2]
    assert {f"requirements/{name}" for name in ("book.in", "binder.in")} <= set(recipe.split())


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_locked_with_its_hashes(lock: str) -> None:
    """A package without one would let another file of the same name in."""
    entries = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    assert len(entries) > 50
    loose = [e for e in entries if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", e)]
    assert not loose


def test_windows_finds_its_own_packages_in_the_locks() -> None:
    live = (ROOT / "requirements/live.txt").read_text(encoding="utf-8")
    assert re.search(r"^colorama==.*sys_platform == 'win32'", live, re.M)
    assert re.search(r"^pywinpty==", live, re.M)
