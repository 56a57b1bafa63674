"""The few icons of the page, as SVG paths drawn for a 24 by 24 box in the text's colour."""

ICONS = {
    "bars": '<path d="M4 6h16M4 12h16M4 18h16"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="m20 20-4.5-4.5"/>',
    "contrast": (
        '<circle cx="12" cy="12" r="8"/><path d="M12 4a8 8 0 0 1 0 16z" fill="currentColor"/>'
    ),
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "download": '<path d="M12 4v11m-5-5 5 5 5-5M5 20h14"/>',
    "play": '<path d="m8 5 11 7-11 7z"/>',
    "clock": '<circle cx="12" cy="12" r="8"/><path d="M12 7v5l3 2"/>',
    "calendar": '<path d="M5 6h14v13H5zM5 10h14M9 4v4M15 4v4"/>',
}


def icon(name: str) -> str:
    """Return the markup of one icon; it is an ornament, so it has no name of its own."""
    return (
        '<svg class="icon" aria-hidden="true" width="20" height="20" viewBox="0 0 24 24">'
        f"{ICONS[name]}</svg>"
    )
