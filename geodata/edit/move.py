"""Moving buildings to another cell: the ground on which they stand moves with them."""

from __future__ import annotations

from collections.abc import Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from geodata.edit.faces import Faces, cut_faces, whole_buildings
from geodata.edit.far import too_far
from geodata.edit.finish import finish
from geodata.edit.settle import Side, dissolve, keep_blocks_whole, settle
from geodata.edit.smooth import smooth
from geodata.edit.torn import refuse_torn, small_pockets
from geodata.edit.window import Change, Window, parts
from geodata.errors import N_, InputRefused

_REAL_DEG2 = 1e-10
"""About a square metre; a cell that has less of the ground only shares its edge."""


def move_ground(window: Window, ground: Mapping[int, BaseGeometry], to: int) -> Change:
    """Give the ground of buildings to another cell.

    Parameters
    ----------
    window : Window
        ``buildings`` holds the moved ones, and those near them.
    ground : Mapping of int to Polygon or MultiPolygon
        The plot of each building that moves, by the building's key.
    to : int
        The cell that takes it.

    Returns
    -------
    Change
        A cell that has given all its ground is removed.

    Raises
    ------
    InputRefused
        If all lie in that cell already, the ground does not border on it, or a cell would fall
        into pieces.
    """
    target = window.cell(to)
    plots = shapely.union_all([*ground.values(), *(window.buildings[key] for key in ground)])
    givers = {
        key: cell
        for key, cell in window.cells.items()
        if key != to and shapely.intersection(cell, plots).area > _REAL_DEG2
    }
    touched = {to: target, **givers}
    if not givers:
        raise InputRefused(
            N_("These buildings lie in %(cell)s already."), cell=window.cell_name(to)
        )
    crossed = whole_buildings(plots.boundary, window.buildings)
    blocks = {key: window.buildings[key] for key in [*ground, *crossed]}
    faces = cut_faces(touched, plots.boundary, list(blocks.values()))
    sides = _sides(faces, plots, to, moved=range(len(ground)))
    shapes = dissolve(faces, settle(faces, sides, small_pockets(faces)))
    if parts(shapes[to]) > parts(target):
        raise too_far(window, ground, to, shapes[to])
    left = {key: shapes[key] for key in touched if key in shapes}
    refuse_torn(window, left)
    return finish(window, smooth(window, left), removed=set(touched) - set(left))


def _sides(faces: Faces, plots: BaseGeometry, to: int, moved: range) -> list[Side]:
    """Say to which cell each face goes: moved buildings surely to theirs."""
    inside = shapely.intersects(plots, faces.points)
    bare = [to if goes else owner for goes, owner in zip(inside, faces.owners, strict=True)]
    whole = keep_blocks_whole(faces, bare)
    return [to if block in moved else side for block, side in zip(faces.blocks, whole, strict=True)]
