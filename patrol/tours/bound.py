"""What a tour costs at least: the 1-tree bound of Held and Karp (1971)."""

from __future__ import annotations

import numpy as np
from scipy.sparse.csgraph import minimum_spanning_tree

from patrol.noding import Floats, Ints
from patrol.tours.one import with_end

_MOST_STOPS = 150
"""Larger tours carry no bound: it would take longer than the tour."""

_USEFUL = 0.05
"""A bound farther from the tour than this says nothing about the tour."""

_STEPS = 60
_PATIENCE = 5


def tour_gap(
    cost: Floats, order: Ints, *, closed: bool, first: int | None = None, last: int | None = None
) -> float | None:
    """Tell how far a tour is from the shortest at most.

    Parameters
    ----------
    cost : (n, n) array
        Symmetric, not negative.
    order : (n,) int array
        As from `patrol.tours.one.tour_order`.
    closed, first, last
        As given to it.

    Returns
    -------
    float or None
        As a share of the shortest; None where the bound says little, as on grounds like ladders,
        and for tours so large that it would take long to know.
    """
    n = len(cost)
    if n < 3:
        return 0.0
    if n > _MOST_STOPS:
        return None
    ring = cost if closed else with_end(cost, first, last)
    tour = order if closed else np.append(order, n)
    steps = ring[tour, np.roll(tour, -1)]
    walked = float(steps.sum() if closed else steps[: n - 1].sum())
    lacking = max(float(steps.sum()) - least_tour(ring, tour_cost=float(steps.sum())), 0.0)
    gap = lacking / max(walked - lacking, 1e-9) if lacking > 1e-9 * walked else 0.0
    return gap if gap <= _USEFUL else None


def least_tour(cost: Floats, *, tour_cost: float) -> float:
    """Give a cost that no tour through all stops can go below.

    A tour is a spanning tree of all stops but one, and two legs of that one. Its least cost is a
    bound, which rises when stops with too many legs are made dearer and others cheaper
    (subgradient steps after Held, Wolfe and Crowder, 1974).

    Parameters
    ----------
    cost : (n, n) array
        Symmetric, not negative, at least three stops.
    tour_cost : float
        Of a known tour, from which the length of the steps is taken.

    Returns
    -------
    float
    """
    price = np.zeros(len(cost))
    best, scale, waited = 0.0, 2.0, 0
    for _ in range(_STEPS):
        value, degree = _one_tree(cost + price[:, None] + price[None])
        bound = value - 2 * float(price.sum())
        waited = 0 if bound > best else waited + 1
        best = max(best, bound)
        if waited >= _PATIENCE:
            scale, waited = scale / 2, 0
        excess = degree - 2
        norm = float(excess @ excess)
        if norm == 0:
            break
        price = price + scale * max(tour_cost - bound, 0.0) / norm * excess
    return best


def _one_tree(cost: Floats) -> tuple[float, Floats]:
    """Give the cost of the least 1-tree, whose odd stop is row 0, and the legs at each stop."""
    # SciPy takes a zero for no edge at all; a shift of all costs keeps the tree.
    rest = cost[1:, 1:]
    shift = 1.0 + float(rest.max() - rest.min()) - float(rest.min())
    tree = minimum_spanning_tree(np.triu(rest + shift, k=1)).tocoo()
    two = np.argsort(cost[0, 1:], kind="stable")[:2] + 1
    ends = np.concatenate([tree.row + 1, tree.col + 1, two, [0, 0]])
    value = float(rest[tree.row, tree.col].sum() + cost[0, two].sum())
    return value, np.bincount(ends, minlength=len(cost)).astype(float)
