"""Builders that write no pages of the site lose nothing: text, e-book, print, XML."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from evidence_book import PAGES, build, write_book

KEPT = Path(__file__).parent / "regressions"
BUILDERS = ("text", "epub", "latex", "xml", "man", "texinfo")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("formats")
    write_book(made, PAGES)
    for builder in BUILDERS:
        settings = {"epub_copyright": "2025", "version": "1", "epub_exclude_files": ["x"]}
        warnings = build(made, builder, **settings)
        assert [line for line in warnings.splitlines() if "mimetype" not in line] == [], builder
    return made


@pytest.fixture(scope="module")
def text(folder: Path) -> str:
    return (folder / "text/chapters/1-incursion.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "words",
    [
        "about 1,000 km²[5]",
        "[5] **about 1,000 km²** claimed",
        "As stated: “1,000 square kilometres”",
        "Date of the event: 6 August 2024",
        "Source: The Daily; and 1 more",
        "“We are here”",
        "Left out: and stay",
        "A ministry, spokesman, as Wire retold it",
        "Suspilne, as told by Wire, wire.example/b, August 2024, in",
        "1. When did it start?",
        "*  7 August",
        "**6 August.** The row says so. Evidence: in-e01.",
        "**Not found:** A figure from Moscow for ground held",
        "* **Oleksandr Syrskyi**, Commander-in-chief, Ukraine",
    ],
)
def test_text_keeps_wording_sources_options_and_notes(text: str, words: str) -> None:
    assert words in text


def test_every_mark_has_its_note(text: str) -> None:
    referred = set(re.findall(r"\S\[(\d+)\]", text))
    noted = set(re.findall(r"^\[(\d+)\] ", text, re.M))
    assert referred == noted and len(noted) >= 12


def test_the_e_book_is_well_formed_and_has_no_controls(folder: Path) -> None:
    with zipfile.ZipFile(next((folder / "epub").glob("*.epub"))) as epub:
        names = [name for name in epub.namelist() if name.endswith(".xhtml")]
        pages = {name: epub.read(name).decode() for name in names}
    for name, page in pages.items():
        ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", page).replace("&nbsp;", " "))
        assert "<button" not in page and "popover" not in page, name
    chapter = next(page for name, page in pages.items() if "1-incursion" in name)
    for words in ("As stated: “1,000 square kilometres”", "7 August", "We are here"):
        assert words in chapter


def test_print_has_the_notes_at_the_foot_of_the_page(folder: Path) -> None:
    tex = next((folder / "latex").glob("*.tex")).read_text("utf-8")
    assert tex.count("\\begin{footnote}") >= 12
    assert "As stated: “1,000 square kilometres”" in tex


@pytest.mark.parametrize(
    ("kept", "built"),
    [
        ("chapter.txt", "text/chapters/1-incursion.txt"),
        ("chapter.xml", "xml/chapters/1-incursion.xml"),
        ("ledger.txt", "text/evidence/ledger-held.txt"),
    ],
)
def test_nothing_has_changed_without_being_looked_at(folder: Path, kept: str, built: str) -> None:
    """Delete a file of ``regressions`` to have it written anew."""
    found = (folder / built).read_text("utf-8").replace(str(folder), "")
    if not (KEPT / kept).exists():
        KEPT.mkdir(exist_ok=True)
        (KEPT / kept).write_text(found, "utf-8")
    assert found == (KEPT / kept).read_text("utf-8")
