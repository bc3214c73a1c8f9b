"""Splitting a cell along a line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.edit.edges import Corner
from geodata.edit.faces import Faces, crossed_blocks, cut_faces
from geodata.edit.finish import finish
from geodata.edit.settle import Side, dissolve, keep_blocks_whole, settle
from geodata.edit.window import Change, Window, is_real, metric
from geodata.errors import N_, InputRefused

_REACH_DEG = 5e-5
"""About 5 m: a line that ends so shortly before the edge is led on to it."""


def split_cell(window: Window, key: int, line: Sequence[Corner]) -> Change:
    """Split a cell along a line; the largest piece keeps the key, the others are new cells.

    The cut leads around buildings: each goes whole to the side that has most of it.

    Parameters
    ----------
    window : Window
    key : int
        The cell.
    line : sequence of (lon, lat)
        From one edge of the cell to another; what lies outside counts for nothing.

    Raises
    ------
    InputRefused
        If the line does not cross the cell, or leaves nothing real on one side.
    """
    cell, drawn = window.cell(key), read_line(line)
    reaching = _reach(drawn, cell)
    sides_of = _real_pieces(cell, reaching)
    faces = cut_faces({key: cell}, reaching, crossed_blocks(reaching, window.buildings))
    sides = keep_blocks_whole(faces, _sides(faces, sides_of))
    shapes = dissolve(faces, settle(faces, sides))
    if len(shapes) < 2:
        raise _refused(window, key)
    kept, *new = sorted(shapes.values(), key=lambda shape: -shape.area)
    return finish(window, {key: kept}, new)


def read_line(line: Sequence[Corner]) -> BaseGeometry:
    """Make a line of corners.

    Raises
    ------
    InputRefused
        If it has fewer than two different corners.
    """
    kept = [place for i, place in enumerate(line) if i == 0 or place != line[i - 1]]
    if len(kept) < 2:
        raise InputRefused(N_("Draw a line from one edge of the cell to another."))
    return shapely.LineString(kept)


def _reach(line: BaseGeometry, cell: BaseGeometry) -> BaseGeometry:
    """Lead the ends of a line on to the edge of the cell, if that is near."""
    places = shapely.get_coordinates(line).tolist()
    outline = cell.boundary
    for end in (0, -1):
        point = shapely.Point(places[end])
        away = outline.distance(point)
        if 0 < away < _REACH_DEG and cell.contains(point):
            target = outline.interpolate(outline.project(point))
            # A hair beyond, so that the line surely crosses the edge.
            over = 1 + 1e-8 / away
            led = [
                place + over * (goal - place)
                for place, goal in zip(places[end], (target.x, target.y), strict=True)
            ]
            places = [led, *places] if end == 0 else [*places, led]
    return shapely.LineString(places)


def _real_pieces(cell: BaseGeometry, line: BaseGeometry) -> list[BaseGeometry]:
    """Cut a cell by the bare line, and give the pieces that are more than slivers."""
    found: list[BaseGeometry] = []
    for part in shapely.get_parts(cell):
        noded = shapely.union_all([part.boundary, line])
        faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
        inside = faces[shapely.intersects(part, shapely.point_on_surface(faces))]
        # A part that the line passes by stays with the piece that is nearest to it.
        found += inside.tolist() if len(inside) > 1 else []
    return [piece for piece, shape in zip(found, metric(found), strict=True) if is_real(shape)]


def _sides(faces: Faces, pieces: list[BaseGeometry]) -> list[Side]:
    """Say on which piece each face lies, or nearest to which."""
    if not pieces:
        return [0] * len(faces.shapes)
    away = np.array([shapely.distance(faces.points, piece) for piece in pieces])
    return list(away.argmin(axis=0).tolist())


def _refused(window: Window, key: int) -> InputRefused:
    """Say that a line does not split a cell."""
    return InputRefused(
        N_(
            "The line does not cut %(cell)s in two. Draw it from one edge of the cell across to "
            "another, with ground on both sides."
        ),
        cell=window.cell_name(key),
    )
