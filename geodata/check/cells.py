"""Checks of cells as a division of ground: no gap, no overlap, nothing outside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.check.codes import coded_wrongly
from geodata.check.labels import Labels, Texts
from geodata.crs import metric_srid
from geodata.errors import N_
from geodata.findings import Finding, Severity

_NOISE_M2 = 1.0
_NOISE_WIDTH_M = 0.05


def check_cells(
    cells: gpd.GeoDataFrame,
    boundary: BaseGeometry | None = None,
    *,
    community_code: str | None = None,
    rows: pd.Series | None = None,
    names: pd.Series | None = None,
) -> list[Finding]:
    """Check cells as a division of the community.

    Parameters
    ----------
    cells : GeoDataFrame
        Frame ``cells`` in EPSG:4326.
    boundary : shapely geometry, optional
        Of the community, EPSG:4326; without it gaps are looked for inside the cells' own hull of
        holes only.
    community_code : str, optional
        12 digits; without it only the form of codes is checked.
    rows : Series, optional
        One-based row of the file for each cell; by default the place in the frame plus one.
    names : Series, optional
        What people call each cell; given, findings name cells by it instead of by row.

    Returns
    -------
    list of Finding
        ``invalid_cell``, ``cell_overlap``, ``cell_gap``, ``cell_outside``, ``cell_code_wrong``,
        ``cell_code_twice``; areas in square metres.
    """
    if cells.empty:
        return []
    labels = Labels.of(cells, rows, names)
    findings = [*coded_wrongly(cells, labels, community_code), *_invalid(cells, labels)]
    ground = _Ground(cells)
    shapes = shapely.make_valid(ground.shapes)
    findings += _overlaps(shapes, labels, ground)
    whole = shapely.union_all(shapes)
    outline = ground.metric(boundary) if boundary is not None else _filled(whole)
    for part in _parts(shapely.difference(outline, whole)):
        findings.append(ground.finding("cell_gap", part, _GAP))
    if boundary is not None:
        for part in _parts(shapely.difference(whole, outline)):
            findings.append(ground.finding("cell_outside", part, _OUTSIDE))
    return findings


_GAP = N_("%(area_m2)s m² of the community belong to no cell.")
_OUTSIDE = N_("%(area_m2)s m² of cells lie outside of the community.")
_OVERLAP = Texts(
    N_("The cells in row %(row)s and row %(other)s overlap by %(area_m2)s m²."),
    N_("%(cell)s and %(other)s overlap by %(area_m2)s m²: draw their shared edge anew."),
)
_INVALID = Texts(
    N_("The outline of the cell in row %(row)s crosses itself."),
    N_("The outline of %(cell)s crosses itself: draw it anew."),
)


class _Ground:
    """The way between degrees and the metres in which areas are measured."""

    def __init__(self, cells: gpd.GeoDataFrame) -> None:
        west, south, east, north = cells.total_bounds
        self._srid = metric_srid((west + east) / 2, (south + north) / 2)
        self.shapes = cells.geometry.to_crs(self._srid).to_numpy()

    def metric(self, shape: BaseGeometry) -> BaseGeometry:
        moved: BaseGeometry = gpd.GeoSeries([shape], crs=4326).to_crs(self._srid).iloc[0]
        return moved

    def degrees(self, shape: BaseGeometry) -> BaseGeometry:
        moved: BaseGeometry = gpd.GeoSeries([shape], crs=self._srid).to_crs(4326).iloc[0]
        return moved

    def finding(self, code: str, shape: BaseGeometry, template: str) -> Finding:
        params = {"area_m2": _area_m2(shape)}
        return Finding(code, Severity.WARNING, template, params, place=self.degrees(shape))


def _area_m2(shape: BaseGeometry) -> float:
    return round(float(shape.area), 1)


def _filled(shape: BaseGeometry) -> BaseGeometry:
    return shapely.union_all(
        [shapely.Polygon(part.exterior) for part in shapely.get_parts(shape) if part.area]
    )


def _parts(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    """Give the parts of an area that are more than the noise of drawing."""
    for part in shapely.get_parts(shape):
        if part.area > _NOISE_M2 and not part.buffer(-_NOISE_WIDTH_M / 2).is_empty:
            yield part


def _overlaps(shapes: Any, labels: Labels, ground: _Ground) -> Iterator[Finding]:
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    for a, b in zip(first[first < second], second[first < second], strict=True):
        for part in _parts(shapely.intersection(shapes[a], shapes[b])):
            yield labels.finding(
                "cell_overlap", _OVERLAP, int(b), ground.degrees(part),
                {"area_m2": _area_m2(part)}, other=int(a),
            )  # fmt: skip


def _invalid(cells: gpd.GeoDataFrame, labels: Labels) -> Iterator[Finding]:
    for cell in np.flatnonzero(~cells.geometry.is_valid):
        place = cells.geometry.iloc[cell]
        yield labels.finding("invalid_cell", _INVALID, int(cell), place, severity=Severity.ERROR)
