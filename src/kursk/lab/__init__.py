"""The bench: questions of your own to the evidence.

:func:`panel` asks one question of the claims with controls that answer in a page and in a kernel;
:func:`bench` opens every table in a live kernel, and is a still in a page; :func:`spoke` tells
whether a party gave figures and :func:`said` who used a word, for the exercises.
"""

from kursk.lab.panel import panel
from kursk.lab.place import live
from kursk.lab.said import said
from kursk.lab.spoke import spoke
from kursk.lab.workbench import bench

__all__ = ["bench", "live", "panel", "said", "spoke"]
