"""The shifted datums of Chinese web maps: GCJ-02 (Amap, Tencent) and BD-09 (Baidu).

The forward formula of GCJ-02 is the one that circulates since 2013 (eviltransform); the way back
is a fixed-point iteration on it, which comes back within a micrometre. Nothing in a file says
that it is shifted, and bounding boxes call Seoul "China": so only what the user declares as
shifted is converted.
"""

from __future__ import annotations

from typing import Any, Literal, overload

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

Datum = Literal["wgs84", "gcj02", "bd09"]
Degrees = NDArray[np.float64]

_SEMI_MAJOR_M = 6_378_245.0  # Krasovsky 1940.
_ECCENTRICITY_2 = 0.00669342162296594323
_BD_PI = np.pi * 3000 / 180
_ROUNDS = 6


def wgs84_to_gcj02(lonlat: Degrees) -> Degrees:
    """Shift WGS 84 to GCJ-02.

    Parameters
    ----------
    lonlat : ndarray of float, shape (n, 2)
        Degrees.

    Returns
    -------
    ndarray of float, shape (n, 2)
        Degrees.
    """
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    x, y = lon - 105.0, lat - 35.0
    waves = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y**2 + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + waves
    north += (
        _series(y, 20, 1, 40, 3)
        + (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    )
    east = 300 + x + 2 * y + 0.1 * x**2 + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + waves
    east += _series(x, 20, 1, 40, 3) + _series(x, 150, 12, 300, 30)
    return lonlat + _metres_to_degrees(north, east, lat)


def _series(value: Degrees, a: float, a_period: float, b: float, b_period: float) -> Degrees:
    waves = a * np.sin(value / a_period * np.pi) + b * np.sin(value / b_period * np.pi)
    return waves * 2 / 3


def _metres_to_degrees(north: Degrees, east: Degrees, lat: Degrees) -> Degrees:
    phi = np.radians(lat)
    magic = 1 - _ECCENTRICITY_2 * np.sin(phi) ** 2
    meridian_m = _SEMI_MAJOR_M * (1 - _ECCENTRICITY_2) / magic**1.5
    parallel_m = _SEMI_MAJOR_M / np.sqrt(magic) * np.cos(phi)
    return np.column_stack([np.degrees(east / parallel_m), np.degrees(north / meridian_m)])


def gcj02_to_wgs84(lonlat: Degrees) -> Degrees:
    """Undo the shift of GCJ-02 by fixed-point iteration.

    Parameters
    ----------
    lonlat : ndarray of float, shape (n, 2)
        Degrees.

    Returns
    -------
    ndarray of float, shape (n, 2)
        Degrees; shifting it again gives the input within a micrometre.
    """
    guess = lonlat.astype(float)
    for _ in range(_ROUNDS):
        guess = guess + (lonlat - wgs84_to_gcj02(guess))
    return guess


def gcj02_to_bd09(lonlat: Degrees) -> Degrees:
    """Shift GCJ-02 to BD-09.

    Parameters
    ----------
    lonlat : ndarray of float, shape (n, 2)
        Degrees.

    Returns
    -------
    ndarray of float, shape (n, 2)
        Degrees.
    """
    lon, lat = lonlat[:, 0], lonlat[:, 1]
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * _BD_PI)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * _BD_PI)
    return np.column_stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006])


def bd09_to_gcj02(lonlat: Degrees) -> Degrees:
    """Undo the shift of BD-09 by fixed-point iteration.

    Parameters
    ----------
    lonlat : ndarray of float, shape (n, 2)
        Degrees.

    Returns
    -------
    ndarray of float, shape (n, 2)
        Degrees.
    """
    guess: Degrees = lonlat - np.array([0.0065, 0.006])
    for _ in range(_ROUNDS):
        guess = guess + (lonlat - gcj02_to_bd09(guess))
    return guess


def bd09_to_wgs84(lonlat: Degrees) -> Degrees:
    """Shift BD-09 to WGS 84.

    Parameters
    ----------
    lonlat : ndarray of float, shape (n, 2)
        Degrees.

    Returns
    -------
    ndarray of float, shape (n, 2)
        Degrees.
    """
    return gcj02_to_wgs84(bd09_to_gcj02(lonlat))


def wgs84_to_bd09(lonlat: Degrees) -> Degrees:
    """Shift WGS 84 to BD-09.

    Parameters
    ----------
    lonlat : ndarray of float, shape (n, 2)
        Degrees.

    Returns
    -------
    ndarray of float, shape (n, 2)
        Degrees.
    """
    return gcj02_to_bd09(wgs84_to_gcj02(lonlat))


_SHIFTS = {
    ("wgs84", "gcj02"): wgs84_to_gcj02,
    ("wgs84", "bd09"): wgs84_to_bd09,
    ("gcj02", "wgs84"): gcj02_to_wgs84,
    ("gcj02", "bd09"): gcj02_to_bd09,
    ("bd09", "wgs84"): bd09_to_wgs84,
    ("bd09", "gcj02"): bd09_to_gcj02,
}


@overload
def shift_geometry(shape: BaseGeometry, from_datum: Datum, to_datum: Datum) -> BaseGeometry: ...


@overload
def shift_geometry(shape: gpd.GeoSeries, from_datum: Datum, to_datum: Datum) -> gpd.GeoSeries: ...


def shift_geometry(shape: Any, from_datum: Datum, to_datum: Datum) -> Any:
    """Move a shape, or a series of shapes, from one datum to another.

    Parameters
    ----------
    shape : shapely geometry or GeoSeries
        Longitude and latitude in degrees.
    from_datum, to_datum : {"wgs84", "gcj02", "bd09"}

    Returns
    -------
    shapely geometry or GeoSeries
        The same kind of thing; heights are dropped.
    """
    if from_datum == to_datum:
        return shape
    shift = _SHIFTS[from_datum, to_datum]
    if isinstance(shape, gpd.GeoSeries):
        shapes = shapely.transform(shape.to_numpy(), shift)
        return gpd.GeoSeries(shapes, index=shape.index, crs=shape.crs)
    return shapely.transform(shape, shift)
