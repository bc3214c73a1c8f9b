from __future__ import annotations

from itertools import permutations, product

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.crs import metric_srid
from geodata.errors import InputRefused
from patrol.matrix import travel_matrix
from patrol.network import build_network
from patrol.plan import plan_route
from patrol.snap import snap_points
from tests.unit.patrol.grounds import SRID, at, degrees, houses, network, places, stops, towns

BLOCK = [(0, 0), (100, 0), (100, 60), (0, 60), (0, 0)]


def codes(plan) -> list[str]:
    return [finding.code for finding in plan.findings]


def on_ground(plan, srid=SRID) -> shapely.LineString:
    return gpd.GeoSeries([plan.geometry], crs=4326).to_crs(srid).iloc[0]


def assert_walkable(plan, net) -> None:
    """The route lies on the network, and its figures agree with each other."""
    vertices = shapely.points(shapely.get_coordinates(on_ground(plan, net.srid)))
    assert (shapely.distance(vertices, shapely.multilinestrings(net.lines)) < 1e-6).all()
    assert on_ground(plan, net.srid).length == pytest.approx(plan.length_m, abs=1e-4)
    assert plan.duration_s >= plan.walk_s >= plan.length_m / 1.1 - 1e-6
    assert plan.stops["leg_m"].sum() <= plan.length_m + 1e-6
    assert (np.diff(plan.stops["arrival_s"]) >= 30 - 1e-6).all()


def test_round_a_block_and_back():
    net = network(BLOCK)
    plan = plan_route(net, stops((50, 5), (95, 30), (50, 55), (5, 30)))
    assert plan.length_m == pytest.approx(320)
    assert plan.walk_s == pytest.approx(320 / 1.1)
    assert plan.duration_s == pytest.approx(320 / 1.1 + 4 * 30)
    assert plan.stops["sequence"].tolist() == [1, 2, 3, 4]
    assert plan.stops["leg_m"].tolist() == pytest.approx([0, 80, 80, 80])
    assert plan.stops["arrival_s"].iloc[2] == pytest.approx(160 / 1.1 + 2 * 30)
    assert plan.geometry.is_closed
    assert plan.findings == ()
    assert_walkable(plan, net)


def test_an_open_walk_ends_at_its_last_stop():
    net = network([(0, 0), (300, 0)])
    plan = plan_route(net, stops((150, 5), (20, 5), (280, 5)), closed=False)
    assert plan.length_m == pytest.approx(260)
    assert plan.stops["key"].tolist()[1] == "s0"
    assert not plan.closed


def test_a_start_comes_first_and_is_no_stop():
    net = network([(0, 0), (300, 0)])
    plan = plan_route(net, stops((150, 5), (20, 5)), start=degrees(250, 3), closed=False)
    assert plan.stops["key"].tolist() == ["s0", "s1"]
    assert plan.stops["leg_m"].tolist() == pytest.approx([100, 130])
    assert plan.stops["arrival_s"].iloc[0] == pytest.approx(100 / 1.1)
    plan = plan_route(net, stops((150, 5), (20, 5)), start=degrees(250, 3))
    assert plan.length_m == pytest.approx(460)


@pytest.mark.parametrize("closed", [True, False])
def test_without_a_start_the_walk_begins_at_the_gate(closed):
    net = network([(0, 0), (290, 0)], [(290, 0), (300, 0)], barrier=[None, "gate"])
    plan = plan_route(net, stops((20, 5), (150, 5), (280, 5)), closed=closed)
    assert plan.stops["key"].iloc[0] == "s2"


def test_without_a_gate_a_round_begins_in_the_middle():
    plan = plan_route(network([(0, 0), (300, 0)]), stops((20, 5), (160, 5), (280, 5)))
    assert plan.stops["key"].iloc[0] == "s1"


