"""Whether what happened once happens again nearby soon after: Knox's near repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import KDTree

from geodata.errors import N_, InputRefused
from mapping.hotspots.checks import alike, finite

Floats = NDArray[np.float64]

MOST_PAIRS = 5_000_000
"""Pairs of issues near each other beyond which the question is too large."""


@dataclass(frozen=True)
class Knox:
    """How often pairs of issues are near in place and time, and how often by chance.

    Attributes
    ----------
    observed : ndarray of int, shape (bands of distance, bands of time)
    expected : ndarray of float, same shape
        Mean of the maps of chance.
    p : ndarray of float, same shape
        Chance of as many pairs or more.
    """

    observed: NDArray[np.int64]
    expected: Floats
    p: Floats

    @property
    def ratio(self) -> Floats:
        """How many times what chance makes; 1 where chance makes none and none is."""
        return np.divide(
            self.observed, self.expected, out=np.ones(self.p.shape), where=self.expected > 0
        )


def knox(
    xy: ArrayLike,
    days: ArrayLike,
    *,
    distances_m: Sequence[float] = (0.0, 50.0, 100.0, 200.0),
    spans_days: Sequence[float] = (7.0, 14.0, 28.0),
    replications: int = 999,
    seed: int = 0,
    most_pairs: int = MOST_PAIRS,
) -> Knox:
    """Count pairs that are near in place and time, against times dealt out anew.

    Parameters
    ----------
    xy : array_like of float, shape (n, 2)
        Metres.
    days : array_like of float, shape (n,)
        When, in days from any day.
    distances_m : sequence of float
        Upper ends of the bands of distance, rising; a first one of 0 is the same address.
    spans_days : sequence of float
        Upper ends of the bands of time, rising.
    replications : int
    seed : int
    most_pairs : int
        Of issues near each other: time grows with them and with the replications.

    Returns
    -------
    Knox

    Raises
    ------
    InputRefused
        If shapes or numbers do not fit, bands do not rise, or there are too many near pairs.

    Notes
    -----
    Knox, E. G. (1964), The Detection of Space-Time Interactions, Applied Statistics 13; chances by
    dealing the times out anew, as Ratcliffe's Near Repeat Calculator does.

    Examples
    --------
    >>> found = knox([[0, 0], [0, 0], [500, 0]], [1, 2, 90], distances_m=[0], spans_days=[7])
    >>> found.observed
    array([[1]])
    """
    places, when = np.asarray(xy, dtype=float), finite(days)
    if places.ndim != 2 or places.shape[1] != 2 or not np.isfinite(places).all():
        raise InputRefused(N_("Give x and y of each place in metres."))
    alike(len(places), len(when))
    _check_bands(distances_m)
    _check_bands(spans_days)
    pairs, near = _near_pairs(places, np.asarray(distances_m, dtype=float), most_pairs)
    spans, shape = np.asarray(spans_days, dtype=float), (len(distances_m), len(spans_days))
    rng = np.random.default_rng(seed)
    observed = _table(pairs, near, when, spans, shape)
    drawn = np.array(
        [_table(pairs, near, rng.permutation(when), spans, shape) for _ in range(replications)]
    )
    p = (1 + (drawn >= observed).sum(axis=0)) / (1 + replications)
    return Knox(observed, drawn.mean(axis=0), p)


def _check_bands(ends: Sequence[float]) -> None:
    """Refuse bands that do not rise."""
    if not len(ends) or ends[0] < 0 or (np.diff(np.asarray(ends, dtype=float)) <= 0).any():
        raise InputRefused(N_("Give the ends of the bands rising, the first not below zero."))


def _near_pairs(
    places: Floats, ends: Floats, most: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """List pairs within the farthest band, and the band of each."""
    tree = KDTree(places)
    if tree.count_neighbors(tree, float(ends[-1])) > 2 * most + len(places):
        raise InputRefused(
            N_("More than %(most)s pairs are near each other: ask for less ground or time."),
            most=most,
        )
    pairs: NDArray[np.intp] = tree.query_pairs(float(ends[-1]), output_type="ndarray")
    away = np.hypot(*(places[pairs[:, 0]] - places[pairs[:, 1]]).T)
    return pairs, np.asarray(np.searchsorted(ends, away))


def _table(
    pairs: NDArray[np.intp],
    near: NDArray[np.intp],
    when: Floats,
    spans: Floats,
    shape: tuple[int, int],
) -> NDArray[np.int64]:
    """Count pairs by bands of distance and time."""
    soon = np.searchsorted(spans, np.abs(when[pairs[:, 0]] - when[pairs[:, 1]]))
    is_soon = soon < shape[1]
    cells = near[is_soon] * shape[1] + soon[is_soon]
    return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)
