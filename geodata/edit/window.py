"""What a step of editing sees, and what it did: the cells around it, and those that changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.crs import STORAGE_SRID, to_metric
from geodata.errors import N_, InputRefused

Objects = NDArray[np.object_]


@dataclass(frozen=True)
class Window:
    """The part of a division around a step: the cells that it touches, and all their neighbours.

    Attributes
    ----------
    cells : Mapping of int to Polygon or MultiPolygon
        By key, EPSG:4326; neighbours share their edges to the coordinate.
    buildings : Mapping of int to BaseGeometry
        Footprints by key, EPSG:4326: at least those that the step's lines may cross.
    boundary : Polygon or MultiPolygon, optional
        Of the community: a cell that is drawn takes no ground beyond it.
    cell_names, building_names : Mapping of int to str
        What messages call them.
    """

    cells: Mapping[int, BaseGeometry]
    buildings: Mapping[int, BaseGeometry] = field(default_factory=dict)
    boundary: BaseGeometry | None = None
    cell_names: Mapping[int, str] = field(default_factory=dict)
    building_names: Mapping[int, str] = field(default_factory=dict)

    def cell(self, key: int) -> BaseGeometry:
        """Give the outline of a cell.

        Raises
        ------
        InputRefused
            If there is none of this key: somebody may have merged it away.
        """
        if key not in self.cells:
            raise InputRefused(N_("This draft has no such cell any more. Load the page again."))
        return self.cells[key]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Least and greatest longitude and latitude of the cells."""
        west, south, east, north = shapely.total_bounds(list(self.cells.values())).tolist()
        return west, south, east, north

    def cell_name(self, key: int) -> str:
        """Give what messages call a cell."""
        return self.cell_names.get(key, str(key))

    def building_name(self, key: int) -> str:
        """Give what messages call a building."""
        return self.building_names.get(key, str(key))


@dataclass(frozen=True)
class Change:
    """What a step did to the cells.

    Attributes
    ----------
    changed : Mapping of int to Polygon or MultiPolygon
        New outlines by key, also of neighbours that only gained a corner on a straight edge.
    added : tuple of Polygon or MultiPolygon
        Cells that did not exist before.
    removed : frozenset of int
        Cells that are no more.
    """

    changed: Mapping[int, BaseGeometry]
    added: tuple[BaseGeometry, ...] = ()
    removed: frozenset[int] = frozenset()


def metric(shapes: Iterable[BaseGeometry]) -> Objects:
    """Give shapes in metres.

    Parameters
    ----------
    shapes : iterable of BaseGeometry
        EPSG:4326, near each other.

    Returns
    -------
    ndarray of BaseGeometry
        In the metric CRS of their middle.
    """
    frame = gpd.GeoDataFrame(geometry=list(shapes), crs=STORAGE_SRID)
    return np.asarray(to_metric(frame).geometry.to_numpy(), dtype=np.object_)


def is_real(shape_m: BaseGeometry, *, area_m2: float = 20.0, width_m: float = 1.0) -> bool:
    """Tell whether a piece of ground is more than the noise of drawing.

    Parameters
    ----------
    shape_m : BaseGeometry
        In metres.
    area_m2, width_m : float
        What it must have at least.
    """
    return bool(shape_m.area >= area_m2) and not shapely.buffer(shape_m, -width_m / 2).is_empty


def parts(shape: BaseGeometry) -> int:
    """Count the pieces of which a cell consists."""
    return int(shapely.get_num_geometries(shape))
