from __future__ import annotations

import time

import numpy as np
import pytest

from patrol.tours.balanced import balanced_tours, genetic_shares, longest_way
from patrol.tours.beside import Beside
from patrol.tours.capacitated import capacitated_tours
from patrol.tours.effort import Effort
from patrol.tours.fleet import Fleet
from patrol.tours.genetic import drawn, genetic_tours
from patrol.tours.tidy import way_cost
from tests.unit.patrol.tours.shapes import apart, least_longest, least_ways, shortest_round


def walked(cost, routes, depot=0) -> float:
    return sum(way_cost(cost, route, depot, depot) for route in routes)


def test_one_walker_goes_the_shortest_round():
    cost = apart(np.random.default_rng(3).integers(0, 100, (8, 2)), 10)
    routes = genetic_tours(cost, np.ones(8, dtype=int), 7, 1, idle=50, time_limit_s=1.0)
    assert walked(cost, routes) == shortest_round(cost)


@pytest.mark.parametrize("stops", [1, 2, 3])
def test_few_stops_are_visited(stops):
    cost = apart([(0, 0), (10, 0), (0, 10), (10, 10)][: stops + 1])
    demand = np.append(0, np.ones(stops, dtype=int))
    effort = Effort(6.0, idle=20, cores=2)
    routes = capacitated_tours(cost, demand, 1, effort=effort)
    assert sorted(route.tolist() for route in routes) == [[row] for row in range(1, stops + 1)]


def test_both_searches_keep_capacities_around_any_depot():
    chance = np.random.default_rng(7)
    cost = apart(chance.integers(0, 100, (24, 2)), 10)
    demand = chance.integers(1, 9, 24)
    demand[5] = 0
    alone, both = (
        capacitated_tours(cost, demand, 25, depot=5, effort=Effort(8.0, idle=200, cores=cores))
        for cores in (1, 2)
    )
    assert sorted(int(row) for route in both for row in route) == [*range(5), *range(6, 24)]
    assert max(demand[route].sum() for route in both) <= 25
    assert walked(cost, both, 5) <= walked(cost, alone, 5)


def test_places_are_drawn_as_far_apart_as_they_are():
    spots = np.random.default_rng(1).uniform(0, 500, (30, 2))
    cost = np.linalg.norm(spots[:, None] - spots[None], axis=2)
    again = drawn(cost)
    assert (again >= 0).all()
    assert np.linalg.norm(again[:, None] - again[None], axis=2) == pytest.approx(cost)


def test_the_last_that_a_task_beside_finds_is_taken():
    with Beside(range, 5) as task:
        assert task.awaited(Effort(30.0)) == 4


def test_a_task_that_fails_has_no_result(capfd):
    with Beside(divmod, 7, 0) as task:
        assert task.awaited(Effort(30.0)) is None
    assert "ZeroDivisionError" in capfd.readouterr().err


def test_a_task_nobody_waits_for_is_ended():
    began_s = time.perf_counter()
    with Beside(map, time.sleep, [60]) as task:
        assert task.awaited(Effort(60.0, tell=lambda _share, _what: False)) is None
    assert time.perf_counter() - began_s < 30


def test_shares_of_both_searches_are_as_fair_as_can_be():
    chance = np.random.default_rng(8)
    cost = apart(chance.integers(0, 100, (9, 2)), 10)
    stays = 2 * np.arange(9)
    fleet = Fleet(cost, walkers=2, first=4, last=4, service=stays)
    best = least_longest(least_ways(cost, 4, 4, stays), fleet.rows, 2)
    *_, bred = genetic_shares(fleet, [fleet.rows], Effort(9.0, idle=50))
    both = balanced_tours(fleet, effort=Effort(9.0, idle=50, cores=2))
    for routes in (bred, both):
        assert sorted(int(row) for route in routes for row in route) == fleet.rows.tolist()
        assert longest_way(fleet, routes) == pytest.approx(best, rel=4e-3, abs=1)


def test_ways_of_any_size_are_searched():
    cost = apart([(0, 0), (50_000, 0), (0, 50_000), (50_000, 50_000)], 1000)
    for size in (1, 10_000):
        routes = genetic_tours(cost // size, np.ones(4, dtype=int), 3, 1, idle=20, time_limit_s=1.0)
        assert [len(route) for route in routes] == [3]