def test_steps_take_longer_and_are_avoided_where_the_way_round_is_quicker():
    net = network([(0, 0), (100, 0)], [(0, 0), (50, 30), (100, 0)], kind=["steps", "footway"])
    plan = plan_route(net, stops((0, 0), (100, 0)), closed=False)
    assert plan.length_m == pytest.approx(2 * np.hypot(50, 30))
    only = network([(0, 0), (100, 0)], kind=["steps"])
    plan = plan_route(only, stops((0, 0), (100, 0)), closed=False, pace_m_s=2)
    assert plan.walk_s == pytest.approx(100)


def test_stops_at_one_place_follow_each_other_in_the_order_given():
    net = network([(0, 0), (300, 0)])
    plan = plan_route(net, stops((50, 5), (250, 5), (50, -5), (50, 20)), closed=False)
    keys = plan.stops["key"].tolist()
    assert keys in (["s0", "s2", "s3", "s1"], ["s1", "s0", "s2", "s3"])
    assert plan.length_m == pytest.approx(200)


def test_what_cannot_be_reached_is_listed_with_reason_and_place():
    net = network([(0, 0), (300, 0)], [(0, 500), (100, 500)])
    plan = plan_route(net, stops((50, 5), (100, 100), (50, 490), (200, 0)))
    assert plan.stops["key"].tolist() in (["s0", "s3"], ["s3", "s0"])
    assert plan.unreachable["key"].tolist() == ["s1", "s2"]
    assert plan.unreachable["reason"].tolist() == ["too_far", "other_piece"]
    assert plan.unreachable["distance_m"].tolist() == pytest.approx([100, 10])
    assert codes(plan) == ["stop_unreachable"] * 2
    assert plan.findings[0].place.distance(shapely.Point(degrees(100, 100))) < 1e-9
    assert str(plan.findings[0]) == "楼s1 cannot be reached: the nearest path is 100 m away."


def test_stops_behind_another_building_are_reached_and_told():
    net = network([(0, 0), (200, 0)])
    walls = houses((-300, 5, 400, 15))
    plan = plan_route(net, stops((50, 25), (60, -5)), obstacles=walls)
    assert len(plan.stops) == 2
    told = [finding for finding in plan.findings if finding.code == "stops_behind"]
    assert [finding.params["count"] for finding in told] == [1]
    assert len(told[0].place.geoms) == 1


def test_how_far_a_stop_may_lie_is_a_setting():
    net, homes = network([(0, 0), (300, 0)]), stops((50, 5), (100, 40))
    assert len(plan_route(net, homes, reach_m=30).unreachable) == 1
    assert plan_route(net, homes, reach_m=30, start=degrees(0, 0)).unreachable["key"][0] == "s1"
    assert plan_route(net, homes, reach_m=50).unreachable.empty


def test_the_start_decides_which_piece_is_walked():
    net = network([(0, 0), (300, 0)], [(0, 500), (100, 500)])
    plan = plan_route(net, stops((50, 5), (50, 490), (200, 0)), start=degrees(0, 500))
    assert plan.stops["key"].tolist() == ["s1"]
    assert plan.length_m == pytest.approx(100)


def test_a_start_far_away_begins_at_the_nearest_place_and_says_so():
    plan = plan_route(network([(0, 0), (300, 0)]), stops((50, 5)), start=degrees(200, 400))
    assert plan.length_m == pytest.approx(300)
    assert codes(plan) == ["start_far"]
    assert "400 m" in str(plan.findings[0])


def test_one_stop_is_no_walk():
    plan = plan_route(network([(0, 0), (300, 0)]), stops((50, 5)))
    assert plan.stops["key"].tolist() == ["s0"]
    assert plan.geometry.is_empty
    assert (plan.length_m, plan.walk_s, plan.duration_s) == (0, 0, 30)


