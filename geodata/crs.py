"""Coordinate systems: one for storage, one per community for metres."""

from __future__ import annotations

from pyproj import CRS

STORAGE_SRID = 4326
"""Everything is stored in WGS 84 longitude and latitude (docs/decisions/0002)."""

_GK_FIRST_SRID = 4534  # CGCS2000 / 3-degree Gauss-Kruger CM 75E
_GK_FIRST_CM, _GK_LAST_CM = 75, 135


def metric_srid(lon: float, lat: float) -> int:
    """Choose the metric CRS in which lengths and areas near a point are computed.

    Parameters
    ----------
    lon, lat : float
        Degrees, WGS 84 or CGCS2000.

    Returns
    -------
    int
        EPSG code: the CGCS2000 3-degree Gauss-Kruger zone (4534 to 4554) where China's zones
        reach, which keeps the scale error below 1 in 10,000; elsewhere the UTM zone.

    Raises
    ------
    ValueError
        If the point is not on the globe.
    """
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ValueError(f"not a longitude and latitude: {lon}, {lat}")
    central = round(lon / 3) * 3
    if _GK_FIRST_CM <= central <= _GK_LAST_CM and 16 <= lat <= 54:
        return _GK_FIRST_SRID + (central - _GK_FIRST_CM) // 3
    zone = min(int((lon + 180) // 6) + 1, 60)
    return (32600 if lat >= 0 else 32700) + zone


def crs_of(srid: int) -> CRS:
    """Return the CRS of an EPSG code.

    Parameters
    ----------
    srid : int
        EPSG code.

    Returns
    -------
    pyproj.CRS
    """
    return CRS.from_epsg(srid)
