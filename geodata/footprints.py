"""Footprints of buildings: two made one, one cut in two."""

from __future__ import annotations

import math
from itertools import pairwise

import shapely
from shapely import LineString, MultiPolygon, Point, Polygon
from shapely.affinity import scale
from shapely.geometry.base import BaseGeometry
from shapely.ops import split

from geodata.errors import N_, InputRefused


def join_footprints(kept: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Make one footprint of two.

    Parameters
    ----------
    kept, other : Polygon, MultiPolygon or Point
        One CRS.

    Returns
    -------
    Polygon, MultiPolygon or Point
        Their union; an outline counts more than a point, and of two points the first stays.
    """
    if isinstance(other, Point):
        return kept
    return other if isinstance(kept, Point) else shapely.union(kept, other)


def parts_of(footprint: BaseGeometry) -> list[Polygon]:
    """Give the parts of a footprint that lie apart, the largest first.

    Raises
    ------
    InputRefused
        If it is in one part, or only a point.
    """
    if not isinstance(footprint, MultiPolygon) or len(footprint.geoms) < 2:
        raise InputRefused(N_("This building is in one part. Say where it is to be cut instead."))
    return sorted(footprint.geoms, key=lambda part: -part.area)


def cut_footprint(footprint: BaseGeometry, line: LineString) -> list[BaseGeometry]:
    """Cut a footprint in two along a line.

    Parameters
    ----------
    footprint : Polygon or MultiPolygon
    line : LineString
        In the same CRS; it enters and leaves the footprint.

    Returns
    -------
    list of Polygon or MultiPolygon
        What lies on the two sides of the line, the larger first; of two as large as each other
        (to a hundredth of the whole) the western one, which has the first stairs as a rule.

    Raises
    ------
    InputRefused
        If the line does not cut it, or it is only a point.
    """
    if not isinstance(footprint, Polygon | MultiPolygon):
        raise InputRefused(N_("Only a point is known of this building. Import its outline first."))
    sides: tuple[list[BaseGeometry], list[BaseGeometry]] = ([], [])
    for piece in split(footprint, line).geoms:
        sides[_is_left(piece, line)].append(piece)
    if not all(sides):
        raise InputRefused(
            N_("The line does not cut this building. Let it enter and leave the outline.")
        )
    both = [shapely.union_all(side) for side in sides]
    return sorted(both, key=lambda side: (-round(side.area / footprint.area, 2), side.centroid.x))


def _is_left(piece: BaseGeometry, line: LineString) -> bool:
    """Tell on which side of a line a piece lies, by the segment that is nearest to it."""
    inside = piece.representative_point()
    pairs = pairwise(shapely.get_coordinates(line))
    (ax, ay), (bx, by) = min(pairs, key=lambda pair: LineString(pair).distance(inside))
    return bool((bx - ax) * (inside.y - ay) > (by - ay) * (inside.x - ax))


def line_across(footprint: BaseGeometry, share: float) -> LineString:
    """Give the line straight across a footprint at a share of its length.

    Parameters
    ----------
    footprint : Polygon or MultiPolygon
        EPSG:4326.
    share : float
        Above 0 and below 1, along the longer side of the narrowest box around it, from the west
        (from the south where it runs from south to north).

    Returns
    -------
    LineString
        EPSG:4326; it reaches a little beyond the box.

    Raises
    ------
    InputRefused
        If the share is not between 0 and 1, or it is only a point.
    """
    if not 0 < share < 1:
        raise InputRefused(N_("Say where it is cut: between 1 and 99 percent of its length."))
    if not isinstance(footprint, Polygon | MultiPolygon):
        raise InputRefused(N_("Only a point is known of this building. Import its outline first."))
    centre = footprint.centroid
    squeeze = math.cos(math.radians(centre.y))  # So that a degree is as long both ways.
    box = shapely.minimum_rotated_rectangle(scale(footprint, squeeze, 1, origin=centre))
    a, b, c, d = shapely.get_coordinates(box)[:4]
    if math.dist(a, b) < math.dist(b, c):
        a, b, c, d = b, c, d, a
    if _runs_back(b - a):
        a, b, c, d = b, a, d, c
    near, far = a + share * (b - a), d + share * (c - d)
    beyond = 0.1 * (far - near)
    line = LineString([near - beyond, far + beyond])
    return scale(line, 1 / squeeze, 1, origin=centre)


def _runs_back(way: tuple[float, float]) -> bool:
    """Tell whether a direction runs to the west, or to the south where it is steep."""
    return way[0] < 0 if abs(way[0]) >= abs(way[1]) else way[1] < 0
