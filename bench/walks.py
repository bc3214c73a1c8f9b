"""Walks with a known truth: a planned route, walked with a phone that errs as phones do."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import STORAGE_SRID
from patrol.matrix import Leg, paths_along
from patrol.network import WalkingNetwork
from patrol.plan import plan_route
from patrol.snap import snap_points
from patrol.track.fixes import Fixes, Floats
from patrol.track.stretches import Stretches, stretches_of

START_S = 1_780_000_000.0

_RADIUS_68 = 1.5096
"""Radius that holds 68 % of a normal error with a standard error of 1 in each direction."""


@dataclass(frozen=True)
class Phone:
    """How a phone errs.

    Attributes
    ----------
    error_m : float
        What a phone shows as its accuracy: two thirds of its places (68 %) lie nearer than this
        to the truth, metres.
    drift : float
        Share of the error's variance that changes slowly (reflections at walls) and not from
        fix to fix.
    memory_s : float
        After how many seconds the slow part has mostly changed.
    stand_s : (float, float)
        Least and most seconds of standing at a stop; a phone indoors errs twice as much.
    gaps : int
        How often it records nothing.
    gap_s : (float, float)
        Least and most seconds of such a gap.
    every_s : float
        Seconds between fixes.
    """

    error_m: float = 8.0
    drift: float = 0.5
    memory_s: float = 20.0
    stand_s: tuple[float, float] = (20.0, 180.0)
    gaps: int = 2
    gap_s: tuple[float, float] = (30.0, 90.0)
    every_s: float = 1.0


@dataclass(frozen=True, eq=False)
class Walk:
    """A walk and what is true of it.

    Attributes
    ----------
    fixes : Fixes
        What the phone recorded.
    truth : Stretches
        What was walked.
    """

    fixes: Fixes
    truth: Stretches


def make_walk(network: WalkingNetwork, stops: pd.DataFrame, phone: Phone, seed: int) -> Walk:
    """Plan a route through stops and walk it.

    Parameters
    ----------
    network : WalkingNetwork
    stops : DataFrame or GeoDataFrame
        As for `patrol.plan.plan_route`.
    phone : Phone
    seed : int
        Of the route, and of what the phone makes of it.

    Returns
    -------
    Walk
    """
    legs = [leg for leg in _legs(network, stops, seed) if leg.length_m > 0]
    luck = np.random.default_rng(seed)
    true_xy, still = _positions(legs, phone, luck)
    at_s = START_S + np.arange(len(true_xy)) * phone.every_s
    seen = true_xy + _errors(len(true_xy), phone, luck) * np.where(still, 2.0, 1.0)[:, None]
    keep = _without_gaps(len(at_s), phone, luck)
    points = gpd.GeoSeries.from_xy(*seen[keep].T, crs=network.srid).to_crs(STORAGE_SRID)
    lonlat = shapely.get_coordinates(points.to_numpy())
    truth = stretches_of(
        np.concatenate([leg.edge for leg in legs]),
        np.concatenate([leg.from_m for leg in legs]),
        np.concatenate([leg.to_m for leg in legs]),
    )
    return Walk(Fixes(lonlat, at_s[keep], np.zeros(int(keep.sum()), dtype=np.int64)), truth)


def _legs(network: WalkingNetwork, stops: pd.DataFrame, seed: int) -> list[Leg]:
    """Plan, and give the ways between the stops with their edges."""
    plan = plan_route(network, stops, seed=seed)
    places = gpd.GeoSeries.from_xy(
        plan.stops["path_lon"], plan.stops["path_lat"], crs=STORAGE_SRID
    ).to_crs(network.srid)
    snaps = snap_points(network, shapely.get_coordinates(places.to_numpy()))
    return paths_along(network, snaps, np.append(np.arange(len(snaps)), 0))


def _positions(
    legs: list[Leg], phone: Phone, luck: np.random.Generator
) -> tuple[Floats, np.ndarray]:
    """Give where one is at each fix, and whether one stands still."""
    parts, still = [], []
    for leg in legs:
        pace_m_s = luck.uniform(0.7, 1.3)
        line = shapely.linestrings(leg.coords)
        along = np.arange(0, leg.length_m, pace_m_s * phone.every_s)
        walked = shapely.get_coordinates(shapely.line_interpolate_point(line, along))
        standing = int(luck.uniform(*phone.stand_s) / phone.every_s)
        parts += [walked, np.repeat(leg.coords[-1:], standing, axis=0)]
        still += [np.zeros(len(walked), dtype=bool), np.ones(standing, dtype=bool)]
    return np.concatenate(parts), np.concatenate(still)


def _errors(count: int, phone: Phone, luck: np.random.Generator) -> Floats:
    """Give errors of which a part changes slowly: a first-order autoregressive process."""
    quick, slow = luck.normal(0, phone.error_m / _RADIUS_68, (2, count, 2))
    keep = np.exp(-phone.every_s / phone.memory_s)
    for row in range(1, count):
        slow[row] = keep * slow[row - 1] + np.sqrt(1 - keep**2) * slow[row]
    return np.asarray(np.sqrt(1 - phone.drift) * quick + np.sqrt(phone.drift) * slow)


def _without_gaps(count: int, phone: Phone, luck: np.random.Generator) -> np.ndarray:
    keep = np.ones(count, dtype=bool)
    for _ in range(phone.gaps):
        length = int(luck.uniform(*phone.gap_s) / phone.every_s)
        begin = int(luck.integers(1, max(2, count - length - 1)))
        keep[begin : begin + length] = False
    keep[0] = keep[-1] = True
    return keep
