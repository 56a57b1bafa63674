"""What a page may cost and what must be zero."""

FIRST_VIEW = 120_000  # bytes, compressed: all that loads before a chart goes live
LIVE = 360_000  # bytes, compressed: with every chart live
HTML = 60_000  # bytes, compressed: the page's own HTML
STYLE = 9_000  # bytes, compressed: the style sheets that every page asks for
PAGE_STYLE = 2_500  # bytes, compressed: those that a single page asks for on top
RUNTIME = 205_000  # bytes, compressed: the chart runtime
WIDTHS = (1280, 360)  # pixels
NARROWEST = 320  # pixels: nothing may scroll sideways
