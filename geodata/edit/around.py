"""Leading edges around buildings: a building that a new edge would cut goes whole to one cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import shapely
from shapely.geometry.base import BaseGeometry

from geodata.edit.edges import edges
from geodata.edit.faces import cut_faces, whole_blocks, whole_buildings
from geodata.edit.settle import dissolve, keep_blocks_whole, settle
from geodata.edit.torn import small_pockets
from geodata.edit.window import Window, metric

_THROUGH_M = 0.05
"""How far an edge runs into a building before it counts as splitting it."""
_WALL_DEG = 1e-7
"""About a centimetre: an edge so close to a wall runs along it, with corners that are rounded."""
_SAME_EDGE_DEG = 1e-9


def lead_around(window: Window, shapes: Mapping[int, BaseGeometry]) -> dict[int, BaseGeometry]:
    """Lead new edges around the buildings that they would cut.

    Parameters
    ----------
    window : Window
        Before the step.
    shapes : Mapping of int to Polygon or MultiPolygon
        New outlines of cells.

    Returns
    -------
    dict of int to Polygon or MultiPolygon
        Each building that an edge newly runs through lies in the cell that had most of it.
    """
    led = dict(shapes)
    cut = cut_buildings(window, led.values()) if shapely.is_valid(list(led.values())).all() else []
    if not cut:
        return led
    blocks = whole_blocks({key: window.buildings[key] for key in cut}, window.buildings)
    touched = {
        key: cell
        for key, cell in {**window.cells, **led}.items()
        if shapely.intersects(cell, blocks).any()
    }
    faces = cut_faces(touched, shapely.LineString(), blocks)
    sides = keep_blocks_whole(faces, faces.owners)
    around = dissolve(faces, settle(faces, sides, small_pockets(faces)))
    return led | {key: around[key] for key in touched if key in around}


def cut_buildings(window: Window, shapes: Iterable[BaseGeometry]) -> list[int]:
    """Give the buildings through which an edge runs that did not run there before.

    Parameters
    ----------
    window : Window
        Before the step.
    shapes : iterable of Polygon or MultiPolygon
        Outlines after it.
    """
    old = {edge for shape in window.cells.values() for edge in edges(shape)}
    new = {edge for shape in shapes for edge in edges(shape) if edge not in old}
    if not new:
        return []
    lines = shapely.MultiLineString(sorted(new))
    outlines = shapely.union_all([shape.boundary for shape in window.cells.values()])
    known = shapely.buffer(outlines, _SAME_EDGE_DEG)
    found = []
    for key, footprint in whole_buildings(lines, window.buildings).items():
        inside = shapely.intersection(lines, shapely.buffer(footprint, -_WALL_DEG))
        # What already ran through the building, such as an old edge that only got a corner.
        fresh = shapely.difference(inside, known)
        if not fresh.is_empty and metric([fresh])[0].length > _THROUGH_M:
            found.append(key)
    return found
