"""The ground to be divided: street blocks that tile a community, and which building lies where."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.crs import crs_of, metric_srid
from geodata.divide.barriers import Barriers, read_barriers
from geodata.divide.blocks import lay_blocks
from geodata.divide.boundary import read_boundary
from geodata.divide.houses import Houses, read_houses
from geodata.divide.seams import Borders, find_borders
from geodata.errors import N_, InputRefused
from geodata.findings import Finding

Ints = NDArray[np.int64]
Objects = NDArray[np.object_]

_THIN = 0.22
_LONG_M = 150.0


@dataclass(frozen=True)
class Ground:
    """A community in metres, cut into blocks.

    Attributes
    ----------
    srid : int
        Metric CRS of all shapes.
    boundary : Polygon or MultiPolygon
    blocks : ndarray of Polygon
        They tile the boundary exactly.
    wet : ndarray of bool
        Blocks in which nobody walks: water.
    houses : Houses
        Buildings inside the boundary.
    block_of : ndarray of int
        Block of each of the houses.
    barriers : Barriers
    findings : list of Finding
    cut : dict of int to ndarray of Polygon
        Pieces of blocks that a division had to open; the next one need not cut them again.
    """

    srid: int
    boundary: BaseGeometry
    blocks: Objects
    wet: NDArray[np.bool_]
    houses: Houses
    block_of: Ints
    barriers: Barriers
    findings: list[Finding]
    cut: dict[int, Objects] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def borders(self) -> Borders:
        """Borders between the blocks."""
        return find_borders(self.blocks, self.barriers.lines, self.barriers.seams)

    @cached_property
    def thin(self) -> NDArray[np.bool_]:
        """Blocks that are long strips or rings: far from round, and more than a few metres."""
        around_m = shapely.length(self.blocks)
        roundness = 4 * np.pi * shapely.area(self.blocks) / around_m**2
        return (roundness < _THIN) & (around_m > _LONG_M) & ~self.wet


def lay_ground(
    buildings: gpd.GeoDataFrame, boundary: BaseGeometry, barriers: gpd.GeoDataFrame
) -> Ground:
    """Cut a community into the blocks between its barriers.

    Parameters
    ----------
    buildings : GeoDataFrame
        ``key``, ``households`` (missing ones are estimated), footprints or points, EPSG:4326.
    boundary : Polygon or MultiPolygon
        EPSG:4326; mended where it is invalid.
    barriers : GeoDataFrame
        ``kind`` and lines or polygons, any CRS.

    Returns
    -------
    Ground

    Raises
    ------
    InputRefused
        If the boundary has no area, or no building lies inside.
    """
    if boundary.is_empty:
        raise InputRefused(N_("The community has no boundary. Draw or import one first."))
    # The centroid of an outline that crosses itself may lie anywhere on earth.
    middle = shapely.centroid(shapely.make_valid(boundary))
    srid = metric_srid(*shapely.get_coordinates(middle)[0])
    outline, findings = read_boundary(boundary, srid)
    houses, about = read_houses(buildings, outline, srid)
    lines = read_barriers(barriers, srid)
    near = shapely.intersects(lines.lines, outline)
    blocks, block_of = lay_blocks(outline, lines.lines[near], lines.seams[near], houses.shapes)
    wet = _in_water(blocks, lines.water)
    wet[block_of] = False
    return Ground(srid, outline, blocks, wet, houses, block_of, lines, findings + about)


def _in_water(blocks: Objects, water: Objects) -> NDArray[np.bool_]:
    """Tell which blocks lie in water."""
    wet = np.zeros(len(blocks), np.bool_)
    if len(water):
        found, _ = (
            shapely.STRtree(water)
            .query(shapely.point_on_surface(blocks), predicate="within")
            .reshape(2, -1)
        )
        wet[found] = True
    return wet


def houses_outside(ground: Ground, areas: gpd.GeoDataFrame | None) -> Ints:
    """Give the houses that lie in none of some areas.

    Parameters
    ----------
    ground : Ground
    areas : GeoDataFrame or None
        Polygons, any CRS.

    Returns
    -------
    ndarray of int
    """
    inside = np.zeros(len(ground.houses.shapes), np.bool_)
    if areas is not None and len(areas):
        shapes = shapely.make_valid(areas.to_crs(crs_of(ground.srid)).geometry.to_numpy())
        middles = shapely.point_on_surface(ground.houses.shapes)
        inside[shapely.STRtree(shapes).query(middles, predicate="within")[0]] = True
    return np.flatnonzero(~inside)
