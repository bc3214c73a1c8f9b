"""Blocks are cut into plots: no gap, no overlap, no building cut, whatever stands in them."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon, affinity, box

from geodata.divide.coverage import match_edges, shared_segments
from geodata.divide.plots import clumps, plots, plots_of_blocks

L_BLOCK = Polygon([(0, 0), (100, 0), (100, 40), (40, 40), (40, 100), (0, 100)])
RING_BLOCK = box(0, 0, 100, 100).difference(box(40, 40, 60, 60))
ROW = np.array([box(10 + i * 10, 10, 20 + i * 10, 25) for i in range(20)], object)


def array(*shapes: shapely.Geometry) -> np.ndarray:
    return np.array(shapes, object)


def prove(block: Polygon, footprints: np.ndarray) -> np.ndarray:
    """Cut a block, and check all that holds for every block."""
    made = plots(block, footprints)
    assert len(made) == len(footprints)
    assert shapely.is_valid(made).all()
    assert shapely.coverage_is_valid(made)
    assert shapely.area(made).sum() == pytest.approx(block.area, abs=1e-6 + block.length * 1e-3)
    inside = shapely.intersection(footprints, block)
    # By area: a house that touches the block's edge leaves a line there, which is no ground.
    assert shapely.area(shapely.difference(inside, shapely.buffer(made, 0.0015))).max() < 1e-6
    parts = np.maximum(shapely.get_num_geometries(inside), 1)
    assert (shapely.get_num_geometries(made) <= parts).all()
    return made


@pytest.mark.parametrize("block", [box(0, 0, 100, 100), L_BLOCK, RING_BLOCK])
def test_blocks_of_any_shape_are_tiled(block: Polygon) -> None:
    houses = array(box(5, 10, 30, 30), box(64, 20, 80, 38), box(5, 60, 35, 70), box(5, 71, 35, 80))
    made = prove(block, houses)
    assert shapely.area(made).sum() == pytest.approx(block.area, abs=1e-6)


def test_border_lies_midway_and_is_straight() -> None:
    left, right = plots(box(0, 0, 100, 50), array(box(10, 10, 30, 40), box(70, 10, 90, 40)))
    # Not the bisector to the metre: within 3 % of the block, and a tenth longer at most.
    assert left.symmetric_difference(box(0, 0, 50, 50)).area < 150
    assert shapely.intersection(left, right).length < 55


def test_terrace_is_parted_along_its_walls() -> None:
    made = prove(box(0, 0, 220, 60), ROW)
    first, second, ends = shared_segments(made)
    ways = {tuple(sorted([tuple(end[:2]), tuple(end[2:])])) for end in ends[second >= 0].tolist()}
    assert all(((20 + i * 10, 10), (20 + i * 10, 25)) in ways for i in range(19))
    assert (np.abs(first - second)[second >= 0] == 1).all()


def test_house_in_a_courtyard_has_a_plot_in_a_plot() -> None:
    ring = box(50, 20, 80, 40).difference(box(55, 25, 75, 35))
    made = prove(box(0, 0, 100, 50), array(ring, box(60, 28, 65, 33), box(5, 5, 20, 20)))
    assert shapely.get_num_interior_rings(made[0]) == 1
    assert made[1].within(box(55, 25, 75, 35))


def test_only_the_part_inside_counts() -> None:
    made = prove(box(0, 0, 100, 50), array(box(-5, 10, 30, 30), box(60, 20, 100.0004, 40)))
    assert shapely.area(made).sum() == pytest.approx(5000, abs=1e-6)
    assert plots(box(0, 0, 9, 9), array(box(1, 1, 3, 3), box(20, 20, 30, 30)))[1].is_empty


def test_points_and_buildings_of_several_parts() -> None:
    two = MultiPolygon([box(5, 5, 15, 15), box(80, 30, 90, 40)])
    made = prove(box(0, 0, 100, 50), array(two, box(40, 10, 60, 40), Point(20, 40), Point(21, 40)))
    assert made[2].covers(Point(20, 40))
    assert made[3].covers(Point(21, 40))


def test_one_building_has_the_whole_block() -> None:
    assert plots(L_BLOCK, array(box(5, 5, 10, 10)))[0] is L_BLOCK
    assert len(plots(L_BLOCK, array())) == 0


def test_buildings_without_free_ground_between() -> None:
    made = prove(box(0, 0, 20, 10), array(box(0, 0, 10, 10), box(10, 0, 20, 10)))
    assert made[0].equals(box(0, 0, 10, 10))


def test_many_blocks_at_once_are_cut_as_one_by_one() -> None:
    blocks = array(box(0, 0, 50, 50), box(50, 0, 100, 50), box(0, 50, 100, 100))
    houses = array(
        box(5, 5, 20, 20), box(60, 10, 70, 30), box(30, 30, 40, 40), box(80, 10, 90, 40),
        box(10, 60, 20, 70),
    )  # fmt: skip
    block_of = np.array([0, 1, 0, 1, 2])
    made = plots_of_blocks(blocks, houses, block_of)
    for block in range(3):
        own = block_of == block
        assert shapely.area(made[own]).sum() == pytest.approx(blocks[block].area, abs=1e-6)
        assert shapely.coverage_is_valid(made[own])
        assert shapely.covers(made[own], houses[own]).all()
    assert shapely.coverage_is_valid(match_edges(made))


def test_superblock() -> None:
    rng = np.random.default_rng(5)
    houses = [
        affinity.rotate(
            box(x, y, x + rng.uniform(6, 20), y + rng.uniform(5, 14)), rng.uniform(-25, 25)
        )
        for x in range(0, 500, 25)
        for y in range(0, 625, 25)
    ]
    prove(box(-20, -20, 540, 660), shapely.set_precision(houses, 0.001))


def test_clumps_share_ground_and_neighbours_do_not() -> None:
    houses = array(
        box(0, 0, 10, 10), box(10, 0, 20, 10), box(9.9995, 10, 20, 20), box(15, 15, 30, 30),
        Point(25, 25), Point(50, 50), Point(50, 50), box(28, 28, 40, 40),
    )  # fmt: skip
    assert clumps(houses).tolist() == [0, 1, 2, 2, 2, 3, 3, 2]


def test_ground_behind_the_corner_of_a_house_goes_to_who_borders_it() -> None:
    prove(L_BLOCK, array(box(0, 0, 2, 2), box(15, 40, 40, 42), box(15, 15, 40, 40)))


whole = st.integers(min_value=0, max_value=60)
size = st.integers(min_value=2, max_value=25)


@st.composite
def rectangles(draw: st.DrawFn) -> np.ndarray:
    """Draw houses on a metre grid, turned or not, without those that overlap an earlier one."""
    houses: list[Polygon] = []
    turn = draw(st.sampled_from([0, 0, 7, 31]))
    for x, y, w, h in draw(st.lists(st.tuples(whole, whole, size, size), min_size=2, max_size=9)):
        house = box(x, y, x + w, y + h)
        if draw(st.booleans()):
            house = house.difference(box(x + w / 2, y + h / 2, x + w, y + h))
        house = shapely.set_precision(affinity.rotate(house, turn, origin=(30, 30)), 0.001)
        if not any(shapely.intersection(house, other).area > 0.0 for other in houses):
            houses.append(house)
    return np.array(houses, object)


@settings(max_examples=60, deadline=None)
@given(rectangles(), st.sampled_from([box(-5, -5, 95, 95), L_BLOCK, RING_BLOCK]))
def test_any_houses_in_any_block(houses: np.ndarray, block: Polygon) -> None:
    inside = houses[shapely.area(shapely.intersection(houses, block)) > 0.01]
    if len(inside):
        prove(block, inside)


def _town(buildings: gpd.GeoDataFrame, streets: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Give real footprints, clumps joined, and the faces between streets, on the grid."""
    shapes = shapely.set_precision(buildings.geometry.to_numpy(), 0.001)
    shapes = shapes[shapely.area(shapes) > 1]
    number = clumps(shapes)
    houses = [
        shapely.union_all(shapes[number == n], grid_size=0.001) for n in range(number.max() + 1)
    ]
    outline = shapely.set_precision(
        box(*shapely.total_bounds(shapes)).buffer(20, join_style=2), 0.001
    )
    lines = shapely.union_all([*streets.geometry, outline.exterior], grid_size=0.001)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    return np.array(houses, object), faces[shapely.within(shapely.point_on_surface(faces), outline)]


