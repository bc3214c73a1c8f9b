"""How far every stop is from every other on the network, and the way there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from patrol.legs import Leg
from patrol.network import WalkingNetwork
from patrol.noding import Floats, Ints
from patrol.plain import plain_legs, plain_matrix
from patrol.snap import Snaps

__all__ = ["Leg", "path_between", "paths_along", "travel_matrix"]

_SMALL_EDGES = 5_000
_SMALL_WORK = 2_000_000
"""Up to so many edges, and edges times stops, SciPy is done before Numba is loaded."""


def travel_matrix(network: WalkingNetwork, snaps: Snaps, *, cost: Floats | None = None) -> Floats:
    """Compute the exact shortest distances between stops along the network.

    On large networks what is prepared stays with the network: other stops on it are quicker.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    snaps : Snaps
        Places of the stops.
    cost : (e,) array, optional
        Cost of each edge, above zero, for instance ``network.walk_s()``; by default metres.

    Returns
    -------
    (n, n) array
        Metres, or the unit of `cost`; infinite between pieces of the network.
    """
    cost = network.edge_length_m if cost is None else cost
    if _is_small(network, len(snaps)):
        return plain_matrix(network, snaps, cost)
    return network.ways.matrix(snaps, cost)


def path_between(
    network: WalkingNetwork, snaps: Snaps, start: int, end: int, *, cost: Floats | None = None
) -> Leg:
    """Find the shortest way between two stops.

    Parameters
    ----------
    network, snaps, cost
        As for `travel_matrix`.
    start, end : int
        Rows of `snaps`.

    Returns
    -------
    Leg

    Raises
    ------
    ValueError
        If the stops lie in different pieces of the network.
    """
    return paths_along(network, snaps, [start, end], cost=cost)[0]


def paths_along(
    network: WalkingNetwork,
    snaps: Snaps,
    order: Sequence[int] | Ints,
    *,
    cost: Floats | None = None,
) -> list[Leg]:
    """Find the shortest ways from stop to stop in a given order.

    Parameters
    ----------
    network, snaps, cost
        As for `travel_matrix`.
    order : sequence or array of int
        Rows of `snaps`.

    Returns
    -------
    list of Leg
        One fewer than `order` has rows.

    Raises
    ------
    ValueError
        If two neighbouring stops lie in different pieces of the network.
    """
    cost = network.edge_length_m if cost is None else cost
    rows = np.asarray(order, dtype=np.int64)
    if _is_small(network, len(rows)):
        found = plain_legs(network, snaps, rows, cost)
    else:
        found = network.ways.legs(snaps, rows, cost)
    legs = []
    for leg in found:
        if leg is None:
            raise ValueError("the stops lie in different pieces of the network")
        legs.append(leg)
    return legs


def _is_small(network: WalkingNetwork, stops: int) -> bool:
    edges = network.edge_count
    return edges <= _SMALL_EDGES and edges * stops <= _SMALL_WORK
