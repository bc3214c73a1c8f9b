"""Cells brought to the CRS in which they are stored, and what is wrong with a coverage."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from geodata.crs import STORAGE_SRID
from geodata.divide.coverage.onto import put_on_outline
from geodata.divide.coverage.rings import Rings
from geodata.divide.coverage.segments import Edges, number_corners


def to_storage(
    polygons: NDArray[np.object_], srid: int, outline: BaseGeometry | None = None
) -> NDArray[np.object_]:
    """Bring a coverage from metres to the storage CRS.

    Parameters
    ----------
    polygons : ndarray of Polygon or MultiPolygon
        A valid coverage.
    srid : int
        EPSG code of its metric CRS.
    outline : Polygon or MultiPolygon, optional
        What the coverage tiles to the millimetre, in EPSG:4326. Its own corners are put back, and
        corners between them come to lie on its edges, so that nothing is left between.

    Returns
    -------
    ndarray of Polygon or MultiPolygon
        EPSG:4326, still a valid coverage: each corner is transformed once, for all who share it.
    """
    rings = Rings.of(polygons)
    corners, number = number_corners(rings.xy)
    transformer = Transformer.from_crs(srid, STORAGE_SRID, always_xy=True)
    lonlat = np.column_stack(transformer.transform(corners[:, 0], corners[:, 1]))
    plain = replace(rings, xy=lonlat[number]).polygons()
    if outline is None:
        return plain
    edges = Edges(rings.piece_of_edge, number[rings.starts], number[rings.starts + 1], corners)
    outer = edges.outer_corners()
    lonlat[outer] = put_on_outline(lonlat[outer], outline)
    exact = replace(rings, xy=lonlat[number]).polygons()
    # Metres and degrees draw a very long edge apart: what lies between may be in the way.
    sound = shapely.is_valid(exact).all() and shapely.coverage_is_valid(exact)
    return exact if sound else plain


@dataclass(frozen=True)
class CoverageFaults:
    """What keeps polygons from tiling a boundary.

    Attributes
    ----------
    gap_m2 : float
        Ground inside the boundary that no polygon has.
    overlap_m2 : float
        Ground that is counted twice, or lies outside of the boundary.
    matched : bool
        All shared edges are identical to the coordinate.
    """

    gap_m2: float
    overlap_m2: float
    matched: bool


def coverage_faults(
    polygons: NDArray[np.object_], boundary: BaseGeometry | None = None
) -> CoverageFaults:
    """Measure how far polygons are from tiling a boundary.

    Parameters
    ----------
    polygons : ndarray of Polygon or MultiPolygon
        In metres.
    boundary : Polygon or MultiPolygon, optional
        In the same CRS.

    Returns
    -------
    CoverageFaults
    """
    together = shapely.union_all(polygons)
    beyond = 0.0 if boundary is None else shapely.area(shapely.difference(together, boundary))
    gap = 0.0 if boundary is None else shapely.area(shapely.difference(boundary, together))
    twice = max(float(shapely.area(polygons).sum() - shapely.area(together)), 0.0)
    return CoverageFaults(
        float(gap), twice + float(beyond), bool(shapely.coverage_is_valid(polygons))
    )
