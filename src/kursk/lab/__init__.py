"""The bench: control panels for a live kernel, and stills of their results for a static page.

``panel`` asks one question of the claims (who, when, in which unit, held or retaken, two parties
compared, or against the reader's own estimate), ``bench`` opens every table. Both return widgets
where a kernel can answer, and one chart with its caption where a page is being built.
"""

from kursk.lab.controls import panel
from kursk.lab.place import live
from kursk.lab.workbench import bench

__all__ = ["bench", "live", "panel"]
