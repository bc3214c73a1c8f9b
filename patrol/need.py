"""Where patrols are needed: what a visit finds, not how much was found.

Patrols find what they look for. Counting finds sends them where they went before, and the other
places look quiet for want of eyes; a rate per visit does not feed on itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from geodata.errors import N_, InputRefused

Floats = NDArray[np.float64]

RANDOM_SHARE = 0.2
"""Share of the visits that goes everywhere alike, so that no place is starved."""

PRIOR_VISITS = 30.0
"""Visits as many as which the mean of all places weighs in the rate of one."""


def rates_per_visit(
    found: ArrayLike, visits: ArrayLike, *, prior_visits: float = PRIOR_VISITS
) -> Floats:
    """Give what a visit finds at each place, drawn to the mean where visits are few.

    Parameters
    ----------
    found : array_like of float, shape (n,)
        Issues that patrols found.
    visits : array_like of float, shape (n,)
        Their visits.
    prior_visits : float

    Returns
    -------
    ndarray of float, shape (n,)
        All alike where nobody has been anywhere.

    Raises
    ------
    InputRefused
        If the shapes differ, or a number is below zero.

    Notes
    -----
    Mean of the gamma distribution after the finds, with the rate of all places before them.

    Examples
    --------
    >>> rates_per_visit([8, 2, 0], [70, 70, 0]).round(3)
    array([0.101, 0.041, 0.071])
    """
    hits, seen = np.asarray(found, dtype=float), np.asarray(visits, dtype=float)
    if hits.shape != seen.shape or hits.ndim != 1:
        raise InputRefused(N_("Give finds and visits of each place."))
    if not (hits >= 0).all() or not (seen >= 0).all():
        raise InputRefused(N_("Finds and visits are not below zero."))
    mean = hits.sum() / seen.sum() if seen.sum() > 0 else 1.0
    return np.asarray((hits + prior_visits * mean) / (seen + prior_visits))


def shares_of_visits(
    found: ArrayLike,
    visits: ArrayLike,
    *,
    sizes: ArrayLike | None = None,
    random_share: float = RANDOM_SHARE,
    prior_visits: float = PRIOR_VISITS,
) -> Floats:
    """Give the share of the coming visits that each place is to have.

    Parameters
    ----------
    found, visits : array_like of float, shape (n,)
        As :func:`rates_per_visit`.
    sizes : array_like of float, shape (n,), optional
        How much there is to visit in each place, such as the buildings of a cell; without it
        all places are alike.
    random_share : float
        Dealt out by size alone, from 0 to 1.
    prior_visits : float

    Returns
    -------
    ndarray of float, shape (n,)
        They sum up to 1; none is below its share of all sizes times ``random_share``.

    Raises
    ------
    InputRefused
        As :func:`rates_per_visit`, or if the share or a size is out of bounds.

    Notes
    -----
    Ensign, D. et al. (2018), Runaway Feedback Loops in Predictive Policing, Proceedings of
    Machine Learning Research 81, shows what counts do; the random share is what keeps a place
    in sight of which the estimate is too low.

    Examples
    --------
    >>> shares_of_visits([8, 2, 0], [70, 70, 0]).round(3)
    array([0.445, 0.221, 0.333])
    >>> shares_of_visits([2, 2], [50, 50], sizes=[10, 30])
    array([0.25, 0.75])
    """
    if not 0 <= random_share <= 1:
        raise InputRefused(N_("The random share lies between 0 and 1."))
    rates = rates_per_visit(found, visits, prior_visits=prior_visits)
    if not len(rates):
        return rates
    alike = _parts_of(np.ones(len(rates)) if sizes is None else np.asarray(sizes, dtype=float))
    if alike.shape != rates.shape:
        raise InputRefused(N_("Give the size of each place."))
    weighed = rates * alike
    wanted = weighed / weighed.sum() if weighed.sum() > 0 else alike
    return np.asarray((1 - random_share) * wanted + random_share * alike)


def _parts_of(sizes: Floats) -> Floats:
    """Give the part of the whole that each size is; all alike where there is nothing."""
    if not (sizes >= 0).all():
        raise InputRefused(N_("No size is below zero."))
    total = sizes.sum()
    return sizes / total if total > 0 else np.full(len(sizes), 1 / len(sizes))


def choose_places(
    shares: Floats,
    visits: ArrayLike,
    count: int,
    *,
    seed: int | np.random.Generator,
    random_share: float = RANDOM_SHARE,
) -> NDArray[np.intp]:
    """Choose where the next patrols go: where visits lag most behind, or anywhere.

    Parameters
    ----------
    shares : ndarray of float, shape (n,)
        Of :func:`shares_of_visits`.
    visits : array_like of float, shape (n,)
        So far.
    count : int
        Places to choose, at most n.
    seed : int or numpy.random.Generator
    random_share : float
        Chance of a place to be any: nobody can tell tomorrow's round from the figures.

    Returns
    -------
    ndarray of int, shape (count,)
        Different places.

    Raises
    ------
    InputRefused
        If there are fewer places.
    """
    if not 0 <= count <= len(shares):
        raise InputRefused(
            N_("%(count)s patrols cannot go to different ones of %(places)s places."),
            count=count,
            places=len(shares),
        )
    rng = np.random.default_rng(seed)
    seen = np.asarray(visits, dtype=float)
    lag = shares * (seen.sum() + count) - seen
    # Equal lags are told apart by chance, or the first place would always go first.
    order = np.lexsort((rng.random(len(lag)), -lag))
    chosen: list[int] = []
    rest = order.tolist()
    for _ in range(count):
        place = rest[rng.integers(len(rest))] if rng.random() < random_share else rest[0]
        rest.remove(place)
        chosen.append(place)
    return np.array(chosen, dtype=np.intp)
