"""Which stretches of which edges were covered, each metre once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from patrol.network import WalkingNetwork
from patrol.track.fixes import Floats, Ints


@dataclass(frozen=True, eq=False)
class Stretches:
    """Parts of edges that do not overlap, sorted by edge and place.

    Attributes
    ----------
    edge : (k,) int array
    low_m, high_m : (k,) arrays
        Metres along the edge.
    """

    edge: Ints
    low_m: Floats
    high_m: Floats

    @property
    def length_m(self) -> float:
        """Metres covered."""
        return float((self.high_m - self.low_m).sum())

    def per_edge_m(self, edge_count: int) -> Floats:
        """Sum up the metres of each edge.

        Parameters
        ----------
        edge_count : int

        Returns
        -------
        (edge_count,) array
        """
        weights = self.high_m - self.low_m
        total = np.bincount(self.edge, weights=weights, minlength=edge_count)
        return np.asarray(total, dtype=np.float64)

    def lines(self, network: WalkingNetwork) -> NDArray[np.object_]:
        """Draw the stretches.

        Parameters
        ----------
        network : WalkingNetwork
            The one whose edges they are.

        Returns
        -------
        (k,) array of LineString
            Metres.
        """
        parts = zip(self.edge, self.low_m, self.high_m, strict=True)
        lines = [shapely.linestrings(network.along(int(e), low, high)) for e, low, high in parts]
        return np.array(lines, dtype=np.object_)


def stretches_of(edge: Ints, from_m: Floats, to_m: Floats) -> Stretches:
    """Unite parts of edges, in whatever order and direction they were walked.

    Parameters
    ----------
    edge : (k,) int array
    from_m, to_m : (k,) arrays
        Metres along the edge.

    Returns
    -------
    Stretches
    """
    low, high = np.minimum(from_m, to_m), np.maximum(from_m, to_m)
    order = np.lexsort((low, edge))
    edge, low, high = edge[order], low[order], high[order]
    if not len(edge):
        return Stretches(edge, low, high)
    # Edges are laid out one after the other, far enough apart that none reaches the next.
    shift = edge * (float(high.max()) + 1.0)
    reach = np.maximum.accumulate(high + shift)
    fresh = np.append(True, (low + shift)[1:] > reach[:-1])
    first = np.flatnonzero(fresh)
    return Stretches(
        edge[first], low[first], np.maximum.reduceat(high + shift, first) - shift[first]
    )


def common_m(one: Stretches, other: Stretches) -> float:
    """Measure what two coverages have in common.

    Parameters
    ----------
    one, other : Stretches
        On the same network.

    Returns
    -------
    float
        Metres.
    """
    both = stretches_of(
        np.concatenate([one.edge, other.edge]),
        np.concatenate([one.low_m, other.low_m]),
        np.concatenate([one.high_m, other.high_m]),
    )
    return one.length_m + other.length_m - both.length_m
