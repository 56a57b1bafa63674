"""What the HTML of a page needs beyond Sphinx's: reachable, and without needless markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from pygments.formatters import HtmlFormatter
from sphinx.writers.html5 import HTML5Translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import Element
    from sphinx.application import Sphinx

#: Parts of a cell's code that the sheet colours; the others need no element of their own. Text in
#: quotes stays plain: there is so much of it in a chart that its colour cost 1 % of a page.
_COLOURED = {"k", "kn", "kc", "c", "c1"}
#: Class names of the default writer that no sheet and no script knows: 1 % of a chapter.
_NEEDLESS = {"reference", "internal", "external", "docutils", "container", "notranslate"}
# What pandas writes around and into the table of a data frame.
_SCOPED_STYLE = re.compile(r"<style scoped>.*?</style>\s*", re.S)
_STYLE_ATTRIBUTE = re.compile(r'(<[a-zA-Z][^<>]*?)\s(?:style="[^"]*"|border="1")')


class LeanFormatter(HtmlFormatter):  # type: ignore[misc]
    """Pygments' formatter with elements for coloured tokens only, and a block that keys reach."""

    def _get_css_classes(self, ttype: Any) -> str:
        name = str(self._get_css_class(ttype))
        return name if name in _COLOURED else ""

    def _wrap_pre(self, inner: Any) -> Iterator[tuple[int, str]]:
        yield 0, '<pre tabindex="0">'
        yield from inner
        yield 0, "</pre>"


class Reachable(HTML5Translator):
    """Sphinx's translator; wide parts can be scrolled by keyboard and have names."""

    def starttag(
        self,
        node: Element,
        tagname: str,
        suffix: str = "\n",
        empty: bool = False,
        **attributes: Any,
    ) -> str:
        """Write a tag without the names that nobody uses."""
        for name in {"CLASS", "class"} & set(attributes):
            words = [word for word in attributes[name].split() if word not in _NEEDLESS]
            attributes[name] = " ".join(words)
            if not words:
                del attributes[name]
        return str(super().starttag(node, tagname, suffix, empty, **attributes))

    def box(self, name: str) -> str:
        """Open a box in which what is wide scrolls, by keys, too."""
        named: dict[str, Any] = {"tabindex": "0", "role": "group", "aria-label": name}
        return self.starttag(nodes.container(), "div", "", CLASS="scroll", **named)

    def visit_row(self, node: Element) -> None:
        """Open a row; odd and even ones look the same."""
        self.body.append(self.starttag(node, "tr", ""))
        node.column = 0  # type: ignore[attr-defined]

    def visit_table(self, node: Element) -> None:
        """Open the box in which a wide table scrolls; it is named after the table's caption."""
        title = next(iter(node.findall(nodes.title)), None)
        name = f"Table: {title.astext()}" if title else "Table, can be scrolled"
        self.body.append(self.box(name))
        super().visit_table(node)

    def depart_table(self, node: Element) -> None:
        """Close the box."""
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_entry(self, node: nodes.entry) -> None:
        """Write an empty head of a table as a cell: it names nothing."""
        super().visit_entry(node)
        if not len(node) and self.context[-1] == "</th>\n":
            self.body[-1] = self.body[-1].replace("<th", "<td", 1)
            self.context[-1] = "</td>\n"

    def visit_paragraph(self, node: nodes.paragraph) -> None:
        """Leave out the element where the paragraph is all there is in an item or a cell."""
        if not _is_alone(node):
            super().visit_paragraph(node)

    def depart_paragraph(self, node: nodes.paragraph) -> None:
        """Close what was opened."""
        if not _is_alone(node):
            super().depart_paragraph(node)

    def visit_raw(self, node: nodes.raw) -> None:
        """Give a cell's HTML a frame that scrolls, and take the styles of pandas out of it."""
        is_output = "text_html" in node.get("classes", ())
        if is_output and "html" in node.get("format", "").split():
            table = _without_styles(node.astext()).replace("<th></th>", "<td></td>")
            self.body += [self.box("Result of the cell"), table, "</div>\n"]
            raise nodes.SkipNode
        super().visit_raw(node)


def _is_alone(node: Element) -> bool:
    parent = node.parent
    return (
        isinstance(parent, nodes.list_item | nodes.entry)
        and len(parent) == 1
        and not (node.get("ids") or node.get("classes"))
    )


def _without_styles(html: str) -> str:
    """Drop style attributes and scoped style elements, which the page's policy forbids."""
    html, count = _SCOPED_STYLE.sub("", html), 1
    while count:
        html, count = _STYLE_ATTRIBUTE.subn(r"\1", html)
    return html


def visit_fold(self: HTML5Translator, node: Element) -> None:
    """Open the fold around a cell's code."""
    self.body.append(self.starttag(nodes.container(), "details", "", CLASS="code"))
    self.body += ["<summary>", self.encode(node["prompt_show"]), "</summary>\n"]


def depart_fold(self: HTML5Translator, node: Element) -> None:
    """Close it."""
    self.body.append("</details>\n")


def use_lean_formatter(app: Sphinx) -> None:
    """Let Sphinx's highlighter write with the formatter of this module."""
    highlighter = getattr(app.builder, "highlighter", None)
    if app.builder.name == "html" and highlighter is not None:
        highlighter.formatter = LeanFormatter


def register(app: Sphinx) -> None:
    """Set the translator and the fold of cells."""
    app.set_translator("html", Reachable)
    app.add_node(HideCodeCellNode, override=True, html=(visit_fold, depart_fold))
    app.connect("builder-inited", use_lean_formatter)
