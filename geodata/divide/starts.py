"""First divisions by METIS, and their repair: every cell in one piece, none empty.

Karypis, Kumar: A fast and high quality multilevel scheme for partitioning irregular graphs,
SIAM Journal on Scientific Computing 20, 1998. METIS promises neither contiguity nor that no part
is empty, so both are looked after here.
"""

from __future__ import annotations

import numpy as np
import pymetis
from numpy.typing import NDArray

from geodata.divide.graph import Graph, subgraph

Ints = NDArray[np.int64]

_NOISE = 0.3
_LOOSENESS = (5, 20, 50)
"""Imbalance that METIS may leave, in thousandths: one of these at random."""
_LARGEST_WEIGHT = 10**6


def share_out(graph: Graph, cells: int) -> tuple[Ints, Ints]:
    """Share cells among the parts of the ground that hang together on foot.

    Parts are given cells by Sainte-Laguë's rule (fair rounding of households), at least one each.

    Parameters
    ----------
    graph : Graph
    cells : int
        At least as many as parts.

    Returns
    -------
    part : ndarray of int, shape (n,)
        Part of each atom.
    cells_of : ndarray of int, shape (parts,)
        Cells of each part; their sum is ``cells``.
    """
    part = graph.pieces(np.zeros(graph.atoms, np.int64))
    weight = np.bincount(part, graph.weight)
    room = np.bincount(part)
    cells_of = np.ones(len(weight), np.int64)
    while cells_of.sum() < cells:
        claim = np.where(cells_of < room, weight / (2 * cells_of + 1), -1.0)
        cells_of[int(np.argmax(claim))] += 1
    return part, cells_of


def metis_start(graph: Graph, cells: int, seed: int, *, noise: float = _NOISE) -> Ints:
    """Divide a graph with METIS, then repair what came out.

    Parameters
    ----------
    graph : Graph
    cells : int
    seed : int
        Chooses METIS's own seed, its method, how loose it may be, and noise on the edges.
    noise : float
        Share by which prices of edges are varied, so that starts differ.

    Returns
    -------
    ndarray of int, shape (n,)
        Every cell in one piece on foot and none empty.
    """
    rng = np.random.default_rng(seed)
    part, cells_of = share_out(graph, cells)
    labels = np.empty(graph.atoms, np.int64)
    offset = 0
    for number, count in enumerate(cells_of):
        atoms = np.flatnonzero(part == number)
        labels[atoms] = offset
        if count > 1:
            labels[atoms] += _metis(subgraph(graph, atoms), int(count), rng, noise)
        offset += int(count)
    return fill_empty(graph, mend_pieces(graph, labels), cells, rng)


def _metis(graph: Graph, cells: int, rng: np.random.Generator, noise: float) -> Ints:
    """Call METIS once."""
    factor = 1 + noise * (rng.random(len(graph.cost_m)) - 0.5)
    cost = (graph.cost_m * _both_ways(graph, factor)).clip(0.0)
    scale = 1000 / max(float(cost.mean()), 1e-9)
    weights = np.clip(np.round(cost * scale), 1, _LARGEST_WEIGHT).astype(int)
    loads = np.round(graph.weight * (10_000 / max(float(graph.weight.max()), 1e-9))).astype(int)
    _, labels = pymetis.part_graph(
        cells,
        pymetis.CSRAdjacency(graph.start.tolist(), graph.target.tolist()),
        vweights=loads.tolist(),
        eweights=weights.tolist(),
        recursive=bool(rng.random() < 0.5),
        options=pymetis.Options(
            seed=int(rng.integers(1 << 30)), ufactor=int(rng.choice(_LOOSENESS)), ncuts=1
        ),
    )
    return np.asarray(labels, np.int64)


def _both_ways(graph: Graph, factor: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give both directions of an edge the factor of the one that comes first."""
    low = np.minimum(graph.source, graph.target)
    high = np.maximum(graph.source, graph.target)
    _, first, place = np.unique(low * graph.atoms + high, return_index=True, return_inverse=True)
    return np.asarray(factor[first][place])


def mend_pieces(graph: Graph, labels: Ints) -> Ints:
    """Let each cell keep its heaviest piece; the others join the neighbour they border most.

    Parameters
    ----------
    graph : Graph
    labels : ndarray of int, shape (n,)

    Returns
    -------
    ndarray of int, shape (n,)
        Every cell in one piece.
    """
    labels = labels.copy()
    while True:
        piece = graph.pieces(labels)
        count = int(piece.max()) + 1
        cell_of = np.empty(count, np.int64)
        cell_of[piece] = labels
        size = np.bincount(piece, graph.weight, count) + np.bincount(piece, minlength=count) * 1e-6
        order = np.lexsort((-size, cell_of))
        keeps = np.zeros(count, np.bool_)
        keeps[order[np.diff(cell_of[order], prepend=-1) > 0]] = True
        loose = np.flatnonzero(~keeps)
        if not len(loose):
            return labels
        moved = False
        for number in loose[np.argsort(size[loose])]:
            atoms = piece == number
            out = atoms[graph.source] & ~atoms[graph.target] & graph.foot
            if not out.any():
                continue
            gain = np.bincount(labels[graph.target[out]], graph.length_m[out] + 1e-6)
            labels[atoms] = int(np.argmax(gain))
            moved = True
        if not moved:
            return labels


def fill_empty(graph: Graph, labels: Ints, cells: int, rng: np.random.Generator) -> Ints:
    """Give every empty cell half of the one with the most households.

    Parameters
    ----------
    graph : Graph
    labels : ndarray of int, shape (n,)
        Every cell in one piece.
    cells : int
        At most as many as atoms.
    rng : Generator

    Returns
    -------
    ndarray of int, shape (n,)
    """
    labels = labels.copy()
    while len(empty := np.setdiff1d(np.arange(cells), labels)):
        sizes = np.bincount(labels, minlength=cells)
        load = np.bincount(labels, graph.weight, cells)
        giver = int(np.argmax(np.where(sizes > 1, load + 1e-6 * sizes, -1.0)))
        atoms = np.flatnonzero(labels == giver)
        half = halve(graph, atoms, rng)
        labels[atoms[half]] = empty[0]
    return labels


def halve(graph: Graph, atoms: Ints, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Cut atoms that hang together into two halves that each hang together.

    Parameters
    ----------
    graph : Graph
    atoms : ndarray of int
        At least two, connected on foot.
    rng : Generator

    Returns
    -------
    ndarray of bool
        Which atoms are in the second half; neither is empty.
    """
    small = subgraph(graph, atoms)
    labels = mend_pieces(small, _metis(small, 2, rng, 1.0))
    if len(np.unique(labels)) < 2:
        # An atom whose loss keeps the rest whole always exists: a leaf of a spanning tree.
        labels = np.zeros(len(atoms), np.int64)
        for atom in range(len(atoms)):
            labels[atom] = 1
            if len(np.unique(small.pieces(labels))) == 2:
                break
            labels[atom] = 0
    return np.asarray(labels == 1)
