"""The straight ways from stops to the paths near them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from patrol.network import Bools, WalkingNetwork
from patrol.noding import Floats, Ints

Shapes = NDArray[np.object_]

_INSIDE_M = 0.5
"""A connector may graze a footprint by this much; a stop this deep inside belongs to it."""

_OFF_CENTRE = 0.25
"""How a metre away from the middle of a building weighs against a metre between wall and path:
a path along the whole front is met at the front's middle, not where it happens to come nearest."""


@dataclass(frozen=True, eq=False)
class Connectors:
    """Pairs of a stop and a straight segment of an edge near it.

    Attributes
    ----------
    stop, edge : (k,) int arrays
        The pairs.
    line : (k,) array of LineString
        From the stop, or the wall of its building, to the segment, metres.
    badness : (k,) array
        The lower, the better: length, and distance from the middle of a building.
    """

    stop: Ints
    edge: Ints
    line: Shapes
    badness: Floats


def solid(obstacles: Shapes | None) -> Shapes:
    """Take the obstacles that have an inside, mended where their outline crosses itself.

    Parameters
    ----------
    obstacles : array of geometry, optional
        Footprints; points and missing ones are passed over.

    Returns
    -------
    array of geometry
    """
    shapes = np.array([] if obstacles is None else obstacles, dtype=object)
    shapes = shapes[(shapely.get_dimensions(shapes) == 2) & ~shapely.is_empty(shapes)]
    return np.asarray(np.where(shapely.is_valid(shapes), shapes, shapely.make_valid(shapes)))


def outlines(xy: Floats, walls: Shapes) -> Shapes:
    """Give for each point the footprint that it lies well inside of, else the point.

    Parameters
    ----------
    xy : (n, 2) array
        Metres.
    walls : array of Polygon or MultiPolygon
        Footprints, metres.

    Returns
    -------
    (n,) array of geometry
    """
    points = np.asarray(shapely.points(xy), dtype=np.object_)
    shapes = points.copy()
    point, wall = shapely.STRtree(walls).query(points, predicate="within")
    deep = shapely.distance(points[point], shapely.boundary(walls[wall])) > _INSIDE_M
    shapes[point[deep]] = walls[wall[deep]]
    return shapes


def connectors_within(network: WalkingNetwork, shapes: Shapes, limit_m: float) -> Connectors:
    """Connect each stop with every segment of an edge within a limit.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    shapes : (n,) array of geometry
        Stops, as from `outlines`.
    limit_m : float
        Metres.

    Returns
    -------
    Connectors
    """
    stop, segment = network.segment_tree.query(shapes, predicate="dwithin", distance=limit_m)
    return _connect(network, shapes, stop, segment)


def nearest_connectors(network: WalkingNetwork, shapes: Shapes) -> Connectors:
    """Connect each stop with its nearest edge, however far.

    Parameters
    ----------
    network, shapes
        As for `connectors_within`.

    Returns
    -------
    Connectors
        One for each stop, in order.
    """
    stop, segment = network.segment_tree.query_nearest(shapes, all_matches=False)
    return _connect(network, shapes, stop, segment)


def _connect(network: WalkingNetwork, shapes: Shapes, stop: Ints, segment: Ints) -> Connectors:
    """Take for each pair the shortest way or the one from the middle, whichever is better."""
    centres = np.asarray(shapely.centroid(shapes))[stop]
    lines, walls = network.segments[segment], shapes[stop]
    shortest = shapely.shortest_line(walls, lines)
    abreast = shapely.get_point(shapely.shortest_line(centres, lines), -1)
    middle = shapely.shortest_line(walls, abreast)
    badness = np.array([_badness(way, centres) for way in (shortest, middle)])
    better = badness.argmin(axis=0)
    line = np.where(better == 0, shortest, middle)
    edge = network.segment_edge[segment]
    return Connectors(stop, edge, np.asarray(line), np.asarray(badness.min(axis=0)))


def _badness(ways: Shapes, centres: Shapes) -> Floats:
    off_m = shapely.distance(centres, shapely.get_point(ways, -1))
    return np.asarray(shapely.length(ways) + _OFF_CENTRE * off_m)


def cross_walls(lines: Shapes, walls: Shapes) -> Bools:
    """Tell which connectors lead through a building.

    Parameters
    ----------
    lines : (k,) array of LineString
        Connectors.
    walls : array of Polygon or MultiPolygon
        Footprints.

    Returns
    -------
    (k,) bool array
    """
    line, wall = shapely.STRtree(walls).query(lines, predicate="intersects")
    inside_m = shapely.length(shapely.intersection(lines[line], walls[wall]))
    return np.asarray(np.bincount(line, inside_m > _INSIDE_M, minlength=len(lines)) > 0)
