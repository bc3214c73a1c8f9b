"""Drawing a new cell: it takes its ground from the cells beneath, and fills gaps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.edit.edges import Corner
from geodata.edit.faces import Faces, crossed_blocks, cut_faces
from geodata.edit.finish import finish
from geodata.edit.settle import Side, dissolve, keep_blocks_whole, settle
from geodata.edit.torn import refuse_torn, small_pockets
from geodata.edit.window import Change, Window, is_real, metric, parts
from geodata.errors import N_, InputRefused

_NEW = "new"


def draw_cell(window: Window, ring: Sequence[Corner]) -> Change:
    """Draw a new cell over what is there, inside the community's boundary.

    Buildings stay whole: each goes to the new cell if most of it lies inside the ring.

    Parameters
    ----------
    window : Window
    ring : sequence of (lon, lat)
        Corners of the outline, closed or not.

    Raises
    ------
    InputRefused
        If the ring crosses itself, holds no ground, or would tear a cell into pieces.
    """
    area = _read_ring(ring)
    beneath = {key: cell for key, cell in window.cells.items() if cell.intersects(area)}
    blocks = crossed_blocks(area.boundary, window.buildings)
    faces = cut_faces(beneath, area.boundary, blocks, beyond=_free_ground(window, area))
    sides = _sides(faces, area)
    shapes = dissolve(faces, settle(faces, sides, small_pockets(faces)))
    shapes.pop(None, None)
    new = shapes.pop(_NEW, None)
    if new is None or not is_real(metric([new])[0]):
        raise InputRefused(N_("The outline holds no ground of this community. Draw it inside."))
    if parts(new) > 1:
        raise InputRefused(
            N_("The outline holds ground in several pieces. Draw one piece at a time.")
        )
    left = {key: shapes[key] for key in beneath if key in shapes}
    refuse_torn(window, left)
    return finish(window, left, [new], set(beneath) - set(left), may_grow=True)


def _read_ring(ring: Sequence[Corner]) -> BaseGeometry:
    """Make a polygon of corners, or say why it is none."""
    if len(set(ring)) < 3:
        raise InputRefused(N_("Draw at least three corners."))
    area = shapely.Polygon(ring)
    if not area.is_valid:
        raise InputRefused(N_("The outline crosses itself. Draw it anew, corner by corner."))
    return area


def _free_ground(window: Window, area: BaseGeometry) -> BaseGeometry | None:
    """Give the drawn ground that belongs to no cell yet, if there is any."""
    within = area if window.boundary is None else shapely.intersection(area, window.boundary)
    free = shapely.difference(within, shapely.union_all(list(window.cells.values())))
    return within if is_real(metric([free])[0]) else None


def _sides(faces: Faces, area: BaseGeometry) -> list[Side]:
    """Say of each face whether it is of the new cell, or of which it stays."""
    inside = shapely.intersects(area, faces.points)
    bare = [_NEW if new else owner for new, owner in zip(inside, faces.owners, strict=True)]
    return keep_blocks_whole(faces, np.array(bare, dtype=object).tolist())
