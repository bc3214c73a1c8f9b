"""The slow and certain way to a shortest walk along lanes, for networks of a few of them."""

from __future__ import annotations

import itertools

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from patrol.lanes.graph import LaneGraph


def graph_of(node_count, lanes) -> LaneGraph:
    """Lanes as (u, v, cost, required)."""
    u, v, cost, required = np.array(lanes, dtype=np.int64).reshape(-1, 4).T
    return LaneGraph(node_count, u, v, cost, required)


def shortest_cover(graph: LaneGraph) -> int:
    """Try every choice of what is walked again: once a required lane, up to twice another."""
    most = np.where(graph.required > 0, 1, 2)
    best = np.inf
    for extra in itertools.product(*(range(m + 1) for m in most)):
        copies = graph.required + np.array(extra)
        cost = int((graph.cost * copies).sum())
        if cost < best and not graph.odd(copies).any() and graph.pieces(copies).max() <= 0:
            best = cost
    return int(best)


def dense_matching(graph: LaneGraph) -> int:
    """Cost of all required lanes and a perfect matching of odd nodes on all their distances."""
    plain = nx.Graph()
    for u, v, cost in zip(graph.u.tolist(), graph.v.tolist(), graph.cost.tolist(), strict=True):
        if u != v and (not plain.has_edge(u, v) or plain[u][v]["weight"] > cost):
            plain.add_edge(u, v, weight=cost)
    odd = np.flatnonzero(graph.odd(graph.required)).tolist()
    away = {node: nx.single_source_dijkstra_path_length(plain, node) for node in odd}
    dense = nx.Graph()
    for one, other in itertools.combinations(odd, 2):
        if other in away[one]:
            dense.add_edge(one, other, weight=away[one][other])
    pairs = nx.min_weight_matching(dense)
    return graph.required_cost + sum(away[one][other] for one, other in pairs)


@st.composite
def lane_graphs(draw, max_lanes=8, kinds=(0, 1)):
    """A connected graph of a few lanes, loops and parallels among them, some required."""
    nodes = draw(st.integers(1, 6))
    node = st.integers(0, nodes - 1)
    cost, kind = st.integers(0, 30), st.sampled_from(kinds)
    tree = [(draw(st.integers(0, k - 1)), k, draw(cost), draw(kind)) for k in range(1, nodes)]
    more = draw(st.lists(st.tuples(node, node, cost, kind), max_size=max_lanes - len(tree)))
    lanes = tree + more or [(0, 0, 1, 1)]
    return graph_of(nodes, lanes)
