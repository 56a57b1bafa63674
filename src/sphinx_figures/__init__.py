"""Sphinx extension: Altair charts of MyST-NB cells as self-hosted, accessible figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_figures import mime, nodes, runtime, store

if TYPE_CHECKING:
    from docutils import nodes as docutils_nodes
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


def _add_to_page(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: docutils_nodes.document | None,
) -> None:
    """Give pages with figures, and only those, the style sheet and the loader."""
    if doctree is None or next(doctree.findall(nodes.chart_figure), None) is None:
        return
    for style in _STYLES:
        app.add_css_file(style)
    if app.builder.name != "epub":
        for script in _SCRIPTS:
            app.add_js_file(script, loading_method="defer")


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    mime.names(env).pop(docname, None)


def _merge(
    app: Sphinx, env: BuildEnvironment, docnames: list[str], other: BuildEnvironment
) -> None:
    mime.names(env).update(mime.names(other))


def _sweep(app: Sphinx, exception: Exception | None) -> None:
    """Remove files of figures that are no longer in the book."""
    if exception is not None or app.builder.format != "html":
        return
    kept = {name for page in mime.names(app.env).values() for name in page}
    out = Path(app.outdir)
    for file in (out / "_images/figures").glob("*.svg"):
        if file.name.rsplit("-", 2)[0] not in kept:
            file.unlink()
    charts = out / "_static/figures/charts"
    for file in charts.glob("*/*.js"):
        if file.relative_to(charts).with_suffix("").as_posix() not in kept:
            file.unlink()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension."""
    app.add_node(
        nodes.chart_figure,
        html=(nodes.visit_html, None),
        latex=(nodes.visit_text, None),
        text=(nodes.visit_text, None),
        man=(nodes.skip, None),
        texinfo=(nodes.skip, None),
    )
    app.add_config_value("figures_rows", 0, "html", types=[int])
    app.connect("builder-inited", _offer_static_files)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("html-page-context", _add_to_page)
    app.connect("build-finished", _sweep)
    return {
        "version": "1.0",
        "env_version": 1,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
