"""Leaving out the many tiny corners that the edges of plots have."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.edit.around import cut_buildings
from geodata.edit.edges import Corner, Floats, corners, edges, map_rings
from geodata.edit.window import Objects, Window

_TOLERANCES_DEG = (5e-5, 2e-5, 1e-5, 4e-6)
"""About 5 m, 2 m, 1 m and 0.4 m: the first that respects the buildings is taken."""
_CLEAR_DEG = 1e-5
"""About 1 m: a straighter line comes no closer to a building, unless it did before."""


def smooth(window: Window, shapes: Mapping[int, BaseGeometry]) -> dict[int, BaseGeometry]:
    """Straighten new edges, in the cells on both sides alike.

    Parameters
    ----------
    window : Window
        Before the step.
    shapes : Mapping of int to Polygon or MultiPolygon
        New outlines of cells, edge to edge with each other and with those that stay.

    Returns
    -------
    dict of int to Polygon or MultiPolygon
        With fewer corners; as they came where a straighter edge would cross another one or a
        building. Corners that were there before the step stay, and so do those where edges meet.
    """
    spare = {
        place
        for chain in _new_chains(window, shapes)
        for place in corners([chain]) - corners([_straighter(window, chain)])
    }
    made = {key: _without(shape, spare) for key, shape in shapes.items()}
    before = cut_buildings(window, shapes.values())
    sound = _is_sound(made) and set(cut_buildings(window, made.values())) <= set(before)
    return made if sound else dict(shapes)


def _straighter(window: Window, chain: BaseGeometry) -> BaseGeometry:
    """Straighten a line as far as it keeps all buildings on their side, and off from it."""
    near = _buildings_near(window, chain)
    beside = set(_within_reach(chain, near))
    for tolerance in _TOLERANCES_DEG:
        line = shapely.simplify(chain, tolerance)
        noded = shapely.get_parts(shapely.union_all([chain, line]))
        between = shapely.get_parts(shapely.polygonize(noded))
        taken = shapely.relate_pattern(between[:, None], near, "T********").any()
        if not taken and set(_within_reach(line, near)) <= beside:
            return line
    return chain


def _buildings_near(window: Window, chain: BaseGeometry) -> Objects:
    """Give the buildings that straightening a line might touch."""
    shapes = np.asarray(list(window.buildings.values()), dtype=np.object_)
    reach = _TOLERANCES_DEG[0] + _CLEAR_DEG
    return shapes[shapely.dwithin(shapes, chain, reach)] if len(shapes) else shapes


def _within_reach(line: BaseGeometry, buildings: Objects) -> list[int]:
    """Give the places of buildings to which a line comes close."""
    return list(np.flatnonzero(shapely.dwithin(buildings, line, _CLEAR_DEG)).tolist())


def _new_chains(window: Window, shapes: Mapping[int, BaseGeometry]) -> list[BaseGeometry]:
    """Give the edges that no cell had before, joined to lines that end where edges meet."""
    old = {edge for shape in window.cells.values() for edge in edges(shape)}
    new = {edge for shape in shapes.values() for edge in edges(shape)} - old
    known = corners(window.cells.values())
    loose = shapely.get_parts(shapely.line_merge(shapely.MultiLineString(sorted(new))))
    return [piece for line in loose for piece in _between(line, known)]


def _between(line: BaseGeometry, known: set[Corner]) -> list[BaseGeometry]:
    """Cut a line at the corners that were there before."""
    pieces: list[list[Corner]] = [[]]
    for place in [(x, y) for x, y in shapely.get_coordinates(line).tolist()]:
        pieces[-1].append(place)
        if place in known:
            pieces.append([place])
    return [shapely.LineString(piece) for piece in pieces if len(piece) > 2]


def _without(shape: BaseGeometry, spare: set[Corner]) -> BaseGeometry:
    """Leave corners out of a polygon, but no ring."""

    def thin(ring: Floats) -> Floats:
        kept = [tuple(place) not in spare for place in ring.tolist()]
        # The first and last of a closed ring are one: a new one may begin elsewhere.
        found = ring[:-1][kept[:-1]]
        return ring if len(found) < 3 else _closed(found)

    return map_rings(shape, thin)


def _closed(ring: Floats) -> Floats:
    """Close a ring with its first corner."""
    return shapely.get_coordinates(shapely.LinearRing(ring))


def _is_sound(shapes: Mapping[int, BaseGeometry]) -> bool:
    """Tell whether outlines are valid and still fit edge to edge."""
    found = list(shapes.values())
    return bool(shapely.is_valid(found).all()) and bool(shapely.coverage_is_valid(found))
