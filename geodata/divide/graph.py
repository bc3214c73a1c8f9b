"""The graph on which ground is divided: atoms (blocks or plots), and what lies between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Graph:
    """Atoms with their households, and edges in both directions, ordered by their source.

    Attributes
    ----------
    weight : ndarray of float, shape (n,)
        Households of each atom.
    start : ndarray of int, shape (n + 1,)
        Where the edges of each atom begin.
    source, target : ndarray of int, shape (m,)
    cost_m : ndarray of float, shape (m,)
        Price of a border between two cells along this edge: its length, times what there is to
        see on the ground (little along a main road, much through a block).
    length_m : ndarray of float, shape (m,)
    foot : ndarray of bool, shape (m,)
        One gets across on foot.
    around_m, area_m2 : ndarray of float, shape (n,)
        Outline and area of each atom.
    """

    weight: Floats
    start: Ints
    source: Ints
    target: Ints
    cost_m: Floats
    length_m: Floats
    foot: NDArray[np.bool_]
    around_m: Floats
    area_m2: Floats

    @property
    def atoms(self) -> int:
        """How many atoms there are."""
        return len(self.weight)

    def cut_m(self, labels: Ints) -> float:
        """Give the price of all borders between cells."""
        cut = labels[self.source] != labels[self.target]
        return float(self.cost_m[cut].sum()) / 2

    def outlines(self, labels: Ints, cells: int) -> tuple[Floats, Floats]:
        """Give outline (metres) and area (square metres) of each cell."""
        inner = labels[self.source] == labels[self.target]
        around_m = np.bincount(labels, self.around_m, cells)
        # Each inner border stands in the list twice, as it does in the outlines of its two atoms.
        around_m -= np.bincount(labels[self.source[inner]], self.length_m[inner], cells)
        return around_m.astype(np.float64), np.bincount(labels, self.area_m2, cells).astype(
            np.float64
        )

    def pieces(self, labels: Ints) -> Ints:
        """Give each atom the number of the piece of a cell to which it belongs on foot.

        Parameters
        ----------
        labels : ndarray of int, shape (n,)
            Cell of each atom.

        Returns
        -------
        ndarray of int, shape (n,)
            Piece of each atom.
        """
        inside = self.foot & (labels[self.source] == labels[self.target])
        ones = np.ones(int(inside.sum()), np.int8)
        links = csr_array(
            (ones, (self.source[inside], self.target[inside])), shape=(self.atoms, self.atoms)
        )
        return connected_components(links, directed=False)[1].astype(np.int64)


def make_graph(
    weight: Floats, first: Ints, second: Ints, cost_m: Floats, length_m: Floats,
    foot: NDArray[np.bool_], around_m: Floats | None = None, area_m2: Floats | None = None,
) -> Graph:  # fmt: skip
    """Make a graph of edges that are given once each.

    Parameters
    ----------
    weight : ndarray of float, shape (n,)
    first, second : ndarray of int, shape (e,)
        The two ends of each edge; no pair twice.
    cost_m, length_m : ndarray of float, shape (e,)
    foot : ndarray of bool, shape (e,)
    around_m, area_m2 : ndarray of float, shape (n,), optional
        Outline and area of each atom; by default its borders, and 1.

    Returns
    -------
    Graph
    """
    source = np.concatenate([first, second])
    order = np.argsort(source, kind="stable")
    counts = np.bincount(source, minlength=len(weight))
    if around_m is None:
        around_m = np.bincount(source, np.tile(length_m, 2), len(weight)).astype(np.float64)
    return Graph(
        weight=np.asarray(weight, np.float64),
        start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        source=source[order].astype(np.int64),
        target=np.concatenate([second, first])[order].astype(np.int64),
        cost_m=np.tile(cost_m, 2)[order].astype(np.float64),
        length_m=np.tile(length_m, 2)[order].astype(np.float64),
        foot=np.tile(foot, 2)[order].astype(np.bool_),
        around_m=np.asarray(around_m, np.float64),
        area_m2=np.ones(len(weight)) if area_m2 is None else np.asarray(area_m2, np.float64),
    )


def subgraph(graph: Graph, atoms: Ints, *, foot_only: bool = True) -> Graph:
    """Give the part of a graph between some atoms.

    Parameters
    ----------
    graph : Graph
    atoms : ndarray of int
        In the order in which they are numbered anew.
    foot_only : bool
        Leave out borders that nobody crosses on foot.

    Returns
    -------
    Graph
    """
    # Only the edges of these atoms are looked at: in a large town that is a small part.
    count = graph.start[atoms + 1] - graph.start[atoms]
    before = np.cumsum(count) - count
    edges = np.arange(int(count.sum())) + np.repeat(graph.start[atoms] - before, count)
    place = np.full(graph.atoms, -1, np.int64)
    place[atoms] = np.arange(len(atoms))
    source, target = np.repeat(np.arange(len(atoms)), count), place[graph.target[edges]]
    kept = (source < target) & (graph.foot[edges] | (not foot_only))
    source, target, edges = source[kept], target[kept], edges[kept]
    return make_graph(
        graph.weight[atoms], source, target, graph.cost_m[edges], graph.length_m[edges],
        graph.foot[edges], graph.around_m[atoms], graph.area_m2[atoms],
    )  # fmt: skip
