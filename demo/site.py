"""A site: the ground of one community with its outline and its cells, in local metres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from shapely import LineString, Polygon

from demo.layout.shapes import Ground


@dataclass(frozen=True)
class Site:
    """The ground of a community before it is moved to its place on the globe.

    Attributes
    ----------
    boundary : Polygon
        Outline, local metres.
    ground : Ground
        Houses, lanes, compounds, greens.
    cuts : Sequence[LineString]
        Lines along which the outline falls into cells; empty where there are none yet.
    band_m : float
        Height of the bands from north to south in which cells are numbered from west to east.
    meeting_point : tuple of float
        Where patrols start, local metres.
    centre : tuple of float
        Longitude and latitude of the middle of the outline.
    turn_deg : float
        By how much the ground is turned against the compass, anticlockwise.
    cell_name : str
        Name of a cell, with ``{number}`` (Chinese numeral) or ``{estate}`` in it.
    """

    boundary: Polygon
    ground: Ground
    cuts: Sequence[LineString]
    band_m: float
    meeting_point: tuple[float, float]
    centre: tuple[float, float]
    turn_deg: float = 0.0
    cell_name: str = "第{number}网格"

    def cells(self) -> list[Polygon]:
        """Divide the outline along the cuts.

        Returns
        -------
        list of Polygon
            A valid coverage of the outline (neighbours share their vertices), numbered from
            west to east, then from north to south; empty when there are no cuts.
        """
        if not self.cuts:
            return []
        edges = shapely.union_all([self.boundary.exterior, *self.cuts], grid_size=0.001)
        faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(edges)))
        inside = [face for face in faces if self.boundary.contains(face.representative_point())]
        return sorted(inside, key=self._turn)

    def _turn(self, cell: Polygon) -> tuple[int, float]:
        top = self.boundary.bounds[3]
        return int((top - cell.centroid.y) // self.band_m), cell.centroid.x
