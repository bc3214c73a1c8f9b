"""The inner loops of the scan, as machine code.

The likelihood ratio of a circle is ``c log(c/e) + (C-c) log((C-c)/(C-e))`` with ``c`` of ``C``
cases where ``e`` were expected. Its second derivative in ``c`` is ``1/c + 1/(C-c)``, so that it is
at most ``(c-e)^2 (1/e + 1/(C-c)) / 2``: hardly any circle has to take a logarithm to be seen not to
be the likeliest, which is what makes 999 replications take seconds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geodata.machine import compiled

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@compiled
def better(inside: int, mean: float, total: int, best: float) -> float:
    """Give the likelihood ratio of a circle if it beats the best one, else the best one's.

    A circle of fewer than two cases is none: with one case somewhere, a circle is always drawn
    around it.
    """
    if inside < 2 or inside <= mean:
        return best
    outside = total - inside
    bend = 1.0 / mean + (1.0 / outside if outside else np.inf)
    if (inside - mean) ** 2 * bend <= 2.0 * best:
        return best
    ratio = inside * np.log(inside / mean)
    if outside:
        ratio += outside * np.log(outside / (total - mean))
    # Circles that differ by rounding only are the same; the smaller one is kept.
    return ratio if ratio > best + 1e-10 else best


@compiled
def best_circles(
    nearest: NDArray[np.int32],
    reach: NDArray[np.int32],
    whole: NDArray[np.bool_],
    cases: Counts,
    expected: Floats,
) -> tuple[Floats, Counts]:
    """Find the likeliest circle around each centre, and how many places it holds."""
    total = cases.sum()
    best, size = np.zeros(len(reach)), np.zeros(len(reach), dtype=np.int64)
    for centre in range(len(reach)):
        inside, mean = 0, 0.0
        for number in range(reach[centre]):
            place = nearest[centre, number]
            inside += cases[place]
            mean += expected[place]
            if whole[centre, number]:
                ratio = better(inside, mean, total, best[centre])
                if ratio > best[centre]:
                    best[centre], size[centre] = ratio, number + 1
    return best, size


@compiled
def best_circle(
    nearest: NDArray[np.int32],
    reach: NDArray[np.int32],
    whole: NDArray[np.bool_],
    cases: Counts,
    expected: Floats,
) -> float:
    """Give the likelihood ratio of the likeliest circle of all."""
    total = cases.sum()
    best = 0.0
    for centre in range(len(reach)):
        inside, mean = 0, 0.0
        for number in range(reach[centre]):
            place = nearest[centre, number]
            inside += cases[place]
            mean += expected[place]
            if whole[centre, number]:
                best = better(inside, mean, total, best)
    return best


@compiled
def best_cylinders(
    nearest: NDArray[np.int32],
    reach: NDArray[np.int32],
    whole: NDArray[np.bool_],
    cases: Counts,
    expected: Floats,
    first_ends: int,
    longest: int,
) -> tuple[Floats, Counts]:
    """Find the likeliest cylinder over each centre: its places, first and last slice of time.

    ``cases`` and ``expected`` have a row for each place and a column for each slice; a cylinder
    ends in slice ``first_ends`` or later and is at most ``longest`` slices high.
    """
    total, slices = cases.sum(), cases.shape[1]
    best, found = np.zeros(len(reach)), np.zeros((len(reach), 3), dtype=np.int64)
    for centre in range(len(reach)):
        held, means = np.zeros(slices, dtype=np.int64), np.zeros(slices)
        for number in range(reach[centre]):
            held += cases[nearest[centre, number]]
            means += expected[nearest[centre, number]]
            if not whole[centre, number]:
                continue
            for last in range(first_ends, slices):
                inside, mean = 0, 0.0
                for first in range(last, max(last - longest, -1), -1):
                    inside += held[first]
                    mean += means[first]
                    ratio = better(inside, mean, total, best[centre])
                    if ratio > best[centre]:
                        best[centre] = ratio
                        found[centre] = number + 1, first, last
    return best, found


@compiled
def best_cylinder(
    nearest: NDArray[np.int32],
    reach: NDArray[np.int32],
    whole: NDArray[np.bool_],
    cases: Counts,
    expected: Floats,
    first_ends: int,
    longest: int,
) -> float:
    """Give the likelihood ratio of the likeliest cylinder of all."""
    total, slices = cases.sum(), cases.shape[1]
    best = 0.0
    for centre in range(len(reach)):
        held, means = np.zeros(slices, dtype=np.int64), np.zeros(slices)
        for number in range(reach[centre]):
            held += cases[nearest[centre, number]]
            means += expected[nearest[centre, number]]
            if not whole[centre, number]:
                continue
            for last in range(first_ends, slices):
                inside, mean = 0, 0.0
                for first in range(last, max(last - longest, -1), -1):
                    inside += held[first]
                    mean += means[first]
                    best = better(inside, mean, total, best)
    return best
