"""Joining faces to a neighbour: pieces of a house, and slivers in which nothing stands."""

from __future__ import annotations

import heapq

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.divide.barriers import Seam
from geodata.divide.seams import Borders

Ints = NDArray[np.int64]

_SLIVER_M2 = 300.0
_SLIVER_WIDTH_M = 20.0
_OPENNESS = {
    Seam.NOTHING: 8.0, Seam.LANE: 4.0, Seam.STREET: 2.0, Seam.WALL: 1.5, Seam.MAIN: 1.0,
    Seam.CLOSED: 0.1,
}  # fmt: skip
"""How gladly a sliver joins across a seam: the border that stays should be the stronger one."""

Neighbours = list[dict[int, float]]


def join_to_longest(groups: Ints, borders: Borders, loose: NDArray[np.bool_]) -> Ints:
    """Join groups of loose faces to the group with which they share the longest border.

    Parameters
    ----------
    groups : ndarray of int, shape (faces,)
    borders : Borders
        Between faces.
    loose : ndarray of bool, shape (faces,)
        All faces of a group are loose, or none.

    Returns
    -------
    ndarray of int, shape (faces,)
        Groups numbered from 0.
    """
    near = _neighbours(groups, borders, borders.total_m)
    into = np.arange(groups.max() + 1)
    for group in np.unique(groups[loose]):
        others = {other: m for other, m in near[group].items() if into[other] != group}
        if others:
            into[group] = into[max(others, key=lambda other: (others[other], -other))]
            into[into == group] = into[group]
    return np.unique(into[groups], return_inverse=True)[1].astype(np.int64)


def join_slivers(
    groups: Ints, borders: Borders, faces: NDArray[np.object_], taken: NDArray[np.bool_]
) -> Ints:
    """Join slivers to the neighbour to which they are most open, the smallest first.

    Parameters
    ----------
    groups : ndarray of int, shape (faces,)
        Numbered from 0.
    borders : Borders
        Between faces.
    faces : ndarray of Polygon
    taken : ndarray of bool, shape (groups,)
        Something stands there: it is no sliver.

    Returns
    -------
    ndarray of int, shape (faces,)
        Groups numbered from 0.
    """
    count = len(taken)
    area_m2 = np.bincount(groups, shapely.area(faces), count)
    openness = borders.length_m @ np.array([_OPENNESS[seam] for seam in Seam])
    near = _neighbours(groups, borders, openness)
    edge_m = _edge_m(groups, borders, shapely.length(faces), count)
    into = np.arange(count)
    queue = [(area_m2[group], int(group)) for group in np.flatnonzero(~taken)]
    heapq.heapify(queue)
    while queue:
        _, group = heapq.heappop(queue)
        thin = 2 * area_m2[group] < _SLIVER_WIDTH_M * edge_m[group]
        if taken[group] or into[group] != group or not near[group]:
            continue
        if area_m2[group] >= _SLIVER_M2 and not thin:
            continue
        other = max(near[group], key=lambda other: (near[group][other], -other))
        _merge(near, group, other)
        into[group] = other
        area_m2[other] += area_m2[group]
        edge_m[other] += edge_m[group]
    return np.unique(_roots(into)[groups], return_inverse=True)[1].astype(np.int64)


def _neighbours(groups: Ints, borders: Borders, value: NDArray[np.float64]) -> Neighbours:
    """Sum a value of borders between groups."""
    near: Neighbours = [{} for _ in range(groups.max() + 1)]
    first, second = groups[borders.first], groups[borders.second]
    for a, b, much in zip(first.tolist(), second.tolist(), value.tolist(), strict=True):
        if a != b:
            near[a][b] = near[a].get(b, 0.0) + much
            near[b][a] = near[b].get(a, 0.0) + much
    return near


def _edge_m(
    groups: Ints, borders: Borders, length_m: NDArray[np.float64], count: int
) -> NDArray[np.float64]:
    """Give the outline of each group."""
    edge_m = np.bincount(groups, length_m, count)
    first, second = groups[borders.first], groups[borders.second]
    same = first == second
    return np.asarray(edge_m - 2 * np.bincount(first[same], borders.total_m[same], count))


def _merge(near: Neighbours, group: int, into: int) -> None:
    """Let the neighbours of a group know that it is now part of another."""
    for other, much in near[group].items():
        near[other].pop(group)
        if other != into:
            near[into][other] = near[other][into] = near[into].get(other, 0.0) + much


def _roots(into: Ints) -> Ints:
    """Follow each group to the one in which it ended."""
    while not np.array_equal(into[into], into):
        into = into[into]
    return into
