"""Villas along curving lanes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from shapely import LineString, MultiPolygon, Polygon

from demo.layout.shapes import Area, Ground, House, Lane, Rect, line
from demo.layout.streets import way_out


@dataclass(frozen=True)
class Villas:
    """How a compound is filled with villas.

    Attributes
    ----------
    lanes : int
        Number of curving lanes from west to east, with villas on both sides.
    count : int
        Villas to build, from the north-west on; the plots that are left become a green.
    plot_m : float
        Width of a plot along its lane, metres.
    swing_m : float
        How far the lanes swing to either side, metres.
    gates : str
        Sides of the compound with a gate (``W``, ``E`` or both).
    """

    lanes: int
    count: int
    plot_m: float = 22.0
    swing_m: float = 5.0
    gates: str = "W"


_SETBACK_M = 13.0
"""From the middle of the lane to the middle of the villa."""


def villas(name: str, wall: Rect, block: Rect, plan: Villas) -> Ground:
    """Fill a walled compound with villas along curving lanes.

    Parameters
    ----------
    name : str
        Name of the compound.
    wall, block : Rect
        Its wall, and the centre lines of the streets around it, local metres.
    plan : Villas
        How it is filled.

    Returns
    -------
    Ground
    """
    ground = Ground(estates={name: wall.polygon}, lanes=_lanes(wall, block, plan))
    per_side = int((wall.width_m - 24.0) / plan.plot_m)
    places = [
        (lane, side, plot)
        for lane in range(plan.lanes)
        for side in (1, -1)
        for plot in range(per_side)
    ]
    left = []
    for number, (lane, side, plot) in enumerate(places):
        x = wall.x0 + 12.0 + (plot + 0.5) * (wall.width_m - 24.0) / per_side
        shape = _villa(wall, plan, lane, side, x)
        if number < plan.count:
            ground.houses.append(House(shape, "villa", 2 + (plot + lane) % 2, [1], (), name))
        else:
            left.append(shape)
    if left:
        ground.areas.append(Area(MultiPolygon(left).convex_hull, "green"))
    return ground


def _curve(wall: Rect, plan: Villas, lane: int, x: float) -> tuple[float, float]:
    """Give a point of a lane and its slope there."""
    middle = wall.y1 - (lane + 0.5) * wall.height_m / plan.lanes
    turn = 2 * math.pi / wall.width_m
    angle = turn * (x - wall.x0) + lane * 0.4
    return middle + plan.swing_m * math.sin(angle), plan.swing_m * turn * math.cos(angle)


def _villa(wall: Rect, plan: Villas, lane: int, side: int, x: float) -> Polygon:
    y, slope = _curve(wall, plan, lane, x)
    angle = math.atan(slope)
    along = (math.cos(angle), math.sin(angle))
    across = (-along[1] * side, along[0] * side)
    cx, cy = x + _SETBACK_M * across[0], y + _SETBACK_M * across[1]

    def corner(u: float, v: float) -> tuple[float, float]:
        return cx + u * along[0] + v * across[0], cy + u * along[1] + v * across[1]

    # An L of 13 m x 11 m: the notch is the terrace, away from the lane.
    outline = [(-6.5, -5.5), (6.5, -5.5), (6.5, 1.5), (2.0, 1.5), (2.0, 5.5), (-6.5, 5.5)]
    return Polygon([corner(u, v) for u, v in outline])


def _lanes(wall: Rect, block: Rect, plan: Villas) -> list[Lane]:
    west, east = wall.x0 + 5.0, wall.x1 - 5.0
    steps = [west + (east - west) * i / 24 for i in range(25)]
    curves = [[(x, _curve(wall, plan, lane, x)[0]) for x in steps] for lane in range(plan.lanes)]
    ties = [line(curves[0][end], curves[-1][end]) for end in (0, -1)]
    lanes = [Lane(shape, "residential") for shape in [*map(LineString, curves), *ties]]
    middle = curves[plan.lanes // 2]
    for side in plan.gates:
        lanes += way_out(middle[0 if side == "W" else -1], side, wall, block)
    return lanes
