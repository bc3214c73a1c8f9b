"""From local metres to longitude and latitude."""

from __future__ import annotations

import math
from typing import Any, TypeVar

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from demo.site import Site
from geodata.crs import STORAGE_SRID, metric_srid

Shape = TypeVar("Shape", bound=BaseGeometry)


class Placer:
    """Turns local metres and moves them to their place on the globe.

    Parameters
    ----------
    site : Site
        Its outline is centred on its place, and turned around it.
    """

    def __init__(self, site: Site) -> None:
        srid = metric_srid(*site.centre)
        self._to_globe = Transformer.from_crs(srid, STORAGE_SRID, always_xy=True)
        self._target = self._to_globe.transform(*site.centre, direction="INVERSE")
        west, south, east, north = site.boundary.bounds
        self._middle = (west + east) / 2, (south + north) / 2
        self._turn = math.radians(site.turn_deg)

    def __call__(self, shape: Shape) -> Shape:
        """Place a shape.

        Parameters
        ----------
        shape : BaseGeometry
            Local metres.

        Returns
        -------
        BaseGeometry
            The same kind of shape, EPSG:4326.
        """
        return shapely.transform(shape, self._move)

    def _move(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        offset = xy - self._middle
        cos, sin = math.cos(self._turn), math.sin(self._turn)
        x = offset[:, 0] * cos - offset[:, 1] * sin + self._target[0]
        y = offset[:, 0] * sin + offset[:, 1] * cos + self._target[1]
        # Nine decimals are a tenth of a millimetre, and make the bytes the same everywhere.
        return np.round(np.column_stack(self._to_globe.transform(x, y)), 9)


def frame_of(columns: dict[str, Any], shapes: list[BaseGeometry]) -> gpd.GeoDataFrame:
    """Make a frame of placed shapes.

    Parameters
    ----------
    columns : dict of str to sequence
        Attributes, one value a shape.
    shapes : list of BaseGeometry
        EPSG:4326.

    Returns
    -------
    GeoDataFrame
    """
    frame: gpd.GeoDataFrame = gpd.GeoDataFrame(columns, geometry=shapes, crs=STORAGE_SRID)
    return frame
