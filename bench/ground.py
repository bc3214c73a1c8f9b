"""What is to be divided, the same for every method, and what a method gives."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True)
class Ground:
    """A community to be divided.

    Attributes
    ----------
    name : str
    boundary : Polygon or MultiPolygon
        EPSG:4326.
    buildings : GeoDataFrame
        ``key``, ``kind``, ``households`` (int, never missing), footprints in EPSG:4326.
    barriers : GeoDataFrame
        ``kind`` (OpenStreetMap's highway class, or ``rail``, ``water``, ``wall``, ``estate``),
        lines or polygons in EPSG:4326.
    cells : int
        How many cells are wished for.
    perfect : Series or None
        Building key to number of cell, where the one perfect division is known.
    """

    name: str
    boundary: BaseGeometry
    buildings: gpd.GeoDataFrame
    barriers: gpd.GeoDataFrame
    cells: int
    perfect: pd.Series | None = None

    @property
    def households(self) -> int:
        """How many households there are."""
        return int(self.buildings["households"].sum())

    @property
    def wished(self) -> tuple[float, float]:
        """Fewest and most households of a cell.

        A quarter less or more than the mean: 300 to 500 where cells of 400 are wished for, and
        in proportion elsewhere.
        """
        mean = self.households / self.cells
        return 0.75 * mean, 1.25 * mean


@dataclass(frozen=True)
class Divided:
    """What a method gives.

    Attributes
    ----------
    cells : GeoDataFrame
        EPSG:4326, one row a cell.
    cell_of : Series
        Building key to row of ``cells``.
    """

    cells: gpd.GeoDataFrame
    cell_of: pd.Series
