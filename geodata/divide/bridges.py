"""Where one gets across what is closed: ways that cross rails, motorways and water."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.divide.barriers import Barriers, Seam
from geodata.divide.seams import Borders

_REACH_M = 0.5

Ints = NDArray[np.int64]


def bridges_between(
    pieces: NDArray[np.object_], borders: Borders, barriers: Barriers, wet: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], Ints]:
    """Find the closed borders that a way crosses, and the banks that a way joins.

    Parameters
    ----------
    pieces : ndarray of Polygon
        In metres.
    borders : Borders
    barriers : Barriers
    wet : ndarray of bool
        Pieces that are water.

    Returns
    -------
    crossed : ndarray of bool, shape (borders,)
        A way crosses this border.
    bridges : ndarray of int, shape (r, 2)
        Pairs of dry pieces, without a border, that a way joins across water; each once.
    """
    crossed = np.zeros(len(borders.first), np.bool_)
    closed = barriers.lines[barriers.seams == Seam.CLOSED]
    ways = barriers.lines[barriers.walks]
    none = np.empty((0, 2), np.int64)
    if not len(closed) or not len(ways):
        return crossed, none
    way, line = shapely.STRtree(closed).query(ways, predicate="intersects")
    meets = shapely.intersection(ways[way], closed[line])
    points, index = shapely.get_parts(shapely.extract_unique_points(meets), return_index=True)
    if not len(points):
        return crossed, none
    tree = shapely.STRtree(pieces)
    spot, piece = tree.query(points, predicate="dwithin", distance=_REACH_M)
    spot, piece = spot[~wet[piece]], piece[~wet[piece]]
    at_spot = _pairs_at(piece, spot, len(pieces))
    known = borders.first * len(pieces) + borders.second
    crossed = np.isin(known, at_spot) & (borders.length_m[:, Seam.CLOSED] > 0)
    along_way = _pairs_at(piece, way[index][spot], len(pieces))
    return crossed, _apart(along_way, known, len(pieces)) if wet.any() else none


def _pairs_at(piece: Ints, group: Ints, count: int) -> Ints:
    """Give all pairs of pieces that meet in one group, as ``low * count + high``."""
    pairs: list[Ints] = []
    for number in np.unique(group):
        there = np.unique(piece[group == number])
        low, high = np.triu_indices(len(there), 1)
        pairs.append(there[low] * count + there[high])
    return np.unique(np.concatenate(pairs)) if pairs else np.empty(0, np.int64)


def _apart(pairs: Ints, known: Ints, count: int) -> Ints:
    """Keep the pairs that have no border of their own."""
    new = pairs[~np.isin(pairs, known)]
    return np.column_stack([new // count, new % count])
