"""The rural postman problem as an integer program for HiGHS, which grows as cuts are found.

SciPy's HiGHS solves it: the library's own package can't be loaded beside OR-Tools, which brings
another version under the same name.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from patrol.lanes.graph import Bools, LaneGraph
from patrol.noding import Floats, Ints

_WHOLE_GAP = 0.99
"""Costs are whole numbers: a bound less than one below a walk proves that walk."""


class LaneProgram:
    """How often to walk lanes beyond what is required, as an integer program.

    For each lane a variable says how often it is walked beyond its need: at most once where it
    is required, at most twice elsewhere. At each node they make the number of walked lanes
    even. That the walk hangs together is asked by cuts, which are added as they are broken.

    Parameters
    ----------
    graph : LaneGraph
        The lanes.
    """

    def __init__(self, graph: LaneGraph) -> None:
        self.graph = graph
        self._rows = [_even_degrees(graph)]
        most = np.where(graph.required > 0, 1.0, 2.0) * (graph.u != graph.v)
        halves = np.full(graph.node_count, 2.0 * len(graph))
        self._bounds = Bounds(0.0, np.append(most, halves))
        self._cost = np.append(graph.cost, np.zeros(graph.node_count)).astype(float)
        self._known: set[bytes] = set()

    def add_cut(self, inside: Bools, least: int) -> bool:
        """Ask that lanes be walked across the border of a set of nodes.

        Parameters
        ----------
        inside : (n,) bool array
            The set.
        least : int
            How often at least, beyond what is required.

        Returns
        -------
        bool
            False if this was asked for before.
        """
        crossing = np.flatnonzero(inside[self.graph.u] != inside[self.graph.v])
        name = crossing.tobytes() + bytes([least])
        if name in self._known:
            return False
        self._known.add(name)
        row = csr_array(
            (np.ones(len(crossing)), (np.zeros(len(crossing), np.int64), crossing)),
            shape=(1, len(self._cost)),
        )
        self._rows.append(LinearConstraint(row, float(least), np.inf))
        return True

    def relaxed(self) -> tuple[Floats, float]:
        """Solve with fractions allowed.

        Returns
        -------
        extra : (m,) array
            How often each lane is walked beyond its need.
        bound : float
            Lower bound of what is walked beyond the need.
        """
        found = milp(self._cost, bounds=self._bounds, constraints=self._rows)
        extra = np.zeros(len(self.graph)) if found.x is None else found.x[: len(self.graph)]
        return extra, -np.inf if found.fun is None else float(found.fun)

    def solve(self, extra: Ints, seconds: float) -> tuple[Ints | None, float]:
        """Solve in whole numbers.

        Parameters
        ----------
        extra : (m,) int array
            A walk that is known: a dearer one is not looked for.
        seconds : float
            How long it may take.

        Returns
        -------
        extra : (m,) int array or None
            The best found, if any: even everywhere, perhaps in pieces.
        bound : float
            Lower bound of what is walked beyond the need.
        """
        known = float(self._cost[: len(extra)] @ extra)
        no_dearer = LinearConstraint(csr_array(self._cost[None]), -np.inf, known)
        found = milp(
            self._cost,
            integrality=np.ones(len(self._cost), np.int64),
            bounds=self._bounds,
            constraints=[*self._rows, no_dearer],
            options={"time_limit": seconds, "mip_rel_gap": _WHOLE_GAP / max(known, 1.0)},
        )
        bound = found.mip_dual_bound
        low = -np.inf if bound is None else float(bound)
        if found.x is None:
            return None, low
        return np.rint(found.x[: len(extra)]).astype(np.int64), low


def _even_degrees(graph: LaneGraph) -> LinearConstraint:
    """Ask that added lanes make every node even."""
    column, row, value = _incidence(graph)
    shape = (graph.node_count, len(graph) + graph.node_count)
    odd = graph.odd(graph.required).astype(float)
    return LinearConstraint(csr_array((value, (row, column)), shape=shape), odd, odd)


def _incidence(graph: LaneGraph) -> tuple[Ints, Ints, Floats]:
    """Give columns, rows and values: a lane at both its ends, twice a half at each node."""
    proper = np.flatnonzero(graph.u != graph.v)
    nodes = np.arange(graph.node_count)
    column = np.concatenate([proper, proper, len(graph) + nodes])
    row = np.concatenate([graph.u[proper], graph.v[proper], nodes])
    value = np.concatenate([np.ones(2 * len(proper)), np.full(len(nodes), -2.0)])
    return column, row, value
