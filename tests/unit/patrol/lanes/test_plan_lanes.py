"""Walks along the lanes of a network: for one or several, once or per side, by need."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from shapely import box

from geodata.errors import InputRefused
from patrol.lanes.cells import NO_CELL, share_lanes
from patrol.lanes.plan import plan_lanes
from tests.unit.patrol.grounds import EAST, NORTH, SRID, degrees, network, towns


def ground(west, south, east, north):
    return box(EAST + west, NORTH + south, EAST + east, NORTH + north)


def block(size=4, step=100):
    """Streets in a grid, each as one long line."""
    reach = (size - 1) * step
    along = [[(0, k * step), (reach, k * step)] for k in range(size)]
    up = [[(k * step, 0), (k * step, reach)] for k in range(size)]
    return network(*along, *up)


def walked(net, route):
    """Edges that a route passes over from end to end, with how often."""
    line = gpd.GeoSeries([route.geometry], crs=4326).to_crs(SRID)[0]
    middles = shapely.line_interpolate_point(net.lines, 0.5, normalized=True)
    steps = np.array(line.coords)
    pieces = shapely.linestrings(np.stack([steps[:-1], steps[1:]], axis=1))
    near = shapely.distance(middles[:, None], pieces[None]) < 0.01
    return near.sum(axis=1)


@settings(max_examples=40, deadline=None)
@given(towns(max_lines=8))
def test_one_walk_passes_every_lane_of_its_piece_and_is_as_long_as_its_edges(net):
    result = plan_lanes(net, time_limit_s=20.0)
    (route,) = result.routes
    times = walked(net, route)
    piece = net.edge_piece == 0
    assert (times[piece] >= 1).all()
    assert set(result.left_out["key"]) == set(np.flatnonzero(~piece))
    assert result.gap == 0.0
    assert route.length_m >= net.edge_length_m[piece].sum() - 1e-6
    line = gpd.GeoSeries([route.geometry], crs=4326).to_crs(SRID)[0]
    assert line.length == pytest.approx(route.length_m, rel=1e-6)
    assert line.coords[0] == pytest.approx(line.coords[-1])


def test_all_streets_of_a_block_cost_its_matching():
    # Eight crossings of the rim are odd: four pairs of neighbours, 100 m each.
    (route,) = plan_lanes(block()).routes
    assert route.length_m == pytest.approx(2400 + 400)
    assert route.duration_s == pytest.approx(route.length_m / 1.1)
    assert route.closed
    assert route.stops.empty


def test_both_sides_are_every_lane_twice():
    (route,) = plan_lanes(block(), sides=2).routes
    assert route.length_m == pytest.approx(4800)


def test_a_cell_is_walked_by_ways_outside_where_they_are_shorter():
    net = block()
    cell = ground(-10, 90, 310, 310)
    result = plan_lanes(net, cell=cell)
    asked = share_lanes(net, [cell]) == 0
    assert (walked(net, result.routes[0])[asked] >= 1).all()
    assert result.left_out.empty


def test_the_walk_begins_at_the_crossing_nearest_to_the_start():
    result = plan_lanes(block(), start=degrees(290, 305))
    first = gpd.GeoSeries.from_xy(*[[c] for c in result.routes[0].geometry.coords[0]], crs=4326)
    assert first.to_crs(SRID)[0].distance(shapely.Point(EAST + 300, NORTH + 300)) < 0.01
    assert not result.findings


def test_a_start_far_away_is_told():
    findings = plan_lanes(block(), start=degrees(2000, 0)).findings
    assert [finding.code for finding in findings] == ["start_far"]


def test_lanes_of_another_piece_are_listed():
    net = network([(0, 0), (100, 0)], [(0, 500), (50, 500)])
    result = plan_lanes(net)
    assert result.left_out["reason"].tolist() == ["other_piece"]
    assert [finding.code for finding in result.findings] == ["lanes_other_piece"]
    assert result.findings[0].params == {"count": 1, "length": 50}


def test_three_share_a_block_fairly():
    net = block(5)
    result = plan_lanes(net, volunteers=3, start=degrees(200, 200), time_limit_s=15.0)
    assert len(result.routes) == 3
    assert (sum(walked(net, route) for route in result.routes) >= 1).all()
    longest = max(route.duration_s for route in result.routes)
    alone = plan_lanes(net, start=degrees(200, 200)).routes[0].duration_s
    assert longest < 0.5 * alone
    assert 0.0 <= result.gap < 0.5
    starts = {tuple(np.round(route.geometry.coords[0], 7)) for route in result.routes}
    assert len(starts) == 1


def test_where_time_is_short_the_needed_lanes_are_walked():
    net = block()
    need = np.ones(net.edge_count)
    east = shapely.get_coordinates(shapely.centroid(net.lines))[:, 0] > EAST + 250
    need[east] = 50.0
    result = plan_lanes(
        net, need=need, max_s=1000.0, start=degrees(300, 0), pace_m_s=1.0, time_limit_s=10.0
    )
    (route,) = result.routes
    assert route.duration_s <= 1000.0
    assert (walked(net, route)[east] >= 1).all()
    assert set(result.left_out["reason"]) == {"no_time"}
    assert result.gap is None


def test_enough_time_leaves_nothing_out():
    result = plan_lanes(block(), max_s=4000.0)
    assert result.left_out.empty
    assert result.gap == 0.0


def test_the_same_seed_gives_the_same_walks():
    one, other = (plan_lanes(block(), volunteers=2, seed=3, time_limit_s=30.0) for _ in range(2))
    assert [route.geometry for route in one.routes] == [route.geometry for route in other.routes]


def test_told_to_stop_it_gives_what_it_has():
    result = plan_lanes(block(), volunteers=2, tell=lambda _share, _what: False)
    assert result.routes


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        ({"sides": 3}, "both sides"),
        ({"volunteers": 0}, "volunteer"),
        ({"max_s": 0.0}, "longer than nothing"),
        ({"cell": ground(5000, 5000, 5100, 5100)}, "no lanes"),
    ],
)
def test_senseless_wishes_are_refused(wish, told):
    with pytest.raises(InputRefused, match=told):
        plan_lanes(block(), **wish)


def test_a_lane_on_a_border_is_given_to_one_cell_and_lengths_come_out_even():
    net = block()
    west, east = ground(-5, -5, 100, 305), ground(100, -5, 305, 305)
    owner = share_lanes(net, [west, east])
    assert set(owner) == {0, 1}
    border = np.abs(shapely.get_coordinates(shapely.centroid(net.lines))[:, 0] - EAST - 100) < 1
    assert set(owner[border]) == {0}  # The western cell has less to walk.
    swapped = share_lanes(net, [east, west])
    assert (swapped == 1 - owner).all()


def test_lanes_far_from_all_cells_belong_to_none():
    owner = share_lanes(block(), [ground(-5, -5, 50, 50)])
    assert NO_CELL in owner
    assert 0 in owner
