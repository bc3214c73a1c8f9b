"""The way from one stop to the next, as parts of edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from shapely import LineString

from patrol.network import WalkingNetwork
from patrol.noding import Floats, Ints


@dataclass(frozen=True, eq=False)
class Leg:
    """The way from one stop to the next.

    Attributes
    ----------
    edge : (k,) int array
        Edges of the network, in order of walking.
    from_m, to_m : (k,) arrays
        Part of each edge that is walked: metres along it, at the beginning and at the end.
    length_m : float
        Metres.
    coords : (c, 2) array
        The way, metres; none when both stops are at one place.
    """

    edge: Ints
    from_m: Floats
    to_m: Floats
    length_m: float
    coords: Floats

    @property
    def line(self) -> LineString:
        """The way as a LineString, empty when it has no length."""
        return LineString(self.coords)


def leg_along(network: WalkingNetwork, edge: Ints, from_m: Floats, to_m: Floats) -> Leg:
    """Make a leg of the parts of edges that it walks.

    Parameters
    ----------
    network : WalkingNetwork
        Where one can walk.
    edge : (k,) int array
        Edges, in order of walking.
    from_m, to_m : (k,) arrays
        Metres along each, at the beginning and at the end of its part.

    Returns
    -------
    Leg
    """
    coords = [network.along(*part) for part in zip(edge, from_m, to_m, strict=True)]
    return Leg(edge, from_m, to_m, float(np.abs(to_m - from_m).sum()), _joined(coords))


def _joined(coords: list[Floats]) -> Floats:
    """Join the parts together, each shared point once."""
    if not coords:
        return np.empty((0, 2))
    together = np.concatenate([coords[0][:1], *(part[1:] for part in coords)])
    return np.asarray(together)
