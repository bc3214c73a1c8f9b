from __future__ import annotations

import numpy as np

from patrol.tours.chosen import chosen_tours
from patrol.tours.effort import Effort
from patrol.tours.fleet import Fleet
from tests.unit.patrol.tours.shapes import apart

LIMIT = 1500


def outing(first: int | None, last: int | None) -> Fleet:
    spots = np.random.default_rng(3).integers(0, 100, (40, 2))
    stays = np.full(40, 20)
    return Fleet(apart(spots, 10), walkers=3, first=first, last=last, longest=LIMIT, service=stays)


def choose(fleet: Fleet, limit_s=60.0, **more) -> list[list[int]]:
    effort = Effort(limit_s, **{"seed": 4, "idle": 300, **more})
    worth = 1.0 + np.arange(40) % 7
    routes = chosen_tours(fleet, worth, np.zeros(40, dtype=bool), effort=effort)
    return [route.tolist() for route in routes]


def test_the_same_seed_gives_the_same_choice():
    assert choose(outing(0, 1)) == choose(outing(0, 1))


def test_a_second_core_finds_no_less():
    def worth(routes) -> int:
        return sum(1 + row % 7 for route in routes for row in route)

    alone = worth(choose(outing(0, 0)))
    assert alone <= worth(choose(outing(0, 0), cores=2, idle=None, limit_s=2.6))


def test_walkers_may_begin_and_end_anywhere():
    fleet = outing(None, None)
    routes = choose(fleet)
    visited = [row for route in routes for row in route]
    assert len(visited) == len(set(visited))
    assert all(fleet.way(np.array(route)) <= LIMIT for route in routes)
    assert len(visited) > sum(map(len, choose(outing(0, 0))))


def test_what_is_required_comes_in_before_all_else():
    spots = [(0, 0), (90, 0), (-10, 0), (-20, 0), (-30, 0)]
    fleet = Fleet(apart(spots, 10), walkers=1, first=0, last=0, longest=1850)
    must = np.array([False, True, False, False, False])
    (route,) = chosen_tours(fleet, np.full(5, 9.0), must, effort=Effort(5.0, idle=50))
    assert route.tolist() == [1]


def test_nobody_walks_where_nothing_can_be_reached():
    fleet = Fleet(apart([(0, 0), (9, 0)], 10), walkers=2, first=0, last=0, longest=100)
    assert chosen_tours(fleet, np.ones(2), np.ones(2, dtype=bool), effort=Effort(1.0)) == []
