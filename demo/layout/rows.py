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
        Number of rows, and of houses in one (two or more of each).
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


_EDGE_M = 2.0
"""Left free along the northern and the southern wall."""


def row_edge(wall: Rect, rows: int, row: int) -> float:
    """Give the northern edge of the strip of a row: no house of a compound lies across it.

    Parameters
    ----------
    wall : Rect
        The compound's wall, local metres.
    rows, row : int
        Number of rows, and the row, counted from the north, beginning with 0.

    Returns
    -------
    float
        Local metres north.
    """
    return wall.y1 - _EDGE_M - row * (wall.height_m - 2 * _EDGE_M) / rows


def spine_x(wall: Rect, cols: int) -> float:
    """Give where the middle lane of a compound runs: where two columns meet.

    Parameters
    ----------
    wall : Rect
        The compound's wall, local metres.
    cols : int
        Number of columns, at least two.

    Returns
    -------
    float
        Local metres east.
    """
    side = 2 * _SIDE_LANE_M
    return wall.x0 + side + (wall.width_m - 2 * side) / cols * ((cols + 1) // 2)


@dataclass(frozen=True)
class _Grid:
    """Where the houses and lanes of a compound lie."""

    plan: Rows
    wall: Rect

    @property
    def slot_m(self) -> float:
        return (self.wall.width_m - 4 * _SIDE_LANE_M) / self.plan.cols

    @property
    def pitch_m(self) -> float:
        return (self.wall.height_m - 2 * _EDGE_M) / self.plan.rows

    @property
    def spine_x(self) -> float:
        """The lane in the middle runs where two columns meet."""
        return spine_x(self.wall, self.plan.cols)

    @property
    def spare_m(self) -> float:
        """What the strip of a row leaves beside lane, house and garden."""
        return max(self.pitch_m - self.plan.lane_gap_m - self.plan.depth_m - 10.0, 0.0)

    def lane_y(self, row: int) -> float:
        top = row_edge(self.wall, self.plan.rows, row)
        from_edge = 3.0 + self.spare_m / 2
        return top - from_edge if self.plan.lane_side == "N" else top - self.pitch_m + from_edge

    def slot(self, row: int, col: int, length_m: float, shift_m: float) -> Rect:
        """Give the footprint of a house of some length in its slot."""
        plan = self.plan
        x = self.wall.x0 + 2 * _SIDE_LANE_M + (col + 0.5) * self.slot_m + shift_m
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
                house = _house(grid, row, col, name, rng)
                ground.houses.append(house)
                ground.areas += _garden(house, plan)
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


def _garden(house: House, plan: Rows) -> list[Area]:
    """Plant a strip along the sunny side of an apartment building."""
    if plan.kind != "apartment":
        return []
    x0, y0, x1, _ = house.shape.bounds
    return [Area(Rect(x0 + 1.0, y0 - 5.5, x1 - 1.0, y0 - 1.5).polygon, "green")]


def _green(grid: _Grid, row: int, col: int) -> Area:
    return Area(grid.slot(row, col, grid.slot_m - 8.0, 0.0).polygon, "green")


def _lanes(grid: _Grid, block: Rect) -> list[Lane]:
    plan, wall = grid.plan, grid.wall
    west, east = wall.x0 + _SIDE_LANE_M, wall.x1 - _SIDE_LANE_M
    ys = [grid.lane_y(row) for row in range(plan.rows)]
    lanes = [Lane(line((west, y), (east, y))) for y in ys]
    spine = grid.spine_x
    for x in (west, spine, east):
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
