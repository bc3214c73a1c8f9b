"""Coordinate systems: one for storage, one per community for metres."""

from __future__ import annotations

import re
from dataclasses import dataclass

import geopandas as gpd
from pyproj import CRS
from pyproj.exceptions import CRSError

from geodata.datum import Datum
from geodata.errors import N_, InputRefused, Question

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


@dataclass(frozen=True)
class Reference:
    """What coordinates are measured in.

    Attributes
    ----------
    crs : pyproj.CRS or None
        None with a shifted datum: the file's own CRS then holds, else degrees.
    datum : {"wgs84", "gcj02", "bd09"}
        The datum that the user declares.
    """

    crs: CRS | None
    datum: Datum = "wgs84"


def parse_reference(text: str) -> Reference:
    """Understand what a user says about coordinates.

    Parameters
    ----------
    text : str
        ``EPSG:4549``, ``4549``, ``wgs84``, ``cgcs2000``, ``gcj02`` or ``bd09``, in any case.

    Returns
    -------
    Reference

    Raises
    ------
    InputRefused
        If it is none of these, or no CRS for maps.
    """
    name = re.sub(r"[\s_\-]", "", text).lower()
    if name in {"gcj02", "bd09"}:
        return Reference(None, "gcj02" if name == "gcj02" else "bd09")
    name = {"wgs84": "4326", "cgcs2000": "4490"}.get(name, name)
    code = re.fullmatch(r"(?:epsg:)?(\d{4,6})", name)
    try:
        crs = CRS.from_epsg(int(code[1])) if code else None
    except CRSError:
        crs = None
    if crs is None or not (crs.is_projected or crs.is_geographic):
        raise InputRefused(
            N_(
                "%(crs)s is no coordinate system that is known here. Give EPSG and a number, for "
                "example EPSG:4549, or wgs84, gcj02, bd09 (--crs)."
            ),
            crs=text[:40],
            question=Question("crs", ("EPSG:4326", "EPSG:4490", "gcj02", "bd09")),
        )
    return Reference(crs)


def suggest_references(bounds: tuple[float, float, float, float]) -> list[str]:
    """Guess from their range what coordinates may be measured in; a guess to ask with, no more.

    Parameters
    ----------
    bounds : tuple of float
        Least x, least y, greatest x, greatest y.

    Returns
    -------
    list of str
        Answers to ``--crs``, likeliest first; empty when the range says nothing.
    """
    west, south, east, north = bounds
    if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
        return ["EPSG:4326", "EPSG:4490", "gcj02", "bd09"]
    zone = int(west // 1_000_000)
    if south > 0 and north < 6_200_000 and zone == int(east // 1_000_000):
        if 25 <= zone <= 45:  # Eastings that carry the number of their 3-degree zone.
            return [f"EPSG:{4513 + zone - 25}"]
        if 13 <= zone <= 23:  # The same with 6-degree zones.
            return [f"EPSG:{4491 + zone - 13}"]
        if zone == 0:  # Without a zone number every zone is possible.
            return [f"EPSG:{srid}" for srid in range(4534, 4555)]
    if max(abs(west), abs(east), abs(south), abs(north)) <= 20_037_509 and west > 8_000_000:
        return ["EPSG:3857"]
    return []


def to_metric(frame: gpd.GeoDataFrame, srid: int | None = None) -> gpd.GeoDataFrame:
    """Bring a frame from the storage CRS to metres.

    Parameters
    ----------
    frame : GeoDataFrame
        In EPSG:4326.
    srid : int, optional
        Metric CRS; by default the one that :func:`metric_srid` chooses for the middle of the
        frame.

    Returns
    -------
    GeoDataFrame
        The same rows in metres; an empty frame comes back as it is.
    """
    if srid is None:
        bounds = frame.total_bounds
        if not (bounds == bounds).all():  # NaN: nothing to measure.
            return frame
        srid = metric_srid((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)
    return frame.to_crs(crs_of(srid))
