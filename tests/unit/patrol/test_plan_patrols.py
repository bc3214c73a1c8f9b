from __future__ import annotations

from itertools import pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geodata.errors import InputRefused
from patrol.matrix import travel_matrix
from patrol.plan import plan_patrols, plan_route
from patrol.snap import snap_points
from patrol.urgency import urgency
from tests.unit.patrol.grounds import at, degrees, network, places, stops, towns
from tests.unit.patrol.tours.shapes import least_longest, least_ways, most_worth

STREETS = [[(k * 40, 0), (k * 40, 120)] for k in range(6)] + [
    [(0, k * 60), (200, k * 60)] for k in range(3)
]
SOME = [(5, 0), (60, 0), (195, 0), (100, 62), (0, 118), (120, 119), (200, 100), (40, 80)]


def visited(result) -> list[str]:
    return sorted(key for route in result.routes for key in route.stops["key"])


def assert_walkable(result, net) -> None:
    """No route leaves the network, and the figures of each agree with each other."""
    ground = shapely.multilinestrings(net.lines)
    for route in result.routes:
        line = gpd.GeoSeries([route.geometry], crs=4326).to_crs(net.srid).iloc[0]
        points = shapely.points(shapely.get_coordinates(line))
        assert (shapely.distance(points, ground) < 1e-6).all()
        assert line.length == pytest.approx(route.length_m, abs=1e-4)
        assert route.duration_s >= route.walk_s >= route.length_m / 1.1 - 1e-6


@settings(max_examples=10, deadline=None)
@given(towns(), st.lists(places, min_size=1, max_size=7), st.integers(1, 3), st.booleans())
def test_no_shares_of_a_town_are_fairer(net, points, volunteers, closed):
    start = degrees(0, 0)
    result = plan_patrols(
        net, stops(*points), volunteers=volunteers, closed=closed, start=start, dwell_s=20
    )
    assert_walkable(result, net)
    assert sorted(visited(result) + result.left_out["key"].tolist()) == [
        f"s{k}" for k in range(len(points))
    ]
    if not visited(result):
        return
    longest = max(route.duration_s for route in result.routes)
    cost, stays, rows = problem(net, result, points)
    # Stops at one place stay together whatever that costs; here each is a place of its own.
    assume((cost[1:, 1:] + np.eye(len(rows)) > 0).all())
    ways = least_ways(cost, 0, 0 if closed else None, stays)
    best = least_longest(ways, rows, volunteers)
    assert longest == pytest.approx(best, rel=6e-3, abs=1.5)
    if result.gap is not None:
        assert best >= longest / (1 + result.gap) - 1.5


def problem(net, result, points):
    """Seconds between the start and the visited stops, by the paths of the piece walked."""
    kept = [int(key[1:]) for key in visited(result)]
    first = result.routes[0].stops.iloc[0]
    piece = net.edge_piece[snap_points(net, at(points[int(first["key"][1:])])).edge[0]]
    xy = np.concatenate([at((0, 0)), at(*[points[k] for k in kept])])
    limit = np.where(np.arange(len(xy)) == 0, 1e7, 60.0)
    snaps = snap_points(net, xy[:1], limit_m=float(limit[0]), piece=int(piece))
    near = snap_points(net, xy[:1], piece=int(piece))
    snaps = (near if near.reachable[0] else snaps).joined(
        snap_points(net, xy[1:], piece=int(piece))
    )
    cost = travel_matrix(net, snaps, cost=net.walk_s())
    return cost, np.append(0.0, np.full(len(kept), 20.0)), np.arange(1, len(xy))


