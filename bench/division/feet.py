"""Whether a cell hangs together on foot."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from bench.ground import Ground
from geodata.crs import metric_srid, to_metric

Objects = NDArray[np.object_]
Ints = NDArray[np.int64]

UNCROSSED = ("rail", "railway", "water", "motorway", "motorway_link")
_NO_WAY = (*UNCROSSED, "wall", "fence", "hedge", "stream", "estate", "proposed", "construction")
_WIDTH_M = 0.5
_ALONG_M = 3.0
"""A bridge on the border of a cell leads its people across too."""


def pieces(ground: Ground, cells: gpd.GeoDataFrame, cell_of: pd.Series) -> int:
    """Count the cells whose people cannot all reach one another inside.

    A cell is cut by rails, water and motorways, and hangs together again where a way crosses; parts
    that only touch at a corner are apart, and a part without buildings does no harm.

    Parameters
    ----------
    ground : Ground
    cells : GeoDataFrame
        EPSG:4326.
    cell_of : Series
        Building key to row of ``cells``.

    Returns
    -------
    int
    """
    srid = metric_srid(*shapely.get_coordinates(shapely.centroid(ground.boundary))[0])
    shapes = to_metric(cells, srid).geometry.to_numpy()
    barriers = to_metric(ground.barriers, srid)
    closed = barriers.geometry[barriers["kind"].isin(UNCROSSED)].to_numpy()
    ways = barriers.geometry[~barriers["kind"].isin(_NO_WAY)].to_numpy()
    whole, owner = shapely.get_parts(shapes, return_index=True)
    parts, origin = _cut(whole, closed)
    cell = owner[origin].astype(np.int64)
    middles = shapely.point_on_surface(to_metric(ground.buildings, srid).geometry.to_numpy())
    own = cell_of.reindex(ground.buildings["key"]).fillna(-1).to_numpy(np.int64)
    lived_in = _lived_in(parts, cell, middles, own)
    group = _groups(parts, origin, whole, ways)
    pairs = np.unique(np.column_stack([cell, group])[lived_in], axis=0)
    return int((np.bincount(pairs[:, 0], minlength=len(shapes)) > 1).sum())


def _cut(whole: Objects, closed: Objects) -> tuple[Objects, Ints]:
    """Cut ground along what nobody crosses: parts, and from which of ``whole`` each is."""
    cut = whole.copy()
    bands = shapely.buffer(closed, _WIDTH_M)
    band, origin = shapely.STRtree(whole).query(bands, predicate="intersects")
    for number in np.unique(origin):
        there = shapely.union_all(bands[band[origin == number]])
        cut[number] = shapely.difference(cut[number], there)
    parts, origin = shapely.get_parts(cut, return_index=True)
    return np.asarray(parts, dtype=np.object_), origin.astype(np.int64)


def _lived_in(parts: Objects, cell: Ints, middles: Objects, own: Ints) -> NDArray[np.bool_]:
    """Tell which parts hold buildings of their cell."""
    house, part = shapely.STRtree(parts).query(middles, predicate="intersects")
    ours = own[house] == cell[part]
    return np.isin(np.arange(len(parts)), part[ours])


def _groups(parts: Objects, origin: Ints, whole: Objects, ways: Objects) -> Ints:
    """Give parts a number, the same one to those of one origin that ways inside it join."""
    cut = np.flatnonzero(np.bincount(origin, minlength=len(whole)) > 1)
    tree, near = shapely.STRtree(parts), shapely.STRtree(ways)
    links = [np.empty((0, 2), np.int64)]
    for number in cut:
        room = shapely.buffer(whole[number], _ALONG_M)
        inside = shapely.intersection(ways[near.query(room, predicate="intersects")], room)
        walks = shapely.get_parts(inside)
        walk, part = tree.query(walks, predicate="dwithin", distance=_ALONG_M)
        own = origin[part] == number
        links.append(_chain(walk[own], part[own]))
    pairs = np.concatenate(links)
    size = (len(parts), len(parts))
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=size)
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def _chain(walk: Ints, part: Ints) -> Ints:
    """Join the parts that one way touches, each with the next, shape (n, 2)."""
    order = np.lexsort([part, walk])
    walk, part = walk[order], part[order]
    same = walk[1:] == walk[:-1]
    return np.column_stack([part[:-1][same], part[1:][same]])
