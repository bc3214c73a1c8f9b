from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from patrol.tours.balanced import balanced_tours, longest_way
from patrol.tours.balanced import least_longest as farthest
from patrol.tours.bound import least_tour, tour_gap
from patrol.tours.capacitated import capacitated_tours
from patrol.tours.chains import chains_of, contracted
from patrol.tours.chance import by_chance
from patrol.tours.chosen import chosen_tours
from patrol.tours.effort import Effort
from patrol.tours.fleet import Fleet
from patrol.tours.one import tour_order
from patrol.tours.search import search
from patrol.tours.tidy import tidied, way_cost
from tests.unit.patrol.tours.shapes import (
    apart,
    least_longest,
    least_ways,
    most_worth,
    shortest_round,
)

SPOTS = st.lists(
    st.tuples(st.integers(0, 90), st.integers(0, 90)), min_size=4, max_size=8, unique=True
)
QUICK = settings(max_examples=8, deadline=None)


def effort(**more) -> Effort:
    return Effort(5.0, **{"idle": 150, **more})


def visited(routes) -> list[int]:
    return sorted(int(row) for route in routes for row in route)


@QUICK
@given(SPOTS, st.integers(1, 3), st.sampled_from(["round", "there", "anywhere"]), st.booleans())
def test_no_shares_are_fairer(points, walkers, shape, pickets):
    cost = apart(points, 10)
    first, last = {"round": (0, 0), "there": (0, 1), "anywhere": (None, None)}[shape]
    stays = 2 * np.arange(len(cost)) * 10 * pickets
    fleet = Fleet(cost, walkers=walkers, first=first, last=last, service=stays)
    routes = balanced_tours(fleet, effort=effort())
    assert visited(routes) == fleet.rows.tolist()
    ways = least_ways(cost, first, last, stays)
    best = least_longest(ways, fleet.rows, walkers)
    assert len(routes) <= walkers
    # Rounding lets a way over another stop be shorter than the straight one.
    assert farthest(fleet) <= best + len(cost)
    assert longest_way(fleet, routes) == pytest.approx(best, rel=4e-3, abs=1)


@QUICK
@given(SPOTS, st.integers(1, 3), st.floats(0.1, 1.2), st.booleans())
def test_no_choice_within_the_limit_is_worth_more(points, walkers, share, required):
    cost = apart(points, 10)
    ways = least_ways(cost, 0, 0)
    limit = int(share * ways[-2])
    worth = np.arange(1.0, len(cost) + 1)
    must = np.arange(len(cost)) == 1
    fleet = Fleet(cost, walkers=walkers, first=0, last=0, longest=limit)
    routes = chosen_tours(fleet, worth, must & required, effort=effort())
    assert all(fleet.way(route) <= limit for route in routes)
    assert len(set(visited(routes))) == len(visited(routes))
    value = np.where(must & required, 1000.0, worth)
    best = most_worth(ways, value, fleet.rows, walkers, limit)
    assert sum(value[row] for row in visited(routes)) == best


def test_hours_are_kept_and_who_is_early_waits():
    cost = apart([(0, 0), (10, 0), (20, 0), (30, 0)])
    window = np.array([(0, 1000), (100, 110), (0, 25), (0, 1000)])
    stays = np.array([0, 4, 4, 4])
    fleet = Fleet(cost, walkers=1, first=0, last=0, service=stays, window=window)
    (route,) = chosen_tours(fleet, np.ones(4), np.ones(4, dtype=bool), effort=effort())
    assert route.tolist() == [2, 3, 1]
    assert fleet.way(route) == 100 + 4 + 10
    assert fleet.way(np.array([1, 2])) == np.inf


def test_what_is_never_open_in_time_is_left_out_and_two_share_the_rest():
    cost = apart([(0, 0), (10, 0), (-10, 0), (0, 30)])
    window = np.array([(0, 99), (10, 12), (10, 12), (0, 20)])
    fleet = Fleet(cost, walkers=2, first=0, last=0, window=window)
    routes = chosen_tours(fleet, np.ones(4), np.zeros(4, dtype=bool), effort=effort())
    assert sorted(route.tolist() for route in routes) == [[1], [2]]


def test_capacities_are_kept():
    chance = np.random.default_rng(2)
    cost = apart(chance.integers(0, 100, (20, 2)), 10)
    demand = np.append(0, chance.integers(1, 9, 19))
    routes = capacitated_tours(cost, demand, 25, effort=effort())
    assert visited(routes) == list(range(1, 20))
    assert max(demand[route].sum() for route in routes) <= 25
    alone = capacitated_tours(cost[:8, :8], demand[:8] * 0, 25, effort=effort(), walkers=1)
    assert way_cost(cost, alone[0], 0, 0) == shortest_round(cost[:8, :8])
    assert capacitated_tours(cost[:1, :1], demand[:1], 25, effort=effort()) == []


