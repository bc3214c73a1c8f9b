"""From counts of pieces of ground to what a map says of each: hot, cold, usual, or too few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

from mapping.hotspots.checks import counts, square
from mapping.hotspots.discoveries import adjusted
from mapping.hotspots.emerging import emerging_class
from mapping.hotspots.local import gi_star, two_sided
from mapping.hotspots.rates import LEAST_EXPECTED, expected_cases, poisson_residuals, smoothed_rates
from mapping.hotspots.scan import Cluster
from mapping.hotspots.trend import mann_kendall

Floats = NDArray[np.float64]

FALSE_SHARE = 0.05
"""Share of what is called hot or cold that may be so by chance."""

LEAST_PIECES = 30
"""Pieces below which Gi* cannot tell anything: the neighbourhoods are the whole ground."""


class Verdict(StrEnum):
    """What is said of a piece of ground."""

    HOT = "hot"  # More than chance explains.
    COLD = "cold"  # Fewer than chance explains.
    USUAL = "usual"  # What is usual for so many households.
    TOO_FEW = "too_few"  # Not enough data: so few are exposed that one issue would look hot.


@dataclass(frozen=True)
class Judgement:
    """What is said of each piece of ground, all arrays of shape (n,).

    Attributes
    ----------
    verdict : tuple of Verdict
    cases, expected : ndarray of float
    times_usual, low, high : ndarray of float
        Smoothed rate and its interval, in multiples of the rate of all; for display.
    z : ndarray of float
        Gi*; 0 where too few, and in a judgement by clusters.
    p : ndarray of float
        Chance, corrected for how many were looked at; 1 where nothing is said.
    """

    verdict: tuple[Verdict, ...]
    cases: Floats
    expected: Floats
    times_usual: Floats
    low: Floats
    high: Floats
    z: Floats
    p: Floats


def judge_by_neighbours(
    cases: ArrayLike, exposure: ArrayLike, weights: sparse.sparray | sparse.spmatrix
) -> Judgement:
    """Call pieces hot or cold by Gi* of Poisson residuals, corrected by Benjamini-Hochberg.

    Pieces of which too little is expected take no part: a single issue would be a residual of
    many standard deviations there.

    Parameters
    ----------
    cases, exposure : array_like of float, shape (n,)
        Issues; households, visits or both.
    weights : scipy.sparse array, shape (n, n)
        Neighbours, each with itself.

    Returns
    -------
    Judgement

    Raises
    ------
    InputRefused
        If shapes or numbers do not fit.
    """
    base = _base(cases, exposure)
    said = np.flatnonzero(base.expected >= LEAST_EXPECTED)
    z, p = np.zeros(len(base.cases)), np.ones(len(base.cases))
    if len(said):
        near = square(weights, len(base.cases))[said][:, said]
        z[said] = gi_star(poisson_residuals(base.cases[said], counts(exposure)[said]), near)
        p[said] = adjusted(two_sided(z[said]))
    found = p <= FALSE_SHARE
    return replace(base, z=z, p=p, verdict=_verdicts(base, found & (z > 0), found & (z < 0)))


def judge_by_clusters(
    cases: ArrayLike, exposure: ArrayLike, clusters: Sequence[Cluster]
) -> Judgement:
    """Call pieces hot that lie in a cluster of a scan: where there are too few for Gi*.

    Parameters
    ----------
    cases, exposure : array_like of float, shape (n,)
    clusters : sequence of Cluster
        Of :func:`mapping.hotspots.scan` over the same pieces; only those with a chance of at
        most 5 % count.

    Returns
    -------
    Judgement
        Without any cold piece: the scan looks for trouble only.

    Raises
    ------
    InputRefused
        If shapes or numbers do not fit.
    """
    base = _base(cases, exposure)
    p = np.ones(len(base.cases))
    for cluster in clusters:
        p[list(cluster.members)] = cluster.p
    hot = p <= FALSE_SHARE
    verdict = _verdicts(base, hot, np.zeros(len(p), dtype=bool))
    return replace(base, p=p, verdict=verdict)


def _base(cases: ArrayLike, exposure: ArrayLike) -> Judgement:
    """Say what counts and exposure say by themselves."""
    happened, exposed = counts(cases), counts(exposure)
    expected = expected_cases(happened, exposed)
    times, low, high = (np.ones(len(happened)) for _ in range(3))
    lived = np.flatnonzero(exposed > 0)
    if len(lived) and happened.sum() > 0:
        rates = smoothed_rates(happened[lived], exposed[lived])
        for target, values in ((times, rates.rate), (low, rates.low), (high, rates.high)):
            target[lived] = values / rates.mean
    nothing = np.zeros(len(happened))
    verdict = (Verdict.USUAL,) * len(happened)
    return Judgement(verdict, happened, expected, times, low, high, nothing, nothing + 1)


def _verdicts(
    base: Judgement, hot: NDArray[np.bool_], cold: NDArray[np.bool_]
) -> tuple[Verdict, ...]:  # fmt: skip
    """Name what is said of each piece; a cluster may be hot where single pieces have too few."""
    few = base.expected < LEAST_EXPECTED
    named = np.select(
        [hot, cold, few],
        [Verdict.HOT.value, Verdict.COLD.value, Verdict.TOO_FEW.value],
        Verdict.USUAL.value,
    )
    return tuple(Verdict(name) for name in named)


@dataclass(frozen=True)
class Emergence:
    """How hot and cold pieces came about.

    Attributes
    ----------
    kinds : tuple of str
        Of :func:`mapping.hotspots.emerging_class`, one a piece.
    z : ndarray of float, shape (n, t)
        Gi* of each piece and slice.
    bins : ndarray of int, shape (n, t)
        1 where hot, -1 where cold.
    """

    kinds: tuple[str, ...]
    z: Floats
    bins: NDArray[np.int64]


def judge_emerging(
    cases: ArrayLike, exposure: ArrayLike, weights: sparse.sparray | sparse.spmatrix
) -> Emergence:
    """Say of each piece how it came to be hot or cold, by slices of time.

    Parameters
    ----------
    cases : array_like of int, shape (n, t)
        A column for each slice, oldest first; at least ten.
    exposure : array_like of float, shape (n,)
        The same in each slice.
    weights : scipy.sparse array, shape (n, n)
        Neighbours, each with itself.

    Returns
    -------
    Emergence

    Raises
    ------
    InputRefused
        If there are fewer than ten slices, or numbers do not fit.

    Notes
    -----
    As :func:`mapping.hotspots.emerging_class`; the correction is over all pieces and slices.
    What is expected in a slice is the share of all cases, so that a busy season is no trend.
    """
    table = np.asarray(cases, dtype=float)
    slices = [poisson_residuals(column, exposure) for column in table.T]
    z = np.column_stack([gi_star(values, weights) for values in slices])
    found = adjusted(two_sided(z).ravel()).reshape(z.shape) <= FALSE_SHARE
    bins = np.where(found, np.sign(z), 0).astype(np.int64)
    kinds = []
    for states, series in zip(bins, z, strict=True):
        _, trend, p = mann_kendall(series)
        kinds.append(emerging_class(states.tolist(), trend, p))
    return Emergence(tuple(kinds), z, bins)


def as_frame(judgement: Judgement) -> pd.DataFrame:
    """Give a judgement as a table, a row for each piece.

    Parameters
    ----------
    judgement : Judgement

    Returns
    -------
    DataFrame
        Columns as the attributes.
    """
    return pd.DataFrame({name: list(values) for name, values in vars(judgement).items()})
