"""Shapes made sound: repaired where that is safe, left out where there is nothing to keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from shapely import GeometryType

from geodata.clean.work import ROW, Work
from geodata.crs import to_metric
from geodata.errors import N_
from geodata.findings import Severity

_NEAR_ZERO_DEG = 0.01
_FAR_DEG = 0.05
"""About 5 km: farther than any community's neighbourhood, nearer than any wrong zone."""
_MAX_GEOMETRY_VERTICES = 200_000
_POLYGONS = {GeometryType.POLYGON, GeometryType.MULTIPOLYGON}
_LINES = {GeometryType.LINESTRING, GeometryType.MULTILINESTRING}
_POINTS = {GeometryType.POINT}
WANTED = {
    "boundary": _POLYGONS,
    "buildings": _POLYGONS | _POINTS,
    "entrances": _POINTS,
    "paths": _LINES,
    "barriers": _LINES,
    "estates": _POLYGONS,
    "areas": _POLYGONS | _LINES,
    "cells": _POLYGONS,
}


def drop_rows(
    work: Work, bad: Any, code: str, template: str, severity: Severity = Severity.ERROR
) -> None:
    """Leave rows out, with a finding for each.

    Parameters
    ----------
    work : Work
        Its frame is changed.
    bad : array of bool
        Which rows.
    code, template : str
    severity : Severity
    """
    bad = np.asarray(bad, dtype=bool)
    report(work, bad, code, severity, template)
    if bad.any():
        work.frame = work.frame[~bad].reset_index(drop=True)


def report(
    work: Work, bad: Any, code: str, severity: Severity, template: str, **params: Any
) -> None:
    """Add a finding for each row that a mask marks.

    Parameters
    ----------
    work : Work
    bad : array of bool
    code : str
    severity : Severity
    template : str
    **params : Any
    """
    bad = np.asarray(bad, dtype=bool)
    for row, place in zip(work.frame[ROW][bad], work.frame.geometry[bad], strict=True):
        work.found.add(code, severity, template, row=int(row), place=place, **params)


def repair_shapes(work: Work) -> None:
    """Repair what is invalid, drop what is empty, foreign or nowhere.

    Parameters
    ----------
    work : Work
        Its frame is changed.
    """
    shapes = work.frame.geometry.to_numpy()
    drop_rows(
        work,
        shapely.is_missing(shapes) | shapely.is_empty(shapes),
        "empty_geometry",
        N_("Row %(row)s has no geometry; it was left out."),
    )
    drop_rows(
        work,
        ~np.isfinite(work.frame.geometry.bounds.to_numpy()).all(axis=1),
        "not_finite",
        N_("Row %(row)s has coordinates that are no numbers; it was left out."),
    )
    drop_rows(
        work,
        shapely.get_num_coordinates(work.frame.geometry.to_numpy()) > _MAX_GEOMETRY_VERTICES,
        "too_many_vertices",
        N_("Row %(row)s has too many vertices; it was left out."),
    )
    _make_valid(work)
    _drop_foreign(work)
    _drop_nowhere(work)


def _make_valid(work: Work) -> None:
    shapes = work.frame.geometry.to_numpy()
    invalid = ~shapely.is_valid(shapes)
    if not invalid.any():
        return
    repaired = shapely.make_valid(shapes[invalid], method="structure", keep_collapsed=False)
    report(
        work,
        invalid,
        "invalid_geometry",
        Severity.REPAIRED,
        N_("Row %(row)s: the outline crossed itself or its rings were mixed up; it was repaired."),
    )
    shapes = shapes.copy()
    shapes[invalid] = repaired
    work.frame = work.frame.set_geometry(gpd.GeoSeries(shapes, crs=work.frame.crs))
    drop_rows(
        work,
        shapely.is_empty(shapes),
        "collapsed_geometry",
        N_("Row %(row)s: nothing is left of the outline once it is repaired; it was left out."),
    )


def _drop_foreign(work: Work) -> None:
    wanted = {int(kind) for kind in WANTED[work.subject]}
    shapes = work.frame.geometry.to_numpy()
    kinds = shapely.get_type_id(shapes)
    single = np.isin(kinds, [GeometryType.MULTIPOINT, GeometryType.GEOMETRYCOLLECTION]) & (
        shapely.get_num_geometries(shapes) == 1
    )
    shapes = np.where(single, shapely.get_geometry(shapes, 0), shapes)
    if GeometryType.POLYGON in WANTED[work.subject]:
        shapes = _closed_to_polygons(work, shapes)
    work.frame = work.frame.set_geometry(gpd.GeoSeries(shapes, crs=work.frame.crs))
    drop_rows(
        work,
        ~np.isin(shapely.get_type_id(shapes), list(wanted)),
        "wrong_geometry_type",
        N_("Row %(row)s is drawn as another kind of shape than this needs; it was left out."),
    )


def _closed_to_polygons(work: Work, shapes: Any) -> Any:
    if GeometryType.LINESTRING in WANTED[work.subject]:
        return shapes
    closed = (shapely.get_type_id(shapes) == GeometryType.LINESTRING) & shapely.is_closed(shapes)
    closed &= shapely.get_num_coordinates(shapes) >= 4
    if not closed.any():
        return shapes
    shapes = shapes.copy()
    shapes[closed] = [shapely.make_valid(shapely.Polygon(line.coords)) for line in shapes[closed]]
    report(
        work,
        closed,
        "line_as_outline",
        Severity.REPAIRED,
        N_("Row %(row)s is a closed line; it was taken as an outline."),
    )
    return shapes


def _drop_nowhere(work: Work) -> None:
    if work.frame.empty:
        return
    middle = shapely.get_coordinates(shapely.centroid(work.frame.geometry.to_numpy()))
    drop_rows(
        work,
        (np.abs(middle) < _NEAR_ZERO_DEG).all(axis=1),
        "null_island",
        N_("Row %(row)s lies at longitude 0, latitude 0, where nobody lives; it was left out."),
    )
    drop_rows(
        work,
        _measure(
            work.frame,
            lambda b: (b[:, 0] < -180) | (b[:, 2] > 180) | (b[:, 1] < -90) | (b[:, 3] > 90),
        ),
        "off_globe",
        N_("Row %(row)s has coordinates beyond the globe; it was left out."),
    )


def _measure(frame: gpd.GeoDataFrame, test: Callable[[Any], Any]) -> Any:
    return test(frame.geometry.bounds.to_numpy())


def report_outside(work: Work) -> None:
    """Find rows that lie wholly outside of the community.

    Parameters
    ----------
    work : Work
    """
    if work.boundary is None or work.frame.empty:
        return
    shapes = work.frame.geometry.to_numpy()
    shapely.prepare(work.boundary)
    outside = ~shapely.intersects(work.boundary, shapes)
    if outside.all() and shapely.distance(work.boundary, shapes).min() > _FAR_DEG:
        work.found.add(
            "crs_suspected",
            Severity.WARNING,
            N_(
                "Nothing of this layer lies near the community: perhaps its coordinate system is "
                "another than was said (--crs)."
            ),
        )
        return
    report(
        work,
        outside,
        "outside_community",
        Severity.WARNING,
        N_("Row %(row)s lies outside of the community's boundary."),
    )


def areas_m2(frame: gpd.GeoDataFrame) -> Any:
    """Measure shapes.

    Parameters
    ----------
    frame : GeoDataFrame
        In EPSG:4326.

    Returns
    -------
    ndarray of float
        Square metres.
    """
    return to_metric(frame).geometry.area.to_numpy()