def test_two_processes_find_what_one_finds():
    cost = apart(np.random.default_rng(5).integers(0, 100, (8, 2)), 10)
    nothing = np.zeros(8, dtype=np.int64)
    routes = capacitated_tours(cost, nothing, 1, effort=Effort(4.0, idle=50, cores=2), walkers=1)
    assert way_cost(cost, routes[0], 0, 0) == shortest_round(cost)


def test_the_same_seed_gives_the_same_shares():
    cost = apart(np.random.default_rng(7).integers(0, 100, (18, 2)), 10)
    fleet = Fleet(cost, walkers=2, first=0, last=0)
    first, second = (balanced_tours(fleet, effort=Effort(60.0, seed=4, idle=60)) for _ in range(2))
    assert [route.tolist() for route in first] == [route.tolist() for route in second]


def test_a_search_tells_how_far_it_is_and_ends_when_told_to():
    shares = []

    def tell(share, _what) -> bool:
        shares.append(share)
        return len(shares) < 3

    cost = apart(np.random.default_rng(7).integers(0, 100, (30, 2)), 10)
    fleet = Fleet(cost, walkers=3, first=0, last=0)
    routes = balanced_tours(fleet, effort=Effort(60.0, tell=tell))
    assert visited(routes) == list(range(1, 30))
    assert len(shares) <= 5
    assert shares == sorted(shares)


def test_locked_legs_stay_together_in_their_direction():
    assert [c.tolist() for c in chains_of([(1, 3), (3, 2), (2, 1), (1, 0)], 5)] == [
        [0], [1, 3, 2], [4],
    ]  # fmt: skip
    cost = apart([(0, 0), (10, 0), (40, 0), (20, 0), (30, 0)])
    chains = chains_of([(2, 1)], 5)
    linked = contracted(Fleet(cost, walkers=1, first=0, last=0), chains)
    (route,) = linked.routes(search(linked.data(), effort()))
    walked = np.concatenate([chains[row] for row in route]).tolist()
    assert walked.index(1) == walked.index(2) + 1
    assert linked.way(route) == Fleet(cost, walkers=1, first=0, last=0).way(np.array(walked)) == 80


def test_windows_of_a_chain_leave_time_for_its_stops():
    cost = apart([(0, 0), (10, 0), (20, 0)])
    window = np.array([(0, 999), (0, 999), (50, 60)])
    fleet = Fleet(cost, walkers=1, first=0, last=0, window=window, service=np.array([0, 6, 0]))
    linked = contracted(fleet, chains_of([(1, 2)], 3))
    assert linked.window[1].tolist() == [50 - 16, 60 - 16]
    assert linked.way(np.array([1])) == 50 + 20


@QUICK
@given(SPOTS, st.floats(0, 0.5), st.integers(0, 3))
def test_a_random_order_stays_within_its_bounds(points, share, seed):
    cost = apart(points, 10)
    fleet = Fleet(cost, walkers=1, first=0, last=0)
    route = tour_order(cost)[1:]
    most = fleet.way(route) * (1 + share)
    drawn = by_chance(fleet, route, most=most, seed=seed)
    assert sorted(drawn) == sorted(route)
    assert fleet.way(drawn) <= most
    assert drawn.tolist() == by_chance(fleet, route, most=most, seed=seed).tolist()


def test_other_seeds_give_other_orders():
    cost = apart(np.random.default_rng(1).integers(0, 100, (12, 2)))
    fleet = Fleet(cost, walkers=1, first=0, last=0)
    route = tour_order(cost)[1:]
    drawn = {tuple(by_chance(fleet, route, most=1.3 * fleet.way(route), seed=k)) for k in range(5)}
    assert len(drawn) == 5


@QUICK
@given(SPOTS)
def test_no_round_is_shorter_than_its_bound(points):
    cost = apart(points).astype(float)
    best = shortest_round(cost)
    assert least_tour(cost, tour_cost=best) <= best + 1e-6


@pytest.mark.parametrize(
    ("closed", "first", "last"), [(True, 0, None), (False, 2, None), (False, 2, 5)]
)
def test_the_gap_of_a_good_tour_is_small_and_of_a_bad_one_unknown(closed, first, last):
    cost = apart(np.random.default_rng(3).integers(0, 500, (30, 2))).astype(float)
    ends = {"closed": closed, "first": first, "last": last}
    order = tour_order(cost, time_limit_s=0.1, **ends)
    inner = order[1:-1]
    worse = np.concatenate([order[:1], inner[::2], inner[1::2], order[-1:]])
    assert 0 <= tour_gap(cost, order, **ends) < 0.05
    assert tour_gap(cost, worse, **ends) is None


def test_tidying_never_makes_a_way_longer():
    cost = apart(np.random.default_rng(3).integers(0, 500, (40, 2)))
    routes = [np.arange(1, 18), np.arange(18, 40), np.array([], dtype=np.int64)]
    better = tidied(cost, routes, first=0, last=0, seconds=0.05)
    for old, new in zip(routes, better, strict=True):
        assert sorted(old) == sorted(new)
        assert way_cost(cost, new, 0, 0) <= way_cost(cost, old, 0, 0)
    assert way_cost(cost, better[0], 0, 0) < way_cost(cost, routes[0], 0, 0)
