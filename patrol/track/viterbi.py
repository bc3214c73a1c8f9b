"""The likeliest chain of places: a hidden Markov model after Newson and Krumm (2009).

P. Newson, J. Krumm: Hidden Markov map matching through noise and sparseness, ACM SIGSPATIAL GIS
2009. A place lies off its recording by a normal error; a way is as likely as it is little longer
or shorter than the crow flies, by an exponential law.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from patrol.track.candidates import Candidates
from patrol.track.fixes import Floats
from patrol.track.steps import Steps

ERROR_M = 6.0
"""Standard error of an averaged place, metres."""

DETOUR_M = 4.0
"""Mean difference between a way and the crow's, metres: less makes straighter ways."""


def likeliest(found: Candidates, steps: Steps, ways: Sequence[Floats]) -> list[list[int]]:
    """Find the likeliest chains of candidates.

    Parameters
    ----------
    found : Candidates
        At least one for each place.
    steps : Steps
    ways : sequence of (k, l) array
        Metres between candidates, as from `ways_m`.

    Returns
    -------
    list of list of int
        Candidates, one a place; a new chain begins where no way leads on.
    """
    cost = 0.5 * (found.off_m / ERROR_M) ** 2
    before = np.full(len(cost), -1, dtype=np.int64)
    best = cost[: found.first[1]]
    for step, way in enumerate(ways):
        here = slice(found.first[step + 1], found.first[step + 2])
        moved = best[:, None] + np.abs(way - steps.crow_m[step]) / DETOUR_M
        if np.isfinite(moved).any():
            before[here] = found.first[step] + moved.argmin(axis=0)
            best = moved.min(axis=0) + cost[here]
            before[here] = np.where(np.isfinite(best), before[here], -1)
        else:
            best = cost[here]
        cost[here] = best
    return _chains(found, cost, before)


def _chains(found: Candidates, cost: Floats, before: np.ndarray) -> list[list[int]]:
    """Follow the best predecessors back from the last place."""
    chains: list[list[int]] = [[]]
    at = -1
    for place in range(len(found.first) - 2, -1, -1):
        if at < 0:
            low, high = found.first[place], found.first[place + 1]
            at = int(low + cost[low:high].argmin())
            chains.append([])
        chains[-1].append(at)
        at = int(before[at])
    return [chain[::-1] for chain in chains[::-1] if chain]
