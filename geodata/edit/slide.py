"""Sliding the end of a shared edge along the outline of the whole division."""

from __future__ import annotations

from collections.abc import Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from geodata.edit.edges import Corner, Edge, edges
from geodata.edit.faces import crossed_blocks, cut_faces
from geodata.edit.finish import finish
from geodata.edit.settle import dissolve, keep_blocks_whole, settle
from geodata.edit.torn import refuse_torn
from geodata.edit.window import Change, Window


def slides(window: Window, corner: Corner) -> tuple[int, int] | None:
    """Give the two cells whose shared edge ends in a corner on the outline, if it is such a one.

    Parameters
    ----------
    window : Window
    corner : (lon, lat)
        A corner of cells.

    Returns
    -------
    tuple of int or None
        None for corners inside, for those of one cell, and where more than two cells meet.
    """
    found = {key: _edges_at(cell, corner) for key, cell in window.cells.items()}
    there = [key for key, around in found.items() if around]
    if len(there) != 2:
        return None
    one, other = there
    return (one, other) if len(found[one] & found[other]) == 1 else None


def _edges_at(cell: BaseGeometry, corner: Corner) -> set[Edge]:
    """Give the edges of a cell that end in a corner."""
    return {edge for edge in edges(cell) if corner in edge}


def slide_corner(window: Window, corner: Corner, to: Corner, pair: tuple[int, int]) -> Change:
    """Slide the end of an edge along the outline; ground between goes to the other cell.

    Parameters
    ----------
    window : Window
    corner, to : (lon, lat)
        Where the edge ends now, and near which place of the outline it shall end.
    pair : tuple of int
        The cells on both sides.

    Raises
    ------
    InputRefused
        See :func:`geodata.edit.finish.finish`.
    """
    cells = {key: window.cells[key] for key in pair}
    whole = shapely.coverage_union_all(list(cells.values()))
    nearest = shapely.shortest_line(whole.boundary, shapely.Point(to))
    end = tuple(shapely.get_coordinates(nearest)[0].tolist())
    border = set(edges(cells[pair[0]])) & set(edges(cells[pair[1]]))
    led = [[end if place == corner else place for place in edge] for edge in border]
    moved = shapely.MultiLineString([edge for edge in led if end in edge])
    blocks = crossed_blocks(moved, window.buildings)
    faces = cut_faces({pair[0]: whole}, shapely.MultiLineString(led), blocks)
    sides = keep_blocks_whole(faces, [_mostly(shape, cells) for shape in faces.shapes])
    shapes = dissolve(faces, settle(faces, sides))
    left = {key: shapes[key] for key in pair if key in shapes}
    refuse_torn(window, left)
    return finish(window, left, removed=set(pair) - set(left))


def _mostly(face: BaseGeometry, cells: Mapping[int, BaseGeometry]) -> int:
    """Give the cell that had most of a face."""
    return max(cells, key=lambda key: float(shapely.intersection(face, cells[key]).area))
