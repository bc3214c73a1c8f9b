"""The cheapest division of a small graph, proven: a yardstick for the search.

One variable says for each atom and cell whether the one lies in the other. Contiguity is imposed
by the a,b-separator inequalities of Oehrlein, Haunert (A cutting-plane method for
contiguity-constrained spatial aggregation, Journal of Spatial Information Science 15, 2017), as in
Validi, Buchanan, Lykhovyd (Imposing contiguity constraints in political districting models,
Operations Research 70, 2022): two atoms of a cell need a third of it in each set that parts them.
There are too many of them to write down, so only those are added that the last solution broke.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model
from scipy.sparse import csr_array
from scipy.sparse.csgraph import breadth_first_order

from geodata.divide.goal import Goal
from geodata.divide.graph import Graph
from geodata.divide.starts import mend_pieces

Ints = NDArray[np.int64]

_MOST_ATOMS = 60
_UNITS = 1_000
"""Prices are whole millimetres in the model."""


@dataclass(frozen=True)
class Proof:
    """The cheapest division that was found, and what no division can cost less than.

    Attributes
    ----------
    labels : ndarray of int, shape (n,)
        Cell of each atom; every cell in one piece, none empty.
    cost_m : float
        As :meth:`Goal.cost_m` computes it.
    bound_m : float
        Proven lower bound.
    proven : bool
        Both are the same, but for rounding.
    """

    labels: Ints
    cost_m: float
    bound_m: float
    proven: bool


def prove(
    graph: Graph, goal: Goal, hint: Ints, *, time_limit_s: float, workers: int = 1, seed: int = 0
) -> Proof:
    """Find the cheapest division of a small graph, and prove that none is cheaper.

    Parameters
    ----------
    graph : Graph
        At most 60 atoms.
    goal : Goal
        Without prices of shapes and evenness, which are not linear.
    hint : ndarray of int, shape (n,)
        A division to start from; every cell in one piece, none empty.
    time_limit_s : float
        After it, the best so far and its bound.
    workers : int
        Threads; only with one is the way to the result the same each time.
    seed : int

    Returns
    -------
    Proof

    Raises
    ------
    ValueError
        If the graph is too large, the goal not linear, or the hint not a division.
    """
    _check(graph, goal, hint)
    model = _Model(graph, goal)
    best, cost_m, bound_m = hint, goal.cost_m(graph, hint), 0.0
    ends = time.monotonic() + time_limit_s
    slack_m = model.rounding_m
    while cost_m - bound_m > 2 * slack_m and (left_s := ends - time.monotonic()) > 0:
        found, least_m = model.solve(best, left_s, workers, seed)
        bound_m = max(bound_m, least_m - slack_m)
        if found is None:
            continue
        whole = mend_pieces(graph, found)
        if _is_division(graph, goal, whole) and goal.cost_m(graph, whole) < cost_m:
            best, cost_m = whole, goal.cost_m(graph, whole)
        model.forbid(found)
    return Proof(best, cost_m, min(bound_m, cost_m), cost_m - bound_m <= 2 * slack_m)


def _check(graph: Graph, goal: Goal, hint: Ints) -> None:
    """Refuse what the model does not hold."""
    if graph.atoms > _MOST_ATOMS:
        raise ValueError(f"{graph.atoms} atoms are more than the {_MOST_ATOMS} of the exact model")
    if goal.round_m or goal.even_m:
        raise ValueError("the exact model is linear: round_m and even_m must be 0")
    if not _is_division(graph, goal, hint):
        raise ValueError("the hint must give each cell one piece of ground")


def _is_division(graph: Graph, goal: Goal, labels: Ints) -> bool:
    """Tell whether each cell is one piece and none empty."""
    cells = np.unique(labels)
    whole = len(np.unique(graph.pieces(labels))) == goal.cells
    return whole and np.array_equal(cells, np.arange(goal.cells))


class _Model:
    """The model of CP-SAT, with the inequalities that were added so far."""

    def __init__(self, graph: Graph, goal: Goal) -> None:
        self._graph, self._goal = graph, goal
        self._model = cp_model.CpModel()
        cells = range(goal.cells)
        self._in = [[self._model.new_bool_var("") for _ in cells] for _ in range(graph.atoms)]
        self._order: Ints | None = None
        for row in self._in:
            self._model.add_exactly_one(row)
        for cell in cells:
            self._model.add_at_least_one(row[cell] for row in self._in)
        if not (goal.moving_m[goal.home >= 0] > 0).any():
            self._number_cells()
        terms = [*self._borders(), *self._excesses(), *self._moves()]
        self.rounding_m = (len(terms) + graph.atoms * goal.cells) / _UNITS
        self._price = sum(terms)
        self._model.minimize(self._price)

    def _number_cells(self) -> None:
        """Let alike cells be numbered by their first atom, atoms with most households first."""
        self._order = np.argsort(-self._graph.weight, kind="stable")
        for place, atom in enumerate(self._order.tolist()):
            for cell in range(1, self._goal.cells):
                before = (self._in[other][cell - 1] for other in self._order[:place].tolist())
                self._model.add_bool_or([self._in[atom][cell].negated(), *before])

    def _borders(self) -> Iterator[cp_model.LinearExpr]:
        """Price the edges whose ends are in different cells."""
        graph = self._graph
        once = np.flatnonzero((graph.source < graph.target) & (graph.cost_m > 0))
        for edge in once.tolist():
            cut = self._model.new_bool_var("")
            ends = self._in[graph.source[edge]], self._in[graph.target[edge]]
            for first, second in zip(*ends, strict=True):
                self._model.add_bool_or([first.negated(), second, cut])
                self._model.add_bool_or([first, second.negated(), cut])
            yield round(_UNITS * float(graph.cost_m[edge])) * cut

    def _excesses(self) -> Iterator[cp_model.LinearExpr]:
        """Price the households that each cell has too much or too little."""
        goal, slope = self._goal, _UNITS * self._goal.slope_m
        prices = np.round(slope * self._graph.weight).astype(np.int64).tolist()
        for cell in range(goal.cells):
            load = sum(price * row[cell] for price, row in zip(prices, self._in, strict=True))
            excess = self._model.new_int_var(0, sum(prices) + round(slope * goal.high), "")
            self._model.add(excess >= load - round(slope * goal.high))
            self._model.add(excess >= round(slope * goal.low) - load)
            yield excess

    def _moves(self) -> Iterator[cp_model.LinearExpr]:
        """Price the atoms that leave their cell of today."""
        for atom, home in enumerate(self._goal.home.tolist()):
            price = round(_UNITS * float(self._goal.moving_m[atom]))
            if home >= 0 and price:
                yield price * self._in[atom][home].negated()

    def solve(
        self, hint: Ints, left_s: float, workers: int, seed: int
    ) -> tuple[Ints | None, float]:
        """Give the cheapest division under the inequalities so far, and the bound in metres."""
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = left_s
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = seed
        solver.parameters.linearization_level = 2  # Ten times faster here than the usual 1.
        self._model.clear_hints()  # type: ignore[no-untyped-call]
        for row, label in zip(self._in, self._numbered(hint).tolist(), strict=True):
            for cell, variable in enumerate(row):
                self._model.add_hint(variable, cell == label)
        status = solver.solve(self._model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None, solver.best_objective_bound / _UNITS
        # What the last round proved holds all the more with the inequalities to come.
        self._model.add(self._price >= math.ceil(solver.best_objective_bound))
        labels = [[solver.boolean_value(var) for var in row].index(True) for row in self._in]
        return np.array(labels, np.int64), solver.best_objective_bound / _UNITS

    def _numbered(self, labels: Ints) -> Ints:
        """Give cells the numbers that they have in the model."""
        if self._order is None:
            return labels
        _, first = np.unique(labels[self._order], return_index=True)
        return np.argsort(np.argsort(first))[labels]

    def forbid(self, labels: Ints) -> None:
        """Add the inequalities that a division breaks: for each pair of pieces of a cell."""
        pieces = self._graph.pieces(labels)
        for cell in range(self._goal.cells):
            inside = np.unique(pieces[labels == cell])
            sizes = np.bincount(pieces)[inside]
            main = inside[np.argmax(sizes)]
            for piece in inside[inside != main].tolist():
                self._part(np.flatnonzero(pieces == piece), np.flatnonzero(pieces == main))
                self._part(np.flatnonzero(pieces == main), np.flatnonzero(pieces == piece))

    def _part(self, here: Ints, there: Ints) -> None:
        """Ask for an atom between two pieces wherever a cell has an atom of each."""
        between = _separator(self._graph, here, there)
        first, second = self._heaviest(here), self._heaviest(there)
        for cell in range(self._goal.cells):
            ends = [self._in[first][cell].negated(), self._in[second][cell].negated()]
            self._model.add_bool_or([*ends, *(self._in[atom][cell] for atom in between)])

    def _heaviest(self, atoms: Ints) -> int:
        return int(atoms[np.argmax(self._graph.weight[atoms])])


def _separator(graph: Graph, here: Ints, there: Ints) -> list[int]:
    """Give a smallest set next to one piece that parts it from another.

    These are the neighbours of ``here`` that ``there`` reaches without passing by one of them
    (Fischetti and others: Thinning out Steiner trees, Mathematical Programming Computation 9,
    2017).
    """
    foot = graph.foot
    inside = np.zeros(graph.atoms, np.bool_)
    inside[here] = True
    around = np.unique(graph.target[foot & inside[graph.source] & ~inside[graph.target]])
    blocked = inside.copy()
    blocked[around] = True
    open_edges = foot & ~blocked[graph.source]
    ones = np.ones(int(open_edges.sum()), np.int8)
    links = csr_array(
        (ones, (graph.source[open_edges], graph.target[open_edges])),
        shape=(graph.atoms, graph.atoms),
    )
    reached = breadth_first_order(links, int(there[0]), return_predecessors=False)
    return [int(atom) for atom in np.intersect1d(around, reached)]
