"""The buildings of a generated district: rows of one kind in each lot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from bench.districts.lots import within

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MARGIN_M = 13.0
"""From the middle of a street to the nearest building."""


@dataclass(frozen=True)
class Style:
    """How a lot is built.

    Attributes
    ----------
    kind : str
        Kind of its buildings, as in docs/frames.md.
    share : float
        Of all lots.
    pitch_m : tuple of float
        From one building to the next, along a row and between rows; endless in a park.
    size_m : tuple of float
        Length and depth of a building.
    levels : int
    homes : tuple of int
        Fewest and most households of a building.
    """

    kind: str
    share: float
    pitch_m: tuple[float, float]
    size_m: tuple[float, float]
    levels: int
    homes: tuple[int, int]


_ENDLESS = float("inf")
STYLES = (
    Style("apartment", 0.34, (48.0, 27.0), (38.0, 12.0), 6, (18, 48)),
    Style("apartment", 0.10, (44.0, 42.0), (24.0, 22.0), 18, (54, 90)),
    Style("bungalow", 0.22, (17.0, 15.0), (11.0, 8.0), 1, (1, 2)),
    Style("villa", 0.12, (26.0, 24.0), (14.0, 11.0), 2, (1, 1)),
    Style("commercial", 0.08, (60.0, 45.0), (46.0, 30.0), 4, (0, 0)),
    Style("school", 0.06, (80.0, 60.0), (55.0, 16.0), 4, (0, 0)),
    Style("park", 0.08, (_ENDLESS, _ENDLESS), (1.0, 1.0), 0, (0, 0)),
)


@dataclass(frozen=True)
class Built:
    """Buildings.

    Attributes
    ----------
    corners : ndarray of float, shape (n, 4, 2)
        Metres.
    style : ndarray of int, shape (n,)
        Number of their :data:`STYLES`.
    homes : ndarray of int, shape (n,)
        Households.
    """

    corners: Floats
    style: Ints
    homes: Ints


def build(lots: Floats, in_compound: NDArray[np.bool_], rng: Generator) -> Built:
    """Fill lots with rows of buildings.

    Parameters
    ----------
    lots : ndarray of float, shape (n, 4, 2)
        Corners, metres.
    in_compound : ndarray of bool, shape (n,)
        Flats only, as compounds have.
    rng : numpy.random.Generator

    Returns
    -------
    Built
    """
    shares = np.array([style.share for style in STYLES])
    style = rng.choice(len(STYLES), len(lots), p=shares / shares.sum())
    style[in_compound] = rng.choice(2, int(in_compound.sum()), p=[0.75, 0.25])
    pitch_m = np.array([one.pitch_m for one in STYLES])[style]
    size_m = _size(lots)
    counts = np.maximum((size_m - 2 * MARGIN_M) // pitch_m, 0).astype(np.int64)
    lot = np.repeat(np.arange(len(lots)), counts.prod(axis=1))
    number = np.arange(len(lot)) - np.searchsorted(lot, lot)
    place = np.stack([number % counts[lot, 0], number // counts[lot, 0]], axis=-1)
    corners = _corners(place, counts[lot], size_m[lot], style[lot], rng)
    low, high = np.array([one.homes for one in STYLES])[style[lot]].T
    return Built(within(lots[lot], corners), style[lot], rng.integers(low, high, endpoint=True))


def _size(lots: Floats) -> Floats:
    """Give the width and height of lots: the shorter of opposite sides."""
    sides = np.linalg.norm(np.roll(lots, -1, axis=1) - lots, axis=2)
    return np.stack([sides[:, ::2].min(axis=1), sides[:, 1::2].min(axis=1)], axis=-1)


def _corners(place: Ints, counts: Ints, size_m: Floats, style: Ints, rng: Generator) -> Floats:
    """Give the corners of buildings as shares of their lot, shape (n, 4, 2)."""
    pitch = (size_m - 2 * MARGIN_M) / counts
    middle = MARGIN_M + (place + 0.5) * pitch + rng.uniform(-1.0, 1.0, pitch.shape)
    sizes = np.array([one.size_m for one in STYLES])[style]
    half = sizes * rng.uniform(0.8, 1.05, sizes.shape) / 2
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=float)
    return np.asarray((middle[:, None] + signs * half[:, None]) / size_m[:, None])
