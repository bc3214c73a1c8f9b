"""What one would do to a draft, chosen from how it stands: no two divisions are alike."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from shapely import LineString, Point, Polygon, STRtree, box
from shapely.geometry.base import BaseGeometry

from app.services.drafts.steps import Drag, Move, Split
from tests.browser.editor import Drafted, Editor

Spot = tuple[float, float]

PULL_DEG = (3e-5, -2e-5)
"""Some metres to the east and to the south."""
OVER_DEG = 1.5e-4
"""How far a line reaches out of the cell that it splits: about 14 m."""
CLEAR_DEG = 2e-5
"""How far a hand stays away from what it shall not touch: about 2 m."""
LASSOED = 10


def corner_to_pull(editor: Editor) -> tuple[Spot, Spot]:
    """Choose a corner between cells with room around it; give it, and where it could go."""
    for lon, lat in _roomy_corners(editor.drafted()):
        goal = (lon + PULL_DEG[0], lat + PULL_DEG[1])
        if editor.is_possible(Drag, kind="drag", moves=[{"from": (lon, lat), "to": goal}]):
            return (lon, lat), goal
    raise AssertionError("no corner can be pulled")


def _roomy_corners(drafted: Drafted) -> list[Spot]:
    """List the inner corners, first those far from houses and from other corners."""
    cells = list(drafted.cells.values())
    rim = shapely.union_all(cells).boundary
    corners = shapely.points(np.unique(shapely.get_coordinates(cells), axis=0))
    (own, _), gaps = STRtree(corners).query_nearest(
        corners, exclusive=True, return_distance=True, all_matches=False
    )
    room = np.minimum(gaps[np.argsort(own)], shapely.distance(corners, _all_houses(drafted)))
    inner = shapely.distance(corners, rim) > CLEAR_DEG
    order = np.argsort(-room[inner], kind="stable")
    return [(point.x, point.y) for point in corners[inner][order]]


def line_to_split(editor: Editor) -> tuple[int, Spot, Spot]:
    """Choose a cell and a line from west to east across it, as far from houses as can be."""
    drafted = editor.drafted()
    houses = _all_houses(drafted)
    lines = [
        (houses.distance(line), key, line)
        for key, cell in drafted.cells.items()
        for line in _across(cell)
    ]
    for _, key, line in sorted(lines, key=lambda one: -one[0]):
        if editor.is_possible(Split, kind="split", cell=key, line=list(line.coords)):
            return key, line.coords[0], line.coords[1]
    raise AssertionError("no cell can be split")


def _across(cell: BaseGeometry) -> Iterator[LineString]:
    """Give lines that cross the middle part of a cell once."""
    west, south, east, north = cell.bounds
    for part in range(12, 29):
        lat = south + (north - south) * part / 40
        inside = LineString([(west - 1e-3, lat), (east + 1e-3, lat)]).intersection(cell)
        if inside.geom_type == "LineString":
            start, *_, end = sorted(inside.coords)
            yield LineString([(start[0] - OVER_DEG, lat), (end[0] + OVER_DEG, lat)])


def ten_to_lasso(editor: Editor) -> tuple[list[Spot], set[int], int]:
    """Choose ten houses of a cell that a loop can hold alone, and a neighbour to take them."""
    drafted = editor.drafted()
    loops = sorted(_loops(drafted), key=lambda one: one[0])
    for _, ring, houses, target in loops:
        if editor.is_possible(Move, kind="move", buildings=sorted(houses), to=target):
            return list(ring.exterior.coords), houses, target
    raise AssertionError("no ten houses can move")


def _loops(drafted: Drafted) -> Iterator[tuple[float, Polygon, set[int], int]]:
    """Give loops around ten houses of one cell, each with a neighbour and how far that is."""
    keys = np.array(list(drafted.houses))
    # As the map does: a loop holds a house when it holds the middle of its box.
    middles = np.array([box(*shape.bounds).centroid for _, shape in drafted.houses.values()])
    for middle in middles:
        ring = _around_ten(middle, middles)
        held = set(keys[shapely.contains(ring, middles)].tolist())
        owners = {drafted.houses[key][0] for key in held}
        clear = shapely.distance(ring.exterior, middles).min() > CLEAR_DEG
        (owner,) = owners if len(owners) == 1 else (None,)
        if len(held) == LASSOED and clear and owner and len(drafted.houses_in(owner)) > LASSOED:
            for target, cell in drafted.cells.items():
                if target != owner and cell.touches(drafted.cells[owner]):
                    yield ring.distance(cell), ring, held, target


def _around_ten(middle: Point, middles: np.ndarray) -> Polygon:
    """Give the loop around a place that runs halfway between the tenth and the next house."""
    near = np.sort(shapely.distance(middle, middles))
    return middle.buffer((near[LASSOED - 1] + near[LASSOED]) / 2)


def house_to_tap(editor: Editor) -> tuple[int, int]:
    """Choose a house that a neighbouring cell can take, and that cell."""
    drafted = editor.drafted()
    pairs = [
        (shape.distance(cell), house, target)
        for house, (owner, shape) in drafted.houses.items()
        for target, cell in drafted.cells.items()
        if target != owner and cell.touches(drafted.cells[owner or target])
    ]
    for _, house, target in sorted(pairs):
        if editor.is_possible(Move, kind="move", buildings=[house], to=target):
            return house, target
    raise AssertionError("no house can move")


def _all_houses(drafted: Drafted) -> BaseGeometry:
    """Give all footprints as one shape."""
    return shapely.union_all([shape for _, shape in drafted.houses.values()])
