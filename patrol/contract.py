"""Shrink a graph to what matters for distances between some of its nodes, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from patrol.noding import Floats, Ints


@dataclass(frozen=True, eq=False)
class Links:
    """Undirected weighted edges between numbered nodes.

    Attributes
    ----------
    u, v : (m,) int arrays
        Ends.
    cost : (m,) array
        Above zero.
    """

    u: Ints
    v: Ints
    cost: Floats

    def __len__(self) -> int:
        return len(self.u)

    @property
    def ends(self) -> Ints:
        """All ends, first those at ``u``."""
        return np.concatenate([self.u, self.v])


def contract(links: Links, node_count: int, terminals: Ints) -> Links:
    """Drop dead ends and replace chains by single links, in rounds, until nothing changes.

    Distances between terminals stay what they are.

    Parameters
    ----------
    links : Links
        The graph.
    node_count : int
        Number of nodes.
    terminals : int array
        Nodes that must stay.

    Returns
    -------
    Links
        Same node numbers, far fewer links.
    """
    fixed = np.zeros(node_count, dtype=bool)
    fixed[terminals] = True
    while True:
        before = len(links)
        links = _shortest_parallel(links, node_count)
        links = _without_dead_ends(links, fixed)
        links = _without_chains(links, fixed)
        if len(links) == before:
            return links


def _shortest_parallel(links: Links, node_count: int) -> Links:
    """Keep the cheapest link of each pair of nodes, and no loops."""
    low, high = np.minimum(links.u, links.v), np.maximum(links.u, links.v)
    order = np.lexsort((links.cost, low * node_count + high))
    key = (low * node_count + high)[order]
    first = np.append(True, key[1:] != key[:-1])[: len(key)] & (low != high)[order]
    chosen = order[first]
    return Links(low[chosen], high[chosen], links.cost[chosen])


def _without_dead_ends(links: Links, fixed: np.ndarray) -> Links:
    """Drop links to nodes that nothing else touches; a long dead end goes as a chain first."""
    free_leaf = (np.bincount(links.ends, minlength=len(fixed)) == 1) & ~fixed
    keep = ~(free_leaf[links.u] | free_leaf[links.v])
    return Links(links.u[keep], links.v[keep], links.cost[keep])


def _without_chains(links: Links, fixed: np.ndarray) -> Links:
    """Replace each run of links over free nodes of degree two by one link."""
    if not len(links):
        return links
    count = len(links)
    passed = (np.bincount(links.ends, minlength=len(fixed)) == 2) & ~fixed
    owner = np.tile(np.arange(count), 2)
    order = np.argsort(links.ends, kind="stable")
    at, by_node = links.ends[order], owner[order]
    a, b = by_node[passed[at]].reshape(-1, 2).T
    joined = coo_array((np.ones(len(a)), (a, b)), shape=(count, count))
    chains, label = connected_components(joined, directed=False)
    cost = np.bincount(label, weights=links.cost, minlength=chains)
    stays = ~passed[links.ends]
    order = np.argsort(label[owner[stays]], kind="stable")
    # A chain has two kept ends; a ring that touches nothing has none and disappears.
    u, v = links.ends[stays][order].reshape(-1, 2).T
    alive = np.unique(label[owner[stays]])
    return Links(u, v, cost[alive])
