"""From counts to what can be compared: residuals, rates, and how sure they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.special import gammaincinv, pdtr, pdtrc

from geodata.errors import N_, InputRefused
from mapping.hotspots.checks import alike, counts, square

Floats = NDArray[np.float64]

LEAST_EXPECTED = 1.0
"""Below this expectation a cell has not enough data: one issue would make it look hot."""


def expected_cases(cases: ArrayLike, exposure: ArrayLike) -> Floats:
    """Give how many cases each cell would have if the risk were the same everywhere.

    Parameters
    ----------
    cases, exposure : array_like of float, shape (n,)
        What happened, and to how many it could: households, visits of patrols.

    Returns
    -------
    ndarray of float, shape (n,)
        They sum up to the cases.

    Raises
    ------
    InputRefused
        If the shapes differ, a number is below zero or not finite, or a cell has cases and
        nobody exposed.

    Examples
    --------
    >>> expected_cases([3, 1], [100, 300])
    array([1., 3.])
    """
    happened, exposed = counts(cases), counts(exposure)
    alike(len(happened), len(exposed))
    lost = np.flatnonzero((exposed == 0) & (happened > 0))
    if len(lost):
        raise InputRefused(
            N_("Cell %(number)s has issues and nobody who could have them."),
            number=int(lost[0]) + 1,
        )
    total = exposed.sum()
    return exposed * (happened.sum() / total) if total > 0 else np.zeros(len(exposed))


def poisson_residuals(cases: ArrayLike, exposure: ArrayLike) -> Floats:
    """Give how far each cell is from the same risk everywhere, in standard deviations.

    Parameters
    ----------
    cases, exposure : array_like of float, shape (n,)
        As :func:`expected_cases`.

    Returns
    -------
    ndarray of float, shape (n,)
        ``(cases - expected) / sqrt(expected)``, Pearson's residual of the Poisson model; 0 where
        nothing is expected.

    Raises
    ------
    InputRefused
        As :func:`expected_cases`.

    Examples
    --------
    >>> poisson_residuals([3, 1], [100, 300]).round(3)
    array([ 2.   , -1.155])
    """
    happened = counts(cases)
    expected = expected_cases(cases, exposure)
    return np.divide(
        happened - expected, np.sqrt(expected), out=np.zeros(len(expected)), where=expected > 0
    )


@dataclass(frozen=True)
class SmoothedRates:
    """Rates drawn together where few are exposed, for display only.

    Attributes
    ----------
    rate, low, high : ndarray of float, shape (n,)
        Cases per exposed, and the interval in which it lies with a chance of 95 %.
    mean, variance : float
        Of the risk over all cells, as estimated.
    """

    rate: Floats
    low: Floats
    high: Floats
    mean: float
    variance: float


def smoothed_rates(cases: ArrayLike, exposure: ArrayLike, *, share: float = 0.95) -> SmoothedRates:
    """Smooth rates by empirical Bayes: the fewer are exposed, the nearer to the mean.

    Parameters
    ----------
    cases, exposure : array_like of float, shape (n,)
        With somebody exposed in each cell.
    share : float
        Of the interval.

    Returns
    -------
    SmoothedRates

    Raises
    ------
    InputRefused
        As :func:`expected_cases`, or if nobody is exposed in a cell.

    Notes
    -----
    Marshall, R. M. (1991), Mapping Disease and Mortality Rates Using Empirical Bayes Estimators,
    Applied Statistics 40. The interval is that of the gamma distribution with the same mean and
    variance as the estimated risk, after the cases.
    """
    happened, exposed = counts(cases), counts(exposure)
    alike(len(happened), len(exposed))
    if len(exposed) == 0 or (exposed <= 0).any():
        raise InputRefused(N_("A rate needs somebody exposed in each cell."))
    mean, variance = _moments(happened, exposed, exposed.sum(), exposed.mean())
    rate = _drawn(happened / exposed, exposed, mean, variance)
    low, high = _interval(happened, exposed, mean, variance, share)
    return SmoothedRates(rate, low, high, float(mean), float(variance))


def locally_smoothed(
    cases: ArrayLike, exposure: ArrayLike, weights: sparse.sparray | sparse.spmatrix
) -> Floats:
    """Smooth rates towards those of the neighbours rather than of all cells.

    Parameters
    ----------
    cases, exposure : array_like of float, shape (n,)
    weights : scipy.sparse array, shape (n, n)
        Whose neighbour is whose, with the cell itself; only where it is not zero counts.

    Returns
    -------
    ndarray of float, shape (n,)

    Raises
    ------
    InputRefused
        As :func:`smoothed_rates`, or if the weights do not fit.

    Notes
    -----
    Marshall (1991), section 3.3, as :func:`smoothed_rates`.
    """
    happened, exposed = counts(cases), counts(exposure)
    alike(len(happened), len(exposed))
    near = square(weights, len(happened))
    near.data = np.ones_like(near.data)
    raw = happened / exposed
    population = near @ exposed
    mean = (near @ happened) / population
    # As in R's spdep, each neighbour's spread is that about the mean of its own neighbours.
    spread = near @ (exposed * (raw - mean) ** 2) / population
    variance = np.maximum(spread - mean * near.sum(axis=1) / population, 0.0)
    return _drawn(raw, exposed, mean, variance)


def _moments(
    happened: Floats, exposed: Floats, population: float, usual: float
) -> tuple[np.float64, np.float64]:
    """Estimate mean and variance of the risk."""
    mean = np.float64(happened.sum() / population)
    spread = (exposed * (happened / exposed - mean) ** 2).sum() / population
    return mean, np.float64(max(spread - mean / usual, 0.0))


def _drawn(raw: Floats, exposed: Floats, mean: ArrayLike, variance: ArrayLike) -> Floats:
    """Draw raw rates to a mean, the more the fewer are exposed."""
    mean, variance = np.asarray(mean), np.asarray(variance)
    noise = variance + mean / exposed
    trust = np.divide(variance + 0 * raw, noise, out=np.zeros(len(raw)), where=noise > 0)
    return np.asarray(mean + trust * (raw - mean))


def _interval(
    happened: Floats, exposed: Floats, mean: float, variance: float, share: float
) -> tuple[Floats, Floats]:
    """Give the bounds of the risk after the cases, by the gamma distribution that is conjugate."""
    if variance <= 0:
        level = np.full(len(happened), float(mean))
        return level, level
    shape, rate = mean**2 / variance, mean / variance
    tail = (1 - share) / 2
    return (
        np.asarray(gammaincinv(shape + happened, tail) / (rate + exposed)),
        np.asarray(gammaincinv(shape + happened, 1 - tail) / (rate + exposed)),
    )


def chance_of_as_many(cases: ArrayLike, exposure: ArrayLike) -> Floats:
    """Give the chance of as many cases, or as few, if the risk were the same everywhere.

    Parameters
    ----------
    cases, exposure : array_like of float, shape (n,)
        As :func:`expected_cases`.

    Returns
    -------
    ndarray of float, shape (n,)
        One-sided: of as many where they are more than expected, else of as few.

    Raises
    ------
    InputRefused
        As :func:`expected_cases`.

    Notes
    -----
    Choynowski, M. (1959), Maps Based on Probabilities, JASA 54.
    """
    happened = counts(cases)
    expected = expected_cases(cases, exposure)
    # More than expected is at least one, so that the bound changes nothing that is shown.
    many = pdtrc(np.maximum(happened - 1, 0), expected)
    few = pdtr(happened, expected)
    return np.asarray(np.where(happened > expected, many, few))
