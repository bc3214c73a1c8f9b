"""Several walkers as a problem of the solver PyVRP: who visits what, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pyvrp import Client, Depot, Location, ProblemData, Solution, VehicleType

from patrol.noding import Ints

_FREE = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Fleet:
    """Walkers and what they may visit, in whole numbers.

    Attributes
    ----------
    cost : (n, n) int array
        Of going from place to place; symmetric.
    walkers : int
        How many at most.
    first, last : int or None
        Rows where all begin and end; None is wherever suits.
    capacity : int or None
        How much one walker can take.
    demand : (n,) int array or None
        How much each place asks for.
    longest : int or None
        Largest cost of one walker's way, time at stops included.
    service : (n,) int array or None
        Time at each stop.
    window : (n, 2) int array or None
        Earliest and latest beginning at each stop since setting out; without any the order of
        time plays no role and is not computed.
    prize : (n,) int array or None
        What a visit is worth, in units of cost; None and a prize below zero mean that it must be.
    """

    cost: Ints
    walkers: int
    first: int | None = None
    last: int | None = None
    capacity: int | None = None
    demand: Ints | None = None
    longest: int | None = None
    service: Ints | None = None
    window: Ints | None = None
    prize: Ints | None = None

    @property
    def rows(self) -> Ints:
        """Rows to visit: all but the beginning and the end."""
        ends = [row for row in (self.first, self.last) if row is not None]
        return np.setdiff1d(np.arange(len(self.cost)), ends)

    @property
    def handover(self) -> Ints:
        """Cost of going with half the service at either end, so that legs add up to all of it."""
        if self.service is None:
            return self.cost
        twice = 2 * self.cost + self.service[:, None] + self.service[None]
        np.fill_diagonal(twice, 0)
        return np.asarray(twice)

    def data(self) -> ProblemData:
        """Formulate the problem for the solver.

        Returns
        -------
        ProblemData
            Client ``k`` stands for ``rows[k]``. Without windows its distances are of
            `handover`, in half units where there is service; with windows durations count.
        """
        timed = self.window is not None
        matrix = _with_anywhere(self.cost if timed else self.handover)
        still = np.zeros_like(matrix)
        return ProblemData(
            locations=[Location(0, 0) for _ in range(len(matrix))],
            clients=[self._client(int(row)) for row in self.rows],
            depots=[Depot(self._location(self.first)), Depot(self._location(self.last))],
            vehicle_types=[self._walker(timed=timed)],
            distance_matrices=[still if timed else matrix],
            duration_matrices=[matrix if timed else still],
        )

    @property
    def unit(self) -> int:
        """How many units of the solver's distance are one unit of cost."""
        return 1 if self.service is None or self.window is not None else 2

    def _location(self, end: int | None) -> int:
        return len(self.cost) if end is None else end

    def _client(self, row: int) -> Client:
        prize = -1 if self.prize is None else int(self.prize[row])
        timed: dict[str, Any] = {}
        if self.window is not None:
            timed = {
                "tw_early": int(self.window[row, 0]),
                "tw_late": int(self.window[row, 1]),
                "service_duration": 0 if self.service is None else int(self.service[row]),
            }
        return Client(
            row,
            delivery=[] if self.demand is None else [int(self.demand[row])],
            prize=max(prize, 0) * self.unit,
            required=prize < 0,
            **timed,
        )

    def _walker(self, *, timed: bool) -> VehicleType:
        limit = _FREE if self.longest is None else self.longest * self.unit
        return VehicleType(
            num_available=self.walkers,
            capacity=[] if self.capacity is None else [self.capacity],
            start_depot=0,
            end_depot=1,
            max_distance=_FREE if timed else limit,
            shift_duration=limit if timed else _FREE,
            unit_distance_cost=0 if timed else 1,
            unit_duration_cost=1 if timed else 0,
        )

    def routes(self, solution: Solution) -> list[Ints]:
        """Read the rows visited by each walker, without beginning and end.

        Parameters
        ----------
        solution : Solution
            Of the problem that `data` gives.

        Returns
        -------
        list of int arrays
        """
        rows = self.rows
        return [
            rows[[visit.idx for visit in route if visit.is_client()]] for route in solution.routes()
        ]

    def solution(self, data: ProblemData, routes: list[Ints]) -> Solution:
        """Turn routes into a solution from which the solver may go on.

        Parameters
        ----------
        data : ProblemData
            As `data` gives it.
        routes : list of int arrays
            Rows visited by each walker.

        Returns
        -------
        Solution
        """
        client = np.full(len(self.cost), -1)
        client[self.rows] = np.arange(len(self.rows))
        return Solution(data, [[int(k) for k in client[route]] for route in routes if len(route)])


def _with_anywhere(matrix: Ints) -> Any:  # The solver's stubs want what NumPy has no type for.
    """Add a place that is free to reach: where a walk begins or ends wherever suits."""
    return np.pad(matrix, (0, 1))
