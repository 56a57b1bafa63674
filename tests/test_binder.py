"""Binder without Binder: the build pack that repo2docker picks and the Dockerfile it writes."""

import json
import subprocess
import sys
from pathlib import Path

import lean
import pytest
from repo2docker.app import Repo2Docker

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Binder sees: a clone, not the working folder."""
    return lean.clone(tmp_path_factory.mktemp("binder"))


@pytest.fixture(scope="module")
def dockerfile(clone: Path) -> str:
    command = [
        sys.executable, "-c", "from repo2docker.__main__ import main; main()",
        "--no-build", "--debug", "--user-id", "1000", "--user-name", "reader", str(clone),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout + done.stderr


def test_picks_the_plain_python_build_pack(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(clone)
    app = Repo2Docker()
    found = (pack.__name__ for pack in app.buildpacks if pack(app.base_image).detect())
    assert next(found) == "PythonBuildPack"


def test_takes_the_python_of_the_book(dockerfile: str) -> None:
    assert "python=3.11" in dockerfile
    assert (ROOT / "binder" / "runtime.txt").read_text().strip() == "python-3.11"


def test_installs_the_lean_environment_and_no_other(dockerfile: str) -> None:
    installs = [line for line in dockerfile.splitlines() if "pip install" in line]
    assert any('-r "binder/requirements.txt"' in line for line in installs)
    assert not any("pip install --no-cache-dir ." in line for line in installs)


def test_a_change_of_text_does_not_install_anew(dockerfile: str) -> None:
    # The requirements name no other file of the repository: their layer comes before the sources.
    whole = dockerfile.index("COPY --chown=1000:1000 src/ ${REPO_DIR}/")
    assert dockerfile.index('-r "binder/requirements.txt"') < whole


def test_runs_our_last_step(dockerfile: str) -> None:
    assert "./binder/postBuild" in dockerfile
    assert (ROOT / "binder" / "postBuild").stat().st_mode & 0o111


def test_starts_on_a_notebook_that_is_there() -> None:
    settings = json.loads((ROOT / "binder" / "jupyter_server_config.json").read_text())
    addresses = {application["default_url"] for application in settings.values()}
    assert addresses == {"/lab/tree/notebooks/welcome.ipynb"}
    assert (ROOT / "notebooks" / "welcome.ipynb").is_file()


def test_the_lean_requirements_hold_no_builder() -> None:
    pinned = {line.split("==")[0].lower() for line in lean.REQUIREMENTS.read_text().split("\n")}
    assert not pinned & {"sphinx", "jupyter-book", "myst-nb", "jupytext", "frictionless"}


def test_the_lean_environment_is_small() -> None:
    # The full one can do everything: run cells in JupyterLab, build the site, test it.
    cells = lean.packages(lean.environment())
    full = lean.packages(Path(sys.prefix)) | cells
    light, heavy = sum(cells.values()), sum(full.values())
    print(f"\nlean {len(cells)} packages, {light:.0f} MB; full {len(full)}, {heavy:.0f} MB")
    assert len(cells) <= 0.6 * len(full)
    assert light <= 0.6 * heavy
