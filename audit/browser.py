"""Finds Chromium, and installs it where that is possible.

``python -m audit.browser`` prints where it is; it ends with status 1 and a plain sentence where
there is none and none can be installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
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


def find() -> str | None:
    """Path of a Chromium: the environment's CHROMIUM first, then the search path."""
    named = os.environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> bool:
    """Install Debian's package where this user may; return whether that has worked."""
    if not shutil.which("apt-get"):
        return False
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and not shutil.which("sudo"):
        return False
    print("Installing Chromium (apt-get install chromium) …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        if subprocess.run([*prefix, *command], env=environment, check=False).returncode:
            return False
    return True


def require() -> str:
    """Path of a Chromium, or the end of the program with advice."""
    path = find()
    if path is None and install():
        path = find()
    if path is None:
        sys.exit(ADVICE)
    return path


if __name__ == "__main__":
    print("Browser:", require())
