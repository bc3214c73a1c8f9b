"""Borders linked to the outlines of plots."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.divide.coverage.rings import Rings
from geodata.divide.plots.borders import Borders

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_Ring = list[int]


def outlines(borders: Borders, count: int) -> NDArray[np.object_]:
    """Link borders to polygons.

    Parameters
    ----------
    borders : Borders
    count : int
        How many footprints there are.

    Returns
    -------
    ndarray of Polygon or MultiPolygon, shape (count,)
        Empty where a footprint has no border.
    """
    inner = borders.right >= 0
    owner = np.append(borders.left, borders.right[inner])
    tail = np.append(borders.tail, borders.head[inner])
    head = np.append(borders.head, borders.tail[inner])
    order = np.argsort(owner, kind="stable")
    cuts = np.searchsorted(owner[order], np.arange(count + 1))
    tails, heads = tail[order].tolist(), head[order].tolist()
    parts: list[list[_Ring]] = []
    pieces: list[int] = []
    for piece in range(count):
        first, last = cuts[piece], cuts[piece + 1]
        made = _nest(_link(tails[first:last], heads[first:last]), borders.corners)
        parts += made
        pieces += [piece] * len(made)
    rings = [ring for part in parts for ring in part]
    numbers = np.array([corner for ring in rings for corner in ring], np.int64)
    return Rings(
        borders.corners[numbers],
        np.repeat(np.arange(len(rings)), [len(ring) for ring in rings]),
        np.repeat(np.arange(len(parts)), [len(part) for part in parts]),
        np.array(pieces, np.int64),
        count,
    ).polygons()


def _link(tails: list[int], heads: list[int]) -> list[_Ring]:
    """Follow segments to closed rings in which no corner comes twice."""
    following: dict[int, list[int]] = defaultdict(list)
    for tail, head in zip(tails, heads, strict=True):
        following[tail].append(head)
    rings = []
    for start in tails:
        path, place = [start], {start: 0}
        while following[path[-1]]:
            corner = following[path[-1]].pop()
            if corner in place:
                rings.append([*path[place[corner] :], corner])
                for passed in path[place[corner] + 1 :]:
                    del place[passed]
                del path[place[corner] + 1 :]
            else:
                place[corner] = len(path)
                path.append(corner)
    return rings


def _nest(rings: list[_Ring], corners: Floats) -> list[list[_Ring]]:
    """Put each hole into its shell."""
    area_m2 = [_area_m2(corners[ring]) for ring in rings]
    parts = [[ring] for ring, area in zip(rings, area_m2, strict=True) if area > 0]
    holes = [ring for ring, area in zip(rings, area_m2, strict=True) if area < 0]
    shells = [shapely.Polygon(corners[part[0]]) for part in parts] if len(parts) > 1 else []
    for hole in holes:
        inside = [
            (shell.area, number)
            for number, shell in enumerate(shells)
            if shell.contains(shapely.Polygon(corners[hole]))
        ]
        parts[min(inside)[1] if inside else 0].append(hole)
    return parts


def _area_m2(xy: Floats) -> float:
    """Measure a closed ring; negative when it runs clockwise."""
    x, y = (xy - xy[0]).T
    return float((x[:-1] * y[1:] - x[1:] * y[:-1]).sum() / 2)
