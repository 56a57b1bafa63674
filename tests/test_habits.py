"""What stands in one place, and files that a stranger looks for."""

import ast
import json
import re
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
VERSION = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))["version"]


def test_the_version_is_that_of_the_citation_file() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert "version" in project["project"]["dynamic"]
    package = json.loads((ROOT / "data/datapackage.json").read_text("utf-8"))
    assert package["version"] == VERSION
    assert version("kursk") == VERSION
    assert re.search(
        rf"^## {re.escape(VERSION)} ", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M
    )


FORMS = [
    path
    for path in sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))
    if path.stem != "config"
]


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_forms_have_what_github_asks_for(path: Path) -> None:
    form = yaml.safe_load(path.read_text("utf-8"))
    assert form["name"] and form["description"]
    ids = [field["id"] for field in form["body"]]
    assert len(ids) == len(set(ids))
    assert all(field["attributes"]["label"] for field in form["body"])


def test_a_correction_names_its_row_and_a_page() -> None:
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/correction.yml").read_text("utf-8"))
    asked = {field["id"] for field in form["body"] if field.get("validations", {}).get("required")}
    assert {"row", "page"} <= asked


PAPERS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")


@pytest.mark.parametrize("name", PAPERS)
def test_papers_name_files_that_are_there(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    linked = re.findall(r"\]\(([^)#:]+)\)", text)
    named = re.findall(r"`((?:src|data|tests|audit|book)/[\w./-]+)`", text)
    for target in (*linked, *named):
        assert (ROOT / target).exists(), target


def test_hooks_run_targets_of_the_makefile() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]
    targets = (ROOT / "Makefile").read_text("utf-8")
    for hook in hooks["hooks"]:
        if hook["entry"].startswith("make "):
            assert re.search(rf"^{hook['entry'][5:]}:", targets, re.M)


def test_text_files_end_with_a_line_and_have_no_carriage_returns() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".css", ".js", ".html", ".yml", ".toml", ".csv"}:
            content = path.read_bytes()
            assert b"\r" not in content, name
            assert not content or content.endswith(b"\n"), name


#: What a package of src reads of another: the way of the data, and no arrow back.
READS: dict[str, set[str]] = {
    "kursk": set(),
    "sphinx_pages": {"kursk"},
    "sphinx_evidence": {"kursk"},
    "sphinx_figures": {"kursk", "sphinx_evidence.pages", "sphinx_pages.citation"},
    "sphinx_find": {"kursk", "sphinx_evidence.pages"},
    "sphinx_map": {"kursk", "sphinx_evidence.pages"},
    "kursk_formats": {"kursk"},
}


def imported(path: Path) -> set[str]:
    """Return the modules of src that a file imports, without names out of them."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{name.name}" for name in node.names}
            modules = {one for one in inside if is_module(one)}
            found |= modules or {node.module}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return {name for name in found if name.partition(".")[0] in READS}


def is_module(name: str) -> bool:
    path = ROOT / "src" / name.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()


@pytest.mark.parametrize("package", READS)
def test_packages_read_only_what_lies_to_their_left(package: str) -> None:
    assert (ROOT / "src" / package / "py.typed").exists()
    for path in (ROOT / "src" / package).rglob("*.py"):
        for name in imported(path):
            allowed = {package, *READS[package]}
            assert name in allowed or name.partition(".")[0] in allowed, f"{path.name}: {name}"


def test_every_package_is_in_the_picture() -> None:
    packages = {path.parent.name for path in (ROOT / "src").glob("*/__init__.py")}
    assert packages == set(READS)
    for paper in ("ARCHITECTURE.md", "README.md"):
        text = (ROOT / paper).read_text("utf-8")
        assert not {name for name in packages if f"src/{name}" not in text}