@pytest.mark.parametrize("share", [0.35, 0.7])
@pytest.mark.parametrize("volunteers", [1, 2])
def test_where_not_all_fit_the_most_worth_is_visited(share, volunteers):
    net = network(*STREETS)
    table = stops(*SOME).assign(priority=[1, 2, 3, 4, 5, 6, 7, 8])
    cost = travel_matrix(net, snap_points(net, at((0, 0), *SOME)), cost=net.walk_s())
    stays = np.append(0.0, np.full(8, 30.0))
    ways = least_ways(cost, 0, 0, stays)
    limit = share * ways[-2] / volunteers
    result = plan_patrols(net, table, volunteers=volunteers, max_s=limit, start=degrees(0, 0))
    worth = np.append(0, table["priority"])
    best = most_worth(ways, worth, range(1, 9), volunteers, limit)
    assert sum(worth[int(key[1:]) + 1] for key in visited(result)) == best
    assert max(route.duration_s for route in result.routes) <= limit
    assert set(result.left_out["reason"]) == {"left_out"}
    assert [finding.code for finding in result.findings] == ["stops_left_out"]
    assert result.gap is None


def test_a_required_stop_goes_before_all_others_and_is_named_where_it_does_not_fit():
    net = network([(0, 0), (1000, 0)])
    table = stops((900, 0), (20, 0), (40, 0), (60, 0)).assign(required=[True, False, False, False])
    result = plan_patrols(net, table, max_s=1700, start=degrees(0, 0))
    assert "s0" in visited(result)
    result = plan_patrols(net, table, max_s=600, start=degrees(0, 0))
    assert visited(result) == ["s1", "s2", "s3"]
    assert [finding.code for finding in result.findings] == ["stop_must_be_left_out"]
    assert "楼s0" in str(result.findings[0])


def test_a_limit_too_short_for_anything_gives_an_empty_walk_that_says_so():
    result = plan_patrols(
        network([(0, 0), (300, 0)]), stops((200, 0)), max_s=20, start=degrees(0, 0)
    )
    assert len(result.routes) == 1
    assert result.routes[0].stops.empty
    assert result.routes[0].geometry.is_empty
    assert result.left_out["key"].tolist() == ["s0"]


def test_pickets_stay_longer_and_the_shares_know_it():
    net = network([(0, 0), (400, 0)])
    table = stops((100, 0), (150, 0), (200, 0), (250, 0)).assign(dwell_s=[3600, 10, None, 10])
    result = plan_patrols(net, table, volunteers=2, start=degrees(0, 0))
    alone = next(route for route in result.routes if "s0" in set(route.stops["key"]))
    assert alone.stops["key"].tolist() == ["s0"]
    assert alone.duration_s == pytest.approx(3600 + 200 / 1.1)
    assert result.gap == 0.0


def test_hours_are_kept():
    net = network([(0, 0), (400, 0)])
    table = stops((100, 0), (200, 0), (300, 0)).assign(
        open_s=[1000, 0, 0], close_s=[1100, 400, None]
    )
    (route,) = plan_patrols(net, table, start=degrees(0, 0)).routes
    assert route.stops["key"].tolist()[-1] == "s0"
    assert route.duration_s == pytest.approx(1030 + 100 / 1.1)
    table["close_s"] = [1100, 50, None]
    result = plan_patrols(net, table, start=degrees(0, 0), volunteers=2)
    assert result.left_out["key"].tolist() == ["s1"]


def test_pairs_walk_together():
    net, table = network(*STREETS), stops(*SOME)
    assert len(plan_patrols(net, table, volunteers=4, party=2).routes) == 2
    assert len(plan_patrols(net, table, volunteers=3, party=2).routes) == 2


@pytest.mark.parametrize("closed", [True, False])
def test_several_walk_with_and_without_a_start(closed):
    net = network(*STREETS)
    result = plan_patrols(net, stops(*SOME), volunteers=2, closed=closed)
    assert visited(result) == [f"s{k}" for k in range(8)]
    assert_walkable(result, net)
    ends = [route.geometry.is_closed for route in result.routes]
    assert ends == [closed, closed]
    begins = [route.geometry.coords[0] for route in result.routes]
    assert (begins[0] == pytest.approx(begins[1])) == closed


