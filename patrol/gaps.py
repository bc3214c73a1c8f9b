"""Short gaps between pieces of a network: a gate that the map maker left out, a careless end."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from patrol.noding import Bools, Ints, Noded

BRIDGE_M = 3.0
"""Widest gap that is taken for a fault of drawing; a wall with a lane on both sides is wider."""

GATE_BRIDGE_M = 8.0
"""Widest gap in front of a gate: to the middle of the street outside, which is drawn as a line."""


def find_gaps(
    noded: Noded, node_piece: Ints, on_ground: Bools, is_gate: Bools
) -> NDArray[np.object_]:
    """Find the straight links that would join pieces of the network over short gaps.

    Every dead end that stops short of another piece gets a link; two pieces without such an
    end between them get one at their closest place.

    Parameters
    ----------
    noded : Noded
        Edges, in metres.
    node_piece : (n,) int array
        Connected piece of each node.
    on_ground : (e,) bool array
        Edges that a link may lead to.
    is_gate : (e,) bool array
        Edges on which a gate stands: from their dead ends a link may be longer.

    Returns
    -------
    (k,) array of LineString
        Links, in metres, each from a node to a point on an edge of another piece.
    """
    lines = noded.lines
    points = np.asarray(shapely.points(noded.node_xy), dtype=np.object_)
    reach_m = np.where(_gate_ends(noded, is_gate), GATE_BRIDGE_M, BRIDGE_M)
    node, edge = shapely.STRtree(lines).query(points, predicate="dwithin", distance=reach_m)
    keep = (node_piece[node] != node_piece[noded.u[edge]]) & on_ground[edge]
    keep &= _may_link(noded, on_ground)[node]
    node, edge = node[keep], edge[keep]
    links = np.asarray(shapely.shortest_line(points[node], lines[edge]), dtype=np.object_)
    chosen = _choose(noded, node, node_piece[node], node_piece[noded.u[edge]], links)
    chosen = chosen[shapely.length(links[chosen]) > 0]
    return np.asarray(links[chosen])


def _gate_ends(noded: Noded, is_gate: Bools) -> Bools:
    """Mark the nodes at which nothing but a gate ends."""
    count = len(noded.node_xy)
    ends, gates = (np.concatenate([noded.u[of], noded.v[of]]) for of in (slice(None), is_gate))
    of_gates = np.bincount(gates, minlength=count) > 0
    return np.asarray(of_gates & (np.bincount(ends, minlength=count) == 1))


def _may_link(noded: Noded, on_ground: Bools) -> Bools:
    """Leave out the nodes in the middle of a bridge deck; its ends stand on the ground."""
    count = len(noded.node_xy)
    ends = np.concatenate([noded.u, noded.v])
    grounded = np.bincount(ends, weights=np.tile(on_ground, 2), minlength=count) > 0
    return np.asarray(grounded | (np.bincount(ends, minlength=count) == 1))


def _choose(noded: Noded, node: Ints, a: Ints, b: Ints, links: NDArray[np.object_]) -> Ints:
    """Take the shortest link of each dead end, then of each pair of pieces still unlinked."""
    degree = np.bincount(np.concatenate([noded.u, noded.v]), minlength=len(noded.node_xy))
    inner = degree[node] > 1
    order = np.lexsort((shapely.length(links), inner))
    linked: set[tuple[int, int]] = set()
    ends: set[int] = set()
    chosen = []
    for k in order:
        pair = (min(int(a[k]), int(b[k])), max(int(a[k]), int(b[k])))
        if pair in linked if inner[k] else int(node[k]) in ends:
            continue
        linked.add(pair)
        ends.add(int(node[k]))
        chosen.append(k)
    return np.array(chosen, dtype=np.int64)
