"""The buildings to be shared out: which lie inside, their households, and which hang together."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.crs import crs_of
from geodata.divide.barriers import SNAP_M
from geodata.divide.plots import clumps
from geodata.errors import N_, InputRefused
from geodata.estimate import estimate_households
from geodata.findings import Finding, Severity

_POINT_M = 0.5
_INSIDE_SHARE = 0.5


@dataclass(frozen=True)
class Houses:
    """Buildings inside a boundary, and the houses that they make.

    Buildings whose footprints overlap can't be parted without splitting one: they are one house.

    Attributes
    ----------
    keys : ndarray of str, shape (buildings,)
    house_of : ndarray of int, shape (buildings,)
        House of each building.
    counted : ndarray of float, shape (buildings,)
        Households of each building.
    estimated : ndarray of bool, shape (buildings,)
        Its households are an estimate.
    shapes : ndarray of Polygon or MultiPolygon, shape (houses,)
        Metres, on the millimetre grid, clipped to the boundary.
    households : ndarray of float, shape (houses,)
    """

    keys: NDArray[np.object_]
    house_of: NDArray[np.int64]
    counted: NDArray[np.float64]
    estimated: NDArray[np.bool_]
    shapes: NDArray[np.object_]
    households: NDArray[np.float64]


def read_houses(
    buildings: gpd.GeoDataFrame, boundary: BaseGeometry, srid: int
) -> tuple[Houses, list[Finding]]:
    """Take the buildings inside a boundary and bring them to metres.

    Parameters
    ----------
    buildings : GeoDataFrame
        ``key``, geometry, and any of ``households``, ``kind``, ``levels``; EPSG:4326.
    boundary : Polygon or MultiPolygon
        In metres.
    srid : int
        Its CRS.

    Returns
    -------
    houses : Houses
    findings : list of Finding
        Buildings outside, estimated households, footprints that overlap.

    Raises
    ------
    InputRefused
        If no building lies inside, or two have one key.
    """
    frame = buildings.reset_index(drop=True)
    twice = frame["key"][frame["key"].duplicated()]
    if not twice.empty:
        raise InputRefused(N_("Two buildings have the key %(key)s."), key=str(twice.iloc[0]))
    whole = _solid(frame.to_crs(crs_of(srid)).geometry.to_numpy())
    shapes = _clipped(whole, boundary)
    inside = shapely.area(shapes) >= _INSIDE_SHARE * shapely.area(whole)
    if not inside.any():
        raise InputRefused(N_("No building lies inside the boundary: there is nothing to divide."))
    findings = _outside_findings(frame[~inside])
    counts, about = _households(frame[inside])
    house_of = clumps(shapes[inside])
    if (together := len(house_of) - house_of.max() - 1) > 0:
        findings.append(
            Finding(
                "footprints_overlap", Severity.WARNING,
                N_("%(buildings)s buildings overlap others: they stay in one cell with them, "
                   "because no border can run between."),
                {"buildings": int(together)},
            )
        )  # fmt: skip
    counted = counts["households"].to_numpy(np.float64)
    houses = Houses(
        keys=frame.loc[inside, "key"].to_numpy(),
        house_of=house_of,
        counted=counted,
        estimated=counts["estimated"].to_numpy(np.bool_),
        shapes=_joined(shapes[inside], house_of),
        households=np.bincount(house_of, counted).astype(np.float64),
    )
    return houses, findings + about


def _solid(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Give every building an area: points become a small square."""
    shapes = only_areas(shapely.make_valid(shapely.set_precision(shapes, SNAP_M)), points=True)
    flat = shapely.get_dimensions(shapes) < 2
    shapes[flat] = shapely.buffer(shapely.centroid(shapes[flat]), _POINT_M, cap_style="square")
    return np.asarray(shapely.set_precision(shapes, SNAP_M), dtype=np.object_)


def _clipped(whole: NDArray[np.object_], boundary: BaseGeometry) -> NDArray[np.object_]:
    """Leave out what lies beyond the boundary."""
    shapely.prepare(boundary)
    across = ~shapely.covers(boundary, whole)
    shapes = whole.copy()
    shapes[across] = only_areas(shapely.intersection(whole[across], boundary, grid_size=SNAP_M))
    return shapes


def only_areas(shapes: NDArray[np.object_], *, points: bool = False) -> NDArray[np.object_]:
    """Leave out lines and points that came with areas.

    Parameters
    ----------
    shapes : ndarray of geometry
    points : bool
        Leave shapes without any area as they are, rather than empty.

    Returns
    -------
    ndarray of Polygon or MultiPolygon
    """
    shapes = shapes.copy()
    mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    if not points:
        mixed |= shapely.get_dimensions(shapes) < 2
    for place in np.flatnonzero(mixed):
        parts = shapely.get_parts(shapes[place])
        areas = parts[shapely.area(parts) > 0]
        shapes[place] = shapely.union_all(areas) if len(areas) else shapely.Polygon()
    return shapes


def _joined(shapes: NDArray[np.object_], house_of: NDArray[np.int64]) -> NDArray[np.object_]:
    """Unite the footprints of each house."""
    order = np.argsort(house_of, kind="stable")
    first = np.flatnonzero(np.diff(house_of[order], prepend=-1))
    joined = shapes[order][first]
    many = np.flatnonzero(np.diff(np.append(first, len(shapes))) > 1)
    for house in many:
        joined[house] = shapely.union_all(shapes[house_of == house], grid_size=SNAP_M)
    return joined


def _outside_findings(outside: gpd.GeoDataFrame) -> list[Finding]:
    """Say that buildings lie outside the boundary."""
    if outside.empty:
        return []
    return [
        Finding(
            "buildings_outside", Severity.WARNING,
            N_("%(buildings)s buildings lie outside the boundary (%(key)s ...): they are in no "
               "cell. Widen the boundary, or leave them to the neighbour."),
            {"buildings": len(outside), "key": str(outside["key"].iloc[0])},
            place=shapely.point_on_surface(outside.geometry.iloc[0]),
        )
    ]  # fmt: skip


def _households(frame: gpd.GeoDataFrame) -> tuple[pd.DataFrame, list[Finding]]:
    """Give the households of each building: counted, estimated, or 1 where nothing is known."""
    known = frame.reindex(columns=["key", "households", "kind", "levels", "geometry"])
    known["households"] = known["households"].astype("Int64").where(known["households"] >= 0)
    counts = estimate_households(gpd.GeoDataFrame(known, crs=frame.crs))
    counts["households"] = counts["households"].fillna(0)
    if not counts["households"].sum():
        counts["households"] = 1
        counts["estimated"] = True
        text = N_("Nobody is known to live in any of the %(buildings)s buildings: each counts as "
                  "one household, so that cells get equally many buildings.")  # fmt: skip
    elif counts["estimated"].any():
        text = N_("Households of %(buildings)s buildings are unknown: they were estimated from "
                  "footprint and levels.")  # fmt: skip
    else:
        return counts, []
    number = int(counts["estimated"].sum())
    return counts, [Finding("households_estimated", Severity.NOTE, text, {"buildings": number})]
