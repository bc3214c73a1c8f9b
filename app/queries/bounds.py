"""The window through which a map asks: west, south, east, north."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, func, select
from sqlalchemy.orm import Session

from geodata.crs import STORAGE_SRID
from geodata.errors import N_, InputRefused


@dataclass(frozen=True)
class Bbox:
    """A window in degrees (WGS 84).

    Attributes
    ----------
    west, south, east, north : float
        Ordered; beyond the globe they are cut off, because maps zoomed far out ask so.
    """

    west: float
    south: float
    east: float
    north: float

    def __str__(self) -> str:
        return f"{self.west:.7f},{self.south:.7f},{self.east:.7f},{self.north:.7f}"

    @classmethod
    def parse(cls, text: str) -> Bbox:
        """Read ``west,south,east,north``.

        Parameters
        ----------
        text : str
            Four numbers in degrees with commas between.

        Raises
        ------
        InputRefused
            If it is anything else.
        """
        try:
            west, south, east, north = (float(part) for part in text.split(","))
        except ValueError:
            raise _refused(text) from None
        if not all(map(math.isfinite, (west, south, east, north))):
            raise _refused(text)
        if west > east or south > north:
            raise _refused(text)
        return cls(_cut(west, 180), _cut(south, 90), _cut(east, 180), _cut(north, 90))

    def touches(self, column: SQLColumnExpression[Any]) -> ColumnElement[bool]:
        """Give the condition that a stored geometry's box touches the window.

        Parameters
        ----------
        column : SQLColumnExpression
            A geometry column with a GiST index.
        """
        window = func.ST_MakeEnvelope(self.west, self.south, self.east, self.north, STORAGE_SRID)
        return column.op("&&", is_comparison=True)(window)


def read_bounds(
    session: Session, column: SQLColumnExpression[Any], where: ColumnElement[bool]
) -> Bbox | None:
    """Give the window that holds stored geometries.

    Parameters
    ----------
    session : Session
    column : SQLColumnExpression
        A geometry column.
    where : ColumnElement
        Which rows; they must have been found to be in the viewer's scope.

    Returns
    -------
    Bbox or None
        None where there is no geometry.
    """
    whole = func.ST_Extent(column)
    corners = (func.ST_XMin(whole), func.ST_YMin(whole), func.ST_XMax(whole), func.ST_YMax(whole))
    west, south, east, north = session.execute(select(*corners).where(where)).one()
    return None if west is None else Bbox(west, south, east, north)


def _cut(degrees: float, most: float) -> float:
    """Bring a number of degrees onto the globe."""
    return max(-most, min(most, degrees))


def _refused(text: str) -> InputRefused:
    """Make the refusal of a window."""
    return InputRefused(
        N_("%(bbox)s is no window. Give west,south,east,north in degrees."), bbox=text[:80]
    )
