"""Each figure's own page, and the files beside it: table, pictures, citations."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_figures import book, cite, markup, pictures, store
from sphinx_figures.nodes import art_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from sphinx_figures.book import Entry

FOLDER = "figures"


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
        used = {"address": f"../{uri}#fig-{chart.id}", "title": found_on}
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


def _files(app: Sphinx, name: str, entry: Entry) -> Iterator[tuple[str, str | bytes]]:
    """Yield what stands beside a figure's page: end of the file's name, content."""
    chart, kept = entry.chart, store.beside(app.doctreedir)
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
    yield ".png", pictures.png(picture, 2, kept)
    yield "-card.png", pictures.png(pictures.card(drawing, size, chart, title), 1, kept)


def write_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the files of all figures, and remove those of figures that are gone."""
    if exception is not None or app.builder.name != "html":
        return
    folder, wanted = Path(app.outdir) / FOLDER, {"_headers"}

    def write(pair: tuple[str, Entry]) -> list[str]:
        name, entry = pair
        found = [(f"{name}{end}", content) for end, content in _files(app, name, entry)]
        for file, content in found:
            store.write(folder / file, content)
        return [file for file, _ in found]

    with ThreadPoolExecutor() as pool:
        for files in pool.map(write, named(app)):
            wanted.update(files)
    for path in folder.glob("*"):
        if path.suffix != ".html" and path.name not in wanted:
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
