"""The measures of a division, on ground so small that every figure is known."""

from __future__ import annotations

import math

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from shapely import LineString, MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from bench.division.balance import balance, same_division
from bench.division.borders import borders
from bench.division.coverage import compactness, coverage
from bench.division.feet import pieces
from bench.division.ranks import goals, ranks
from bench.division.summary import row
from bench.ground import Ground
from bench.towns import degrees

SIZE_M = np.array([200.0, 100.0])
WEST, EAST = box(0, 0, 100, 100), box(100, 0, 200, 100)
HOUSES = {"a": box(20, 40, 40, 60), "b": box(60, 40, 80, 60), "c": box(140, 40, 160, 60)}
HOMES = {"a": 30, "b": 20, "c": 50}
OWN = pd.Series({"a": 0, "b": 0, "c": 1})


def on_earth(shapes: list[BaseGeometry]) -> np.ndarray:
    return shapely.transform(np.array(shapes), lambda xy: degrees(xy, SIZE_M))


def frame(shapes: list[BaseGeometry], **columns: object) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=on_earth(shapes), crs=4326)


def ground(*barriers: tuple[str, BaseGeometry]) -> Ground:
    lines = barriers or (("residential", LineString([(100, 0), (100, 100)])),)
    return Ground(
        name="small",
        boundary=on_earth([box(0, 0, 200, 100)])[0],
        buildings=frame(
            list(HOUSES.values()),
            key=list(HOUSES),
            kind="apartment",
            households=list(HOMES.values()),
        ),
        barriers=frame([shape for _, shape in lines], kind=[kind for kind, _ in lines]),
        cells=2,
    )


def test_balance_counts_deviation_range_and_the_unassigned() -> None:
    found = balance(ground(), OWN, 2)
    assert found == {
        "largest_percent": 0.0, "p95_percent": 0.0, "in_range_percent": 100.0, "unassigned": 0.0,
    }  # fmt: skip
    worse = balance(ground(), pd.Series({"a": 0, "c": 1}), 2)
    assert worse["largest_percent"] == pytest.approx(40.0)
    assert worse["in_range_percent"] == 50.0
    assert worse["unassigned"] == 1.0
    one_cell_missing = balance(ground(), pd.Series({"a": 0, "b": 0, "c": 0}), 1)
    assert one_cell_missing["largest_percent"] == 100.0
    assert one_cell_missing["in_range_percent"] == 0.0


def test_same_division_does_not_mind_names_but_every_building() -> None:
    assert same_division(pd.Series({"a": 5, "b": 5, "c": 2}), OWN)
    assert not same_division(pd.Series({"a": 0, "b": 1, "c": 1}), OWN)
    assert not same_division(pd.Series({"a": 0, "b": 0, "c": 0}), OWN)
    assert not same_division(pd.Series({"a": 0, "c": 1}), OWN)


def test_coverage_of_a_tiling_has_no_fault() -> None:
    found = coverage(ground(), frame([WEST, EAST]), OWN)
    assert found["gaps_m2"] == pytest.approx(0.0, abs=0.01)
    assert (found["overlaps_m2"], found["edges_differ"], found["split"]) == (0.0, 0.0, 0.0)


def test_coverage_measures_gaps_overlaps_and_split_buildings() -> None:
    gap = coverage(ground(), frame([WEST, box(110, 0, 200, 100)]), OWN)
    assert gap["gaps_m2"] == pytest.approx(1000.0, rel=0.01)
    overlap = coverage(ground(), frame([WEST, box(90, 0, 200, 100)]), OWN)
    assert overlap["overlaps_m2"] == pytest.approx(1000.0, rel=0.01)
    assert overlap["edges_differ"] == 2.0
    split = coverage(ground(), frame([box(0, 0, 70, 100), box(70, 0, 200, 100)]), OWN)
    assert split["split"] == 1.0


def test_coverage_forgives_a_rounded_outline_but_no_hole_between_cells() -> None:
    rounded = coverage(ground(), frame([box(0.004, 0, 100, 100), EAST]), OWN)
    assert rounded["gaps_m2"] == pytest.approx(0.0, abs=0.01)
    hole = box(100, 40, 100.004, 60)
    found = coverage(ground(), frame([WEST, EAST - hole]), OWN)
    assert found["gaps_m2"] == pytest.approx(0.08, rel=0.01)


def test_coverage_sees_an_edge_that_is_not_the_neighbours() -> None:
    bent = Polygon([(100, 0), (200, 0), (200, 100), (100, 100), (99.99, 50)])
    assert coverage(ground(), frame([WEST, bent]), OWN)["edges_differ"] > 0


