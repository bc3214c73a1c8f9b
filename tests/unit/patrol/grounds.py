"""Small pieces of ground in metres: paths, networks and stops for the tests of patrol."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
from hypothesis import strategies as st
from shapely import LineString, Polygon, box

from patrol.network import WalkingNetwork, build_network

SRID = 4548
EAST, NORTH = 450_000.0, 4_430_000.0


def paths(*lines, **columns) -> gpd.GeoDataFrame:
    """Lines given in metres from one corner; columns as keyword lists."""
    geometry = [line and LineString(np.add(line, (EAST, NORTH))) for line in lines]
    frame = {"key": [f"p{k}" for k in range(len(lines))], "kind": "footway", **columns}
    return gpd.GeoDataFrame(pd.DataFrame(frame), geometry=geometry, crs=SRID)


def network(*lines, **columns) -> WalkingNetwork:
    return build_network(paths(*lines, **columns), srid=SRID)


def at(*points) -> np.ndarray:
    return np.add(np.array(points, dtype=float).reshape(-1, 2), (EAST, NORTH))


def house(west, south, east, north) -> Polygon:
    return box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def houses(*bounds) -> gpd.GeoSeries:
    return gpd.GeoSeries([house(*four) for four in bounds], crs=SRID)


def stops(*points, keys=None) -> pd.DataFrame:
    x, y = at(*points).T
    keys = keys or [f"s{k}" for k in range(len(points))]
    return pd.DataFrame({"key": keys, "name": [f"楼{key}" for key in keys], "x": x, "y": y})


def degrees(x, y) -> tuple[float, float]:
    place = gpd.GeoSeries.from_xy([EAST + x], [NORTH + y], crs=SRID).to_crs(4326)
    return float(place.x[0]), float(place.y[0])


coordinate = st.integers(0, 12).map(lambda k: k * 17.0)
point = st.tuples(coordinate, coordinate)


@st.composite
def towns(draw, max_lines=14):
    """A random network: lines between random crossings, now and then a dead end or an island."""
    corners = draw(st.lists(point, min_size=2, max_size=10, unique=True))
    corner = st.sampled_from(corners)
    pair = st.tuples(corner, corner).filter(lambda ends: ends[0] != ends[1])
    return network(*draw(st.lists(pair, min_size=1, max_size=max_lines)))


places = st.tuples(st.floats(-20, 230), st.floats(-20, 230))
