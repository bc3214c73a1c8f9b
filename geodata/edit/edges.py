"""Edges and corners of cells, to the very coordinate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Corner = tuple[float, float]
Edge = tuple[Corner, Corner]
Floats = NDArray[np.float64]

SAME_PLACE_DEG = 1e-8
"""About a millimetre: corners that come back from a map with 8 digits are found again by it."""


def corners(shapes: Iterable[BaseGeometry]) -> set[Corner]:
    """Give all corners of shapes."""
    found = shapely.get_coordinates(list(shapes)).tolist()
    return {(x, y) for x, y in found}


def edges(shape: BaseGeometry) -> Iterator[Edge]:
    """Give the edges of a polygon, each with its ends in one order whoever owns it."""
    for ring in rings(shape):
        places = [(x, y) for x, y in shapely.get_coordinates(ring).tolist()]
        for a, b in pairwise(places):
            yield (a, b) if a < b else (b, a)


def rings(shape: BaseGeometry) -> list[BaseGeometry]:
    """Give the rings of a polygon or multipolygon, outer and inner."""
    return list(shapely.get_rings(shapely.get_parts(shape)))


def map_rings(shape: BaseGeometry, change: Callable[[Floats], Floats]) -> BaseGeometry:
    """Make a polygon anew with every ring's coordinates changed.

    Parameters
    ----------
    shape : Polygon or MultiPolygon
    change : Callable
        From the closed ring's coordinates (n, 2) to those of a closed ring.
    """
    made = []
    for part in shapely.get_parts(shape):
        outer, *inner = [change(shapely.get_coordinates(ring)) for ring in rings(part)]
        made.append(shapely.Polygon(outer, inner))
    return made[0] if len(made) == 1 else shapely.MultiPolygon(made)


def with_corners(shape: BaseGeometry, places: Floats) -> BaseGeometry:
    """Put corners on the edges of a polygon where places lie on them.

    Parameters
    ----------
    shape : Polygon or MultiPolygon
    places : ndarray (n, 2)
        Degrees; those that lie on no edge, or are corners already, are passed over.
    """
    if not len(places):
        return shape
    return map_rings(shape, lambda ring: _ring_with_corners(ring, places))


def _ring_with_corners(ring: Floats, places: Floats) -> Floats:
    """Put places on the edges of one closed ring."""
    starts, runs = ring[:-1], np.diff(ring, axis=0)
    squares = np.maximum((runs**2).sum(axis=1), np.finfo(float).tiny)
    offsets = places[:, None, :] - starts[None, :, :]
    along = np.clip((offsets * runs).sum(axis=2) / squares, 0.0, 1.0)
    away = np.linalg.norm(offsets - along[:, :, None] * runs, axis=2)
    edge = away.argmin(axis=1)
    rows = np.arange(len(places))
    known = (places[:, None, :] == starts[None, :, :]).all(axis=2).any(axis=1)
    near = (away[rows, edge] < SAME_PLACE_DEG / 10) & ~known
    if not near.any():
        return ring
    chosen = np.flatnonzero(near)
    order = chosen[np.lexsort((along[chosen, edge[chosen]], edge[chosen]))]
    return np.insert(ring, edge[order] + 1, places[order], axis=0)


def nearest_corner(shapes: Iterable[BaseGeometry], place: Corner) -> Corner | None:
    """Give the corner that a place names, or None if there is none within a millimetre.

    Parameters
    ----------
    shapes : iterable of BaseGeometry
    place : tuple of float
        Longitude and latitude, perhaps rounded on the way through a map.
    """
    found = shapely.get_coordinates(list(shapes))
    away = np.abs(found - np.asarray(place)).max(axis=1)
    if not len(away) or away.min() > SAME_PLACE_DEG:
        return None
    x, y = found[away.argmin()].tolist()
    return (x, y)
