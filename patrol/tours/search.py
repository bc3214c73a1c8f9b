"""Running the solver: within an effort, from a known solution, on one core or several."""

from __future__ import annotations

import multiprocessing
import threading
import warnings
from concurrent.futures import Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from multiprocessing.synchronize import Event
from typing import Any

from pyvrp import (
    CostEvaluator,
    IteratedLocalSearchParams,
    PenaltyParams,
    ProblemData,
    Solution,
    SolveParams,
    solve,
)
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.search import NeighbourhoodParams

from patrol.tours.effort import Effort, StopWatch

_MOST_COST = 1e15
"""No solution costs as much; the solver's mark for "none yet" is far above."""

_ROUNDS = (0.6, 1.0)
"""Shares of the time left after which the processes exchange their best."""

_LATE_S = 0.3

_WORTH_A_PROCESS_S = 2.5
"""Less time is over before another process has begun."""


@dataclass(frozen=True)
class Manner:
    """How a search goes about it.

    Attributes
    ----------
    first_found : bool
        Whether any solution that keeps the limits is enough.
    penalty_steps : int
        After so many steps the price of breaking limits is fitted anew.
    histories : tuple of int
        With how many earlier solutions a new one competes; where processes search side by side
        they take turns in this list. A longer history searches wider and finds its goal later.
    neighbours : int
        How many near stops each stop may be joined to: fewer are tried faster.
    """

    first_found: bool = False
    penalty_steps: int = 500
    histories: tuple[int, ...] = (300,)
    neighbours: int = 50


def search(
    data: ProblemData, effort: Effort, *, known: Solution | None = None, manner: Manner = Manner()
) -> Solution:
    """Search for a good solution.

    Parameters
    ----------
    data : ProblemData
        What is to be solved.
    effort : Effort
        With more than one core, as many processes search, and exchange their best now and then.
    known : Solution, optional
        From which to go on; it need not keep the limits.
    manner : Manner
        How.

    Returns
    -------
    Solution
        The best; it breaks limits only where none was found that keeps them.
    """
    if effort.cores < 2 or effort.left_s < _WORTH_A_PROCESS_S:
        return _alone(data, effort, known, manner)
    return _side_by_side(data, effort, known, manner)


def _alone(data: ProblemData, effort: Effort, known: Solution | None, manner: Manner) -> Solution:
    stop = StopWatch(effort, first_found=manner.first_found, most_cost=_MOST_COST)
    params = SolveParams(
        ils=IteratedLocalSearchParams(history_length=manner.histories[0]),
        penalty=PenaltyParams(solutions_between_updates=manner.penalty_steps),
        neighbourhood=NeighbourhoodParams(num_neighbours=manner.neighbours),
    )
    with warnings.catch_warnings():
        # That no solution keeps the limits is an answer here, and no surprise.
        warnings.simplefilter("ignore", PenaltyBoundWarning)
        result = solve(
            data,
            stop,
            seed=effort.seed,
            collect_stats=False,
            params=params,
            initial_solution=known,
        )
    return result.best


def _side_by_side(
    data: ProblemData, effort: Effort, known: Solution | None, manner: Manner
) -> Solution:
    """Search here and in other processes, with seeds of their own, and go on from the best."""
    # A forked process would share the locks and connections of this one.
    context = multiprocessing.get_context("spawn")
    enough = context.Event()
    crew = ProcessPoolExecutor(effort.cores - 1, context, _enter, (data, enough))
    seed = effort.seed
    try:
        for share in _ROUNDS:
            part = effort.part(effort.left_s * share)
            alone = replace(part, cores=1, seed=seed)
            quiet = [replace(alone, seed=seed + k, tell=None) for k in range(1, effort.cores)]
            others = [crew.submit(_work, each, known, _turned(manner, each.seed)) for each in quiet]
            found = _alone(data, alone, known, manner)
            best = _best(data, [found, *_arrived(others)], known)
            seed += effort.cores
            if not effort.go_on() or (manner.first_found and best.is_feasible()):
                break
            known = best
    finally:
        enough.set()
        # Who is late even to begin is waited for behind our back; the event lives as long.
        threading.Thread(target=crew.shutdown, kwargs={"cancel_futures": True}).start()
    return best


def _arrived(others: list[Future[Solution]]) -> list[Solution]:
    """Take what the other processes found; who comes late, having begun late, is not waited for."""
    done, _ = wait(others, _LATE_S)
    return [other.result() for other in others if other in done]


def _best(data: ProblemData, found: list[Solution], known: Solution | None) -> Solution:
    evaluator = CostEvaluator([0.0] * data.num_load_dimensions, 0.0, 0.0)
    candidates = found if known is None else [*found, known]
    return min(candidates, key=evaluator.cost)


def _turned(manner: Manner, seed: int) -> Manner:
    """Give the manner of the process with a seed: the next of the histories comes first."""
    turn = seed % len(manner.histories)
    return replace(manner, histories=manner.histories[turn:] + manner.histories[:turn])


_here: dict[str, Any] = {}
"""What a process of the crew works on."""


def _enter(data: ProblemData, enough: Event) -> None:
    _here.update(data=data, enough=enough)


def _work(effort: Effort, known: Solution | None, manner: Manner) -> Solution:
    """Search in a process of the crew, which hears no more than whether to go on."""
    listening = replace(effort, tell=lambda _share, _what: not _here["enough"].is_set())
    return _alone(_here["data"], listening, known, manner)
