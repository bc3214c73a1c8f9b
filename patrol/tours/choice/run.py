"""Which stops to take in: within an effort, on one core or two."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from patrol.noding import Floats, Ints
from patrol.tours.beside import Beside
from patrol.tours.choice.anneal import anneal
from patrol.tours.choice.board import LENGTH, SIZE, WORTH, Rules, no_walks
from patrol.tours.effort import Effort

_POWERS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
_HOT, _COLD = 1.0, 0.05
"""Temperatures at the beginning and at the end of a cooling, as shares of a common worth."""
_COOLINGS = 8
"""So often within the time: who is cold goes no other way any more."""
_MEAN, _MOST = 25.0, 30.0
"""How many stops are left out on average, and from one walk at most."""
_STEPS = 20_000
"""Steps between two looks at the clock, for a single stop."""
_WORTH_A_PROCESS_S = 2.5

Found = tuple[int, int, list[Ints]]
"""Worth, length turned negative, and the stops of each walk: the largest is the best."""


def choose(
    cost: Ints, worth: Ints, scale: float, walkers: int, limit: int, effort: Effort
) -> Found:
    """Choose stops so that they are worth most, then so that walks are short.

    Parameters
    ----------
    cost : (n + 2, n + 2) int array
        Between stops, symmetric; the last two are where walks begin and end, nothing apart.
    worth : (n,) int array
        Of each stop, above zero.
    scale : float
        What a common stop is worth.
    walkers : int
        How many at most.
    limit : int
        Longest walk; each stop can be visited by a walker who visits nothing else.
    effort : Effort
        What may be spent; a second core searches beside this one.

    Returns
    -------
    Found
    """
    if effort.cores < 2 or effort.left_s < _WORTH_A_PROCESS_S:
        return _last(_alone(cost, worth, scale, walkers, limit, effort))
    quiet = replace(effort, tell=None, cores=1, seed=effort.seed + 1)
    with Beside(_alone, cost, worth, scale, walkers, limit, quiet) as other:
        mine = _last(_alone(cost, worth, scale, walkers, limit, effort))
        theirs = other.awaited(effort)
    return mine if theirs is None or mine[:2] >= theirs[:2] else theirs


def ready() -> None:
    """Load the machine code, or compile it, so that no search loses time by that."""
    cost = 1 - np.eye(3, dtype=np.int64)
    choose(cost, np.ones(1, dtype=np.int64), 1.0, 1, 10, Effort(10.0, idle=1))


def _last(found: Iterator[Found]) -> Found:
    return deque(found, maxlen=1).pop()


def _alone(
    cost: Ints, worth: Ints, scale: float, walkers: int, limit: int, effort: Effort
) -> Iterator[Found]:
    """Give what is found, each better than the one before."""
    search = _Search(_rules(cost, worth, scale, walkers, limit), walkers, scale, effort.seed)
    again = True
    while again:
        again = False
        for better in search.cool(effort):
            if better:
                yield search.found
                again = effort.idle is not None and effort.left_s > 0


class _Search:
    """An annealing that can be begun again."""

    def __init__(self, rules: Rules, walkers: int, scale: float, seed: int) -> None:
        self._rules, self._scale = rules, scale
        self._now, self._new, self._best = (no_walks(walkers, len(rules.worth)) for _ in range(3))
        self._state = np.random.default_rng(seed).integers(1, 2**63, 1, dtype=np.uint64)

    @property
    def found(self) -> Found:
        """The best so far."""
        stop, sums = self._best.stop, self._best.sums
        stops = [line[1 : size + 1].copy() for line, size in zip(stop, sums[SIZE], strict=True)]
        return int(sums[WORTH].sum()), -int(sums[LENGTH].sum()), stops

    def cool(self, effort: Effort) -> Iterator[bool]:
        """Anneal, by the clock or in so many steps; say whenever something better came out."""
        whole_s, heat, done = max(effort.left_s, 1e-3), _HOT, 0
        while True:
            steps = _STEPS // len(self._rules.worth) + 1
            share = (1.0 - effort.left_s / whole_s) * _COOLINGS % 1.0
            if effort.idle is not None:
                steps = min(steps, max(effort.idle - done, 1))
                share = (done + steps) / max(effort.idle, 1)
            done += steps
            cooler = _HOT * (_COLD / _HOT) ** min(share, 1.0)
            yield self._anneal(steps, max(heat, cooler), cooler)
            heat = cooler
            over = effort.idle is not None and done >= effort.idle
            if not effort.go_on("tours") or over:
                return

    def _anneal(self, steps: int, hot: float, cold: float) -> bool:
        return bool(
            anneal(
                self._rules, self._now, self._new, self._best, self._state,
                steps, hot * self._scale, cold * self._scale, _MEAN, _MOST,
            )
        )  # fmt: skip


def _rules(cost: Ints, worth: Ints, scale: float, walkers: int, limit: int) -> Rules:
    n = len(worth)
    # What is worth more than all else together is taken in first, however far it is.
    common = np.minimum(worth / scale, n)
    must = np.where(worth > worth[worth <= scale * n].sum(), 1e6, 1.0)
    appeal: Floats = np.array([must * common**power for power in _POWERS])
    near = np.argsort(cost[:n, :n], axis=1, kind="stable")
    return Rules(cost, worth, appeal, near, limit, scale / (limit * walkers + 1))
