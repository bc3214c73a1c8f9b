"""Cells that a step would tear into pieces."""

from __future__ import annotations

from collections.abc import Mapping

from shapely.geometry.base import BaseGeometry

from geodata.edit.faces import Faces
from geodata.edit.settle import GivesWay
from geodata.edit.window import Window, parts
from geodata.errors import N_, InputRefused

_POCKET_M2 = 60.0
"""Ground that is severed by leading an edge around a building, and that nobody will miss."""


def small_pockets(faces: Faces) -> GivesWay:
    """Give the rule that small severed ground without a whole building goes with its neighbour."""

    def gives_way(piece: list[int]) -> bool:
        if any(faces.blocks[face] >= 0 for face in piece):
            return False
        return bool(sum(faces.metric[face].area for face in piece) < _POCKET_M2)

    return gives_way


def refuse_torn(window: Window, shapes: Mapping[int, BaseGeometry]) -> None:
    """Refuse a step that leaves a cell in more pieces than before.

    Parameters
    ----------
    window : Window
        Before the step.
    shapes : Mapping of int to Polygon or MultiPolygon
        After it, by key.

    Raises
    ------
    InputRefused
        Naming the first cell.
    """
    for key, shape in shapes.items():
        if parts(shape) > parts(window.cells[key]):
            raise InputRefused(
                N_(
                    "%(cell)s would fall into pieces that do not hang together. Take what lies "
                    "between as well, or leave a strip that joins them."
                ),
                cell=window.cell_name(key),
            )
