"""The outline of a community in metres, mended where it can be."""

from __future__ import annotations

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.crs import STORAGE_SRID, crs_of
from geodata.divide.barriers import SNAP_M
from geodata.errors import N_, InputRefused
from geodata.findings import Finding, Severity

_CRUMB_M2 = 1.0
_STRAIGHT_DEG = 0.005
"""An edge that is straight in degrees is bent in metres: over half a kilometre by millimetres."""


def read_boundary(boundary: BaseGeometry, srid: int) -> tuple[BaseGeometry, list[Finding]]:
    """Bring the outline of a community to metres, on the millimetre grid.

    Parameters
    ----------
    boundary : Polygon or MultiPolygon
        EPSG:4326.
    srid : int
        Metric CRS.

    Returns
    -------
    boundary : Polygon or MultiPolygon
        Valid; parts below a square metre are left out.
    findings : list of Finding
        That it was mended, or has several parts.

    Raises
    ------
    InputRefused
        If no area is left.
    """
    findings = []
    if not shapely.is_valid(boundary):
        reason = str(shapely.is_valid_reason(boundary))
        findings.append(
            Finding(
                "boundary_mended", Severity.REPAIRED,
                N_("The boundary crosses itself (%(reason)s): it was mended. Look whether the "
                   "outline is still right."),
                {"reason": reason}, place=shapely.point_on_surface(shapely.make_valid(boundary)),
            )
        )  # fmt: skip
    sound = shapely.segmentize(shapely.make_valid(boundary), _STRAIGHT_DEG)
    metric = gpd.GeoSeries([sound], crs=STORAGE_SRID).to_crs(crs_of(srid))
    parts = shapely.get_parts(shapely.set_precision(metric.to_numpy(), SNAP_M))
    parts = shapely.get_parts(parts)
    parts = parts[shapely.area(parts) > _CRUMB_M2]
    if not len(parts):
        raise InputRefused(N_("The boundary encloses no ground. Draw or import it again."))
    if len(parts) > 1:
        findings.append(
            Finding(
                "boundary_in_parts", Severity.WARNING,
                N_("The boundary has %(parts)s parts that lie apart: no cell reaches across."),
                {"parts": len(parts)},
            )
        )  # fmt: skip
    return shapely.union_all(parts, grid_size=SNAP_M), findings
