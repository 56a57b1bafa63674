"""The evidence of the book “The Kursk campaign, 2024–2025” and the look of its charts.

``tables`` loads the data package as data frames, ``units`` and ``phrases`` put one row into
words, ``look`` gives every chart the same sides, colours and phases, ``geo`` holds the base map,
``check`` says whether the data may become a page. Nothing in here knows how the site is built.
"""

from kursk import needs
from kursk.grammar import spare

needs.check()
spare()
