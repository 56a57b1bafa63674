"""What the cells need of the Python in which they run: told in words before a chart fails on it."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

from kursk.refusal import RefusalError

#: Where a checkout says what it needs. An installed package came with it: pip saw to that.
_PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"


def check(project: Path = _PROJECT) -> None:
    """Refuse to go on where a package that a checkout needs is missing or too old.

    Raises:
        RefusalError: names the packages, and how to install them from a cell.
    """
    if not project.is_file():
        return
    needed = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
    wanted = [need for need in needed if _lacking(need)]
    if wanted:
        raise RefusalError(
            f"Missing here, or too old: {', '.join(wanted)}. Install what is wanted in a cell of "
            f"its own, then restart the kernel: %pip install {' '.join(map(repr, wanted))}"
        )


def _lacking(need: str) -> bool:
    name, least = need.split(",")[0].split(">=")
    try:
        return _numbers(importlib.metadata.version(name)) < _numbers(least)
    except importlib.metadata.PackageNotFoundError:
        return True


def _numbers(version: str) -> list[int]:
    return [int(part) for part in re.findall("[0-9]+", version)[:2]]
