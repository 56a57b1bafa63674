"""The environment of readers who run cells: made from the lean requirements alone, kept by hash."""

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
    if (folder / ".complete").exists():
        return folder
    shutil.rmtree(folder.parent, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, "-r", REQUIREMENTS], check=True)
    (folder / ".complete").touch()
    return folder


def size(environment: Path) -> tuple[int, float]:
    """Return the number of packages of an environment and its size in MB, without pip's own."""
    packages = list((environment / "lib").glob("python*/site-packages/*.dist-info"))
    files = (path for path in environment.rglob("*") if path.is_file() and not path.is_symlink())
    return len(packages), sum(path.stat().st_size for path in files) / 1e6


def clone(folder: Path) -> Path:
    """Copy of the book's repository as far as a reader's notebooks need it."""
    kept = ("data", "src", "notebooks", "binder", "requirements")
    skip = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
    for name in kept:
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, folder / name)
    return folder
