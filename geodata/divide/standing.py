"""Ground that was divided before and stands: its blocks and plots need not be made again."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.divide.ground import Ground, lay_ground

_MOST_HOUSES = 20_000
"""Of all grounds that are kept; a larger one alone is not kept: it would fill the memory."""
_COLUMNS = ("key", "households", "kind", "levels")


class Standing:
    """The grounds that were laid last, by what they were laid from.

    Ground is a pure function of its input, so who divides it again gets what he would have got;
    only sooner. It may be used by several threads.
    """

    def __init__(self, most_houses: int = _MOST_HOUSES) -> None:
        self._most_houses = most_houses
        self._laid: OrderedDict[bytes, Ground] = OrderedDict()
        self._lock = Lock()

    def lay(
        self, buildings: gpd.GeoDataFrame, boundary: BaseGeometry, barriers: gpd.GeoDataFrame
    ) -> Ground:
        """Give the blocks of a community, as :func:`geodata.divide.ground.lay_ground` lays them.

        Parameters
        ----------
        buildings : GeoDataFrame
        boundary : Polygon or MultiPolygon
        barriers : GeoDataFrame

        Returns
        -------
        Ground
            With the plots that earlier divisions of it cut.

        Raises
        ------
        InputRefused
            As :func:`geodata.divide.ground.lay_ground`.
        """
        known = _digest(buildings, boundary, barriers)
        with self._lock:
            ground = self._laid.get(known)
        if ground is None:
            ground = lay_ground(buildings, boundary, barriers)
        with self._lock:
            self._laid[known] = ground
            self._laid.move_to_end(known)
            while self._laid and self._houses() > self._most_houses:
                self._laid.popitem(last=False)
        return ground

    def _houses(self) -> int:
        return sum(len(ground.block_of) for ground in self._laid.values())


def _digest(
    buildings: gpd.GeoDataFrame, boundary: BaseGeometry, barriers: gpd.GeoDataFrame
) -> bytes:
    """Give a short number for an input: another for everything that ground depends on."""
    told = hashlib.blake2b(boundary.wkb)
    for frame in (buildings, barriers):
        columns = [column for column in _COLUMNS if column in frame]
        rows = pd.DataFrame({column: frame[column].astype(str) for column in columns})
        rows["shape"] = shapely.to_wkb(frame.geometry.to_numpy(), hex=True)
        told.update(f"{frame.crs} {columns} {len(rows)}".encode())
        told.update(pd.util.hash_pandas_object(rows, index=False).to_numpy().tobytes())
    return told.digest()
