"""The whole way on a town of four quarters: what comes out is valid, and bad input is answered."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pytest
import shapely
from shapely import box
from shapely.geometry.base import BaseGeometry

from geodata.crs import crs_of
from geodata.divide import DivisionResult, Wishes, divide_ground
from geodata.errors import InputRefused
from tests.unit.geodata.divide.small import SRID, across, along, houses, lines, outline, place

_LIMIT_S = 0.4
_RAIL = ("rail", along(200))
_BRIDGE = ("footway", shapely.LineString([(100, 233), (300, 233)]))


def divide(
    buildings: gpd.GeoDataFrame | None = None,
    boundary: BaseGeometry | None = None,
    barriers: gpd.GeoDataFrame | None = None,
    **wished: Any,
) -> DivisionResult:
    """Divide the town, with little time, and look at what every division must be."""
    buildings = houses() if buildings is None else buildings
    boundary = boundary or outline()
    wished.setdefault("time_limit_s", _LIMIT_S)
    found = divide_ground(buildings, boundary, lines() if barriers is None else barriers, **wished)
    assert_sound(found, buildings, boundary)
    return found


def assert_sound(
    found: DivisionResult, buildings: gpd.GeoDataFrame, boundary: BaseGeometry
) -> None:
    """Look that cells tile the ground, and that each building is whole in its own cell."""
    cells = found.cells.geometry.to_numpy()
    assert shapely.coverage_is_valid(cells)
    ground = gpd.GeoSeries([boundary], crs=4326).to_crs(crs_of(SRID)).make_valid().union_all()
    metric = found.cells.to_crs(crs_of(SRID)).geometry
    assert metric.area.sum() == pytest.approx(ground.area, rel=1e-5)
    assert found.cells["buildings"].sum() == len(found.assignment)
    own = buildings.set_index("key").geometry.to_crs(crs_of(SRID)).loc[found.assignment.index]
    outside = own.difference(metric.iloc[found.assignment.to_numpy()], align=False)
    inside = shapely.area(shapely.intersection(own.to_numpy(), shapely.buffer(ground, 0.01)))
    assert (outside.area.to_numpy() <= own.area.to_numpy() - inside + 0.2).all()


def codes(found: DivisionResult) -> set[str]:
    return {finding.code for finding in found.findings}


def test_the_four_quarters_are_found() -> None:
    found = divide(cells=4)
    quarters = [(n // 6 >= 3) * 2 + (n % 6 >= 3) for n in range(36)]
    cells = found.assignment.loc[[f"b{n}" for n in range(36)]].tolist()
    assert len(set(zip(quarters, cells, strict=True))) == 4
    assert found.report.largest_deviation == 0
    assert found.report.in_pieces == 0
    assert found.report.border_on_streets == pytest.approx(1)
    assert found.report.main_inside == pytest.approx(0, abs=0.01)
    assert not found.findings


def test_the_same_seed_gives_the_same_division() -> None:
    first, again = (divide(cells=5, seed=3, time_limit_s=60) for _ in range(2))
    assert first.assignment.equals(again.assignment)
    assert first.cells.geometry.geom_equals_exact(again.cells.geometry, 0).all()


@pytest.mark.parametrize(
    ("wished", "said"),
    [
        ({}, "Say how many cells"),
        ({"households": (50, 20)}, "from 50 to 20"),
        ({"cells": 37}, "37 cells are more than the 36 buildings"),
        ({"cells": 0}, "at least one cell"),
    ],
)
def test_what_nobody_can_do_is_refused(wished: dict[str, Any], said: str) -> None:
    with pytest.raises(InputRefused, match=said):
        divide(**wished)


def test_a_boundary_without_buildings_is_refused() -> None:
    with pytest.raises(InputRefused, match="No building lies inside"):
        divide(boundary=outline(box(1000, 1000, 1400, 1400)), cells=2)


def test_a_cell_for_each_building() -> None:
    found = divide(cells=36)
    assert found.cells["buildings"].tolist() == [1] * 36


@pytest.mark.parametrize("households", [0, None])
def test_unknown_households_are_estimated(households: int | None) -> None:
    found = divide(houses(households), cells=4)
    assert "households_estimated" in codes(found)
    assert found.report.largest_deviation == pytest.approx(0)


def test_a_building_too_large_is_named() -> None:
    buildings = houses()
    buildings.loc[7, "households"] = 300
    found = divide(buildings, households=(60, 120))
    named = [finding for finding in found.findings if finding.code == "building_too_large"]
    assert [finding.params["key"] for finding in named] == ["b7"]
    assert found.report.in_pieces == 0


def test_nobody_is_asked_to_cross_a_rail() -> None:
    found = divide(barriers=lines(_RAIL), cells=3)
    east = {f"b{n}" for n in range(18, 36)}
    for _, members in found.assignment.groupby(found.assignment):
        assert set(members.index) <= east or not set(members.index) & east
    assert "cells_differ" in codes(found)


def test_a_bridge_joins_what_a_rail_parts() -> None:
    found = divide(barriers=lines(_RAIL, _BRIDGE), cells=3, time_limit_s=2)
    assert found.cells["households"].tolist() == [120] * 3
    assert found.report.in_pieces == 0


def test_an_island_too_small_for_a_cell_is_named() -> None:
    found = divide(barriers=lines(("rail", along(66))), cells=2)
    assert "cut_off" in codes(found)


@pytest.mark.parametrize("north_m", [300, 400])
def test_a_boundary_that_crosses_itself_is_mended(north_m: float) -> None:
    bow = shapely.Polygon([(0, 0), (400, 400), (400, 0), (0, north_m)])
    assert "boundary_mended" in codes(divide(boundary=outline(bow), cells=2))


def test_no_cell_reaches_across_parts_of_the_boundary() -> None:
    parts = shapely.MultiPolygon([box(0, 0, 190, 400), box(210, 0, 400, 400)])
    found = divide(boundary=outline(parts), cells=4)
    assert "boundary_in_parts" in codes(found)
    assert set(found.cells.geom_type) == {"Polygon"}


def test_buildings_outside_are_in_no_cell() -> None:
    found = divide(boundary=outline(box(0, 0, 200, 400)), cells=2)
    assert "buildings_outside" in codes(found)
    assert len(found.assignment) == 18


def test_a_border_goes_around_a_building_that_a_street_crosses() -> None:
    # The street is the only thing to see; six houses stand in its way.
    found = divide(barriers=lines(("secondary", across(233))), cells=2)
    assert found.cells["buildings"].sum() == 36
    assert found.report.largest_deviation == 0


def test_compounds_stay_whole() -> None:
    west = place([box(0, 0, 200, 400), box(200, 0, 400, 400)])
    found = divide(cells=2, wishes=Wishes(estates=west))
    assert (found.report.estates_torn, found.report.buildings_torn) == (0, 0)


def test_exclusive_ground_is_a_cell_of_its_own() -> None:
    school = place([box(0, 0, 200, 200)])
    found = divide(cells=3, wishes=Wishes(exclusive=school))
    assert found.cells["kind"].tolist() == ["general"] * 3 + ["exclusive"]
    own = found.assignment[found.assignment == 3]
    assert set(own.index) == {f"b{6 * x + y}" for x in range(3) for y in range(3)}


def test_a_fixed_building_stays_where_it_was_put() -> None:
    halves = place([box(0, 0, 400, 200), box(0, 200, 400, 400)])
    wishes = Wishes(existing=halves, fixed={"b2": 1})
    found = divide(cells=2, wishes=wishes)
    assert found.assignment["b2"] == 1


def test_the_stable_variant_moves_fewer_households() -> None:
    # Today's cells are balanced but cross the main road: balance alone would leave them.
    today = place([box(0, 0, 133, 400), box(133, 0, 267, 400), box(267, 0, 400, 400)])
    moved = {}
    for variant in ("balance", "stable"):
        wishes = Wishes(existing=today)
        found = divide(cells=3, variant=variant, wishes=wishes, time_limit_s=3)
        home = {f"b{n}": n // 12 for n in range(36)}
        moved[variant] = sum(found.assignment[key] != cell for key, cell in home.items())
    assert moved["stable"] == 0
    assert moved["balance"] >= moved["stable"]


def test_a_stopped_search_gives_its_best() -> None:
    told: list[float] = []

    def stop(done: float, doing: str) -> bool:
        told.append(done)
        return False

    found = divide(cells=4, tell=stop)
    assert found.report.in_pieces == 0
    assert told[-1] == 1.0


def test_hardly_any_time_is_enough_for_a_division() -> None:
    found = divide(cells=7, time_limit_s=1e-6)
    assert found.report.in_pieces == 0
    assert len(found.cells) == 7


def test_exclusive_ground_leaves_no_room_for_so_many_cells() -> None:
    with pytest.raises(InputRefused, match="fewer cells"):
        divide(cells=8, wishes=Wishes(exclusive=place([box(0, 0, 400, 340)])))


def test_buildings_are_held_only_in_cells_that_hold_today() -> None:
    with pytest.raises(InputRefused, match="cell of today"):
        divide(cells=2, wishes=Wishes(fixed={"b0": 7}))


def test_a_building_is_held_though_there_are_to_be_fewer_cells() -> None:
    strips = place([box(0, 0, 400, 134), box(0, 134, 400, 267), box(0, 267, 400, 400)])
    found = divide(cells=2, variant="stable", wishes=Wishes(existing=strips, fixed={"b0": 2}))
    assert len(found.cells) == 2


def test_an_unknown_variant_is_refused() -> None:
    with pytest.raises(InputRefused, match="no variant"):
        divide(cells=2, variant="pretty")
