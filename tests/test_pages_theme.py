"""The theme on a small book, built in this process."""

import os
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from bs4 import BeautifulSoup
from sphinx.errors import ExtensionError
from sphinx.testing.util import SphinxTestApp

KEPT = Path(__file__).parent / "pages"
INDEX = """
# A small book

The first page of it, with enough words for a description.

```{doors}
```

```{start}
```

```{toctree}
:caption: Chapters
chapters/1-one
evidence/method
```
"""
CHAPTER = """---
myst:
  html_meta:
    description: "What “one” is & how < it is made."
---

# One & only

```{chapter} incursion
```

A paragraph.

## First section

- An item.
- Another.

| A | Head |
|---|---|
| 1 | 2 |

```python
import this  # a comment
```

## Second section

Its text.
"""
Build = Callable[..., SphinxTestApp]


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Builds the small book; keywords are settings, ``extra`` is the code of an extension."""

    def built(
        extra: str = "def setup(app):\n    pass\n",
        index: str = INDEX,
        chapter: str = CHAPTER,
        builder: str = "html",
        more: Mapping[str, str] = MappingProxyType({}),
        **settings: object,
    ) -> SphinxTestApp:
        texts = {"index": index, "chapters/1-one": chapter, "evidence/method": "# Method\n\nHow."}
        texts |= more
        for name, text in texts.items():
            path = tmp_path / f"{name}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (tmp_path / "conf.py").write_text(
            f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
            "extensions = ['myst_nb', 'sphinx_pages', 'extra']\n"
            "html_theme = 'sphinx_pages'\nhtml_title = 'A book'\nauthor = 'Someone'\n"
            "html_permalinks_icon = ''\npages_citation = 'CITATION.cff'\n"
            "nb_execution_mode = 'off'\nhtml_use_index = False\nhtml_copy_source = False\n",
            encoding="utf-8",
        )
        (tmp_path / "CITATION.cff").write_text(
            "title: A small book\nversion: 1.2.3\ndate-released: 2025-01-02\n"
            "authors: [{given-names: Ada, family-names: Byron}]\n",
            encoding="utf-8",
        )
        (tmp_path / "extra.py").write_text(extra, encoding="utf-8")
        sys.modules.pop("extra", None)
        app = SphinxTestApp(builder, srcdir=tmp_path, confoverrides=settings)
        try:
            app.build()
        finally:
            app.cleanup()
        return app

    return built


def page(app: SphinxTestApp, name: str = "chapters/1-one") -> BeautifulSoup:
    text = Path(app.outdir, f"{name}.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser")


def test_the_frame_is_as_it_was(build: Build, tmp_path: Path) -> None:
    """A change of the frame shows in the difference; KEEP_PAGES=1 keeps it, if you mean it."""
    text = Path(build().outdir, "chapters/1-one.html").read_text(encoding="utf-8")
    now = re.sub(r"\?v=\w+|'sha256-[^']*'", lambda found: found[0][:3] + "…", text) + "\n"
    kept = KEPT / "frame.html"
    if "KEEP_PAGES" in os.environ:
        kept.write_text(now, encoding="utf-8")
    assert now == kept.read_text(encoding="utf-8")


ADDS_FILES = """
from pathlib import Path
from types import MappingProxyType
def add(app):
    folder = Path(app.srcdir, "added")
    folder.mkdir(exist_ok=True)
    (folder / "my-theme.css").write_text(".mine { color: rebeccapurple }")
    (folder / "custom-basic.css").write_text(".basic { background: url(dot.png) }")
    (folder / "late.css").write_text(".late { color: red }")
    (folder / "required-fields.js").write_text("")
    (folder / "homepages.js").write_text("")
    app.config.html_static_path.append(str(folder))
    for name in ("my-theme.css", "custom-basic.css"):
        app.add_css_file(name)
    for name in ("required-fields.js", "homepages.js"):
        app.add_js_file(name, loading_method="defer")
    app.add_js_file(None, body="let inline = 1")
def late(app, *rest):
    app.add_css_file("late.css")
def setup(app):
    app.connect("builder-inited", add)
    app.connect("html-page-context", late)
