"""From stops on a network to places of its hierarchy, and from ways of that back to legs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from patrol.hierarchy.labels import Places
from patrol.hierarchy.unpack import Between, Climb, climb, way_between
from patrol.hierarchy.weigh import Hierarchy
from patrol.legs import Leg, leg_along
from patrol.network import WalkingNetwork
from patrol.noding import Floats, Ints
from patrol.snap import Snaps

_SAME_M = 1e-6
"""Places closer than this along an edge, or to its end, are one."""


@dataclass(frozen=True, eq=False)
class Standing:
    """Stops as places of a hierarchy.

    Attributes
    ----------
    places : Places
        With costs along the edges.
    along_m, length_m : (n,) arrays
        Metres from the start of the edge, and of the whole edge.
    """

    places: Places
    along_m: Floats
    length_m: Floats

    def climb(self, hierarchy: Hierarchy, k: int) -> Climb:
        """Climb from one of the places to the root of its tree.

        Parameters
        ----------
        hierarchy : Hierarchy
            Of the network.
        k : int
            Which place.

        Returns
        -------
        Climb
        """
        at = self.places
        return climb(hierarchy, (int(at.u[k]), int(at.v[k])), (at.to_u[k], at.to_v[k]))

    def end_m(self, hierarchy: Hierarchy, k: int, rank: int) -> float:
        """Tell at which end a way leaves the edge of a place.

        Parameters
        ----------
        hierarchy : Hierarchy
            Of the network.
        k : int
            Which place.
        rank : int
            Node to which the way leads, by rank.

        Returns
        -------
        float
            Metres from the start of the edge; on a loop, whose ends are one, the nearer end.
        """
        at = self.places
        if at.u[k] == at.v[k]:
            return 0.0 if at.to_u[k] <= at.to_v[k] else float(self.length_m[k])
        return 0.0 if rank == hierarchy.tree.rank[at.u[k]] else float(self.length_m[k])


def standing_on(network: WalkingNetwork, snaps: Snaps, cost: Floats) -> Standing:
    """Turn stops into places of the network's hierarchy.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    snaps : Snaps
        Places of the stops.
    cost : (e,) array
        Cost of each edge, spread evenly over its length.

    Returns
    -------
    Standing
    """
    edge = snaps.edge
    length_m = network.edge_length_m[edge]
    along_m = np.clip(np.rint(snaps.along_m / _SAME_M) * _SAME_M, 0.0, length_m)
    along_m = np.where(length_m - along_m < _SAME_M, length_m, along_m)
    share = along_m / length_m
    u, v = network.edge_u[edge], network.edge_v[edge]
    places = Places(edge, u, v, share * cost[edge], (1.0 - share) * cost[edge])
    return Standing(places, along_m, length_m)


def leg_between(
    network: WalkingNetwork,
    hierarchy: Hierarchy,
    standing: Standing,
    k: int,
    climbs: tuple[Climb, Climb],
) -> Leg | None:
    """Find the shortest way from one stop to the next.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    hierarchy : Hierarchy
        Of the network.
    standing : Standing
        The stops, in order of walking.
    k : int
        Where the way begins.
    climbs : tuple of Climb
        From there and from the next stop.

    Returns
    -------
    Leg or None
        None where there is no way.
    """
    way = way_between(hierarchy, *climbs)
    if _stays(standing.places, k, way):
        here, there = standing.along_m[k], standing.along_m[k + 1]
        parts = (standing.places.edge[k : k + 1], np.array([here]), np.array([there]))
    elif way is None:
        return None
    else:
        parts = _through(network, hierarchy, standing, k, way)
    walked = parts[1] != parts[2]
    return leg_along(network, *(part[walked] for part in parts))


def _stays(places: Places, k: int, way: Between | None) -> bool:
    """Tell whether the way along a common edge is as short as any that leaves it."""
    if places.edge[k] != places.edge[k + 1]:
        return False
    return way is None or abs(places.to_u[k] - places.to_u[k + 1]) <= way.cost


def _through(
    network: WalkingNetwork, hierarchy: Hierarchy, standing: Standing, k: int, way: Between
) -> tuple[Ints, Floats, Floats]:
    """List the parts of edges of a way that leaves the edge on which it begins."""
    rank, length_m = hierarchy.tree.rank, network.edge_length_m[way.edges]
    forth = rank[network.edge_u[way.edges]] == way.ranks[:-1]
    leaves_m = standing.end_m(hierarchy, k, way.ranks[0])
    enters_m = standing.end_m(hierarchy, k + 1, way.ranks[-1])
    return (
        np.concatenate([standing.places.edge[[k]], way.edges, standing.places.edge[[k + 1]]]),
        np.concatenate([[standing.along_m[k]], np.where(forth, 0.0, length_m), [enters_m]]),
        np.concatenate([[leaves_m], np.where(forth, length_m, 0.0), [standing.along_m[k + 1]]]),
    )
