"""The end of every step: neighbours get the new corners, and the result is looked at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.edit.around import cut_buildings
from geodata.edit.edges import corners, with_corners
from geodata.edit.window import Change, Window, metric
from geodata.errors import N_, InputRefused

_GROUND_M2 = 0.05
"""Ground that rounding may move; a real gap or overlap is larger."""
_METRES_A_DEGREE = 111_195.0
"""Of latitude, on the mean sphere."""
_APART_M = 0.05
"""Length of edges that do not fit together, which rounding may leave."""


def finish(
    window: Window,
    shapes: Mapping[int, BaseGeometry],
    added: Iterable[BaseGeometry] = (),
    removed: Iterable[int] = (),
    *,
    may_grow: bool = False,
) -> Change:
    """Fit new outlines to their neighbours, and make sure that the ground is tiled as before.

    Parameters
    ----------
    window : Window
        Before the step.
    shapes : Mapping of int to Polygon or MultiPolygon
        New outlines of cells that stay.
    added : iterable of Polygon or MultiPolygon
        New cells.
    removed : iterable of int
        Cells that are no more.
    may_grow : bool
        Whether ground of no cell may have been taken.

    Returns
    -------
    Change

    Raises
    ------
    InputRefused
        If an outline would cross itself or another, leave a gap, or run through a building.
    """
    gone, new = frozenset(removed), tuple(added)
    touched = [window.cells[key] for key in {*shapes, *gone}]
    fresh = corners([*shapes.values(), *new]) - corners(touched)
    places = np.array(sorted(fresh)).reshape(-1, 2)
    around = {
        key: with_corners(shape, places)
        for key, shape in window.cells.items()
        if key not in shapes and key not in gone
    }
    changed = {
        key: shape
        for key, shape in {**around, **shapes}.items()
        if not shapely.equals_exact(shape, window.cells[key], 0.0)
    }
    change = Change(changed, new, gone)
    after = [*{**around, **shapes}.values(), *new]
    _require_valid(change)
    _require_same_ground(list(window.cells.values()), after, may_grow=may_grow)
    _require_whole_buildings(window, change)
    return change


def _require_valid(change: Change) -> None:
    """Refuse outlines that cross themselves."""
    if not shapely.is_valid([*change.changed.values(), *change.added]).all():
        raise InputRefused(
            N_("The outline of a cell would cross itself. Move the corner less far.")
        )


def _require_same_ground(
    before: list[BaseGeometry], after: list[BaseGeometry], *, may_grow: bool
) -> None:
    """Refuse gaps and overlaps that were not there before."""
    old, new = shapely.union_all(before), shapely.union_all(after)
    lost = _area_m2(shapely.difference(old, new))
    won = _area_m2(shapely.difference(new, old))
    if lost > _GROUND_M2 or (won > _GROUND_M2 and not may_grow):
        raise outline_stays()
    if _mismatch(after) > _mismatch(before) + _APART_M:
        raise InputRefused(
            N_("Two cells would overlap. Move the corner less far, or draw a new cell instead.")
        )


def outline_stays() -> InputRefused:
    """Say that the outline of the whole division is not moved."""
    return InputRefused(
        N_(
            "This edge is the outline of the whole division, which stays as it is. Move "
            "corners between two cells only, or draw a cell to take ground that has none."
        )
    )


def _mismatch(cells: list[BaseGeometry]) -> float:
    """Measure the edges along which cells do not fit together, in metres."""
    if shapely.coverage_is_valid(cells):
        return 0.0
    faults = [edge for edge in shapely.coverage_invalid_edges(cells) if not edge.is_empty]
    return float(shapely.length(metric(faults)).sum()) + _APART_M / 2


def _area_m2(shape: BaseGeometry) -> float:
    """Measure ground in square metres.

    In degrees first: a long sliver without width would get some by projecting its few corners,
    because a straight line in degrees is a bent one in metres.
    """
    if shape.is_empty:
        return 0.0
    latitude = math.radians(shape.centroid.y)
    return float(shape.area) * _METRES_A_DEGREE**2 * math.cos(latitude)


def _require_whole_buildings(window: Window, change: Change) -> None:
    """Refuse new edges that run through a building that no edge ran through before."""
    cut = cut_buildings(window, [*change.changed.values(), *change.added])
    if cut:
        raise InputRefused(
            N_(
                "The edge would run through building %(building)s. Lead it around, or move "
                "the building to the other cell."
            ),
            building=window.building_name(cut[0]),
        )