def _prove_town(houses: np.ndarray, faces: np.ndarray) -> None:
    block, house = shapely.STRtree(houses).query(faces, predicate="intersects")
    real = shapely.area(shapely.intersection(houses[house], faces[block])) > 0.01
    made = plots_of_blocks(faces, houses[house[real]], block[real])
    empty = np.setdiff1d(np.arange(len(faces)), block[real])
    matched = match_edges(np.concatenate([made, faces[empty]]))
    assert shapely.coverage_is_valid(matched)
    assert shapely.is_valid(matched).all()
    assert shapely.area(matched).sum() == pytest.approx(shapely.area(faces).sum(), abs=0.1)
    inside = shapely.intersection(houses[house[real]], faces[block[real]])
    lost = shapely.difference(inside, shapely.buffer(made, 0.0015))
    assert shapely.area(lost).max() < 1e-6


def test_real_town_of_terraces() -> None:
    # Found without importing momepy, which takes longer than the test.
    package = find_spec("momepy")
    assert package is not None
    assert package.origin is not None
    path = Path(package.origin).parent / "datasets" / "bubenec.gpkg"
    _prove_town(
        *_town(gpd.read_file(path, layer="buildings"), gpd.read_file(path, layer="streets"))
    )


def test_real_compounds(shared_data: Path) -> None:
    file = shared_data / "osm" / "beijing_cau" / "beijing_cau.gpkg"
    streets = gpd.read_file(file, layer="roads").to_crs(32650)
    main = streets[streets["highway"].isin(["primary", "secondary", "tertiary", "residential"])]
    _prove_town(*_town(gpd.read_file(file, layer="buildings").to_crs(32650), main))
