"""仁和社区: old compounds and towers side by side, and a lane too narrow for a fire engine."""

from __future__ import annotations

from numpy.random import Generator

from demo.figures import Figures
from demo.layout.blocks import blocks, grid_cuts
from demo.layout.rows import Rows, compound, spine_x
from demo.layout.shapes import Ground, Lane, Rect, line
from demo.layout.streets import grid_streets
from demo.site import Site

_XS = {0.0: "仁和西街", 196.0: "女学巷", 408.0: "丰登巷", 600.0: "仁和东街"}
_YS = {0.0: "滨江横街", 166.0: "仁和横街", 330.0: "文星街"}
_BLOCKS = (
    ("文星小院", "old"), ("仁和老院", "old"), ("江景阁", "tower"),
    ("女学小区", "old"), ("仁和广场", "tower"), ("丰登小区", "old"),
    ("滨江一号院", "tower"), ("横街小区", "old"), ("翠屏雅居", "tower"),
)  # fmt: skip
_PLANS = {
    "old": Rows(4, 3, modules=(3,), levels=(7,), gates="NS"),
    "tower": Rows(
        2, 3, modules=(1,), levels=(24, 25, 26), landing_homes=4, module_m=28.0, depth_m=20.0
    ),
}
_NARROW = 1
"""Which block the narrow lane leads into."""


def site(figures: Figures, rng: Generator) -> Site:
    """Lay out nine street blocks, each a cell with its own branch.

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
    ys = _YS | {top: "仁和北街"}
    places = blocks(_XS, ys)
    ground = Ground(lanes=grid_streets(_XS, ys, outer="secondary", inner="tertiary"))
    for (name, kind), block in zip(_BLOCKS, places, strict=True):
        ground.add(compound(name, block.inset(11.0), block, _PLANS[kind], rng))
    ground.lanes.append(_narrow_lane(places[_NARROW]))
    outline = Rect(0.0, 0.0, max(_XS), top).polygon
    meeting = (196.0, 166.0)
    cuts = grid_cuts(_XS, ys)
    return Site(outline, ground, cuts, 160.0, meeting, figures.centre, 14.0, "{estate}街区网格")


def _narrow_lane(block: Rect) -> Lane:
    """Name the only way through the old compound; it is a path, no fire engine passes."""
    x = spine_x(block.inset(11.0), 3)
    return Lane(line((x, block.y0), (x, block.y1)), "path", "仁和老巷")
