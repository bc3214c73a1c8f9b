"""Share tasks out between walks by annealing, in rounds, for as long as there is time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from patrol.lanes.annealing import anneal
from patrol.lanes.board import ARC, SIZE, Rules, empty_board, sum_up
from patrol.lanes.tasks import LaneTasks
from patrol.noding import Ints
from patrol.tours.effort import Effort

_NEAR = 12
_STEPS = 10_000
"""Steps between two looks at the clock: some hundredths of a second."""
HOT, WARM, _COLD = 0.2, 0.06, 0.008
"""Temperatures, as shares of the mean way between near tasks: to begin with, to begin again with,
and at the end."""
_ALLOWED = 0.3
"""Share of the time that should be spent at allowed walks; the price of breaking limits follows."""


@dataclass(frozen=True, eq=False)
class Limits:
    """What counts for each walk.

    Attributes
    ----------
    weight : (rows,) array
        What a unit of its cost counts.
    load, cost : (rows,) arrays
        Its capacity and its longest cost; infinite where there is none.
    left_out : float or None
        What a unit of load counts in the last row, which holds what is not served; None where
        all is served.
    worst : float
        What a unit of the costliest walk counts.
    square : float
        What the square of each walk's cost counts: it leads towards even walks from afar.
    """

    weight: np.ndarray
    load: np.ndarray
    cost: np.ndarray
    left_out: float | None = None
    worst: float = 0.0
    square: float = 0.0


class Search:
    """An annealing that can be carried on.

    Parameters
    ----------
    tasks : LaneTasks
        What is shared out.
    limits : Limits
        What counts.
    seed : int
        Of the random numbers.
    """

    def __init__(self, tasks: LaneTasks, limits: Limits, seed: int) -> None:
        self._tasks, self._limits = tasks, limits
        rows = len(limits.weight)
        self._board = empty_board(rows, len(tasks))
        self._best = np.zeros((rows, len(tasks) + 1), dtype=np.int64)
        random = np.random.default_rng(seed)
        self._state = (random.integers(1, 2**63, 1, dtype=np.uint64), np.array([np.inf]))
        self._near, self._scale = _near_tasks(tasks)
        self._price = 20.0
        self._fill(random)

    @property
    def weight(self) -> float:
        """Weight of the best allowed walks so far; infinite where there are none."""
        return float(self._state[1][0])

    @property
    def walks(self) -> list[Ints]:
        """Arcs of each of the best allowed walks so far."""
        return [row[1 : row[0] + 1].copy() for row in self._best]

    def run(self, effort: Effort, *, rounds: int | None = None, hot: float = HOT) -> None:
        """Anneal once.

        Parameters
        ----------
        effort : Effort
            Ends it at the latest.
        rounds : int, optional
            So many times `_STEPS` steps, the same on every machine; by default the cooling
            takes the time that there is.
        hot : float
            Temperature at the beginning, as a share of the mean way between near tasks.
        """
        whole_s, heat, done = max(effort.left_s, 1e-3), hot, 0
        while done == 0 or (effort.go_on("lanes") and (rounds is None or done < rounds)):
            done += 1
            share = done / rounds if rounds else 1.0 - effort.left_s / whole_s
            cooler = hot * (_COLD / hot) ** min(max(share, 1e-3), 1.0)
            allowed = anneal(self._rules(), self._board, self._best, self._state, _STEPS,
                             heat * self._scale, cooler * self._scale)  # fmt: skip
            heat = cooler
            self._price *= 0.97 if allowed > _ALLOWED else 1.03

    def restart(self) -> None:
        """Go on from the best allowed walks."""
        if np.isfinite(self.weight):
            self._set(self.walks)

    def take(self, walks: list[Ints]) -> None:
        """Go on from walks that were found elsewhere.

        Parameters
        ----------
        walks : list of int arrays
            Arcs of each, at most as many as there are rows; together they serve every task.
        """
        none = [np.empty(0, dtype=np.int64)] * (len(self._best) - len(walks))
        self._set([*walks, *none])

    def _set(self, walks: list[Ints]) -> None:
        rules = self._rules()
        for row, arcs in enumerate(walks):
            self._board.walk[ARC, row, : len(arcs)] = arcs
            self._board.sums[SIZE, row] = len(arcs)
            sum_up(rules, self._board, row)

    def _fill(self, random: np.random.Generator) -> None:
        """Begin with the largest tasks, in any order, each in the first walk that has room.

        Where tasks may be left out, all are at first.
        """
        room = self._limits.load.copy()
        if self._limits.left_out is not None:
            room[:-1] = -np.inf
        room[-1] = np.inf
        walks: list[list[int]] = [[] for _ in room]
        order = random.permutation(len(self._tasks))
        for task in order[np.argsort(-self._tasks.load[order], kind="stable")].tolist():
            row = int(np.flatnonzero(room >= self._tasks.load[task])[0])
            room[row] -= self._tasks.load[task]
            walks[row].append(2 * task)
        self._set([np.array(arcs, dtype=np.int64) for arcs in walks])

    def _rules(self) -> Rules:
        limits, tasks = self._limits, self._tasks
        per_load = self._price * self._scale / max(float(tasks.load.mean()), 1e-9)
        heavy = np.full(len(limits.weight), per_load)
        load = limits.load.copy()
        if limits.left_out is not None:
            heavy[-1], load[-1] = limits.left_out, 0.0
        late = np.full(len(heavy), self._price)
        square = np.full(len(heavy), limits.square)
        bounds = np.array([limits.weight, load, limits.cost, heavy, late, square])
        arcs = np.array([tasks.flip, np.repeat(tasks.serve, 2), np.repeat(tasks.load, 2)])
        return Rules(tasks.between, arcs, self._near, bounds, limits.worst)


def ready() -> None:
    """Load the machine code, or compile it, so that no search loses time by that."""
    between = np.ones((5, 5), dtype=np.int32)
    one, arcs = np.ones(2, dtype=np.int64), np.arange(4)
    limits = Limits(np.ones(2), np.full(2, 2.0), np.full(2, np.inf))
    Search(LaneTasks(one, one, one, between, arcs), limits, 0).run(Effort(10.0), rounds=1)


def _near_tasks(tasks: LaneTasks) -> tuple[Ints, float]:
    """List the tasks near each, and the mean way to them."""
    count = len(tasks)
    away = tasks.between[:-1, :-1].reshape(count, 2, count, 2).min(axis=(1, 3)).astype(float)
    np.fill_diagonal(away, np.inf)
    most = min(_NEAR, count - 1)
    if most < 1:
        return np.zeros((count, 1), dtype=np.int64), 1.0
    near = np.argsort(away, axis=1, kind="stable")[:, :most]
    scale = float(np.take_along_axis(away, near, axis=1).mean() + tasks.serve.mean())
    return np.ascontiguousarray(near), scale
