"""Paths are cut where a gate stands on them."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString, Point

from geodata.osm.gates import mark_gates

METRE = 1 / 111_320
"""Degrees of latitude."""


def ways(*lines):
    shapes = [LineString([(116.3, 39.9 + m * METRE) for m in line]) for line in lines]
    columns = {"key": [f"way/{k}" for k in range(len(lines))], "name": "巷", "barrier": None}
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=4326)


def gates(*spots, kind="gate", hours=None):
    points = [Point(116.3, 39.9 + m * METRE) for m in spots]
    columns = {"barrier": kind, "opening_hours": hours}
    return gpd.GeoDataFrame(columns, geometry=points, crs=4326, index=range(len(spots)))


def pieces(marked):
    length_m = shapely.length(marked.geometry.to_numpy()) / METRE
    kinds = marked["barrier"].where(marked["barrier"].notna(), None)
    return [*zip(marked["key"], kinds, np.round(length_m, 2), strict=True)]


def test_the_gate_is_the_few_metres_around_its_place():
    marked = mark_gates(ways((0, 30, 100), (200, 300)), gates(30, hours="06:00-22:00"))
    assert pieces(marked) == [
        ("way/0", None, 28.0),
        ("way/0/2", "gate", 4.0),
        ("way/0/3", None, 68.0),
        ("way/1", None, 100.0),
    ]
    assert marked["hours"].tolist()[1] == "06:00-22:00"
    assert marked["name"].eq("巷").all()


def test_vertices_stay_to_the_last_digit_and_nothing_is_lost():
    whole = ways((0, 10, 30, 55, 100))
    marked = mark_gates(whole, gates(10, 55))
    kept = set(map(tuple, shapely.get_coordinates(marked.geometry)))
    assert set(map(tuple, shapely.get_coordinates(whole.geometry))) <= kept
    assert shapely.length(marked.geometry).sum() == pytest.approx(whole.geometry[0].length)
    ends = [line.coords[0] for line in marked.geometry[1:]]
    assert ends == [line.coords[-1] for line in marked.geometry[:-1]]


@pytest.mark.parametrize(
    ("spots", "expected"),
    [
        ((0,), [("gate", 2.0), (None, 98.0)]),
        ((100,), [(None, 98.0), ("gate", 2.0)]),
        ((1, 3), [("gate", 3.0), ("gate", 2.0), (None, 95.0)]),
        ((2.3,), [("gate", 4.3), (None, 95.7)]),
    ],
)
def test_gates_at_the_ends_and_side_by_side(spots, expected):
    found = [piece[1:] for piece in pieces(mark_gates(ways((0, *spots, 100)), gates(*spots)))]
    assert found == [(kind, pytest.approx(m, abs=0.02)) for kind, m in expected]


def test_a_short_way_is_the_gate_itself():
    assert pieces(mark_gates(ways((0, 3)), gates(2))) == [("way/0", "gate", 3.0)]


@pytest.mark.parametrize("points", [gates(), gates(30, kind="bollard"), gates(500)])
def test_without_a_gate_on_it_a_way_stays_whole(points):
    marked = mark_gates(ways((0, 30, 100)), points)
    assert pieces(marked) == [("way/0", None, 100.0)]
    assert marked["hours"].isna().all()
