"""康乐社区: four apartment compounds, bungalows behind building 41, villas and a park."""

from __future__ import annotations

import math
from dataclasses import replace

from numpy.random import Generator
from shapely import LineString, Polygon

from demo.figures import Figures
from demo.layout.parks import park
from demo.layout.rows import Rows, compound, row_edge
from demo.layout.shapes import Area, Ground, Lane, Rect, line
from demo.layout.streets import grid_streets, street
from demo.layout.villas import Villas, villas
from demo.site import Site

_XS = {0.0: "文竹路", 250.0: "康宁路", 500.0: "康乐路"}
_YS = {0.0: "康安街", 250.0: "康和街"}
_EAST = 800.0
_SETBACK_M = 14.0
_CANAL_M = 9.0


def site(figures: Figures, rng: Generator) -> Site:
    """Lay out the ground: two rows of three blocks, the eastern edge along a canal.

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
    top = figures.area_m2 / _EAST
    bank = _bank(top)
    boundary = Polygon([(0, 0), *bank, (0, top)])
    ground = Ground(lanes=_streets(top, bank))
    ground.areas.append(_canal(bank))
    for block in _blocks(top, rng):
        ground.add(block)
    return Site(
        boundary, ground, _cuts(top), 100.0, (500.0, 250.0), figures.centre, -4.0, "第{number}区域"
    )


def _bank(top: float) -> list[tuple[float, float]]:
    """Give the eastern edge: one full swing of a sine, which leaves the area as it is."""
    steps = [i / 32 for i in range(33)]
    return [(_EAST + 10 * math.sin(2 * math.pi * t), top * t) for t in steps]


def _canal(bank: list[tuple[float, float]]) -> Area:
    inner = [(x - _CANAL_M, y) for x, y in reversed(bank)]
    return Area(Polygon([*bank, *inner]), "water", "康乐渠")


def _streets(top: float, bank: list[tuple[float, float]]) -> list[Lane]:
    lanes = grid_streets(_XS, _YS | {top: "学苑街"}, outer="secondary", inner="residential")
    east = [(x - _CANAL_M - 4.0, y) for x, y in bank]
    lanes.append(street("渠岸路", "residential", *east))
    for y, name, kind in ((0.0, "康安街", "secondary"), (top, "学苑街", "secondary")):
        lanes.append(street(name, kind, (500.0, y), (_EAST - _CANAL_M - 4.0, y)))
    lanes.append(street("康和街", "residential", (500.0, 250.0), _at(east, 250.0)))
    return lanes


def _at(curve: list[tuple[float, float]], y: float) -> tuple[float, float]:
    crossing = LineString(curve).intersection(line((500.0, y), (900.0, y)))
    return crossing.coords[0][0], y


def _blocks(top: float, rng: Generator) -> list[Ground]:
    north_west, north = Rect(0, 250, 250, top), Rect(250, 250, 500, top)
    south_west, south = Rect(0, 0, 250, 250), Rect(250, 0, 500, 250)
    last = Rows(rows=7, cols=3, gates="NSE", levels=(5, 6))
    # A green in the middle takes the place of one building.
    first = replace(last, omit={(3, 1)}, levels=(6,))
    return [
        compound("康乐苑", north_west.inset(_SETBACK_M), north_west, first, rng),
        compound("康宁苑", north.inset(_SETBACK_M), north, replace(first, omit={(2, 1)}), rng),
        *_with_bungalows(south, rng),
        compound("康和苑", south_west.inset(_SETBACK_M), south_west, last, rng),
        *_east(top),
    ]


def _with_bungalows(block: Rect, rng: Generator) -> list[Ground]:
    """Fill the block of building 41: apartments in the south, bungalows behind them."""
    wall = block.inset(_SETBACK_M)
    middle = wall.y0 + 100.0
    flats = Rect(wall.x0, wall.y0, wall.x1, middle)
    yards = Rect(wall.x0, middle, wall.x1, wall.y1)
    slabs = Rows(rows=3, cols=3, gates="NS", levels=(5,), fixed={(0, 0): 5})
    rows = Rows(
        rows=9, cols=7, kind="bungalow", modules=(4, 5), levels=(1,), landing_homes=1,
        module_m=4.5, depth_m=6.5, lane_side="S", lane_gap_m=2.6, gates="NE",
        omit={(4, 2), (4, 3), (4, 4), (5, 3), (3, 3)},
    )  # fmt: skip
    both = Rect(block.x0, block.y0, block.x1, yards.y0 + 3.0)
    return [
        compound("康安里", flats, both, slabs, rng),
        compound("康安里平房区", yards, block, rows, rng),
    ]


def _east(top: float) -> list[Ground]:
    north = Rect(500, 250, _EAST - _CANAL_M - 14.0, top)
    south = Rect(500, 0, _EAST - _CANAL_M - 14.0, 250)
    lots = Villas(lanes=4, count=81, gates="W", plot_m=20.0)
    return [
        villas("康馨墅园", north.inset(_SETBACK_M), north, lots),
        park("康乐公园", south.inset(18.0), south, pond="康乐湖"),
    ]


def _cuts(top: float) -> list[LineString]:
    """Cut along streets, and along a lane inside the three large compounds."""
    half_north = row_edge(Rect(0, 250, 250, top).inset(_SETBACK_M), 7, 4)
    half_south = row_edge(Rect(0, 0, 250, 250).inset(_SETBACK_M), 7, 4)
    return [
        line((250, 0), (250, top)),
        line((500, 0), (500, top)),
        line((0, 250), (500, 250)),
        line((0, half_north), (500, half_north)),
        line((0, half_south), (250, half_south)),
    ]
