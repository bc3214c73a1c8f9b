"""Capacitated arc routing: the text form is read whatever its spacing, and answers are checked."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from bench.routing.carp import checked_cost, read_carp, solve_file
from bench.routing.keywords import Unreadable

TINY = """ NOMBRE : tiny
 COMENTARIO : 99 (cota superior)
 VERTICES : 5
 ARISTAS_REQ : 4
 ARISTAS_NOREQ : 2
 VEHICULOS : 2
 CAPACIDAD : 5
 TIPO_COSTES_ARISTAS : EXPLICITOS
 COSTE_TOTAL_REQ : 22
 LISTA_ARISTAS_REQ :
 ( 1, 2)  coste 4   demanda 2
 (2,3)    coste 7   demanda 3
 (  3, 4) coste     5 demanda     1
 ( 4, 5)  coste 6 demanda 4
 LISTA_ARISTAS_NOREQ :
 ( 5, 1)  coste 2
 ( 1, 3)  coste 9
 DEPOSITO :   1
"""


@pytest.fixture
def tiny(tmp_path):
    path = tmp_path / "tiny.dat"
    path.write_text(TINY.replace("\n", "\r\n"), encoding="latin-1")
    return path


def cheapest(problem):
    """Try every order, direction and parting of the required edges."""
    edges = np.flatnonzero(problem.demand > 0).tolist()
    best = np.inf
    for order in itertools.permutations(edges):
        for way in itertools.product((True, False), repeat=len(edges)):
            for cuts in itertools.product((False, True), repeat=len(edges) - 1):
                walks = [[(order[0], way[0])]]
                for cut, step in zip(cuts, list(zip(order, way, strict=True))[1:], strict=True):
                    walks.append([step]) if cut else walks[-1].append(step)
                loads = [sum(problem.demand[edge] for edge, _ in walk) for walk in walks]
                if max(loads) <= problem.capacity:
                    best = min(best, checked_cost(problem, walks))
    return best


def test_a_file_is_read(tiny):
    problem = read_carp(tiny)
    assert (problem.name, problem.capacity, problem.depot, problem.vehicles) == ("tiny", 5, 1, 2)
    assert problem.graph.cost.tolist() == [4, 7, 5, 6, 2, 9]
    assert problem.demand.tolist() == [2, 3, 1, 4, 0, 0]
    assert problem.graph.required_cost == 22


def test_a_tiny_instance_is_solved_as_brute_force_does(tiny):
    answer = solve_file(tiny, 1.0)
    assert (answer["name"], answer["kind"]) == ("tiny", "carp")
    assert answer["cost"] == cheapest(read_carp(tiny))
    assert answer["seconds"] > 0


def test_a_walk_that_forgets_an_edge_is_caught(tiny):
    with pytest.raises(AssertionError, match="exactly once"):
        checked_cost(read_carp(tiny), [[(0, True), (1, True)], [(2, True)]])


def test_a_walk_that_takes_too_much_is_caught(tiny):
    with pytest.raises(AssertionError, match="more than it can take"):
        checked_cost(read_carp(tiny), [[(0, True), (1, True), (2, True)], [(3, False)]])


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        (" ARISTAS_REQ : 4", " ARISTAS_REQ : 5", "5 required edges promised, 4 found"),
        (" CAPACIDAD : 5\n", "", "no CAPACIDAD"),
        (" DEPOSITO :   1", " DEPOSITO : x", "no DEPOSITO"),
        (" CAPACIDAD : 5", " CAPACIDAD : 3", "asks for more than one vehicle can take"),
    ],
)
def test_what_is_missing_is_told(tmp_path, was, now, told):
    path = tmp_path / "broken.dat"
    path.write_text(TINY.replace(was, now), encoding="latin-1")
    with pytest.raises(Unreadable, match=told):
        read_carp(path)
