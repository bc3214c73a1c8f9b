"""One connected network of paths out of single lanes."""

from __future__ import annotations

from collections.abc import Sequence

import shapely
from shapely import LineString, STRtree

from demo.layout.shapes import Lane

_GRID_M = 0.001


def noded(lanes: Sequence[Lane]) -> list[Lane]:
    """Cut lanes where they meet, so that what is connected shares a vertex.

    Where lanes lie on top of each other one remains: the first that was given, save that a gate
    always stays.

    Parameters
    ----------
    lanes : Sequence[Lane]
        Lanes that cross and touch anywhere, local metres.

    Returns
    -------
    list of Lane
        Pieces that meet at their ends only, vertices on a grid of 1 mm.
    """
    lines = [lane.line for lane in lanes]
    pieces = shapely.get_parts(shapely.union_all(lines, grid_size=_GRID_M))
    tree = STRtree(lines)
    middles = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    pairs = tree.query(middles, predicate="dwithin", distance=0.01)
    owners: dict[int, list[Lane]] = {}
    for piece, lane in zip(*pairs.tolist(), strict=True):
        owners.setdefault(piece, []).append(lanes[lane])
    made = [_piece(pieces[i], owners[i]) for i in sorted(owners)]
    return sorted(made, key=lambda lane: (lane.name or "", lane.line.coords[0]))


def _piece(shape: LineString, owners: list[Lane]) -> Lane:
    owner = min(owners, key=lambda lane: (lane.barrier is None, lane.name is None))
    return Lane(shape, owner.kind, owner.name, owner.barrier)
