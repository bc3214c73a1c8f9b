"""Walkers who can take only so much: capacitated arc routing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from patrol.lanes.graph import LaneGraph
from patrol.lanes.groups import solve_groups
from patrol.lanes.search import WARM, Limits, Search
from patrol.lanes.tasks import LaneTasks, lay_tasks
from patrol.noding import Ints
from patrol.tours.effort import Effort

_SPARE = 1.15
"""Walkers at hand, as a multiple of the fewest that can take all: more of them never helped."""

_FIRST = 0.5
"""Share of the time that PyVRP has on a core of its own."""

_CYCLE_S, _LONGEST = 0.03, 0.6
"""Seconds that a cooling takes for each task, and at most, as a share of the time."""


def share_capacitated(
    graph: LaneGraph, start: int, load: Ints, capacity: int, effort: Effort
) -> list[list[tuple[int, bool]]]:
    """Share required lanes out between any number of walkers, each of a capacity.

    Parameters
    ----------
    graph : LaneGraph
        Each required lane is served once.
    start : int
        Node where all walks begin and end.
    load : (m,) int array
        What serving each lane takes; none more than the capacity.
    capacity : int
        What one walker can take.
    effort : Effort
        What may be spent; on several cores searches go side by side, and the best is kept.

    Returns
    -------
    list of lists of (lane, bool)
        For each walker the lanes served, in order; True from the first to the second end. In
        between go the cheapest ways.

    Raises
    ------
    ValueError
        If a required lane can't be reached from the start, or nothing was found in the time.
    """
    tasks = lay_tasks(graph, start, load)
    limits = _limits(tasks, capacity)
    cores = max(effort.cores, 1)
    with ThreadPoolExecutor(cores) as pool:
        # Machine code runs side by side even within one process.
        runs = [replace(effort, seed=effort.seed + core, cores=1) for core in range(cores)]
        found = list(pool.map(lambda run: _search(tasks, limits, run[1], run[0]), enumerate(runs)))
    best = min(found, key=lambda search: search.weight)
    if not np.isfinite(best.weight):
        raise ValueError("no walks were found in the time given")
    lane = tasks.lane
    return [
        [(int(lane[arc >> 1]), arc & 1 == 0) for arc in arcs.tolist()]
        for arcs in best.walks
        if len(arcs)
    ]


def _limits(tasks: LaneTasks, capacity: int) -> Limits:
    fewest = int(np.ceil(tasks.load.sum() / capacity))
    rows = min(int(np.ceil(fewest * _SPARE)) + 2, len(tasks) + 1)
    return Limits(np.ones(rows), np.full(rows, float(capacity)), np.full(rows, np.inf))


def _search(tasks: LaneTasks, limits: Limits, effort: Effort, core: int) -> Search:
    """Anneal; on every other core go on from what PyVRP finds in half the time."""
    search = Search(tasks, limits, effort.seed)
    if core % 2:
        capacity, rows = int(limits.load[0]), len(limits.load)
        walks = solve_groups(tasks, capacity, rows, effort.part(effort.left_s * _FIRST))
        if walks is not None:
            search.take(walks)
            search.run(effort.part(effort.left_s * _FIRST), hot=WARM)
    _anneal(search, len(tasks), effort)
    return search


def _anneal(search: Search, tasks: int, effort: Effort) -> None:
    """Cool again and again: from high, and from the best so far."""
    cycle_s = max(min(_CYCLE_S * tasks, effort.left_s * _LONGEST), 0.2)
    search.run(effort.part(cycle_s))
    while effort.go_on("lanes"):
        search.restart()
        search.run(effort.part(cycle_s / 2), hot=WARM)
        search.run(effort.part(cycle_s))
