"""Build the site: check the tables, execute the cells, draw the charts, write the pages.

``python -m sphinx_pages.build`` is what ``make book`` calls, and all that is needed where there is
no make: from the root of the repository, in an environment with ``requirements.txt`` and the
package installed (``pip install --no-deps -e .``). Results of cells are kept until the data,
``src/kursk`` or the pinned packages change; pages until the extensions or the settings do.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path

SITE = Path("_build/html")
WORK = Path("_build/work")
CACHE = WORK / "_build" / ".jupyter_cache"
TREES = WORK / "_build" / ".doctrees"
NOTEBOOKS = Path("notebooks")

#: One fixed day, so that two builds of the same sources agree to the byte.
FIXED = {
    "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", "1767225600"),
    "PYTHONHASHSEED": "0",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    # Text is UTF-8 on every system; Windows would take its own code page.
    "PYTHONUTF8": "1",
}
#: Say where the book is published.
PLACE = ("BOOK_REPOSITORY", "BOOK_BRANCH", "BOOK_BASEURL", "BOOK_BINDER", "BOOK_EXECUTED")

#: What must be made anew (first) when any of these has changed (second).
_CELLS = (Path("data"), Path("src/kursk"), Path("requirements.txt"))
_PAGES = (*sorted(Path("src").glob("sphinx_*")), Path("_config.yml"))


def run(*words: str, log: Path | None = None) -> None:
    """Run this Python with arguments; end with its status where it fails."""
    beside = str(Path(sys.executable).parent)  # where Jupyter finds its kernel
    path = os.pathsep.join([beside, os.environ.get("PATH", "")])
    with log.open("w", encoding="utf-8") if log else nullcontext() as out:
        done = subprocess.run(
            [sys.executable, *words], env={**os.environ, **FIXED, "PATH": path}, stdout=out,
            stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False,
        )  # fmt: skip
    # Kernels talk over the machine's own loopback; their warning about it is of no use here.
    told = [line for line in done.stderr.splitlines() if "IPKernelApp" not in line]
    print(*told, sep="\n", end="\n" if told else "", file=sys.stderr)
    if done.returncode:
        sys.exit(done.returncode)


def state(places: Iterable[Path]) -> str:
    """Return a fingerprint of files, and of folders with all that is in them."""
    found = hashlib.sha256()
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.is_file() and "__pycache__" not in path.parts:
                found.update(path.as_posix().encode() + path.read_bytes())
    return found.hexdigest()


def differs(name: str, now: str) -> bool:
    """Tell whether a fingerprint differs from that of the last build."""
    kept = WORK / name
    return not kept.is_file() or kept.read_text("utf-8") != now


def keep(name: str, now: str) -> None:
    """Keep a fingerprint for the next build."""
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / name).write_text(now, encoding="utf-8")


def check() -> None:
    """Check the tables, unless they have passed before; then forget the cells' results."""
    inputs = state(_CELLS)
    if differs(".inputs", inputs):
        run("-m", "kursk.check", "data")
        shutil.rmtree(CACHE, ignore_errors=True)
        shutil.rmtree(TREES, ignore_errors=True)
        keep(".inputs", inputs)


def forget() -> None:
    """Drop the pages of the last build where the extensions or the settings have changed."""
    reader = state(_PAGES) + " ".join(os.environ.get(name, "") for name in PLACE)
    if differs(".reader", reader):
        shutil.rmtree(TREES, ignore_errors=True)
        shutil.rmtree(WORK / "_build" / "html", ignore_errors=True)
        keep(".reader", reader)


def pages() -> None:
    """Execute the cells, draw their charts, and let Jupyter Book build the pages."""
    if not CACHE.is_dir():
        run("-m", "sphinx_pages.execute", "book", str(CACHE))
    if not TREES.is_dir():
        run("-m", "sphinx_figures.ahead", str(CACHE), str(TREES))
    run("-c", "from jupyter_book.cli.main import main; main()", "build", "book",
        "--config", "_config.yml", "--toc", str(Path("_toc.yml").resolve()),
        "--path-output", str(WORK), "-n", "-W", "--keep-going", "-q",
        log=WORK / "build.log")  # fmt: skip


def put_in_place() -> None:
    """Finish the site beside the builder's output, then let it take the place of the last one."""
    new, old = SITE.with_suffix(".new"), SITE.with_suffix(".old")
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    shutil.copytree(WORK / "_build" / "html", new)
    (new / ".buildinfo").unlink(missing_ok=True)
    shutil.rmtree(new / "reports", ignore_errors=True)
    run("-m", "kursk_formats.data", "data", str(new / "data"))
    if SITE.exists():
        SITE.rename(old)
    new.rename(SITE)
    shutil.rmtree(old, ignore_errors=True)


def hand_out_notebooks() -> None:
    """Copy the notebooks into the repository; what somebody changed there is kept beside them."""
    NOTEBOOKS.mkdir(exist_ok=True)
    written = WORK / ".notebooks"
    ours = set(written.read_text("utf-8").split()) if written.is_file() else set()
    for made in sorted((SITE / "notebooks").glob("*.ipynb")):
        target = NOTEBOOKS / made.name
        content = made.read_bytes()
        if target.is_file() and target.read_bytes() != content:
            digest = hashlib.sha256(target.read_bytes()).hexdigest()
            if digest not in ours and not _committed(target):
                own = target.with_suffix(f".{digest[:6]}.ipynb")
                target.rename(own)
                print(f"{target} was changed by hand: the change is kept as {own}")
        target.write_bytes(content)
        ours.add(hashlib.sha256(content).hexdigest())
    written.write_text("\n".join(sorted(ours)), encoding="utf-8")


def _committed(path: Path) -> bool:
    """Tell whether git has a file as it is; without git nothing tells."""
    try:
        said = subprocess.run(["git", "diff", "--quiet", "HEAD", "--", str(path)], check=False)
    except OSError:
        return False
    return said.returncode == 0


def main() -> None:
    """Build the site into ``_build/html``."""
    check()
    forget()
    print("Executing the cells (two notebooks at a time), then building the pages …", flush=True)
    pages()
    put_in_place()
    hand_out_notebooks()


if __name__ == "__main__":
    main()
