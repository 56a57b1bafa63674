"""Sphinx extension: Altair charts of MyST-NB cells as self-hosted, accessible figures."""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes as docutils_nodes

from sphinx_figures import again, book, code, nodes, outputs, pages, runtime, store

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

__all__ = ["setup"]

_STATIC = Path(__file__).parent / "static"
_SCRIPTS = ("figures/figures.js",)
_STYLES = ("figures/figures.css",)


def _offer_static_files(app: Sphinx) -> None:
    """Lay out style sheet, loader and runtime; Sphinx copies them with the theme's own."""
    if app.builder.format != "html":
        return
    kept = store.beside(app.doctreedir)
    static = kept.folder / "static"
    files = {file.name: file.read_text("utf-8") for file in sorted(_STATIC.iterdir())}
    files["runtime.js"] = kept.get(f"runtime-{store.fingerprint()[:16]}.js", runtime.build)
    for name, text in files.items():
        if app.builder.name != "epub" or name.endswith(".css"):
            store.write(static / "figures" / name, text)
    app.config.html_static_path.append(str(static))
    for style in _STYLES:
        app.add_css_file(style)


def _add_to_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: docutils_nodes.document | None,
) -> None:
    """Give pages with figures, and only those, the loader."""
    has_figure = doctree is not None and any(
        isinstance(node, nodes.chart_figure | again.chart_again)
        for node in doctree.findall(docutils_nodes.Element)
    )
    if not has_figure and not pagename.startswith(f"{pages.FOLDER}/"):
        return
    if app.builder.name != "epub":
        for script in _SCRIPTS:
            app.add_js_file(script, loading_method="defer")


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    book.figures(env).pop(docname, None)


def _merge(
    app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment
) -> None:
    book.figures(env).update({name: book.figures(other)[name] for name in docnames
                              if name in book.figures(other)})  # fmt: skip


def _sweep(app: Sphinx, exception: Exception | None) -> None:
    """Remove files of figures that are no longer in the book."""
    if exception is not None or app.builder.format != "html":
        return
    entries = [entry for page in book.figures(app.env).values() for entry in page]
    kept = {name for entry in entries for name in (entry.stem, entry.script)}
    out = Path(app.outdir)
    for file in (out / "_images/figures").glob("*.svg"):
        if file.name.rsplit("-", 2)[0] not in kept:
            file.unlink()
    charts = out / "_static/figures/charts"
    for file in charts.glob("*/*.js"):
        if file.relative_to(charts).with_suffix("").as_posix() not in kept:
            file.unlink()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension; cells that are run for the book put out bare specifications."""
    os.environ["KURSK_BOOK"] = "1"
    app.add_node(
        nodes.chart_figure,
        html=(nodes.visit_html, None),
        latex=(nodes.visit_text, None),
        text=(nodes.visit_text, None),
        man=(nodes.skip, None),
        texinfo=(nodes.skip, None),
    )
    again.register(app)
    app.add_config_value("figures_rows", 0, "html", types=[int])
    app.connect("builder-inited", _offer_static_files)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("doctree-read", code.gather)
    app.connect("doctree-read", outputs.measure)
    app.connect("env-updated", pages.begin_to_draw)
    app.connect("html-collect-pages", pages.collect)
    app.connect("html-page-context", _add_to_page)
    app.connect("build-finished", pages.write_files)
    app.connect("build-finished", _sweep)
    return {
        "version": version("kursk"),
        "env_version": 3,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
