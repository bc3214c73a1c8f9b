"""迎春社区: 88 slabs of 1982 on a fifth of a square kilometre, in thirteen cells."""

from __future__ import annotations

from numpy.random import Generator
from shapely import LineString

from demo.figures import Figures
from demo.layout.blocks import blocks, grid_cuts
from demo.layout.rows import Rows, compound, row_edge, spine_x
from demo.layout.shapes import Ground, Rect, line
from demo.layout.streets import grid_streets
from demo.site import Site

_XS = {0.0: "迎春西街", 172.0: "柳芽巷", 334.0: "槐花巷", 500.0: "迎春东街"}
_MIDDLE = 196.0
_NAMES = ("迎春一院", "迎春二院", "迎春三院", "迎春四院", "迎春五院", "迎春六院")
_OMIT: dict[int, tuple[int, int]] = {1: (2, 1), 4: (2, 1)}
"""Blocks in which one house made way for a green."""

_SETBACK_M = 10.0
_ROWS, _UPPER = 5, 3


def site(figures: Figures, rng: Generator) -> Site:
    """Lay out six walled compounds between straight streets.

    Parameters
    ----------
    figures : Figures
        Published figures; the area sets how far the ground reaches to the north.
    rng : Generator
        Source of the small differences between houses.

    Returns
    -------
    Site
    """
    top = figures.area_m2 / max(_XS)
    ys = {0.0: "岱下街", _MIDDLE: "迎春中街", top: "迎春北街"}
    outline = Rect(0.0, 0.0, max(_XS), top)
    ground = Ground(lanes=grid_streets(_XS, ys, outer="tertiary", inner="residential"))
    cuts = grid_cuts(_XS, ys)
    for i, (name, block) in enumerate(zip(_NAMES, blocks(_XS, ys), strict=True)):
        omit = {_OMIT[i]} if i in _OMIT else set()
        plan = Rows(_ROWS, 3, modules=(3,), levels=(6,), module_m=11.0, omit=omit)
        ground.add(compound(name, block.inset(_SETBACK_M), block, plan, rng))
        cuts.append(_halve(block))
    cuts.append(_along_spine(blocks(_XS, ys)[0]))
    meeting = (172.0, _MIDDLE)
    return Site(outline.polygon, ground, cuts, 100.0, meeting, figures.centre, 7.0)


def _halve(block: Rect) -> LineString:
    """Divide a block between its third and its fourth row."""
    y = row_edge(block.inset(_SETBACK_M), _ROWS, _UPPER)
    return line((block.x0, y), (block.x1, y))


def _along_spine(block: Rect) -> LineString:
    """Divide the northern half of a block along its middle lane: the thirteenth cell."""
    wall = block.inset(_SETBACK_M)
    x = spine_x(wall, 3)
    return line((x, row_edge(wall, _ROWS, _UPPER)), (x, block.y1))
