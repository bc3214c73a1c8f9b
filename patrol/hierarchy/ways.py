"""The shortest ways of one network, with what was prepared for them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from patrol.hierarchy.labels import matrix_of
from patrol.hierarchy.parts import leg_between, standing_on
from patrol.hierarchy.tree import Elimination, eliminate
from patrol.hierarchy.weigh import Hierarchy, weigh
from patrol.legs import Leg
from patrol.network import WalkingNetwork
from patrol.noding import Floats, Ints
from patrol.snap import Snaps

_KEPT = 4
"""Costs for which a network keeps what it prepared."""


class Ways:
    """The shortest ways of one network, for any stops and costs.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    """

    def __init__(self, network: WalkingNetwork) -> None:
        self._network = network
        self._weighed: dict[bytes, Hierarchy] = {}

    @cached_property
    def tree(self) -> Elimination:
        """The elimination of the network's nodes: takes the most time, and is done once."""
        network = self._network
        return eliminate(network.edge_u, network.edge_v, network.node_count)

    def weighed(self, cost: Floats) -> Hierarchy:
        """Give the tree with costs; the last few are kept.

        Parameters
        ----------
        cost : (e,) array
            Cost of each edge, above zero.

        Returns
        -------
        Hierarchy
        """
        key = cost.tobytes()
        found = self._weighed.get(key)
        if found is None:
            found = weigh(self.tree, self._network.edge_u, self._network.edge_v, cost)
            self._weighed[key] = found
            if len(self._weighed) > _KEPT:
                self._weighed.pop(next(iter(self._weighed)), None)
        return found

    def matrix(self, snaps: Snaps, cost: Floats) -> Floats:
        """Compute the costs between stops.

        Parameters
        ----------
        snaps : Snaps
            Places of the stops.
        cost : (e,) array
            Cost of each edge, above zero.

        Returns
        -------
        (n, n) array
            Infinite between pieces of the network.
        """
        return matrix_of(self.weighed(cost), standing_on(self._network, snaps, cost).places)

    def legs(self, snaps: Snaps, order: Ints, cost: Floats) -> Iterator[Leg | None]:
        """Find the shortest ways from stop to stop.

        Parameters
        ----------
        snaps, cost
            As for `matrix`.
        order : int array
            Rows of `snaps`.

        Yields
        ------
        Leg or None
            One fewer than `order` has rows; None where there is no way.
        """
        hierarchy = self.weighed(cost)
        standing = standing_on(self._network, snaps.take(order), cost)
        climbs = [standing.climb(hierarchy, k) for k in range(len(order))]
        for k in range(len(order) - 1):
            yield leg_between(self._network, hierarchy, standing, k, (climbs[k], climbs[k + 1]))
