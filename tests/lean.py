"""The environment of readers who run cells: made from the lean requirements alone, kept by hash."""

import csv
import fcntl
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
REQUIREMENTS = ROOT / "requirements" / "live.txt"


def environment() -> Path:
    """Return the folder of the environment; the first call for these pins makes it."""
    mark = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    folder = ROOT / "_build" / "lean" / mark
    folder.parent.parent.mkdir(exist_ok=True)
    with (folder.parent.parent / "lean.lock").open("w") as lock:
        # Tests run side by side, and one environment is enough for them.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / ".complete").exists():
            shutil.rmtree(folder.parent, ignore_errors=True)
            subprocess.run([sys.executable, "-m", "venv", folder], check=True)
            pip: list[str | Path] = [folder / "bin" / "python", "-m", "pip", "install", "--quiet"]
            subprocess.run([*pip, "-r", REQUIREMENTS], check=True)
            (folder / ".complete").touch()
    return folder


def packages(environment: Path) -> dict[str, float]:
    """Return the size in MB of each package of an environment, as its own list of files says."""
    found = {}
    for record in environment.glob("lib/python*/site-packages/*.dist-info/RECORD"):
        with record.open(encoding="utf-8", newline="") as stream:
            sizes = [int(row[2]) for row in csv.reader(stream) if len(row) > 2 and row[2]]
        found[record.parent.name.split("-")[0].lower()] = sum(sizes) / 1e6
    return found


def clone(folder: Path) -> Path:
    """Copy of the book's repository as far as a reader's notebooks need it."""
    kept = ("data", "src", "notebooks", "binder", "requirements")
    skip = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in kept:
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    for name in ("pyproject.toml", "README.md", "CITATION.cff"):
        shutil.copy(ROOT / name, folder / name)
    return folder
