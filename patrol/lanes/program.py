"""The rural postman problem as an integer program for HiGHS, which grows as cuts are found."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

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
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._highs.setOptionValue("output_flag", False)
        self._highs.setOptionValue("threads", 1)
        self._highs.setOptionValue("mip_rel_gap", 0.0)
        self._highs.setOptionValue("mip_abs_gap", _WHOLE_GAP)
        self._highs.passModel(_even_degrees(graph))
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
        self._highs.addRow(
            float(least), highspy.kHighsInf, len(crossing),
            crossing.astype(np.int32), np.ones(len(crossing)),
        )  # fmt: skip
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
        self._highs.setOptionValue("solve_relaxation", True)
        self._highs.run()
        self._highs.setOptionValue("solve_relaxation", False)
        return self._values(), float(self._highs.getInfo().objective_function_value)

    def solve(self, extra: Ints, seconds: float) -> tuple[Ints | None, float]:
        """Solve in whole numbers.

        Parameters
        ----------
        extra : (m,) int array
            A walk that is known, from which to start.
        seconds : float
            How long it may take.

        Returns
        -------
        extra : (m,) int array or None
            The best found, if any: even everywhere, perhaps in pieces.
        bound : float
            Lower bound of what is walked beyond the need.
        """
        self._highs.setOptionValue("time_limit", self._highs.getRunTime() + seconds)
        known = highspy.HighsSolution()
        known.col_value = np.append(extra, _halves(self.graph, extra)).astype(float).tolist()
        self._highs.setSolution(known)
        self._highs.run()
        info = self._highs.getInfo()
        found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        whole = np.rint(self._values()).astype(np.int64) if found else None
        return whole, float(info.mip_dual_bound)

    def _values(self) -> Floats:
        return np.array(self._highs.getSolution().col_value[: len(self.graph)])


def _halves(graph: LaneGraph, extra: Ints) -> Ints:
    """Give half the number of lanes added at each node, beyond the one that an odd node needs."""
    added = graph.degree(extra) - graph.odd(graph.required)
    return np.asarray(added // 2)


def _even_degrees(graph: LaneGraph) -> highspy.HighsLp:
    """Write down the program without cuts: added lanes make every node even."""
    lanes, nodes = len(graph), graph.node_count
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = lanes + nodes, nodes
    program.col_cost_ = np.append(graph.cost, np.zeros(nodes)).astype(float)
    program.col_lower_ = np.zeros(lanes + nodes)
    most = np.where(graph.required > 0, 1.0, 2.0) * (graph.u != graph.v)
    program.col_upper_ = np.append(most, np.full(nodes, float(2 * lanes)))
    odd = graph.odd(graph.required).astype(float)
    program.row_lower_ = program.row_upper_ = odd
    column, row, value = _incidence(graph)
    order = np.lexsort((row, column))
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.searchsorted(column[order], np.arange(lanes + nodes + 1))
    program.a_matrix_.index_ = row[order]
    program.a_matrix_.value_ = value[order]
    program.integrality_ = [highspy.HighsVarType.kInteger] * (lanes + nodes)
    return program


def _incidence(graph: LaneGraph) -> tuple[Ints, Ints, Floats]:
    """Give columns, rows and values: a lane at both its ends, twice a half at each node."""
    proper = np.flatnonzero(graph.u != graph.v)
    nodes = np.arange(graph.node_count)
    column = np.concatenate([proper, proper, len(graph) + nodes])
    row = np.concatenate([graph.u[proper], graph.v[proper], nodes])
    value = np.concatenate([np.ones(2 * len(proper)), np.full(len(nodes), -2.0)])
    return column, row, value
