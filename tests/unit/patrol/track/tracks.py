"""Walks in metres for the tests of tracks: places every second, with or without a phone's error."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from patrol.track import Fixes
from tests.unit.patrol.grounds import EAST, NORTH, SRID

START_S = 1_780_000_000.0


def walk(*corners, pace_m_s=1.0, error_m=0.0, seed=0, stay=()) -> np.ndarray:
    """Places every second along corners in metres; ``stay`` is (metres along, seconds)."""
    line = shapely.LineString(np.add(corners, (EAST, NORTH)))
    along = np.arange(0, line.length, pace_m_s)
    if stay:
        at = int(stay[0] / pace_m_s)
        along = np.concatenate([along[:at], np.full(stay[1], along[at]), along[at:]])
    xy = shapely.get_coordinates(shapely.line_interpolate_point(line, along))
    return xy + np.random.default_rng(seed).normal(0, error_m, xy.shape)


def fixes(xy, at_s=None, segment=None) -> Fixes:
    points = gpd.GeoSeries.from_xy(*xy.T, crs=SRID).to_crs(4326)
    at_s = START_S + np.arange(len(xy)) if at_s is None else np.asarray(at_s, dtype=float)
    segment = np.zeros(len(xy), dtype=np.int64) if segment is None else np.asarray(segment)
    return Fixes(shapely.get_coordinates(points.to_numpy()), at_s, segment)
