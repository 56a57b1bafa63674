"""Sphinx extension: the page around the text.

Renders every page through its own light template (in the structure and with the class names of
sphinx-book-theme), and turns the raw output of the HTML builder into the finished site: one
style sheet with only the rules in use, a Content-Security-Policy, descriptions, social cards,
structured data, a sitemap and a page for missing addresses. No page asks a foreign host.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx_pages import chapter, finish, page, search

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

HERE = Path(__file__).parent
ENVIRONMENT = {
    "BOOK_REPOSITORY": "pages_repository",
    "BOOK_BRANCH": "pages_branch",
    "BOOK_BASEURL": "html_baseurl",
}


def add_paths(app: Sphinx, config: Config) -> None:
    """Put this extension's templates before the theme's, and its static files into the site.

    The place of publication may come from the environment: a deploy workflow knows it.
    """
    for variable, setting in ENVIRONMENT.items():
        if os.environ.get(variable):
            config[setting] = os.environ[variable]
    config.templates_path = [str(HERE / "templates"), *config.templates_path]
    config.html_static_path = [*config.html_static_path, str(HERE / "static")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register settings, the ``chapter`` directive and the hooks."""
    app.add_config_value("pages_repository", "", "html")
    app.add_config_value("pages_branch", "main", "html")
    app.add_config_value("pages_description", "", "html")
    app.add_config_value("pages_footer", "", "html")
    app.add_config_value("pages_licence", "", "html")
    app.add_config_value("pages_level", "", "html")
    app.add_config_value("pages_phases", "", "env")
    app.add_config_value("pages_notebook_path", "notebooks/{name}.ipynb", "html")
    app.add_config_value("pages_more_notebooks", [], "html", [list, tuple])
    # (docname, Markdown of a cell) → the Markdown that a notebook shows, or None.
    app.add_event("pages-notebook-text")
    app.connect("config-inited", add_paths)
    app.connect("env-check-consistency", search.recall_entries)
    app.connect("html-collect-pages", page.missing_page)
    app.connect("html-page-context", page.leave_out_theme_parts, priority=100)
    app.connect("html-page-context", page.fill_context, priority=900)
    app.connect("build-finished", finish.finish_site, priority=900)
    chapter.register(app)
    return {"version": "1.0", "parallel_read_safe": True, "parallel_write_safe": True}