@pytest.mark.parametrize("volunteers", [1, 2])
def test_walks_end_where_asked(volunteers):
    net = network(*STREETS)
    result = plan_patrols(
        net, stops(*SOME), volunteers=volunteers, start=degrees(0, 0), end=degrees(200, 120)
    )
    for route in result.routes:
        assert not route.closed
        assert route.geometry.coords[0] == pytest.approx(degrees(0, 0))
        assert route.geometry.coords[-1] == pytest.approx(degrees(200, 120))
        last = route.stops.iloc[-1]
        assert route.duration_s >= last["arrival_s"] + 30
    assert_walkable(result, net)


def test_an_end_far_from_every_path_is_told():
    result = plan_patrols(network([(0, 0), (300, 0)]), stops((50, 5)), end=degrees(300, 300))
    assert [finding.code for finding in result.findings] == ["end_far"]


@pytest.mark.parametrize("volunteers", [1, 2])
def test_locked_legs_stay(volunteers):
    locked = [("s0", "s6"), ("s6", "s3"), ("gone", "s1")]
    result = plan_patrols(
        network(*STREETS), stops(*SOME), volunteers=volunteers, locked=locked, start=degrees(0, 0)
    )
    assert visited(result) == [f"s{k}" for k in range(8)]
    walked = [pair for route in result.routes for pair in pairwise(route.stops["key"])]
    assert set(locked[:2]) <= set(walked)


def test_a_random_order_costs_no_more_than_asked_and_changes_with_the_seed():
    net, table = network(*STREETS), stops(*SOME)
    best = plan_route(net, table, start=degrees(0, 0))
    orders = set()
    for seed in range(4):
        result = plan_patrols(net, table, start=degrees(0, 0), random_share=0.3, seed=seed)
        assert result.routes[0].duration_s <= 1.3 * best.duration_s + 1
        orders.add(tuple(result.routes[0].stops["key"]))
    assert len(orders) > 1


def test_nothing_reachable_is_one_empty_walk_and_a_list():
    result = plan_patrols(network([(0, 0), (300, 0)]), stops((50, 500)), volunteers=3)
    assert [route.stops.empty for route in result.routes] == [True]
    assert result.left_out["reason"].tolist() == ["too_far"]
    assert result.left_out["distance_m"].tolist() == pytest.approx([500])


def test_told_to_stop_a_plan_gives_its_best_so_far():
    told = []
    result = plan_patrols(
        network(*STREETS),
        stops(*SOME),
        volunteers=3,
        tell=lambda share, _what: told.append(share) or len(told) < 2,
    )
    assert visited(result) == [f"s{k}" for k in range(8)]
    assert all(0 <= share <= 1 for share in told)


def test_the_same_seed_gives_the_same_plan():
    net, table = network(*STREETS), stops(*SOME)
    first, second = (plan_patrols(net, table, volunteers=2, seed=5, max_s=600) for _ in range(2))
    for one, other in zip(first.routes, second.routes, strict=True):
        pd.testing.assert_frame_equal(one.stops, other.stops)


@pytest.mark.parametrize(
    "wrong", [{"volunteers": 0}, {"party": 0}, {"max_s": 0}, {"random_share": -0.1}]
)
def test_numbers_that_make_no_sense_are_refused(wrong):
    with pytest.raises(InputRefused):
        plan_patrols(network(*STREETS), stops(*SOME), **wrong)


def test_urgency_is_need_times_waiting():
    now = pd.Timestamp("2026-11-22 09:00", tz="UTC")
    last = pd.Series([now - pd.Timedelta(days=10), pd.NaT, now + pd.Timedelta(hours=1)])
    got = urgency(pd.Series([2, 1, None]), last, at=now, never_days=30)
    assert got.tolist() == pytest.approx([20, 30, 0.01 / 24])
