"""The page contract, read from the files of the built site."""

import base64
import gzip
import hashlib
import itertools
import json
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag
from xml.etree import ElementTree

import nbformat
import pytest
from audit import limits
from bs4 import BeautifulSoup
from found import the

Pages = dict[str, BeautifulSoup]


@pytest.fixture(scope="session")
def sources(site_folder: Path) -> dict[str, str]:
    return {
        path.relative_to(site_folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(site_folder.rglob("*.html"))
    }


@pytest.fixture(scope="session")
def pages(sources: dict[str, str]) -> Pages:
    return {name: BeautifulSoup(text, "html.parser") for name, text in sources.items()}


def chapters(pages: Pages) -> Pages:
    return {name: page for name, page in pages.items() if name.startswith("chapters/")}


def test_site_has_all_chapters_and_a_first_page(pages: Pages) -> None:
    assert len(chapters(pages)) == 5
    assert not pages["index.html"].select('meta[http-equiv="refresh" i]')
    assert "404.html" in pages and "search.html" in pages


def sha256(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"


def test_every_page_allows_nothing_but_itself(pages: Pages) -> None:
    for name, page in pages.items():
        policy = str(the(page, 'meta[http-equiv="Content-Security-Policy"]')["content"])
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        for kind in ("default-src", "object-src", "base-uri"):
            assert rules[kind] == "'none'", name
        assert not re.search(r"unsafe|http:|\*", policy), name
        for selector, rule in (("script:not([src], [type])", "script-src"), ("style", "style-src")):
            inline = {sha256(tag.get_text()) for tag in page.select(selector)}
            assert {"'self'", *inline} == set(rules[rule].split()), f"{name}: {rule}"


def test_no_inline_handlers_and_styles(pages: Pages) -> None:
    for name, page in pages.items():
        for tag in page.find_all(True):
            loose = [key for key in tag.attrs if key.startswith("on") or key == "style"]
            assert not loose, f"{name}: {tag.name} has {loose}"


def test_nothing_is_loaded_from_elsewhere(pages: Pages) -> None:
    for name, page in pages.items():
        for tag in page.select("script[src], img[src], source[srcset], iframe, link[href]"):
            if tag.get("rel") == ["canonical"]:
                continue
            address = tag.get("src") or tag.get("srcset") or tag.get("href") or ""
            assert not re.match(r"(https?:)?//", str(address)), f"{name}: {address}"


def test_titles_and_descriptions_are_unique(pages: Pages) -> None:
    for selector in ("title", 'meta[name="description"]'):
        seen: dict[str, str] = {}
        for name, page in pages.items():
            tag = the(page, selector)
            text = str(tag.get("content") or tag.get_text())
            assert len(text) > 10, f"{name}: {selector}"
            assert text not in seen, f"{name} and {seen.get(text)} share {text!r}"
            seen[text] = name


def test_headings_are_in_order(pages: Pages) -> None:
    for name, page in pages.items():
        levels = [int(tag.name[1]) for tag in page.select("main :is(h1,h2,h3,h4,h5,h6)")]
        assert levels.count(1) == 1, f"{name}: {levels.count(1)} first-level headings"
        assert levels[0] == 1, name
        for before, after in itertools.pairwise(levels):
            assert after <= before + 1, f"{name}: level {after} after level {before}"


def test_ids_are_unique(pages: Pages) -> None:
    for name, page in pages.items():
        ids = [str(tag["id"]) for tag in page.find_all(id=True)]
        double = {one for one in ids if ids.count(one) > 1} if len(ids) != len(set(ids)) else set()
        assert not double, f"{name}: {sorted(double)[:5]}"


def test_charts_keep_the_contract(pages: Pages) -> None:
    for name, page in chapters(pages).items():
        figures = page.select("figure.chart")
        assert len(figures) >= 4, name
        for figure in figures:
            where = f"{name}#{figure.get('id')}"
            assert str(figure.get("id", "")).startswith("fig-"), where
            assert figure.get("data-live") == "false", where
            pictures = figure.select("img")
            assert pictures, where
            assert all(len(str(picture.get("alt", ""))) >= 40 for picture in pictures), where
            assert the(figure, "figcaption").get_text(strip=True), where
            assert figure.select("details.chart-data table"), where


def test_internal_links_lead_somewhere(pages: Pages, site_folder: Path) -> None:
    ids = {name: {str(tag["id"]) for tag in page.find_all(id=True)} for name, page in pages.items()}
    broken = []
    for name, page in pages.items():
        for tag in page.select("a[href]"):
            address, anchor = urldefrag(unquote(str(tag["href"])).split("?")[0])
            if re.match(r"[a-z][a-z0-9+.-]*:", address):
                continue
            target = (site_folder / name).parent / address if address else site_folder / name
            place = target.resolve()
            if place.is_dir():
                place /= "index.html"
            if not place.is_file():
                broken.append(f"{name}: {tag['href']}")
                continue
            relative = place.relative_to(site_folder.resolve()).as_posix()
            # What follows “day=” is a state of the map, which its script reads.
            if relative == "explore/map.html" and anchor.startswith("day="):
                continue
            if anchor and relative in ids and anchor not in ids[relative]:
                broken.append(f"{name}: {tag['href']}")
    assert not broken, f"{len(broken)} broken links, the first: {broken[:10]}"


def test_structured_data(pages: Pages) -> None:
    kinds = {}
    for name, page in pages.items():
        blocks = page.select('script[type="application/ld+json"]')
        if name != "404.html":
            (block,) = blocks
            kinds[name] = json.loads(block.get_text())
    assert kinds["index.html"]["@type"] == "Book"
    assert kinds["evidence/method.html"]["@type"] == "Dataset"
    for name in chapters(pages):
        assert kinds[name]["@type"] == "LearningResource"
        assert kinds[name]["educationalLevel"] and kinds[name]["license"]


def test_files_beside_the_pages(site_folder: Path) -> None:
    for name in ("robots.txt", "404.html", "_static/favicon.svg"):
        assert (site_folder / name).is_file(), name
    # Addresses in a sitemap are absolute: without a base address there is none.
    assert not (site_folder / "sitemap.xml").exists()
    cards = {path.stem for path in (site_folder / "_static/cards").glob("*.png")}
    assert {"book", "1-incursion", "5-collapse"} <= cards


def test_all_style_is_small(pages: Pages, site_folder: Path) -> None:
    asked = {
        name: {
            ((site_folder / name).parent / str(link["href"]).split("?")[0]).resolve()
            for link in page.select('link[rel="stylesheet"]')
        }
        for name, page in pages.items()
    }
    everywhere = set.intersection(*filter(None, asked.values()))

    def size(sheets: set[Path]) -> int:
        return sum(len(gzip.compress(sheet.read_bytes(), 9)) for sheet in sheets)

    assert size(everywhere) <= limits.STYLE
    heavy = {name: size(sheets - everywhere) for name, sheets in asked.items()}
    assert {name for name, weight in heavy.items() if weight > limits.PAGE_STYLE} == set()


def test_reference_managers_find_title_author_and_date(pages: Pages) -> None:
    for name, page in chapters(pages).items():
        found = {
            str(tag["name"]): str(tag["content"]) for tag in page.select('meta[name^="citation_"]')
        }
        assert found["citation_title"] == the(page, "h1").get_text(), name
        assert "authors" in found["citation_author"]
        assert re.fullmatch(r"\d{4}/\d\d/\d\d", found["citation_publication_date"])


def test_pages_are_light(sources: dict[str, str]) -> None:
    heavy = {
        name: size
        for name, text in sources.items()
        if (size := len(gzip.compress(text.encode(), 9))) > limits.HTML
    }
    assert not heavy


def test_no_machine_paths(site_folder: Path) -> None:
    for path in site_folder.rglob("*"):
        if path.suffix in {".html", ".js", ".css", ".svg", ".ipynb"}:
            text = path.read_text(encoding="utf-8")
            assert str(Path.home()) + "/" not in text, path
            assert str(site_folder.parent.parent) not in text, path


def test_notebooks_are_clean(site_folder: Path, pages: Pages) -> None:
    for name in chapters(pages):
        path = site_folder / "notebooks" / f"{Path(name).stem}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        assert all(not cell.get("outputs") for cell in notebook.cells)
        assert any(cell.cell_type == "code" for cell in notebook.cells)


def test_chapter_box(pages: Pages) -> None:
    for name, page in chapters(pages).items():
        box = the(page, ".chapter-box")
        assert box.select_one(".chapter-question"), name
        minutes = re.search(r"(\d+) minutes to read", box.get_text(" "))
        assert minutes and 5 <= int(minutes[1]) <= 30, name
        assert not box.select('a[href*="mybinder"]'), "a button without a repository"


def test_a_chapter_bears_the_number_by_which_the_text_speaks_of_it(pages: Pages) -> None:
    told = {
        str(link["href"]): link.get_text().split()[0]
        for link in the(pages["index.html"], ".contents").select('a[href*="chapters/"]')
    }
    assert list(told.values()) == ["1", "2", "3", "4", "5"]
    for name, page in chapters(pages).items():
        number = Path(name).name[0]
        assert told[name] == number
        assert the(page, "article > .chapter-number").get_text() == f"Chapter {number}"
        assert the(page, "title").get_text().startswith(f"Chapter {number}: "), name
    for name, page in pages.items():
        for link in page.select("main a[href*='chapters/'], main a[href$='.html']"):
            said = re.fullmatch(r"[Cc]hapter (\d)", link.get_text())
            assert not said or Path(str(link["href"])).name[0] == said[1], f"{name}: {said}"


def test_a_figure_says_in_few_words_where_it_stands(pages: Pages) -> None:
    said = {name: the(page, ".figure-used a") for name, page in pages.items()
            if page.select_one(".figure-used")}  # fmt: skip
    assert the(pages["figures/campaign.html"], ".figure-used a").get_text() == "the front page"
    for name, link in said.items():
        assert len(link.get_text()) <= 90, name
        target = Path(urldefrag(str(link["href"]))[0])
        if target.parent.name == "chapters":
            assert link.get_text().startswith(f"chapter {target.name[0]}, “"), name


def test_every_picture_is_well_formed(site_folder: Path) -> None:
    pictures = sorted(site_folder.rglob("*.svg"))
    assert len(pictures) > 100
    for path in pictures:
        ElementTree.parse(path)
