"""Each figure's own page, and the files beside it: table, pictures, citations."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sphinx_figures import book, cite, markup, pictures, store
from sphinx_figures.nodes import art_of
from sphinx_figures.pictures import Raster

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_figures.book import Entry

FOLDER = "figures"
#: More new pictures than these are worth the start of other processes.
_FEW = 8


def named(app: Sphinx) -> list[tuple[str, Entry]]:
    """Return every figure of the book with the name of its page."""
    names = book.names(app.env)
    return [
        (names[docname, entry.chart.id], entry)
        for docname, entries in sorted(book.figures(app.env).items())
        for entry in entries
    ]


def _highlighted(builder: Any, code: str) -> str:
    return str(builder.highlighter.highlight_block(code, "python"))


def _place(app: Sphinx, entry: Entry) -> str:
    """Say where a figure stands: “chapter 2, “What the map shows””, “the front page”.

    A theme that numbers the chapters tells their numbers in the documents' metadata.
    """
    chapter = app.env.metadata[entry.docname].get("chapter")
    title = app.env.titles[entry.docname].astext()
    page = "the front page" if entry.docname == app.config.root_doc else title
    page = f"chapter {chapter}" if chapter else page
    return f"{page}, “{entry.section}”" if entry.section else page


def collect(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the pages of the figures: name, what the theme is told, template."""
    if app.builder.name != "html":
        return
    for name, entry in named(app):
        art = art_of(app.builder, entry.key, entry.chart)
        cited = cite.cited(app, name, entry.chart.title)
        place = markup.Place("../", name, entry.stem, entry.script, cited, whole=True)
        page, chart = f"{FOLDER}/{name}", entry.chart
        figure = markup.figure(chart, place, art, natural=entry.natural)
        uri = app.builder.get_target_uri(entry.docname)
        found_on = app.env.titles[entry.docname].astext()
        used = {"address": f"../{uri}#fig-{chart.id}", "title": _place(app, entry)}
        home = f"../{app.builder.get_target_uri(app.config.root_doc)}"
        code = _highlighted(app.builder, entry.code) if entry.code else ""
        body = markup.page(
            figure, chart, code=code, used=used, home=home, book=app.config.html_title
        )
        # Two figures of one id have one title: then the page on which each stands tells them apart.
        where = f" ({found_on})" if name != chart.id else ""
        told = {
            "title": f"{chart.title or chart.id}{where}",
            "body": body,
            "description": f"{chart.description}{where}",
            "card": f"{page}-card.png",
        }
        yield page, told, "page.html"


def _files(app: Sphinx, name: str, entry: Entry) -> Iterator[tuple[str, str | Raster]]:
    """Yield what stands beside a figure's page: end of the file's name, content."""
    chart = entry.chart
    cited = cite.cited(app, name, chart.title)
    art = art_of(app.builder, entry.key, chart)
    size = tuple(art["sizes"]["wide"])
    drawing = art["svg"]["wide-light"]
    title = app.config.html_title
    picture = pictures.with_words(drawing, size, chart, cited.address, title)
    if chart.table:
        yield ".csv", markup.csv_text(chart.table)
    yield ".bib", cited.bibtex
    yield ".json", cited.csl
    yield ".svg", picture
    yield ".png", Raster(picture, 2)
    yield "-card.png", Raster(pictures.card(drawing, size, chart, title), 1)


def _wanted(app: Sphinx) -> dict[str, str | Raster]:
    return {
        f"{name}{end}": content
        for name, entry in named(app)
        for end, content in _files(app, name, entry)
    }


#: Other processes that draw while the pages are written.
_DRAWING: WeakKeyDictionary[Sphinx, ProcessPoolExecutor] = WeakKeyDictionary()


def begin_to_draw(app: Sphinx, _env: Any) -> list[str]:
    """Let all cores draw the pictures that are not in the store, while the pages are written."""
    if app.builder.name == "html":
        kept = store.beside(app.doctreedir)
        rasters = (it for it in _wanted(app).values() if isinstance(it, Raster))
        new = [it for it in rasters if not it.is_kept(kept)]
        if len(new) > _FEW:
            # A fork would inherit the drawing program's threads half-way.
            _DRAWING[app] = ProcessPoolExecutor(mp_context=get_context("spawn"))
            for raster in new:
                _DRAWING[app].submit(raster.png, kept)
    return []


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the files of all figures, and remove those of figures that are gone.

    A picture that another process could not draw is drawn here, and fails here.
    """
    if app in _DRAWING:
        _DRAWING.pop(app).shutdown(cancel_futures=exception is not None)
    if exception is not None or app.builder.name != "html":
        return
    folder, kept = Path(app.outdir) / FOLDER, store.beside(app.doctreedir)
    wanted = _wanted(app)
    for file, content in wanted.items():
        store.write(folder / file, content.png(kept) if isinstance(content, Raster) else content)
    for path in folder.glob("*"):
        if path.suffix != ".html" and path.name not in {*wanted, "_headers"}:
            path.unlink()
    _allow_frames(app)


def _allow_frames(app: Sphinx) -> None:
    """Write the headers file of hosts that read one: figures alone may stand in foreign frames."""
    store.write(
        Path(app.outdir) / "_headers",
        "/*\n  Content-Security-Policy: frame-ancestors 'self'\n"
        f"/{FOLDER}/*\n  ! Content-Security-Policy\n"
        "  Content-Security-Policy: frame-ancestors *\n",
    )
