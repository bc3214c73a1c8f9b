"""The exact model finds what trying all finds, and the search comes within 1 % of it."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from geodata.divide.exact import prove
from geodata.divide.goal import Goal
from geodata.divide.graph import Graph, make_graph
from geodata.divide.solve import Effort, solve
from geodata.divide.starts import metis_start
from tests.unit.geodata.divide.small import always, linear_goal, random_graph


def cheapest_m(graph: Graph, goal: Goal) -> float:
    """Give the price of the best division by trying all."""
    least_m = np.inf
    for choice in product(range(goal.cells), repeat=graph.atoms):
        labels = np.array(choice)
        full = len(set(choice)) == goal.cells
        if full and (cost_m := goal.cost_m(graph, labels)) < least_m:
            whole = len(np.unique(graph.pieces(labels))) == goal.cells
            least_m = cost_m if whole else least_m
    return least_m


@pytest.mark.parametrize(("atoms", "cells", "seed"), [(10, 2, 0), (8, 3, 1), (6, 4, 3)])
def test_it_proves_what_trying_all_divisions_finds(atoms: int, cells: int, seed: int) -> None:
    graph = random_graph(atoms, seed)
    goal = linear_goal(graph, cells)
    proof = prove(graph, goal, metis_start(graph, cells, seed), time_limit_s=20)
    assert proof.proven
    assert proof.cost_m == goal.cost_m(graph, proof.labels)
    assert proof.cost_m == pytest.approx(cheapest_m(graph, goal), abs=0.1)
    assert proof.bound_m <= proof.cost_m <= proof.bound_m + 0.2


def test_buildings_of_today_stay_where_leaving_is_dear() -> None:
    graph = random_graph(8, 5)
    goal = linear_goal(graph, 3)
    today = metis_start(graph, 3, 1)
    loyal = replace(goal, home=today, moving_m=np.full(8, 80.0))
    proof = prove(graph, loyal, metis_start(graph, 3, 2), time_limit_s=20)
    assert proof.proven
    assert proof.cost_m == pytest.approx(cheapest_m(graph, loyal), abs=0.1)
    settled = prove(graph, replace(loyal, moving_m=np.full(8, 1e5)), today, time_limit_s=20)
    assert (settled.labels == today).all()


def test_a_cell_never_lies_on_both_sides_of_what_nobody_crosses() -> None:
    # A ring of 6; the cheap cut would join atoms 0 and 3 across the closed edge.
    first, second = np.array([0, 1, 2, 3, 4, 0, 0]), np.array([1, 2, 3, 4, 5, 5, 3])
    cost_m = np.array([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 90.0])
    foot = np.array([True] * 6 + [False])
    graph = make_graph(np.array([10.0, 1, 1, 10, 1, 1]), first, second, cost_m, cost_m, foot)
    goal = replace(linear_goal(graph, 2), low=4.0, high=20.0)
    proof = prove(graph, goal, np.array([0, 0, 0, 1, 1, 1]), time_limit_s=20)
    assert proof.proven
    assert len(np.unique(graph.pieces(proof.labels))) == 2
    assert proof.cost_m == pytest.approx(cheapest_m(graph, goal))


def test_without_time_it_gives_the_hint_and_claims_nothing() -> None:
    graph = random_graph(20, 1)
    goal = linear_goal(graph, 4)
    hint = metis_start(graph, 4, 0)
    proof = prove(graph, goal, hint, time_limit_s=0.0)
    assert (proof.labels == hint).all()
    assert (proof.bound_m, proof.proven) == (0.0, False)


@pytest.mark.parametrize("wrong", ["round", "even", "large", "torn", "empty"])
def test_what_the_model_cannot_hold_is_refused(wrong: str) -> None:
    graph = random_graph(61 if wrong == "large" else 12, 0)
    goal, hint = linear_goal(graph, 2), metis_start(graph, 2, 0)
    if wrong in ("round", "even"):
        goal = replace(goal, **{f"{wrong}_m": 1.0})
    if wrong == "torn":
        hint = np.arange(12) % 2
    if wrong == "empty":
        hint = np.zeros(12, np.int64)
    with pytest.raises(ValueError, match=r"atoms|linear|piece"):
        prove(graph, goal, hint, time_limit_s=1)


@pytest.mark.parametrize(
    ("atoms", "cells", "ground"),
    [(20, 2, 0), (20, 4, 1), (30, 3, 2), (40, 3, 2), (60, 2, 0)],
)
def test_the_search_comes_within_one_percent_of_the_optimum(
    atoms: int, cells: int, ground: int
) -> None:
    graph = random_graph(atoms, ground)
    goal = linear_goal(graph, cells)
    effort = Effort.for_size(atoms)
    found = solve(graph, goal, seed=ground, go_on=always, effort=effort, given=[])[0]
    proof = prove(graph, goal, found, time_limit_s=60, seed=ground)
    assert proof.proven
    assert goal.cost_m(graph, found) <= 1.01 * proof.cost_m
