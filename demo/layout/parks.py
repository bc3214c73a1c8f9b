"""Greens with a pond and a path around it."""

from __future__ import annotations

import math

from shapely import Polygon

from demo.layout.shapes import Area, Ground, Lane, Rect, line
from demo.layout.streets import ring


def park(name: str, place: Rect, block: Rect, *, pond: str | None = None) -> Ground:
    """Lay out a green with a ring path that is open to the streets on the west and north.

    Parameters
    ----------
    name : str
        Name of the green.
    place, block : Rect
        Edge of the green, and the centre lines of the streets around it, local metres.
    pond : str, optional
        Name of a pond in its middle.

    Returns
    -------
    Ground
    """
    cx, cy = place.centre
    across, up = place.width_m, place.height_m
    ground = Ground(areas=[Area(place.polygon, "green", name)])
    if pond:
        ground.areas.append(Area(Polygon(_blob(cx, cy, across * 0.24, up * 0.2)), "water", pond))
    around = _blob(cx, cy, across * 0.36, up * 0.34)
    west = min(around)
    north = max(around, key=lambda point: point[1])
    ground.lanes = [
        ring(around),
        Lane(line(west, (block.x0, west[1])), "footway"),
        Lane(line(north, (north[0], block.y1)), "footway"),
    ]
    return ground


def _blob(
    cx: float, cy: float, rx: float, ry: float, corners: int = 28
) -> list[tuple[float, float]]:
    """Give an ellipse with a gentle irregularity, as the outline of a pond has."""

    def radius(angle: float) -> float:
        return 1.0 + 0.12 * math.sin(2 * angle + 0.7) + 0.06 * math.sin(3 * angle)

    angles = [2 * math.pi * i / corners for i in range(corners)]
    return [(cx + rx * radius(a) * math.cos(a), cy + ry * radius(a) * math.sin(a)) for a in angles]