def test_compactness_is_polsby_and_poppers() -> None:
    found = compactness(frame([WEST, box(100, 0, 200, 25)]))
    square, strip = math.pi / 4, 4 * math.pi * 2500 / 250**2
    assert found["compact_mean"] == pytest.approx((square + strip) / 2, rel=0.01)
    assert found["compact_least"] == pytest.approx(strip, rel=0.01)


def test_borders_know_streets_footways_and_nothing() -> None:
    cells = frame([WEST, EAST])
    line = LineString([(100, 0), (100, 100)])
    street = borders(ground(("residential", line)), cells)
    assert (street["on_lines_percent"], street["on_roads_percent"]) == (100.0, 100.0)
    footway = borders(ground(("footway", line)), cells)
    assert (footway["on_lines_percent"], footway["on_roads_percent"]) == (100.0, 0.0)
    elsewhere = borders(ground(("residential", LineString([(50, 0), (50, 100)]))), cells)
    assert elsewhere["on_lines_percent"] == 0.0
    assert math.isnan(elsewhere["main_inside_percent"])


def test_borders_know_main_roads_inside() -> None:
    cells = frame([WEST, EAST])
    between = borders(ground(("primary", LineString([(105, 0), (105, 100)]))), cells)
    assert between["main_inside_percent"] == 0.0
    inside = borders(ground(("primary", LineString([(50, 0), (50, 100)]))), cells)
    assert inside["main_inside_percent"] == 100.0


def test_a_corner_is_no_way_through() -> None:
    corner = MultiPolygon([box(0, 0, 50, 100), box(50, 60, 100, 100)])
    assert pieces(ground(), frame([corner, EAST]), OWN) == 0  # House b lies on neither side.
    apart = MultiPolygon([box(0, 0, 50, 100), box(55, 0, 100, 100)])
    along = ground(("residential", LineString([(0, 99), (200, 99)])))
    assert pieces(along, frame([apart, EAST]), OWN) == 1


@pytest.mark.parametrize("kind", ["rail", "water"])
def test_rails_and_water_part_a_cell_unless_a_way_crosses(kind: str) -> None:
    closed = (kind, box(49, 0, 51, 100) if kind == "water" else LineString([(50, 0), (50, 100)]))
    bridge = LineString([(30, 30), (70, 30)])
    cells = frame([WEST, EAST])
    assert pieces(ground(closed), cells, OWN) == 1
    assert pieces(ground(closed, ("wall", bridge)), cells, OWN) == 1
    assert pieces(ground(closed, ("footway", bridge)), cells, OWN) == 0


def test_a_part_without_buildings_does_no_harm() -> None:
    rail = ("rail", LineString([(10, 0), (10, 100)]))
    assert pieces(ground(rail), frame([WEST, EAST]), OWN) == 0


def test_ranks_share_places_and_put_the_failed_last() -> None:
    found = ranks({
        "x": {"pieces": 0, "compact_mean": 0.5},
        "y": {"pieces": 0, "compact_mean": 0.7},
        "z": {},
    })  # fmt: skip
    assert found == {"x": 1.5 + 2, "y": 1.5 + 1, "z": 3 + 3}


def test_goals_are_met_and_missed() -> None:
    ours = {
        "gaps_m2": 0.0, "overlaps_m2": 0.0, "edges_differ": 0.0, "split": 0.0, "unassigned": 1.0,
        "pieces": 0.0, "in_range_percent": 100.0, "largest_percent": 7.0, "on_lines_percent": 90.0,
        "compact_mean": 0.5, "main_inside_percent": 30.0, "cpu_s": 70.0,
    }  # fmt: skip
    peers = {"METIS k-way + roads": {"compact_mean": 0.4}, "k-means": {"main_inside_percent": 50.0}}
    met = {goal: met for goal, _, met in goals({"ours": ours, **peers}, 8.0, 10_000)}
    missed = {goal for goal, met in met.items() if not met}
    assert missed == {"0 buildings split or unassigned", "main road inside at most 25 %"}
    assert len(met) == 9
    small = goals({"ours": ours, **peers}, 8.0, 8_000)
    assert ("at most 60 CPU s", "70.0 s", False) in small


def test_summary_compares_ours_with_two_peers_and_leaves_dashes() -> None:
    ours = {"largest_percent": 4.0, "pieces": 0.0, "compact_mean": 0.6, "cpu_s": 2.0}
    peers = {"METIS k-way + roads": {"largest_percent": 3.0, "compact_mean": 0.4}, "k-means": {}}
    cells = [cell.strip() for cell in row("small", {"ours": ours, **peers}).strip("|").split("|")]
    assert cells == ["small", "4.0 %", "0", "-", "0.60", "1.50 x", "-", "-", "2.0", "1 of 3"]
    assert row("small", peers).endswith("| - | - |")
