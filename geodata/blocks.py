"""Street blocks as first cells: faces between main streets, small ones joined to a neighbour."""

from __future__ import annotations

from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from geodata.crs import STORAGE_SRID, to_metric
from geodata.errors import N_, InputRefused

MAIN_KINDS = (
    *("trunk", "primary", "secondary", "tertiary", "residential", "unclassified"),
    *("trunk_link", "primary_link", "secondary_link", "tertiary_link"),
)
"""Classes of streets along which cells are cut: those that one crosses, not those one lives on."""

MIN_BUILDINGS = 8


def street_blocks(
    paths: gpd.GeoDataFrame,
    boundary: BaseGeometry,
    buildings: gpd.GeoDataFrame,
    *,
    min_buildings: int = MIN_BUILDINGS,
) -> gpd.GeoDataFrame:
    """Cut a community along its main streets.

    The streets and the outline are noded and polygonised (their faces tile the community); then
    the face with the fewest buildings joins the neighbour with which it shares the longest edge,
    until every face has enough. It is a first division to start from: no balance is sought.

    Parameters
    ----------
    paths : GeoDataFrame
        ``kind`` and lines, any CRS.
    boundary : Polygon or MultiPolygon
        EPSG:4326.
    buildings : GeoDataFrame
        Any CRS; counted by a point on their surface.
    min_buildings : int
        Fewest buildings of a cell.

    Returns
    -------
    GeoDataFrame
        ``code`` (missing), ``name`` (missing), ``kind`` and polygons in EPSG:4326, as a division
        is published from. Edges of neighbours are the same to the coordinate.

    Raises
    ------
    InputRefused
        If no building lies inside the boundary.
    """
    faces = _faces(paths[paths["kind"].isin(MAIN_KINDS)], boundary)
    counts = _counts(faces, buildings)
    if not counts.sum():
        raise InputRefused(N_("No building lies inside the boundary: there is nothing to divide."))
    groups = _Groups(faces, counts)
    while (small := groups.smallest()) is not None and groups.counts[small] < min_buildings:
        groups.join(small)
    shapes = [shapely.coverage_union_all(faces[members]) for members in groups.members.values()]
    return gpd.GeoDataFrame(
        {"code": [None] * len(shapes), "name": None, "kind": "general"},
        geometry=shapes,
        crs=STORAGE_SRID,
    )


def _faces(streets: gpd.GeoDataFrame, boundary: BaseGeometry) -> NDArray[np.object_]:
    """Tile the outline with the faces between the streets, EPSG:4326."""
    lines = shapely.intersection(streets.to_crs(STORAGE_SRID).geometry.to_numpy(), boundary)
    noded = shapely.union_all([*lines, boundary.boundary])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inside = shapely.intersects(boundary, shapely.point_on_surface(faces))
    return np.asarray(faces[inside], dtype=np.object_)


def _counts(faces: NDArray[np.object_], buildings: gpd.GeoDataFrame) -> NDArray[np.int64]:
    """Count the buildings of each face."""
    points = shapely.point_on_surface(buildings.to_crs(STORAGE_SRID).geometry.to_numpy())
    _, face = shapely.STRtree(faces).query(points, predicate="intersects")
    return np.bincount(face, minlength=len(faces)).astype(np.int64)


@dataclass
class _Groups:
    """Faces joined so far: who is in which group, and how long the shared edges are."""

    faces: NDArray[np.object_]
    face_counts: NDArray[np.int64]
    members: dict[int, list[int]] = field(init=False)
    counts: dict[int, int] = field(init=False)
    edges_m: dict[int, dict[int, float]] = field(init=False)

    def __post_init__(self) -> None:
        self.members = {face: [face] for face in range(len(self.faces))}
        self.counts = {face: int(n) for face, n in enumerate(self.face_counts)}
        self.edges_m = {face: {} for face in self.members}
        metric = to_metric(gpd.GeoDataFrame(geometry=self.faces, crs=STORAGE_SRID)).geometry
        shapes = metric.to_numpy()
        first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
        for a, b in zip(first, second, strict=True):
            shared_m = shapely.length(shapely.intersection(shapes[a], shapes[b]))
            if a != b and shared_m > 0:
                self.edges_m[int(a)][int(b)] = float(shared_m)

    def smallest(self) -> int | None:
        """Give the group with the fewest buildings that has a neighbour left."""
        open_groups = [group for group in self.members if self.edges_m[group]]
        return min(open_groups, key=lambda group: (self.counts[group], group), default=None)

    def join(self, group: int) -> None:
        """Join a group to the neighbour with the longest shared edge."""
        neighbours = self.edges_m.pop(group)
        into = max(neighbours, key=lambda other: (neighbours[other], -other))
        self.members[into] += self.members.pop(group)
        self.counts[into] += self.counts.pop(group)
        for other, shared_m in neighbours.items():
            self.edges_m[other].pop(group)
            if other != into:
                total_m = self.edges_m[into].get(other, 0.0) + shared_m
                self.edges_m[into][other] = self.edges_m[other][into] = total_m
