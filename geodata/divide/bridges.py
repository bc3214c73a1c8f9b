"""Where one gets across what is closed: ways that cross rails, motorways and water."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array

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
    if not wet.any():
        return crossed, none
    begin, end = _spans(ways, way[index], points, pieces[wet])
    over = np.concatenate([np.arange(len(begin)), np.arange(len(begin))])
    at = pd.DataFrame({"spot": np.concatenate([begin, end]), "over": over})
    banks = at.merge(pd.DataFrame({"spot": spot, "piece": piece}), on="spot")
    joined = _pairs_at(banks["piece"].to_numpy(), banks["over"].to_numpy(), len(pieces))
    return crossed, _over_one_water(_apart(joined, known, len(pieces)), borders, wet)


def _over_one_water(pairs: Ints, borders: Borders, wet: NDArray[np.bool_]) -> Ints:
    """Keep the banks that one water lies between: others would meet at a corner only."""
    ends = np.concatenate([borders.first, borders.second])
    others = np.concatenate([borders.second, borders.first])
    shore = ~wet[ends] & wet[others]
    size = (len(wet), len(wet))
    shores = csr_array((np.ones(int(shore.sum())), (ends[shore], others[shore])), shape=size)
    common = shores[pairs[:, 0]].multiply(shores[pairs[:, 1]]).sum(axis=1)
    return pairs[np.asarray(common).ravel() > 0]


def _spans(
    ways: NDArray[np.object_],
    way: Ints,
    points: NDArray[np.object_],
    water: NDArray[np.object_],
) -> tuple[Ints, Ints]:
    """Give the points, next to one another along a way, between which it leads over water.

    A way that crosses a river twice joins two pairs of banks, not what lies between.
    """
    along_m = shapely.line_locate_point(ways[way], points)
    order = np.lexsort([along_m, way])
    begin, end = order[:-1], order[1:]
    same = way[begin] == way[end]
    begin, end = begin[same], end[same]
    middle = shapely.line_interpolate_point(ways[way[begin]], (along_m[begin] + along_m[end]) / 2)
    over = np.zeros(len(begin), np.bool_)
    over[shapely.STRtree(middle).query(water, predicate="intersects")[1]] = True
    return begin[over], end[over]


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
