"""Cutting ground into faces along lines, with whole buildings in one face group each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.edit.edges import Edge, edges, rings, with_corners
from geodata.edit.window import Objects, metric

_SNAP_DEG = 5e-7
"""About 5 cm: a line that passes a corner so closely means the corner."""
_THIN_M = 0.1


@dataclass(frozen=True)
class Faces:
    """Faces into which lines cut the ground of some cells.

    Attributes
    ----------
    shapes : ndarray of Polygon
        EPSG:4326; together they tile the ground, edge to edge.
    owners : list of int or None
        The cell to which each belonged; None for ground of no cell.
    blocks : list of int
        Which of the blocks (whole buildings) each is of; -1 for open ground.
    """

    shapes: Objects
    owners: list[int | None]
    blocks: list[int]

    @cached_property
    def metric(self) -> Objects:
        """The faces in metres."""
        return metric(self.shapes)

    @cached_property
    def points(self) -> Objects:
        """A point inside each face."""
        return np.asarray(shapely.point_on_surface(self.shapes), dtype=np.object_)

    @cached_property
    def neighbours(self) -> list[dict[int, float]]:
        """For each face the faces beside it, and how long the shared edge is, in degrees."""
        sides: dict[Edge, list[int]] = defaultdict(list)
        for face, shape in enumerate(self.shapes):
            for edge in edges(shape):
                sides[edge].append(face)
        found: list[dict[int, float]] = [defaultdict(float) for _ in self.shapes]
        for (a, b), both in sides.items():
            if len(both) == 2:
                length = float(np.hypot(a[0] - b[0], a[1] - b[1]))
                found[both[0]][both[1]] += length
                found[both[1]][both[0]] += length
        return found

    def is_thin(self, face: int) -> bool:
        """Tell whether a face is a sliver between lines that mean the same."""
        shape = self.metric[face]
        return bool(2 * shape.area < _THIN_M * shape.length)


def cut_faces(
    cells: Mapping[int, BaseGeometry],
    line: BaseGeometry,
    blocks: Sequence[BaseGeometry] = (),
    *,
    beyond: BaseGeometry | None = None,
) -> Faces:
    """Cut cells along a line, and along the outlines of whole buildings.

    Parameters
    ----------
    cells : Mapping of int to Polygon or MultiPolygon
    line : BaseGeometry
        Lines in EPSG:4326; what ends inside a face cuts nothing.
    blocks : sequence of Polygon or MultiPolygon
        Buildings that stay whole.
    beyond : Polygon or MultiPolygon, optional
        Ground of no cell that may be taken too: what of it lies in no cell becomes faces without
        an owner.
    """
    snapped, shapes = _fitted(line, list(cells.values()), blocks)
    outlines = [*shapes, *blocks] + ([beyond] if beyond is not None else [])
    noded = shapely.union_all([snapped, *(shapely.boundary(shape) for shape in outlines)])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    points = shapely.point_on_surface(faces)
    cell = _holders(shapes, points)
    kept = cell >= 0
    if beyond is not None:
        kept |= shapely.intersects(beyond, points)
    keys = [*cells, None]  # The last one is found by -1.
    return Faces(
        np.asarray(faces[kept], dtype=np.object_),
        [keys[place] for place in cell[kept]],
        _holders(blocks, points[kept]).tolist(),
    )


def _fitted(
    line: BaseGeometry, shapes: list[BaseGeometry], blocks: Sequence[BaseGeometry]
) -> tuple[BaseGeometry, list[BaseGeometry]]:
    """Lay a line that runs along edges exactly on them: otherwise slivers as thin as rounding stay.

    Corners of the line that nearly lie on an edge are moved onto it, and the cells get them too.
    """
    if not shapes:
        return line, []
    outlines = shapely.multilinestrings([ring for shape in shapes for ring in rings(shape)])
    fixed = shapely.MultiPoint(shapely.get_coordinates([*shapes, *blocks]))
    snapped = shapely.snap(line, fixed, _SNAP_DEG)
    places = shapely.get_coordinates(snapped)
    near = shapely.distance(outlines, shapely.points(places)) < _SNAP_DEG
    found = shapely.shortest_line(outlines, shapely.points(places[near]))
    laid = shapely.get_coordinates(found)[::2]

    def lay(known: NDArray[np.float64]) -> NDArray[np.float64]:
        known[near] = laid
        return known

    cornered = [with_corners(shape, laid) for shape in shapes]
    ends = shapely.MultiPoint(shapely.get_coordinates([*cornered, *blocks]))
    return shapely.snap(shapely.transform(snapped, lay), ends, _SNAP_DEG), cornered


def _holders(shapes: Sequence[BaseGeometry], points: Objects) -> NDArray[np.int64]:
    """Give for each point the first of the shapes that holds it, or -1."""
    found = np.full(len(points), -1, dtype=np.int64)
    if len(shapes):
        point, shape = shapely.STRtree(list(shapes)).query(points, predicate="intersects")
        for a, b in sorted(zip(point.tolist(), shape.tolist(), strict=True), reverse=True):
            found[a] = b
    return found


def whole_buildings(
    line: BaseGeometry, buildings: Mapping[int, BaseGeometry]
) -> dict[int, BaseGeometry]:
    """Give the buildings through whose inside a line runs.

    Parameters
    ----------
    line : BaseGeometry
    buildings : Mapping of int to BaseGeometry
        Footprints; points are never crossed.
    """
    keys = list(buildings)
    shapes = np.asarray([buildings[key] for key in keys], dtype=np.object_)
    solid = shapely.get_dimensions(shapes) == 2 if len(shapes) else np.zeros(0, dtype=bool)
    places = np.flatnonzero(solid)
    tree = shapely.STRtree(shapes[places])
    hit = places[tree.query(line, predicate="intersects")]
    through = hit[shapely.relate_pattern(line, shapes[hit], "T********")]
    return {keys[place]: shapes[place] for place in sorted(through.tolist())}


def crossed_blocks(line: BaseGeometry, buildings: Mapping[int, BaseGeometry]) -> list[BaseGeometry]:
    """Give the blocks through which a line runs, as :func:`whole_blocks` makes them.

    Parameters
    ----------
    line : BaseGeometry
    buildings : Mapping of int to BaseGeometry
        Footprints.
    """
    return whole_blocks(whole_buildings(line, buildings), buildings)


def whole_blocks(
    chosen: Mapping[int, BaseGeometry], buildings: Mapping[int, BaseGeometry]
) -> list[BaseGeometry]:
    """Join buildings with all that overlap them: an edge around one would cut the others.

    Parameters
    ----------
    chosen, buildings : Mapping of int to BaseGeometry
        Footprints; those that must stay whole, and all near them.

    Returns
    -------
    list of Polygon or MultiPolygon
    """
    found, fresh = dict(chosen), dict(chosen)
    while fresh:
        rest = {key: shape for key, shape in buildings.items() if key not in found}
        outlines = shapely.union_all(shapely.boundary(list(fresh.values())))
        fresh = whole_buildings(outlines, rest)
        found |= fresh
    return blocks_of(list(found.values()))


def blocks_of(buildings: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Join buildings that overlap, as footprints in real data do: they stay together.

    Parameters
    ----------
    buildings : sequence of Polygon or MultiPolygon

    Returns
    -------
    list of Polygon or MultiPolygon
        Terraced houses, which only touch, remain apart.
    """
    shapes = np.asarray(buildings, dtype=np.object_)
    if len(shapes) < 2:
        return list(buildings)
    group = list(range(len(shapes)))
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        if a < b and shapely.relate_pattern(shapes[a], shapes[b], "2********"):
            group = [group[a] if one == group[b] else one for one in group]
    return [
        shapely.union_all(shapes[[i for i, one in enumerate(group) if one == chosen]])
        for chosen in dict.fromkeys(group)
    ]
