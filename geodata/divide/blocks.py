"""Street blocks: the faces between barriers, none of which parts a building."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from shapely.geometry.base import BaseGeometry

from geodata.divide.barriers import SNAP_M
from geodata.divide.joining import join_slivers, join_to_longest
from geodata.divide.seams import find_borders

Ints = NDArray[np.int64]
Objects = NDArray[np.object_]

_CRUMB_M2 = 0.05
"""Overlap below which a building does not lie in a face: rounding to the grid."""
_INSIDES_MEET = "T********"


def lay_blocks(
    outline: BaseGeometry, lines: Objects, seams: Ints, houses: Objects
) -> tuple[Objects, Ints]:
    """Cut an outline into blocks along lines, around the houses that a line crosses.

    Where a line crosses a house, the house's outline is noded with it and the faces inside the
    house join the block with which the house shares most of its outline: the border then runs
    around the house. Slivers without a house (between a street and its pavement) join a neighbour.

    Parameters
    ----------
    outline : Polygon or MultiPolygon
    lines : ndarray of LineString
    seams : ndarray of int
        :class:`Seam` of each line.
    houses : ndarray of Polygon or MultiPolygon
        All in metres, on the millimetre grid.

    Returns
    -------
    blocks : ndarray of Polygon
        A coverage that tiles the outline.
    block_of : ndarray of int
        Block of each house.
    """
    crossed = _crossed(lines, houses)
    faces = _faces(outline, np.concatenate([lines, shapely.boundary(houses[crossed])]))
    face, house = _faces_of_houses(faces, houses)
    joined = _components(len(faces), face, house, len(houses))
    face_house = np.full(len(faces), -1, np.int64)
    face_house[face] = house
    pieces = face_house >= 0
    pieces[np.isin(face_house, np.flatnonzero(~crossed))] = False
    borders = find_borders(faces, lines, seams)
    joined = join_to_longest(joined, borders, pieces)
    taken = np.zeros(joined.max() + 1, np.bool_)
    taken[joined[face]] = True
    groups = join_slivers(joined, borders, faces, taken)
    blocks = _united(faces, groups)
    block_of = np.empty(len(houses), np.int64)
    block_of[house] = groups[face]
    return blocks, block_of


def _crossed(lines: Objects, houses: Objects) -> NDArray[np.bool_]:
    """Tell through which houses a line runs."""
    line, house = shapely.STRtree(houses).query(lines, predicate="intersects")
    through = shapely.relate_pattern(lines[line], houses[house], _INSIDES_MEET)
    crossed = np.zeros(len(houses), np.bool_)
    crossed[house[through]] = True
    return crossed


def _faces(outline: BaseGeometry, lines: Objects) -> Objects:
    """Node lines and outline, and give the faces inside the outline."""
    noded = shapely.union_all([*lines, outline.boundary], grid_size=SNAP_M)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    shapely.prepare(outline)
    return np.asarray(faces[shapely.contains(outline, shapely.point_on_surface(faces))])


def _faces_of_houses(faces: Objects, houses: Objects) -> tuple[Ints, Ints]:
    """Pair faces and houses that share ground."""
    house, face = shapely.STRtree(faces).query(houses, predicate="intersects")
    doubtful = np.bincount(house, minlength=len(houses))[house] > 1
    keep = ~doubtful
    overlap = shapely.intersection(faces[face[doubtful]], houses[house[doubtful]])
    keep[doubtful] = shapely.area(overlap) > np.minimum(
        _CRUMB_M2, 0.01 * shapely.area(houses[house[doubtful]])
    )
    return face[keep], house[keep]


def _components(faces: int, face: Ints, house: Ints, houses: int) -> Ints:
    """Give each face the number of the group that a house holds together."""
    size = faces + houses
    links = coo_array((np.ones(len(face), np.int8), (face, house + faces)), shape=(size, size))
    groups = connected_components(links, directed=False)[1][:faces]
    return np.unique(groups, return_inverse=True)[1].astype(np.int64)


def _united(faces: Objects, groups: Ints) -> Objects:
    """Unite the faces of each group."""
    order = np.argsort(groups, kind="stable")
    bounds = np.flatnonzero(np.diff(groups[order], prepend=-1))
    blocks = faces[order][bounds]
    ends = np.append(bounds[1:], len(faces))
    for block in np.flatnonzero(ends - bounds > 1):
        members = faces[order[bounds[block] : ends[block]]]
        blocks[block] = shapely.coverage_union_all(members)
    return blocks
