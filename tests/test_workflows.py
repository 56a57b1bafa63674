"""The workflows as their own checkers see them, and what this book asks of them besides."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
BIN = Path(sys.executable).parent


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def test_actionlint_finds_nothing() -> None:
    done = run(BIN / "actionlint", "-shellcheck=", "-pyflakes=", *WORKFLOWS)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_would_find_something(tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.yml"
    text = (FOLDER / "test.yml").read_text(encoding="utf-8")
    spoilt.write_text(text.replace("timeout-minutes: 45", "timeout-minutes: ${{ nothing.here }}"))
    assert run(BIN / "actionlint", spoilt).returncode == 1


def test_zizmor_finds_nothing() -> None:
    done = run(BIN / "zizmor", "--offline", "--no-progress", "--persona=pedantic", ".github")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actions_are_pinned_and_rights_are_few(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    for used in re.findall(r"uses: (.*)", text):
        assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used), used
    allowed = {"contents": "read", "pages": "read"}
    for name, job in workflow["jobs"].items():
        if name != "deploy":
            assert job["permissions"].items() <= allowed.items(), name
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_a_fork_publishes_at_its_own_address() -> None:
    steps = yaml.safe_load((FOLDER / "publish.yml").read_text())["jobs"]["build"]["steps"]
    told = next(step["env"] for step in steps if step.get("run") == "make book")
    assert told["BOOK_REPOSITORY"] == "${{ github.server_url }}/${{ github.repository }}"
    assert set(told) == {"BOOK_REPOSITORY", "BOOK_BRANCH", "BOOK_BASEURL"}


def test_jupyter_book_stays_below_2() -> None:
    updates = yaml.safe_load((ROOT / ".github" / "dependabot.yml").read_text())["updates"]
    pip = next(update for update in updates if update["package-ecosystem"] == "pip")
    assert {"dependency-name": "jupyter-book", "versions": [">=2"]} in pip["ignore"]


def test_link_check_reports_and_never_fails() -> None:
    steps = yaml.safe_load((FOLDER / "links.yml").read_text())["jobs"]["check"]["steps"]
    assert any(step.get("with", {}).get("fail") is False for step in steps)
