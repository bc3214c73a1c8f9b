"""Several walkers as a problem of the solver PyVRP: who visits what, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pyvrp import Client, Depot, Location, ProblemData, Solution, VehicleType

from patrol.noding import Ints
from patrol.tours.tidy import way_cost

_FREE = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Fleet:
    """Walkers and what they may visit, in whole numbers.

    Attributes
    ----------
    cost : (n, n) int array
        Of going from place to place; need not be symmetric.
    walkers : int
        How many at most.
    first, last : int or None
        Rows where all begin and end; None is wherever suits.
    capacity : int or None
        How much one walker can take.
    demand : (n,) int array or None
        How much each place asks for.
    longest : int or None
        Largest cost of one walker's way, staying and waiting included.
    service : (n,) int array or None
        Cost of staying at each place, even numbers.
    window : (n, 2) int array or None
        Earliest and latest beginning at each place, since all set out. Without windows nobody
        waits, and the solver need not reckon with the time.
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
    def stays(self) -> Ints:
        """Cost of staying at each place; none where all begin and end."""
        stays = np.zeros(len(self.cost), dtype=np.int64)
        if self.service is not None:
            stays[self.rows] = self.service[self.rows]
        return stays

    @property
    def legs(self) -> Ints:
        """Cost of going with half the stay at either end, so that legs add up to all of it."""
        stays = self.stays
        legs = self.cost + (stays[:, None] + stays[None]) // 2
        np.fill_diagonal(legs, 0)
        return np.asarray(legs)

    def way(self, route: Ints) -> float:
        """Give what one walker's way costs, staying and waiting included.

        Parameters
        ----------
        route : int array
            Rows visited, in order, without beginning and end.

        Returns
        -------
        float
            Infinite where a window is missed.
        """
        if self.window is None:
            return way_cost(self.cost, route, self.first, self.last) + float(
                self.stays[route].sum()
            )
        clock, at = 0, self.first
        for row in route:
            clock += 0 if at is None else int(self.cost[at, row])
            clock = max(clock, int(self.window[row, 0]))
            if clock > self.window[row, 1]:
                return float("inf")
            clock, at = clock + int(self.stays[row]), int(row)
        return float(clock + (0 if at is None or self.last is None else self.cost[at, self.last]))

    def data(self) -> ProblemData:
        """Formulate the problem for the solver; its client ``k`` stands for ``rows[k]``.

        Returns
        -------
        ProblemData
            Distances are of `legs`; with windows all is in durations instead.
        """
        timed = self.window is not None
        # The place after the last is free to reach: where a walk begins or ends wherever suits.
        matrix: Any = np.pad(self.cost if timed else self.legs, (0, 1))
        if not timed:
            matrix[-1, :-1] = matrix[:-1, -1] = self.stays // 2
        still: Any = np.zeros_like(matrix)
        return ProblemData(
            locations=[Location(0, 0) for _ in range(len(matrix))],
            clients=[self._client(int(row)) for row in self.rows],
            depots=[Depot(self._location(self.first)), Depot(self._location(self.last))],
            vehicle_types=[self._walker(timed=timed)],
            distance_matrices=[still if timed else matrix],
            duration_matrices=[matrix if timed else still],
        )

    def _location(self, end: int | None) -> int:
        return len(self.cost) if end is None else end

    def _client(self, row: int) -> Client:
        prize = -1 if self.prize is None else int(self.prize[row])
        timed: dict[str, Any] = {}
        if self.window is not None:
            early, late = (int(bound) for bound in self.window[row])
            stay = int(self.stays[row])
            timed = {"tw_early": early, "tw_late": late, "service_duration": stay}
        return Client(
            row,
            delivery=[] if self.demand is None else [int(self.demand[row])],
            prize=max(prize, 0),
            required=prize < 0,
            **timed,
        )

    def _walker(self, *, timed: bool) -> VehicleType:
        limit = _FREE if self.longest is None else self.longest
        return VehicleType(
            num_available=self.walkers,
            capacity=[] if self.capacity is None else [self.capacity],
            start_depot=0,
            end_depot=1,
            max_distance=_FREE if timed else limit,
            shift_duration=limit if timed else _FREE,
            start_late=0 if timed else None,
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
