"""What a scan finds, and which of its overlapping circles to report."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Cluster:
    """A place, or a place and time, with more cases than chance explains.

    Attributes
    ----------
    members : tuple of int
        Numbers of the places in it, the centre first, then by distance.
    llr : float
        Logarithm of the likelihood ratio against the same risk everywhere.
    p : float
        Chance that the likeliest circle of a map without any cluster is as likely.
    cases : int
    expected : float
    since, until : int or None
        First and last slice of time; None for a scan of space alone.
    """

    members: tuple[int, ...]
    llr: float
    p: float
    cases: int
    expected: float
    since: int | None = None
    until: int | None = None

    @property
    def times_usual(self) -> float:
        """How many times the cases that were expected."""
        return self.cases / self.expected


def apart(
    ratios: NDArray[np.float64],
    members: list[NDArray[np.int32]],
    simulated: NDArray[np.float64],
) -> list[int]:
    """Choose from circles those that share no place with a likelier one, and say anything.

    Parameters
    ----------
    ratios : ndarray of float
        Likelihood ratio of each circle.
    members : list of ndarray of int
        The places of each circle.
    simulated : ndarray of float
        The greatest of each map of chance.

    Returns
    -------
    list of int
        Circles, the likeliest first; without those that every map of chance surpasses.
    """
    taken: set[int] = set()
    chosen = []
    for circle in np.argsort(-ratios, kind="stable"):
        if ratios[circle] <= 0 or chance(float(ratios[circle]), simulated) >= 1:
            break
        places = set(members[circle].tolist())
        if taken.isdisjoint(places):
            taken |= places
            chosen.append(int(circle))
    return chosen


def chance(ratio: float, simulated: NDArray[np.float64]) -> float:
    """Give the rank of a likelihood ratio among those of maps without any cluster.

    Parameters
    ----------
    ratio : float
    simulated : ndarray of float
        The greatest of each replication.

    Returns
    -------
    float
        Dwass, M. (1957), Modified Randomization Tests for Nonparametric Hypotheses.
    """
    return float((1 + (simulated >= ratio - 1e-9).sum()) / (1 + len(simulated)))
