"""Buildings that lie away from the cell that should take them: which ones, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from geodata.edit.window import Window
from geodata.errors import N_, InputRefused

_NAMED = 5
"""Buildings that a message names."""
_BETWEEN_DEG = 1e-4
"""About 10 m on both sides of the shortest way to the cell."""


def too_far(
    window: Window, ground: Mapping[int, BaseGeometry], to: int, shape: BaseGeometry
) -> InputRefused:
    """Say which buildings do not border on a cell, not even over others that move along.

    Parameters
    ----------
    window : Window
        Before the step.
    ground : Mapping of int to Polygon or MultiPolygon
        The plot of each building that should move.
    to : int
        The cell that should take them.
    shape : MultiPolygon
        What it would be.

    Returns
    -------
    InputRefused
        Naming these buildings, and those in between that would join them to the cell.
    """
    target = window.cell(to)
    parts = shapely.get_parts(shape)
    away = parts[shapely.area(shapely.intersection(parts, target)) == 0]
    far = [key for key, plot in ground.items() if _is_in(plot, away)]
    homes = shapely.union_all([window.buildings[key] for key in far])
    way = shapely.shortest_line(homes, target).buffer(_BETWEEN_DEG)
    between = [
        key
        for key, footprint in window.buildings.items()
        if key not in ground and not target.intersects(footprint) and footprint.intersects(way)
    ]
    if between:
        return InputRefused(
            N_(
                "These buildings do not border on %(cell)s: %(buildings)s. Nothing was moved. "
                "Take those in between as well: %(between)s. Or choose the cell next to them."
            ),
            buildings=_named(window, far),
            cell=window.cell_name(to),
            between=_named(window, between),
        )
    return InputRefused(
        N_(
            "These buildings do not border on %(cell)s: %(buildings)s. Nothing was moved. "
            "Take what lies in between as well, or choose the cell next to them."
        ),
        buildings=_named(window, far),
        cell=window.cell_name(to),
    )


def _is_in(plot: BaseGeometry, pieces: Iterable[BaseGeometry]) -> bool:
    """Tell whether a plot lies in one of some pieces of ground."""
    return bool(shapely.intersects(list(pieces), shapely.point_on_surface(plot)).any())


def _named(window: Window, keys: list[int]) -> str:
    """Name buildings, at most a handful."""
    names = "、".join(window.building_name(key) for key in keys[:_NAMED])
    return names if len(keys) <= _NAMED else f"{names} ... (+{len(keys) - _NAMED})"
