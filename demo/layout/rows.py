"""Compounds of houses in rows: slabs, towers and bungalows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from numpy.random import Generator
from shapely import Point

from demo.layout.shapes import Area, Ground, House, Lane, Rect, line
from demo.layout.streets import way_out

_SIDE_LANE_M = 4.5
"""From the wall to the middle of the lane that runs along it."""


@dataclass(frozen=True)
class Rows:
    """How a compound is filled with rows, numbered from the north, columns from the west.

    Attributes
    ----------
    rows, cols : int
        Number of rows, and of houses in one.
    kind : str
        Kind of the houses.
    modules : tuple of int
        How many modules a house may have: stairwells of an apartment building, dwellings of a
        bungalow row.
    levels : tuple of int
        Storeys that may occur.
    landing_homes : int
        Households on one storey of one module.
    module_m, depth_m : float
        Width of a module and depth of the house, metres.
    lane_side : str
        ``N`` where stairwells open to the north, as in most slabs; ``S`` for bungalows, whose
        doors face the sun.
    lane_gap_m : float
        From the house front to the middle of its lane, metres.
    gates : str
        Sides of the compound with a gate.
    omit : Collection of tuple of int
        (row, column) left free as a green.
    fixed : Mapping of tuple of int to int
        Modules of particular houses, in place of the random choice.
    """

    rows: int
    cols: int
    kind: str = "apartment"
    modules: tuple[int, ...] = (3, 4)
    levels: tuple[int, ...] = (6,)
    landing_homes: int = 2
    module_m: float = 12.0
    depth_m: float = 12.0
    lane_side: str = "N"
    lane_gap_m: float = 5.0
    gates: str = "NS"
    omit: Collection[tuple[int, int]] = ()
    fixed: Mapping[tuple[int, int], int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Grid:
    """Where the houses and lanes of a compound lie."""

    plan: Rows
    wall: Rect

    @property
    def side_m(self) -> float:
        return 2 * _SIDE_LANE_M if self.plan.cols > 1 else _SIDE_LANE_M

    @property
    def slot_m(self) -> float:
        return (self.wall.width_m - 2 * self.side_m) / self.plan.cols

    @property
    def pitch_m(self) -> float:
        return (self.wall.height_m - 4.0) / self.plan.rows

    @property
    def spine_x(self) -> float:
        """The lane in the middle runs where two columns meet."""
        return self.wall.x0 + self.side_m + self.slot_m * ((self.plan.cols + 1) // 2)

    def lane_y(self, row: int) -> float:
        top = self.wall.y1 - 2.0 - row * self.pitch_m
        return top - 3.0 if self.plan.lane_side == "N" else top - self.pitch_m + 3.0

    def slot(self, row: int, col: int, length_m: float, shift_m: float) -> Rect:
        """Give the footprint of a house of some length in its slot."""
        plan = self.plan
        x = self.wall.x0 + self.side_m + (col + 0.5) * self.slot_m + shift_m
        away = -1 if plan.lane_side == "N" else 1
        front = self.lane_y(row) + away * plan.lane_gap_m
        back = front + away * plan.depth_m
        return Rect(x - length_m / 2, min(front, back), x + length_m / 2, max(front, back))


def compound(name: str, wall: Rect, block: Rect, plan: Rows, rng: Generator) -> Ground:
    """Fill a walled compound with rows of houses and the lanes between them.

    Parameters
    ----------
    name : str
        Name of the compound; empty for houses without a wall of their own.
    wall : Rect
        The wall, local metres.
    block : Rect
        Centre lines of the streets around it, local metres.
    plan : Rows
        How it is filled.
    rng : Generator
        Source of the small differences between houses.

    Returns
    -------
    Ground
    """
    grid = _Grid(plan, wall)
    ground = Ground(lanes=_lanes(grid, block))
    if name:
        ground.estates[name] = wall.polygon
    for row in range(plan.rows):
        for col in range(plan.cols):
            if (row, col) in plan.omit:
                ground.areas.append(_green(grid, row, col))
            else:
                ground.houses.append(_house(grid, row, col, name, rng))
    return ground


def _house(grid: _Grid, row: int, col: int, estate: str, rng: Generator) -> House:
    plan = grid.plan
    most = max(int((grid.slot_m - 6.0) / plan.module_m), 1)
    drawn = min(int(rng.choice(plan.modules)), most)
    modules = plan.fixed.get((row, col), drawn)
    length_m = modules * plan.module_m
    play_m = min((grid.slot_m - length_m) / 2 - 3.0, 1.5)
    place = grid.slot(row, col, length_m, float(rng.uniform(-play_m, play_m)) if play_m > 0 else 0)
    levels = int(rng.choice(plan.levels))
    if plan.kind != "apartment":
        return House(place.polygon, plan.kind, levels, [modules * plan.landing_homes], (), estate)
    front = place.y1 if plan.lane_side == "N" else place.y0
    doors = [Point(place.x0 + (i + 0.5) * plan.module_m, front) for i in range(modules)]
    homes = [levels * plan.landing_homes] * modules
    return House(place.polygon, plan.kind, levels, homes, doors, estate)


def _green(grid: _Grid, row: int, col: int) -> Area:
    return Area(grid.slot(row, col, grid.slot_m - 8.0, 0.0).polygon, "green")


def _lanes(grid: _Grid, block: Rect) -> list[Lane]:
    plan, wall = grid.plan, grid.wall
    west, east = wall.x0 + _SIDE_LANE_M, wall.x1 - _SIDE_LANE_M
    ys = [grid.lane_y(row) for row in range(plan.rows)]
    lanes = [Lane(line((west, y), (east, y))) for y in ys]
    spine = grid.spine_x if plan.cols > 1 else east
    for x in sorted({west, spine, east}) if plan.rows > 1 else ():
        lanes.append(Lane(line((x, ys[0]), (x, ys[-1]))))
    middle = ys[plan.rows // 2]
    starts = {
        "N": (spine, ys[0]),
        "S": (spine, ys[-1]),
        "W": (west, middle),
        "E": (east, middle),
    }
    for side in plan.gates:
        lanes += way_out(starts[side], side, wall, block)
    return lanes
