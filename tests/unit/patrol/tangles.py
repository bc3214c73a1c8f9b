"""Random networks that no survey would give: loops, parallel edges, dead ends, islands."""

from __future__ import annotations

import numpy as np
import shapely
from hypothesis import strategies as st

from patrol.network import WalkingNetwork, label_pieces
from patrol.snap import Snaps
from tests.unit.patrol.grounds import SRID, at


def tangle(node_xy, u, v, bends) -> WalkingNetwork:
    """A network of edges with one bend each, given in metres from one corner."""
    node_xy, u, v = at(*node_xy), np.array(u), np.array(v)
    coords = np.stack([node_xy[u], at(*bends), node_xy[v]], axis=1)
    length_m = shapely.length(shapely.linestrings(coords))
    node_piece, edge_piece = label_pieces(u, v, length_m, len(node_xy))
    none = np.zeros(len(u), dtype=bool)
    return WalkingNetwork(
        srid=SRID,
        node_xy=node_xy,
        node_piece=node_piece,
        edge_piece=edge_piece,
        edge_u=u,
        edge_v=v,
        edge_length_m=length_m,
        edge_slowness=np.ones(len(u)),
        edge_path=np.arange(len(u)),
        edge_is_steps=none,
        edge_is_gate=none.copy(),
        edge_offset=np.arange(0, 3 * len(u) + 1, 3),
        coords=coords.reshape(-1, 2),
    )


@st.composite
def tangles(draw) -> WalkingNetwork:
    corners = draw(st.integers(1, 14))
    spot = st.tuples(st.integers(0, 30), st.integers(0, 30))
    node_xy = [(10 * k, draw(st.integers(0, 90))) for k in range(corners)]
    number = st.integers(0, corners - 1)
    edges = draw(st.lists(st.tuples(number, number, spot), min_size=1, max_size=24))
    u, v, bends = zip(*edges, strict=True)
    # A bend off the grid of the corners: no edge is of no length.
    return tangle(node_xy, u, v, [(10 * x + 3.7, 7 * y + 0.1) for x, y in bends])


@st.composite
def standing(draw, net, most=8) -> Snaps:
    """Stops anywhere on a network, at ends of edges too."""
    share = st.sampled_from([0.0, 0.25, 0.5, 1.0]) | st.floats(0, 1)
    edge = st.integers(0, net.edge_count - 1)
    chosen = draw(st.lists(st.tuples(edge, share), min_size=1, max_size=most))
    return snaps_at(net, *zip(*chosen, strict=True))


def snaps_at(net, edge, share) -> Snaps:
    edge = np.array(edge)
    along_m = np.array(share) * net.edge_length_m[edge]
    points = shapely.line_interpolate_point(net.lines[edge], along_m)
    count = len(edge)
    return Snaps(
        edge=edge,
        along_m=along_m,
        distance_m=np.zeros(count),
        xy=shapely.get_coordinates(points),
        reachable=np.ones(count, dtype=bool),
        blocked=np.zeros(count, dtype=bool),
        reason=(None,) * count,
        piece=0,
    )


def brute_force(net, snaps, cost) -> np.ndarray:
    """All distances by Floyd and Warshall, with the stops as nodes between the ends of edges."""
    count, n = net.node_count, len(snaps)
    far = np.full((count + n, count + n), np.inf)
    np.fill_diagonal(far, 0)

    def join(a, b, price):
        far[a, b] = far[b, a] = min(far[a, b], price)

    for edge in range(net.edge_count):
        join(net.edge_u[edge], net.edge_v[edge], cost[edge])
    for k, (edge, along_m) in enumerate(zip(snaps.edge, snaps.along_m, strict=True)):
        share = along_m / net.edge_length_m[edge]
        join(count + k, net.edge_u[edge], share * cost[edge])
        join(count + k, net.edge_v[edge], (1 - share) * cost[edge])
        for other in np.flatnonzero(snaps.edge[:k] == edge):
            apart = abs(along_m - snaps.along_m[other]) / net.edge_length_m[edge]
            join(count + k, count + other, apart * cost[edge])
    for k in range(count + n):
        far = np.minimum(far, far[:, [k]] + far[[k], :])
    return far[count:, count:]