@pytest.mark.parametrize("start", [None, (117.0, 40.0)])
def test_nothing_reachable_is_an_empty_plan_that_says_so(start):
    plan = plan_route(network([(0, 0), (300, 0)]), stops((50, 500), (60, 500)), start=start)
    assert plan.stops.empty
    assert list(plan.stops) == list(plan_route(network(BLOCK), stops((0, 0))).stops)
    assert len(plan.unreachable) == 2
    assert plan.geometry.is_empty
    assert "no_stop_reachable" in codes(plan)


def test_no_stops_are_refused():
    with pytest.raises(InputRefused, match="no stops"):
        plan_route(network(BLOCK), stops((0, 0)).iloc[:0])


def test_repeated_and_placeless_stops_are_left_out_by_row():
    table = stops((10, 0), (20, 0), (30, 0), keys=["a", "a", "b"])
    table.loc[2, "x"] = np.nan
    plan = plan_route(network(BLOCK), table)
    assert plan.stops["key"].tolist() == ["a"]
    found = {finding.code: finding.row for finding in plan.findings}
    assert found == {"stop_without_place": 3, "stop_repeated": 2}


def test_buildings_as_stops_in_degrees_are_met_at_their_fronts():
    homes = houses((10, 8, 40, 20), (60, 8, 90, 20))
    table = gpd.GeoDataFrame({"key": [1, 2], "name": ["甲", "乙"]}, geometry=homes).to_crs(4326)
    plan = plan_route(network([(0, 0), (100, 0)]), table, obstacles=table.geometry, closed=False)
    assert plan.length_m == pytest.approx(50, abs=0.1)
    assert plan.stops["distance_m"].tolist() == pytest.approx([8, 8], abs=0.01)


def test_the_same_input_gives_the_same_route():
    net = network(*[[(k * 30, 0), (k * 30, 90)] for k in range(5)], [(0, 0), (120, 0)])
    homes = stops(*[(30 * k + 4, 15 * j) for k, j in product(range(5), range(3))])
    first, second = plan_route(net, homes, seed=3), plan_route(net, homes, seed=3)
    pd.testing.assert_frame_equal(first.stops, second.stops)
    assert first.geometry.equals_exact(second.geometry)


@settings(max_examples=30, deadline=None)
@given(towns(), st.lists(places, min_size=1, max_size=6), st.booleans())
def test_no_order_of_stops_is_shorter_and_no_route_leaves_the_network(net, points, closed):
    plan = plan_route(net, stops(*points), closed=closed)
    assert len(plan.stops) + len(plan.unreachable) == len(points)
    assert_walkable(plan, net)
    snaps = snap_points(net, at(*points))
    matrix = travel_matrix(net, snaps.take(snaps.reachable))
    orders = np.array(list(permutations(range(len(matrix)))), dtype=int)
    steps = matrix[orders, np.roll(orders, -1, axis=1)]
    best = float((steps if closed else steps[:, :-1]).sum(axis=1).min())
    # Among equals the tie break decides; it and rounding may cost a thousandth.
    assert plan.length_m == pytest.approx(best, rel=3e-3, abs=0.5)


@pytest.mark.parametrize("town", ["beijing_cau", "hangzhou_zijingang", "beijing_bupt"])
def test_real_buildings_are_walked_to_on_real_paths(shared_data, town):
    file = shared_data / "osm" / town / f"{town}.gpkg"
    roads = gpd.read_file(file, layer="roads").rename(columns={"highway": "kind", "osm_id": "key"})
    homes = gpd.read_file(file, layer="buildings").rename(columns={"osm_id": "key"})
    west, south, east, north = homes.total_bounds
    net = build_network(roads, srid=metric_srid((west + east) / 2, (south + north) / 2))
    corner = shapely.Point(east, south)
    near = homes.iloc[shapely.distance(homes.geometry.to_numpy(), corner).argsort()[:18]]
    plan = plan_route(net, near[["key", "name", "geometry"]], obstacles=homes.geometry)
    assert len(plan.stops) + len(plan.unreachable) == 18
    assert len(plan.stops) >= 9
    assert plan.length_m > 100
    assert_walkable(plan, net)
