"""Pieces of ground are joined, matched and stored without gap, overlap or loose corner."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import MultiPolygon, Point, box

from geodata.divide.coverage import (
    coverage_faults,
    dissolve,
    match_edges,
    shared_edges,
    shared_segments,
    to_storage,
)

GROUND = box(0, 0, 20, 20)
T_JUNCTIONS = np.array(
    [
        box(0, 0, 10, 10),
        box(10, 0, 20, 5),
        box(10, 5, 20, 10),
        box(0, 10, 20, 20).difference(box(5, 12, 7, 15)),
        box(5, 12, 7, 15),
    ],
    object,
)


def bricks(count: int) -> np.ndarray:
    """Give columns of squares, every other one half a square higher."""
    return np.array(
        [
            box(x * 10, y * 10 + x % 2 * 5, x * 10 + 10, y * 10 + 10 + x % 2 * 5)
            for x in range(count)
            for y in range(count)
        ],
        object,
    )


def test_neighbours_get_each_others_corners() -> None:
    assert not shapely.coverage_is_valid(T_JUNCTIONS)
    matched = match_edges(T_JUNCTIONS)
    assert shapely.coverage_is_valid(matched)
    assert shapely.equals(matched, T_JUNCTIONS).all()
    assert shapely.get_num_coordinates(matched[0]) == 6
    assert match_edges(matched) is matched


def test_corners_a_millimetre_off_are_matched_too() -> None:
    pieces = np.array([box(0, 0, 10, 10), box(10, 0, 20, 5), box(10, 5, 20, 10)], object)
    pieces[2] = shapely.Polygon([(10.0004, 5), (20, 5), (20, 10), (10, 10)])
    pieces[1] = shapely.Polygon([(10, 0), (20, 0), (20, 5), (10.0004, 5)])
    matched = match_edges(pieces)
    assert shapely.coverage_is_valid(matched)
    assert coverage_faults(matched).overlap_m2 == pytest.approx(0, abs=1e-9)
    assert shapely.area(matched).sum() == pytest.approx(200, abs=0.01)


def test_matching_many_bricks() -> None:
    wall = bricks(30)
    matched = match_edges(wall)
    assert shapely.coverage_is_valid(matched)
    assert shapely.equals(matched, wall).all()


def test_shared_edges_are_measured() -> None:
    first, second, length_m = shared_edges(match_edges(T_JUNCTIONS))
    found = dict(zip(zip(first.tolist(), second.tolist(), strict=True), length_m, strict=True))
    assert found == {(0, 1): 5, (0, 2): 5, (0, 3): 10, (1, 2): 10, (2, 3): 10, (3, 4): 10}


def test_segments_tell_both_sides_and_the_outside() -> None:
    first, second, ends = shared_segments(match_edges(T_JUNCTIONS))
    length_m = np.hypot(ends[:, 2] - ends[:, 0], ends[:, 3] - ends[:, 1])
    assert length_m[second == -1].sum() == pytest.approx(GROUND.length)
    assert ((first < second) | (second == -1)).all()
    assert len(np.unique(np.sort(ends.reshape(-1, 2, 2), axis=1), axis=0)) == len(ends)


def test_dissolved_pieces_tile_what_the_pieces_tiled() -> None:
    joined = dissolve(match_edges(T_JUNCTIONS), np.array([0, 1, 1, 0, 2]))
    assert coverage_faults(joined, GROUND) == coverage_faults(np.array([GROUND]), GROUND)
    assert joined[1].equals(box(10, 0, 20, 10))


def test_pieces_that_lie_apart_make_several_parts() -> None:
    joined = dissolve(match_edges(T_JUNCTIONS), np.array([0, 1, 0, 1, 2]))
    assert isinstance(joined[1], MultiPolygon)


@pytest.mark.parametrize("labels", [[0, 1], [0, 0, 0, 0, -1], [0, 0, 2, 2, 2]])
def test_labels_that_fit_no_pieces_are_refused(labels: list[int]) -> None:
    with pytest.raises(ValueError, match="labels"):
        dissolve(T_JUNCTIONS, np.array(labels))


def test_faults_are_measured() -> None:
    faults = coverage_faults(np.array([box(0, 0, 10, 10), box(9, 0, 18, 10)]), box(0, 0, 20, 10))
    assert faults.gap_m2 == pytest.approx(20)
    assert faults.overlap_m2 == pytest.approx(10)
    assert not faults.matched
    beyond = coverage_faults(np.array([box(0, 0, 10, 10)]), box(0, 0, 9, 10))
    assert beyond.overlap_m2 == pytest.approx(10)


def test_storage_keeps_shared_edges_identical() -> None:
    cells = shapely.transform(
        dissolve(match_edges(bricks(12)), np.arange(144) // 12),
        lambda xy: xy + np.array([447000, 4427000]),
    )
    stored = to_storage(cells, 32650)
    assert shapely.coverage_is_valid(stored)
    assert shapely.is_valid(stored).all()
    west, south, east, north = shapely.total_bounds(stored)
    assert 116 < west < east < 117
    assert 39 < south < north < 41
    metres = math.cos(math.radians(south)) * 111_320 * 110_574
    degrees2 = shapely.area(cells).sum() / metres
    assert shapely.area(stored).sum() == pytest.approx(degrees2, rel=0.02)


def test_storage_keeps_parts_holes_and_emptiness() -> None:
    ring = Point(447000, 4427000).buffer(50).difference(Point(447000, 4427000).buffer(20))
    two = MultiPolygon(
        [box(447100, 4427000, 447110, 4427010), box(447200, 4427000, 447210, 4427010)]
    )
    stored = to_storage(np.array([ring, shapely.Polygon(), two], object), 32650)
    assert shapely.get_num_interior_rings(stored[0]) == 1
    assert stored[1].is_empty
    assert shapely.get_num_geometries(stored[2]) == 2


def test_storage_puts_the_corners_of_the_outline_back() -> None:
    corner, far = (116.3, 39.9), (116.36, 39.93)
    outline = shapely.Polygon([corner, (116.33, 39.897), far, (116.301234567, 39.94)])
    middle = shapely.centroid(outline)
    quarters = shapely.get_parts(
        shapely.intersection(
            [
                box(middle.x, middle.y, 117, 41), box(115, middle.y, middle.x, 41),
                box(115, 38, middle.x, middle.y), box(middle.x, 38, 117, middle.y),
            ],
            outline,
        )
    )  # fmt: skip
    metric = gpd.GeoSeries(quarters, crs=4326).to_crs(32650).to_numpy()
    pieces = match_edges(shapely.set_precision(metric, 0.001))
    plain, exact = to_storage(pieces, 32650), to_storage(pieces, 32650, outline)
    assert shapely.coverage_is_valid(exact)
    assert {*outline.exterior.coords} <= {*map(tuple, shapely.get_coordinates(exact))}
    deg2 = shapely.area(shapely.symmetric_difference(shapely.union_all(exact), outline))
    assert deg2 * 1e10 < 1e-5  # Square metres, about.
    assert shapely.area(shapely.symmetric_difference(shapely.union_all(plain), outline)) > deg2


def test_an_outline_that_lies_elsewhere_moves_nothing() -> None:
    cells = shapely.transform(bricks(2), lambda xy: xy + np.array([447000, 4427000]))
    stored = to_storage(match_edges(cells), 32650, box(0, 0, 1, 1))
    assert shapely.equals(stored, to_storage(match_edges(cells), 32650)).all()
