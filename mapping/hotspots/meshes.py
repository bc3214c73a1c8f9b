"""Ground cut into pieces: squares and hexagons of a chosen size, blocks between streets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.errors import N_, InputRefused

MOST_PIECES = 20_000
"""Pieces beyond which a mesh is too fine for any map."""


def squares(ground: BaseGeometry, size_m: float) -> NDArray[np.object_]:
    """Cut ground into squares; those that it does not touch are left out.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        In a metric CRS.
    size_m : float
        Length of a side.

    Returns
    -------
    ndarray of Polygon
        Whole squares, row by row from the south-west. The lines lie on multiples of the size, so
        that a mesh stays where it is when the ground grows.

    Raises
    ------
    InputRefused
        If the size is not above zero, or the mesh is too fine.
    """
    west, south, east, north = _bounds(ground, size_m, size_m * size_m)
    x, y = np.meshgrid(np.arange(west, east, size_m), np.arange(south, north, size_m))
    found = shapely.box(x.ravel(), y.ravel(), x.ravel() + size_m, y.ravel() + size_m)
    return _on(ground, found)


def hexagons(ground: BaseGeometry, size_m: float) -> NDArray[np.object_]:
    """Cut ground into hexagons; those that it does not touch are left out.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
        In a metric CRS.
    size_m : float
        Width from flat side to flat side: the distance of neighbouring centres.

    Returns
    -------
    ndarray of Polygon
        Whole hexagons, row by row from the south-west.

    Raises
    ------
    InputRefused
        As :func:`squares`.
    """
    rise = size_m * np.sqrt(3) / 2
    west, south, east, north = _bounds(ground, size_m, size_m * rise)
    rows = np.arange(np.floor(south / rise) - 1, np.ceil(north / rise) + 2)
    columns = np.arange(np.floor(west / size_m) - 1, np.ceil(east / size_m) + 2)
    column, row = np.meshgrid(columns, rows)
    x = (column + (row % 2) / 2).ravel() * size_m
    y = row.ravel() * rise
    angles = np.radians(np.arange(30, 390, 60))
    radius = size_m / np.sqrt(3)
    corners = np.stack(
        [x[:, None] + radius * np.cos(angles), y[:, None] + radius * np.sin(angles)], axis=-1
    )
    # Corners of neighbours are rounded alike, or they would not touch.
    return _on(ground, np.asarray(shapely.polygons(np.round(corners, 6))))


def blocks(ground: BaseGeometry, streets: Sequence[BaseGeometry]) -> NDArray[np.object_]:
    """Cut ground into the blocks between its streets.

    Parameters
    ----------
    ground : Polygon or MultiPolygon
    streets : sequence of LineString
        In the same metric CRS.

    Returns
    -------
    ndarray of Polygon
        They tile the ground; a street that ends in a block cuts nothing.
    """
    # On a millimetre, so that streets meet where they were drawn to.
    noded = shapely.union_all([*streets, ground.boundary], grid_size=0.001)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    shapely.prepare(ground)
    return np.asarray(faces[shapely.contains(ground, shapely.point_on_surface(faces))])


def _bounds(
    ground: BaseGeometry, size_m: float, area_m2: float
) -> tuple[float, float, float, float]:
    """Give the bounds of a mesh on multiples of its size, or refuse it."""
    if not size_m > 0:
        raise InputRefused(N_("The size of a mesh is above zero metres."))
    west, south, east, north = ground.bounds
    pieces = (east - west + size_m) * (north - south + size_m) / area_m2
    if pieces > MOST_PIECES:
        raise InputRefused(
            N_("A mesh of %(size)s m has more than %(most)s pieces here: choose a larger size."),
            size=f"{size_m:g}",
            most=MOST_PIECES,
        )
    return (
        float(np.floor(west / size_m) * size_m),
        float(np.floor(south / size_m) * size_m),
        float(np.ceil(east / size_m) * size_m),
        float(np.ceil(north / size_m) * size_m),
    )


def _on(ground: BaseGeometry, pieces: NDArray[np.object_]) -> NDArray[np.object_]:
    """Keep the pieces that share area with the ground."""
    shapely.prepare(ground)
    shared = shapely.intersects(ground, pieces) & ~shapely.touches(ground, pieces)
    return np.asarray(pieces[shared])
