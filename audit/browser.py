"""Finds the browsers that the tests use, and installs them where that is possible.

``python -m audit.browser`` prints where they are. It ends with status 1 and a plain sentence where
there is no Chromium and none can be installed; without Firefox or WebKit their tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass


@dataclass(frozen=True)
class Engine:
    """A browser: the variable and the names by which it is found, Debian's packages of it."""

    variable: str
    names: tuple[str, ...]
    packages: tuple[str, ...]


ENGINES = {
    # The shell is Chromium without windows: the same pages in two thirds of the time.
    "shell": Engine(
        "CHROMIUM",
        ("chromium-headless-shell", "chrome-headless-shell"),
        ("chromium-headless-shell",),
    ),
    "chromium": Engine(
        "CHROMIUM",
        ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
        ("chromium",),
    ),
    "firefox": Engine("FIREFOX", ("firefox-esr", "firefox"), ("firefox-esr",)),
    "webkit": Engine("WEBKIT_DRIVER", ("WebKitWebDriver",), ("webkit2gtk-driver", "xvfb", "xauth")),
}
# A browser for measuring asks no host of its own.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ADVICE = (
    "No Chromium was found, and it could not be installed here. Install it with your system's "
    "packages (Debian and Ubuntu: sudo apt-get install chromium; macOS: brew install --cask "
    "chromium), or name it: make test CHROMIUM=/path/to/chromium"
)


#: For tests the sooner one; weighed is what readers have: the shell loads pictures far ahead.
FOR_TESTS, FOR_WEIGHING = ("shell", "chromium"), ("chromium", "shell")


def find(engine: str) -> str | None:
    """Path of a browser: what its variable names first, then the search path."""
    it = ENGINES[engine]
    named = os.environ.get(it.variable)
    if named:
        return shutil.which(named)
    return next((path for name in it.names if (path := shutil.which(name))), None)


def advice(engine: str) -> str:
    """Say what is missing and how to get it."""
    it = ENGINES[engine]
    packages = " ".join(it.packages)
    return f"no {engine}: sudo apt-get install {packages}, or name it in {it.variable}"


def install(*packages: str) -> bool:
    """Install packages of Debian where this user may; return whether that has worked."""
    if not shutil.which("apt-get"):
        return False
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and not shutil.which("sudo"):
        return False
    print(f"Installing {' '.join(packages)} (apt-get install) …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", *packages]):
        if subprocess.run([*prefix, *command], env=environment, check=False).returncode:
            return False
    return True


def found_or_installed(engine: str) -> str | None:
    """Path of a browser, which is installed where it is missing and that is possible."""
    return find(engine) or (find(engine) if install(*ENGINES[engine].packages) else None)


def require(engines: tuple[str, ...] = FOR_TESTS) -> str:
    """Path of a Chromium, or the end of the program with advice; one that is here is enough."""
    here = next(filter(None, map(find, engines)), None)
    path = here or next(filter(None, map(found_or_installed, engines)), None)
    if path is None:
        sys.exit(ADVICE)
    return path


def main() -> None:
    """Print where each browser is; install what is missing."""
    print("chromium:", require())
    for engine in ("firefox", "webkit"):
        print(f"{engine}:", found_or_installed(engine) or advice(engine))


if __name__ == "__main__":
    main()
