"""What a selector names, in the text of a page or in a browser: it is there, or the test fails."""

from bs4 import Tag
from playwright.sync_api import FloatRect, Locator, Page, ViewportSize


def the(page: Tag, selector: str) -> Tag:
    """Return the first element that a selector names."""
    found = page.select_one(selector)
    assert found is not None, f"no {selector}"
    return found


def box(element: Locator) -> FloatRect:
    """Return where an element is drawn."""
    drawn = element.bounding_box()
    assert drawn is not None, f"{element} is not drawn"
    return drawn


def window(page: Page) -> ViewportSize:
    """Return the size of the window in which a page is seen."""
    size = page.viewport_size
    assert size is not None, "a page without a window"
    return size
