from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from patrol.snap import Unreachable, snap_points
from tests.unit.patrol.grounds import at, house, network, places, towns


def test_a_stop_meets_the_middle_of_an_edge_at_a_right_angle():
    net = network([(0, 0), (100, 0)])
    snaps = snap_points(net, at((30, 12)))
    assert snaps.along_m == pytest.approx([30])
    assert snaps.distance_m == pytest.approx([12])
    assert snaps.xy == pytest.approx(at((30, 0)))
    assert snaps.reachable.all()


def test_farther_than_the_limit_is_unreachable_and_says_how_far():
    snaps = snap_points(network([(0, 0), (100, 0)]), at((30, 61), (30, 59)))
    assert snaps.reason == (Unreachable.TOO_FAR, None)
    assert snaps.distance_m == pytest.approx([61, 59])


def test_the_piece_that_is_walked_goes_before_a_nearer_island():
    net = network([(0, 0), (500, 0)], [(0, 20), (100, 20)])
    snaps = snap_points(net, at((30, 25), (200, 10), (300, 10)))
    assert snaps.reachable.all()
    assert snaps.distance_m[0] == pytest.approx(25)


def test_a_stop_beside_an_island_only_is_unreachable():
    net = network([(0, 0), (500, 0)], [(0, 200), (100, 200)])
    snaps = snap_points(net, at((30, 190), (200, 10), (300, 10)))
    assert snaps.reason == (Unreachable.OTHER_PIECE, None, None)


def test_the_piece_that_most_stops_can_use_is_walked():
    net = network([(0, 0), (500, 0)], [(0, 200), (100, 200)])
    snaps = snap_points(net, at((30, 190), (60, 210), (300, 10)))
    assert snaps.reachable.tolist() == [True, True, False]


def test_a_connector_goes_round_the_neighbour_when_there_is_another_path():
    net = network([(0, 0), (100, 0), (100, 60), (0, 60), (0, 0)])
    neighbour = np.array([house(10, 5, 90, 15)])
    free, walled = (
        snap_points(net, at((50, 25))),
        snap_points(net, at((50, 25)), obstacles=neighbour),
    )
    assert free.distance_m == pytest.approx([25])
    assert walled.distance_m == pytest.approx([35])
    assert not walled.blocked.any()


def test_a_connector_through_the_neighbour_is_the_last_resort_and_marked():
    net = network([(0, 0), (100, 0)])
    snaps = snap_points(net, at((50, 25)), obstacles=np.array([house(-200, 5, 300, 15)]))
    assert snaps.reachable.all()
    assert snaps.blocked.all()


def test_an_entrance_does_not_lead_back_through_its_own_building():
    net = network([(0, 0), (100, 0)], [(100, 0), (100, 60), (0, 60)])
    snaps = snap_points(net, at((50, 20)), obstacles=np.array([house(20, 20, 80, 30)]))
    assert snaps.distance_m == pytest.approx([20])
    snaps = snap_points(net, at((50, 30)), obstacles=np.array([house(20, 20, 80, 30)]))
    assert snaps.distance_m == pytest.approx([30])


def test_a_building_is_measured_from_its_wall_and_met_at_the_middle_of_its_front():
    net = network([(0, 0), (100, 1)])
    snaps = snap_points(net, at((30, 45)), obstacles=np.array([house(20, 10, 80, 80)]))
    assert snaps.distance_m == pytest.approx([9.5], abs=0.3)
    assert snaps.xy[0] == pytest.approx(at((50, 0.5))[0], abs=1)


def test_a_bent_outline_and_missing_footprints_do_no_harm():
    bow = shapely.Polygon(at((40, 5), (60, 15), (60, 5), (40, 15)))
    obstacles = np.array([bow, None, shapely.Point(at((1, 1))[0]), shapely.Polygon()])
    snaps = snap_points(network([(0, 0), (100, 0)]), at((50, 25)), obstacles=obstacles)
    assert snaps.reachable.all()


@settings(max_examples=30, deadline=None)
@given(towns(), st.lists(places, min_size=1, max_size=6))
def test_every_place_lies_on_its_edge_at_the_shortest_distance(net, points):
    xy = at(*points)
    snaps = snap_points(net, xy, piece=0)
    here = shapely.points(snaps.xy)
    assert shapely.distance(here, net.lines[snaps.edge]) == pytest.approx(0, abs=1e-6)
    assert shapely.distance(here, shapely.points(xy)) == pytest.approx(snaps.distance_m, abs=1e-6)
    main = shapely.multilinestrings(net.lines[net.edge_piece == 0])
    shortest_m = shapely.distance(shapely.points(xy), main)
    assert snaps.reachable.tolist() == (shortest_m <= 60).tolist()
    assert snaps.distance_m[snaps.reachable] == pytest.approx(shortest_m[snaps.reachable])
