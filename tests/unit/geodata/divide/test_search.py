"""Searching never breaks a cell, never loses one, and says truly what a division costs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.divide.goal import Goal
from geodata.divide.graph import Graph
from geodata.divide.recut import recut_pairs, recut_ways
from geodata.divide.search import anneal
from geodata.divide.solve import Effort, solve
from geodata.divide.starts import fill_empty, halve, mend_pieces, metis_start
from tests.unit.geodata.divide.small import always, linear_goal, random_graph

PROBLEMS = {
    "atoms": st.integers(6, 50),
    "cells": st.integers(1, 6),
    "seed": st.integers(0, 10_000),
}


def rich_goal(graph: Graph, cells: int, seed: int) -> Goal:
    """Give a goal with every price: shapes, evenness, and cells of today."""
    rng = np.random.default_rng(seed)
    home = rng.integers(-1, cells, graph.atoms)
    moving_m = rng.uniform(0, 60, graph.atoms)
    goal = linear_goal(graph, cells)
    return replace(goal, round_m=40.0, even_m=900.0, home=home, moving_m=moving_m)


def assert_whole(graph: Graph, labels: np.ndarray, cells: int) -> None:
    """Look that each cell is there, in one piece."""
    assert np.array_equal(np.unique(labels), np.arange(cells))
    assert len(np.unique(graph.pieces(labels))) == cells


@settings(max_examples=40, deadline=None)
@given(**PROBLEMS, exchange=st.booleans(), steps=st.integers(1, 300), hot_m=st.floats(1, 5_000))
def test_annealing_keeps_cells_whole_at_any_heat(
    atoms: int, cells: int, seed: int, exchange: bool, steps: int, hot_m: float
) -> None:
    graph = random_graph(atoms, seed)
    goal = rich_goal(graph, cells, seed)
    start = metis_start(graph, cells, seed)
    assert_whole(graph, start, cells)
    found, cost_m = anneal(
        graph, goal, start.copy(), steps=steps, hot_m=hot_m, cold_m=0.5, seed=seed,
        exchange=exchange,
    )  # fmt: skip
    assert_whole(graph, found, cells)
    assert cost_m == pytest.approx(goal.cost_m(graph, found))
    assert cost_m <= goal.cost_m(graph, start) + 1e-6


def test_annealing_counts_every_move_rightly() -> None:
    # The best of a long hot walk is the best only if no price drifted on the way.
    graph = random_graph(25, 4)
    goal = rich_goal(graph, 3, 4)
    start = metis_start(graph, 3, 0)
    costs = [
        anneal(graph, goal, start, steps=n, hot_m=900.0, cold_m=899.0, seed=1)[1]
        for n in (1, 10, 100, 1_000, 10_000, 100_000)
    ]
    assert costs[0] <= goal.cost_m(graph, start)
    assert costs[-1] == min(costs)


@settings(max_examples=12, deadline=None)
@given(**PROBLEMS)
def test_cutting_anew_keeps_cells_whole_and_never_costs_more(
    atoms: int, cells: int, seed: int
) -> None:
    graph = random_graph(atoms, seed)
    goal = rich_goal(graph, cells, seed)
    labels = metis_start(graph, cells, seed)
    rng = np.random.default_rng(seed)
    pairs = recut_pairs(graph, goal, labels, rng, always, 1.0, 1)
    ways = recut_ways(graph, goal, pairs, rng, always, 1.0)
    prices = [goal.cost_m(graph, some) for some in (labels, pairs, ways)]
    assert prices == sorted(prices, reverse=True)
    assert_whole(graph, ways, cells)


@settings(max_examples=40, deadline=None)
@given(**PROBLEMS)
def test_torn_and_empty_cells_are_mended(atoms: int, cells: int, seed: int) -> None:
    graph = random_graph(atoms, seed)
    rng = np.random.default_rng(seed)
    torn = rng.integers(0, cells, atoms)
    torn[torn == 0] = cells - 1
    mended = mend_pieces(graph, torn)
    assert set(mended) == set(torn)
    assert_whole(graph, fill_empty(graph, mended, cells, rng), cells)


@pytest.mark.parametrize("atoms", [2, 3, 17])
def test_halves_hang_together(atoms: int) -> None:
    graph = random_graph(atoms, 8)
    half = halve(graph, np.arange(atoms), np.random.default_rng(0))
    assert_whole(graph, half.astype(np.int64), 2)


def test_the_same_seed_finds_the_same() -> None:
    graph = random_graph(30, 6)
    goal = rich_goal(graph, 4, 6)
    effort = replace(Effort.for_size(30), starts=3, kept=2, rounds=1, steps=4_000)
    first, again = (
        solve(graph, goal, seed=9, go_on=always, effort=effort, given=[]) for _ in range(2)
    )
    assert all((a == b).all() for a, b in zip(first, again, strict=True))
    prices = [goal.cost_m(graph, labels) for labels in first]
    assert prices == sorted(prices)


def test_a_stopped_search_gives_whole_cells() -> None:
    graph = random_graph(40, 2)
    effort = Effort.for_size(40)
    found = solve(
        graph, linear_goal(graph, 5), seed=0, go_on=lambda *_: False, effort=effort, given=[]
    )
    assert_whole(graph, found[0], 5)


def test_a_given_division_is_never_made_worse() -> None:
    graph = random_graph(30, 1)
    today = metis_start(graph, 4, 5)
    goal = replace(linear_goal(graph, 4), home=today, moving_m=np.full(30, 1e4))
    effort = replace(Effort.for_size(30), starts=2, kept=1, rounds=1, steps=4_000)
    found = solve(graph, goal, seed=0, go_on=always, effort=effort, given=[today])
    assert (found[0] == today).all()
