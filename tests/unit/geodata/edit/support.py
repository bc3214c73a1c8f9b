"""A division of nine cells with houses, and the ways to look at what a step made of it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.edit import Change, Window
from geodata.edit.edges import corners, with_corners

WEST, SOUTH, STEP = 116.3, 40.0, 0.002
"""A step is about 170 m from west to east and 220 m from south to north."""

Corner = tuple[float, float]


def at(x: float, y: float) -> Corner:
    """Give the degrees of a place in steps."""
    return WEST + x * STEP, SOUTH + y * STEP


def line(*places: Corner) -> list[Corner]:
    """Give the degrees of several."""
    return [at(x, y) for x, y in places]


def square(x: float, y: float, width: float = 1.0, height: float = 1.0) -> BaseGeometry:
    """Give a rectangle in steps."""
    return shapely.box(*at(x, y), *at(x + width, y + height))


def fitted(shapes: Iterable[BaseGeometry]) -> list[BaseGeometry]:
    """Give shapes all corners of their neighbours, as a coverage has them."""
    found = list(shapes)
    places = np.array(sorted(corners(found)))
    return [with_corners(shape, places) for shape in found]


def nine_cells() -> Window:
    """Give 3 x 3 cells, numbered from 0 by rows, each with four houses; 36 is an odd one."""
    cells = fitted(square(x, y) for y in range(3) for x in range(3))
    spots = [(x / 2 + 0.1, y / 2 + 0.1) for y in range(6) for x in range(6)]
    houses = {key: square(x, y, 0.3, 0.3) for key, (x, y) in enumerate(spots)}
    return Window(
        dict(enumerate(cells)),
        houses,
        square(0, 0, 3, 3),
        {key: f"cell {key}" for key in range(9)},
        {key: f"house {key}" for key in houses},
    )


def applied(window: Window, change: Change) -> Window:
    """Give the window after a change."""
    cells = {key: shape for key, shape in window.cells.items() if key not in change.removed}
    cells |= change.changed
    first = max(window.cells) + 1
    cells |= dict(enumerate(change.added, first))
    names = {**window.cell_names, **{key: f"cell {key}" for key in cells}}
    return Window(cells, window.buildings, window.boundary, names, window.building_names)


def assert_tiled(window: Window) -> None:
    """Make sure that the cells tile the ground, edge to edge, and split no house."""
    cells = list(window.cells.values())
    assert shapely.is_valid(cells).all()
    assert shapely.coverage_is_valid(cells)
    whole = shapely.coverage_union_all(cells)
    assert abs(whole.area - window.boundary.area) < 1e-9 * STEP**2
    assert shapely.symmetric_difference(whole, window.boundary).area < 1e-9 * STEP**2
    assert split_houses(window) == []


def split_houses(window: Window) -> list[int]:
    """Give the houses that do not lie in one cell but for the width of a hair."""
    cells = np.array(list(window.cells.values()))
    return [
        key
        for key, house in window.buildings.items()
        if shapely.area(shapely.intersection(cells, house)).max() < house.area * (1 - 1e-6)
    ]
