"""Sphinx extension: the page around the text.

A theme of the book's own on Sphinx's ``basic``: templates, one small style sheet, a strict
Content-Security-Policy, descriptions, citation tags, social cards, structured data, a sitemap and
a page for missing addresses. No page asks a foreign host.
"""

from __future__ import annotations

import os
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from sphinx_pages import chapter, downloads, finish, page, templates, translator
from sphinx_pages.sheet import Sheet

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

ENVIRONMENT = {
    "BOOK_REPOSITORY": "pages_repository",
    "BOOK_BRANCH": "pages_branch",
    "BOOK_BASEURL": "html_baseurl",
    "BOOK_BINDER": "pages_binder_branch",
    "BOOK_EXECUTED": "pages_executed_branch",
}


def read_environment(app: Sphinx, config: Config) -> None:
    """Take the place of publication from the environment: a deploy workflow knows it."""
    for variable, setting in ENVIRONMENT.items():
        if os.environ.get(variable):
            config[setting] = os.environ[variable]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the theme, settings, directives and hooks."""
    app.add_html_theme(templates.NAME, str(templates.THEME))
    app.add_config_value("pages_repository", "", "html")
    app.add_config_value("pages_branch", "main", "html")
    app.add_config_value("pages_binder_branch", "", "html")
    app.add_config_value("pages_executed_branch", "", "html")
    app.add_config_value("pages_description", "", "html")
    app.add_config_value("pages_footer", "", "html")
    app.add_config_value("pages_first", "", "html")
    app.add_config_value("pages_licence", "", "html")
    app.add_config_value("pages_level", "", "html")
    app.add_config_value("pages_citation", "../CITATION.cff", "html")
    app.add_config_value("pages_dataset", "evidence/method", "html")
    app.add_config_value("pages_notebook_path", "notebooks/{name}.ipynb", "html")
    app.add_config_value("pages_more_notebooks", [], "html", [list, tuple])
    # Sheets that Sphinx and MyST-NB bring, and that this theme's own takes the place of.
    app.add_config_value("pages_replaced_sheets", ["pygments.css", "mystnb.*.css"], "html", [list])
    # Jupyter Book sets it whether or not its extension for comments is there.
    app.add_config_value("comments_config", {}, "")
    # (docname, Markdown of a cell) → the Markdown that a notebook shows, or None.
    app.add_event("pages-notebook-text")
    sheet = Sheet()
    frame = page.Frame(sheet)
    app.connect("config-inited", read_environment)
    app.connect("builder-inited", templates.use_theme)
    app.connect("builder-inited", sheet.write, priority=900)
    app.connect("env-updated", frame.update)
    app.connect("html-collect-pages", page.missing_page)
    app.connect("html-page-context", frame.fill, priority=900)
    app.connect("build-finished", partial(finish.finish_site, frame=frame), priority=900)
    translator.register(app)
    chapter.register(app)
    downloads.register(app)
    return {"version": version("kursk"), "parallel_read_safe": True, "parallel_write_safe": True}