"""


def test_whatever_an_extension_adds_arrives(build: Build) -> None:
    """No name of a file looks like one to leave out."""
    app = build(ADDS_FILES)
    found = page(app)
    sheets = [str(link["href"]).split("?")[0] for link in found.select("link[rel=stylesheet]")]
    # In the sheet of the site; by itself because of its address; by itself because it comes late.
    assert "rebeccapurple" in Path(app.outdir, "_static/book.css").read_text(encoding="utf-8")
    assert sheets == [f"../_static/{name}" for name in ("book.css", "custom-basic.css", "late.css")]
    scripts = str(found.select_one("template#scripts"))
    assert "required-fields.js" in scripts and "homepages.js" in scripts
    policy = str(found.select_one("meta[http-equiv]"))
    assert "let inline = 1" in str(found) and policy.count("sha256-") == 3
    for name in ("my-theme.css", "late.css", "required-fields.js"):
        assert Path(app.outdir, "_static", name).is_file()


def test_a_chapter_is_found_by_its_number(build: Build) -> None:
    """Its place in the contents gives it; address, anchor and heading stay without."""
    found = page(build())
    assert [link.get_text() for link in found.select(".contents li a")] == [
        "1 One & only",
        "Method",
    ]
    number, heading = found.select_one(".chapter-number"), found.select_one("h1")
    assert number is not None and number.get_text() == "Chapter 1"
    assert heading is not None and heading.get_text() == "One & only"
    method = page(build(), "evidence/method")
    assert not method.select(".chapter-number")
    (before,) = method.select('.neighbours [rel="prev"] b')
    assert before.get_text() == "1 One & only"


def test_words_of_the_author_are_never_markup(build: Build) -> None:
    found = page(build())
    assert found.title is not None and found.title.get_text() == "Chapter 1: One & only – A book"
    description = found.select_one('meta[name="description"]')
    assert description is not None
    assert description["content"] == "What “one” is & how < it is made."


def test_citation_tags_name_the_page_in_the_book(build: Build) -> None:
    app = build(html_baseurl="https://example.org/book")
    tags = {str(tag["name"]): tag["content"] for tag in page(app).select('[name^="citation_"]')}
    assert tags == {
        "citation_title": "One & only",
        "citation_inbook_title": "A small book",
        "citation_author": "Ada Byron",
        "citation_publication_date": "2025/01/02",
        "citation_language": "en",
        "citation_public_url": "https://example.org/book/chapters/1-one.html",
    }
    (whole,) = page(app, "index").select('meta[name="citation_title"]')
    assert whole["content"] == "A small book"


def test_a_sitemap_needs_an_address(build: Build) -> None:
    out = Path(build(html_baseurl="https://example.org/book").outdir)
    sitemap = (out / "sitemap.xml").read_text(encoding="utf-8")
    assert "<loc>https://example.org/book/chapters/1-one.html</loc>" in sitemap
    assert "sitemap.xml" in (out / "robots.txt").read_text(encoding="utf-8")
    build(html_baseurl="")
    assert not (out / "sitemap.xml").exists()


def test_front_page_leads_to_the_chapters(build: Build) -> None:
    found = page(build(), "index")
    (door,) = found.select(".doors a")
    assert (door["href"], door.get_text()) == ("chapters/1-one.html", "The incursion")
    (button,) = found.select(".start a")
    assert button.get_text() == "Start: The incursion, 1 min"


def test_an_unknown_phase_is_an_error(build: Build) -> None:
    app = build(chapter=CHAPTER.replace("{chapter} incursion", "{chapter} incursoin"))
    assert "unknown phase 'incursoin', expected one of incursion, " in app.warning.getvalue()


def test_a_new_page_in_the_contents_shows_on_every_page(build: Build, tmp_path: Path) -> None:
    build()
    (tmp_path / "more.md").write_text("# One page more", encoding="utf-8")
    app = build(index=INDEX.replace("evidence/method\n```", "evidence/method\nmore\n```"))
    links = [link.get_text() for link in page(app).select(".contents a")]
    assert links[-1] == "One page more"
    (tmp_path / "more.md").unlink()
    assert not Path(build().outdir, "more.html").exists()


def test_files_of_the_book_stay_whatever_their_names_are(build: Build, tmp_path: Path) -> None:
    static = tmp_path / "own"
    static.mkdir()
    (static / "file.png").write_bytes(b"a picture of the book")
    (tmp_path / "proof").mkdir()
    (tmp_path / "proof/google0.html").write_text("proof", encoding="utf-8")
    out = Path(build(html_static_path=["own"], html_extra_path=["proof"]).outdir)
    assert (out / "_static/file.png").read_bytes() == b"a picture of the book"
    assert (out / "google0.html").read_text("utf-8") == "proof"
    assert not (out / "_static/minus.png").exists(), "Sphinx's own, for which no page asks"


def test_two_notebooks_of_one_name_are_an_error(build: Build) -> None:
    head = "---\nfile_format: mystnb\nkernelspec: {name: python3, display_name: Python}\n---\n"
    cells = f"{head}# A\n\n```{{code-cell}} ipython3\n1\n```\n"
    with pytest.raises(ExtensionError, match=r"method\.md and .*method\.md would both be"):
        build(more={"evidence/method": cells, "chapters/method": cells})


def test_launch_buttons_come_with_a_repository(build: Build) -> None:
    assert not page(build()).select('a[href*="mybinder"]')
    app = build(pages_repository="https://github.com/someone/book")
    (button,) = page(app).select('a[href*="mybinder"]')
    assert "someone/book" in str(button["href"])
    assert page(app).select(".hub pre")


def test_other_formats_say_in_words_what_the_box_says(build: Build) -> None:
    app = build(builder="text", index=INDEX)
    text = Path(app.outdir, "chapters/1-one.txt").read_text(encoding="utf-8")
    assert "6 August – 10 September 2024" in text
    assert "The incursion, Aug–Sep" in Path(app.outdir, "index.txt").read_text(encoding="utf-8")
