"""东山社区: ten square kilometres at the edge of a northern town, not yet divided into cells."""

from __future__ import annotations

import math

from numpy.random import Generator
from shapely import Polygon, box

from demo.figures import Figures
from demo.layout.blocks import blocks
from demo.layout.parks import park
from demo.layout.rows import Rows, compound
from demo.layout.shapes import Area, Ground, House, Lane, Rect, line
from demo.layout.streets import bend, grid_streets, street, way_out
from demo.site import Site

_WIDTH = 4000.0
_XS = {
    1180.0: "林场路", 1468.0: "东山一路", 1756.0: "东山二路",
    2044.0: "东山三路", 2332.0: "东山四路", 2620.0: "贮木场路",
}  # fmt: skip
_YS = {760.0: "河沿街", 935.0: "平房二街", 1110.0: "平房一街", 1345.0: "铁建街", 1580.0: "东山北街"}
_SLABS = (
    "铁建一区", "铁建二区", "铁建三区", "林苑小区", "",
    "北苑一区", "北苑二区", "兴林小区", "", "",
)  # fmt: skip
_BLOCKS = Rows(5, 4, modules=(3, 4), levels=(6,), gates="NS")
_YARDS = Rows(
    rows=9, cols=7, kind="bungalow", modules=(5,), levels=(1,), landing_homes=1,
    module_m=6.0, depth_m=7.5, lane_side="S", lane_gap_m=3.0, gates="NS", omit={(4, 3)},
)  # fmt: skip
_FACTORY = "东山示例板材厂"


def site(figures: Figures, rng: Generator) -> Site:
    """Lay out the town: slabs in the north, bungalows in the south, forest and a river around.

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
    top = figures.area_m2 / _WIDTH
    boundary = Polygon(_outline(top))
    ground = Ground(lanes=_roads(top), areas=_nature(boundary, top))
    places = blocks(_XS, _YS)
    for i, (name, block) in enumerate(zip(_SLABS, places[:10], strict=True)):
        if name:
            ground.add(compound(name, block.inset(13.0), block, _BLOCKS, rng))
        elif i == 4:
            ground.add(_factory(block))
    ground.add(park("东山公园", places[8].inset(18.0), places[8], pond="贮水湖"))
    ground.areas.append(Area(places[9].inset(18.0).polygon, "green", "运动场"))
    for i, block in enumerate(places[10:], start=1):
        ground.add(compound(f"平房{i}片", block.inset(8.0), block, _YARDS, rng))
    meeting = (1756.0, 1110.0)
    return Site(boundary, ground, (), 100.0, meeting, figures.centre, -9.0)


def _outline(top: float) -> list[tuple[float, float]]:
    """Give an uneven outline: every side swings full turns of a sine, so the area stays."""
    steps = [i / 24 for i in range(24)]

    def swing(t: float, size_m: float, turns: int) -> float:
        return size_m * math.sin(2 * math.pi * turns * t)

    south = [(_WIDTH * t, swing(t, 90.0, 2)) for t in steps]
    east = [(_WIDTH + swing(t, 140.0, 1), top * t) for t in steps]
    north = [(_WIDTH * (1 - t), top + swing(t, 120.0, 1)) for t in steps]
    west = [(swing(t, 110.0, 2), top * (1 - t)) for t in steps]
    return south + east + north + west


def _roads(top: float) -> list[Lane]:
    """Lay the streets of the town, the road through it, and the fire patrol tracks around it."""
    lanes = grid_streets(_XS, _YS, outer="secondary", inner="residential")
    lanes.append(street("东山公路", "primary", (160.0, 1110.0), (1180.0, 1110.0)))
    lanes.append(street("东山公路", "primary", (2620.0, 1110.0), (3800.0, 1110.0)))
    ring = [(520.0, 1110.0), (700.0, 2050.0), (2000.0, top - 240.0), (3300.0, 2000.0)]
    ring += [(3480.0, 1110.0), (3250.0, 420.0), (1900.0, 520.0), (700.0, 420.0)]
    lanes.append(street("防火巡护道", "track", *bend(ring, closed=True)))
    lanes.append(street("上山路", "track", (1756.0, 1580.0), (2000.0, top - 240.0)))
    lanes.append(street("河湾路", "track", (1756.0, 760.0), (1900.0, 520.0)))
    return lanes


def _nature(boundary: Polygon, top: float) -> list[Area]:
    inside = boundary.buffer(-20.0)
    river = [(x, 250.0 + 70.0 * math.sin(x / 420.0)) for x in range(-200, 4300, 60)]
    water = line(*river).buffer(22.0).intersection(inside)
    town = box(1220.0, 800.0, 2580.0, 1540.0).buffer(110.0)
    north, south = box(-300, 1140, 4300, top + 300), box(-300, 330, 4300, 1080)
    return [
        Area(inside.intersection(north).difference(town), "green", "东山林地"),
        Area(inside.intersection(south).difference(town), "green", "南坡林地"),
        Area(water, "water", "甘河"),
    ]


def _factory(block: Rect) -> Ground:
    """Build the factory whose smell reaches the compounds beside it."""
    wall = block.inset(16.0)
    wests = [wall.x0 + 30.0 + 70.0 * i for i in range(3)]
    halls = [Rect(west, wall.y0 + 50.0, west + 52.0, wall.y1 - 40.0) for west in wests]
    gate = ((wall.x0 + wall.x1) / 2, wall.y0 + 25.0)
    yard = Lane(line((wall.x0 + 20.0, gate[1]), (wall.x1 - 20.0, gate[1])))
    return Ground(
        houses=[House(hall.polygon, "other", 1, [0], (), _FACTORY) for hall in halls],
        lanes=[yard, *way_out(gate, "S", wall, block)],
        estates={_FACTORY: wall.polygon},
    )
