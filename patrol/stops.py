"""The stops of a route: where they are, in metres and in degrees."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import STORAGE_SRID
from geodata.errors import N_, InputRefused
from geodata.findings import Finding, Severity
from patrol.noding import Floats, Ints


@dataclass(frozen=True, eq=False)
class Stops:
    """Stops that have a place and a key of their own.

    Attributes
    ----------
    table : DataFrame
        ``key``, ``name``, ``lon``, ``lat``.
    xy : (n, 2) array
        Metres.
    rows : (n,) int array
        Where each stands in the frame that was read, from 0.
    findings : list of Finding
        Rows left out.
    """

    table: pd.DataFrame
    xy: Floats
    rows: Ints
    findings: list[Finding]


def read_stops(stops: pd.DataFrame, srid: int) -> Stops:
    """Take the stops that can be planned for.

    Parameters
    ----------
    stops : DataFrame or GeoDataFrame
        ``key``, ``name``, and a geometry in a declared CRS (its point, or a point inside it), or
        ``x``, ``y`` in metres of `srid`.
    srid : int
        EPSG code of the metric CRS.

    Returns
    -------
    Stops

    Raises
    ------
    InputRefused
        If there are no stops at all.
    """
    if not len(stops):
        raise InputRefused(N_("There are no stops to patrol: add buildings or entrances first."))
    points = _points(stops, srid)
    table = pd.DataFrame(
        {"key": stops["key"].to_numpy(), "name": stops["name"].to_numpy(), "row": range(len(stops))}
    )
    findings: list[Finding] = []
    placed = ~(points.is_empty | points.isna()).to_numpy()
    repeated = table["key"].duplicated().to_numpy() & placed
    _note(findings, table[~placed], "stop_without_place",
          N_("Stop %(key)s has no place on the map: left out."))  # fmt: skip
    _note(findings, table[repeated], "stop_repeated",
          N_("Stop %(key)s is listed more than once: taken once."))  # fmt: skip
    good = placed & ~repeated
    globe = points[good].to_crs(STORAGE_SRID)
    table = table[good].drop(columns="row").assign(lon=globe.x.to_numpy(), lat=globe.y.to_numpy())
    return Stops(
        table.reset_index(drop=True),
        shapely.get_coordinates(points[good]),
        np.flatnonzero(good),
        findings,
    )


def _points(stops: pd.DataFrame, srid: int) -> gpd.GeoSeries:
    if isinstance(stops, gpd.GeoDataFrame):
        points = stops.geometry.to_crs(srid).representative_point()
    else:
        points = gpd.GeoSeries.from_xy(stops["x"], stops["y"], crs=srid)
        points[~np.isfinite(stops[["x", "y"]].to_numpy(dtype=float)).all(axis=1)] = None
    return points.reset_index(drop=True)


def _note(findings: list[Finding], rows: pd.DataFrame, code: str, template: str) -> None:
    for key, row in zip(rows["key"], rows["row"], strict=True):
        findings.append(
            Finding(
                code,
                Severity.ERROR,
                template,
                {"key": str(key)},
                row=int(row) + 1,
                layer="stops",
                key=str(key),
            )
        )
