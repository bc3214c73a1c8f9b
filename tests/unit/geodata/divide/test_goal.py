"""What a division costs, on four squares in a row, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from geodata.divide.goal import Goal
from geodata.divide.graph import Graph, make_graph, subgraph
from geodata.divide.islands import link_islands
from tests.unit.geodata.divide.small import linear_goal

HALVES = np.array([0, 0, 1, 1])


@pytest.fixture
def row() -> Graph:
    """Give four squares of 10 m in a row; nobody crosses between the last two."""
    return make_graph(
        np.array([4.0, 6.0, 5.0, 9.0]), np.array([0, 1, 2]), np.array([1, 2, 3]),
        np.array([30.0, 8.0, 2.5]), np.full(3, 10.0), np.array([True, True, False]),
        np.full(4, 40.0), np.full(4, 100.0),
    )  # fmt: skip


@pytest.fixture
def goal(row: Graph) -> Goal:
    return replace(linear_goal(row, 2), low=11.0, high=13.0, slope_m=7.0)


def test_every_part_of_the_price(row: Graph, goal: Goal) -> None:
    assert goal.load(row, HALVES).tolist() == [10, 14]
    assert goal.excess_of(row, HALVES).tolist() == [-1, 1]
    assert goal.off(row, HALVES).all()
    assert goal.cost_m(row, HALVES) == pytest.approx(8 + 7 * 2)
    even = replace(goal, even_m=100.0)
    assert even.cost_m(row, HALVES) - goal.cost_m(row, HALVES) == pytest.approx(200 * (2 / 12) ** 2)
    shaped = replace(goal, round_m=1.0)
    oblong = 60**2 / (4 * np.pi * 200)
    assert shaped.cost_m(row, HALVES) - goal.cost_m(row, HALVES) == pytest.approx(2 * oblong)
    loyal = replace(goal, home=np.array([0, 1, -1, 1]), moving_m=np.array([1.0, 2.0, 4.0, 8.0]))
    assert loyal.cost_m(row, HALVES) - goal.cost_m(row, HALVES) == pytest.approx(2)


def test_cells_take_the_numbers_of_today(goal: Goal) -> None:
    known = replace(goal, home=np.array([1, -1, -1, 0]))
    assert known.aligned(HALVES).tolist() == [1, 1, 0, 0]
    assert goal.aligned(HALVES) is HALVES


def test_part_of_a_goal_prices_the_same_cells_alike(row: Graph, goal: Goal) -> None:
    loyal = replace(goal, cells=3, home=np.array([2, 0, 2, 1]), moving_m=np.full(4, 5.0))
    labels = np.array([0, 2, 2, 1])
    atoms = np.array([1, 2, 3])
    part = loyal.among(np.array([1, 2]), atoms)
    assert part.home.tolist() == [-1, 1, 0]
    small = subgraph(row, atoms, foot_only=False)
    moved = np.array([0, 1, 0])
    change_m = loyal.cost_m(row, np.array([0, 1, 2, 1])) - loyal.cost_m(row, labels)
    here = np.array([1, 1, 0])
    assert part.cost_m(small, moved) - part.cost_m(small, here) == pytest.approx(change_m)


def test_what_nobody_crosses_parts_a_cell(row: Graph) -> None:
    assert len(np.unique(row.pieces(HALVES))) == 3
    assert len(np.unique(row.pieces(np.array([0, 0, 0, 1])))) == 2


def test_small_islands_are_joined_and_large_ones_stay(row: Graph) -> None:
    squares = np.array([shapely.box(10 * n, 0, 10 * n + 10, 10) for n in range(4)], object)
    linked, islands = link_islands(row, squares, 10.0, 2)
    assert islands.tolist() == [3]
    assert len(np.unique(linked.pieces(np.zeros(4, np.int64)))) == 1
    same, none = link_islands(row, squares, 5.0, 2)
    assert same is row
    assert not len(none)
    linked, islands = link_islands(row, squares, 5.0, 1)
    assert islands.tolist() == [3]


def test_an_island_beyond_a_closed_border_gets_no_second_edge(row: Graph) -> None:
    squares = np.array([shapely.box(10 * n, 0, 10 * n + 10, 10) for n in range(4)], object)
    linked, _ = link_islands(row, squares, 5.0, 1)
    pairs = np.column_stack([linked.source, linked.target])
    assert len(np.unique(pairs, axis=0)) == len(pairs)
