from __future__ import annotations

import geopandas as gpd
import hypothesis.strategies as st
import numpy as np
import pytest
import shapely
from hypothesis import given

from geodata.datum import (
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    shift_geometry,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)

METRES_PER_DEGREE = 111_320
china = st.tuples(st.floats(73, 136), st.floats(3, 54)).map(lambda at: np.array([at]))


def off_by_m(a, b):
    return float(np.abs(a - b).max()) * METRES_PER_DEGREE


@given(china)
def test_gcj02_comes_back_within_a_micrometre(at):
    assert off_by_m(gcj02_to_wgs84(wgs84_to_gcj02(at)), at) < 1e-6


@given(china)
def test_bd09_comes_back_within_a_micrometre(at):
    assert off_by_m(bd09_to_gcj02(gcj02_to_bd09(at)), at) < 1e-6
    assert off_by_m(bd09_to_wgs84(wgs84_to_bd09(at)), at) < 1e-6


@given(china)
def test_shift_is_between_nothing_and_a_kilometre(at):
    assert 10 < off_by_m(wgs84_to_gcj02(at), at) < 1_500


def test_known_point_of_tiananmen():
    # The published example of eviltransform: 116.404, 39.915 in WGS 84.
    shifted = wgs84_to_gcj02(np.array([[116.404, 39.915]]))[0]
    assert shifted == pytest.approx([116.410244, 39.916404], abs=2e-6)


def test_shapes_and_series_are_moved_alike():
    square = shapely.box(116.3, 39.9, 116.31, 39.91)
    series = gpd.GeoSeries([square, None], crs=4326)
    moved = shift_geometry(series, "gcj02", "wgs84")
    assert moved.iloc[0].equals(shift_geometry(square, "gcj02", "wgs84"))
    assert moved.iloc[1] is None
    assert moved.crs == series.crs
    assert shift_geometry(square, "bd09", "bd09") is square
