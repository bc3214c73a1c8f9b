"""Streets around and between the blocks, and the gates that lead to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from shapely import LineString

from demo.layout.shapes import Lane, Rect, line

_GATE_M = 4.0
"""Length of the piece of path that is marked as the gate in a wall."""


def street(name: str, kind: str, *points: tuple[float, float]) -> Lane:
    """Lay a named street.

    Parameters
    ----------
    name : str
        Invented name.
    kind : str
        OSM highway class.
    *points : tuple of float
        Centre line, local metres.

    Returns
    -------
    Lane
    """
    return Lane(line(*points), kind, name)


def grid_streets(
    xs: Mapping[float, str], ys: Mapping[float, str], *, outer: str, inner: str
) -> list[Lane]:
    """Lay a grid of straight streets; the outermost are main roads.

    Parameters
    ----------
    xs, ys : Mapping[float, str]
        Position of the streets that run north and of those that run east (local metres), with
        their names.
    outer, inner : str
        OSM highway classes of the four outermost and of the other streets.

    Returns
    -------
    list of Lane
    """
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    upright = [
        street(name, outer if x in (x0, x1) else inner, (x, y0), (x, y1)) for x, name in xs.items()
    ]
    level = [
        street(name, outer if y in (y0, y1) else inner, (x0, y), (x1, y)) for y, name in ys.items()
    ]
    return upright + level


def way_out(inside: tuple[float, float], side: str, wall: Rect, block: Rect) -> list[Lane]:
    """Lead from a lane inside a compound through a gate in its wall to the street.

    Parameters
    ----------
    inside : tuple of float
        Where the lane ends, local metres.
    side : str
        ``N``, ``E``, ``S`` or ``W``: through which wall, straight ahead.
    wall, block : Rect
        The compound's wall, and the centre lines of the streets around it.

    Returns
    -------
    list of Lane
        Up to the gate, the gate, and from the gate to the street.
    """
    at_wall, at_street = _ahead(inside, side, wall), _ahead(inside, side, block)
    half = _GATE_M / 2
    dx = {"E": half, "W": -half}.get(side, 0.0)
    dy = {"N": half, "S": -half}.get(side, 0.0)
    before, behind = (at_wall[0] - dx, at_wall[1] - dy), (at_wall[0] + dx, at_wall[1] + dy)
    return [
        Lane(line(inside, before)),
        Lane(line(before, behind), barrier="gate"),
        Lane(line(behind, at_street)),
    ]


def bend(points: Sequence[tuple[float, float]], *, closed: bool) -> list[tuple[float, float]]:
    """Draw a smooth curve through points, as a track in the hills runs.

    Parameters
    ----------
    points : Sequence of tuple of float
        Where it passes, local metres; not repeated at the end of a closed curve.
    closed : bool
        Whether it returns to its beginning.

    Returns
    -------
    list of tuple of float
        A Catmull-Rom spline (Catmull and Rom 1974) with ten pieces between two points.
    """
    given = np.array([*points, points[0]] if closed else points)
    before = points[-1] if closed else points[0]
    after = points[1] if closed else points[-1]
    around = np.vstack([before, given, after])
    t = np.linspace(0.0, 1.0, 10, endpoint=False)[:, None]
    pieces = [
        0.5
        * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )
        for a, b, c, d in zip(around, around[1:], around[2:], around[3:], strict=False)
    ]
    return [(x, y) for x, y in np.vstack([*pieces, given[-1:]]).tolist()]


def _ahead(start: tuple[float, float], side: str, edge: Rect) -> tuple[float, float]:
    x, y = start
    return {"N": (x, edge.y1), "S": (x, edge.y0), "E": (edge.x1, y), "W": (edge.x0, y)}[side]


def ring(points: Sequence[tuple[float, float]], kind: str = "footway") -> Lane:
    """Close a path through points.

    Parameters
    ----------
    points : Sequence of tuple of float
        Local metres; the first is not repeated.
    kind : str
        OSM highway class.

    Returns
    -------
    Lane
    """
    return Lane(LineString([*points, points[0]]), kind)
