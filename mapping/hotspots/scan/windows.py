"""The circles that are looked at: around each place, by the order of distance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.distance import cdist

from geodata.errors import N_, InputRefused
from mapping.hotspots.checks import alike, counts

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Windows:
    """Circles around every place, each named by its centre and how many places it holds.

    Attributes
    ----------
    nearest : ndarray of int32, shape (n, k)
        Places by distance from each centre, the centre's own first.
    reach : ndarray of int32, shape (n,)
        How many of them may be in a circle: the share of the population is not passed.
    whole : ndarray of bool, shape (n, k)
        Whether a circle can end after this place: places at one distance are in it together.
    """

    nearest: NDArray[np.int32]
    reach: NDArray[np.int32]
    whole: NDArray[np.bool_]


def windows(xy: Floats, population: Floats, max_share: float) -> Windows:
    """List the circles around all places that hold at most a share of the population.

    Parameters
    ----------
    xy : ndarray of float, shape (n, 2)
        Metres.
    population : ndarray of float, shape (n,)
    max_share : float
        Above 0 and at most 1.

    Returns
    -------
    Windows
    """
    count = len(xy)
    away = cdist(xy, xy)
    # Places at one point go by their number, as everywhere else.
    nearest = np.argsort(away, axis=1, kind="stable")
    sorted_away = np.take_along_axis(away, nearest, axis=1)
    held = np.cumsum(population[nearest], axis=1)
    ends = np.ones((count, count), dtype=bool)
    ends[:, :-1] = sorted_away[:, 1:] > sorted_away[:, :-1]
    limit = max_share * population.sum() * (1 + 1e-12)
    reach = (held <= limit).sum(axis=1)
    width = max(int(reach.max(initial=0)), 1)
    return Windows(
        nearest=np.ascontiguousarray(nearest[:, :width], dtype=np.int32),
        reach=reach.astype(np.int32),
        whole=np.ascontiguousarray(ends[:, :width]),
    )


def checked(
    xy: ArrayLike, cases: ArrayLike, population: ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Give places, cases and population as arrays, or refuse them.

    Raises
    ------
    InputRefused
        If shapes differ, or a number is none, below zero, or no whole one among the cases.
    """
    places = np.asarray(xy, dtype=float)
    if places.ndim != 2 or places.shape[1] != 2 or not np.isfinite(places).all():
        raise InputRefused(N_("Give x and y of each place in metres."))
    happened, exposed = counts(cases), counts(population)
    alike(len(places), len(happened), len(exposed))
    if (happened != np.floor(happened)).any():
        raise InputRefused(N_("Cases are counted in whole numbers."))
    return places, happened, exposed


def check_wish(max_share: float, replications: int) -> None:
    """Refuse a wish that no scan can fulfil.

    Raises
    ------
    InputRefused
    """
    if not 0 < max_share <= 1:
        raise InputRefused(N_("The greatest share of a cluster lies between 0 and 1."))
    if replications < 1:
        raise InputRefused(N_("At least one map of chance is needed."))
