"""In which order the nodes of a network are eliminated: the fewer arcs that adds, the better."""

from __future__ import annotations

import numpy as np
import pymetis
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from geodata.machine import compiled
from patrol.noding import Ints

Shorts = NDArray[np.int32]
"""Half as wide as other integers: the larger arrays then fit the processor's cache."""

_MOST_NEIGHBOURS = 2

_TWO_SIDED = 2
"""METIS_RTYPE_SEP2SIDED: on street networks quicker than the default, and with fewer arcs."""


def elimination_order(u: Ints, v: Ints, node_count: int) -> Ints:
    """Order nodes: dead ends and chains first, then by nested dissection.

    Removing a node of one or two neighbours never gives another node more neighbours, so those
    go first. What is left is cut by small separators, which go last (George 1973); METIS finds
    them (Karypis and Kumar 1998).

    Parameters
    ----------
    u, v : (m,) int arrays
        Ends of the edges; loops and parallel edges do no harm.
    node_count : int
        Number of nodes.

    Returns
    -------
    (n,) int array
        Nodes, the first to be eliminated first.
    """
    around = neighbours(u, v, node_count)
    slots, degree = around.indices.astype(np.int64), np.diff(around.indptr).astype(np.int64)
    first = _strip(around.indptr.astype(np.int64), slots, degree)
    core = np.setdiff1d(np.arange(node_count), first, assume_unique=True)
    if not len(core):
        return first
    owner = np.repeat(np.arange(node_count), np.diff(around.indptr))
    place = np.arange(len(slots)) - around.indptr[owner]
    left = (place < degree[owner]) & (degree[owner] > 0)
    number = np.full(node_count, -1, dtype=np.int64)
    number[core] = np.arange(len(core))
    start = np.concatenate([[0], np.cumsum(degree[core])])
    graph = pymetis.CSRAdjacency(start.tolist(), number[slots[left]].tolist())
    options = pymetis.Options(rtype=_TWO_SIDED)
    dissected, _ = pymetis.nested_dissection(graph, options=options)
    return np.concatenate([first, core[np.asarray(dissected, dtype=np.int64)]])


def neighbours(u: Ints, v: Ints, node_count: int) -> csr_array:
    """List the neighbours of every node, each once, in order.

    Parameters
    ----------
    u, v, node_count
        As for `elimination_order`.

    Returns
    -------
    csr_array
        ``indptr`` and ``indices`` are of use.
    """
    real = u != v
    ends = (np.concatenate([u[real], v[real]]), np.concatenate([v[real], u[real]]))
    graph = csr_array(
        coo_array((np.ones(2 * int(real.sum()), np.int8), ends), (node_count, node_count))
    )
    graph.sort_indices()
    return graph


@compiled
def _strip(start: Ints, slots: Ints, degree: Ints) -> Ints:
    """Eliminate nodes of at most two neighbours; `slots` and `degree` keep what is left.

    Node ``v`` has the neighbours ``slots[start[v]:start[v] + degree[v]]``.
    """
    count = len(degree)
    order = np.empty(count, np.int64)
    waiting = np.zeros(count, np.bool_)
    end = 0
    for v in range(count):
        if degree[v] <= _MOST_NEIGHBOURS:
            order[end] = v
            waiting[v] = True
            end += 1
    done = 0
    while done < end:
        v = order[done]
        done += 1
        for i in range(degree[v]):
            a = slots[start[v] + i]
            b = slots[start[v] + 1 - i] if degree[v] == _MOST_NEIGHBOURS else -1
            _replace(start, slots, degree, a, v, b)
        for i in range(degree[v]):
            a = slots[start[v] + i]
            if not waiting[a] and degree[a] <= _MOST_NEIGHBOURS:
                order[end] = a
                waiting[a] = True
                end += 1
        degree[v] = 0
    return order[:end]


@compiled
def _replace(start: Ints, slots: Ints, degree: Ints, a: int, gone: int, new: int) -> None:
    """Put a new neighbour (-1: none) in place of one that is gone, unless it is there already."""
    at = -1
    known = new < 0
    for i in range(start[a], start[a] + degree[a]):
        if slots[i] == gone:
            at = i
        elif slots[i] == new:
            known = True
    if known:
        degree[a] -= 1
        slots[at] = slots[start[a] + degree[a]]
    else:
        slots[at] = new
