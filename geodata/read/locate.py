"""From the file's coordinates to the storage CRS: known, declared or asked, never assumed."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS
from pyproj.exceptions import CRSError

from geodata.crs import STORAGE_SRID, Reference, crs_of, parse_reference, suggest_references
from geodata.datum import shift_geometry
from geodata.errors import N_, InputRefused, Question
from geodata.read.types import RawLayer, ReadOptions, Table

_FALSE_START = ("EPSG:4326", "EPSG:4490", "gcj02", "bd09")
_STRAY_DEG = 3.0


def locate(table: Table, options: ReadOptions, file: str) -> RawLayer:
    """Bring a table to the storage CRS.

    Parameters
    ----------
    table : Table
    options : ReadOptions
    file : str
        Name to show in messages.

    Returns
    -------
    RawLayer

    Raises
    ------
    InputRefused
        If the CRS must be asked, or the coordinates cannot be in the one that is given.
    """
    frame, said = table.frame, None
    if isinstance(frame, gpd.GeoDataFrame) and options.places == "ignored":
        frame = pd.DataFrame(frame.drop(columns=frame.geometry.name))
    if isinstance(frame, gpd.GeoDataFrame) and len(_corners(frame.geometry)):
        reference = _reference(table, options, file)
        frame = frame.set_geometry(_stored(frame.geometry, reference, table, file))
        said = reference.datum if reference.datum != "wgs84" else crs_name(str(reference.crs))
    elif isinstance(frame, gpd.GeoDataFrame):
        frame = frame.set_crs(STORAGE_SRID, allow_override=True)
    return RawLayer(
        frame.reset_index(drop=True),
        table.layer,
        table.encoding,
        said,
        list(table.findings),
        file,
        dict(options.mapping),
    )


def crs_name(text: str | None) -> str | None:
    """Give a CRS the short name that people know.

    Parameters
    ----------
    text : str or None
        An authority code or WKT.

    Returns
    -------
    str or None
        ``EPSG:n`` where it has a number, else its name; None for what is no CRS.
    """
    if text is None:
        return None
    try:
        crs = CRS.from_user_input(text)
    except CRSError:
        return None
    srid = crs.to_epsg()
    return f"EPSG:{srid}" if srid else crs.name


def _reference(table: Table, options: ReadOptions, file: str) -> Reference:
    stated = CRS.from_user_input(table.crs) if crs_name(table.crs) else None
    if options.crs:
        chosen = parse_reference(options.crs)
        if chosen.crs is None:  # A shifted datum says nothing about the projection.
            return Reference(stated or crs_of(STORAGE_SRID), chosen.datum)
        return chosen
    if stated is None:
        raise _ask(table, file)
    return Reference(stated)


def _stored(shapes: gpd.GeoSeries, reference: Reference, table: Table, file: str) -> gpd.GeoSeries:
    crs = reference.crs
    if crs is None:
        raise TypeError("a reference of a file always has a CRS")
    if crs.is_geographic and _leaves_globe(shapes):
        raise _outside(table, file, crs)
    moved = shapes.set_crs(crs, allow_override=True).to_crs(STORAGE_SRID)
    middle = np.median(_corners(moved), axis=0)
    area = crs.area_of_use
    if not np.isfinite(middle).all():
        raise _outside(table, file, crs)
    if area and area.west < area.east:
        low = np.array([area.west, area.south]) - _STRAY_DEG
        high = np.array([area.east, area.north]) + _STRAY_DEG
        if (middle < low).any() or (middle > high).any():
            raise _outside(table, file, crs)
    return shift_geometry(moved, reference.datum, "wgs84")


def _corners(shapes: gpd.GeoSeries) -> np.ndarray:
    return shapely.get_coordinates(shapes.to_numpy())


def _leaves_globe(shapes: gpd.GeoSeries) -> bool:
    corners = np.abs(_corners(shapes))
    return bool(np.median(corners[:, 0]) > 360 or np.median(corners[:, 1]) > 90)


def _ranges(table: Table) -> dict[str, str]:
    west, south, east, north = table.frame.total_bounds
    return {"x": f"{west:.6g} - {east:.6g}", "y": f"{south:.6g} - {north:.6g}"}


def _ask(table: Table, file: str) -> InputRefused:
    guesses = suggest_references(tuple(table.frame.total_bounds))
    choices = tuple(guesses) or _FALSE_START
    return InputRefused(
        N_(
            "%(file)s, layer %(layer)s, does not say in which coordinate system it is. x is "
            "%(x)s, y is %(y)s, which would fit: %(choices)s. Say which it is (--crs)."
        ),
        file=file,
        layer=table.layer,
        choices=_shortened(guesses),
        question=Question("crs", choices),
        **_ranges(table),
    )


def _shortened(guesses: list[str]) -> str:
    if len(guesses) > 5:
        return f"{guesses[0]} - {guesses[-1]}"
    return ", ".join(guesses) or "?"


def _outside(table: Table, file: str, crs: CRS) -> InputRefused:
    choices = tuple(suggest_references(tuple(table.frame.total_bounds)))
    return InputRefused(
        N_(
            "%(file)s, layer %(layer)s: the coordinates (x %(x)s, y %(y)s) cannot be in "
            "%(crs)s. Perhaps another coordinate system is meant, or x and y are exchanged. "
            "What would fit: %(choices)s (--crs)."
        ),
        file=file,
        layer=table.layer,
        crs=crs_name(str(crs)) or crs.name,
        choices=_shortened(list(choices)),
        question=Question("crs", choices),
        **_ranges(table),
    )
